/* What comes from the site, into the store: read, merged and written in one go and one transaction
 * on the store's thread, so that nothing typed meanwhile is passed over. Layer: sync. Called on the
 * runner's thread; what says so runs on the store's. */
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
  GPtrArray             *changes;
  const StetLedgerPart  *part;
  gboolean               moved; /* the list's next place was stored */
  GError                *bad;   /* (owned) (nullable) */
  /* Within a take: */
  StetStory             *story; /* (nullable): not here yet */
  const char            *hash;  /* of the site's text */
  GPtrArray             *missing; /* (borrowed): the story's pictures that are not in the store */
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

/* The local id of a changed story: of the one that the site knows by that id; else its own, or the
 * one that every desk gives it. On the store's thread. Returns: (owned). */
static char *
find_local_id (StetRunner *runner, const StetSiteChange *change, GError **error)
{
  const char *remote_id = foreign_id (change);
  g_autoptr (GError) local = NULL;
  char *known = NULL;

  if (remote_id != NULL)
    known = stet_store_find_remote (runner->options.store, runner->account->site_id, remote_id,
                                    &local);
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

/* A change that says nothing new of the story here (nullable). */
static gboolean
is_known (const Call *call, const StetStory *story)
{
  const StetSiteChange *change = call->change;
  const StetRemote *remote;

  if (story == NULL)
    return FALSE;
  if (!is_of_account (call, story))
    return TRUE;
  remote = story->remote;
  if (remote == NULL || !stet_site_version_matches (remote->version, change->version))
    return FALSE;
  if (g_strcmp0 (remote->version, change->version) != 0)
    return TRUE; /* a pattern says no more */
  if (change->hash != NULL && g_strcmp0 (remote->hash, change->hash) != 0)
    return FALSE;
  return remote->state == change->state;
}

/* A story that can't be read is not known: what is wrong with it is told where it is taken in. */
static gpointer
known_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree gboolean *known = g_new0 (gboolean, call->changes->len + 1);

  for (guint i = 0; i < call->changes->len; i++)
    {
      g_autoptr (StetStory) story = NULL;
      g_autofree char *id = NULL;

      call->change = call->changes->pdata[i];
      if (call->change->article != NULL || call->change->deleted)
        continue;
      id = find_local_id (call->runner, call->change, error);
      if (id == NULL)
        return NULL;
      story = load_known (call->runner->options.store, id, NULL);
      known[i] = is_known (call, story);
    }
  return g_steal_pointer (&known);
}

gboolean *
stet_ledger_find_known (StetRunner *runner, GPtrArray *changes, GError **error)
{
  Call call = { .runner = runner, .changes = changes };

  for (guint i = 0; i < changes->len; i++)
    {
      const StetSiteChange *change = changes->pdata[i];

      if (change->article == NULL && !change->deleted)
        return on_store (&call, known_thread, error);
    }
  return g_new0 (gboolean, changes->len + 1);
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

static void
list_missing (Call *call, const StetArticle *article)
{
  GPtrArray *missing = call->missing;

  g_ptr_array_set_size (missing, 0);
  stet_media_list (article, missing, NULL);
  for (guint i = missing->len; i-- > 0;)
    {
      g_autofree char *path
          = stet_store_photo_path (call->runner->options.store, missing->pdata[i]);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_remove_index (missing, i);
    }
}

/* 0 on error, as all that follow. */
static StetTake
save_as (Call *call, StetArticle *article, StetOrigin origin, StetTake take, GError **error)
{
  const StetRunnerOptions *options = &call->runner->options;
  g_autoptr (StetRemote) remote = remote_after (call);
  g_autoptr (StetReview) review = review_after (call);

  if (!stet_store_save_all (options->store, article, options->public_custom, origin, review, remote,
                            error))
    return 0;
  list_missing (call, article);
  return take;
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

static StetTake
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
      return 0;
    }
  if (open != NULL && open->theirs_remote != NULL
      && g_strcmp0 (open->theirs_remote->version, call->site->version) == 0)
    return STET_TAKE_NOTHING;
  if (!stet_store_put_conflict (store, &conflict, error))
    return 0;
  return STET_TAKE_CONFLICT;
}

