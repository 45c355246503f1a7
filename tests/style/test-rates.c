/* How often each rule speaks on a fixed corpus: our own clean stories, and Debian's fortunes where
 * they are installed. The table tests/style/data/rates-LANGUAGE.tsv holds what was counted when
 * somebody last looked; far more is taken for an alarm about false positives.
 * STET_RATES_WRITE=FOLDER writes the tables anew: read the difference before keeping it. Spelling
 * is left out, since dictionaries differ from computer to computer. */
#include "config.h"

#include "style/checker.h"

#include "article/json.h"
#include "base/text.h"
#include "support.h"

#include <string.h>

#define FORTUNE_WORDS_MAX 60000
#define JUMP_PERCENT 50
#define JUMP_HITS 3
#define CHUNK_BYTES 4000

typedef enum { CORPUS_STORIES = 0, CORPUS_FORTUNES, N_CORPORA } CorpusKind;

typedef struct { guint hits[N_CORPORA]; } Rate;

typedef struct
{
  const char *language;
  const char *fortunes; /* folder */
  const char *suffix;   /* of its files; "": those without one */
} Corpus;

static const Corpus corpora[] = {
  { "en", "/usr/share/games/fortunes", "" },
  { "es", "/usr/share/games/fortunes/es", ".fortunes" },
};

static StetChecker *checker;

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static gboolean
has_suffix (const char *name, const char *suffix)
{
  return *suffix != '\0' ? g_str_has_suffix (name, suffix) : strchr (name, '.') == NULL;
}

/* Returns: (owned) sorted; empty where there is no such folder. */
static GPtrArray *
files_in (const char *path, const char *suffix)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (has_suffix (name, suffix) && g_file_test (file, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (files, g_steal_pointer (&file));
    }
  g_ptr_array_sort (files, compare_paths);
  return files;
}

static void
count (GHashTable *rates, GPtrArray *findings, CorpusKind kind)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);
      Rate *rate = g_hash_table_lookup (rates, finding->rule);

      if (g_str_has_prefix (finding->rule, "spelling."))
        continue;
      if (rate == NULL)
        {
          rate = g_new0 (Rate, 1);
          g_hash_table_insert (rates, g_strdup (finding->rule), rate);
        }
      rate->hits[kind]++;
      if (g_getenv ("STET_RATES_SHOW") != NULL
          && (finding->level > STET_LEVEL_ADVICE
              || strcmp (g_getenv ("STET_RATES_SHOW"), finding->rule) == 0))
        g_test_message ("%s: %s [%s] %s", finding->rule, stet_level_name (finding->level),
                        finding->match != NULL ? finding->match : "", finding->message);
    }
}

/* Stories with a table beside them have faults on purpose. */
static gboolean
is_clean (const char *path)
{
  g_autofree char *stem = g_strndup (path, (gsize) (strrchr (path, '.') - path));
  g_autofree char *table = g_strconcat (stem, ".tsv", NULL);

  return !g_file_test (table, G_FILE_TEST_EXISTS);
}

static guint
count_stories (const Corpus *corpus, GHashTable *rates)
{
  g_autofree char *relative = g_build_filename ("fixtures/style", corpus->language, NULL);
  g_autofree char *dir = stet_test_file (relative);
  g_autoptr(GPtrArray) files = files_in (dir, ".json");
  guint n = 0;

  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr(StetRandom) random = stet_random_new_seeded (1);
      g_autoptr(StetArticle) article = NULL;
      g_autoptr(GPtrArray) findings = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *json = NULL;

      if (!is_clean (files->pdata[i]))
        continue;
      json = stet_test_read (files->pdata[i]);
      article = stet_article_from_json (json, strlen (json), random, &error);
      g_assert_no_error (error);
      findings = stet_checker_check (checker, article, NULL, NULL, &error);
      g_assert_no_error (error);
      count (rates, findings, CORPUS_STORIES);
      n++;
    }
  return n;
}

/* One fortune as one paragraph, without who said it and where the lines were broken. Returns:
 * (owned). */
