/* What comes from the site, into the store: read, merged and written in one go on the store's
 * thread, so that nothing typed meanwhile is passed over. Layer: sync. Called on the runner's
 * thread. */
#include "config.h"

#include "sync/runner-private.h"

#include "sync/media-list.h"
#include "sync/merge.h"

#include "article/json.h"

typedef struct
{
  StetRunner            *runner;
  const StetSiteChange  *change;
  const StetSiteArticle *site;
  const char            *id;   /* the story's, here */
  const char            *text;
  GPtrArray             *terms;
  GBytes                *bytes;
  /* Within a take: */
  StetStory             *story;
  const char            *hash; /* of the site's text */
} Call;

static gpointer
on_store (Call *call, StetWorkerFunc func, GError **error)
{
  return stet_worker_call (call->runner->options.store_worker, func, call, NULL, error);
}

/* How the site knows the story, where that is not the story's own id. (nullable) */
static const char *
foreign_id (const StetSiteChange *change)
{
  if (change->article != NULL && change->article->remote_id != NULL)
    return change->article->remote_id;
  return stet_uuid_is_valid (change->id) ? NULL : change->id;
}

static gpointer
find_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_find_remote (call->runner->options.store, call->runner->account->site_id,
                                 call->text, error);
}

char *
stet_ledger_local_id (StetRunner *runner, const StetSiteChange *change, GError **error)
{
  Call call = { .runner = runner, .text = foreign_id (change) };
  g_autoptr (GError) local = NULL;
  char *known = call.text != NULL ? on_store (&call, find_thread, &local) : NULL;

  if (known != NULL)
    return known;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (change->article != NULL && change->article->remote_id != NULL
      && change->article->article != NULL)
    return g_strdup (stet_article_id (change->article->article));
  return stet_uuid_is_valid (change->id)
             ? g_strdup (change->id)
             : stet_uuid_for_remote (runner->account->site_id, change->id);
}

/* The story, or NULL without an error when there is none. */
static StetStory *
load_known (StetStore *store, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  StetStory *story = stet_store_load (store, id, &local);

  if (story == NULL && !g_error_matches (local, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return story;
}

static gboolean
is_of_account (const Call *call, const StetStory *story)
{
  return story->remote == NULL || story->remote->site_id == NULL
         || g_str_equal (story->remote->site_id, call->runner->account->site_id);
}

/* --- known already? --- */

/* 2: nothing need be asked for; 1: it must be. */
static gpointer
known_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  const StetSiteChange *change = call->change;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetStory) story = load_known (call->runner->options.store, call->id, &local);
  const StetRemote *remote;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (story == NULL)
    return GINT_TO_POINTER (1);
  if (!is_of_account (call, story))
    return GINT_TO_POINTER (2);
  remote = story->remote;
  if (remote == NULL || !stet_site_version_matches (remote->version, change->version))
    return GINT_TO_POINTER (1);
  if (g_strcmp0 (remote->version, change->version) != 0)
    return GINT_TO_POINTER (2); /* a pattern says no more */
  if (change->hash != NULL && g_strcmp0 (remote->hash, change->hash) != 0)
    return GINT_TO_POINTER (1);
  return GINT_TO_POINTER (remote->state == change->state ? 2 : 1);
}

gboolean
stet_ledger_is_known (StetRunner *runner, const StetSiteChange *change, gboolean *known,
                      GError **error)
{
  g_autofree char *id = stet_ledger_local_id (runner, change, error);
  Call call = { .runner = runner, .change = change, .id = id };
  int answer = id != NULL ? GPOINTER_TO_INT (on_store (&call, known_thread, error)) : 0;

  *known = answer == 2;
  return answer != 0;
}

/* --- taking in --- */

static StetRemote *
remote_after (const Call *call)
{
  const StetSiteArticle *site = call->site;
  StetRemote *remote = call->story != NULL && call->story->remote != NULL
                           ? stet_remote_copy (call->story->remote)
                           : stet_remote_new ();

  stet_set_text (&remote->site_id, call->runner->account->site_id);
  stet_set_text (&remote->remote_id, site->remote_id != NULL ? site->remote_id : call->change->id);
  stet_set_text (&remote->version, site->version);
  stet_set_text (&remote->hash, call->hash);
  stet_set_text (&remote->live_hash, site->live_hash);
  stet_set_text (&remote->url, site->url);
  if (site->author != NULL || call->change->author != NULL)
    stet_set_text (&remote->author, site->author != NULL ? site->author : call->change->author);
  remote->state = site->state;
  remote->published_us = site->published_us;
  g_clear_pointer (&remote->base, stet_article_unref);
  remote->base = stet_article_ref (site->article);
  return remote;
}

