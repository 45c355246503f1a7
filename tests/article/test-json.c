/* stet-article/1: what is read, what is refused and where, the canonical form, the content hash. */
#include "config.h"

#include "article/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "random-article.h"
#include "support.h"

#include <json-glib/json-glib.h>

static StetArticle *
read_json (const char *json, GError **error)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (7);

  return stet_article_from_json (json, strlen (json), random, error);
}

static StetArticle *
must_read (const char *json)
{
  g_autoptr (GError) error = NULL;
  StetArticle *article = read_json (json, &error);

  g_assert_no_error (error);
  return article;
}

static void
test_print_and_parse (void)
{
  for (guint32 seed = 0; seed < 300; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      g_autofree char *json = stet_article_to_json (article);
      g_autoptr (StetArticle) again = must_read (json);
      g_autofree char *json_again = stet_article_to_json (again);

      g_assert_cmpstr (json_again, ==, json);
      g_assert_true (stet_article_equal (article, again));
    }
}

/* A story within another document, which may go away afterwards. */
static void
test_from_node (void)
{
  for (guint32 seed = 0; seed < 50; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      g_autoptr (StetArticle) again = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *json = stet_article_to_json (article);
      g_autofree char *list = g_strdup_printf ("[%s]", json);
      g_autofree char *json_again = NULL;
      g_autoptr (JsonNode) node = json_from_string (list, NULL);

      g_assert_null (stet_article_from_node (node, random, &error));
      g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SHAPE);
      g_clear_error (&error);
      again = stet_article_from_node (json_array_get_element (json_node_get_array (node), 0),
                                      random, &error);
      g_assert_no_error (error);
      g_clear_pointer (&node, json_node_unref);
      json_again = stet_article_to_json (again);
      g_assert_cmpstr (json_again, ==, json);
    }
}

