/* Gutenberg's blocks as a story's. A block is understood when our own markup for what was read
 * means the same as the markup that is there; every other one stays as it is. Layer: article. Any
 * thread. */
#include "config.h"

#include "article/blocks-private.h"

#include "base/text.h"

#include <string.h>

/* One top-level block being read. */
typedef struct
{
  const StetBlocksPiece *piece;
  const GumboNode *body;
  GPtrArray *blocks;
  gboolean   exceeds;
} Reading;

char *
stet_blocks_attribute (const StetBlocksPiece *piece, const char *name)
{
  g_autoptr (JsonNode) node
      = piece->attrs != NULL ? stet_json_parse_foreign (piece->attrs, strlen (piece->attrs), NULL)
                             : NULL;
  JsonNode *member = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                       ? json_object_get_member (json_node_get_object (node), name) : NULL;

  return member != NULL && json_node_get_value_type (member) == G_TYPE_STRING
             ? json_node_dup_string (member)
             : NULL;
}

/* The one element of that tag among children; more of them, or text beside it, exceed. */
static const GumboNode *
only_child (Reading *reading, const GumboNode *node, GumboTag tag)
{
  const GumboNode *found = NULL;

  for (guint i = 0; node != NULL && i < node->v.element.children.length; i++)
    {
      const GumboNode *child = node->v.element.children.data[i];

      if (child->type == GUMBO_NODE_WHITESPACE || child->type == GUMBO_NODE_COMMENT)
        continue;
      if (found != NULL || !stet_html_is (child, tag))
        reading->exceeds = TRUE;
      else
        found = child;
    }
  if (found == NULL)
    reading->exceeds = TRUE;
  return found;
}

static void
add_block (Reading *reading, StetBlockFields *fields)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());

  fields->id = id;
  if (reading->blocks->len >= STET_BLOCKS_MAX)
    reading->exceeds = TRUE;
  else if (!reading->exceeds)
    g_ptr_array_add (reading->blocks, stet_block_new (fields));
}

static void
read_paragraph (Reading *reading)
{
  const GumboNode *node = only_child (reading, reading->body, GUMBO_TAG_P);
  g_autoptr (StetProse) prose
      = node != NULL ? stet_blocks_read_all (node, &reading->exceeds) : NULL;
  StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH, .prose = prose };

  add_block (reading, &fields);
}

static void
read_heading (Reading *reading)
{
  StetBlockFields fields = { .type = STET_BLOCK_HEADING, .level = STET_HEADING_LEVEL_DEFAULT };
  const GumboNode *node = stet_html_find (reading->body, GUMBO_TAG_LAST, NULL);
  g_autoptr (StetProse) prose = NULL;

  if (node == NULL || node->v.element.tag < GUMBO_TAG_H2 || node->v.element.tag > GUMBO_TAG_H4)
    {
      reading->exceeds = TRUE;
      return;
    }
  only_child (reading, reading->body, node->v.element.tag);
  fields.level = 2 + (guint) (node->v.element.tag - GUMBO_TAG_H2);
  fields.prose = prose = stet_blocks_read_all (node, &reading->exceeds);
  add_block (reading, &fields);
}

static void
read_quote (Reading *reading)
{
  const GumboNode *quote = only_child (reading, reading->body, GUMBO_TAG_BLOCKQUOTE);
  const GumboNode *text = quote != NULL ? stet_html_find (quote, GUMBO_TAG_P, NULL) : NULL;
  const GumboNode *cite = quote != NULL ? stet_html_find (quote, GUMBO_TAG_CITE, NULL) : NULL;
  g_autoptr (StetProse) prose
      = text != NULL ? stet_blocks_read_all (text, &reading->exceeds) : NULL;
  g_autoptr (StetProse) source
      = cite != NULL ? stet_blocks_read_all (cite, &reading->exceeds) : NULL;
  StetBlockFields fields = { .type = STET_BLOCK_QUOTE, .prose = prose };

  fields.cite = source != NULL ? stet_prose_text (source) : "";
  add_block (reading, &fields);
}

/* --- lists --- */

