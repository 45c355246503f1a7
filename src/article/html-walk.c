/* A walk over gumbo's tree that keeps what a story can hold: texts with their spans, and blocks.
 * Scripts, styles, frames, forms and links to anywhere but web and mail addresses are left behind.
 * Knows the dirt of word processors: lists made of paragraphs, bold that is none, links through a
 * redirect. Layer: article. Any thread. */
#include "config.h"

#include "article/html-walk.h"

#include "article/html-buffer.h"
#include "base/text.h"

#include <string.h>

/* The list item being gathered. */
typedef struct
{
  gboolean ordered;
  guint    level;
  gboolean keep; /* even when it is blank */
  gboolean pre;  /* white space counts */
} Item;

struct _StetHtmlWalker
{
  StetRandom *random;  /* (borrowed) */
  gboolean    own;
  GPtrArray  *strings; /* (owned) addresses that spans point to */
  GPtrArray  *blocks;  /* (owned) */
  GPtrArray  *later;   /* (owned) pictures met inside a text */
  StetHtmlBuffer buffer;
  gboolean    gathering; /* one text is gathered: block elements part lines only */
  Item       *item;      /* (borrowed) (nullable) */
};

static void walk (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format);

/* --- blocks --- */

static void
add_block (StetHtmlWalker *self, StetBlockFields *fields)
{
  g_autofree char *id = stet_uuid_new (self->random);

  fields->id = id;
  g_ptr_array_add (self->blocks, stet_block_new (fields));
}

static void
add_later (StetHtmlWalker *self)
{
  for (guint i = 0; i < self->later->len; i++)
    g_ptr_array_add (self->blocks, stet_block_ref (self->later->pdata[i]));
  g_ptr_array_set_size (self->later, 0);
}

static void
add_prose_block (StetHtmlWalker *self, StetBlockFields fields, StetProse *prose, gboolean keep)
{
  fields.prose = prose;
  if (keep || !stet_prose_is_blank (prose))
    add_block (self, &fields);
  add_later (self);
}

static void
add_paragraph (StetHtmlWalker *self, StetProse *prose)
{
  g_autoptr (StetProse) stripped = stet_prose_strip_lines (prose);
  const StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH };

  add_prose_block (self, fields, stripped, FALSE);
}

/* What stands between block elements: two line breaks or more part paragraphs. */
static void
flush_paragraphs (StetHtmlWalker *self)
{
  g_autoptr (StetProse) prose = stet_html_buffer_take (&self->buffer, TRUE);
  const char *text = stet_prose_text (prose);
  const char *from = text;
  const char *gap;

  while ((gap = strstr (from, "\n\n")) != NULL)
    {
      guint start = stet_prose_char_at (prose, (gsize) (from - text));
      guint end = stet_prose_char_at (prose, (gsize) (gap - text));
      g_autoptr (StetProse) part = stet_prose_slice (prose, start, end);

      add_paragraph (self, part);
      from = gap + 2;
    }
  {
    g_autoptr (StetProse) rest = stet_prose_slice (
        prose, stet_prose_char_at (prose, (gsize) (from - text)), stet_prose_chars (prose));

    add_paragraph (self, rest);
  }
}

static void
flush (StetHtmlWalker *self)
{
  if (self->gathering)
    self->buffer.line_wanted = self->buffer.chars > 0;
  else
    flush_paragraphs (self);
}

static gboolean
is_kept_empty (const GumboNode *node)
{
  return g_str_equal (stet_html_attribute (node, "data-stet"), STET_HTML_EMPTY);
}

static void
walk_children (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  const GumboVector *children = &node->v.element.children;

  if (format.depth++ >= STET_HTML_WALK_DEPTH_MAX)
    return;
  for (guint i = 0; i < children->length; i++)
    walk (self, children->data[i], format);
}

/* --- one text out of an element --- */

/* Gathers an element's content as one text, apart from what was gathered before. Returns:
 * (owned). */
static StetProse *
gather (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  StetHtmlBuffer before = self->buffer;
  gboolean was_gathering = self->gathering;
  Item *item = self->item;
  StetProse *prose;

  stet_html_buffer_open (&self->buffer);
  self->gathering = TRUE;
  self->item = NULL;
  walk_children (self, node, format);
  prose = stet_html_buffer_take (&self->buffer, format.pre);
  stet_html_buffer_close (&self->buffer);
  self->buffer = before;
  self->gathering = was_gathering;
  self->item = item;
  return prose;
}

