/* HTML: our own documents and blocks come back as they were; foreign ones lose what a story can't hold. */
#include "config.h"

#include "article/format.h"
#include "article/html-scan.h"
#include "base/limits.h"
#include "random-article.h"
#include "support.h"

static StetArticle *
round_trip (const StetArticle *article, StetFormat format, const char *why)
{
  g_autoptr (StetRandom) random = stet_random_new_seeded (5);
  g_autofree char *text = stet_article_write (article, format, NULL);
  g_autoptr (GError) error = NULL;
  StetArticle *again = stet_article_read (format, text, NULL, random, &error);

  g_assert_no_error (error);
  return again;
}

static void
assert_same (const StetArticle *article, const StetArticle *again, const char *why)
{
  const char *const public_custom[] = { "kicker", "priority", NULL };
  g_autofree char *before = stet_article_hashed_text (article, public_custom);
  g_autofree char *after = stet_article_hashed_text (again, public_custom);

  if (!g_str_equal (before, after))
    {
      g_autofree char *html = stet_article_write (article, STET_FORMAT_HTML, NULL);

      g_test_message ("%s: %s", why, html);
    }
  g_assert_cmpstr (after, ==, before);
}

/* The hash is the same after a round through HTML, whatever the texts. */
static void
test_random_documents (void)
{
  for (guint32 seed = 0; seed < 400; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      g_autofree char *why = g_strdup_printf ("seed %u", seed);
      g_autoptr (StetArticle) again = round_trip (article, STET_FORMAT_HTML, why);

      assert_same (article, again, why);
    }
}

/* And so are the blocks that a site is sent. */
static void
test_random_blocks (void)
{
  for (guint32 seed = 0; seed < 400; seed++)
    {
      g_autoptr (StetRandom) random = stet_random_new_seeded (seed);
      g_autoptr (StetArticle) article = random_article (random, RANDOM_ANY);
      StetArticleFields fields = *stet_article_fields (article);
      g_autofree char *html = stet_blocks_to_html (fields.body);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) blocks = stet_html_to_blocks (html, random, &error);
      g_autofree char *why = g_strdup_printf ("seed %u", seed);
      g_autoptr (StetArticle) again = NULL;

      g_assert_no_error (error);
      fields.body = blocks;
      again = stet_article_new (&fields);
      assert_same (article, again, why);
    }
}

static void
test_own_story (void)
{
  static const char *const files[] = { "article/data/harbour-en.txt", "article/data/puerto-es.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = stet_test_file (files[i]);
      g_autofree char *text = stet_test_read (path);
      g_autoptr (StetArticle) article = stet_article_read (STET_FORMAT_TEXT, text, NULL, stet_random_system (), NULL);
      gint64 start = g_get_monotonic_time ();
      g_autoptr (StetArticle) again = round_trip (article, STET_FORMAT_HTML, files[i]);

      g_test_message ("written and read in %.1f ms", (double) (g_get_monotonic_time () - start) / 1000.0);
      assert_same (article, again, files[i]);
    }
}

static void
test_markdown_story (void)
{
  static const char *const files[] = { "article/data/harbour-en.txt", "article/data/puerto-es.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = stet_test_file (files[i]);
      g_autofree char *text = stet_test_read (path);
      g_autoptr (StetArticle) article = stet_article_read (STET_FORMAT_TEXT, text, NULL, stet_random_system (), NULL);
      g_auto (GStrv) lost = NULL;
      g_autofree char *markdown = stet_article_write (article, STET_FORMAT_MARKDOWN, &lost);
      g_autoptr (StetArticle) again = round_trip (article, STET_FORMAT_MARKDOWN, files[i]);

      g_test_message ("%s", markdown);
      assert_same (article, again, files[i]);
      g_assert_null (lost[0]);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/html/random-documents", test_random_documents);
  g_test_add_func ("/html/random-blocks", test_random_blocks);
  g_test_add_func ("/html/own-story", test_own_story);
  g_test_add_func ("/markdown/own-story", test_markdown_story);
  return g_test_run ();
}
