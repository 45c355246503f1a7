/* A text with its spans: their one form, changes, differences. */
#include "config.h"

#include "article/prose.h"
#include "random-article.h"
#include "support.h"

/* "bold 0-3, link 2-5 h" for what a prose carries. Returns: (owned). */
static char *
describe (const StetProse *prose)
{
  static const char *const names[] = { "b", "i", "u", "s", "c", "a" };
  GString *text = g_string_new (NULL);
  guint n = 0;
  const StetSpan *spans = stet_prose_spans (prose, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s%u-%u%s", i > 0 ? " " : "", names[spans[i].type],
                            spans[i].start_chars, spans[i].end_chars,
                            spans[i].href != NULL ? spans[i].href : "");
  return g_string_free (text, FALSE);
}

/* The other way round. The spans' addresses are static. */
static StetProse *
make (const char *text, const char *described)
{
  static const char names[] = "biusca";
  g_auto (GStrv) words = g_strsplit (described, " ", -1);
  g_autoptr (GArray) spans = g_array_new (FALSE, TRUE, sizeof (StetSpan));

  for (guint i = 0; words[i] != NULL && words[i][0] != '\0'; i++)
    {
      StetSpan span = { .type = (StetSpanType) (strchr (names, words[i][0]) - names) };
      char *rest = NULL;

      span.start_chars = (guint) g_ascii_strtoull (words[i] + 1, &rest, 10);
      span.end_chars = (guint) g_ascii_strtoull (rest + 1, &rest, 10);
      span.href = rest[0] != '\0' ? g_intern_string (rest) : NULL;
      g_array_append_val (spans, span);
    }
  return stet_prose_new (text, (StetSpan *) (gpointer) spans->data, spans->len);
}

