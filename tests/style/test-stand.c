/* A stet holds on to its words: edits elsewhere leave it, a change of what was matched ends it;
 * what its scope reaches. */
#include "config.h"

#include "style/checker.h"

#include "article/json.h"
#include "support.h"

#include <string.h>

#define ROUNDS 60

static StetChecker *
checker_new (void)
{
  StetCheckerOptions options = { .interface_language = "en" };
  g_autoptr (GError) error = NULL;
  StetChecker *checker = stet_checker_new (&options, NULL, &error);

  g_assert_no_error (error);
  return checker;
}

static StetArticle *
article_of (GPtrArray *paragraphs)
{
  g_autoptr (GString) json = g_string_new (
      "{\"language\": \"en\", \"headline\": \"The sign of the old market\", \"body\": [");
  g_autoptr (StetRandom) random = stet_random_new_seeded (3);
  g_autoptr (GError) error = NULL;
  StetArticle *article;

  for (guint i = 0; i < paragraphs->len; i++)
    g_string_append_printf (json, "%s{\"type\": \"paragraph\", \"text\": \"%s\"}",
                            i > 0 ? ", " : "", (char *) g_ptr_array_index (paragraphs, i));
  g_string_append (json, "]}");
  article = stet_article_from_json (json->str, json->len, random, &error);
  g_assert_no_error (error);
  return article;
}

/* The one finding of a rule. (owned) */
static StetFinding *
finding_in (StetChecker *checker, GPtrArray *paragraphs, const StetReview *review, const char *rule)
{
  g_autoptr (StetArticle) article = article_of (paragraphs);
  g_autoptr (GPtrArray) findings = stet_checker_check (checker, article, review, NULL, NULL);
  StetFinding *found = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (finding->rule, rule) != 0)
        continue;
      g_assert_null (found);
      found = stet_finding_copy (finding);
    }
  return found;
}

static const char *const others[] = {
  "The ferry left at noon with forty people on board.",
  "A second boat followed an hour later.",
  "Nobody said when the pier would open again.",
  "The council meets on Thursday in the old hall.",
};

#define ANCHORED "They walked slowly towards the gate in the rain."

/* Paragraphs come, go and change around the one that was left to stand. */
static void
edit_elsewhere (GPtrArray *paragraphs, StetRandom *random)
{
  guint what = stet_random_below (random, 3), at = stet_random_below (random, paragraphs->len);
  gboolean is_anchored = strstr (g_ptr_array_index (paragraphs, at), "towards") != NULL;
  const char *other = others[stet_random_below (random, G_N_ELEMENTS (others))];

  if (what == 0 || is_anchored)
    g_ptr_array_insert (paragraphs, (int) at, g_strdup (other));
  else if (what == 1)
    g_ptr_array_remove_index (paragraphs, at);
  else
    {
      g_free (paragraphs->pdata[at]);
      paragraphs->pdata[at] = g_strdup (other);
    }
}

static void
test_edits_elsewhere_keep_it (void)
{
  g_autoptr (StetChecker) checker = checker_new ();
  g_autoptr (StetRandom) random = stet_random_new_seeded (20261124);
  g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (StetFinding) first = NULL;

  g_ptr_array_add (paragraphs, g_strdup (ANCHORED));
  first = finding_in (checker, paragraphs, NULL, "en.Towards");
  {
    StetStand stand = { first->id,      first->rule, (char *) "a quotation",
                        (char *) "ana", (char *) "", (char *) "finding" };

    stet_review_add_stand (review, &stand);
  }
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (StetFinding) finding = NULL;

      edit_elsewhere (paragraphs, random);
      finding = finding_in (checker, paragraphs, review, "en.Towards");
      g_assert_nonnull (finding);
      g_assert_cmpstr (finding->id, ==, first->id);
      g_assert_nonnull (finding->stand);
      g_assert_cmpstr (finding->stand->reason, ==, "a quotation");
    }
}

