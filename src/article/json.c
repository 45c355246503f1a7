/* Canonical JSON of values that are not ours to understand: custom fields and unknown keys. Members
 * sorted, no white space, numbers and strings as in RFC 8785. Layer: article. Any thread. */
#include "config.h"

#include "article/json.h"

#include "article/article-private.h"
#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

#define DOUBLE_DIGITS_MAX 17

G_DEFINE_QUARK (stet-article-error-quark, stet_article_error)

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
stet_json_sorted_names (JsonObject *object)
{
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    g_ptr_array_add (names, l->data);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* The shortest digits that give the number back, as ECMAScript writes it (RFC 8785, 3.2.2.3). */
static void
append_double (GString *out, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *digits = NULL;
  char *exponent_at;
  int exponent;
  int n;

  if (number == 0 || !isfinite (number))
    {
      g_string_append_c (out, '0');
      return;
    }
  for (int precision = 0; precision < DOUBLE_DIGITS_MAX; precision++)
    {
      char format[] = "%.00e";

      format[2] = (char) ('0' + precision / 10);
      format[3] = (char) ('0' + precision % 10);
      g_ascii_formatd (buffer, sizeof buffer, format, fabs (number));
      if (g_ascii_strtod (buffer, NULL) == fabs (number))
        break;
    }
  exponent_at = strchr (buffer, 'e');
  exponent = (int) g_ascii_strtoll (exponent_at + 1, NULL, 10);
  *exponent_at = '\0';
  digits = g_strdup (buffer);
  if (digits[1] == '.')
    memmove (digits + 1, digits + 2, strlen (digits + 2) + 1);
  n = (int) strlen (digits);
  if (number < 0)
    g_string_append_c (out, '-');
  if (exponent >= 0 && exponent < 21)
    {
      g_string_append_len (out, digits, MIN (n, exponent + 1));
      for (int i = n; i < exponent + 1; i++)
        g_string_append_c (out, '0');
      if (n > exponent + 1)
        g_string_append_printf (out, ".%s", digits + exponent + 1);
    }
  else if (exponent < 0 && exponent >= -6)
    {
      g_string_append (out, "0.");
      for (int i = -1; i > exponent; i--)
        g_string_append_c (out, '0');
      g_string_append (out, digits);
    }
  else
    {
      g_string_append_c (out, digits[0]);
      if (n > 1)
        g_string_append_printf (out, ".%s", digits + 1);
      g_string_append_printf (out, "e%+d", exponent);
    }
}

static void
append_text (GString *out, const char *text, StetJsonTexts texts)
{
  g_autofree char *clean = texts == STET_JSON_CLEAN ? stet_text_clean (text) : NULL;

  stet_json_append_string (out, clean != NULL ? clean : text);
}

static void
append_value (GString *out, JsonNode *node, StetJsonTexts texts)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    append_text (out, json_node_get_string (node), texts);
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    append_double (out, json_node_get_double (node));
}

static void
append_object (GString *out, JsonObject *object, StetJsonTexts texts)
{
  g_autoptr (GPtrArray) names = stet_json_sorted_names (object);

  g_string_append_c (out, '{');
  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_text (out, names->pdata[i], texts);
      g_string_append_c (out, ':');
      stet_json_append_node (out, json_object_get_member (object, names->pdata[i]), texts);
    }
  g_string_append_c (out, '}');
}

/* The depth is bounded by the scan that every foreign document passed. */
void
stet_json_append_node (GString *out, JsonNode *node, StetJsonTexts texts)
{
  JsonArray *array;

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_object (out, json_node_get_object (node), texts);
      break;
    case JSON_NODE_ARRAY:
      array = json_node_get_array (node);
      g_string_append_c (out, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          stet_json_append_node (out, json_array_get_element (array, i), texts);
        }
      g_string_append_c (out, ']');
      break;
    case JSON_NODE_VALUE:
      append_value (out, node, texts);
      break;
    case JSON_NODE_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}

char *
stet_json_unknown (JsonObject *object, const char *const *known)
{
  g_autoptr (GPtrArray) names = stet_json_sorted_names (object);
  g_autoptr (GString) out = g_string_new ("{");

  for (guint i = 0; i < names->len; i++)
    {
      if (g_strv_contains (known, names->pdata[i]))
        continue;
      if (out->len > 1)
        g_string_append_c (out, ',');
      stet_json_append_string (out, names->pdata[i]);
      g_string_append_c (out, ':');
      stet_json_append_node (out, json_object_get_member (object, names->pdata[i]),
                             STET_JSON_AS_IS);
    }
  g_string_append_c (out, '}');
  return out->len > 2 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

JsonNode *
stet_json_parse_foreign (const char *data, gsize length_bytes, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) scan_error = NULL;
  JsonNode *root;

  if (!stet_json_scan (data, length_bytes, STET_JSON_BYTES_MAX, STET_JSON_DEPTH_MAX, &scan_error))
    {
      gboolean large = g_error_matches (scan_error, STET_JSON_ERROR, STET_JSON_ERROR_TOO_LARGE);

      g_set_error_literal (error, STET_ARTICLE_ERROR,
                           large ? STET_ARTICLE_ERROR_TOO_LARGE : STET_ARTICLE_ERROR_SYNTAX,
                           scan_error->message);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, data, (gssize) length_bytes, &scan_error))
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SYNTAX,
                           scan_error->message);
      return NULL;
    }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SYNTAX,
                         "the document is empty");
  return root;
}

JsonObject *
stet_json_parse_own (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return json_object_new ();
  return json_node_dup_object (node);
}

static gboolean
holds_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

char *
stet_custom_get (const char *custom, const char *name)
{
  g_autoptr (JsonObject) object = stet_json_parse_own (custom);
  JsonNode *node = json_object_get_member (object, name);

  return holds_text (node) ? g_strdup (json_node_get_string (node)) : NULL;
}

char *
stet_custom_set (const char *custom, const char *name, const char *value)
{
  g_autoptr (JsonObject) object = stet_json_parse_own (custom);
  GString *out = g_string_new (NULL);

  json_object_set_string_member (object, name, value);
  append_object (out, object, STET_JSON_AS_IS);
  return g_string_free (out, FALSE);
}

char **
stet_custom_names (const char *custom)
{
  g_autoptr (JsonObject) object = stet_json_parse_own (custom);
  g_autoptr (GPtrArray) names = stet_json_sorted_names (object);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    if (holds_text (json_object_get_member (object, names->pdata[i])))
      g_ptr_array_add (found, g_strdup (names->pdata[i]));
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_free (found, FALSE);
}