static StetProse *
gather_plain (StetHtmlWalker *self, const GumboNode *node)
{
  StetHtmlFormat format = { .pre = FALSE };

  if (node == NULL)
    return stet_prose_empty ();
  stet_html_apply_format (self->strings, self->own, node, &format);
  return gather (self, node, format);
}

static guint
heading_level (GumboTag tag)
{
  return CLAMP ((guint) tag - GUMBO_TAG_H1 + 1, 2, 4);
}

static void
walk_heading (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  g_autoptr (StetProse) prose = NULL;
  const StetBlockFields fields = { .type = STET_BLOCK_HEADING,
                                   .level = heading_level (node->v.element.tag) };

  flush (self);
  prose = gather (self, node, format);
  add_prose_block (self, fields, prose, is_kept_empty (node));
}

/* The last <cite> of a quotation names its source. */
static const GumboNode *
cite_of (const GumboNode *node)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = children->length; i > 0; i--)
    {
      const GumboNode *child = children->data[i - 1];

      if (stet_html_is (child, GUMBO_TAG_CITE) || stet_html_is (child, GUMBO_TAG_FOOTER))
        return child;
    }
  return NULL;
}

static void
walk_quote (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  const GumboNode *cite_node = cite_of (node);
  const GumboNode *first = stet_html_find (node, GUMBO_TAG_P, NULL);
  g_autoptr (StetProse) all = NULL;
  g_autoptr (StetProse) cite = NULL;
  StetBlockFields fields = { .type = STET_BLOCK_QUOTE };
  StetHtmlBuffer before = self->buffer;

  flush (self);
  before = self->buffer;
  stet_html_buffer_open (&self->buffer);
  self->gathering = TRUE;
  for (guint i = 0; i < node->v.element.children.length; i++)
    if (node->v.element.children.data[i] != cite_node)
      walk (self, node->v.element.children.data[i], format);
  all = stet_html_buffer_take (
      &self->buffer,
      first != NULL && strstr (stet_html_attribute (first, "style"), "pre-wrap") != NULL);
  stet_html_buffer_close (&self->buffer);
  self->buffer = before;
  self->gathering = FALSE;
  if (cite_node != NULL)
    {
      cite = gather_plain (self, cite_node);
      fields.cite = stet_prose_text (cite);
    }
  else
    fields.cite = stet_html_attribute (node, "cite");
  add_prose_block (self, fields, all,
                   fields.cite[0] != '\0' || (first != NULL && is_kept_empty (first)));
}

/* --- lists --- */

static void
flush_item (StetHtmlWalker *self)
{
  g_autoptr (StetProse) prose = stet_html_buffer_take (&self->buffer, self->item->pre);
  StetBlockFields fields = { .type = STET_BLOCK_LIST_ITEM };

  fields.ordered = self->item->ordered;
  fields.indent = MIN (self->item->level, STET_LIST_INDENT_MAX);
  add_prose_block (self, fields, prose, self->item->keep);
  self->item->keep = FALSE;
}

static void
walk_item (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format, const Item *list)
{
  Item item = *list;
  Item *outer = self->item;

  item.keep = stet_html_is_element (node) && is_kept_empty (node);
  self->item = &item;
  self->gathering = TRUE;
  if (stet_html_is (node, GUMBO_TAG_LI))
    {
      stet_html_apply_format (self->strings, self->own, node, &format);
      item.pre = format.pre;
      walk_children (self, node, format);
    }
  else
    walk (self, node, format);
  flush_item (self);
  self->item = outer;
  self->gathering = outer != NULL;
}

