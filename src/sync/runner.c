/* The outbox, driven: one intent's next step at a time, stored before and after. Layer: sync. The
 * caller's thread; the network in a private main context. */
#include "config.h"

#include "sync/runner-private.h"

/* More than any intent needs; a step that repeats itself ends here instead of turning for ever. */
#define STEPS_MAX 200

typedef struct
{
  StetReason reason;
} StetSyncErrorPrivate;

static void
stet_sync_error_private_init (StetSyncErrorPrivate *private)
{
  private->reason = STET_REASON_NONE;
}

static void
stet_sync_error_private_copy (const StetSyncErrorPrivate *from, StetSyncErrorPrivate *to)
{
  to->reason = from->reason;
}

static void
stet_sync_error_private_clear (StetSyncErrorPrivate *private)
{
  private->reason = STET_REASON_NONE;
}

G_DEFINE_EXTENDED_ERROR (StetSyncError, stet_sync_error)

StetReason
stet_sync_error_reason (const GError *error)
{
  if (error != NULL && error->domain == STET_SYNC_ERROR)
    return stet_sync_error_get_private (error)->reason;
  return stet_site_error_reason (error);
}

GError *
stet_sync_error_new (int code, const char *message, StetReason reason)
{
  GError *error = g_error_new_literal (STET_SYNC_ERROR, code, message);

  stet_sync_error_get_private (error)->reason = reason;
  return error;
}

StetRunner *
stet_runner_new (const StetRunnerOptions *options)
{
  StetRunner *runner = g_new0 (StetRunner, 1);

  runner->options = *options;
  return runner;
}

void
stet_runner_free (StetRunner *runner)
{
  g_free (runner);
}

gboolean
stet_runner_gate (StetRunner *runner, const char *what, GError **error)
{
  const StetRunnerOptions *options = &runner->options;

  if (!runner->stopped && options->gate != NULL)
    runner->stopped = !options->gate (what, options->gate_data);
  if (!runner->stopped)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped before: %s", what);
  return FALSE;
}

void
stet_runner_changed (StetRunner *runner, const char *article_id)
{
  if (runner->options.changed != NULL && !runner->stopped)
    runner->options.changed (article_id, runner->options.changed_data);
}

void
stet_runner_tell (StetRunner *runner)
{
  if (runner->options.progress != NULL && !runner->stopped)
    runner->options.progress (&runner->progress, runner->options.progress_data);
}

void
stet_runner_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

GAsyncResult *
stet_runner_wait (StetRunner *runner, GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (runner->context, TRUE);
  return *result;
}

