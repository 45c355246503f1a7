/* The workspace itself: opening, closing, its threads, its house style, its notes and its signal.
 * Layer: app. */
#include "config.h"

#include "app/workspace-private.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (stet-app-error-quark, stet_app_error)
G_DEFINE_FINAL_TYPE (StetWorkspace, stet_workspace, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gpointer
close_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetWorkspace *ws = data;

  g_clear_pointer (&ws->store, stet_store_close);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
free_runner_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetWorkspace *ws = data;

  g_clear_pointer (&ws->runner, stet_runner_free);
  return GINT_TO_POINTER (TRUE);
}

static void
stet_workspace_finalize (GObject *object)
{
  StetWorkspace *ws = STET_WORKSPACE (object);

  stet_worker_call (ws->site_worker, free_runner_thread, ws, NULL, NULL);
  g_clear_pointer (&ws->site_worker, stet_worker_free);
  g_clear_pointer (&ws->practice, stet_practice_host_stop);
  stet_worker_call (ws->store_worker, close_thread, ws, NULL, NULL);
  g_clear_pointer (&ws->store_worker, stet_worker_free);
  g_clear_pointer (&ws->checker, stet_checker_unref);
  g_clear_pointer (&ws->profile, stet_profile_unref);
  g_clear_pointer (&ws->passwords, g_hash_table_unref);
  g_clear_pointer (&ws->notes, g_ptr_array_unref);
  g_clear_pointer (&ws->context, g_main_context_unref);
  g_mutex_clear (&ws->lock);
  g_mutex_clear (&ws->checker_lock);
  g_free (ws->dir);
  g_free (ws->interface_language);
  g_free (ws->seen_photo);
  g_clear_pointer (&ws->seen_info, stet_photo_info_free);
  for (guint i = 0; i < G_N_ELEMENTS (ws->terms); i++)
    {
      g_clear_pointer (&ws->terms[i], stet_term_index_unref);
      g_clear_pointer (&ws->terms_of[i], g_free);
    }
  g_clear_pointer (&ws->run, stet_workspace_run_free);
  G_OBJECT_CLASS (stet_workspace_parent_class)->finalize (object);
}

static void
stet_workspace_class_init (StetWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stet_workspace_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", STET_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("progress", STET_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
free_password (gpointer password)
{
  char *text = password;

  memset (text, 0, strlen (text));
  __asm__ volatile ("" : : "r" (text) : "memory"); /* or the compiler drops the wiping */
  g_free (text);
}

static void
stet_workspace_init (StetWorkspace *ws)
{
  g_mutex_init (&ws->lock);
  g_mutex_init (&ws->checker_lock);
  ws->passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_password);
  ws->notes = g_ptr_array_new_with_free_func (g_free);
  ws->run = stet_workspace_run_new ();
}

char *
stet_workspace_default_dir (void)
{
  const char *dir = g_getenv ("STET_DATA_DIR");

  if (dir != NULL && dir[0] != '\0')
    return g_canonicalize_filename (dir, NULL);
  return g_build_filename (g_get_user_data_dir (), "stet", NULL);
}

static const char *
language_of_locale (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_has_prefix (names[i], "es"))
        return "es";
      if (g_str_has_prefix (names[i], "en"))
        return "en";
    }
  return "en";
}

static gpointer
open_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetWorkspace *ws = data;

  ws->store = stet_store_open (ws->dir, ws->clock, ws->random, error);
  return ws->store;
}

static void
runner_changed_cb (const char *article_id, gpointer ws)
{
  stet_workspace_emit_changed (ws, article_id);
}

static void
make_runner (StetWorkspace *ws)
{
  StetRunnerOptions options = {
    .store = ws->store,
    .store_worker = ws->store_worker,
    .clock = ws->clock,
    .random = ws->random,
    .public_custom = stet_workspace_public_custom (ws),
    .open_site = stet_workspace_open_site,
    .site_data = ws,
    .changed = runner_changed_cb,
    .changed_data = ws,
    .progress = stet_workspace_progress_cb,
    .progress_data = ws,
  };

  ws->runner = stet_runner_new (&options);
}

StetWorkspace *
stet_workspace_open (const StetWorkspaceOptions *options, GError **error)
{
  g_autoptr (StetWorkspace) ws = g_object_new (STET_TYPE_WORKSPACE, NULL);

  g_return_val_if_fail (options != NULL, NULL);
  ws->dir = options->dir != NULL ? g_canonicalize_filename (options->dir, NULL)
                                 : stet_workspace_default_dir ();
  ws->interface_language = g_strdup (
      options->interface_language != NULL ? options->interface_language : language_of_locale ());
  ws->clock = options->clock != NULL ? options->clock : stet_clock_system ();
  ws->random = options->random != NULL ? options->random : stet_random_system ();
  ws->context = g_main_context_ref_thread_default ();
  ws->profile = stet_profile_builtin ();
  if (options->threaded)
    {
      ws->store_worker = stet_worker_new ("stet-store");
      ws->site_worker = stet_worker_new ("stet-site");
    }
  if (stet_worker_call (ws->store_worker, open_thread, ws, NULL, error) == NULL)
    return NULL;
  make_runner (ws);
  return g_steal_pointer (&ws);
}

