/* A rehearsal at a staging site. Layer: app. Blocks: runs the requests in a main context of its
 * own. */
#include "config.h"

#include "app/rehearse.h"

#include "app/probe.h"
#include "app/workspace-private.h"
#include "article/json.h"
#include "base/file.h"
#include "base/random.h"
#include "site/publishing-site.h"

#include <string.h>

typedef struct
{
  GMainContext *context;
  GCancellable *cancellable;
  GAsyncResult *result;       /* (owned) (nullable) */
  const StetAccount *account; /* (borrowed) */
  const char   *password;     /* (borrowed) */
  StetSite     *site;         /* (owned) */
  StetSiteUser *me;           /* (owned) (nullable) */
  StetArticle  *story;        /* (owned) */
  StetSiteArticle *at;        /* (owned) (nullable) where it stands */
  GPtrArray    *rows;         /* (owned) */
} Rehearsal;

static const char *const step_names[]
    = { NULL,      "create", "read-back", "stale-write", "lost-reply", "picture",
        "publish", "page",   "update",    "unpublish",   "review" };
static const char *const verdict_names[] = { NULL, "guaranteed", "detected", "missing", "failed" };

const char *
stet_rehearsal_step_name (StetRehearsalStep step)
{
  g_return_val_if_fail ((guint) step < G_N_ELEMENTS (step_names), NULL);

  return step_names[step];
}

const char *
stet_rehearsal_verdict_name (StetRehearsalVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdict_names), NULL);

  return verdict_names[verdict];
}

static void
row_free (gpointer data)
{
  StetRehearsalRow *row = data;

  g_clear_error (&row->error);
  g_free (row->detail);
  g_free (row);
}

/* Takes over `error`. */
static void
tell (Rehearsal *rehearsal, StetRehearsalStep step, StetRehearsalVerdict verdict, GError *error)
{
  StetRehearsalRow *row = g_new0 (StetRehearsalRow, 1);

  row->step = step;
  row->verdict = verdict;
  row->error = error;
  g_ptr_array_add (rehearsal->rows, row);
}

static gboolean
lacks (const Rehearsal *rehearsal, StetSiteLacks what)
{
  return (stet_site_lacks (rehearsal->site) & what) != 0;
}

/* --- requests that wait --- */

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Rehearsal *) data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Rehearsal *rehearsal)
{
  while (rehearsal->result == NULL)
    g_main_context_iteration (rehearsal->context, TRUE);
  return g_steal_pointer (&rehearsal->result);
}

static StetSiteArticle *
put (Rehearsal *rehearsal, StetSite *site, StetArticle *story, const char *version, GError **error)
{
  g_autofree char *key = stet_uuid_new (stet_random_system ());
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_put_article (site, story, version, key, rehearsal->cancellable, wait_cb, rehearsal);
  result = wait_for (rehearsal);
  return stet_site_put_article_finish (site, result, error);
}

static StetSiteArticle *
get (Rehearsal *rehearsal, StetSite *site, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_get_article (site, id, rehearsal->cancellable, wait_cb, rehearsal);
  result = wait_for (rehearsal);
  return stet_site_get_article_finish (site, result, error);
}

static gboolean
move (Rehearsal *rehearsal, StetState to, GError **error)
{
  g_autofree char *key = stet_uuid_new (stet_random_system ());
  g_autofree char *hash = stet_article_hash (rehearsal->story, NULL);
  gboolean bound = to == STET_STATE_APPROVED || to == STET_STATE_PUBLISHED;
  const StetSiteTransition wish = { .to = to,
                                    .hash = bound ? hash : NULL,
                                    .version = rehearsal->at->version,
                                    .key = key,
                                    .reason = to == STET_STATE_UNPUBLISHED ? "A rehearsal" : NULL };
  g_autoptr (GAsyncResult) result = NULL;
  StetSiteArticle *next;

  stet_site_transition (rehearsal->site, stet_article_id (rehearsal->story), &wish,
                        rehearsal->cancellable, wait_cb, rehearsal);
  result = wait_for (rehearsal);
  next = stet_site_transition_finish (rehearsal->site, result, error);
  if (next == NULL)
    return FALSE;
  stet_site_article_free (rehearsal->at);
  rehearsal->at = next;
  return TRUE;
}

static char *
fetch (Rehearsal *rehearsal, const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  stet_site_fetch_page (url, rehearsal->cancellable, wait_cb, rehearsal);
  result = wait_for (rehearsal);
  return stet_site_fetch_page_finish (result, NULL, error);
}

/* --- the story --- */

#define HEADLINE "A rehearsal by Stet: this story may be deleted"

