/* Shared parts of the test programs. */
#include "config.h"

#include "support.h"

#include <glib/gstdio.h>
#include <locale.h>

static char *root;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir
      = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
remove_root (void)
{
  if (root != NULL)
    remove_tree (root);
}

static void
set_folder (const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (root, name, NULL);

  g_mkdir_with_parents (path, 0700);
  g_setenv (variable, path, TRUE);
}

void
stet_test_init (int *argc, char ***argv)
{
  root = g_dir_make_tmp ("stet-test-XXXXXX", NULL);
  g_assert_nonnull (root);
  atexit (remove_root);
  set_folder ("XDG_DATA_HOME", "data");
  set_folder ("XDG_CONFIG_HOME", "config");
  set_folder ("XDG_CACHE_HOME", "cache");
  set_folder ("XDG_STATE_HOME", "state");
  set_folder ("XDG_RUNTIME_DIR", "runtime");
  set_folder ("HOME", "home");
  g_unsetenv ("STET_DATA_DIR");
  g_unsetenv ("STET_PASSWORD");
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
}

char *
stet_test_dir (void)
{
  g_autofree char *template = g_build_filename (root, "dir-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (template));
  return g_steal_pointer (&template);
}

char *
stet_test_file (const char *relative)
{
  return g_test_build_filename (G_TEST_DIST, relative, NULL);
}

char *
stet_test_shared_file (const char *relative)
{
  const char *shared = g_getenv ("STET_SHARED");
  g_autofree char *path = shared != NULL ? g_build_filename (shared, relative, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

char *
stet_test_read (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
too_late_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
stet_test_run_until (gboolean *done, guint seconds)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (seconds);
  gboolean late = FALSE;

  g_source_set_callback (timer, too_late_cb, &late, NULL);
  g_source_attach (timer, context);
  while (!*done && !late)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timer);
  g_assert_true (*done);
}

void
stet_test_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

GAsyncResult *
stet_test_wait_result (GAsyncResult **result)
{
  GMainContext *context = g_main_context_get_thread_default ();
  gint64 until = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (*result == NULL && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (context, FALSE))
      g_usleep (500);
  g_assert_nonnull (*result);
  return *result;
}
