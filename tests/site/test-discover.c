/* From an address that somebody typed to the API, and published pages. */
#include "config.h"

#include "site/http.h"
#include "support.h"
#include "tests.h"

#include <string.h>

#define INDEX "{\"name\":\"News\",\"namespaces\":[\"oembed/1.0\",\"wp/v2\"]}"
#define INFO "{\"site\":\"s1\",\"name\":\"The Example\"}"

static void
test_discover (void)
{
  static const struct
  {
    guint status;
    const char *type, *headers, *body; /* of the first answer */
    const char *second;                /* (nullable) JSON of the second */
    const char *path;                  /* what was typed, behind the server */
    const char *api;                   /* (nullable) behind the server, or whole */
    int code;
    guint requests;
    const char *why;
  } cases[] = {
    { 200, "text/html", "Link: </pub>; rel=\"stet-publishing\"\r\n", "<h1>News", NULL, "/", "/pub",
      0, 1, "a front page" },
    { 200, "text/html", "Link: </a>; rel=next\r\nLink: </pub/>; rel=stet-publishing\r\n", NULL,
      NULL, "/", "/pub", 0, 1, "two headers, and a slash at the end" },
    { 404, "text/html", "Link: </pub>; rel=stet-publishing\r\n", "No", NULL, "/x", "/pub", 0, 1,
      "a page that is missing" },
    { 200, "text/html", "Link: <pub>; rel=stet-publishing\r\n", NULL, NULL, "/news/home",
      "/news/pub", 0, 1, "relative to the page" },
    { 200, "text/html", "Link: <https://api.example/v1>; rel=stet-publishing\r\n", NULL, NULL, "/",
      "https://api.example/v1", 0, 1, "elsewhere, by https" },
    { 200, "text/html", "Link: <http://127.0.0.1:1/v1>; rel=stet-publishing\r\n", NULL, NULL, "/",
      NULL, STET_SITE_ERROR_NOT_API, 1, "elsewhere, in clear" },
    { 200, "text/html", "Link: <javascript:alert(1)>; rel=stet-publishing\r\n", NULL, NULL, "/",
      NULL, STET_SITE_ERROR_NOT_API, 1, "no address" },
    { 200, "application/json", NULL, INFO, NULL, "/api/", "/api", 0, 1, "the API's own address" },
    { 200, "application/json", NULL, INFO, NULL, "/api", "/api", 0, 1, "without a slash" },
    { 404, "text/html", NULL, "No", INFO, "/api", "/api", 0, 2, "an API that wants the slash" },
    { 401, "application/problem+json", NULL, "{}", NULL, "/api/", "/api", 0, 1,
      "an API that wants a password first" },
    { 401, "text/html", NULL, "Who are you", NULL, "/", NULL, STET_SITE_ERROR_AUTH, 3,
      "a page that wants a password" },
    { 200, "text/html", NULL, "<h1>News", NULL, "/", NULL, STET_SITE_ERROR_NOT_API, 3,
      "a site without an API" },
    { 200, "application/json", NULL, "{\"name\":\"x\"}", NULL, "/", NULL, STET_SITE_ERROR_NOT_API,
      3, "another API" },
    { 200, "text/html", NULL, "<h1>News", "{\"name\":\"x\"}", "/api", NULL, STET_SITE_ERROR_NOT_API,
      4, "another API" },
    { 301, NULL, "Location: /en/\r\n", NULL, INFO, "/", "/en", 0, 2, "the site moved" },
    { 302, NULL, "Location: http://127.0.0.1:1/\r\n", NULL, NULL, "/", NULL,
      STET_SITE_ERROR_NOT_API, 3, "moved elsewhere, in clear" },
    { 200, "text/html", "Link: </blog/wp-json/>; rel=\"https://api.w.org/\"\r\n", "<h1>", NULL,
      "/blog/", "/blog/wp-json", 0, 1, "WordPress in a folder" },
    { 200, "text/html", "Link: </index.php?rest_route=/>; rel=\"https://api.w.org/\"\r\n", "<h1>",
      NULL, "/", "/index.php?rest_route=", 0, 1, "WordPress without pretty addresses" },
    { 200, "text/html",
      "Link: </wp-json/>; rel=\"https://api.w.org/\", </pub>; rel=stet-publishing\r\n", "<h1>",
      NULL, "/", "/pub", 0, 1, "both" },
    { 200, "application/json", NULL, INDEX, NULL, "/wp-json", "/wp-json", 0, 1, "WordPress's API" },
    { 200, "application/json", NULL, INDEX, NULL, "/?rest_route=/", "/?rest_route=", 0, 1,
      "the same by its route" },
    { 200, "text/html", NULL, "<h1>News", INDEX, "/", "/wp-json", 0, 2,
      "WordPress whose front page does not tell" },
    { 503, "text/html", NULL, "Later", NULL, "/api", NULL, STET_SITE_ERROR_BUSY, 1, "not now" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autofree char *url = g_strconcat (fake_url (fake), cases[i].path, NULL);
      g_autofree char *want = cases[i].api != NULL && cases[i].api[0] == '/'
                                  ? g_strconcat (fake_url (fake), cases[i].api, NULL)
                                  : g_strdup (cases[i].api);
      g_autofree char *api = NULL;
      g_autofree char *authorization = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %s", cases[i].path, cases[i].why);
      fake_push (fake, cases[i].status, cases[i].type, cases[i].headers, cases[i].body);
      if (cases[i].second != NULL)
        fake_push_json (fake, cases[i].second);
      api = call_discover (url, &error);
      g_assert_cmpstr (api, ==, want);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, cases[i].code);
      g_assert_cmpuint (fake_requests (fake), ==, cases[i].requests);
      authorization = fake_request_header (fake, "Authorization");
      g_assert_null (authorization);
    }
}

