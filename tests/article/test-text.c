/* A story as plain text: read, written, and what comes back. */
#include "config.h"

#include "article/format.h"
#include "base/limits.h"
#include "random-article.h"
#include "support.h"

static StetArticle *
read_text (const char *text, const char *language)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (3);
  g_autoptr (GError) error = NULL;
  StetArticle *article = stet_article_read (STET_FORMAT_TEXT, text, language, random, &error);

  g_assert_no_error (error);
  return article;
}

static const char *
said (const StetProse *prose)
{
  return stet_prose_text (prose);
}

/* The text written is the text read, but for the glued photo line, which comes apart. */
static void
assert_comes_back (StetArticle *article, const char *text, const char *glued, const char *parted)
{
  g_auto (GStrv) lost = NULL;
  g_autofree char *written = stet_article_write (article, STET_FORMAT_TEXT, &lost);
  g_autoptr (GString) expected = g_string_new (text);
  g_autoptr (StetArticle) again = NULL;
  g_autofree char *hash = stet_article_hash (article, NULL);
  g_autofree char *hash_again = NULL;

  g_assert_cmpuint (g_string_replace (expected, glued, parted, 0), ==, 1);
  g_assert_cmpstr (written, ==, expected->str);
  g_assert_cmpuint (g_strv_length (lost), ==, 0);
  again = read_text (written, NULL);
  hash_again = stet_article_hash (again, NULL);
  g_assert_cmpstr (hash_again, ==, hash);
}

static void
test_shared_sample (void)
{
  g_autofree char *path = stet_test_shared_file ("data/seed/article-en.txt");
  g_autofree char *text = NULL;
  g_autoptr (StetArticle) article = NULL;
  const StetArticleFields *fields;
  gint64 start;
  gint64 read_us;

  if (path == NULL)
    {
      g_test_skip ("the shared samples are not there");
      return;
    }
  text = stet_test_read (path);
  start = g_get_monotonic_time ();
  article = read_text (text, NULL);
  read_us = g_get_monotonic_time () - start;
  fields = stet_article_fields (article);
  g_assert_cmpstr (fields->language, ==, "en");
  g_assert_true (g_str_has_prefix (said (fields->headline), "Russia becomes"));
  g_assert_true (g_str_has_prefix (said (fields->dek), "The decision bolsters"));
  g_assert_true (g_str_has_suffix (said (stet_photo_caption (fields->photo)), " Mottaki"));
  g_assert_cmpstr (said (stet_photo_credit (fields->photo)), ==, "Photo © X / @MoFA_Afg");
  g_assert_cmpuint (fields->body->len, ==, 8);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (stet_block_type (fields->body->pdata[i]), ==, STET_BLOCK_PARAGRAPH);
  g_assert_true (
      g_str_has_prefix (said (fields->faq_title), "Frequently Asked Questions About Russia"));
  g_assert_cmpuint (fields->faq_items->len, ==, 4);
  g_assert_cmpuint (fields->tags->len, ==, 0);
  g_assert_cmpstr (said (fields->byline), ==, "CiberCuba Editorial Team");
  g_assert_true (g_str_has_prefix (said (fields->author_box), "A team of journalists"));
  start = g_get_monotonic_time ();
  assert_comes_back (article, text, "MottakiPhoto ©", "Mottaki Photo ©");
  g_test_message ("read in %.1f ms; written, read and compared in %.1f ms",
                  (double) read_us / 1000.0, (double) (g_get_monotonic_time () - start) / 1000.0);
}

