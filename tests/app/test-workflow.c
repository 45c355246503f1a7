/* Two desks and the practice site: from a draft to a page and back, and each way it can go
 * wrong. */
#include "config.h"

#include "support.h"

#include "app/workspace-private.h"
#include "desk.h"
#include "app/verify.h"
#include "practice/practice.h"
#include "site/publishing-site.h"

typedef struct
{
  StetPracticeHost *host;
  StetWorkspace    *reporter;
  StetWorkspace    *editor;
  char             *dir;
  char             *url;
  const char       *editor_user;
} Newsroom;

static StetWorkspace *
open_desk (Newsroom *room, const char *name, gboolean editor)
{
  g_autofree char *dir = g_build_filename (room->dir, name, NULL);
  StetWorkspace *ws = test_desk_open (dir, FALSE);
  StetNewAccount account = { .url = room->url };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) added = NULL;

  stet_practice_host_person (room->host, editor, &account.user, &account.password);
  added = stet_workspace_add_site (ws, &account, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stet_account_can (added, "approve"), ==, editor);
  g_assert_true (stet_account_can (added, "submit"));
  return ws;
}

static void
set_up (Newsroom *room, gconstpointer data)
{
  g_autofree char *site = NULL;
  g_autoptr (GError) error = NULL;

  room->dir = stet_test_dir ();
  site = g_build_filename (room->dir, "site", NULL);
  room->host = stet_practice_host_start (site, 0, &error);
  g_assert_no_error (error);
  room->url = g_strdup (stet_practice_host_url (room->host));
  room->reporter = open_desk (room, "reporter", FALSE);
  room->editor = open_desk (room, "editor", TRUE);
}

static void
tear_down (Newsroom *room, gconstpointer data)
{
  g_clear_object (&room->reporter);
  g_clear_object (&room->editor);
  g_clear_pointer (&room->host, stet_practice_host_stop);
  g_free (room->dir);
  g_free (room->url);
}

static StetOutcome *
act (StetWorkspace *ws, StetIntentKind kind, const char *id, GError **error)
{
  StetAct one = { .kind = kind, .id = id };

  if (kind == STET_INTENT_UNPUBLISH)
    one.reason = "a reason";
  if (kind == STET_INTENT_RETURN)
    one.note = "a note";
  return stet_workspace_act (ws, &one, NULL, error);
}

static StetOutcome *
do_act (StetWorkspace *ws, StetIntentKind kind, const char *id, StetState state)
{
  g_autoptr (GError) error = NULL;
  StetOutcome *outcome = act (ws, kind, id, &error);

  g_assert_no_error (error);
  g_assert_false (outcome->queued);
  g_assert_cmpint (outcome->state, ==, state);
  return outcome;
}