static StetReview *
review_after (const Call *call)
{
  StetReview *review
      = call->story != NULL ? stet_review_copy (call->story->review) : stet_review_new ();

  if (call->site->review != NULL)
    {
      if (call->story == NULL)
        {
          stet_review_free (review);
          review = stet_review_copy (call->site->review);
        }
      else
        stet_review_merge (review, call->site->review);
    }
  review->state = call->site->state;
  return review;
}

static gpointer
save_as (const Call *call, StetArticle *article, StetOrigin origin, StetTake take, GError **error)
{
  const StetRunnerOptions *options = &call->runner->options;
  g_autoptr (StetRemote) remote = remote_after (call);
  g_autoptr (StetReview) review = review_after (call);

  if (!stet_store_save_all (options->store, article, options->public_custom, origin, review, remote,
                            error))
    return NULL;
  return GINT_TO_POINTER (take);
}

/* The site's text is one that was made here since its text last came in. */
static gboolean
is_own_text (const Call *call, gboolean *own, GError **error)
{
  const StetRemote *remote = call->story->remote;
  const char *base_hash = remote != NULL ? remote->hash : NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GHashTable) lineage = NULL;

  *own = g_strcmp0 (call->story->hash, call->hash) == 0 || g_strcmp0 (base_hash, call->hash) == 0;
  if (*own)
    return TRUE;
  history = stet_store_history (call->runner->options.store, call->id, error);
  if (history == NULL)
    return FALSE;
  lineage = stet_ledger_lineage (history, 0, base_hash);
  *own = g_hash_table_contains (lineage, call->hash);
  return TRUE;
}

static gpointer
put_conflict (const Call *call, StetArticle *base, GError **error)
{
  StetStore *store = call->runner->options.store;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetConflict) open = stet_store_get_conflict (store, call->id, &local);
  g_autoptr (StetRemote) remote = remote_after (call);
  StetConflict conflict = { .article_id = (char *) call->id,
                            .base = base,
                            .ours = call->story->article,
                            .theirs = call->site->article,
                            .theirs_remote = remote,
                            .at_us = stet_clock_now_us (call->runner->options.clock) };

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (open != NULL && open->theirs_remote != NULL
      && g_strcmp0 (open->theirs_remote->version, call->site->version) == 0)
    return GINT_TO_POINTER (STET_TAKE_NOTHING);
  if (!stet_store_put_conflict (store, &conflict, error))
    return NULL;
  return GINT_TO_POINTER (STET_TAKE_CONFLICT);
}

static gpointer
take_merged (const Call *call, GError **error)
{
  StetArticle *base = call->story->remote != NULL ? call->story->remote->base : NULL;
  g_autoptr (StetArticle) merged = NULL;
  g_autoptr (StetConflict) open = NULL;
  StetMergeOutcome outcome = STET_MERGE_CONFLICT;

  open = stet_store_get_conflict (call->runner->options.store, call->id, NULL);
  if (base != NULL)
    outcome = stet_merge (base, call->story->article, call->site->article, &merged, NULL);
  if (outcome == STET_MERGE_CONFLICT || open != NULL)
    return put_conflict (call, base, error);
  return save_as (call, merged, STET_ORIGIN_MERGED, STET_TAKE_SAVED, error);
}

static gpointer
take_known (const Call *call, GError **error)
{
  const StetRemote *remote = call->story->remote;
  gboolean own;

  if (!is_of_account (call, call->story))
    return GINT_TO_POINTER (STET_TAKE_NOTHING);
  if (!is_own_text (call, &own, error))
    return NULL;
  if (own)
    return save_as (call, call->story->article, STET_ORIGIN_COMMAND, STET_TAKE_NOTED, error);
  if (remote != NULL && remote->hash != NULL && g_strcmp0 (call->story->hash, remote->hash) == 0)
    return save_as (call, call->site->article, STET_ORIGIN_FETCHED, STET_TAKE_SAVED, error);
  return take_merged (call, error);
}

static gpointer
take_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetStory) story = load_known (call->runner->options.store, call->id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  call->story = story;
  if (story != NULL)
    return take_known (call, error);
  return save_as (call, call->site->article, STET_ORIGIN_FETCHED, STET_TAKE_SAVED, error);
}

StetTake
stet_ledger_take (StetRunner *runner, const StetSiteChange *change, const StetSiteArticle *site,
                  GError **error)
{
  g_autofree char *id = stet_ledger_local_id (runner, change, error);
  g_autofree char *hash = stet_article_hash (site->article, runner->options.public_custom);
  g_autoptr (StetArticle) article = NULL;
  StetSiteArticle as_here = *site;
  Call call = { .runner = runner, .change = change, .site = &as_here, .id = id, .hash = hash };

  if (id == NULL || !stet_runner_gate (runner, "store story", error))
    return 0;
  if (g_str_equal (stet_article_id (site->article), id))
    article = stet_article_ref (site->article);
  else
    article = stet_article_with_ids (site->article, id, stet_article_fields (site->article)->story);
  as_here.article = article;
  return GPOINTER_TO_INT (on_store (&call, take_thread, error));
}