static void
walk_list (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  const GumboVector *children = &node->v.element.children;
  Item list = { .ordered = stet_html_is (node, GUMBO_TAG_OL),
                .level = self->item != NULL ? self->item->level + 1 : 0 };

  if (self->gathering && self->item == NULL)
    {
      flush (self);
      walk_children (self, node, format);
      flush (self);
      return;
    }
  if (self->item != NULL)
    flush_item (self);
  else
    flush (self);
  if (format.depth++ >= STET_HTML_WALK_DEPTH_MAX)
    return;
  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (stet_html_is (child, GUMBO_TAG_UL) || stet_html_is (child, GUMBO_TAG_OL))
        {
          /* A list straight inside a list: as if in an item of its own. */
          Item none = list;
          Item *outer = self->item;

          self->item = &none;
          walk_list (self, child, format);
          self->item = outer;
          self->gathering = outer != NULL;
        }
      else if (stet_html_is_element (child))
        walk_item (self, child, format, &list);
    }
}

/* A word processor's list item: a paragraph whose style says so. */
static gboolean
read_office_item (const GumboNode *node, Item *item)
{
  g_autofree char *style = stet_html_style (node, "mso-list");
  const char *level = strstr (style, "level");

  if (level == NULL)
    return FALSE;
  item->level = (guint) CLAMP (g_ascii_strtoll (level + 5, NULL, 10), 1, STET_LIST_INDENT_MAX + 1) -
                1;
  return TRUE;
}

/* The bullet or number that such a paragraph begins with. */
static const GumboNode *
office_marker (const GumboNode *node, guint depth)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; depth < 8 && i < children->length; i++)
    {
      const GumboNode *child = children->data[i];
      const GumboNode *found;
      g_autofree char *style = stet_html_is_element (child) ? stet_html_style (child, "mso-list")
                                                            : NULL;

      if (style != NULL && g_str_equal (style, "ignore"))
        return child;
      found = stet_html_is_element (child) ? office_marker (child, depth + 1) : NULL;
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* "1.", "b)" count; "o" and "·" are bullets. */
static gboolean
counts (const char *marker)
{
  while (g_ascii_isalnum (*marker))
    marker++;
  return *marker == '.' || *marker == ')';
}

static void
walk_office_item (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format, Item *item)
{
  const GumboNode *marker = office_marker (node, 0);

  flush (self);
  if (marker != NULL)
    {
      g_autoptr (StetProse) prose = gather (self, marker, format);

      item->ordered = counts (stet_prose_text (prose));
    }
  self->item = item;
  self->gathering = TRUE;
  walk_children (self, node, format);
  flush_item (self);
  self->item = NULL;
  self->gathering = FALSE;
}

/* --- paragraphs and other blocks --- */

static void
walk_paragraph (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  g_autoptr (StetProse) prose = NULL;
  Item item = { 0 };
  const StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH };

  if (!self->gathering && read_office_item (node, &item))
    {
      walk_office_item (self, node, format, &item);
      return;
    }
  flush (self);
  if (self->gathering || !(format.pre || is_kept_empty (node)))
    {
      walk_children (self, node, format);
      flush (self);
      return;
    }
  /* A text of ours, kept to the last space. */
  prose = gather (self, node, format);
  add_prose_block (self, fields, prose, is_kept_empty (node));
}

static void
add_row (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format, GPtrArray *rows)
{
  const GumboVector *children = &node->v.element.children;
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref);

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (stet_html_is (child, GUMBO_TAG_TD) || stet_html_is (child, GUMBO_TAG_TH))
        {
          StetHtmlFormat cell = format;

          stet_html_apply_format (self->strings, self->own, child, &cell);
          g_ptr_array_add (row, gather (self, child, cell));
        }
    }
  if (row->len > 0 || is_kept_empty (node))
    g_ptr_array_add (rows, g_steal_pointer (&row));
}

static void
add_rows (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format, GPtrArray *rows)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (stet_html_is (child, GUMBO_TAG_TR))
        add_row (self, child, format, rows);
      else if (stet_html_is (child, GUMBO_TAG_TBODY) || stet_html_is (child, GUMBO_TAG_THEAD) ||
               stet_html_is (child, GUMBO_TAG_TFOOT))
        add_rows (self, child, format, rows);
    }
}

/* A table has no caption of its own here: what readers saw above it becomes a paragraph. */
static void
add_caption (StetHtmlWalker *self, const GumboNode *table, StetHtmlFormat format)
{
  const GumboNode *caption = stet_html_find (table, GUMBO_TAG_CAPTION, NULL);
  g_autoptr (StetProse) prose = caption != NULL ? gather (self, caption, format) : NULL;

  if (prose != NULL)
    add_paragraph (self, prose);
}

