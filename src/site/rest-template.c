/* Texts and JSON with {variables}. Layer: site. Any thread. */
#include "config.h"

#include "site/rest-template.h"

#include "base/clock.h"

#include <string.h>

#define CONVERTERS "json number text unix"

GHashTable *
stet_values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
}

void
stet_values_node (GHashTable *values, const char *name, JsonNode *value)
{
  g_hash_table_replace (values, g_strdup (name), value);
}

void
stet_values_text (GHashTable *values, const char *name, const char *value)
{
  if (value != NULL)
    stet_values_node (values, name, json_node_init_string (json_node_alloc (), value));
}

void
stet_values_int (GHashTable *values, const char *name, gint64 value)
{
  stet_values_node (values, name, json_node_init_int (json_node_alloc (), value));
}

/* --- one variable --- */

typedef struct
{
  char *name, *converter; /* (owned); converter nullable */
  gboolean optional;
} Variable;

static void
variable_clear (Variable *variable)
{
  g_clear_pointer (&variable->name, g_free);
  g_clear_pointer (&variable->converter, g_free);
  variable->optional = FALSE;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Variable, variable_clear)

/* `*at` stands behind the brace. FALSE: there is no end to it. */
static gboolean
read_variable (const char **at, Variable *variable)
{
  const char *end = strchr (*at, '}');
  const char *bar;
  gsize length;

  if (end == NULL)
    return FALSE;
  length = (gsize) (end - *at);
  variable->optional = length > 0 && end[-1] == '?';
  if (variable->optional)
    length--;
  bar = memchr (*at, '|', length);
  variable->name = g_strndup (*at, bar != NULL ? (gsize) (bar - *at) : length);
  variable->converter = bar != NULL ? g_strndup (bar + 1, length - (gsize) (bar + 1 - *at)) : NULL;
  *at = end + 1;
  return TRUE;
}

static gboolean
is_listed (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

/* Text up to the next variable, into `out` (nullable). TRUE: `variable` holds it; FALSE: the text
 * has ended, or is broken, which is told by `*at` not standing at its end. */
static gboolean
next_variable (const char **at, GString *out, Variable *variable)
{
  for (; **at != '\0'; (*at)++)
    {
      if ((**at == '{' || **at == '}') && (*at)[1] == **at)
        (*at)++;
      else if (**at == '}')
        return FALSE;
      else if (**at == '{')
        {
          const char *inner = *at + 1;

          if (!read_variable (&inner, variable))
            return FALSE;
          *at = inner;
          return TRUE;
        }
      if (out != NULL)
        g_string_append_c (out, **at);
    }
  return FALSE;
}

static char *
wrong_variable (const Variable *variable, const char *variables)
{
  if (!is_listed (variables, variable->name))
    return *variables == '\0' ? g_strdup_printf (
               "there is no variable “{%s}” here; write the text itself, or double the braces",
               variable->name)
                              : g_strdup_printf ("there is no variable “{%s}” here; use one of: %s",
                                                 variable->name, variables);
  if (variable->converter != NULL && !is_listed (CONVERTERS, variable->converter))
    return g_strdup_printf ("there is no converter “%s”; use one of: " CONVERTERS,
                            variable->converter);
  return NULL;
}

gboolean
stet_template_check (const char *text, const char *variables, char **wrong)
{
  const char *at = text;
  guint n = 0;

  *wrong = NULL;
  if (strlen (text) > STET_TEMPLATE_BYTES_MAX)
    *wrong
        = g_strdup_printf ("the text has more than %d bytes; shorten it", STET_TEMPLATE_BYTES_MAX);
  while (*wrong == NULL)
    {
      g_auto (Variable) variable = { NULL };

      if (!next_variable (&at, NULL, &variable))
        break;
      *wrong = ++n > STET_TEMPLATE_VARIABLES_MAX ? g_strdup_printf (
                   "the text has more than %d variables; use fewer", STET_TEMPLATE_VARIABLES_MAX)
                                                 : wrong_variable (&variable, variables);
    }
  if (*wrong == NULL && *at != '\0')
    *wrong = g_strdup ("a brace has no partner; double it where it is to stand as it is");
  return *wrong == NULL;
}

static gboolean
text_uses (const char *text, const char *name)
{
  const char *at = text;
  gboolean found = FALSE;
  gboolean more = TRUE;

  while (more && !found)
    {
      g_auto (Variable) variable = { NULL };

      more = next_variable (&at, NULL, &variable);
      found = more && strcmp (variable.name, name) == 0;
    }
  return found;
}

gboolean
stet_template_uses (JsonNode *node, const char *variable)
{
  gboolean uses = FALSE;

  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; !uses && i < json_array_get_length (json_node_get_array (node)); i++)
        uses
            = stet_template_uses (json_array_get_element (json_node_get_array (node), i), variable);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *l = values; !uses && l != NULL; l = l->next)
        uses = stet_template_uses (l->data, variable);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    uses = text_uses (json_node_get_string (node), variable);
  return uses;
}

