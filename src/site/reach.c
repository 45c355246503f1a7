/* Name, connection and certificate of an address, and where that ends. Layer: site. Async. */
#include "config.h"

#include "site/reach.h"

#include "base/stop.h"
#include "site/address.h"

#include <string.h>

typedef struct
{
  GSocketClient *client;       /* (owned) */
  StetStop      *stop;         /* (owned) */
  GSource       *timer;        /* (owned) */
  StetReachFloor floor;
  GTlsCertificateFlags wrong;  /* with its certificate */
  gboolean       tls, late;
  char          *address;      /* (owned) (nullable) */
} Walk;

void
stet_reach_free (StetReach *reach)
{
  if (reach == NULL)
    return;
  g_free (reach->address);
  g_free (reach->detail);
  g_free (reach);
}

static void
walk_free (Walk *walk)
{
  g_source_destroy (walk->timer);
  g_source_unref (walk->timer);
  g_signal_handlers_disconnect_by_data (walk->client, walk);
  g_clear_object (&walk->client);
  stet_stop_free (walk->stop);
  g_free (walk->address);
  g_free (walk);
}

static gboolean
accept_cb (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags wrong,
           gpointer data)
{
  ((Walk *) data)->wrong = wrong;
  return FALSE;
}

static void
note_address (Walk *walk, GIOStream *stream)
{
  g_autoptr (GSocketAddress) remote
      = G_IS_SOCKET_CONNECTION (stream)
            ? g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (stream), NULL)
            : NULL;

  if (remote == NULL || !G_IS_INET_SOCKET_ADDRESS (remote))
    return;
  g_free (walk->address);
  walk->address = g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

static void
event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *connectable,
          GIOStream *stream, gpointer data)
{
  Walk *walk = data;

  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVED:
    case G_SOCKET_CLIENT_CONNECTING:
      walk->floor = MAX (walk->floor, STET_REACH_CONNECT);
      break;
    case G_SOCKET_CLIENT_CONNECTED:
      note_address (walk, stream);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      walk->floor = STET_REACH_TLS;
      g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_cb), walk);
      break;
    case G_SOCKET_CLIENT_RESOLVING:
    case G_SOCKET_CLIENT_PROXY_NEGOTIATING:
    case G_SOCKET_CLIENT_PROXY_NEGOTIATED:
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
    case G_SOCKET_CLIENT_COMPLETE:
    default:
      break;
    }
}

/* A certificate may be wrong in several ways: the one that a person can act on first. */
static StetReachFault
certificate_fault (GTlsCertificateFlags wrong)
{
  if ((wrong & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return STET_REACH_NOT_YET;
  if ((wrong & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return STET_REACH_EXPIRED;
  if ((wrong & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return STET_REACH_UNKNOWN_CA;
  if ((wrong & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return STET_REACH_OTHER_NAME;
  return wrong != 0 ? STET_REACH_BAD_CERTIFICATE : STET_REACH_NO_TLS;
}

static StetReachFault
fault_of (const Walk *walk, const GError *error)
{
  static const struct { GIOErrorEnum code; StetReachFault fault; } faults[] = {
    { G_IO_ERROR_CONNECTION_REFUSED, STET_REACH_REFUSED },
    { G_IO_ERROR_HOST_UNREACHABLE, STET_REACH_NO_ROUTE },
    { G_IO_ERROR_NETWORK_UNREACHABLE, STET_REACH_NO_NETWORK },
    { G_IO_ERROR_TIMED_OUT, STET_REACH_LATE },
    { G_IO_ERROR_HOST_NOT_FOUND, STET_REACH_NO_NAME },
    { G_IO_ERROR_PROXY_FAILED, STET_REACH_PROXY },
    { G_IO_ERROR_PROXY_AUTH_FAILED, STET_REACH_PROXY },
    { G_IO_ERROR_PROXY_NEED_AUTH, STET_REACH_PROXY },
    { G_IO_ERROR_PROXY_NOT_ALLOWED, STET_REACH_PROXY },
  };

  if (walk->late)
    return STET_REACH_LATE;
  if (walk->floor == STET_REACH_TLS)
    return certificate_fault (walk->wrong);
  if (error->domain == G_RESOLVER_ERROR)
    return error->code == G_RESOLVER_ERROR_NOT_FOUND ? STET_REACH_NO_NAME : STET_REACH_NO_RESOLVER;
  for (guint i = 0; error->domain == G_IO_ERROR && i < G_N_ELEMENTS (faults); i++)
    if ((int) faults[i].code == error->code)
      return faults[i].fault;
  return STET_REACH_OTHER;
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Walk *walk = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  StetReach *reach;

  if (connection == NULL && stet_stop_is_wanted (walk->stop))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The walk was cancelled");
      return;
    }
  if (connection != NULL)
    g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  reach = g_new0 (StetReach, 1);
  reach->floor = connection != NULL ? STET_REACH_ALL : walk->floor;
  reach->fault = connection != NULL ? STET_REACH_FINE : fault_of (walk, error);
  reach->detail = error != NULL ? g_strdup (error->message) : NULL;
  reach->address = g_steal_pointer (&walk->address);
  g_task_return_pointer (task, reach, (GDestroyNotify) stet_reach_free);
}

static gboolean
late_cb (gpointer data)
{
  Walk *walk = data;

  walk->late = TRUE;
  stet_stop_now (walk->stop);
  return G_SOURCE_REMOVE;
}

static Walk *
walk_new (GUri *uri, GCancellable *outer)
{
  Walk *walk = g_new0 (Walk, 1);

  walk->client = g_socket_client_new ();
  walk->stop = stet_stop_new (outer);
  walk->tls = strcmp (g_uri_get_scheme (uri), "https") == 0;
  g_socket_client_set_tls (walk->client, walk->tls);
  g_socket_client_set_timeout (walk->client, STET_REACH_TIMEOUT_S);
  g_signal_connect (walk->client, "event", G_CALLBACK (event_cb), walk);
  walk->timer = g_timeout_source_new_seconds (STET_REACH_TIMEOUT_S);
  g_source_set_callback (walk->timer, late_cb, walk, NULL);
  g_source_attach (walk->timer, g_main_context_get_thread_default ());
  return walk;
}

void
stet_reach (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GSocketConnectable) address = NULL;
  Walk *walk;

  g_return_if_fail (url != NULL);

  g_task_set_check_cancellable (task, FALSE);
  uri = stet_address_parse (url, &error);
  if (uri == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  walk = walk_new (uri, cancellable);
  g_task_set_task_data (task, walk, (GDestroyNotify) walk_free);
  address = g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
  g_socket_client_connect_async (walk->client, address, stet_stop_cancellable (walk->stop),
                                 connected_cb, g_steal_pointer (&task));
}

StetReach *
stet_reach_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
