/* The workflow: an act is checked against the house style and the rules, stored as intents, tried
 * at once, and told. Layer: app. The conversation with the site runs on the site's thread. */
#include "config.h"

#include "app/plan.h"
#include "app/workspace-private.h"
#include "site/site.h"

#include <glib/gi18n.h>

/* A publication that waited longer for a network is asked for again. */
#define PUBLISH_EXPIRES_US (12 * G_TIME_SPAN_HOUR)

void
stet_outcome_free (StetOutcome *outcome)
{
  g_free (outcome->id);
  g_free (outcome->site);
  g_free (outcome->remote_id);
  g_free (outcome->url);
  g_free (outcome->hash);
  g_free (outcome->intent_id);
  g_free (outcome);
}

/* --- the queue --- */

typedef struct
{
  StetWorkspace *ws;
  const char    *id;
  const char    *site_id;
  gboolean       flag;
  const StetReview *review;
} Call;

static gpointer
list_outbox_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_list_outbox (call->ws->store, call->flag, error);
}

GPtrArray *
stet_workspace_queue (StetWorkspace *ws, gboolean with_ended, GError **error)
{
  Call call = { .ws = ws, .flag = with_ended };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) intents = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  rows = stet_worker_call (ws->store_worker, list_outbox_thread, &call, NULL, error);
  intents = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_intent_free);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      StetIntent *intent
          = stet_intent_from_text (((StetOutboxRow *) g_ptr_array_index (rows, i))->body, error);

      if (intent == NULL)
        return NULL;
      g_ptr_array_add (intents, intent);
    }
  return rows != NULL ? g_steal_pointer (&intents) : NULL;
}

static gpointer
list_conflicts_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_list_conflicts (call->ws->store, error);
}

GPtrArray *
stet_workspace_conflicts (StetWorkspace *ws, GError **error)
{
  Call call = { .ws = ws };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  return stet_worker_call (ws->store_worker, list_conflicts_thread, &call, NULL, error);
}

static gpointer
cancel_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return GINT_TO_POINTER (stet_runner_cancel (call->ws->runner, call->id, error));
}

gboolean
stet_workspace_cancel (StetWorkspace *ws, const char *intent_id, GError **error)
{
  Call call = { .ws = ws, .id = intent_id };
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && intent_id != NULL, FALSE);
  if (stet_worker_call (ws->site_worker, cancel_thread, &call, NULL, &problem) != NULL)
    {
      stet_workspace_emit_changed (ws, NULL);
      return TRUE;
    }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error_literal (
        error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
        _("It is on its way already and can't be called back. Look at the story."));
  return FALSE;
}

/* What waits for this story and goes out with the next sync: for the network, for a password, for
 * who stopped it. */
static gboolean
waits_for (const StetIntent *intent, const StetStory *story)
{
  return (intent->hold == STET_HOLD_NONE || intent->hold == STET_HOLD_OFFLINE
          || intent->hold == STET_HOLD_AUTH || intent->hold == STET_HOLD_STOPPED)
         && g_strcmp0 (intent->article_id, stet_article_id (story->article)) == 0;
}

/* Where the story will stand when all that is queued for it has gone out. */
static StetStanding
standing_with_queue (StetWorkspace *ws, const StetStory *story, const StetAccount *account)
{
  StetStanding standing = stet_standing_of (story);
  g_autoptr (GPtrArray) queue = stet_workspace_queue (ws, FALSE, NULL);

  standing.direct = account != NULL && stet_account_lacks (account, "working");
  for (guint i = 0; queue != NULL && i < queue->len; i++)
    {
      const StetIntent *intent = g_ptr_array_index (queue, i);
      gboolean changed = g_strcmp0 (intent->hash, story->hash) != 0;

      if (!waits_for (intent, story))
        continue;
      stet_standing_after (&standing, intent->kind);
      standing.changed = changed;
    }
  return standing;
}

/* --- one act --- */

typedef struct
{
  StetWorkspace *ws;
  const StetAct *act;
  StetAccount   *account; /* (owned) */
  StetStory     *story;   /* (owned) */
  StetPlan       plan;
  GCancellable  *cancellable; /* (owned) */
} Doing;

static void
clear_doing (Doing *doing)
{
  g_clear_pointer (&doing->account, stet_account_free);
  g_clear_pointer (&doing->story, stet_story_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Doing, clear_doing)

static gboolean
usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\n")] == '\0';
}

