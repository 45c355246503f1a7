/* The list of changes page by page: each is one transaction with the list's next place, so that a
 * kill, a stop, a full disk or one bad story costs no other story and brings none twice. */
#include "config.h"

#include "desk.h"

#include "article/json.h"
#include "store/private.h"

#include "support.h"

#include <string.h>

#define N_STORIES 7
#define PAGE_ROWS 2
#define N_MANY 25
#define FETCHED_MAX 20 /* in one transaction, as pull.c has it */

typedef struct
{
  StetClock  *clock;
  FakeServer *server;
  Desk        ana, leo;
  char       *ids[N_MANY];
} World;

static void
set_up (World *world, gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);

  *world = (World){ 0 };
  world->clock = stet_clock_new_fixed (G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC);
  world->server = fake_server_new (world->clock);
  desk_open (&world->ana, world->server, world->clock, "ana", FALSE);
  desk_open (&world->leo, world->server, world->clock, "leo", TRUE);
  for (guint i = 0; i < n; i++)
    {
      world->ids[i] = desk_write (&world->ana, "Ferry leaves on time", NULL);
      desk_do (&world->ana, world->ids[i], STET_INTENT_SUBMIT);
    }
  world->server->with_stories = n == N_STORIES;
  world->server->page_rows = n == N_STORIES ? PAGE_ROWS : 0;
}

static void
tear_down (World *world, gconstpointer data)
{
  desk_close (&world->ana);
  desk_close (&world->leo);
  fake_server_free (world->server);
  stet_clock_free (world->clock);
  for (guint i = 0; i < G_N_ELEMENTS (world->ids); i++)
    g_free (world->ids[i]);
}

static void
run (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk_run (desk, &error);
  g_assert_no_error (error);
}

static guint
count_stories (Desk *desk)
{
  g_autoptr (GPtrArray) rows = stet_store_list (desk->store, FALSE, NULL);

  return rows->len;
}

static char *
cursor_of (Desk *desk)
{
  g_autoptr (GPtrArray) accounts = stet_store_list_accounts (desk->store, NULL);

  return g_strdup (((StetAccount *) accounts->pdata[0])->cursor);
}

/* All of them, each come once. */
static void
expect_all (Desk *desk, guint n)
{
  g_autoptr (GPtrArray) rows = stet_store_list (desk->store, FALSE, NULL);

  g_assert_cmpuint (rows->len, ==, n);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (((StetStoryRow *) rows->pdata[i])->revision, ==, 1);
}

/* The list's place is where the stories in the store end. */
static void
expect_whole_pages (World *world)
{
  g_autofree char *cursor = cursor_of (&world->leo);
  guint n = count_stories (&world->leo);
  g_autofree char *last = NULL;

  g_assert_true (n % PAGE_ROWS == 0 || n == N_STORIES);
  if (n == 0)
    g_assert_null (cursor);
  else
    last = g_strdup_printf ("%" G_GUINT64_FORMAT,
                            fake_server_get (world->server, world->ids[n - 1])->seq);
  g_assert_cmpstr (cursor, ==, last);
}

/* --- killed --- */

static void
begin_again (World *world, guint gates)
{
  desk_close (&world->leo);
  world->leo = (Desk) { 0 };
  desk_open (&world->leo, world->server, world->clock, "leo", TRUE);
  desk_restart (&world->leo, gates);
}

static void
test_killed (World *world, gconstpointer data)
{
  guint n;

  run (&world->leo);
  n = world->leo.gates_seen;
  g_assert_cmpuint (n, >, N_STORIES);
  for (guint gates = 1; gates <= n; gates++)
    {
      begin_again (world, gates);
      g_assert_false (desk_run (&world->leo, NULL));
      g_assert_true (world->leo.killed);
      expect_whole_pages (world);
      desk_restart (&world->leo, 0);
      run (&world->leo);
      expect_all (&world->leo, N_STORIES);
      expect_whole_pages (world);
    }
}

/* --- stopped --- */

typedef struct
{
  Desk         *desk;
  guint         done; /* stopped, or killed at the next gate, once so many are */
  GCancellable *cancellable; /* (nullable): killed */
} Stop;

static void
stop_cb (const StetSyncProgress *progress, gpointer data)
{
  Stop *stop = data;

  if (progress->phase != STET_SYNC_RECEIVING || progress->done < stop->done)
    return;
  if (stop->cancellable != NULL)
    g_cancellable_cancel (stop->cancellable);
  else if (stop->desk->gates_left == 0 && !stop->desk->killed)
    stop->desk->gates_left = 1;
}

