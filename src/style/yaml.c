/* The tree loader over libyaml's events. Layer: style. Any thread. Format: YAML 1.1. */
#include "config.h"

#include "style/yaml.h"

#include "base/limits.h"
#include "style/profile.h"

#include <string.h>
#include <yaml.h>

typedef struct
{
  yaml_parser_t parser;
  const char   *file;
  guint         n_nodes;
} Loader;

void
stet_yaml_free (StetYaml *node)
{
  if (node == NULL)
    return;
  g_free (node->text);
  g_clear_pointer (&node->items, g_ptr_array_unref);
  g_clear_pointer (&node->keys, g_ptr_array_unref);
  g_free (node);
}

static void
node_free (gpointer node)
{
  stet_yaml_free (node);
}

static StetYaml *
node_new (StetYamlKind kind, guint line)
{
  StetYaml *node = g_new0 (StetYaml, 1);

  node->kind = kind;
  node->line = line;
  if (kind != STET_YAML_SCALAR)
    node->items = g_ptr_array_new_with_free_func (node_free);
  if (kind == STET_YAML_MAP)
    node->keys = g_ptr_array_new_with_free_func (node_free);
  return node;
}

static void
set_error (Loader *loader, guint line, GError **error, const char *what)
{
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX, "%s:%u: %s", loader->file, line,
               what);
}

static gboolean
next_event (Loader *loader, yaml_event_t *event, GError **error)
{
  yaml_parser_t *parser = &loader->parser;

  if (yaml_parser_parse (parser, event))
    return TRUE;
  set_error (loader, parser->problem_mark.line + 1, error,
             parser->problem != NULL ? parser->problem : "this is not YAML");
  return FALSE;
}

static StetYaml *load_node (Loader *loader, yaml_event_t *event, guint depth, GError **error);

static gboolean
key_is_new (const StetYaml *map, const StetYaml *key)
{
  for (guint i = 0; i < map->keys->len; i++)
    {
      const StetYaml *other = g_ptr_array_index (map->keys, i);

      if (strcmp (other->text, key->text) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_child (Loader *loader, StetYaml *parent, yaml_event_t *event, guint depth, GError **error)
{
  StetYaml *child = load_node (loader, event, depth, error);

  if (child == NULL)
    return FALSE;
  if (parent->kind == STET_YAML_LIST || parent->keys->len > parent->items->len)
    {
      g_ptr_array_add (parent->items, child);
      return TRUE;
    }
  if (child->kind != STET_YAML_SCALAR || !key_is_new (parent, child))
    {
      set_error (loader, child->line, error,
                 child->kind == STET_YAML_SCALAR ? "this key stands twice"
                                                 : "a key must be plain text");
      stet_yaml_free (child);
      return FALSE;
    }
  g_ptr_array_add (parent->keys, child);
  return TRUE;
}

static StetYaml *
load_children (Loader *loader, StetYamlKind kind, guint line, guint depth, GError **error)
{
  g_autoptr(StetYaml) node = node_new (kind, line);

  if (depth > STET_YAML_DEPTH_MAX)
    {
      set_error (loader, line, error, "nested too deeply");
      return NULL;
    }
  for (;;)
    {
      yaml_event_t event;
      gboolean ok;

      if (!next_event (loader, &event, error))
        return NULL;
      if (event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT)
        {
          yaml_event_delete (&event);
          return g_steal_pointer (&node);
        }
      ok = take_child (loader, node, &event, depth, error);
      yaml_event_delete (&event);
      if (!ok)
        return NULL;
    }
}

static StetYaml *
load_node (Loader *loader, yaml_event_t *event, guint depth, GError **error)
{
  guint line = event->start_mark.line + 1;
  StetYaml *node;

  if (++loader->n_nodes > STET_YAML_NODES_MAX)
    {
      set_error (loader, line, error, "the file has too many entries");
      return NULL;
    }
  switch ((int) event->type)
    {
    case YAML_SCALAR_EVENT:
      node = node_new (STET_YAML_SCALAR, line);
      node->text = g_strndup ((const char *) event->data.scalar.value, event->data.scalar.length);
      return node;
    case YAML_SEQUENCE_START_EVENT:
      return load_children (loader, STET_YAML_LIST, line, depth + 1, error);
    case YAML_MAPPING_START_EVENT:
      return load_children (loader, STET_YAML_MAP, line, depth + 1, error);
    default:
      set_error (loader, line, error, "aliases (*name) are not read: write the value out");
      return NULL;
    }
}

static StetYaml *
load_document (Loader *loader, GError **error)
{
  for (;;)
    {
      g_autoptr(StetYaml) node = NULL;
      yaml_event_t event;
      int type;

      if (!next_event (loader, &event, error))
        return NULL;
      type = event.type;
      if (type == YAML_STREAM_END_EVENT || type == YAML_DOCUMENT_END_EVENT)
        node = node_new (STET_YAML_MAP, 1);
      else if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT)
        node = load_node (loader, &event, 0, error);
      yaml_event_delete (&event);
      if (node != NULL)
        return g_steal_pointer (&node);
      if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT)
        return NULL;
    }
}

StetYaml *
stet_yaml_parse (const char *data, gsize length_bytes, const char *file, GError **error)
{
  Loader loader = { .file = file };
  StetYaml *root;

  g_return_val_if_fail (data != NULL && file != NULL, NULL);
  if (length_bytes > STET_RULE_BYTES_MAX)
    {
      set_error (&loader, 1, error, "the file is too large");
      return NULL;
    }
  if (!yaml_parser_initialize (&loader.parser))
    g_error ("no memory for a YAML parser");
  yaml_parser_set_input_string (&loader.parser, (const unsigned char *) data, length_bytes);
  yaml_parser_set_encoding (&loader.parser, YAML_UTF8_ENCODING);
  root = load_document (&loader, error);
  yaml_parser_delete (&loader.parser);
  return root;
}

const StetYaml *
stet_yaml_get (const StetYaml *map, const char *key)
{
  if (map == NULL || map->kind != STET_YAML_MAP)
    return NULL;
  for (guint i = 0; i < map->keys->len; i++)
    {
      const StetYaml *node = g_ptr_array_index (map->keys, i);

      if (g_ascii_strcasecmp (node->text, key) == 0)
        return g_ptr_array_index (map->items, i);
    }
  return NULL;
}

const char *
stet_yaml_text (const StetYaml *map, const char *key)
{
  const StetYaml *node = stet_yaml_get (map, key);

  return node != NULL && node->kind == STET_YAML_SCALAR ? node->text : NULL;
}

gboolean
stet_yaml_bool (const StetYaml *map, const char *key, gboolean fallback)
{
  const char *text = stet_yaml_text (map, key);

  if (text == NULL)
    return fallback;
  return g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "yes") == 0 ||
         g_ascii_strcasecmp (text, "on") == 0 || strcmp (text, "1") == 0;
}

char **
stet_yaml_strv (const StetYaml *map, const char *key)
{
  const StetYaml *node = stet_yaml_get (map, key);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  if (node == NULL || node->kind == STET_YAML_MAP)
    return NULL;
  if (node->kind == STET_YAML_SCALAR)
    {
      g_strv_builder_add (builder, node->text);
      return g_strv_builder_end (builder);
    }
  for (guint i = 0; i < node->items->len; i++)
    {
      const StetYaml *item = g_ptr_array_index (node->items, i);

      if (item->kind != STET_YAML_SCALAR)
        return NULL;
      g_strv_builder_add (builder, item->text);
    }
  return g_strv_builder_end (builder);
}
