/* One effect of the engine, carried out against the site, and the answer as the engine's next
 * event.
 * Layer: sync. The runner's thread. */
#include "config.h"

#include "sync/runner-private.h"

#include "sync/media-list.h"
#include "sync/review-additions.h"

#include "article/json.h"
#include "media/photo.h"

#include <string.h>

typedef struct
{
  StetRunner             *runner;
  const StetIntent       *intent;
  StetLedgerStory        *loaded;
  const StetEngineEffect *effect;
  StetReply              *reply;
} Perform;

void
stet_reply_clear (StetReply *reply)
{
  stet_site_article_free (reply->article);
  g_free (reply->hash);
  g_free (reply->message);
  g_clear_error (&reply->account);
}

/* --- failures --- */

static StetEngineFailure
failure_of_code (StetSiteError code)
{
  switch (code)
    {
    case STET_SITE_ERROR_OFFLINE:
    case STET_SITE_ERROR_TLS:
      return STET_FAILURE_OFFLINE;
    case STET_SITE_ERROR_AUTH:
      return STET_FAILURE_AUTH;
    case STET_SITE_ERROR_FORBIDDEN:
    case STET_SITE_ERROR_INVALID:
    case STET_SITE_ERROR_TOO_LARGE:
    case STET_SITE_ERROR_UNSUPPORTED:
      return STET_FAILURE_REFUSED;
    case STET_SITE_ERROR_NOT_FOUND:
    case STET_SITE_ERROR_GONE:
      return STET_FAILURE_NOT_FOUND;
    case STET_SITE_ERROR_STATE:
      return STET_FAILURE_STATE;
    case STET_SITE_ERROR_STALE:
      return STET_FAILURE_STALE;
    case STET_SITE_ERROR_BUSY:
      return STET_FAILURE_BUSY;
    case STET_SITE_ERROR_SERVER:
      return STET_FAILURE_SERVER;
    case STET_SITE_ERROR_MISMATCH:
      return STET_FAILURE_MISMATCH;
    case STET_SITE_ERROR_OUTCOME_UNKNOWN:
    case STET_SITE_ERROR_BLOCKED:
    case STET_SITE_ERROR_NOT_API:
    default:
      return STET_FAILURE_UNKNOWN;
    }
}

static void
refuse (Perform *perform, const char *message)
{
  StetEngineEvent *event = &perform->reply->event;

  event->kind = STET_EVENT_FAILED;
  event->failure = STET_FAILURE_REFUSED;
  event->failed = perform->effect->kind;
  stet_set_text (&perform->reply->message, message);
  event->message = perform->reply->message;
}

/* Anything that is not the site's own error leaves the outcome open. */
static void
fail (Perform *perform, const GError *error)
{
  StetEngineEvent *event = &perform->reply->event;
  gboolean of_site = error->domain == STET_SITE_ERROR;
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  refuse (perform, error->message);
  event->failure = of_site   ? failure_of_code (error->code)
                   : stopped ? STET_FAILURE_STOPPED
                             : STET_FAILURE_UNKNOWN;
  event->code = of_site ? error->code : 0;
  event->reason = stet_site_error_reason (error);
  event->retry_after_s = stet_site_error_retry_after_s (error);
  if (event->failure == STET_FAILURE_NOT_FOUND && perform->effect->kind == STET_EFFECT_PUT_MEDIA)
    event->failure = STET_FAILURE_REFUSED;
  stet_runner_is_account_error (error, &perform->reply->account);
}

/* --- answers --- */

static gboolean
is_known_text (const Perform *perform, const char *hash)
{
  if (hash == NULL)
    return FALSE;
  return g_strcmp0 (hash, perform->intent->hash) == 0
         || g_strcmp0 (hash, perform->intent->base_hash) == 0
         || g_hash_table_contains (perform->loaded->lineage, hash);
}

/* Whether sending our review record would change nothing there; else what is to be sent is kept. */
static gboolean
is_review_held (const Perform *perform, const StetReview *theirs)
{
  StetLedgerStory *loaded = perform->loaded;

  g_clear_pointer (&loaded->additions, stet_review_free);
  if (theirs != NULL)
    loaded->additions = stet_review_additions (loaded->story->review, theirs);
  return loaded->additions == NULL;
}

