/* A mapped site against a server that answers what it is told to: signing in, faults after a write,
 * where credentials go. The mappings are those that come with Stet, changed in one member. */
#include "config.h"

#include "article/json.h"
#include "base/file.h"
#include "rest-tests.h"
#include "site/rest-pointer.h"
#include "support.h"

#include <string.h>

#define STORY_ID "8a1f0f66-5a4c-4a53-9f3c-0d7f9d5b1c11"
#define ME "{\"login\":\"ana\",\"full_name\":\"Ana\",\"level\":2}"

StetSite *
rest_site (Fake *fake, const char *name, const char *pointer, const char *json)
{
  g_autoptr (StetMapping) shipped = shipped_mapping (name);
  g_autofree char *text = stet_mapping_to_text (shipped);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  g_autoptr (StetMapping) mapping = NULL;
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, "ana", "open-sesame", NULL);
  g_autofree char *api = g_strconcat (fake_url (fake), "/v1", NULL);
  g_autofree char *changed = NULL;
  StetRestOptions options = { .api = api, .credential = credential };
  g_autoptr (GError) error = NULL;
  StetSite *site;

  if (json != NULL)
    g_assert_true (stet_pointer_set (root, pointer, json_from_string (json, NULL)));
  changed = json_to_string (root, FALSE);
  options.mapping = mapping = stet_mapping_parse (changed, strlen (changed), &error);
  g_assert_no_error (error);
  site = stet_rest_site_new (&options, &error);
  g_assert_no_error (error);
  return site;
}

static StetArticle *
sample (void)
{
  return sample_article (STORY_ID, "A headline", "A paragraph.");
}

/* The story as the plain API shows it. */
static char *
shown (StetArticle *article, int state, int revision, const char *name)
{
  g_autofree char *json = stet_article_to_json (article);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  g_autofree char *blocks = json_to_string (stet_pointer_get (root, "/body"), FALSE);
  gboolean list = strcmp (name, "stories") == 0;

  return g_strdup_printf ("{\"%s\":%s{\"number\":7,\"external_id\":\"" STORY_ID
                          "\",\"series\":\"" STORY_ID "\",\"revision\":%d,\"state\":%d,"
                          "\"lang\":\"en\",\"title\":\"A headline\",\"blocks\":%s}%s}",
                          name, list ? "[" : "", revision, state, blocks, list ? "]" : "");
}

static void
push_shown (Fake *fake, StetArticle *article, int state, int revision, const char *name)
{
  g_autofree char *text = shown (article, state, revision, name);

  fake_push (fake, 200, "application/json", NULL, text);
}

/* --- signing in --- */