gboolean
stet_runner_is_account_error (const GError *site_error, GError **error)
{
  StetSyncError code = STET_SYNC_ERROR_OFFLINE;

  if (g_error_matches (site_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (error != NULL && *error == NULL)
        *error = g_error_copy (site_error);
      return TRUE;
    }
  if (g_error_matches (site_error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH))
    code = STET_SYNC_ERROR_AUTH;
  else if (!g_error_matches (site_error, STET_SITE_ERROR, STET_SITE_ERROR_OFFLINE)
           && !g_error_matches (site_error, STET_SITE_ERROR, STET_SITE_ERROR_TLS)
           && stet_site_error_retry_after_s (site_error) == 0)
    return FALSE;
  if (error != NULL && *error == NULL)
    *error = stet_sync_error_new (code, site_error->message, stet_site_error_reason (site_error));
  return TRUE;
}

/* --- a run's frame --- */

static gboolean
begin (StetRunner *runner, const StetAccount *account, GCancellable *cancellable, GError **error)
{
  runner->account = account;
  runner->cancellable = cancellable;
  runner->progress = (StetSyncProgress) { STET_SYNC_SENDING, 0, 0, 0, 0, 0 };
  runner->context = g_main_context_new ();
  g_main_context_push_thread_default (runner->context);
  runner->site = runner->options.open_site (account, runner->options.site_data, error);
  return runner->site != NULL;
}

static void
end (StetRunner *runner)
{
  g_clear_object (&runner->site);
  while (g_main_context_iteration (runner->context, FALSE))
    continue;
  g_main_context_pop_thread_default (runner->context);
  g_clear_pointer (&runner->context, g_main_context_unref);
  runner->account = NULL;
  runner->cancellable = NULL;
}

/* --- one intent --- */

static gboolean
is_final (StetEngineEffectKind kind)
{
  return kind == STET_EFFECT_NONE || kind == STET_EFFECT_WAIT || kind == STET_EFFECT_HOLD
         || kind == STET_EFFECT_DONE;
}

static void
complete_event (StetRunner *runner, const StetLedgerStory *loaded, StetEngineEvent *event)
{
  event->now_us = stet_clock_now_us (runner->options.clock);
  event->random = stet_random_below (runner->options.random, G_MAXINT);
  event->n_media = loaded->media->len;
}

static gboolean
is_cancelled (StetRunner *runner, GError **account_error)
{
  if (!g_cancellable_is_cancelled (runner->cancellable))
    return FALSE;
  g_clear_error (account_error);
  g_set_error_literal (account_error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the run was cancelled");
  return TRUE;
}

/* Steps one event further: the next state is stored before its effect is carried out. */
static gboolean
advance (StetRunner *runner, StetIntent **intent, const StetEngineEvent *event,
         StetEngineEffect *effect, GError **error)
{
  g_autoptr (StetIntent) next = stet_engine_step (*intent, event, effect);

  if (!stet_ledger_put (runner, next, error))
    return FALSE;
  stet_intent_free (*intent);
  *intent = g_steal_pointer (&next);
  return TRUE;
}

/* Stopped before an effect that stands in the store already: what a person did is not told as a
 * lost answer. */
static gboolean
put_off (StetRunner *runner, StetIntent **intent, const StetLedgerStory *loaded,
         StetEngineEffectKind kind, GError **error)
{
  StetEngineEvent stopped
      = { .kind = STET_EVENT_FAILED, .failure = STET_FAILURE_STOPPED, .failed = kind };
  StetEngineEffect effect;

  complete_event (runner, loaded, &stopped);
  return advance (runner, intent, &stopped, &effect, error);
}

/* To its end, a hold, or a wait. `account_error` (out): nothing else can be done at this site
 * now. */
static gboolean
drive (StetRunner *runner, StetIntent **intent, GError **account_error, GError **error)
{
  StetEngineEvent first = { .kind = STET_EVENT_START };
  StetEngineEffect effect;
  g_autoptr (StetLedgerStory) loaded = stet_ledger_load (runner, *intent, error);

  if (loaded == NULL)
    return FALSE;
  if (loaded->open_conflict && (*intent)->kind != STET_INTENT_UNPUBLISH)
    first.kind = STET_EVENT_CONFLICT;
  complete_event (runner, loaded, &first);
  if (!advance (runner, intent, &first, &effect, error))
    return FALSE;
  for (guint i = 0;
       !is_final (effect.kind) && i < STEPS_MAX && !is_cancelled (runner, account_error); i++)
    {
      g_auto (StetReply) reply = { 0 };

      if (!stet_runner_perform (runner, *intent, loaded, &effect, &reply, error))
        return FALSE;
      complete_event (runner, loaded, &reply.event);
      if (!advance (runner, intent, &reply.event, &effect, error))
        return FALSE;
      if (reply.account != NULL && *account_error == NULL)
        *account_error = g_steal_pointer (&reply.account);
      if (effect.kind == STET_EFFECT_WAIT || effect.kind == STET_EFFECT_HOLD)
        continue;
      /* What failed was got over: the read that followed found the story. */
      g_clear_error (account_error);
    }
  if (!is_final (effect.kind) && g_cancellable_is_cancelled (runner->cancellable))
    return put_off (runner, intent, loaded, effect.kind, error);
  return TRUE;
}

static gboolean
is_due (StetRunner *runner, const StetIntent *intent)
{
  if (intent->hold == STET_HOLD_STOPPED)
    return !runner->options.paced; /* only a person starts again what a person stopped */
  if (intent->hold != STET_HOLD_NONE && intent->hold != STET_HOLD_OFFLINE
      && intent->hold != STET_HOLD_AUTH)
    return FALSE;
  if (intent->hold != STET_HOLD_OFFLINE || (!runner->options.paced && !intent->due_by_site))
    return TRUE;
  return intent->due_us <= stet_clock_now_us (runner->options.clock);
}

static gboolean
is_mine (StetRunner *runner, const StetIntent *intent)
{
  return intent->user == NULL || g_strcmp0 (intent->user, runner->account->user) == 0;
}

static gboolean
is_mine_and_due (StetRunner *runner, const StetIntent *intent)
{
  return is_mine (runner, intent) && is_due (runner, intent);
}

static guint
count_due (StetRunner *runner, GPtrArray *intents, const StetIntent *only)
{
  guint n = 0;

  for (guint i = 0; intents != NULL && i < intents->len; i++)
    n += is_mine_and_due (runner, intents->pdata[i])
         && (only == NULL
             || g_str_equal (((StetIntent *) intents->pdata[i])->article_id, only->article_id));
  return n;
}

/* Runs one that is due; a person may have ended it just now, which is no error. */
static gboolean
run_one (StetRunner *runner, StetIntent **intent, GError **account_error, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = drive (runner, intent, account_error, &local);

  if (g_error_matches (local, STET_SYNC_ERROR, STET_SYNC_ERROR_ENDED))
    {
      StetIntent *ended = stet_ledger_get (runner, (*intent)->id, error);

      if (ended == NULL)
        return FALSE;
      stet_intent_free (*intent);
      *intent = ended;
      ok = TRUE;
    }
  else if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  runner->progress.phase = STET_SYNC_SENDING;
  runner->progress.done++;
  if (ok)
    stet_runner_changed (runner, (*intent)->article_id);
  return ok;
}

/* In order, one story's intents strictly one after another; what is stuck stops those behind it,
 * but never a takedown. `only` (nullable): just this intent and what stands before it of its
 * story. */
static gboolean
push (StetRunner *runner, const StetIntent *only, guint *pushed, GError **error)
{
  g_autoptr (GPtrArray) intents = stet_ledger_list (runner, runner->account->site_id, error);
  g_autoptr (GHashTable) stuck = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) account_error = NULL;

  runner->progress.total = count_due (runner, intents, only);
  for (guint i = 0; intents != NULL && i < intents->len && account_error == NULL; i++)
    {
      StetIntent **intent = (StetIntent **) &intents->pdata[i];
      gboolean passes = (*intent)->kind == STET_INTENT_UNPUBLISH
                        || !g_hash_table_contains (stuck, (*intent)->article_id);
      gboolean last = only != NULL && g_str_equal ((*intent)->id, only->id);

      if (only != NULL && !g_str_equal ((*intent)->article_id, only->article_id))
        continue;
      if (passes && is_mine_and_due (runner, *intent))
        {
          stet_runner_tell (runner);
          if (!run_one (runner, intent, &account_error, error))
            return FALSE;
        }
      if (!stet_intent_is_ended (*intent))
        g_hash_table_add (stuck, g_strdup ((*intent)->article_id));
      *pushed += (*intent)->settled ? 1 : 0;
      if (last)
        break;
    }
  if (account_error != NULL)
    g_propagate_error (error, g_steal_pointer (&account_error));
  return intents != NULL && (error == NULL || *error == NULL);
}

/* --- the public functions --- */

gboolean
stet_runner_queue (StetRunner *runner, const StetAccount *account, const StetIntent *intent,
                   GError **error)
{
  g_return_val_if_fail (runner != NULL && account != NULL && intent != NULL, FALSE);
  if (!stet_ledger_queue (runner, account, intent, error))
    return FALSE;
  stet_runner_changed (runner, intent->article_id);
  return TRUE;
}

gboolean
stet_runner_run (StetRunner *runner, const StetAccount *account, guint *pushed, guint *pulled,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint n_pushed = 0, n_pulled = 0;

  g_return_val_if_fail (runner != NULL && account != NULL, FALSE);
  if (begin (runner, account, cancellable, &local) && push (runner, NULL, &n_pushed, &local))
    stet_runner_pull (runner, &n_pulled, &local);
  end (runner);
  if (pushed != NULL)
    *pushed = n_pushed;
  if (pulled != NULL)
    *pulled = n_pulled;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

StetIntent *
stet_runner_run_intent (StetRunner *runner, const StetAccount *account, const char *intent_id,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (StetIntent) intent = NULL;
  g_autoptr (GError) local = NULL;
  gboolean begun, pushed_well = FALSE;
  guint pushed = 0;

  g_return_val_if_fail (runner != NULL && account != NULL && intent_id != NULL, NULL);
  intent = stet_ledger_get (runner, intent_id, error);
  if (intent == NULL)
    return NULL;
  begun = begin (runner, account, cancellable, &local);
  pushed_well = begun && push (runner, intent, &pushed, &local);
  end (runner);
  /* That the site is offline or wants a new sign-in stands in the intent itself. */
  if (!pushed_well && !(begun && local->domain == STET_SYNC_ERROR))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return stet_ledger_get (runner, intent_id, error);
}

static gboolean
ask (StetRunner *runner, const char *intent_id, StetEngineEventKind event, StetIntent **after,
     GError **error)
{
  if (!stet_ledger_step (runner, intent_id, event, after, error))
    return FALSE;
  stet_runner_changed (runner, (*after)->article_id);
  return TRUE;
}

gboolean
stet_runner_cancel (StetRunner *runner, const char *intent_id, GError **error)
{
  g_autoptr (StetIntent) after = NULL;

  g_return_val_if_fail (runner != NULL && intent_id != NULL, FALSE);
  return ask (runner, intent_id, STET_EVENT_CANCEL, &after, error)
         && after->hold == STET_HOLD_CANCELLED;
}

gboolean
stet_runner_acknowledge (StetRunner *runner, const char *intent_id, GError **error)
{
  g_autoptr (StetIntent) after = NULL;

  g_return_val_if_fail (runner != NULL && intent_id != NULL, FALSE);
  return ask (runner, intent_id, STET_EVENT_ACKNOWLEDGED, &after, error)
         && stet_intent_is_ended (after) && !after->settled;
}
