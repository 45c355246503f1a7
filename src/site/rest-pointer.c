/* JSON Pointers. Layer: site. Any thread. Format: RFC 6901. */
#include "config.h"

#include "site/rest-pointer.h"

#include "base/json-scan.h"

#include <string.h>

/* The next part, unescaped into `part` (STET_POINTER_BYTES_MAX + 1 bytes); `*at` moves behind it.
 * FALSE: it is none. */
static gboolean
next_part (const char **at, char *part)
{
  const char *from = *at + 1;

  for (; *from != '\0' && *from != '/'; from++)
    {
      if (*from == '~' && from[1] != '0' && from[1] != '1')
        return FALSE;
      *part++ = *from != '~' ? *from : *++from == '0' ? '~' : '/';
    }
  *part = '\0';
  *at = from;
  return TRUE;
}

/* Calls `step` for each part until it says no. FALSE: it said so, or there is no such pointer. */
static gboolean
walk (const char *pointer, gboolean (*step) (const char *part, gpointer data), gpointer data)
{
  char part[STET_POINTER_BYTES_MAX + 1];
  guint n = 0;

  if ((*pointer != '\0' && *pointer != '/') || strlen (pointer) > STET_POINTER_BYTES_MAX)
    return FALSE;
  while (*pointer != '\0')
    if (n++ == STET_POINTER_PARTS_MAX || !next_part (&pointer, part) || !step (part, data))
      return FALSE;
  return TRUE;
}

static gboolean
add_part (const char *part, gpointer data)
{
  g_ptr_array_add (data, g_strdup (part));
  return TRUE;
}

static gboolean
pass_part (const char *part, gpointer data)
{
  return TRUE;
}

/* The parts, unescaped; NULL for no pointer. Returns: (owned). */
static char **
split (const char *pointer)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  return walk (pointer, add_part, parts) ? (char **) g_ptr_array_steal (parts, NULL) : NULL;
}

gboolean
stet_pointer_is_valid (const char *pointer)
{
  return walk (pointer, pass_part, NULL);
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

static gboolean
go_in (const char *part, gpointer data)
{
  JsonNode **node = data;

  *node = child (*node, part);
  return *node != NULL;
}

/* Asked for every value of every row: nothing is allocated for it. */
JsonNode *
stet_pointer_get (JsonNode *root, const char *pointer)
{
  JsonNode *node = root;

  if (pointer == NULL || root == NULL || !walk (pointer, go_in, &node))
    return NULL;
  return !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
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
