/* An OpenAPI description as a JSON tree, and answers held against its schemas: the part of JSON
 * Schema that the description uses. */
#include "config.h"

#include "practice/description.h"

#include <yaml.h>

/* --- YAML to JSON --- */

static JsonNode *
from_scalar (const yaml_node_t *node)
{
  const char *text = (const char *) node->data.scalar.value;
  JsonNode *json = json_node_new (JSON_NODE_VALUE);
  char *end = NULL;
  gint64 number = g_ascii_strtoll (text, &end, 10);

  if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
    json_node_set_string (json, text);
  else if (g_str_equal (text, "true") || g_str_equal (text, "false"))
    json_node_set_boolean (json, text[0] == 't');
  else if (g_str_equal (text, "null"))
    {
      json_node_unref (json);
      json = json_node_new (JSON_NODE_NULL);
    }
  else if (text[0] != '\0' && *end == '\0')
    json_node_set_int (json, number);
  else
    json_node_set_string (json, text);
  return json;
}

static JsonNode *
from_yaml (yaml_document_t *document, int index)
{
  yaml_node_t *node = yaml_document_get_node (document, index);
  JsonNode *json;

  if (node->type == YAML_SCALAR_NODE)
    return from_scalar (node);
  if (node->type == YAML_SEQUENCE_NODE)
    {
      JsonArray *array = json_array_new ();

      for (yaml_node_item_t *item = node->data.sequence.items.start;
           item < node->data.sequence.items.top; item++)
        json_array_add_element (array, from_yaml (document, *item));
      json = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (json, array);
      return json;
    }
  json = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (json, json_object_new ());
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
       pair++)
    {
      const char *key
          = (const char *) yaml_document_get_node (document, pair->key)->data.scalar.value;

      g_test_message ("key %s", key);
      g_assert_false (json_object_has_member (json_node_get_object (json), key));
      json_object_set_member (json_node_get_object (json), key, from_yaml (document, pair->value));
    }
  return json;
}

JsonNode *
description_load (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  yaml_parser_t parser;
  yaml_document_t document;
  JsonNode *root;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_true (yaml_parser_initialize (&parser));
  yaml_parser_set_input_string (&parser, (const unsigned char *) text, length);
  g_assert_true (yaml_parser_load (&parser, &document));
  root = from_yaml (&document, 1);
  yaml_document_delete (&document);
  yaml_parser_delete (&parser);
  return root;
}

JsonNode *
description_find (JsonNode *root, const char *pointer)
{
  g_auto (GStrv) parts = g_strsplit (pointer, "/", -1);
  JsonNode *node = root;

  for (guint i = 1; parts[i] != NULL && node != NULL; i++)
    {
      g_autoptr (GString) part = g_string_new (parts[i]);

      g_string_replace (part, "~1", "/", 0);
      node = JSON_NODE_HOLDS_OBJECT (node)
                 ? json_object_get_member (json_node_get_object (node), part->str)
                 : NULL;
    }
  return node;
}

/* --- schemas --- */

static gboolean
is_type (JsonNode *value, const char *type)
{
  GType held = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (g_str_equal (type, "object"))
    return JSON_NODE_HOLDS_OBJECT (value);
  if (g_str_equal (type, "array"))
    return JSON_NODE_HOLDS_ARRAY (value);
  if (g_str_equal (type, "null"))
    return JSON_NODE_HOLDS_NULL (value);
  if (g_str_equal (type, "string"))
    return held == G_TYPE_STRING;
  if (g_str_equal (type, "boolean"))
    return held == G_TYPE_BOOLEAN;
  g_assert_cmpstr (type, ==, "integer");
  return held == G_TYPE_INT64;
}

static gboolean
is_any_type (JsonNode *value, JsonNode *types)
{
  JsonArray *array;

  if (types == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (types))
    return is_type (value, json_node_get_string (types));
  array = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (is_type (value, json_array_get_string_element (array, i)))
      return TRUE;
  return FALSE;
}

static char *
check_object (JsonNode *root, JsonObject *schema, JsonObject *value)
{
  JsonObject *properties = json_object_has_member (schema, "properties")
                             ? json_object_get_object_member (schema, "properties")
                             : NULL;
  JsonArray *required = json_object_has_member (schema, "required")
                          ? json_object_get_array_member (schema, "required")
                          : NULL;
  g_autoptr (GList) names = json_object_get_members (value);

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    if (!json_object_has_member (value, json_array_get_string_element (required, i)))
      return g_strdup_printf (": %s is missing", json_array_get_string_element (required, i));
  for (GList *l = names; l != NULL && properties != NULL; l = l->next)
    {
      JsonNode *described = json_object_get_member (properties, l->data);
      g_autofree char *why = NULL;

      if (described == NULL)
        return g_strdup_printf (": %s is not described", (char *) l->data);
      why = description_check (root, described, json_object_get_member (value, l->data));
      if (why != NULL)
        return g_strdup_printf (".%s%s", (char *) l->data, why);
    }
  return NULL;
}

static char *
check_array (JsonNode *root, JsonObject *schema, JsonArray *value)
{
  JsonNode *items = json_object_get_member (schema, "items");

  for (guint i = 0; items != NULL && i < json_array_get_length (value); i++)
    {
      g_autofree char *why = description_check (root, items, json_array_get_element (value, i));

      if (why != NULL)
        return g_strdup_printf ("[%u]%s", i, why);
    }
  return NULL;
}

static char *
check_string (JsonObject *schema, const char *value)
{
  const char *pattern = json_object_get_string_member_with_default (schema, "pattern", NULL);
  const char *constant = json_object_get_string_member_with_default (schema, "const", value);
  JsonArray *values = json_object_has_member (schema, "enum")
                          ? json_object_get_array_member (schema, "enum")
                          : NULL;
  gboolean known = values == NULL;

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    known |= g_str_equal (value, json_array_get_string_element (values, i));
  if (known && g_str_equal (constant, value)
      && (pattern == NULL || g_regex_match_simple (pattern, value, 0, 0)))
    return NULL;
  return g_strdup_printf (": “%s” is not allowed", value);
}

static char *
check_any (JsonNode *root, JsonArray *choices, JsonNode *value)
{
  g_autofree char *why = NULL;

  for (guint i = 0; i < json_array_get_length (choices); i++)
    {
      g_free (why);
      why = description_check (root, json_array_get_element (choices, i), value);
      if (why == NULL)
        return NULL;
    }
  return g_steal_pointer (&why);
}

char *
description_check (JsonNode *root, JsonNode *schema_node, JsonNode *value)
{
  JsonObject *schema = json_node_get_object (schema_node);
  const char *reference = json_object_get_string_member_with_default (schema, "$ref", NULL);

  if (reference != NULL)
    {
      g_assert_nonnull (description_find (root, reference));
      return description_check (root, description_find (root, reference), value);
    }
  if (json_object_has_member (schema, "anyOf"))
    return check_any (root, json_object_get_array_member (schema, "anyOf"), value);
  if (!is_any_type (value, json_object_get_member (schema, "type")))
    return g_strdup (": another type");
  if (JSON_NODE_HOLDS_OBJECT (value))
    return check_object (root, schema, json_node_get_object (value));
  if (JSON_NODE_HOLDS_ARRAY (value))
    return check_array (root, schema, json_node_get_array (value));
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return check_string (schema, json_node_get_string (value));
  return NULL;
}