static void
test_own_english (void)
{
  g_autofree char *path = stet_test_file ("article/data/harbour-en.txt");
  g_autofree char *text = stet_test_read (path);
  g_autoptr (StetArticle) article = read_text (text, NULL);
  const StetArticleFields *fields = stet_article_fields (article);

  g_assert_cmpstr (fields->language, ==, "en");
  g_assert_true (g_str_has_prefix (said (fields->headline), "Port Alder reopens"));
  g_assert_true (g_str_has_prefix (said (fields->dek), "The first ferry"));
  g_assert_true (g_str_has_suffix (said (stet_photo_caption (fields->photo)), "Ines Carrow"));
  g_assert_cmpstr (said (stet_photo_credit (fields->photo)), ==, "Photo © T. Velden / @portalder");
  g_assert_cmpuint (fields->body->len, ==, 11);
  g_assert_cmpint (stet_block_type (fields->body->pdata[3]), ==, STET_BLOCK_HEADING);
  g_assert_cmpint (stet_block_type (fields->body->pdata[5]), ==, STET_BLOCK_QUOTE);
  g_assert_cmpint (stet_block_type (fields->body->pdata[7]), ==, STET_BLOCK_LIST_ITEM);
  g_assert_cmpuint (fields->faq_items->len, ==, 2);
  g_assert_cmpuint (fields->tags->len, ==, 3);
  g_assert_cmpstr (stet_term_label (fields->tags->pdata[2]), ==, "Saint Brida");
  g_assert_cmpstr (said (fields->byline), ==, "Mira Tolland");
  assert_comes_back (article, text, "CarrowPhoto ©", "Carrow Photo ©");
}

static void
test_own_spanish (void)
{
  g_autofree char *path = stet_test_file ("article/data/puerto-es.txt");
  g_autofree char *text = stet_test_read (path);
  g_autoptr (StetArticle) article = read_text (text, NULL);
  const StetArticleFields *fields = stet_article_fields (article);

  g_assert_cmpstr (fields->language, ==, "es");
  g_assert_true (g_str_has_suffix (said (stet_photo_caption (fields->photo)), "la mañana"));
  g_assert_cmpstr (said (stet_photo_credit (fields->photo)), ==,
                   "Foto © Archivo municipal / @ptoalameda");
  g_assert_cmpuint (fields->body->len, ==, 4);
  g_assert_cmpuint (fields->faq_items->len, ==, 2);
  g_assert_cmpuint (fields->tags->len, ==, 2);
  g_assert_cmpstr (said (fields->byline), ==, "Redacción de La Gaviota");
  assert_comes_back (article, text, "mañanaFoto ©", "mañana Foto ©");
}

/* The parts that can be left out. */
enum
{
  HEADLINE,
  DEK,
  CAPTION,
  CREDIT,
  BODY,
  FAQ_TITLE,
  FAQ_ITEMS,
  TAGS,
  BYLINE,
  AUTHOR_BOX,
  N_PARTS
};

static StetArticle *
story_with (StetArticle *whole, guint parts)
{
  StetArticleFields fields = *stet_article_fields (whole);
  g_autoptr (StetPhoto) photo = stet_photo_new (
      stet_photo_id (fields.photo), NULL,
      (parts & 1u << CAPTION) != 0 ? stet_photo_caption (fields.photo) : NULL,
      (parts & 1u << CREDIT) != 0 ? stet_photo_credit (fields.photo) : NULL, NULL, NULL);
  GPtrArray *const no_array = NULL;
  StetProse *const no_prose = NULL;

  fields.photo = photo;
  fields.headline = (parts & 1u << HEADLINE) != 0 ? fields.headline : no_prose;
  fields.dek = (parts & 1u << DEK) != 0 ? fields.dek : no_prose;
  fields.body = (parts & 1u << BODY) != 0 ? fields.body : no_array;
  fields.faq_title = (parts & 1u << FAQ_TITLE) != 0 ? fields.faq_title : no_prose;
  fields.faq_items = (parts & 1u << FAQ_ITEMS) != 0 ? fields.faq_items : no_array;
  fields.tags = (parts & 1u << TAGS) != 0 ? fields.tags : no_array;
  fields.byline = (parts & 1u << BYLINE) != 0 ? fields.byline : no_prose;
  fields.author_box = (parts & 1u << AUTHOR_BOX) != 0 ? fields.author_box : no_prose;
  return stet_article_new (&fields);
}

