/* Plain data for the workspace's threads. Layer: ui. */
#include "config.h"

#include "ui/job.h"

StetJob *
stet_job_new (StetWorkspace *workspace, GObject *owner)
{
  StetJob *job = g_new0 (StetJob, 1);

  job->workspace = workspace ? g_object_ref (workspace) : NULL;
  job->owner = owner ? g_object_ref (owner) : NULL;
  return job;
}

void
stet_job_free (gpointer data)
{
  StetJob *job = data;

  g_clear_object (&job->workspace);
  g_clear_object (&job->owner);
  g_clear_pointer (&job->article, stet_article_unref);
  g_clear_pointer (&job->account, stet_account_free);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_pointer (&job->photo, stet_photo_unref);
  g_free (job->id);
  g_free (job->text);
  g_free (job->more);
  g_free (job->extra);
  g_free (job);
}
