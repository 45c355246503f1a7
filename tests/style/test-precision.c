/* How often the built-in packs are right, on stories of our own: every folder below
 * tests/fixtures/style/ holds NAME.json, a clean story; NAME-WHAT.json, the same story with planted
 * faults, and NAME-WHAT.tsv, what is to be found in it (code, level, field, match; "-" for a whole
 * field); quiet.txt, correct copy, a line each, that plain patterns would flag; and loud.txt, the
 * faults next to it, a code and a line each, which are told above advice. */
#include "config.h"

#include "style/checker.h"

#include "article/json.h"
#include "base/text.h"
#include "support.h"

#include <string.h>

#define PRECISION_PERCENT_MIN 95
#define RECALL_PERCENT_MIN 90
#define WARNING_PRECISION_PERCENT_MIN 80
#define WARNING_RECALL_PERCENT_MIN 90
#define PLANTED_ERRORS_MIN 40
#define WORDS_PER_FINDING_MIN 60

static StetChecker *checker;

/* --- files --- */

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Paths of files in all folders that end so, sorted. Returns: (owned). */
static GPtrArray *
fixtures (const char *suffix)
{
  g_autofree char *root = stet_test_file ("fixtures/style");
  g_autoptr(GDir) languages = g_dir_open (root, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *language, *name;

  g_assert_nonnull (languages);
  while ((language = g_dir_read_name (languages)) != NULL)
    {
      g_autofree char *dir = g_build_filename (root, language, NULL);
      g_autoptr(GDir) files = g_dir_open (dir, 0, NULL);

      while (files != NULL && (name = g_dir_read_name (files)) != NULL)
        if (g_str_has_suffix (name, suffix))
          g_ptr_array_add (paths, g_build_filename (dir, name, NULL));
    }
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

static char *
with_suffix (const char *path, const char *suffix)
{
  g_autofree char *stem = g_strndup (path, (gsize) (strrchr (path, '.') - path));

  return g_strconcat (stem, suffix, NULL);
}

static gboolean
is_clean (const char *path)
{
  g_autofree char *table = with_suffix (path, ".tsv");

  return !g_file_test (table, G_FILE_TEST_EXISTS);
}

static StetArticle *
read_story (const char *path)
{
  g_autofree char *json = stet_test_read (path);
  g_autoptr(StetRandom) random = stet_random_new_seeded (1);
  g_autoptr(GError) error = NULL;
  StetArticle *article = stet_article_from_json (json, strlen (json), random, &error);

  g_assert_no_error (error);
  return article;
}

static GPtrArray *
check (StetArticle *article)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *findings = stet_checker_check (checker, article, NULL, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static guint
words_of (StetArticle *article)
{
  g_autoptr(GArray) fields = stet_article_text_fields (article);
  guint n = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      g_autoptr (StetProse) prose
          = stet_article_text_at (article, &g_array_index (fields, StetField, i));

      n += prose != NULL ? stet_text_count_words (stet_prose_text (prose)) : 0;
    }
  return n;
}

static void
tell (const char *why, const StetFinding *finding)
{
  g_autofree char *field = stet_field_to_string (&finding->field);

  g_test_message ("%s: %s %s %s [%s] %s", why, stet_level_name (finding->level),
                  finding->code != NULL ? finding->code : finding->rule, field,
                  finding->match != NULL ? finding->match : "", finding->message);
}

/* --- clean stories --- */

static void
test_clean_stories_are_left_in_peace (void)
{
  g_autoptr(GPtrArray) paths = fixtures (".json");
  guint n = 0;

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr(StetArticle) article = NULL;
      g_autoptr(GPtrArray) findings = NULL;
      StetFindingCounts counts;
      guint words;

      if (!is_clean (paths->pdata[i]))
        continue;
      article = read_story (paths->pdata[i]);
      findings = check (article);
      counts = stet_findings_count (findings);
      words = words_of (article);
      g_test_message ("%s: %u words, %u errors, %u warnings, %u advice", (char *) paths->pdata[i],
                      words, counts.error, counts.warning, counts.advice);
      for (guint k = 0; k < findings->len; k++)
        if (((StetFinding *) findings->pdata[k])->level > STET_LEVEL_ADVICE)
          tell ("in clean copy", findings->pdata[k]);
      g_assert_cmpuint (counts.error, ==, 0);
      g_assert_cmpuint (counts.warning * WORDS_PER_FINDING_MIN, <=, words);
      n++;
    }
  g_assert_cmpuint (n, >=, 5);
}

/* --- planted faults --- */

typedef struct { char **columns; StetLevel level; gboolean found; } Planted;
typedef struct { guint planted, found, wrong; } Score;

static void
planted_free (gpointer data)
{
  g_strfreev (((Planted *) data)->columns);
  g_free (data);
}

static GPtrArray *
read_planted (const char *path)
{
  g_autofree char *text = stet_test_read (path);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *rows = g_ptr_array_new_with_free_func (planted_free);

  for (gsize i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      Planted *row = g_new0 (Planted, 1);

      row->columns = g_strsplit (lines[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (row->columns), ==, 4);
      g_assert_true (stet_level_parse (row->columns[1], &row->level));
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static gboolean
is_of (const Planted *row, const StetFinding *finding)
{
  g_autofree char *field = stet_field_to_string (&finding->field);
  const char *match = row->columns[3];

  return (g_strcmp0 (finding->code, row->columns[0]) == 0
          || strcmp (finding->rule, row->columns[0]) == 0)
         && strcmp (field, row->columns[2]) == 0
         && (strcmp (match, "-") == 0
             || (finding->match != NULL && strstr (finding->match, match) != NULL));
}

/* What the clean twin has as well was not planted. */
static gboolean
is_in_twin (GPtrArray *twin, const StetFinding *finding)
{
  for (guint i = 0; i < twin->len; i++)
    {
      const StetFinding *other = g_ptr_array_index (twin, i);

      if (strcmp (other->rule, finding->rule) == 0 && g_strcmp0 (other->match, finding->match) == 0
          && stet_field_equal (&other->field, &finding->field))
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
findings_of_twin (const char *path)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strndup (base, strcspn (base, "-"));
  g_autofree char *file = g_strconcat (dir, G_DIR_SEPARATOR_S, name, ".json", NULL);
  g_autoptr(StetArticle) article = read_story (file);

  return check (article);
}

static void
match_findings (GPtrArray *rows, GPtrArray *findings, GPtrArray *twin, Score *scores)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);
      gboolean right = FALSE;

      for (guint k = 0; k < rows->len; k++)
        if (is_of (rows->pdata[k], finding))
          {
            ((Planted *) rows->pdata[k])->found = TRUE;
            right = TRUE;
          }
      if (right || is_in_twin (twin, finding))
        continue;
      scores[finding->level].wrong++;
      if (finding->level > STET_LEVEL_ADVICE)
        tell ("not planted", finding);
    }
}

static void
count_rows (GPtrArray *rows, Score *scores)
{
  for (guint k = 0; k < rows->len; k++)
    {
      const Planted *row = g_ptr_array_index (rows, k);

      scores[row->level].planted++;
      scores[row->level].found += row->found ? 1 : 0;
      if (!row->found)
        g_test_message ("not found: %s %s [%s]", row->columns[0], row->columns[2], row->columns[3]);
    }
}

static void
assert_score (const Score *score, const char *what, guint precision_min, guint recall_min)
{
  guint told = score->found + score->wrong;

  g_test_message ("%s: %u planted, %u found, %u not planted: precision %.1f %%, recall %.1f %%",
                  what, score->planted, score->found, score->wrong,
                  told > 0 ? 100.0 * score->found / told : 100.0,
                  100.0 * score->found / score->planted);
  g_assert_cmpuint (100 * score->found, >=, precision_min * told);
  g_assert_cmpuint (100 * score->found, >=, recall_min * score->planted);
}

static void
test_planted_faults_are_found (void)
{
  g_autoptr(GPtrArray) tables = fixtures (".tsv");
  Score scores[STET_LEVEL_ERROR + 1] = { { 0 } };

  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *path = with_suffix (tables->pdata[i], ".json");
      g_autoptr(StetArticle) article = read_story (path);
      g_autoptr(GPtrArray) rows = read_planted (tables->pdata[i]);
      g_autoptr(GPtrArray) findings = check (article);
      g_autoptr(GPtrArray) twin = findings_of_twin (path);

      g_test_message ("%s", path);
      match_findings (rows, findings, twin, scores);
      count_rows (rows, scores);
    }
  assert_score (&scores[STET_LEVEL_WARNING], "warnings", WARNING_PRECISION_PERCENT_MIN,
                WARNING_RECALL_PERCENT_MIN);
  assert_score (&scores[STET_LEVEL_ERROR], "errors", PRECISION_PERCENT_MIN, RECALL_PERCENT_MIN);
  g_assert_cmpuint (scores[STET_LEVEL_ERROR].planted, >=, PLANTED_ERRORS_MIN);
}

/* Two findings on the very same place would tell a writer the same thing twice. */
static void
test_no_place_is_told_twice (void)
{
  g_autoptr(GPtrArray) paths = fixtures (".json");

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr(StetArticle) article = read_story (paths->pdata[i]);
      g_autoptr(GPtrArray) findings = check (article);

      for (guint k = 1; k < findings->len; k++)
        {
          const StetFinding *a = g_ptr_array_index (findings, k - 1),
                            *b = g_ptr_array_index (findings, k);

          if (!a->has_range || !b->has_range || !stet_field_equal (&a->field, &b->field)
              || a->start_chars != b->start_chars || a->end_chars != b->end_chars
              || MIN (a->level, b->level) == STET_LEVEL_ADVICE)
            continue;
          tell ("told twice", a);
          tell ("told twice", b);
          g_test_fail ();
        }
    }
}

