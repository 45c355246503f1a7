/* A story as HTML: inline text with nested elements, blocks, and a whole document that reads back
 * to the same content hash. White space that HTML would fold is kept by style. Layer: article. Any
 * thread. */
#include "config.h"

#include "article/format-private.h"

#include "base/text.h"

#include <string.h>

static void
append_escaped (GString *out, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (text[i])
      {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      case '\n':
        g_string_append (out, "<br>");
        break;
      default:
        g_string_append_c (out, text[i]);
      }
}

/* ` name="value"`. A line end in an attribute stays one. */
static void
append_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  for (const char *c = value; *c != '\0'; c++)
    if (*c == '\n')
      g_string_append (out, "&#10;");
    else
      append_escaped (out, c, 1);
  g_string_append_c (out, '"');
}

static void
open_element (GString *out, const StetSpan *span, gpointer data)
{
  static const char *const tags[STET_SPAN_TYPES] = { "<strong>", "<em>",   "<u>",
                                                     "<s>",      "<code>", "<a" };

  g_string_append (out, tags[span->type]);
  if (span->type != STET_SPAN_LINK)
    return;
  append_attribute (out, "href", span->href);
  if (span->rel != NULL)
    append_attribute (out, "rel", span->rel);
  g_string_append_c (out, '>');
}

static void
close_element (GString *out, const StetSpan *span, gpointer data)
{
  static const char *const tags[STET_SPAN_TYPES] = { "</strong>", "</em>",   "</u>",
                                                     "</s>",      "</code>", "</a>" };

  g_string_append (out, tags[span->type]);
}

static void
append_inline_text (GString *out, const char *text, gsize length, gpointer data)
{
  append_escaped (out, text, length);
}

static void
append_prose (GString *out, const StetProse *prose)
{
  const StetInlineWriter writer = { open_element, close_element, append_inline_text };

  stet_inline_write (out, prose, &writer, NULL);
}

char *
stet_prose_to_html (const StetProse *prose)
{
  GString *out = g_string_new (NULL);

  append_prose (out, prose);
  return g_string_free (out, FALSE);
}

/* Whether a reader of HTML would make another text of it: runs of spaces, spaces at an end or
 * around a line break, tabs, several line breaks. */
gboolean
stet_html_folds (const char *text)
{
  char before = '\n';

  for (const char *c = text; *c != '\0'; c++)
    {
      gboolean space = *c == ' ' || *c == '\n';

      if (*c == '\t' || (space && (before == ' ' || before == '\n')))
        return TRUE;
      before = *c;
    }
  return text[0] != '\0' && (before == ' ' || before == '\n');
}

/* What the start tag of an element with our text needs so that the text reads back as it is. */
static void
append_text_attributes (GString *out, const StetProse *prose)
{
  if (stet_prose_is_blank (prose))
    append_attribute (out, "data-stet", STET_HTML_EMPTY);
  if (stet_html_folds (stet_prose_text (prose)))
    append_attribute (out, "style", "white-space: pre-wrap");
}

/* `<tag class="class">text</tag>`; `class_name` nullable. */
static void
append_element (GString *out, const char *tag, const char *class_name, const StetProse *prose)
{
  g_string_append_printf (out, "<%s", tag);
  if (class_name != NULL)
    append_attribute (out, "class", class_name);
  append_text_attributes (out, prose);
  g_string_append_c (out, '>');
  append_prose (out, prose);
  g_string_append_printf (out, "</%s>", tag);
}

static void
append_label (GString *out, const char *tag, const char *class_name, const char *text)
{
  g_autoptr (StetProse) prose = stet_prose_plain (text);

  append_element (out, tag, class_name, prose);
}

static void
append_quote (GString *out, const StetBlockFields *block)
{
  g_string_append (out, "<blockquote>");
  append_element (out, "p", NULL, block->prose);
  if (block->cite[0] != '\0')
    append_label (out, "cite", NULL, block->cite);
  g_string_append (out, "</blockquote>\n");
}

static void
append_figure (GString *out, const char *class_name, const StetPhoto *photo)
{
  g_string_append (out, "<figure");
  append_attribute (out, "class", class_name);
  g_string_append_c (out, '>');
  if (stet_photo_file (photo)[0] != '\0' || stet_prose_chars (stet_photo_alt (photo)) > 0)
    {
      g_string_append (out, "<img");
      append_attribute (out, "src", stet_photo_file (photo));
      append_attribute (out, "alt", stet_prose_text (stet_photo_alt (photo)));
      g_string_append_c (out, '>');
    }
  g_string_append (out, "<figcaption>");
  append_element (out, "span", "caption", stet_photo_caption (photo));
  g_string_append_c (out, ' ');
  append_element (out, "span", "credit", stet_photo_credit (photo));
  g_string_append (out, "</figcaption></figure>\n");
}

