/* Places by their names, blocks, and the story as a value. */
#include "config.h"

#include "article/json.h"
#include "random-article.h"
#include "support.h"

static void
test_field_names (void)
{
  static const char *const names[] = {
    "language",
    "headline",
    "dek",
    "section",
    "slug",
    "byline",
    "authors",
    "authors[2]",
    "author_box",
    "tags",
    "tags[0]",
    "photo",
    "photo.file",
    "photo.caption",
    "photo.credit",
    "photo.alt",
    "faq.title",
    "faq.items",
    "faq.items[10]",
    "faq.items[0].question",
    "faq.items[3].answer",
    "body",
    "body[0]",
    "body[999999]",
    "body[1].caption",
    "body[1].credit",
    "body[1].alt",
    "body[1].href",
    "body[1].cite",
    "body[2].rows[0][1]",
    "custom.kicker",
    "custom.a.b[0]",
    "custom.ñ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL;
      StetField field;
      StetField again;

      g_test_message ("%s", names[i]);
      g_assert_true (stet_field_parse (names[i], &field, &error));
      g_assert_no_error (error);
      written = stet_field_to_string (&field);
      g_assert_cmpstr (written, ==, names[i]);
      g_assert_true (stet_field_parse (written, &again, &error));
      g_assert_true (stet_field_equal (&field, &again));
    }
}

static void
test_field_refused (void)
{
  static const char *const names[] = {
    "",
    "head",
    "headlines",
    "Headline",
    "body[]",
    "body[-1]",
    "body[01]",
    "body[1",
    "body[1]x",
    "body[1].rows[0]",
    "body[1].rows",
    "body[1000000]",
    "body[1].text",
    "tags[a]",
    "faq",
    "faq.items[0].",
    "custom.",
    "custom",
    "photo.",
    "custom.\xff",
    " body",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      StetField field;

      g_test_message ("%u", i);
      g_assert_false (stet_field_parse (names[i], &field, &error));
      g_assert_error (error, STET_FIELD_ERROR, STET_FIELD_ERROR_UNKNOWN);
    }
}

static void
test_field_differs (void)
{
  const StetField a = stet_field_at (STET_FIELD_BODY, 1);
  StetField cell = stet_field_at (STET_FIELD_BLOCK_CELL, 1);
  StetField other = cell;

  cell.row = 0;
  cell.column = 1;
  other.row = 1;
  other.column = 0;
  g_assert_false (stet_field_equal (&a, &cell));
  g_assert_false (stet_field_equal (&cell, &other));
}

static const char story[]
    = "{\"id\":\"a\",\"story\":\"s\",\"language\":\"en\",\"headline\":\"H\",\"section\":\"S\",\"slug\":\"sl\",\"photo\":{\"id\":\"p\","
      "\"file\":\"f.jpg\",\"caption\":\"Cap\",\"credit\":\"Cr\",\"alt\":\"Al\"},\"body\":[{\"id\":\"1\",\"text\":\"One two\"},"
      "{\"id\":\"2\",\"type\":\"quote\",\"text\":\"Q\",\"attrs\":{\"cite\":\"Ci\"}},{\"id\":\"3\",\"type\":\"table\",\"attrs\":{\"rows\":"
      "[[{\"text\":\"c 1\"},{\"text\":\"c2\"}]]}},{\"id\":\"4\",\"type\":\"image\",\"attrs\":{\"id\":\"5\",\"file\":\"g.jpg\",\"caption\":"
      "\"Ic\"}},{\"id\":\"6\",\"type\":\"embed\",\"attrs\":{\"href\":\"hr\"}},{\"id\":\"7\",\"type\":\"opaque\"}],\"faq\":{\"title\":\"F\","
      "\"items\":[{\"id\":\"8\",\"question\":\"Qu\",\"answer\":\"An\"}]},\"tags\":[\"T\"],\"byline\":\"By\",\"authors\":[\"Au\"],"
      "\"author_box\":\"Box\",\"custom\":{\"z\":\"Z\",\"a\":\"A\",\"n\":1}}";

