/* Find and replace over all texts of a story: what is found where, and what comes of it. */
#include "config.h"

#include "support.h"

#include "app/find.h"
#include "app/workspace.h"
#include "article/json.h"
#include "base/limits.h"

static const char story[]
    = "{\"language\": \"es\", \"headline\": \"D\303\255a de la Habana\", \"dek\": \"Un dia, un D\303\215A.\", \"slug\": \"dia\","
      " \"photo\": {\"caption\": \"El a\303\261o pasado\", \"credit\": \"Foto \302\251 Ana D\303\255az\", \"alt\": \"d\303\255a\"},"
      " \"body\": [{\"type\": \"paragraph\", \"text\": \"Cost\303\263 20 pesos y 30 pesos.\","
      "   \"spans\": [{\"type\": \"bold\", \"start\": 6, \"end\": 14}]},"
      "  {\"type\": \"quote\", \"text\": \"Cita\", \"attrs\": {\"cite\": \"Ana D\303\255az\"}},"
      "  {\"type\": \"table\", \"attrs\": {\"rows\": [[{\"text\": \"Dia\"}, {\"text\": \"410\"}]]}}],"
      " \"faq\": {\"title\": \"\", \"items\": [{\"question\": \"\302\277Qu\303\251 d\303\255a?\", \"answer\": \"Hoy.\"}]},"
      " \"tags\": [\"D\303\255as\"], \"byline\": \"Ana D\303\255az\"}";

static StetDocument *
make (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  return stet_document_new (article);
}

static StetFound *
run (StetDocument *document, const StetFindOptions *options, const char *replacement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetFind) find = stet_find_new (options, replacement, &error);

  g_assert_no_error (error);
  return stet_find_run (find, stet_document_article (document), NULL);
}

/* "headline:0-3 dek:3-6 …" */
static char *
written (StetFound *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->hits->len; i++)
    {
      StetHit *hit = found->hits->pdata[i];
      g_autofree char *field = stet_field_to_string (&hit->field);

      g_string_append_printf (text, "%s%s:%u-%u", i > 0 ? " " : "", field, hit->start_chars,
                              hit->end_chars);
    }
  return g_string_free (text, FALSE);
}

static void
test_found (void)
{
  static const struct { StetFindOptions options; const char *found, *why; } cases[] = {
    { { "dia" },
      "headline:0-3 dek:3-6 dek:11-14 photo.credit:11-14 photo.alt:0-3 body[1].cite:4-7 body[2].rows[0][0]:0-3 "
      "faq.items[0].question:5-8 tags[0]:0-3 byline:4-7",
      "blind to accents and case, in every field" },
    { { "D\303\255a", .cased = TRUE, .accents = TRUE },
      "headline:0-3 photo.credit:11-14 body[1].cite:4-7 tags[0]:0-3 byline:4-7",
      "both as they are" },
    { { "a", .whole = TRUE }, "", "a letter within a word is no word" },
    { { "D\303\215A", .whole = TRUE, .cased = TRUE, .accents = TRUE },
      "dek:11-14",
      "whole, and as it is written" },
    { { "d.a|30", .regex = TRUE, .whole = TRUE, .cased = TRUE, .accents = TRUE },
      "dek:3-6 photo.alt:0-3 body[0]:17-19 faq.items[0].question:5-8",
      "an expression as a whole" },
    { { "dia", .accents = TRUE }, "dek:3-6 body[2].rows[0][0]:0-3", "accents count" },
    { { "dia", .cased = TRUE },
      "dek:3-6 photo.alt:0-3 faq.items[0].question:5-8",
      "capitals count" },
    { { "ano" }, "photo.caption:3-6", "a tilde is an accent" },
    { { "(\\d+) pesos", .regex = TRUE }, "body[0]:6-14 body[0]:17-25", "an expression" },
    { { "(\\d+) pesos" }, "", "the same as plain text" },
    { { "^\\w+", .regex = TRUE },
      "headline:0-3 dek:0-2 photo.caption:0-2 photo.credit:0-4 photo.alt:0-3 body[0]:0-5 "
      "body[1]:0-4 body[1].cite:0-3 body[2].rows[0][0]:0-3 body[2].rows[0][1]:0-3 "
      "faq.items[0].answer:0-3 tags[0]:0-4 byline:0-3",
      "letters with accents are letters" },
    { { "x*", .regex = TRUE }, "", "nothing is no hit" },
    { { "." }, "dek:14-15 body[0]:25-26 faq.items[0].answer:3-4", "a full stop is itself" },
  };
  g_autoptr (StetDocument) document = make ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetFound) found = run (document, &cases[i].options, NULL);
      g_autofree char *text = written (found);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (text, ==, cases[i].found);
    }
}

