/* A text with spans as nested elements: at every cut what ends is closed, with what stands inside
 * it, and what goes on is opened again. Shared by HTML and Markdown. Layer: article. Any thread. */
#include "config.h"

#include "article/format-private.h"

#include <string.h>

/* From the outermost to the innermost, so that a link is never broken up by what stands in it. */
static const StetSpanType order[STET_SPAN_TYPES] = {
  STET_SPAN_LINK,      STET_SPAN_BOLD,   STET_SPAN_ITALIC,
  STET_SPAN_UNDERLINE, STET_SPAN_STRIKE, STET_SPAN_CODE,
};

gboolean
stet_href_is_safe (const char *href)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:" };

  for (guint i = 0; href != NULL && i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (href, schemes[i], strlen (schemes[i])) == 0)
      return href[strlen (schemes[i])] != '\0';
  return FALSE;
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *) a;
  guint right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

/* Where spans begin or end, sorted, with the ends of the text. */
static GArray *
find_cuts (const StetProse *prose)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (guint));
  guint chars = stet_prose_chars (prose);
  guint zero = 0;
  guint n = 0;
  const StetSpan *spans = stet_prose_spans (prose, &n);

  g_array_append_val (cuts, zero);
  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (cuts, spans[i].start_chars);
      g_array_append_val (cuts, spans[i].end_chars);
    }
  g_array_append_val (cuts, chars);
  g_array_sort (cuts, compare_offsets);
  return cuts;
}

/* The writing of one text: which span is open in each place of the order, and which should be. */
typedef struct
{
  GString                *out;
  const StetInlineWriter *with;
  gpointer                data;
  const StetSpan *spans;
  guint           n_spans;
  const StetSpan *open[STET_SPAN_TYPES]; /* (nullable) */
  const StetSpan *now[STET_SPAN_TYPES];  /* (nullable) what should be open */
  guint           next;             /* the first span not begun yet */
} Inline;

gboolean
stet_span_is_written (const StetSpan *span)
{
  return span->type != STET_SPAN_LINK || stet_href_is_safe (span->href);
}

static void
settle_now (Inline *writer, guint at)
{
  for (guint e = 0; e < STET_SPAN_TYPES; e++)
    if (writer->now[e] != NULL && writer->now[e]->end_chars <= at)
      writer->now[e] = NULL;
  for (; writer->next < writer->n_spans && writer->spans[writer->next].start_chars <= at;
       writer->next++)
    for (guint e = 0; e < STET_SPAN_TYPES; e++)
      if (order[e] == writer->spans[writer->next].type &&
          stet_span_is_written (&writer->spans[writer->next]))
        writer->now[e] = &writer->spans[writer->next];
}

/* Closes from the innermost up to the outermost that changes, and opens again what goes on. */
static void
switch_elements (Inline *writer)
{
  guint first = 0;

  while (first < STET_SPAN_TYPES && writer->open[first] == writer->now[first])
    first++;
  for (guint e = STET_SPAN_TYPES; e > first; e--)
    if (writer->open[e - 1] != NULL)
      writer->with->close (writer->out, writer->open[e - 1], writer->data);
  for (guint e = first; e < STET_SPAN_TYPES; e++)
    {
      writer->open[e] = writer->now[e];
      if (writer->open[e] != NULL)
        writer->with->open (writer->out, writer->open[e], writer->data);
    }
}

void
stet_inline_write (GString *out, const StetProse *prose, const StetInlineWriter *with,
                   gpointer data)
{
  g_autoptr (GArray) cuts = find_cuts (prose);
  Inline writer = { .out = out, .with = with, .data = data };
  const char *text = stet_prose_text (prose);
  guint at = 0;

  writer.spans = stet_prose_spans (prose, &writer.n_spans);
  for (guint i = 1; i < cuts->len; i++)
    {
      guint end = g_array_index (cuts, guint, i);
      const char *text_end;

      if (end == at)
        continue;
      settle_now (&writer, at);
      switch_elements (&writer);
      text_end = g_utf8_offset_to_pointer (text, end - at);
      with->text (out, text, (gsize) (text_end - text), data);
      text = text_end;
      at = end;
    }
  memset (writer.now, 0, sizeof writer.now);
  switch_elements (&writer);
}
