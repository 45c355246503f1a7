/* A photo's keys of its own. Layer: article. Any thread. */
#include "config.h"

#include "article/photo.h"

#include "article/article-private.h"
#include "base/text.h"

#include <string.h>

#define FOCUS_KEY "focus"
#define SOURCE_KEY "source_type"
#define MADE_TYPE "trainedAlgorithmicMedia"
/* "compositeWithTrainedAlgorithmicMedia" too: IPTC NewsCodes, digital source type. */
#define MADE_PART "rainedAlgorithmicMedia"

/* Returns: (owned), an empty one where nothing is said. */
static JsonObject *
open_extra (const StetPhoto *photo)
{
  const char *extra = stet_photo_extra (photo);

  return extra != NULL ? stet_json_parse_own (extra) : json_object_new ();
}

/* Takes `extra`. Returns: (owned). */
static StetPhoto *
close_extra (StetPhoto *photo, JsonObject *extra)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean empty = json_object_get_size (extra) == 0;

  json_node_init_object (node, extra);
  json_object_unref (extra);
  stet_json_append_node (text, node, STET_JSON_AS_IS);
  return stet_photo_new (stet_photo_id (photo), stet_photo_file (photo), stet_photo_caption (photo),
                         stet_photo_credit (photo), stet_photo_alt (photo),
                         empty ? NULL : text->str);
}

/* --- where to look --- */

static gboolean
read_percent (JsonObject *focus, const char *name, guint *percent)
{
  JsonNode *node = json_object_get_member (focus, name);
  gint64 value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (node);
  *percent = (guint) value;
  return value >= 0 && value <= STET_FOCUS_PERCENT_MAX;
}

gboolean
stet_photo_focus (const StetPhoto *photo, guint *x_percent, guint *y_percent)
{
  g_autoptr (JsonObject) extra = NULL;
  JsonNode *node;

  g_return_val_if_fail (photo != NULL && x_percent != NULL && y_percent != NULL, FALSE);
  extra = open_extra (photo);
  node = json_object_get_member (extra, FOCUS_KEY);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)
      && read_percent (json_node_get_object (node), "x", x_percent)
      && read_percent (json_node_get_object (node), "y", y_percent))
    return TRUE;
  *x_percent = *y_percent = STET_FOCUS_CENTRE;
  return FALSE;
}

StetPhoto *
stet_photo_with_focus (StetPhoto *photo, guint x_percent, guint y_percent)
{
  JsonObject *extra, *focus;

  g_return_val_if_fail (photo != NULL, NULL);
  extra = open_extra (photo);
  json_object_remove_member (extra, FOCUS_KEY);
  if (x_percent != STET_FOCUS_CENTRE || y_percent != STET_FOCUS_CENTRE)
    {
      focus = json_object_new ();
      json_object_set_int_member (focus, "x", MIN (x_percent, STET_FOCUS_PERCENT_MAX));
      json_object_set_int_member (focus, "y", MIN (y_percent, STET_FOCUS_PERCENT_MAX));
      json_object_set_object_member (extra, FOCUS_KEY, focus);
    }
  return close_extra (photo, extra);
}

/* --- what made it --- */

char *
stet_photo_source_type (const StetPhoto *photo)
{
  g_return_val_if_fail (photo != NULL, NULL);
  return stet_photo_extra (photo) != NULL ? stet_custom_get (stet_photo_extra (photo), SOURCE_KEY)
                                          : NULL;
}

StetPhoto *
stet_photo_with_source_type (StetPhoto *photo, const char *source_type)
{
  JsonObject *extra;

  g_return_val_if_fail (photo != NULL, NULL);
  extra = open_extra (photo);
  json_object_remove_member (extra, SOURCE_KEY);
  if (source_type != NULL)
    json_object_set_string_member (extra, SOURCE_KEY, source_type);
  return close_extra (photo, extra);
}

gboolean
stet_photo_is_made (const StetPhoto *photo)
{
  g_autofree char *type = stet_photo_source_type (photo);

  return type != NULL && strstr (type, MADE_PART) != NULL;
}

/* As readers of that language are told, alone and behind a caption. */
static const char *
made_label (const char *language, gboolean alone)
{
  if (g_str_has_prefix (language, "es"))
    return alone ? "Ilustración no real" : "ilustración no real";
  return "AI illustration, not a real photo";
}

static gboolean
ends_sentence (const char *text)
{
  gsize size = strlen (text);

  return size > 0 && strchr (".!?", text[size - 1]) != NULL;
}

/* "The quay, AI illustration …"; a caption that is a sentence is followed by one. Returns:
 * (owned). */
static char *
label_behind (const char *caption, const char *language)
{
  if (caption[0] == '\0')
    return g_strdup (made_label (language, TRUE));
  if (ends_sentence (caption))
    return g_strconcat (" ", made_label (language, TRUE), ".", NULL);
  return g_strconcat (", ", made_label (language, FALSE), NULL);
}

static StetProse *
add_label (StetProse *caption, const char *language)
{
  g_autofree char *label = label_behind (stet_prose_text (caption), language);
  g_autoptr (StetProse) prose = stet_prose_plain (label);
  guint end = stet_prose_chars (caption);

  if (strstr (stet_prose_text (caption), made_label (language, FALSE)) != NULL ||
      strstr (stet_prose_text (caption), made_label (language, TRUE)) != NULL)
    return stet_prose_ref (caption);
  return stet_prose_replace (caption, end, end, prose);
}

/* Only what add_label () would have written goes: words of the person's own stay. */
static StetProse *
remove_label (StetProse *caption, const char *language)
{
  const char *text = stet_prose_text (caption);
  g_autofree char *behind_words = g_strconcat (", ", made_label (language, FALSE), NULL);
  g_autofree char *behind_sentence = g_strconcat (" ", made_label (language, TRUE), ".", NULL);
  const char *const tails[] = { behind_words, behind_sentence };
  StetProse *kept = NULL;

  if (g_str_equal (text, made_label (language, TRUE)))
    kept = stet_prose_plain ("");
  for (guint i = 0; kept == NULL && i < G_N_ELEMENTS (tails); i++)
    if (g_str_has_suffix (text, tails[i]))
      kept = stet_prose_slice (caption, 0,
                               stet_prose_chars (caption) - (guint) g_utf8_strlen (tails[i], -1));
  return kept != NULL ? kept : stet_prose_ref (caption);
}

StetPhoto *
stet_photo_set_made (StetPhoto *photo, gboolean made, const char *language)
{
  g_autoptr (StetPhoto) typed = NULL;
  g_autoptr (StetProse) caption = NULL;

  g_return_val_if_fail (photo != NULL && language != NULL, NULL);
  typed = stet_photo_with_source_type (photo, made ? MADE_TYPE : NULL);
  caption = made ? add_label (stet_photo_caption (photo), language)
                 : remove_label (stet_photo_caption (photo), language);
  return stet_photo_new (stet_photo_id (typed), stet_photo_file (typed), caption,
                         stet_photo_credit (typed), stet_photo_alt (typed),
                         stet_photo_extra (typed));
}