static void
test_a_change_of_the_words_ends_it (void)
{
  static const struct { const char *why, *text; gboolean stands; } cases[] = {
    { "as it was", ANCHORED, TRUE },
    { "far words of the same paragraph",
      "On Monday they walked slowly towards the gate in the snow.", TRUE },
    { "a sentence in front", "It rained. They walked slowly towards the gate in the rain.", TRUE },
    { "the match itself", "They walked slowly Towards the gate in the rain.", FALSE },
    { "the word before it", "They walked quickly towards the gate in the rain.", FALSE },
    { "the word after it", "They walked slowly towards a gate in the rain.", FALSE },
    { "another place", "They came and went towards noon.", FALSE },
  };
  g_autoptr (StetChecker) checker = checker_new ();
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetFinding) first = NULL;

  g_ptr_array_add (paragraphs, g_strdup (ANCHORED));
  first = finding_in (checker, paragraphs, NULL, "en.Towards");
  {
    StetStand stand = { first->id,      first->rule, (char *) "why",
                        (char *) "ana", (char *) "", (char *) "finding" };

    stet_review_add_stand (review, &stand);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetFinding) finding = NULL;

      g_free (paragraphs->pdata[0]);
      paragraphs->pdata[0] = g_strdup (cases[i].text);
      finding = finding_in (checker, paragraphs, review, "en.Towards");
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (finding != NULL && finding->stand != NULL, ==, cases[i].stands);
    }
}

/* "RULE:WORDS": for the whole desk, and for spelling in a story, only these words. */
static void
test_scopes (void)
{
  static const struct { const char *why, *scope, *rule, *text; gboolean stands; } cases[] = {
    { "the rule in the story", "story", "en.Towards", "They went Towards noon.", TRUE },
    { "the same words at the desk", "desk", "en.Towards:towards", "They went on towards noon.",
      TRUE },
    { "other words at the desk", "desk", "en.Towards:towards", "They went Towards noon.", FALSE },
    { "another rule that begins alike", "desk", "en.Toward", "They went towards noon.", FALSE },
    { "a finding's own scope names no others", "finding", "en.Towards", "They went towards noon.",
      FALSE },
  };
  g_autoptr (StetChecker) checker = checker_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (StetReview) review = stet_review_new ();
      g_autoptr (StetFinding) finding = NULL;
      StetStand stand = { (char *) "0123456789abcdef",
                          (char *) cases[i].rule,
                          (char *) "why",
                          (char *) "ana",
                          (char *) "",
                          (char *) cases[i].scope };

      g_ptr_array_add (paragraphs, g_strdup (cases[i].text));
      stet_review_add_stand (review, &stand);
      finding = finding_in (checker, paragraphs, review, "en.Towards");
      g_test_message ("%s", cases[i].why);
      g_assert_nonnull (finding);
      g_assert_cmpint (finding->stand != NULL, ==, cases[i].stands);
    }
}

static void
test_what_a_scope_holds_for (void)
{
  StetFinding towards = { .rule = (char *) "en.Towards", .match = (char *) "towards" };
  StetFinding spelling = { .rule = (char *) "spelling.en", .match = (char *) "harborr" };
  StetFinding missing = { .rule = (char *) "structure.HeadlineMissing" };
  const struct { const StetFinding *finding; const char *scope, *rule; } cases[] = {
    { &towards, "story", "en.Towards" },
    { &towards, "desk", "en.Towards:towards" },
    { &spelling, "story", "spelling.en:harborr" },
    { &missing, "desk", "structure.HeadlineMissing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *rule = stet_finding_stand_rule (cases[i].finding, cases[i].scope);

      g_assert_cmpstr (rule, ==, cases[i].rule);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/stand/elsewhere", test_edits_elsewhere_keep_it);
  g_test_add_func ("/stand/words", test_a_change_of_the_words_ends_it);
  g_test_add_func ("/stand/scopes", test_scopes);
  g_test_add_func ("/stand/holds-for", test_what_a_scope_holds_for);
  return g_test_run ();
}
