/* The runner's manners: what is pulled, merged, held, replaced, waited for, and in which order. */
#include "config.h"

#include "desk.h"

#include "article/edit.h"
#include "article/json.h"
#include "base/file.h"
#include "sync/review-additions.h"

#include "support.h"

#include <string.h>

#define PIXEL                                                                                      \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
/* The same with a tEXt chunk: "Comment", "Found by the old mole". */
#define PIXEL_WITH_TEXT \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAHXRFWHRDb21tZW50AEZvdW5kIG" \
  "J5IHRoZSBvbGQgbW9sZUC33s0AAAANSURBVHjaY2Rg+F8PAAKHAYDrR7qSAAAAAElFTkSuQmCC"

typedef struct
{
  StetClock  *clock;
  FakeServer *server;
  Desk        ana; /* a reporter */
  Desk        leo; /* an editor */
} World;

static void
set_up (World *world, gconstpointer data)
{
  *world = (World){ 0 };
  world->clock = stet_clock_new_fixed (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC);
  world->server = fake_server_new (world->clock);
  desk_open (&world->ana, world->server, world->clock, "ana", FALSE);
  desk_open (&world->leo, world->server, world->clock, "leo", TRUE);
}

static void
tear_down (World *world, gconstpointer data)
{
  desk_close (&world->ana);
  desk_close (&world->leo);
  fake_server_free (world->server);
  stet_clock_free (world->clock);
}

/* --- small helpers --- */

static void
run (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk_run (desk, &error);
  g_assert_no_error (error);
}

static guint
run_pulled (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  guint pulled = 99;

  stet_runner_run (desk->runner, desk->account, NULL, &pulled, NULL, &error);
  g_assert_no_error (error);
  return pulled;
}

static void
expect_hold (Desk *desk, const char *id, StetIntentKind kind, StetHold hold)
{
  g_autoptr (StetIntent) intent = desk_find (desk, id, kind);

  g_assert_nonnull (intent);
  g_assert_cmpstr (stet_hold_name (intent->hold), ==, stet_hold_name (hold));
}

static gboolean
is_settled (Desk *desk, const char *id, StetIntentKind kind)
{
  g_autoptr (StetIntent) intent = desk_find (desk, id, kind);

  return intent != NULL && intent->settled;
}

static char *
headline_of (Desk *desk, const char *id)
{
  g_autoptr (StetStory) story = stet_store_load (desk->store, id, NULL);

  return g_strdup (stet_prose_text (stet_article_fields (story->article)->headline));
}

static char *
body_of (Desk *desk, const char *id, guint block)
{
  g_autoptr (StetStory) story = stet_store_load (desk->store, id, NULL);

  return g_strdup (stet_prose_text (stet_block_prose (stet_article_block (story->article, block))));
}

static void
expect_headline (Desk *desk, const char *id, const char *headline)
{
  g_autofree char *found = headline_of (desk, id);

  g_assert_cmpstr (found, ==, headline);
}

static char *
keep_picture (Desk *desk, const char *base64)
{
  gsize size;
  g_autofree guchar *data = g_base64_decode (base64, &size);
  g_autoptr (GBytes) picture = g_bytes_new (data, size);

  return stet_store_put_photo (desk->store, picture, NULL);
}

static guint
count_conflicts (Desk *desk)
{
  g_autoptr (GPtrArray) ids = stet_store_list_conflicts (desk->store, NULL);

  return ids->len;
}

/* A story of Ana's that is submitted, and that Leo has. */
static char *
share (World *world)
{
  char *id = desk_write (&world->ana, "Ferry leaves on time", NULL);

  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  g_assert_cmpuint (run_pulled (&world->leo), ==, 1);
  return id;
}

static void
publish (World *world, const char *id)
{
  desk_do (&world->leo, id, STET_INTENT_APPROVE);
  desk_do (&world->leo, id, STET_INTENT_PUBLISH);
}

/* --- two desks --- */

