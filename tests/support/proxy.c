/* A line to a site on which things go wrong. */
#include "config.h"

#include "proxy.h"

#include <string.h>
#include <sys/socket.h>

#define REQUEST_BYTES_MAX (16 * 1024 * 1024)
#define CHUNK_BYTES 65536
#define IDLE_S 120

struct _Proxy
{
  GSocketListener *listener;
  GCancellable   *stop;
  GThread        *accepting;
  char           *url;
  char           *host;      /* (owned) (nullable) of the site */
  guint           port;
  GMutex          lock;
  GCond           idle;
  guint           open;      /* connections */
  ProxyPick       pick;
  gpointer        pick_data;
  ProxyFault      fault;
  char           *method, *part; /* (owned) (nullable) */
  guint           count, met, requests;
  gsize           request_bytes, answer_bytes;
  GString        *head;
  GHashTable     *kept; /* request line to GByteArray, of PROXY_ONCE */
};

/* --- a request --- */

static gboolean
read_head (GInputStream *in, GString *head)
{
  char byte;

  while (head->len < REQUEST_BYTES_MAX && !g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (in, &byte, 1, NULL, NULL) != 1)
        return FALSE;
      g_string_append_c (head, byte);
    }
  return TRUE;
}

static gsize
length_of (const char *head)
{
  static const char name[] = "\r\nContent-Length:";
  const char *field = strcasestr (head, name);

  return field != NULL ? g_ascii_strtoull (field + strlen (name), NULL, 10) : 0;
}

static void
drop_header (GString *head, const char *name)
{
  g_autofree char *start = g_strconcat ("\r\n", name, ":", NULL);
  char *field = strcasestr (head->str, start);

  if (field != NULL)
    g_string_erase (head, field - head->str, (gssize) (2 + strcspn (field + 2, "\r")));
}

/* As it goes on: to the site's own name, and on a connection of its own. */
static GString *
make_request (Proxy *proxy, const GString *head, const GString *body)
{
  GString *request = g_string_new_len (head->str, (gssize) head->len - 2);

  drop_header (request, "Host");
  drop_header (request, "Connection");
  g_string_append_printf (request, "Host: %s:%u\r\nConnection: close\r\n\r\n",
                          proxy->host != NULL ? proxy->host : "", proxy->port);
  g_string_append_len (request, body->str, (gssize) body->len);
  return request;
}

static gboolean
read_request (GInputStream *in, GString *head, GString *body)
{
  gsize length, got = 0;

  if (!read_head (in, head))
    return FALSE;
  length = length_of (head->str);
  if (length > REQUEST_BYTES_MAX)
    return FALSE;
  g_string_set_size (body, length);
  return g_input_stream_read_all (in, body->str, length, &got, NULL, NULL) && got == length;
}

/* --- the site --- */

static void
read_to_end (GInputStream *in, GByteArray *answer)
{
  guint8 chunk[CHUNK_BYTES];
  gssize size;

  while ((size = g_input_stream_read (in, chunk, sizeof chunk, NULL, NULL)) > 0)
    g_byte_array_append (answer, chunk, (guint) size);
}

/* `bytes` of the request; the answer only to a whole one. Returns: (owned). */
static GByteArray *
ask_site (Proxy *proxy, const GString *request, gsize bytes)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) site = NULL;
  GByteArray *answer = g_byte_array_new ();

  if (proxy->host == NULL)
    return answer;
  site = g_socket_client_connect_to_host (client, proxy->host, (guint16) proxy->port, NULL, NULL);
  if (site == NULL)
    return answer;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (site)), request->str,
                             bytes, NULL, NULL, NULL);
  if (bytes == request->len)
    read_to_end (g_io_stream_get_input_stream (G_IO_STREAM (site)), answer);
  g_io_stream_close (G_IO_STREAM (site), NULL, NULL);
  return answer;
}

/* --- the answer --- */

static gsize
head_size (const GByteArray *answer)
{
  const char *end = answer->len > 0 ? memmem (answer->data, answer->len, "\r\n\r\n", 4) : NULL;

  return end != NULL ? (gsize) (end - (const char *) answer->data) + 4 : answer->len;
}

