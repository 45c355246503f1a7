/* One request over libsoup. Layer: site. Async on the thread-default main context. Format: RFC
 * 9110. */
#include "config.h"

#include "site/http.h"

#include "base/clock.h"
#include "base/stop.h"
#include "site/credential.h"

#include <string.h>

#define CHUNK_BYTES (64 * 1024)
#define IDLE_S 30
#define CONNECTIONS_MAX 4

typedef struct
{
  SoupSession  *session;     /* (owned) */
  SoupMessage  *message;     /* (owned) */
  GInputStream *stream;      /* (owned) (nullable) */
  GByteArray   *body;        /* (owned) */
  gsize         bytes_max;
  StetStop     *stop;        /* (owned) */
  GSource      *timer;       /* (owned) */
  guint         timeout_s;
  /* by the timer's clock: not even a body that moves is waited for longer */
  gint64        give_up_us;
  StetSiteSent  told;        /* (nullable) of how much has gone out, */
  guint64       sent_bytes;
  guint64       body_bytes;  /* of all that */
  gboolean      write;
  gboolean      sent;        /* a byte may have gone out */
  gboolean      late;
} Exchange;

void
stet_http_reply_free (StetHttpReply *reply)
{
  if (reply == NULL)
    return;
  g_free (reply->type);
  g_free (reply->etag);
  g_free (reply->link);
  g_clear_pointer (&reply->headers, soup_message_headers_unref);
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_free (reply);
}

const char *
stet_http_reply_header (const StetHttpReply *reply, const char *name)
{
  return reply->headers != NULL ? soup_message_headers_get_one (reply->headers, name) : NULL;
}

static void
exchange_free (Exchange *exchange)
{
  g_source_destroy (exchange->timer);
  g_source_unref (exchange->timer);
  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  /* what is left of a long answer is not drained: its connection goes */
  g_clear_object (&exchange->stream);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->session);
  stet_stop_free (exchange->stop);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_free (exchange);
}

SoupSession *
stet_http_session_new (void)
{
  SoupSession *session
      = soup_session_new_with_options ("user-agent", "Stet/" PACKAGE_VERSION, "idle-timeout",
                                       IDLE_S, "max-conns-per-host", CONNECTIONS_MAX, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_SNIFFER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  return session;
}

gboolean
stet_http_is_write (const char *method)
{
  return strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0;
}

static StetSiteError
failure_code (const Exchange *exchange, const GError *cause)
{
  if (exchange->sent && exchange->write)
    return STET_SITE_ERROR_OUTCOME_UNKNOWN;
  if (!exchange->late && cause->domain == G_TLS_ERROR && !exchange->sent)
    return STET_SITE_ERROR_TLS;
  return STET_SITE_ERROR_OFFLINE;
}

static void
fail (GTask *task, const GError *cause)
{
  Exchange *exchange = g_task_get_task_data (task);

  if (stet_stop_is_wanted (exchange->stop))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The request was cancelled");
  else
    g_task_return_new_error (task, STET_SITE_ERROR, (int) failure_code (exchange, cause), "%s",
                             exchange->late ? "The site did not answer in time" : cause->message);
  g_object_unref (task);
}

/* Relative to the site's own clock where it says one: ours may be wrong by hours. */
static guint
retry_after_s (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Retry-After");
  const char *now_text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) then = NULL;
  g_autoptr (GDateTime) now = NULL;
  gint64 now_s, seconds;
  guint64 number;

  if (value == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &number, NULL))
    return (guint) MIN (number, STET_SITE_RETRY_AFTER_S_MAX);
  then = soup_date_time_new_from_http_string (value);
  now = now_text != NULL ? soup_date_time_new_from_http_string (now_text) : NULL;
  if (then == NULL)
    return 0;
  now_s = now != NULL ? g_date_time_to_unix (now)
                      : stet_clock_now_us (stet_clock_system ()) / G_USEC_PER_SEC;
  seconds = g_date_time_to_unix (then) - now_s;
  return (guint) CLAMP (seconds, 0, STET_SITE_RETRY_AFTER_S_MAX);
}

static StetHttpReply *
make_reply (Exchange *exchange)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *encoding = soup_message_headers_get_list (headers, "Content-Encoding");
  StetHttpReply *reply = g_new0 (StetHttpReply, 1);

  reply->status = soup_message_get_status (exchange->message);
  reply->type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  reply->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  reply->link = g_strdup (soup_message_headers_get_list (headers, "Link"));
  reply->encoded
      = encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp (encoding, "identity") != 0;
  reply->retry_after_s = retry_after_s (headers);
  reply->headers = soup_message_headers_ref (headers);
  reply->body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body));
  return reply;
}

