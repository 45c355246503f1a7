/* A text with its spans. The spans of a prose are always in one form: sorted by start, type and
 * end, those of one type never overlapping, equal neighbours merged. So two proses that read alike
 * are alike. Layer: article. Any thread. */
#include "config.h"

#include "article/prose.h"

#include "article/article-private.h"
#include "base/text.h"

#include <string.h>

struct _StetProse
{
  char     *text;  /* (owned) */
  gsize     bytes;
  guint     chars;
  guint     n_spans;
  StetSpan *spans; /* (owned) (nullable), with their strings */
  char     *extra; /* (owned) (nullable) */
};

static gboolean
same_value (const StetSpan *a, const StetSpan *b)
{
  return g_strcmp0 (a->href, b->href) == 0 && g_strcmp0 (a->rel, b->rel) == 0 &&
         g_strcmp0 (a->extra, b->extra) == 0;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const StetSpan *left = a;
  const StetSpan *right = b;

  if (left->start_chars != right->start_chars)
    return left->start_chars < right->start_chars ? -1 : 1;
  if (left->type != right->type)
    return left->type < right->type ? -1 : 1;
  if (left->end_chars != right->end_chars)
    return left->end_chars < right->end_chars ? -1 : 1;
  return 0;
}

/* Joins equal neighbours of an array sorted by start. FALSE when two different ones overlap. */
static gboolean
merge_sorted (GArray *spans)
{
  guint kept = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      StetSpan *next = &g_array_index (spans, StetSpan, i);
      StetSpan *last = kept > 0 ? &g_array_index (spans, StetSpan, kept - 1) : NULL;

      if (last != NULL && next->start_chars <= last->end_chars && same_value (last, next))
        last->end_chars = MAX (last->end_chars, next->end_chars);
      else if (last != NULL && next->start_chars < last->end_chars)
        return FALSE;
      else
        g_array_index (spans, StetSpan, kept++) = *next;
    }
  g_array_set_size (spans, kept);
  return TRUE;
}

/* Lays one span over the others: what it covers is cut away from them. */
static void
paint_span (GArray *painted, const StetSpan *span)
{
  guint n = painted->len;

  for (guint i = 0; i < n; i++)
    {
      StetSpan *old = &g_array_index (painted, StetSpan, i);
      StetSpan rest = *old;

      if (old->end_chars <= span->start_chars || old->start_chars >= span->end_chars)
        continue;
      rest.start_chars = span->end_chars;
      old->end_chars = MAX (old->start_chars, span->start_chars);
      if (rest.start_chars < rest.end_chars)
        g_array_append_val (painted, rest);
    }
  g_array_append_vals (painted, span, 1);
}

static void
drop_empty (GArray *spans)
{
  guint kept = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      StetSpan span = g_array_index (spans, StetSpan, i);

      if (span.start_chars < span.end_chars)
        g_array_index (spans, StetSpan, kept++) = span;
    }
  g_array_set_size (spans, kept);
}

/* The spans of one type, given in any order; where different ones overlap the later one wins. */
static void
settle_type (GArray *spans)
{
  g_autoptr (GArray) sorted = g_array_copy (spans);
  g_autoptr (GArray) painted = NULL;

  g_array_sort (sorted, compare_spans);
  if (!merge_sorted (sorted))
    {
      painted = g_array_new (FALSE, FALSE, sizeof (StetSpan));
      for (guint i = 0; i < spans->len; i++)
        paint_span (painted, &g_array_index (spans, StetSpan, i));
      drop_empty (painted);
      g_array_sort (painted, compare_spans);
      merge_sorted (painted);
      g_array_set_size (sorted, 0);
      if (painted->len > 0)
        g_array_append_vals (sorted, painted->data, painted->len);
    }
  g_array_set_size (spans, 0);
  if (sorted->len > 0)
    g_array_append_vals (spans, sorted->data, sorted->len);
}

/* Only links lead anywhere; no relation is none. */
static void
settle_value (StetSpan *span)
{
  gboolean link = span->type == STET_SPAN_LINK;

  span->href = !link ? NULL : span->href != NULL ? span->href : "";
  span->rel = link && span->rel != NULL && span->rel[0] != '\0' ? span->rel : NULL;
}

/* Spans in their one form, cut to the text. Strings stay borrowed. */
static GArray *
settle_spans (const StetSpan *spans, guint n_spans, guint chars)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (StetSpan));

  for (guint type = 0; type < STET_SPAN_TYPES; type++)
    {
      g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (StetSpan));

      for (guint i = 0; i < n_spans; i++)
        {
          StetSpan span = spans[i];

          settle_value (&span);
          span.end_chars = MIN (span.end_chars, chars);
          if ((guint) span.type == type && span.start_chars < span.end_chars)
            g_array_append_val (some, span);
        }
      if (some->len > 0)
        {
          settle_type (some);
          g_array_append_vals (all, some->data, some->len);
        }
    }
  g_array_sort (all, compare_spans);
  return all;
}