static StetArticle *
write_story (const char *id, const char *text)
{
  g_autofree char *block_id = stet_uuid_v5 (id, "block");
  g_autoptr (StetProse) headline = stet_prose_plain (HEADLINE);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  g_autoptr (GPtrArray) body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  const StetArticleFields fields
      = { .id = id, .story = id, .language = "en", .headline = headline, .body = body };

  g_ptr_array_add (body, stet_block_paragraph (block_id, prose));
  return stet_article_new (&fields);
}

static void
take_story (Rehearsal *rehearsal, StetArticle *story, StetSiteArticle *at)
{
  g_clear_pointer (&rehearsal->story, stet_article_unref);
  g_clear_pointer (&rehearsal->at, stet_site_article_free);
  rehearsal->story = story;
  rehearsal->at = at;
}

static GError *
unexpected (const char *message)
{
  return g_error_new_literal (STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH, message);
}

/* --- the steps; FALSE: there is no going on --- */

static gboolean
rehearse_create (Rehearsal *rehearsal)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  StetArticle *story = write_story (id, "First words.");
  GError *error = NULL;
  StetSiteArticle *at = put (rehearsal, rehearsal->site, story, NULL, &error);

  take_story (rehearsal, story, at);
  tell (rehearsal, STET_REHEARSAL_CREATE,
        at != NULL ? STET_REHEARSAL_GUARANTEED : STET_REHEARSAL_FAILED, error);
  return at != NULL;
}

/* By one who knows nothing but the story's id, as after a restart. */
static gboolean
rehearse_read_back (Rehearsal *rehearsal)
{
  GError *error = NULL;
  g_autoptr (StetSite) fresh
      = stet_account_open (rehearsal->account, rehearsal->password, NULL, &error);
  g_autoptr (StetSiteArticle) got
      = fresh != NULL ? get (rehearsal, fresh, stet_article_id (rehearsal->story), &error) : NULL;
  g_autofree char *hash = stet_article_hash (rehearsal->story, NULL);
  g_autofree char *got_hash = got != NULL ? stet_article_hash (got->article, NULL) : NULL;

  if (got != NULL && g_strcmp0 (hash, got_hash) != 0)
    error = unexpected ("the story came back as another");
  tell (rehearsal, STET_REHEARSAL_READ_BACK,
        error == NULL ? STET_REHEARSAL_GUARANTEED : STET_REHEARSAL_FAILED, error);
  return error == NULL;
}

static gboolean
rehearse_stale (Rehearsal *rehearsal)
{
  g_autoptr (StetArticle) third
      = write_story (stet_article_id (rehearsal->story), "What came too late.");
  StetArticle *second = write_story (stet_article_id (rehearsal->story), "Second words.");
  g_autofree char *old = g_strdup (rehearsal->at->version);
  GError *error = NULL;
  g_autoptr (StetSiteArticle) late = NULL;
  StetSiteArticle *at = put (rehearsal, rehearsal->site, second, old, &error);
  gboolean refused;

  if (at == NULL)
    {
      stet_article_unref (second);
      tell (rehearsal, STET_REHEARSAL_STALE, STET_REHEARSAL_FAILED, error);
      return FALSE;
    }
  take_story (rehearsal, second, at);
  late = put (rehearsal, rehearsal->site, third, old, &error);
  refused = g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);
  if (refused)
    g_clear_error (&error);
  else if (error == NULL)
    error = unexpected ("a change made from an older version was taken");
  tell (rehearsal, STET_REHEARSAL_STALE,
        !refused                                      ? STET_REHEARSAL_FAILED
        : lacks (rehearsal, STET_SITE_LACKS_IF_MATCH) ? STET_REHEARSAL_DETECTED
                                                      : STET_REHEARSAL_GUARANTEED,
        error);
  return refused;
}

/* Whether the site itself makes no story twice. */
static gboolean
refuses_twice (const Rehearsal *rehearsal)
{
  g_autoptr (StetMapping) mapping = stet_account_mapping (rehearsal->account, NULL);

  return mapping != NULL ? stet_mapping_knows_duplicates (mapping)
                         : !lacks (rehearsal, STET_SITE_LACKS_KEYS);
}

/* The answer to a creation is thrown away, as a line that breaks does. Whoever comes back must find
 * the story, and sending it again must not make a second one. */