static void
test_auth (void)
{
  static const struct { const char *auth, *header, *value, *line; } cases[] = {
    { "{\"kind\":\"header\",\"name\":\"X-Api-Key\"}", "X-Api-Key", "open-sesame",
      "GET /v1/whoami HTTP/1.1" },
    { "{\"kind\":\"header\",\"name\":\"Authorization\",\"prefix\":\"Token \"}", "Authorization",
      "Token open-sesame", "GET /v1/whoami HTTP/1.1" },
    { "{\"kind\":\"bearer\"}", "Authorization", "Bearer open-sesame", "GET /v1/whoami HTTP/1.1" },
    { "{\"kind\":\"basic\"}", "Authorization", "Basic YW5hOm9wZW4tc2VzYW1l",
      "GET /v1/whoami HTTP/1.1" },
    { "{\"kind\":\"account\"}", "Authorization", "Basic YW5hOm9wZW4tc2VzYW1l",
      "GET /v1/whoami HTTP/1.1" },
    { "{\"kind\":\"query\",\"name\":\"api_key\"}", "Authorization", NULL,
      "GET /v1/whoami?api_key=open-sesame HTTP/1.1" },
    { "{\"kind\":\"none\"}", "Authorization", NULL, "GET /v1/whoami HTTP/1.1" },
  };
  g_autoptr (Fake) fake = fake_new ();

  fake_push (fake, 200, "application/json", NULL, ME);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", "/auth", cases[i].auth);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSiteUser) me = call_get_me (site, &error);
      g_autofree char *value = fake_request_header (fake, cases[i].header);
      g_autofree char *line = fake_request_line (fake);

      g_test_message ("%s", cases[i].auth);
      g_assert_no_error (error);
      g_assert_cmpstr (me->id, ==, "ana");
      g_assert_true (stet_site_user_can (me, "publish"));
      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

#define LOGIN                                                                                      \
  "{\"kind\":\"login\",\"login\":{\"method\":\"POST\",\"path\":\"/in\",\"body\":{\"u\":\"{user}\",\"p\":\"{password}\"},\"token\":\"/t\"}}"

/* The token of a login goes with all that follows; one that has run out is fetched again once, and
 * a request that was refused for it was not done. */
static void
test_login (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", "/auth", LOGIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteUser) me = NULL, again = NULL;
  g_autofree char *first = NULL, *second = NULL;

  fake_push (fake, 200, "application/json", NULL, "{\"t\":\"one\"}");
  fake_push (fake, 200, "application/json", NULL, ME);
  me = call_get_me (site, &error);
  g_assert_no_error (error);
  first = fake_request_header (fake, "Authorization");
  g_assert_cmpstr (first, ==, "Bearer one");
  fake_clear (fake);
  fake_push (fake, 401, "application/json", NULL, "{}");
  fake_push (fake, 200, "application/json", NULL, "{\"t\":\"two\"}");
  fake_push (fake, 200, "application/json", NULL, ME);
  again = call_get_me (site, &error);
  g_assert_no_error (error);
  second = fake_request_header (fake, "Authorization");
  g_assert_cmpstr (second, ==, "Bearer two");
  g_assert_cmpuint (fake_requests (fake), ==, 3);
  fake_clear (fake);
  fake_push (fake, 401, "application/json", NULL, "{}");
  g_assert_null (call_get_me (site, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH);
  g_assert_cmpuint (fake_requests (fake), ==, 2); /* once, and no more */
}

/* --- faults --- */

static int
code_of (GError *error)
{
  int code = error != NULL ? error->code : 0;

  if (error != NULL)
    g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (STET_SITE_ERROR));
  g_clear_error (&error);
  return code;
}

static void
test_faults (void)
{
  static const struct
  {
    guint status;
    const char *type, *headers, *body;
    int read, write;
  } cases[] = {
    { 301, "text/html", "Location: /v1/elsewhere\r\n", "Moved", STET_SITE_ERROR_NOT_API,
      STET_SITE_ERROR_NOT_API },
    { 307, "application/json", "Location: https://elsewhere.example/\r\n", "{}",
      STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API },
    { 200, "text/html", NULL, "<h1>Sign in to the network</h1>", STET_SITE_ERROR_NOT_API,
      STET_SITE_ERROR_OUTCOME_UNKNOWN },
    { 200, "application/json", NULL, "{\"story\":{\"number\":7", STET_SITE_ERROR_MISMATCH,
      STET_SITE_ERROR_OUTCOME_UNKNOWN },
    { 200, "application/json", NULL, "{\"story\":{}}", STET_SITE_ERROR_MISMATCH,
      STET_SITE_ERROR_OUTCOME_UNKNOWN },
    { 200, "application/json", NULL, "[]", STET_SITE_ERROR_MISMATCH,
      STET_SITE_ERROR_OUTCOME_UNKNOWN },
    { 200, "application/json", NULL, "{\"ok\":false,\"message\":\"no\"}", STET_SITE_ERROR_INVALID,
      STET_SITE_ERROR_INVALID },
    { 400, "application/json", NULL, "{\"code\":1404}", STET_SITE_ERROR_NOT_FOUND,
      STET_SITE_ERROR_NOT_FOUND },
    { 401, "application/json", NULL, "{}", STET_SITE_ERROR_AUTH, STET_SITE_ERROR_AUTH },
    { 403, "application/json", NULL, "{}", STET_SITE_ERROR_FORBIDDEN, STET_SITE_ERROR_FORBIDDEN },
    { 403, "text/html", NULL, "<h1>Blocked</h1>", STET_SITE_ERROR_BLOCKED,
      STET_SITE_ERROR_BLOCKED },
    { 409, "application/json", NULL, "{\"code\":1001}", STET_SITE_ERROR_STALE,
      STET_SITE_ERROR_STALE },
    { 409, "application/json", NULL, "{\"code\":\"1001\"}", STET_SITE_ERROR_STALE,
      STET_SITE_ERROR_STALE },
    { 409, "application/json", NULL, "{\"code\":7}", STET_SITE_ERROR_STATE, STET_SITE_ERROR_STATE },
    { 413, "text/html", NULL, "Too large", STET_SITE_ERROR_TOO_LARGE, STET_SITE_ERROR_TOO_LARGE },
    { 429, "application/json", "Retry-After: 7\r\n", "{}", STET_SITE_ERROR_BUSY,
      STET_SITE_ERROR_BUSY },
    { 500, "application/json", NULL, "{}", STET_SITE_ERROR_SERVER, STET_SITE_ERROR_SERVER },
    { 502, "text/html", NULL, "Bad gateway", STET_SITE_ERROR_SERVER,
      STET_SITE_ERROR_OUTCOME_UNKNOWN },
  };
  g_autoptr (StetArticle) article = sample ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint write = 0; write < 2; write++)
      {
        g_autoptr (Fake) fake = fake_new ();
        g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", NULL, NULL);
        g_autoptr (StetSiteArticle) got = NULL;
        GError *error = NULL;

        push_shown (fake, article, 0, 3, "stories"); /* it is found, then comes the fault */
        fake_push (fake, cases[i].status, cases[i].type, cases[i].headers, cases[i].body);
        got = write ? call_put_article (site, article, "\"3\"", "k", &error)
                    : call_get_article (site, STORY_ID, &error);
        g_test_message ("%u %s %s: %s", cases[i].status, cases[i].body, write ? "write" : "read",
                        error != NULL ? error->message : "");
        g_assert_null (got);
        g_assert_cmpuint (stet_site_error_retry_after_s (error), ==,
                          cases[i].status == 429 ? 7 : 0);
        g_assert_cmpint (code_of (error), ==, write ? cases[i].write : cases[i].read);
        /* no redirect followed, nothing sent twice */
        g_assert_cmpuint (fake_requests (fake), ==, 2);
      }
}

