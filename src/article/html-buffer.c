/* A text being gathered from a page: white space folded as a browser folds it, spans marked, lines
 * parted where block elements end. Layer: article. Any thread. */
#include "config.h"

#include "article/html-buffer.h"

#include <string.h>

void
stet_html_buffer_open (StetHtmlBuffer *buffer)
{
  memset (buffer, 0, sizeof *buffer);
  buffer->text = g_string_new (NULL);
  buffer->spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));
}

void
stet_html_buffer_close (StetHtmlBuffer *buffer)
{
  g_string_free (buffer->text, TRUE);
  g_array_unref (buffer->spans);
}

static void
drop_folded_space (StetHtmlBuffer *buffer)
{
  if (!buffer->folded)
    return;
  g_string_truncate (buffer->text, buffer->text->len - 1);
  buffer->chars--;
  buffer->folded = FALSE;
  for (guint i = buffer->spans->len; i > 0 && i + 2 * STET_SPAN_TYPES > buffer->spans->len; i--)
    {
      StetSpan *span = &g_array_index (buffer->spans, StetSpan, i - 1);

      span->end_chars = MIN (span->end_chars, buffer->chars);
    }
}

static void
append_char (StetHtmlBuffer *buffer, gunichar c)
{
  g_string_append_unichar (buffer->text, c);
  buffer->chars++;
}

static void
append_line_end (StetHtmlBuffer *buffer)
{
  drop_folded_space (buffer);
  append_char (buffer, '\n');
}

static void
settle_wanted_line (StetHtmlBuffer *buffer)
{
  if (buffer->line_wanted && buffer->chars > 0)
    append_line_end (buffer);
  buffer->line_wanted = FALSE;
}

static gboolean
ends_in_space (const StetHtmlBuffer *buffer)
{
  char last = buffer->text->len > 0 ? buffer->text->str[buffer->text->len - 1] : '\n';

  return last == ' ' || last == '\n';
}

static void
fold_char (StetHtmlBuffer *buffer, gunichar c)
{
  gboolean space = c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';

  if (space && (buffer->line_wanted || ends_in_space (buffer)))
    return;
  settle_wanted_line (buffer);
  append_char (buffer, space ? ' ' : c);
  buffer->folded = space;
}

/* One span more, or the last one of its kind made longer. */
static void
mark (StetHtmlBuffer *buffer, StetSpanType type, guint start, const StetHtmlFormat *format)
{
  gboolean link = type == STET_SPAN_LINK;
  StetSpan span = { .type = type, .start_chars = start, .end_chars = buffer->chars,
                    .href = link ? format->href : NULL, .rel = link ? format->rel : NULL };

  for (guint i = buffer->spans->len; i > 0 && i + STET_SPAN_TYPES > buffer->spans->len; i--)
    {
      StetSpan *last = &g_array_index (buffer->spans, StetSpan, i - 1);

      if (last->type == type && last->end_chars == start && last->href == span.href &&
          last->rel == span.rel)
        {
          last->end_chars = span.end_chars;
          return;
        }
    }
  g_array_append_val (buffer->spans, span);
}

static void
mark_all (StetHtmlBuffer *buffer, guint start, const StetHtmlFormat *format)
{
  for (guint type = 0; type < STET_SPAN_TYPES && start < buffer->chars; type++)
    if (format->on[type])
      mark (buffer, type, start, format);
}

void
stet_html_buffer_add_break (StetHtmlBuffer *buffer, const StetHtmlFormat *format)
{
  buffer->line_wanted = FALSE;
  append_line_end (buffer);
  mark_all (buffer, buffer->chars - 1, format);
}

static gunichar
shifted (gunichar c, StetHtmlShift shift)
{
  static const gunichar raised[]
      = { 0x2070, 0xb9, 0xb2, 0xb3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079 };

  if (shift == STET_HTML_ON_LINE || c < '0' || c > '9')
    return c;
  return shift == STET_HTML_RAISED ? raised[c - '0'] : 0x2080 + (c - '0');
}

void
stet_html_buffer_add_text (StetHtmlBuffer *buffer, const char *text, const StetHtmlFormat *format)
{
  guint start = buffer->chars;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = shifted (g_utf8_get_char (p), format->shift);

      if (!format->pre)
        {
          /* A line end that only now became due stands outside of the element. */
          gboolean due = buffer->line_wanted;

          fold_char (buffer, c);
          if (due && !buffer->line_wanted)
            start = buffer->chars - 1;
          continue;
        }
      if (buffer->line_wanted)
        {
          settle_wanted_line (buffer);
          start = buffer->chars;
        }
      append_char (buffer, c);
      buffer->folded = FALSE;
    }
  mark_all (buffer, start, format);
}

StetProse *
stet_prose_strip_lines (StetProse *prose)
{
  const char *text = stet_prose_text (prose);
  guint start = 0;
  guint end = stet_prose_chars (prose);

  while (start < end && text[start] == '\n')
    start++;
  for (gsize bytes = stet_prose_bytes (prose); end > start && text[bytes - 1] == '\n'; bytes--)
    end--;
  return stet_prose_slice (prose, start, end);
}

StetProse *
stet_html_buffer_take (StetHtmlBuffer *buffer, gboolean pre)
{
  g_autoptr (StetProse) prose = NULL;

  drop_folded_space (buffer);
  prose = stet_prose_new_cleaned (buffer->text->str, (StetSpan *) (gpointer) buffer->spans->data,
                                  buffer->spans->len);
  stet_html_buffer_close (buffer);
  stet_html_buffer_open (buffer);
  return pre ? stet_prose_ref (prose) : stet_prose_strip_lines (prose);
}