static void
test_two_desks (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *at_ana = NULL;
  g_autofree char *at_leo = NULL;
  g_autoptr (StetStory) story = NULL;

  desk_edit (&world->leo, id, "Ferry leaves on the minute");
  publish (world, id);
  g_assert_cmpuint (run_pulled (&world->ana), ==, 1);
  at_ana = desk_hash (&world->ana, id);
  at_leo = desk_hash (&world->leo, id);
  g_assert_cmpstr (at_ana, ==, at_leo);
  g_assert_cmpstr (at_ana, ==, fake_server_get (world->server, id)->live_hash);
  story = stet_store_load (world->ana.store, id, NULL);
  g_assert_cmpint (story->remote->state, ==, STET_STATE_PUBLISHED);
  g_assert_cmpstr (story->remote->author, ==, "ana");
  g_assert_nonnull (story->remote->url);
  g_assert_true (stet_review_is_approved (story->review, at_ana));
  /* Nothing comes back as an echo, to neither. */
  g_assert_cmpuint (run_pulled (&world->ana), ==, 0);
  g_assert_cmpuint (run_pulled (&world->leo), ==, 0);
  g_assert_cmpuint (count_conflicts (&world->ana) + count_conflicts (&world->leo), ==, 0);
}

static void
test_echo_asks_nothing (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  guint requests;

  run (&world->ana);
  requests = world->server->n_requests;
  run (&world->ana);
  g_assert_cmpuint (world->server->n_requests - requests, ==, 3); /* changes, tags, sections */
}

static void
test_merge_clean (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) history = NULL;

  desk_edit_body (&world->leo, id, 0, "The ferry left at noon.");
  desk_do (&world->leo, id, STET_INTENT_SAVE);
  desk_edit_body (&world->ana, id, 1, "Three people were late.");
  g_assert_cmpuint (run_pulled (&world->ana), ==, 1);
  first = body_of (&world->ana, id, 0);
  second = body_of (&world->ana, id, 1);
  g_assert_cmpstr (first, ==, "The ferry left at noon.");
  g_assert_cmpstr (second, ==, "Three people were late.");
  history = stet_store_history (world->ana.store, id, NULL);
  g_assert_cmpint (((StetRevisionRow *) history->pdata[0])->origin, ==, STET_ORIGIN_MERGED);
  /* The merged text goes out as an ordinary change. */
  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  g_assert_cmpuint (run_pulled (&world->leo), ==, 1);
  g_assert_cmpuint (count_conflicts (&world->ana) + count_conflicts (&world->leo), ==, 0);
}

/* The same part on both desks: a record of three versions, and nothing of that story is sent any
 * more. */
static void
test_conflict (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *queued = NULL;
  g_autoptr (StetConflict) conflict = NULL;
  guint64 version;

  desk_edit (&world->leo, id, "Ferry leaves early");
  desk_do (&world->leo, id, STET_INTENT_SAVE);
  desk_edit (&world->ana, id, "Ferry leaves late");
  queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  version = fake_server_get (world->server, id)->version;
  run (&world->ana);
  expect_hold (&world->ana, id, STET_INTENT_SUBMIT, STET_HOLD_CONFLICT);
  conflict = stet_store_get_conflict (world->ana.store, id, NULL);
  g_assert_nonnull (conflict);
  g_assert_cmpstr (stet_prose_text (stet_article_fields (conflict->base)->headline), ==,
                   "Ferry leaves on time");
  g_assert_cmpstr (stet_prose_text (stet_article_fields (conflict->ours)->headline), ==,
                   "Ferry leaves late");
  g_assert_cmpstr (stet_prose_text (stet_article_fields (conflict->theirs)->headline), ==,
                   "Ferry leaves early");
  expect_headline (&world->ana, id, "Ferry leaves late");
  g_free (g_steal_pointer (&queued));
  queued = desk_queue (&world->ana, id, STET_INTENT_SAVE);
  run (&world->ana);
  expect_hold (&world->ana, id, STET_INTENT_SAVE, STET_HOLD_CONFLICT);
  g_assert_cmpuint (fake_server_get (world->server, id)->version, ==, version);
}