/* The same head over another body: its length is said anew. */
static void
change_body (GByteArray *answer, const guint8 *before, gsize before_size, gsize keep)
{
  gsize size = head_size (answer);
  g_autoptr (GString) head
      = g_string_new_len ((const char *) answer->data, (gssize) MAX (size, 2) - 2);
  g_autofree guint8 *body = g_memdup2 (answer->data + size, keep);

  drop_header (head, "Content-Length");
  g_string_append_printf (head, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", before_size + keep);
  g_byte_array_set_size (answer, 0);
  g_byte_array_append (answer, (const guint8 *) head->str, (guint) head->len);
  g_byte_array_append (answer, before, (guint) before_size);
  g_byte_array_append (answer, body, (guint) keep);
}

static void
spoil (GByteArray *answer, const ProxyFault *fault)
{
  gsize size = 0;
  const guint8 *bytes = fault->answer != NULL ? g_bytes_get_data (fault->answer, &size) : NULL;
  gsize body = answer->len - head_size (answer);

  if (fault->kind == PROXY_HALF_BODY)
    change_body (answer, NULL, 0, body / 2);
  else if (fault->kind == PROXY_NOTICE)
    change_body (answer, bytes, size, body);
  else if (fault->kind == PROXY_CUT_ANSWER)
    g_byte_array_set_size (answer, (guint) MIN (answer->len, fault->bytes));
  else if (fault->kind == PROXY_SAY)
    {
      g_byte_array_set_size (answer, 0);
      g_byte_array_append (answer, bytes, (guint) size);
    }
}

static void
write_answer (GOutputStream *out, const GByteArray *answer, const ProxyFault *fault)
{
  gsize step = fault->kind == PROXY_DRIP ? 1 : MAX (answer->len, 1);

  if (fault->kind == PROXY_HOLD)
    g_usleep (fault->delay_ms * 1000);
  for (gsize at = 0; at < answer->len; at += step)
    {
      if (!g_output_stream_write_all (out, answer->data + at, MIN (step, answer->len - at), NULL,
                                      NULL, NULL))
        return;
      if (fault->kind == PROXY_DRIP)
        g_usleep (fault->delay_ms * 1000);
    }
}

/* --- which fault --- */

static gboolean
is_meant (const Proxy *proxy, const char *line)
{
  return proxy->count > 0 && (proxy->method == NULL || g_str_has_prefix (line, proxy->method))
         && (proxy->part == NULL || strstr (line, proxy->part) != NULL);
}

static ProxyFault
pick_fault (Proxy *proxy, const GString *head)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);
  g_autofree char *line = g_strndup (head->str, strcspn (head->str, "\r"));
  ProxyFault fault = { PROXY_PASS };

  proxy->requests++;
  g_string_assign (proxy->head, head->str);
  if (proxy->pick != NULL)
    fault = proxy->pick (line, proxy->pick_data);
  else if (is_meant (proxy, line))
    {
      proxy->count--;
      fault = proxy->fault;
    }
  proxy->met += fault.kind != PROXY_PASS ? 1 : 0;
  if (fault.answer != NULL)
    g_bytes_ref (fault.answer);
  return fault;
}

static void
note_sizes (Proxy *proxy, gsize request, gsize answer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  proxy->request_bytes = request;
  proxy->answer_bytes = answer;
}

/* --- one connection --- */

static GByteArray *
ask_once (Proxy *proxy, const GString *request)
{
  g_autofree char *line = g_strndup (request->str, strcspn (request->str, "\r"));
  GByteArray *answer = g_byte_array_new ();
  GByteArray *kept;

  g_mutex_lock (&proxy->lock);
  kept = g_hash_table_lookup (proxy->kept, line);
  if (kept != NULL)
    g_byte_array_append (answer, kept->data, kept->len);
  g_mutex_unlock (&proxy->lock);
  if (kept != NULL)
    return answer;
  g_byte_array_unref (answer);
  answer = ask_site (proxy, request, request->len);
  g_mutex_lock (&proxy->lock);
  g_hash_table_replace (proxy->kept, g_steal_pointer (&line), g_byte_array_ref (answer));
  g_mutex_unlock (&proxy->lock);
  return answer;
}

static GByteArray *
carry (Proxy *proxy, const GString *request, const ProxyFault *fault)
{
  GByteArray *answer;

  if (fault->kind == PROXY_ONCE)
    return ask_once (proxy, request);
  if (fault->kind == PROXY_SAY && !fault->done)
    return g_byte_array_new ();
  if (fault->kind == PROXY_LATE)
    g_usleep (fault->delay_ms * 1000);
  if (fault->kind == PROXY_TWICE)
    g_byte_array_unref (ask_site (proxy, request, request->len));
  answer = ask_site (proxy, request,
                     fault->kind == PROXY_CUT_REQUEST ? MIN (fault->bytes, request->len)
                                                      : request->len);
  note_sizes (proxy, request->len, answer->len);
  return answer;
}

static void
reset (GSocketConnection *connection)
{
  const struct linger at_once = { 1, 0 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER,
              &at_once, sizeof at_once);
}

