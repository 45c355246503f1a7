/* A thread that owns a resource: functions are run on it one after another.
 * Layer: base. The store lives on one, the network's conversation with a site on another. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _StetWorker StetWorker;

/* Runs on the worker's thread; returns a result (owned by the caller of _finish) or NULL with
 * `error` set. A function that has nothing to return gives GINT_TO_POINTER (TRUE). */
typedef gpointer (*StetWorkerFunc) (gpointer data, GCancellable *cancellable, GError **error);

StetWorker *stet_worker_new  (const char *name);
/* Runs what is queued, then ends the thread. */
void        stet_worker_free (StetWorker *worker);

/* Blocks until `func` has run on the worker's thread. With `worker` NULL, or when called on the
 * worker itself, runs it here: a program without a window needs no thread. */
gpointer stet_worker_call (StetWorker *worker, StetWorkerFunc func, gpointer data,
                           GCancellable *cancellable, GError **error);

/* `func` on the worker, `callback` on the caller's thread-default main context. `data_free` and
 * `result_free` are nullable; result_free is for a result nobody collects. */
void
stet_worker_run_async (StetWorker *worker, StetWorkerFunc func, gpointer data,
                       GDestroyNotify data_free, GDestroyNotify result_free,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer stet_worker_run_finish (GAsyncResult *result, GError **error);

/* Whether the caller is on the worker's thread. */
gboolean stet_worker_is_current (StetWorker *worker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetWorker, stet_worker_free)

G_END_DECLS