static void
assert_round (StetArticle *article, const char *why)
{
  g_auto (GStrv) lost = NULL;
  g_autofree char *text = stet_article_write (article, STET_FORMAT_TEXT, &lost);
  g_autoptr (StetArticle) again = read_text (text, stet_article_language (article));
  g_autofree char *before = stet_article_hashed_text (article, NULL);
  g_autofree char *after = stet_article_hashed_text (again, NULL);

  if (!g_str_equal (before, after) || lost[0] != NULL)
    g_test_message ("%s: %s: %s", why, lost[0] != NULL ? lost[0] : "", text);
  g_assert_cmpstr (after, ==, before);
  g_assert_null (lost[0]);
}

static void
test_parts_left_out (void)
{
  static const char *const files[]
      = { "article/data/harbour-en.txt", "article/data/puerto-es.txt" };

  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    {
      g_autofree char *path = stet_test_file (files[f]);
      g_autofree char *text = stet_test_read (path);
      g_autoptr (StetArticle) whole = read_text (text, NULL);

      for (guint parts = 0; parts < 1u << N_PARTS; parts++)
        {
          g_autoptr (StetArticle) article = story_with (whole, parts);
          g_autofree char *why = g_strdup_printf ("parts %03x", parts);

          assert_round (article, why);
        }
    }
}

/* Plain texts that look like anything else: they come back as they were. */
static StetProse *
odd_prose (StetRandom *random)
{
  static const char *const texts[] = {
    "Filed under: seals",
    "archivado en: focas",
    "Frequently Asked Questions About Eels",
    "Preguntas frecuentes sobre",
    "FAQ: what",
    "- a dash",
    "-",
    "---",
    "## two",
    "#",
    "# one",
    "> more",
    "\\ back",
    "\\",
    " leading",
    "trailing ",
    "two\nlines",
    "two\n\nparagraphs",
    "\n",
    "a\n- b",
    "  - in",
    "What a photo © this is",
    "Photo © A. Ness",
    "1. one",
    "#### four",
    "tab\there",
    " ",
    "?",
    "plain words",
    "Short one",
    "\u00a0nbsp",
    "a\n\\b",
    "telephoto © lens",
    "A caption of a boat Photo © Nobody / @x",
    "Foto ©",
    "a, b",
  };

  return stet_prose_plain (texts[stet_random_below (random, G_N_ELEMENTS (texts))]);
}

static StetBlock *
odd_block (StetRandom *random)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autoptr (StetProse) prose = odd_prose (random);
  const StetBlockFields fields = {
    .type = stet_random_below (random, STET_BLOCK_LIST_ITEM + 1), .id = id, .prose = prose,
    .level = 2 + stet_random_below (random, 3), .indent = stet_random_below (random, 4),
  };

  return stet_block_new (&fields);
}

static void
add_odd_parts (StetRandom *random, GPtrArray *body, GPtrArray *items)
{
  for (guint i = stet_random_below (random, 5); i > 0; i--)
    g_ptr_array_add (body, odd_block (random));
  for (guint i = stet_random_below (random, 3); i > 0; i--)
    {
      g_autofree char *id = stet_uuid_new (random);
      g_autoptr (StetProse) question = odd_prose (random);
      g_autoptr (StetProse) answer = odd_prose (random);

      g_ptr_array_add (items, stet_faq_item_new (id, question, answer, NULL));
    }
}