static char *
paragraph_of (const char *fortune)
{
  g_auto(GStrv) lines = g_strsplit (fortune, "\n", -1);
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (g_str_has_prefix (lines[i], "--"))
        break;
      if (*lines[i] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", lines[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Several at a time, a line each, for speed. */
static void
check_chunk (const Corpus *corpus, GString *chunk, GHashTable *rates)
{
  g_autoptr(GError) error = NULL;
  g_autoptr (GPtrArray) findings
      = stet_checker_check_text (checker, chunk->str, corpus->language, &error);

  g_assert_no_error (error);
  count (rates, findings, CORPUS_FORTUNES);
  g_string_truncate (chunk, 0);
}

/* Returns: the number of words; 0 where they are not installed. */
static guint
count_fortunes (const Corpus *corpus, GHashTable *rates)
{
  g_autoptr(GPtrArray) files = files_in (corpus->fortunes, corpus->suffix);
  g_autoptr(GString) chunk = g_string_new (NULL);
  guint words = 0;

  for (guint i = 0; i < files->len && words < FORTUNE_WORDS_MAX; i++)
    {
      g_autofree char *text = stet_test_read (files->pdata[i]);
      g_auto(GStrv) fortunes = g_strsplit (text, "\n%", -1);

      for (gsize k = 0;
           g_utf8_validate (text, -1, NULL) && fortunes[k] != NULL && words < FORTUNE_WORDS_MAX;
           k++)
        {
          g_autofree char *paragraph = paragraph_of (fortunes[k]);

          words += stet_text_count_words (paragraph);
          g_string_append_printf (chunk, "%s%s", chunk->len > 0 ? "\n\n" : "", paragraph);
          if (chunk->len > CHUNK_BYTES)
            check_chunk (corpus, chunk, rates);
        }
    }
  check_chunk (corpus, chunk, rates);
  return words;
}

/* --- the table --- */

static void
write_table (const Corpus *corpus, GHashTable *rates)
{
  g_autoptr(GString) out = g_string_new ("rule\tstories\tfortunes\n");
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *base = g_strconcat ("rates-", corpus->language, ".tsv", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("STET_RATES_WRITE"), base, NULL);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, rates);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_paths);
  for (guint i = 0; i < names->len; i++)
    {
      const Rate *rate = g_hash_table_lookup (rates, names->pdata[i]);

      g_string_append_printf (out, "%s\t%u\t%u\n", (char *) names->pdata[i],
                              rate->hits[CORPUS_STORIES], rate->hits[CORPUS_FORTUNES]);
    }
  g_assert_true (g_file_set_contents (path, out->str, (gssize) out->len, NULL));
}

/* Returns: (owned) (nullable) there is no table for this language yet. */
static GHashTable *
read_table (const Corpus *corpus)
{
  g_autofree char *relative = g_strconcat ("style/data/rates-", corpus->language, ".tsv", NULL);
  g_autofree char *path = stet_test_file (relative);
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_hash_table_unref (table);
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto(GStrv) columns = g_strsplit (lines[i], "\t", -1);
      Rate *rate = g_new0 (Rate, 1);

      g_assert_cmpuint (g_strv_length (columns), ==, 1 + N_CORPORA);
      for (guint k = 0; k < N_CORPORA; k++)
        rate->hits[k] = (guint) g_ascii_strtoull (columns[1 + k], NULL, 10);
      g_hash_table_insert (table, g_strdup (columns[0]), rate);
    }
  return table;
}

static gboolean
is_jump (guint before, guint now)
{
  return now > before + JUMP_HITS && now * 100 > before * (100 + JUMP_PERCENT);
}

static void
compare (GHashTable *table, GHashTable *rates)
{
  static const char *const names[N_CORPORA] = { "our stories", "fortunes" };
  GHashTableIter iter;
  gpointer rule, value;

  g_hash_table_iter_init (&iter, rates);
  while (g_hash_table_iter_next (&iter, &rule, &value))
    for (guint k = 0; k < N_CORPORA; k++)
      {
        const Rate *frozen = g_hash_table_lookup (table, rule);
        guint before = frozen != NULL ? frozen->hits[k] : 0, now = ((Rate *) value)->hits[k];

        if (!is_jump (before, now))
          continue;
        g_test_message (
            "%s speaks %u times in %s, before %u: false alarms? See STET_RATES_SHOW, and freeze it anew with "
            "STET_RATES_WRITE once you have read them",
            (char *) rule, now, names[k], before);
        g_test_fail ();
      }
}

static void
test_rates_do_not_jump (gconstpointer data)
{
  const Corpus *corpus = data;
  g_autoptr(GHashTable) rates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GHashTable) table = read_table (corpus);
  guint stories = count_stories (corpus, rates), words = count_fortunes (corpus, rates);

  g_test_message ("%s: %u stories, %u words of fortunes, %u rules spoke", corpus->language, stories,
                  words, g_hash_table_size (rates));
  if (words == 0)
    g_test_message ("the fortunes are not installed: only our own stories were counted");
  if (g_getenv ("STET_RATES_WRITE") != NULL)
    write_table (corpus, rates);
  else if (table == NULL)
    g_test_skip ("no rates are frozen for this language yet");
  else
    compare (table, rates);
}

static void
test_a_jump_is_one (void)
{
  static const struct { guint before, now; gboolean jump; const char *why; } cases[] = {
    { 0, 0, FALSE, "nothing" },           { 0, 3, FALSE, "a few may come by chance" },
    { 0, 4, TRUE, "a rule never seen" },  { 10, 15, FALSE, "half as much" },
    { 10, 16, TRUE, "more than that" },   { 2, 5, FALSE, "too few to tell" },
    { 10, 0, FALSE, "less is no alarm" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (is_jump (cases[i].before, cases[i].now), ==, cases[i].jump);
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
  g_test_add_func ("/style/rates/jump", test_a_jump_is_one);
  for (gsize i = 0; i < G_N_ELEMENTS (corpora); i++)
    {
      g_autofree char *path = g_strconcat ("/style/rates/", corpora[i].language, NULL);

      g_test_add_data_func (path, &corpora[i], test_rates_do_not_jump);
    }
  status = g_test_run ();
  stet_checker_unref (checker);
  return status;
}