static void
append_row (GString *out, GPtrArray *row)
{
  g_string_append (out, "<tr");
  if (row->len == 0)
    append_attribute (out, "data-stet", STET_HTML_EMPTY);
  g_string_append_c (out, '>');
  for (guint c = 0; c < row->len; c++)
    append_element (out, "td", NULL, row->pdata[c]);
  g_string_append (out, "</tr>\n");
}

static void
append_table (GString *out, GPtrArray *rows)
{
  g_string_append (out, "<table");
  if (rows->len == 0)
    append_attribute (out, "data-stet", STET_HTML_EMPTY);
  g_string_append (out, "><tbody>\n");
  for (guint r = 0; r < rows->len; r++)
    append_row (out, rows->pdata[r]);
  g_string_append (out, "</tbody></table>\n");
}

static void
append_embed (GString *out, const char *href)
{
  g_string_append (out, "<figure class=\"embed\"");
  append_attribute (out, "data-href", href);
  g_string_append_c (out, '>');
  if (stet_href_is_safe (href))
    {
      g_string_append (out, "<a");
      append_attribute (out, "href", href);
      g_string_append_c (out, '>');
      append_escaped (out, href, strlen (href));
      g_string_append (out, "</a>");
    }
  g_string_append (out, "</figure>\n");
}

/* Foreign content is carried, never run: as an attribute that no browser looks into. */
static void
append_opaque (GString *out, GBytes *raw)
{
  gsize length = 0;
  const guchar *data = g_bytes_get_data (raw, &length);
  g_autofree char *base64 = g_base64_encode (data, length);

  g_string_append (out, "<div class=\"opaque\"");
  append_attribute (out, "data-raw-base64", base64);
  g_string_append (out, "></div>\n");
}

/* The lists that are open, from the outermost. */
typedef struct
{
  GString  *out;
  guint     depth;
  gboolean  ordered[STET_LIST_INDENT_MAX + 1];
  gboolean  item_open[STET_LIST_INDENT_MAX + 1];
} Lists;

static void
close_list (Lists *lists)
{
  lists->depth--;
  if (lists->item_open[lists->depth])
    g_string_append (lists->out, "</li>\n");
  g_string_append (lists->out, lists->ordered[lists->depth] ? "</ol>\n" : "</ul>\n");
}

static void
close_lists (Lists *lists, guint depth)
{
  while (lists->depth > depth)
    close_list (lists);
}

static void
open_list (Lists *lists, gboolean ordered)
{
  if (lists->depth > 0 && !lists->item_open[lists->depth - 1])
    {
      g_string_append (lists->out, "<li>");
      lists->item_open[lists->depth - 1] = TRUE;
    }
  g_string_append (lists->out, ordered ? "<ol>\n" : "<ul>\n");
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
    g_string_append (lists->out, "</li>\n");
  g_string_append (lists->out, "<li");
  append_text_attributes (lists->out, block->prose);
  g_string_append_c (lists->out, '>');
  append_prose (lists->out, block->prose);
  lists->item_open[level] = TRUE;
}

static void
append_block (GString *out, const StetBlockFields *block)
{
  static const char *const headings[] = { "h2", "h3", "h4" };

  switch (block->type)
    {
    case STET_BLOCK_HEADING:
      append_element (out, headings[block->level - 2], NULL, block->prose);
      g_string_append_c (out, '\n');
      break;
    case STET_BLOCK_QUOTE:
      append_quote (out, block);
      break;
    case STET_BLOCK_TABLE:
      append_table (out, block->rows);
      break;
    case STET_BLOCK_IMAGE:
      append_figure (out, "image", block->photo);
      break;
    case STET_BLOCK_EMBED:
      append_embed (out, block->href);
      break;
    case STET_BLOCK_OPAQUE:
      append_opaque (out, block->raw);
      break;
    case STET_BLOCK_PARAGRAPH:
    case STET_BLOCK_LIST_ITEM:
    default:
      append_element (out, "p", NULL, block->prose);
      g_string_append_c (out, '\n');
    }
}

static void
append_blocks (GString *out, GPtrArray *blocks)
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
      append_block (out, block);
    }
  close_lists (&lists, 0);
}

char *
stet_blocks_to_html (GPtrArray *blocks)
{
  GString *out = g_string_new (NULL);

  append_blocks (out, blocks);
  return g_string_free (out, FALSE);
}

