/* A story's way through the states: the table, what a change of text does, live and working
 * version, scheduled stories, idempotency keys, the review record. */
#include "config.h"

#include "practice/client.h"

#include "support.h"

#define ARTICLE "/api/articles/" STORY_ID

/* What the contract's table says, written out: rows are from, columns to. */
static const char *const names[] = { "draft",     "submitted", "returned",    "approved",
                                     "scheduled", "published", "unpublished", "binned" };
static const char *const table[] = {
  /* to:  dsraspub */
  /* d */ ".x.....x",
  /* s */ "..xx...x",
  /* r */ ".x.....x",
  /* a */ "..x.xx.x",
  /* s */ "...x.x.x",
  /* p */ ".x....x.",
  /* u */ ".x.....x",
};

static void
test_table (Site *site, gconstpointer data)
{
  for (guint from = 0; from < G_N_ELEMENTS (table); from++)
    for (guint to = 1; to < G_N_ELEMENTS (names); to++)
      {
        g_autofree char *id = g_uuid_string_random ();
        gboolean may = table[from][to] == 'x';
        g_autoptr (Reply) reply = NULL;

        bring_story (site, id, names[from]);
        reply = move_story (site, "editor", id, names[to]);
        g_test_message ("%s to %s: %u", names[from], names[to], reply->status);
        g_assert_cmpuint (reply->status, ==, may ? 200 : 409);
        if (may)
          g_assert_cmpstr (reply_string (reply, "state"), ==, names[to]);
      }
}

/* A binned story answers nothing any more. */
static void
test_binned (Site *site, gconstpointer data)
{
  g_autofree char *body = story_json (STORY_ID, "Ferry");
  const Call calls[] = {
    { .path = ARTICLE, .user = "editor" },
    { .method = "PUT", .path = ARTICLE, .user = "editor", .if_match = "*", .body = body },
    { .method = "PUT", .path = ARTICLE, .user = "editor", .if_none_match = "*", .body = body },
    { .method = "POST", .path = ARTICLE "/review", .user = "editor", .body = "{}" },
    { .method = "POST",
      .path = ARTICLE "/transitions",
      .user = "editor",
      .if_match = "*",
      .key = "k",
      .body = "{\"to\":\"submitted\"}" },
  };

  bring_story (site, STORY_ID, "binned");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Reply) reply = site_call (site, &calls[i]);

      g_assert_cmpuint (reply->status, ==, 410);
      g_assert_cmpstr (reply_string (reply, "type"), ==, "urn:stet:problem:binned");
    }
}

/* What a change of text does to each state; the same text again does nothing. */
static void
test_change (Site *site, gconstpointer data)
{
  static const struct
  {
    const char *from, *after;
  } cases[] = {
    { "draft", "draft" },
    { "submitted", "submitted" },
    { "returned", "returned" },
    { "approved", "submitted" },
    { "scheduled", "submitted" },
    { "published", "published" },
    { "unpublished", "unpublished" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);
      g_autoptr (Reply) before = NULL;
      g_autoptr (Reply) same = NULL;
      g_autoptr (Reply) after = NULL;
      g_autofree char *again = NULL;

      bring_story (site, id, cases[i].from);
      before = get_story (site, id);
      again = json_to_string (json_object_get_member (before->object, "article"), FALSE);
      same = site_call (site, &(Call){ .method = "PUT",
                                       .path = path,
                                       .user = "editor",
                                       .body = again,
                                       .if_match = reply_header (before, "ETag") });
      g_assert_cmpuint (same->status, ==, 200);
      g_assert_cmpstr (reply_string (same, "state"), ==, cases[i].from);
      g_assert_cmpstr (reply_header (same, "ETag"), ==, reply_header (before, "ETag"));
      after = change_story (site, "reporter", id, "Ferry to the island runs twice a day");
      g_assert_cmpstr (reply_string (after, "state"), ==, cases[i].after);
      g_assert_cmpstr (reply_header (after, "ETag"), !=, reply_header (before, "ETag"));
      g_assert_cmpstr (reply_header (after, "ETag"), ==, reply_string (after, "version"));
      g_assert_cmpstr (reply_string (after, "hash"), !=, reply_string (before, "hash"));
      g_assert_cmpstr (reply_string (after, "live_hash"), ==, reply_string (before, "live_hash"));
      g_assert_null (reply_string (after, "scheduled"));
    }
}

