/* What the window shows is read from the store: at the start, when a story is opened, when
 * something changed.
 * Layer: ui, main thread; reading is done on threads of app. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

#define RELOAD_AFTER_MS 150
#define PAUSE_US (150 * G_TIME_SPAN_MILLISECOND) /* nobody is typing */
#define RELOAD_BEHIND_US_MAX (5 * G_TIME_SPAN_SECOND)

/* --- reading the store --- */

typedef struct
{
  GPtrArray     *rows;
  StetStory     *story; /* (nullable) */
  StetIntentKind next_act;
  GPtrArray     *accounts;
  StetAccount   *account; /* (nullable) */
  const char    *wanted;  /* (borrowed) (nullable) while loading: the story to begin with */
} Loaded;

static void
loaded_free (Loaded *loaded)
{
  g_clear_pointer (&loaded->rows, g_ptr_array_unref);
  g_clear_pointer (&loaded->story, stet_story_free);
  g_clear_pointer (&loaded->accounts, g_ptr_array_unref);
  g_clear_pointer (&loaded->account, stet_account_free);
  g_free (loaded);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

/* `wanted` (nullable) where it is among the rows, else the newest story that is in no bin, else
 * NULL. */
static const char *
choose_id (GPtrArray *rows, const char *wanted)
{
  for (guint i = 0; wanted && i < rows->len; i++)
    if (g_str_equal (((StetStoryRow *) rows->pdata[i])->id, wanted))
      return wanted;
  for (guint i = 0; i < rows->len; i++)
    if (((StetStoryRow *) rows->pdata[i])->state != STET_STATE_BINNED)
      return ((StetStoryRow *) rows->pdata[i])->id;
  return NULL;
}

/* `id` NULL: the wanted story, or the newest. */
static gboolean
load_into (StetWorkspace *ws, Loaded *loaded, const char *id, const char *search, GError **error)
{
  g_autoptr (GError) none = NULL;
  StetReview *review;

  loaded->accounts = stet_workspace_accounts (ws, error);
  if (!loaded->accounts)
    return FALSE;
  loaded->account = stet_workspace_account (ws, NULL, NULL, &none);
  loaded->rows = search && *search ? stet_workspace_search (ws, search, error)
                                   : stet_workspace_list (ws, TRUE, error);
  if (!loaded->rows)
    return FALSE;
  if (!id)
    id = choose_id (loaded->rows, loaded->wanted);
  if (!id || *id == '\0')
    return TRUE;
  loaded->story = stet_workspace_load (ws, id, error);
  if (!loaded->story)
    return FALSE;
  review = stet_workspace_review (ws, loaded->story, error);
  if (!review)
    return FALSE;
  stet_review_free (loaded->story->review);
  loaded->story->review = review;
  loaded->next_act = stet_workspace_next_act (ws, loaded->story, loaded->account);
  return TRUE;
}

static gpointer
load_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  if (!load_into (job->workspace, loaded, job->id, job->text, error))
    return NULL;
  return g_steal_pointer (&loaded);
}

static void
take_accounts (StetWindow *self, Loaded *loaded)
{
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = g_steal_pointer (&loaded->accounts);
  g_clear_pointer (&self->account, stet_account_free);
  self->account = g_steal_pointer (&loaded->account);
  stet_window_show_accounts (self);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  Loaded *loaded = stet_workspace_run_finish (result, &error);

  self->reloading = FALSE;
  if (!loaded)
    g_debug ("Reloading failed: %s", error->message);
  else
    {
      take_accounts (self, loaded);
      stet_story_list_show (self->list, loaded->rows, g_get_real_time ());
      if (self->story && loaded->story
          && g_str_equal (stet_article_id (loaded->story->article),
                          stet_open_story_id (self->story)))
        stet_open_story_reload (self->story, g_steal_pointer (&loaded->story), loaded->next_act);
      stet_window_show_status (self);
      if (!self->acting && self->count_timer == 0)
        stet_window_tell_note (self);
      loaded_free (loaded);
    }
  if (self->reload_again)
    stet_window_reload (self);
}

static gboolean
reload_timer_cb (gpointer data)
{
  StetWindow *self = data;
  gint64 now_us = g_get_monotonic_time ();
  StetJob *job;

  /* Each save of what is typed changes the list, and a letter waits for a frame that another paints
   * before it. */
  if (now_us - self->edited_us < PAUSE_US && now_us - self->reload_since < RELOAD_BEHIND_US_MAX)
    return G_SOURCE_CONTINUE;
  self->reload_timer = 0;
  self->reload_again = FALSE;
  self->reloading = TRUE;
  job = stet_job_new (self->workspace, NULL);
  job->id = g_strdup (self->story ? stet_open_story_id (self->story) : "");
  job->text = g_strdup (self->search);
  stet_window_run (self, load_thread, job, reloaded_cb);
  return G_SOURCE_REMOVE;
}