static gboolean
note (Perform *perform, GError **error)
{
  StetReply *reply = perform->reply;
  const StetRemote *remote = perform->loaded->story->remote;
  const StetLedgerNote taken = { .article_id = perform->intent->article_id,
                                 .site = reply->article,
                                 .hash = reply->hash,
                                 .ours = is_known_text (perform, reply->hash)
                                         || (reply->hash != NULL && remote != NULL
                                             && g_strcmp0 (remote->hash, reply->hash) == 0) };

  return stet_ledger_note (perform->runner, &taken, error);
}

/* A takedown goes for whatever text is there, and so does what is taken out of the bin. */
static gboolean
binds_text (StetIntentKind kind)
{
  return kind != STET_INTENT_UNPUBLISH && kind != STET_INTENT_BIN && kind != STET_INTENT_RESTORE;
}

/* An answer that carries the story: into the event, and into the store. */
static gboolean
answer (Perform *perform, StetEngineEventKind kind, StetSiteArticle *article, GError **error)
{
  StetReply *reply = perform->reply;
  StetEngineEvent *event = &reply->event;

  reply->article = article;
  if (article->article != NULL
      && !g_str_equal (stet_article_id (article->article), perform->intent->article_id))
    {
      /* Its mark was lost at the site; it is known by the site's own id. */
      g_autoptr (StetArticle) renamed = article->article;

      article->article = stet_article_with_ids (renamed, perform->intent->article_id,
                                                stet_article_fields (renamed)->story);
    }
  if (article->article != NULL)
    reply->hash = stet_article_hash (article->article, perform->runner->options.public_custom);
  else if (kind == STET_EVENT_TRANSITIONED && binds_text (perform->intent->kind))
    reply->hash = g_strdup (perform->intent->hash);
  event->kind = kind;
  event->state = article->state;
  event->version = article->version;
  event->hash = reply->hash;
  event->live_hash = article->live_hash;
  event->direct = (stet_site_lacks (perform->runner->site) & STET_SITE_LACKS_WORKING) != 0;
  event->scheduled_us = article->scheduled_us;
  event->known_base = is_known_text (perform, reply->hash);
  event->review_held = is_review_held (perform, article->review);
  return note (perform, error);
}

/* --- the effects --- */

static const char *
remote_id_of (const Perform *perform)
{
  const StetRemote *remote = perform->loaded->story->remote;

  return remote != NULL && remote->remote_id != NULL ? remote->remote_id
                                                     : perform->intent->article_id;
}

static gboolean
perform_read (Perform *perform, GError **error)
{
  StetRunner *runner = perform->runner;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  StetSiteArticle *article;

  if (!stet_runner_gate (runner, "request get_article", error))
    return FALSE;
  stet_site_get_article (runner->site, remote_id_of (perform), runner->cancellable,
                         stet_runner_result_cb, &result);
  article = stet_site_get_article_finish (runner->site, stet_runner_wait (runner, &result), &local);
  if (article != NULL)
    return answer (perform, STET_EVENT_REMOTE_READ, article, error);
  if (g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND))
    {
      perform->reply->event.kind = STET_EVENT_REMOTE_READ;
      perform->reply->event.missing = TRUE;
    }
  else if (g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_GONE)
           && perform->intent->kind == STET_INTENT_RESTORE)
    {
      perform->reply->event.kind = STET_EVENT_REMOTE_READ;
      perform->reply->event.state = STET_STATE_BINNED;
      perform->reply->event.version = STET_SITE_VERSION_ANY;
    }
  else
    fail (perform, local);
  return TRUE;
}

static const char *
media_of (const Perform *perform)
{
  return perform->loaded->media->pdata[perform->effect->media];
}

/* A picture that this desk never had, of a text that the site has already: whoever wrote that was
 * let through without it, and nothing can be sent from here. */
static gboolean
is_out_of_reach (Perform *perform)
{
  const StetRemote *remote = perform->loaded->story->remote;
  g_autoptr (GBytes) picture = NULL;

  if (remote == NULL || g_strcmp0 (remote->hash, perform->intent->hash) != 0)
    return FALSE;
  picture = stet_ledger_get_photo (perform->runner, media_of (perform), NULL);
  return picture == NULL;
}