static gboolean
is_list (const GumboNode *node)
{
  return stet_html_is (node, GUMBO_TAG_UL) || stet_html_is (node, GUMBO_TAG_OL);
}

static void read_items (Reading *reading, const GumboNode *list, guint level);

/* The text goes up to the first deeper list; white space that parts them is none of it. */
static guint
text_end (const GumboNode *item)
{
  const GumboVector *children = &item->v.element.children;
  guint end = 0;

  while (end < children->length && !is_list (children->data[end]))
    end++;
  if (end == children->length)
    return end;
  for (; end > 0; end--)
    {
      const GumboNode *before = children->data[end - 1];

      if (before->type != GUMBO_NODE_COMMENT
          && !(before->type == GUMBO_NODE_WHITESPACE && strchr (before->v.text.text, '\n') != NULL))
        break;
    }
  return end;
}

static void
read_item (Reading *reading, const GumboNode *item, gboolean ordered, guint level)
{
  const GumboVector *children = &item->v.element.children;
  guint end = text_end (item);
  g_autoptr (StetProse) prose = stet_blocks_read_prose (item, 0, end, &reading->exceeds);
  StetBlockFields fields
      = { .type = STET_BLOCK_LIST_ITEM, .prose = prose, .ordered = ordered, .indent = level };

  if (!stet_html_has_class (item, STET_BLOCKS_CLASS_SKIP))
    add_block (reading, &fields);
  for (guint i = end; i < children->length; i++)
    if (is_list (children->data[i]))
      read_items (reading, children->data[i], level + 1);
}

static void
read_items (Reading *reading, const GumboNode *list, guint level)
{
  const GumboVector *children = &list->v.element.children;

  if (level > STET_LIST_INDENT_MAX)
    {
      reading->exceeds = TRUE;
      return;
    }
  for (guint i = 0; i < children->length; i++)
    if (stet_html_is (children->data[i], GUMBO_TAG_LI))
      read_item (reading, children->data[i], stet_html_is (list, GUMBO_TAG_OL), level);
}

static void
read_list (Reading *reading)
{
  const GumboNode *list = stet_html_find (reading->body, GUMBO_TAG_LAST, NULL);

  if (list == NULL || !is_list (list))
    reading->exceeds = TRUE;
  else
    read_items (reading, list, 0);
}

/* --- tables --- */

static GPtrArray *
read_row (Reading *reading, const GumboNode *node)
{
  GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref);

  for (guint i = 0; i < node->v.element.children.length; i++)
    if (stet_html_is (node->v.element.children.data[i], GUMBO_TAG_TD))
      g_ptr_array_add (row,
                       stet_blocks_read_all (node->v.element.children.data[i], &reading->exceeds));
  return row;
}

static void
read_table (Reading *reading)
{
  const GumboNode *table = stet_html_find (reading->body, GUMBO_TAG_TABLE, NULL);
  const GumboNode *part = table != NULL ? stet_html_find (table, GUMBO_TAG_TBODY, NULL) : NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  StetBlockFields fields = { .type = STET_BLOCK_TABLE, .rows = rows };
  guint n_cells = 0;

  for (guint i = 0; part != NULL && i < part->v.element.children.length; i++)
    if (stet_html_is (part->v.element.children.data[i], GUMBO_TAG_TR))
      {
        GPtrArray *row = read_row (reading, part->v.element.children.data[i]);

        n_cells += row->len;
        g_ptr_array_add (rows, row);
      }
  if (table == NULL || n_cells > STET_TABLE_CELLS_MAX)
    reading->exceeds = TRUE;
  add_block (reading, &fields);
}

/* --- pictures --- */

void
stet_blocks_read_photo_line (const GumboNode *node, StetProse **caption, StetProse **credit,
                             gboolean *exceeds)
{
  const GumboVector *children = &node->v.element.children;
  guint end = children->length;
  const GumboNode *last = end > 0 ? children->data[end - 1] : NULL;
  gboolean credited = last != NULL && stet_html_is (last, GUMBO_TAG_SPAN)
                      && stet_html_has_class (last, STET_BLOCKS_CLASS_CREDIT);
  g_autoptr (StetProse) text = stet_blocks_read_prose (node, 0, credited ? end - 1 : end, exceeds);
  guint chars = stet_prose_chars (text);

  *credit = credited ? stet_blocks_read_all (last, exceeds) : stet_prose_empty ();
  if (credited && chars > 0 && stet_prose_text (text)[stet_prose_bytes (text) - 1] == ' ')
    chars--;
  *caption = stet_prose_slice (text, 0, chars);
}