static void
test_resolved (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autoptr (StetConflict) conflict = NULL;

  desk_edit (&world->leo, id, "Ferry leaves early");
  desk_do (&world->leo, id, STET_INTENT_SAVE);
  desk_edit (&world->ana, id, "Ferry leaves late");
  run (&world->ana);
  conflict = stet_store_get_conflict (world->ana.store, id, NULL);
  /* Mine: the site's version is what it is now made from. */
  g_assert_true (stet_store_save_remote (world->ana.store, id, conflict->theirs_remote, NULL));
  g_assert_true (stet_store_end_conflict (world->ana.store, id, NULL));
  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  run (&world->leo);
  expect_headline (&world->leo, id, "Ferry leaves late");
}

/* A page goes down whatever else is the matter with its story. */
static void
test_takedown_in_conflict (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *queued = NULL;

  publish (world, id);
  desk_edit (&world->leo, id, "Ferry leaves early");
  g_free (desk_queue (&world->leo, id, STET_INTENT_SAVE));
  {
    g_autoptr (StetStory) story = stet_store_load (world->ana.store, id, NULL);
    g_autoptr (StetProse) prose = stet_prose_plain ("Ferry never left");
    StetField field = stet_field_make (STET_FIELD_HEADLINE);
    g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);
    g_autoptr (StetArticle) theirs = stet_edit_apply (edit, story->article, NULL, NULL);

    fake_server_write (world->server, id, theirs);
  }
  run (&world->leo);
  g_assert_cmpuint (count_conflicts (&world->leo), ==, 1);
  queued = desk_queue (&world->leo, id, STET_INTENT_UNPUBLISH);
  run (&world->leo);
  g_assert_true (is_settled (&world->leo, id, STET_INTENT_UNPUBLISH));
  g_assert_null (fake_server_get (world->server, id)->live_hash);
  expect_headline (&world->leo, id, "Ferry leaves early");
  g_assert_cmpuint (count_conflicts (&world->leo), ==, 1);
}

/* --- what comes in --- */

static void
test_deleted_there (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autoptr (StetStory) story = NULL;

  fake_server_delete (world->server, id);
  run (&world->ana);
  story = stet_store_load (world->ana.store, id, NULL);
  g_assert_cmpint (story->remote->state, ==, STET_STATE_BINNED);
  expect_headline (&world->ana, id, "Ferry leaves on time");
  /* And a change here does not bring it back unasked. */
  desk_edit (&world->ana, id, "Ferry leaves late");
  g_free (desk_queue (&world->ana, id, STET_INTENT_SAVE));
  run (&world->ana);
  expect_hold (&world->ana, id, STET_INTENT_SAVE, STET_HOLD_CONFLICT);
  g_assert_true (fake_server_get (world->server, id)->deleted);
}