static gboolean
perform_head_media (Perform *perform, GError **error)
{
  StetRunner *runner = perform->runner;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  gboolean there;

  if (!stet_runner_gate (runner, "request has_media", error))
    return FALSE;
  stet_site_has_media (runner->site, media_of (perform), runner->cancellable, stet_runner_result_cb,
                       &result);
  there = stet_site_has_media_finish (runner->site, stet_runner_wait (runner, &result), &local);
  /* A site without a place for pictures: there is nothing to send. */
  if (there || g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED))
    perform->reply->event.kind = STET_EVENT_MEDIA_THERE;
  else if (local == NULL || g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND))
    perform->reply->event.kind
        = is_out_of_reach (perform) ? STET_EVENT_MEDIA_THERE : STET_EVENT_MEDIA_MISSING;
  else
    fail (perform, local);
  return TRUE;
}

/* What the site's library is to show beside a picture: the story's own words for it. */
static void
describe (const Perform *perform, StetSitePicture *picture)
{
  const StetArticle *article = perform->loaded->bound;
  const StetPhoto *photo = article != NULL ? stet_media_find (article, picture->sha256) : NULL;

  if (photo == NULL)
    return;
  picture->name = stet_prose_text (stet_article_fields (article)->headline);
  picture->caption = stet_prose_text (stet_photo_caption (photo));
  picture->credit = stet_prose_text (stet_photo_credit (photo));
  picture->alt = stet_prose_text (stet_photo_alt (photo));
}

static void
sent_cb (guint64 sent_bytes, guint64 total_bytes, gpointer data)
{
  StetRunner *runner = data;

  runner->progress.phase = STET_SYNC_PICTURE;
  runner->progress.sent_bytes = sent_bytes;
  runner->progress.total_bytes = total_bytes;
  stet_runner_tell (runner);
}

static gboolean
perform_put_media (Perform *perform, GError **error)
{
  StetRunner *runner = perform->runner;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) picture = stet_ledger_get_photo (runner, media_of (perform), &local);
  g_autoptr (StetPhotoInfo) info = NULL;
  StetSitePicture sent = { .sha256 = media_of (perform) };

  if (picture == NULL || !stet_photo_check_clean (picture, &info, runner->cancellable, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return g_propagate_error (error, g_steal_pointer (&local)), FALSE;
      g_autofree char *message
          = g_strdup_printf ("picture %s: %s", media_of (perform), local->message);

      refuse (perform, message);
      return TRUE;
    }
  if (!stet_runner_gate (runner, "request put_media", error))
    return FALSE;
  sent.bytes = picture;
  sent.mime = info->mime;
  sent.sent = (StetSiteSent) { sent_cb, runner };
  describe (perform, &sent);
  stet_site_put_media (runner->site, &sent, runner->cancellable, stet_runner_result_cb, &result);
  if (stet_site_put_media_finish (runner->site, stet_runner_wait (runner, &result), &local))
    perform->reply->event.kind = STET_EVENT_MEDIA_SENT;
  else
    fail (perform, local);
  return TRUE;
}

/* Whether the site's own id of the term is known: such sites count. */
static gboolean
is_numbered (const StetTerm *term)
{
  const char *id = stet_term_id (term);

  return id != NULL && *id != '\0' && id[strspn (id, "0123456789")] == '\0';
}

/* Tags by name, where the site wants them made one by one. Making one that is there changes
 * nothing, so a stop in between is no harm. FALSE: the reply says what went wrong, or the gate has
 * closed. */
static gboolean
make_tags (Perform *perform, gboolean *stopped, GError **error)
{
  StetRunner *runner = perform->runner;
  GPtrArray *tags = stet_article_fields (perform->loaded->bound)->tags;

  for (guint i = 0; i < tags->len; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) local = NULL;
      g_autoptr (StetTerm) made = NULL;

      if (is_numbered (tags->pdata[i]))
        continue;
      *stopped = !stet_runner_gate (runner, "request add_term", error);
      if (*stopped)
        return FALSE;
      stet_site_add_term (runner->site, "tag", stet_term_label (tags->pdata[i]), NULL,
                          runner->cancellable, stet_runner_result_cb, &result);
      made = stet_site_add_term_finish (runner->site, stet_runner_wait (runner, &result), &local);
      if (made != NULL || g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN))
        continue; /* who may not make tags may use one that is there: the write itself tells */
      fail (perform, local);
      return FALSE;
    }
  return TRUE;
}