static void
sync_desk (StetWorkspace *ws)
{
  g_autoptr (GError) error = NULL;

  stet_workspace_sync (ws, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static char *
only_story (StetWorkspace *ws)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = stet_workspace_list (ws, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  return g_strdup (((StetStoryRow *) g_ptr_array_index (rows, 0))->id);
}

static char *
fetch (const char *url)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *page;

  stet_site_fetch_page (url, NULL, stet_test_result_cb, &result);
  page = stet_site_fetch_page_finish (stet_test_wait_result (&result), NULL, &error);
  g_assert_no_error (error);
  return page;
}

/* Submitted by the reporter, brought to the editor. Returns: (owned) the id. */
static char *
submitted (Newsroom *room)
{
  g_autofree char *id = test_import_clean (room->reporter, room->dir);
  g_autoptr (StetOutcome) outcome
      = do_act (room->reporter, STET_INTENT_SUBMIT, id, STET_STATE_SUBMITTED);
  g_autofree char *arrived = NULL;

  g_assert_nonnull (outcome->remote_id);
  sync_desk (room->editor);
  arrived = only_story (room->editor);
  g_assert_cmpstr (arrived, ==, id);
  return g_steal_pointer (&id);
}

static void
test_whole_way (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autoptr (StetOutcome) approved
      = do_act (room->editor, STET_INTENT_APPROVE, id, STET_STATE_APPROVED);
  g_autoptr (StetOutcome) published
      = do_act (room->editor, STET_INTENT_PUBLISH, id, STET_STATE_PUBLISHED);
  g_autofree char *page = fetch (published->url);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetOutcome) again = NULL;
  g_autofree char *updated = NULL;
  g_autoptr (StetStory) at_reporter = NULL;
  g_autoptr (StetOutcome) down = NULL;

  g_assert_nonnull (strstr (page, "Harbor ferry returns"));
  g_assert_cmpstr (approved->hash, ==, published->hash);
  /* The live story changes, under the same address. */
  g_assert_true (stet_workspace_set (room->editor, id, "headline",
                                     "Harbor ferry returns at last to Puerto Almendro", &error));
  {
    StetAct update = { .kind = STET_INTENT_PUBLISH, .id = id, .approve_first = TRUE };

    again = stet_workspace_act (room->editor, &update, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpstr (again->url, ==, published->url);
  updated = fetch (again->url);
  g_assert_nonnull (strstr (updated, "returns at last"));
  /* The reporter sees it, and what was approved by whom. */
  sync_desk (room->reporter);
  at_reporter = stet_workspace_load (room->reporter, id, &error);
  g_assert_cmpint (at_reporter->remote->state, ==, STET_STATE_PUBLISHED);
  g_assert_true (stet_review_is_approved (at_reporter->review, again->hash));
  down = do_act (room->editor, STET_INTENT_UNPUBLISH, id, STET_STATE_UNPUBLISHED);
}

static void
check_page (StetWorkspace *ws, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetVerification) seen = stet_workspace_verify (ws, id, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < seen->differences->len; i++)
    {
      g_autofree char *text = stet_words_for_difference (g_ptr_array_index (seen->differences, i));

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (seen->differences->len, ==, 0);
  g_assert_false (seen->working);
}

/* What readers get is what was approved, also while the story is changed further. */
static void
test_verify (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autoptr (StetOutcome) approved
      = do_act (room->editor, STET_INTENT_APPROVE, id, STET_STATE_APPROVED);
  g_autoptr (StetOutcome) published = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (stet_workspace_verify (room->editor, id, NULL, &error));
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED);
  g_clear_error (&error);
  published = do_act (room->editor, STET_INTENT_PUBLISH, id, STET_STATE_PUBLISHED);
  check_page (room->editor, id);
  g_assert_true (stet_workspace_set (room->editor, id, "headline",
                                     "A headline nobody approved so far", &error));
  check_page (room->editor, id);
  sync_desk (room->reporter);
  check_page (room->reporter, id);
  stet_practice_host_stop (g_steal_pointer (&room->host));
  g_assert_null (stet_workspace_verify (room->editor, id, NULL, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_OFFLINE);
}

static void
test_return (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autoptr (StetOutcome) returned
      = do_act (room->editor, STET_INTENT_RETURN, id, STET_STATE_RETURNED);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStory) story = NULL;
  g_autoptr (StetOutcome) again = NULL;

  sync_desk (room->reporter);
  story = stet_workspace_load (room->reporter, id, &error);
  g_assert_cmpint (story->remote->state, ==, STET_STATE_RETURNED);
  g_assert_cmpuint (story->review->notes->len, ==, 1);
  g_assert_cmpstr (((StetNote *) g_ptr_array_index (story->review->notes, 0))->text, ==, "a note");
  again = do_act (room->reporter, STET_INTENT_SUBMIT, id, STET_STATE_SUBMITTED);
}

/* Out of the bin by who may edit others' stories, and on as a draft; who wrote it hears of both. */
static void
take_out (Newsroom *room, const char *id)
{
  StetAct out = { .kind = STET_INTENT_RESTORE, .id = id };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetOutcome) restored = NULL, twice = NULL, again = NULL;

  g_assert_true (stet_workspace_sync (room->reporter, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_null (stet_workspace_act (room->reporter, &out, NULL, &error));
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED);
  g_clear_error (&error);
  restored = do_act (room->editor, STET_INTENT_RESTORE, id, STET_STATE_DRAFT);
  twice = stet_workspace_act (room->editor, &out, NULL, &error);
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (stet_workspace_sync (room->reporter, NULL, NULL, NULL, NULL, NULL, &error));
  again = do_act (room->reporter, STET_INTENT_SUBMIT, id, STET_STATE_SUBMITTED);
}

static void
test_schedule_and_bin (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  StetAct schedule = { .kind = STET_INTENT_SCHEDULE, .id = id, .approve_first = TRUE,
                       .at_us = g_get_real_time () + G_TIME_SPAN_DAY };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetOutcome) scheduled = stet_workspace_act (room->editor, &schedule, NULL, &error);
  g_autoptr (StetOutcome) binned = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (scheduled->state, ==, STET_STATE_SCHEDULED);
  binned = do_act (room->editor, STET_INTENT_BIN, id, STET_STATE_BINNED);
  take_out (room, id);
}