/* Soon, and once for many changes. */
void
stet_window_reload (StetWindow *self)
{
  if (!self->workspace || self->closing)
    return;
  if (self->reloading)
    self->reload_again = TRUE;
  else if (self->reload_timer == 0)
    {
      self->reload_since = g_get_monotonic_time ();
      self->reload_timer = g_timeout_add (RELOAD_AFTER_MS, reload_timer_cb, self);
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  Loaded *loaded = stet_window_finish (self, result);
  gboolean at_headline;

  g_clear_pointer (&self->opening, g_free);
  if (!loaded)
    {
      g_clear_pointer (&self->goal, stet_place_free);
      if (!self->story)
        stet_window_show_page (self, "empty");
      return;
    }
  take_accounts (self, loaded);
  stet_story_list_show (self->list, loaded->rows, g_get_real_time ());
  at_headline = loaded->story
                && stet_prose_is_blank (stet_article_fields (loaded->story->article)->headline);
  if (loaded->story)
    {
      stet_window_show_story (self, g_steal_pointer (&loaded->story), loaded->next_act,
                              at_headline);
      stet_windows_keep (gtk_window_get_application (GTK_WINDOW (self)), NULL, NULL);
    }
  loaded_free (loaded);
}

typedef struct { StetWindow *window; char *id; } Opening;

static void
flushed_for_open_cb (const GError *error, gpointer data)
{
  Opening *opening = data;
  StetJob *job;

  if (error)
    {
      g_clear_pointer (&opening->window->opening, g_free);
      stet_window_tell_error (opening->window, error);
    }
  else
    {
      job = stet_job_new (opening->window->workspace, NULL);
      job->id = g_strdup (opening->id);
      job->text = g_strdup (opening->window->search);
      stet_window_run (opening->window, load_thread, job, opened_cb);
    }
  g_object_unref (opening->window);
  g_free (opening->id);
  g_free (opening);
}

void
stet_window_open_story (StetWindow *self, const char *id, gboolean at_headline)
{
  StetWindow *other = stet_window_showing (self, id);
  Opening *opening;

  if (other && other != self)
    {
      gtk_window_present (GTK_WINDOW (other));
      return;
    }
  if (!self->workspace || (self->story && g_str_equal (stet_open_story_id (self->story), id)))
    {
      if (self->story)
        stet_story_page_focus (self->page);
      return;
    }
  stet_composing_finish (GTK_WIDGET (self));
  opening = g_new0 (Opening, 1);
  opening->window = g_object_ref (self);
  opening->id = g_strdup (id);
  g_free (self->opening);
  self->opening = g_strdup (id);
  stet_window_flush (self, flushed_for_open_cb, opening);
}

/* --- opening --- */

static char *
photo_path (const char *file, gpointer data)
{
  StetWindow *self = data;

  if (!self->workspace || *file == '\0')
    return NULL;
  return stet_workspace_photo_path (self->workspace, file);
}

typedef struct { StetWorkspace *workspace; Loaded *loaded; GPtrArray *session; } Started;

static void
started_free (gpointer data)
{
  Started *started = data;

  g_clear_object (&started->workspace);
  g_clear_pointer (&started->loaded, loaded_free);
  g_clear_pointer (&started->session, g_ptr_array_unref);
  g_free (started);
}

/* Stories in the bin are not opened again. */
static void
drop_gone (GPtrArray *session, GPtrArray *rows)
{
  for (guint i = session->len; i > 0; i--)
    {
      const char *id = ((StetPlace *) session->pdata[i - 1])->story;

      if (g_strcmp0 (choose_id (rows, id), id) != 0)
        g_ptr_array_remove_index (session, i - 1);
    }
}

static void
start_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  StetWorkspaceOptions options = { .threaded = TRUE };
  Started *started = g_new0 (Started, 1);
  GError *error = NULL;

  started->workspace = stet_workspace_open (&options, &error);
  started->loaded = g_new0 (Loaded, 1);
  started->session = started->workspace ? stet_workspace_session (started->workspace) : NULL;
  if (started->session && started->session->len > 0)
    started->loaded->wanted = ((StetPlace *) started->session->pdata[0])->story;
  if (!started->workspace || !load_into (started->workspace, started->loaded, NULL, NULL, &error))
    {
      started_free (started);
      g_task_return_error (task, error);
      return;
    }
  drop_gone (started->session, started->loaded->rows);
  g_task_return_pointer (task, started, started_free);
}

static gpointer
checker_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return stet_workspace_checker (((StetJob *) data)->workspace, error);
}

static void
checker_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (StetChecker) checker = stet_window_finish (self, result);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  stet_window_tell_notes (self);
  if (checker && application)
    stet_windows_set_checker (application, checker);
}

