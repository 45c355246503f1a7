/* What `stet fix` changes unasked, what it leaves to a person, and what one rule changes when
 * asked. */
#include "config.h"

#include "style/checker.h"

#include "article/json.h"
#include "support.h"

#include <string.h>

static StetChecker *
checker_new (void)
{
  g_autoptr(GError) error = NULL;
  StetChecker *checker = stet_checker_new (NULL, NULL, &error);

  g_assert_no_error (error);
  return checker;
}

static StetArticle *
article_from (const char *json)
{
  g_autoptr(StetRandom) random = stet_random_new_seeded (3);
  g_autoptr(GError) error = NULL;
  StetArticle *article = stet_article_from_json (json, strlen (json), random, &error);

  g_assert_no_error (error);
  return article;
}

static void
test_texts_are_fixed_where_it_is_safe (void)
{
  static const struct { const char *language, *before, *after, *why; } cases[] = {
    { "en", "The  roof , he said,  holds.. Yes.", "The roof, he said, holds. Yes.",
      "spaces and doubled marks" },
    { "en", "The deci\u200bsion.", "The decision.", "an invisible character" },
    { "en", "One   two    three", "One two three", "runs of any length" },
    { "en", "He said \"the  roof , yes\" twice.", "He said \"the  roof , yes\" twice.",
      "what others said stays" },
    { "en", "Then Luis  Prado left.", "Then Luis  Prado left.", "a name stays" },
    { "en", "They went towards it.", "They went towards it.", "a word is a person's choice" },
    { "en", "See https://example.org/a,,b now.", "See https://example.org/a,,b now.",
      "an address stays" },
    { "en", "Wait... There", "Wait... There", "an ellipsis is none of these" },
    { "es", "La  plaza , dijo,, abre..", "La plaza, dijo, abre.", "the same in Spanish" },
    { "es", "Dijo «la  plaza , sí» ayer.", "Dijo «la  plaza , sí» ayer.",
      "what others said stays" },
    { "en", "a , , b", "a, , b", "a mark after a mark is not guessed at" },
    { "en", "", "", "nothing" },
  };
  g_autoptr(StetChecker) checker = checker_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) fixes = NULL;
      g_autoptr(GPtrArray) again = NULL;
      g_autofree char *fixed = stet_checker_fix_text (checker, cases[i].before, cases[i].language,
                                                      NULL, &fixes, &error);
      g_autofree char *twice = NULL;

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (fixed, ==, cases[i].after);
      g_assert_cmpint (fixes->len > 0, ==, strcmp (cases[i].before, cases[i].after) != 0);
      twice = stet_checker_fix_text (checker, fixed, cases[i].language, NULL, &again, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (twice, ==, fixed);
      g_assert_cmpuint (again->len, ==, 0);
    }
}

static void
test_one_rule_is_applied_when_asked (void)
{
  static const struct { const char *rule, *before, *after; } cases[] = {
    { "EN-W01", "Towards the gate, then towards the pier.",
      "Toward the gate, then toward the pier." },
    { "en.CourtesyTitle", "Mr. Luis Prado met Mrs Ibarra.", "Luis Prado met Ibarra." },
    { "EN-Q01", "\"Yes\", he said. \"No\".", "\"Yes,\" he said. \"No.\"" },
    { "EN-W14", "Some say so.", "Some say so." },
    { "EN-W08", "the the roof", "the roof" },
  };
  g_autoptr(StetChecker) checker = checker_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *fixed
          = stet_checker_fix_text (checker, cases[i].before, "en", cases[i].rule, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (fixed, ==, cases[i].after);
    }
}

