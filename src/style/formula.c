/* A recursive descent over one line of arithmetic. Layer: style. Any thread. */
#include "config.h"

#include "style/formula.h"

#include "style/profile.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char       *at;
  StetFormulaLookup look_up;
  gpointer          data;
  guint             depth;
  GError           *error; /* (nullable) the first */
} Reader;

static double read_either (Reader *reader);

static double
fail (Reader *reader, const char *what)
{
  if (reader->error == NULL)
    reader->error = g_error_new (STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                                 "the formula: %s at “%.20s”", what, reader->at);
  reader->at += strlen (reader->at);
  return 0;
}

static gboolean
take (Reader *reader, const char *sign)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
  if (!g_str_has_prefix (reader->at, sign))
    return FALSE;
  reader->at += strlen (sign);
  return TRUE;
}

static double
call (Reader *reader, const char *name)
{
  static const struct { const char *name; double (*function) (double); } functions[] = {
    { "math.sqrt", sqrt }, { "math.abs", fabs }, { "math.floor", floor }, { "math.ceil", ceil },
    { "math.log", log }, { "math.log10", log10 }, { "math.log2", log2 }, { "math.exp", exp },
    { "math.round", round }, { "math.cbrt", cbrt }, { "math.trunc", trunc },
  };
  double value = read_either (reader);

  if (strcmp (name, "math.pow") == 0)
    {
      if (!take (reader, ","))
        return fail (reader, "a comma is wanted");
      value = pow (value, read_either (reader));
      return take (reader, ")") ? value : fail (reader, "a closing bracket is wanted");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (name, functions[i].name) == 0)
      return take (reader, ")") ? functions[i].function (value)
                                : fail (reader, "a closing bracket is wanted");
  return fail (reader, "there is no such function");
}

static double
read_name (Reader *reader)
{
  const char *start = reader->at;
  g_autofree char *name = NULL;
  double value = 0;

  while (g_ascii_isalnum (*reader->at) || *reader->at == '_' || *reader->at == '.')
    reader->at++;
  name = g_strndup (start, (gsize) (reader->at - start));
  if (take (reader, "("))
    return call (reader, name);
  if (!reader->look_up (name, &value, reader->data))
    {
      reader->at = start;
      return fail (reader, "there is no such name");
    }
  return value;
}

static double
read_one (Reader *reader)
{
  double value;

  if (reader->depth >= STET_FORMULA_DEPTH_MAX)
    return fail (reader, "it is nested too deeply");
  reader->depth++;
  if (take (reader, "("))
    {
      value = read_either (reader);
      if (!take (reader, ")"))
        value = fail (reader, "a closing bracket is wanted");
    }
  else if (take (reader, "-"))
    value = -read_one (reader);
  else if (take (reader, "+"))
    value = read_one (reader);
  else if (take (reader, "!"))
    value = read_one (reader) == 0;
  else if (g_ascii_isdigit (*reader->at) || *reader->at == '.')
    {
      char *end;

      value = g_ascii_strtod (reader->at, &end);
      reader->at = end;
    }
  else if (g_ascii_isalpha (*reader->at))
    value = read_name (reader);
  else
    value = fail (reader, "a number or a name is wanted");
  reader->depth--;
  return value;
}

static double
read_product (Reader *reader)
{
  double value = read_one (reader);

  for (;;)
    if (take (reader, "*"))
      value *= read_one (reader);
    else if (take (reader, "/"))
      value /= read_one (reader);
    else if (take (reader, "%"))
      value = fmod (value, read_one (reader));
    else
      return value;
}

static double
read_sum (Reader *reader)
{
  double value = read_product (reader);

  for (;;)
    if (take (reader, "+"))
      value += read_product (reader);
    else if (take (reader, "-"))
      value -= read_product (reader);
    else
      return value;
}

static double
read_comparison (Reader *reader)
{
  double value = read_sum (reader);

  for (;;)
    if (take (reader, "<="))
      value = value <= read_sum (reader);
    else if (take (reader, ">="))
      value = value >= read_sum (reader);
    else if (take (reader, "=="))
      value = value == read_sum (reader);
    else if (take (reader, "!="))
      value = value != read_sum (reader);
    else if (take (reader, "<"))
      value = value < read_sum (reader);
    else if (take (reader, ">"))
      value = value > read_sum (reader);
    else
      return value;
}

static double
read_both (Reader *reader)
{
  double value = read_comparison (reader);

  while (take (reader, "&&"))
    {
      double other = read_comparison (reader);

      value = value != 0 && other != 0;
    }
  return value;
}

static double
read_either (Reader *reader)
{
  double value = read_both (reader);

  while (take (reader, "||"))
    {
      double other = read_both (reader);

      value = value != 0 || other != 0;
    }
  return value;
}

gboolean
stet_formula_value (const char *formula, StetFormulaLookup look_up, gpointer data, double *value,
                    GError **error)
{
  Reader reader = { formula, look_up, data, 0, NULL };

  if (strlen (formula) > STET_FORMULA_BYTES_MAX)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "the formula is too long");
      return FALSE;
    }
  *value = read_either (&reader);
  while (g_ascii_isspace (*reader.at))
    reader.at++;
  if (reader.error == NULL && *reader.at != '\0')
    fail (&reader, "nothing more is wanted");
  if (reader.error == NULL)
    return TRUE;
  g_propagate_error (error, reader.error);
  return FALSE;
}
