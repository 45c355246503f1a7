/* Whole stories through the checker: what must be found, what must be left in peace, and what stays
 * put. */
#include "config.h"

#include "style/checker.h"

#include "article/format.h"
#include "article/json.h"
#include "support.h"

#include <string.h>

static StetChecker *
checker_for (const char *interface_language)
{
  StetCheckerOptions options = { .interface_language = interface_language };
  g_autoptr(GError) error = NULL;
  StetChecker *checker = stet_checker_new (&options, NULL, &error);

  g_assert_no_error (error);
  return checker;
}

static StetArticle *
story (const char *name)
{
  g_autofree char *relative = g_strdup_printf ("style/data/%s", name);
  g_autofree char *path = stet_test_file (relative);
  g_autofree char *json = stet_test_read (path);
  g_autoptr(StetRandom) random = stet_random_new_seeded (7);
  g_autoptr(GError) error = NULL;
  StetArticle *article = stet_article_from_json (json, strlen (json), random, &error);

  g_assert_no_error (error);
  return article;
}

static GPtrArray *
check (StetChecker *checker, StetArticle *article, const StetReview *review)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *findings = stet_checker_check (checker, article, review, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static char *
field_name (const StetFinding *finding)
{
  return stet_field_to_string (&finding->field);
}

static StetFinding *
find (GPtrArray *findings, const char *code, const char *field, const char *match)
{
  for (guint i = 0; i < findings->len; i++)
    {
      StetFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *name = field_name (finding);

      if ((g_strcmp0 (finding->code, code) == 0 || strcmp (finding->rule, code) == 0)
          && strcmp (name, field) == 0 && (match == NULL || g_strcmp0 (finding->match, match) == 0))
        return finding;
    }
  return NULL;
}

static void
tell (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *name = field_name (finding);

      g_test_message ("%s %s %s [%s] %s", stet_level_name (finding->level), finding->rule, name,
                      finding->match != NULL ? finding->match : "", finding->message);
    }
}

typedef struct
{
  const char *code, *field, *match; /* match (nullable): the whole field */
  StetLevel   level;
  const char *why;
} Expected;

static const Expected expected_en[] = {
  { "ST-02", "headline", NULL, STET_LEVEL_WARNING, "94 characters" },
  { "ST-15", "photo.alt", NULL, STET_LEVEL_ERROR, "no alt text" },
  { "EN-C02", "photo.caption", "Mr.", STET_LEVEL_WARNING, "courtesy title before a name" },
  { "ST-18", "photo.caption", "Odalys Ferrer Pons", STET_LEVEL_WARNING,
    "named under the picture only" },
  { "EN-Q01", "body[1]", "\",", STET_LEVEL_WARNING, "the other quotations have it inside" },
  { "EN-W14", "body[2]", "Some say", STET_LEVEL_WARNING, "nobody named" },
  { "EN-W01", "body[2]", "towards", STET_LEVEL_WARNING, "American spelling" },
  { "EN-A01", "body[2]", "XBC", STET_LEVEL_WARNING, "never spelled out" },
  { "ST-34", "faq.items[1].question", NULL, STET_LEVEL_ERROR, "a question without its mark" },
  { "ST-39", "tags", NULL, STET_LEVEL_ERROR, "no tags" },
};

static const Expected expected_es[] = {
  { "ST-04", "headline", ".", STET_LEVEL_WARNING, "a headline takes no stop" },
  { "ST-14", "photo.credit", NULL, STET_LEVEL_WARNING, "Foto © is missing" },
  { "ES-C01", "body[0]", "el Lunes", STET_LEVEL_WARNING, "a day in capitals" },
  { "ES-Q01", "body[1]", ",”", STET_LEVEL_WARNING, "a comma inside" },
  { "ES-C02", "body[2]", "El Presidente", STET_LEVEL_WARNING, "an office in capitals" },
  { "ES-G01", "body[2]", "dijo de que", STET_LEVEL_WARNING, "dequeísmo" },
  { "ES-T03", "body[2]", "Tambien", STET_LEVEL_WARNING, "an accent is missing" },
  { "ES-S10", "body[2]", "  ", STET_LEVEL_WARNING, "two spaces" },
  { "ES-G36", "body[2]", "Algunos dicen", STET_LEVEL_WARNING, "nobody named" },
  { "ST-40", "tags[2]", NULL, STET_LEVEL_WARNING, "pesca stands there already" },
};

