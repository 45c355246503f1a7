/* Files to blocks. Layer: style. Any thread. */
#include "config.h"

#include "style/vale/document.h"

#include "style/vale/markdown.h"

#include <string.h>

static void
block_free (gpointer data)
{
  StetValeBlock *block = data;

  g_free (block->scope);
  stet_traced_free (block->text);
  g_free (block);
}

void
stet_vale_document_free (StetValeDocument *document)
{
  if (document == NULL)
    return;
  g_free (document->text);
  g_free (document->kind);
  g_ptr_array_unref (document->blocks);
  stet_traced_free (document->summary);
  stet_vale_comments_free (document->comments);
  g_array_unref (document->lines);
  g_free (document);
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

static void
count_block (StetValeDocument *document, const char *scope)
{
  const char *heading = strstr (scope, ".heading.h");

  if (heading != NULL)
    document->counts.headings[heading[strlen (".heading.h")] - '1']++;
  else if (strstr (scope, ".list") != NULL)
    document->counts.lists++;
  else if (strstr (scope, ".blockquote") != NULL)
    document->counts.quotes++;
}

static gboolean
is_summed_up (const char *scope)
{
  return strstr (scope, ".heading") == NULL && strstr (scope, ".table") == NULL
         && strstr (scope, ".attr") == NULL && strstr (scope, ".frontmatter") == NULL;
}

void
stet_vale_document_add (StetValeDocument *document, const char *scope, StetTraced *text)
{
  StetValeBlock *block;

  if (is_blank (text->text->str))
    return stet_traced_free (text);
  block = g_new0 (StetValeBlock, 1);
  block->scope = g_strdup (scope);
  block->text = text;
  block->prose = strchr (scope + strlen ("text."), '.') == NULL;
  g_ptr_array_add (document->blocks, block);
  count_block (document, scope);
  if (!is_summed_up (scope))
    return;
  stet_traced_slice (document->summary, text, 0, text->text->len);
  stet_traced_make (document->summary, "\n\n", stet_traced_end (text, text->text->len), 0);
}

/* --- what .vale.ini has left out of a Markdown text --- */

/* What stands for a byte of it: text that no rule knows, and that Markdown and HTML leave alone. */
#define HIDDEN '\x01'

typedef enum { HIDE_BLOCK, HIDE_TOKEN } Hide;

static void
hide_match (char *text, gsize start, gsize end, Hide how)
{
  for (gsize i = start; i < end; i++)
    if (text[i] != '\n')
      text[i] = how == HIDE_BLOCK ? ' ' : HIDDEN;
}

/* The group of a match is hidden, or all of it where there is no group. */
static void
hide_all (char *text, const GPtrArray *patterns, Hide how)
{
  StetMatcher *matcher = stet_matcher_new ();
  gsize bytes = strlen (text);

  for (guint i = 0; patterns != NULL && i < patterns->len; i++)
    {
      g_autofree char *before = g_strdup (text);
      gsize start, end;
      StetWalk walk;

      stet_walk_start (&walk, matcher, g_ptr_array_index (patterns, i), before, bytes);
      while (stet_walk_next (&walk, &start, &end))
        {
          stet_matcher_group (matcher, 1, &start, &end);
          hide_match (text, start, end, how);
        }
    }
  stet_matcher_free (matcher);
}

/* --- formats --- */

static gboolean
read_markdown (StetValeDocument *document, const StetValeReadable *readable, GError **error)
{
  gsize shift = stet_vale_read_front_matter (document);
  g_autofree char *text = g_strdup (document->text + shift);
  g_autoptr(StetTraced) html = NULL;

  hide_all (text, readable->block_ignores, HIDE_BLOCK);
  hide_all (text, readable->token_ignores, HIDE_TOKEN);
  html = stet_vale_markdown_to_html (text, shift);
  for (gsize i = 0; i < html->text->len; i++)
    if (html->text->str[i] == HIDDEN)
      html->text->str[i] = '*';
  return stet_vale_read_html (document, html, readable, error);
}

static gboolean
read_whole_html (StetValeDocument *document, const StetValeReadable *readable, GError **error)
{
  g_autoptr(StetTraced) html = stet_traced_new ();

  stet_traced_copy (html, document->text, document->bytes, 0);
  return stet_vale_read_html (document, html, readable, error);
}

static void
read_text (StetValeDocument *document)
{
  g_autofree char *scope = g_strdup_printf ("text.%s", document->kind);
  StetTraced *text = stet_traced_new ();

  stet_traced_copy (text, document->text, document->bytes, 0);
  stet_vale_document_add (document, scope, text);
}

/* Line ends become LF; where a line stands does not change by it. */
static char *
with_line_feeds (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\r')
      g_string_append (out, p[1] == '\n' ? "" : "\n");
    else
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static void
find_lines (StetValeDocument *document)
{
  gsize start = 0;

  document->lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_val (document->lines, start);
  for (const char *p = strchr (document->text, '\n'); p != NULL; p = strchr (p + 1, '\n'))
    {
      start = (gsize) (p + 1 - document->text);
      g_array_append_val (document->lines, start);
    }
}

StetValeDocument *
stet_vale_document_new (const char *text, const char *kind, StetValeFormat format,
                        const StetValeReadable *readable, GError **error)
{
  g_autoptr(StetValeDocument) document = g_new0 (StetValeDocument, 1);

  document->text = with_line_feeds (text);
  document->bytes = strlen (document->text);
  document->kind = g_strdup (kind);
  document->blocks = g_ptr_array_new_with_free_func (block_free);
  document->summary = stet_traced_new ();
  document->comments = stet_vale_comments_new ();
  find_lines (document);
  if (format == STET_VALE_TEXT)
    read_text (document);
  else if (!(format == STET_VALE_MARKDOWN ? read_markdown (document, readable, error)
                                          : read_whole_html (document, readable, error)))
    return NULL;
  return g_steal_pointer (&document);
}

void
stet_vale_document_locate (const StetValeDocument *document, gsize at_bytes, guint *line,
                           guint *column)
{
  guint low = 0, high = document->lines->len;
  gsize start;

  at_bytes = MIN (at_bytes, document->bytes);
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (document->lines, gsize, middle) <= at_bytes)
        low = middle;
      else
        high = middle;
    }
  start = g_array_index (document->lines, gsize, low);
  *line = low + 1;
  *column = (guint) g_utf8_strlen (document->text + start, (gssize) (at_bytes - start)) + 1;
}
