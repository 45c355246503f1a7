/* The windows together: what is open in them is kept as it changes, so that it comes back; each
 * story is open in one of them; they are saved and closed in order. Layer: ui, main thread. */
#include "config.h"

#include "ui/tag-editor.h"
#include "ui/window-private.h"

#define KEEP_AFTER_MS 400
#define END_MS_MAX 10000
#define SCROLL_FRAMES_MAX 60 /* until the page is laid out */

/* --- where one is --- */

static GtkAdjustment *
page_adjustment (StetWindow *self)
{
  StetProseView *view = stet_story_page_current (self->page);
  GtkWidget *scroll
      = view ? gtk_widget_get_ancestor (GTK_WIDGET (view), GTK_TYPE_SCROLLED_WINDOW) : NULL;

  return scroll ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll)) : NULL;
}

static void
read_caret (StetWindow *self, StetPlace *place)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  StetProseView *view = stet_story_page_current (self->page);
  StetProjection *projection = view ? stet_prose_view_projection (view) : NULL;
  StetField field;

  if (focus && gtk_widget_get_ancestor (focus, STET_TYPE_TAG_EDITOR))
    {
      place->field = g_strdup ("tags");
      return;
    }
  if (!projection)
    return;
  field = stet_projection_field_at (
      projection,
      stet_projection_locate (projection, stet_prose_view_caret (view), &place->caret_chars));
  place->field = stet_field_to_string (&field);
}

StetPlace *
stet_window_place (StetWindow *self)
{
  StetPlace *place;
  GtkAdjustment *adjustment;

  if (self->goal)
    return stet_place_copy (self->goal);
  if (!self->story)
    return NULL;
  place = stet_place_new (stet_open_story_id (self->story));
  read_caret (self, place);
  adjustment = page_adjustment (self);
  place->scroll = adjustment ? gtk_adjustment_get_value (adjustment) : 0;
  return place;
}

typedef struct { StetField field; StetProseView *view; guint line; } Search;

static void
search_view (StetProseView *view, gpointer data)
{
  Search *search = data;
  guint line;

  if (search->view || !stet_prose_view_shows (view, &search->field, &line))
    return;
  search->view = view;
  search->line = line;
}

typedef struct { double value; guint frames; } Scroll;

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Scroll *scroll = data;
  GtkAdjustment *adjustment = page_adjustment (STET_WINDOW (widget));

  if (!adjustment || ++scroll->frames > SCROLL_FRAMES_MAX)
    return G_SOURCE_REMOVE;
  if (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)
      < scroll->value)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, scroll->value);
  return G_SOURCE_REMOVE;
}

static void
go_to_field (StetWindow *self, const StetPlace *place)
{
  Search search = { 0 };
  guint chars = place->caret_chars;

  if (!place->field || !stet_field_parse (place->field, &search.field, NULL))
    return;
  if (search.field.kind == STET_FIELD_TAGS)
    {
      stet_story_page_go_to_part (self->page, STET_PART_TAGS);
      return;
    }
  stet_prose_views_foreach (GTK_WIDGET (self->page), search_view, &search);
  /* The caret is kept apart from the text and may be a moment ahead of it: in a paragraph that is
   * not there. */
  while (!search.view && search.field.index-- > 0)
    {
      stet_prose_views_foreach (GTK_WIDGET (self->page), search_view, &search);
      chars = G_MAXUINT;
    }
  if (!search.view)
    return;
  chars = MIN (chars, stet_prose_chars (stet_projection_prose (
                          stet_prose_view_projection (search.view), search.line)));
  stet_prose_view_go_to (search.view, search.line, chars, chars);
}

void
stet_window_take_place (StetWindow *self)
{
  g_autoptr (StetPlace) place = g_steal_pointer (&self->goal);
  Scroll *scroll;

  if (!place || !self->story || !g_str_equal (place->story, stet_open_story_id (self->story)))
    return;
  go_to_field (self, place);
  if (place->scroll < 1)
    return;
  scroll = g_new0 (Scroll, 1);
  scroll->value = place->scroll;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, scroll, g_free);
}

/* --- keeping it --- */

typedef struct { void (*done) (gpointer data); gpointer data; } Waiter;

typedef struct
{
  GtkApplication *application; /* (borrowed) */
  GWeakRef workspace;
  char    *kept;               /* (nullable) what the store has */
  GArray  *waiters;            /* of Waiter */
  guint    timer;
  gboolean running;
  gboolean frozen;             /* all windows close: what is kept stays */
} Keeper;

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  g_clear_handle_id (&keeper->timer, g_source_remove);
  g_array_unref (keeper->waiters);
  g_weak_ref_clear (&keeper->workspace);
  g_free (keeper->kept);
  g_free (keeper);
}

static Keeper *
keeper_of (GtkApplication *application)
{
  Keeper *keeper = g_object_get_data (G_OBJECT (application), "stet-keeper");

  if (keeper)
    return keeper;
  keeper = g_new0 (Keeper, 1);
  keeper->application = application;
  g_weak_ref_init (&keeper->workspace, NULL);
  keeper->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  g_object_set_data_full (G_OBJECT (application), "stet-keeper", keeper, keeper_free);
  return keeper;
}

/* Those of the last session that have no window yet. */
static void
add_waiting (Keeper *keeper, GPtrArray *places)
{
  for (GList *l = gtk_application_get_windows (keeper->application); l; l = l->next)
    {
      GPtrArray *session = STET_IS_WINDOW (l->data) ? STET_WINDOW (l->data)->session : NULL;

      for (guint i = 0; session && i < session->len; i++)
        g_ptr_array_add (places, stet_place_copy (session->pdata[i]));
    }
}

