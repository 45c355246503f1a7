/* A look at foreign JSON before a parser sees it: size, depth, UTF-8, numbers that would not
 * survive, "\u0000". json-glib recurses without a limit and turns a huge integer into another
 * number.
 * Layer: base. Any thread. Format: RFC 8259. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_JSON_ERROR (stet_json_error_quark ())
GQuark stet_json_error_quark (void);

typedef enum
{
  STET_JSON_ERROR_TOO_LARGE = 1,
  STET_JSON_ERROR_TOO_DEEP,
  STET_JSON_ERROR_NOT_UTF8,
  STET_JSON_ERROR_NUMBER,  /* an integer past 2^53, or a number no double holds */
  STET_JSON_ERROR_SYNTAX,
} StetJsonError;

/* `length_bytes` may hold any bytes. The message names the line and column. */
gboolean stet_json_scan (const char *data, gsize length_bytes, gsize bytes_max, guint depth_max,
                         GError **error);

/* Appends `text` as a JSON string, escaped as RFC 8785 says. */
void stet_json_append_string (GString *out, const char *text);

G_END_DECLS
