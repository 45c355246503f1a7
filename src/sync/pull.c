/* The changes feed: what others did at the site, into the store. Nothing here is deleted because it
 * is missing there. Layer: sync. The runner's thread. */
#include "config.h"

#include "sync/runner-private.h"

#include "base/file.h"

#define PAGES_MAX 10000

/* An error of one story is that story's: it must not keep all others from coming. */
static gboolean
is_of_one_story (const GError *error)
{
  static const StetSiteError codes[] = { STET_SITE_ERROR_NOT_FOUND, STET_SITE_ERROR_FORBIDDEN,
                                         STET_SITE_ERROR_INVALID, STET_SITE_ERROR_MISMATCH,
                                         STET_SITE_ERROR_TOO_LARGE, STET_SITE_ERROR_UNSUPPORTED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, STET_SITE_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* Whatever the site's error, the pull ends here and is taken up again from the stored cursor. What
 * is said of a story elsewhere is here said of the list itself. */
static gboolean
give_up (GError *site_error, GError **error)
{
  g_autoptr (GError) owned = site_error;

  if (stet_runner_is_account_error (owned, error))
    return FALSE;
  switch ((StetSiteError) owned->code)
    {
    case STET_SITE_ERROR_OUTCOME_UNKNOWN:
    case STET_SITE_ERROR_BLOCKED:
    case STET_SITE_ERROR_NOT_API:
    case STET_SITE_ERROR_BUSY:
    case STET_SITE_ERROR_SERVER:
      g_propagate_error (error, g_steal_pointer (&owned));
      break;
    case STET_SITE_ERROR_OFFLINE:
    case STET_SITE_ERROR_TLS:
    case STET_SITE_ERROR_AUTH:
    case STET_SITE_ERROR_FORBIDDEN:
    case STET_SITE_ERROR_NOT_FOUND:
    case STET_SITE_ERROR_GONE:
    case STET_SITE_ERROR_INVALID:
    case STET_SITE_ERROR_STATE:
    case STET_SITE_ERROR_STALE:
    case STET_SITE_ERROR_TOO_LARGE:
    case STET_SITE_ERROR_MISMATCH:
    case STET_SITE_ERROR_UNSUPPORTED:
    default:
      g_set_error_literal (error, STET_SYNC_ERROR, STET_SYNC_ERROR_FEED, owned->message);
    }
  return FALSE;
}

/* --- pictures --- */

static gboolean
fetch_picture (StetRunner *runner, const char *sha256, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autofree char *hash = NULL;

  if (!stet_runner_gate (runner, "request get_media", error))
    return FALSE;
  stet_site_get_media (runner->site, sha256, runner->cancellable, stet_runner_result_cb, &result);
  picture = stet_site_get_media_finish (runner->site, stet_runner_wait (runner, &result), &local);
  if (picture == NULL)
    return is_of_one_story (local) || g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_GONE)
           || give_up (g_steal_pointer (&local), error);
  hash = stet_file_sha256 (picture);
  if (!g_str_equal (hash, sha256))
    {
      g_info ("the site gave another picture than %s", sha256);
      return TRUE;
    }
  return stet_ledger_put_photo (runner, picture, error);
}

static gboolean
fetch_pictures (StetRunner *runner, const char *article_id, GError **error)
{
  g_autoptr (GPtrArray) missing = stet_ledger_missing_media (runner, article_id, error);

  for (guint i = 0; missing != NULL && i < missing->len; i++)
    if (!fetch_picture (runner, missing->pdata[i], error))
      return FALSE;
  return missing != NULL;
}

/* --- one change --- */

/* All that waits for the story stops: a person decides first. */
static gboolean
hold_story (StetRunner *runner, const char *article_id, GError **error)
{
  g_autoptr (GPtrArray) intents = stet_ledger_list (runner, runner->account->site_id, error);

  for (guint i = 0; intents != NULL && i < intents->len; i++)
    {
      const StetIntent *intent = intents->pdata[i];
      g_autoptr (StetIntent) after = NULL;

      if (g_str_equal (intent->article_id, article_id)
          && !stet_ledger_step (runner, intent->id, STET_EVENT_CONFLICT, &after, error))
        return FALSE;
    }
  return intents != NULL;
}

static gboolean
took (StetRunner *runner, StetTake take, const char *article_id, guint *pulled, GError **error)
{
  if (take == 0)
    return FALSE;
  if (take == STET_TAKE_CONFLICT && !hold_story (runner, article_id, error))
    return FALSE;
  if (take != STET_TAKE_NOTHING)
    stet_runner_changed (runner, article_id);
  *pulled += take == STET_TAKE_SAVED || take == STET_TAKE_CONFLICT ? 1 : 0;
  return TRUE;
}

/* The story into the change, unless the feed brought it along. FALSE: an error of the account.
 * `gone` (out). */
static gboolean
fetch_story (StetRunner *runner, StetSiteChange *change, gboolean *gone, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  *gone = FALSE;
  if (change->article != NULL)
    return TRUE;
  if (!stet_runner_gate (runner, "request get_article", error))
    return FALSE;
  stet_site_get_article (runner->site, change->id, runner->cancellable, stet_runner_result_cb,
                         &result);
  change->article
      = stet_site_get_article_finish (runner->site, stet_runner_wait (runner, &result), &local);
  *gone = g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_GONE);
  return change->article != NULL || *gone || is_of_one_story (local)
         || give_up (g_steal_pointer (&local), error);
}

