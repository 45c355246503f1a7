/* Functions on a worker run one after another on its thread, and their results come back. */
#include "config.h"

#include "base/worker.h"
#include "support.h"

typedef struct
{
  StetWorker *worker;
  GThread    *thread;
  guint       order[4];
  guint       n;
} Log;

static gpointer
note_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Log *log = data;

  log->thread = g_thread_self ();
  log->order[log->n] = log->n;
  log->n++;
  return GINT_TO_POINTER (TRUE);
}

static gpointer
fail (gpointer data, GCancellable *cancellable, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return NULL;
}

static gpointer
nested (gpointer data, GCancellable *cancellable, GError **error)
{
  Log *log = data;

  return stet_worker_call (log->worker, note_thread, log, NULL, error);
}

static void
test_call (void)
{
  g_autoptr (StetWorker) worker = stet_worker_new ("test");
  g_autoptr (GError) error = NULL;
  Log log = { .worker = worker };

  g_assert_nonnull (stet_worker_call (worker, note_thread, &log, NULL, &error));
  g_assert_true (log.thread != g_thread_self ());
  g_assert_null (stet_worker_call (worker, fail, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  /* A call from the worker itself would wait for ever: it runs at once. */
  g_assert_nonnull (stet_worker_call (worker, nested, &log, NULL, &error));
  g_assert_cmpuint (log.n, ==, 2);
}

static void
test_no_worker (void)
{
  Log log = { NULL };

  g_assert_nonnull (stet_worker_call (NULL, note_thread, &log, NULL, NULL));
  g_assert_true (log.thread == g_thread_self ());
}

static void
test_async (void)
{
  g_autoptr (StetWorker) worker = stet_worker_new ("test");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  Log log = { .worker = worker };

  stet_worker_run_async (worker, note_thread, &log, NULL, NULL, NULL, stet_test_result_cb, &first);
  stet_worker_run_async (worker, fail, g_strdup ("freed with the job"), g_free, NULL, NULL,
                         stet_test_result_cb, &second);
  stet_test_wait_result (&first);
  stet_test_wait_result (&second);
  g_assert_nonnull (stet_worker_run_finish (first, &error));
  g_assert_no_error (error);
  g_assert_null (stet_worker_run_finish (second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static void
test_cancelled (void)
{
  g_autoptr (StetWorker) worker = stet_worker_new ("test");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Log log = { .worker = worker };

  g_cancellable_cancel (cancellable);
  g_assert_null (stet_worker_call (worker, note_thread, &log, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (log.n, ==, 0);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/base/worker/call", test_call);
  g_test_add_func ("/base/worker/no-worker", test_no_worker);
  g_test_add_func ("/base/worker/async", test_async);
  g_test_add_func ("/base/worker/cancelled", test_cancelled);
  return g_test_run ();
}
