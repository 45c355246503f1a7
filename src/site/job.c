/* The methods of a StetSite as jobs: their arguments are taken over once, for every client. Layer:
 * site. Thread: the site's. */
#include "config.h"

#include "site/job.h"

#include "base/file.h"

#include <string.h>

#define NAMED_BY_HASH "A picture’s name is the SHA-256 of its bytes"

gboolean
stet_site_is_strong_etag (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length < 3 || text[0] != '"' || text[length - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < length - 1; i++)
    if ((guchar) text[i] <= 0x20 || text[i] == '"' || text[i] == 0x7f)
      return FALSE;
  return TRUE;
}

gboolean
stet_site_job_is_version (const StetSiteJob *job)
{
  return stet_site_is_strong_etag (job->version)
         || (job->restores && strcmp (job->version, STET_SITE_VERSION_ANY) == 0);
}

static StetSiteJob *
job_new (StetSite *site, GTask *task)
{
  const StetSiteJobs *jobs = STET_SITE_GET_IFACE (site)->jobs;
  StetSiteJob *job = g_malloc0 (jobs->size);

  job->site = g_object_ref (site);
  job->task = task;
  jobs->begin (job);
  return job;
}

static void
job_free (StetSiteJob *job)
{
  char **texts[] = { &job->id,     &job->version, &job->key,  &job->kind,   &job->label,
                     &job->search, &job->sha256,  &job->mime, &job->name,   &job->caption,
                     &job->credit, &job->alt,     &job->hash, &job->reason, &job->cursor };

  STET_SITE_GET_IFACE (job->site)->jobs->clear (job);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_clear_pointer (&job->article, stet_article_unref);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_pointer (&job->review, stet_review_free);
  g_clear_pointer (&job->list, g_ptr_array_unref);
  g_clear_pointer (&job->missing, g_ptr_array_unref);
  g_object_unref (job->task);
  g_object_unref (job->site);
  g_free (job);
}

/* --- its end --- */

void
stet_site_job_return (StetSiteJob *job, gpointer result, GDestroyNotify result_free)
{
  g_task_return_pointer (job->task, result, result_free);
  job_free (job);
}

void
stet_site_job_return_boolean (StetSiteJob *job, gboolean result)
{
  g_task_return_boolean (job->task, result);
  job_free (job);
}

void
stet_site_job_return_changes (StetSiteJob *job, char *cursor)
{
  StetSiteChanges *changes = g_new0 (StetSiteChanges, 1);

  changes->changes = g_steal_pointer (&job->list);
  changes->cursor = cursor;
  changes->total = job->total;
  stet_site_job_return (job, changes, (GDestroyNotify) stet_site_changes_free);
}

void
stet_site_job_return_list (StetSiteJob *job)
{
  stet_site_job_return (job, g_steal_pointer (&job->list), (GDestroyNotify) g_ptr_array_unref);
}

void
stet_site_job_fail (StetSiteJob *job, const GError *error)
{
  if (job->wrote)
    g_task_return_new_error (job->task, STET_SITE_ERROR, STET_SITE_ERROR_OUTCOME_UNKNOWN, "%s",
                             error->message);
  else
    g_task_return_error (job->task, g_error_copy (error));
  job_free (job);
}

void
stet_site_job_refuse (StetSiteJob *job, StetSiteError code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  g_task_return_error (job->task, g_error_new_literal (STET_SITE_ERROR, (int) code, message));
  job_free (job);
}

/* --- what is looked up on the way --- */

void
stet_site_job_seek (StetSiteJob *job)
{
  g_clear_pointer (&job->missing, g_ptr_array_unref);
  job->missing = g_ptr_array_new_with_free_func (g_free);
}

char *
stet_site_job_next_missing (StetSiteJob *job)
{
  return job->missing->len > 0 ? g_ptr_array_steal_index (job->missing, job->missing->len - 1)
                               : NULL;
}

void
stet_site_job_seek_picture (StetSiteJob *job, const char *sha256, GHashTable *known)
{
  if (stet_file_is_sha256 (sha256) && (known == NULL || !g_hash_table_contains (known, sha256)) &&
      !g_ptr_array_find_with_equal_func (job->missing, sha256, g_str_equal, NULL))
    g_ptr_array_add (job->missing, g_strdup (sha256));
}

/* --- the methods --- */

static void
run (StetSiteJob *job, StetSiteJobRun method)
{
  if (method == NULL)
    stet_site_job_refuse (job, STET_SITE_ERROR_UNSUPPORTED, "This site has no such thing");
  else
    method (job);
}

