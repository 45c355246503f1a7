/* A disk that fills up: whatever is being written, the last committed state stands, the store says
 * FULL and stays usable, and the same thing done again succeeds. */
#include "config.h"

#include "desk.h"
#include "support.h"

#include <glib/gstdio.h>

#include <signal.h>
#include <sys/resource.h>

/* More writes than anything here takes. */
#define WRITES_MAX 400

typedef struct
{
  StetArticle *before;  /* (owned) saved before the disk fills up */
  StetArticle *after;   /* (owned) the same story, a long text later */
  GBytes      *picture; /* (owned) */
} Things;

static Things *
things_new (Desk *desk)
{
  Things *things = g_new0 (Things, 1);
  g_autofree char *text = g_strnfill (12000, 'x');

  things->before = desk_article (desk, "Harbour reopens", "Boats left at dawn.");
  things->after = desk_rewrite (things->before, text);
  things->picture = g_bytes_new_static ("a picture", 9);
  return things;
}

static void
things_free (Things *things)
{
  stet_article_unref (things->before);
  stet_article_unref (things->after);
  g_bytes_unref (things->picture);
  g_free (things);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Things, things_free)

/* --- what is done --- */

static gboolean
do_save (Desk *desk, Things *things, GError **error)
{
  return stet_store_save (desk->store, things->after, NULL, STET_ORIGIN_TYPED, NULL, error);
}

static gboolean
do_save_all (Desk *desk, Things *things, GError **error)
{
  g_autoptr (StetReview) review = stet_review_new ();
  g_autoptr (StetRemote) remote = stet_remote_new ();

  review->state = STET_STATE_SUBMITTED;
  remote->site_id = g_strdup ("site-1");
  remote->base = stet_article_ref (things->after);
  return stet_store_save_all (desk->store, things->after, NULL, STET_ORIGIN_FETCHED, review, remote,
                              error);
}

static gboolean
do_review (Desk *desk, Things *things, GError **error)
{
  g_autoptr (StetReview) review = stet_review_new ();

  stet_review_add_note (review, "n1", "eva", "2026-01-02T03:04:05Z", "Who says so?", NULL);
  return stet_store_save_review (desk->store, stet_article_id (things->before), review, error);
}

static gboolean
do_outbox (Desk *desk, Things *things, GError **error)
{
  StetOutboxRow row = { .id = (char *) "intent",
                        .article_id = (char *) stet_article_id (things->before),
                        .state = (char *) "queued",
                        .body = (char *) "{}" };

  return stet_store_put_outbox (desk->store, &row, error);
}

static gboolean
do_conflict (Desk *desk, Things *things, GError **error)
{
  StetConflict conflict = { .article_id = (char *) stet_article_id (things->before),
                            .ours = things->before,
                            .theirs = things->after };

  return stet_store_put_conflict (desk->store, &conflict, error);
}

static gboolean
do_account (Desk *desk, Things *things, GError **error)
{
  StetAccount account = { .site_id = (char *) "site-1", .user = (char *) "ana" };

  return stet_store_put_account (desk->store, &account, error);
}

static gboolean
do_setting (Desk *desk, Things *things, GError **error)
{
  return stet_store_set_setting (desk->store, "language", "es", error);
}

static gboolean
do_terms (Desk *desk, Things *things, GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);

  for (guint i = 0; i < 150; i++)
    g_ptr_array_add (terms, stet_term_new ("A tag of some length", NULL));
  return stet_store_put_terms (desk->store, "site-1", "tag", terms, error);
}

static gboolean
do_photo (Desk *desk, Things *things, GError **error)
{
  g_autofree char *sha256 = stet_store_put_photo (desk->store, things->picture, error);

  return sha256 != NULL;
}

static gboolean
do_bin (Desk *desk, Things *things, GError **error)
{
  return stet_store_set_binned (desk->store, stet_article_id (things->before), TRUE, error);
}

static gboolean
do_backup (Desk *desk, Things *things, GError **error)
{
  g_autofree char *file = desk_path (desk, "kept.db");

  return stet_store_backup (desk->store, file, error);
}

/* --- what must hold --- */

/* The story is its old self or its new one, whole, and so is its history. */
static void
assert_story_stands (Desk *desk, Things *things)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetStory) story
      = stet_store_load (desk->store, stet_article_id (things->before), &error);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (StetArticle) newest = NULL;
  gboolean is_new;

  g_assert_no_error (error);
  is_new = stet_article_equal (story->article, things->after);
  g_assert_true (is_new || stet_article_equal (story->article, things->before));
  g_assert_cmpint (story->revision, ==, is_new ? 2 : 1);
  history = stet_store_history (desk->store, stet_article_id (things->before), &error);
  g_assert_no_error (error);
  g_assert_cmpint (history->len, ==, story->revision);
  newest = stet_store_load_revision (desk->store, stet_article_id (things->before), story->revision,
                                     &error);
  g_assert_no_error (error);
  g_assert_true (stet_article_equal (newest, story->article));
}

