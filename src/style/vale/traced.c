/* Runs of bytes, each copied from the source or made from a piece of it. Layer: style. */
#include "config.h"

#include "style/vale/traced.h"

#include <string.h>

typedef struct
{
  gsize    start_bytes; /* in the text; it ends where the next one starts */
  gsize    source_bytes;
  gsize    length_bytes; /* in the source, of what was made */
  gboolean copied;
} Run;

StetTraced *
stet_traced_new (void)
{
  StetTraced *traced = g_new0 (StetTraced, 1);

  traced->text = g_string_new (NULL);
  traced->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  return traced;
}

void
stet_traced_free (StetTraced *traced)
{
  if (traced == NULL)
    return;
  g_string_free (traced->text, TRUE);
  g_array_unref (traced->runs);
  g_free (traced);
}

/* Whether what is copied from here goes on where the last run stops. */
static gboolean
goes_on (const StetTraced *traced, gsize source_bytes)
{
  const Run *last;

  if (traced->runs->len == 0)
    return FALSE;
  last = &g_array_index (traced->runs, Run, traced->runs->len - 1);
  return last->copied
         && last->source_bytes + (traced->text->len - last->start_bytes) == source_bytes;
}

void
stet_traced_copy (StetTraced *traced, const char *text, gsize bytes, gsize source_bytes)
{
  Run run = { traced->text->len, source_bytes, 0, TRUE };

  if (bytes == 0)
    return;
  if (!goes_on (traced, source_bytes))
    g_array_append_val (traced->runs, run);
  g_string_append_len (traced->text, text, (gssize) bytes);
}

void
stet_traced_make (StetTraced *traced, const char *text, gsize source_bytes, gsize length_bytes)
{
  Run run = { traced->text->len, source_bytes, length_bytes, FALSE };

  if (*text == '\0')
    return;
  g_array_append_val (traced->runs, run);
  g_string_append (traced->text, text);
}

/* The run a place is in: the last one that starts at it or before. */
static guint
run_at (const StetTraced *traced, gsize at_bytes)
{
  guint low = 0, high = traced->runs->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (traced->runs, Run, middle).start_bytes <= at_bytes)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gsize
run_end (const StetTraced *traced, guint i)
{
  return i + 1 < traced->runs->len ? g_array_index (traced->runs, Run, i + 1).start_bytes
                                   : traced->text->len;
}

void
stet_traced_slice (StetTraced *traced, const StetTraced *from, gsize start_bytes, gsize end_bytes)
{
  if (start_bytes >= end_bytes)
    return;
  for (guint i = run_at (from, start_bytes); i < from->runs->len; i++)
    {
      const Run *run = &g_array_index (from->runs, Run, i);
      gsize first = MAX (run->start_bytes, start_bytes), last = MIN (run_end (from, i), end_bytes);

      if (first >= end_bytes)
        return;
      if (run->copied)
        stet_traced_copy (traced, from->text->str + first, last - first,
                          run->source_bytes + (first - run->start_bytes));
      else
        {
          g_autofree char *made = g_strndup (from->text->str + first, last - first);

          stet_traced_make (traced, made, run->source_bytes, run->length_bytes);
        }
    }
}

gsize
stet_traced_start (const StetTraced *traced, gsize at_bytes)
{
  const Run *run;

  if (traced->runs->len == 0)
    return 0;
  run = &g_array_index (traced->runs, Run, run_at (traced, at_bytes));
  return run->source_bytes + (run->copied ? at_bytes - run->start_bytes : 0);
}

gsize
stet_traced_end (const StetTraced *traced, gsize at_bytes)
{
  const Run *run;

  if (traced->runs->len == 0 || at_bytes == 0)
    return stet_traced_start (traced, at_bytes);
  run = &g_array_index (traced->runs, Run, run_at (traced, at_bytes - 1));
  return run->source_bytes + (run->copied ? at_bytes - run->start_bytes : run->length_bytes);
}

void
stet_traced_strip (StetTraced *traced)
{
  const char *text = traced->text->str, *end = text + traced->text->len;
  StetTraced *inner;

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  if (text == traced->text->str && *end == '\0')
    return;
  inner = stet_traced_new ();
  stet_traced_slice (inner, traced, (gsize) (text - traced->text->str),
                     (gsize) (end - traced->text->str));
  g_string_free (traced->text, TRUE);
  g_array_unref (traced->runs);
  traced->text = inner->text;
  traced->runs = inner->runs;
  g_free (inner);
}
