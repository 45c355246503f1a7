/* A thread with a queue of functions. Layer: base. */
#include "config.h"

#include "base/worker.h"

struct _StetWorker
{
  GThread     *thread; /* (owned) */
  GAsyncQueue *queue;  /* (owned) of Job */
};

/* Who waits for a blocking call. Lives on the caller's stack until `done`. */
typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean done;
  gpointer result;
  GError  *error; /* (owned) (nullable) */
} Waiter;

typedef struct
{
  StetWorkerFunc func; /* (nullable): ends the thread */
  gpointer       data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GCancellable  *cancellable; /* (owned) (nullable) */
  GTask         *task;        /* (owned) (nullable): an asynchronous call */
  Waiter        *waiter;      /* (borrowed) (nullable): a blocking one */
} Job;

static void
job_free (Job *job)
{
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->task);
  g_free (job);
}

static void
wake (Waiter *waiter, gpointer result, GError *error)
{
  g_mutex_lock (&waiter->mutex);
  waiter->result = result;
  waiter->error = error;
  waiter->done = TRUE;
  g_cond_signal (&waiter->cond);
  g_mutex_unlock (&waiter->mutex);
}

static void
run (Job *job)
{
  GError *error = NULL;
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &error))
    result = job->func (job->data, job->cancellable, &error);
  if (job->waiter != NULL)
    wake (job->waiter, result, error);
  else if (error != NULL)
    g_task_return_error (job->task, error);
  else
    g_task_return_pointer (job->task, result, job->result_free);
}

static gpointer
worker_thread (gpointer data)
{
  StetWorker *worker = data;
  gboolean more = TRUE;

  while (more)
    {
      Job *job = g_async_queue_pop (worker->queue);

      more = job->func != NULL;
      if (more)
        run (job);
      job_free (job);
    }
  return NULL;
}

StetWorker *
stet_worker_new (const char *name)
{
  StetWorker *worker = g_new0 (StetWorker, 1);

  worker->queue = g_async_queue_new ();
  worker->thread = g_thread_new (name, worker_thread, worker);
  return worker;
}

void
stet_worker_free (StetWorker *worker)
{
  if (worker == NULL)
    return;
  g_return_if_fail (!stet_worker_is_current (worker));

  g_async_queue_push (worker->queue, g_new0 (Job, 1));
  g_thread_join (worker->thread);
  g_async_queue_unref (worker->queue);
  g_free (worker);
}

gboolean
stet_worker_is_current (StetWorker *worker)
{
  return worker != NULL && g_thread_self () == worker->thread;
}

gpointer
stet_worker_call (StetWorker *worker, StetWorkerFunc func, gpointer data, GCancellable *cancellable,
                  GError **error)
{
  Waiter waiter = { .done = FALSE };
  Job *job;

  if (worker == NULL || stet_worker_is_current (worker))
    return g_cancellable_set_error_if_cancelled (cancellable, error)
               ? NULL
               : func (data, cancellable, error);

  g_mutex_init (&waiter.mutex);
  g_cond_init (&waiter.cond);
  job = g_new0 (Job, 1);
  job->func = func;
  job->data = data;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->waiter = &waiter;
  g_async_queue_push (worker->queue, job);

  g_mutex_lock (&waiter.mutex);
  while (!waiter.done)
    g_cond_wait (&waiter.cond, &waiter.mutex);
  g_mutex_unlock (&waiter.mutex);
  g_mutex_clear (&waiter.mutex);
  g_cond_clear (&waiter.cond);
  if (waiter.error != NULL)
    g_propagate_error (error, waiter.error);
  return waiter.result;
}

void
stet_worker_run_async (StetWorker *worker, StetWorkerFunc func, gpointer data,
                       GDestroyNotify data_free, GDestroyNotify result_free,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (worker != NULL);

  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, stet_worker_run_async);
  /* What the function did counts, also when it was cancelled too late. */
  g_task_set_check_cancellable (job->task, FALSE);
  g_async_queue_push (worker->queue, job);
}

gpointer
stet_worker_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
