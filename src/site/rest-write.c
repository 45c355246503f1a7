/* Stories of a mapped site: which one, reading it, writing it, moving it. One request that changes
 * something, and a look before it where the site can't guard. Layer: site. */
#include "config.h"

#include "site/rest-private.h"

#include "article/json.h"
#include "base/clock.h"
#include "site/rest-pointer.h"
#include "site/rest-template.h"

#include <string.h>

#define AHEAD_MIN_US (60 * G_USEC_PER_SEC)

static JsonNode *
operation (const StetRestJob *job, const char *name)
{
  return stet_mapping_operation (job->site->mapping, name);
}

/* --- which story --- */

static void
found (StetRestJob *job, const StetRestAnswer *answer)
{
  JsonNode *items
      = stet_pointer_get (answer->root, stet_mapping_string (operation (job, "find"), "items"));
  JsonNode *article = stet_mapping_node (job->site->mapping, "/article");
  guint n = items != NULL && JSON_NODE_HOLDS_ARRAY (items)
                ? json_array_get_length (json_node_get_array (items))
                : 0;

  if (!stet_rest_ok (job, answer))
    return;
  for (guint i = 0; i < n && job->remote == NULL; i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (items), i);
      g_autofree char *own = stet_pointer_text (item, stet_mapping_string (article, "id"));

      /* A site may pass over a question that it does not know, and list all it has. */
      if (g_strcmp0 (own, job->base.id) == 0)
        job->remote = stet_pointer_text (item, stet_mapping_string (article, "remote_id"));
    }
  if (job->remote != NULL)
    g_hash_table_replace (job->site->stories, g_strdup (job->base.id), g_strdup (job->remote));
  job->then_remote (job);
}

static gboolean
is_site_id (const StetRestSite *site, const char *id)
{
  GHashTableIter iter;
  gpointer own, remote;

  g_hash_table_iter_init (&iter, site->stories);
  while (g_hash_table_iter_next (&iter, &own, &remote))
    if (strcmp (remote, id) == 0)
      return TRUE;
  return FALSE;
}

void
stet_rest_with_remote (StetRestJob *job, StetRestThen then)
{
  const char *known = g_hash_table_lookup (job->site->stories, job->base.id);

  job->then_remote = then;
  if (job->remote == NULL && known != NULL)
    job->remote = g_strdup (known);
  else if (job->remote == NULL
           && (is_site_id (job->site, job->base.id) || !stet_uuid_is_valid (job->base.id)))
    job->remote = g_strdup (job->base.id);
  if (job->remote != NULL || operation (job, "find") == NULL)
    then (job);
  else
    stet_rest_ask (job, operation (job, "find"), found);
}

/* Whether a request needs the site's own id. */
static gboolean
needs_remote (JsonNode *request)
{
  return stet_template_uses (request, "remote_id");
}

/* --- reading --- */

static void
article_read (StetRestJob *job, const StetRestAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetSiteArticle) got = NULL;

  if (!stet_rest_ok (job, answer))
    return;
  got = stet_rest_read_answer (job->site, answer, &error);
  if (got == NULL)
    stet_site_job_fail (&job->base, error);
  else if (got->article == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer holds no story");
  else if (strcmp (stet_article_id (got->article), job->base.id) != 0
           && g_strcmp0 (got->remote_id, job->base.id) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The answer is about story %s, not %s", stet_article_id (got->article),
                          job->base.id);
  else if (got->state == STET_STATE_BINNED)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_GONE, "The story is in the site’s bin");
  else
    stet_site_job_return (&job->base, g_steal_pointer (&got),
                          (GDestroyNotify) stet_site_article_free);
}

/* What no search finds under its own id may be the site's: asking for it tells. */
static void
take_for_remote (StetRestJob *job)
{
  if (job->remote == NULL)
    job->remote = g_strdup (job->base.id);
}