static StetTake
take_merged (Call *call, GError **error)
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

static StetTake
take_known (Call *call, GError **error)
{
  const StetRemote *remote = call->story->remote;
  gboolean own;

  if (!is_of_account (call, call->story))
    return STET_TAKE_NOTHING;
  if (!is_own_text (call, &own, error))
    return 0;
  if (own)
    return save_as (call, call->story->article, STET_ORIGIN_COMMAND, STET_TAKE_NOTED, error);
  if (remote != NULL && remote->hash != NULL && g_strcmp0 (call->story->hash, remote->hash) == 0)
    return save_as (call, call->site->article, STET_ORIGIN_FETCHED, STET_TAKE_SAVED, error);
  return take_merged (call, error);
}

static StetTake
take_article (Call *call, GError **error)
{
  const StetRunnerOptions *options = &call->runner->options;
  g_autoptr (StetArticle) article = NULL;
  StetArticle *theirs = call->change->article->article;
  StetSiteArticle as_here = *call->change->article;
  g_autofree char *hash = stet_article_hash (theirs, options->public_custom);
  StetTake take;

  if (g_str_equal (stet_article_id (theirs), call->id))
    article = stet_article_ref (theirs);
  else
    article = stet_article_with_ids (theirs, call->id, stet_article_fields (theirs)->story);
  as_here.article = article;
  call->site = &as_here;
  call->hash = hash;
  take = call->story != NULL ? take_known (call, error)
                             : save_as (call, article, STET_ORIGIN_FETCHED, STET_TAKE_SAVED, error);
  call->site = NULL;
  call->hash = NULL;
  return take;
}

/* Only where a story stands, for this account may not read it any more. */
static StetTake
note_state (const Call *call, GError **error)
{
  const StetLedgerNote note = { .article_id = call->id, .site = call->change->article };

  if (call->story == NULL)
    return STET_TAKE_NOTHING; /* a story that was never here */
  return stet_ledger_note (call->runner, &note, error) ? STET_TAKE_NOTED : 0;
}

/* A tombstone: the text here stays. */
static StetTake
take_deleted (const Call *call, GError **error)
{
  const StetRunnerOptions *options = &call->runner->options;
  StetStory *story = call->story;
  g_autoptr (StetRemote) remote = NULL;

  if (story == NULL || story->remote == NULL || !is_of_account (call, story)
      || story->remote->state == STET_STATE_BINNED)
    return STET_TAKE_NOTHING;
  remote = stet_remote_copy (story->remote);
  remote->state = STET_STATE_BINNED;
  stet_set_text (&remote->live_hash, NULL);
  story->review->state = STET_STATE_BINNED;
  if (!stet_store_save_all (options->store, story->article, options->public_custom,
                            STET_ORIGIN_COMMAND, story->review, remote, error))
    return 0;
  return STET_TAKE_NOTED;
}

static StetTake
take_loaded (Call *call, GError **error)
{
  const StetSiteChange *change = call->change;

  if (call->story != NULL && !change->deleted)
    list_missing (call, call->story->article);
  if (!change->deleted && (change->article == NULL || is_known (call, call->story)))
    return STET_TAKE_NOTHING;
  if (!stet_runner_gate (call->runner, "store story", error))
    return 0;
  if (change->deleted)
    return take_deleted (call, error);
  return change->article->article != NULL ? take_article (call, error) : note_state (call, error);
}

static StetTake
take_change (Call *call, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (StetStory) story = load_known (call->runner->options.store, call->id, &local);
  StetTake take;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return 0;
    }
  call->story = story;
  take = take_loaded (call, error);
  call->story = NULL;
  return take;
}

/* --- a part of the list --- */