const char *
stet_workspace_dir (StetWorkspace *ws)
{
  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  return ws->dir;
}

StetProfile *
stet_workspace_profile (StetWorkspace *ws)
{
  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  return ws->profile;
}

const char *const *
stet_workspace_public_custom (StetWorkspace *ws)
{
  return stet_profile_public_custom (ws->profile);
}

gboolean
stet_workspace_was_interrupted (StetWorkspace *ws)
{
  g_return_val_if_fail (STET_IS_WORKSPACE (ws), FALSE);
  return stet_store_was_interrupted (ws->store);
}

StetChecker *
stet_checker_for_dir (const char *dir, const char *interface_language, GPtrArray **problems,
                      GError **error)
{
  g_autofree char *default_dir = dir == NULL ? stet_workspace_default_dir () : NULL;
  g_autofree char *packs = g_build_filename (dir != NULL ? dir : default_dir, "packs", NULL);
  StetCheckerOptions options = {
    .packs_root = packs,
    .interface_language = interface_language != NULL ? interface_language : language_of_locale (),
  };

  g_autoptr (GPtrArray) told = NULL;
  StetChecker *checker = stet_checker_new (&options, &told, error);

  if (checker == NULL)
    return NULL;
  stet_checker_take_dir (checker, dir != NULL ? dir : default_dir, told);
  if (problems != NULL)
    *problems = g_steal_pointer (&told);
  return checker;
}

static void
note_problems (StetWorkspace *ws, const GPtrArray *problems)
{
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    stet_workspace_add_note (ws, g_strdup_printf (_("A rule of the house style was left out: %s"),
                                                  (char *) g_ptr_array_index (problems, i)));
}

void
stet_workspace_note_problems (StetWorkspace *ws, StetChecker *checker)
{
  g_autoptr (GPtrArray) problems = stet_checker_take_problems (checker);

  note_problems (ws, problems);
}

StetChecker *
stet_workspace_checker (StetWorkspace *ws, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  locker = g_mutex_locker_new (&ws->checker_lock);
  if (ws->checker == NULL)
    ws->checker = stet_checker_for_dir (ws->dir, ws->interface_language, &problems, error);
  note_problems (ws, problems);
  return ws->checker != NULL ? stet_checker_ref (ws->checker) : NULL;
}

void
stet_workspace_add_note (StetWorkspace *ws, char *note)
{
  g_mutex_lock (&ws->lock);
  g_ptr_array_add (ws->notes, note);
  g_mutex_unlock (&ws->lock);
}

char **
stet_workspace_take_notes (StetWorkspace *ws)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GPtrArray *notes;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), NULL);
  locker = g_mutex_locker_new (&ws->lock);
  if (ws->notes->len == 0)
    return NULL;
  notes = g_steal_pointer (&ws->notes);
  ws->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (notes, NULL);
  return (char **) g_ptr_array_free (notes, FALSE);
}

char *
stet_workspace_now (StetWorkspace *ws)
{
  return stet_time_to_rfc3339 (stet_clock_now_us (ws->clock));
}

/* --- the signal --- */

typedef struct
{
  GWeakRef ws;
  char    *id; /* (owned) (nullable) */
} Change;

static gboolean
emit_changed_cb (gpointer data)
{
  Change *change = data;
  g_autoptr (StetWorkspace) ws = g_weak_ref_get (&change->ws);

  if (ws != NULL)
    g_signal_emit (ws, signals[SIGNAL_CHANGED], 0, change->id);
  return G_SOURCE_REMOVE;
}

static void
free_change (gpointer data)
{
  Change *change = data;

  g_weak_ref_clear (&change->ws);
  g_free (change->id);
  g_free (change);
}

void
stet_workspace_emit_changed (StetWorkspace *ws, const char *id)
{
  g_autoptr (GSource) source = NULL;
  Change *change;

  if (ws->store_worker == NULL) /* a command: one thread, no main loop */
    {
      g_signal_emit (ws, signals[SIGNAL_CHANGED], 0, id);
      return;
    }
  change = g_new0 (Change, 1);
  g_weak_ref_init (&change->ws, ws);
  change->id = g_strdup (id);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_changed_cb, change, free_change);
  g_source_attach (source, ws->context);
}

/* --- off the main thread --- */

typedef struct
{
  StetWorkerFunc func;
  gpointer       data;
  GDestroyNotify data_free;   /* (nullable) */
  GDestroyNotify result_free; /* (nullable) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->data_free != NULL)
    job->data_free (job->data);
  g_free (job);
}

static void
run_job_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gpointer result = job->func (job->data, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, job->result_free);
}

void
stet_workspace_run_async (StetWorkspace *ws, StetWorkerFunc func, gpointer data,
                          GDestroyNotify data_free, GDestroyNotify result_free,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (ws, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  *job = (Job) { func, data, data_free, result_free };
  g_task_set_source_tag (task, stet_workspace_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_job_thread);
}

gpointer
stet_workspace_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