static void
assert_expected (GPtrArray *findings, const Expected *expected, gsize n)
{
  tell (findings);
  for (gsize i = 0; i < n; i++)
    {
      const StetFinding *finding
          = find (findings, expected[i].code, expected[i].field, expected[i].match);

      if (finding == NULL || finding->level != expected[i].level)
        {
          g_test_message ("not found or another level: %s at %s: %s", expected[i].code,
                          expected[i].field, expected[i].why);
          g_test_fail ();
        }
    }
}

/* Words in whose stretch nothing above advice may be said. */
static void
assert_quiet (GPtrArray *findings, StetArticle *article, const char *const *phrases)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);
      g_autoptr(StetProse) prose = stet_article_text_at (article, &finding->field);

      for (gsize k = 0;
           prose != NULL && finding->has_range && finding->level > STET_LEVEL_ADVICE && phrases[k];
           k++)
        {
          const char *at = strstr (stet_prose_text (prose), phrases[k]);
          guint start
              = at != NULL ? (guint) g_utf8_pointer_to_offset (stet_prose_text (prose), at) : 0;

          if (at != NULL && finding->start_chars < start + (guint) g_utf8_strlen (phrases[k], -1) &&
              finding->end_chars > start)
            {
              g_test_message ("“%s” is right, and yet: %s [%s]", phrases[k], finding->rule,
                              finding->match);
              g_test_fail ();
            }
        }
    }
}

static void
test_english_story_is_read_as_a_copy_editor_would (void)
{
  static const char *const quiet[] = {
    "Gul Hassan Hassan",
    "Miss Universe",
    "Mrs. Doubtfire",
    "1996-2001",
    "\"Mr. Salcedo promised",
    "(AHC)",
    "the AHC counts",
    "Punta Brava vs. the United Crews",
    "@PuntaBravaCoop",
    "https://example.org/a,b",
    "shift,\"",
    "Nobody will miss",
    NULL,
  };
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(GPtrArray) findings = check (checker, article, NULL);

  assert_expected (findings, expected_en, G_N_ELEMENTS (expected_en));
  assert_quiet (findings, article, quiet);
  g_assert_null (find (findings, "ST-07", "dek", NULL));
  g_assert_null (find (findings, "ST-32", "faq.items", NULL));
  g_assert_null (find (findings, "ST-33", "faq.items[0].answer", NULL));
  g_assert_null (find (findings, "ST-14", "photo.credit", NULL));
  g_assert_cmpstr (find (findings, "ST-02", "headline", NULL)->message, ==,
                   "94 characters, 24 over 70.");
  g_assert_cmpstr (find (findings, "EN-Q01", "body[1]", NULL)->replacements[0], ==, ",\"");
  g_assert_true (find (findings, "ST-39", "tags", NULL)->missing);
  g_assert_false (find (findings, "ST-02", "headline", NULL)->missing);
}

static void
test_spanish_story_is_read_as_a_copy_editor_would (void)
{
  static const char *const quiet[] = {
    "«¿Qué va a pasar?» preguntó",      "Gul Hassan Hassan", "Miss Universo",
    "el domingo contra Estados Unidos", "¿jugarán?",         NULL,
  };
  g_autoptr(StetChecker) checker = checker_for ("es");
  g_autoptr(StetArticle) article = story ("story-es.json");
  g_autoptr(GPtrArray) findings = check (checker, article, NULL);

  assert_expected (findings, expected_es, G_N_ELEMENTS (expected_es));
  assert_quiet (findings, article, quiet);
  g_assert_null (find (findings, "ST-18", "photo.caption", NULL));
}