static void
test_replaced (void)
{
  static const struct
  {
    StetFindOptions options;
    const char *replacement, *field, *result, *why;
  } cases[] = {
    { { "dia" }, "fecha", "dek", "Un fecha, un fecha.", "all of a field" },
    { { "dia" }, "fecha", "headline", "fecha de la Habana", "and of the others" },
    { { "dia" }, "fecha", "byline", "Ana fechaz", "to the end" },
    { { "dia" }, "fecha", "slug", "dia", "but not the address" },
    { { "dia" }, "$1", "photo.alt", "$1", "plain text is taken as it is" },
    { { "(\\d+) pesos", .regex = TRUE },
      "$$$1",
      "body[0]",
      "Cost\303\263 $20 y $30.",
      "groups, and a dollar" },
    { { "(d\\w+)$", .regex = TRUE },
      "<$1>",
      "byline",
      "Ana <D\303\255az>",
      "groups keep their accents" },
    { { "(a)(b)?", .regex = TRUE },
      "[$2${1}]",
      "tags[0]",
      "D\303\255[a]s",
      "a group that took no part" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetDocument) document = make ();
      g_autoptr (StetArticle) before = stet_article_ref (stet_document_article (document));
      g_autoptr (StetFound) found = run (document, &cases[i].options, cases[i].replacement);
      g_autoptr (StetProse) prose = NULL;
      StetField field;

      g_test_message ("%s", cases[i].why);
      g_assert_true (stet_find_replace (document, found->hits, NULL));
      g_assert_true (stet_field_parse (cases[i].field, &field, NULL));
      prose = stet_article_text_at (stet_document_article (document), &field);
      g_assert_cmpstr (stet_prose_text (prose), ==, cases[i].result);
      g_assert_true (stet_document_undo (document)); /* one step for all of it */
      g_assert_true (stet_article_equal (before, stet_document_article (document)));
      g_assert_false (stet_document_can_undo (document));
    }
}

static void
test_formatting_stays (void)
{
  g_autoptr (StetDocument) document = make ();
  g_autoptr (StetFound) found = run (document, &(StetFindOptions) { "20" }, "twenty");

  g_assert_true (stet_find_replace (document, found->hits, NULL));
  g_assert_true (stet_prose_has_span (
      stet_block_prose (stet_article_block (stet_document_article (document), 0)), STET_SPAN_BOLD,
      6, 18));
}

static void
test_refused (void)
{
  g_autofree char *longest = g_strnfill (STET_FIND_TEXT_BYTES_MAX, 'a');
  g_autofree char *longer = g_strnfill (STET_FIND_TEXT_BYTES_MAX + 1, 'a');
  const struct { StetFindOptions options; const char *replacement; gboolean fine; } cases[] = {
    { { "" }, NULL, FALSE },
    { { NULL }, NULL, FALSE },
    { { "(", .regex = TRUE }, NULL, FALSE },
    { { "(" }, NULL, TRUE },
    { { "a)|(b", .regex = TRUE, .whole = TRUE }, NULL, FALSE },
    { { "*", .regex = TRUE }, NULL, FALSE },
    { { longest }, longest, TRUE },
    { { longer }, NULL, FALSE },
    { { "a" }, longer, FALSE },
    { { "\xff" }, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetFind) find = stet_find_new (&cases[i].options, cases[i].replacement, &error);

      g_assert_cmpint (find != NULL, ==, cases[i].fine);
      if (!cases[i].fine)
        g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE);
    }
}