/* Ids and other things that readers do not see change the version but not the approval. */
static void
test_unseen_change (Site *site, gconstpointer data)
{
  g_autofree char *body = story_json (STORY_ID, "Ferry to the island runs again");
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) after = NULL;

  bring_story (site, STORY_ID, "approved");
  before = get_story (site, STORY_ID);
  after = site_call (site, &(Call){ .method = "PUT",
                                    .path = ARTICLE,
                                    .user = "editor",
                                    .body = body,
                                    .if_match = reply_header (before, "ETag") });
  g_assert_cmpuint (after->status, ==, 200);
  g_assert_cmpstr (reply_string (after, "hash"), ==, reply_string (before, "hash"));
  g_assert_cmpstr (reply_string (after, "state"), ==, "approved");
  g_assert_cmpstr (reply_header (after, "ETag"), !=, reply_header (before, "ETag"));
}

static void
check_page (Site *site, const char *url, guint status, const char *words)
{
  g_autoptr (Reply) page = site_call (
    site, &(Call){ .path = url + strlen (stet_practice_url (site->practice)) - 1 });

  g_assert_cmpuint (page->status, ==, status);
  g_assert_nonnull (strstr (page->text, words));
}

static void
steps (Site *site, const char *const *states)
{
  for (guint i = 0; states[i] != NULL; i++)
    {
      g_autoptr (Reply) reply = move_story (site, "editor", STORY_ID, states[i]);

      g_assert_cmpuint (reply->status, ==, 200);
    }
}

/* A live page stays as it is while the story is worked on, and keeps its address for life. */
static void
test_live_and_working (Site *site, gconstpointer data)
{
  static const char *const to_live[] = { "submitted", "approved", "published", NULL };
  g_autoptr (Reply) live = NULL;
  g_autoptr (Reply) working = NULL;
  g_autoptr (Reply) updated = NULL;
  g_autoptr (Reply) down = NULL;
  g_autoptr (Reply) again = NULL;
  g_autofree char *url = NULL;

  bring_story (site, STORY_ID, "published");
  live = get_story (site, STORY_ID);
  url = g_strdup (reply_string (live, "url"));
  g_assert_true (g_str_has_suffix (url, "/2026/11/ferry-to-the-island-runs-again-0f9f4c1e"));
  g_assert_cmpstr (reply_string (live, "live_hash"), ==, reply_string (live, "hash"));
  g_assert_cmpstr (reply_string (live, "published"), ==, "2026-11-24T12:00:00Z");
  check_page (site, url, 200, "<h1>Ferry to the island runs again</h1>");

  stet_clock_advance (site->clock, 40 * G_TIME_SPAN_DAY);
  working = change_story (site, "reporter", STORY_ID, "Ferry to the island runs twice a day");
  g_assert_cmpstr (reply_string (working, "live_hash"), ==, reply_string (live, "hash"));
  check_page (site, url, 200, "<h1>Ferry to the island runs again</h1>");

  steps (site, to_live);
  updated = get_story (site, STORY_ID);
  g_assert_cmpstr (reply_string (updated, "url"), ==, url);
  g_assert_cmpstr (reply_string (updated, "live_hash"), ==, reply_string (working, "hash"));
  g_assert_cmpstr (reply_string (updated, "published"), ==, "2026-11-24T12:00:00Z");
  check_page (site, url, 200, "<h1>Ferry to the island runs twice a day</h1>");
  check_page (site, url, 200,
              "Updated <time datetime=\"2027-01-03T12:00:00+00:00\">3 January 2027, 12:00</time>");

  down = move_story (site, "editor", STORY_ID, "unpublished");
  g_assert_null (reply_string (down, "live_hash"));
  check_page (site, url, 410, "This story was taken down");
  steps (site, to_live);
  again = get_story (site, STORY_ID);
  g_assert_cmpstr (reply_string (again, "url"), ==, url);
  check_page (site, url, 200, "<h1>Ferry to the island runs twice a day</h1>");
}