static void
test_messages_follow_the_interface_not_the_story (void)
{
  g_autoptr(StetChecker) english = checker_for ("en");
  g_autoptr(StetChecker) spanish = checker_for ("es_CU");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(GPtrArray) in_english = check (english, article, NULL);
  g_autoptr(GPtrArray) in_spanish = check (spanish, article, NULL);

  g_assert_cmpuint (in_english->len, ==, in_spanish->len);
  g_assert_cmpstr (find (in_spanish, "ST-02", "headline", NULL)->message, ==,
                   "94 caracteres, 24 sobre 70.");
  for (guint i = 0; i < in_english->len; i++)
    {
      const StetFinding *a = g_ptr_array_index (in_english, i),
                        *b = g_ptr_array_index (in_spanish, i);

      g_assert_cmpstr (a->id, ==, b->id);
      g_assert_cmpstr (a->message, !=, b->message);
      g_assert_cmpstr (a->title, !=, b->title);
    }
}

static void
test_same_story_gives_the_same_bytes (void)
{
  g_autofree char *first = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr(StetChecker) checker = checker_for ("en");
      g_autoptr(StetArticle) article = story ("story-en.json");
      g_autoptr(GPtrArray) findings = check (checker, article, NULL);
      g_autofree char *json = stet_findings_to_json (findings);

      if (first == NULL)
        first = g_steal_pointer (&json);
      else
        g_assert_cmpstr (json, ==, first);
    }
  g_assert_true (g_str_has_prefix (first, "{\"findings\":[{\"id\":\""));
  g_assert_nonnull (
      strstr (first, "\"field\":\"tags\",\"start\":null,\"end\":null,\"match\":null,"));
  g_assert_nonnull (strstr (first, "\"stet\":null}"));
}

static void
test_order_is_that_of_the_form (void)
{
  static const char *const order[] = { "headline", "photo.caption",         "photo.alt", "body[1]",
                                       "body[2]",  "faq.items[1].question", "tags",      NULL };
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(GPtrArray) findings = check (checker, article, NULL);
  gsize at = 0;
  guint last_start = 0;
  g_autofree char *last = g_strdup ("");

  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *name = field_name (finding);

      if (order[at] != NULL && strcmp (order[at], name) == 0)
        at++;
      if (strcmp (last, name) == 0 && finding->has_range)
        g_assert_cmpuint (finding->start_chars, >=, last_start);
      last_start = finding->has_range ? finding->start_chars : 0;
      g_free (last);
      last = g_strdup (name);
    }
  g_assert_null (order[at]);
}

static StetArticle *
with_text (StetArticle *article, const char *field_text, const char *text)
{
  g_autoptr(StetProse) prose = stet_prose_plain (text);
  g_autoptr(StetEdit) edit = NULL;
  g_autoptr(GError) error = NULL;
  StetField field;
  StetArticle *next;

  g_assert_true (stet_field_parse (field_text, &field, NULL));
  edit = stet_edit_text (&field, prose);
  next = stet_edit_apply (edit, article, NULL, &error);
  g_assert_no_error (error);
  return next;
}

static StetArticle *
with_paragraph_in_front (StetArticle *article)
{
  g_autoptr(StetProse) prose = stet_prose_plain ("A paragraph that was not there.");
  g_autoptr(StetBlock) block = stet_block_paragraph ("5f7f8f04-1c1a-4b8e-8a55-0d8e5bfb6a11", prose);
  g_autoptr(GPtrArray) blocks = g_ptr_array_new ();
  g_autoptr(StetEdit) edit = NULL;
  g_autoptr(GError) error = NULL;
  StetArticle *next;

  g_ptr_array_add (blocks, block);
  edit = stet_edit_blocks (0, 0, blocks);
  next = stet_edit_apply (edit, article, NULL, &error);
  g_assert_no_error (error);
  return next;
}