/* What was written is read back by another request; where that fails nobody knows what came of
 * it. */
static void
test_read_back (void)
{
  g_autoptr (StetArticle) article = sample ();
  static const struct { guint status; int state; int code; } cases[] = {
    { 200, 1, 0 },
    { 200, 0, STET_SITE_ERROR_MISMATCH },
    { 500, 0, STET_SITE_ERROR_OUTCOME_UNKNOWN },
    { 404, 0, STET_SITE_ERROR_OUTCOME_UNKNOWN },
  };
  const StetSiteTransition wish = { .to = STET_STATE_SUBMITTED, .version = "\"3\"", .key = "k" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", NULL, NULL);
      g_autoptr (StetSiteArticle) got = NULL;
      g_autofree char *after = shown (article, cases[i].state, 4, "story");
      GError *error = NULL;

      fake_push (fake, 200, "application/json", NULL, ME);
      push_shown (fake, article, 0, 3, "stories");
      push_shown (fake, article, 0, 3, "story");
      fake_push (fake, 204, NULL, NULL, NULL);
      fake_push (fake, cases[i].status, "application/json", NULL, after);
      got = call_transition (site, STORY_ID, &wish, &error);
      g_test_message ("%u: %s", cases[i].status, error != NULL ? error->message : "");
      g_assert_cmpint (code_of (error), ==, cases[i].code);
      g_assert_cmpint (got != NULL, ==, cases[i].code == 0);
      g_assert_cmpuint (fake_requests (fake), ==, 5);
    }
}