static void
test_lost_cursor (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *mine = desk_write (&world->leo, "Never sent", NULL);
  g_autoptr (GPtrArray) rows = NULL;

  world->server->lose_cursors = TRUE;
  g_assert_cmpuint (run_pulled (&world->leo), ==, 0);
  g_assert_false (world->server->lose_cursors);
  rows = stet_store_list (world->leo.store, TRUE, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
}

static void
test_terms (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (GPtrArray) sections = NULL;

  run (&world->ana);
  tags = stet_store_find_terms (world->ana.store, "site.example", "tag", "har", 5, NULL);
  sections = stet_store_find_terms (world->ana.store, "site.example", "section", "to", 5, NULL);
  g_assert_cmpuint (tags->len, ==, 1);
  g_assert_cmpuint (sections->len, ==, 1);
}

static void
test_picture_comes (World *world, gconstpointer data)
{
  g_autofree char *hash = keep_picture (&world->ana, PIXEL);
  g_autofree char *id = desk_write (&world->ana, "With a picture", hash);
  g_autoptr (GBytes) picture = NULL;

  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  run (&world->leo);
  picture = stet_store_get_photo (world->leo.store, hash, NULL);
  g_assert_nonnull (picture);
}

/* Other bytes under that hash are not kept; the story is. */
static void
test_wrong_picture (World *world, gconstpointer data)
{
  g_autofree char *hash = keep_picture (&world->ana, PIXEL);
  g_autofree char *id = desk_write (&world->ana, "With a picture", hash);
  g_autofree char *path = stet_store_photo_path (world->leo.store, hash);
  g_autoptr (GBytes) other = g_bytes_new_static ("other", 5);
  g_autofree char *other_hash = stet_file_sha256 (other);
  g_autofree char *other_path = stet_store_photo_path (world->leo.store, other_hash);

  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  g_hash_table_insert (world->server->media, g_strdup (hash), g_bytes_ref (other));
  run (&world->leo);
  expect_headline (&world->leo, id, "With a picture");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (other_path, G_FILE_TEST_EXISTS));
}

/* --- what is refused --- */

static void
test_pictures_refused (World *world, gconstpointer data)
{
  g_autofree char *unclean = keep_picture (&world->ana, PIXEL_WITH_TEXT);
  g_autofree char *absent = g_strnfill (64, 'a');
  const struct { const char *why, *file; } cases[] = {
    { "metadata in it", unclean },
    { "not in the store", absent },
    { "a path of this machine", "pictures/quay.jpg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = desk_write (&world->ana, "With a picture", cases[i].file);

      g_test_message ("%s", cases[i].why);
      g_free (desk_queue (&world->ana, id, STET_INTENT_SUBMIT));
      run (&world->ana);
      expect_hold (&world->ana, id, STET_INTENT_SUBMIT, STET_HOLD_REFUSED);
      g_assert_null (fake_server_get (world->server, id));
    }
  g_assert_cmpuint (world->server->n_media_sent, ==, 0);
}

/* What may not be done stops what stands behind it, until it has been seen. */
static void
test_forbidden (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *approve = desk_queue (&world->ana, id, STET_INTENT_APPROVE);
  g_autofree char *publish_id = desk_queue (&world->ana, id, STET_INTENT_PUBLISH);
  g_autoptr (StetIntent) refused = NULL;

  run (&world->ana);
  refused = desk_find (&world->ana, id, STET_INTENT_APPROVE);
  g_assert_cmpint (refused->hold, ==, STET_HOLD_REFUSED);
  g_assert_cmpint (refused->error_code, ==, STET_SITE_ERROR_FORBIDDEN);
  g_assert_cmpstr (refused->message, ==, "not you");
  expect_hold (&world->ana, id, STET_INTENT_PUBLISH, STET_HOLD_NONE);
  g_assert_true (stet_runner_acknowledge (world->ana.runner, approve, NULL));
  g_assert_false (stet_runner_acknowledge (world->ana.runner, publish_id, NULL));
}

static void
test_other_site (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autoptr (StetAccount) other = stet_account_copy (world->ana.account);
  g_autoptr (StetIntent) intent = stet_intent_new (STET_INTENT_SAVE, "i1", id, "h");
  g_autoptr (GError) error = NULL;

  g_free (other->site_id);
  other->site_id = g_strdup ("elsewhere.example");
  g_assert_false (stet_runner_queue (world->ana.runner, other, intent, &error));
  g_assert_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_REFUSED);
}