/* --- fixing unasked --- */

/* Letters and digits in a row, one run a line; what has no width parts none. Returns: (owned). */
static char *
runs_of (const char *text)
{
  GString *runs = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (runs, c);
      else if (c != 0x200B && c != 0x2060 && c != 0xFEFF && c != 0xAD && runs->len > 0
               && runs->str[runs->len - 1] != '\n')
        g_string_append_c (runs, '\n');
    }
  return g_string_free (runs, FALSE);
}

static void
test_fixing_unasked_changes_no_word (void)
{
  g_autoptr(GPtrArray) paths = fixtures (".json");
  guint fixed = 0;

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr(StetArticle) article = read_story (paths->pdata[i]);
      g_autoptr(GPtrArray) fixes = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr (StetArticle) after
          = stet_checker_fix (checker, article, NULL, NULL, &fixes, &error);
      g_autofree char *json = stet_article_to_json (article);
      g_autofree char *json_after = stet_article_to_json (after);
      g_autofree char *runs = runs_of (json);
      g_autofree char *runs_after = runs_of (json_after);

      g_assert_no_error (error);
      g_test_message ("%s: %u mended", (char *) paths->pdata[i], fixes->len);
      if (is_clean (paths->pdata[i]))
        g_assert_cmpstr (json, ==, json_after);
      g_assert_cmpstr (runs, ==, runs_after);
      fixed += fixes->len;
    }
  g_assert_cmpuint (fixed, >=, 5);
}

