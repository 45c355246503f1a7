/* What goes out for each method, and what is made of the answers. */
#include "config.h"

#include "article/json.h"
#include "base/file.h"
#include "support.h"
#include "tests.h"

#include <string.h>

#define SHA_OF_X "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
#define FIVE_US (G_GINT64_CONSTANT (1795496400) * G_USEC_PER_SEC)     /* 2026-11-24T05:00:00Z */
#define SIX_FORTY_US (G_GINT64_CONSTANT (1795502400) * G_USEC_PER_SEC)
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
assert_request (Fake *fake, const char *line, const char *body)
{
  g_autofree char *got_line = fake_request_line (fake);
  g_autofree char *got_body = fake_request_body (fake);

  g_assert_cmpstr (got_line, ==, line);
  g_assert_cmpstr (got_body, ==, body);
}

static void
assert_header (Fake *fake, const char *name, const char *value)
{
  g_autofree char *got = fake_request_header (fake, name);

  g_test_message ("%s", name);
  g_assert_cmpstr (got, ==, value);
}

static void
test_requests (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (StetArticle) article = sample_article (STORY_ID, "A headline", "A paragraph.");
  g_autofree char *json = stet_article_to_json (article);
  g_autoptr (StetReview) review = stet_review_new ();
  g_autofree char *review_json = NULL;
  g_autoptr (GBytes) picture = g_bytes_new_static ("x", 1);
  StetSiteTransition wish
      = { STET_STATE_SCHEDULED, HASH_A, SIX_FORTY_US, "As \"agreed\"", "\"v3\"", "k2" };
  StetSiteTransition plain = { .to = STET_STATE_SUBMITTED, .version = "\"v1\"", .key = "k3" };

  stet_review_add_note (review, "n1", "ana", "2026-11-24T05:00:00Z", "Check the date.", NULL);
  review_json = stet_review_to_json (review);
  fake_push (fake, 500, NULL, "Set-Cookie: id=1\r\n", NULL);

  call_get_info (site, NULL);
  assert_request (fake, "GET /api/ HTTP/1.1", "");
  assert_header (fake, "Authorization", "Basic YW5hOm9wZW4gc2VzYW1l");
  assert_header (fake, "Accept-Encoding", "identity");
  assert_header (fake, "User-Agent", "Stet/" PACKAGE_VERSION);
  call_get_me (site, NULL);
  assert_request (fake, "GET /api/me HTTP/1.1", "");
  assert_header (fake, "Cookie", NULL);
  call_list_changes (site, NULL, NULL, NULL);
  assert_request (fake, "GET /api/changes?since=&with=stories HTTP/1.1", "");
  call_list_changes (site, "a b&c=/é", NULL, NULL);
  assert_request (fake, "GET /api/changes?since=a%20b%26c%3D%2F%C3%A9&with=stories HTTP/1.1", "");
  call_get_article (site, "../me?x#y", NULL);
  assert_request (fake, "GET /api/articles/..%2Fme%3Fx%23y HTTP/1.1", "");

  call_put_article (site, article, NULL, "k1", NULL);
  assert_request (fake, "PUT /api/articles/" STORY_ID " HTTP/1.1", json);
  assert_header (fake, "Content-Type", "application/json");
  assert_header (fake, "If-None-Match", "*");
  assert_header (fake, "If-Match", NULL);
  assert_header (fake, "Idempotency-Key", "k1");
  call_put_article (site, article, "\"v3\"", NULL, NULL);
  assert_header (fake, "If-Match", "\"v3\"");
  assert_header (fake, "If-None-Match", NULL);
  assert_header (fake, "Idempotency-Key", NULL);

  call_transition (site, STORY_ID, &wish, NULL);
  assert_request (fake, "POST /api/articles/" STORY_ID "/transitions HTTP/1.1",
                  "{\"to\":\"scheduled\",\"hash\":\"" HASH_A
                  "\",\"at\":\"2026-11-24T06:40:00Z\",\"reason\":\"As \\\"agreed\\\"\"}");
  assert_header (fake, "If-Match", "\"v3\"");
  assert_header (fake, "Idempotency-Key", "k2");
  call_transition (site, STORY_ID, &plain, NULL);
  assert_request (fake, "POST /api/articles/" STORY_ID "/transitions HTTP/1.1",
                  "{\"to\":\"submitted\"}");

  call_add_review (site, STORY_ID, review, "k4", NULL);
  assert_request (fake, "POST /api/articles/" STORY_ID "/review HTTP/1.1", review_json);
  assert_header (fake, "Idempotency-Key", "k4");

  call_has_media (site, SHA_OF_X, NULL);
  assert_request (fake, "HEAD /api/media/sha256-" SHA_OF_X " HTTP/1.1", "");
  call_get_media (site, SHA_OF_X, NULL);
  assert_request (fake, "GET /api/media/sha256-" SHA_OF_X " HTTP/1.1", "");
  call_put_media (site, SHA_OF_X, picture, "image/png", NULL);
  assert_request (fake, "PUT /api/media/sha256-" SHA_OF_X " HTTP/1.1", "x");
  assert_header (fake, "Content-Type", "image/png");

  call_list_terms (site, "tag", NULL, NULL);
  assert_request (fake, "GET /api/terms?kind=tag HTTP/1.1", "");
  call_list_terms (site, "tag", "la vía", NULL);
  assert_request (fake, "GET /api/terms?kind=tag&search=la%20v%C3%ADa HTTP/1.1", "");
  call_add_term (site, "section", "Mar", "k5", NULL);
  assert_request (fake, "POST /api/terms?kind=section HTTP/1.1", "{\"label\":\"Mar\"}");
  assert_header (fake, "Idempotency-Key", "k5");
  call_list_authors (site, NULL);
  assert_request (fake, "GET /api/authors HTTP/1.1", "");
}

