/* The runner over real HTTP against the practice site, two people, and the site's faults at each
 * request. */
#include "config.h"

#include "desk.h"

#include "practice/practice.h"
#include "site/publishing-site.h"

#include "support.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <sqlite3.h>

#define TRIES_MAX 12

/* The site has a thread of its own, as it has in the window. */
typedef struct
{
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  StetPractice *practice;
  char         *dir;
  GMutex        mutex;
  GCond         ready;
  StetClock    *clock;
  Desk          ana, leo;
} World;

typedef struct
{
  World            *world;
  StetPracticeFault fault;
  const char       *method, *path;
  gboolean          done;
} Ask;

static gpointer
serve_thread (gpointer data)
{
  World *world = data;
  const StetPracticeOptions options = { .dir = world->dir };
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (world->context);
  g_mutex_lock (&world->mutex);
  world->practice = stet_practice_new (&options, &error);
  g_assert_no_error (error);
  g_cond_signal (&world->ready);
  g_mutex_unlock (&world->mutex);
  g_main_loop_run (world->loop);
  stet_practice_stop (world->practice);
  g_clear_object (&world->practice);
  while (g_main_context_iteration (world->context, FALSE))
    continue;
  g_main_context_pop_thread_default (world->context);
  return NULL;
}

static gboolean
set_fault_cb (gpointer data)
{
  Ask *ask = data;

  stet_practice_set_fault (ask->world->practice, ask->fault, ask->method, ask->path, 1);
  g_mutex_lock (&ask->world->mutex);
  ask->done = TRUE;
  g_cond_signal (&ask->world->ready);
  g_mutex_unlock (&ask->world->mutex);
  return G_SOURCE_REMOVE;
}

static void
set_fault (World *world, StetPracticeFault fault, const char *method, const char *path)
{
  Ask ask = { world, fault, method, path, FALSE };

  g_main_context_invoke (world->context, set_fault_cb, &ask);
  g_mutex_lock (&world->mutex);
  while (!ask.done)
    g_cond_wait (&world->ready, &world->mutex);
  g_mutex_unlock (&world->mutex);
}

static StetSite *
open_site (const StetAccount *account, gpointer data, GError **error)
{
  World *world = data;
  gboolean editor = g_str_equal (account->user, stet_practice_editor_user (world->practice));
  const char *password = editor ? stet_practice_editor_password (world->practice)
                                : stet_practice_reporter_password (world->practice);
  g_autoptr (StetCredential) credential
      = stet_credential_new (STET_AUTH_BASIC, account->user, password, NULL);
  const StetPublishingOptions options
      = { .api = stet_practice_api (world->practice), .credential = credential };

  return stet_publishing_site_new (&options, error);
}

static void
open_desk (World *world, Desk *desk, const char *user)
{
  desk_open (desk, NULL, world->clock, user, FALSE);
  desk->open_site = open_site;
  desk->open_data = world;
}

/* Its database is made by a first start and filled before the second: past its API, which would
 * take a minute. */