static void
test_ids_survive_edits_elsewhere (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(StetArticle) moved = with_paragraph_in_front (article);
  g_autoptr(StetArticle) changed = with_text (moved, "headline", "Ice at last");
  g_autoptr(GPtrArray) before = check (checker, article, NULL);
  g_autoptr(GPtrArray) after = check (checker, changed, NULL);
  static const struct { const char *code, *before, *after; } kept[] = {
    { "EN-Q01", "body[1]", "body[2]" },
    { "EN-W01", "body[2]", "body[3]" },
    { "ST-39", "tags", "tags" },
    { "ST-34", "faq.items[1].question", "faq.items[1].question" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const StetFinding *a = find (before, kept[i].code, kept[i].before, NULL);
      const StetFinding *b = find (after, kept[i].code, kept[i].after, NULL);

      g_assert_nonnull (a);
      g_assert_nonnull (b);
      g_assert_cmpstr (a->id, ==, b->id);
    }
}

static void
test_ids_are_all_different (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr (StetArticle) twice = with_text (
      article, "body[2]", "towards the gate towards the gate towards the gate towards the gate");
  g_autoptr(GPtrArray) findings = check (checker, twice, NULL);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < findings->len; i++)
    g_assert_true (g_hash_table_add (ids, ((StetFinding *) g_ptr_array_index (findings, i))->id));
}

static void
test_what_was_let_stand_no_longer_counts (void)
{
  static const struct
  {
    const char *scope;
    gboolean by_id;
    guint stands;
    const char *why;
  } cases[] = {
    { "finding", TRUE, 1, "that one place" },
    { "story", FALSE, 2, "all of the rule in this story" },
    { "desk", FALSE, 2, "all of the rule" },
    { "finding", FALSE, 0, "a finding scope goes by id only" },
  };
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) plain = story ("story-en.json");
  g_autoptr (StetArticle) article
      = with_text (plain, "body[2]", "They went towards the gate, then towards the pier.");
  g_autoptr(GPtrArray) open = check (checker, article, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const StetFinding *one = find (open, "EN-W01", "body[2]", NULL);
      StetStand stand = { cases[i].by_id ? one->id : (char *) "0123",
                          one->rule,
                          (char *) "British paper",
                          (char *) "elena",
                          (char *) "2026-11-24T05:00:00Z",
                          (char *) cases[i].scope };
      g_autoptr(StetReview) review = stet_review_new ();
      g_autoptr(GPtrArray) findings = NULL;
      guint stands = 0;

      stet_review_add_stand (review, &stand);
      findings = check (checker, article, review);
      for (guint k = 0; k < findings->len; k++)
        {
          const StetFinding *finding = g_ptr_array_index (findings, k);

          if (finding->stand == NULL)
            continue;
          stands++;
          g_assert_cmpstr (finding->stand->reason, ==, "British paper");
        }
      g_test_message ("%s", cases[i].why);
      g_assert_cmpuint (stands, ==, cases[i].stands);
      g_assert_cmpuint (stet_findings_count (findings).warning, ==,
                        stet_findings_count (open).warning - stands);
    }
}

static void
test_what_must_not_stand_does_not (void)
{
  StetStand stand = { (char *) "0",  (char *) "structure.CreditMissing",
                      (char *) "no", (char *) "x",
                      (char *) "y",  (char *) "story" };
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) plain = story ("story-en.json");
  g_autoptr(StetArticle) article = with_text (plain, "photo.credit", "");
  g_autoptr(StetReview) review = stet_review_new ();
  g_autoptr(GPtrArray) findings = NULL;

  stet_review_add_stand (review, &stand);
  findings = check (checker, article, review);
  g_assert_nonnull (find (findings, "ST-13", "photo.credit", NULL));
  g_assert_null (find (findings, "ST-13", "photo.credit", NULL)->stand);
  g_assert_false (find (findings, "ST-13", "photo.credit", NULL)->editor_may_stand);
}