static void
test_sign_in (void)
{
  static const struct { StetAuthKind kind; const char *name, *value; } cases[] = {
    { STET_AUTH_NONE, "Authorization", NULL },
    { STET_AUTH_BEARER, "Authorization", "Bearer tok-1" },
    { STET_AUTH_KEY, "X-Api-Key", "tok-1" },
  };
  g_autoptr (Fake) fake = fake_new ();

  fake_push (fake, 401, "application/problem+json", "WWW-Authenticate: Basic realm=\"x\"\r\n",
             "{}");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetCredential) credential
          = stet_credential_new (cases[i].kind, NULL, "tok-1", "X-Api-Key");
      StetPublishingOptions options = { .api = fake_url (fake), .credential = credential };
      g_autoptr (StetSite) site = stet_publishing_site_new (&options, NULL);
      g_autoptr (GError) error = NULL;
      guint before = fake_requests (fake);

      g_assert_null (call_get_me (site, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH);
      g_assert_cmpuint (fake_requests (fake), ==, before + 1); /* one try, no dialogue */
      assert_header (fake, cases[i].name, cases[i].value);
    }
}

/* What can't be said in a request is refused before there is one. */
static void
test_refused (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (StetArticle) article = sample_article (STORY_ID, "A headline", "A paragraph.");
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (GBytes) picture = g_bytes_new_static ("y", 1);
  static const struct { const char *version, *key; const char *why; } cases[] = {
    { "W/\"v1\"", "k", "a weak ETag proves nothing" },
    { "v1", "k", "no quotes" },
    { "\"v1\"\r\nX: \"", "k", "a line end would make a header" },
    { "\"v1\"", "k\r\nX: y", "a line end would make a header" },
    { "\"v1\"", "", "an empty key" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StetSiteTransition wish
          = { .to = STET_STATE_SUBMITTED, .version = cases[i].version, .key = cases[i].key };
      g_autoptr (GError) error = NULL, put_error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (call_transition (site, STORY_ID, &wish, &error));
      g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
      g_assert_null (call_put_article (site, article, cases[i].version, cases[i].key, &put_error));
      g_assert_error (put_error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID);
    }
  g_assert_null (call_add_review (site, STORY_ID, review, "a b", NULL));
  g_assert_null (call_add_term (site, "tag", "x", "a b", NULL));
  /* other bytes than its name */
  g_assert_false (call_put_media (site, SHA_OF_X, picture, "image/png", NULL));
  g_assert_false (call_has_media (site, "../../me", NULL));
  g_assert_null (call_get_media (site, "SHA", NULL));
  g_assert_cmpuint (fake_requests (fake), ==, 0);
}

static void
test_info (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteInfo) info = NULL;
  g_autoptr (StetSiteInfo) bare = NULL;
  g_autoptr (StetSiteUser) user = NULL;

  fake_push_json (
      fake,
      "{\"name\":\"The Example\",\"site\":\"s1\",\"zone\":\"America/Havana\",\"languages\":[\"es\",\"en\"],"
      "\"sections\":[\"Mar\"],\"limits\":{\"media_bytes_max\":5000000,\"media_side_max\":2000},"
      "\"holds\":{\"review\":true,\"media\":true,\"terms\":false},\"more\":1}");
  fake_push_json (fake, "{\"site\":7,\"name\":null}");
  fake_push_json (
      fake,
      "{\"id\":\"u1\",\"name\":\"Ana\",\"roles\":[\"reporter\"],\"can\":[\"draft\",\"submit\"]}");
  info = call_get_info (site, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->name, ==, "The Example");
  g_assert_cmpstr (info->site_id, ==, "s1");
  g_assert_cmpstr (info->zone, ==, "America/Havana");
  g_assert_cmpstr (info->languages[1], ==, "en");
  g_assert_cmpstr (info->sections[0], ==, "Mar");
  g_assert_cmpuint (info->media_bytes_max, ==, 5000000);
  g_assert_cmpuint (info->media_side_max, ==, 2000);
  g_assert_true (info->holds_review && info->holds_media && !info->holds_terms);
  bare = call_get_info (site, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bare->site_id, ==, "7");
  g_assert_null (bare->name);
  g_assert_null (bare->languages[0]);
  user = call_get_me (site, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (user->id, ==, "u1");
  g_assert_true (stet_site_user_can (user, "submit"));
  g_assert_false (stet_site_user_can (user, "publish"));
}

static void
test_changes (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  StetSiteChange *one, *two;

  fake_push_json (
      fake,
      "{\"changes\":[{\"id\":\"a\",\"state\":\"submitted\",\"version\":\"\\\"v1\\\"\",\"hash\":\"h\","
      "\"modified\":\"2026-11-24T05:00:00Z\",\"author\":{\"label\":\"Ana\",\"id\":\"u1\"},"
      "\"headline\":\"One\",\"deleted\":false},{\"id\":\"b\",\"deleted\":true,\"version\":3}],\"cursor\":12}");
  changes = call_list_changes (site, "x", &next, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (next, ==, "12");
  g_assert_cmpuint (changes->len, ==, 2);
  one = g_ptr_array_index (changes, 0);
  two = g_ptr_array_index (changes, 1);
  g_assert_cmpstr (one->id, ==, "a");
  g_assert_cmpint (one->state, ==, STET_STATE_SUBMITTED);
  g_assert_cmpstr (one->version, ==, "\"v1\"");
  g_assert_cmpstr (one->author, ==, "Ana");
  g_assert_cmpint (one->modified_us, ==, FIVE_US);
  g_assert_true (two->deleted);
  g_assert_cmpstr (two->version, ==, "\"3\"");
}

static void
test_terms (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) terms = NULL;
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (StetTerm) term = NULL;

  fake_push_json (fake,
                  "{\"terms\":[{\"label\":\"Mar\",\"id\":4},{\"label\":\"Costa\",\"id\":\"c\"}]}");
  fake_push_json (fake, "{\"authors\":[{\"label\":\"Ana\",\"id\":\"u1\"}]}");
  fake_push (fake, 201, "application/json", NULL, "{\"label\":\"Puerto\",\"id\":\"p\"}");
  terms = call_list_terms (site, "tag", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (terms->len, ==, 2);
  g_assert_cmpstr (stet_term_id (g_ptr_array_index (terms, 0)), ==, "4");
  g_assert_cmpstr (stet_term_label (g_ptr_array_index (terms, 1)), ==, "Costa");
  authors = call_list_authors (site, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stet_term_id (g_ptr_array_index (authors, 0)), ==, "u1");
  term = call_add_term (site, "tag", "Puerto", "k", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stet_term_id (term), ==, "p");
}

/* What a site says of itself ends in labels and on terminals. */
static void
test_hostile_words (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autofree char *long_name = g_strnfill (5000, 'x');
  g_autofree char *me_json
      = g_strdup_printf ("{\"id\":\"u1\",\"name\":\"%s\"}", long_name);
  g_autoptr (StetSiteInfo) info = NULL;
  g_autoptr (StetSiteUser) me = NULL;
  g_autoptr (GPtrArray) terms = NULL, changes = NULL;

  fake_push_json (fake, "{\"site\":\"s\",\"name\":\"<b>News</b>\\n%s\\u001b[31m\\u202e\","
                        "\"sections\":[\"Se\\u009bction\"]}");
  fake_push_json (fake, me_json);
  fake_push_json (fake, "{\"terms\":[{\"label\":\"\\u0007\",\"id\":1},{\"label\":\"<i>%n</i>\\u001b\","
                        "\"id\":2},{\"label\":\"Mar\",\"id\":3}]}");
  fake_push_json (fake, "{\"changes\":[{\"id\":\"a\",\"state\":\"draft\",\"headline\":\"O\\u001bne\","
                        "\"author\":\"A\\u007fna\"}],\"cursor\":\"1\"}");
  info = call_get_info (site, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->name, ==,
                   "<b>News</b> %s\xef\xbf\xbd[31m\xef\xbf\xbd");
  g_assert_cmpstr (info->sections[0], ==, "Section");
  me = call_get_me (site, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_utf8_strlen (me->name, -1), ==, 200);
  g_assert_true (g_str_has_suffix (me->name, "x…"));
  terms = call_list_terms (site, "tag", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (terms->len, ==, 2);
  g_assert_cmpstr (stet_term_label (terms->pdata[0]), ==, "<i>%n</i>");
  g_assert_cmpstr (stet_term_id (terms->pdata[0]), ==, "2");
  g_assert_cmpstr (stet_term_label (terms->pdata[1]), ==, "Mar");
  changes = call_list_changes (site, NULL, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((StetSiteChange *) changes->pdata[0])->headline, ==, "One");
  g_assert_cmpstr (((StetSiteChange *) changes->pdata[0])->author, ==, "Ana");
}

/* Right media type, right JSON, wrong shape. */
static void
test_shapes (void)
{
  static const struct
  {
    const char *method;
    const char *body;
    int code;
    const char *why;
  } cases[] = {
    { "info", "{}", STET_SITE_ERROR_NOT_API, "some other API" },
    { "info", "{\"site\":\"\"}", STET_SITE_ERROR_NOT_API, "no id" },
    { "info", "{\"site\":\"s\",\"languages\":\"es\"}", STET_SITE_ERROR_MISMATCH,
      "a list that is none" },
    { "info", "{\"site\":\"s\",\"languages\":[1]}", STET_SITE_ERROR_MISMATCH,
      "a list of other things" },
    { "info", "{\"site\":\"s\",\"limits\":[]}", STET_SITE_ERROR_MISMATCH, "limits that are none" },
    { "info", "{\"site\":\"s\",\"limits\":{\"media_bytes_max\":-1}}", STET_SITE_ERROR_MISMATCH,
      "less than nothing" },
    { "info", "{\"site\":\"s\",\"holds\":{\"media\":\"yes\"}}", STET_SITE_ERROR_MISMATCH,
      "a word for a truth" },
    { "me", "{\"name\":\"Ana\"}", STET_SITE_ERROR_MISMATCH, "nobody" },
    { "me", "{\"id\":{}}", STET_SITE_ERROR_MISMATCH, "an id that is none" },
    { "changes", "{\"changes\":[]}", STET_SITE_ERROR_MISMATCH,
      "no cursor: the next pull would begin anew" },
    { "changes", "{\"cursor\":\"c\"}", STET_SITE_ERROR_MISMATCH, "no list" },
    { "changes", "{\"changes\":[1],\"cursor\":\"c\"}", STET_SITE_ERROR_MISMATCH,
      "a change that is none" },
    { "changes", "{\"changes\":[{\"state\":\"draft\"}],\"cursor\":\"c\"}", STET_SITE_ERROR_MISMATCH,
      "of no story" },
    { "changes", "{\"changes\":[{\"id\":\"a\",\"state\":\"lost\"}],\"cursor\":\"c\"}",
      STET_SITE_ERROR_MISMATCH, "an unknown state" },
    { "changes",
      "{\"changes\":[{\"id\":\"a\",\"state\":\"draft\",\"modified\":\"noon\"}],\"cursor\":\"c\"}",
      STET_SITE_ERROR_MISMATCH, "no time" },
    { "terms", "{}", STET_SITE_ERROR_MISMATCH, "no list" },
    { "terms", "{\"terms\":{}}", STET_SITE_ERROR_MISMATCH, "a list that is none" },
    { "terms", "{\"terms\":[\"Mar\"]}", STET_SITE_ERROR_MISMATCH, "a label without an id" },
    { "terms", "{\"terms\":[{\"label\":\"Mar\"}]}", STET_SITE_ERROR_MISMATCH,
      "a label without an id" },
    { "term", "{\"label\":\"\",\"id\":\"1\"}", STET_SITE_ERROR_MISMATCH, "no label" },
    { "term", "{\"label\":[],\"id\":\"1\"}", STET_SITE_ERROR_MISMATCH, "a label that is none" },
  };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *method = cases[i].method;
      gpointer result;

      g_test_message ("%s %s: %s", method, cases[i].body, cases[i].why);
      fake_clear (fake);
      fake_push_json (fake, cases[i].body);
      result = strcmp (method, "info") == 0 ? (gpointer) call_get_info (site, &error)
               : strcmp (method, "me") == 0 ? (gpointer) call_get_me (site, &error)
               : strcmp (method, "changes") == 0
                   ? (gpointer) call_list_changes (site, NULL, NULL, &error)
               : strcmp (method, "terms") == 0
                   ? (gpointer) call_list_terms (site, "tag", NULL, &error)
                   : (gpointer) call_add_term (site, "tag", "Mar", "k", &error);
      g_assert_null (result);
      g_assert_error (error, STET_SITE_ERROR, cases[i].code);
    }
}

static void
test_article (void)
{
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (StetArticle) article = sample_article (STORY_ID, "A headline", "A paragraph.");
  g_autofree char *answer = story_answer (
      article, "published",
      ",\"version\":\"v9\",\"url\":\"https://news.example/a\",\"live_hash\":\"h\",\"author\":\"ana\","
      "\"published\":\"2026-11-24T05:00:00Z\",\"scheduled\":null,"
      "\"review\":{\"state\":\"published\",\"notes\":[],\"approvals\":[{\"hash\":\"h\",\"by\":\"e\",\"at\":\"t\"}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) got = NULL;

  fake_push_json (fake, answer);
  got = call_get_article (site, STORY_ID, &error);
  g_assert_no_error (error);
  g_assert_true (stet_article_equal (got->article, article));
  g_assert_cmpint (got->state, ==, STET_STATE_PUBLISHED);
  g_assert_cmpstr (got->version, ==, "\"v1\""); /* the header's: only that can be sent back */
  g_assert_cmpstr (got->url, ==, "https://news.example/a");
  g_assert_cmpstr (got->live_hash, ==, "h");
  g_assert_cmpstr (got->author, ==, "ana");
  g_assert_cmpint (got->published_us, ==, FIVE_US);
  g_assert_cmpint (got->scheduled_us, ==, 0);
  g_assert_true (stet_review_is_approved (got->review, "h"));
}

/* Done means proven: 2xx with the id, state and content that were asked for. */
static void
test_proof (void)
{
  g_autoptr (StetArticle) article = sample_article (STORY_ID, "A headline", "A paragraph.");
  g_autoptr (StetArticle) other = sample_article (OTHER_ID, "A headline", "A paragraph.");
  g_autoptr (StetArticle) changed = sample_article (STORY_ID, "A headline", "Another paragraph.");
  g_autofree char *hash = stet_article_hash (article, NULL);
  g_autofree char *live = g_strdup_printf (",\"live_hash\":\"%s\"", hash);
  const struct
  {
    const char *method;
    StetArticle *answer; /* (nullable) */
    const char *state, *more, *etag;
    gboolean proven;
    const char *why;
  } cases[] = {
    { "get", article, "draft", NULL, "\"v1\"", TRUE, "the story" },
    { "get", other, "draft", NULL, "\"v1\"", FALSE, "another story" },
    { "get", NULL, "draft", NULL, "\"v1\"", FALSE, "no story" },
    { "get", article, "lost", NULL, "\"v1\"", FALSE, "an unknown state" },
    { "get", article, "draft", NULL, NULL, FALSE, "no ETag" },
    { "get", article, "draft", NULL, "W/\"v1\"", FALSE, "a weak ETag" },
    { "get", article, "draft", NULL, "v1", FALSE, "an ETag without quotes" },
    { "get", article, "draft", NULL, "\"\"", FALSE, "an empty ETag" },
    { "get", article, "draft", ",\"url\":[]", "\"v1\"", FALSE, "an address that is none" },
    { "get", article, "draft", ",\"review\":{\"notes\":3}", "\"v1\"", FALSE,
      "a review record that is none" },
    { "get", article, "draft", ",\"article\":{\"headline\":3}", "\"v1\"", FALSE,
      "a story that is none" },
    { "create", article, "draft", NULL, "\"v1\"", TRUE, "created" },
    { "create", article, "published", live, "\"v1\"", FALSE, "a draft that came out live" },
    { "create", other, "draft", NULL, "\"v1\"", FALSE, "another story" },
    { "create", changed, "draft", NULL, "\"v1\"", FALSE, "the site rewrote the text" },
    { "create", NULL, "draft", NULL, "\"v1\"", FALSE, "no story" },
    { "put", article, "submitted", NULL, "\"v1\"", TRUE, "changed" },
    { "put", changed, "submitted", NULL, "\"v1\"", FALSE, "the site rewrote the text" },
    { "submit", article, "submitted", NULL, "\"v1\"", TRUE, "submitted" },
    { "submit", NULL, "submitted", NULL, "\"v1\"", TRUE,
      "a site that does not send the story again" },
    { "submit", article, "draft", NULL, "\"v1\"", FALSE, "nothing happened" },
    { "submit", other, "submitted", NULL, "\"v1\"", FALSE, "another story" },
    { "publish", article, "published", live, "\"v1\"", TRUE, "published" },
    { "publish", NULL, "published", live, "\"v1\"", TRUE, "published, told in short" },
    { "publish", article, "published", NULL, "\"v1\"", FALSE, "published, but no page" },
    { "publish", article, "published", ",\"live_hash\":\"" HASH_A "\"", "\"v1\"", FALSE,
      "another text is live" },
    { "publish", changed, "published", live, "\"v1\"", FALSE,
      "another text is in the working version" },
    { "publish", article, "scheduled", NULL, "\"v1\"", FALSE, "later is not now" },
    { "schedule", article, "scheduled", NULL, "\"v1\"", TRUE, "scheduled" },
    { "schedule", article, "published", live, "\"v1\"", FALSE,
      "live now although later was asked" },
    { "unpublish", article, "unpublished", NULL, "\"v1\"", TRUE, "taken down" },
    { "unpublish", article, "unpublished", live, "\"v1\"", FALSE, "still up" },
    { "review", article, "submitted", NULL, "\"v1\"", TRUE, "added" },
    { "review", other, "submitted", NULL, "\"v1\"", FALSE, "to another story" },
  };
  static const struct { const char *method; StetState to; gboolean hashed; } wishes[] = {
    { "submit", STET_STATE_SUBMITTED, FALSE },
    { "publish", STET_STATE_PUBLISHED, TRUE },
    { "schedule", STET_STATE_SCHEDULED, TRUE },
    { "unpublish", STET_STATE_UNPUBLISHED, FALSE },
  };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (StetReview) review = stet_review_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *more = cases[i].more != NULL ? cases[i].more : "";
      g_autofree char *answer = cases[i].answer != NULL
                                  ? story_answer (cases[i].answer, cases[i].state, more)
                                  : g_strdup_printf ("{\"state\":\"%s\"%s}", cases[i].state, more);
      g_autofree char *headers
          = cases[i].etag != NULL ? g_strdup_printf ("ETag: %s\r\n", cases[i].etag) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (StetSiteArticle) got = NULL;
      const char *method = cases[i].method;

      g_test_message ("%s: %s", method, cases[i].why);
      fake_clear (fake);
      fake_push (fake, 200, "application/json; charset=utf-8", headers, answer);
      if (strcmp (method, "get") == 0)
        got = call_get_article (site, STORY_ID, &error);
      else if (strcmp (method, "create") == 0)
        got = call_put_article (site, article, NULL, "k", &error);
      else if (strcmp (method, "put") == 0)
        got = call_put_article (site, article, "\"v0\"", "k", &error);
      else if (strcmp (method, "review") == 0)
        got = call_add_review (site, STORY_ID, review, "k", &error);
      for (guint w = 0; w < G_N_ELEMENTS (wishes); w++)
        if (strcmp (method, wishes[w].method) == 0)
          {
            StetSiteTransition wish = { .to = wishes[w].to, .hash = wishes[w].hashed ? hash : NULL,
                                        .version = "\"v0\"", .key = "k" };

            got = call_transition (site, STORY_ID, &wish, &error);
          }
      g_assert_cmpint (got != NULL, ==, cases[i].proven);
      if (cases[i].proven)
        g_assert_no_error (error);
      else
        g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH);
    }
}

static void
test_media (void)
{
  static const struct
  {
    const char *method;
    guint status;
    const char *type, *body;
    int code;
    gboolean there;
    const char *why;
  } cases[] = {
    { "has", 200, "image/jpeg", NULL, 0, TRUE, "there" },
    { "has", 404, NULL, NULL, 0, FALSE, "not there" },
    { "has", 404, "application/problem+json", NULL, 0, FALSE, "not there" },
    { "has", 404, "text/html", NULL, STET_SITE_ERROR_NOT_API, FALSE, "no API" },
    { "has", 200, "text/html", NULL, STET_SITE_ERROR_NOT_API, FALSE, "a captive portal" },
    { "has", 401, NULL, NULL, STET_SITE_ERROR_AUTH, FALSE, "sign in" },
    { "get", 200, "image/jpeg", "x", 0, TRUE, "the picture" },
    { "get", 200, "image/jpeg", "y", STET_SITE_ERROR_MISMATCH, FALSE, "another picture" },
    { "get", 200, "image/jpeg", "", STET_SITE_ERROR_MISMATCH, FALSE, "no picture" },
    { "get", 200, "text/html", "<p>", STET_SITE_ERROR_NOT_API, FALSE, "a captive portal" },
    { "get", 404, "application/problem+json", "{}", STET_SITE_ERROR_NOT_FOUND, FALSE, "not there" },
    { "put", 201, "application/json", "{}", 0, TRUE, "taken" },
    { "put", 204, NULL, NULL, 0, TRUE, "taken, in short" },
    { "put", 200, "text/html", "<p>", STET_SITE_ERROR_OUTCOME_UNKNOWN, FALSE,
      "a page: was it taken?" },
    { "put", 413, "text/html", "<p>", STET_SITE_ERROR_TOO_LARGE, FALSE, "too large" },
    { "put", 422, "application/problem+json", "{}", STET_SITE_ERROR_INVALID, FALSE, "no picture" },
  };
  g_autoptr (Fake) fake = fake_new ();
  g_autoptr (StetSite) site = fake_site (fake, 0);
  g_autoptr (GBytes) picture = g_bytes_new_static ("x", 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) got = NULL;
      const char *method = cases[i].method;
      gboolean there;

      g_test_message ("%s: %s", method, cases[i].why);
      fake_clear (fake);
      fake_push (fake, cases[i].status, cases[i].type, NULL, cases[i].body);
      if (strcmp (method, "has") == 0)
        there = call_has_media (site, SHA_OF_X, &error);
      else if (strcmp (method, "put") == 0)
        there = call_put_media (site, SHA_OF_X, picture, "image/jpeg", &error);
      else
        there = (got = call_get_media (site, SHA_OF_X, &error)) != NULL;
      g_assert_cmpint (there, ==, cases[i].there);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, cases[i].code);
    }
}