/* The number in "wp-image-7", and the word in "size-large". Returns: (owned) (nullable). */
static char *
word_behind (const GumboNode *node, const char *prefix)
{
  g_auto (GStrv) classes
      = g_strsplit (node != NULL ? stet_html_attribute (node, "class") : "", " ", -1);

  for (guint i = 0; classes[i] != NULL; i++)
    if (g_str_has_prefix (classes[i], prefix))
      return g_strdup (classes[i] + strlen (prefix));
  return NULL;
}

static StetPhoto *
read_photo (Reading *reading, const GumboNode *figure, const GumboNode *image)
{
  const GumboNode *line = stet_html_find (figure, GUMBO_TAG_FIGCAPTION, NULL);
  g_autoptr (StetProse) caption = NULL;
  g_autoptr (StetProse) credit = NULL;
  g_autofree char *alt_text = stet_text_clean (stet_html_attribute (image, "alt"));
  g_autoptr (StetProse) alt = stet_prose_plain (alt_text);
  g_autofree char *src = stet_text_clean (stet_html_attribute (image, "src"));
  g_autofree char *id = stet_uuid_new (stet_random_system ());

  if (line != NULL)
    stet_blocks_read_photo_line (line, &caption, &credit, &reading->exceeds);
  return stet_photo_new (id, src, caption, credit, alt, NULL);
}

static void
read_image (Reading *reading)
{
  const GumboNode *figure = only_child (reading, reading->body, GUMBO_TAG_FIGURE);
  const GumboNode *image = figure != NULL ? stet_html_find (figure, GUMBO_TAG_IMG, NULL) : NULL;
  g_autoptr (StetPhoto) photo = image != NULL ? read_photo (reading, figure, image) : NULL;
  g_autofree char *number = word_behind (image, "wp-image-");
  g_autofree char *size = word_behind (figure, "size-");
  g_autofree char *ours
      = number != NULL && size != NULL ? g_strconcat (number, " ", size, NULL) : NULL;
  g_autofree char *extra = ours != NULL ? stet_custom_set ("{}", STET_BLOCKS_EXTRA, ours) : NULL;
  StetBlockFields fields = { .type = STET_BLOCK_IMAGE, .photo = photo, .extra_attrs = extra };

  if (photo == NULL)
    reading->exceeds = TRUE;
  add_block (reading, &fields);
}

/* --- embeds, and what was opaque before --- */

static void
read_embed (Reading *reading)
{
  const GumboNode *div = stet_html_find (reading->body, GUMBO_TAG_DIV, NULL);
  const GumboVector *children = div != NULL ? &div->v.element.children : NULL;
  const GumboNode *only = children != NULL && children->length == 1 ? children->data[0] : NULL;
  StetBlockFields fields = { .type = STET_BLOCK_EMBED };
  g_autofree char *text = NULL;
  g_autofree char *href = NULL;
  gsize length;

  if (only == NULL || (only->type != GUMBO_NODE_TEXT && only->type != GUMBO_NODE_WHITESPACE))
    {
      reading->exceeds = TRUE;
      return;
    }
  text = g_strdup (only->v.text.text);
  length = strlen (text);
  if (length > 0 && text[length - 1] == '\n')
    text[length - 1] = '\0';
  href = stet_text_clean (text[0] == '\n' ? text + 1 : text);
  fields.href = href;
  add_block (reading, &fields);
}