static gboolean
check_act (const StetAct *act, GError **error)
{
  if (act->kind == STET_INTENT_RETURN && is_blank (act->note))
    return usage (error, _("A story goes back only with a note. Give one with --note."));
  if (act->kind == STET_INTENT_UNPUBLISH && is_blank (act->reason))
    return usage (error,
                  _("A live story is taken down only with a reason. Give one with --reason."));
  if (act->breaking && is_blank (act->reason))
    return usage (error, _("Breaking needs a reason. Give one with --reason."));
  if (act->kind == STET_INTENT_SCHEDULE && act->at_us <= 0)
    return usage (error,
                  _("A schedule needs a time. Give one with --at, like 2026-03-01T18:00:00."));
  return TRUE;
}

static gboolean
check_right (const StetAccount *account, const StetPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->n_kinds; i++)
    if (!stet_account_can (account, stet_right_for (plan->kinds[i])))
      {
        g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
                     _("The account “%s” may not do this: %s. Ask an editor, or give --user."),
                     account->user, stet_words_for_act (plan->kinds[i]));
        return FALSE;
      }
  return TRUE;
}

static gboolean
is_style_gated (StetIntentKind kind)
{
  return kind == STET_INTENT_SUBMIT || kind == STET_INTENT_APPROVE || kind == STET_INTENT_PUBLISH
         || kind == STET_INTENT_SCHEDULE;
}

static void
set_blocked (GPtrArray *blockers, GError **error)
{
  const StetFinding *first = g_ptr_array_index (blockers, 0);
  g_autofree char *field = stet_field_to_string (&first->field);

  g_set_error (
      error, STET_APP_ERROR, STET_APP_ERROR_BLOCKED,
      ngettext (
          "The house style stops it: %s: %s (%u error). Mend it, or let it stand with “stet stet”.",
          "The house style stops it: %s: %s (%u errors in all). Mend them (“stet check”), or let them stand "
          "with “stet stet”.",
          blockers->len),
      field, first->message, blockers->len);
}

static gpointer
save_review_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return GINT_TO_POINTER (stet_store_save_review (call->ws->store, call->id, call->review, error));
}

static gboolean
save_review (Doing *doing, GError **error)
{
  Call call = { .ws = doing->ws,
                .id = stet_article_id (doing->story->article),
                .review = doing->story->review };

  return stet_worker_call (doing->ws->store_worker, save_review_thread, &call, NULL, error) != NULL;
}

/* What a breaking story goes out with in spite of the house style is written down, finding by
 * finding. */
static void
add_overrides (Doing *doing, GPtrArray *overruled)
{
  g_autofree char *by = g_strdup (doing->account->user);
  g_autofree char *at = stet_workspace_now (doing->ws);

  for (guint i = 0; i < overruled->len; i++)
    {
      StetFinding *finding = g_ptr_array_index (overruled, i);
      StetOverride override = { finding->id, (char *) doing->act->reason, by, at };

      stet_review_add_override (doing->story->review, &override);
    }
  stet_review_set_flag (doing->story->review, "breaking", TRUE);
}

static gboolean
check_style (Doing *doing, GError **error)
{
  const char *id = stet_article_id (doing->story->article);
  g_autoptr (GPtrArray) blockers = NULL;
  g_autoptr (GPtrArray) all = NULL;

  if (!is_style_gated (doing->act->kind))
    return TRUE;
  blockers = stet_workspace_blockers (doing->ws, id, doing->act->breaking, error);
  if (blockers == NULL)
    return FALSE;
  if (blockers->len > 0)
    {
      set_blocked (blockers, error);
      return FALSE;
    }
  if (!doing->act->breaking)
    return TRUE;
  all = stet_workspace_blockers (doing->ws, id, FALSE, error);
  if (all == NULL)
    return FALSE;
  add_overrides (doing, all);
  return save_review (doing, error);
}

static StetOutcome *
make_outcome (Doing *doing, gboolean queued, const char *intent_id)
{
  const StetRemote *remote = doing->story->remote;
  StetOutcome *outcome = g_new0 (StetOutcome, 1);

  outcome->id = g_strdup (stet_article_id (doing->story->article));
  outcome->site = g_strdup (doing->account != NULL ? doing->account->url : NULL);
  outcome->remote_id = g_strdup (remote != NULL ? remote->remote_id : NULL);
  outcome->url = g_strdup (remote != NULL ? remote->url : NULL);
  outcome->hash = g_strdup (doing->story->hash);
  outcome->state = remote != NULL ? remote->state : STET_STATE_DRAFT;
  outcome->queued = queued;
  outcome->intent_id = g_strdup (intent_id);
  return outcome;
}

