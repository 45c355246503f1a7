/* Markdown to traced HTML: cmark says what the text means and about where it stands, and each
 * literal is then laid along the source, sign by sign. Layer: style. Any thread. */
#include "config.h"

#include "style/vale/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

#define MARKS_BYTES_MAX 4096 /* between two characters of a literal */
#define ENTITY_BYTES_MAX 34 /* "&CounterClockwiseContourIntegral;" */

typedef struct
{
  const char *source;
  gsize       bytes, shift_bytes;
  GArray     *lines;   /* of gsize: where each begins */
  gsize       at;      /* in the source: what comes next stands here or later */
  gsize       until;   /* and before here */
  StetTraced *html;
  guint       in_image;
  gboolean    in_head;  /* of a table */
} Writer;

static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };

/* --- places --- */

static GArray *
line_starts (const char *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize start = 0;

  g_array_append_val (lines, start);
  for (const char *p = strchr (text, '\n'); p != NULL; p = strchr (p + 1, '\n'))
    {
      start = (gsize) (p + 1 - text);
      g_array_append_val (lines, start);
    }
  return lines;
}

/* Where a line and column, both from 1, are in the source. */
static gsize
place_of (const Writer *writer, int line, int column)
{
  gsize start;

  if (line < 1)
    return 0;
  if ((guint) line > writer->lines->len)
    return writer->bytes;
  start = g_array_index (writer->lines, gsize, line - 1);
  return MIN (start + (gsize) MAX (column - 1, 0), writer->bytes);
}

/* --- writing --- */

static void
write_made (Writer *writer, const char *text)
{
  stet_traced_make (writer->html, text, writer->shift_bytes + writer->at, 0);
}

/* What HTML takes for itself. */
static const char *
escape_of (char c)
{
  switch (c)
    {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default:  return NULL;
    }
}

/* Bytes of an entity at `p`, 0 when there is none. */
static gsize
entity_bytes (const char *p)
{
  gsize n = 1;

  if (*p != '&')
    return 0;
  while (n < ENTITY_BYTES_MAX && (g_ascii_isalnum (p[n]) || p[n] == '#'))
    n++;
  return p[n] == ';' && n > 1 ? n + 1 : 0;
}

/* How a literal stands in the source and goes into HTML. */
typedef enum
{
  LITERAL_TEXT = 0, /* with entities and escapes there, escaped here */
  LITERAL_CODE,     /* as it is there, escaped here */
  LITERAL_HTML,     /* as it is in both */
} Literal;

/* One character that stands at the writer's place with `length` bytes, or that has no place (0). */
static void
write_char (Writer *writer, const char *p, gsize n, gsize length, Literal kind)
{
  const char *escape = kind != LITERAL_HTML ? escape_of (*p) : NULL;
  gsize at = writer->shift_bytes + writer->at;
  char one[8] = { 0 };

  memcpy (one, p, n);
  if (escape != NULL || length != n)
    stet_traced_make (writer->html, escape != NULL ? escape : one, at, length);
  else
    stet_traced_copy (writer->html, one, n, at);
  writer->at += length;
}

/* Whether the character stands at `at`, as itself or as an entity: how many bytes it has there,
 * else 0. */
static gsize
stands_at (const Writer *writer, gsize at, const char *p, gsize n, Literal kind)
{
  const char *source = writer->source + at;
  gsize entity = kind == LITERAL_TEXT ? entity_bytes (source) : 0;

  if (entity > 0 && strncmp (p, source, entity) != 0)
    return entity;
  return at + n <= writer->until && memcmp (source, p, n) == 0 ? n : 0;
}

/* The next place where the character stands; what lies between is marks of Markdown. */
static gsize
find_char (const Writer *writer, const char *p, gsize n, Literal kind, gsize *length)
{
  gsize until = MIN (writer->until, writer->at + MARKS_BYTES_MAX);

  for (gsize at = writer->at; at < until; at++)
    {
      *length = stands_at (writer, at, p, n, kind);
      if (*length > 0)
        return at;
    }
  *length = 0;
  return writer->at;
}

