/* The list of rules that are off. Layer: style. Any thread. */
#include "config.h"

#include "style/off.h"

#include "base/clock.h"
#include "base/limits.h"
#include "style/profile.h"

#include <json-glib/json-glib.h>

struct _StetOffs
{
  gatomicrefcount ref_count;
  GPtrArray      *list; /* of StetOff */
};

void
stet_off_free (StetOff *off)
{
  if (off == NULL)
    return;
  g_free (off->rule);
  g_free (off->by);
  g_free (off->reason);
  g_free (off);
}

StetOffs *
stet_offs_new (void)
{
  StetOffs *offs = g_new0 (StetOffs, 1);

  g_atomic_ref_count_init (&offs->ref_count);
  offs->list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_off_free);
  return offs;
}

StetOffs *
stet_offs_ref (StetOffs *offs)
{
  g_atomic_ref_count_inc (&offs->ref_count);
  return offs;
}

void
stet_offs_unref (StetOffs *offs)
{
  if (offs == NULL || !g_atomic_ref_count_dec (&offs->ref_count))
    return;
  g_ptr_array_unref (offs->list);
  g_free (offs);
}

static void
add_copy (StetOffs *offs, const StetOff *off)
{
  StetOff *copy = g_new0 (StetOff, 1);

  *copy = (StetOff){ g_strdup (off->rule), g_strdup (off->by), g_strdup (off->reason), off->at_us,
                     off->until_us };
  g_ptr_array_add (offs->list, copy);
}

/* --- the file --- */

/* (borrowed) (nullable) */
static const char *
text_of (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_entry (StetOffs *offs, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *at = object != NULL ? text_of (object, "at") : NULL;
  const char *until = object != NULL ? text_of (object, "until") : NULL;
  StetOff off = { 0 };

  if (at == NULL || until == NULL || text_of (object, "rule") == NULL ||
      !stet_time_parse (at, NULL, &off.at_us) || !stet_time_parse (until, NULL, &off.until_us))
    return FALSE;
  off.rule = (char *) text_of (object, "rule");
  off.by = (char *) text_of (object, "by");
  off.reason = (char *) text_of (object, "reason");
  add_copy (offs, &off);
  return TRUE;
}

static JsonArray *
list_of (JsonNode *root)
{
  JsonNode *list = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                     ? json_object_get_member (json_node_get_object (root), "off")
                     : NULL;

  return list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
}

StetOffs *
stet_offs_read (const char *json, gsize length_bytes, const char *file, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (StetOffs) offs = stet_offs_new ();
  gboolean parsed = json_parser_load_from_data (parser, json, (gssize) length_bytes, NULL);
  JsonArray *list = parsed ? list_of (json_parser_get_root (parser)) : NULL;

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), STET_OFFS_MAX); i++)
    if (!read_entry (offs, json_array_get_element (list, i)))
      {
        g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX,
                     "%s:1: “off[%u]” is no rule with its times", file, i);
        return NULL;
      }
  if (list != NULL)
    return g_steal_pointer (&offs);
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX,
               "%s:1: no list of rules that are off", file);
  return NULL;
}

static void
write_text (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value != NULL ? value : "");
}

char *
stet_offs_write (const StetOffs *offs)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "off");
  json_builder_begin_array (builder);
  for (guint i = 0; i < offs->list->len; i++)
    {
      const StetOff *off = g_ptr_array_index (offs->list, i);
      g_autofree char *at = stet_time_to_rfc3339 (off->at_us);
      g_autofree char *until = stet_time_to_rfc3339 (off->until_us);

      json_builder_begin_object (builder);
      write_text (builder, "rule", off->rule);
      write_text (builder, "by", off->by);
      write_text (builder, "reason", off->reason);
      write_text (builder, "at", at);
      write_text (builder, "until", until);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

/* --- changing and asking --- */

StetOffs *
stet_offs_without (const StetOffs *offs, const char *rule, gint64 now_us)
{
  StetOffs *copy = stet_offs_new ();

  for (guint i = 0; i < offs->list->len; i++)
    {
      const StetOff *off = g_ptr_array_index (offs->list, i);

      if (!g_str_equal (off->rule, rule) && off->until_us > now_us)
        add_copy (copy, off);
    }
  return copy;
}

StetOffs *
stet_offs_with (const StetOffs *offs, const StetOff *off, gint64 now_us)
{
  g_autoptr (StetOffs) copy = stet_offs_without (offs, off->rule, now_us);

  if (copy->list->len >= STET_OFFS_MAX)
    return NULL;
  add_copy (copy, off);
  return g_steal_pointer (&copy);
}

const StetOff *
stet_offs_find (const StetOffs *offs, const char *rule, gint64 now_us)
{
  for (guint i = 0; offs != NULL && i < offs->list->len; i++)
    {
      const StetOff *off = g_ptr_array_index (offs->list, i);

      if (off->until_us > now_us && g_str_equal (off->rule, rule))
        return off;
    }
  return NULL;
}

guint
stet_offs_n (const StetOffs *offs)
{
  return offs->list->len;
}

const StetOff *
stet_offs_get (const StetOffs *offs, guint i)
{
  return g_ptr_array_index (offs->list, i);
}
