/* A scripted HTTP server. */
#include "config.h"

#include "fake.h"

#include <string.h>

#define REQUEST_BYTES_MAX (8 * 1024 * 1024)
#define DRIP_US (100 * 1000)
#define ENDLESS_BYTES 1024

typedef struct
{
  GBytes *bytes;
  FakeEnd end;
  char   *line; /* (nullable) of a route */
} Answer;

struct _Fake
{
  GSocketService *service;
  char           *url;
  GMutex          lock;
  GCond           idle;
  guint           open; /* connections */
  GPtrArray      *answers;
  GPtrArray      *routes;
  guint           next;
  guint           requests;
  GString        *head;
  GString        *body;
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer->line);
  g_free (answer);
}

/* The head and the body of one request. FALSE when the client went before its end. */
static gboolean
read_request (GInputStream *in, GString *head, GString *body)
{
  gsize length = 0;
  char *field;
  char byte;

  while (head->len < REQUEST_BYTES_MAX && !g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (in, &byte, 1, NULL, NULL) != 1)
        return FALSE;
      g_string_append_c (head, byte);
    }
  field = strcasestr (head->str, "\r\nContent-Length:");
  if (field != NULL)
    length = g_ascii_strtoull (field + strlen ("\r\nContent-Length:"), NULL, 10);
  if (length > REQUEST_BYTES_MAX)
    return FALSE;
  g_string_set_size (body, length);
  return g_input_stream_read_all (in, body->str, length, &length, NULL, NULL)
         && length == body->len;
}

static gboolean
is_shouting (Fake *fake)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);

  return fake->answers->len > 0
         && ((Answer *) g_ptr_array_index (fake->answers, 0))->end == FAKE_SHOUT;
}

/* (nullable) */
static Answer *
find_route (Fake *fake, const char *head)
{
  Answer *best = NULL;

  for (guint i = 0; i < fake->routes->len; i++)
    {
      Answer *route = g_ptr_array_index (fake->routes, i);

      if (g_str_has_prefix (head, route->line)
          && (best == NULL || strlen (route->line) > strlen (best->line)))
        best = route;
    }
  return best;
}

static Answer
note_request (Fake *fake, GString *head, GString *body)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);
  Answer *route = find_route (fake, head->str);
  Answer *answer
      = route != NULL ? route
                      : g_ptr_array_index (fake->answers, MIN (fake->next, fake->answers->len - 1));

  fake->next += route == NULL;
  fake->requests++;
  g_string_truncate (fake->head, 0);
  g_string_append_len (fake->head, head->str, (gssize) head->len);
  g_string_truncate (fake->body, 0);
  g_string_append_len (fake->body, body->str, (gssize) body->len);
  return (Answer) { g_bytes_ref (answer->bytes), answer->end, NULL };
}

static void
write_answer (GOutputStream *out, const Answer *answer)
{
  gsize size;
  const char *data = g_bytes_get_data (answer->bytes, &size);
  gsize tail = MIN (size, ENDLESS_BYTES);

  for (gsize i = 0; answer->end == FAKE_DRIP && i < size; i++)
    {
      if (!g_output_stream_write_all (out, data + i, 1, NULL, NULL, NULL))
        return;
      g_usleep (DRIP_US);
    }
  if (answer->end == FAKE_DRIP)
    return;
  if (!g_output_stream_write_all (out, data, size, NULL, NULL, NULL))
    return;
  while (answer->end == FAKE_ENDLESS)
    if (!g_output_stream_write_all (out, data + size - tail, tail, NULL, NULL, NULL))
      return;
}

static gboolean
serve_one (Fake *fake, GIOStream *connection)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  GInputStream *in = g_io_stream_get_input_stream (connection);
  Answer answer;
  char byte;

  if (!is_shouting (fake) && !read_request (in, head, body))
    return FALSE;
  answer = note_request (fake, head, body);
  write_answer (g_io_stream_get_output_stream (connection), &answer);
  g_bytes_unref (answer.bytes);
  if (answer.end == FAKE_HANG)
    g_input_stream_read (in, &byte, 1, NULL, NULL);
  return answer.end == FAKE_KEEP;
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer data)
{
  Fake *fake = data;

  g_mutex_lock (&fake->lock);
  fake->open++;
  g_mutex_unlock (&fake->lock);
  while (serve_one (fake, G_IO_STREAM (connection)))
    ;
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&fake->lock);
  fake->open--;
  g_cond_broadcast (&fake->idle);
  g_mutex_unlock (&fake->lock);
  return TRUE;
}