/* --- values --- */

static char *
node_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return json_to_string (node, FALSE);
}

static JsonNode *
convert (JsonNode *value, const char *converter)
{
  g_autofree char *text = node_text (value);
  JsonNode *node = json_node_alloc ();
  gint64 number = 0;

  if (g_str_equal (converter, "json"))
    {
      g_autofree char *json = json_to_string (value, FALSE);

      return json_node_init_string (node, json);
    }
  if (g_str_equal (converter, "unix") && stet_time_parse (text, NULL, &number))
    return json_node_init_int (node, number / G_USEC_PER_SEC);
  if (g_str_equal (converter, "number")
      && g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return json_node_init_int (node, number);
  return json_node_init_string (node, text);
}

/* Returns: (owned), NULL for no value. */
static JsonNode *
value_of (const Variable *variable, GHashTable *values)
{
  JsonNode *value = g_hash_table_lookup (values, variable->name);

  if (value == NULL)
    return NULL;
  return variable->converter != NULL ? convert (value, variable->converter)
                                     : json_node_copy (value);
}

char *
stet_template_text (const char *text, GHashTable *values, StetTemplateEscape escape)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = text;
  gboolean more = TRUE;

  while (more)
    {
      g_auto (Variable) variable = { NULL };
      g_autoptr (JsonNode) value = NULL;
      g_autofree char *plain = NULL;

      more = next_variable (&at, out, &variable);
      value = more ? value_of (&variable, values) : NULL;
      if (more && value == NULL && variable.optional)
        return NULL;
      if (value == NULL)
        continue;
      plain = node_text (value);
      if (escape != NULL)
        {
          g_autofree char *escaped = escape (plain);

          g_string_append (out, escaped);
        }
      else
        g_string_append (out, plain);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* "{name}" and nothing else: the value as it is. Returns: (owned), NULL: left out. */
static JsonNode *
fill_text (const char *text, GHashTable *values)
{
  g_auto (Variable) variable = { NULL };
  const char *at = text + 1;
  g_autofree char *filled = NULL;

  if (text[0] == '{' && text[1] != '{' && read_variable (&at, &variable) && *at == '\0')
    {
      JsonNode *value = value_of (&variable, values);

      return value != NULL || variable.optional ? value : json_node_init_null (json_node_alloc ());
    }
  filled = stet_template_text (text, values, NULL);
  return filled != NULL ? json_node_init_string (json_node_alloc (), filled) : NULL;
}

static JsonNode *fill (JsonNode *node, GHashTable *values);

static JsonNode *
fill_object (JsonObject *object, GHashTable *values)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *filled = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *value = fill (json_object_get_member (object, l->data), values);

      if (value != NULL)
        json_object_set_member (filled, l->data, value);
    }
  json_node_take_object (node, filled);
  return node;
}

static JsonNode *
fill_array (JsonArray *array, GHashTable *values)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *filled = json_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *value = fill (json_array_get_element (array, i), values);

      if (value != NULL)
        json_array_add_element (filled, value);
    }
  json_node_take_array (node, filled);
  return node;
}

/* As deep as a mapping may be. */
static JsonNode *
fill (JsonNode *node, GHashTable *values)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return fill_object (json_node_get_object (node), values);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return fill_array (json_node_get_array (node), values);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return fill_text (json_node_get_string (node), values);
  return json_node_copy (node);
}

JsonNode *
stet_template_json (JsonNode *node, GHashTable *values)
{
  JsonNode *filled = fill (node, values);

  return filled != NULL ? filled : json_node_init_null (json_node_alloc ());
}
