/* A wish to stop, brought to the thread that is asked to. Layer: base. */
#include "config.h"

#include "base/stop.h"

/* What the wish needs on whatever thread it comes. */
typedef struct
{
  GCancellable *own;     /* (owned) */
  GMainContext *context; /* (owned) */
  GThread      *thread;  /* (not owned) */
} Way;

struct _StetStop
{
  GCancellable *own;   /* (owned) */
  GCancellable *outer; /* (owned) (nullable) */
  gulong        id;
};

static void
way_free (gpointer data)
{
  Way *way = data;

  g_object_unref (way->own);
  g_main_context_unref (way->context);
  g_free (way);
}

static gboolean
cancel_cb (gpointer own)
{
  g_cancellable_cancel (own);
  return G_SOURCE_REMOVE;
}

/* g_main_context_invoke () would run it on this thread if the other is not in its context now. */
static void
cancelled_cb (GCancellable *outer, gpointer data)
{
  Way *way = data;
  g_autoptr (GSource) source = NULL;

  if (way->thread == g_thread_self ())
    {
      g_cancellable_cancel (way->own);
      return;
    }
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, cancel_cb, g_object_ref (way->own), g_object_unref);
  g_source_attach (source, way->context);
}

StetStop *
stet_stop_new (GCancellable *outer)
{
  StetStop *stop = g_new0 (StetStop, 1);
  Way *way;

  stop->own = g_cancellable_new ();
  if (outer == NULL)
    return stop;
  way = g_new (Way, 1);
  *way = (Way) { g_object_ref (stop->own), g_main_context_ref_thread_default (), g_thread_self () };
  stop->outer = g_object_ref (outer);
  stop->id = g_cancellable_connect (outer, G_CALLBACK (cancelled_cb), way, way_free);
  return stop;
}

void
stet_stop_free (StetStop *stop)
{
  if (stop == NULL)
    return;
  if (stop->outer != NULL)
    g_cancellable_disconnect (stop->outer, stop->id);
  g_clear_object (&stop->outer);
  g_clear_object (&stop->own);
  g_free (stop);
}

GCancellable *
stet_stop_cancellable (StetStop *stop)
{
  return stop->own;
}

void
stet_stop_now (StetStop *stop)
{
  g_cancellable_cancel (stop->own);
}

gboolean
stet_stop_is_wanted (StetStop *stop)
{
  return stop->outer != NULL && g_cancellable_is_cancelled (stop->outer);
}
