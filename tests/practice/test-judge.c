/* Who may come in, and the order in which a request is judged. */
#include "config.h"

#include "practice/client.h"

#include "support.h"

#define ARTICLE "/api/articles/" STORY_ID
#define UNKNOWN "/api/articles/" OTHER_ID
#define LONG_KEY "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"

typedef struct
{
  const char *why;
  Call        call;
  guint       status;
  const char *problem; /* (nullable) the end of its type */
} Case;

static void
check_problem (Reply *reply, const Case *c)
{
  g_autofree char *type = g_strconcat ("urn:stet:problem:", c->problem, NULL);

  g_assert_cmpstr (reply_header (reply, "Content-Type"), ==, "application/problem+json");
  g_assert_cmpstr (reply_string (reply, "type"), ==, type);
  g_assert_cmpint (json_object_get_int_member (reply->object, "status"), ==, (gint64) c->status);
  g_assert_nonnull (reply_string (reply, "title"));
  g_assert_nonnull (reply_string (reply, "detail"));
}

static void
check_cases (Site *site, const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr (Reply) reply = site_call (site, &cases[i].call);

      g_test_message ("%s: %u %s", cases[i].why, reply->status, reply->text);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].problem != NULL)
        check_problem (reply, &cases[i]);
    }
}

/* Every request here changes nothing, so the story of the set-up stays as it is: the reporter's
 * draft. */
