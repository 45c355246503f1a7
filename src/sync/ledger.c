/* The runner's side of the store: the outbox and what is known of a story at its site. Layer: sync.
 * Called on the runner's thread; every *_thread function runs on the store's. */
#include "config.h"

#include "sync/runner-private.h"

#include "sync/media-list.h"

#include "article/json.h"

/* What each function hands over to the store's thread. */
typedef struct
{
  StetRunner        *runner;
  const StetAccount *account;
  const StetIntent  *intent;
  const char        *text;
  StetEngineEventKind event;
  gboolean           with_ended;
  const StetLedgerNote *note;
} Call;

static gpointer
on_store (StetRunner *runner, StetWorkerFunc func, gpointer data, GError **error)
{
  return stet_worker_call (runner->options.store_worker, func, data, NULL, error);
}

void
stet_ledger_story_free (StetLedgerStory *loaded)
{
  if (loaded == NULL)
    return;
  stet_story_free (loaded->story);
  g_clear_pointer (&loaded->bound, stet_article_unref);
  g_clear_pointer (&loaded->media, g_ptr_array_unref);
  g_clear_pointer (&loaded->lineage, g_hash_table_unref);
  g_clear_pointer (&loaded->additions, stet_review_free);
  g_free (loaded->bad_file);
  g_free (loaded);
}

/* --- the outbox --- */

static StetIntent *
intent_of_row (const StetOutboxRow *row, GError **error)
{
  StetIntent *intent = stet_intent_from_text (row->body, error);

  if (intent == NULL)
    g_prefix_error (error, "outbox row %s: ", row->id);
  return intent;
}

static gpointer
list_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) intents
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_intent_free);
  g_autoptr (GPtrArray) rows
      = stet_store_list_outbox (call->runner->options.store, call->with_ended, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const StetOutboxRow *row = rows->pdata[i];
      StetIntent *intent;

      if (call->text != NULL && g_strcmp0 (row->site_id, call->text) != 0)
        continue;
      intent = intent_of_row (row, error);
      if (intent == NULL)
        return NULL;
      g_ptr_array_add (intents, intent);
    }
  return rows != NULL ? g_steal_pointer (&intents) : NULL;
}

GPtrArray *
stet_ledger_list (StetRunner *runner, const char *site_id, GError **error)
{
  Call call = { .runner = runner, .text = site_id };

  return on_store (runner, list_thread, &call, error);
}

static gpointer
get_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetOutboxRow) row
      = stet_store_get_outbox (call->runner->options.store, call->text, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (row == NULL)
    {
      g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND, "no intent %s", call->text);
      return NULL;
    }
  return intent_of_row (row, error);
}

StetIntent *
stet_ledger_get (StetRunner *runner, const char *intent_id, GError **error)
{
  Call call = { .runner = runner, .text = intent_id };

  return on_store (runner, get_thread, &call, error);
}

static const char *
row_state (const StetIntent *intent)
{
  if (intent->hold != STET_HOLD_NONE)
    return stet_hold_name (intent->hold);
  return stet_step_name (intent->step);
}

static gboolean
put_row (StetStore *store, const StetIntent *intent, const char *site_id, GError **error)
{
  g_autofree char *body = stet_intent_to_text (intent);
  const StetOutboxRow row = { .id = intent->id,
                              .article_id = intent->article_id,
                              .site_id = (char *) site_id,
                              .state = (char *) row_state (intent),
                              .body = body,
                              .created_us = intent->created_us,
                              .due_us = intent->due_us,
                              .ended = stet_intent_is_ended (intent) };

  return stet_store_put_outbox (store, &row, error);
}

/* A row that a person ended since it was read is left as it is. */
static gpointer
put_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  StetStore *store = call->runner->options.store;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetOutboxRow) row = stet_store_get_outbox (store, call->intent->id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (row == NULL || row->ended)
    {
      g_set_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_ENDED, "intent %s was ended",
                   call->intent->id);
      return NULL;
    }
  return GINT_TO_POINTER (put_row (store, call->intent, row->site_id, error));
}

gboolean
stet_ledger_put (StetRunner *runner, const StetIntent *intent, GError **error)
{
  Call call = { .runner = runner, .intent = intent };

  return stet_runner_gate (runner, "store outbox", error)
         && on_store (runner, put_thread, &call, error) != NULL;
}

static gpointer
step_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  StetStore *store = call->runner->options.store;
  g_autoptr (StetIntent) intent = get_thread (call, NULL, error);
  g_autoptr (StetOutboxRow) row
      = intent != NULL ? stet_store_get_outbox (store, call->text, error) : NULL;
  StetEngineEvent event
      = { .kind = call->event, .now_us = stet_clock_now_us (call->runner->options.clock) };
  g_autoptr (StetIntent) next = NULL;
  StetEngineEffect effect;

  if (row == NULL)
    return NULL;
  next = stet_engine_step (intent, &event, &effect);
  if (effect.kind != STET_EFFECT_NONE && !put_row (store, next, row->site_id, error))
    return NULL;
  return g_steal_pointer (&next);
}