static GPtrArray *
read_opaque (const StetBlocksPiece *piece, const char *markup)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autofree char *base64 = stet_blocks_attribute (piece, "base64");
  const char *inner = markup + piece->inner_at;
  gsize length = piece->inner_bytes;
  g_autofree guchar *data = NULL;

  if (base64 != NULL)
    {
      data = g_base64_decode (base64, &length);
      g_ptr_array_add (blocks, stet_blocks_opaque ((const char *) data, length));
      return blocks;
    }
  if (length > 0 && inner[0] == '\n')
    {
      inner++;
      length--;
    }
  if (length > 0 && inner[length - 1] == '\n')
    length--;
  g_ptr_array_add (blocks, stet_blocks_opaque (inner, length));
  return blocks;
}

StetBlock *
stet_blocks_opaque (const char *raw, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (raw, length);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  StetBlockFields fields = { .type = STET_BLOCK_OPAQUE, .id = id, .raw = bytes };

  return stet_block_new (&fields);
}

/* --- whether it was all --- */

/* An object's text in one form; addresses without the entities that WordPress's filter puts in. */
static char *
canonical_attrs (const char *attrs)
{
  g_autoptr (JsonNode) node = attrs != NULL ? stet_json_parse_foreign (attrs, strlen (attrs), NULL)
                                            : stet_json_parse_foreign ("{}", 2, NULL);
  GString *out;

  if (node == NULL)
    return NULL;
  out = g_string_new (NULL);
  stet_json_append_node (out, node, STET_JSON_AS_IS);
  while (g_string_replace (out, "&amp;", "&", 0) > 0)
    continue;
  return g_string_free (out, FALSE);
}

static char *
canonical_inner (const StetBlocksPiece *piece, const char *markup)
{
  g_autofree char *inner = g_strndup (markup + piece->inner_at, piece->inner_bytes);

  return stet_blocks_canonical (inner);
}

/* Whether we would write it as it is: then nothing of it is lost. */
static gboolean
is_same (const StetBlocksPiece *piece, const char *markup, GPtrArray *blocks)
{
  g_autofree char *own = stet_blocks_to_markup (blocks, NULL);
  g_autoptr (GPtrArray) pieces = stet_blocks_scan (own, NULL);
  g_autofree char *attrs = canonical_attrs (piece->attrs);
  g_autofree char *own_attrs = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *own_inner = NULL;

  if (pieces == NULL || pieces->len == 0
      || g_strcmp0 (((StetBlocksPiece *) pieces->pdata[0])->name, piece->name) != 0)
    return FALSE;
  for (guint i = 1; i < pieces->len; i++)
    if (((StetBlocksPiece *) pieces->pdata[i])->name != NULL)
      return FALSE;
  own_attrs = canonical_attrs (((StetBlocksPiece *) pieces->pdata[0])->attrs);
  if (attrs == NULL || g_strcmp0 (attrs, own_attrs) != 0)
    return FALSE;
  inner = canonical_inner (piece, markup);
  own_inner = canonical_inner (pieces->pdata[0], own);
  return inner != NULL && g_strcmp0 (inner, own_inner) == 0;
}

static const struct
{
  const char *name;
  void (*read) (Reading *reading);
} readers[] = {
  { "paragraph", read_paragraph }, { "heading", read_heading }, { "quote", read_quote },
  { "list", read_list },           { "table", read_table },     { "image", read_image },
  { "embed", read_embed },
};

GPtrArray *
stet_blocks_read_piece (const StetBlocksPiece *piece, const char *markup)
{
  g_autofree char *inner = NULL;
  g_autoptr (GumboOutput) output = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  Reading reading = { .piece = piece };

  if (g_strcmp0 (piece->name, "stet/opaque") == 0)
    return read_opaque (piece, markup);
  if (piece->name == NULL || !piece->closed)
    return NULL;
  inner = g_strndup (markup + piece->inner_at, piece->inner_bytes);
  output = stet_html_parse (inner, NULL);
  if (output == NULL)
    return NULL;
  reading.body = stet_html_find (output->root, GUMBO_TAG_BODY, NULL);
  reading.blocks = blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  reading.exceeds = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    if (g_str_equal (readers[i].name, piece->name))
      {
        reading.exceeds = FALSE;
        readers[i].read (&reading);
      }
  return !reading.exceeds && is_same (piece, markup, blocks) ? g_steal_pointer (&blocks) : NULL;
}