static void
test_unknown (World *world, gconstpointer data)
{
  g_autoptr (StetIntent) intent = stet_intent_new (STET_INTENT_SAVE, "i1", "no-such-story", "h");
  g_autoptr (GError) queue = NULL;
  g_autoptr (GError) one = NULL;
  g_autoptr (GError) cancel = NULL;

  g_assert_false (stet_runner_queue (world->ana.runner, world->ana.account, intent, &queue));
  g_assert_error (queue, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
  g_assert_null (stet_runner_run_intent (world->ana.runner, world->ana.account, "i1", NULL, &one));
  g_assert_error (one, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
  g_assert_false (stet_runner_cancel (world->ana.runner, "i1", &cancel));
  g_assert_error (cancel, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
}

/* --- what waits --- */

static FakeFault
same_fault_cb (const char *what, gpointer data)
{
  return GPOINTER_TO_INT (data);
}

static void
set_fault (World *world, FakeFault fault)
{
  world->server->fault = same_fault_cb;
  world->server->fault_data = GINT_TO_POINTER (fault);
}

static void
test_offline (World *world, gconstpointer data)
{
  g_autofree char *first = desk_write (&world->ana, "One", NULL);
  g_autofree char *second = desk_write (&world->ana, "Two", NULL);
  g_autoptr (GError) error = NULL;
  guint requests;

  g_free (desk_queue (&world->ana, first, STET_INTENT_SUBMIT));
  g_free (desk_queue (&world->ana, second, STET_INTENT_SUBMIT));
  set_fault (world, FAKE_FAULT_OFFLINE);
  g_assert_false (desk_run (&world->ana, &error));
  g_assert_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_OFFLINE);
  g_assert_cmpuint (world->server->n_requests, ==, 1); /* once is enough to know */
  expect_hold (&world->ana, first, STET_INTENT_SUBMIT, STET_HOLD_OFFLINE);
  expect_hold (&world->ana, second, STET_INTENT_SUBMIT, STET_HOLD_NONE);
  requests = world->server->n_requests;
  world->server->fault = NULL;
  run (&world->ana);
  g_assert_cmpuint (world->server->n_requests, >, requests);
  g_assert_true (is_settled (&world->ana, first, STET_INTENT_SUBMIT));
  g_assert_true (is_settled (&world->ana, second, STET_INTENT_SUBMIT));
}

/* A watching loop waits out the backoff; a person who asks does not. */
static void
test_paced (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);

  set_fault (world, FAKE_FAULT_OFFLINE);
  g_assert_false (desk_run (&world->ana, NULL));
  world->server->fault = NULL;
  world->ana.paced = TRUE;
  desk_restart (&world->ana, 0);
  run (&world->ana);
  g_assert_false (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
  stet_clock_advance (world->clock, 300 * (gint64) G_USEC_PER_SEC);
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
}

static void
test_retry_after (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);

  world->server->retry_after_s = 600;
  set_fault (world, FAKE_FAULT_BUSY);
  g_assert_false (desk_run (&world->ana, NULL));
  world->server->fault = NULL;
  stet_clock_advance (world->clock, 599 * (gint64) G_USEC_PER_SEC);
  run (&world->ana);
  g_assert_false (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
  stet_clock_advance (world->clock, G_USEC_PER_SEC);
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
}

/* The list is left alone as long, also by a program that was started anew. */
static void
test_list_waits (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->server->retry_after_s = 600;
  set_fault (world, FAKE_FAULT_BUSY);
  g_assert_false (desk_run (&world->ana, NULL));
  g_assert_cmpuint (world->server->n_requests, ==, 1);
  world->server->fault = NULL;
  stet_clock_advance (world->clock, 599 * (gint64) G_USEC_PER_SEC);
  desk_restart (&world->ana, 0);
  g_assert_false (desk_run (&world->ana, &error));
  g_assert_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_WAIT);
  g_assert_cmpuint (world->server->n_requests, ==, 1);
  stet_clock_advance (world->clock, G_USEC_PER_SEC);
  run (&world->ana);
}

static void
test_signed_out (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *other = desk_write (&world->ana, "Two", NULL);
  g_autoptr (GError) error = NULL;

  g_free (desk_queue (&world->ana, id, STET_INTENT_SUBMIT));
  g_free (desk_queue (&world->ana, other, STET_INTENT_SUBMIT));
  world->server->signed_out = TRUE;
  g_assert_false (desk_run (&world->ana, &error));
  g_assert_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH);
  g_assert_cmpuint (world->server->n_requests, ==, 1); /* no lock-out by trying on */
  expect_hold (&world->ana, id, STET_INTENT_SUBMIT, STET_HOLD_AUTH);
  world->server->signed_out = FALSE;
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
}

