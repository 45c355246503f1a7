/* Spelling: what is told and how loudly, what is left alone, lists of words, threads. */
#include "config.h"

#include "style/checker.h"
#include "style/pack.h"

#include "article/format.h"
#include "support.h"

#include <string.h>

static StetChecker *
checker_at (const char *root)
{
  StetCheckerOptions options = { .packs_root = root, .interface_language = "en" };
  g_autoptr (GError) error = NULL;
  StetChecker *checker = stet_checker_new (&options, NULL, &error);

  g_assert_no_error (error);
  return checker;
}

static gboolean
has_dictionaries (StetChecker *checker)
{
  StetSpelling *spelling = stet_checker_spelling (checker);

  if (stet_spelling_has_dictionary (spelling, "en", NULL)
      && stet_spelling_has_dictionary (spelling, "es", NULL))
    return TRUE;
  g_test_skip ("the dictionaries hunspell-en-us and hunspell-es are not installed");
  return FALSE;
}

/* "warning minnister, advice blorft" */
static char *
spelling_of (GPtrArray *findings)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (!g_str_has_prefix (finding->rule, "spelling."))
        continue;
      g_assert_null (finding->replacements[0]);
      g_string_append_printf (out, "%s%s %s", out->len > 0 ? ", " : "",
                              stet_level_name (finding->level), finding->match);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static const struct { const char *why, *language, *text, *found; } cases[] = {
  { "a slip, one letter missing", "en", "The minnister met.", "warning minnister" },
  { "a rule of a pack speaks of it already", "es", "La informacion llegó.", "" },
  { "two letters swapped", "en", "They saw teh ship.", "warning teh" },
  { "a letter too many", "en", "They saw it tommorrow.", "warning tommorrow" },
  { "an accent missing", "es", "La camara llegó.", "warning camara" },
  { "an accent wrong", "es", "Las imagenes y los jóvenes.", "warning imagenes" },
  { "a tilde missing", "es", "La companía española.", "warning companía" },
  { "unknown, and close to nothing", "en", "A zxqwvut stood there.", "advice zxqwvut" },
  { "a name", "en", "They met Zhirnov there.", "" },
  { "a name at the start of a sentence too", "en", "They met Zhirnov. Zhirnov left.", "" },
  { "a name's genitive", "en", "They met Zhirnov and saw Zhirnov’s car.", "" },
  { "a capital and a slip", "en", "They met the Minnister there.", "advice Minnister" },
  { "a name close to a word that recurs", "en", "They saw Aprill there. Then Aprill left.", "" },
  { "what recurs is meant", "en", "A tweeet, a tweeet and a tweeet.",
    "advice tweeet, advice tweeet, advice tweeet" },
  { "figures", "en", "The b52s and 21st and mp3 came.", "" },
  { "all capitals", "en", "The MINREX and the CDRS met.", "" },
  { "a capital inside", "en", "An iPhonne and a YouTubbe clip.", "" },
  { "handles and addresses", "en",
    "See @minnister, #minnister, www.minnister.example and minnister@example.org.", "" },
  { "paths and parts", "en", "See minnister_file and minnister.txt and docs/minnister.", "" },
  { "short words", "en", "An ol xq.", "" },
  { "another country's spelling", "en", "The tyre of it.", "advice tyre" },
  { "British English", "en-GB", "The tyre of it.", "" },
  { "a Spanish word in a quotation", "en", "They call it \"informaciones\" there.", "" },
  { "a Spanish word outside", "en", "They wore a guayabera there.", "advice guayabera" },
  { "an English word in Spanish", "es", "Fue un government malo.", "advice government" },
  { "with an apostrophe", "en", "They don’t know what they’re for; it isn't.", "" },
  { "with a hyphen", "en", "A well-known state-run house.", "" },
  { "with a hyphen and a slip", "en", "A state-minnister house.", "warning state-minnister" },
  { "Spanish verbs with pronouns", "es", "Quiso decírselo y dándoselas se fue.", "" },
  { "a word at the start, lower case known", "es", "Quiénes vinieron. «Ayer» llovió.", "" },
  { "another script", "en", "They wrote Правда there.", "" },
  { "a language without a dictionary", "tlh", "Minnister minnister.", "" },
  { "Spanish of Cuba", "es-CU", "La casa y la camara.", "warning camara" },
};

static void
test_what_is_told (void)
{
  g_autoptr (StetChecker) checker = checker_at (NULL);

  if (!has_dictionaries (checker))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) findings
          = stet_checker_check_text (checker, cases[i].text, cases[i].language, NULL);
      g_autofree char *found = spelling_of (findings);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