static void
assert_backup_whole (Desk *desk)
{
  g_autofree char *file = desk_path (desk, "kept.db");
  g_autoptr (Desk) other = desk_new ();
  g_autofree char *place = desk_path (other, "store.db");
  g_autoptr (GPtrArray) rows = NULL;

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return;
  desk_close (other);
  g_assert_cmpint (g_rename (file, place), ==, 0);
  desk_reopen (other);
  rows = stet_store_list (other->store, TRUE, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
}

typedef struct
{
  const char *name;
  gboolean (*run) (Desk *desk, Things *things, GError **error);
} Deed;

/* Files are quicker to copy than to make. */
static void
copy_desk (Desk *from, Desk *to)
{
  static const char *const names[] = { "store.db", "archive.db" };
  g_autofree char *fresh = stet_test_dir ();

  desk_move (to, fresh);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *old = desk_path (from, names[i]);
      g_autofree char *new = desk_path (to, names[i]);
      g_autofree char *content = NULL;
      gsize n_bytes;

      g_assert_true (g_file_get_contents (old, &content, &n_bytes, NULL));
      g_assert_true (g_file_set_contents (new, content, (gssize) n_bytes, NULL));
    }
  desk_reopen (to);
}

static void
test_every_write_fails (gconstpointer data)
{
  const Deed *deed = data;
  g_autoptr (Desk) start = desk_new ();
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Things) things = things_new (start);
  guint n = 0;
  gboolean done = FALSE;

  desk_save (start, things->before);
  desk_close (start);
  while (!done)
    {
      g_autoptr (GError) error = NULL;

      copy_desk (start, desk);
      stet_store_fail_after (desk->store, ++n);
      done = deed->run (desk, things, &error);
      if (!done)
        g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL);
      assert_story_stands (desk, things);
      desk_reopen (desk);
      assert_story_stands (desk, things);
      assert_backup_whole (desk);
      g_clear_error (&error);
      g_assert_true (deed->run (desk, things, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n, <, WRITES_MAX);
    }
  g_test_message ("%u writes", n - 1);
  g_assert_cmpuint (n, >, 1);
}

/* The same without opening again in between: the store stays usable. */
static void
test_goes_on (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Things) things = things_new (desk);
  guint n = 0;
  gboolean done = FALSE;

  desk_save (desk, things->before);
  while (!done)
    {
      g_autoptr (GError) error = NULL;

      stet_store_fail_after (desk->store, ++n);
      done = do_save (desk, things, &error);
      g_assert_true (done || g_error_matches (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL));
      assert_story_stands (desk, things);
      g_assert_cmpuint (n, <, WRITES_MAX);
    }
  g_assert_cmpuint (n, >, 1);
}

static void
test_never (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Things) things = things_new (desk);

  stet_store_fail_after (desk->store, 1);
  stet_store_fail_after (desk->store, 0);
  desk_save (desk, things->before);
}

/* The system's own refusal to let files grow. */
static void
test_file_limit (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Things) things = things_new (desk);
  g_autofree char *text = g_strnfill (900000, 'x');
  g_autoptr (StetArticle) huge = desk_rewrite (things->before, text);
  g_autoptr (GError) error = NULL;
  struct rlimit before, limited;
  gboolean saved;

  desk_save (desk, things->before);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limited = before;
  limited.rlim_cur = 400000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  saved = stet_store_save (desk->store, huge, NULL, STET_ORIGIN_TYPED, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (saved);
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL);
  assert_story_stands (desk, things);
  desk_save (desk, huge);
  desk_save (desk, things->before);
}

/* Opening while there is no room: said, and nothing of what is there is harmed. */
static void
test_open_without_room (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Things) things = things_new (desk);
  g_autofree char *fresh = stet_test_dir ();
  g_autofree char *old = g_strdup (desk->dir);
  struct rlimit before, limited;

  desk_save (desk, things->before);
  desk_move (desk, fresh);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limited = before;
  limited.rlim_cur = 2000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  desk_assert_refused (desk, STET_STORE_ERROR_FULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  desk_reopen (desk);
  desk_move (desk, old);
  desk_reopen (desk);
  assert_story_stands (desk, things);
}

int
main (int argc, char **argv)
{
  static const Deed deeds[] = {
    { "save", do_save },       { "save-all", do_save_all }, { "review", do_review },
    { "outbox", do_outbox },   { "conflict", do_conflict }, { "account", do_account },
    { "setting", do_setting }, { "terms", do_terms },       { "photo", do_photo },
    { "bin", do_bin },         { "backup", do_backup },
  };

  stet_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autofree char *path = g_strconcat ("/store/full/", deeds[i].name, NULL);

      g_test_add_data_func (path, &deeds[i], test_every_write_fails);
    }
  g_test_add_func ("/store/full/goes-on", test_goes_on);
  g_test_add_func ("/store/full/never", test_never);
  g_test_add_func ("/store/full/file-limit", test_file_limit);
  g_test_add_func ("/store/full/open-without-room", test_open_without_room);
  return g_test_run ();
}