/* What travels with the story: the approval of exactly this text, the note it goes back with. */
static gboolean
prepare_review (Doing *doing, StetIntentKind kind, GError **error)
{
  g_autofree char *at = stet_workspace_now (doing->ws);
  g_autofree char *id = stet_uuid_new (doing->ws->random);

  if (kind == STET_INTENT_APPROVE)
    stet_review_add_approval (doing->story->review, doing->story->hash, doing->account->user, at);
  else if (kind == STET_INTENT_RETURN)
    stet_review_add_note (doing->story->review, id, doing->account->user, at, doing->act->note,
                          NULL);
  else
    return TRUE;
  return save_review (doing, error);
}

static StetIntent *
make_intent (Doing *doing, StetIntentKind kind)
{
  g_autofree char *id = stet_uuid_new (doing->ws->random);
  StetIntent *intent
      = stet_intent_new (kind, id, stet_article_id (doing->story->article), doing->story->hash);
  gint64 now_us = stet_clock_now_us (doing->ws->clock);

  g_free (intent->reason);
  intent->reason = g_strdup (kind == STET_INTENT_RETURN ? doing->act->note : doing->act->reason);
  if (kind == STET_INTENT_SCHEDULE)
    intent->at_us = doing->act->at_us;
  if (kind == STET_INTENT_PUBLISH)
    intent->expires_us = now_us + PUBLISH_EXPIRES_US;
  intent->due_us = now_us;
  return intent;
}

static gboolean
reload (Doing *doing, GError **error)
{
  StetStory *story
      = stet_workspace_load (doing->ws, stet_article_id (doing->story->article), error);

  if (story == NULL)
    return FALSE;
  stet_story_free (doing->story);
  doing->story = story;
  return TRUE;
}

static StetReason
reason_of (const StetIntent *intent)
{
  return (StetReason) MIN (intent->error_reason, STET_N_REASONS - 1u);
}

static void
set_site_error (const StetIntent *intent, GError **error)
{
  GError *problem = g_error_new_literal (STET_SITE_ERROR, intent->error_code,
                                         intent->message != NULL ? intent->message : "");

  stet_site_error_set_reason (problem, reason_of (intent));
  g_propagate_error (error, problem);
}

/* What stopped the intent, as an error that has words. */
static void
set_hold_error (const StetIntent *intent, GError **error)
{
  const char *message = intent->message != NULL ? intent->message : "";

  switch (intent->hold)
    {
    case STET_HOLD_CONFLICT:
      g_set_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_CONFLICT, "%s", message);
      break;
    case STET_HOLD_AUTH:
      g_propagate_error (error,
                         stet_sync_error_new (STET_SYNC_ERROR_AUTH, message, reason_of (intent)));
      break;
    case STET_HOLD_STOPPED:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, message);
      break;
    case STET_HOLD_EXPIRED:
      g_set_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_EXPIRED, "%s", message);
      break;
    default:
      if (intent->error_code != 0)
        set_site_error (intent, error);
      else
        g_set_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_REFUSED, "%s", message);
    }
}

typedef enum
{
  DONE = 1,
  QUEUED,
  FAILED,
} Result;

static Result
judge (Doing *doing, const StetIntent *intent, GError **error)
{
  if (intent->settled)
    return DONE;
  if (intent->hold == STET_HOLD_OFFLINE || intent->hold == STET_HOLD_NONE)
    return QUEUED;
  set_hold_error (intent, error);
  /* Told here and now, so it need not wait to be acknowledged. */
  if (intent->hold == STET_HOLD_REFUSED || intent->hold == STET_HOLD_EXPIRED)
    stet_runner_acknowledge (doing->ws->runner, intent->id, NULL);
  return FAILED;
}

