/* A story's blocks as Gutenberg's, as WordPress 6.1 writes them itself. Layer: article. Any
 * thread. */
#include "config.h"

#include "article/blocks-private.h"

#include "base/json-scan.h"

#include <string.h>

#define LARGE "large"

static void
open_block (GString *out, const char *name, const char *attrs)
{
  g_string_append_printf (out, "<!-- wp:%s%s%s -->\n", name, attrs != NULL ? " " : "",
                          attrs != NULL ? attrs : "");
}

static void
close_block (GString *out, const char *name)
{
  g_string_append_printf (out, "\n<!-- /wp:%s -->\n\n", name);
}

static void
append_element (GString *out, const char *tag, const char *class_name, const StetProse *prose)
{
  g_string_append_printf (out, "<%s", tag);
  if (class_name != NULL)
    stet_blocks_append_attribute (out, "class", class_name);
  g_string_append_c (out, '>');
  stet_blocks_append_prose (out, prose);
  g_string_append_printf (out, "</%s>", tag);
}

void
stet_blocks_append_paragraph (GString *out, const char *class_name, const StetProse *prose)
{
  g_autofree char *attrs
      = class_name != NULL ? g_strdup_printf ("{\"className\":\"%s\"}", class_name) : NULL;

  open_block (out, "paragraph", attrs);
  append_element (out, "p", class_name, prose);
  close_block (out, "paragraph");
}

static void
append_heading (GString *out, const StetBlockFields *block)
{
  static const char *const names[] = { "h2", "h3", "h4" };
  g_autofree char *attrs = block->level != STET_HEADING_LEVEL_DEFAULT
                               ? g_strdup_printf ("{\"level\":%u}", block->level)
                               : NULL;

  open_block (out, "heading", attrs);
  append_element (out, names[block->level - 2], NULL, block->prose);
  close_block (out, "heading");
}

static void
append_quote (GString *out, const StetBlockFields *block)
{
  open_block (out, "quote", NULL);
  g_string_append (out, "<blockquote class=\"wp-block-quote\"><!-- wp:paragraph -->\n");
  append_element (out, "p", NULL, block->prose);
  g_string_append (out, "\n<!-- /wp:paragraph -->");
  if (block->cite[0] != '\0')
    {
      g_autoptr (StetProse) cite = stet_prose_plain (block->cite);

      append_element (out, "cite", NULL, cite);
    }
  g_string_append (out, "</blockquote>");
  close_block (out, "quote");
}

static void
append_table (GString *out, GPtrArray *rows)
{
  open_block (out, "table", NULL);
  g_string_append (out, "<figure class=\"wp-block-table\"><table><tbody>");
  for (guint r = 0; r < rows->len; r++)
    {
      GPtrArray *row = rows->pdata[r];

      g_string_append (out, "<tr>");
      for (guint c = 0; c < row->len; c++)
        append_element (out, "td", NULL, row->pdata[c]);
      g_string_append (out, "</tr>");
    }
  g_string_append (out, "</tbody></table></figure>");
  close_block (out, "table");
}

static void
append_embed (GString *out, const char *href)
{
  GString *attrs = g_string_new ("{\"url\":");

  stet_json_append_string (attrs, href);
  g_string_append_c (attrs, '}');
  g_string_replace (attrs, "&", "\\u0026", 0);
  g_string_replace (attrs, "<", "\\u003c", 0);
  g_string_replace (attrs, ">", "\\u003e", 0);
  g_string_replace (attrs, "--", "\\u002d\\u002d", 0);
  open_block (out, "embed", attrs->str);
  g_string_append (out,
                   "<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n");
  stet_blocks_append_escaped (out, href, strlen (href));
  g_string_append (out, "\n</div></figure>");
  close_block (out, "embed");
  g_string_free (attrs, TRUE);
}

/* --- pictures --- */

