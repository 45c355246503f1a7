/* Members of a foreign JSON object. Layer: site. Any thread. */
#include "config.h"

#include "site/member.h"

#include "base/clock.h"

#define ITEMS_MAX 10000

static JsonNode *
get (StetMembers *members, const char *name)
{
  JsonNode *node = json_object_get_member (members->object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static void
note_bad (StetMembers *members, const char *name)
{
  if (members->bad == NULL)
    members->bad = name;
}

/* The node when it is a value of that type; another one is noted. */
static JsonNode *
get_value (StetMembers *members, const char *name, GType type)
{
  JsonNode *node = get (members, name);

  if (node == NULL || (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type))
    return node;
  note_bad (members, name);
  return NULL;
}

char *
stet_members_string (StetMembers *members, const char *name)
{
  JsonNode *node = get (members, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  node = get_value (members, name, G_TYPE_STRING);
  return node != NULL ? json_node_dup_string (node) : NULL;
}

char **
stet_members_strings (StetMembers *members, const char *name)
{
  JsonArray *array = stet_members_array (members, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
      else
        note_bad (members, name);
    }
  return g_strv_builder_end (builder);
}

guint64
stet_members_uint (StetMembers *members, const char *name)
{
  JsonNode *node = get_value (members, name, G_TYPE_INT64);
  gint64 value = node != NULL ? json_node_get_int (node) : 0;

  if (value < 0)
    note_bad (members, name);
  return value > 0 ? (guint64) value : 0;
}

gboolean
stet_members_boolean (StetMembers *members, const char *name)
{
  JsonNode *node = get_value (members, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

gint64
stet_members_time_us (StetMembers *members, const char *name)
{
  JsonNode *node = get_value (members, name, G_TYPE_STRING);
  gint64 time_us = 0;

  if (node != NULL && !stet_time_parse (json_node_get_string (node), NULL, &time_us))
    note_bad (members, name);
  return time_us;
}

JsonNode *
stet_members_object (StetMembers *members, const char *name)
{
  JsonNode *node = get (members, name);

  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node))
    return node;
  note_bad (members, name);
  return NULL;
}

JsonArray *
stet_members_array (StetMembers *members, const char *name)
{
  JsonNode *node = get (members, name);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node)
      && json_array_get_length (json_node_get_array (node)) <= ITEMS_MAX)
    return json_node_get_array (node);
  note_bad (members, name);
  return NULL;
}