static void
test_names_of_the_story_are_known (void)
{
  static const char text[]
      = "{\"language\":\"en\",\"headline\":\"Minnister\",\"byline\":\"Ana Desiner\",\"tags\":[\"Zapata tweeets\"],"
        "\"photo\":{\"credit\":\"Photo © Framer Pressa\"},"
        "\"body\":[{\"type\":\"paragraph\",\"text\":\"They saw tweeets of desiner and pressa and a minnister.\","
        "\"spans\":[{\"type\":\"code\",\"start\":0,\"end\":0}]}]}";
  g_autoptr (StetChecker) checker = checker_at (NULL);
  g_autoptr (StetRandom) random = stet_random_new_seeded (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_read (STET_FORMAT_JSON, text, NULL, random, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  if (!has_dictionaries (checker))
    return;
  findings = stet_checker_check (checker, article, NULL, NULL, NULL);
  found = spelling_of (findings);
  g_assert_cmpstr (found, ==, "warning minnister");
}

static void
test_lists_make_words_right (void)
{
  static const char pack[] = "format: stet-pack/1\nname: casa\nlanguage: en\n";
  static const char house[] = "# the house's\nguayaberra\nGranma  # the paper\n\ndon’tcha\n";
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *folder = g_build_filename (dir, "newsroom", "casa", NULL);
  g_autofree char *pack_file = g_build_filename (folder, "pack.yaml", NULL);
  g_autofree char *words_file = g_build_filename (folder, "words.txt", NULL);
  g_autoptr (StetChecker) checker = NULL;
  StetSpelling *spelling;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (pack_file, pack, -1, NULL));
  g_assert_true (g_file_set_contents (words_file, house, -1, NULL));
  checker = checker_at (dir);
  if (!has_dictionaries (checker))
    return;
  spelling = stet_checker_spelling (checker);
  g_assert_cmpint (stet_spelling_look_up (spelling, "en", NULL, "guayaberra"), ==, STET_WORD_KNOWN);
  g_assert_cmpint (stet_spelling_look_up (spelling, "en-US", NULL, "Guayaberra"), ==,
                   STET_WORD_KNOWN);
  g_assert_cmpint (stet_spelling_look_up (spelling, "en", NULL, "Granma"), ==, STET_WORD_KNOWN);
  g_assert_cmpint (stet_spelling_look_up (spelling, "en", NULL, "don'tcha"), ==, STET_WORD_KNOWN);
  g_assert_cmpint (stet_spelling_look_up (spelling, "es", NULL, "guayaberra"), !=, STET_WORD_KNOWN);
  g_assert_cmpint (stet_spelling_look_up (spelling, "en", NULL, "paper#"), !=, STET_WORD_KNOWN);
  g_assert_cmpuint (stet_spelling_set_own_words (spelling, "minnister\r\n", 11), ==, 0);
  g_assert_cmpint (stet_spelling_look_up (spelling, "es", NULL, "minnister"), ==, STET_WORD_KNOWN);
  stet_spelling_set_own_words (spelling, "", 0);
  g_assert_cmpint (stet_spelling_look_up (spelling, "en", NULL, "minnister"), ==, STET_WORD_CLOSE);
}

static void
test_lists_have_limits (void)
{
  g_autoptr (StetSpelling) spelling = stet_spelling_new ();
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < STET_WORDS_MAX; i++)
    g_string_append_printf (list, "w%u\n", i);
  g_assert_cmpuint (stet_spelling_set_own_words (spelling, list->str, list->len), ==, 0);
  g_string_append (list, "one more\n");
  g_assert_cmpuint (stet_spelling_set_own_words (spelling, list->str, list->len), ==, 1);
  g_string_truncate (list, 0);
  for (guint i = 0; i < STET_WORD_BYTES_MAX; i++)
    g_string_append_c (list, 'a');
  g_assert_cmpuint (stet_spelling_set_own_words (spelling, list->str, list->len), ==, 0);
  g_string_append_c (list, 'a');
  g_assert_cmpuint (stet_spelling_set_own_words (spelling, list->str, list->len), ==, 1);
  g_assert_cmpuint (stet_spelling_set_own_words (spelling, "\xff\xfe", 2), ==, 0);
}

static void
test_suggestions_are_had_on_demand (void)
{
  g_autoptr (StetChecker) checker = checker_at (NULL);
  StetSpelling *spelling = stet_checker_spelling (checker);
  g_auto (GStrv) english = NULL;
  g_auto (GStrv) spanish = NULL;
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) split = NULL;

  if (!has_dictionaries (checker))
    return;
  english = stet_spelling_suggest (spelling, "en", NULL, "minnister");
  spanish = stet_spelling_suggest (spelling, "es", NULL, "informacion");
  none = stet_spelling_suggest (spelling, "tlh", NULL, "minnister");
  g_assert_true (g_strv_contains ((const char *const *) english, "minister"));
  g_assert_true (g_strv_contains ((const char *const *) spanish, "información"));
  split = stet_spelling_suggest (spelling, "en", NULL, "harborr");
  g_assert_cmpstr (split[0], ==, "harbor");
  g_assert_cmpuint (g_strv_length (english), <=, STET_SUGGESTIONS_MAX);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static gpointer
check_thread (gpointer data)
{
  for (guint round = 0; round < 50; round++)
    {
      g_autofree char *word = g_strdup_printf ("gov%uernment", round);

      g_assert_cmpint (stet_spelling_look_up (data, "en", NULL, "government"), ==, STET_WORD_KNOWN);
      g_assert_cmpint (stet_spelling_look_up (data, "es", NULL, "gobierno"), ==, STET_WORD_KNOWN);
      g_assert_cmpint (stet_spelling_look_up (data, "en", NULL, "minnister"), ==, STET_WORD_CLOSE);
      g_assert_cmpint (stet_spelling_look_up (data, "en", NULL, word), !=, STET_WORD_KNOWN);
    }
  return NULL;
}

static void
test_threads_may_check_side_by_side (void)
{
  g_autoptr (StetChecker) checker = checker_at (NULL);
  GThread *threads[3];

  if (!has_dictionaries (checker))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("check", check_thread, stet_checker_spelling (checker));
  for (guint i = 0; i < 20; i++)
    stet_spelling_set_own_words (stet_checker_spelling (checker), "another\n", 8);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/spelling/told", test_what_is_told);
  g_test_add_func ("/spelling/names", test_names_of_the_story_are_known);
  g_test_add_func ("/spelling/lists", test_lists_make_words_right);
  g_test_add_func ("/spelling/limits", test_lists_have_limits);
  g_test_add_func ("/spelling/suggestions", test_suggestions_are_had_on_demand);
  g_test_add_func ("/spelling/threads", test_threads_may_check_side_by_side);
  return g_test_run ();
}