static Result
run_one (Doing *doing, StetIntent *intent, GError **error)
{
  g_autoptr (StetIntent) after = NULL;
  g_autoptr (GError) problem = NULL;

  after = stet_runner_run_intent (doing->ws->runner, doing->account, intent->id, doing->cancellable,
                                  &problem);
  if (after != NULL)
    return judge (doing, after, error);
  if (g_error_matches (problem, STET_SYNC_ERROR, STET_SYNC_ERROR_OFFLINE))
    return QUEUED;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FAILED;
}

/* It was asked for before and still waits: asking again tries it again. */
static StetOutcome *
carry_out_waiting (Doing *doing, GError **error)
{
  g_autoptr (GPtrArray) queue = stet_workspace_queue (doing->ws, FALSE, error);
  StetIntent *last = NULL;
  Result result = DONE;

  for (guint i = 0; queue != NULL && i < queue->len; i++)
    if (waits_for (g_ptr_array_index (queue, i), doing->story))
      last = g_ptr_array_index (queue, i);
  if (last != NULL)
    result = run_one (doing, last, error);
  if (queue == NULL || result == FAILED || !reload (doing, error))
    return NULL;
  return make_outcome (doing, result == QUEUED, last != NULL ? last->id : NULL);
}

/* Intents in order; where one has to wait for the network, those after it wait behind it. */
static StetOutcome *
carry_out (Doing *doing, GError **error)
{
  Result result = DONE;
  g_autofree char *last_id = NULL;

  if (doing->plan.n_kinds == 0)
    return carry_out_waiting (doing, error);
  for (guint i = 0; i < doing->plan.n_kinds; i++)
    {
      g_autoptr (StetIntent) intent = NULL;

      if (!prepare_review (doing, doing->plan.kinds[i], error))
        return NULL;
      intent = make_intent (doing, doing->plan.kinds[i]);
      if (!stet_runner_queue (doing->ws->runner, doing->account, intent, error))
        return NULL;
      g_free (last_id);
      last_id = g_strdup (intent->id);
      if (result == DONE)
        result = run_one (doing, intent, error);
      if (result == FAILED || !reload (doing, error))
        return NULL;
    }
  return make_outcome (doing, result == QUEUED, last_id);
}

static gboolean
find_account (Doing *doing, GError **error)
{
  doing->account = stet_workspace_account_for (doing->ws, doing->story, doing->act->site,
                                               doing->act->user, error);
  if (doing->account == NULL)
    return FALSE;
  if (doing->account->practice && !stet_workspace_has_password (doing->ws, doing->account))
    {
      g_autoptr (StetAccount) started = stet_workspace_start_practice (doing->ws, error);
      g_autoptr (StetAccount) fresh = NULL;

      if (started == NULL)
        return FALSE;
      fresh = stet_workspace_account (doing->ws, doing->account->site_id, doing->account->user,
                                      error);
      if (fresh == NULL)
        return FALSE;
      stet_account_free (doing->account);
      doing->account = g_steal_pointer (&fresh);
    }
  if (stet_workspace_has_password (doing->ws, doing->account))
    return TRUE;
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_AUTH,
               _("No password is known for “%s”. Sign in again."), doing->account->user);
  return FALSE;
}

/* Somebody else may have moved the story on: before a refusal the site is asked once. */
static gboolean
make_plan (Doing *doing, GError **error)
{
  const StetAct *act = doing->act;
  StetStanding standing = standing_with_queue (doing->ws, doing->story, doing->account);
  g_autoptr (GError) refused = NULL;

  if (stet_plan_act (&standing, act->kind, act->approve_first, &doing->plan, &refused))
    return TRUE;
  if (!standing.created
      || !stet_runner_run (doing->ws->runner, doing->account, NULL, NULL, doing->cancellable, NULL)
      || !reload (doing, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  standing = standing_with_queue (doing->ws, doing->story, doing->account);
  return stet_plan_act (&standing, act->kind, act->approve_first, &doing->plan, error);
}

static gpointer
bin_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return GINT_TO_POINTER (stet_store_set_binned (call->ws->store, call->id, call->flag, error));
}

/* A draft that no site has ever seen needs none to be binned, or taken out again. */
static StetOutcome *
bin_here (Doing *doing, gboolean binned, GError **error)
{
  const char *id = stet_article_id (doing->story->article);
  Call call = { .ws = doing->ws, .id = id, .flag = binned };
  StetOutcome *outcome;

  if (stet_worker_call (doing->ws->store_worker, bin_thread, &call, NULL, error) == NULL)
    return NULL;
  outcome = make_outcome (doing, FALSE, NULL);
  outcome->state = binned ? STET_STATE_BINNED : STET_STATE_DRAFT;
  return outcome;
}

static StetOutcome *
act_on (Doing *doing, GError **error)
{
  const StetRemote *remote = doing->story->remote;

  if (doing->act->kind == STET_INTENT_RESTORE && doing->story->binned)
    return bin_here (doing, FALSE, error);
  if (doing->act->kind == STET_INTENT_BIN && (remote == NULL || remote->remote_id == NULL))
    {
      StetStanding standing = standing_with_queue (doing->ws, doing->story, doing->account);

      if (!standing.created)
        return bin_here (doing, TRUE, error);
    }
  if (!find_account (doing, error) || !make_plan (doing, error)
      || !check_right (doing->account, &doing->plan, error) || !check_style (doing, error))
    return NULL;
  stet_workspace_use_account (doing->ws, doing->account, NULL);
  return carry_out (doing, error);
}

static gpointer
act_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Doing *doing = data;
  StetOutcome *outcome;

  doing->cancellable = stet_workspace_begin_run (doing->ws, cancellable);
  outcome = act_on (doing, error);
  stet_workspace_end_run (doing->ws);
  g_clear_object (&doing->cancellable);
  return outcome;
}