static void
fill_tags (const char *dir, guint n_tags)
{
  static const char insert[]
      = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
        " INSERT INTO term (kind, folded, id, label)"
        " SELECT 'tag', printf ('nandu %%05d & co', i), printf ('t%%d', i),"
        " printf ('Ñandú %%05d & Co', i) FROM n";
  g_autofree char *path = g_build_filename (dir, "practice.db", NULL);
  g_autofree char *sql = g_strdup_printf (insert, n_tags);
  const StetPracticeOptions options = { .dir = dir };
  g_autoptr (GError) error = NULL;
  StetPractice *first = stet_practice_new (&options, &error);
  sqlite3 *db = NULL;

  g_assert_no_error (error);
  stet_practice_stop (first);
  g_object_unref (first);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* `data`: how many tags the site has beside its own. */
static void
set_up (World *world, gconstpointer data)
{
  *world = (World){ 0 };
  world->dir = stet_test_dir ();
  if (data != NULL)
    fill_tags (world->dir, GPOINTER_TO_UINT (data));
  world->context = g_main_context_new ();
  world->loop = g_main_loop_new (world->context, FALSE);
  g_mutex_init (&world->mutex);
  g_cond_init (&world->ready);
  world->clock = stet_clock_new_fixed (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC);
  world->thread = g_thread_new ("site", serve_thread, world);
  g_mutex_lock (&world->mutex);
  while (world->practice == NULL)
    g_cond_wait (&world->ready, &world->mutex);
  g_mutex_unlock (&world->mutex);
  open_desk (world, &world->ana, stet_practice_reporter_user (world->practice));
  open_desk (world, &world->leo, stet_practice_editor_user (world->practice));
}

static void
tear_down (World *world, gconstpointer data)
{
  desk_close (&world->ana);
  desk_close (&world->leo);
  g_main_loop_quit (world->loop);
  g_thread_join (world->thread);
  g_main_loop_unref (world->loop);
  g_main_context_unref (world->context);
  stet_clock_free (world->clock);
  g_mutex_clear (&world->mutex);
  g_cond_clear (&world->ready);
  g_free (world->dir);
}

static void
run (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk_run (desk, &error);
  g_assert_no_error (error);
}

static StetStory *
load (Desk *desk, const char *id)
{
  g_autoptr (GError) error = NULL;
  StetStory *story = stet_store_load (desk->store, id, &error);

  g_assert_no_error (error);
  return story;
}

/* What the site itself says, asked afresh. */
static StetSiteArticle *
ask_site (World *world, const char *id)
{
  g_autoptr (StetSite) site = open_site (world->leo.account, world, NULL);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  StetSiteArticle *article;

  stet_site_get_article (site, id, NULL, stet_test_result_cb, &pending);
  result = stet_test_wait_result (&pending);
  article = stet_site_get_article_finish (site, result, &error);
  g_assert_no_error (error);
  return article;
}

/* Draft, submit, edit, approve, publish, pull, update, take down: on two desks. */
static void
test_whole_way (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "Ferry leaves on time", NULL);
  g_autoptr (StetStory) ours = NULL;
  g_autoptr (StetStory) theirs = NULL;
  g_autoptr (StetStory) down = NULL;

  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  run (&world->leo);
  desk_edit (&world->leo, id, "Ferry leaves on the minute");
  desk_do (&world->leo, id, STET_INTENT_APPROVE);
  desk_do (&world->leo, id, STET_INTENT_PUBLISH);
  run (&world->ana);
  ours = load (&world->ana, id);
  theirs = load (&world->leo, id);
  g_assert_cmpstr (ours->hash, ==, theirs->hash);
  g_assert_cmpstr (ours->remote->live_hash, ==, ours->hash);
  g_assert_cmpint (ours->remote->state, ==, STET_STATE_PUBLISHED);
  g_assert_nonnull (ours->remote->url);
  desk_edit (&world->ana, id, "Ferry leaves a minute late");
  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  run (&world->leo);
  desk_do (&world->leo, id, STET_INTENT_UNPUBLISH);
  down = load (&world->leo, id);
  g_assert_null (down->remote->live_hash);
  g_assert_cmpint (down->remote->state, ==, STET_STATE_UNPUBLISHED);
}

static void
test_forbidden (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "Ferry leaves on time", NULL);
  g_autofree char *approve = NULL;
  g_autoptr (StetIntent) after = NULL;

  desk_do (&world->ana, id, STET_INTENT_SUBMIT);
  approve = desk_queue (&world->ana, id, STET_INTENT_APPROVE);
  after = stet_runner_run_intent (world->ana.runner, world->ana.account, approve, NULL, NULL);
  g_assert_cmpint (after->hold, ==, STET_HOLD_REFUSED);
  g_assert_cmpint (after->error_code, ==, STET_SITE_ERROR_FORBIDDEN);
}

/* --- each kind of request going wrong in each way, once --- */

static void
settle (World *world, Desk *desk, const char *id, StetIntentKind kind)
{
  guint tries = 0;

  for (;;)
    {
      g_autoptr (StetIntent) intent = desk_find (desk, id, kind);

      if (intent->settled)
        return;
      g_assert_cmpuint (tries++, <, TRIES_MAX);
      desk_run (desk, NULL);
      stet_clock_advance (world->clock, 400 * (gint64) G_USEC_PER_SEC);
    }
}

static void
publish_through (World *world, StetPracticeFault fault, const char *method, const char *path)
{
  static const StetIntentKind acts[]
      = { STET_INTENT_SUBMIT, STET_INTENT_APPROVE, STET_INTENT_PUBLISH };
  g_autofree char *id = desk_write (&world->leo, "Ferry leaves on time", NULL);
  g_autoptr (StetSiteArticle) there = NULL;
  g_autoptr (StetStory) story = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *queued = desk_queue (&world->leo, id, acts[i]);

      set_fault (world, fault, method, path);
      settle (world, &world->leo, id, acts[i]);
      set_fault (world, STET_PRACTICE_FAULT_NONE, NULL, NULL);
    }
  there = ask_site (world, id);
  story = load (&world->leo, id);
  g_assert_cmpint (there->state, ==, STET_STATE_PUBLISHED);
  g_assert_cmpstr (there->live_hash, ==, story->hash);
  g_assert_cmpuint (there->review->approvals->len, ==, 1);
  g_assert_cmpstr (story->remote->version, ==, there->version);
}

