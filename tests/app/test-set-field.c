/* `stet set`: what one text does to each kind of field. */
#include "config.h"

#include "support.h"

#include "app/set-field.h"
#include "app/workspace.h"
#include "article/json.h"

static const char story[]
    = "{\"format\": \"stet-article/1\", \"language\": \"en\", \"headline\": \"Old headline\", \"section\": \"News\","
      " \"body\": [{\"type\": \"paragraph\", \"text\": \"One two three.\","
      "   \"spans\": [{\"type\": \"bold\", \"start\": 4, \"end\": 7}]}],"
      " \"faq\": {\"title\": \"Questions\", \"items\": [{\"question\": \"Why?\", \"answer\": \"So.\"}]},"
      " \"tags\": [\"a\", \"b\"], \"custom\": {\"z\": 1, \"kicker\": \"k\"}}";

static StetArticle *
make (void)
{
  g_autoptr (GError) error = NULL;
  StetArticle *article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  return article;
}

/* Returns: (owned) the story after “set FIELD VALUE”, NULL with `error`. */
static StetArticle *
set (const char *field, const char *value, GError **error)
{
  g_autoptr (StetArticle) article = make ();
  StetField place;
  g_autoptr (StetEdit) edit = NULL;

  if (!stet_field_parse (field, &place, error))
    return NULL;
  edit = stet_set_field_edit (article, &place, value, stet_random_system (), error);
  return edit != NULL ? stet_edit_apply (edit, article, NULL, error) : NULL;
}

typedef struct { const char *field, *value, *read_back, *expected, *why; } Case;

static const Case cases[] = {
  { "headline", "New headline", "headline", "New headline", "a plain text" },
  { "headline", " Two\nlines ", "headline", "Two lines", "a headline is one line" },
  { "headline", "cafe\xcc\x81", "headline", "caf\xc3\xa9", "NFC" },
  { "dek", "A dek.", "dek", "A dek.", "an empty field filled" },
  { "slug", "a-slug", "slug", "a-slug", "a plain field" },
  { "byline", "By Ana", "byline", "By Ana", "a plain field" },
  { "author_box", "One.\nTwo.", "author_box", "One.\nTwo.", "lines are kept where they may be" },
  { "section", "Ports", "section", "Ports", "a term" },
  { "photo.alt", "A ferry.", "photo.alt", "A ferry.", "the photo's text" },
  { "photo.credit", "Photo \xc2\xa9 X", "photo.credit", "Photo \xc2\xa9 X", "the photo's credit" },
  { "tags[1]", "c", "tags[1]", "c", "one tag" },
  { "tags[2]", "c", "tags[2]", "c", "one more tag" },
  { "faq.title", "Asked", "faq.title", "Asked", "the list's title" },
  { "faq.items[0].answer", "A.\nB.", "faq.items[0].answer", "A.\nB.", "an answer has paragraphs" },
  { "faq.items[1].question", "When?", "faq.items[1].question", "When?", "one more item" },
  { "faq.items[1].answer", "Soon.", "faq.items[1].answer", "Soon.",
    "one more item from its answer" },
  { "body[0]", "One 2 three.", "body[0]", "One 2 three.", "a block" },
  { "body[1]", "More.", "body[1]", "More.", "one more block" },
  { "body", "A.\n\nB.\n \n\nC.", "body[2]", "C.", "the whole body, by blank lines" },
  { "custom.kicker", "new", "custom.kicker", "new", "a newsroom's own field" },
  { "custom.fresh", "\xe2\x80\xa8x", "custom.fresh", "\nx", "a new one, cleaned" },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetArticle) changed = set (cases[i].field, cases[i].value, &error);
      StetField place;
      g_autoptr (StetProse) prose = NULL;

      g_test_message ("%s: %s", cases[i].field, cases[i].why);
      g_assert_no_error (error);
      g_assert_true (stet_field_parse (cases[i].read_back, &place, NULL));
      prose = stet_article_text_at (changed, &place);
      g_assert_nonnull (prose);
      g_assert_cmpstr (stet_prose_text (prose), ==, cases[i].expected);
    }
}

static void
test_lists (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) tags = set ("tags", " Ports ,, Sea  port,\n", &error);
  g_autoptr (StetArticle) fewer = set ("tags[0]", "", &error);
  g_autoptr (StetArticle) none = set ("tags", "", &error);
  g_autoptr (StetArticle) language = set ("language", "es", &error);
  g_autoptr (StetArticle) no_section = set ("section", "", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (stet_article_fields (tags)->tags->len, ==, 2);
  g_assert_cmpstr (stet_term_label (g_ptr_array_index (stet_article_fields (tags)->tags, 1)), ==,
                   "Sea port");
  g_assert_cmpuint (stet_article_fields (fewer)->tags->len, ==, 1);
  g_assert_cmpuint (stet_article_fields (none)->tags->len, ==, 0);
  g_assert_cmpstr (stet_article_language (language), ==, "es");
  g_assert_null (stet_article_fields (no_section)->section);
}

/* What is not touched keeps its emphasis. */
static void
test_spans_stay (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) changed = set ("body[0]", "One two three and four.", &error);
  guint n_spans = 0;
  const StetSpan *spans;

  g_assert_no_error (error);
  spans = stet_prose_spans (stet_block_prose (stet_article_block (changed, 0)), &n_spans);
  g_assert_cmpuint (n_spans, ==, 1);
  g_assert_cmpuint (spans[0].start_chars, ==, 4);
  g_assert_cmpuint (spans[0].end_chars, ==, 7);
}

static void
test_custom_is_sorted (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) changed = set ("custom.a", "first", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (stet_article_fields (changed)->custom, ==,
                   "{\"a\":\"first\",\"kicker\":\"k\",\"z\":1}");
}

static void
test_refused (void)
{
  const struct { const char *field, *value; GQuark domain; int code; const char *why; } bad[] = {
    { "nonsense", "x", STET_FIELD_ERROR, STET_FIELD_ERROR_UNKNOWN, "no such field" },
    { "body[7]", "x", STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE, "past the end" },
    { "tags[9]", "x", STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE, "past the end" },
    { "faq.items[5].answer", "x", STET_EDIT_ERROR, STET_EDIT_ERROR_NO_PLACE, "past the end" },
    { "photo", "x", STET_APP_ERROR, STET_APP_ERROR_USAGE, "not one text" },
    { "faq.items", "x", STET_APP_ERROR, STET_APP_ERROR_USAGE, "not one text" },
    { "language", "English", STET_APP_ERROR, STET_APP_ERROR_USAGE, "no language tag" },
    { "headline", "\xff", STET_APP_ERROR, STET_APP_ERROR_USAGE, "not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetArticle) changed = set (bad[i].field, bad[i].value, &error);

      g_test_message ("%s: %s", bad[i].field, bad[i].why);
      g_assert_null (changed);
      g_assert_error (error, bad[i].domain, bad[i].code);
    }
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/app/set-field/values", test_values);
  g_test_add_func ("/app/set-field/lists", test_lists);
  g_test_add_func ("/app/set-field/spans-stay", test_spans_stay);
  g_test_add_func ("/app/set-field/custom-is-sorted", test_custom_is_sorted);
  g_test_add_func ("/app/set-field/refused", test_refused);
  return g_test_run ();
}