/* Only where a story stands, for this account may not read it any more. */
static gboolean
note_state (StetRunner *runner, const StetSiteArticle *site, const char *id, guint *pulled,
            GError **error)
{
  const StetLedgerNote note = { .article_id = id, .site = site };
  g_autoptr (GError) local = NULL;

  if (stet_ledger_note (runner, &note, &local))
    return took (runner, STET_TAKE_NOTED, id, pulled, error);
  if (g_error_matches (local, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND))
    return TRUE; /* a story that was never here */
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
take_changed (StetRunner *runner, StetSiteChange *change, const char *id, guint *pulled,
              GError **error)
{
  gboolean gone;
  StetTake take;

  if (!fetch_story (runner, change, &gone, error))
    return FALSE;
  if (gone)
    return took (runner, stet_ledger_take_deleted (runner, id, error), id, pulled, error);
  if (change->article == NULL)
    return TRUE;
  if (change->article->article == NULL)
    return note_state (runner, change->article, id, pulled, error);
  take = stet_ledger_take (runner, change, change->article, error);
  return took (runner, take, id, pulled, error);
}

static gboolean
take_change (StetRunner *runner, StetSiteChange *change, guint *pulled, GError **error)
{
  g_autofree char *id = stet_ledger_local_id (runner, change, error);
  g_autofree char *taken_id = NULL;
  gboolean known;

  if (id == NULL)
    return FALSE;
  if (change->deleted)
    return took (runner, stet_ledger_take_deleted (runner, id, error), id, pulled, error);
  if (!stet_ledger_is_known (runner, change, &known, error))
    return FALSE;
  if (!known && !take_changed (runner, change, id, pulled, error))
    return FALSE;
  taken_id = stet_ledger_local_id (runner, change, error); /* its own id may be known only now */
  return taken_id != NULL && fetch_pictures (runner, taken_id, error);
}

/* --- pages --- */

/* One page; none: the site no longer knows the cursor. */
static gboolean
list_page (StetRunner *runner, const char *cursor, StetSiteChanges **page, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  if (!stet_runner_gate (runner, "request list_changes", error))
    return FALSE;
  stet_site_list_changes (runner->site, cursor, runner->cancellable, stet_runner_result_cb,
                          &result);
  *page = stet_site_list_changes_finish (runner->site, stet_runner_wait (runner, &result), &local);
  if (*page != NULL
      || (cursor != NULL && g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_GONE)))
    return TRUE;
  return give_up (g_steal_pointer (&local), error);
}

static gboolean
take_page (StetRunner *runner, const StetSiteChanges *page, guint *pulled, GError **error)
{
  StetSyncProgress *progress = &runner->progress;

  progress->phase = STET_SYNC_RECEIVING;
  progress->total = page->total > 0 ? progress->done + page->total : 0;
  progress->pages++;
  for (guint i = 0; i < page->changes->len; i++)
    {
      stet_runner_tell (runner);
      if (g_cancellable_set_error_if_cancelled (runner->cancellable, error))
        return FALSE;
      if (!take_change (runner, page->changes->pdata[i], pulled, error))
        return FALSE;
      progress->done++;
    }
  if (page->changes->len > 0)
    stet_runner_tell (runner);
  return TRUE;
}

static gboolean
pull_pages (StetRunner *runner, guint *pulled, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *cursor = stet_ledger_cursor (runner, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; i < PAGES_MAX; i++)
    {
      g_autoptr (StetSiteChanges) page = NULL;

      if (!list_page (runner, cursor, &page, error))
        return FALSE;
      if (page == NULL)
        {
          /* lost: from the beginning, which only adds and updates */
          g_clear_pointer (&cursor, g_free);
          continue;
        }
      if (!take_page (runner, page, pulled, error))
        return FALSE;
      if (page->cursor == NULL || g_strcmp0 (page->cursor, cursor) == 0)
        break;
      if (!stet_ledger_set_cursor (runner, page->cursor, error))
        return FALSE;
      g_free (cursor);
      cursor = g_steal_pointer (&page->cursor);
      if (page->changes->len == 0)
        break;
    }
  return TRUE;
}

/* --- terms --- */

/* For completion only: a site that has none, or fails here, is no reason to stop. */
static gboolean
refresh_terms (StetRunner *runner, const char *kind, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) terms = NULL;

  if (!stet_runner_gate (runner, "request list_terms", error))
    return FALSE;
  stet_site_list_terms (runner->site, kind, NULL, runner->cancellable, stet_runner_result_cb,
                        &result);
  terms = stet_site_list_terms_finish (runner->site, stet_runner_wait (runner, &result), NULL);
  return terms == NULL || stet_ledger_put_terms (runner, kind, terms, error);
}

gboolean
stet_runner_pull (StetRunner *runner, guint *pulled, GError **error)
{
  runner->progress = (StetSyncProgress) { STET_SYNC_RECEIVING, 0, 0, 0, 0, 0 };
  return pull_pages (runner, pulled, error) && refresh_terms (runner, "tag", error)
         && refresh_terms (runner, "section", error);
}