StetOutcome *
stet_workspace_act (StetWorkspace *ws, const StetAct *act, GCancellable *cancellable,
                    GError **error)
{
  g_auto (Doing) doing = { .ws = ws, .act = act };
  StetOutcome *outcome;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && act != NULL && act->id != NULL, NULL);
  if (!check_act (act, error))
    return NULL;
  doing.story = stet_workspace_load (ws, act->id, error);
  if (doing.story == NULL)
    return NULL;
  outcome = stet_worker_call (ws->site_worker, act_thread, &doing, cancellable, error);
  stet_workspace_emit_changed (ws, act->id);
  return outcome;
}

/* --- sync --- */

typedef struct
{
  StetWorkspace *ws;
  const char    *site;
  const char    *user;
  guint         *pushed;
  guint         *pulled;
} Syncing;

static gpointer
sync_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Syncing *syncing = data;
  StetStory nothing = { NULL };
  StetAct act = { .site = syncing->site, .user = syncing->user };
  Doing doing = { .ws = syncing->ws, .act = &act, .story = &nothing };
  g_autoptr (GCancellable) stop = NULL;
  gboolean done;

  if (!find_account (&doing, error))
    {
      g_clear_pointer (&doing.account, stet_account_free);
      return NULL;
    }
  stet_workspace_use_account (doing.ws, doing.account, NULL);
  stop = stet_workspace_begin_run (doing.ws, cancellable);
  done = stet_runner_run (doing.ws->runner, doing.account, syncing->pushed, syncing->pulled, stop,
                          error);
  stet_workspace_end_run (doing.ws);
  stet_account_free (doing.account);
  return GINT_TO_POINTER (done);
}

gboolean
stet_workspace_sync (StetWorkspace *ws, const char *site, const char *user, guint *pushed,
                     guint *pulled, GCancellable *cancellable, GError **error)
{
  Syncing syncing = { ws, site, user, pushed, pulled };
  gboolean done;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), FALSE);
  done = stet_worker_call (ws->site_worker, sync_thread, &syncing, cancellable, error) != NULL;
  stet_workspace_emit_changed (ws, NULL);
  return done;
}

/* --- what comes next --- */

StetIntentKind
stet_workspace_next_act (StetWorkspace *ws, const StetStory *story, const StetAccount *account)
{
  static const StetIntentKind order[]
      = { STET_INTENT_RESTORE, STET_INTENT_PUBLISH, STET_INTENT_APPROVE, STET_INTENT_SUBMIT };
  StetStanding standing;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && story != NULL, 0);
  standing = stet_standing_of (story);
  standing.direct = account != NULL && stet_account_lacks (account, "working");
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      StetPlan plan;

      if (stet_plan_act (&standing, order[i], FALSE, &plan, NULL) && plan.n_kinds > 0
          && (story->binned || account == NULL
                  ? order[i] == STET_INTENT_SUBMIT || order[i] == STET_INTENT_RESTORE
                  : stet_account_can (account, stet_right_for (order[i]))))
        return plan.kinds[plan.n_kinds - 1];
    }
  return 0;
}