/* Taking down goes past every state of the working version; a story is not binned under its
 * page. */
static void
test_take_down (Site *site, gconstpointer data)
{
  static const char *const ways[][4] = { { "submitted", NULL },
                                         { "submitted", "returned", NULL },
                                         { "submitted", "approved", NULL },
                                         { "submitted", "approved", "scheduled", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (Reply) binned = NULL;
      g_autoptr (Reply) down = NULL;

      bring_story (site, id, "published");
      for (guint j = 0; ways[i][j] != NULL; j++)
        reply_free (move_story (site, "editor", id, ways[i][j]));
      binned = move_story (site, "editor", id, "binned");
      g_assert_cmpuint (binned->status, ==, 409);
      g_assert_cmpstr (reply_string (binned, "type"), ==, "urn:stet:problem:live");
      down = move_story (site, "editor", id, "unpublished");
      g_assert_cmpuint (down->status, ==, 200);
      g_assert_cmpstr (reply_string (down, "state"), ==, "unpublished");
      g_assert_null (reply_string (down, "scheduled"));
    }
}

static void
test_reporter (Site *site, gconstpointer data)
{
  g_autoptr (Reply) created
      = create_story (site, "reporter", STORY_ID, "Ferry to the island runs again");
  g_autoptr (Reply) others = create_story (site, "editor", OTHER_ID, "Market opens early");
  g_autoptr (Reply) foreign = NULL;
  g_autoptr (Reply) read = NULL;
  g_autoptr (Reply) submitted = NULL;

  for (guint to = 2; to < G_N_ELEMENTS (names); to++)
    {
      g_autoptr (Reply) reply = move_story (site, "reporter", STORY_ID, names[to]);

      g_assert_cmpuint (reply->status, ==, 403);
    }
  foreign = move_story (site, "reporter", OTHER_ID, "submitted");
  g_assert_cmpuint (foreign->status, ==, 403);
  read = site_call (site, &(Call){ .path = "/api/articles/" OTHER_ID, .user = "reporter" });
  g_assert_cmpuint (read->status, ==, 200);
  g_assert_cmpstr (reply_string (read, "author"), ==, "editor");
  submitted = move_story (site, "reporter", STORY_ID, "submitted");
  g_assert_cmpuint (submitted->status, ==, 200);
}

/* --- idempotency keys --- */

static Reply *
put_keyed (Site *site, const char *user, const char *key, const char *id, const char *headline)
{
  g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);
  g_autofree char *body = story_json (id, headline);

  return site_call (site, &(Call){ .method = "PUT",
                                   .path = path,
                                   .user = user,
                                   .if_none_match = "*",
                                   .key = key,
                                   .body = body });
}

static void
test_keys (Site *site, gconstpointer data)
{
  g_autoptr (Reply) first = put_keyed (site, "editor", "k1", STORY_ID, "Ferry");
  g_autoptr (Reply) moved = move_story (site, "editor", STORY_ID, "submitted");
  g_autoptr (Reply) again = NULL;
  g_autoptr (Reply) other_body = put_keyed (site, "editor", "k1", STORY_ID, "Boat");
  g_autoptr (Reply) other_path = put_keyed (site, "editor", "k1", OTHER_ID, "Ferry");
  g_autoptr (Reply) other_user = put_keyed (site, "reporter", "k1", OTHER_ID, "Ferry");
  g_autoptr (Reply) late = NULL;

  g_assert_cmpuint (first->status, ==, 201);
  g_assert_cmpuint (moved->status, ==, 200);
  site_restart (site);
  again = put_keyed (site, "editor", "k1", STORY_ID, "Ferry");
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (again->text, ==, first->text);
  g_assert_cmpstr (reply_header (again, "ETag"), ==, reply_header (first, "ETag"));
  g_assert_true (g_str_has_suffix (reply_header (again, "Location"), ARTICLE));
  g_assert_cmpuint (other_body->status, ==, 422);
  g_assert_cmpstr (reply_string (other_body, "type"), ==,
                   "urn:stet:problem:idempotency-key-reused");
  g_assert_cmpuint (other_path->status, ==, 422);
  g_assert_cmpuint (other_user->status, ==, 201);

  stet_clock_advance (site->clock, 30 * G_TIME_SPAN_DAY);
  late = put_keyed (site, "editor", "k1", STORY_ID, "Ferry");
  g_assert_cmpuint (late->status, ==, 412);
}