static StetArticle *
read_story (void)
{
  g_autoptr (GError) error = NULL;
  StetArticle *article
      = stet_article_from_json (story, strlen (story), stet_random_system (), &error);

  g_assert_no_error (error);
  return article;
}

static void
test_text_at (void)
{
  static const struct { const char *field, *text; } cases[] = {
    { "language", "en" },
    { "headline", "H" },
    { "dek", "" },
    { "section", "S" },
    { "slug", "sl" },
    { "photo", NULL },
    { "photo.file", "f.jpg" },
    { "photo.caption", "Cap" },
    { "photo.credit", "Cr" },
    { "photo.alt", "Al" },
    { "body", NULL },
    { "body[0]", "One two" },
    { "body[1]", "Q" },
    { "body[1].cite", "Ci" },
    { "body[0].cite", NULL },
    { "body[2]", NULL },
    { "body[2].rows[0][1]", "c2" },
    { "body[2].rows[0][2]", NULL },
    { "body[2].rows[1][0]", NULL },
    { "body[0].rows[0][0]", NULL },
    { "body[3].caption", "Ic" },
    { "body[3].credit", "" },
    { "body[3].alt", "" },
    { "body[0].caption", NULL },
    { "body[4].href", "hr" },
    { "body[4]", NULL },
    { "body[5]", NULL },
    { "body[6]", NULL },
    { "faq.title", "F" },
    { "faq.items", NULL },
    { "faq.items[0]", NULL },
    { "faq.items[0].question", "Qu" },
    { "faq.items[0].answer", "An" },
    { "faq.items[1].answer", NULL },
    { "tags", NULL },
    { "tags[0]", "T" },
    { "tags[1]", NULL },
    { "byline", "By" },
    { "authors", NULL },
    { "authors[0]", "Au" },
    { "author_box", "Box" },
    { "custom.z", "Z" },
    { "custom.n", NULL },
    { "custom.none", NULL },
  };
  g_autoptr (StetArticle) article = read_story ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StetField field;
      g_autoptr (StetProse) prose = NULL;

      g_assert_true (stet_field_parse (cases[i].field, &field, NULL));
      prose = stet_article_text_at (article, &field);
      g_test_message ("%s", cases[i].field);
      g_assert_cmpstr (prose != NULL ? stet_prose_text (prose) : NULL, ==, cases[i].text);
    }
}

static void
test_text_fields (void)
{
  static const char expected[]
      = "headline dek section slug photo.caption photo.credit photo.alt body[0] body[1] body[1].cite body[2].rows[0][0] "
        "body[2].rows[0][1] body[3].caption body[3].credit body[3].alt faq.title faq.items[0].question faq.items[0].answer "
        "tags[0] byline author_box custom.a custom.z";
  g_autoptr (StetArticle) article = read_story ();
  g_autoptr (GArray) fields = stet_article_text_fields (article);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const StetField *field = &g_array_index (fields, StetField, i);
      g_autofree char *name = stet_field_to_string (field);
      g_autoptr (StetProse) prose = stet_article_text_at (article, field);

      g_assert_nonnull (prose);
      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (StetArticle) article = read_story ();

  g_assert_cmpuint (stet_article_count_words (article), ==, 6);
}

