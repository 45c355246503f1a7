/* Places as JSON, and where that is kept. Layer: app. */
#include "config.h"

#include "app/session.h"
#include "app/workspace-private.h"
#include "article/field.h"
#include "base/json-scan.h"

#include <json-glib/json-glib.h>

#define SESSION_KEY "session"
#define SESSION_BYTES_MAX 65536
#define SESSION_DEPTH_MAX 8
#define SCROLL_MAX 1e7

StetPlace *
stet_place_new (const char *story)
{
  StetPlace *place = g_new0 (StetPlace, 1);

  place->story = g_strdup (story);
  return place;
}

StetPlace *
stet_place_copy (const StetPlace *place)
{
  StetPlace *copy = stet_place_new (place->story);

  copy->field = g_strdup (place->field);
  copy->caret_chars = place->caret_chars;
  copy->scroll = place->scroll;
  return copy;
}

void
stet_place_free (StetPlace *place)
{
  g_free (place->story);
  g_free (place->field);
  g_free (place);
}

/* --- JSON --- */

static void
add_place (JsonBuilder *builder, const StetPlace *place)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "story");
  json_builder_add_string_value (builder, place->story);
  if (place->field != NULL)
    {
      json_builder_set_member_name (builder, "field");
      json_builder_add_string_value (builder, place->field);
      json_builder_set_member_name (builder, "caret");
      json_builder_add_int_value (builder, place->caret_chars);
    }
  json_builder_set_member_name (builder, "scroll");
  json_builder_add_int_value (builder, (gint64) place->scroll);
  json_builder_end_object (builder);
}

char *
stet_session_to_json (GPtrArray *places)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "places");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (places->len, STET_SESSION_PLACES_MAX); i++)
    add_place (builder, places->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static const char *
string_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
number_of (JsonObject *object, const char *name, gint64 max)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_INT64
             ? CLAMP (json_node_get_int (node), 0, max)
             : 0;
}

static StetPlace *
read_place (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *story = object != NULL ? string_of (object, "story") : NULL;
  const char *field = object != NULL ? string_of (object, "field") : NULL;
  StetPlace *place;
  StetField parsed;

  if (story == NULL || *story == '\0')
    return NULL;
  place = stet_place_new (story);
  place->scroll = number_of (object, "scroll", SCROLL_MAX);
  if (field == NULL || !stet_field_parse (field, &parsed, NULL))
    return place;
  place->field = g_strdup (field);
  place->caret_chars = number_of (object, "caret", G_MAXINT);
  return place;
}

GPtrArray *
stet_session_from_json (const char *json)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_place_free);
  g_autoptr (JsonNode) root = NULL;
  JsonNode *list;

  if (json == NULL
      || !stet_json_scan (json, strlen (json), SESSION_BYTES_MAX, SESSION_DEPTH_MAX, NULL))
    return places;
  root = json_from_string (json, NULL);
  list = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
             ? json_object_get_member (json_node_get_object (root), "places")
             : NULL;
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return places;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (list))
                    && places->len < STET_SESSION_PLACES_MAX;
       i++)
    {
      StetPlace *place = read_place (json_array_get_element (json_node_get_array (list), i));

      if (place != NULL)
        g_ptr_array_add (places, place);
    }
  return places;
}

/* --- in the store --- */

typedef struct { StetWorkspace *ws; const char *json; } Call;

static gpointer
read_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return stet_store_get_setting (((Call *) data)->ws->store, SESSION_KEY);
}

GPtrArray *
stet_workspace_session (StetWorkspace *ws)
{
  Call call = { ws, NULL };
  g_autofree char *json = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  json = stet_worker_call (ws->store_worker, read_thread, &call, NULL, NULL);
  return stet_session_from_json (json);
}

static gpointer
keep_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return GINT_TO_POINTER (stet_store_set_setting (call->ws->store, SESSION_KEY, call->json, error));
}

gboolean
stet_workspace_keep_session (StetWorkspace *ws, const char *json, GError **error)
{
  Call call = { ws, json };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && json != NULL, FALSE);
  return stet_worker_call (ws->store_worker, keep_thread, &call, NULL, error) != NULL;
}