static gboolean
has_practice (StetWindow *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (((StetAccount *) self->accounts->pdata[i])->practice)
      return TRUE;
  return FALSE;
}

static void
open_others (StetWindow *self)
{
  g_autoptr (GPtrArray) session = g_steal_pointer (&self->session);

  for (guint i = 0; session && i < session->len; i++)
    stet_window_open_beside (self, session->pdata[i]);
  if (session && session->len > 0)
    gtk_window_present (GTK_WINDOW (self));
}

static void
tell_interruption (StetWindow *self)
{
  g_autofree char *clock
      = self->story ? stet_window_clock (stet_open_story_saved_us (self->story)) : NULL;
  g_autofree char *text
      = clock ? g_strdup_printf (_("Stet ended without closing. Your story is as it was at %s."),
                                 clock)
              : g_strdup (_("Stet ended without closing. All that was saved is here."));

  stet_window_tell (self, STET_TONE_LOOK, text);
}

/* What takes long and is not seen waits until the story is: the rules, the practice site, other
 * windows. */
static void
first_story_cb (GdkFrameClock *clock, StetWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_story_cb, self);
  g_debug ("first story");
  if (stet_workspace_was_interrupted (self->workspace))
    tell_interruption (self);
  stet_window_run (self, checker_thread, stet_job_new (self->workspace, NULL), checker_cb);
  if (self->practice_wanted || has_practice (self))
    stet_window_start_practice (self);
  open_others (self);
}

static void
show_first_page (StetWindow *self, Loaded *loaded)
{
  if (loaded->story)
    stet_window_show_story (self, g_steal_pointer (&loaded->story), loaded->next_act, FALSE);
  else if (self->accounts->len == 0 && !self->practice_wanted)
    stet_window_show_page (self, "welcome");
  else
    stet_window_show_page (self, "empty");
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint",
                           G_CALLBACK (first_story_cb), self, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where one was in the story that is opened first; the other windows wait until it is painted. */
static void
take_session (StetWindow *self, GPtrArray *session, const StetStory *story)
{
  for (guint i = 0; i < session->len; i++)
    {
      StetPlace *place = session->pdata[i];

      if (story && !self->goal && g_str_equal (place->story, stet_article_id (story->article)))
        {
          self->goal = stet_place_copy (place);
          g_ptr_array_remove_index (session, i--);
        }
    }
  g_clear_pointer (&self->session, g_ptr_array_unref);
  self->session = g_ptr_array_ref (session);
}

void
stet_window_set_workspace (StetWindow *self, StetWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  stet_windows_share (gtk_window_get_application (GTK_WINDOW (self)), workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (stet_window_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "progress", G_CALLBACK (stet_window_show_progress), self,
                           G_CONNECT_SWAPPED);
}

static void
show_started (StetWindow *self, GTask *task)
{
  g_autoptr (GError) error = NULL;
  Started *started = g_task_propagate_pointer (task, &error);

  if (!started)
    {
      g_autofree char *text = stet_words_for_error (error);

      gtk_label_set_label (self->failed_label, text);
      stet_window_show_page (self, "failed");
      return;
    }
  stet_window_set_workspace (self, started->workspace);
  take_accounts (self, started->loaded);
  stet_story_list_show (self->list, started->loaded->rows, g_get_real_time ());
  take_session (self, started->session, started->loaded->story);
  show_first_page (self, started->loaded);
  started_free (started);
}

/* Even a quick store waits for the window to be seen: building its pages before would delay
 * that. */
static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetWindow *self = STET_WINDOW (source);

  if (self->page)
    show_started (self, G_TASK (result));
  else
    g_set_object (&self->arrived, G_TASK (result));
}

void
stet_window_build_pages (StetWindow *self)
{
  if (self->page)
    return;
  self->page = g_object_new (STET_TYPE_STORY_PAGE, NULL);
  self->welcome = g_object_new (STET_TYPE_WELCOME, NULL);
  self->queue = g_object_new (STET_TYPE_QUEUE_PANEL, NULL);
  self->connection = g_object_new (STET_TYPE_CONNECTION_PANEL, NULL);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->page), "story");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->welcome), "welcome");
  gtk_stack_add_named (self->panel_stack, GTK_WIDGET (self->queue), "queue");
  gtk_stack_add_named (self->panel_stack, GTK_WIDGET (self->connection), "connection");
  stet_story_page_set_photo_path (self->page, photo_path, self);
  stet_window_connect_tags (self);
  stet_window_show_fold (self);
  stet_window_show_view (self);
  if (self->arrived)
    show_started (self, self->arrived);
  g_clear_object (&self->arrived);
}

void
stet_window_start (StetWindow *self, gboolean practice)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, started_cb, NULL);

  self->practice_wanted = practice;
  g_task_run_in_thread (task, start_thread);
}