/* What is wrong is said in words, none of them the library's. */
static void
test_wrong (void)
{
  static const struct { const char *expression, *says; } cases[] = {
    { "(a", "a parenthesis is not closed" },
    { "a)", "a parenthesis is closed that was not opened" },
    { "[a", "a square bracket is not closed" },
    { "*a", "there is nothing before the sign that repeats it" },
    { "a\\", "it ends in a backslash" },
    { "[b-a]", "a range in square brackets ends before it begins" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *whole = g_strdup_printf ("The expression is not right: %s.", cases[i].says);

      g_assert_null (
          stet_find_new (&(StetFindOptions){ cases[i].expression, .regex = TRUE }, NULL, &error));
      g_assert_cmpstr (error->message, ==, whole);
    }
}

static StetDocument *
one_paragraph (const char *letter, guint n)
{
  g_autofree char *text = g_strnfill (n, *letter);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  g_autoptr (StetBlock) block
      = stet_block_paragraph ("11111111-1111-4111-8111-111111111111", prose);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();
  g_autoptr (StetArticle) empty = stet_article_new_empty (stet_random_system (), "en");
  g_autoptr (StetEdit) edit = NULL;
  StetDocument *document = stet_document_new (empty);

  g_ptr_array_add (blocks, block);
  edit = stet_edit_blocks (0, 0, blocks);
  g_assert_true (stet_document_apply (document, edit, NULL));
  return document;
}

static void
test_limits (void)
{
  g_autoptr (StetDocument) at = one_paragraph ("a", STET_FIND_HITS_MAX),
                           past = one_paragraph ("a", STET_FIND_HITS_MAX + 1);
  g_autoptr (StetDocument) hard = one_paragraph ("a", 2000);
  g_autoptr (StetFound) all = run (at, &(StetFindOptions) { "a" }, NULL);
  g_autoptr (StetFound) some = run (past, &(StetFindOptions) { "a" }, NULL);
  g_autoptr (StetFound) none = run (hard, &(StetFindOptions){ "(a|aa)+[bc]", .regex = TRUE }, NULL);
  g_autoptr (StetFind) find = stet_find_new (&(StetFindOptions) { "a" }, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_cmpuint (all->hits->len, ==, STET_FIND_HITS_MAX);
  g_assert_false (all->cut);
  g_assert_cmpuint (some->hits->len, ==, STET_FIND_HITS_MAX);
  g_assert_true (some->cut);
  g_assert_cmpuint (none->hits->len, ==, 0);
  g_assert_true (none->gave_up);
  g_cancellable_cancel (cancellable);
  g_assert_null (stet_find_run (find, stet_document_article (at), cancellable));
}

/* A text that would grow too long: nothing of the whole replacing is done. */
static void
test_too_long (void)
{
  g_autoptr (StetDocument) document = one_paragraph ("a", 1000);
  g_autofree char *longest = g_strnfill (STET_FIND_TEXT_BYTES_MAX, 'b');
  g_autoptr (StetArticle) before = NULL;
  g_autoptr (StetFound) found = NULL;
  g_autoptr (StetProse) headline = stet_prose_plain ("a headline");
  StetField field = stet_field_make (STET_FIELD_HEADLINE);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, headline);

  g_assert_true (stet_document_apply (document, edit, NULL));
  before = stet_article_ref (stet_document_article (document));
  found = run (document, &(StetFindOptions) { "a" }, longest);
  g_assert_false (stet_find_replace (document, found->hits, NULL));
  g_assert_true (stet_article_equal (before, stet_document_article (document)));
}

/* Where going on begins: at the caret, in the order of the form, and round from the end. */
static void
test_from (void)
{
  static const struct { const char *field; guint chars, at; const char *why; } cases[] = {
    { "headline", 0, 0, "the first" },
    { "dek", 4, 1, "one the caret stands in" },
    { "dek", 8, 2, "the next one of the same text" },
    { "photo.caption", 0, 3, "of a later field" },
    { "byline", 99, 0, "round" },
  };
  g_autoptr (StetDocument) document = make ();
  StetFindOptions options = { .text = "dia" };
  g_autoptr (StetFound) found = run (document, &options, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StetField field;

      g_test_message ("%s", cases[i].why);
      g_assert_true (stet_field_parse (cases[i].field, &field, NULL));
      g_assert_cmpuint (
          stet_find_from (stet_document_article (document), found->hits, &field, cases[i].chars),
          ==, cases[i].at);
    }
}

static void
test_places (void)
{
  static const struct { const char *field, *words; } cases[] = {
    { "headline", "Headline" },
    { "body[2]", "Body, paragraph 3" },
    { "body[2].rows[0][1]", "Table, row 1, column 2" },
    { "faq.items[1].answer", "Answer 2" },
    { "photo.credit", "Credit" },
    { "tags[0]", "Tags" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = NULL;
      StetField field;

      g_assert_true (stet_field_parse (cases[i].field, &field, NULL));
      words = stet_find_place (&field);
      if (g_str_has_prefix (g_get_language_names ()[0], "en"))
        g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpuint (strlen (words), >, 0);
    }
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/find/found", test_found);
  g_test_add_func ("/find/from", test_from);
  g_test_add_func ("/find/places", test_places);
  g_test_add_func ("/find/replaced", test_replaced);
  g_test_add_func ("/find/formatting", test_formatting_stays);
  g_test_add_func ("/find/refused", test_refused);
  g_test_add_func ("/find/wrong", test_wrong);
  g_test_add_func ("/find/limits", test_limits);
  g_test_add_func ("/find/too-long", test_too_long);
  return g_test_run ();
}
