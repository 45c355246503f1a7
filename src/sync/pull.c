/* The changes feed: what others did at the site, into the store. Nothing here is deleted because it
 * is missing there. Layer: sync. The runner's thread. */
#include "config.h"

#include "sync/runner-private.h"

#include "base/file.h"

#define PAGES_MAX 10000
/* What one transaction takes in: the store's thread has others to serve, and what was fetched story
 * by story is not to be fetched again after a crash. */
#define PART_MAX 100
#define FETCHED_MAX 20

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

static void
set_wait (gint64 until_us, GError **error)
{
  g_autofree char *until = stet_time_to_rfc3339 (until_us);

  g_set_error_literal (error, STET_SYNC_ERROR, STET_SYNC_ERROR_WAIT, until);
}

/* Also for the runs to come: whoever asks before the time it was given is let in the later. */
static gboolean
keep_away (StetRunner *runner, guint retry_after_s, GError **error)
{
  gint64 after_s = MIN (retry_after_s, STET_ENGINE_RETRY_AFTER_MAX_S);
  gint64 until_us = stet_clock_now_us (runner->options.clock) + after_s * G_USEC_PER_SEC;

  if (stet_ledger_set_closed (runner, until_us, error))
    set_wait (until_us, error);
  return FALSE;
}

/* A clock that was set back does not make it longer than a site may ask for. */
static gboolean
is_open (StetRunner *runner, GError **error)
{
  gint64 until_us = stet_ledger_closed_us (runner);
  gint64 left_us = until_us - stet_clock_now_us (runner->options.clock);

  if (left_us <= 0 || left_us > STET_ENGINE_RETRY_AFTER_MAX_S * (gint64) G_USEC_PER_SEC)
    return TRUE;
  set_wait (until_us, error);
  return FALSE;
}

/* Whatever the site's error, the pull ends here and is taken up again from the stored cursor. What
 * is said of a story elsewhere is here said of the list itself. */
static gboolean
give_up (StetRunner *runner, GError *site_error, GError **error)
{
  g_autoptr (GError) owned = site_error;

  if (stet_site_error_retry_after_s (owned) > 0)
    return keep_away (runner, stet_site_error_retry_after_s (owned), error);
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
           || give_up (runner, g_steal_pointer (&local), error);
  hash = stet_file_sha256 (picture);
  if (!g_str_equal (hash, sha256))
    {
      g_info ("the site gave another picture than %s", sha256);
      return TRUE;
    }
  return stet_ledger_put_photo (runner, picture, error);
}

static gboolean
fetch_pictures (StetRunner *runner, GPtrArray *missing, GError **error)
{
  for (guint i = 0; i < missing->len; i++)
    if (!fetch_picture (runner, missing->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* --- what is done with what came --- */

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

/* A story that is in the store: told, its intents held in a conflict, its pictures fetched. */
static gboolean
follow_up (StetRunner *runner, const StetLedgerTaken *taken, guint *pulled, GError **error)
{
  if (taken->take == STET_TAKE_CONFLICT && !hold_story (runner, taken->id, error))
    return FALSE;
  if (taken->take != STET_TAKE_NOTHING)
    stet_runner_changed (runner, taken->id);
  *pulled += taken->take == STET_TAKE_SAVED || taken->take == STET_TAKE_CONFLICT ? 1 : 0;
  return fetch_pictures (runner, taken->missing, error);
}

/* Changes as one transaction, and the list's next place with them: it moves when nothing is left to
 * be fetched, else after that. `cursor` (nullable): there is more of the page. */
static gboolean
take_part (StetRunner *runner, const StetLedgerPart *part, guint *pulled, GError **error)
{
  g_autoptr (GError) bad = NULL;
  gboolean moved = FALSE;
  g_autoptr (GPtrArray) taken = stet_ledger_take_part (runner, part, &moved, &bad, error);

  if (taken == NULL)
    return FALSE;
  stet_runner_tell (runner);
  for (guint i = 0; i < taken->len; i++)
    if (!follow_up (runner, taken->pdata[i], pulled, error))
      return FALSE;
  if (bad != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&bad));
      return FALSE;
    }
  return moved || part->cursor == NULL
         || stet_ledger_set_cursor (runner, part->cursor, error);
}

/* The story into the change, unless the feed brought it along or it is known. FALSE: an error of
 * the account. */
static gboolean
fetch_story (StetRunner *runner, StetSiteChange *change, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  if (!stet_runner_gate (runner, "request get_article", error))
    return FALSE;
  stet_site_get_article (runner->site, change->id, runner->cancellable, stet_runner_result_cb,
                         &result);
  change->article
      = stet_site_get_article_finish (runner->site, stet_runner_wait (runner, &result), &local);
  change->deleted = g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_GONE);
  return change->article != NULL || change->deleted || is_of_one_story (local)
         || give_up (runner, g_steal_pointer (&local), error);
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
  return give_up (runner, g_steal_pointer (&local), error);
}