/* Lists have an end. */
static void
test_list_limit (void)
{
  for (guint n = 10000; n <= 10001; n++)
    {
      g_autoptr (GString) body = g_string_new ("{\"site\":\"s\",\"sections\":[\"a\"");
      g_autoptr (Fake) fake = fake_new ();
      g_autoptr (StetSite) site = fake_site (fake, 0);
      g_autoptr (StetSiteInfo) info = NULL;

      for (guint i = 1; i < n; i++)
        g_string_append (body, ",\"a\"");
      g_string_append (body, "]}");
      fake_push_json (fake, body->str);
      info = call_get_info (site, NULL);
      g_assert_cmpint (info != NULL, ==, n == 10000);
    }
}

void
add_wire_tests (void)
{
  g_test_add_func ("/site/wire/requests", test_requests);
  g_test_add_func ("/site/wire/sign-in", test_sign_in);
  g_test_add_func ("/site/wire/refused", test_refused);
  g_test_add_func ("/site/wire/info", test_info);
  g_test_add_func ("/site/wire/changes", test_changes);
  g_test_add_func ("/site/wire/terms", test_terms);
  g_test_add_func ("/site/wire/hostile-words", test_hostile_words);
  g_test_add_func ("/site/wire/shapes", test_shapes);
  g_test_add_func ("/site/wire/article", test_article);
  g_test_add_func ("/site/wire/proof", test_proof);
  g_test_add_func ("/site/wire/media", test_media);
  g_test_add_func ("/site/wire/list-limit", test_list_limit);
}