static void
test_canonical (void)
{
  static const struct { const char *why, *in, *out; } cases[] = {
    { "every key is written in the order of the format",
      "{\"id\":\"a\",\"story\":\"s\",\"photo\":{\"id\":\"p\"}}",
      "{\"format\":\"stet-article/1\",\"id\":\"a\",\"story\":\"s\",\"language\":\"\",\"translation_of\":null,"
      "\"headline\":\"\",\"dek\":\"\",\"dek_spans\":[],\"section\":\"\",\"slug\":\"\",\"photo\":{\"id\":\"p\","
      "\"file\":\"\",\"caption\":\"\",\"caption_spans\":[],\"credit\":\"\",\"alt\":\"\"},\"body\":[],"
      "\"faq\":{\"title\":\"\",\"items\":[]},\"tags\":[],\"byline\":\"\",\"authors\":[],\"author_box\":\"\","
      "\"custom\":{}}" },
    { "unknown keys are kept after the known ones, sorted, at every level; null is missing; terms with ids",
      "{\"zeta\":1,\"alpha\":{\"d\":1,\"c\":[1.50,1e3]},\"id\":\"a\",\"story\":\"s\",\"headline\":null,\"tags\":[\"x\","
      "{\"k\":0,\"id\":\"7\",\"label\":\"y\"}],\"section\":{\"label\":\"S\",\"id\":\"3\"},\"photo\":{\"z\":1,\"id\":\"p\"},"
      "\"translation_of\":{\"q\":0,\"id\":\"t\"},\"body\":[{\"y\":1,\"id\":\"b\",\"type\":\"table\",\"attrs\":{\"w\":1,"
      "\"rows\":[[{\"text\":\"c\",\"v\":2}]]}},{\"id\":\"d\",\"text\":\"abc\",\"spans\":[{\"type\":\"bold\",\"start\":0,"
      "\"end\":1,\"u\":3}]}],\"faq\":{\"t\":4,\"items\":[{\"id\":\"f\",\"s\":5}]}}",
      "{\"format\":\"stet-article/1\",\"id\":\"a\",\"story\":\"s\",\"language\":\"\",\"translation_of\":{\"id\":\"t\","
      "\"hash\":\"\",\"q\":0},\"headline\":\"\",\"dek\":\"\",\"dek_spans\":[],\"section\":{\"label\":\"S\",\"id\":\"3\"},"
      "\"slug\":\"\",\"photo\":{\"id\":\"p\",\"file\":\"\",\"caption\":\"\",\"caption_spans\":[],\"credit\":\"\","
      "\"alt\":\"\",\"z\":1},\"body\":[{\"id\":\"b\",\"type\":\"table\",\"text\":\"\",\"spans\":[],\"attrs\":{\"rows\":"
      "[[{\"text\":\"c\",\"spans\":[],\"v\":2}]],\"w\":1},\"y\":1},{\"id\":\"d\",\"type\":\"paragraph\",\"text\":\"abc\","
      "\"spans\":[{\"type\":\"bold\",\"start\":0,\"end\":1,\"u\":3}],\"attrs\":{}}],\"faq\":{\"title\":\"\",\"items\":"
      "[{\"id\":\"f\",\"question\":\"\",\"answer\":\"\",\"answer_spans\":[],\"s\":5}],\"t\":4},\"tags\":[\"x\","
      "{\"label\":\"y\",\"id\":\"7\",\"k\":0}],\"byline\":\"\",\"authors\":[],\"author_box\":\"\",\"custom\":{},"
      "\"alpha\":{\"c\":[1.5,1000],\"d\":1},\"zeta\":1}" },
    { "attrs are sorted, defaults filled in",
      "{\"id\":\"a\",\"story\":\"s\",\"photo\":{\"id\":\"p\"},\"body\":[{\"id\":\"1\",\"type\":\"heading\"},"
      "{\"id\":\"2\",\"type\":\"list_item\",\"attrs\":{\"ordered\":true}},{\"id\":\"3\",\"type\":\"quote\","
      "\"attrs\":{\"cite\":\"c\"}},{\"id\":\"4\",\"type\":\"image\",\"attrs\":{\"id\":\"5\",\"file\":\"f.jpg\"}},"
      "{\"id\":\"6\",\"type\":\"embed\",\"attrs\":{\"href\":\"h\"}},{\"id\":\"7\",\"type\":\"opaque\","
      "\"attrs\":{\"raw\":\"<x>\"}},{\"id\":\"8\",\"type\":\"opaque\",\"attrs\":{\"raw_base64\":\"//4=\"}}]}",
      "{\"format\":\"stet-article/1\",\"id\":\"a\",\"story\":\"s\",\"language\":\"\",\"translation_of\":null,"
      "\"headline\":\"\",\"dek\":\"\",\"dek_spans\":[],\"section\":\"\",\"slug\":\"\",\"photo\":{\"id\":\"p\","
      "\"file\":\"\",\"caption\":\"\",\"caption_spans\":[],\"credit\":\"\",\"alt\":\"\"},\"body\":["
      "{\"id\":\"1\",\"type\":\"heading\",\"text\":\"\",\"spans\":[],\"attrs\":{\"level\":2}},"
      "{\"id\":\"2\",\"type\":\"list_item\",\"text\":\"\",\"spans\":[],\"attrs\":{\"indent\":0,\"ordered\":true}},"
      "{\"id\":\"3\",\"type\":\"quote\",\"text\":\"\",\"spans\":[],\"attrs\":{\"cite\":\"c\"}},"
      "{\"id\":\"4\",\"type\":\"image\",\"text\":\"\",\"spans\":[],\"attrs\":{\"alt\":\"\",\"caption\":\"\","
      "\"caption_spans\":[],\"credit\":\"\",\"file\":\"f.jpg\",\"id\":\"5\"}},"
      "{\"id\":\"6\",\"type\":\"embed\",\"text\":\"\",\"spans\":[],\"attrs\":{\"href\":\"h\"}},"
      "{\"id\":\"7\",\"type\":\"opaque\",\"text\":\"\",\"spans\":[],\"attrs\":{\"raw\":\"<x>\"}},"
      "{\"id\":\"8\",\"type\":\"opaque\",\"text\":\"\",\"spans\":[],\"attrs\":{\"raw_base64\":\"//4=\"}}],"
      "\"faq\":{\"title\":\"\",\"items\":[]},\"tags\":[],\"byline\":\"\",\"authors\":[],\"author_box\":\"\",\"custom\":{}}" },
    { "texts pass the gate and spans move with them; touching spans are merged",
      "{\"id\":\"a\",\"story\":\"s\",\"photo\":{\"id\":\"p\"},\"headline\":\"a\\r\\nb\",\"body\":[{\"id\":\"b\",\"text\":"
      "\"cafe\\u0301 au\",\"spans\":[{\"type\":\"link\",\"start\":6,\"end\":8,\"href\":\"https://x.example\",\"rel\":\"\"},"
      "{\"type\":\"bold\",\"start\":3,\"end\":5},{\"type\":\"bold\",\"start\":0,\"end\":3}]}],"
      "\"custom\":{\"k\":\"e\\u0301\"}}",
      "{\"format\":\"stet-article/1\",\"id\":\"a\",\"story\":\"s\",\"language\":\"\",\"translation_of\":null,"
      "\"headline\":\"a\\nb\",\"dek\":\"\",\"dek_spans\":[],\"section\":\"\",\"slug\":\"\",\"photo\":{\"id\":\"p\","
      "\"file\":\"\",\"caption\":\"\",\"caption_spans\":[],\"credit\":\"\",\"alt\":\"\"},\"body\":[{\"id\":\"b\","
      "\"type\":\"paragraph\",\"text\":\"café au\",\"spans\":[{\"type\":\"bold\",\"start\":0,\"end\":4},{\"type\":\"link\","
      "\"start\":5,\"end\":7,\"href\":\"https://x.example\",\"rel\":\"\"}],\"attrs\":{}}],\"faq\":{\"title\":\"\","
      "\"items\":[]},\"tags\":[],\"byline\":\"\",\"authors\":[],\"author_box\":\"\",\"custom\":{\"k\":\"é\"}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article = must_read (cases[i].in);
      g_autofree char *json = stet_article_to_json (article);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpstr (json, ==, cases[i].out);
    }
}

static void
test_refused (void)
{
  static const struct { const char *why, *json; int code; const char *place; } cases[] = {
    { "no JSON", "{", STET_ARTICLE_ERROR_SYNTAX, "line 1" },
    { "nothing at all", "", STET_ARTICLE_ERROR_SYNTAX, "" },
    { "not UTF-8", "{\"headline\":\"\xff\"}", STET_ARTICLE_ERROR_SYNTAX, "line 1" },
    { "a number no reader keeps", "{\"x\":9007199254740993}", STET_ARTICLE_ERROR_SYNTAX, "line 1" },
    { "not an object", "[]", STET_ARTICLE_ERROR_SHAPE, "the document: " },
    { "a newer format", "{\"format\":\"stet-article/2\"}", STET_ARTICLE_ERROR_NEWER, "format: " },
    { "a much newer format", "{\"format\":\"stet-article/11\"}", STET_ARTICLE_ERROR_NEWER,
      "format: " },
    { "another format", "{\"format\":\"ninjs\"}", STET_ARTICLE_ERROR_SHAPE, "format: " },
    { "a number for a text", "{\"headline\":4}", STET_ARTICLE_ERROR_SHAPE, "headline: " },
    { "a number for an id", "{\"id\":4}", STET_ARTICLE_ERROR_SHAPE, "id: " },
    { "an object for an array", "{\"body\":{}}", STET_ARTICLE_ERROR_SHAPE, "body: " },
    { "a text for a block", "{\"body\":[\"x\"]}", STET_ARTICLE_ERROR_SHAPE, "body[0]: " },
    { "an unknown block", "{\"body\":[{\"type\":\"poem\"}]}", STET_ARTICLE_ERROR_SHAPE,
      "body[0].type: " },
    { "a text for an object", "{\"photo\":\"x\"}", STET_ARTICLE_ERROR_SHAPE, "photo: " },
    { "a number for a caption", "{\"photo\":{\"caption\":1}}", STET_ARTICLE_ERROR_SHAPE,
      "photo.caption: " },
    { "a span past the end",
      "{\"body\":[{},{},{\"text\":\"abc\",\"spans\":[{\"type\":\"bold\",\"start\":1,\"end\":4}]}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[2].spans[0].end: " },
    { "a span that starts past the end",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":4,\"end\":4}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].start: " },
    { "a span backwards",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":2,\"end\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].end: " },
    { "a negative span",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":-1,\"end\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].start: " },
    { "half a character",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":0.5,\"end\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].start: " },
    { "a span without end", "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].end: " },
    { "a span without start", "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"end\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].start: " },
    { "a span of no type", "{\"dek\":\"abc\",\"dek_spans\":[{\"start\":0,\"end\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].type: " },
    { "a text for a span", "{\"dek\":\"abc\",\"dek_spans\":[\"bold\"]}", STET_ARTICLE_ERROR_SHAPE,
      "dek_spans[0]: " },
    { "a text for a number",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"bold\",\"start\":\"0\",\"end\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].start: " },
    { "a number for a link",
      "{\"dek\":\"abc\",\"dek_spans\":[{\"type\":\"link\",\"start\":0,\"end\":1,\"href\":1}]}",
      STET_ARTICLE_ERROR_SHAPE, "dek_spans[0].href: " },
    { "two blocks with one id", "{\"body\":[{\"id\":\"x\"},{\"id\":\"x\"}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[1].id: " },
    { "a question with a block's id",
      "{\"body\":[{\"id\":\"x\"}],\"faq\":{\"items\":[{\"id\":\"x\"}]}}", STET_ARTICLE_ERROR_SHAPE,
      "faq.items[0].id: " },
    { "a picture with the photo's id",
      "{\"photo\":{\"id\":\"x\"},\"body\":[{\"type\":\"image\",\"attrs\":{\"id\":\"x\"}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.id: " },
    { "a heading of level 1", "{\"body\":[{\"type\":\"heading\",\"attrs\":{\"level\":1}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.level: " },
    { "a heading of level 5", "{\"body\":[{\"type\":\"heading\",\"attrs\":{\"level\":5}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.level: " },
    { "a list item too deep", "{\"body\":[{\"type\":\"list_item\",\"attrs\":{\"indent\":4}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.indent: " },
    { "a text for a truth", "{\"body\":[{\"type\":\"list_item\",\"attrs\":{\"ordered\":\"yes\"}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.ordered: " },
    { "attrs that are none", "{\"body\":[{\"attrs\":[]}]}", STET_ARTICLE_ERROR_SHAPE,
      "body[0].attrs: " },
    { "a row that is none", "{\"body\":[{\"type\":\"table\",\"attrs\":{\"rows\":[{}]}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.rows[0]: " },
    { "a cell that is none", "{\"body\":[{\"type\":\"table\",\"attrs\":{\"rows\":[[{}],[{},1]]}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.rows[1][1]: " },
    { "a span in a cell past its end",
      "{\"body\":[{\"type\":\"table\",\"attrs\":{\"rows\":[[{\"spans\":[{\"type\":\"code\","
      "\"start\":0,\"end\":1}]}]]}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.rows[0][0].spans[0].end: " },
    { "raw that is no base64",
      "{\"body\":[{\"type\":\"opaque\",\"attrs\":{\"raw_base64\":\"?\"}}]}",
      STET_ARTICLE_ERROR_SHAPE, "body[0].attrs.raw_base64: " },
    { "a number for a tag", "{\"tags\":[\"x\",1]}", STET_ARTICLE_ERROR_SHAPE, "tags[1]: " },
    { "null for a tag", "{\"tags\":[null]}", STET_ARTICLE_ERROR_SHAPE, "tags[0]: " },
    { "a number for a tag's label", "{\"tags\":[{\"label\":1}]}", STET_ARTICLE_ERROR_SHAPE,
      "tags[0].label: " },
    { "a number for a section", "{\"section\":1}", STET_ARTICLE_ERROR_SHAPE, "section: " },
    { "an array for the custom fields", "{\"custom\":[]}", STET_ARTICLE_ERROR_SHAPE, "custom: " },
    { "a text for the original", "{\"translation_of\":\"x\"}", STET_ARTICLE_ERROR_SHAPE,
      "translation_of: " },
    { "a number for an answer", "{\"faq\":{\"items\":[{\"answer\":1}]}}", STET_ARTICLE_ERROR_SHAPE,
      "faq.items[0].answer: " },
    { "a text for the FAQ", "{\"faq\":\"x\"}", STET_ARTICLE_ERROR_SHAPE, "faq: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (StetArticle) article = read_json (cases[i].json, &error);

      g_test_message ("%s: %s", cases[i].why, error != NULL ? error->message : "read");
      g_assert_null (article);
      g_assert_error (error, STET_ARTICLE_ERROR, cases[i].code);
      g_assert_true (g_str_has_prefix (error->message, cases[i].place));
    }
}

/* `n` times `element`, between `head` and `tail`. */
static char *
repeat (const char *head, const char *element, guint n, const char *tail)
{
  GString *json = g_string_new (head);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      g_string_append (json, element);
    }
  g_string_append (json, tail);
  return g_string_free (json, FALSE);
}

static void
test_limits (void)
{
  static const struct { const char *why, *head, *element, *tail; guint limit; } cases[] = {
    { "blocks", "{\"body\":[", "{}", "]}", STET_BLOCKS_MAX },
    { "spans in one text", "{\"dek\":\"abc\",\"dek_spans\":[",
      "{\"type\":\"bold\",\"start\":0,\"end\":1}", "]}", STET_SPANS_MAX },
    { "FAQ items", "{\"faq\":{\"items\":[", "{}", "]}}", STET_FAQ_ITEMS_MAX },
    { "tags", "{\"tags\":[", "\"x\"", "]}", STET_TAGS_MAX },
    { "authors", "{\"authors\":[", "\"x\"", "]}", STET_TAGS_MAX },
    { "cells", "{\"body\":[{\"type\":\"table\",\"attrs\":{\"rows\":[[", "{}", "]]}}]}",
      STET_TABLE_CELLS_MAX },
    { "rows", "{\"body\":[{\"type\":\"table\",\"attrs\":{\"rows\":[", "[]", "]}}]}",
      STET_TABLE_CELLS_MAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *at = repeat (cases[i].head, cases[i].element, cases[i].limit, cases[i].tail);
      g_autofree char *past
          = repeat (cases[i].head, cases[i].element, cases[i].limit + 1, cases[i].tail);
      g_autoptr (StetArticle) article = must_read (at);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (read_json (past, &error));
      g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
    }
}

static void
test_text_limit (void)
{
  g_autofree char *text = g_strnfill (STET_BLOCK_BYTES_MAX, 'x');
  g_autofree char *at = g_strdup_printf ("{\"body\":[{\"text\":\"%s\"}]}", text);
  g_autofree char *past = g_strdup_printf ("{\"body\":[{\"text\":\"%sx\"}]}", text);
  g_autofree char *tag = g_strdup_printf ("{\"tags\":[\"%sx\"]}", text);
  g_autoptr (StetArticle) article = must_read (at);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_json (past, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
  g_assert_true (g_str_has_prefix (error->message, "body[0].text: "));
  g_clear_error (&error);
  g_assert_null (read_json (tag, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
}

static void
test_size_limits (void)
{
  g_autofree char *space = g_strnfill (STET_JSON_BYTES_MAX - 1, ' ');
  g_autofree char *at = g_strconcat ("{}", space + 1, NULL);
  g_autofree char *past = g_strconcat ("{}", space, NULL);
  g_autofree char *open = g_strnfill (STET_JSON_DEPTH_MAX - 1, '[');
  g_autofree char *close = g_strnfill (STET_JSON_DEPTH_MAX - 1, ']');
  g_autofree char *deep = g_strconcat ("{\"x\":", open, close, "}", NULL);
  g_autofree char *deeper = g_strconcat ("{\"x\":[", open, close, "]}", NULL);
  g_autoptr (StetArticle) large = must_read (at);
  g_autoptr (StetArticle) nested = must_read (deep);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_json (past, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (read_json (deeper, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SYNTAX);
}

/* Written out by hand after the contracts, so that no desk can come to another hash. */
static void
test_hash (void)
{
  static const char *const json
      = "{\"format\":\"stet-article/1\",\"id\":\"i\",\"story\":\"s\",\"language\":\"en\",\"translation_of\":{\"id\":\"o\"},"
        "\"headline\":\"A \\\"B\\\" \\u0007é/\",\"dek\":\"d\",\"section\":{\"label\":\"Sea\",\"id\":\"9\",\"n\":1},"
        "\"photo\":{\"id\":\"p\",\"file\":\"9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08\",\"credit\":\"c\"},"
        "\"body\":[{\"id\":\"b\",\"text\":\"t\",\"x\":0,\"spans\":[{\"type\":\"link\",\"start\":0,\"end\":1,\"href\":\"h\",\"y\":1}],"
        "\"attrs\":{\"z\":1}},{\"id\":\"c\",\"type\":\"list_item\",\"attrs\":{\"indent\":1}}],"
        "\"faq\":{\"title\":\"q\",\"items\":[{\"id\":\"f\",\"question\":\"?\",\"answer\":\"!\"}]},\"tags\":[{\"label\":\"t\",\"id\":\"1\"}],"
        "\"byline\":\"by\",\"authors\":[\"au\"],\"author_box\":\"box\",\"custom\":{\"secret\":1,\"kicker\":\"k\"},\"more\":1}";
  static const char *const expected
      = "{\"format\":\"stet-article/1\",\"language\":\"en\",\"headline\":\"A \\\"B\\\" é/\",\"dek\":\"d\",\"dek_spans\":[],"
        "\"section\":\"Sea\",\"slug\":\"\",\"photo\":{\"file\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\","
        "\"caption\":\"\",\"caption_spans\":[],\"credit\":\"c\",\"alt\":\"\"},\"body\":[{\"type\":\"paragraph\",\"text\":\"t\","
        "\"spans\":[{\"type\":\"link\",\"start\":0,\"end\":1,\"href\":\"h\",\"rel\":\"\"}],\"attrs\":{}},{\"type\":\"list_item\","
        "\"text\":\"\",\"spans\":[],\"attrs\":{\"indent\":1,\"ordered\":false}}],\"faq\":{\"title\":\"q\",\"items\":[{\"question\":"
        "\"?\",\"answer\":\"!\",\"answer_spans\":[]}]},\"tags\":[\"t\"],\"byline\":\"by\",\"authors\":[\"au\"],"
        "\"author_box\":\"box\",\"custom\":{\"kicker\":\"k\"}}";
  const char *const public_custom[] = { "kicker", NULL };
  g_autoptr (StetArticle) article = must_read (json);
  g_autofree char *text = stet_article_hashed_text (article, public_custom);
  g_autofree char *hash = stet_article_hash (article, public_custom);
  g_autofree char *hash_without = stet_article_hash (article, NULL);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, expected, -1);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (hash, ==, sha256);
  g_assert_cmpstr (hash_without, !=, hash);
}

/* Everything a reader sees changes the hash, nothing else does. */
static void
test_hash_follows (void)
{
  static const struct { const char *why, *json; gboolean same; } cases[] = {
    { "ids",
      "{\"id\":\"z\",\"story\":\"y\",\"headline\":\"h\",\"body\":[{\"id\":\"x\"}],\"photo\":{\"id\":\"w\"}}",
      TRUE },
    { "unknown keys", "{\"headline\":\"h\",\"body\":[{\"q\":1}],\"q\":1}", TRUE },
    { "custom", "{\"headline\":\"h\",\"body\":[{}],\"custom\":{\"a\":1}}", TRUE },
    { "a term's id", "{\"headline\":\"h\",\"body\":[{}],\"section\":{\"label\":\"\",\"id\":\"3\"}}",
      TRUE },
    { "headline", "{\"headline\":\"H\",\"body\":[{}]}", FALSE },
    { "language", "{\"language\":\"es\",\"headline\":\"h\",\"body\":[{}]}", FALSE },
    { "a block's type", "{\"headline\":\"h\",\"body\":[{\"type\":\"quote\"}]}", FALSE },
    { "alt text", "{\"headline\":\"h\",\"body\":[{}],\"photo\":{\"alt\":\"a\"}}", FALSE },
    { "tags", "{\"headline\":\"h\",\"body\":[{}],\"tags\":[\"a\"]}", FALSE },
    { "author box", "{\"headline\":\"h\",\"body\":[{}],\"author_box\":\"a\"}", FALSE },
  };
  g_autoptr (StetArticle) base = must_read ("{\"headline\":\"h\",\"body\":[{}]}");
  g_autofree char *hash = stet_article_hash (base, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetArticle) article = must_read (cases[i].json);
      g_autofree char *other = stet_article_hash (article, NULL);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (g_str_equal (hash, other), ==, cases[i].same);
    }
}

/* A text typed as letter and accent is written, and hashed, as another desk will read it. */
static void
test_typed_accent (void)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (1);
  const StetSpan span = { .type = STET_SPAN_BOLD, .start_chars = 5, .end_chars = 7 };
  g_autoptr (StetProse) typed = stet_prose_new ("cafe\xcc\x81 au", &span, 1);
  g_autoptr (StetBlock) block = stet_block_paragraph ("b", typed);
  g_autoptr (GPtrArray) body = g_ptr_array_new ();
  StetArticleFields fields = { .id = "a", .body = body };
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (StetArticle) again = NULL;
  g_autofree char *json = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *hash_again = NULL;

  g_ptr_array_add (body, block);
  article = stet_article_new (&fields);
  json = stet_article_to_json (article);
  again = must_read (json);
  hash = stet_article_hash (article, NULL);
  hash_again = stet_article_hash (again, NULL);
  g_assert_nonnull (
      strstr (json, "caf\xc3\xa9 au\",\"spans\":[{\"type\":\"bold\",\"start\":4,\"end\":6}]"));
  g_assert_cmpstr (hash, ==, hash_again);
}

/* Numbers of unknown keys, as ECMAScript writes them (the samples of RFC 8785, appendix B). */
static void
test_numbers (void)
{
  static const struct { const char *in, *out; } cases[] = {
    { "0", "0" },
    { "-0.0", "0" },
    { "5.0", "5" },
    { "4.50", "4.5" },
    { "2e-3", "0.002" },
    { "1e30", "1e+30" },
    { "0.000001", "0.000001" },
    { "1e-7", "1e-7" },
    { "1e20", "100000000000000000000" },
    { "1e21", "1e+21" },
    { "333333333.33333329", "333333333.3333333" },
    { "-1.25", "-1.25" },
    { "1.7976931348623157e308", "1.7976931348623157e+308" },
    { "5e-324", "5e-324" },
    { "12345.678e2", "1234567.8" },
    { "-7", "-7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"n\":%s}", cases[i].in);
      g_autofree char *end = g_strdup_printf ("\"n\":%s}", cases[i].out);
      g_autoptr (StetArticle) article = must_read (json);
      g_autofree char *out = stet_article_to_json (article);

      g_test_message ("%s: %s", cases[i].in, strstr (out, "\"n\":"));
      g_assert_true (g_str_has_suffix (out, end));
    }
}

static void
test_ids_are_made (void)
{
  g_autoptr (StetArticle) article
      = must_read ("{\"body\":[{\"type\":\"image\"}],\"faq\":{\"items\":[{\"id\":\"\"}]}}");
  const StetArticleFields *fields = stet_article_fields (article);
  const StetBlock *block = fields->body->pdata[0];

  g_assert_true (stet_uuid_is_valid (fields->id));
  g_assert_true (stet_uuid_is_valid (fields->story));
  g_assert_true (stet_uuid_is_valid (stet_photo_id (fields->photo)));
  g_assert_true (stet_uuid_is_valid (stet_block_id (block)));
  g_assert_true (stet_uuid_is_valid (stet_photo_id (stet_block_fields (block)->photo)));
  g_assert_true (stet_uuid_is_valid (stet_faq_item_id (fields->faq_items->pdata[0])));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/json/print-and-parse", test_print_and_parse);
  g_test_add_func ("/json/from-node", test_from_node);
  g_test_add_func ("/json/canonical", test_canonical);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/limits", test_limits);
  g_test_add_func ("/json/text-limit", test_text_limit);
  g_test_add_func ("/json/size-limits", test_size_limits);
  g_test_add_func ("/json/hash", test_hash);
  g_test_add_func ("/json/hash-follows", test_hash_follows);
  g_test_add_func ("/json/typed-accent", test_typed_accent);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/ids-are-made", test_ids_are_made);
  return g_test_run ();
}