static void
test_faults (World *world, gconstpointer data)
{
  static const StetPracticeFault faults[]
      = { STET_PRACTICE_FAULT_DROP_BEFORE, STET_PRACTICE_FAULT_DROP_AFTER, STET_PRACTICE_FAULT_503,
          STET_PRACTICE_FAULT_HTML };
  static const struct { const char *method, *path; } requests[] = { { "GET", "/articles/" },
                                                                    { "PUT", "/articles/" },
                                                                    { "POST", "/transitions" },
                                                                    { NULL, "/changes" } };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint j = 0; j < G_N_ELEMENTS (requests); j++)
      {
        g_test_message ("fault %u at %s", faults[i], requests[j].path);
        publish_through (world, faults[i], requests[j].method, requests[j].path);
      }
}

/* An address where nobody listens. */
static StetSite *
open_nowhere (const StetAccount *account, gpointer data, GError **error)
{
  const StetPublishingOptions options = { .api = data };

  return stet_publishing_site_new (&options, error);
}

/* All stays queued, and goes out once the site is there. */
static void
test_unreachable (World *world, gconstpointer data)
{
  g_autofree char *id = desk_write (&world->ana, "Ferry leaves on time", NULL);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autofree char *api = g_strdup_printf (
      "http://127.0.0.1:%u/api", g_socket_listener_add_any_inet_port (listener, NULL, NULL));
  g_autoptr (StetIntent) waiting = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_close (listener);
  world->ana.open_site = open_nowhere;
  world->ana.open_data = api;
  g_assert_false (desk_run (&world->ana, &error));
  g_assert_error (error, STET_SYNC_ERROR, STET_SYNC_ERROR_OFFLINE);
  waiting = desk_find (&world->ana, id, STET_INTENT_SUBMIT);
  g_assert_cmpint (waiting->hold, ==, STET_HOLD_OFFLINE);
  world->ana.open_site = open_site;
  world->ana.open_data = world;
  run (&world->ana);
  settle (world, &world->ana, id, STET_INTENT_SUBMIT);
}

/* --- how far it is, and stopped on the way --- */

typedef struct
{
  StetSyncPhase phase;  /* in which it is stopped, */
  guint         done;   /* once so many are done; 0: as soon as a byte of a picture has gone */
  GCancellable *cancellable;
  guint         told, pages;
  guint         last_done, last_total;
  guint64       sent_bytes, total_bytes;
} Watch;

static void
watch_cb (const StetSyncProgress *progress, gpointer data)
{
  Watch *watch = data;

  watch->told++;
  watch->pages = progress->pages;
  watch->last_done = progress->done;
  watch->last_total = progress->total;
  if (progress->phase == STET_SYNC_PICTURE)
    {
      g_assert_cmpuint (progress->sent_bytes, >=, watch->sent_bytes);
      g_assert_cmpuint (progress->sent_bytes, <=, progress->total_bytes);
      watch->sent_bytes = progress->sent_bytes;
      watch->total_bytes = progress->total_bytes;
    }
  if (watch->cancellable != NULL && progress->phase == watch->phase
      && progress->done >= watch->done)
    g_cancellable_cancel (watch->cancellable);
}

static void
look_on (Desk *desk, Watch *watch)
{
  desk->progress = watch_cb;
  desk->progress_data = watch;
  desk->cancellable = watch->cancellable;
}

#define N_TAGS 50000
#define N_FOUND 10000 /* of them have a number of five digits that begins with 4 */

/* They come in pages, each once and all of them. */
static void
test_all_tags (World *world, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_run (&world->leo, &error));
  g_assert_no_error (error);
  tags = stet_store_list_terms (world->leo.store, world->leo.account->site_id, "tag", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < tags->len; i++)
    g_assert_true (g_hash_table_add (seen, (char *) stet_term_id (tags->pdata[i])));
  g_assert_cmpuint (tags->len, >, N_TAGS); /* with the site's own */
  for (guint i = 1; i <= N_TAGS; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%u", i);

      g_assert_true (g_hash_table_contains (seen, id));
    }
}

/* A search of many goes on as the search it was. */
static void
test_many_found (World *world, gconstpointer data)
{
  g_autoptr (StetSite) site = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  site = open_site (world->leo.account, world, &error);
  g_assert_no_error (error);
  stet_site_list_terms (site, "tag", "Ñandú 4", NULL, stet_test_result_cb, &result);
  found = stet_site_list_terms_finish (site, stet_test_wait_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, N_FOUND);
  for (guint i = 0; i < found->len; i++)
    g_assert_true (g_str_has_prefix (stet_term_label (found->pdata[i]), "Ñandú 4"));
}

#define N_STORIES 7