static gboolean
rehearse_lost (Rehearsal *rehearsal)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetArticle) story = write_story (id, "Sent once.");
  GError *error = NULL;
  g_autoptr (StetSiteArticle) lost = put (rehearsal, rehearsal->site, story, NULL, &error);
  g_autoptr (StetSite) fresh
      = lost != NULL ? stet_account_open (rehearsal->account, rehearsal->password, NULL, &error)
                     : NULL;
  g_autoptr (StetSiteArticle) found = fresh != NULL ? get (rehearsal, fresh, id, &error) : NULL;
  g_autoptr (StetSiteArticle) again
      = found != NULL ? put (rehearsal, fresh, story, NULL, &error) : NULL;
  gboolean refused = g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_STALE);

  if (refused)
    g_clear_error (&error);
  else if (again != NULL)
    error = unexpected ("a story that was there was made again");
  tell (rehearsal, STET_REHEARSAL_LOST,
        !refused                    ? STET_REHEARSAL_FAILED
        : refuses_twice (rehearsal) ? STET_REHEARSAL_GUARANTEED
                                    : STET_REHEARSAL_DETECTED,
        error);
  return refused;
}

/* One pixel. */
static GBytes *
picture (void)
{
  static const char base64[]
      = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
  gsize size;
  guchar *bytes = g_base64_decode (base64, &size);

  return g_bytes_new_take (bytes, size);
}

static gboolean
send_picture (Rehearsal *rehearsal, GBytes *bytes, const char *sha256, GError **error)
{
  const StetSitePicture sent
      = { .sha256 = sha256, .bytes = bytes, .mime = "image/png", .name = "A rehearsal by Stet" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) got_result = NULL;
  g_autoptr (GBytes) got = NULL;

  stet_site_put_media (rehearsal->site, &sent, rehearsal->cancellable, wait_cb, rehearsal);
  result = wait_for (rehearsal);
  if (!stet_site_put_media_finish (rehearsal->site, result, error))
    return FALSE;
  stet_site_get_media (rehearsal->site, sha256, rehearsal->cancellable, wait_cb, rehearsal);
  got_result = wait_for (rehearsal);
  got = stet_site_get_media_finish (rehearsal->site, got_result, error);
  return got != NULL; /* its hash was compared */
}

static gboolean
rehearse_picture (Rehearsal *rehearsal)
{
  g_autoptr (GBytes) bytes = picture ();
  g_autofree char *sha256 = stet_file_sha256 (bytes);
  GError *error = NULL;
  gboolean sent = stet_site_user_can (rehearsal->me, "upload")
                  && send_picture (rehearsal, bytes, sha256, &error);
  gboolean unable
      = error == NULL || g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED);

  if (!sent && unable)
    g_clear_error (&error);
  tell (rehearsal, STET_REHEARSAL_PICTURE,
        sent     ? STET_REHEARSAL_GUARANTEED
        : unable ? STET_REHEARSAL_MISSING
                 : STET_REHEARSAL_FAILED,
        error);
  return TRUE;
}

static gboolean
rehearse_publish (Rehearsal *rehearsal)
{
  GError *error = NULL;
  gboolean may = stet_site_user_can (rehearsal->me, "publish")
                 && stet_site_user_can (rehearsal->me, "approve");
  gboolean live = may && move (rehearsal, STET_STATE_SUBMITTED, &error)
                  && move (rehearsal, STET_STATE_APPROVED, &error)
                  && move (rehearsal, STET_STATE_PUBLISHED, &error);

  tell (rehearsal, STET_REHEARSAL_PUBLISH,
        live  ? STET_REHEARSAL_GUARANTEED
        : may ? STET_REHEARSAL_FAILED
              : STET_REHEARSAL_MISSING,
        error);
  return live;
}

static gboolean
rehearse_page (Rehearsal *rehearsal)
{
  const char *url = rehearsal->at->url;
  GError *error = NULL;
  g_autofree char *page = url != NULL ? fetch (rehearsal, url, &error) : NULL;
  gboolean shown = page != NULL && strstr (page, HEADLINE) != NULL;

  if (page != NULL && !shown)
    error = unexpected ("the page does not show the headline");
  tell (rehearsal, STET_REHEARSAL_PAGE,
        shown         ? STET_REHEARSAL_GUARANTEED
        : url == NULL ? STET_REHEARSAL_MISSING
                      : STET_REHEARSAL_FAILED,
        error);
  ((StetRehearsalRow *) rehearsal->rows->pdata[rehearsal->rows->len - 1])->detail = g_strdup (url);
  return TRUE;
}

