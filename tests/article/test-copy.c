/* Blocks copied within Stet, and what a pasted page leaves behind. */
#include "config.h"

#include "article/format.h"
#include "random-article.h"
#include "support.h"

#include <string.h>

static void
test_dropped (void)
{
  static const struct
  {
    const char *html;
    guint images, trackers, active, colours, blocks;
    const char *why;
  } cases[] = {
    { "<p>Plain <b>bold</b></p>", 0, 0, 0, 0, 1, "nothing to tell" },
    { "<p>One</p><img src='https://a.example/b.jpg'><p>Two</p>", 1, 0, 0, 0, 2,
      "a picture at another's address" },
    { "<figure><img src='https://a.example/b.jpg'><figcaption>The quay</figcaption></figure>", 1, 0,
      0, 0, 1, "its caption stays" },
    { "<p><img src='https://a.example/t.gif' width='1' height='1'>Text</p>", 0, 1, 0, 0, 1,
      "a picture of one pixel" },
    { "<p><a href='https://www.google.com/url?q=https://b.example/'>x</a></p>", 0, 1, 0, 0, 1,
      "a link by way of another" },
    { "<p><a href='https://b.example/?utm_source=mail&a=1'>x</a></p>", 0, 1, 0, 0, 1,
      "a link with a mark" },
    { "<p><a href='https://b.example/?a=1'>x</a></p>", 0, 0, 0, 0, 1, "a link" },
    { "<script>x()</script><iframe src='https://a.example/'></iframe><p>T</p>", 0, 0, 2, 0, 1,
      "a script and a frame" },
    { "<p style='color:#c00'>T</p>", 0, 0, 0, 1, 1, "red" },
    { "<p style='color:#000000;background:white'>T</p>", 0, 0, 0, 0, 1,
      "black on white is no colour" },
    { "<p><font color='red'>T</font></p>", 0, 0, 0, 1, 1, "red, the old way" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StetHtmlDropped dropped = { 9, 9, 9, 9 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks
          = stet_html_to_blocks_told (cases[i].html, stet_random_system (), &dropped, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      g_assert_cmpuint (dropped.images, ==, cases[i].images);
      g_assert_cmpuint (dropped.trackers, ==, cases[i].trackers);
      g_assert_cmpuint (dropped.active, ==, cases[i].active);
      g_assert_cmpuint (dropped.colours, ==, cases[i].colours);
      g_assert_cmpuint (blocks->len, ==, cases[i].blocks);
      for (guint b = 0; b < blocks->len; b++)
        if (stet_block_type (blocks->pdata[b]) == STET_BLOCK_IMAGE)
          g_assert_cmpstr (stet_photo_file (stet_block_fields (blocks->pdata[b])->photo), ==, "");
    }
}

/* Everything a block holds comes back, its id does not. */
static void
test_round_trip (void)
{
  for (guint seed = 1; seed <= 100; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      GPtrArray *body = stet_article_fields (article)->body;
      g_autofree char *json = stet_blocks_to_json (body);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) again = stet_blocks_from_json (json, stet_random_system (), &error);
      g_autofree char *html = stet_blocks_to_html (body);
      g_autofree char *html_again = again != NULL ? stet_blocks_to_html (again) : NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (again->len, ==, body->len);
      g_assert_cmpstr (html, ==, html_again);
      for (guint i = 0; i < again->len; i++)
        {
          g_assert_cmpint (stet_block_type (again->pdata[i]), ==, stet_block_type (body->pdata[i]));
          g_assert_cmpstr (stet_block_id (again->pdata[i]), !=, stet_block_id (body->pdata[i]));
        }
    }
}

/* Anybody may put that type on the clipboard. */
static void
test_foreign (void)
{
  static const char *const bad[]
      = { "", "{", "[]", "{\"body\": 3}", "{\"body\": [{\"type\": 3}]}" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (stet_blocks_from_json (bad[i], stet_random_system (), &error));
      g_assert_nonnull (error);
    }
}

static void
test_markdown (void)
{
  g_autoptr (GPtrArray) blocks
      = stet_html_to_blocks ("<h2>One</h2><ul><li>Two</li></ul><blockquote>Three</blockquote>"
                             "<p>Four <b>five</b></p>",
                             stet_random_system (), NULL);
  g_autofree char *text = stet_blocks_to_markdown (blocks);

  g_assert_cmpstr (text, ==, "## One\n\n- Two\n\n> Three\n\nFour **five**");
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/article/copy/dropped", test_dropped);
  g_test_add_func ("/article/copy/round-trip", test_round_trip);
  g_test_add_func ("/article/copy/foreign", test_foreign);
  g_test_add_func ("/article/copy/markdown", test_markdown);
  return g_test_run ();
}