static StetLedgerTaken *
taken_new (const char *id)
{
  StetLedgerTaken *taken = g_new0 (StetLedgerTaken, 1);

  taken->take = STET_TAKE_NOTHING;
  taken->id = g_strdup (id);
  taken->missing = g_ptr_array_new_with_free_func (g_free);
  return taken;
}

static void
taken_free (gpointer data)
{
  StetLedgerTaken *taken = data;

  g_free (taken->id);
  g_ptr_array_unref (taken->missing);
  g_free (taken);
}

/* What is wrong with one story must not keep the others from coming. */
static gboolean
is_of_one_story (const GError *error)
{
  return g_error_matches (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT)
         || g_error_matches (error, STET_STORE_ERROR, STET_STORE_ERROR_BOUND)
         || g_error_matches (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND);
}

static gboolean
take_into (Call *call, GPtrArray *all, GError **error)
{
  g_autofree char *id = find_local_id (call->runner, call->change, error);
  g_autoptr (GError) local = NULL;
  StetLedgerTaken *taken;
  StetTake take;

  if (id == NULL)
    return FALSE;
  taken = taken_new (id);
  g_ptr_array_add (all, taken);
  call->id = id;
  call->missing = taken->missing;
  take = take_change (call, &local);
  if (take != 0)
    taken->take = take;
  else if (!is_of_one_story (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  else if (call->bad == NULL)
    call->bad = g_steal_pointer (&local);
  return TRUE;
}

/* The list's next place, unless something of this part is still to be fetched or could not be
 * taken. */
static gboolean
move_on (Call *call, GPtrArray *all, GError **error)
{
  const StetAccount *account = call->runner->account;
  gboolean whole = call->part->cursor != NULL && call->bad == NULL;

  for (guint i = 0; i < all->len; i++)
    whole = whole && ((StetLedgerTaken *) all->pdata[i])->missing->len == 0;
  if (!whole)
    return TRUE;
  call->moved = stet_store_set_cursor (call->runner->options.store, account->site_id,
                                       account->user, call->part->cursor, error);
  return call->moved;
}

static gpointer
part_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  const StetLedgerPart *part = call->part;
  StetStore *store = call->runner->options.store;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (taken_free);
  gboolean ok = stet_store_begin (store, error);

  if (!ok)
    return NULL;
  for (guint i = 0; ok && i < part->n; i++)
    {
      call->change = part->changes->pdata[part->first + i];
      ok = take_into (call, all, error);
    }
  ok = ok && move_on (call, all, error) && stet_runner_gate (call->runner, "store part", error);
  return stet_store_end (store, ok, error) ? g_steal_pointer (&all) : NULL;
}

GPtrArray *
stet_ledger_take_part (StetRunner *runner, const StetLedgerPart *part, gboolean *moved,
                       GError **bad, GError **error)
{
  Call call = { .runner = runner, .part = part };
  GPtrArray *all = on_store (&call, part_thread, error);

  *moved = call.moved;
  if (all != NULL)
    *bad = call.bad;
  else
    g_clear_error (&call.bad);
  return all;
}

/* --- pictures, cursor, terms --- */

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

static char *
closed_key (const StetRunner *runner)
{
  return g_strdup_printf ("closed-until %s %s", runner->account->site_id, runner->account->user);
}

static gpointer
closed_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree char *key = closed_key (call->runner);

  return stet_store_get_setting (call->runner->options.store, key);
}

gint64
stet_ledger_closed_us (StetRunner *runner)
{
  Call call = { .runner = runner };
  g_autofree char *text = on_store (&call, closed_thread, NULL);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static gpointer
set_closed_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree char *key = closed_key (call->runner);

  return GINT_TO_POINTER (
      stet_store_set_setting (call->runner->options.store, key, call->text, error));
}

gboolean
stet_ledger_set_closed (StetRunner *runner, gint64 until_us, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, until_us);
  Call call = { .runner = runner, .text = text };

  return stet_runner_gate (runner, "store closed", error)
         && on_store (&call, set_closed_thread, error) != NULL;
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
