/* The practice site's server: SoupServer on 127.0.0.1, which requests it takes at all, and the
 * faults that tests ask for. Layer: practice. On the main context of the thread that starts it. */
#include "config.h"

#include "practice/practice.h"

#include "practice/page.h"
#include "practice/practice-resources.h"
#include "practice/route.h"
#include "practice/workflow.h"

#include <libsoup/soup.h>

#define API_PATH "/api"
#define BODY_KEY "stet-practice-body"
#define POLL_S_MAX 60

/* What was received of a request's body, up to what its route takes. */
typedef struct
{
  GByteArray *bytes;
  gsize bytes_max;
  gboolean too_large;
} Body;

struct _StetPractice
{
  GObject parent_instance;

  StetPracticeNewsroom *room;
  SoupServer *server;
  GSource *timer; /* (nullable) for the next scheduled story */
  char *url;
  char *policy;

  StetPracticeFault fault;
  char *fault_method; /* (nullable) */
  char *fault_path;   /* (nullable) */
  guint fault_count;
};

enum
{
  SIGNAL_WENT_LIVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StetPractice, stet_practice, G_TYPE_OBJECT)
G_DEFINE_QUARK (stet - practice - error - quark, stet_practice_error)

/* --- stories whose time comes --- */

static void arm_timer (StetPractice *self);

static void
promote (StetPractice *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = stet_practice_promote_due (self->room, &error);

  if (ids == NULL)
    g_warning ("Scheduled stories could not go live: %s", error->message);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_signal_emit (self, signals[SIGNAL_WENT_LIVE], 0, g_ptr_array_index (ids, i));
}

static gboolean
timer_cb (gpointer data)
{
  StetPractice *self = data;

  g_clear_pointer (&self->timer, g_source_unref);
  promote (self);
  arm_timer (self);
  return G_SOURCE_REMOVE;
}

static void
stop_timer (StetPractice *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/* Looks again at least once a minute, since the machine's clock may be set meanwhile. */
static void
arm_timer (StetPractice *self)
{
  gint64 due_us = stet_practice_next_due_us (self->room);
  gint64 delay_ms;

  stop_timer (self);
  if (due_us == 0)
    return;
  delay_ms = (due_us - stet_clock_now_us (self->room->clock)) / 1000 + 1;
  self->timer = g_timeout_source_new ((guint) CLAMP (delay_ms, 50, POLL_S_MAX * 1000));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* --- requests --- */

static void
body_free (gpointer data)
{
  Body *body = data;

  g_byte_array_unref (body->bytes);
  g_free (body);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  Body *body = data;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (chunk, &length);

  if (body->bytes->len + length > body->bytes_max)
    {
      body->too_large = TRUE;
      g_byte_array_set_size (body->bytes, 0);
      body->bytes_max = 0;
    }
  else
    g_byte_array_append (body->bytes, bytes, (guint) length);
}

static const char *
request_header (SoupServerMessage *message, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

/* The path below the API, NULL when it is not one. */
static const char *
api_path (const char *path)
{
  if (!g_str_has_prefix (path, API_PATH))
    return NULL;
  path += strlen (API_PATH);
  if (path[0] == '\0')
    return "/";
  return path[0] == '/' ? path : NULL;
}

/* Before the body comes: decides how much of it is kept. Nothing is, of a stranger's. */
static void
early_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
  StetPractice *self = data;
  const char *below = api_path (path);
  Body *body = g_new0 (Body, 1);

  body->bytes = g_byte_array_new ();
  if (below != NULL
      && stet_practice_newsroom_authorize (self->room, request_header (message, "Authorization"))
           != NULL)
    body->bytes_max = stet_practice_body_bytes_max (soup_server_message_get_method (message),
                                                    below);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_object_set_data_full (G_OBJECT (message), BODY_KEY, body, body_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), body);
}

/* A page of another origin that has its name resolve to 127.0.0.1 cannot make a browser send our
 * Host. */
static gboolean
is_our_host (StetPractice *self, SoupServerMessage *message)
{
  const char *host = request_header (message, "Host");
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", self->room->port);
  g_autofree char *name = g_strdup_printf ("localhost:%u", self->room->port);

  return host != NULL
         && (g_ascii_strcasecmp (host, address) == 0 || g_ascii_strcasecmp (host, name) == 0);
}

static void
send (StetPractice *self, SoupServerMessage *message, const StetPracticeAnswer *answer,
      gboolean api)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *link = g_strdup_printf ("<%s>; rel=\"stet-publishing\"", self->room->api);

  soup_server_message_set_status (message, answer->status, NULL);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy",
                                api ? "default-src 'none'" : self->policy);
  soup_message_headers_replace (headers, "Cache-Control", api ? "no-store" : "no-cache");
  soup_message_headers_replace (headers, "Link", link);
  if (answer->etag != NULL)
    soup_message_headers_replace (headers, "ETag", answer->etag);
  if (answer->location != NULL)
    soup_message_headers_replace (headers, "Location", answer->location);
  if (answer->allow != NULL)
    soup_message_headers_replace (headers, "Allow", answer->allow);
  if (answer->status == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate",
                                  "Basic realm=\"Practice newsroom\", charset=\"UTF-8\"");
  if (answer->status == 503)
    soup_message_headers_replace (headers, "Retry-After", "1");
  if (answer->body != NULL)
    {
      soup_message_headers_set_content_type (headers, answer->type, NULL);
      soup_message_body_append_bytes (soup_server_message_get_response_body (message),
                                      answer->body);
    }
}