static void
test_order (Site *site, gconstpointer data)
{
  g_autoptr (Reply) story
      = create_story (site, "editor", STORY_ID, "Ferry to the island runs again");
  const char *etag = reply_header (story, "ETag");
  g_autofree char *good = story_json (STORY_ID, "Another headline");
  g_autofree char *elsewhere = story_json (OTHER_ID, "Another headline");
  g_autofree char *long_key = g_strconcat (LONG_KEY, LONG_KEY, LONG_KEY, LONG_KEY, NULL);
  g_autofree char *longest_key = g_strndup (long_key, 255);
  const Case cases[] = {
    { "401 before 404", { .path = "/api/nothing" }, 401, "unauthorized" },
    { "401 before 405", { .method = "DELETE", .path = ARTICLE }, 401, "unauthorized" },
    { "401 at the root too", { .path = "/api/" }, 401, "unauthorized" },
    { "a wrong password",
      { .path = "/api/me", .authorization = "Basic cmVwb3J0ZXI6d3Jvbmc=" },
      401,
      "unauthorized" },
    { "another scheme", { .path = "/api/me", .authorization = "Bearer abc" }, 401, "unauthorized" },
    { "no base64", { .path = "/api/me", .authorization = "Basic ???" }, 401, "unauthorized" },
    { "no colon",
      { .path = "/api/me", .authorization = "Basic cmVwb3J0ZXI=" },
      401,
      "unauthorized" },
    { "an empty credential",
      { .path = "/api/me", .authorization = "Basic " },
      401,
      "unauthorized" },
    { "no such route", { .path = "/api/nothing", .user = "editor" }, 404, "not-found" },
    { "a route and more", { .path = "/api/me/more", .user = "editor" }, 404, "not-found" },
    { "no such story", { .path = UNKNOWN, .user = "editor" }, 404, "not-found" },
    { "an id that is none", { .path = "/api/articles/1", .user = "editor" }, 404, "not-found" },
    { "an id in capitals",
      { .method = "PUT",
        .path = "/api/articles/0F9F4C1E-3B7A-4D19-9A53-6F3E2A7C1D01",
        .user = "editor",
        .if_none_match = "*",
        .body = good },
      404,
      "not-found" },
    { "a method that is not taken",
      { .method = "DELETE", .path = ARTICLE, .user = "editor" },
      405,
      "method" },
    { "404 before a bad body",
      { .method = "POST", .path = UNKNOWN "/transitions", .user = "editor", .body = "no" },
      404,
      "not-found" },
    { "404 before 412 for a change",
      { .method = "PUT",
        .path = UNKNOWN,
        .user = "editor",
        .if_match = "\"1\"",
        .body = elsewhere },
      404,
      "not-found" },
    { "a body of another type",
      { .method = "PUT",
        .path = ARTICLE,
        .user = "reporter",
        .if_match = etag,
        .type = "text/plain",
        .body = good },
      415,
      "media-type" },
    { "a transition without a key",
      { .method = "POST", .path = ARTICLE "/transitions", .user = "reporter", .body = "no" },
      400,
      "idempotency-key" },
    { "a key of 256 characters",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .key = long_key, .body = good },
      400,
      "idempotency-key" },
    { "a key of 255 characters",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .key = longest_key, .body = good },
      428,
      "precondition-required" },
    { "a key beyond ASCII",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .key = "ñ", .body = good },
      400,
      "idempotency-key" },
    { "no JSON before 403",
      { .method = "PUT", .path = ARTICLE, .user = "reporter", .body = "{" },
      400,
      "syntax" },
    { "no object",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .body = "[]" },
      400,
      "syntax" },
    { "no body",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .body = "" },
      400,
      "syntax" },
    { "a number that does not survive",
      { .method = "PUT",
        .path = ARTICLE,
        .user = "editor",
        .if_match = etag,
        .body = "{\"custom\":{\"n\":9007199254740993}}" },
      400,
      "syntax" },
    { "not a story",
      { .method = "PUT",
        .path = ARTICLE,
        .user = "editor",
        .if_match = etag,
        .body = "{\"body\":3}" },
      422,
      "invalid" },
    { "another story's id",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .if_match = etag, .body = elsewhere },
      422,
      "invalid" },
    { "an id that is a number",
      { .method = "PUT",
        .path = ARTICLE,
        .user = "editor",
        .if_match = etag,
        .body = "{\"id\":3}" },
      422,
      "invalid" },
    { "403 before 428",
      { .method = "PUT", .path = ARTICLE, .user = "reporter", .body = good },
      403,
      "forbidden" },
    { "403 before 412",
      { .method = "PUT", .path = ARTICLE, .user = "reporter", .if_match = "\"old\"", .body = good },
      403,
      "forbidden" },
    { "428 without a version",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .body = good },
      428,
      "precondition-required" },
    { "428 for a new one too",
      { .method = "PUT", .path = UNKNOWN, .user = "editor", .body = elsewhere },
      428,
      "precondition-required" },
    { "412 for another version",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .if_match = "\"old\"", .body = good },
      412,
      "stale-version" },
    { "412 for a weak tag",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .if_match = "W/\"1\"", .body = good },
      412,
      "stale-version" },
    { "412 for one that is there",
      { .method = "PUT", .path = ARTICLE, .user = "editor", .if_none_match = "*", .body = good },
      412,
      "stale-version" },
    { "403 before 412 and 409",
      { .method = "POST",
        .path = ARTICLE "/transitions",
        .user = "reporter",
        .key = "a",
        .if_match = "\"old\"",
        .body = "{\"to\":\"submitted\"}" },
      403,
      "forbidden" },
    { "428 before 409",
      { .method = "POST",
        .path = ARTICLE "/transitions",
        .user = "editor",
        .key = "b",
        .body = "{\"to\":\"returned\"}" },
      428,
      "precondition-required" },
    { "412 before 409",
      { .method = "POST",
        .path = ARTICLE "/transitions",
        .user = "editor",
        .key = "c",
        .if_match = "\"old\"",
        .body = "{\"to\":\"returned\"}" },
      412,
      "stale-version" },
    { "the hash before 409",
      { .method = "POST",
        .path = ARTICLE "/transitions",
        .user = "editor",
        .key = "d",
        .if_match = etag,
        .body = "{\"to\":\"returned\",\"hash\":\"00\"}" },
      412,
      "other-hash" },
    { "409 at last",
      { .method = "POST",
        .path = ARTICLE "/transitions",
        .user = "editor",
        .key = "e",
        .if_match = etag,
        .body = "{\"to\":\"returned\"}" },
      409,
      "state" },
    { "a draft is out of the bin already",
      { .method = "POST",
        .path = ARTICLE "/transitions",
        .user = "editor",
        .key = "f",
        .if_match = etag,
        .body = "{\"to\":\"draft\"}" },
      409,
      "state" },
  };

  check_cases (site, cases, G_N_ELEMENTS (cases));
}