gboolean
stet_ledger_step (StetRunner *runner, const char *intent_id, StetEngineEventKind event,
                  StetIntent **after, GError **error)
{
  Call call = { .runner = runner, .text = intent_id, .event = event };

  if (!stet_runner_gate (runner, "store outbox", error))
    return FALSE;
  *after = on_store (runner, step_thread, &call, error);
  return *after != NULL;
}

/* --- queueing --- */

static gboolean
is_held (const StetIntent *intent)
{
  return intent->hold == STET_HOLD_CONFLICT || intent->hold == STET_HOLD_REFUSED
         || intent->hold == STET_HOLD_EXPIRED;
}

static gboolean
is_publication (StetIntentKind kind)
{
  return kind == STET_INTENT_PUBLISH || kind == STET_INTENT_SCHEDULE;
}

/* Whether an older intent of the same story is pointless once `fresh` is queued. One that went out
 * without an answer is left to be settled first. */
static gboolean
is_replaced (const StetIntent *old, const StetIntent *fresh)
{
  if (is_held (old))
    return TRUE;
  if (old->sent || old->step == STET_STEP_VERIFY)
    return FALSE;
  if (fresh->kind == STET_INTENT_UNPUBLISH || fresh->kind == STET_INTENT_BIN
      || old->kind == fresh->kind)
    return TRUE;
  if (old->kind == STET_INTENT_SAVE)
    return stet_intent_writes (fresh);
  return is_publication (old->kind) && is_publication (fresh->kind);
}

static gboolean
replace_one (StetStore *store, const StetOutboxRow *row, const StetIntent *fresh, gint64 *latest_us,
             GError **error)
{
  g_autoptr (StetIntent) old = intent_of_row (row, error);
  StetEngineEvent event = { .kind = STET_EVENT_CANCEL };
  g_autoptr (StetIntent) next = NULL;
  StetEngineEffect effect;

  if (old == NULL)
    return FALSE;
  *latest_us = MAX (*latest_us, old->created_us);
  if (!is_replaced (old, fresh))
    return TRUE;
  if (is_held (old))
    event.kind = STET_EVENT_ACKNOWLEDGED;
  next = stet_engine_step (old, &event, &effect);
  return put_row (store, next, row->site_id, error);
}

static gboolean
replace_older (StetStore *store, const StetIntent *fresh, gint64 *latest_us, GError **error)
{
  g_autoptr (GPtrArray) rows = stet_store_list_outbox (store, FALSE, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const StetOutboxRow *row = rows->pdata[i];

      if (g_str_equal (row->article_id, fresh->article_id) && !g_str_equal (row->id, fresh->id)
          && !replace_one (store, row, fresh, latest_us, error))
        return FALSE;
    }
  return rows != NULL;
}

/* A story belongs to one site for life. */
static gboolean
bind_story (StetStore *store, const StetStory *story, const StetAccount *account, GError **error)
{
  g_autoptr (StetRemote) remote
      = story->remote != NULL ? stet_remote_copy (story->remote) : stet_remote_new ();

  if (g_strcmp0 (remote->site_id, account->site_id) == 0)
    return TRUE;
  if (remote->site_id != NULL)
    {
      g_set_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_REFUSED, "the story belongs to site %s",
                   remote->site_id);
      return FALSE;
    }
  remote->site_id = g_strdup (account->site_id);
  return stet_store_save_remote (store, stet_article_id (story->article), remote, error);
}

static gpointer
queue_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  StetStore *store = call->runner->options.store;
  g_autoptr (StetStory) story = stet_store_load (store, call->intent->article_id, error);
  g_autoptr (StetIntent) fresh = stet_intent_copy (call->intent);
  gint64 latest_us = 0;

  if (story == NULL || !bind_story (store, story, call->account, error))
    return NULL;
  if (!replace_older (store, fresh, &latest_us, error))
    return NULL;
  stet_set_text (&fresh->user, call->account->user);
  if (story->remote != NULL)
    stet_set_text (&fresh->base_hash, story->remote->hash);
  /* Rows are read by time: two of one moment keep their order. */
  fresh->created_us = MAX (stet_clock_now_us (call->runner->options.clock), latest_us + 1);
  return GINT_TO_POINTER (put_row (store, fresh, call->account->site_id, error));
}

gboolean
stet_ledger_queue (StetRunner *runner, const StetAccount *account, const StetIntent *intent,
                   GError **error)
{
  Call call = { .runner = runner, .account = account, .intent = intent };

  return stet_runner_gate (runner, "store outbox", error)
         && on_store (runner, queue_thread, &call, error) != NULL;
}

/* --- a story for an intent --- */