typedef struct
{
  StetIntentKind kind;
  gboolean editor;
  const char *note, *reason;
  gint64 at_us;
  int code;
  const char *why;
} Refusal;

static void
test_refused_here (Newsroom *room, gconstpointer data)
{
  static const Refusal cases[] = {
    { STET_INTENT_APPROVE, FALSE, NULL, NULL, 0, STET_APP_ERROR_REFUSED, "a reporter may not" },
    { STET_INTENT_RETURN, TRUE, NULL, NULL, 0, STET_APP_ERROR_USAGE, "no note" },
    { STET_INTENT_UNPUBLISH, TRUE, NULL, " ", 0, STET_APP_ERROR_USAGE, "no reason" },
    { STET_INTENT_UNPUBLISH, TRUE, NULL, "r", 0, STET_APP_ERROR_REFUSED, "not live" },
    { STET_INTENT_PUBLISH, TRUE, NULL, NULL, 0, STET_APP_ERROR_REFUSED, "not approved" },
    { STET_INTENT_SCHEDULE, TRUE, NULL, NULL, 0, STET_APP_ERROR_USAGE, "no time" },
  };
  g_autofree char *id = submitted (room);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StetAct one = { .kind = cases[i].kind,
                      .id = id,
                      .note = cases[i].note,
                      .reason = cases[i].reason,
                      .at_us = cases[i].at_us };
      g_autoptr (GError) error = NULL;
      StetOutcome *outcome = stet_workspace_act (cases[i].editor ? room->editor : room->reporter,
                                                 &one, NULL, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_null (outcome);
      g_assert_error (error, STET_APP_ERROR, cases[i].code);
    }
}

static void
test_blocked (Newsroom *room, gconstpointer data)
{
  g_autofree char *path = test_clean_story (room->dir, "en");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = stet_workspace_import (room->editor, path, NULL, FALSE, &error);
  StetAct breaking
      = { .kind = STET_INTENT_PUBLISH, .id = id, .approve_first = TRUE, .breaking = TRUE };
  StetOutcome *blocked;
  g_autoptr (StetOutcome) live = NULL;
  g_autoptr (GPtrArray) queue = NULL;
  g_autoptr (GPtrArray) still = NULL;
  g_autoptr (StetStory) story = NULL;

  g_assert_no_error (error);
  blocked = act (room->editor, STET_INTENT_SUBMIT, id, &error);
  g_assert_null (blocked);
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_BLOCKED);
  g_clear_error (&error);
  queue = stet_workspace_queue (room->editor, TRUE, &error);
  g_assert_cmpuint (queue->len, ==, 0); /* nothing was sent, nothing waits */
  live = stet_workspace_act (room->editor, &breaking, NULL, &error);
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE); /* no reason */
  g_clear_error (&error);
  still = stet_workspace_blockers (room->editor, id, TRUE, &error);
  breaking.reason = "eyewitness";
  live = stet_workspace_act (room->editor, &breaking, NULL, &error);
  if (still->len > 0)
    {
      g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_BLOCKED);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (live->state, ==, STET_STATE_PUBLISHED);
  story = stet_workspace_load (room->editor, id, &error);
  g_assert_true (stet_review_flag (story->review, "breaking"));
  g_assert_cmpuint (story->review->overrides->len, >, 0);
}

