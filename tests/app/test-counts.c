/* How long a story is, in words of a person; the wanted length stays with the story. */
#include "config.h"

#include <locale.h>

#include "desk.h"
#include "support.h"

#include "app/counts.h"
#include "article/json.h"

static void
test_minutes (void)
{
  static const struct { guint words, minutes; const char *why; } cases[] = {
    { 0, 0, "nothing" }, { 114, 0, "just below the half" },  { 115, 1, "the half counts up" },
    { 230, 1, "one" },   { 344, 1, "below one and a half" }, { 345, 2, "one and a half" },
    { 2300, 10, "ten" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].why);
      g_assert_cmpuint (stet_counts_minutes (cases[i].words, 230), ==, cases[i].minutes);
    }
}

static void
test_words (void)
{
  static const struct { StetCounts counts; guint target; const char *text; } cases[] = {
    { { 0, 0 }, 0, "0 words" },
    { { 0, 0 }, 600, "0 of 600 words" },
    { { 1, 5 }, 0, "1 word · less than a minute · 5 characters" },
    { { 412, 2431 }, 600, "412 of 600 words · about 2 min · 2431 characters" },
    { { 1, 1 }, 1, "1 of 1 word · less than a minute · 1 character" },
  };
  StetCounts some = stet_counts_of_text ("The f\303\251rry, at 9.");
  g_autofree char *selected = stet_words_for_selection (&some);

  g_assert_cmpstr (selected, ==, "selected: 4 words, 16 characters");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = stet_words_for_counts (&cases[i].counts, cases[i].target, 230);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* The body with its tables, nothing else. */
static void
test_story (void)
{
  static const char story[]
      = "{\"language\": \"en\", \"headline\": \"Not counted here\", \"body\": [{\"type\": \"paragraph\", \"text\": \"One two\"},"
        "{\"type\": \"quote\", \"text\": \"Three\", \"attrs\": {\"cite\": \"Nobody\"}},"
        "{\"type\": \"table\", \"attrs\": {\"rows\": [[{\"text\": \"Four\"}, {\"text\": \"5\"}]]}}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);
  StetCounts counts;

  g_assert_no_error (error);
  counts = stet_counts_of_story (article);
  g_assert_cmpuint (counts.words, ==, 5);
  g_assert_cmpuint (counts.chars, ==, 7 + 5 + 4 + 1);
}

static void
test_parse (void)
{
  static const struct { const char *text; gboolean fine; guint words; } cases[] = {
    { "600", TRUE, 600 }, { " 600 ", TRUE, 600 },     { "", TRUE, 0 },
    { "0", TRUE, 0 },     { "100000", TRUE, 100000 }, { "100001", FALSE },
    { "-1", FALSE },      { "many", FALSE },          { "6e2", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint words = 7;

      g_assert_cmpint (stet_target_parse (cases[i].text, &words, &error), ==, cases[i].fine);
      g_assert_cmpuint (words, ==, cases[i].fine ? cases[i].words : 7);
      if (!cases[i].fine)
        g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE);
    }
}

static void
test_target (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *id = NULL;
  guint words = 9;

  {
    g_autoptr (StetWorkspace) ws = test_desk_open (dir, FALSE);

    id = test_import_clean (ws, dir);
    g_assert_true (stet_workspace_target (ws, id, &words, NULL));
    g_assert_cmpuint (words, ==, 0);
    g_assert_true (stet_workspace_set_target (ws, id, 600, NULL));
  }
  {
    g_autoptr (StetWorkspace) ws = test_desk_open (dir, FALSE);
    g_auto (TestRun) shown = test_command (ws, NULL, "count", id, NULL);
    g_auto (TestRun) set = test_command (ws, NULL, "count", id, "--target=450", NULL);
    g_auto (TestRun) json = test_command (ws, NULL, "count", id, "--json", NULL);
    g_auto (TestRun) bad = test_command (ws, NULL, "count", id, "--target=lots", NULL);
    g_auto (TestRun) none = test_command (ws, NULL, "count", "nosuch", NULL);

    g_assert_nonnull (strstr (shown.output, " of 600 words · "));
    g_assert_nonnull (strstr (set.output, " of 450 words · "));
    g_assert_nonnull (strstr (json.output, "\"target\""));
    g_assert_nonnull (strstr (json.output, "450"));
    g_assert_cmpint (bad.status, ==, 2);
    g_assert_cmpint (none.status, !=, 0);
  }
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  setlocale (LC_NUMERIC, "C"); /* how a locale groups its digits is not what is asked here */
  g_test_add_func ("/counts/minutes", test_minutes);
  g_test_add_func ("/counts/words", test_words);
  g_test_add_func ("/counts/story", test_story);
  g_test_add_func ("/counts/parse", test_parse);
  g_test_add_func ("/counts/target", test_target);
  return g_test_run ();
}