static StetSite *
no_password (const StetAccount *account, gpointer data, GError **error)
{
  g_set_error_literal (error, STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH, "no password is known");
  return NULL;
}

static void
test_no_password (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autoptr (GError) all = NULL;
  g_autoptr (GError) one = NULL;

  world->ana.open_site = no_password;
  g_assert_false (desk_run (&world->ana, &all));
  g_assert_error (all, STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH);
  g_assert_null (
      stet_runner_run_intent (world->ana.runner, world->ana.account, queued, NULL, &one));
  g_assert_error (one, STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH);
}

static void
test_expired (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *hash = desk_hash (&world->leo, id);
  g_autoptr (StetIntent) intent = stet_intent_new (STET_INTENT_PUBLISH, "late", id, hash);

  desk_do (&world->leo, id, STET_INTENT_APPROVE);
  intent->expires_us = stet_clock_now_us (world->clock) + 60 * (gint64) G_USEC_PER_SEC;
  g_assert_true (stet_runner_queue (world->leo.runner, world->leo.account, intent, NULL));
  stet_clock_advance (world->clock, 61 * (gint64) G_USEC_PER_SEC);
  run (&world->leo);
  expect_hold (&world->leo, id, STET_INTENT_PUBLISH, STET_HOLD_EXPIRED);
  g_assert_cmpuint (fake_server_get (world->server, id)->n_published, ==, 0);
}

/* --- queueing --- */

static void
test_bound_text (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "As submitted", NULL);
  g_autofree char *hash = desk_hash (&world->ana, id);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);

  desk_edit (&world->ana, id, "Typed since");
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
  g_assert_cmpstr (fake_server_get (world->server, id)->hash, ==, hash);
  expect_headline (&world->ana, id, "Typed since");
  g_assert_cmpuint (count_conflicts (&world->ana), ==, 0);
}

/* Text after text of one's own, each queued offline: no conflict with oneself. */
static void
test_own_chain (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);

  g_free (desk_queue (&world->ana, id, STET_INTENT_SAVE));
  run (&world->ana);
  desk_edit (&world->ana, id, "Two");
  g_free (desk_queue (&world->ana, id, STET_INTENT_SAVE));
  world->server->fault = same_fault_cb;
  set_fault (world, FAKE_FAULT_DROP_AFTER);
  desk_run (&world->ana, NULL);
  desk_edit (&world->ana, id, "Three");
  g_free (desk_queue (&world->ana, id, STET_INTENT_SUBMIT));
  world->server->fault = NULL;
  stet_clock_advance (world->clock, 400 * (gint64) G_USEC_PER_SEC);
  run (&world->ana);
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
  g_assert_cmpuint (count_conflicts (&world->ana), ==, 0);
  expect_headline (&world->ana, id, "Three");
}

static FakeFault
lost_write_cb (const char *what, gpointer data)
{
  gboolean *lost = data;

  if (*lost)
    return FAKE_FAULT_OFFLINE;
  *lost = g_str_equal (what, "write");
  return *lost ? FAKE_FAULT_DROP_AFTER : FAKE_FAULT_NONE;
}

/* A write came through without an answer, its intent was cancelled, and the writer wrote on: what
 * comes back in the pull is one's own older text, not another's. */
