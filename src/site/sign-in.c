/* The listener that WordPress's page for application passwords leads back to. Layer: site.
 * Async. */
#include "config.h"

#include "site/sign-in.h"

#include "base/random.h"
#include "base/stop.h"
#include "site/address.h"

#include <libsoup/soup.h>
#include <string.h>

#define TEXT_BYTES_MAX 512

typedef struct
{
  SoupServer   *server;      /* (owned) */
  char         *path;        /* (owned) with the nonce: nobody else knows where to knock */
  char         *thanks;      /* (owned) */
  GSource      *timer;       /* (owned) */
  StetStop     *stop;        /* (owned) */
  GSource      *stopped;     /* (owned) (nullable) */
  StetCredential *got;       /* (owned) (nullable) */
  gboolean      refused;
  GSource      *end;         /* (owned) (nullable): the answer goes out first */
} Listening;

static void
source_clear (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
listening_free (Listening *listening)
{
  source_clear (&listening->timer);
  source_clear (&listening->stopped);
  source_clear (&listening->end);
  g_clear_pointer (&listening->got, stet_credential_free);
  soup_server_disconnect (listening->server);
  g_clear_object (&listening->server);
  stet_stop_free (listening->stop);
  g_free (listening->path);
  g_free (listening->thanks);
  g_free (listening);
}

gboolean
stet_sign_in_leads_back (const char *page)
{
  g_autoptr (GUri) uri = stet_address_parse (page, NULL);

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0;
}

static gboolean
end_cb (gpointer data)
{
  GTask *task = data;
  Listening *listening = g_task_get_task_data (task);

  soup_server_remove_handler (listening->server, NULL);
  if (listening->refused)
    g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN,
                             "The request was turned down in the browser");
  else
    g_task_return_pointer (task, g_steal_pointer (&listening->got),
                           (GDestroyNotify) stet_credential_free);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static gboolean
late_cb (gpointer data)
{
  GTask *task = data;

  g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_OFFLINE,
                           "Nobody signed in in time");
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The sign-in was cancelled");
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static const char *
text_of (GHashTable *query, const char *name)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  return text != NULL && *text != '\0' && strlen (text) <= TEXT_BYTES_MAX ? text : NULL;
}

static void
say (SoupServerMessage *message, guint status, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_server_message_set_response (message, "text/plain; charset=utf-8", SOUP_MEMORY_COPY, text,
                                    strlen (text));
}

/* What comes to another path, or without both texts, is somebody else's: it is answered and
 * forgotten. */
static void
knock_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
  GTask *task = data;
  Listening *listening = g_task_get_task_data (task);
  const char *user = text_of (query, "user_login");
  const char *password = text_of (query, "password");
  gboolean refused = g_strcmp0 (text_of (query, "success"), "false") == 0;

  if (strcmp (path, listening->path) != 0 || listening->end != NULL
      || strcmp (soup_server_message_get_method (message), "GET") != 0
      || (!refused && (user == NULL || password == NULL)))
    {
      say (message, SOUP_STATUS_NOT_FOUND, "");
      return;
    }
  say (message, SOUP_STATUS_OK, listening->thanks);
  listening->refused = refused;
  if (!refused)
    listening->got = stet_credential_new (STET_AUTH_BASIC, user, password, NULL);
  source_clear (&listening->timer);
  source_clear (&listening->stopped);
  listening->end = g_timeout_source_new (200); /* the browser gets its page before the door shuts */
  g_source_set_callback (listening->end, end_cb, task, NULL);
  g_source_attach (listening->end, g_main_context_get_thread_default ());
}

/* Returns: (owned). */
static char *
page_address (const StetSignIn *sign_in, Listening *listening)
{
  GSList *uris = soup_server_get_uris (listening->server);
  g_autofree char *back
      = g_strdup_printf ("http://127.0.0.1:%d%s", g_uri_get_port (uris->data), listening->path);
  g_autofree char *escaped = g_uri_escape_string (back, NULL, FALSE);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  /* A name is taken once only for each person there; of two, PHP takes the last. */
  return g_strdup_printf ("%s%csuccess_url=%s&app_name=Stet%%20%.8s", sign_in->page,
                          strchr (sign_in->page, '?') != NULL ? '&' : '?', escaped,
                          listening->path + 1);
}

void
stet_sign_in (const StetSignIn *sign_in, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Listening *listening = g_new0 (Listening, 1);
  g_autofree char *nonce = stet_uuid_new (stet_random_system ());
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, listening, (GDestroyNotify) listening_free);
  listening->server = soup_server_new (NULL, NULL);
  listening->path = g_strconcat ("/", nonce, NULL);
  listening->thanks = g_strdup (sign_in->thanks);
  if (!soup_server_listen_local (listening->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  soup_server_add_handler (listening->server, NULL, knock_cb, task, NULL);
  listening->timer = g_timeout_source_new_seconds (sign_in->timeout_s > 0 ? sign_in->timeout_s
                                                                          : STET_SIGN_IN_TIMEOUT_S);
  g_source_set_callback (listening->timer, late_cb, task, NULL);
  g_source_attach (listening->timer, g_main_context_get_thread_default ());
  listening->stop = stet_stop_new (cancellable);
  listening->stopped = g_cancellable_source_new (stet_stop_cancellable (listening->stop));
  g_source_set_callback (listening->stopped, G_SOURCE_FUNC (cancelled_cb), task, NULL);
  g_source_attach (listening->stopped, g_main_context_get_thread_default ());
  url = page_address (sign_in, listening);
  sign_in->open (url, sign_in->open_data);
}

StetCredential *
stet_sign_in_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