/* Every part counts when two stories are compared. */
static void
test_equal (void)
{
  static const struct { const char *from, *to; } changes[] = {
    { "\"id\":\"a\"", "\"id\":\"b\"" },
    { "\"s\"", "\"t\"" },
    { "\"en\"", "\"es\"" },
    { "\"H\"", "\"I\"" },
    { "\"S\"", "{\"label\":\"S\",\"id\":\"1\"}" },
    { "\"sl\"", "\"sm\"" },
    { "\"f.jpg\"", "\"e.jpg\"" },
    { "\"Cap\"", "\"Cat\"" },
    { "\"Cr\"", "\"Cs\"" },
    { "\"Al\"", "\"Am\"" },
    { "\"One two\"", "\"One\"" },
    { "\"Ci\"", "\"Cj\"" },
    { "\"c2\"", "\"c3\"" },
    { "\"g.jpg\"", "\"h.jpg\"" },
    { "\"hr\"", "\"hs\"" },
    { "\"opaque\"", "\"embed\"" },
    { "\"F\"", "\"G\"" },
    { "\"Qu\"", "\"Qv\"" },
    { "\"An\"", "\"Ao\"" },
    { "[\"T\"]", "[\"T\",\"U\"]" },
    { "\"By\"", "\"Bz\"" },
    { "\"Au\"", "\"Av\"" },
    { "\"Box\"", "\"Bow\"" },
    { "\"n\":1", "\"n\":2" },
    { "\"custom\":{", "\"x\":1,\"custom\":{" },
    { "\"faq\":{", "\"faq\":{\"x\":1," },
    { "[[{", "[[{\"x\":1," },
    { "\"text\":\"Q\"", "\"x\":1,\"text\":\"Q\"" },
  };
  g_autoptr (StetArticle) article = read_story ();
  g_autoptr (StetArticle) same = read_story ();

  g_assert_true (stet_article_equal (article, same));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GString) json = g_string_new (story);
      g_autoptr (StetArticle) other = NULL;

      g_test_message ("%s", changes[i].to);
      g_assert_cmpuint (g_string_replace (json, changes[i].from, changes[i].to, 1), ==, 1);
      other = stet_article_from_json (json->str, json->len, stet_random_system (), NULL);
      g_assert_nonnull (other);
      g_assert_false (stet_article_equal (article, other));
    }
}

static char *
to_sha (const char *file, gpointer data)
{
  return g_str_equal (file, "g.jpg") ? g_strdup ("0123") : NULL;
}

static void
test_map_files (void)
{
  g_autoptr (StetArticle) article = read_story ();
  g_autoptr (StetArticle) mapped = stet_article_map_files (article, to_sha, NULL);
  const StetArticleFields *fields = stet_article_fields (mapped);

  g_assert_cmpstr (stet_photo_file (fields->photo), ==, "f.jpg");
  g_assert_cmpstr (stet_photo_file (stet_block_fields (fields->body->pdata[3])->photo), ==, "0123");
  g_assert_cmpstr (
      stet_prose_text (stet_photo_caption (stet_block_fields (fields->body->pdata[3])->photo)), ==,
      "Ic");
}

static void
test_with_ids (void)
{
  g_autoptr (StetArticle) article = read_story ();
  g_autoptr (StetArticle) copy = stet_article_with_ids (article, "b", "t");
  g_autoptr (StetArticle) same_story = stet_article_with_ids (article, "b", NULL);
  g_autofree char *hash = stet_article_hash (article, NULL);
  g_autofree char *copy_hash = stet_article_hash (copy, NULL);

  g_assert_cmpstr (stet_article_id (copy), ==, "b");
  g_assert_cmpstr (stet_article_fields (copy)->story, ==, "t");
  g_assert_cmpstr (stet_article_fields (same_story)->story, ==, "s");
  g_assert_cmpstr (hash, ==, copy_hash);
}

/* An empty story has nothing in it, and every part can be asked. */
static void
test_empty (void)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (1);
  g_autoptr (StetArticle) article = stet_article_new_empty (random, "es");
  const StetArticleFields *fields = stet_article_fields (article);
  const StetArticleFields bare = { .id = "x" };
  g_autoptr (StetArticle) made = stet_article_new (&bare);
  g_autoptr (StetArticle) again = stet_article_new (&bare);

  g_assert_true (stet_uuid_is_valid (fields->id));
  g_assert_cmpstr (fields->language, ==, "es");
  g_assert_cmpuint (stet_article_n_blocks (article), ==, 0);
  g_assert_true (stet_photo_is_empty (fields->photo));
  g_assert_null (fields->section);
  g_assert_cmpstr (fields->custom, ==, "{}");
  g_assert_cmpuint (stet_prose_chars (fields->headline), ==, 0);
  /* The photo's id is made of the story's, the same everywhere. */
  g_assert_true (stet_uuid_is_valid (stet_photo_id (stet_article_fields (made)->photo)));
  g_assert_true (stet_article_equal (made, again));
}

