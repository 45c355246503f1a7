/* Addresses, links, credentials, and a site that can do nothing. */
#include "config.h"

#include "calls.h"
#include "site/address.h"
#include "site/credential.h"
#include "support.h"
#include "tests.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct { const char *url; const char *api; const char *why; } cases[] = {
    { "https://news.example/api", "https://news.example/api", "https anywhere" },
    { "https://news.example/", "https://news.example", "no trailing slash" },
    { "https://news.example/a//", "https://news.example/a", "nor several" },
    { "http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api", "http to this computer" },
    { "http://[::1]:8080/api", "http://[::1]:8080/api", "also by IPv6" },
    { "http://localhost/api", "http://localhost/api", "also by name" },
    { "http://news.example/api", NULL, "a password would go out in clear" },
    { "http://192.168.1.10/api", NULL, "the house's network is a network" },
    { "http://localhost.example/api", NULL, "only looks like this computer" },
    { "https://ana:secret@news.example/", NULL, "passwords do not belong in addresses" },
    { "https://news.example/api?x=1", NULL, "an API's address has no query" },
    { "https://news.example/#api", NULL, "nor a fragment" },
    { "ftp://news.example/", NULL, "another protocol" },
    { "file:///etc/hosts", NULL, "a file" },
    { "news.example", NULL, "no scheme" },
    { "https://", NULL, "no host" },
    { "https://news.example/\r\nX: y", NULL, "a line end would make a header" },
    { "https://news.example/a b", NULL, "a blank" },
    { "https://news.example\\@other.example/", NULL, "two readings of one address" },
    { "", NULL, "nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *api = stet_address_api (cases[i].url, &error);
      StetPublishingOptions options = { .api = cases[i].url };
      g_autoptr (StetSite) site = stet_publishing_site_new (&options, NULL);

      g_test_message ("%s: %s", cases[i].url, cases[i].why);
      g_assert_cmpstr (api, ==, cases[i].api);
      g_assert_cmpint (site != NULL, ==, cases[i].api != NULL);
      if (cases[i].api == NULL)
        g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API);
    }
}

static void
test_links (void)
{
  static const struct { const char *header; const char *target; const char *why; } cases[] = {
    { "<https://a.example/api>; rel=\"stet-publishing\"", "https://a.example/api",
      "as sites write it" },
    { "</api>;rel=stet-publishing", "/api", "a token, and a relative target" },
    { "<a>; rel=\"alternate stet-publishing\"", "a", "several relations of one link" },
    { "<a>; REL=\"Stet-Publishing\"", "a", "names do not mind case" },
    { "<a>; rel=next, <b>; rel=stet-publishing", "b", "the second link" },
    { "<a?x=1,2;3>; title=\"a, \\\"b\\\"; rel=stet-publishing\"; rel=next, <b>; rel=stet-publishing",
      "b", "commas and quotes where they are no separators" },
    { " , ,<b> ; rel = stet-publishing ", "b", "blanks and empty members" },
    { "<a>; rel=next; rel=stet-publishing", NULL, "only the first rel counts" },
    { "<a>; rel=stet-publishing; anchor=\"/other\"", NULL, "a link of another page" },
    { "<a>; rel=stet-publishing2", NULL, "another relation" },
    { "<a>; title=stet-publishing", NULL, "another parameter" },
    { "<a>; rel", NULL, "no value" },
    { "<a>; rel=\"stet-publishing", "a", "an unclosed quote ends with the header" },
    { "<a; rel=stet-publishing", NULL, "no end of the target" },
    { "a; rel=stet-publishing", NULL, "no target" },
    { "<a>; rel=next; x=\"\\", NULL, "a backslash at the end" },
    { "", NULL, "nothing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = stet_link_find (cases[i].header, "stet-publishing");

      g_test_message ("%s: %s", cases[i].header, cases[i].why);
      g_assert_cmpstr (target, ==, cases[i].target);
    }
}

static void
test_link_limit (void)
{
  for (guint n = 999; n <= 1000; n++)
    {
      g_autoptr (GString) header = g_string_new ("<a>");
      g_autofree char *target = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append (header, ";x");
      g_string_append (header, ";rel=stet-publishing");
      target = stet_link_find (header->str, "stet-publishing");
      g_assert_cmpstr (target, ==, n == 999 ? "a" : NULL);
    }
}

static void
test_credentials (void)
{
  g_autofree char *longest = g_strnfill (4096, 'x');
  g_autofree char *too_long = g_strnfill (4097, 'x');
  const struct
  {
    StetAuthKind kind;
    const char *user, *secret, *header;
    gboolean usable;
    const char *why;
  } cases[] = {
    { STET_AUTH_NONE, NULL, NULL, NULL, TRUE, "nothing to send" },
    { STET_AUTH_BASIC, "ana", "contraseña con ñ", NULL, TRUE, "a password may be any text" },
    { STET_AUTH_BASIC, "ana", "", NULL, TRUE, "even none" },
    { STET_AUTH_BASIC, "a:b", "x", NULL, FALSE, "a colon parts user and password" },
    { STET_AUTH_BASIC, "", "x", NULL, FALSE, "no user" },
    { STET_AUTH_BASIC, NULL, "x", NULL, FALSE, "no user" },
    { STET_AUTH_BASIC, "ana", longest, NULL, TRUE, "at the limit" },
    { STET_AUTH_BASIC, "ana", too_long, NULL, FALSE, "one past it" },
    { STET_AUTH_BEARER, NULL, "abc.def-123", NULL, TRUE, "a token" },
    { STET_AUTH_BEARER, NULL, "", NULL, FALSE, "no token" },
    { STET_AUTH_BEARER, NULL, "a\r\nX: y", NULL, FALSE, "a line end would make a header" },
    { STET_AUTH_BEARER, NULL, "a b", NULL, FALSE, "a blank is no part of a token" },
    { STET_AUTH_KEY, NULL, "k1", "X-Api-Key", TRUE, "a header of the site's naming" },
    { STET_AUTH_KEY, NULL, "k1", NULL, FALSE, "no header" },
    { STET_AUTH_KEY, NULL, "k1", "X Api", FALSE, "no header's name" },
    { STET_AUTH_KEY, NULL, "k1", "X:Y", FALSE, "no header's name" },
    { STET_AUTH_KEY, NULL, "other.example", "host", FALSE, "would send the request elsewhere" },
    { STET_AUTH_KEY, NULL, "0", "Content-Length", FALSE, "would change the request" },
    { (StetAuthKind) 9, NULL, "x", NULL, FALSE, "no known way" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetCredential) credential =
        stet_credential_new (cases[i].kind, cases[i].user, cases[i].secret, cases[i].header);
      StetPublishingOptions options
          = { .api = "https://news.example/api", .credential = credential };
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSite) site = stet_publishing_site_new (&options, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (site != NULL, ==, cases[i].usable);
      if (!cases[i].usable)
        g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH);
    }
}