static void
get_found (StetRestJob *job)
{
  take_for_remote (job);
  stet_rest_ask (job, operation (job, "get"), article_read);
}

void
stet_rest_get_article (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  if (needs_remote (operation (job, "get")))
    stet_rest_with_remote (job, get_found);
  else
    get_found (job);
}

/* --- looking just before --- */

static void
looked (StetRestJob *job, const StetRestAnswer *answer)
{
  const char *at = stet_mapping_string (stet_mapping_node (job->site->mapping, "/article"), "at");
  g_autoptr (GError) error = NULL;

  if (!stet_rest_ok (job, answer))
    return;
  job->at = stet_rest_read_answer (job->site, answer, &error);
  if (job->at == NULL)
    stet_site_job_fail (&job->base, error);
  else if (job->at->state == STET_STATE_BINNED && !job->base.restores)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_GONE, "The story is in the site’s bin");
  else if (job->base.version != NULL && !job->base.restores
           && g_strcmp0 (job->at->version, job->base.version) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE,
                          "The story was changed at the site since it was read");
  else
    {
      job->at_node = json_node_copy (stet_pointer_get (answer->root, at != NULL ? at : ""));
      job->then (job);
    }
}

static void
look_at_found (StetRestJob *job)
{
  take_for_remote (job);
  stet_rest_ask (job, operation (job, "get"), looked);
}

static void
look (StetRestJob *job, StetRestThen then)
{
  job->then = then;
  if (needs_remote (operation (job, "get")))
    stet_rest_with_remote (job, look_at_found);
  else
    look_at_found (job);
}

/* --- what came of a write --- */

static void
check_written (StetRestJob *job, StetSiteArticle *got)
{
  g_autoptr (StetSiteArticle) owned = got;
  const char *const *custom = (const char *const *) job->site->public_custom;
  g_autofree char *hash = job->base.article != NULL ? stet_article_hash (job->base.article, custom)
                                                    : g_strdup (job->base.hash);
  g_autofree char *got_hash
      = got->article != NULL ? stet_article_hash (got->article, custom) : NULL;
  gboolean changes_state = job->base.article == NULL || job->base.create;

  if (job->base.article != NULL && got->article == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer holds no story");
  else if (got->article != NULL && strcmp (stet_article_id (got->article), job->base.id) != 0
           && g_strcmp0 (got->remote_id, job->base.id) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The answer is about story %s, not %s", stet_article_id (got->article),
                          job->base.id);
  else if (hash != NULL && got_hash != NULL && strcmp (hash, got_hash) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site holds other content than what was sent: %s, not %s", got_hash,
                          hash);
  else if (changes_state && job->base.review == NULL && got->state != job->base.to)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The story is %s, not %s",
                          stet_state_name (got->state), stet_state_name (job->base.to));
  else if (changes_state && job->base.to == STET_STATE_PUBLISHED
           && (got->live_hash == NULL || (hash != NULL && strcmp (got->live_hash, hash) != 0)))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The live page holds other content than what was approved");
  else if (changes_state && job->base.to == STET_STATE_UNPUBLISHED && got->live_hash != NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site still has a live page of the story");
  else if (changes_state && job->base.to == STET_STATE_SCHEDULED
           && got->scheduled_us / G_USEC_PER_SEC != job->base.at_us / G_USEC_PER_SEC)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site took another time than the one that was asked for");
  else
    stet_site_job_return (&job->base, g_steal_pointer (&owned),
                          (GDestroyNotify) stet_site_article_free);
}

/* A bin may leave nothing to be read. */
static StetSiteArticle *
binned_article (const StetRestJob *job)
{
  StetSiteArticle *got = g_new0 (StetSiteArticle, 1);
  g_autofree char *bare
      = g_strconcat (job->base.version != NULL ? job->base.version : "", "binned", NULL);

  got->state = STET_STATE_BINNED;
  got->version = stet_rest_version (bare);
  got->remote_id = g_strdup (job->remote);
  return got;
}

static void
read_back (StetRestJob *job, const StetRestAnswer *answer)
{
  gboolean gone = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_GONE) ||
                  g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);
  g_autoptr (GError) error = NULL;
  StetSiteArticle *got;

  if (gone && job->base.to == STET_STATE_BINNED && job->base.article == NULL)
    {
      stet_site_job_return (&job->base, binned_article (job),
                            (GDestroyNotify) stet_site_article_free);
      return;
    }
  if (!stet_rest_ok (job, answer))
    return;
  got = stet_rest_read_answer (job->site, answer, &error);
  if (got != NULL)
    check_written (job, got);
  else
    stet_site_job_fail (&job->base, error);
}