static void
write_literal (Writer *writer, const char *literal, Literal kind)
{
  for (const char *p = literal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize n = (gsize) (g_utf8_next_char (p) - p), length;

      writer->at = find_char (writer, p, n, kind, &length);
      write_char (writer, p, n, length, kind);
    }
}

/* cmark's own place of an inline node, where it can be right: within the block, not behind us, with
 * that text. */
static void
go_to (Writer *writer, cmark_node *node, const char *literal)
{
  gsize place
      = place_of (writer, cmark_node_get_start_line (node), cmark_node_get_start_column (node));

  if (cmark_node_get_start_line (node) < 1 || place < writer->at || place >= writer->until)
    return;
  if (writer->source[place] == *literal || writer->source[place] == '\\'
      || writer->source[place] == '&')
    writer->at = place;
}

static void
write_text (Writer *writer, cmark_node *node, Literal kind)
{
  const char *literal = cmark_node_get_literal (node);

  if (literal == NULL)
    return;
  go_to (writer, node, literal);
  write_literal (writer, literal, kind);
}

/* --- inlines --- */

/* Past a link's address: "](…)" or "][…]". */
static void
skip_address (Writer *writer)
{
  const char *p = writer->source + writer->at, *end = writer->source + writer->until;
  int depth = 0;
  char open, close;

  while (p < end && (*p == '*' || *p == '_' || *p == '`' || *p == '~'))
    p++;
  if (p >= end || *p != ']')
    return;
  p++;
  open = p < end ? *p : '\0';
  close = open == '(' ? ')' : ']';
  if (open == '(' || open == '[')
    for (; p < end; p++)
      {
        if (*p == '\\' && p + 1 < end)
          p++;
        else if (*p == open)
          depth++;
        else if (*p == close && --depth == 0)
          {
            p++;
            break;
          }
      }
  writer->at = (gsize) (p - writer->source);
}

static void
write_attribute (Writer *writer, const char *before, const char *value)
{
  g_autofree char *escaped = g_markup_escape_text (value != NULL ? value : "", -1);

  write_made (writer, before);
  write_made (writer, escaped);
}

static void
write_link (Writer *writer, cmark_node *node, gboolean entering)
{
  if (writer->in_image == 0 && entering)
    {
      write_attribute (writer, "<a href=\"", cmark_node_get_url (node));
      write_made (writer, "\">");
    }
  else if (!entering)
    {
      if (writer->in_image == 0)
        write_made (writer, "</a>");
      skip_address (writer);
    }
}

static void
write_image (Writer *writer, cmark_node *node, gboolean entering)
{
  if (entering && writer->in_image++ == 0)
    {
      write_attribute (writer, "<img src=\"", cmark_node_get_url (node));
      write_made (writer, "\" alt=\"");
    }
  else if (!entering)
    {
      if (--writer->in_image == 0)
        write_made (writer, "\">");
      skip_address (writer);
    }
}

static void
write_code (Writer *writer, cmark_node *node)
{
  const char *literal = cmark_node_get_literal (node);
  gsize before = writer->at;

  go_to (writer, node, literal);
  if (writer->at == before)
    while (writer->at < writer->until && writer->source[writer->at] != '`')
      writer->at++;
  while (writer->at < writer->until && writer->source[writer->at] == '`')
    writer->at++;
  if (writer->in_image == 0)
    write_made (writer, "<code>");
  write_literal (writer, literal, LITERAL_CODE);
  if (writer->in_image == 0)
    write_made (writer, "</code>");
  while (writer->at < writer->until && writer->source[writer->at] == '`')
    writer->at++;
}