static void
test_odd_texts (void)
{
  for (guint32 seed = 0; seed < 3000; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetProse) none = stet_prose_empty ();
      g_autoptr (StetProse) headline = odd_prose (random);
      g_autoptr (StetProse) dek = odd_prose (random);
      g_autoptr (StetProse) byline = odd_prose (random);
      g_autoptr (StetProse) box = odd_prose (random);
      g_autoptr (GPtrArray) body
          = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
      g_autoptr (GPtrArray) items
          = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
      StetArticleFields fields = {
        .id = "a", .language = seed % 2 == 0 ? "en" : "es", .body = body, .faq_items = items,
        .headline = stet_random_below (random, 3) == 0 ? none : headline,
        .dek = stet_random_below (random, 3) == 0 ? none : dek,
        .byline = stet_random_below (random, 3) == 0 ? none : byline,
        .author_box = stet_random_below (random, 3) == 0 ? none : box,
      };
      g_autoptr (StetArticle) article = NULL;
      g_autofree char *why = g_strdup_printf ("seed %u", seed);

      add_odd_parts (random, body, items);
      article = stet_article_new (&fields);
      assert_round (article, why);
    }
}

/* Whatever a story holds, the text says what it could not take along, and the rest is there. */
static void
test_lost_is_said (void)
{
  static const struct { const char *why, *json, *lost; } cases[] = {
    { "spans",
      "{\"body\":[{\"text\":\"abc\",\"spans\":[{\"type\":\"bold\",\"start\":0,\"end\":1}]}]}",
      "formatting and links" },
    { "spans of the dek",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":0,\"end\":1}]}",
      "formatting and links" },
    { "spans of an answer",
      "{\"faq\":{\"items\":[{\"answer\":\"abc\",\"answer_spans\":[{\"type\":\"bold\",\"start\":0,\"end\":1}]}]}}",
      "formatting and links" },
    { "a table", "{\"body\":[{\"type\":\"table\"}]}", "tables" },
    { "a picture", "{\"body\":[{\"type\":\"image\"}]}", "pictures in the body" },
    { "an embed", "{\"body\":[{\"type\":\"embed\"}]}", "embedded content" },
    { "an opaque block", "{\"body\":[{\"type\":\"opaque\"}]}", "content of other programs" },
    { "a source", "{\"body\":[{\"type\":\"quote\",\"text\":\"q\",\"attrs\":{\"cite\":\"c\"}}]}",
      "the sources of quotations" },
    { "numbers",
      "{\"body\":[{\"type\":\"list_item\",\"text\":\"q\",\"attrs\":{\"ordered\":true}}]}",
      "the numbers of lists" },
    { "a picture file", "{\"photo\":{\"file\":\"x\"}}", "the photo" },
    { "alternative text", "{\"photo\":{\"alt\":\"x\"}}", "the photo's alternative text" },
    { "a credit without its label",
      "{\"photo\":{\"caption\":\"c\",\"credit\":\"Courtesy of nobody\"}}",
      "a photo credit that does not begin with “Photo ©” or “Foto ©”" },
    { "a caption that begins a list", "{\"photo\":{\"caption\":\"- c\"}}",
      "the photo's caption as it is" },
    { "a section", "{\"section\":\"s\"}", "the section" },
    { "a slug", "{\"slug\":\"s\"}", "the address part" },
    { "authors", "{\"authors\":[\"s\"]}", "the list of authors" },
    { "own fields", "{\"custom\":{\"s\":1}}", "the newsroom's own fields" },
    { "a comma in a tag", "{\"tags\":[\"a, b\",\"c\"]}", "tags with a comma or a line break" },
    { "two lines in an FAQ title", "{\"faq\":{\"title\":\"a\\nb\"}}",
      "the questions and answers as they are" },
    { "unknown keys", "{\"x\":1}", "what other programs added" },
    { "unknown keys of a block", "{\"body\":[{\"text\":\"t\",\"x\":1}]}",
      "what other programs added" },
    { "unknown keys of an answer", "{\"faq\":{\"items\":[{\"question\":\"t\",\"x\":1}]}}",
      "what other programs added" },
    { "an original", "{\"translation_of\":{\"id\":\"x\"}}",
      "which story this is a translation of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article = stet_article_from_json (
          cases[i].json, strlen (cases[i].json), stet_random_system (), NULL);
      g_auto (GStrv) lost = NULL;
      g_autofree char *text = stet_article_write (article, STET_FORMAT_TEXT, &lost);

      g_test_message ("%s: %s", cases[i].why, lost[0]);
      g_assert_true (g_strv_contains ((const char *const *) lost, cases[i].lost));
      g_assert_cmpuint (g_strv_length (lost), ==, 1);
    }
}