static void
test_auth_names (void)
{
  StetAuthKind kind;

  for (StetAuthKind i = STET_AUTH_NONE; i <= STET_AUTH_KEY; i++)
    {
      g_assert_true (stet_auth_parse (stet_auth_name (i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_false (stet_auth_parse ("digest", &kind));
  g_assert_false (stet_auth_parse (NULL, &kind));
}

#define BARE_TYPE_SITE (bare_site_get_type ())
G_DECLARE_FINAL_TYPE (BareSite, bare_site, BARE, SITE, GObject)
struct _BareSite { GObject parent; };
static void bare_site_iface_init (StetSiteInterface *iface) {}
G_DEFINE_FINAL_TYPE_WITH_CODE (BareSite, bare_site, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (STET_TYPE_SITE, bare_site_iface_init))
static void bare_site_class_init (BareSiteClass *class) {}
static void bare_site_init (BareSite *self) {}

#define assert_unsupported(call) \
  G_STMT_START { \
    g_autoptr (GError) error = NULL; \
    g_assert_false ((call) != 0); \
    g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED); \
    g_assert_cmpuint (stet_site_error_retry_after_s (error), ==, 0); \
  } G_STMT_END

static void
test_unsupported (void)
{
  g_autoptr (BareSite) bare = g_object_new (BARE_TYPE_SITE, NULL);
  StetSite *site = STET_SITE (bare);
  g_autoptr (StetArticle) article
      = sample_article ("8a1f0f66-5a4c-4a53-9f3c-0d7f9d5b1c11", "One", "Two");
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (GBytes) picture = g_bytes_new_static ("x", 1);
  StetSiteTransition wish = { .to = STET_STATE_SUBMITTED };
  char *next = NULL;

  assert_unsupported (call_get_info (site, &error));
  assert_unsupported (call_get_me (site, &error));
  assert_unsupported (call_list_changes (site, NULL, &next, &error));
  assert_unsupported (call_get_article (site, "x", &error));
  assert_unsupported (call_put_article (site, article, NULL, NULL, &error));
  assert_unsupported (call_transition (site, "x", &wish, &error));
  assert_unsupported (call_add_review (site, "x", review, NULL, &error));
  assert_unsupported (call_has_media (site, "x", &error));
  assert_unsupported (call_get_media (site, "x", &error));
  assert_unsupported (call_put_media (site, "x", picture, "image/png", &error));
  assert_unsupported (call_list_terms (site, "tag", NULL, &error));
  assert_unsupported (call_add_term (site, "tag", "x", NULL, &error));
  assert_unsupported (call_list_authors (site, &error));
  g_assert_null (next);
}

/* The seconds live in the error and in its copies, and other errors have none. */
static void
test_retry_after (void)
{
  g_autoptr (GError) busy = stet_site_error_new (STET_SITE_ERROR_BUSY, 7, "Busy");
  g_autoptr (GError) copy = g_error_copy (busy);
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr (GError) plain = g_error_new_literal (STET_SITE_ERROR, STET_SITE_ERROR_BUSY, "x");
  g_autoptr (GError) most
      = stet_site_error_new (STET_SITE_ERROR_BUSY, STET_SITE_RETRY_AFTER_S_MAX, "x");
  g_autoptr (GError) more
      = stet_site_error_new (STET_SITE_ERROR_BUSY, STET_SITE_RETRY_AFTER_S_MAX + 1, "x");

  g_assert_cmpuint (stet_site_error_retry_after_s (busy), ==, 7);
  g_assert_cmpuint (stet_site_error_retry_after_s (copy), ==, 7);
  g_assert_cmpuint (stet_site_error_retry_after_s (other), ==, 0);
  g_assert_cmpuint (stet_site_error_retry_after_s (plain), ==, 0);
  g_assert_cmpuint (stet_site_error_retry_after_s (NULL), ==, 0);
  g_assert_cmpuint (stet_site_error_retry_after_s (most), ==, STET_SITE_RETRY_AFTER_S_MAX);
  g_assert_cmpuint (stet_site_error_retry_after_s (more), ==, STET_SITE_RETRY_AFTER_S_MAX);
}

void
add_address_tests (void)
{
  g_test_add_func ("/site/address", test_addresses);
  g_test_add_func ("/site/link", test_links);
  g_test_add_func ("/site/link-limit", test_link_limit);
  g_test_add_func ("/site/credential", test_credentials);
  g_test_add_func ("/site/auth-names", test_auth_names);
  g_test_add_func ("/site/unsupported", test_unsupported);
  g_test_add_func ("/site/retry-after", test_retry_after);
}