static void
answer_api (StetPractice *self, SoupServerMessage *message, const char *below, GHashTable *query,
            StetPracticeAnswer *answer)
{
  Body *body = g_object_get_data (G_OBJECT (message), BODY_KEY);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) bytes = g_bytes_new (body->bytes->data, body->bytes->len);
  StetPracticeRequest request = {
    .room = self->room,
    .method = soup_server_message_get_method (message),
    .path = below,
    .query = query,
    .authorization = request_header (message, "Authorization"),
    .if_match = soup_message_headers_get_list (headers, "If-Match"),
    .if_none_match = soup_message_headers_get_list (headers, "If-None-Match"),
    .key = request_header (message, "Idempotency-Key"),
    .content_type = soup_message_headers_get_content_type (headers, NULL),
    .body = bytes,
    .too_large = body->too_large,
  };

  stet_practice_dispatch (&request, answer);
  stet_practice_request_clear (&request);
  arm_timer (self);
}

static void
answer_page (StetPractice *self, SoupServerMessage *message, const char *path,
             StetPracticeAnswer *answer)
{
  const char *method = soup_server_message_get_method (message);
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (method, "GET") != 0 && g_strcmp0 (method, "HEAD") != 0)
    {
      stet_practice_page_error (answer, 405, "Not possible", "A page can only be read.");
      answer->allow = "GET, HEAD";
      return;
    }
  if (stet_practice_page_get (self->room, path, answer, &error))
    return;
  stet_practice_page_error (answer, 500, "The page could not be made", error->message);
}

/* Which fault this request is to meet. */
static StetPracticeFault
take_fault (StetPractice *self, SoupServerMessage *message, const char *path)
{
  if (self->fault_count == 0
      || (self->fault_method != NULL
          && !g_str_equal (self->fault_method, soup_server_message_get_method (message)))
      || (self->fault_path != NULL && strstr (path, self->fault_path) == NULL))
    return STET_PRACTICE_FAULT_NONE;
  self->fault_count--;
  return self->fault;
}

/* What the server then writes goes nowhere. */
static void
drop (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  soup_server_message_set_status (message, 500, NULL);
  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
answer_request (StetPractice *self, SoupServerMessage *message, const char *path, GHashTable *query,
                StetPracticeAnswer *answer)
{
  const char *below = api_path (path);

  promote (self);
  if (!is_our_host (self, message))
    stet_practice_answer_problem (answer, STET_PROBLEM_HOST, "Ask %s.", self->url);
  else if (below != NULL)
    answer_api (self, message, below, query, answer);
  else
    answer_page (self, message, path, answer);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  g_autoptr (StetPractice) self = g_object_ref (data);
  StetPracticeFault fault = take_fault (self, message, path);
  StetPracticeAnswer answer = { 0 };

  if (fault == STET_PRACTICE_FAULT_DROP_BEFORE)
    {
      drop (message);
      return;
    }
  if (fault == STET_PRACTICE_FAULT_503)
    stet_practice_answer_problem (&answer, STET_PROBLEM_UNAVAILABLE, "Ask again in a second.");
  else
    {
      stet_practice_db_refuse_writes (self->room->db, fault == STET_PRACTICE_FAULT_DISK);
      answer_request (self, message, path, query, &answer);
      stet_practice_db_refuse_writes (self->room->db, FALSE);
    }
  if (fault == STET_PRACTICE_FAULT_HTML)
    {
      stet_practice_answer_clear (&answer);
      stet_practice_page_error (&answer, 200, "Welcome",
                                "This page stands where an answer should be.");
    }
  if (fault == STET_PRACTICE_FAULT_DROP_AFTER)
    drop (message);
  else
    send (self, message, &answer, api_path (path) != NULL);
  stet_practice_answer_clear (&answer);
}

/* --- life --- */

static gboolean
try_port (StetPractice *self, guint port, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &local))
    return TRUE;
  g_set_error (error, STET_PRACTICE_ERROR, STET_PRACTICE_ERROR_PORT, "Port %u: %s", port,
               local->message);
  return FALSE;
}

