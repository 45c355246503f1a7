/* What a checker remembers of texts, and what it does about patterns that take too long. */
#include "config.h"

#include "article/json.h"
#include "style/checker-private.h"
#include "support.h"

#include <string.h>
#include <time.h>

static StetChecker *
checker_new (const char *packs)
{
  const char *const dirs[] = { packs, NULL };
  StetCheckerOptions options
      = { .pack_dirs = packs != NULL ? dirs : NULL, .interface_language = "en" };
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(GError) error = NULL;
  StetChecker *checker = stet_checker_new (&options, &problems, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 0);
  return checker;
}

static char *
findings_of (StetChecker *checker, StetArticle *article)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = stet_checker_check (checker, article, NULL, NULL, &error);

  g_assert_no_error (error);
  return stet_findings_to_json (findings);
}

/* --- memory --- */

static StetArticle *
story (const char *name)
{
  g_autofree char *relative = g_strconcat ("style/data/", name, NULL);
  g_autofree char *path = stet_test_file (relative);
  g_autofree char *text = stet_test_read (path);
  g_autoptr(GError) error = NULL;
  StetArticle *article
      = stet_article_from_json (text, strlen (text), stet_random_system (), &error);

  g_assert_no_error (error);
  return article;
}

static StetArticle *
with_text (StetArticle *article, const char *name, const char *text)
{
  g_autoptr(StetProse) prose = stet_prose_plain (text);
  g_autoptr(StetEdit) edit = NULL;
  g_autoptr(GError) error = NULL;
  StetField field;
  StetArticle *changed;

  g_assert_true (stet_field_parse (name, &field, NULL));
  edit = stet_edit_text (&field, prose);
  changed = stet_edit_apply (edit, article, NULL, &error);
  g_assert_no_error (error);
  return changed;
}

static void
test_only_what_changed_is_searched (void)
{
  g_autoptr(StetChecker) checker = checker_new (NULL);
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr (StetArticle) changed
      = with_text (article, "body[1]", "They walked towards the  gate, said “Mr. Smith”.");
  g_autofree char *first = findings_of (checker, article);
  guint n = stet_part_cache_n_searched (checker->parts);
  g_autofree char *again = findings_of (checker, article);
  g_autofree char *after = NULL;

  g_assert_cmpuint (n, >, 5);
  g_assert_cmpstr (again, ==, first);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, n);
  after = findings_of (checker, changed);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, n + 1);
  g_assert_cmpstr (after, !=, first);
}

/* The kind of a text and the story's language decide, too, which rules are for it: the same words
 * as headline and paragraph, in English and in Spanish, have findings of their own. */
static void
test_what_is_remembered_is_what_a_new_checker_finds (void)
{
  static const char *const texts[] = {
    "They went towards the gate.",
    "Fueron hacia la  puerta, dijo el Presidente.",
    "Fue en el 3 de Marzo .",
    "",
    "“We reopen”, she said.",
    "Photo by https://example.org/towards",
    "El lunes 3 de marzo, habían incidentes.",
  };
  static const char *const stories[] = { "story-en.json", "story-es.json" };
  static const char *const fields[]
      = { "headline", "dek", "body[1]", "photo.caption", "photo.credit", "faq.title" };
  g_autoptr(StetChecker) old = checker_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(StetChecker) new = checker_new (NULL);
      g_autoptr(StetArticle) article = story (stories[i % 2]);
      g_autofree char *remembered = NULL;
      g_autofree char *found = NULL;

      for (gsize k = 0; k < G_N_ELEMENTS (fields); k++)
        {
          StetArticle *changed
              = with_text (article, fields[(k + i) % G_N_ELEMENTS (fields)], texts[i]);

          g_free (findings_of (old, changed));
          stet_article_unref (article);
          article = changed;
        }
      remembered = findings_of (old, article);
      found = findings_of (new, article);
      g_assert_cmpstr (remembered, ==, found);
    }
}

static void
search_number (StetPartSearch *search, guint number)
{
  g_autofree char *text = g_strdup_printf ("Number %u", number);
  g_autoptr(StetProse) prose = stet_prose_plain (text);
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);

  stet_part_unref (stet_part_search (search, unit));
  stet_unit_free (unit);
}

static void
test_memory_is_limited (void)
{
  g_autoptr(StetChecker) checker = checker_new (NULL);
  g_autoptr(StetMatcher) matcher = stet_matcher_new ();
  g_autoptr(StetPartSearch) search = stet_part_search_new (checker, "en", matcher);

  for (guint i = 0; i <= STET_PARTS_MAX; i++)
    search_number (search, i);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, STET_PARTS_MAX + 1);
  search_number (search, STET_PARTS_MAX - 1);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, STET_PARTS_MAX + 1);
  search_number (search, 0);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, STET_PARTS_MAX + 2);
}

static void
search_filled (StetPartSearch *search, char letter, gsize bytes)
{
  g_autofree char *text = g_strnfill (bytes, letter);
  g_autoptr(StetProse) prose = stet_prose_plain (text);
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);

  stet_part_unref (stet_part_search (search, unit));
  stet_unit_free (unit);
}

