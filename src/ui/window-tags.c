/* The site's tags for the page: looked up on the store's thread, with those that stand in the
 * story. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#define SUGGESTED_MAX 12

typedef struct
{
  StetTermIndex *known;
  GPtrArray     *suggested; /* of StetTerm */
} Tags;

static void
tags_free (gpointer data)
{
  Tags *tags = data;

  stet_term_index_unref (tags->known);
  g_ptr_array_unref (tags->suggested);
  g_free (tags);
}

static gpointer
tags_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_autoptr (StetTermIndex) known = stet_workspace_term_index (job->workspace, "tag", error);
  GPtrArray *suggested
      = known ? stet_workspace_suggest_tags (job->workspace, job->article, SUGGESTED_MAX, error)
              : NULL;
  Tags *tags;

  if (!suggested)
    return NULL;
  tags = g_new0 (Tags, 1);
  tags->known = g_steal_pointer (&known);
  tags->suggested = suggested;
  return tags;
}

static void
tags_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_steal_pointer (&job->owner));
  Tags *tags = stet_window_finish (self, result);

  if (tags && self->story && self->page && g_str_equal (stet_open_story_id (self->story), job->id))
    stet_story_page_set_known_tags (self->page, tags->known, tags->suggested);
  g_clear_pointer (&tags, tags_free);
  stet_job_free (job);
}

static void
wanted_cb (StetWindow *self)
{
  StetJob *job;

  if (!self->story || !self->workspace)
    return;
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->id = g_strdup (stet_open_story_id (self->story));
  job->article = stet_article_ref (stet_document_article (stet_open_story_document (self->story)));
  stet_workspace_run_async (self->workspace, tags_thread, job, NULL, tags_free, NULL, tags_cb, job);
}

void
stet_window_connect_tags (StetWindow *self)
{
  g_signal_connect_object (self->page, "known-tags-wanted", G_CALLBACK (wanted_cb), self,
                           G_CONNECT_SWAPPED);
}