static void
own_spans (StetProse *prose, const StetSpan *spans, guint n_spans)
{
  g_autoptr (GArray) all = settle_spans (spans, n_spans, prose->chars);

  for (guint i = 0; i < all->len; i++)
    {
      StetSpan *span = &g_array_index (all, StetSpan, i);

      span->href = g_strdup (span->href);
      span->rel = g_strdup (span->rel);
      span->extra = g_strdup (span->extra);
    }
  prose->n_spans = all->len;
  prose->spans = all->len > 0 ? (StetSpan *) (gpointer) g_array_free (g_steal_pointer (&all), FALSE)
                              : NULL;
}

StetProse *
stet_prose_new (const char *text, const StetSpan *spans, guint n_spans)
{
  StetProse *prose;

  g_return_val_if_fail (text != NULL, NULL);

  if (text[0] == '\0')
    return stet_prose_empty ();
  prose = g_atomic_rc_box_new0 (StetProse);
  prose->bytes = strlen (text);
  prose->text = g_strndup (text, prose->bytes);
  prose->chars = (guint) g_utf8_strlen (text, (gssize) prose->bytes);
  if (n_spans > 0)
    own_spans (prose, spans, n_spans);
  return prose;
}

StetProse *
stet_prose_new_cleaned (const char *text, const StetSpan *spans, guint n_spans)
{
  g_autofree StetRange *ranges = g_new0 (StetRange, n_spans + 1);
  g_autofree StetSpan *moved = g_new0 (StetSpan, n_spans + 1);
  g_autofree char *clean = NULL;

  for (guint i = 0; i < n_spans; i++)
    ranges[i] = (StetRange) { spans[i].start_chars, spans[i].end_chars };
  clean = n_spans > 0 ? stet_text_clean_ranges (text, ranges, n_spans) : stet_text_clean (text);
  for (guint i = 0; i < n_spans; i++)
    {
      moved[i] = spans[i];
      moved[i].start_chars = ranges[i].start_chars;
      moved[i].end_chars = ranges[i].end_chars;
    }
  return stet_prose_new (clean, moved, n_spans);
}

StetProse *
stet_prose_plain (const char *text)
{
  return stet_prose_new (text != NULL ? text : "", NULL, 0);
}

StetProse *
stet_prose_empty (void)
{
  static gsize empty = 0;

  if (g_once_init_enter (&empty))
    {
      StetProse *prose = g_atomic_rc_box_new0 (StetProse);

      prose->text = g_strdup ("");
      g_once_init_leave (&empty, (gsize) prose);
    }
  return stet_prose_ref ((StetProse *) empty);
}

StetProse *
stet_prose_with_extra (StetProse *prose, const char *extra)
{
  StetProse *copy;

  if (g_strcmp0 (prose->extra, extra) == 0)
    return stet_prose_ref (prose);
  copy = g_atomic_rc_box_new0 (StetProse);
  copy->bytes = prose->bytes;
  copy->chars = prose->chars;
  copy->text = g_strndup (prose->text, prose->bytes);
  copy->extra = g_strdup (extra);
  if (prose->n_spans > 0)
    own_spans (copy, prose->spans, prose->n_spans);
  return copy;
}

const char *
stet_prose_extra (const StetProse *prose)
{
  return prose->extra;
}

StetProse *
stet_prose_ref (StetProse *prose)
{
  return g_atomic_rc_box_acquire (prose);
}

static void
clear_prose (gpointer data)
{
  StetProse *prose = data;

  for (guint i = 0; i < prose->n_spans; i++)
    {
      g_free ((char *) prose->spans[i].href);
      g_free ((char *) prose->spans[i].rel);
      g_free ((char *) prose->spans[i].extra);
    }
  g_free (prose->spans);
  g_free (prose->text);
  g_free (prose->extra);
}

void
stet_prose_unref (StetProse *prose)
{
  g_atomic_rc_box_release_full (prose, clear_prose);
}

const char *
stet_prose_text (const StetProse *prose)
{
  return prose->text;
}

gsize
stet_prose_bytes (const StetProse *prose)
{
  return prose->bytes;
}

guint
stet_prose_chars (const StetProse *prose)
{
  return prose->chars;
}

const StetSpan *
stet_prose_spans (const StetProse *prose, guint *n_spans)
{
  if (n_spans != NULL)
    *n_spans = prose->n_spans;
  return prose->spans;
}