Fake *
fake_new (void)
{
  Fake *fake = g_new0 (Fake, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&fake->lock);
  g_cond_init (&fake->idle);
  fake->answers = g_ptr_array_new_with_free_func (answer_free);
  fake->routes = g_ptr_array_new_with_free_func (answer_free);
  fake->head = g_string_new (NULL);
  fake->body = g_string_new (NULL);
  fake->service = g_threaded_socket_service_new (16);
  g_socket_listener_add_address (G_SOCKET_LISTENER (fake->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  fake->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_signal_connect (fake->service, "run", G_CALLBACK (run_cb), fake);
  return fake;
}

void
fake_free (Fake *fake)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_socket_service_stop (fake->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fake->service));
  g_mutex_lock (&fake->lock);
  while (fake->open > 0)
    g_assert_true (g_cond_wait_until (&fake->idle, &fake->lock, until));
  g_mutex_unlock (&fake->lock);
  g_object_unref (fake->service);
  g_ptr_array_unref (fake->answers);
  g_ptr_array_unref (fake->routes);
  g_string_free (fake->head, TRUE);
  g_string_free (fake->body, TRUE);
  g_mutex_clear (&fake->lock);
  g_cond_clear (&fake->idle);
  g_free (fake->url);
  g_free (fake);
}

const char *
fake_url (Fake *fake)
{
  return fake->url;
}

void
fake_clear (Fake *fake)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);

  g_ptr_array_set_size (fake->answers, 0);
  fake->next = 0;
  fake->requests = 0;
}

void
fake_push_raw (Fake *fake, const char *data, gsize size, FakeEnd end)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = g_bytes_new (data, size);
  answer->end = end;
  g_ptr_array_add (fake->answers, answer);
}

static GString *
compose (guint status, const char *type, const char *headers, const char *body)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u Said\r\nConnection: close\r\n", status);
  if (type != NULL)
    g_string_append_printf (text, "Content-Type: %s\r\n", type);
  if (status != 204)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n",
                            body != NULL ? strlen (body) : 0);
  g_string_append_printf (text, "%s\r\n%s", headers != NULL ? headers : "",
                          body != NULL ? body : "");
  return text;
}

void
fake_push (Fake *fake, guint status, const char *type, const char *headers, const char *body)
{
  g_autoptr (GString) text = compose (status, type, headers, body);

  fake_push_raw (fake, text->str, text->len, FAKE_CLOSE);
}

void
fake_route (Fake *fake, const char *line, guint status, const char *type, const char *headers,
            const char *body)
{
  g_autoptr (GString) text = compose (status, type, headers, body);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = g_bytes_new (text->str, text->len);
  answer->end = FAKE_CLOSE;
  answer->line = g_strdup (line);
  g_ptr_array_add (fake->routes, answer);
}

void
fake_push_json (Fake *fake, const char *body)
{
  fake_push (fake, 200, "application/json", "ETag: \"v1\"\r\n", body);
}

guint
fake_requests (Fake *fake)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);

  return fake->requests;
}

char *
fake_request_line (Fake *fake)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);

  return g_strndup (fake->head->str, strcspn (fake->head->str, "\r"));
}

char *
fake_request_header (Fake *fake, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);
  g_autofree char *start = g_strconcat ("\r\n", name, ":", NULL);
  const char *field = strcasestr (fake->head->str, start);

  if (field == NULL)
    return NULL;
  field += strlen (start);
  return g_strstrip (g_strndup (field, strcspn (field, "\r")));
}

char *
fake_request_body (Fake *fake)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&fake->lock);

  return g_strndup (fake->body->str, fake->body->len);
}
