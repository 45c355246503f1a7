/* The practice site inside the program: on a thread with a main context of its own, since it serves
 * while the program's other threads wait for its answers. Layer: app. */
#include "config.h"

#include "app/workspace-private.h"
#include "practice/practice.h"

struct _StetPracticeHost
{
  char         *dir;      /* (owned) */
  guint         port;
  GThread      *thread;   /* (owned) */
  GMainContext *context;  /* (owned) */
  GMainLoop    *loop;     /* (owned) */
  StetPractice *practice; /* (owned) by the thread; borrowed reads once it is ready */
  GMutex        lock;
  GCond         cond;
  gboolean      ready;
  GError       *error;    /* (owned) (nullable) */
};

static gpointer
serve_thread (gpointer data)
{
  StetPracticeHost *host = data;
  StetPracticeOptions options = { .dir = host->dir, .port = host->port };

  g_main_context_push_thread_default (host->context);
  host->practice = stet_practice_new (&options, &host->error);
  g_mutex_lock (&host->lock);
  host->ready = TRUE;
  g_cond_signal (&host->cond);
  g_mutex_unlock (&host->lock);
  if (host->practice != NULL)
    {
      g_main_loop_run (host->loop);
      stet_practice_stop (host->practice);
    }
  g_clear_object (&host->practice);
  while (g_main_context_iteration (host->context, FALSE))
    ;
  g_main_context_pop_thread_default (host->context);
  return NULL;
}

static StetPracticeHost *
start_on (const char *dir, guint port, GError **error)
{
  StetPracticeHost *host = g_new0 (StetPracticeHost, 1);

  host->dir = g_strdup (dir);
  host->port = port;
  host->context = g_main_context_new ();
  host->loop = g_main_loop_new (host->context, FALSE);
  g_mutex_init (&host->lock);
  g_cond_init (&host->cond);
  host->thread = g_thread_new ("stet-practice", serve_thread, host);
  g_mutex_lock (&host->lock);
  while (!host->ready)
    g_cond_wait (&host->cond, &host->lock);
  g_mutex_unlock (&host->lock);
  if (host->error == NULL)
    return host;
  g_propagate_error (error, g_steal_pointer (&host->error));
  stet_practice_host_stop (host);
  return NULL;
}

StetPracticeHost *
stet_practice_host_start (const char *dir, guint port, GError **error)
{
  StetPracticeHost *host = port != 0 ? start_on (dir, port, NULL) : NULL;

  /* The port of last time keeps the addresses of published pages; taken by another, any will do. */
  return host != NULL ? host : start_on (dir, 0, error);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
stet_practice_host_stop (StetPracticeHost *host)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* As a source, so that it also reaches a loop that has not begun to run. */
  g_source_set_callback (source, quit_cb, host->loop, NULL);
  g_source_attach (source, host->context);
  g_thread_join (host->thread);
  g_main_loop_unref (host->loop);
  g_main_context_unref (host->context);
  g_mutex_clear (&host->lock);
  g_cond_clear (&host->cond);
  g_free (host->dir);
  g_free (host);
}

const char *
stet_practice_host_url (StetPracticeHost *host)
{
  return stet_practice_url (host->practice);
}

guint
stet_practice_host_port (StetPracticeHost *host)
{
  g_autoptr (GUri) uri = g_uri_parse (stet_practice_url (host->practice), G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : 0;
}

void
stet_practice_host_person (StetPracticeHost *host, gboolean editor, const char **user,
                           const char **password)
{
  *user = editor ? stet_practice_editor_user (host->practice)
                 : stet_practice_reporter_user (host->practice);
  *password = editor ? stet_practice_editor_password (host->practice)
                     : stet_practice_reporter_password (host->practice);
}