static void read_next (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = 0;
  const guint8 *bytes = chunk != NULL ? g_bytes_get_data (chunk, &size) : NULL;

  if (chunk == NULL)
    {
      fail (task, error);
      return;
    }
  if (size == 0)
    {
      g_task_return_pointer (task, make_reply (exchange), (GDestroyNotify) stet_http_reply_free);
      g_object_unref (task);
      return;
    }
  if (size > exchange->bytes_max - exchange->body->len)
    {
      g_task_return_new_error (
          task, STET_SITE_ERROR,
          exchange->write ? STET_SITE_ERROR_OUTCOME_UNKNOWN : STET_SITE_ERROR_TOO_LARGE,
          "The answer has more than %" G_GSIZE_FORMAT " bytes", exchange->bytes_max);
      g_object_unref (task);
      return;
    }
  g_byte_array_append (exchange->body, bytes, (guint) size);
  read_next (task);
}

static void
read_next (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   stet_stop_cancellable (exchange->stop), read_cb, task);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    fail (task, error);
  else
    read_next (task);
}

static void
starting_cb (SoupMessage *message, gpointer data)
{
  Exchange *exchange = data;

  exchange->sent = TRUE;
}

/* A large picture on a slow line takes its time: it is late only once it no longer moves. */
static void
wrote_body_cb (SoupMessage *message, guint chunk_bytes, gpointer data)
{
  Exchange *exchange = data;
  gint64 until_us = g_get_monotonic_time () + (gint64) exchange->timeout_s * G_USEC_PER_SEC;

  exchange->sent_bytes += chunk_bytes;
  g_source_set_ready_time (exchange->timer, MIN (until_us, exchange->give_up_us));
  if (exchange->told.func != NULL)
    exchange->told.func (MIN (exchange->sent_bytes, exchange->body_bytes), exchange->body_bytes,
                         exchange->told.data);
}

static gboolean
late_cb (gpointer data)
{
  Exchange *exchange = data;

  exchange->late = TRUE;
  stet_stop_now (exchange->stop);
  return G_SOURCE_REMOVE;
}

static SoupMessage *
make_message (const StetHttpRequest *request)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, request->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  /* A kept-alive connection that the server drops is trouble: libsoup sends PUT and DELETE a second
   * time unasked, and 3.2.3 may call back into a GET that has ended and crash. So each has a
   * connection of its own. */
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_headers_replace (headers, "Accept", request->accept);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, request->headers[i], request->headers[i + 1]);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->body_type, request->body);
  if (request->credential != NULL)
    stet_credential_attach (request->credential, headers);
  return message;
}

static Exchange *
exchange_new (SoupSession *session, const StetHttpRequest *request, GCancellable *outer)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->session = g_object_ref (session);
  exchange->message = make_message (request);
  exchange->body = g_byte_array_new ();
  exchange->bytes_max = request->reply_bytes_max;
  exchange->stop = stet_stop_new (outer);
  exchange->write = stet_http_is_write (request->method);
  exchange->timeout_s = request->timeout_s > 0 ? request->timeout_s : STET_HTTP_TIMEOUT_S;
  exchange->give_up_us = g_get_monotonic_time () + (gint64) STET_HTTP_UPLOAD_S_MAX * G_USEC_PER_SEC;
  exchange->told = request->sent;
  exchange->body_bytes = request->body != NULL ? g_bytes_get_size (request->body) : 0;
  exchange->timer = g_timeout_source_new_seconds (exchange->timeout_s);
  g_source_set_callback (exchange->timer, late_cb, exchange, NULL);
  g_source_attach (exchange->timer, g_main_context_get_thread_default ());
  g_signal_connect (exchange->message, "starting", G_CALLBACK (starting_cb), exchange);
  if (request->body != NULL)
    g_signal_connect (exchange->message, "wrote-body-data", G_CALLBACK (wrote_body_cb), exchange);
  return exchange;
}

void
stet_http_send (SoupSession *session, const StetHttpRequest *request, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Exchange *exchange = exchange_new (session, request, cancellable);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  soup_session_send_async (session, exchange->message, G_PRIORITY_DEFAULT,
                           stet_stop_cancellable (exchange->stop), sent_cb, task);
}

StetHttpReply *
stet_http_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