/* --- correct copy --- */

static void
test_correct_copy_is_quiet (void)
{
  g_autoptr(GPtrArray) paths = fixtures ("quiet.txt");

  g_assert_cmpuint (paths->len, >, 0);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *dir = g_path_get_dirname (paths->pdata[i]);
      g_autofree char *language = g_path_get_basename (dir);
      g_autofree char *text = stet_test_read (paths->pdata[i]);
      g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

      for (gsize k = 0; lines[k] != NULL; k++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(GPtrArray) findings = NULL;

          if (*lines[k] == '\0' || *lines[k] == '#')
            continue;
          findings = stet_checker_check_text (checker, lines[k], language, &error);
          g_assert_no_error (error);
          for (guint n = 0; n < findings->len; n++)
            if (((StetFinding *) findings->pdata[n])->level > STET_LEVEL_ADVICE)
              {
                tell (lines[k], findings->pdata[n]);
                g_test_fail ();
              }
        }
    }
}

/* --- its neighbours, which are wrong --- */

static gboolean
is_told (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->code, code) == 0 && finding->level > STET_LEVEL_ADVICE)
        return TRUE;
    }
  return FALSE;
}

static void
assert_loud (const char *line, const char *language)
{
  g_auto(GStrv) parts = g_strsplit (line, "\t", 2);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) findings = NULL;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  findings = stet_checker_check_text (checker, parts[1], language, &error);
  g_assert_no_error (error);
  if (is_told (findings, parts[0]))
    return;
  g_test_message ("nothing above advice is told: %s: %s", parts[0], parts[1]);
  g_test_fail ();
}

static void
test_what_looks_like_it_is_told (void)
{
  g_autoptr(GPtrArray) paths = fixtures ("loud.txt");

  g_assert_cmpuint (paths->len, ==, 2);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *dir = g_path_get_dirname (paths->pdata[i]);
      g_autofree char *language = g_path_get_basename (dir);
      g_autofree char *text = stet_test_read (paths->pdata[i]);
      g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

      for (gsize k = 0; lines[k] != NULL; k++)
        if (*lines[k] != '\0' && *lines[k] != '#')
          assert_loud (lines[k], language);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  int status;

  stet_test_init (&argc, &argv);
  checker = stet_checker_new (NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/style/precision/clean", test_clean_stories_are_left_in_peace);
  g_test_add_func ("/style/precision/planted", test_planted_faults_are_found);
  g_test_add_func ("/style/precision/twice", test_no_place_is_told_twice);
  g_test_add_func ("/style/precision/fix", test_fixing_unasked_changes_no_word);
  g_test_add_func ("/style/precision/quiet", test_correct_copy_is_quiet);
  g_test_add_func ("/style/precision/loud", test_what_looks_like_it_is_told);
  status = g_test_run ();
  stet_checker_unref (checker);
  return status;
}