static void
append_term (GString *out, const char *tag, const char *class_name, const StetTerm *term)
{
  g_autoptr (StetProse) label = stet_prose_plain (stet_term_label (term));

  g_string_append_printf (out, "<%s", tag);
  if (class_name != NULL)
    append_attribute (out, "class", class_name);
  if (stet_term_id (term) != NULL)
    append_attribute (out, "data-id", stet_term_id (term));
  append_text_attributes (out, label);
  g_string_append_c (out, '>');
  append_prose (out, label);
  g_string_append_printf (out, "</%s>", tag);
}

static void
append_terms (GString *out, const char *class_name, GPtrArray *terms)
{
  if (terms->len == 0)
    return;
  g_string_append_printf (out, "<ul class=\"%s\">\n", class_name);
  for (guint i = 0; i < terms->len; i++)
    {
      append_term (out, "li", NULL, terms->pdata[i]);
      g_string_append_c (out, '\n');
    }
  g_string_append (out, "</ul>\n");
}

static void
append_part (GString *out, const char *tag, const char *class_name, const StetProse *prose)
{
  if (stet_prose_chars (prose) == 0)
    return;
  append_element (out, tag, class_name, prose);
  g_string_append_c (out, '\n');
}

static void
append_faq (GString *out, const StetArticleFields *fields)
{
  if (stet_prose_chars (fields->faq_title) == 0 && fields->faq_items->len == 0)
    return;
  g_string_append (out, "<section class=\"faq\">\n");
  append_part (out, "h2", "faq-title", fields->faq_title);
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      const StetFaqItem *item = fields->faq_items->pdata[i];

      g_string_append (out, "<div class=\"faq-item\">\n");
      append_element (out, "h3", "question", stet_faq_item_question (item));
      append_element (out, "div", "answer", stet_faq_item_answer (item));
      g_string_append (out, "</div>\n");
    }
  g_string_append (out, "</section>\n");
}

/* White space counts: it must read back. */
static gboolean
says_something (const StetPhoto *photo)
{
  return stet_photo_file (photo)[0] != '\0' || stet_prose_chars (stet_photo_caption (photo)) > 0 ||
         stet_prose_chars (stet_photo_credit (photo)) > 0 ||
         stet_prose_chars (stet_photo_alt (photo)) > 0;
}

static void
append_head (GString *out, const StetArticleFields *fields)
{
  g_string_append (out, "<!DOCTYPE html>\n<html");
  append_attribute (out, "lang", fields->language);
  g_string_append (out, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
  append_escaped (out, stet_prose_text (fields->headline),
                  strcspn (stet_prose_text (fields->headline), "\n"));
  g_string_append (out, "</title>\n</head>\n<body>\n<article class=\"stet\"");
  append_attribute (out, "data-format", STET_ARTICLE_FORMAT);
  append_attribute (out, "lang", fields->language);
  append_attribute (out, "data-slug", stet_prose_text (fields->slug));
  if (!g_str_equal (fields->custom, "{}"))
    append_attribute (out, "data-custom", fields->custom);
  g_string_append (out, ">\n");
}

static gboolean
has_unsafe_link (const StetProse *prose)
{
  guint n = 0;
  const StetSpan *spans = stet_prose_spans (prose, &n);

  for (guint i = 0; i < n; i++)
    if (!stet_span_is_written (&spans[i]))
      return TRUE;
  return FALSE;
}

static void
add_lost (const StetArticle *article, GPtrArray *lost)
{
  g_autoptr (GArray) places = stet_article_text_fields (article);

  for (guint i = 0; i < places->len; i++)
    {
      const StetField *place = &g_array_index (places, StetField, i);
      g_autoptr (StetProse) prose = stet_article_text_at (article, place);

      if (has_unsafe_link (prose))
        stet_lost_add (lost, "links that are not to a web or mail address");
    }
  stet_lost_add_extra (lost, stet_article_fields (article));
}

char *
stet_html_write_article (const StetArticle *article, GPtrArray *lost)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GString *out = g_string_new (NULL);

  append_head (out, fields);
  if (fields->section != NULL)
    {
      append_term (out, "p", "section", fields->section);
      g_string_append_c (out, '\n');
    }
  append_part (out, "h1", "headline", fields->headline);
  append_part (out, "p", "dek", fields->dek);
  if (says_something (fields->photo))
    append_figure (out, "photo", fields->photo);
  g_string_append (out, "<div class=\"body\">\n");
  append_blocks (out, fields->body);
  g_string_append (out, "</div>\n");
  append_faq (out, fields);
  append_terms (out, "tags", fields->tags);
  append_part (out, "p", "byline", fields->byline);
  append_terms (out, "authors", fields->authors);
  append_part (out, "div", "author-box", fields->author_box);
  g_string_append (out, "</article>\n</body>\n</html>\n");
  add_lost (article, lost);
  return g_string_free (out, FALSE);
}