static gboolean
perform_put_article (Perform *perform, GError **error)
{
  StetRunner *runner = perform->runner;
  gboolean create = perform->effect->kind == STET_EFFECT_CREATE;
  gboolean stopped = FALSE;
  g_autofree char *key = stet_engine_key (perform->intent);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  StetSiteArticle *article;

  if (perform->loaded->bound == NULL)
    {
      refuse (perform, "the text is no longer on this machine");
      return TRUE;
    }
  if (perform->loaded->bad_file != NULL)
    {
      refuse (perform, "a picture of the story was not taken in");
      return TRUE;
    }
  if ((stet_site_lacks (runner->site) & STET_SITE_LACKS_NEW_TERMS) != 0
      && !make_tags (perform, &stopped, error))
    return !stopped;
  if (!stet_runner_gate (runner, create ? "request create" : "request write", error))
    return FALSE;
  stet_site_put_article (runner->site, perform->loaded->bound,
                         create ? NULL : perform->intent->version, key, runner->cancellable,
                         stet_runner_result_cb, &result);
  article = stet_site_put_article_finish (runner->site, stet_runner_wait (runner, &result), &local);
  if (article != NULL)
    return answer (perform, create ? STET_EVENT_CREATED : STET_EVENT_WRITTEN, article, error);
  fail (perform, local);
  return TRUE;
}

static gboolean
perform_review (Perform *perform, GError **error)
{
  StetRunner *runner = perform->runner;
  const StetReview *additions = perform->loaded->additions;
  g_autofree char *key = stet_engine_key (perform->intent);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  StetSiteArticle *article;

  /* a read came before, or there were no such effect */
  g_return_val_if_fail (additions != NULL, FALSE);
  if (!stet_runner_gate (runner, "request review", error))
    return FALSE;
  stet_site_add_review (runner->site, remote_id_of (perform), additions, key, runner->cancellable,
                        stet_runner_result_cb, &result);
  article = stet_site_add_review_finish (runner->site, stet_runner_wait (runner, &result), &local);
  if (article != NULL)
    return answer (perform, STET_EVENT_REVIEWED, article, error);
  if (g_error_matches (local, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED))
    {
      perform->reply->event.kind = STET_EVENT_REVIEWED;
      perform->reply->event.version = perform->intent->version;
    }
  else
    fail (perform, local);
  return TRUE;
}

static gboolean
perform_transition (Perform *perform, GError **error)
{
  StetRunner *runner = perform->runner;
  const StetIntent *intent = perform->intent;
  g_autofree char *key = stet_engine_key (intent);
  const StetSiteTransition transition
      = { .to = perform->effect->to,
          .hash = binds_text (intent->kind) ? intent->hash : NULL,
          .at_us = intent->kind == STET_INTENT_SCHEDULE ? intent->at_us : 0,
          .reason = intent->reason,
          .version = intent->version,
          .key = key };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  StetSiteArticle *article;

  if (!stet_runner_gate (runner, "request transition", error))
    return FALSE;
  stet_site_transition (runner->site, remote_id_of (perform), &transition, runner->cancellable,
                        stet_runner_result_cb, &result);
  article = stet_site_transition_finish (runner->site, stet_runner_wait (runner, &result), &local);
  if (article != NULL)
    return answer (perform, STET_EVENT_TRANSITIONED, article, error);
  fail (perform, local);
  return TRUE;
}

gboolean
stet_runner_perform (StetRunner *runner, const StetIntent *intent, StetLedgerStory *loaded,
                     const StetEngineEffect *effect, StetReply *reply, GError **error)
{
  Perform perform = { runner, intent, loaded, effect, reply };

  switch (effect->kind)
    {
    case STET_EFFECT_READ:
      return perform_read (&perform, error);
    case STET_EFFECT_HEAD_MEDIA:
      return perform_head_media (&perform, error);
    case STET_EFFECT_PUT_MEDIA:
      return perform_put_media (&perform, error);
    case STET_EFFECT_CREATE:
    case STET_EFFECT_WRITE:
      return perform_put_article (&perform, error);
    case STET_EFFECT_REVIEW:
      return perform_review (&perform, error);
    case STET_EFFECT_TRANSITION:
      return perform_transition (&perform, error);
    case STET_EFFECT_NONE:
    case STET_EFFECT_WAIT:
    case STET_EFFECT_HOLD:
    case STET_EFFECT_DONE:
    default:
      g_return_val_if_reached (FALSE);
    }
}
