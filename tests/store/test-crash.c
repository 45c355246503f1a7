/* Killed at any moment: what was reported as saved is there, and the store opens. */
#include "config.h"

#include "desk.h"
#include "support.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS 30
#define KILLS_AT_BIRTH 15
#define KILL_AFTER_US_MAX 60000
#define FIRST_SAVE_MS_MAX 20000

static char *
nth_headline (gint64 n)
{
  return g_strdup_printf ("Harbour reopens, save %" G_GINT64_FORMAT, n);
}

/* Saves for ever; each revision's number goes into the pipe once it is committed. */
static void
save_and_tell (Desk *desk, StetArticle *article, gint64 next, int pipe_fd)
{
  desk_reopen (desk);
  for (;; next++)
    {
      g_autofree char *headline = nth_headline (next);
      g_autoptr (StetArticle) text = desk_retitle (article, headline);
      gint64 revision = 0;

      if (!stet_store_save (desk->store, text, NULL, STET_ORIGIN_TYPED, &revision, NULL)
          || revision != next || write (pipe_fd, &revision, sizeof revision) != sizeof revision)
        _exit (1);
    }
}

/* The last number told before the kill; 0 for none. `saving`: not before the child has saved
 * once. */
static gint64
kill_while_saving (Desk *desk, StetArticle *article, gint64 next, gboolean saving)
{
  int fds[2];
  struct pollfd first = { .events = POLLIN };
  gint64 revision, told = 0;
  int status = 0;
  pid_t child;

  g_assert_cmpint (pipe (fds), ==, 0);
  child = fork ();
  if (child == 0)
    save_and_tell (desk, article, next, fds[1]);
  close (fds[1]);
  first.fd = fds[0];
  if (saving)
    g_assert_cmpint (poll (&first, 1, FIRST_SAVE_MS_MAX), ==, 1);
  g_usleep ((gulong) g_test_rand_int_range (0, KILL_AFTER_US_MAX));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  while (read (fds[0], &revision, sizeof revision) == sizeof revision)
    told = revision;
  close (fds[0]);
  return told;
}

/* Every revision from 1 to the newest, of which there are at least as many as were told. */
static gint64
assert_all_there (Desk *desk, StetArticle *article, gint64 told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = stet_store_history (desk->store, stet_article_id (article), &error);

  if (told == 0 && g_error_matches (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND))
    return 0;
  g_assert_no_error (error);
  g_assert_cmpint (rows->len, >=, told);
  g_assert_cmpint (rows->len, <=, told + 1);
  for (guint i = 0; i < rows->len; i++)
    {
      const StetRevisionRow *row = g_ptr_array_index (rows, i);
      g_autofree char *headline = nth_headline (row->revision);

      g_assert_cmpint (row->revision, ==, rows->len - i);
      g_assert_cmpstr (row->headline, ==, headline);
    }
  return rows->len;
}

static void
assert_readable (Desk *desk, StetArticle *article, gint64 from, gint64 to)
{
  for (gint64 n = MAX (from, 1); n <= to; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *headline = nth_headline (n);
      g_autoptr (StetArticle) expected = desk_retitle (article, headline);
      g_autoptr (StetArticle) found
          = stet_store_load_revision (desk->store, stet_article_id (article), n, &error);

      g_assert_no_error (error);
      g_assert_true (stet_article_equal (found, expected));
    }
}

static void
test_killed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "", "Boats left at dawn.");
  gint64 known = 0;

  for (guint i = 0; i < KILLS; i++)
    {
      gint64 told, there;

      desk_close (desk);
      told = kill_while_saving (desk, article, known + 1, i % 3 != 0);
      desk_reopen (desk);
      there = assert_all_there (desk, article, MAX (told, known));
      assert_readable (desk, article, known + 1, there);
      known = there;
    }
  g_test_message ("%d kills, %" G_GINT64_FORMAT " revisions", KILLS, known);
  g_assert_cmpint (known, >=, KILLS * 2 / 3);
}

/* The first opening of all can be cut short too. */
static void
test_killed_at_birth (void)
{
  for (guint i = 0; i < KILLS_AT_BIRTH; i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autofree char *fresh = stet_test_dir ();
      pid_t child;

      desk_move (desk, fresh);
      child = fork ();
      if (child == 0)
        {
          desk_reopen (desk);
          _exit (0);
        }
      g_usleep (i * 1500);
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      desk_reopen (desk);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/store/crash/killed", test_killed);
  g_test_add_func ("/store/crash/killed-at-birth", test_killed_at_birth);
  return g_test_run ();
}