static void
test_transition_bodies (Site *site, gconstpointer data)
{
  g_autoptr (Reply) story
      = create_story (site, "editor", STORY_ID, "Ferry to the island runs again");
  g_autofree char *reason = g_strnfill (16 * 1024 + 1, 'r');
  g_autofree char *long_reason = g_strdup_printf ("{\"to\":\"binned\",\"reason\":\"%s\"}", reason);
  const struct { const char *why, *body; } bodies[] = {
    { "no state", "{}" },
    { "a state that is none", "{\"to\":\"lost\"}" },
    { "a state that is a number", "{\"to\":1}" },
    { "approval without a hash", "{\"to\":\"approved\"}" },
    { "a null hash", "{\"to\":\"published\",\"hash\":null}" },
    { "schedule without a hash", "{\"to\":\"scheduled\",\"at\":\"2026-11-25T12:00:00Z\"}" },
    { "schedule without a time", "{\"to\":\"scheduled\",\"hash\":\"00\"}" },
    { "a time that is none", "{\"to\":\"scheduled\",\"hash\":\"00\",\"at\":\"tomorrow\"}" },
    { "a time in the past",
      "{\"to\":\"scheduled\",\"hash\":\"00\",\"at\":\"2026-11-24T12:00:00Z\"}" },
    { "a hash that is a list", "{\"to\":\"approved\",\"hash\":[]}" },
    { "a reason that is too long", long_reason },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (Reply) reply = site_call (site, &(Call){ .method = "POST",
                                                          .path = ARTICLE "/transitions",
                                                          .user = "editor",
                                                          .if_match = reply_header (story, "ETag"),
                                                          .key = "k",
                                                          .body = bodies[i].body });

      g_test_message ("%s: %u %s", bodies[i].why, reply->status, reply->text);
      g_assert_cmpuint (reply->status, ==, 422);
      g_assert_cmpstr (reply_string (reply, "type"), ==, "urn:stet:problem:invalid");
    }
}

static void
test_doors (Site *site, gconstpointer data)
{
  g_autofree char *port = g_strdup (strrchr (stet_practice_api (site->practice), ':') + 1);
  g_autofree char *localhost = NULL;
  g_autofree char *upper = NULL;
  g_autofree char *evil = NULL;

  *strchr (port, '/') = '\0';
  localhost = g_strdup_printf ("localhost:%s", port);
  upper = g_strdup_printf ("LOCALHOST:%s", port);
  evil = g_strdup_printf ("127.0.0.1.example.org:%s", port);
  {
    const Case cases[] = {
      { "by its name", { .path = "/api/me", .user = "editor", .host = localhost }, 200, NULL },
      { "in capitals", { .path = "/api/me", .user = "editor", .host = upper }, 200, NULL },
      { "a rebound name", { .path = "/api/me", .user = "editor", .host = evil }, 421, "host" },
      { "a rebound name, for a page", { .path = "/", .host = "example.org" }, 421, "host" },
      { "another port",
        { .path = "/api/me", .user = "editor", .host = "127.0.0.1:1" },
        421,
        "host" },
      { "a page is only read", { .method = "POST", .path = "/", .body = "{}" }, 405, NULL },
      { "no such page", { .path = "/2026/11/nothing" }, 404, NULL },
      { "almost the API", { .path = "/apix/me", .user = "editor" }, 404, NULL },
    };

    check_cases (site, cases, G_N_ELEMENTS (cases));
  }
}

static void
test_headers (Site *site, gconstpointer data)
{
  g_autofree char *link
      = g_strdup_printf ("<%s>; rel=\"stet-publishing\"", stet_practice_api (site->practice));
  g_autoptr (Reply) front = site_call (site, &(Call) { .path = "/" });
  g_autoptr (Reply) closed = site_call (site, &(Call) { .path = "/api" });
  g_autoptr (Reply) not_taken
      = site_call (site, &(Call){ .method = "DELETE", .path = ARTICLE, .user = "editor" });

  g_assert_cmpstr (reply_header (front, "Link"), ==, link);
  g_assert_cmpuint (closed->status, ==, 401);
  g_assert_cmpstr (reply_header (closed, "Link"), ==, link);
  g_assert_true (g_str_has_prefix (reply_header (closed, "WWW-Authenticate"), "Basic realm="));
  g_assert_cmpstr (reply_header (closed, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (reply_header (not_taken, "Allow"), ==, "GET, PUT");
}

static void
test_sizes (Site *site, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (4 * 1024 * 1024, ' ');
  g_autofree char *story = story_json (STORY_ID, "Ferry");
  g_autofree char *at_limit
      = g_strdup_printf ("%s%.*s", story, (int) (4 * 1024 * 1024 - strlen (story)), filler);
  g_autofree char *past_limit = g_strconcat (at_limit, " ", NULL);
  const Case cases[] = {
    { "one past the limit",
      { .method = "PUT",
        .path = ARTICLE,
        .user = "editor",
        .if_none_match = "*",
        .body = past_limit },
      413,
      "too-large" },
    { "a stranger's body is not kept",
      { .method = "PUT", .path = ARTICLE, .if_none_match = "*", .body = past_limit },
      401,
      "unauthorized" },
    { "a body where none belongs",
      { .method = "DELETE", .path = ARTICLE, .user = "editor", .body = story },
      405,
      "method" },
    { "at the limit",
      { .method = "PUT",
        .path = ARTICLE,
        .user = "editor",
        .if_none_match = "*",
        .body = at_limit },
      201,
      NULL },
  };

  check_cases (site, cases, G_N_ELEMENTS (cases));
}

static void
test_accounts (Site *site, gconstpointer data)
{
  g_autoptr (Reply) reporter = site_call (site, &(Call) { .path = "/api/me", .user = "reporter" });
  g_autoptr (Reply) editor = site_call (site, &(Call) { .path = "/api/me", .user = "editor" });
  g_autoptr (Reply) root = site_call (site, &(Call) { .path = "/api/", .user = "reporter" });
  JsonObject *holds;

  g_assert_cmpstr (reporter->text, ==,
                   "{\"id\":\"reporter\",\"name\":\"Practice Reporter\",\"roles\":[\"reporter\"],"
                   "\"can\":[\"draft\",\"submit\",\"upload\"]}");
  g_assert_cmpstr (
      editor->text, ==,
      "{\"id\":\"editor\",\"name\":\"Practice Editor\",\"roles\":[\"editor\"],\"can\":[\"draft\",\"submit\","
      "\"edit_others\",\"approve\",\"publish\",\"unpublish\",\"upload\",\"terms\"]}");
  g_assert_true (g_uuid_string_is_valid (reply_string (root, "site")));
  g_assert_cmpstr (reply_string (root, "zone"), ==, "UTC");
  holds = json_object_get_object_member (root->object, "holds");
  g_assert_true (json_object_get_boolean_member (holds, "review"));
  g_assert_cmpint (json_object_get_int_member (
                       json_object_get_object_member (root->object, "limits"), "media_bytes_max"),
                   ==, 40 * 1024 * 1024);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root->object, "sections")),
                    ==, 16);
}