static void
test_the_capital_of_a_sentence_start_stays (void)
{
  static const struct { const char *rule, *before, *after, *why; } cases[] = {
    { "extends: substitution\nmessage: m\nignorecase: true\nswap: {utilise: use}\n",
      "Utilise it. They Utilise it. «Utilise it»", "Use it. They use it. «Use it»",
      "a capital, and none within a sentence" },
    { "extends: substitution\nmessage: m\nignorecase: true\nswap: {ésto: éso}\n",
      "Ésto no. ¿Ésto? Y ésto.", "Éso no. ¿Éso? Y éso.", "an accent" },
    { "extends: substitution\nmessage: m\nignorecase: true\nswap: {ñame: ñandú}\n",
      "Ñame frito.\nÑame", "Ñandú frito.\nÑandú", "a tilde" },
    { "extends: substitution\nmessage: m\nignorecase: true\nswap: {al interior de: en}\n",
      "Al interior de Cuba.", "En Cuba.", "several words" },
    { "extends: existence\nmessage: m\nnonword: true\nignorecase: true\ntokens: ['basically,']\naction: {name: remove}\n",
      "Basically, it ends. And basically, it ends.", "It ends. And it ends.",
      "what goes leaves its capital" },
    { "extends: existence\nmessage: m\nnonword: true\nignorecase: true\ntokens: ['bueno,']\naction: {name: remove}\n",
      "Bueno, él calló. Bueno, ñapas.", "Él calló. Ñapas.", "the same with an accent" },
    { "extends: existence\nmessage: m\nnonword: true\ntokens: ['Mr']\naction: {name: remove}\n",
      "Mr iPhone. A Mr prado.", "IPhone. A prado.", "only at the start" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *dir = stet_test_dir ();
      g_autofree char *path = g_build_filename (dir, "A.yml", NULL);
      StetCheckerOptions options = { .only_file = path };
      g_autoptr(StetChecker) checker = NULL;
      g_autofree char *folder = g_path_get_basename (dir);
      g_autofree char *rule = g_strconcat (folder, ".A", NULL);
      g_autofree char *fixed = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].rule, -1, NULL));
      checker = stet_checker_new (&options, NULL, &error);
      g_assert_no_error (error);
      fixed = stet_checker_fix_text (checker, cases[i].before, "en", rule, NULL, &error);
      g_assert_no_error (error);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (fixed, ==, cases[i].after);
    }
}

static void
test_an_unknown_rule_is_an_error (void)
{
  g_autoptr(StetChecker) checker = checker_new ();
  g_autoptr(StetArticle) article = article_from ("{\"headline\": \"x\"}");
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) other = NULL;

  g_assert_null (stet_checker_fix_text (checker, "x", "en", "en.NoSuch", NULL, &error));
  g_assert_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND);
  g_assert_null (stet_checker_fix (checker, article, NULL, "en.NoSuch", NULL, &other));
  g_assert_error (other, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND);
}

static const char *
text_of (StetArticle *article, const char *name)
{
  g_autoptr(StetProse) prose = NULL;
  StetField field;

  g_assert_true (stet_field_parse (name, &field, NULL));
  prose = stet_article_text_at (article, &field);
  return g_intern_string (stet_prose_text (prose));
}

static void
test_a_story_is_fixed_in_its_texts_only (void)
{
  g_autoptr(StetChecker) checker = checker_new ();
  g_autoptr (StetArticle) article = article_from (
      "{\"language\": \"en\", \"headline\": \"The  roof\", \"photo\": {\"caption\": \"The  roof\", \"credit\": \"Photo ©  X\"},"
      " \"body\": [{\"text\": \"The  roof , he said,  holds.\", \"spans\": [{\"type\": \"bold\", \"start\": 5, \"end\": 9}]},"
      "  {\"type\": \"quote\", \"text\": \"As  it was.\"}], \"tags\": [\"old  roofs\"], \"byline\": \"Luis  Prado\"}");
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) fixes = NULL;
  g_autoptr(StetArticle) fixed = stet_checker_fix (checker, article, NULL, NULL, &fixes, &error);
  g_autoptr(StetArticle) twice = NULL;
  guint n;
  const StetSpan *spans;

  g_assert_no_error (error);
  g_assert_cmpstr (text_of (fixed, "headline"), ==, "The roof");
  g_assert_cmpstr (text_of (fixed, "photo.caption"), ==, "The roof");
  g_assert_cmpstr (text_of (fixed, "photo.credit"), ==, "Photo ©  X");
  g_assert_cmpstr (text_of (fixed, "body[0]"), ==, "The roof, he said, holds.");
  g_assert_cmpstr (text_of (fixed, "body[1]"), ==, "As  it was.");
  g_assert_cmpstr (text_of (fixed, "tags[0]"), ==, "old  roofs");
  g_assert_cmpstr (text_of (fixed, "byline"), ==, "Luis  Prado");
  spans = stet_prose_spans (stet_block_prose (stet_article_block (fixed, 0)), &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (spans[0].start_chars, ==, 4);
  g_assert_cmpuint (spans[0].end_chars, ==, 8);
  g_assert_cmpuint (fixes->len, ==, 5);
  g_assert_cmpstr (((StetFix *) g_ptr_array_index (fixes, 0))->field, ==, "headline");
  g_assert_cmpstr (((StetFix *) g_ptr_array_index (fixes, 3))->before, ==, " ,");
  g_assert_cmpstr (((StetFix *) g_ptr_array_index (fixes, 3))->after, ==, ",");
  twice = stet_checker_fix (checker, fixed, NULL, NULL, NULL, &error);
  g_assert_true (twice == fixed);
}