/* Four large texts fill what is remembered; the oldest goes with the one after them. */
static void
test_bytes_are_limited (void)
{
  enum { LARGE = STET_PARTS_BYTES_MAX / 4, TOO_LARGE = STET_PARTS_BYTES_MAX / 2 };
  g_autoptr(StetChecker) checker = checker_new (NULL);
  g_autoptr(StetMatcher) matcher = stet_matcher_new ();
  g_autoptr(StetPartSearch) search = stet_part_search_new (checker, "en", matcher);

  for (guint i = 0; i < 4; i++)
    search_filled (search, (char) ('a' + i), LARGE);
  search_filled (search, 'd', LARGE);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, 4);
  search_filled (search, 'a', LARGE); /* it went with the third and fourth */
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, 5);
  search_filled (search, 'e', TOO_LARGE);
  search_filled (search, 'e', TOO_LARGE);
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, 7);
  search_filled (search, 'd', LARGE); /* and took no place */
  g_assert_cmpuint (stet_part_cache_n_searched (checker->parts), ==, 7);
}

/* --- patterns that take too long --- */

static char *
pack_with (const char *pattern)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *pack = g_build_filename (dir, "Desk", NULL);
  g_autofree char *slow = g_build_filename (pack, "Slow.yml", NULL);
  g_autofree char *fine = g_build_filename (pack, "Fine.yml", NULL);
  g_autofree char *rule = g_strdup_printf (
      "extends: existence\nmessage: slow\nnonword: true\ntokens: ['%s']\n", pattern);

  g_assert_cmpint (g_mkdir_with_parents (pack, 0700), ==, 0);
  g_assert_true (g_file_set_contents (slow, rule, -1, NULL));
  g_assert_true (
      g_file_set_contents (fine, "extends: existence\nmessage: fine\ntokens: [aab]\n", -1, NULL));
  return g_steal_pointer (&dir);
}

static guint
count_rule (GPtrArray *findings, const char *rule)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += strcmp (((StetFinding *) g_ptr_array_index (findings, i))->rule, rule) == 0 ? 1 : 0;
  return n;
}

static double
cpu_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
test_a_slow_rule_is_told_and_switched_off (void)
{
  static const struct { const char *pattern, *why; } cases[] = {
    { "(?:a|aa)+$", "one place is too much" },
    { "a.*a.*a.*=[0-9]", "the same, with less" },
    { "[ab ].*.*=[0-9]", "no place is too much, all of them are" },
  };
  g_autofree char *many = g_strnfill (600, 'a');
  g_autofree char *text = g_strconcat (many, "b aab =\n=5", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *dir = pack_with (cases[i].pattern);
      g_autoptr(StetChecker) checker = checker_new (dir);
      g_autoptr(GError) error = NULL;
      g_autoptr (GPtrArray) first
          = stet_checker_check_text (checker, "The dictionaries are read.", "en", &error);
      double start = cpu_s ();
      g_autoptr(GPtrArray) findings = stet_checker_check_text (checker, text, "en", &error);
      g_autoptr(GPtrArray) problems = stet_checker_take_problems (checker);
      g_autoptr(GPtrArray) again = NULL;
      g_autoptr(GPtrArray) no_problems = NULL;

      g_assert_no_error (error);
      g_test_message ("%s: %s: %.0f ms", cases[i].pattern, cases[i].why, (cpu_s () - start) * 1000);
      /* Without a limit it is minutes, or for ever. */
      g_assert_cmpfloat (cpu_s () - start, <, 2.0);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_nonnull (strstr (problems->pdata[0], "Slow.yml:1: Desk.Slow: "));
      g_assert_cmpuint (count_rule (findings, "Desk.Fine"), ==, 1);

      again = stet_checker_check_text (checker, "= aa =5", "en", &error);
      no_problems = stet_checker_take_problems (checker);
      g_assert_cmpuint (no_problems->len, ==, 0);
      g_assert_cmpuint (count_rule (again, "Desk.Slow"), ==, 0);
    }
}

/* What was found before and is remembered goes as well. */
static void
test_a_rule_switched_off_is_silent_everywhere (void)
{
  g_autofree char *dir = pack_with ("(?:a|aa)+$");
  g_autoptr(StetChecker) checker = checker_new (dir);
  g_autofree char *many = g_strnfill (600, 'a');
  g_autofree char *slow = g_strconcat (many, "b", NULL);
  g_autoptr(GPtrArray) before = stet_checker_check_text (checker, "aa", "en", NULL);
  g_autoptr(GPtrArray) between = stet_checker_check_text (checker, slow, "en", NULL);
  g_autoptr(GPtrArray) after = stet_checker_check_text (checker, "aa", "en", NULL);

  g_assert_cmpuint (count_rule (before, "Desk.Slow"), ==, 1);
  g_assert_cmpuint (count_rule (between, "Desk.Slow"), ==, 0);
  g_assert_cmpuint (count_rule (after, "Desk.Slow"), ==, 0);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/part/changed", test_only_what_changed_is_searched);
  g_test_add_func ("/style/part/same", test_what_is_remembered_is_what_a_new_checker_finds);
  g_test_add_func ("/style/part/limit", test_memory_is_limited);
  g_test_add_func ("/part/bytes-are-limited", test_bytes_are_limited);
  g_test_add_func ("/style/part/slow", test_a_slow_rule_is_told_and_switched_off);
  g_test_add_func ("/style/part/silent", test_a_rule_switched_off_is_silent_everywhere);
  return g_test_run ();
}
