/* JSON Pointers. Layer: site. Any thread. Format: RFC 6901. */
#include "config.h"

#include "site/rest-pointer.h"

#include "base/json-scan.h"

#include <string.h>

/* The parts, unescaped; NULL for no pointer. Returns: (owned). */
static char **
split (const char *pointer)
{
  g_auto (GStrv) parts = NULL;

  if (*pointer == '\0')
    return g_new0 (char *, 1);
  if (*pointer != '/' || strlen (pointer) > STET_POINTER_BYTES_MAX)
    return NULL;
  parts = g_strsplit (pointer + 1, "/", -1);
  if (g_strv_length (parts) > STET_POINTER_PARTS_MAX)
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *to = parts[i];

      for (const char *from = parts[i]; *from != '\0'; from++)
        {
          if (*from == '~' && from[1] != '0' && from[1] != '1')
            return NULL;
          *to++ = *from != '~' ? *from : *++from == '0' ? '~' : '/';
        }
      *to = '\0';
    }
  return g_steal_pointer (&parts);
}

gboolean
stet_pointer_is_valid (const char *pointer)
{
  g_auto (GStrv) parts = split (pointer);

  return parts != NULL;
}

static JsonNode *
child (JsonNode *node, const char *part)
{
  guint64 index;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), part);
  if (JSON_NODE_HOLDS_ARRAY (node)
      && g_ascii_string_to_unsigned (
          part, 10, 0, json_array_get_length (json_node_get_array (node)), &index, NULL)
      && index < json_array_get_length (json_node_get_array (node)))
    return json_array_get_element (json_node_get_array (node), (guint) index);
  return NULL;
}

JsonNode *
stet_pointer_get (JsonNode *root, const char *pointer)
{
  g_auto (GStrv) parts = pointer != NULL && root != NULL ? split (pointer) : NULL;
  JsonNode *node = root;

  if (parts == NULL)
    return NULL;
  for (guint i = 0; parts[i] != NULL && node != NULL; i++)
    node = child (node, parts[i]);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

gboolean
stet_pointer_set (JsonNode *root, const char *pointer, JsonNode *value)
{
  g_auto (GStrv) parts = split (pointer);
  guint n = parts != NULL ? g_strv_length (parts) : 0;
  JsonNode *node = root;

  for (guint i = 0; i + 1 < n && JSON_NODE_HOLDS_OBJECT (node); i++)
    {
      JsonObject *object = json_node_get_object (node);

      if (!json_object_has_member (object, parts[i]))
        json_object_set_object_member (object, parts[i], json_object_new ());
      node = json_object_get_member (object, parts[i]);
    }
  if (n == 0 || !JSON_NODE_HOLDS_OBJECT (node))
    {
      json_node_unref (value);
      return FALSE;
    }
  json_object_set_member (json_node_get_object (node), parts[n - 1], value);
  return TRUE;
}

char *
stet_pointer_text (JsonNode *root, const char *pointer)
{
  JsonNode *node = stet_pointer_get (root, pointer);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return json_to_string (node, FALSE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
append_object (GString *out, JsonObject *object)
{
  GList *names = g_list_sort (json_object_get_members (object), compare_names);

  g_string_append_c (out, '{');
  for (GList *l = names; l != NULL; l = l->next)
    {
      if (l != names)
        g_string_append_c (out, ',');
      stet_json_append_string (out, l->data);
      g_string_append_c (out, ':');
      stet_json_append_sorted (out, json_object_get_member (object, l->data));
    }
  g_string_append_c (out, '}');
  g_list_free (names);
}

/* As deep as a JSON document may be: STET_JSON_DEPTH_MAX. */
void
stet_json_append_sorted (GString *out, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (out, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (out, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          stet_json_append_sorted (out, json_array_get_element (array, i));
        }
      g_string_append_c (out, ']');
    }
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append (out, text);
    }
}