static void
test_structure (void)
{
  static const struct
  {
    const char *why, *text, *headline, *dek, *caption, *credit;
    guint n_blocks, n_items, n_tags;
  } cases[] = {
    { "a headline alone", "Head", "Head", "", "", "", 0, 0, 0 },
    { "a short text after it is the body", "Head\n\nShort", "Head", "", "", "", 1, 0, 0 },
    { "a short text and a body", "Head\n\nShort\n\nBody", "Head", "Short", "", "", 1, 0, 0 },
    { "a short text and questions", "Head\n\nShort\n\nFAQ: x\n\nQ?\n\nA", "Head", "", "", "", 1, 1,
      0 },
    { "a photo line ends the head", "Head\n\nCap Photo © X\n\nShort\n\nBody", "Head", "", "Cap",
      "Photo © X", 2, 0, 0 },
    { "a dek before a photo line", "Head\n\nDek\n\nCap Photo © X", "Head", "Dek", "Cap",
      "Photo © X", 0, 0, 0 },
    { "a photo line first", "Foto: © X\n\nBody", "", "", "", "Foto: © X", 1, 0, 0 },
    { "a credit without a name", "Head\n\nCap Photo ©\n\nBody", "Head", "", "Cap", "", 1, 0, 0 },
    { "questions first", "Frequently asked questions about eels\n\nQ?\n\nA\n\nQ?", "", "", "", "",
      0, 2, 0 },
    { "tags first", "Filed under: a,b,, c", "", "", "", "", 0, 0, 3 },
    { "Windows line ends, spaces in blank lines", "Head\r\n \r\nDek\r\n\t\r\nBody\r\n", "Head",
      "Dek", "", "", 1, 0, 0 },
    { "a list without blank lines", "Head\n\n## H\n\n- a\n- b\n  - c\n\nBody", "Head", "", "", "",
      5, 0, 0 },
    { "a rule in the middle of the body", "Head\n\nDek\n\nOne\n\nTwo\n\nThree\n\n---\n\nFour",
      "Head", "Dek", "", "", 5, 0, 0 },
    { "a rule ends the head", "Head\n\n---\n\nShort\n\nBody", "Head", "", "", "", 2, 0, 0 },
    { "a headline that says that it is one", "# Head\n\nDek\n\nBody", "Head", "Dek", "", "", 1, 0,
      0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article = read_text (cases[i].text, "en");
      const StetArticleFields *fields = stet_article_fields (article);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (said (fields->headline), ==, cases[i].headline);
      g_assert_cmpstr (said (fields->dek), ==, cases[i].dek);
      g_assert_cmpstr (said (stet_photo_caption (fields->photo)), ==, cases[i].caption);
      g_assert_cmpstr (said (stet_photo_credit (fields->photo)), ==, cases[i].credit);
      g_assert_cmpuint (fields->body->len, ==, cases[i].n_blocks);
      g_assert_cmpuint (fields->faq_items->len, ==, cases[i].n_items);
      g_assert_cmpuint (fields->tags->len, ==, cases[i].n_tags);
    }
}

/* The length up to which a paragraph may be a dek. */
static void
test_dek_length (void)
{
  g_autofree char *words = g_strnfill (300, 'x');
  g_autofree char *at = g_strdup_printf ("Head\n\n%s\n\nBody", words);
  g_autofree char *past = g_strdup_printf ("Head\n\n%sx\n\nBody", words);
  g_autoptr (StetArticle) with = read_text (at, "en");
  g_autoptr (StetArticle) without = read_text (past, "en");

  g_assert_cmpuint (stet_prose_chars (stet_article_fields (with)->dek), ==, 300);
  g_assert_cmpuint (stet_prose_chars (stet_article_fields (without)->dek), ==, 0);
  g_assert_cmpuint (stet_article_n_blocks (without), ==, 2);
}

static void
test_refused (void)
{
  g_autofree char *large = g_strnfill (STET_IMPORT_BYTES_MAX + 1, 'x');
  g_autofree char *long_line = g_strnfill (STET_BLOCK_BYTES_MAX, 'x');
  g_autofree char *at = g_strconcat ("Head\n\n", long_line, NULL);
  g_autofree char *past = g_strconcat ("Head\n\nx", long_line, NULL);
  g_autoptr (StetArticle) longest = read_text (at, "en");
  const struct { const char *why, *text; StetFormat format; int code; } cases[] = {
    { "nothing", "", STET_FORMAT_TEXT, STET_ARTICLE_ERROR_EMPTY },
    { "nothing but space", " \n\n\t\n", STET_FORMAT_TEXT, STET_ARTICLE_ERROR_EMPTY },
    { "not UTF-8", "caf\xe9", STET_FORMAT_TEXT, STET_ARTICLE_ERROR_SYNTAX },
    { "too large", large, STET_FORMAT_TEXT, STET_ARTICLE_ERROR_TOO_LARGE },
    { "a paragraph too long", past, STET_FORMAT_TEXT, STET_ARTICLE_ERROR_TOO_LARGE },
    { "ninjs is written only", "{}", STET_FORMAT_NINJS, STET_ARTICLE_ERROR_FORMAT },
    { "broken JSON", "{", STET_FORMAT_JSON, STET_ARTICLE_ERROR_SYNTAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetArticle) article
          = stet_article_read (cases[i].format, cases[i].text, NULL, stet_random_system (), &error);

      g_test_message ("%s", cases[i].why);
      g_assert_null (article);
      g_assert_error (error, STET_ARTICLE_ERROR, cases[i].code);
    }
}

static char *
many_parts (const char *head, const char *part, guint n)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  static const struct { const char *why, *head, *part; guint limit; } cases[] = {
    { "paragraphs", "Head\n\n---", "\n\nx", STET_BLOCKS_MAX },
    { "questions", "FAQ:", "\n\nQ\n\nA", STET_FAQ_ITEMS_MAX },
    { "tags", "Filed under:", "x,", STET_TAGS_MAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *at = many_parts (cases[i].head, cases[i].part, cases[i].limit);
      g_autofree char *past = many_parts (cases[i].head, cases[i].part, cases[i].limit + 1);
      g_autoptr (StetArticle) article = read_text (at, "en");
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (
          stet_article_read (STET_FORMAT_TEXT, past, "en", stet_random_system (), &error));
      g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
    }
}

static void
test_photo_lines (void)
{
  static const struct { const char *why, *line, *caption, *credit; } cases[] = {
    { "glued", "A boatPhoto © X / @y", "A boat", "Photo © X / @y" },
    { "parted", "A boat Photo © X", "A boat", "Photo © X" },
    { "Spanish, glued", "Un barcoFoto © X", "Un barco", "Foto © X" },
    { "alone", "Photo © X", "", "Photo © X" },
    { "no credit", "A boat", "A boat", "" },
    { "a sign without a label", "A boat © X", "A boat © X", "" },
    { "a word that ends like a label", "A telephoto © lens", "A telephoto © lens", "" },
    { "small letters after a space", "A boat foto © X", "A boat", "foto © X" },
    { "the last label counts", "Photo © of a Photo © X", "Photo © of a", "Photo © X" },
    { "a colon", "A boat. Photos: © X", "A boat.", "Photos: © X" },
    { "no space", "A boat Photo© X", "A boat", "Photo© X" },
    { "nothing", "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *caption = NULL;
      g_autofree char *credit = NULL;

      stet_split_photo_line (cases[i].line, &caption, &credit);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (caption, ==, cases[i].caption);
      g_assert_cmpstr (credit, ==, cases[i].credit);
    }
}

static void
test_slugs (void)
{
  static const struct { const char *why, *headline, *slug; } cases[] = {
    { "accents and signs", "¿Qué pasa en Peñíscola, año 2026?", "que-pasa-en-peniscola-ano-2026" },
    { "apostrophes", "The harbour’s master's key", "the-harbours-masters-key" },
    { "nothing to keep", "日本", "" },
    { "at the limit",
      "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhh",
      "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee-fffffffff-ggggggggg-hhhhh" },
    { "one past it",
      "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhh",
      "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee-fffffffff-ggggggggg" },
    { "a word that ends at the limit",
      "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhh iii",
      "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee-fffffffff-ggggggggg-hhhhh" },
    { "hyphens", "  -- A -- b -- ", "a-b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *slug = stet_slug_from_headline (cases[i].headline, "es");

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (slug, ==, cases[i].slug);
      g_assert_cmpuint (strlen (slug), <=, 75);
    }
}

static void
test_names (void)
{
  static const struct { const char *name; gboolean known; StetFormat format; } names[] = {
    { "json", TRUE, STET_FORMAT_JSON },
    { "html", TRUE, STET_FORMAT_HTML },
    { "text", TRUE, STET_FORMAT_TEXT },
    { "markdown", TRUE, STET_FORMAT_MARKDOWN },
    { "ninjs", TRUE, STET_FORMAT_NINJS },
    { "pdf", FALSE, 0 },
    { "", FALSE, 0 },
  };
  static const struct { const char *path; gboolean known; StetFormat format; } files[] = {
    { "/a/b.JSON", TRUE, STET_FORMAT_JSON },
    { "b.htm", TRUE, STET_FORMAT_HTML },
    { "b.txt", TRUE, STET_FORMAT_TEXT },
    { "b.md", TRUE, STET_FORMAT_MARKDOWN },
    { "b.docx", FALSE, 0 },
    { "txt", FALSE, 0 },
  };
  StetFormat format = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpint (stet_format_parse (names[i].name, &format), ==, names[i].known);
      if (names[i].known)
        g_assert_cmpint (format, ==, names[i].format);
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_cmpint (stet_format_for_file (files[i].path, &format), ==, files[i].known);
      if (files[i].known)
        g_assert_cmpint (format, ==, files[i].format);
    }
}

/* A story in JSON without a language gets the one it is told, or that of its words. */
static void
test_json_language (void)
{
  static const struct { const char *why, *json, *told, *language; } cases[] = {
    { "its own", "{\"language\":\"es\",\"headline\":\"x\"}", NULL, "es" },
    { "told", "{\"language\":\"es\",\"headline\":\"x\"}", "en", "en" },
    { "its words",
      "{\"body\":[{\"text\":\"El barco de la isla no ha salido por la tormenta de ayer en el puerto\"}]}",
      NULL, "es" },
    { "no words", "{\"headline\":\"x\"}", NULL, "en" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article = stet_article_read (
          STET_FORMAT_JSON, cases[i].json, cases[i].told, stet_random_system (), NULL);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (stet_article_language (article), ==, cases[i].language);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/text/shared-sample", test_shared_sample);
  g_test_add_func ("/text/own-english", test_own_english);
  g_test_add_func ("/text/own-spanish", test_own_spanish);
  g_test_add_func ("/text/parts-left-out", test_parts_left_out);
  g_test_add_func ("/text/odd-texts", test_odd_texts);
  g_test_add_func ("/text/lost-is-said", test_lost_is_said);
  g_test_add_func ("/text/structure", test_structure);
  g_test_add_func ("/text/dek-length", test_dek_length);
  g_test_add_func ("/text/refused", test_refused);
  g_test_add_func ("/text/limits", test_limits);
  g_test_add_func ("/text/photo-lines", test_photo_lines);
  g_test_add_func ("/text/slugs", test_slugs);
  g_test_add_func ("/format/names", test_names);
  g_test_add_func ("/format/json-language", test_json_language);
  return g_test_run ();
}