static void
serve (Proxy *proxy, GSocketConnection *connection)
{
  GIOStream *stream = G_IO_STREAM (connection);
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) request = NULL;
  g_autoptr (GByteArray) answer = NULL;
  ProxyFault fault;

  if (!read_request (g_io_stream_get_input_stream (stream), head, body))
    return;
  fault = pick_fault (proxy, head);
  request = make_request (proxy, head, body);
  answer = carry (proxy, request, &fault);
  spoil (answer, &fault);
  if (fault.kind == PROXY_RESET)
    reset (connection);
  else
    write_answer (g_io_stream_get_output_stream (stream), answer, &fault);
  g_clear_pointer (&fault.answer, g_bytes_unref);
}

typedef struct { Proxy *proxy; GSocketConnection *connection; } Served;

static gpointer
serve_thread (gpointer data)
{
  g_autofree Served *served = data;
  Proxy *proxy = served->proxy;

  serve (proxy, served->connection);
  g_io_stream_close (G_IO_STREAM (served->connection), NULL, NULL);
  g_object_unref (served->connection);
  g_mutex_lock (&proxy->lock);
  proxy->open--;
  g_cond_broadcast (&proxy->idle);
  g_mutex_unlock (&proxy->lock);
  return NULL;
}

/* Whatever the main loop of the test does meanwhile. */
static gpointer
accept_thread (gpointer data)
{
  Proxy *proxy = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (proxy->listener, NULL, proxy->stop, NULL)) != NULL)
    {
      Served *served = g_new (Served, 1);

      *served = (Served) { proxy, connection };
      g_mutex_lock (&proxy->lock);
      proxy->open++;
      g_mutex_unlock (&proxy->lock);
      g_thread_unref (g_thread_new ("line", serve_thread, served));
    }
  return NULL;
}

/* --- life --- */

static void
set_upstream (Proxy *proxy, const char *upstream)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;

  if (upstream == NULL)
    return;
  uri = g_uri_parse (upstream, G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  proxy->host = g_strdup (g_uri_get_host (uri));
  proxy->port = (guint) g_uri_get_port (uri);
}

Proxy *
proxy_new (const char *upstream)
{
  Proxy *proxy = g_new0 (Proxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  set_upstream (proxy, upstream);
  g_mutex_init (&proxy->lock);
  g_cond_init (&proxy->idle);
  proxy->head = g_string_new (NULL);
  proxy->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_byte_array_unref);
  proxy->stop = g_cancellable_new ();
  proxy->listener = g_socket_listener_new ();
  g_socket_listener_add_address (proxy->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &address, &error);
  g_assert_no_error (error);
  proxy->url = g_strdup_printf ("http://127.0.0.1:%u",
                                g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  proxy->accepting = g_thread_new ("accept", accept_thread, proxy);
  return proxy;
}

void
proxy_wait_idle (Proxy *proxy)
{
  gint64 until = g_get_monotonic_time () + IDLE_S * G_USEC_PER_SEC;

  g_mutex_lock (&proxy->lock);
  while (proxy->open > 0)
    g_assert_true (g_cond_wait_until (&proxy->idle, &proxy->lock, until));
  g_mutex_unlock (&proxy->lock);
}

void
proxy_free (Proxy *proxy)
{
  g_cancellable_cancel (proxy->stop);
  g_thread_join (proxy->accepting);
  g_socket_listener_close (proxy->listener);
  proxy_wait_idle (proxy);
  g_object_unref (proxy->listener);
  g_object_unref (proxy->stop);
  g_string_free (proxy->head, TRUE);
  g_hash_table_unref (proxy->kept);
  g_clear_pointer (&proxy->fault.answer, g_bytes_unref);
  g_mutex_clear (&proxy->lock);
  g_cond_clear (&proxy->idle);
  g_free (proxy->method);
  g_free (proxy->part);
  g_free (proxy->host);
  g_free (proxy->url);
  g_free (proxy);
}

const char *
proxy_url (Proxy *proxy)
{
  return proxy->url;
}

void
proxy_set_pick (Proxy *proxy, ProxyPick pick, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  proxy->pick = pick;
  proxy->pick_data = data;
  proxy->count = 0;
}

void
proxy_set_fault (Proxy *proxy, const ProxyFault *fault, const char *method, const char *part,
                 guint count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  g_clear_pointer (&proxy->fault.answer, g_bytes_unref);
  g_clear_pointer (&proxy->method, g_free);
  g_clear_pointer (&proxy->part, g_free);
  proxy->fault = *fault;
  if (fault->answer != NULL)
    g_bytes_ref (fault->answer);
  proxy->method = g_strdup (method);
  proxy->part = g_strdup (part);
  proxy->count = count;
  proxy->met = 0;
}

guint
proxy_requests (Proxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  return proxy->requests;
}

guint
proxy_met (Proxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  return proxy->met;
}

gsize
proxy_request_bytes (Proxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  return proxy->request_bytes;
}

gsize
proxy_answer_bytes (Proxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  return proxy->answer_bytes;
}

char *
proxy_last_head (Proxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  return g_strdup (proxy->head->str);
}