/* The next line of a paragraph, past what marks it as a part of a quote or a list. */
static void
write_break (Writer *writer)
{
  const char *end = memchr (writer->source + writer->at, '\n', writer->until - writer->at);

  if (end == NULL)
    return write_made (writer, "\n");
  writer->at = (gsize) (end - writer->source);
  stet_traced_copy (writer->html, "\n", 1, writer->shift_bytes + writer->at);
  writer->at++;
  while (writer->at < writer->until && strchr (" \t>", writer->source[writer->at]) != NULL)
    writer->at++;
}

static const char *
inline_tag (cmark_node *node)
{
  if (cmark_node_get_type (node) == CMARK_NODE_EMPH)
    return "em";
  if (cmark_node_get_type (node) == CMARK_NODE_STRONG)
    return "strong";
  return strcmp (cmark_node_get_type_string (node), "strikethrough") == 0 ? "del" : NULL;
}

static void
write_tag (Writer *writer, const char *tag, gboolean entering)
{
  g_autofree char *text = g_strdup_printf (entering ? "<%s>" : "</%s>", tag);

  write_made (writer, text);
}

static void
write_inline (Writer *writer, cmark_node *node, gboolean entering)
{
  cmark_node_type type = cmark_node_get_type (node);
  const char *tag = inline_tag (node);

  if (type == CMARK_NODE_TEXT)
    write_text (writer, node, LITERAL_TEXT);
  else if (type == CMARK_NODE_CODE)
    write_code (writer, node);
  else if (type == CMARK_NODE_HTML_INLINE && writer->in_image == 0)
    write_text (writer, node, LITERAL_HTML);
  else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
    {
      if (type == CMARK_NODE_LINEBREAK && writer->in_image == 0)
        write_made (writer, "<br>");
      write_break (writer);
    }
  else if (type == CMARK_NODE_LINK)
    write_link (writer, node, entering);
  else if (type == CMARK_NODE_IMAGE)
    write_image (writer, node, entering);
  else if (tag != NULL && writer->in_image == 0)
    write_tag (writer, tag, entering);
}

/* --- blocks --- */

static void
begin_block (Writer *writer, cmark_node *node)
{
  writer->at
      = place_of (writer, cmark_node_get_start_line (node), cmark_node_get_start_column (node));
  writer->until = place_of (writer, cmark_node_get_end_line (node) + 1, 1);
  if (writer->until < writer->at)
    writer->until = writer->bytes;
}

static gboolean
is_task (cmark_node *node)
{
  const char *text = cmark_node_get_literal (node);

  return text != NULL && text[0] == '[' && text[1] != '\0' && strchr (" xX", text[1]) != NULL
         && text[2] == ']' && text[3] == ' ';
}

static void
write_paragraph (Writer *writer, cmark_node *node, gboolean entering)
{
  cmark_node *parent = cmark_node_parent (node), *first = cmark_node_first_child (node);
  cmark_node *list = parent != NULL ? cmark_node_parent (parent) : NULL;
  gboolean bare = list != NULL && cmark_node_get_type (list) == CMARK_NODE_LIST
                  && cmark_node_get_list_tight (list);

  if (!bare)
    write_tag (writer, "p", entering);
  if (!entering)
    return;
  begin_block (writer, node);
  if (parent != NULL && cmark_node_get_type (parent) == CMARK_NODE_ITEM && first != NULL
      && is_task (first) && cmark_node_first_child (parent) == node)
    {
      g_autofree char *rest = g_strdup (cmark_node_get_literal (first) + 4);

      cmark_node_set_literal (first, rest);
      writer->at = MIN (writer->at + 4, writer->until);
    }
}

static void
write_heading (Writer *writer, cmark_node *node, gboolean entering)
{
  char tag[3] = { 'h', (char) ('0' + cmark_node_get_heading_level (node)), '\0' };

  if (entering)
    begin_block (writer, node);
  write_tag (writer, tag, entering);
  if (!entering)
    return write_made (writer, "\n");
  while (writer->at < writer->until
         && (writer->source[writer->at] == '#' || writer->source[writer->at] == ' '))
    writer->at++;
}