/* Stopped once the first page is in the store: it stays, nothing comes twice. */
static void
test_stop_receiving (World *world, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  Watch first = { .phase = STET_SYNC_RECEIVING, .done = 1, .cancellable = cancellable };
  Watch second = { 0 };

  for (guint i = 0; i < N_STORIES; i++)
    {
      g_autofree char *id = desk_write (&world->ana, "Ferry leaves on time", NULL);

      desk_do (&world->ana, id, STET_INTENT_SUBMIT);
    }
  look_on (&world->leo, &first);
  g_assert_false (desk_run (&world->leo, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (first.last_total, ==, N_STORIES);
  rows = stet_store_list (world->leo.store, FALSE, NULL);
  g_assert_cmpuint (rows->len, ==, N_STORIES);
  look_on (&world->leo, &second);
  run (&world->leo);
  g_assert_cmpuint (second.last_done, ==, 0);
  all = stet_store_list (world->leo.store, FALSE, NULL);
  g_assert_cmpuint (all->len, ==, N_STORIES);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpint (((StetStoryRow *) all->pdata[i])->revision, ==, 1);
}

#define NOISE_SIDE 700
#define NOISE_BYTES_MIN (1024 * 1024)

/* A picture that no format makes small. Returns: (owned) its hash. */
static char *
keep_noise (Desk *desk)
{
  g_autoptr (GdkPixbuf) noise
      = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, NOISE_SIDE, NOISE_SIDE);
  guint length;
  guchar *pixels = gdk_pixbuf_get_pixels_with_length (noise, &length);
  g_autoptr (GBytes) picture = NULL;
  char *png;
  gsize size;

  for (guint i = 0; i < length; i++)
    pixels[i] = (guchar) stet_random_below (desk->random, 256);
  g_assert_true (gdk_pixbuf_save_to_buffer (noise, &png, &size, "png", NULL, NULL));
  g_assert_cmpuint (size, >, NOISE_BYTES_MIN);
  picture = g_bytes_new_take (png, size);
  return stet_store_put_photo (desk->store, picture, NULL);
}

/* A picture told byte by byte, stopped on its way; the intent says so and goes on with the next
 * run. */
static void
test_stop_sending (World *world, gconstpointer data)
{
  g_autofree char *picture = keep_noise (&world->ana);
  g_autofree char *id = desk_write (&world->ana, "Ferry leaves on time", picture);
  g_autofree char *queued = desk_queue (&world->ana, id, STET_INTENT_SUBMIT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (StetIntent) stopped = NULL;
  g_autoptr (StetIntent) waiting = NULL;
  g_autoptr (StetIntent) sent = NULL;
  g_autoptr (GError) error = NULL;
  Watch first = { .phase = STET_SYNC_PICTURE, .cancellable = cancellable };
  Watch second = { 0 };

  look_on (&world->ana, &first);
  g_assert_false (desk_run (&world->ana, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (first.sent_bytes, <, first.total_bytes);
  stopped = desk_find (&world->ana, id, STET_INTENT_SUBMIT);
  g_assert_cmpint (stopped->hold, ==, STET_HOLD_STOPPED);
  g_assert_false (stet_intent_is_ended (stopped));
  /* By itself it does not go on: */
  look_on (&world->ana, &second);
  world->ana.paced = TRUE;
  desk_restart (&world->ana, 0);
  run (&world->ana);
  waiting = desk_find (&world->ana, id, STET_INTENT_SUBMIT);
  g_assert_cmpint (waiting->hold, ==, STET_HOLD_STOPPED);
  /* but where a person asks. */
  world->ana.paced = FALSE;
  desk_restart (&world->ana, 0);
  run (&world->ana);
  sent = desk_find (&world->ana, id, STET_INTENT_SUBMIT);
  g_assert_true (sent->settled);
  g_assert_cmpuint (second.sent_bytes, ==, second.total_bytes);
  g_assert_cmpuint (second.total_bytes, >, NOISE_BYTES_MIN);
}

int
main (int argc, char **argv)
{
  stet_site_init ();
  stet_test_init (&argc, &argv);
  g_test_add ("/net/whole-way", World, NULL, set_up, test_whole_way, tear_down);
  g_test_add ("/net/forbidden", World, NULL, set_up, test_forbidden, tear_down);
  g_test_add ("/net/faults", World, NULL, set_up, test_faults, tear_down);
  g_test_add ("/net/stop-receiving", World, NULL, set_up, test_stop_receiving, tear_down);
  g_test_add ("/net/stop-sending", World, NULL, set_up, test_stop_sending, tear_down);
  g_test_add ("/net/all-tags", World, GUINT_TO_POINTER (N_TAGS), set_up, test_all_tags, tear_down);
  g_test_add ("/net/many-found", World, GUINT_TO_POINTER (N_TAGS), set_up, test_many_found,
              tear_down);
  g_test_add ("/net/unreachable", World, NULL, set_up, test_unreachable, tear_down);
  return g_test_run ();
}