/* A version that the site gave as a number goes back as one. */
static void
test_version (void)
{
  g_autoptr (StetArticle) article = sample ();
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) got = NULL;
  g_autofree char *line = NULL;

  push_shown (fake, article, 0, 3, "stories");
  push_shown (fake, article, 0, 4, "story");
  got = call_put_article (site, article, "\"3\"", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got->version, ==, "\"4\"");
  g_assert_cmpstr (got->remote_id, ==, "7");
  line = fake_request_line (fake);
  g_assert_cmpstr (line, ==, "PUT /v1/stories/7?revision=3 HTTP/1.1");
}

/* An id leads nowhere but to a story. */
static void
test_path (void)
{
  static const struct { const char *id, *line; } cases[] = {
    { "..", NULL },
    { ".", NULL },
    { "7/../../admin", "GET /v1/stories/7%2F..%2F..%2Fadmin HTTP/1.1" },
    { "7?x=1#y", "GET /v1/stories/7%3Fx%3D1%23y HTTP/1.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", NULL, NULL);
      g_autofree char *line = NULL;
      GError *error = NULL;

      fake_push (fake, 404, "application/json", NULL, "{}");
      g_assert_null (call_get_article (site, cases[i].id, &error));
      g_assert_cmpint (code_of (error), ==,
                       cases[i].line != NULL ? STET_SITE_ERROR_NOT_FOUND : STET_SITE_ERROR_INVALID);
      g_assert_cmpuint (fake_requests (fake), ==, cases[i].line != NULL ? 1 : 0);
      line = fake_request_line (fake);
      if (cases[i].line != NULL)
        g_assert_cmpstr (line, ==, cases[i].line);
    }
}

/* --- where the credential goes --- */

/* A link to the next page at another host is not followed. */
static void
test_next_elsewhere (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (Fake) other = fake_new ();
  g_autoptr (StetSite) site = rest_site (fake, "examples/json-api.json", NULL, NULL);
  g_autofree char *answer = g_strdup_printf (
      "{\"data\":[{\"id\":\"a\",\"attributes\":{\"name\":\"One\"}}],\"links\":{\"next\":{\"href\":\"%s/v1/x\"}}}",
      fake_url (other));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) terms = NULL;

  fake_push (fake, 200, "application/vnd.api+json", NULL, answer);
  fake_push (other, 200, "application/vnd.api+json", NULL, "{\"data\":[]}");
  terms = call_list_terms (site, "tag", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (terms->len, ==, 1);
  g_assert_cmpuint (fake_requests (other), ==, 0);
}

/* A picture at another host is fetched without it; at the site's own with it. */
static void
test_picture_elsewhere (void)
{
  g_autoptr (GBytes) picture = g_bytes_new_static ("\x89PNG....", 8);
  g_autofree char *sha256 = stet_file_sha256 (picture);

  for (guint elsewhere = 0; elsewhere < 2; elsewhere++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (Fake) other = fake_new ();
      g_autoptr (StetSite) site = rest_site (fake, "examples/json-api.json", NULL, NULL);
      g_autofree char *answer = g_strdup_printf (
          "{\"data\":[{\"id\":\"p\",\"attributes\":{\"uri\":{\"url\":\"%s/p.png\"}}}]}",
          elsewhere ? fake_url (other) : fake_url (fake));
      g_autofree char *credential = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) got = NULL;

      fake_push (fake, 200, "application/vnd.api+json", NULL, answer);
      fake_push (elsewhere ? other : fake, 200, "image/png", NULL, "\x89PNG....");
      got = call_get_media (site, sha256, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (got, picture));
      credential = fake_request_header (elsewhere ? other : fake, "Authorization");
      g_assert_cmpint (credential == NULL, ==, elsewhere);
    }
}