static void
write_code_block (Writer *writer, cmark_node *node)
{
  begin_block (writer, node);
  if (cmark_node_get_fence_info (node) != NULL && writer->source[writer->at] != '\0'
      && strchr ("`~", writer->source[writer->at]) != NULL)
    writer->at = place_of (writer, cmark_node_get_start_line (node) + 1, 1);
  write_made (writer, "<pre><code>");
  write_literal (writer, cmark_node_get_literal (node), LITERAL_CODE);
  write_made (writer, "</code></pre>\n");
}

static void
write_html_block (Writer *writer, cmark_node *node)
{
  begin_block (writer, node);
  write_literal (writer, cmark_node_get_literal (node), LITERAL_HTML);
}

/* Tables and footnotes, whose types are known by name only. TRUE when it is one. */
static gboolean
write_extension (Writer *writer, cmark_node *node, gboolean entering)
{
  const char *name = cmark_node_get_type_string (node);

  if (strcmp (name, "table") == 0)
    write_tag (writer, "table", entering);
  else if (strcmp (name, "table_header") == 0 || strcmp (name, "table_row") == 0)
    {
      writer->in_head = strcmp (name, "table_header") == 0;
      write_tag (writer, "tr", entering);
    }
  else if (strcmp (name, "table_cell") == 0)
    {
      if (entering)
        begin_block (writer, node);
      write_tag (writer, writer->in_head ? "th" : "td", entering);
    }
  else
    return FALSE;
  return TRUE;
}

static void
write_block (Writer *writer, cmark_node *node, gboolean entering)
{
  cmark_node_type type = cmark_node_get_type (node);

  if (type == CMARK_NODE_PARAGRAPH)
    write_paragraph (writer, node, entering);
  else if (type == CMARK_NODE_HEADING)
    write_heading (writer, node, entering);
  else if (type == CMARK_NODE_BLOCK_QUOTE)
    write_tag (writer, "blockquote", entering);
  else if (type == CMARK_NODE_LIST)
    write_tag (writer, cmark_node_get_list_type (node) == CMARK_ORDERED_LIST ? "ol" : "ul",
               entering);
  else if (type == CMARK_NODE_ITEM)
    write_tag (writer, "li", entering);
  else if (type == CMARK_NODE_CODE_BLOCK)
    write_code_block (writer, node);
  else if (type == CMARK_NODE_HTML_BLOCK)
    write_html_block (writer, node);
  else if (!write_extension (writer, node, entering))
    write_inline (writer, node, entering);
}

static void
write_document (Writer *writer, cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new (document);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    write_block (writer, cmark_iter_get_node (iter), event == CMARK_EVENT_ENTER);
  cmark_iter_free (iter);
}

static cmark_node *
parse (const char *text)
{
  static gsize ready = 0;
  cmark_parser *parser;
  cmark_node *document;

  if (g_once_init_enter (&ready))
    {
      cmark_gfm_core_extensions_ensure_registered ();
      g_once_init_leave (&ready, 1);
    }
  parser = cmark_parser_new (CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES);
  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension (extensions[i]));
  cmark_parser_feed (parser, text, strlen (text));
  document = cmark_parser_finish (parser);
  cmark_parser_free (parser);
  return document;
}

StetTraced *
stet_vale_markdown_to_html (const char *text, gsize shift_bytes)
{
  cmark_node *document = parse (text);
  g_autoptr(GArray) lines = line_starts (text);
  Writer writer = { .source = text,
                    .bytes = strlen (text),
                    .shift_bytes = shift_bytes,
                    .lines = lines,
                    .html = stet_traced_new () };

  writer.until = writer.bytes;
  write_document (&writer, document);
  cmark_node_free (document);
  return writer.html;
}