/* The caption's text, then the credit in an element of its own. */
static void
append_caption (GString *out, const StetPhoto *photo)
{
  const StetProse *caption = stet_photo_caption (photo);
  const StetProse *credit = stet_photo_credit (photo);

  stet_blocks_append_prose (out, caption);
  if (stet_prose_chars (credit) == 0)
    return;
  if (stet_prose_chars (caption) > 0)
    g_string_append_c (out, ' ');
  append_element (out, "span", STET_BLOCKS_CLASS_CREDIT, credit);
}

static gboolean
has_caption (const StetPhoto *photo)
{
  return stet_prose_chars (stet_photo_caption (photo)) > 0
         || stet_prose_chars (stet_photo_credit (photo)) > 0;
}

void
stet_blocks_append_photo_line (GString *out, const StetPhoto *photo)
{
  open_block (out, "paragraph", "{\"className\":\"" STET_BLOCKS_CLASS_PHOTO_LINE "\"}");
  g_string_append (out, "<p class=\"" STET_BLOCKS_CLASS_PHOTO_LINE "\">");
  append_caption (out, photo);
  g_string_append (out, "</p>");
  close_block (out, "paragraph");
}

/* What a picture that came from the site was there. */
typedef struct
{
  char *id;   /* (owned) (nullable) */
  char *size; /* (owned) (nullable) */
  const char *url;
} Attachment;

static gboolean
is_word (const char *text, gboolean letters)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isdigit (*c) && !(letters && (g_ascii_isalpha (*c) || *c == '-' || *c == '_')))
      return FALSE;
  return *text != '\0';
}

static void
find_attachment (const StetBlockFields *block, const StetBlocksWriting *with, Attachment *found)
{
  g_autofree char *ours
      = block->extra_attrs != NULL ? stet_custom_get (block->extra_attrs, STET_BLOCKS_EXTRA) : NULL;
  g_auto (GStrv) parts = ours != NULL ? g_strsplit (ours, " ", 2) : NULL;
  const char *file = stet_photo_file (block->photo);
  StetBlocksPicture picture = { NULL, NULL };

  found->url = file;
  if (with != NULL && with->find_picture != NULL && with->find_picture (file, &picture, with->data))
    {
      found->id = g_strdup (picture.id);
      found->size = g_strdup (LARGE);
      found->url = picture.url;
    }
  else if (parts != NULL && parts[0] != NULL && parts[1] != NULL && is_word (parts[0], FALSE)
           && is_word (parts[1], TRUE))
    {
      found->id = g_strdup (parts[0]);
      found->size = g_strdup (parts[1]);
    }
}

static void
append_img (GString *out, const StetPhoto *photo, const Attachment *attachment)
{
  g_string_append (out, "<img");
  if (attachment->url[0] != '\0')
    stet_blocks_append_attribute (out, "src", attachment->url);
  stet_blocks_append_attribute (out, "alt", stet_prose_text (stet_photo_alt (photo)));
  if (attachment->id != NULL)
    g_string_append_printf (out, " class=\"wp-image-%s\"", attachment->id);
  g_string_append (out, " />");
}

static void
append_image (GString *out, const StetBlockFields *block, const StetBlocksWriting *with)
{
  const StetPhoto *photo = block->photo;
  Attachment attachment = { NULL };
  g_autofree char *attrs = NULL;

  find_attachment (block, with, &attachment);
  if (attachment.id != NULL)
    attrs = g_strdup_printf ("{\"id\":%s,\"sizeSlug\":\"%s\",\"linkDestination\":\"none\"}",
                             attachment.id, attachment.size);
  open_block (out, "image", attrs);
  g_string_append (out, "<figure class=\"wp-block-image");
  if (attachment.id != NULL)
    g_string_append_printf (out, " size-%s", attachment.size);
  g_string_append (out, "\">");
  append_img (out, photo, &attachment);
  if (has_caption (photo))
    {
      g_string_append (out, "<figcaption class=\"wp-element-caption\">");
      append_caption (out, photo);
      g_string_append (out, "</figcaption>");
    }
  g_string_append (out, "</figure>");
  close_block (out, "image");
  g_free (attachment.id);
  g_free (attachment.size);
}

/* --- opaque --- */