static gboolean
listen_on (StetPractice *self, guint port, GError **error)
{
  GSList *uris;
  guint bound;

  if (port > G_MAXUINT16)
    {
      g_set_error (error, STET_PRACTICE_ERROR, STET_PRACTICE_ERROR_PORT, "There is no port %u",
                   port);
      return FALSE;
    }
  if (port != 0 || self->room->port == 0 || !try_port (self, self->room->port, NULL))
    if (!try_port (self, port, error))
      return FALSE;
  uris = soup_server_get_uris (self->server);
  bound = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  if (!stet_practice_newsroom_set_port (self->room, bound, error))
    return FALSE;
  self->url = g_strconcat (self->room->url, "/", NULL);
  return TRUE;
}

static void
register_resources (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  stet_practice_register_resource ();
  g_once_init_leave (&once, 1);
}

StetPractice *
stet_practice_new (const StetPracticeOptions *options, GError **error)
{
  g_autoptr (StetPractice) self = g_object_new (STET_TYPE_PRACTICE, NULL);

  g_return_val_if_fail (options != NULL && options->dir != NULL, NULL);

  register_resources ();
  self->room = stet_practice_newsroom_open (
    options->dir, options->clock != NULL ? options->clock : stet_clock_system (),
    options->random != NULL ? options->random : stet_random_system (), error);
  if (self->room == NULL)
    return NULL;
  self->policy = stet_practice_page_policy ();
  self->server = soup_server_new ("server-header", "stet-practice", NULL);
  soup_server_add_early_handler (self->server, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  if (!listen_on (self, options->port, error))
    return NULL;
  promote (self);
  arm_timer (self);
  return g_steal_pointer (&self);
}

void
stet_practice_stop (StetPractice *self)
{
  g_return_if_fail (STET_IS_PRACTICE (self));

  stop_timer (self);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  if (self->room != NULL)
    g_clear_pointer (&self->room->db, stet_practice_db_close);
}

static void
stet_practice_dispose (GObject *object)
{
  stet_practice_stop (STET_PRACTICE (object));
  G_OBJECT_CLASS (stet_practice_parent_class)->dispose (object);
}

static void
stet_practice_finalize (GObject *object)
{
  StetPractice *self = STET_PRACTICE (object);

  stet_practice_newsroom_free (self->room);
  g_free (self->url);
  g_free (self->policy);
  g_free (self->fault_method);
  g_free (self->fault_path);
  G_OBJECT_CLASS (stet_practice_parent_class)->finalize (object);
}

static void
stet_practice_class_init (StetPracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = stet_practice_dispose;
  object_class->finalize = stet_practice_finalize;
  signals[SIGNAL_WENT_LIVE] = g_signal_new ("went-live", STET_TYPE_PRACTICE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
stet_practice_init (StetPractice *self)
{
}

const char *
stet_practice_url (StetPractice *self)
{
  return self->url;
}

const char *
stet_practice_api (StetPractice *self)
{
  return self->room->api;
}

const char *
stet_practice_reporter_user (StetPractice *self)
{
  return self->room->reporter.id;
}

const char *
stet_practice_reporter_password (StetPractice *self)
{
  return self->room->reporter.password;
}

const char *
stet_practice_editor_user (StetPractice *self)
{
  return self->room->editor.id;
}

const char *
stet_practice_editor_password (StetPractice *self)
{
  return self->room->editor.password;
}

void
stet_practice_set_fault (StetPractice *self, StetPracticeFault fault, const char *method,
                         const char *path, guint count)
{
  g_return_if_fail (STET_IS_PRACTICE (self));

  self->fault = fault;
  g_free (self->fault_method);
  g_free (self->fault_path);
  self->fault_method = g_strdup (method);
  self->fault_path = g_strdup (path);
  self->fault_count = fault == STET_PRACTICE_FAULT_NONE ? 0 : count;
}