/* A refused request changed nothing, so it is judged afresh; a bin that was carried out is
 * answered. */
static void
test_keys_of_transitions (Site *site, gconstpointer data)
{
  g_autoptr (Reply) created = create_story (site, "editor", STORY_ID, "Ferry");
  Call call = { .method = "POST",
                .path = ARTICLE "/transitions",
                .user = "editor",
                .if_match = "\"old\"",
                .key = "bin",
                .body = "{\"to\":\"binned\"}" };
  g_autoptr (Reply) stale = site_call (site, &call);
  g_autoptr (Reply) done = NULL;
  g_autoptr (Reply) again = NULL;

  g_assert_cmpuint (stale->status, ==, 412);
  g_assert_cmpstr (reply_header (stale, "ETag"), ==, reply_header (created, "ETag"));
  call.if_match = reply_header (created, "ETag");
  done = site_call (site, &call);
  g_assert_cmpuint (done->status, ==, 200);
  g_assert_cmpstr (reply_string (done, "state"), ==, "binned");
  again = site_call (site, &call);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (again->text, ==, done->text);
}

/* --- scheduled stories --- */

static void
test_scheduled_on_access (Site *site, gconstpointer data)
{
  g_autoptr (Reply) waiting = NULL;
  g_autoptr (Reply) live = NULL;
  g_autoptr (Reply) early = NULL;

  bring_story (site, STORY_ID, "scheduled");
  waiting = get_story (site, STORY_ID);
  g_assert_cmpstr (reply_string (waiting, "scheduled"), ==, "2026-11-24T13:00:00Z");
  g_assert_null (reply_string (waiting, "url"));
  stet_clock_advance (site->clock, G_TIME_SPAN_HOUR - 1);
  early = get_story (site, STORY_ID);
  g_assert_cmpstr (reply_string (early, "state"), ==, "scheduled");
  site_restart (site);
  stet_clock_advance (site->clock, 1 + G_TIME_SPAN_MINUTE);
  live = get_story (site, STORY_ID);
  g_assert_cmpstr (reply_string (live, "state"), ==, "published");
  g_assert_cmpstr (reply_string (live, "published"), ==, "2026-11-24T13:00:00Z");
  g_assert_null (reply_string (live, "scheduled"));
  g_assert_cmpstr (reply_string (live, "live_hash"), ==, reply_string (waiting, "hash"));
  g_assert_cmpstr (reply_header (live, "ETag"), !=, reply_header (waiting, "ETag"));
  check_page (site, reply_string (live, "url"), 200, "<h1>Ferry to the island runs again</h1>");
}

static void
went_live_cb (StetPractice *practice, const char *id, gpointer data)
{
  g_assert_cmpstr (id, ==, STORY_ID);
  *(gboolean *) data = TRUE;
}

/* Nobody asks, and it goes live all the same. The timer looks again soon after a time that the
 * clock has not reached, so moving the clock is enough. */
