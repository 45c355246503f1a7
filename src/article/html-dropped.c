/* What of a pasted page is not taken along, counted, so that whoever pastes is told. Layer:
 * article. Any thread. */
#include "config.h"

#include "article/html-buffer.h"
#include "article/html-walk.h"

#include <string.h>

/* Pictures are other people's addresses: they are not fetched. What is written under one stays. */
static gboolean
leave_picture (GPtrArray *blocks, guint index)
{
  StetBlockFields fields = *stet_block_fields (blocks->pdata[index]);
  g_autoptr (StetBlock) old = NULL;
  g_autoptr (StetPhoto) photo = NULL;

  if (stet_prose_is_blank (stet_photo_caption (fields.photo))
      && stet_prose_is_blank (stet_photo_credit (fields.photo)))
    {
      g_ptr_array_remove_index (blocks, index);
      return FALSE;
    }
  photo = stet_photo_new (stet_photo_id (fields.photo), "", stet_photo_caption (fields.photo),
                          stet_photo_credit (fields.photo), stet_photo_alt (fields.photo), NULL);
  fields.photo = photo;
  old = blocks->pdata[index]; /* holds the fields until then */
  blocks->pdata[index] = stet_block_new (&fields);
  return TRUE;
}

static void
leave_pictures (GPtrArray *blocks, StetHtmlDropped *dropped)
{
  for (guint i = 0; i < blocks->len;)
    {
      const StetBlockFields *fields = stet_block_fields (blocks->pdata[i]);
      gboolean picture
          = fields->type == STET_BLOCK_IMAGE && stet_photo_file (fields->photo)[0] != '\0';

      dropped->images += picture ? 1 : 0;
      if (!picture || leave_picture (blocks, i))
        i++;
    }
}

/* Page colours that say nothing: what any text has. */
static gboolean
is_plain_colour (const char *value)
{
  static const char *const plain[]
      = { "",        "black",   "#000",    "#000000",      "windowtext",
          "inherit", "initial", "unset",   "transparent",  "none",
          "white",   "#fff",    "#ffffff", "currentcolor", "auto" };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_str_equal (value, plain[i]))
      return TRUE;
  return g_str_has_prefix (value, "rgb(0, 0, 0") || g_str_has_prefix (value, "rgb(0,0,0")
         || g_str_has_prefix (value, "rgb(255, 255, 255")
         || g_str_has_prefix (value, "rgb(255,255,255")
         || g_str_has_prefix (value, "rgba(0, 0, 0, 0");
}

static gboolean
has_colour (const GumboNode *node)
{
  static const char *const properties[] = { "color", "background", "background-color" };

  if (node->v.element.tag == GUMBO_TAG_FONT && stet_html_attribute (node, "color")[0] != '\0')
    return TRUE;
  if (stet_html_attribute (node, "style")[0] == '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *value = stet_html_style (node, properties[i]);

      if (!is_plain_colour (value))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_active (const GumboNode *node)
{
  static const GumboTag tags[] = { GUMBO_TAG_SCRIPT, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT,
                                   GUMBO_TAG_EMBED,  GUMBO_TAG_APPLET, GUMBO_TAG_FORM,
                                   GUMBO_TAG_VIDEO,  GUMBO_TAG_AUDIO,  GUMBO_TAG_CANVAS,
                                   GUMBO_TAG_BUTTON };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (node->v.element.tag == tags[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_tracker (const GumboNode *node)
{
  const char *href = stet_html_attribute (node, "href");
  g_autofree char *target = NULL;

  if (stet_html_is (node, GUMBO_TAG_IMG))
    return g_str_equal (stet_html_attribute (node, "width"), "1")
           && g_str_equal (stet_html_attribute (node, "height"), "1");
  if (!stet_html_is (node, GUMBO_TAG_A) || href[0] == '\0'
      || strlen (href) > STET_HTML_ADDRESS_BYTES_MAX)
    return FALSE;
  target = stet_html_link_target (href);
  return !g_str_equal (target, href);
}

static void
count (const GumboNode *node, guint depth, StetHtmlDropped *dropped)
{
  const GumboVector *children;

  if (!stet_html_is_element (node) || depth > STET_HTML_WALK_DEPTH_MAX)
    return;
  dropped->active += is_active (node) ? 1 : 0;
  dropped->trackers += is_tracker (node) ? 1 : 0;
  dropped->colours += has_colour (node) ? 1 : 0;
  children = &node->v.element.children;
  for (guint i = 0; i < children->length; i++)
    count (children->data[i], depth + 1, dropped);
}

gboolean
stet_html_dropped_any (const StetHtmlDropped *dropped)
{
  return dropped->images + dropped->trackers + dropped->active + dropped->colours > 0;
}

GPtrArray *
stet_html_to_blocks_told (const char *html, StetRandom *random, StetHtmlDropped *dropped,
                          GError **error)
{
  g_autoptr (GumboOutput) output = NULL;
  GPtrArray *blocks;

  g_return_val_if_fail (html != NULL && dropped != NULL, NULL);
  memset (dropped, 0, sizeof *dropped);
  blocks = stet_html_to_blocks (html, random, error);
  if (blocks == NULL)
    return NULL;
  leave_pictures (blocks, dropped);
  output = stet_html_parse (html, NULL);
  if (output != NULL)
    count (output->root, 0, dropped);
  return blocks;
}
