/* How long the open story is to be: asked for in the strip, kept with the story on this machine.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include "app/counts.h"

#include <glib/gi18n.h>

/* A story that is no longer open is passed over. */
static void
show_target (StetWindow *self, const char *id, guint target_words)
{
  if (!self->story || g_strcmp0 (stet_open_story_id (self->story), id) != 0)
    return;
  self->target_words = target_words;
  stet_window_show_status (self);
}

/* Of what is selected, else of the story. Returns: (owned). */
static char *
counts_text (StetWindow *self)
{
  StetProseView *view = stet_story_page_current (self->page);
  GtkTextBuffer *buffer = view ? gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)) : NULL;
  StetProfile *profile = stet_workspace_profile (self->workspace);
  GtkTextIter start, end;
  StetCounts counts;

  if (buffer && gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    {
      g_autofree char *text = gtk_text_buffer_get_slice (buffer, &start, &end, FALSE);

      counts = stet_counts_of_text (text);
      return stet_words_for_selection (&counts);
    }
  counts = stet_counts_of_story (stet_document_article (stet_open_story_document (self->story)));
  return stet_words_for_counts (&counts, self->target_words,
                                profile ? stet_profile_words_per_minute (profile)
                                        : STET_WORDS_PER_MINUTE);
}

char *
stet_window_place_text (StetWindow *self)
{
  g_autofree char *place = stet_story_page_place (self->page), *counts = counts_text (self);

  return g_strdup_printf ("%s · %s", place, counts);
}

/* --- reading it --- */

static gpointer
load_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  guint target_words;

  if (!stet_workspace_target (job->workspace, job->id, &target_words, error))
    return NULL;
  job->serial = target_words;
  return job;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  StetJob *job = stet_window_finish (self, result);

  if (job)
    show_target (self, job->id, job->serial);
}

void
stet_window_load_target (StetWindow *self)
{
  StetJob *job = stet_job_new (self->workspace, NULL);

  self->target_words = 0;
  job->id = g_strdup (stet_open_story_id (self->story));
  stet_window_run (self, load_thread, job, loaded_cb);
}

/* --- setting it --- */

static gpointer
keep_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return stet_workspace_set_target (job->workspace, job->id, job->serial, error) ? job : NULL;
}

static void
given_cb (const char *text, gpointer data)
{
  StetWindow *self = data;
  g_autoptr (GError) error = NULL;
  guint target_words;
  StetJob *job;

  if (!self->story)
    return;
  if (!stet_target_parse (text, &target_words, &error))
    {
      stet_window_tell_error (self, error);
      return;
    }
  job = stet_job_new (self->workspace, NULL);
  job->id = g_strdup (stet_open_story_id (self->story));
  job->serial = target_words;
  stet_window_run (self, keep_thread, job, loaded_cb);
}

static void
target_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetStripMessage message = {
    .tone = STET_TONE_GO,
    .text = _("How many words is this story to have?"),
    .entry = _("Words, empty for no such length"),
    .action = _("Set length"),
    .func = given_cb,
    .data = self,
  };

  if (self->story)
    stet_strip_show (self->strip, &message);
}

void
stet_window_free_aids (StetWindow *self)
{
  stet_window_free_characters (self);
  stet_window_free_source (self);
  stet_window_free_link (self);
}

void
stet_window_add_aids (StetWindow *self)
{
  static const GActionEntry entries[] = { { "target-length", target_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  stet_window_add_character_actions (self);
  stet_window_add_source_actions (self);
  stet_window_add_link_actions (self);
}