/* What is plain stays plain, and a block keeps only what its type has. */
static void
test_block_fields (void)
{
  const StetSpan span = { .type = STET_SPAN_BOLD, .start_chars = 0, .end_chars = 1 };
  g_autoptr (StetProse) bold = stet_prose_new ("abc", &span, 1);
  g_autoptr (StetPhoto) photo = stet_photo_new ("p", NULL, bold, bold, bold, "{\"x\":1}");
  const StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH,
                                   .id = "b",
                                   .prose = bold,
                                   .level = 3,
                                   .cite = "c",
                                   .indent = 2,
                                   .href = "h",
                                   .photo = photo };
  const StetBlockFields heading_fields = { .type = STET_BLOCK_HEADING, .id = "b", .level = 9 };
  const StetBlockFields image_fields = { .type = STET_BLOCK_IMAGE, .id = "b", .photo = photo };
  g_autoptr (StetBlock) block = stet_block_new (&fields);
  g_autoptr (StetBlock) plain = stet_block_paragraph ("b", bold);
  g_autoptr (StetBlock) heading = stet_block_new (&heading_fields);
  g_autoptr (StetBlock) image = stet_block_new (&image_fields);
  guint n = 0;

  g_assert_true (stet_block_equal (block, plain));
  g_assert_cmpuint (stet_block_fields (heading)->level, ==, 4);
  stet_prose_spans (stet_photo_credit (photo), &n);
  g_assert_cmpuint (n, ==, 0);
  stet_prose_spans (stet_photo_caption (photo), &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (stet_photo_extra (stet_block_fields (image)->photo));
  g_assert_false (stet_photo_is_empty (photo));
}

static void
test_block_names (void)
{
  StetBlockType type;

  for (guint i = 0; i <= STET_BLOCK_OPAQUE; i++)
    {
      g_assert_true (stet_block_type_parse (stet_block_type_name (i), &type));
      g_assert_cmpuint (type, ==, i);
    }
  g_assert_false (stet_block_type_parse ("Paragraph", &type));
}

static gpointer
share_thread (gpointer data)
{
  StetArticle *article = data;

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (StetArticle) mine = stet_article_ref (article);
      g_autofree char *hash = i % 200 == 0 ? stet_article_hash (mine, NULL) : NULL;
      g_autoptr (StetBlock) block = stet_block_ref (stet_article_block (mine, 0));
      g_autoptr (StetProse) prose = stet_prose_ref (stet_block_prose (block));

      g_assert_cmpuint (stet_prose_chars (prose), ==, 7);
    }
  return NULL;
}

/* A story is held by several threads at once. */
static void
test_threads (void)
{
  g_autoptr (StetArticle) article = read_story ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("share", share_thread, article);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/field/names", test_field_names);
  g_test_add_func ("/field/refused", test_field_refused);
  g_test_add_func ("/field/differs", test_field_differs);
  g_test_add_func ("/article/text-at", test_text_at);
  g_test_add_func ("/article/text-fields", test_text_fields);
  g_test_add_func ("/article/words", test_words);
  g_test_add_func ("/article/equal", test_equal);
  g_test_add_func ("/article/map-files", test_map_files);
  g_test_add_func ("/article/with-ids", test_with_ids);
  g_test_add_func ("/article/empty", test_empty);
  g_test_add_func ("/article/threads", test_threads);
  g_test_add_func ("/block/fields", test_block_fields);
  g_test_add_func ("/block/names", test_block_names);
  return g_test_run ();
}