/* The window in front first; where all of them close, they are what was open. */
static GPtrArray *
all_places (Keeper *keeper)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_place_free);

  for (gboolean closing = FALSE; closing <= TRUE && places->len == 0; closing++)
    for (GList *l = gtk_application_get_windows (keeper->application); l; l = l->next)
      {
        StetPlace *place = STET_IS_WINDOW (l->data) && STET_WINDOW (l->data)->closing == closing
                             ? stet_window_place (l->data) : NULL;

        if (place)
          g_ptr_array_add (places, place);
      }
  add_waiting (keeper, places);
  return places;
}

static void
end_waiters (Keeper *keeper)
{
  g_autoptr (GArray) waiters = keeper->waiters;

  keeper->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = &g_array_index (waiters, Waiter, i);

      if (waiter->done)
        waiter->done (waiter->data);
    }
}

static void keep_now (Keeper *keeper);

static gpointer
keep_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return GINT_TO_POINTER (stet_workspace_keep_session (job->workspace, job->text, error));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  Keeper *keeper = keeper_of (GTK_APPLICATION (job->owner));
  g_autoptr (GError) error = NULL;

  keeper->running = FALSE;
  if (stet_workspace_run_finish (result, &error))
    {
      g_free (keeper->kept);
      keeper->kept = g_steal_pointer (&job->text);
    }
  else
    {
      g_debug ("What is open was not kept: %s", error->message); /* the texts are what counts */
      end_waiters (keeper);
    }
  if (keeper->waiters->len > 0)
    keep_now (keeper);
  stet_job_free (job);
}

static void
keep_now (Keeper *keeper)
{
  StetWorkspace *workspace = stet_windows_workspace (keeper->application);
  g_autoptr (GPtrArray) places = NULL;
  g_autofree char *json = NULL;
  StetJob *job;

  if (keeper->running)
    return; /* its callback goes on */
  places = all_places (keeper);
  json = stet_session_to_json (places);
  if (keeper->frozen || !workspace || places->len == 0 || g_strcmp0 (json, keeper->kept) == 0)
    {
      end_waiters (keeper);
      return;
    }
  keeper->running = TRUE;
  job = stet_job_new (workspace, G_OBJECT (keeper->application));
  job->text = g_steal_pointer (&json);
  stet_workspace_run_async (workspace, keep_thread, job, NULL, NULL, NULL, kept_cb, job);
}

static gboolean
keep_timer_cb (gpointer data)
{
  Keeper *keeper = data;

  keeper->timer = 0;
  keep_now (keeper);
  return G_SOURCE_REMOVE;
}

void
stet_window_moved (StetWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  Keeper *keeper = application ? keeper_of (application) : NULL;

  if (keeper && keeper->timer == 0 && !keeper->frozen)
    keeper->timer = g_timeout_add (KEEP_AFTER_MS, keep_timer_cb, keeper);
}

void
stet_windows_keep (GtkApplication *application, void (*done) (gpointer data), gpointer data)
{
  Keeper *keeper = keeper_of (application);
  Waiter waiter = { done, data };

  g_array_append_val (keeper->waiters, waiter);
  keep_now (keeper);
}

/* --- all of them --- */

StetWorkspace *
stet_windows_workspace (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    if (STET_IS_WINDOW (l->data) && STET_WINDOW (l->data)->workspace)
      return STET_WINDOW (l->data)->workspace;
  return NULL;
}

typedef struct { guint n_left; GError *error; StetFlushFunc done; gpointer data; } Flush;

static void
flushed_cb (const GError *error, gpointer data)
{
  Flush *flush = data;

  if (error && !flush->error)
    flush->error = g_error_copy (error);
  if (--flush->n_left > 0)
    return;
  flush->done (flush->error, flush->data);
  g_clear_error (&flush->error);
  g_free (flush);
}

void
stet_windows_flush (GtkApplication *application, StetFlushFunc done, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));
  Flush *flush = g_new0 (Flush, 1);

  flush->done = done;
  flush->data = data;
  flush->n_left = 1;
  for (GList *l = windows; l; l = l->next)
    if (STET_IS_WINDOW (l->data))
      {
        flush->n_left++;
        stet_window_flush (l->data, flushed_cb, flush);
      }
  flushed_cb (NULL, flush);
}

static void
close_all_cb (gpointer data)
{
  GtkApplication *application = data;
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (application));

  keeper_of (application)->frozen = TRUE;
  for (GList *l = windows; l; l = l->next)
    gtk_window_close (l->data);
}

void
stet_windows_quit (GtkApplication *application)
{
  stet_windows_keep (application, close_all_cb, application);
}

void
stet_windows_share (GtkApplication *application, StetWorkspace *workspace)
{
  g_weak_ref_set (&keeper_of (application)->workspace, workspace);
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What still reads the store when the last window closes has it open: only when that has come back
 * is the store closed in order, and only then was this an end in order. */
void
stet_windows_end (GtkApplication *application)
{
  g_autoptr (StetWorkspace) last = g_weak_ref_get (&keeper_of (application)->workspace);
  gint64 end_us = g_get_monotonic_time () + END_MS_MAX * 1000;
  guint wake = g_timeout_add (20, wake_cb, NULL);
  GWeakRef ref;

  g_weak_ref_init (&ref, last);
  g_object_unref (application);
  g_clear_object (&last);
  while ((last = g_weak_ref_get (&ref)) && g_get_monotonic_time () < end_us)
    {
      g_clear_object (&last);
      g_main_context_iteration (NULL, TRUE);
    }
  if (last)
    g_debug ("the store is still in use");
  g_weak_ref_clear (&ref);
  g_source_remove (wake);
}

void
stet_windows_stay (GtkApplication *application)
{
  keeper_of (application)->frozen = FALSE;
  stet_windows_set_again (application, FALSE);
}