static void
test_one_form (void)
{
  static const struct { const char *why, *given, *kept; } cases[] = {
    { "sorted by start, type, end", "i2-4 b2-3 b0-1", "b0-1 b2-3 i2-4" },
    { "neighbours joined", "b0-2 b2-4", "b0-4" },
    { "overlaps joined", "b0-3 b1-5 b1-2", "b0-5" },
    { "empty ones dropped", "b2-2 i3-1", "" },
    { "cut to the text", "b4-99 i99-100", "b4-6" },
    { "of two links over each other the later one counts", "a0-6x a2-4y", "a0-2x a2-4y a4-6x" },
    { "links with one address joined", "a0-2x a2-4x a4-5y", "a0-4x a4-5y" },
    { "a link covered whole", "a2-3x a0-6y", "a0-6y" },
    { "three links", "a0-4x a2-6y a1-3x", "a0-3x a3-6y" },
    { "an address on bold means nothing", "b0-2x b2-4y", "b0-4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) prose = make ("abcdef", cases[i].given);
      g_autofree char *described = describe (prose);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (described, ==, cases[i].kept);
    }
}

static void
test_replace (void)
{
  static const struct
  {
    const char *why, *spans;
    guint start, end;
    const char *insert, *insert_spans, *text, *kept;
  } cases[] = {
    { "typed inside", "b1-4", 2, 2, "xy", "", "abxycdef", "b1-6" },
    { "typed at the start", "b1-4", 1, 1, "x", "", "axbcdef", "b2-5" },
    { "typed at the end", "b1-4", 4, 4, "x", "", "abcdxef", "b1-4" },
    { "part of it replaced", "b1-5", 2, 3, "x", "", "abxdef", "b1-5" },
    { "all of it replaced", "b1-3", 1, 3, "x", "", "axdef", "b1-2" },
    { "over its end", "b1-4", 3, 5, "x", "", "abcxf", "b1-3" },
    { "over its start", "b2-5", 1, 3, "x", "", "axdef", "b2-4" },
    { "around it", "b2-4", 1, 5, "x", "", "axf", "" },
    { "deleted inside", "b1-5", 2, 4, "", "", "abef", "b1-3" },
    { "deleted whole", "b1-3", 1, 3, "", "", "adef", "" },
    { "it brings its own", "b0-6", 3, 3, "xy", "i0-1", "abcxydef", "b0-8 i3-4" },
    { "a link in a link", "a0-6x", 2, 4, "uv", "a0-2y", "abuvef", "a0-2x a2-4y a4-6x" },
    { "past the end", "b0-6", 9, 12, "x", "", "abcdefx", "b0-6" },
    { "joins what it touches", "b0-3", 3, 3, "x", "b0-1", "abcxdef", "b0-4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) prose = make ("abcdef", cases[i].spans);
      g_autoptr (StetProse) insert = make (cases[i].insert, cases[i].insert_spans);
      g_autoptr (StetProse) made = stet_prose_replace (prose, cases[i].start, cases[i].end, insert);
      g_autofree char *described = describe (made);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (stet_prose_text (made), ==, cases[i].text);
      g_assert_cmpstr (described, ==, cases[i].kept);
    }
}

static void
test_slice_and_concat (void)
{
  g_autoptr (StetProse) prose = make ("año«é»", "b1-4 a3-6x");
  g_autoptr (StetProse) slice = stet_prose_slice (prose, 2, 5);
  g_autoptr (StetProse) rest = stet_prose_slice (prose, 5, 99);
  g_autoptr (StetProse) first = stet_prose_slice (prose, 0, 2);
  g_autoptr (StetProse) half = stet_prose_concat (first, slice);
  g_autoptr (StetProse) whole = stet_prose_concat (half, rest);
  g_autofree char *described = describe (slice);

  g_assert_cmpstr (stet_prose_text (slice), ==, "o«é");
  g_assert_cmpstr (described, ==, "b0-2 a1-3x");
  g_assert_true (stet_prose_equal (whole, prose));
  g_assert_false (stet_prose_equal (half, prose));
}

static void
test_spans_set (void)
{
  static const struct
  {
    const char *why, *spans;
    guint start, end;
    const char *set, *cleared;
    gboolean has;
  } cases[] = {
    { "none there", "", 1, 3, "b1-3", "", FALSE },
    { "all there", "b0-6", 1, 3, "b0-6", "b0-1 b3-6", TRUE },
    { "part there", "b0-2", 1, 3, "b0-3", "b0-1", FALSE },
    { "two parts", "b0-2 b3-5", 1, 4, "b0-5", "b0-1 b4-5", FALSE },
    { "another type", "i0-6", 1, 3, "i0-6 b1-3", "i0-6", FALSE },
    { "an empty range", "b0-6", 2, 2, "b0-6", "b0-6", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) prose = make ("abcdef", cases[i].spans);
      const StetSpan span
          = { .type = STET_SPAN_BOLD, .start_chars = cases[i].start, .end_chars = cases[i].end };
      g_autoptr (StetProse) set = stet_prose_set_span (prose, &span);
      g_autoptr (StetProse) cleared
          = stet_prose_clear_span (prose, STET_SPAN_BOLD, cases[i].start, cases[i].end);
      g_autofree char *set_described = describe (set);
      g_autofree char *cleared_described = describe (cleared);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (set_described, ==, cases[i].set);
      g_assert_cmpstr (cleared_described, ==, cases[i].cleared);
      g_assert_cmpint (stet_prose_has_span (prose, STET_SPAN_BOLD, cases[i].start, cases[i].end),
                       ==, cases[i].has);
    }
}

static void
test_offsets (void)
{
  static const struct { const char *text; guint chars; gsize bytes; } cases[] = {
    { "abc", 0, 0 }, { "abc", 2, 2 }, { "abc", 9, 3 }, { "ñañ", 1, 2 },
    { "ñañ", 2, 3 }, { "ñañ", 3, 5 }, { "", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) prose = stet_prose_plain (cases[i].text);

      g_assert_cmpuint (stet_prose_byte_at (prose, cases[i].chars), ==, cases[i].bytes);
      g_assert_cmpuint (stet_prose_char_at (prose, cases[i].bytes), ==,
                        MIN (cases[i].chars, stet_prose_chars (prose)));
    }
}

static void
test_difference (void)
{
  static const struct
  {
    const char *why, *from, *from_spans, *to, *to_spans;
    guint start, old_end, new_end;
  } cases[] = {
    { "a word in the middle", "one two three", "", "one 2 three", "", 4, 7, 5 },
    { "the same letter again", "aaa", "", "aaaa", "", 3, 3, 4 },
    { "accents", "año", "", "ano", "", 1, 2, 2 },
    { "a span only", "abcdef", "", "abcdef", "b2-4", 2, 4, 4 },
    { "another address", "abcdef", "a1-3x", "abcdef", "a1-3y", 1, 3, 3 },
    { "all of it", "abc", "", "", "", 0, 3, 0 },
  };
  guint start = 0;
  guint old_end = 0;
  guint new_end = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetProse) from = make (cases[i].from, cases[i].from_spans);
      g_autoptr (StetProse) to = make (cases[i].to, cases[i].to_spans);

      g_test_message ("%s", cases[i].why);
      g_assert_false (stet_prose_difference (from, from, &start, &old_end, &new_end));
      g_assert_true (stet_prose_difference (from, to, &start, &old_end, &new_end));
      g_assert_cmpuint (start, ==, cases[i].start);
      g_assert_cmpuint (old_end, ==, cases[i].old_end);
      g_assert_cmpuint (new_end, ==, cases[i].new_end);
    }
}