static void
test_blockers_are_errors_and_fewer_in_breaking_news (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) plain = story ("story-en.json");
  g_autoptr(StetArticle) article = with_text (plain, "photo.credit", "");
  g_autoptr(GPtrArray) findings = check (checker, article, NULL);
  g_autoptr(GPtrArray) normal = stet_checker_blockers (checker, findings, FALSE);
  g_autoptr(GPtrArray) breaking = stet_checker_blockers (checker, findings, TRUE);

  g_assert_cmpuint (normal->len, ==, 4); /* credit, alt text, the question, tags */
  g_assert_cmpuint (breaking->len, ==, 1);
  g_assert_cmpstr (((StetFinding *) g_ptr_array_index (breaking, 0))->code, ==, "ST-13");
}

static void
test_an_empty_story_is_told_what_it_lacks (void)
{
  static const char *const codes[][2] = {
    { "ST-01", "headline" },   { "ST-06", "dek" },     { "ST-11", "photo" },
    { "ST-22", "body" },       { "ST-39", "tags" },    { "ST-41", "byline" },
    { "ST-42", "author_box" }, { "ST-47", "section" },
  };
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetRandom) random = stet_random_new_seeded (1);
  g_autoptr(StetArticle) article = stet_article_new_empty (random, "en");
  g_autoptr(GPtrArray) findings = check (checker, article, NULL);

  tell (findings);
  g_assert_cmpuint (findings->len, ==, G_N_ELEMENTS (codes));
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_nonnull (find (findings, codes[i][0], codes[i][1], NULL));
      g_assert_true (find (findings, codes[i][0], codes[i][1], NULL)->missing);
      g_assert_false (find (findings, codes[i][0], codes[i][1], NULL)->has_range);
    }
}

static void
test_language_picks_the_packs (void)
{
  static const struct { const char *language, *pack; } cases[] = {
    { "en", "en." },
    { "en-GB", "en." },
    { "es", "es." },
    { "es-CU", "es." },
    { "fr", "structure." },
    { "", "structure." },
    { "english", "structure." },
  };
  g_autoptr(StetChecker) checker = checker_for ("en");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr (GPtrArray) findings = stet_checker_check_text (
          checker, "Two  spaces, el  camino [pendiente].", cases[i].language, &error);
      gboolean found = FALSE;

      g_assert_no_error (error);
      for (guint k = 0; k < findings->len; k++)
        {
          const char *rule = ((StetFinding *) g_ptr_array_index (findings, k))->rule;

          found = found || g_str_has_prefix (rule, cases[i].pack);
          g_assert_true (g_str_has_prefix (rule, cases[i].pack)
                         || g_str_has_prefix (rule, "structure.")
                         || g_str_has_prefix (rule, "spelling."));
        }
      g_assert_true (found);
    }
  g_assert_cmpuint (stet_checker_n_rules (checker, "en"), >, stet_checker_n_rules (checker, "fr"));
}

static void
test_plain_text_is_checked_without_fields (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(GError) error = NULL;
  g_autoptr (GPtrArray) findings = stet_checker_check_text (
      checker, "They walked.\n\nThe Ñandú went towards the gate.", "en", &error);
  const StetFinding *finding;

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->match, ==, "towards");
  g_assert_cmpuint (finding->start_chars, ==, 29);
  g_assert_cmpuint (finding->end_chars, ==, 36);
}

static void
test_bytes_that_are_no_text_are_refused (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(GError) error = NULL;

  g_assert_null (stet_checker_check_text (checker, "caf\xe9", "en", &error));
  g_assert_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_SYNTAX);
}

