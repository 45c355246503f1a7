/* How far the conversation with a site is, for whoever looks on, and how to stop it. Layer: app.
 * Told on the site's thread, asked for on any. */
#include "config.h"

#include "app/workspace-private.h"

/* Nobody reads faster, and the main loop has other things to do. */
#define TELL_EVERY_MS 50

struct _StetWorkspaceRun
{
  gboolean         running;
  gboolean         pending; /* a signal is on its way */
  StetSyncProgress progress;
  GCancellable    *stop;    /* (owned) (nullable): of what is running */
  GCancellable    *outer;   /* (owned) (nullable): the caller's own */
  gulong           outer_id;
};

StetWorkspaceRun *
stet_workspace_run_new (void)
{
  return g_new0 (StetWorkspaceRun, 1);
}

void
stet_workspace_run_free (StetWorkspaceRun *run)
{
  g_clear_object (&run->stop);
  g_free (run);
}

/* --- telling --- */

static gboolean
emit_cb (gpointer data)
{
  g_autoptr (StetWorkspace) ws = g_weak_ref_get (data);

  if (ws == NULL)
    return G_SOURCE_REMOVE;
  g_mutex_lock (&ws->lock);
  ws->run->pending = FALSE;
  g_mutex_unlock (&ws->lock);
  g_signal_emit_by_name (ws, "progress");
  return G_SOURCE_REMOVE;
}

static void
free_weak (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Once for all that happens meanwhile. */
static void
emit_soon (StetWorkspace *ws)
{
  g_autoptr (GSource) source = g_timeout_source_new (TELL_EVERY_MS);
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, ws);
  g_source_set_callback (source, emit_cb, weak, free_weak);
  g_source_attach (source, ws->context);
}

static void
note (StetWorkspace *ws, const StetSyncProgress *progress)
{
  gboolean pending;

  g_mutex_lock (&ws->lock);
  pending = ws->run->pending;
  ws->run->running = progress != NULL;
  if (progress != NULL)
    ws->run->progress = *progress;
  ws->run->pending = ws->store_worker != NULL;
  g_mutex_unlock (&ws->lock);
  if (ws->store_worker == NULL) /* a command: one thread, no main loop */
    g_signal_emit_by_name (ws, "progress");
  else if (!pending)
    emit_soon (ws);
}

void
stet_workspace_progress_cb (const StetSyncProgress *progress, gpointer ws)
{
  note (ws, progress);
}

gboolean
stet_workspace_get_progress (StetWorkspace *ws, StetSyncProgress *progress)
{
  gboolean running;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && progress != NULL, FALSE);
  g_mutex_lock (&ws->lock);
  running = ws->run->running;
  *progress = ws->run->progress;
  g_mutex_unlock (&ws->lock);
  return running;
}

/* --- stopping --- */

static void
outer_cancelled_cb (GCancellable *outer, gpointer stop)
{
  g_cancellable_cancel (stop);
}

GCancellable *
stet_workspace_begin_run (StetWorkspace *ws, GCancellable *outer)
{
  GCancellable *stop = g_cancellable_new ();

  g_mutex_lock (&ws->lock);
  ws->run->stop = g_object_ref (stop);
  g_mutex_unlock (&ws->lock);
  if (outer != NULL)
    {
      ws->run->outer = g_object_ref (outer);
      ws->run->outer_id = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                                 g_object_ref (stop), g_object_unref);
    }
  return stop;
}

void
stet_workspace_end_run (StetWorkspace *ws)
{
  if (ws->run->outer != NULL)
    g_cancellable_disconnect (ws->run->outer, ws->run->outer_id);
  g_clear_object (&ws->run->outer);
  g_mutex_lock (&ws->lock);
  g_clear_object (&ws->run->stop);
  g_mutex_unlock (&ws->lock);
  note (ws, NULL);
}

void
stet_workspace_stop (StetWorkspace *ws)
{
  g_autoptr (GCancellable) stop = NULL;

  g_return_if_fail (STET_IS_WORKSPACE (ws));
  g_mutex_lock (&ws->lock);
  g_set_object (&stop, ws->run->stop);
  g_mutex_unlock (&ws->lock);
  if (stop != NULL)
    g_cancellable_cancel (stop);
}