gboolean
stet_prose_is_blank (const StetProse *prose)
{
  for (const char *p = prose->text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

gboolean
stet_prose_equal (const StetProse *a, const StetProse *b)
{
  if (a == b)
    return TRUE;
  if (a->bytes != b->bytes || a->n_spans != b->n_spans || strcmp (a->text, b->text) != 0 ||
      g_strcmp0 (a->extra, b->extra) != 0)
    return FALSE;
  for (guint i = 0; i < a->n_spans; i++)
    if (compare_spans (&a->spans[i], &b->spans[i]) != 0 || !same_value (&a->spans[i], &b->spans[i]))
      return FALSE;
  return TRUE;
}

gsize
stet_prose_byte_at (const StetProse *prose, guint offset_chars)
{
  if (offset_chars >= prose->chars)
    return prose->bytes;
  if (prose->bytes == prose->chars)
    return offset_chars;
  return (gsize) (g_utf8_offset_to_pointer (prose->text, offset_chars) - prose->text);
}

guint
stet_prose_char_at (const StetProse *prose, gsize offset_bytes)
{
  if (offset_bytes >= prose->bytes)
    return prose->chars;
  if (prose->bytes == prose->chars)
    return (guint) offset_bytes;
  return (guint) g_utf8_pointer_to_offset (prose->text, prose->text + offset_bytes);
}

/* A span of the replaced text moved to where it stands afterwards; what is left of it on both
 * sides. */
static void
move_span (GArray *spans, const StetSpan *span, guint start, guint end, guint inserted)
{
  StetSpan left = *span;
  StetSpan right = *span;
  gboolean around = span->start_chars < start && span->end_chars > end;
  gboolean over = start < end && span->start_chars <= start && span->end_chars >= end;

  left.end_chars = MIN (span->end_chars, start);
  right.start_chars = MAX (span->start_chars, end) - end + start + inserted;
  right.end_chars = MAX (span->end_chars, end) - end + start + inserted;
  if (around || over)
    {
      left.end_chars = right.end_chars;
      g_array_append_val (spans, left);
      return;
    }
  if (left.start_chars < left.end_chars)
    g_array_append_val (spans, left);
  if (right.start_chars < right.end_chars)
    g_array_append_val (spans, right);
}

static StetProse *
take_extra (StetProse *made, const StetProse *from)
{
  g_autoptr (StetProse) owned = made;

  return stet_prose_with_extra (owned, from->extra);
}

StetProse *
stet_prose_replace (StetProse *prose, guint start_chars, guint end_chars, StetProse *insert)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));
  g_autofree char *text = NULL;
  gsize from;
  gsize to;

  start_chars = MIN (start_chars, prose->chars);
  end_chars = CLAMP (end_chars, start_chars, prose->chars);
  from = stet_prose_byte_at (prose, start_chars);
  to = stet_prose_byte_at (prose, end_chars);
  text = g_malloc (prose->bytes - (to - from) + insert->bytes + 1);
  memcpy (text, prose->text, from);
  memcpy (text + from, insert->text, insert->bytes);
  memcpy (text + from + insert->bytes, prose->text + to, prose->bytes - to + 1);
  for (guint i = 0; i < prose->n_spans; i++)
    move_span (spans, &prose->spans[i], start_chars, end_chars, insert->chars);
  for (guint i = 0; i < insert->n_spans; i++)
    {
      StetSpan span = insert->spans[i];

      span.start_chars += start_chars;
      span.end_chars += start_chars;
      g_array_append_val (spans, span);
    }
  return take_extra (stet_prose_new (text, (StetSpan *) (gpointer) spans->data, spans->len), prose);
}

StetProse *
stet_prose_slice (StetProse *prose, guint start_chars, guint end_chars)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));
  g_autofree char *text = NULL;
  gsize from;

  start_chars = MIN (start_chars, prose->chars);
  end_chars = CLAMP (end_chars, start_chars, prose->chars);
  from = stet_prose_byte_at (prose, start_chars);
  text = g_strndup (prose->text + from, stet_prose_byte_at (prose, end_chars) - from);
  for (guint i = 0; i < prose->n_spans; i++)
    {
      StetSpan span = prose->spans[i];

      span.start_chars = MAX (span.start_chars, start_chars) - start_chars;
      span.end_chars = MAX (MIN (span.end_chars, end_chars), start_chars) - start_chars;
      if (span.start_chars < span.end_chars)
        g_array_append_val (spans, span);
    }
  return stet_prose_new (text, (StetSpan *) (gpointer) spans->data, spans->len);
}

StetProse *
stet_prose_concat (StetProse *a, StetProse *b)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));
  g_autofree char *text = g_strconcat (a->text, b->text, NULL);

  if (a->n_spans > 0)
    g_array_append_vals (spans, a->spans, a->n_spans);
  for (guint i = 0; i < b->n_spans; i++)
    {
      StetSpan span = b->spans[i];

      span.start_chars += a->chars;
      span.end_chars += a->chars;
      g_array_append_val (spans, span);
    }
  return take_extra (stet_prose_new (text, (StetSpan *) (gpointer) spans->data, spans->len), a);
}

