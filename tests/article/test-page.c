/* A published page against its story: nothing to say of a page that is right, one thing of each
 * planted fault. */
#include "config.h"

#include "support.h"

#include "article/json.h"
#include "article/page.h"
#include "base/random.h"

#include <string.h>

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define URL "https://news.example/2026/11/ferries/"

static const char story[]
    = "{\"language\":\"en\",\"headline\":\"The \\\"ferry\\\" is back -- at last\",\"dek\":\"Two boats & a pier.\","
      "\"photo\":{\"file\":\"" SHA
      "\",\"caption\":\"The pier.\",\"credit\":\"Photo © Ana / @ana\",\"alt\":\"A pier\"},"
      "\"body\":[{\"type\":\"paragraph\",\"text\":\"It didn't wait...\",\"spans\":[{\"type\":\"bold\",\"start\":0,\"end\":4}]},"
      "{\"type\":\"paragraph\",\"text\":\"Five < six.\\nSeven.\"}],"
      "\"faq\":{\"title\":\"Questions\",\"items\":[{\"question\":\"When?\",\"answer\":\"Today.\\nAt noon.\"},"
      "{\"question\":\"Where?\",\"answer\":\"Here.\"}]},\"tags\":[\"Ferries\",\"Rivers & Lakes\"]}";

/* As a site writes it: with its own name as a heading, its typography and a picture of another
 * size. */
static const char page[]
    = "<!DOCTYPE html><html><head><title>The ferry - News</title><link rel=\"canonical\" href=\"" URL
      "\">"
      "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":[\"NewsArticle\"],"
      "\"headline\":\"The \\\"ferry\\\" is back -- at last\",\"description\":\"Two boats \\u0026 a pier.\","
      "\"keywords\":[\"Ferries\",\"Rivers \\u0026 Lakes\"]},"
      "{\"@type\":\"FAQPage\",\"mainEntity\":[{\"@type\":\"Question\",\"name\":\"When?\",\"acceptedAnswer\":{\"text\":"
      "\"\\u003cp>Today.\\u003c/p>\\u003cp>At noon.\\u003c/p>\"}},"
      "{\"name\":\"Where?\",\"acceptedAnswer\":{\"text\":\"Here.\"}}]}]}</script></head><body>"
      "<h1>The News</h1><main><h1>The “ferry” is back – at last</h1><p class=\"dek\">Two boats &amp; a pier.</p>"
      "<figure><img src=\"/files/pier-1024x768.jpg\" alt=\"A pier\"><figcaption>The pier. <span class=\"stet-credit\">Photo © Ana / @ana</span>"
      "</figcaption></figure><p><strong>It d</strong>idn&#8217;t&nbsp;wait&#8230;</p><p>Five &lt; six.<br>Seven.</p>"
      "<h2>Questions</h2><h3>When?</h3><p>Today.</p><p>At noon.</p><h3>Where?</h3><p>Here.</p>"
      "<a rel=\"tag\">ferries</a> <a rel=\"tag\">Rivers &amp; Lakes</a></main></body></html>";

static const struct
{
  const char *from, *to; /* planted; an empty `to` takes it away */
  StetPagePart part;     /* 0: still right */
  const char *seen;      /* (nullable) */
  const char *why;
} cases[] = {
  { "", "", 0, NULL, "as it should be" },
  { "at last</h1>", "again</h1>", STET_PAGE_HEADLINE, "The \"ferry\" is back - again",
    "another headline" },
  { "<h1>The “ferry” is back – at last</h1>", "", STET_PAGE_HEADLINE, "The News",
    "no headline but the site's name" },
  { "<p class=\"dek\">Two boats &amp; a pier.</p>", "", STET_PAGE_DEK, NULL, "no dek" },
  { "Two boats &amp; a pier", "Two boats &amp; piers", STET_PAGE_DEK, "Two boats & piers.",
    "another dek" },
  { "alt=\"A pier\"", "alt=\"A train\"", STET_PAGE_PICTURE, "A train", "another picture" },
  { "pier-1024x768.jpg\" alt=\"A pier\"", SHA ".jpg\" alt=\"\"", 0, NULL, "a picture by its hash" },
  { "<img src=\"/files/pier-1024x768.jpg\" alt=\"A pier\">", "", STET_PAGE_PICTURE, NULL,
    "no picture" },
  { "<figcaption>The pier.", "<figcaption>A pier.", STET_PAGE_CAPTION, NULL, "another caption" },
  { "Photo © Ana / @ana", "Photo © Luis", STET_PAGE_CREDIT, "Photo © Luis", "another credit" },
  { "<span class=\"stet-credit\">Photo © Ana / @ana</span>", "", STET_PAGE_CREDIT, NULL,
    "no credit" },
  { "<p>Five &lt; six.<br>Seven.</p>", "", STET_PAGE_BODY, NULL, "a paragraph is gone" },
  { "Five &lt; six.", "5 ", STET_PAGE_BODY, NULL, "a filter ate what stood behind <" },
  { "<h3>Where?</h3>", "", STET_PAGE_FAQ, NULL, "a question is gone" },
  { "<p>At noon.</p>", "", STET_PAGE_FAQ, NULL, "half an answer" },
  { "<a rel=\"tag\">ferries</a>", "", STET_PAGE_TAGS, NULL, "a tag is gone" },
  { "href=\"" URL "\"", "href=\"https://other.example/x\"", STET_PAGE_CANONICAL,
    "https://other.example/x", "another canonical link" },
  { "href=\"" URL "\"", "href=\"/2026/11/ferries\"", 0, NULL, "relative, without the slash" },
  { "<link rel=\"canonical\" href=\"" URL "\">", "", STET_PAGE_CANONICAL, NULL,
    "no canonical link" },
  { "\"headline\":\"The", "\"headline\":\"A", STET_PAGE_ARTICLE_DATA,
    "A \"ferry\" is back - at last", "another headline for engines" },
  { "\\u0026 a pier.\"", "\"", STET_PAGE_ARTICLE_DATA, "Two boats",
    "another description for engines" },
  { "[\"NewsArticle\"]", "\"WebPage\"", STET_PAGE_ARTICLE_DATA, NULL, "no article for engines" },
  { "\"Here.\"", "\"There.\"", STET_PAGE_FAQ_DATA, "There.", "another answer for engines" },
  { "\"name\":\"Where?\"", "\"name\":\"Why?\"", STET_PAGE_FAQ_DATA, "Why?",
    "another question for engines" },
  { "\"FAQPage\"", "\"WebPage\"", STET_PAGE_FAQ_DATA, NULL, "no FAQ for engines" },
  { "<main>", "<main><script>if (a < b) document.write(\"<h1>x</h1>\")</script>", 0, NULL,
    "a script shows nothing" },
};

static StetArticle *
read_story (const char *json)
{
  g_autoptr (GError) error = NULL;
  StetArticle *article
      = stet_article_from_json (json, strlen (json), stet_random_system (), &error);

  g_assert_no_error (error);
  return article;
}

static void
test_cases (void)
{
  g_autoptr (StetArticle) article = read_story (story);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) html = g_string_new (page);
      guint n
          = cases[i].from[0] != '\0' ? g_string_replace (html, cases[i].from, cases[i].to, 1) : 1;
      StetPageCheck check = { html->str, URL, article, TRUE };
      g_autoptr (GPtrArray) found = stet_page_compare (&check, NULL);
      const StetPageDifference *first = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;

      g_test_message ("%s: %s", cases[i].why,
                      first != NULL ? stet_page_part_name (first->part) : "right");
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (found->len, ==, cases[i].part != 0);
      g_assert_cmpint (first != NULL ? first->part : 0, ==, cases[i].part);
      g_assert_cmpstr (first != NULL ? first->seen : NULL, ==, cases[i].seen);
    }
}