/* A walk through one page, part by part. */
typedef struct
{
  StetLedgerPart part;
  guint          fetched; /* stories of this part that were asked for one by one */
  guint         *pulled;
} Walk;

/* What has come is stored before anything else, also when nothing more can be had: then without the
 * list's next place. */
static gboolean
end_part (StetRunner *runner, Walk *walk, const char *cursor, GError **error)
{
  gboolean ok;

  walk->part.cursor = cursor;
  ok = (walk->part.n == 0 && cursor == NULL)
       || take_part (runner, &walk->part, walk->pulled, error);
  walk->part.first += walk->part.n;
  walk->part.n = 0;
  walk->fetched = 0;
  return ok;
}

static gboolean
bring_change (StetRunner *runner, Walk *walk, StetSiteChange *change, gboolean known,
              GError **error)
{
  gboolean full = walk->part.n == PART_MAX || walk->fetched == FETCHED_MAX;

  if (full && !end_part (runner, walk, NULL, error))
    return FALSE;
  if (change->article == NULL && !change->deleted && !known)
    {
      stet_runner_tell (runner);
      if (g_cancellable_set_error_if_cancelled (runner->cancellable, error)
          || !fetch_story (runner, change, error))
        return FALSE;
      walk->fetched++;
    }
  walk->part.n++;
  runner->progress.done++;
  return TRUE;
}

/* `cursor` (nullable): the list's next place, where it has one. */
static gboolean
take_page (StetRunner *runner, const StetSiteChanges *page, const char *cursor, guint *pulled,
           GError **error)
{
  StetSyncProgress *progress = &runner->progress;
  Walk walk = { .part.changes = page->changes, .pulled = pulled };
  g_autofree gboolean *known = stet_ledger_find_known (runner, page->changes, error);
  g_autoptr (GError) stopped = NULL;

  if (known == NULL)
    return FALSE;
  progress->phase = STET_SYNC_RECEIVING;
  progress->total = page->total > 0 ? progress->done + page->total : 0;
  progress->pages++;
  for (guint i = 0; i < page->changes->len && stopped == NULL; i++)
    bring_change (runner, &walk, page->changes->pdata[i], known[i], &stopped);
  if (!end_part (runner, &walk, stopped == NULL ? cursor : NULL, error))
    return FALSE;
  if (stopped == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&stopped));
  return FALSE;
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
      gboolean moves;

      if (g_cancellable_set_error_if_cancelled (runner->cancellable, error))
        return FALSE;
      if (!list_page (runner, cursor, &page, error))
        return FALSE;
      if (page == NULL)
        {
          /* lost: from the beginning, which only adds and updates */
          g_clear_pointer (&cursor, g_free);
          continue;
        }
      moves = page->cursor != NULL && g_strcmp0 (page->cursor, cursor) != 0;
      if (!take_page (runner, page, moves ? page->cursor : NULL, pulled, error))
        return FALSE;
      if (!moves)
        break;
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

/* The same of who may stand in a byline. */
static gboolean
refresh_authors (StetRunner *runner, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) authors = NULL;

  if (!stet_runner_gate (runner, "request list_authors", error))
    return FALSE;
  stet_site_list_authors (runner->site, runner->cancellable, stet_runner_result_cb, &result);
  authors = stet_site_list_authors_finish (runner->site, stet_runner_wait (runner, &result), NULL);
  return authors == NULL || stet_ledger_put_terms (runner, "author", authors, error);
}

gboolean
stet_runner_pull (StetRunner *runner, guint *pulled, GError **error)
{
  runner->progress = (StetSyncProgress) { STET_SYNC_RECEIVING, 0, 0, 0, 0, 0 };
  return is_open (runner, error) && pull_pages (runner, pulled, error)
         && refresh_terms (runner, "tag", error) && refresh_terms (runner, "section", error)
         && refresh_authors (runner, error);
}