static void
test_own_text_comes_back (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = NULL;
  gboolean lost = FALSE;

  desk_do (&world->ana, id, STET_INTENT_SAVE);
  run (&world->ana);
  desk_edit (&world->ana, id, "Two");
  queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  world->server->fault = lost_write_cb;
  world->server->fault_data = &lost;
  g_assert_false (desk_run (&world->ana, NULL));
  world->server->fault = NULL;
  g_assert_true (stet_runner_cancel (world->ana.runner, queued, NULL));
  g_assert_cmpuint (fake_server_get (world->server, id)->n_writes, ==, 2);
  desk_edit (&world->ana, id, "Three");
  run (&world->ana);
  g_assert_cmpuint (count_conflicts (&world->ana), ==, 0);
  expect_headline (&world->ana, id, "Three");
  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
}

/* Queued in one moment, each stored again while it runs, with a stop in between: still in that
 * order. */
static void
test_order (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *approve = desk_queue (&world->leo, id, STET_INTENT_APPROVE);
  g_autofree char *publish_id = desk_queue (&world->leo, id, STET_INTENT_PUBLISH);
  g_autoptr (GPtrArray) rows = NULL;

  set_fault (world, FAKE_FAULT_OFFLINE);
  g_assert_false (desk_run (&world->leo, NULL));
  world->server->fault = NULL;
  rows = stet_store_list_outbox (world->leo.store, FALSE, NULL);
  g_assert_cmpstr (((StetOutboxRow *) rows->pdata[0])->id, ==, approve);
  g_assert_cmpint (((StetOutboxRow *) rows->pdata[0])->created_us, <,
                   ((StetOutboxRow *) rows->pdata[1])->created_us);
  run (&world->leo);
  g_assert_true (is_settled (&world->leo, id, STET_INTENT_PUBLISH));
}

static void
test_replaced (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *save = desk_queue (&world->ana, id, STET_INTENT_SAVE);
  g_autofree char *first = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  desk_edit (&world->ana, id, "Two");
  second = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  rows = stet_store_list_outbox (world->ana.store, FALSE, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((StetOutboxRow *) rows->pdata[0])->id, ==, second);
}

static void
test_takedown_replaces (World *world, gconstpointer data)
{
  g_autofree char *id = share (world);
  g_autofree char *approve = NULL;
  g_autofree char *publish_id = NULL;
  g_autofree char *down = NULL;

  publish (world, id);
  approve = desk_queue (&world->leo, id, STET_INTENT_APPROVE);
  publish_id = desk_queue (&world->leo, id, STET_INTENT_PUBLISH);
  down = desk_queue (&world->leo, id, STET_INTENT_UNPUBLISH);
  run (&world->leo);
  expect_hold (&world->leo, id, STET_INTENT_PUBLISH, STET_HOLD_CANCELLED);
  g_assert_null (fake_server_get (world->server, id)->live_hash);
  g_assert_cmpuint (fake_server_get (world->server, id)->n_published, ==, 1);
}

static void
test_cancel (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autofree char *other = desk_write (&world->ana, "Two", NULL);
  g_autofree char *finished = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_runner_cancel (world->ana.runner, queued, &error));
  run (&world->ana);
  g_assert_null (fake_server_get (world->server, id));
  finished = desk_queue (&world->ana, other, STET_INTENT_SUBMIT);
  run (&world->ana);
  g_assert_false (stet_runner_cancel (world->ana.runner, finished, &error));
  g_assert_no_error (error);
}

/* Two people of one machine: each one's intents go out under the own name only. */
static void
test_other_user (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autoptr (StetAccount) eva = stet_account_copy (world->ana.account);

  g_free (eva->user);
  eva->user = g_strdup ("eva");
  g_assert_true (stet_store_put_account (world->ana.store, eva, NULL));
  g_assert_true (stet_runner_run (world->ana.runner, eva, NULL, NULL, NULL, NULL));
  g_assert_null (fake_server_get (world->server, id));
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
}