static void
test_cancelling_stops_the_check (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (stet_checker_check (checker, article, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
check_thread (gpointer data)
{
  StetChecker *checker = data;
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(GPtrArray) findings = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_clear_pointer (&findings, g_ptr_array_unref);
      findings = check (checker, article, NULL);
    }
  return stet_findings_to_json (findings);
}

static void
test_two_threads_check_at_once (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  GThread *a = g_thread_new ("a", check_thread, checker);
  GThread *b = g_thread_new ("b", check_thread, checker);
  g_autofree char *first = g_thread_join (a);
  g_autofree char *second = g_thread_join (b);

  g_assert_cmpstr (first, ==, second);
}

static void
test_a_rule_explains_itself (void)
{
  g_autoptr(StetChecker) checker = checker_for ("es");
  g_autoptr(StetRuleInfo) by_name = stet_checker_explain (checker, "en.CourtesyTitle");
  g_autoptr(StetRuleInfo) by_code = stet_checker_explain (checker, "EN-C02");
  g_autoptr(GPtrArray) all = stet_checker_list (checker);

  g_assert_cmpstr (by_name->code, ==, "EN-C02");
  g_assert_cmpstr (by_code->name, ==, "en.CourtesyTitle");
  g_assert_cmpstr (by_name->title, ==, "Tratamiento de cortesía");
  g_assert_cmpstr (by_name->pack, ==, "en 1.0");
  g_assert_null (stet_checker_explain (checker, "en.NoSuchRule"));
  for (guint i = 0; i < all->len; i++)
    {
      const StetRuleInfo *info = g_ptr_array_index (all, i);

      g_assert_nonnull (info->title);
      g_assert_nonnull (info->explanation);
    }
}

static void
test_findings_are_values (void)
{
  g_autoptr(StetChecker) checker = checker_for ("en");
  g_autoptr(StetArticle) article = story ("story-en.json");
  g_autoptr(GPtrArray) findings = check (checker, article, NULL);
  g_autoptr(StetFinding) copy = stet_finding_copy (find (findings, "EN-Q01", "body[1]", NULL));
  StetLevel level;

  g_clear_pointer (&findings, g_ptr_array_unref);
  g_assert_cmpstr (copy->match, ==, "\",");
  g_assert_cmpstr (copy->replacements[0], ==, ",\"");
  g_assert_true (stet_level_parse ("suggestion", &level));
  g_assert_cmpint (level, ==, STET_LEVEL_ADVICE);
  g_assert_false (stet_level_parse ("fatal", &level));
  g_assert_cmpstr (stet_level_name (STET_LEVEL_ERROR), ==, "error");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/checker/english", test_english_story_is_read_as_a_copy_editor_would);
  g_test_add_func ("/style/checker/spanish", test_spanish_story_is_read_as_a_copy_editor_would);
  g_test_add_func ("/style/checker/messages", test_messages_follow_the_interface_not_the_story);
  g_test_add_func ("/style/checker/same-bytes", test_same_story_gives_the_same_bytes);
  g_test_add_func ("/style/checker/order", test_order_is_that_of_the_form);
  g_test_add_func ("/style/checker/ids-survive", test_ids_survive_edits_elsewhere);
  g_test_add_func ("/style/checker/ids-differ", test_ids_are_all_different);
  g_test_add_func ("/style/checker/stand", test_what_was_let_stand_no_longer_counts);
  g_test_add_func ("/style/checker/must-not-stand", test_what_must_not_stand_does_not);
  g_test_add_func ("/style/checker/blockers", test_blockers_are_errors_and_fewer_in_breaking_news);
  g_test_add_func ("/style/checker/empty", test_an_empty_story_is_told_what_it_lacks);
  g_test_add_func ("/style/checker/language", test_language_picks_the_packs);
  g_test_add_func ("/style/checker/text", test_plain_text_is_checked_without_fields);
  g_test_add_func ("/style/checker/not-utf8", test_bytes_that_are_no_text_are_refused);
  g_test_add_func ("/style/checker/cancel", test_cancelling_stops_the_check);
  g_test_add_func ("/style/checker/threads", test_two_threads_check_at_once);
  g_test_add_func ("/style/checker/explain", test_a_rule_explains_itself);
  g_test_add_func ("/style/checker/values", test_findings_are_values);
  return g_test_run ();
}