static void
test_scheduled_by_timer (Site *site, gconstpointer data)
{
  g_autofree char *body = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (Reply) now = NULL;
  g_autoptr (Reply) scheduled = NULL;
  gboolean live = FALSE;

  bring_story (site, STORY_ID, "approved");
  now = get_story (site, STORY_ID);
  body = g_strdup_printf ("{\"to\":\"scheduled\",\"hash\":\"%s\",\"at\":\"2026-11-24T12:00:01Z\"}",
                          reply_string (now, "hash"));
  scheduled = site_call (site, &(Call){ .method = "POST",
                                        .path = ARTICLE "/transitions",
                                        .user = "editor",
                                        .key = key,
                                        .if_match = reply_header (now, "ETag"),
                                        .body = body });
  g_assert_cmpuint (scheduled->status, ==, 200);
  g_signal_connect (site->practice, "went-live", G_CALLBACK (went_live_cb), &live);
  stet_clock_advance (site->clock, G_TIME_SPAN_SECOND);
  stet_test_run_until (&live, 20);
}

/* A failure while the disk is full is made up for as soon as it is not. */
static void
test_scheduled_on_full_disk (Site *site, gconstpointer data)
{
  g_autoptr (Reply) during = NULL;
  g_autoptr (Reply) after = NULL;

  bring_story (site, STORY_ID, "scheduled");
  stet_clock_advance (site->clock, G_TIME_SPAN_HOUR);
  stet_practice_set_fault (site->practice, STET_PRACTICE_FAULT_DISK, "GET", STORY_ID, 1);
  g_test_expect_message ("Stet-practice", G_LOG_LEVEL_WARNING,
                         "Scheduled stories could not go live*");
  during = get_story (site, STORY_ID);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (reply_string (during, "state"), ==, "scheduled");
  after = get_story (site, STORY_ID);
  g_assert_cmpstr (reply_string (after, "state"), ==, "published");
}

/* --- review --- */

static Reply *
add_review (Site *site, const char *user, const char *body)
{
  return site_call (
      site, &(Call){ .method = "POST", .path = ARTICLE "/review", .user = user, .body = body });
}

static JsonObject *
review_of (Reply *reply)
{
  g_assert_cmpuint (reply->status, ==, 200);
  return json_object_get_object_member (reply->object, "review");
}

static void
test_review (Site *site, gconstpointer data)
{
  static const char additions[]
    = "{\"notes\":[{\"id\":\"n1\",\"text\":\"Who says so?\"}],"
      "\"stets\":[{\"finding\":\"f1\",\"reason\":\"A name\",\"scope\":\"finding\"}]}";
  g_autoptr (Reply) created = create_story (site, "reporter", STORY_ID, "Ferry");
  g_autoptr (Reply) added = add_review (site, "reporter", additions);
  g_autoptr (Reply) again = add_review (site, "editor", additions);
  g_autoptr (Reply) approval = add_review (
    site, "editor", "{\"state\":\"published\",\"approvals\":[{\"hash\":\"h\",\"by\":\"ana\"}]}");
  g_autoptr (Reply) empty = add_review (site, "editor", "{}");
  JsonObject *note = json_array_get_object_element (
      json_object_get_array_member (review_of (added), "notes"), 0);
  JsonObject *approved;

  g_assert_cmpstr (json_object_get_string_member (note, "by"), ==, "reporter");
  g_assert_cmpstr (json_object_get_string_member (note, "at"), ==, "2026-11-24T12:00:00Z");
  g_assert_cmpstr (reply_header (added, "ETag"), !=, reply_header (created, "ETag"));
  g_assert_cmpstr (reply_string (added, "hash"), ==, reply_string (created, "hash"));
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (review_of (again), "notes")), ==, 1);
  g_assert_cmpstr (reply_header (again, "ETag"), ==, reply_header (added, "ETag"));
  g_assert_cmpstr (json_object_get_string_member (review_of (approval), "state"), ==, "draft");
  approved = json_array_get_object_element (
      json_object_get_array_member (review_of (approval), "approvals"), 0);
  g_assert_cmpstr (json_object_get_string_member (approved, "by"), ==, "editor");
  g_assert_cmpstr (reply_header (empty, "ETag"), ==, reply_header (approval, "ETag"));
}

