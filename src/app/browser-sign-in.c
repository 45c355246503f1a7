/* A site added by its own sign-in page in the browser. Layer: app. Blocks. */
#include "config.h"

#include "app/workspace-private.h"
#include "site/sign-in.h"

#include <glib/gi18n.h>

typedef struct
{
  const StetSignIn *sign_in;
  GAsyncResult     *result; /* (owned) (nullable) */
} Call;

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Call *) data)->result = g_object_ref (result);
}

static gpointer
sign_in_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  StetCredential *credential;

  g_main_context_push_thread_default (context);
  stet_sign_in (call->sign_in, cancellable, wait_cb, call);
  while (call->result == NULL)
    g_main_context_iteration (context, TRUE);
  credential = stet_sign_in_finish (call->result, error);
  g_object_unref (call->result);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  return credential;
}

/* The site has done nothing wrong where nobody signs in: it is told as what a person did. */
static void
propagate_end (GError **error, GError *end)
{
  if (g_error_matches (end, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN))
    g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
                         _("The sign-in was turned down in the browser. Nothing was connected."));
  else if (g_error_matches (end, STET_SITE_ERROR, STET_SITE_ERROR_OFFLINE))
    g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_OFFLINE,
                         _("Nobody signed in in the browser in time. Nothing was connected."));
  else
    {
      g_propagate_error (error, end);
      return;
    }
  g_error_free (end);
}

StetAccount *
stet_workspace_sign_in (StetWorkspace *ws, const StetBrowser *browser, GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *page = stet_workspace_find_sign_in_page (ws, browser->url, cancellable, error);
  g_autoptr (StetCredential) credential = NULL;
  StetSignIn sign_in = { page, browser->open, browser->data,
                         _("Stet is signed in. You can close this page."), browser->timeout_s };
  Call call = { &sign_in, NULL };
  StetNewAccount account = { .url = browser->url };
  GError *end = NULL;

  if (page == NULL)
    return NULL;
  if (!stet_sign_in_leads_back (page))
    {
      browser->open (page, browser->data);
      g_set_error_literal (
          error, STET_APP_ERROR, STET_APP_ERROR_AUTH,
          _("This site does not lead back by itself. Copy the password that its page shows, and sign in "
            "with your name there."));
      return NULL;
    }
  credential = stet_worker_call (ws->site_worker, sign_in_thread, &call, cancellable, &end);
  if (credential == NULL)
    {
      propagate_end (error, end);
      return NULL;
    }
  account.user = credential->user;
  account.password = credential->secret;
  return stet_workspace_add_site (ws, &account, error);
}
