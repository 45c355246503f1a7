/* Small arithmetic in rule files: numbers, names, + - * / %, comparisons, && || !, parentheses and
 * functions of `math.`. Layer: style. Depth and length are bounded: formulas come from others. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_FORMULA_BYTES_MAX 2000
#define STET_FORMULA_DEPTH_MAX 50

/* What a name stands for; FALSE when it is none. */
typedef gboolean (*StetFormulaLookup) (const char *name, double *value, gpointer data);

/* The value; truth is 1 or 0. Errors: STET_STYLE_ERROR_KEY, what is wrong in words. */
gboolean stet_formula_value (const char *formula, StetFormulaLookup look_up, gpointer data,
                             double *value, GError **error);

G_END_DECLS