StetProse *
stet_prose_set_span (StetProse *prose, const StetSpan *span)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));

  if (prose->n_spans > 0)
    g_array_append_vals (spans, prose->spans, prose->n_spans);
  g_array_append_vals (spans, span, 1);
  return take_extra (stet_prose_new (prose->text, (StetSpan *) (gpointer) spans->data, spans->len),
                     prose);
}

StetProse *
stet_prose_clear_span (StetProse *prose, StetSpanType type, guint start_chars, guint end_chars)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (StetSpan));

  for (guint i = 0; i < prose->n_spans; i++)
    {
      StetSpan left = prose->spans[i];
      StetSpan right = left;

      if (left.type == type && start_chars < end_chars)
        {
          left.end_chars = MIN (left.end_chars, MAX (start_chars, left.start_chars));
          right.start_chars = MAX (right.start_chars, end_chars);
          if (right.start_chars < right.end_chars)
            g_array_append_val (spans, right);
        }
      if (left.start_chars < left.end_chars)
        g_array_append_val (spans, left);
    }
  return take_extra (stet_prose_new (prose->text, (StetSpan *) (gpointer) spans->data, spans->len),
                     prose);
}

gboolean
stet_prose_has_span (const StetProse *prose, StetSpanType type, guint start_chars, guint end_chars)
{
  guint covered_to = start_chars;

  if (start_chars >= end_chars)
    return FALSE;
  for (guint i = 0; i < prose->n_spans && covered_to < end_chars; i++)
    {
      const StetSpan *span = &prose->spans[i];

      if (span->type != type || span->end_chars <= covered_to)
        continue;
      if (span->start_chars > covered_to)
        return FALSE;
      covered_to = span->end_chars;
    }
  return covered_to >= end_chars;
}

/* Spreads a small number over 64 bits (the finaliser of SplitMix64). */
static guint64
scramble (guint64 number)
{
  number *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return number ^ (number >> 31);
}

/* What each character carries, as one number: the sum over its spans of the scrambled number that
 * span type and value have in `values`, which two texts to be compared share. */
static guint64 *
paint_chars (const StetProse *prose, GHashTable *values)
{
  guint64 *paint = g_new0 (guint64, prose->chars + 1);

  for (guint i = 0; i < prose->n_spans; i++)
    {
      const StetSpan *span = &prose->spans[i];
      g_autofree char *value = g_strdup_printf (
          "%d\t%s\t%s\t%s", span->type, span->href != NULL ? span->href : "",
          span->rel != NULL ? span->rel : "", span->extra != NULL ? span->extra : "");
      guint64 number = GPOINTER_TO_SIZE (g_hash_table_lookup (values, value));

      if (number == 0)
        {
          number = g_hash_table_size (values) + 1;
          g_hash_table_insert (values, g_steal_pointer (&value), GSIZE_TO_POINTER (number));
        }
      for (guint at = span->start_chars; at < span->end_chars; at++)
        paint[at] += scramble (number);
    }
  return paint;
}

gboolean
stet_prose_difference (const StetProse *from, const StetProse *to, guint *start_chars,
                       guint *old_end_chars, guint *new_end_chars)
{
  g_autoptr (GHashTable) values = NULL;
  g_autofree guint64 *old_paint = NULL;
  g_autofree guint64 *new_paint = NULL;
  const char *a = from->text;
  const char *b = to->text;
  guint start = 0;
  guint old_end = from->chars;
  guint new_end = to->chars;

  if (stet_prose_equal (from, to))
    return FALSE;
  values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  old_paint = paint_chars (from, values);
  new_paint = paint_chars (to, values);
  while (start < old_end && start < new_end && old_paint[start] == new_paint[start] &&
         g_utf8_get_char (a) == g_utf8_get_char (b))
    {
      a = g_utf8_next_char (a);
      b = g_utf8_next_char (b);
      start++;
    }
  a = from->text + from->bytes;
  b = to->text + to->bytes;
  while (old_end > start && new_end > start && old_paint[old_end - 1] == new_paint[new_end - 1])
    {
      const char *a_before = g_utf8_prev_char (a);
      const char *b_before = g_utf8_prev_char (b);

      if (g_utf8_get_char (a_before) != g_utf8_get_char (b_before))
        break;
      a = a_before;
      b = b_before;
      old_end--;
      new_end--;
    }
  *start_chars = start;
  *old_end_chars = old_end;
  *new_end_chars = new_end;
  return TRUE;
}