static const StetRevisionRow *
newest_with_hash (GPtrArray *history, const char *hash, guint *index)
{
  for (*index = 0; *index < history->len; *index += 1)
    {
      const StetRevisionRow *row = history->pdata[*index];

      if (g_strcmp0 (row->hash, hash) == 0)
        return row;
    }
  return NULL;
}

GHashTable *
stet_ledger_lineage (GPtrArray *history, guint first, const char *base_hash)
{
  GHashTable *lineage = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = first; i < history->len; i++)
    {
      const StetRevisionRow *row = history->pdata[i];

      if (base_hash != NULL && g_str_equal (row->hash, base_hash))
        break;
      g_hash_table_add (lineage, g_strdup (row->hash));
      if (row->origin == STET_ORIGIN_FETCHED || row->origin == STET_ORIGIN_MERGED)
        break;
    }
  return lineage;
}

static gboolean
load_bound (StetStore *store, const StetIntent *intent, StetLedgerStory *loaded, GError **error)
{
  g_autoptr (GPtrArray) history = stet_store_history (store, intent->article_id, error);
  const StetRevisionRow *row;
  guint index;

  if (history == NULL)
    return FALSE;
  row = newest_with_hash (history, intent->hash, &index);
  loaded->lineage
      = stet_ledger_lineage (history, row != NULL ? index : history->len, intent->base_hash);
  if (g_strcmp0 (loaded->story->hash, intent->hash) == 0)
    loaded->bound = stet_article_ref (loaded->story->article);
  else if (row != NULL)
    loaded->bound = stet_store_load_revision (store, intent->article_id, row->revision, error);
  return loaded->bound != NULL || row == NULL;
}

static gpointer
load_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  StetStore *store = call->runner->options.store;
  g_autoptr (StetLedgerStory) loaded = g_new0 (StetLedgerStory, 1);
  g_autoptr (StetConflict) conflict = NULL;
  g_autoptr (GError) local = NULL;

  loaded->story = stet_store_load (store, call->intent->article_id, error);
  if (loaded->story == NULL || !load_bound (store, call->intent, loaded, error))
    return NULL;
  conflict = stet_store_get_conflict (store, call->intent->article_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  loaded->open_conflict = conflict != NULL;
  loaded->media = g_ptr_array_new_with_free_func (g_free);
  if (loaded->bound != NULL
      && (stet_intent_writes (call->intent) || call->intent->kind == STET_INTENT_PUBLISH))
    stet_media_list (loaded->bound, loaded->media, &loaded->bad_file);
  return g_steal_pointer (&loaded);
}

StetLedgerStory *
stet_ledger_load (StetRunner *runner, const StetIntent *intent, GError **error)
{
  Call call = { .runner = runner, .intent = intent };

  return on_store (runner, load_thread, &call, error);
}

/* --- what the site said --- */

static void
note_text (StetRemote *remote, const StetLedgerNote *note)
{
  const StetSiteArticle *site = note->site;

  if (!note->ours || note->hash == NULL)
    return;
  if (site->article == NULL && g_strcmp0 (remote->hash, note->hash) != 0)
    return;
  stet_set_text (&remote->hash, note->hash);
  stet_set_text (&remote->version, site->version);
  if (site->article != NULL)
    {
      g_clear_pointer (&remote->base, stet_article_unref);
      remote->base = stet_article_ref (site->article);
    }
}

static gpointer
note_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  const StetRunnerOptions *options = &call->runner->options;
  const StetSiteArticle *site = call->note->site;
  g_autoptr (StetStory) story = stet_store_load (options->store, call->note->article_id, error);
  g_autoptr (StetRemote) remote = NULL;
  g_autoptr (StetReview) review = NULL;

  if (story == NULL)
    return NULL;
  remote = story->remote != NULL ? stet_remote_copy (story->remote) : stet_remote_new ();
  stet_set_text (&remote->site_id, call->account->site_id);
  if (site->remote_id != NULL)
    stet_set_text (&remote->remote_id, site->remote_id);
  else if (remote->remote_id == NULL)
    remote->remote_id = g_strdup (call->note->article_id);
  remote->state = site->state;
  remote->published_us = site->published_us;
  stet_set_text (&remote->live_hash, site->live_hash);
  stet_set_text (&remote->url, site->url);
  if (site->author != NULL)
    stet_set_text (&remote->author, site->author);
  note_text (remote, call->note);
  review = stet_review_copy (story->review);
  if (site->review != NULL)
    stet_review_merge (review, site->review);
  review->state = site->state;
  return GINT_TO_POINTER (stet_store_save_all (options->store, story->article,
                                               options->public_custom, STET_ORIGIN_COMMAND, review,
                                               remote, error));
}

gboolean
stet_ledger_note (StetRunner *runner, const StetLedgerNote *note, GError **error)
{
  Call call = { .runner = runner, .account = runner->account, .note = note };

  return stet_runner_gate (runner, "store remote", error)
         && on_store (runner, note_thread, &call, error) != NULL;
}
