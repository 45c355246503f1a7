/* Values of an answer, by the pointers of a mapping. Layer: site. Any thread. */
#include "config.h"

#include "site/rest-said.h"

#include "base/clock.h"
#include "site/rest-pointer.h"

#include <string.h>

StetSaid
stet_said_begin (const StetMapping *mapping, JsonNode *node)
{
  return (StetSaid) { .node = node, .strict = stet_mapping_is_strict (mapping) };
}

static void
note_bad (StetSaid *said, const char *pointer)
{
  if (said->strict && said->bad == NULL)
    said->bad = pointer;
}

/* Nothing stands there: because nothing was said, or because what it stands in is something
 * else? */
static void
look_above (StetSaid *said, const char *pointer)
{
  g_autofree char *above = g_strndup (pointer, (gsize) (strrchr (pointer, '/') - pointer));
  JsonNode *parent = *above != '\0' ? stet_pointer_get (said->node, above) : NULL;

  if (parent != NULL && !JSON_NODE_HOLDS_OBJECT (parent))
    note_bad (said, pointer);
}

static JsonNode *
get (StetSaid *said, const char *pointer)
{
  JsonNode *node = stet_pointer_get (said->node, pointer);

  if (node == NULL && pointer != NULL && *pointer != '\0' && said->strict)
    look_above (said, pointer);
  return node;
}

static gboolean
is_type (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* Numbers count as text: sites number their things. */
static char *
text_of (const StetSaid *said, JsonNode *node)
{
  if (!said->strict || is_type (node, G_TYPE_STRING) || is_type (node, G_TYPE_INT64))
    return stet_pointer_text (node, "");
  return NULL;
}

char *
stet_said_text (StetSaid *said, const char *pointer)
{
  JsonNode *node = get (said, pointer);
  char *text = node != NULL ? text_of (said, node) : NULL;

  if (node != NULL && text == NULL)
    note_bad (said, pointer);
  return text;
}

char *
stet_said_label (StetSaid *said, const char *pointer)
{
  static const char *const names[] = { "/label", "/name" };
  JsonNode *node = get (said, pointer);
  char *text = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return stet_said_text (said, pointer);
  for (guint i = 0; text == NULL && i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *inner = stet_pointer_get (node, names[i]);

      text = inner != NULL ? text_of (said, inner) : NULL;
      if (inner != NULL && text == NULL)
        note_bad (said, pointer);
    }
  return text;
}

/* A list of texts; where one alone stands for a list, that one. */
char **
stet_said_texts (StetSaid *said, const char *pointer)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  JsonNode *node = get (said, pointer);
  gboolean list = node != NULL && JSON_NODE_HOLDS_ARRAY (node);
  guint n = list ? json_array_get_length (json_node_get_array (node)) : 0;
  g_autofree char *one = node != NULL && !list && !said->strict ? text_of (said, node) : NULL;

  if ((node != NULL && !list) || n > STET_SAID_ITEMS_MAX)
    note_bad (said, pointer);
  if (one != NULL)
    g_strv_builder_add (texts, one);
  for (guint i = 0; i < MIN (n, STET_SAID_ITEMS_MAX); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (node), i);
      g_autofree char *text
          = !said->strict || is_type (item, G_TYPE_STRING) ? stet_pointer_text (item, "") : NULL;

      if (text != NULL)
        g_strv_builder_add (texts, text);
      else
        note_bad (said, pointer);
    }
  return g_strv_builder_end (texts);
}

guint64
stet_said_number (StetSaid *said, const char *pointer)
{
  JsonNode *node = get (said, pointer);
  g_autofree char *text = node != NULL ? stet_pointer_text (node, "") : NULL;
  guint64 number = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL);
  if (node != NULL && (!is_type (node, G_TYPE_INT64) || json_node_get_int (node) < 0))
    note_bad (said, pointer);
  return number;
}

gboolean
stet_said_truth (StetSaid *said, const char *pointer)
{
  JsonNode *node = get (said, pointer);
  g_autofree char *text = node != NULL ? stet_pointer_text (node, "") : NULL;

  if (node != NULL && !is_type (node, G_TYPE_BOOLEAN))
    note_bad (said, pointer);
  return g_strcmp0 (text, "true") == 0 || g_strcmp0 (text, "1") == 0;
}

gint64
stet_said_time_us (StetSaid *said, const char *pointer)
{
  JsonNode *node = get (said, pointer);
  gint64 time_us = 0;

  if (node == NULL)
    return 0;
  if (is_type (node, G_TYPE_STRING)
      && stet_time_parse (json_node_get_string (node), NULL, &time_us))
    return MAX (time_us, 0);
  note_bad (said, pointer);
  return is_type (node, G_TYPE_INT64)
             ? CLAMP (json_node_get_int (node), 0, G_MAXINT64 / G_USEC_PER_SEC) * G_USEC_PER_SEC
             : 0;
}

gboolean
stet_said_check (const StetSaid *said, GError **error)
{
  if (said->bad == NULL)
    return TRUE;
  g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
               "“%s” in the answer is not what it should be", said->bad);
  return FALSE;
}