/* Addresses are the site's, and only web addresses. */
static void
test_address (void)
{
  static const struct { const char *said; const char *path; } cases[] = {
    { "/2026/ferry", "/2026/ferry" },
    { "ferry.htm", "/v1/ferry.htm" },
    { "javascript:alert(1)", NULL },
    { "file:///etc/passwd", NULL },
    { "", NULL },
  };
  g_autoptr (StetArticle) article = sample ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = rest_site (fake, "examples/numbers.json", NULL, NULL);
      g_autofree char *text = shown (article, 5, 3, "story");
      g_autofree char *with_address = g_strdup_printf (
          "%.*s,\"address\":\"%s\"}}", (int) strlen (text) - 2, text, cases[i].said);
      g_autofree char *wanted
          = cases[i].path != NULL ? g_strconcat (fake_url (fake), cases[i].path, NULL) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSiteArticle) got = NULL;

      push_shown (fake, article, 5, 3, "stories");
      fake_push (fake, 200, "application/json", NULL, with_address);
      got = call_get_article (site, STORY_ID, &error);
      g_assert_no_error (error);
      g_assert_cmpint (got->state, ==, STET_STATE_PUBLISHED);
      g_assert_cmpstr (got->url, ==, wanted);
    }
}

/* --- stories that come along --- */

#define ALONG                                                                                      \
  "{\"path\":\"/feed\",\"query\":{\"after\":\"{cursor}\"},\"items\":\"/rows\",\"cursor\":\"/last\","            \
  "\"total\":\"/n\",\"row\":{\"id\":\"/id\",\"state\":\"/state\",\"version\":\"/rev\",\"story\":\"/doc\"}}"
#define NOT_ALONG                                                                                  \
  "{\"path\":\"/feed\",\"query\":{\"after\":\"{cursor}\"},\"items\":\"/rows\",\"cursor\":\"/last\","            \
  "\"row\":{\"id\":\"/id\",\"state\":\"/state\",\"version\":\"/rev\"}}"

static StetSiteChanges *
list_page (StetSite *site, const char *cursor)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  StetSiteChanges *page;

  stet_site_list_changes (site, cursor, NULL, stet_test_result_cb, &result);
  page = stet_site_list_changes_finish (site, stet_test_wait_result (&result), &error);
  g_assert_no_error (error);
  return page;
}

/* A row brings its story along; what can't be taken from it is left to be asked for by itself, and
 * keeps no other row from coming. */
