/* A whole story checked again after a change of one of its texts, with both packs and spelling:
 * what has to fit between the pause after a key and the moment its findings are to be back. The
 * CPU's time is told; held is that a short story takes much less than its first check, and that ten
 * times the words take no more than about ten times as long. */
#include "config.h"

#include "article/block.h"
#include "style/checker.h"
#include "support.h"

#include <time.h>

#define TURNS 11
#define BACK_MS 300    /* after the key … */
#define PAUSE_MS 120   /* … of which the window waits so long (CHECK_AFTER_MS of open-story.c) */
#define AGAIN_PART 0.6 /* of a first check at 1,000 words, at most */
#define GROWTH 15      /* for ten times the words, at most */

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

/* Sentences of the sample in an order of their own in each paragraph, and a number. */
static StetBlock *
paragraph (GPtrArray *sentences, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = g_strdup_printf ("block-%u", n);
  g_autoptr (StetProse) prose = NULL;

  for (guint k = 1; k <= 5; k += 2)
    {
      g_string_append (text, sentences->pdata[(n * k + n / sentences->len) % sentences->len]);
      g_string_append_c (text, ' ');
    }
  g_string_append_printf (text, "The pier counted %u passengers.", 1200 + 7 * n);
  prose = stet_prose_plain (text->str);
  return stet_block_paragraph (id, prose);
}

static GPtrArray *
read_sentences (void)
{
  g_autofree char *path = stet_test_file ("../data/samples/story-en.txt");
  g_autofree char *text = stet_test_read (path);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = strlen (lines[i]) > 120 ? g_strsplit (lines[i], ". ", -1) : NULL;

      for (guint k = 0; parts != NULL && parts[k] != NULL; k++)
        g_ptr_array_add (sentences, g_strdup_printf ("%s.", parts[k]));
    }
  g_assert_cmpuint (sentences->len, >, 10);
  return sentences;
}

static StetArticle *
story_of (guint words)
{
  g_autoptr (GPtrArray) sentences = read_sentences ();
  g_autoptr (StetArticle) empty = stet_article_new_empty (stet_random_system (), "en");
  g_autoptr (GPtrArray) body
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetProse) headline = stet_prose_plain ("The ferry sails again with two boats");
  StetArticleFields fields = *stet_article_fields (empty);
  StetArticle *article = NULL;

  fields.headline = headline;
  fields.body = body;
  do
    {
      g_clear_pointer (&article, stet_article_unref);
      for (guint i = 0; i < 10; i++)
        g_ptr_array_add (body, paragraph (sentences, body->len));
      article = stet_article_new (&fields);
    }
  while (stet_article_count_words (article) < words);
  return article;
}

/* The story with `n` letters more in its paragraph in the middle. */
static StetArticle *
typed (StetArticle *article, guint n)
{
  StetField field = stet_field_at (STET_FIELD_BODY, stet_article_n_blocks (article) / 2);
  g_autoptr (StetProse) before = stet_article_text_at (article, &field);
  g_autofree char *letters = g_strnfill (n, 'x');
  g_autoptr (StetProse) more = stet_prose_plain (letters);
  g_autoptr (StetProse) after = stet_prose_replace (before, 4, 4, more);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, after);

  return stet_edit_apply (edit, article, NULL, NULL);
}

static double
check_ms (StetChecker *checker, StetArticle *article, guint *n_findings)
{
  g_autoptr (GError) error = NULL;
  double start = cpu_ms ();
  g_autoptr (GPtrArray) findings = stet_checker_check (checker, article, NULL, NULL, &error);
  double ms = cpu_ms () - start;

  g_assert_no_error (error);
  *n_findings = findings->len;
  return ms;
}

/* The median of checks after one key each; `first_ms`: the check before all of them. */
static double
measure (guint words, double *first_ms)
{
  StetCheckerOptions options = { .interface_language = "en" };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetChecker) checker = stet_checker_new (&options, NULL, &error);
  g_autoptr (StetArticle) article = story_of (words);
  double times[TURNS];
  guint n_findings, n_after;

  g_assert_no_error (error);
  *first_ms = check_ms (checker, article, &n_findings);
  g_assert_cmpuint (n_findings, >, 10);
  for (guint i = 0; i < TURNS; i++)
    {
      g_autoptr (StetArticle) next = typed (article, i + 1);

      times[i] = check_ms (checker, next, &n_after);
      g_assert_cmpuint (n_after, >, 10);
    }
  qsort (times, TURNS, sizeof times[0], compare_doubles);
  g_test_message ("%u words, %u findings: first check %.1f ms; after a key %.1f ms, slowest %.1f ms"
                  " of %d; there are %d ms",
                  words, n_findings, *first_ms, times[TURNS / 2], times[TURNS - 1], TURNS,
                  BACK_MS - PAUSE_MS);
  return times[TURNS / 2];
}

static void
test_again (void)
{
  double first_small, first_large;
  double small = measure (1000, &first_small), large = measure (10000, &first_large);

  g_test_message ("after a key: %.2f of a first check at 1,000 words, %.2f at 10,000;"
                  " %.1f times as long for ten times the words",
                  small / first_small, large / first_large, large / small);
  g_assert_cmpfloat (small / first_small, <, AGAIN_PART);
  g_assert_cmpfloat (large / small, <, GROWTH);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/perf/recheck/after-a-key", test_again);
  return g_test_run ();
}
