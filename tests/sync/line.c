/* A site, the faulty line to it, and a desk. */
#include "config.h"

#include "line.h"

#include "practice/practice.h"
#include "site/http.h"
#include "site/publishing-site.h"
#include "site/wordpress-site.h"

#include "calls.h"
#include "support.h"

#include <string.h>

#define TRIES_MAX 20
#define WAIT_US (400 * (gint64) G_USEC_PER_SEC)

struct _Line
{
  /* The practice site, where it is that: */
  GThread      *thread;   /* (nullable) */
  GMainContext *context;
  GMainLoop    *loop;
  StetPractice *practice;
  char         *dir;
  GMutex        mutex;
  GCond         ready;

  Proxy     *proxy;
  StetClock *clock;
  Desk       desk;
  char      *straight;    /* the API's address, past the line */
  char      *api;         /* and over it */
  char      *user, *password;
  /* the desk's: its ids come of it, and a WordPress may still hold those of an earlier run */
  char      *name;
  gboolean   wordpress;
  guint      timeout_s;
};

/* --- the practice site --- */

static gpointer
serve_thread (gpointer data)
{
  Line *line = data;
  const StetPracticeOptions options = { .dir = line->dir };
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (line->context);
  g_mutex_lock (&line->mutex);
  line->practice = stet_practice_new (&options, &error);
  g_assert_no_error (error);
  g_cond_signal (&line->ready);
  g_mutex_unlock (&line->mutex);
  g_main_loop_run (line->loop);
  stet_practice_stop (line->practice);
  g_clear_object (&line->practice);
  while (g_main_context_iteration (line->context, FALSE))
    continue;
  g_main_context_pop_thread_default (line->context);
  return NULL;
}

static void
start_practice (Line *line)
{
  line->dir = stet_test_dir ();
  line->context = g_main_context_new ();
  line->loop = g_main_loop_new (line->context, FALSE);
  g_mutex_init (&line->mutex);
  g_cond_init (&line->ready);
  line->thread = g_thread_new ("site", serve_thread, line);
  g_mutex_lock (&line->mutex);
  while (line->practice == NULL)
    g_cond_wait (&line->ready, &line->mutex);
  g_mutex_unlock (&line->mutex);
  line->straight = g_strdup (stet_practice_api (line->practice));
  line->user = g_strdup (stet_practice_editor_user (line->practice));
  line->password = g_strdup (stet_practice_editor_password (line->practice));
}

static void
stop_practice (Line *line)
{
  g_main_loop_quit (line->loop);
  g_thread_join (line->thread);
  g_main_loop_unref (line->loop);
  g_main_context_unref (line->context);
  g_mutex_clear (&line->mutex);
  g_cond_clear (&line->ready);
  g_free (line->dir);
}

/* --- the line --- */

static void
find_wordpress (Line *line)
{
  g_auto (GStrv) pair = g_strsplit (g_getenv ("STET_CONTRACT_EDITOR"), ":", 2);

  line->wordpress = TRUE;
  line->straight = g_strdup (g_getenv ("STET_CONTRACT_API"));
  line->user = g_strdup (pair[0]);
  line->password = g_strdup (pair[1]);
}

static StetSite *
open_at (Line *line, const char *api)
{
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, line->user, line->password, NULL);
  StetPublishingOptions options
      = { .api = api, .credential = credential, .timeout_s = line->timeout_s };
  StetWordPressOptions wordpress
      = { .api = api, .credential = credential, .timeout_s = line->timeout_s };
  g_autoptr (GError) error = NULL;
  StetSite *site = line->wordpress ? stet_wordpress_site_new (&wordpress, &error)
                                   : stet_publishing_site_new (&options, &error);

  g_assert_no_error (error);
  return site;
}

static StetSite *
open_site (const StetAccount *account, gpointer data, GError **error)
{
  return line_open (data);
}

Line *
line_new (guint timeout_s)
{
  Line *line = g_new0 (Line, 1);
  const char *below;

  line->timeout_s = timeout_s;
  if (g_getenv ("STET_CONTRACT_API") != NULL)
    find_wordpress (line);
  else
    start_practice (line);
  line->proxy = proxy_new (line->straight);
  below = strchr (strstr (line->straight, "://") + 3, '/');
  line->api = g_strconcat (proxy_url (line->proxy), below, NULL);
  line->clock = stet_clock_new_fixed (stet_clock_now_us (stet_clock_system ()));
  line->name = stet_uuid_new (stet_random_system ());
  desk_open (&line->desk, NULL, line->clock, line->name, TRUE);
  line->desk.open_site = open_site;
  line->desk.open_data = line;
  return line;
}

