/* What every test program shares: a folder of its own that is gone afterwards, the shared samples,
 * a main loop that ends. */
#pragma once

#include <gio/gio.h>

/* Call first in main: g_test_init, fresh XDG_* folders under a temporary one, LC_ALL as given. */
void stet_test_init (int *argc, char ***argv);

/* A fresh empty folder, removed at exit. Returns: (owned). */
char *stet_test_dir (void);
/* The path of a file under tests/ (G_TEST_SRCDIR). Returns: (owned). */
char *stet_test_file (const char *relative);
/* A file of the shared samples, or NULL when they are absent: then the caller g_test_skips and says
 * so. */
char *stet_test_shared_file (const char *relative);
/* A text file's content; the test fails when it can't be read. Returns: (owned). */
char *stet_test_read (const char *path);

/* Runs the thread-default main context until `*done` is TRUE; the test fails after `seconds`. */
void stet_test_run_until (gboolean *done, guint seconds);
/* A GAsyncReadyCallback that keeps the result: data is a GAsyncResult **, which must start as
 * NULL. */
void stet_test_result_cb (GObject *source, GAsyncResult *result, gpointer data);
/* Waits for such a result. Returns: (owned). */
GAsyncResult *stet_test_wait_result (GAsyncResult **result);