static void
test_along (void)
{
  g_autoptr (StetArticle) article = sample ();
  g_autofree char *story = shown (article, 1, 3, "story");
  g_autofree char *theirs = g_strdup ("{\"story\":{\"number\":8,\"external_id\":"
                                      "\"8a1f0f66-5a4c-4a53-9f3c-0d7f9d5b1c12\",\"revision\":3,"
                                      "\"state\":1,\"lang\":\"en\",\"title\":\"Another\",\"blocks\":[]}}");
  const struct
  {
    const char *mapped, *doc;
    int state;
    gboolean comes, deleted;
    const char *why;
  } cases[] = {
    { ALONG, story, 1, TRUE, FALSE, "the story" },
    { NOT_ALONG, story, 1, FALSE, FALSE, "a mapping that does not look for it" },
    { ALONG, "null", 1, FALSE, FALSE, "a row without one" },
    { ALONG, "7", 1, FALSE, FALSE, "a number" },
    { ALONG, "{\"story\":{}}", 1, FALSE, FALSE, "a story without an id" },
    { ALONG, "{\"story\":{\"external_id\":\"" STORY_ID "\",\"state\":1,\"blocks\":7}}", 1, FALSE,
      FALSE, "a story that is none" },
    { ALONG, theirs, 1, FALSE, FALSE, "another story" },
    { ALONG, story, 9, FALSE, TRUE, "one from the bin" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site
          = rest_site (fake, "examples/numbers.json", "/operations/changes", cases[i].mapped);
      g_autofree char *answer = g_strdup_printf (
          "{\"rows\":[{\"id\":\"" STORY_ID "\",\"state\":%d,\"rev\":3,\"doc\":%s},"
          "{\"id\":\"b\",\"state\":0}],\"last\":\"c1\",\"n\":12}",
          cases[i].state, cases[i].doc);
      g_autoptr (StetSiteChanges) page = NULL;
      const StetSiteChange *change;

      g_test_message ("%s", cases[i].why);
      fake_push (fake, 200, "application/json", NULL, answer);
      page = list_page (site, "c0");
      g_assert_cmpuint (page->changes->len, ==, 2);
      g_assert_cmpuint (page->total, ==, strcmp (cases[i].mapped, ALONG) == 0 ? 12 : 0);
      change = page->changes->pdata[0];
      g_assert_cmpstr (change->version, ==, "\"3\"");
      g_assert_cmpint (change->deleted, ==, cases[i].deleted);
      g_assert_cmpint (change->article != NULL, ==, cases[i].comes);
      if (change->article == NULL)
        continue;
      g_assert_cmpstr (change->article->version, ==, "\"3\"");
      g_assert_cmpint (change->article->state, ==, STET_STATE_SUBMITTED);
      g_assert_cmpstr (stet_article_id (change->article->article), ==, STORY_ID);
    }
}

/* How many there are, as far as it is a number that can be. */
static void
test_total (void)
{
  static const struct { const char *said; guint total; } cases[] = {
    { "0", 0 },        { "12", 12 }, { "\"12\"", 12 }, { "2147483647", G_MAXINT },
    { "2147483648", 0 }, { "-1", 0 },  { "\"many\"", 0 }, { "[3]", 0 },
    { "null", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site
          = rest_site (fake, "examples/numbers.json", "/operations/changes", ALONG);
      g_autofree char *answer
          = g_strdup_printf ("{\"rows\":[],\"last\":\"c1\",\"n\":%s}", cases[i].said);
      g_autoptr (StetSiteChanges) page = NULL;

      g_test_message ("%s", cases[i].said);
      fake_push (fake, 200, "application/json", NULL, answer);
      page = list_page (site, NULL);
      g_assert_cmpuint (page->total, ==, cases[i].total);
    }
}

/* --- sites that keep to a description, and others --- */

static StetSite *
strict_site (Fake *fake, gboolean strict)
{
  return rest_site (fake, "examples/numbers.json", "/strict", strict ? "true" : "false");
}

/* The same answer, to a mapping that takes what it can and to one that is strict. */
static void
test_strict (void)
{
  static const struct { const char *before, *more; gboolean strict; const char *why; } cases[] = {
    { "", "", TRUE, "as it should be" },
    { "", ",\"address\":null,\"owner\":7", TRUE, "nothing, and a number for a name" },
    { "", ",\"address\":[]", FALSE, "an empty list for nothing" },
    { "", ",\"address\":false", FALSE, "false for nothing" },
    { "", ",\"first_live_at\":\"0000-00-00\"", FALSE, "a time that is none" },
    { "", ",\"first_live_at\":1795496400", FALSE, "a time in seconds" },
    { "<b>Notice</b>: x\n", "", FALSE, "a notice before it" },
  };
  g_autoptr (StetArticle) article = sample ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean strict = i % 2 != 0, good = !strict || cases[i / 2].strict;
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = strict_site (fake, strict);
      g_autofree char *text = shown (article, 5, 3, "story");
      g_autofree char *answer = g_strdup_printf ("%s%.*s%s}}", cases[i / 2].before,
                                                 (int) strlen (text) - 2, text, cases[i / 2].more);
      g_autoptr (StetSiteArticle) got = NULL;
      GError *error = NULL;

      g_test_message ("%s, %s", cases[i / 2].why, strict ? "strict" : "as it comes");
      push_shown (fake, article, 5, 3, "stories");
      fake_push (fake, 200, "application/json", NULL, answer);
      got = call_get_article (site, STORY_ID, &error);
      g_assert_cmpint (got != NULL, ==, good);
      g_assert_cmpint (code_of (error), ==, good ? 0 : STET_SITE_ERROR_MISMATCH);
    }
}

/* A row that can't be read: passed over, or the list is none. */
static void
test_strict_rows (void)
{
  static const struct { const char *row; const char *why; } cases[] = {
    { "{\"external_id\":\"x\",\"state\":77}", "an unknown state" },
    { "{\"state\":0}", "no story" },
    { "7", "a number" },
    { "null", "nothing" },
  };
  g_autoptr (StetArticle) article = sample ();

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      gboolean strict = i % 2 != 0;
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = strict_site (fake, strict);
      g_autofree char *text = shown (article, 0, 3, "stories");
      g_autofree char *answer = g_strdup_printf ("%.*s,%s],\"last\":9}", (int) strlen (text) - 2,
                                                 text, cases[i / 2].row);
      g_autoptr (GPtrArray) changes = NULL;
      GError *error = NULL;

      g_test_message ("%s, %s", cases[i / 2].why, strict ? "strict" : "as it comes");
      fake_push (fake, 200, "application/json", NULL, answer);
      changes = call_list_changes (site, "0", NULL, &error);
      g_assert_cmpint (code_of (error), ==, strict ? STET_SITE_ERROR_MISMATCH : 0);
      g_assert_cmpuint (changes != NULL ? changes->len : 0, ==, strict ? 0 : 1);
    }
}