static void
test_what_stands_is_not_fixed (void)
{
  g_autoptr(StetChecker) checker = checker_new ();
  g_autoptr (StetArticle) article
      = article_from ("{\"language\": \"en\", \"headline\": \"The  roof\"}");
  StetStand stand = { (char *) "0", (char *) "en.DoubleSpace", (char *) "verse", (char *) "e",
                      (char *) "t", (char *) "story" };
  g_autoptr(StetReview) review = stet_review_new ();
  g_autoptr(StetArticle) fixed = NULL;

  stet_review_add_stand (review, &stand);
  fixed = stet_checker_fix (checker, article, review, NULL, NULL, NULL);
  g_assert_true (fixed == article);
}

static void
test_an_edit_applies_only_to_what_was_checked (void)
{
  g_autoptr(StetChecker) checker = checker_new ();
  g_autoptr (StetArticle) article
      = article_from ("{\"language\": \"en\", \"headline\": \"Walk towards it\"}");
  g_autoptr (StetArticle) changed
      = article_from ("{\"language\": \"en\", \"headline\": \"Go towards the gate\"}");
  g_autoptr(GPtrArray) findings = stet_checker_check (checker, article, NULL, NULL, NULL);
  const StetFinding *finding = NULL;
  g_autoptr(StetEdit) edit = NULL;
  g_autoptr(StetArticle) after = NULL;
  g_autoptr(StetArticle) back = NULL;
  g_autoptr(StetEdit) inverse = NULL;

  for (guint i = 0; i < findings->len; i++)
    if (g_strcmp0 (((StetFinding *) g_ptr_array_index (findings, i))->code, "EN-W01") == 0)
      finding = g_ptr_array_index (findings, i);
  g_assert_nonnull (finding);
  g_assert_null (stet_finding_edit (finding, 1, article));
  g_assert_null (stet_finding_edit (finding, 0, changed));
  edit = stet_finding_edit (finding, 0, article);
  after = stet_edit_apply (edit, article, &inverse, NULL);
  g_assert_cmpstr (text_of (after, "headline"), ==, "Walk toward it");
  back = stet_edit_apply (inverse, after, NULL, NULL);
  g_assert_true (stet_article_equal (back, article));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/fix/texts", test_texts_are_fixed_where_it_is_safe);
  g_test_add_func ("/style/fix/one-rule", test_one_rule_is_applied_when_asked);
  g_test_add_func ("/style/fix/capital", test_the_capital_of_a_sentence_start_stays);
  g_test_add_func ("/style/fix/unknown-rule", test_an_unknown_rule_is_an_error);
  g_test_add_func ("/style/fix/story", test_a_story_is_fixed_in_its_texts_only);
  g_test_add_func ("/style/fix/stands", test_what_stands_is_not_fixed);
  g_test_add_func ("/style/fix/edit", test_an_edit_applies_only_to_what_was_checked);
  return g_test_run ();
}