void
line_free (Line *line)
{
  proxy_free (line->proxy);
  desk_close (&line->desk);
  if (line->thread != NULL)
    stop_practice (line);
  stet_clock_free (line->clock);
  g_free (line->straight);
  g_free (line->api);
  g_free (line->user);
  g_free (line->name);
  g_free (line->password);
  g_free (line);
}

gboolean
line_is_wordpress (Line *line)
{
  return line->wordpress;
}

Proxy *
line_proxy (Line *line)
{
  return line->proxy;
}

Desk *
line_desk (Line *line)
{
  return &line->desk;
}

StetClock *
line_clock (Line *line)
{
  return line->clock;
}

StetSite *
line_open (Line *line)
{
  return open_at (line, line->api);
}

StetSite *
line_open_straight (Line *line)
{
  return open_at (line, line->straight);
}

/* --- counting --- */

static guint
count_changes (Line *line, const char *id)
{
  g_autoptr (StetSite) site = line_open_straight (line);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *next = NULL;
      g_autoptr (GPtrArray) changes = call_list_changes (site, cursor, &next, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < changes->len; i++)
        {
          const StetSiteChange *change = changes->pdata[i];

          if (!change->deleted && (id == NULL || g_str_equal (change->id, id)))
            g_hash_table_add (seen, g_strdup (change->id));
        }
      if (changes->len == 0 || g_strcmp0 (cursor, next) == 0)
        return g_hash_table_size (seen);
      g_free (cursor);
      cursor = g_steal_pointer (&next);
    }
}

static void
ask_wordpress (Line *line, const char *url, guint *total)
{
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, line->user, line->password, NULL);
  g_autoptr (SoupSession) session = stet_http_session_new ();
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const StetHttpRequest request = { .method = "GET",
                                    .uri = uri,
                                    .accept = "application/json",
                                    .credential = credential,
                                    .reply_bytes_max = STET_PAGE_BYTES_MAX,
                                    .timeout_s = 60 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (StetHttpReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  stet_http_send (session, &request, NULL, stet_test_result_cb, &result);
  reply = stet_http_send_finish (stet_test_wait_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_nonnull (stet_http_reply_header (reply, "X-WP-Total"));
  *total = (guint) g_ascii_strtoull (stet_http_reply_header (reply, "X-WP-Total"), NULL, 10);
}

guint
line_count (Line *line, const char *id)
{
  g_autofree char *url = NULL;
  guint total = 0;

  if (!line->wordpress)
    return count_changes (line, id);
  url = g_strdup_printf ("%s/wp/v2/posts?context=edit&status=any&per_page=1&_fields=id%s%s",
                         line->straight, id != NULL ? "&search=stet-" : "", id != NULL ? id : "");
  ask_wordpress (line, url, &total);
  return total;
}

/* --- to the end --- */

static gboolean
is_stopped (const StetIntent *intent)
{
  return intent->hold == STET_HOLD_REFUSED || intent->hold == STET_HOLD_CONFLICT
         || intent->hold == STET_HOLD_EXPIRED;
}

void
line_settle (Line *line, const char *id, StetIntentKind act)
{
  Desk *desk = &line->desk;

  for (guint tries = 0;; tries++)
    {
      g_autoptr (StetIntent) intent = desk_find (desk, id, act);
      g_autofree char *again = NULL;

      if (intent != NULL && intent->settled)
        return;
      if (tries == TRIES_MAX)
        g_error ("%s of %s: hold %s, %s", stet_intent_kind_name (act), id,
                 stet_hold_name (intent->hold), intent->message);
      if (is_stopped (intent))
        {
          g_assert_true (stet_runner_acknowledge (desk->runner, intent->id, NULL));
          again = desk_queue (desk, id, act);
          continue;
        }
      desk_run (desk, NULL);
      stet_clock_advance (line->clock, WAIT_US);
    }
}

void
line_publish (Line *line, const char *id, LineAct what, gpointer data)
{
  static const StetIntentKind acts[]
      = { STET_INTENT_SUBMIT, STET_INTENT_APPROVE, STET_INTENT_PUBLISH };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *queued = desk_queue (&line->desk, id, acts[i]);

      if (what != NULL)
        what (acts[i], data);
      line_settle (line, id, acts[i]);
    }
}