/* What a fault does to the request, and what is done all the same. */
static void
test_faults (Site *site, gconstpointer data)
{
  static const struct
  {
    StetPracticeFault fault;
    const char *why;
    guint status;
    gboolean done;
  } faults[] = {
    { STET_PRACTICE_FAULT_DROP_BEFORE, "dropped before", 0, FALSE },
    { STET_PRACTICE_FAULT_DROP_AFTER, "dropped after", 0, TRUE },
    { STET_PRACTICE_FAULT_503, "not available", 503, FALSE },
    { STET_PRACTICE_FAULT_HTML, "a page instead", 200, TRUE },
    { STET_PRACTICE_FAULT_DISK, "a full disk", 500, FALSE },
    { STET_PRACTICE_FAULT_NONE, "none", 201, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);
      g_autofree char *body = story_json (id, "Ferry");
      Call call
          = { .method = "PUT", .path = path, .user = "editor", .if_none_match = "*", .body = body };
      g_autoptr (Reply) other = NULL;
      g_autoptr (Reply) reply = NULL;
      g_autoptr (Reply) after = NULL;

      g_test_message ("%s", faults[i].why);
      stet_practice_set_fault (site->practice, faults[i].fault, "PUT", "/articles/", 1);
      other = site_call (site, &(Call) { .path = "/api/me", .user = "editor" });
      g_assert_cmpuint (other->status, ==, 200);
      reply = site_call (site, &call);
      g_assert_cmpuint (reply->status, ==, faults[i].status);
      after = get_story (site, id);
      g_assert_cmpuint (after->status, ==, faults[i].done ? 200 : 404);
      if (faults[i].fault == STET_PRACTICE_FAULT_503)
        g_assert_cmpstr (reply_header (reply, "Retry-After"), ==, "1");
      if (faults[i].fault == STET_PRACTICE_FAULT_DISK)
        g_assert_cmpstr (reply_string (reply, "type"), ==, "urn:stet:problem:internal");
      if (faults[i].fault == STET_PRACTICE_FAULT_HTML)
        g_assert_true (g_str_has_prefix (reply_header (reply, "Content-Type"), "text/html"));
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add ("/practice/judge/order", Site, NULL, site_set_up, test_order, site_tear_down);
  g_test_add ("/practice/judge/transition-bodies", Site, NULL, site_set_up, test_transition_bodies,
              site_tear_down);
  g_test_add ("/practice/judge/doors", Site, NULL, site_set_up, test_doors, site_tear_down);
  g_test_add ("/practice/judge/headers", Site, NULL, site_set_up, test_headers, site_tear_down);
  g_test_add ("/practice/judge/sizes", Site, NULL, site_set_up, test_sizes, site_tear_down);
  g_test_add ("/practice/judge/accounts", Site, NULL, site_set_up, test_accounts, site_tear_down);
  g_test_add ("/practice/judge/faults", Site, NULL, site_set_up, test_faults, site_tear_down);
  return g_test_run ();
}
