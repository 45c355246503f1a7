/* Ctrl+C as a wish to stop. Layer: cli. */
#include "config.h"

#include "cli/interrupt.h"

#include <glib-unix.h>

static const int ends[] = { SIGINT, SIGTERM };

struct _StetInterrupt
{
  GCancellable *cancellable; /* (owned) */
  GMainContext *context;     /* (owned) */
  GMainLoop    *loop;        /* (owned) */
  GThread      *thread;      /* (owned) */
  GSource      *sources[G_N_ELEMENTS (ends)]; /* (owned) */
};

/* Its source goes, so that the next one of the kind ends the program. */
static gboolean
signal_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static gpointer
wait_thread (gpointer data)
{
  StetInterrupt *interrupt = data;

  g_main_loop_run (interrupt->loop);
  return NULL;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

StetInterrupt *
stet_interrupt_new (void)
{
  StetInterrupt *interrupt = g_new0 (StetInterrupt, 1);

  interrupt->cancellable = g_cancellable_new ();
  interrupt->context = g_main_context_new ();
  interrupt->loop = g_main_loop_new (interrupt->context, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      interrupt->sources[i] = g_unix_signal_source_new (ends[i]);
      g_source_set_callback (interrupt->sources[i], signal_cb, interrupt->cancellable, NULL);
      g_source_attach (interrupt->sources[i], interrupt->context);
    }
  interrupt->thread = g_thread_new ("interrupt", wait_thread, interrupt);
  return interrupt;
}

void
stet_interrupt_free (StetInterrupt *interrupt)
{
  if (interrupt == NULL)
    return;
  g_main_context_invoke (interrupt->context, quit_cb, interrupt->loop);
  g_thread_join (interrupt->thread);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_source_destroy (interrupt->sources[i]);
      g_source_unref (interrupt->sources[i]);
    }
  g_main_loop_unref (interrupt->loop);
  g_main_context_unref (interrupt->context);
  g_object_unref (interrupt->cancellable);
  g_free (interrupt);
}

GCancellable *
stet_interrupt_cancellable (StetInterrupt *interrupt)
{
  return interrupt->cancellable;
}