/* A tombstone: the text here stays. */
static gpointer
deleted_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  const StetRunnerOptions *options = &call->runner->options;
  g_autoptr (GError) local = NULL;
  g_autoptr (StetStory) story = load_known (options->store, call->id, &local);
  g_autoptr (StetRemote) remote = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (story == NULL || story->remote == NULL || !is_of_account (call, story)
      || story->remote->state == STET_STATE_BINNED)
    return GINT_TO_POINTER (STET_TAKE_NOTHING);
  remote = stet_remote_copy (story->remote);
  remote->state = STET_STATE_BINNED;
  stet_set_text (&remote->live_hash, NULL);
  story->review->state = STET_STATE_BINNED;
  if (!stet_store_save_all (options->store, story->article, options->public_custom,
                            STET_ORIGIN_COMMAND, story->review, remote, error))
    return NULL;
  return GINT_TO_POINTER (STET_TAKE_NOTED);
}

StetTake
stet_ledger_take_deleted (StetRunner *runner, const char *article_id, GError **error)
{
  Call call = { .runner = runner, .id = article_id };

  if (!stet_runner_gate (runner, "store story", error))
    return 0;
  return GPOINTER_TO_INT (on_store (&call, deleted_thread, error));
}

/* --- pictures, cursor, terms --- */

static gpointer
missing_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  StetStore *store = call->runner->options.store;
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (StetStory) story = load_known (store, call->id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (story != NULL)
    stet_media_list (story->article, missing, NULL);
  for (guint i = missing->len; i-- > 0;)
    {
      g_autofree char *path = stet_store_photo_path (store, missing->pdata[i]);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_remove_index (missing, i);
    }
  return g_steal_pointer (&missing);
}

GPtrArray *
stet_ledger_missing_media (StetRunner *runner, const char *article_id, GError **error)
{
  Call call = { .runner = runner, .id = article_id };

  return on_store (&call, missing_thread, error);
}

static StetAccount *
find_account (const Call *call, GError **error)
{
  const StetAccount *account = call->runner->account;
  g_autoptr (GPtrArray) accounts = stet_store_list_accounts (call->runner->options.store, error);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const StetAccount *known = accounts->pdata[i];

      if (g_strcmp0 (known->site_id, account->site_id) == 0
          && g_strcmp0 (known->user, account->user) == 0)
        return stet_account_copy (known);
    }
  if (accounts != NULL)
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND, "no account %s at %s",
                 account->user, account->site_id);
  return NULL;
}

static gpointer
cursor_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (StetAccount) account = find_account (data, error);

  return account != NULL ? g_strdup (account->cursor != NULL ? account->cursor : "") : NULL;
}

char *
stet_ledger_cursor (StetRunner *runner, GError **error)
{
  Call call = { .runner = runner };
  char *cursor = on_store (&call, cursor_thread, error);

  if (cursor != NULL && *cursor == '\0')
    g_clear_pointer (&cursor, g_free);
  return cursor;
}

static gpointer
set_cursor_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  const StetAccount *account = call->runner->account;

  return GINT_TO_POINTER (stet_store_set_cursor (call->runner->options.store, account->site_id,
                                                 account->user, call->text, error));
}

gboolean
stet_ledger_set_cursor (StetRunner *runner, const char *cursor, GError **error)
{
  Call call = { .runner = runner, .text = cursor };

  return stet_runner_gate (runner, "store cursor", error)
         && on_store (&call, set_cursor_thread, error) != NULL;
}

static gpointer
terms_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return GINT_TO_POINTER (stet_store_put_terms (
      call->runner->options.store, call->runner->account->site_id, call->text, call->terms, error));
}

gboolean
stet_ledger_put_terms (StetRunner *runner, const char *kind, GPtrArray *terms, GError **error)
{
  Call call = { .runner = runner, .text = kind, .terms = terms };

  return stet_runner_gate (runner, "store terms", error)
         && on_store (&call, terms_thread, error) != NULL;
}

static gpointer
get_photo_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_get_photo (call->runner->options.store, call->text, error);
}

GBytes *
stet_ledger_get_photo (StetRunner *runner, const char *sha256, GError **error)
{
  Call call = { .runner = runner, .text = sha256 };

  return on_store (&call, get_photo_thread, error);
}

static gpointer
put_photo_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;

  return stet_store_put_photo (call->runner->options.store, call->bytes, error);
}

gboolean
stet_ledger_put_photo (StetRunner *runner, GBytes *picture, GError **error)
{
  Call call = { .runner = runner, .bytes = picture };
  g_autofree char *hash = NULL;

  if (!stet_runner_gate (runner, "store photo", error))
    return FALSE;
  hash = on_store (&call, put_photo_thread, error);
  return hash != NULL;
}
