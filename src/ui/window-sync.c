/* Sending and fetching: begun, shown in the status line while it lasts, stopped. Layer: ui, main
 * thread. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

/* What is over by then was never worth a bar. */
#define SHOW_AFTER_MS 400

/* --- how far it is --- */

static void
show_bar (StetWindow *self, const StetSyncProgress *progress)
{
  double fraction = stet_progress_fraction (progress);
  g_autofree char *text = stet_words_for_progress (progress);

  gtk_inscription_set_text (self->sync_text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sync_bar),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->sync_bar, fraction);
  else
    gtk_progress_bar_pulse (self->sync_bar);
  gtk_widget_set_visible (self->sync_box, TRUE);
}

static gboolean
show_timer_cb (gpointer data)
{
  StetWindow *self = data;
  StetSyncProgress progress;

  self->sync_timer = 0;
  self->sync_shown = TRUE;
  if (stet_workspace_get_progress (self->workspace, &progress))
    show_bar (self, &progress);
  return G_SOURCE_REMOVE;
}

void
stet_window_show_progress (StetWindow *self)
{
  StetSyncProgress progress;
  gboolean had_focus;

  if (stet_workspace_get_progress (self->workspace, &progress))
    {
      if (self->sync_shown)
        show_bar (self, &progress);
      else if (self->sync_timer == 0)
        self->sync_timer = g_timeout_add (SHOW_AFTER_MS, show_timer_cb, self);
      return;
    }
  g_clear_handle_id (&self->sync_timer, g_source_remove);
  self->sync_shown = FALSE;
  had_focus = gtk_widget_get_focus_child (self->sync_box) != NULL;
  gtk_widget_set_visible (self->sync_box, FALSE);
  if (had_focus)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-page", NULL);
}

static void
stop_sync_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetSyncProgress progress;

  if (self->workspace && stet_workspace_get_progress (self->workspace, &progress))
    stet_workspace_stop (self->workspace);
  else
    stet_window_tell (self, STET_TONE_CALM, _("Nothing is being sent or received."));
}

/* --- begun --- */

static gpointer
sync_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  guint pushed = 0, pulled = 0;

  if (!stet_workspace_sync (job->workspace, NULL, NULL, &pushed, &pulled, cancellable, error))
    return NULL;
  return GUINT_TO_POINTER (1 + pushed + pulled);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  guint n = GPOINTER_TO_UINT (stet_window_finish (self, result));
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (
      ngettext ("%u story sent or fetched.", "%u stories sent or fetched.", n - 1), n - 1);
  stet_window_tell (self, STET_TONE_CALM, n > 1 ? text : _("Up to date. Nothing new at the site."));
  stet_window_reload (self);
}

static void
sync_flushed_cb (const GError *error, gpointer data)
{
  StetWindow *self = data;

  stet_window_run (self, sync_thread, stet_job_new (self->workspace, NULL), synced_cb);
}

static void
sync_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->workspace)
    stet_window_flush (self, sync_flushed_cb, self);
}

void
stet_window_add_sync_actions (StetWindow *self)
{
  static const GActionEntry entries[]
      = { { "sync", sync_action }, { "stop-sync", stop_sync_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