static void
run_stopped (World *world, guint done)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Stop stop = { .done = done, .cancellable = cancellable };

  world->leo.progress = stop_cb;
  world->leo.progress_data = &stop;
  world->leo.cancellable = cancellable;
  g_assert_false (desk_run (&world->leo, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  world->leo.progress = NULL;
  world->leo.cancellable = NULL;
}

static void
test_stopped (World *world, gconstpointer data)
{
  guint requests;

  run_stopped (world, PAGE_ROWS);
  g_assert_cmpuint (count_stories (&world->leo), ==, PAGE_ROWS);
  expect_whole_pages (world);
  requests = world->server->n_requests;
  run (&world->leo);
  expect_all (&world->leo, N_STORIES);
  /* three pages more, the empty one, tags, sections */
  g_assert_cmpuint (world->server->n_requests - requests, ==, 6);
}

/* One by one: what has come is stored when it is stopped, and not asked for again. */
static void
test_stopped_fetching (World *world, gconstpointer data)
{
  guint requests;

  run_stopped (world, 3);
  g_assert_cmpuint (count_stories (&world->leo), ==, 3);
  requests = world->server->n_requests;
  run (&world->leo);
  expect_all (&world->leo, N_MANY);
  /* the list and its empty end, the other stories, tags, sections */
  g_assert_cmpuint (world->server->n_requests - requests, ==, N_MANY - 3 + 4);
}

static void
test_killed_fetching (World *world, gconstpointer data)
{
  Stop stop = { .desk = &world->leo, .done = FETCHED_MAX - 1 };

  world->leo.progress = stop_cb;
  world->leo.progress_data = &stop;
  g_assert_false (desk_run (&world->leo, NULL));
  g_assert_cmpuint (count_stories (&world->leo), ==, 0);
  stop.done = FETCHED_MAX + 2;
  desk_restart (&world->leo, 0);
  g_assert_false (desk_run (&world->leo, NULL));
  g_assert_cmpuint (count_stories (&world->leo), ==, FETCHED_MAX);
  world->leo.progress = NULL;
  desk_restart (&world->leo, 0);
  run (&world->leo);
  expect_all (&world->leo, N_MANY);
}

/* --- errors --- */

static void
test_full_disk (World *world, gconstpointer data)
{
  guint writes = 0;
  gboolean ok;

  do
    {
      g_autoptr (GError) error = NULL;

      begin_again (world, 0);
      stet_store_fail_after (world->leo.store, ++writes);
      ok = desk_run (&world->leo, &error);
      stet_store_fail_after (world->leo.store, 0);
      if (!ok)
        g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL);
      expect_whole_pages (world);
      run (&world->leo);
      expect_all (&world->leo, N_STORIES);
    }
  while (!ok);
  g_assert_cmpuint (writes, >, N_STORIES / PAGE_ROWS);
}

static void
set_text (Desk *desk, const char *id, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  stet_database_run (desk->store->db, &error, "UPDATE draft SET doc = ? WHERE story_id = ?", "bs",
                     bytes, id);
  g_assert_no_error (error);
}

/* One story that can't be read: the page's others come, the error is told, the list's place waits
 * until it is mended. */
static void
test_bad_story (World *world, gconstpointer data)
{
  g_autoptr (StetStory) story = NULL;
  g_autofree char *text = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  run (&world->leo);
  world->server->page_rows = 3;
  story = stet_store_load (world->leo.store, world->ids[1], NULL);
  text = stet_article_to_json (story->article);
  for (guint i = 0; i < 3; i++)
    {
      desk_edit (&world->ana, world->ids[i], "Ferry leaves late");
      desk_do (&world->ana, world->ids[i], STET_INTENT_SAVE);
    }
  set_text (&world->leo, world->ids[1], "no story");
  before = cursor_of (&world->leo);
  g_assert_false (desk_run (&world->leo, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT);
  cursor = cursor_of (&world->leo);
  g_assert_cmpstr (cursor, ==, before);
  for (guint i = 0; i < 3; i += 2)
    {
      g_autofree char *at_ana = desk_hash (&world->ana, world->ids[i]);
      g_autofree char *at_leo = desk_hash (&world->leo, world->ids[i]);

      g_assert_cmpstr (at_leo, ==, at_ana);
    }
  set_text (&world->leo, world->ids[1], text);
  run (&world->leo);
  {
    g_autofree char *at_ana = desk_hash (&world->ana, world->ids[1]);
    g_autofree char *at_leo = desk_hash (&world->leo, world->ids[1]);

    g_assert_cmpstr (at_leo, ==, at_ana);
  }
}

/* --- local changes --- */

static void
test_merged (World *world, gconstpointer data)
{
  g_autoptr (StetStory) story = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;

  run (&world->leo);
  desk_edit_body (&world->leo, world->ids[0], 1, "Three people were late.");
  desk_edit_body (&world->leo, world->ids[1], 0, "The ferry left at ten.");
  for (guint i = 0; i < 3; i++)
    {
      desk_edit_body (&world->ana, world->ids[i], 0, "The ferry left at noon.");
      desk_do (&world->ana, world->ids[i], STET_INTENT_SAVE);
    }
  world->server->page_rows = 3;
  run (&world->leo);
  story = stet_store_load (world->leo.store, world->ids[0], NULL);
  g_assert_cmpstr (stet_prose_text (stet_block_prose (stet_article_block (story->article, 0))), ==,
                   "The ferry left at noon.");
  g_assert_cmpstr (stet_prose_text (stet_block_prose (stet_article_block (story->article, 1))), ==,
                   "Three people were late.");
  conflicts = stet_store_list_conflicts (world->leo.store, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (conflicts->pdata[0], ==, world->ids[1]);
}

#define ADD(name, n, test)                                                                         \
  g_test_add ("/pages/" name, World, GUINT_TO_POINTER (n), set_up, test, tear_down)

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  ADD ("killed", N_STORIES, test_killed);
  ADD ("killed-fetching", N_MANY, test_killed_fetching);
  ADD ("stopped", N_STORIES, test_stopped);
  ADD ("stopped-fetching", N_MANY, test_stopped_fetching);
  ADD ("full-disk", N_STORIES, test_full_disk);
  ADD ("bad-story", N_STORIES, test_bad_story);
  ADD ("merged", N_STORIES, test_merged);
  return g_test_run ();
}