/* What is mapped is there only if the site says so, where the mapping asks it. */
static void
test_holds (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site
      = rest_site (fake, "examples/numbers.json", "/operations/info/holds_terms", "\"/has/tags\"");
  static const struct { const char *said; gboolean holds; } cases[] = {
    { "true", TRUE }, { "false", FALSE }, { "1", TRUE }, { "null", FALSE }, { "[]", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer
          = g_strdup_printf ("{\"key\":\"k\",\"has\":{\"tags\":%s}}", cases[i].said);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSiteInfo) info = NULL;

      g_test_message ("%s", cases[i].said);
      fake_clear (fake);
      fake_push (fake, 200, "application/json", NULL, answer);
      info = call_get_info (site, &error);
      g_assert_no_error (error);
      g_assert_cmpint (info->holds_terms, ==, cases[i].holds);
      g_assert_true (info->holds_media); /* which the mapping alone says */
    }
}

/* A tag is looked for before it is made, unless the site finds it itself. */
static void
test_finds (void)
{
  static const char made[] = "{\"method\":\"POST\",\"path\":\"/tags\",\"id\":\"/id\","
                             "\"label\":\"/label\",\"finds\":%s}";

  for (guint finds = 0; finds < 2; finds++)
    {
      g_autofree char *json = g_strdup_printf (made, finds ? "true" : "false");
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site
          = rest_site (fake, "examples/numbers.json", "/operations/add_term", json);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetTerm) term = NULL;
      g_autofree char *line = NULL;

      if (!finds)
        fake_push (fake, 404, "application/json", NULL, "{}");
      else
        fake_push (fake, 200, "application/json", NULL, "{\"id\":4,\"label\":\"Mar\"}");
      term = call_add_term (site, "tag", "mar", "k", &error);
      line = fake_request_line (fake);
      g_assert_cmpint (term != NULL, ==, finds);
      g_assert_cmpint (g_str_has_prefix (line, "POST "), ==, finds);
      g_assert_cmpuint (fake_requests (fake), ==, 1);
    }
}

void
add_rest_tests (void)
{
  g_test_add_func ("/rest/auth", test_auth);
  g_test_add_func ("/rest/login", test_login);
  g_test_add_func ("/rest/faults", test_faults);
  g_test_add_func ("/rest/read-back", test_read_back);
  g_test_add_func ("/rest/version", test_version);
  g_test_add_func ("/rest/path", test_path);
  g_test_add_func ("/rest/next-elsewhere", test_next_elsewhere);
  g_test_add_func ("/rest/picture-elsewhere", test_picture_elsewhere);
  g_test_add_func ("/rest/address", test_address);
  g_test_add_func ("/rest/along", test_along);
  g_test_add_func ("/rest/total", test_total);
  g_test_add_func ("/rest/strict", test_strict);
  g_test_add_func ("/rest/strict-rows", test_strict_rows);
  g_test_add_func ("/rest/holds", test_holds);
  g_test_add_func ("/rest/finds", test_finds);
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  add_mapping_tests ();
  add_rest_tests ();
  add_limits_tests ();
  return g_test_run ();
}