static void
test_run_cancelled (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (
      stet_runner_run (world->ana.runner, world->ana.account, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fake_server_get (world->server, id));
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
}

/* The disk is full: nothing is sent that could not be noted before. */
static void
test_full_disk (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autoptr (GError) error = NULL;

  stet_store_fail_after (world->ana.store, 1);
  g_assert_false (desk_run (&world->ana, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (world->server->n_requests, ==, 0);
  stet_store_fail_after (world->ana.store, 0);
  run (&world->ana);
  g_assert_true (is_settled (&world->ana, id, STET_INTENT_SUBMIT));
}

/* --- the review record --- */

static void
test_review_without_place (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "One", NULL);
  g_autoptr (StetStory) story = stet_store_load (world->ana.store, id, NULL);

  world->server->no_review = TRUE;
  stet_review_add_note (story->review, "n1", "ana", "2026-11-24T05:16:49Z", "A note", NULL);
  g_assert_true (stet_store_save_review (world->ana.store, id, story->review, NULL));
  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
}

static void
test_additions (World *world, gconstpointer data)
{
  g_autoptr (StetReview) ours = stet_review_new ();
  g_autoptr (StetReview) theirs = stet_review_new ();
  g_autoptr (StetReview) additions = NULL;
  g_autoptr (StetReview) none = NULL;
  const StetStand desk = { "f1", "r", "house rule", "leo", "2026-11-24T05:16:49Z", "desk" };
  const StetOverride there = { "f2", "breaking", "u7", "2026-11-24T05:16:49Z" };
  const StetOverride here = { "f2", "breaking", "Ana", "2026-11-24T05:16:49Z" };

  stet_review_add_stand (ours, &desk);
  stet_review_add_stand (theirs, &desk);
  stet_review_add_override (ours, &here);
  stet_review_add_override (theirs, &there);
  stet_review_add_approval (ours, "h", "leo", "2026-11-24T05:16:49Z");
  none = stet_review_additions (ours, theirs);
  g_assert_null (none);
  stet_review_add_note (ours, "n1", "ana", "2026-11-24T05:16:49Z", "A note", NULL);
  stet_review_set_flag (ours, "breaking", TRUE);
  additions = stet_review_additions (ours, theirs);
  g_assert_cmpuint (additions->notes->len, ==, 1);
  g_assert_cmpuint (additions->stets->len, ==, 0);
  g_assert_cmpuint (additions->overrides->len, ==, 0);
  g_assert_cmpuint (additions->approvals->len, ==, 0);
  g_assert_true (stet_review_flag (additions, "breaking"));
}

static const struct
{
  const char *name;
  void (*test) (World *world, gconstpointer data);
} tests[] = {
  { "two-desks", test_two_desks },
  { "echo-asks-nothing", test_echo_asks_nothing },
  { "merge-clean", test_merge_clean },
  { "conflict", test_conflict },
  { "resolved", test_resolved },
  { "takedown-in-conflict", test_takedown_in_conflict },
  { "deleted-there", test_deleted_there },
  { "lost-cursor", test_lost_cursor },
  { "terms", test_terms },
  { "picture-comes", test_picture_comes },
  { "wrong-picture", test_wrong_picture },
  { "pictures-refused", test_pictures_refused },
  { "forbidden", test_forbidden },
  { "other-site", test_other_site },
  { "unknown", test_unknown },
  { "offline", test_offline },
  { "paced", test_paced },
  { "retry-after", test_retry_after },
  { "list-waits", test_list_waits },
  { "signed-out", test_signed_out },
  { "no-password", test_no_password },
  { "expired", test_expired },
  { "bound-text", test_bound_text },
  { "own-chain", test_own_chain },
  { "own-text-comes-back", test_own_text_comes_back },
  { "order", test_order },
  { "replaced", test_replaced },
  { "takedown-replaces", test_takedown_replaces },
  { "cancel", test_cancel },
  { "other-user", test_other_user },
  { "run-cancelled", test_run_cancelled },
  { "full-disk", test_full_disk },
  { "review-without-place", test_review_without_place },
  { "additions", test_additions },
};

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/runner/%s", tests[i].name);

      g_test_add (path, World, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