static void
test_discover_nowhere (void)
{
  static const struct { const char *url; int code; const char *why; } cases[] = {
    { "http://127.0.0.1:1/", STET_SITE_ERROR_OFFLINE, "nobody listens" },
    { "http://news.example/", STET_SITE_ERROR_NOT_API, "in clear" },
    { "not an address", STET_SITE_ERROR_NOT_API, "no address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL, page_error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (call_discover (cases[i].url, &error));
      g_assert_error (error, STET_SITE_ERROR, cases[i].code);
      g_assert_null (call_fetch_page (cases[i].url, &page_error));
      g_assert_error (page_error, STET_SITE_ERROR, cases[i].code);
    }
}

static void
test_page (void)
{
  static const struct
  {
    guint status;
    const char *headers, *body, *text;
    int code;
    const char *why;
  } cases[] = {
    { 200, NULL, "<h1>Live", "<h1>Live", 0, "a page" },
    { 200, NULL, NULL, "", 0, "an empty page" },
    { 200, NULL, "caf\xe9", "caf\xef\xbf\xbd", 0, "no UTF-8: what can't be read is marked" },
    { 200, "Content-Encoding: gzip\r\n", "x", NULL, STET_SITE_ERROR_MISMATCH,
      "compressed unasked" },
    { 204, NULL, NULL, NULL, STET_SITE_ERROR_MISMATCH, "no page" },
    { 404, NULL, "No", NULL, STET_SITE_ERROR_NOT_FOUND, "not there" },
    { 410, NULL, "No", NULL, STET_SITE_ERROR_GONE, "not there any more" },
    { 403, NULL, "No", NULL, STET_SITE_ERROR_BLOCKED, "a firewall" },
    { 302, "Location: /other\r\n", NULL, NULL, STET_SITE_ERROR_NOT_API, "for ever elsewhere" },
    { 500, NULL, "No", NULL, STET_SITE_ERROR_SERVER, "broken" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autofree char *url = g_strconcat (fake_url (fake), "/story?x=1", NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *line = NULL;

      g_test_message ("%s", cases[i].why);
      fake_push (fake, cases[i].status, "text/html", cases[i].headers, cases[i].body);
      text = call_fetch_page (url, &error);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, cases[i].code);
      line = fake_request_line (fake);
      g_assert_cmpstr (line, ==,
                       cases[i].status == 302 ? "GET /other HTTP/1.1" : "GET /story?x=1 HTTP/1.1");
    }
}

static void
test_page_limit (void)
{
  static const struct { gsize size; int code; const char *why; } cases[] = {
    { STET_PAGE_BYTES_MAX, 0, "at the limit" },
    { STET_PAGE_BYTES_MAX + 1, STET_SITE_ERROR_TOO_LARGE, "one past it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autofree char *body = g_strnfill (cases[i].size, 'x');
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s", cases[i].why);
      fake_push (fake, 200, "text/html", NULL, body);
      text = call_fetch_page (fake_url (fake), &error);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, cases[i].code);
      g_assert_cmpint (text != NULL, ==, cases[i].code == 0);
    }
}

void
add_discover_tests (void)
{
  g_test_add_func ("/site/discover", test_discover);
  g_test_add_func ("/site/discover-nowhere", test_discover_nowhere);
  g_test_add_func ("/site/page", test_page);
  g_test_add_func ("/site/page-limit", test_page_limit);
}
