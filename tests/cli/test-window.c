/* Commands while the window is open: carried out in it, over a real bus of their own. The window
 * here is a plain GApplication with the window's id and a workspace in threads. STET_PROGRAM names
 * the program. */
#include "config.h"

#include "support.h"

#include "app/remote.h"
#include "desk.h"

#include <signal.h>

typedef struct
{
  GTestDBus     *bus;
  char          *dir;
  char          *work;
  StetWorkspace *ws;
  GApplication  *app;
  guint          n_served;
} Window;

static int
command_line_cb (GApplication *app, GApplicationCommandLine *line, gpointer data)
{
  Window *window = data;

  window->n_served++;
  return stet_remote_serve (window->ws, line);
}

static void
set_up (Window *window, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  window->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (window->bus);
  window->dir = stet_test_dir ();
  window->work = stet_test_dir ();
  g_setenv ("STET_DATA_DIR", window->dir, TRUE);
  window->ws = test_desk_open (window->dir, TRUE);
  id = stet_remote_app_id ();
  window->app = g_application_new (id, G_APPLICATION_HANDLES_COMMAND_LINE);
  g_signal_connect (window->app, "command-line", G_CALLBACK (command_line_cb), window);
  g_assert_true (g_application_register (window->app, NULL, &error));
  g_assert_no_error (error);
}

static void
tear_down (Window *window, gconstpointer data)
{
  g_clear_object (&window->ws);
  g_clear_object (&window->app);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_dbus_down (window->bus);
  g_clear_object (&window->bus);
  g_unsetenv ("STET_DATA_DIR");
  g_free (window->dir);
  g_free (window->work);
}

static TestRun
run (Window *window, const char *dir, const char *input, const char *const *argv)
{
  TestRun result = { -1, NULL, NULL };
  g_autoptr (GSubprocessLauncher) launch
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                   | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  g_subprocess_launcher_set_cwd (launch, window->work);
  g_subprocess_launcher_setenv (launch, "STET_DATA_DIR", dir, TRUE);
  process = g_subprocess_launcher_spawnv (launch, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, input, NULL, stet_test_result_cb, &done);
  stet_test_wait_result (&done);
  g_subprocess_communicate_utf8_finish (process, done, &result.output, &result.errors, &error);
  g_assert_no_error (error);
  result.status = g_subprocess_get_exit_status (process);
  g_test_message ("%d: %s", result.status, result.errors);
  return result;
}

#define RUN(window, input, ...)                                                                    \
  run (window, window->dir, input,                                                                 \
       (const char *const[]){ g_getenv ("STET_PROGRAM"), __VA_ARGS__, NULL })

static void
test_carried_out (Window *window, gconstpointer data)
{
  g_autofree char *path = test_clean_story (window->work, "en");
  /* relative to the command's folder */
  g_auto (TestRun) import = RUN (window, NULL, "import", "story-en.txt");
  g_autofree char *id = g_strndup (import.output, 36);
  g_auto (TestRun) set
      = RUN (window, NULL, "set", id, "headline", "A headline — set while the window is open");
  g_auto (TestRun) list = RUN (window, NULL, "list", "--json");
  g_auto (TestRun) export = RUN (window, NULL, "export", id);
  /* its standard input comes along */
  g_auto (TestRun) edit = RUN (window, export.output, "edit", id);

  g_assert_cmpint (import.status, ==, 0);
  g_assert_cmpuint (strlen (import.output), ==, 37);
  g_assert_cmpint (set.status, ==, 0);
  g_assert_nonnull (strstr (list.output, "set while the window is open"));
  g_assert_cmpint (edit.status, ==, 0);
  g_assert_cmpuint (window->n_served, ==, 5);
}

static void
test_status_and_errors (Window *window, gconstpointer data)
{
  g_auto (TestRun) missing = RUN (window, NULL, "show", "abcdef");
  g_auto (TestRun) none = RUN (window, NULL, "import", "none.txt");

  g_assert_cmpint (missing.status, ==, 2);
  g_assert_true (g_str_has_prefix (missing.errors, "stet: "));
  g_assert_cmpstr (missing.output, ==, "");
  g_assert_cmpint (none.status, ==, 2);
  g_assert_nonnull (strstr (none.errors, "none.txt"));
}

/* Rounds of it, between which the window serves others. */
static void
test_watch (Window *window, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) account = stet_workspace_start_practice (window->ws, &error);
  g_autoptr (GSubprocessLauncher) launch = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) watch = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (account);
  g_subprocess_launcher_setenv (launch, "STET_WATCH_SECONDS", "1", TRUE);
  watch = g_subprocess_launcher_spawn (launch, &error, g_getenv ("STET_PROGRAM"), "sync", "--watch",
                                       NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (watch, NULL, NULL, stet_test_result_cb, &done);
  while (window->n_served < 2 && done == NULL)
    g_main_context_iteration (NULL, TRUE);
  {
    g_auto (TestRun) list = RUN (window, NULL, "list");

    g_assert_cmpint (list.status, ==, 0);
  }
  while (window->n_served < 4 && done == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_send_signal (watch, SIGINT);
  stet_test_wait_result (&done);
  g_subprocess_communicate_utf8_finish (watch, done, &output, &errors, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (errors, ==, "");
  g_assert_null (strchr (output, '{')); /* what a round tells the loop is not for eyes */
  g_assert_cmpint (g_subprocess_get_exit_status (watch), ==, 0);
}

/* A command on another data folder never reaches this window. */
static void
test_other_folder (Window *window, gconstpointer data)
{
  g_autofree char *other = stet_test_dir ();
  g_auto (TestRun) list
      = run (window, other, NULL,
             (const char *const[]){ g_getenv ("STET_PROGRAM"), "list", "--json", NULL });

  g_assert_cmpint (list.status, ==, 0);
  g_assert_cmpstr (list.output, ==, "[]\n");
  g_assert_cmpuint (window->n_served, ==, 0);
}

static void
test_app_id (void)
{
  g_autofree char *plain = stet_remote_app_id ();
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  g_setenv ("STET_DATA_DIR", "/tmp/one", TRUE);
  one = stet_remote_app_id ();
  g_setenv ("STET_DATA_DIR", "/tmp/two", TRUE);
  two = stet_remote_app_id ();
  g_unsetenv ("STET_DATA_DIR");
  g_assert_cmpstr (plain, ==, STET_APP_ID);
  g_assert_cmpstr (one, !=, two);
  g_assert_true (g_str_has_prefix (one, STET_APP_ID "."));
  g_assert_true (g_application_id_is_valid (one));
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/cli/window/app-id", test_app_id);
  g_test_add ("/cli/window/carried-out", Window, NULL, set_up, test_carried_out, tear_down);
  g_test_add ("/cli/window/status-and-errors", Window, NULL, set_up, test_status_and_errors,
              tear_down);
  g_test_add ("/cli/window/watch", Window, NULL, set_up, test_watch, tear_down);
  g_test_add ("/cli/window/other-folder", Window, NULL, set_up, test_other_folder, tear_down);
  return g_test_run ();
}