/* A live story changed: beside its page, or on it. */
static gboolean
rehearse_update (Rehearsal *rehearsal)
{
  g_autofree char *live = g_strdup (rehearsal->at->live_hash);
  StetArticle *story = write_story (stet_article_id (rehearsal->story), "Words that came later.");
  g_autofree char *hash = stet_article_hash (story, NULL);
  GError *error = NULL;
  StetSiteArticle *at = put (rehearsal, rehearsal->site, story, rehearsal->at->version, &error);
  gboolean direct = lacks (rehearsal, STET_SITE_LACKS_WORKING);

  if (at == NULL)
    {
      stet_article_unref (story);
      tell (rehearsal, STET_REHEARSAL_UPDATE, STET_REHEARSAL_FAILED, error);
      return TRUE; /* it still has to be taken down */
    }
  if (g_strcmp0 (at->live_hash, direct ? hash : live) != 0)
    error = unexpected ("the live page holds other words than the site says");
  take_story (rehearsal, story, at);
  tell (rehearsal, STET_REHEARSAL_UPDATE,
        error != NULL ? STET_REHEARSAL_FAILED
        : direct      ? STET_REHEARSAL_MISSING
                      : STET_REHEARSAL_GUARANTEED,
        error);
  return TRUE;
}

static gboolean
rehearse_unpublish (Rehearsal *rehearsal)
{
  g_autofree char *url = g_strdup (rehearsal->at->url);
  GError *error = NULL;
  gboolean down = stet_site_user_can (rehearsal->me, "unpublish")
                  && move (rehearsal, STET_STATE_UNPUBLISHED, &error);
  g_autofree char *page = down && url != NULL ? fetch (rehearsal, url, NULL) : NULL;

  if (page != NULL && strstr (page, HEADLINE) != NULL)
    error = unexpected ("the page is still there");
  tell (rehearsal, STET_REHEARSAL_UNPUBLISH,
        down && error == NULL ? STET_REHEARSAL_GUARANTEED
        : error == NULL       ? STET_REHEARSAL_MISSING
                              : STET_REHEARSAL_FAILED,
        error);
  return TRUE;
}

static void
clean_up (Rehearsal *rehearsal)
{
  if (rehearsal->at != NULL && rehearsal->at->state != STET_STATE_PUBLISHED
      && stet_site_user_can (rehearsal->me, "edit_others"))
    move (rehearsal, STET_STATE_BINNED, NULL); /* as far as the site lets us */
}

static gboolean
meet (Rehearsal *rehearsal, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  rehearsal->site = stet_account_open (rehearsal->account, rehearsal->password, NULL, error);
  if (rehearsal->site == NULL)
    return FALSE;
  stet_site_get_me (rehearsal->site, rehearsal->cancellable, wait_cb, rehearsal);
  result = wait_for (rehearsal);
  rehearsal->me = stet_site_get_me_finish (rehearsal->site, result, error);
  return rehearsal->me != NULL;
}

static gboolean
run (Rehearsal *rehearsal, GError **error)
{
  static gboolean (*const steps[]) (Rehearsal *)
      = { rehearse_create, rehearse_read_back, rehearse_stale,
          rehearse_lost,   rehearse_picture,   rehearse_publish,
          rehearse_page,   rehearse_update,    rehearse_unpublish };

  if (!meet (rehearsal, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!steps[i](rehearsal))
      break;
  tell (rehearsal, STET_REHEARSAL_REVIEW,
        lacks (rehearsal, STET_SITE_LACKS_REVIEW) ? STET_REHEARSAL_MISSING
                                                  : STET_REHEARSAL_GUARANTEED,
        NULL);
  clean_up (rehearsal);
  return TRUE;
}

GPtrArray *
stet_rehearse (const StetAccount *account, const char *password, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Rehearsal rehearsal = {
    .context = context, .cancellable = cancellable, .account = account, .password = password
  };
  gboolean done;

  rehearsal.rows = g_ptr_array_new_with_free_func (row_free);
  g_main_context_push_thread_default (context);
  done = run (&rehearsal, error);
  g_clear_object (&rehearsal.site);
  while (g_main_context_iteration (context, FALSE)) /* the session's last sources */
    ;
  g_main_context_pop_thread_default (context);
  g_clear_pointer (&rehearsal.me, stet_site_user_free);
  g_clear_pointer (&rehearsal.story, stet_article_unref);
  g_clear_pointer (&rehearsal.at, stet_site_article_free);
  if (!done)
    g_clear_pointer (&rehearsal.rows, g_ptr_array_unref);
  return rehearsal.rows;
}

typedef struct
{
  const StetAccount *account;
  const char        *password;
} Call;

static gpointer
rehearse_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  const Call *call = data;

  return stet_rehearse (call->account, call->password, cancellable, error);
}

GPtrArray *
stet_workspace_rehearse (StetWorkspace *ws, const StetAccount *account, const char *password,
                         GError **error)
{
  Call call = { account, password };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && account != NULL && password != NULL, NULL);

  return stet_worker_call (ws->site_worker, rehearse_thread, &call, NULL, error);
}