static void
read_back_found (StetRestJob *job)
{
  if (job->remote == NULL && needs_remote (operation (job, "get")))
    {
      g_autoptr (GError) error = g_error_new_literal (STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND,
                                                      "The site does not show the story");

      stet_site_job_fail (&job->base, error);
      return;
    }
  stet_rest_ask (job, operation (job, "get"), read_back);
}

static void
written (StetRestJob *job, const StetRestAnswer *answer)
{
  gboolean silent = g_strcmp0 (stet_mapping_string (job->request, "answer"), "nothing") == 0;
  g_autoptr (GError) error = NULL;
  StetSiteArticle *got;

  if (!stet_rest_ok (job, answer))
    return;
  if (silent || answer->root == NULL)
    {
      if (needs_remote (operation (job, "get")))
        stet_rest_with_remote (job, read_back_found);
      else
        read_back_found (job);
      return;
    }
  got = stet_rest_read_answer (job->site, answer, &error);
  if (got != NULL)
    check_written (job, got);
  else if (stet_mapping_is_strict (job->site->mapping)) /* it came, and it is wrong */
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "%s", error->message);
  else
    stet_site_job_fail (&job->base, error);
}

/* --- putting --- */

static void
send_create (StetRestJob *job)
{
  stet_rest_ask (job, operation (job, "create"), written);
}

static void
create_if_new (StetRestJob *job)
{
  if (job->remote != NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE, "The site has this story already");
  else
    send_create (job);
}

/* Where stories go by their own id, asking for it tells whether it is there. */
static void
create_asked (StetRestJob *job, const StetRestAnswer *answer)
{
  if (g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND))
    send_create (job);
  else if (stet_rest_ok (job, answer))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE, "The site has this story already");
}

static void
create_prepared (StetRestJob *job)
{
  if (stet_mapping_knows_duplicates (job->site->mapping))
    send_create (job);
  else if (operation (job, "find") != NULL)
    stet_rest_with_remote (job, create_if_new);
  else
    stet_rest_ask (job, operation (job, "get"), create_asked);
}

static void
send_update (StetRestJob *job)
{
  stet_rest_ask (job, operation (job, "update"), written);
}

static void
update_with_remote (StetRestJob *job)
{
  if (job->remote == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND, "The site has no such story");
  else
    send_update (job);
}

/* A change of text takes an approval with it, and the date. */
static void
update_looked (StetRestJob *job)
{
  StetState state = job->at->state;

  job->base.to = state == STET_STATE_APPROVED || state == STET_STATE_SCHEDULED
                     ? STET_STATE_SUBMITTED
                     : state;
  send_update (job);
}

static void
update_prepared (StetRestJob *job)
{
  JsonNode *request = operation (job, "update");

  if (!stet_mapping_guards (request) || stet_template_uses (request, "state")
      || stet_template_uses (request, "to")
      || stet_mapping_field (job->site->mapping, "document") != NULL)
    look (job, update_looked);
  else if (needs_remote (request))
    stet_rest_with_remote (job, update_with_remote);
  else
    send_update (job);
}

static void
put_with_terms (StetRestJob *job)
{
  if (job->base.create)
    create_prepared (job);
  else
    update_prepared (job);
}