/* Whole blocks that read back as opaque need nothing around them. */
static gboolean
stands_by_itself (const char *raw)
{
  g_autoptr (GPtrArray) pieces = stet_blocks_scan (raw, NULL);
  const StetBlocksPiece *piece = pieces != NULL && pieces->len == 1 ? pieces->pdata[0] : NULL;
  g_autoptr (GPtrArray) blocks = NULL;

  if (piece == NULL || piece->name == NULL || !piece->closed
      || g_str_has_prefix (piece->name, "stet/"))
    return FALSE;
  blocks = stet_blocks_read_piece (piece, raw);
  return blocks == NULL;
}

static gboolean
is_plain_text (const char *raw, gsize length)
{
  if (length == 0 || !g_utf8_validate (raw, (gssize) length, NULL) || strstr (raw, "<!--") != NULL)
    return FALSE;
  for (const char *c = raw; *c != '\0'; c++)
    if ((guchar) *c < 0x20 && *c != '\n' && *c != '\t')
      return FALSE;
  return TRUE;
}

/* People who may publish are not filtered by WordPress, so this is their filter. */
static gboolean
may_show (const char *raw, const StetBlocksWriting *with)
{
  if (with == NULL || !with->guarded)
    return TRUE;
  return with->served != NULL && *raw != '\0' && strstr (with->served, raw) != NULL;
}

static void
append_opaque (GString *out, GBytes *bytes, const StetBlocksWriting *with)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *raw = g_strndup (data != NULL ? data : "", length);
  gboolean shown = strlen (raw) == length && may_show (raw, with);

  if (shown && g_utf8_validate (raw, (gssize) length, NULL) && stands_by_itself (raw))
    g_string_append_printf (out, "%s\n\n", raw);
  else if (shown && is_plain_text (raw, length))
    {
      open_block (out, "stet/opaque", NULL);
      g_string_append (out, raw);
      close_block (out, "stet/opaque");
    }
  else
    {
      g_autofree char *base64
          = length > 0 ? g_base64_encode ((const guchar *) data, length) : g_strdup ("");

      g_string_append_printf (out, "<!-- wp:stet/opaque {\"base64\":\"%s\"} /-->\n\n", base64);
    }
}

/* --- lists --- */

/* The lists that are open, from the outermost. */
typedef struct
{
  GString *out;
  guint    depth;
  gboolean ordered[STET_LIST_INDENT_MAX + 1];
  gboolean item_open[STET_LIST_INDENT_MAX + 1];
} Lists;

static void
close_item (Lists *lists)
{
  g_string_append (lists->out, "</li>\n<!-- /wp:list-item -->");
  lists->item_open[lists->depth - 1] = FALSE;
}

static void
close_list (Lists *lists)
{
  if (lists->item_open[lists->depth - 1])
    close_item (lists);
  lists->depth--;
  g_string_append (lists->out, lists->ordered[lists->depth] ? "</ol>\n<!-- /wp:list -->"
                                                            : "</ul>\n<!-- /wp:list -->");
  if (lists->depth == 0)
    g_string_append (lists->out, "\n\n");
}

static void
close_lists (Lists *lists, guint depth)
{
  while (lists->depth > depth)
    close_list (lists);
}

static void
open_item (Lists *lists, gboolean skip)
{
  if (skip)
    g_string_append (lists->out, "<!-- wp:list-item {\"className\":\"" STET_BLOCKS_CLASS_SKIP
                                 "\"} -->\n<li class=\"" STET_BLOCKS_CLASS_SKIP "\">");
  else
    g_string_append (lists->out, "<!-- wp:list-item -->\n<li>");
  lists->item_open[lists->depth - 1] = TRUE;
}

static void
open_list (Lists *lists, gboolean ordered)
{
  if (lists->depth > 0 && !lists->item_open[lists->depth - 1])
    open_item (lists, TRUE);
  open_block (lists->out, "list", ordered ? "{\"ordered\":true}" : NULL);
  g_string_append (lists->out, ordered ? "<ol>" : "<ul>");
  lists->ordered[lists->depth] = ordered;
  lists->item_open[lists->depth] = FALSE;
  lists->depth++;
}

