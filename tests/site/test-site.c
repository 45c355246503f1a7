/* The publishing API as a StetSite, against a server that answers what it is told to. */
#include "config.h"

#include "article/json.h"
#include "support.h"
#include "tests.h"

StetSite *
fake_site (Fake *fake, guint timeout_s)
{
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, "ana", "open sesame", NULL);
  g_autofree char *api = g_strconcat (fake_url (fake), "/api", NULL);
  StetPublishingOptions options = { .api = api, .credential = credential, .timeout_s = timeout_s };
  g_autoptr (GError) error = NULL;
  StetSite *site = stet_publishing_site_new (&options, &error);

  g_assert_no_error (error);
  return site;
}

char *
story_answer (StetArticle *article, const char *state, const char *more)
{
  g_autofree char *json = stet_article_to_json (article);

  return g_strdup_printf ("{\"article\":%s,\"state\":\"%s\"%s}", json, state,
                          more != NULL ? more : "");
}

int
call_code (StetSite *site, CallKind kind, guint *retry_after_s, char **message)
{
  g_autoptr (StetArticle) article = sample_article (STORY_ID, "A headline", "A paragraph.");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) got = kind == CALL_READ
                                        ? call_get_article (site, STORY_ID, &error)
                                        : call_put_article (site, article, "\"v0\"", "k1", &error);

  g_assert_cmpint (got == NULL, ==, error != NULL);
  if (error != NULL)
    g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (STET_SITE_ERROR));
  if (retry_after_s != NULL)
    *retry_after_s = stet_site_error_retry_after_s (error);
  if (message != NULL)
    *message = g_strdup (error != NULL ? error->message : "");
  return error != NULL ? error->code : 0;
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  add_address_tests ();
  add_failure_tests ();
  add_wire_tests ();
  add_discover_tests ();
  return g_test_run ();
}
