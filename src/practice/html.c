/* Prose, blocks and address parts as a page has them. Layer: practice. */
#include "config.h"

#include "practice/html.h"

#include "base/text.h"

#define SLUG_BYTES_MAX 75

static const char *const tags[STET_SPAN_TYPES] = { "strong", "em", "u", "s", "code", "a" };

static gboolean
is_web_link (const char *href)
{
  g_autofree char *scheme = href != NULL ? g_uri_parse_scheme (href) : NULL;

  return g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0
         || g_strcmp0 (scheme, "mailto") == 0;
}

static void
add_tags (GString *html, const StetSpan *spans, guint n_spans, guint at_chars, gboolean closing)
{
  for (guint k = 0; k < n_spans; k++)
    {
      const StetSpan *span = &spans[closing ? n_spans - 1 - k : k];

      if (at_chars < span->start_chars || at_chars >= span->end_chars
          || (span->type == STET_SPAN_LINK && !is_web_link (span->href)))
        continue;
      if (closing)
        g_string_append_printf (html, "</%s>", tags[span->type]);
      else if (span->type == STET_SPAN_LINK)
        {
          g_autofree char *open = g_markup_printf_escaped ("<a href=\"%s\">", span->href);

          g_string_append (html, open);
        }
      else
        g_string_append_printf (html, "<%s>", tags[span->type]);
    }
}

/* Where the tags in force change next. */
static guint
next_edge (const StetSpan *spans, guint n_spans, guint at_chars, guint end_chars)
{
  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].start_chars > at_chars)
        end_chars = MIN (end_chars, spans[i].start_chars);
      if (spans[i].end_chars > at_chars)
        end_chars = MIN (end_chars, spans[i].end_chars);
    }
  return end_chars;
}

char *
stet_practice_prose_html (const StetProse *prose)
{
  guint n_spans;
  const StetSpan *spans = stet_prose_spans (prose, &n_spans);
  GString *html = g_string_new (NULL);
  guint end_chars = stet_prose_chars (prose);

  for (guint at = 0; at < end_chars;)
    {
      guint edge = next_edge (spans, n_spans, at, end_chars);
      g_autofree char *slice = stet_text_slice (stet_prose_text (prose), at, edge);
      g_autofree char *text = g_markup_escape_text (slice, -1);

      add_tags (html, spans, n_spans, at, FALSE);
      g_string_append (html, text);
      add_tags (html, spans, n_spans, at, TRUE);
      at = edge;
    }
  g_string_replace (html, "\n", "<br>", 0);
  return g_string_free (html, FALSE);
}

static void
add_table (GString *html, GPtrArray *rows)
{
  g_string_append (html, "<table>\n");
  for (guint r = 0; rows != NULL && r < rows->len; r++)
    {
      GPtrArray *cells = rows->pdata[r];

      g_string_append (html, "<tr>");
      for (guint c = 0; c < cells->len; c++)
        {
          g_autofree char *cell = stet_practice_prose_html (cells->pdata[c]);

          g_string_append_printf (html, "<td>%s</td>", cell);
        }
      g_string_append (html, "</tr>\n");
    }
  g_string_append (html, "</table>\n");
}

static void
add_block (GString *html, const StetBlockFields *fields)
{
  g_autofree char *text = stet_practice_prose_html (fields->prose);

  switch (fields->type)
    {
    case STET_BLOCK_HEADING:
      g_string_append_printf (html, "<h%u>%s</h%u>\n", fields->level, text, fields->level);
      break;
    case STET_BLOCK_QUOTE:
      {
        g_autofree char *cite = fields->cite != NULL && fields->cite[0] != '\0'
                                  ? g_markup_printf_escaped ("<footer><cite>%s</cite></footer>",
                                                             fields->cite)
                                  : g_strdup ("");

        g_string_append_printf (html, "<blockquote><p>%s</p>%s</blockquote>\n", text, cite);
        break;
      }
    case STET_BLOCK_TABLE:
      add_table (html, fields->rows);
      break;
    case STET_BLOCK_LIST_ITEM:
      g_string_append_printf (html, "<li>%s", text);
      break;
    default:
      g_string_append_printf (html, "<p>%s</p>\n", text);
    }
}

static const char *
list_of (const StetBlockFields *fields)
{
  if (fields->type != STET_BLOCK_LIST_ITEM)
    return NULL;
  return fields->ordered ? "ol" : "ul";
}

/* The lists that are open, from the outermost; each may have an item that is not closed yet. */
typedef struct
{
  GString *html;
  const char *open[STET_LIST_INDENT_MAX + 1];
  gboolean in_item[STET_LIST_INDENT_MAX + 1];
  guint depth;
} Lists;

static void
close_item (Lists *lists)
{
  if (lists->in_item[lists->depth - 1])
    g_string_append (lists->html, "</li>\n");
  lists->in_item[lists->depth - 1] = FALSE;
}

static void
close_list (Lists *lists)
{
  close_item (lists);
  g_string_append_printf (lists->html, "</%s>\n", lists->open[--lists->depth]);
}

/* A deeper list stands inside an item, an empty one where there is none. */
static void
open_list (Lists *lists, const char *list)
{
  if (lists->depth > 0 && !lists->in_item[lists->depth - 1])
    {
      g_string_append (lists->html, "<li>");
      lists->in_item[lists->depth - 1] = TRUE;
    }
  lists->open[lists->depth++] = list;
  g_string_append_printf (lists->html, "<%s>\n", list);
}

/* Leaves the lists as this block needs them: none for what is not an item. */
static void
settle_lists (Lists *lists, const StetBlockFields *fields)
{
  const char *list = fields != NULL ? list_of (fields) : NULL;
  guint wanted = list != NULL ? MIN (fields->indent, STET_LIST_INDENT_MAX) + 1 : 0;

  while (lists->depth > wanted
         || (lists->depth > 0 && lists->depth == wanted
             && !g_str_equal (lists->open[lists->depth - 1], list)))
    close_list (lists);
  while (lists->depth < wanted)
    open_list (lists, list);
  if (list == NULL)
    return;
  close_item (lists);
  lists->in_item[lists->depth - 1] = TRUE;
}

char *
stet_practice_blocks_html (GPtrArray *blocks)
{
  Lists lists = { .html = g_string_new (NULL) };

  for (guint i = 0; i <= blocks->len; i++)
    {
      const StetBlockFields *fields = i < blocks->len ? stet_block_fields (blocks->pdata[i]) : NULL;

      settle_lists (&lists, fields);

      if (fields != NULL)
        add_block (lists.html, fields);
    }
  return g_string_free (lists.html, FALSE);
}

char *
stet_practice_slug (const char *text)
{
  g_autofree char *folded = stet_text_fold (text);
  g_autofree char *ascii = g_str_to_ascii (folded, "C");
  GString *slug = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0' && slug->len < SLUG_BYTES_MAX; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (slug, g_ascii_tolower (*c));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-' && *c != '\'' && *c != '?')
      g_string_append_c (slug, '-');
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  return g_string_free (slug, FALSE);
}