static void
test_review_refused (Site *site, gconstpointer data)
{
  static const struct
  {
    const char *why, *user, *body;
    guint status;
  } cases[] = {
    { "not a record", "reporter", "{\"notes\":3}", 422 },
    { "no JSON", "reporter", "[", 400 },
    { "a reporter approves", "reporter", "{\"approvals\":[{\"hash\":\"h\"}]}", 403 },
    { "a reporter speaks for the desk", "reporter",
      "{\"stets\":[{\"finding\":\"f\",\"scope\":\"desk\"}]}", 403 },
    { "a reporter overrides their own", "reporter",
      "{\"overrides\":[{\"finding\":\"f\",\"reason\":\"r\"}]}", 200 },
    { "an editor speaks for the desk", "editor",
      "{\"stets\":[{\"finding\":\"f\",\"scope\":\"desk\"}]}", 200 },
  };
  g_autoptr (Reply) created = create_story (site, "reporter", STORY_ID, "Ferry");
  g_autoptr (Reply) others = create_story (site, "editor", OTHER_ID, "Market");
  g_autoptr (Reply) foreign = site_call (site, &(Call){ .method = "POST",
                                                        .path = "/api/articles/" OTHER_ID "/review",
                                                        .user = "reporter",
                                                        .body = "{\"notes\":[{\"text\":\"x\"}]}" });
  g_autoptr (Reply) stale = site_call (site, &(Call){ .method = "POST",
                                                      .path = ARTICLE "/review",
                                                      .user = "editor",
                                                      .if_match = "\"old\"",
                                                      .body = "{}" });

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = add_review (site, cases[i].user, cases[i].body);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
  g_assert_cmpuint (foreign->status, ==, 403);
  g_assert_cmpuint (stale->status, ==, 412);
}

/* An approval and a reason are kept with the story under the name of who gave them. */
static void
test_review_of_transitions (Site *site, gconstpointer data)
{
  g_autoptr (Reply) now = NULL;
  g_autoptr (Reply) returned = NULL;
  JsonObject *note, *approval;

  bring_story (site, STORY_ID, "approved");
  now = get_story (site, STORY_ID);
  approval = json_array_get_object_element (
      json_object_get_array_member (review_of (now), "approvals"), 0);
  g_assert_cmpstr (json_object_get_string_member (approval, "hash"), ==,
                   reply_string (now, "hash"));
  g_assert_cmpstr (json_object_get_string_member (approval, "by"), ==, "editor");
  returned = site_call (
    site, &(Call){ .method = "POST",
                   .path = ARTICLE "/transitions",
                   .user = "editor",
                   .key = "r",
                   .if_match = reply_header (now, "ETag"),
                   .body = "{\"to\":\"returned\",\"reason\":\"Ask the harbour office again.\"}" });
  note = json_array_get_object_element (
      json_object_get_array_member (review_of (returned), "notes"), 0);
  g_assert_cmpstr (json_object_get_string_member (note, "text"), ==,
                   "Ask the harbour office again.");
  g_assert_cmpstr (json_object_get_string_member (review_of (returned), "state"), ==, "returned");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Site *, gconstpointer);
  } tests[] = {
    { "/practice/workflow/table", test_table },
    { "/practice/workflow/binned", test_binned },
    { "/practice/workflow/change", test_change },
    { "/practice/workflow/unseen-change", test_unseen_change },
    { "/practice/workflow/live-and-working", test_live_and_working },
    { "/practice/workflow/take-down", test_take_down },
    { "/practice/workflow/reporter", test_reporter },
    { "/practice/workflow/keys", test_keys },
    { "/practice/workflow/keys-of-transitions", test_keys_of_transitions },
    { "/practice/workflow/scheduled-on-access", test_scheduled_on_access },
    { "/practice/workflow/scheduled-by-timer", test_scheduled_by_timer },
    { "/practice/workflow/scheduled-on-full-disk", test_scheduled_on_full_disk },
    { "/practice/workflow/review", test_review },
    { "/practice/workflow/review-refused", test_review_refused },
    { "/practice/workflow/review-of-transitions", test_review_of_transitions },
  };

  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Site, NULL, site_set_up, tests[i].test, site_tear_down);
  return g_test_run ();
}