static void
append_list_item (Lists *lists, const StetBlockFields *block)
{
  guint level = block->indent;

  close_lists (lists, level + 1);
  if (lists->depth == level + 1 && lists->ordered[level] != block->ordered)
    close_list (lists);
  while (lists->depth <= level)
    open_list (lists, block->ordered);
  if (lists->item_open[level])
    close_item (lists);
  open_item (lists, FALSE);
  stet_blocks_append_prose (lists->out, block->prose);
}

/* --- FAQ --- */

void
stet_blocks_append_faq_html (GString *out, const StetArticleFields *fields)
{
  g_string_append (out, "<section class=\"wp-block-stet-faq stet-faq\">");
  if (stet_prose_chars (fields->faq_title) > 0)
    append_element (out, "h2", NULL, fields->faq_title);
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      StetProse *answer = stet_faq_item_answer (fields->faq_items->pdata[i]);
      const char *text = stet_prose_text (answer);
      guint start = 0;

      append_element (out, "h3", NULL, stet_faq_item_question (fields->faq_items->pdata[i]));
      for (const char *end = text; text != NULL; text = *end != '\0' ? end + 1 : NULL)
        {
          guint chars;
          g_autoptr (StetProse) line = NULL;

          end = text + strcspn (text, "\n");
          chars = (guint) g_utf8_strlen (text, end - text);
          line = stet_prose_slice (answer, start, start + chars);
          append_element (out, "p", NULL, line);
          start += chars + 1;
        }
    }
  g_string_append (out, "</section>");
}

/* The value of the member "faq" of a story's JSON. Returns: (owned). */
static char *
faq_json (const StetArticle *article)
{
  g_autofree char *json = stet_article_to_json (article);
  g_autoptr (JsonObject) object = stet_json_parse_own (json);
  GString *out = g_string_new (NULL);

  stet_json_append_node (out, json_object_get_member (object, "faq"), STET_JSON_AS_IS);
  return g_string_free (out, FALSE);
}

void
stet_blocks_append_faq (GString *out, const StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autofree char *json = NULL;
  g_autofree char *data = NULL;

  if (stet_prose_chars (fields->faq_title) == 0 && fields->faq_items->len == 0)
    return;
  json = faq_json (article);
  data = stet_blocks_encode (json);
  g_string_append_printf (out, "<!-- wp:stet/faq {\"data\":\"%s\"} -->\n", data);
  stet_blocks_append_faq_html (out, fields);
  close_block (out, "stet/faq");
}

/* --- all --- */

static void
append_block (GString *out, const StetBlockFields *block, const StetBlocksWriting *with)
{
  switch (block->type)
    {
    case STET_BLOCK_HEADING:
      append_heading (out, block);
      break;
    case STET_BLOCK_QUOTE:
      append_quote (out, block);
      break;
    case STET_BLOCK_TABLE:
      append_table (out, block->rows);
      break;
    case STET_BLOCK_IMAGE:
      append_image (out, block, with);
      break;
    case STET_BLOCK_EMBED:
      append_embed (out, block->href);
      break;
    case STET_BLOCK_OPAQUE:
      append_opaque (out, block->raw, with);
      break;
    case STET_BLOCK_PARAGRAPH:
    case STET_BLOCK_LIST_ITEM:
    default:
      stet_blocks_append_paragraph (out, NULL, block->prose);
    }
}

void
stet_blocks_append (GString *out, GPtrArray *blocks, const StetBlocksWriting *with)
{
  Lists lists = { .out = out };

  for (guint i = 0; i < blocks->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (blocks->pdata[i]);

      if (block->type == STET_BLOCK_LIST_ITEM)
        {
          append_list_item (&lists, block);
          continue;
        }
      close_lists (&lists, 0);
      append_block (out, block, with);
    }
  close_lists (&lists, 0);
}

char *
stet_blocks_to_markup (GPtrArray *blocks, const StetBlocksWriting *with)
{
  GString *out = g_string_new (NULL);

  stet_blocks_append (out, blocks, with);
  return g_string_free (out, FALSE);
}