/* Offline: kept, in order, and all of it goes out with the next sync. */
static void
test_offline (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  guint port = stet_practice_host_port (room->host);
  g_autofree char *site = g_build_filename (room->dir, "site", NULL);
  StetAct publish = { .kind = STET_INTENT_PUBLISH, .id = id, .approve_first = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (StetOutcome) queued = NULL;
  g_autoptr (GPtrArray) queue = NULL;
  g_autoptr (StetStory) story = NULL;

  stet_practice_host_stop (g_steal_pointer (&room->host));
  queued = stet_workspace_act (room->editor, &publish, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (queued->queued);
  queue = stet_workspace_queue (room->editor, FALSE, &error);
  g_assert_cmpuint (queue->len, ==, 2);
  g_assert_false (stet_workspace_sync (room->editor, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_cmpint (stet_exit_status_for_error (error), ==, 3);
  g_clear_error (&error);
  room->host = stet_practice_host_start (site, port, &error);
  g_assert_no_error (error);
  if (stet_practice_host_port (room->host) != port)
    {
      g_test_skip ("the port was taken meanwhile");
      return;
    }
  sync_desk (room->editor);
  story = stet_workspace_load (room->editor, id, &error);
  g_assert_cmpint (story->remote->state, ==, STET_STATE_PUBLISHED);
}

static void
test_cancel (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = test_import_clean (room->reporter, room->dir);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetOutcome) queued = NULL;
  g_autoptr (GPtrArray) queue = NULL;

  stet_practice_host_stop (g_steal_pointer (&room->host));
  queued = act (room->reporter, STET_INTENT_SUBMIT, id, &error);
  g_assert_no_error (error);
  g_assert_true (queued->queued);
  g_assert_true (stet_workspace_cancel (room->reporter, queued->intent_id, &error));
  g_assert_no_error (error);
  queue = stet_workspace_queue (room->reporter, FALSE, &error);
  g_assert_cmpuint (queue->len, ==, 0);
}

static void
test_wrong_password (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = test_import_clean (room->reporter, room->dir);
  g_autoptr (StetAccount) account = stet_workspace_account (room->reporter, NULL, NULL, NULL);
  StetNewAccount bad = { .url = room->url, .user = account->user, .password = "wrong" };
  g_autoptr (GError) error = NULL;
  StetOutcome *outcome;

  g_assert_null (stet_workspace_add_site (room->reporter, &bad, &error));
  g_assert_error (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH);
  g_clear_error (&error);
  stet_workspace_remember_password (room->reporter, account, "wrong");
  outcome = act (room->reporter, STET_INTENT_SUBMIT, id, &error);
  g_assert_null (outcome);
  g_assert_cmpint (stet_exit_status_for_error (error), ==, 1);
  /* Asked again with the right one, what waits goes out. */
  {
    const char *user, *password;

    stet_practice_host_person (room->host, FALSE, &user, &password);
    stet_workspace_remember_password (room->reporter, account, password);
  }
  outcome = do_act (room->reporter, STET_INTENT_SUBMIT, id, STET_STATE_SUBMITTED);
  stet_outcome_free (outcome);
}

static void
test_other_site (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autofree char *other_dir = g_build_filename (room->dir, "other-site", NULL);
  g_autoptr (GError) error = NULL;
  StetPracticeHost *other = stet_practice_host_start (other_dir, 0, &error);
  StetNewAccount account = { .url = stet_practice_host_url (other) };
  g_autoptr (StetAccount) added = NULL;
  StetAct publish
      = { .kind = STET_INTENT_PUBLISH, .id = id, .approve_first = TRUE, .site = account.url };

  stet_practice_host_person (other, TRUE, &account.user, &account.password);
  added = stet_workspace_add_site (room->editor, &account, &error);
  g_assert_no_error (error);
  g_assert_null (stet_workspace_act (room->editor, &publish, NULL, &error));
  g_assert_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED); /* bound for life */
  g_clear_error (&error);
  stet_practice_host_stop (other);
}

/* The window's own practice newsroom: both people signed in, the reporter first, the same again
 * later. */
static void
test_own_practice (Newsroom *room, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (room->dir, "own", NULL);
  g_autoptr (StetWorkspace) ws = test_desk_open (dir, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) reporter = stet_workspace_start_practice (ws, &error);
  g_autoptr (StetAccount) same = NULL;
  g_autoptr (StetAccount) first = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autofree char *id = NULL;
  g_autoptr (StetOutcome) outcome = NULL;

  g_assert_no_error (error);
  same = stet_workspace_start_practice (ws, &error);
  g_assert_cmpstr (same->user, ==, reporter->user);
  accounts = stet_workspace_accounts (ws, &error);
  g_assert_cmpuint (accounts->len, ==, 2);
  first = stet_workspace_account (ws, NULL, NULL, &error);
  g_assert_cmpstr (first->user, ==, reporter->user);
  g_assert_true (first->practice);
  id = test_import_clean (ws, room->dir);
  outcome = do_act (ws, STET_INTENT_SUBMIT, id, STET_STATE_SUBMITTED);
  g_clear_object (&ws);
  /* A command on the same folder starts it when it needs it. */
  ws = test_desk_open (dir, FALSE);
  sync_desk (ws);
}

static void
test_next_act (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStory) story = stet_workspace_load (room->editor, id, &error);
  g_autoptr (StetAccount) editor = stet_workspace_account (room->editor, NULL, NULL, &error);
  g_autoptr (StetAccount) reporter = stet_workspace_account (room->reporter, NULL, NULL, &error);
  g_autoptr (GPtrArray) terms
      = stet_workspace_find_terms (room->editor, "section", "pol", 5, &error);

  g_assert_cmpint (stet_workspace_next_act (room->editor, story, editor), ==, STET_INTENT_APPROVE);
  g_assert_cmpint (stet_workspace_next_act (room->reporter, story, reporter), ==, 0);
  g_assert_cmpuint (terms->len, ==, 2); /* the site's, in both languages, for completion */
}

/* Returns: (owned) `story` with `text` in `kind`. */
static StetArticle *
written (const StetStory *story, StetFieldKind kind, const char *text)
{
  StetField field = stet_field_make (kind);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  g_autoptr (StetEdit) edit = stet_edit_text (&field, prose);

  return stet_edit_apply (edit, story->article, NULL, NULL);
}

/* Typed before the editor's headline came in, saved after it. `kind`: what was typed in. Returns:
 * (owned) what the store has then. */
static StetStory *
saved_late (Newsroom *room, const char *id, StetFieldKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStory) story = stet_workspace_load (room->reporter, id, &error);
  g_autoptr (StetArticle) typed = written (story, kind, "Typed");
  g_autoptr (StetArticle) saved = NULL;
  g_autoptr (StetOutcome) sent = NULL;

  g_assert_true (stet_workspace_set (room->editor, id, "headline", "The editor’s", &error));
  sent = act (room->editor, STET_INTENT_SAVE, id, &error);
  g_assert_no_error (error);
  sync_desk (room->reporter);
  g_assert_true (stet_workspace_save (room->reporter, typed, story->revision, STET_ORIGIN_TYPED,
                                      &saved, NULL, &error));
  g_clear_pointer (&story, stet_story_free);
  story = stet_workspace_load (room->reporter, id, &error);
  g_assert_no_error (error);
  g_assert_true (stet_article_equal (saved, story->article));
  return g_steal_pointer (&story);
}

