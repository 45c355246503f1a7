/* A sign-in on the site's own page in the browser: begun on the page that connects a site, waited
 * for, stopped there.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

/* --- the page is shown --- */

typedef struct
{
  StetWindow *window; /* (owned) */
  char       *page;   /* (owned) */
} Showing;

static void
showing_free (gpointer data)
{
  Showing *showing = data;

  g_object_unref (showing->window);
  g_free (showing->page);
  g_free (showing);
}

/* Whoever has no browser here may still have one elsewhere. */
static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Showing *showing = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    text = g_strdup (_("Sign in on the page in your browser. Stet waits for it."));
  else
    text = g_strdup_printf (_("No browser could be opened. Open this address yourself: %s"),
                            showing->page);
  if (showing->window->browsing)
    stet_welcome_wait (showing->window->welcome, text);
  showing_free (showing);
}

static gboolean
show_page_cb (gpointer data)
{
  Showing *showing = data;

  gtk_show_uri_full (GTK_WINDOW (showing->window), showing->page, GDK_CURRENT_TIME, NULL, shown_cb,
                     showing);
  return G_SOURCE_REMOVE;
}

/* On the thread that signs in. */
static void
open_page (const char *page, gpointer data)
{
  Showing *showing = g_new0 (Showing, 1);

  showing->window = g_object_ref (data);
  showing->page = g_strdup (page);
  g_idle_add (show_page_cb, showing);
}

/* --- waited for --- */

static gpointer
sign_in_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_autofree char *url = strstr (job->text, "://") ? g_strdup (job->text)
                                                   : g_strconcat ("https://", job->text, NULL);
  const StetBrowser browser = { .url = url, .open = open_page, .data = job->owner };
  g_autoptr (StetAccount) account
      = stet_workspace_sign_in (job->workspace, &browser, cancellable, error);

  if (!account || !stet_workspace_use_account (job->workspace, account, error))
    return NULL;
  return g_steal_pointer (&account);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) account = stet_workspace_run_finish (result, &error);
  g_autofree char *text = NULL;

  g_clear_object (&self->browsing);
  if (account)
    {
      stet_window_show_connected (self, account);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_("The sign-in was stopped. Nothing was connected."));
  else
    text = stet_words_for_error (error);
  stet_welcome_tell (self->welcome, text, FALSE);
}

static void
sign_in_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->workspace || self->browsing)
    return;
  self->browsing = g_cancellable_new ();
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->text = g_variant_dup_string (parameter, NULL);
  stet_welcome_wait (self->welcome, _("Looking for the site."));
  stet_workspace_run_async (self->workspace, sign_in_thread, job, stet_job_free,
                            (GDestroyNotify) stet_account_free, self->browsing, signed_in_cb,
                            g_object_ref (self));
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->browsing)
    g_cancellable_cancel (self->browsing);
}

void
stet_window_add_browser_actions (StetWindow *self)
{
  static const GActionEntry entries[]
      = { { "connect-browser", sign_in_action, "s" }, { "stop-connecting", stop_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