/* The range that differs, cut from one text and put into the other, makes them equal. */
static void
test_difference_joins (void)
{
  for (guint32 seed = 0; seed < 2000; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetProse) from = random_prose (random, RANDOM_ANY);
      g_autoptr (StetProse) other = random_prose (random, RANDOM_ANY);
      guint at = stet_random_below (random, stet_prose_chars (from) + 1);
      g_autoptr (StetProse) to
          = stet_prose_replace (from, at, at + stet_random_below (random, 4), other);
      guint start = 0;
      guint old_end = 0;
      guint new_end = 0;

      if (stet_prose_difference (from, to, &start, &old_end, &new_end))
        {
          g_autoptr (StetProse) head = stet_prose_slice (from, 0, start);
          g_autoptr (StetProse) middle = stet_prose_slice (to, start, new_end);
          g_autoptr (StetProse) tail = stet_prose_slice (from, old_end, stet_prose_chars (from));
          g_autoptr (StetProse) open = stet_prose_concat (head, middle);
          g_autoptr (StetProse) joined = stet_prose_concat (open, tail);

          g_assert_true (stet_prose_equal (joined, to));
        }
      else
        g_assert_true (stet_prose_equal (from, to));
    }
}

static void
test_small_things (void)
{
  g_autoptr (StetProse) none = stet_prose_plain (NULL);
  g_autoptr (StetProse) blank = stet_prose_plain (" \n\u00a0\t");
  g_autoptr (StetProse) text = stet_prose_plain (" x");
  g_autoptr (StetProse) with = stet_prose_with_extra (text, "{\"a\":1}");
  g_autoptr (StetProse) changed = stet_prose_replace (with, 0, 1, none);

  g_assert_cmpuint (stet_prose_bytes (none), ==, 0);
  g_assert_true (stet_prose_is_blank (none));
  g_assert_true (stet_prose_is_blank (blank));
  g_assert_false (stet_prose_is_blank (text));
  g_assert_false (stet_prose_equal (text, with));
  g_assert_cmpstr (stet_prose_extra (changed), ==, "{\"a\":1}");
  g_assert_null (stet_prose_extra (text));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/prose/one-form", test_one_form);
  g_test_add_func ("/prose/replace", test_replace);
  g_test_add_func ("/prose/slice-and-concat", test_slice_and_concat);
  g_test_add_func ("/prose/spans-set", test_spans_set);
  g_test_add_func ("/prose/offsets", test_offsets);
  g_test_add_func ("/prose/difference", test_difference);
  g_test_add_func ("/prose/difference-joins", test_difference_joins);
  g_test_add_func ("/prose/small-things", test_small_things);
  return g_test_run ();
}