static void
test_saved_late (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autoptr (StetStory) story = saved_late (room, id, STET_FIELD_DEK);
  g_autoptr (GPtrArray) conflicts = stet_workspace_conflicts (room->reporter, NULL);
  const StetArticleFields *fields = stet_article_fields (story->article);

  g_assert_cmpstr (stet_prose_text (fields->dek), ==, "Typed");
  g_assert_cmpstr (stet_prose_text (fields->headline), ==, "The editor’s");
  g_assert_cmpuint (conflicts->len, ==, 0);
}

/* The editor's headline is not sent away unseen by who typed another one meanwhile. */
static void
test_saved_late_in_the_same_place (Newsroom *room, gconstpointer data)
{
  g_autofree char *id = submitted (room);
  g_autoptr (StetStory) story = saved_late (room, id, STET_FIELD_HEADLINE);
  g_autoptr (StetConflict) conflict = stet_store_get_conflict (room->reporter->store, id, NULL);
  g_autoptr (StetOutcome) sent = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (stet_prose_text (stet_article_fields (story->article)->headline), ==, "Typed");
  g_assert_nonnull (conflict);
  g_assert_cmpstr (stet_prose_text (stet_article_fields (conflict->theirs)->headline), ==,
                   "The editor’s");
  sent = act (room->reporter, STET_INTENT_SAVE, id, &error);
  g_assert_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_CONFLICT);
}

#define ADD(name, func) g_test_add ("/app/workflow/" name, Newsroom, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  ADD ("whole-way", test_whole_way);
  ADD ("verify", test_verify);
  ADD ("return", test_return);
  ADD ("schedule-and-bin", test_schedule_and_bin);
  ADD ("refused-here", test_refused_here);
  ADD ("blocked", test_blocked);
  ADD ("offline", test_offline);
  ADD ("cancel", test_cancel);
  ADD ("wrong-password", test_wrong_password);
  ADD ("other-site", test_other_site);
  ADD ("own-practice", test_own_practice);
  ADD ("next-act", test_next_act);
  ADD ("saved-late", test_saved_late);
  ADD ("saved-late-in-the-same-place", test_saved_late_in_the_same_place);
  return g_test_run ();
}