static void
walk_table (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  StetBlockFields fields = { .type = STET_BLOCK_TABLE, .rows = rows };

  flush (self);
  if (self->gathering)
    {
      walk_children (self, node, format);
      flush (self);
      return;
    }
  add_caption (self, node, format);
  add_rows (self, node, format, rows);
  if (rows->len > 0 || is_kept_empty (node))
    add_block (self, &fields);
  add_later (self);
}

/* --- pictures, embeds, opaque content --- */

static char *
image_file (const GumboNode *image)
{
  g_autofree char *src = stet_text_clean (image != NULL ? stet_html_attribute (image, "src") : "");
  g_autofree char *scheme = g_uri_parse_scheme (src);

  if (scheme != NULL && !g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    return g_strdup ("");
  return strlen (src) <= STET_HTML_ADDRESS_BYTES_MAX ? g_steal_pointer (&src) : g_strdup ("");
}

/* Caption and credit of a <figcaption>: our own elements, or one line that holds both. */
static void
read_caption (StetHtmlWalker *self, const GumboNode *node, StetProse **caption, StetProse **credit)
{
  const GumboNode *caption_node = node != NULL ? stet_html_find (node, GUMBO_TAG_SPAN, "caption")
                                               : NULL;
  const GumboNode *credit_node = node != NULL ? stet_html_find (node, GUMBO_TAG_SPAN, "credit")
                                              : NULL;
  g_autofree char *caption_text = NULL;
  g_autofree char *credit_text = NULL;

  *caption = gather_plain (self, caption_node != NULL  ? caption_node
                                 : credit_node != NULL ? NULL
                                                       : node);
  if (caption_node != NULL || credit_node != NULL)
    {
      *credit = gather_plain (self, credit_node);
      return;
    }
  stet_split_photo_line (stet_prose_text (*caption), &caption_text, &credit_text);
  *credit = stet_prose_plain (credit_text);
  if (credit_text[0] != '\0')
    {
      g_autoptr (StetProse) line = *caption;

      *caption = stet_prose_slice (line, 0, (guint) g_utf8_strlen (caption_text, -1));
    }
}

StetPhoto *
stet_html_walker_photo (StetHtmlWalker *walker, const GumboNode *figure)
{
  const GumboNode *image = stet_html_find (figure, GUMBO_TAG_IMG, NULL);
  g_autoptr (StetProse) caption = NULL;
  g_autoptr (StetProse) credit = NULL;
  g_autoptr (StetProse) alt = NULL;
  g_autofree char *file = image_file (image);
  g_autofree char *alt_text = stet_text_clean (image != NULL ? stet_html_attribute (image, "alt")
                                                             : "");
  g_autofree char *id = stet_uuid_new (walker->random);

  read_caption (walker, stet_html_find (figure, GUMBO_TAG_FIGCAPTION, NULL), &caption, &credit);
  alt = stet_prose_plain (alt_text);
  return stet_photo_new (id, file, caption, credit, alt, NULL);
}

static void
add_image (StetHtmlWalker *self, StetPhoto *photo)
{
  g_autofree char *id = stet_uuid_new (self->random);
  const StetBlockFields fields = { .type = STET_BLOCK_IMAGE, .id = id, .photo = photo };

  g_ptr_array_add (self->gathering ? self->later : self->blocks, stet_block_new (&fields));
}

static void
walk_image (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  g_autofree char *file = image_file (node);
  g_autofree char *alt_text = stet_text_clean (stet_html_attribute (node, "alt"));
  g_autofree char *id = stet_uuid_new (self->random);
  g_autoptr (StetProse) alt = NULL;
  g_autoptr (StetPhoto) photo = NULL;

  if (stet_html_has_class (node, "emoji"))
    {
      stet_html_buffer_add_text (&self->buffer, alt_text, &format);
      return;
    }
  /* One pixel counts visitors, it shows nothing. */
  if (file[0] == '\0' || (g_str_equal (stet_html_attribute (node, "width"), "1") &&
                          g_str_equal (stet_html_attribute (node, "height"), "1")))
    return;
  if (!self->gathering)
    flush_paragraphs (self);
  alt = stet_prose_plain (alt_text);
  photo = stet_photo_new (id, file, NULL, NULL, alt, NULL);
  add_image (self, photo);
}

static void
add_embed (StetHtmlWalker *self, const GumboNode *node)
{
  const GumboNode *link = stet_html_find (node, GUMBO_TAG_A, NULL);
  g_autoptr (StetProse) text = gather_plain (self, node);
  StetBlockFields fields = { .type = STET_BLOCK_EMBED };
  g_autofree char *href = NULL;

  if (gumbo_get_attribute (&node->v.element.attributes, "data-href") != NULL)
    href = stet_text_clean (stet_html_attribute (node, "data-href"));
  else if (link != NULL && stet_href_is_safe (stet_html_attribute (link, "href")))
    href = stet_text_clean (stet_html_attribute (link, "href"));
  else if (stet_href_is_safe (stet_prose_text (text)))
    href = g_strdup (stet_prose_text (text));
  fields.href = href;
  if (href != NULL)
    add_block (self, &fields);
}

static void
walk_figure (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  gboolean picture = stet_html_has_class (node, "image") || stet_html_has_class (node, "photo") ||
                     stet_html_find (node, GUMBO_TAG_IMG, NULL) != NULL;
  g_autoptr (StetPhoto) photo = NULL;

  flush (self);
  if (!self->gathering &&
      (stet_html_has_class (node, "embed") || stet_html_has_class (node, "wp-block-embed")))
    add_embed (self, node);
  else if (picture && stet_html_find (node, GUMBO_TAG_TABLE, NULL) == NULL)
    {
      photo = stet_html_walker_photo (self, node);
      add_image (self, photo);
    }
  else
    walk_children (self, node, format);
  flush (self);
}

static void
add_opaque (StetHtmlWalker *self, const char *base64)
{
  gsize length = 0;
  g_autofree guchar *data = g_base64_decode (base64, &length);
  g_autoptr (GBytes) raw = g_bytes_new (data, length);
  StetBlockFields fields = { .type = STET_BLOCK_OPAQUE, .raw = raw };

  add_block (self, &fields);
}

static void
walk_division (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  flush (self);
  if (!self->gathering && stet_html_has_class (node, "opaque") &&
      gumbo_get_attribute (&node->v.element.attributes, "data-raw-base64") != NULL)
    {
      add_opaque (self, stet_html_attribute (node, "data-raw-base64"));
      return;
    }
  walk_children (self, node, format);
  flush (self);
}

/* --- the walk --- */

static gboolean
is_left_behind (const GumboNode *node)
{
  static const GumboTag tags[] = {
    GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,    GUMBO_TAG_IFRAME,   GUMBO_TAG_OBJECT,
    GUMBO_TAG_EMBED,    GUMBO_TAG_APPLET,   GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
    GUMBO_TAG_SVG,      GUMBO_TAG_MATH,     GUMBO_TAG_HEAD,     GUMBO_TAG_TITLE,
    GUMBO_TAG_NAV,      GUMBO_TAG_BUTTON,   GUMBO_TAG_INPUT,    GUMBO_TAG_SELECT,
    GUMBO_TAG_TEXTAREA, GUMBO_TAG_VIDEO,    GUMBO_TAG_AUDIO,    GUMBO_TAG_CANVAS,
    GUMBO_TAG_LINK,     GUMBO_TAG_META,     GUMBO_TAG_MAP,      GUMBO_TAG_NOFRAMES,
    GUMBO_TAG_NOEMBED,  GUMBO_TAG_FRAMESET, GUMBO_TAG_DATALIST, GUMBO_TAG_RP,
  };
  g_autofree char *display = NULL;
  g_autofree char *office = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (node->v.element.tag == tags[i])
      return TRUE;
  if (gumbo_get_attribute (&node->v.element.attributes, "hidden") != NULL)
    return TRUE;
  if (stet_html_attribute (node, "style")[0] == '\0')
    return FALSE;
  display = stet_html_style (node, "display");
  office = stet_html_style (node, "mso-list");
  return g_str_equal (display, "none") || g_str_equal (office, "ignore");
}

static gboolean
parts_blocks (GumboTag tag)
{
  static const GumboTag tags[] = {
    GUMBO_TAG_DIV,        GUMBO_TAG_SECTION,  GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
    GUMBO_TAG_MAIN,       GUMBO_TAG_ASIDE,    GUMBO_TAG_ADDRESS, GUMBO_TAG_DL,     GUMBO_TAG_DT,
    GUMBO_TAG_DD,         GUMBO_TAG_DETAILS,  GUMBO_TAG_SUMMARY, GUMBO_TAG_BODY,   GUMBO_TAG_CENTER,
    GUMBO_TAG_FORM,       GUMBO_TAG_FIELDSET, GUMBO_TAG_LEGEND,  GUMBO_TAG_HR,     GUMBO_TAG_PRE,
    GUMBO_TAG_FIGCAPTION, GUMBO_TAG_CAPTION,  GUMBO_TAG_TR,      GUMBO_TAG_TD,     GUMBO_TAG_TH,
    GUMBO_TAG_TBODY,      GUMBO_TAG_THEAD,    GUMBO_TAG_TFOOT,   GUMBO_TAG_HGROUP,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tag == tags[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_heading (GumboTag tag)
{
  return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

static void
walk_element (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  const GumboTag tag = node->v.element.tag;
  const Item bare = { 0 };

  if (is_left_behind (node))
    return;
  stet_html_apply_format (self->strings, self->own, node, &format);
  if (tag == GUMBO_TAG_Q)
    {
      stet_html_buffer_add_text (&self->buffer, "“", &format);
      walk_children (self, node, format);
      stet_html_buffer_add_text (&self->buffer, "”", &format);
    }
  else if (tag == GUMBO_TAG_BR)
    stet_html_buffer_add_break (&self->buffer, &format);
  else if (tag == GUMBO_TAG_IMG)
    walk_image (self, node, format);
  else if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL)
    walk_list (self, node, format);
  else if (tag == GUMBO_TAG_TABLE)
    walk_table (self, node, format);
  else if (tag == GUMBO_TAG_FIGURE)
    walk_figure (self, node, format);
  else if (tag == GUMBO_TAG_P ||
           (self->gathering && (is_heading (tag) || tag == GUMBO_TAG_BLOCKQUOTE)))
    walk_paragraph (self, node, format);
  else if (is_heading (tag))
    walk_heading (self, node, format);
  else if (tag == GUMBO_TAG_BLOCKQUOTE)
    walk_quote (self, node, format);
  else if (tag == GUMBO_TAG_LI && !self->gathering)
    {
      flush (self);
      walk_item (self, node, format, &bare);
    }
  else if (parts_blocks (tag) || tag == GUMBO_TAG_LI)
    walk_division (self, node, format);
  else
    walk_children (self, node, format);
}

static void
walk (StetHtmlWalker *self, const GumboNode *node, StetHtmlFormat format)
{
  if (node->type == GUMBO_NODE_ELEMENT)
    walk_element (self, node, format);
  else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
           node->type == GUMBO_NODE_CDATA)
    stet_html_buffer_add_text (&self->buffer, node->v.text.text, &format);
}

StetHtmlWalker *
stet_html_walker_new (StetRandom *random, gboolean own)
{
  StetHtmlWalker *self = g_new0 (StetHtmlWalker, 1);

  self->random = random;
  self->own = own;
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  self->later = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  stet_html_buffer_open (&self->buffer);
  return self;
}

void
stet_html_walker_free (StetHtmlWalker *walker)
{
  stet_html_buffer_close (&walker->buffer);
  g_ptr_array_unref (walker->strings);
  g_ptr_array_unref (walker->blocks);
  g_ptr_array_unref (walker->later);
  g_free (walker);
}

GPtrArray *
stet_html_walker_blocks (StetHtmlWalker *walker, const GumboNode *node)
{
  const StetHtmlFormat format = { .pre = FALSE };
  GPtrArray *blocks;

  walk_children (walker, node, format);
  flush (walker);
  add_later (walker);
  blocks = walker->blocks;
  walker->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  return blocks;
}

StetProse *
stet_html_walker_prose (StetHtmlWalker *walker, const GumboNode *node)
{
  StetProse *prose = gather_plain (walker, node);

  g_ptr_array_set_size (walker->later, 0);
  return prose;
}