StetProse *
stet_blocks_read_special (const StetBlocksPiece *piece, const char *markup, const char *class_name)
{
  g_autofree char *class_attr = g_strcmp0 (piece->name, "paragraph") == 0
                                    ? stet_blocks_attribute (piece, "className")
                                    : NULL;
  g_autofree char *inner = NULL;
  g_autoptr (GumboOutput) output = NULL;
  const GumboNode *node;
  gboolean exceeds = FALSE;

  if (g_strcmp0 (class_attr, class_name) != 0)
    return NULL;
  inner = g_strndup (markup + piece->inner_at, piece->inner_bytes);
  output = stet_html_parse (inner, NULL);
  node = output != NULL ? stet_html_find (output->root, GUMBO_TAG_P, NULL) : NULL;
  return node != NULL ? stet_blocks_read_all (node, &exceeds) : NULL;
}

/* --- text without blocks --- */

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

/* An element of the classic editor that a block is made of. */
static gboolean
read_classic_element (const char *text, GPtrArray *blocks)
{
  static const struct { const char *start, *name, *attrs; } elements[] = {
    { "<p>", "paragraph", "" },
    { "<h2>", "heading", "" },
    { "<h3>", "heading", "{\"level\":3} " },
    { "<h4>", "heading", "{\"level\":4} " },
    { "<ul>", "list", "" },
    { "<ol>", "list", "{\"ordered\":true} " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    if (g_str_has_prefix (text, elements[i].start) && strstr (text, "<!--") == NULL)
      {
        g_autofree char *markup
            = g_strdup_printf ("<!-- wp:%s %s-->%s<!-- /wp:%s -->", elements[i].name,
                               elements[i].attrs, text, elements[i].name);
        g_autoptr (GPtrArray) pieces = stet_blocks_scan (markup, NULL);
        g_autoptr (GPtrArray) read = pieces != NULL && pieces->len == 1
                                       ? stet_blocks_read_piece (pieces->pdata[0], markup) : NULL;

        for (guint b = 0; read != NULL && b < read->len; b++)
          g_ptr_array_add (blocks, stet_block_ref (read->pdata[b]));
        return read != NULL;
      }
  return FALSE;
}

/* One paragraph of the classic editor, where line ends are what they look like. */
static void
read_classic_paragraph (const char *text, GPtrArray *blocks)
{
  g_autofree char *html = g_strconcat ("<p>", text, "</p>", NULL);
  g_autoptr (GString) broken = g_string_new (html);
  g_autoptr (GumboOutput) output = NULL;
  g_autoptr (StetProse) prose = NULL;
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH, .id = id };
  gboolean exceeds = FALSE;

  g_string_replace (broken, "\n", "<br />", 0);
  output = stet_html_parse (broken->str, NULL);
  if (output != NULL)
    {
      const GumboNode *body = stet_html_find (output->root, GUMBO_TAG_BODY, NULL);

      exceeds = body->v.element.children.length != 1
                || !stet_html_is (body->v.element.children.data[0], GUMBO_TAG_P);
      if (!exceeds)
        prose = stet_blocks_read_all (body->v.element.children.data[0], &exceeds);
    }
  fields.prose = prose;
  if (output == NULL || exceeds)
    {
      g_autofree char *raw = g_strconcat ("<!-- wp:html -->\n", text, "\n<!-- /wp:html -->", NULL);

      g_ptr_array_add (blocks, stet_blocks_opaque (raw, strlen (raw)));
    }
  else
    g_ptr_array_add (blocks, stet_block_new (&fields));
}

void
stet_blocks_read_freeform (const char *text, gsize length, GPtrArray *blocks)
{
  g_autofree char *all = g_strndup (text, length);
  g_autoptr (GString) lines = g_string_new (all);
  g_auto (GStrv) parts = NULL;

  if (is_blank (text, length))
    return;
  g_string_replace (lines, "\r\n", "\n", 0);
  parts = g_strsplit (lines->str, "\n\n", -1);
  for (guint i = 0; parts[i] != NULL && blocks->len < STET_BLOCKS_MAX; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (*part != '\0' && !read_classic_element (part, blocks))
        read_classic_paragraph (part, blocks);
    }
}