static void
put_with_pictures (StetRestJob *job)
{
  stet_rest_with_terms (job, put_with_terms);
}

void
stet_rest_put_article (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  if (job->base.version != NULL && !stet_site_is_strong_etag (job->base.version))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID, "The version is no strong ETag");
  else
    stet_rest_with_pictures (job, put_with_pictures);
}

/* --- transitions --- */

static gboolean
binds_text (StetState to)
{
  return to == STET_STATE_APPROVED || to == STET_STATE_SCHEDULED || to == STET_STATE_PUBLISHED;
}

static gboolean
may_move (StetRestJob *job)
{
  const StetSiteArticle *at = job->at;
  gint64 now_us = stet_clock_now_us (stet_clock_system ());
  g_autofree char *hash
      = at->article != NULL
            ? stet_article_hash (at->article, (const char *const *) job->site->public_custom)
            : NULL;

  if (binds_text (job->base.to) && job->base.hash == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID,
                          "The request does not say which content it is about");
  else if (job->base.hash != NULL && g_strcmp0 (hash, job->base.hash) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE,
                          "The story at the site is not the one that was read");
  else if (at->state == STET_STATE_PUBLISHED && job->base.to == STET_STATE_SUBMITTED &&
           (stet_mapping_lacks (job->site->mapping) & STET_SITE_LACKS_WORKING) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_UNSUPPORTED,
                          "This site can’t keep a changed version beside a live page");
  else if (!stet_state_may_follow (at->state, job->base.to))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STATE, "A story that is %s cannot become %s",
                          stet_state_name (at->state), stet_state_name (job->base.to));
  else if (job->base.to == STET_STATE_SCHEDULED && job->base.at_us < now_us + AHEAD_MIN_US)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID,
                          "The time is less than a minute ahead; a site may publish at once");
  else
    return TRUE;
  return FALSE;
}

static JsonNode *
way (const StetRestJob *job)
{
  return stet_mapping_transition (job->site->mapping, job->base.to);
}

static void
move_looked (StetRestJob *job)
{
  if (!may_move (job))
    return;
  if (job->at->article != NULL && stet_mapping_field (job->site->mapping, "document") != NULL)
    job->document = stet_rest_document (job->site, job->at->article, job->base.to, job->at_node);
  stet_rest_ask (job, way (job), written);
}

static void
move_with_me (StetRestJob *job)
{
  if (stet_site_user_may_move (job->site->me, job->base.to))
    look (job, move_looked);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_FORBIDDEN, "This account may not do that");
}

static void
move_with_remote (StetRestJob *job)
{
  take_for_remote (job);
  stet_rest_ask (job, way (job), written);
}

void
stet_rest_transition (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);
  JsonNode *request = way (job);

  if (request == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_UNSUPPORTED,
                          "The mapping has no way to the state %s", stet_state_name (job->base.to));
  else if (job->base.version == NULL || !stet_site_job_is_version (&job->base))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID, "The version is no strong ETag");
  else if (!stet_mapping_guards (request) || !stet_template_uses (request, "hash"))
    stet_rest_with_me (job, move_with_me);
  else if (needs_remote (request))
    stet_rest_with_remote (job, move_with_remote);
  else
    stet_rest_ask (job, request, written);
}

/* --- the review record --- */

static void
review_looked (StetRestJob *job)
{
  stet_site_job_refuse (&job->base, STET_SITE_ERROR_UNSUPPORTED,
                        "This site has no place for a review record");
}

static void
review_with_remote (StetRestJob *job)
{
  take_for_remote (job);
  stet_rest_ask (job, operation (job, "review"), written);
}

void
stet_rest_add_review (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);
  JsonNode *request = operation (job, "review");

  if (request == NULL)
    look (job, review_looked);
  else if (needs_remote (request))
    stet_rest_with_remote (job, review_with_remote);
  else
    stet_rest_ask (job, request, written);
}