static gboolean
is_key (const char *key)
{
  for (const char *c = key; c != NULL && *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return key == NULL || *key != '\0';
}

static void
run_keyed (StetSiteJob *job, StetSiteJobRun method)
{
  if (is_key (job->key))
    run (job, method);
  else
    stet_site_job_refuse (job, STET_SITE_ERROR_INVALID, "The Idempotency-Key can’t be sent");
}

static void
run_picture (StetSiteJob *job, StetSiteJobRun method)
{
  g_autofree char *own = job->bytes != NULL ? stet_file_sha256 (job->bytes) : NULL;

  if (stet_file_is_sha256 (job->sha256) && (own == NULL || strcmp (own, job->sha256) == 0))
    run (job, method);
  else
    stet_site_job_refuse (job, STET_SITE_ERROR_INVALID, NAMED_BY_HASH);
}

static void
get_info (StetSite *site, GTask *task)
{
  run (job_new (site, task), STET_SITE_GET_IFACE (site)->jobs->get_info);
}

static void
get_me (StetSite *site, GTask *task)
{
  run (job_new (site, task), STET_SITE_GET_IFACE (site)->jobs->get_me);
}

static void
list_changes (StetSite *site, const char *cursor, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->cursor = g_strdup (cursor);
  run (job, STET_SITE_GET_IFACE (site)->jobs->list_changes);
}

static void
get_article (StetSite *site, const char *id, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->id = g_strdup (id);
  run (job, STET_SITE_GET_IFACE (site)->jobs->get_article);
}

static void
put_article (StetSite *site, StetArticle *article, const char *version, const char *key,
             GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->article = stet_article_ref (article);
  job->id = g_strdup (stet_article_id (article));
  job->version = g_strdup (version);
  job->key = g_strdup (key);
  job->create = version == NULL;
  job->to = STET_STATE_DRAFT;
  run_keyed (job, STET_SITE_GET_IFACE (site)->jobs->put_article);
}

static void
transition (StetSite *site, const char *id, const StetSiteTransition *wish, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->id = g_strdup (id);
  job->version = g_strdup (wish->version);
  job->key = g_strdup (wish->key);
  job->hash = g_strdup (wish->hash);
  job->reason = g_strdup (wish->reason);
  job->to = wish->to;
  job->restores = wish->to == STET_STATE_DRAFT;
  job->at_us = wish->at_us;
  run_keyed (job, STET_SITE_GET_IFACE (site)->jobs->transition);
}

static void
add_review (StetSite *site, const char *id, const StetReview *review, const char *key, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->id = g_strdup (id);
  job->key = g_strdup (key);
  job->review = stet_review_copy (review);
  run_keyed (job, STET_SITE_GET_IFACE (site)->jobs->add_review);
}

static void
has_media (StetSite *site, const char *sha256, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->sha256 = g_strdup (sha256);
  run_picture (job, STET_SITE_GET_IFACE (site)->jobs->has_media);
}

static void
get_media (StetSite *site, const char *sha256, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->sha256 = g_strdup (sha256);
  run_picture (job, STET_SITE_GET_IFACE (site)->jobs->get_media);
}

static void
put_media (StetSite *site, const StetSitePicture *picture, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->sha256 = g_strdup (picture->sha256);
  job->bytes = g_bytes_ref (picture->bytes);
  job->sent = picture->sent;
  job->mime = g_strdup (picture->mime);
  job->name = g_strdup (picture->name);
  job->caption = g_strdup (picture->caption);
  job->credit = g_strdup (picture->credit);
  job->alt = g_strdup (picture->alt);
  run_picture (job, STET_SITE_GET_IFACE (site)->jobs->put_media);
}

static void
list_terms (StetSite *site, const char *kind, const char *search, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->kind = g_strdup (kind);
  job->search = g_strdup (search);
  run (job, STET_SITE_GET_IFACE (site)->jobs->list_terms);
}

static void
add_term (StetSite *site, const char *kind, const char *label, const char *key, GTask *task)
{
  StetSiteJob *job = job_new (site, task);

  job->kind = g_strdup (kind);
  job->label = g_strdup (label);
  job->key = g_strdup (key);
  run_keyed (job, STET_SITE_GET_IFACE (site)->jobs->add_term);
}

static void
list_authors (StetSite *site, GTask *task)
{
  run (job_new (site, task), STET_SITE_GET_IFACE (site)->jobs->list_authors);
}

void
stet_site_jobs_init (StetSiteInterface *iface, const StetSiteJobs *jobs)
{
  iface->jobs = jobs;
  iface->get_info = get_info;
  iface->get_me = get_me;
  iface->list_changes = list_changes;
  iface->get_article = get_article;
  iface->put_article = put_article;
  iface->transition = transition;
  iface->add_review = add_review;
  iface->has_media = has_media;
  iface->get_media = get_media;
  iface->put_media = put_media;
  iface->list_terms = list_terms;
  iface->add_term = add_term;
  iface->list_authors = list_authors;
}