/* A site that writes no data is not blamed for that, but for what it writes wrongly. */
static void
test_bare (void)
{
  g_autoptr (StetArticle) article = read_story (story);
  g_autoptr (GString) html = g_string_new (page);
  StetPageCheck check = { NULL, URL, article, FALSE };
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) other = NULL;
  const char *start = strstr (html->str, "<link");
  const char *end = strstr (html->str, "</head>");

  check.html = g_string_erase (html, start - html->str, end - start)->str;
  none = stet_page_compare (&check, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_string_replace (html, "</head>", "<link rel=canonical href=/else></head>", 1);
  check.html = html->str;
  other = stet_page_compare (&check, NULL);
  g_assert_cmpuint (other->len, ==, 1);
}

/* Pages that mean harm: nothing crashes, and what is shown is cut. */
static void
test_hostile (void)
{
  static const char *const pages[] = {
    "",
    "<script type=\"application/ld+json\">",
    "<script type=\"application/ld+json\">{\"@graph\":[[[1]],null,{\"@type\":[1,null]}]}</script>",
    "<script type=\"application/ld+json\">{\"@type\":\"FAQPage\",\"mainEntity\":[1,{\"name\":2,\"acceptedAnswer\":[]}]}</script>",
    "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"headline\":{},\"keywords\":[{},1]}</script>",
    "<h1><h1><img><link rel=canonical><a rel=tag>",
  };
  g_autoptr (StetArticle) article = read_story (story);
  StetPageCheck check = { NULL, URL, article, TRUE };
  g_autofree char *deep = NULL;
  g_autofree char *much = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) cut = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GPtrArray) found = NULL;

      check.html = pages[i];
      found = stet_page_compare (&check, NULL);
      g_assert_cmpuint (found->len, >, 3);
    }
  much = g_strnfill (1000, 'x');
  check.html = title = g_strconcat ("<h1>", much, "</h1>", NULL);
  cut = stet_page_compare (&check, NULL);
  g_assert_cmpint (g_utf8_strlen (((StetPageDifference *) g_ptr_array_index (cut, 0))->seen, -1),
                   ==, STET_PAGE_SHOWN_CHARS_MAX);
  deep = g_strnfill (5 * 1000, ' ');
  for (guint i = 0; i < 1000; i++)
    memcpy (deep + 5 * i, "<div>", 5);
  check.html = deep;
  g_assert_null (stet_page_compare (&check, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/page/cases", test_cases);
  g_test_add_func ("/page/bare", test_bare);
  g_test_add_func ("/page/hostile", test_hostile);
  return g_test_run ();
}
