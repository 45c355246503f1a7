/* Find and replace in the window: looks on a thread of its own, lights what it finds. Layer: ui,
 * main thread. */
#include "config.h"

#include "ui/window-private.h"

#include "ui/caret-place.h"
#include "ui/find-bar.h"

#include <glib/gi18n.h>

#define LOOK_AGAIN_MS 120 /* after an edit */

struct _StetWindowFind
{
  StetFindBar  *bar;      /* (borrowed): of the page */
  GCancellable *looking;  /* (owned) (nullable) */
  StetFound    *found;    /* (owned) (nullable) */
  StetArticle  *article;  /* (owned) (nullable) what it was found in */
  int           at;       /* -1: none is current */
  guint         timer;
  StetCaretPlace back;    /* what had the keyboard before */
};

typedef struct
{
  StetFind    *find;
  StetArticle *article;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  stet_find_free (look->find);
  stet_article_unref (look->article);
  g_free (look);
}

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;

  g_task_return_pointer (task, stet_find_run (look->find, look->article, cancellable),
                         (GDestroyNotify) stet_found_free);
}

static void
forget (StetWindowFind *find)
{
  if (find->looking)
    g_cancellable_cancel (find->looking);
  g_clear_object (&find->looking);
  g_clear_handle_id (&find->timer, g_source_remove);
  g_clear_pointer (&find->found, stet_found_free);
  g_clear_pointer (&find->article, stet_article_unref);
}

static gboolean
is_open (StetWindow *self)
{
  return self->find && gtk_widget_get_visible (GTK_WIDGET (self->find->bar));
}

static void
show (StetWindow *self)
{
  StetWindowFind *find = self->find;

  stet_find_bar_show (find->bar, find->found, find->at);
  stet_story_page_show_hits (self->page, find->found ? find->found->hits : NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetWindow *self = STET_WINDOW (source);
  StetWindowFind *find = self->find;
  StetFound *found = g_task_propagate_pointer (G_TASK (result), NULL);
  Look *look = g_task_get_task_data (G_TASK (result));

  if (!found)
    return;
  if (!is_open (self) || g_task_get_cancellable (G_TASK (result)) != find->looking)
    {
      stet_found_free (found);
      return;
    }
  g_clear_object (&find->looking);
  g_clear_pointer (&find->found, stet_found_free);
  g_clear_pointer (&find->article, stet_article_unref);
  find->found = found;
  find->article = stet_article_ref (look->article);
  find->at = MIN (find->at, (int) found->hits->len - 1);
  show (self);
}

static void
look (StetWindow *self)
{
  StetWindowFind *find = self->find;
  StetFindOptions options = stet_find_bar_options (find->bar);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  Look *work;
  StetFind *prepared;

  forget (find);
  if (!self->story || *options.text == '\0')
    {
      show (self);
      return;
    }
  prepared = stet_find_new (&options, stet_find_bar_replacement (find->bar), &error);
  if (!prepared)
    {
      stet_story_page_show_hits (self->page, NULL);
      stet_find_bar_refuse (find->bar, error->message);
      return;
    }
  work = g_new0 (Look, 1);
  work->find = prepared;
  work->article = stet_article_ref (stet_document_article (stet_open_story_document (self->story)));
  find->looking = g_cancellable_new ();
  task = g_task_new (self, find->looking, looked_cb, NULL);
  g_task_set_task_data (task, work, look_free);
  g_task_run_in_thread (task, look_thread);
}

static gboolean
look_again_cb (gpointer data)
{
  StetWindow *self = data;

  self->find->timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

void
stet_window_find_again (StetWindow *self)
{
  if (is_open (self) && self->find->timer == 0)
    self->find->timer = g_timeout_add (LOOK_AGAIN_MS, look_again_cb, self);
}

void
stet_window_find_anew (StetWindow *self)
{
  if (!is_open (self))
    return;
  self->find->at = -1;
  look (self);
}

/* --- going through the hits --- */

/* Hits of a text that has changed since are no hits. */
static gboolean
is_current (StetWindow *self)
{
  StetWindowFind *find = self->find;

  return find && find->found && self->story
         && find->article == stet_document_article (stet_open_story_document (self->story));
}

static void
go (StetWindow *self, int at)
{
  StetWindowFind *find = self->find;

  find->at = at;
  stet_find_bar_show (find->bar, find->found, at);
  stet_story_page_select_hit (self->page, find->found->hits->pdata[at]);
  stet_window_show_status (self);
}

static int
hit_at_caret (StetWindow *self)
{
  StetField field;
  guint chars;

  return stet_story_page_caret (self->page, &field, &chars)
           ? (int) stet_find_from (self->find->article, self->find->found->hits, &field, chars) : 0;
}

static void
step (StetWindow *self, int by)
{
  StetWindowFind *find = self->find;
  int n;

  if (!is_current (self) || find->found->hits->len == 0)
    return;
  n = find->found->hits->len;
  if (find->at >= 0)
    go (self, (find->at + by + n) % n);
  else
    go (self, (hit_at_caret (self) + (by > 0 ? 0 : n - 1)) % n);
}

static void open_bar (StetWindow *self, gboolean replacing);

static void
next_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (is_open (self))
    step (self, g_str_equal (g_action_get_name (G_ACTION (action)), "find-next") ? 1 : -1);
  else
    open_bar (self, FALSE);
}

static void
go_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  guint at = g_variant_get_uint32 (parameter);

  if (is_current (self) && at < self->find->found->hits->len)
    go (self, at);
}

/* --- replacing --- */

/* The next place is gone to once it is known where it is. */
static void
replace (StetWindow *self, GPtrArray *hits)
{
  g_autoptr (GError) error = NULL;
  StetDocument *document = stet_open_story_document (self->story);

  stet_document_break (document);
  if (!stet_find_replace (document, hits, &error))
    stet_window_tell_error (self, error);
  stet_document_break (document);
  look (self);
}

static gboolean
may_replace (StetWindow *self)
{
  return is_current (self) && !self->acting && self->find->found->hits->len > 0
         && stet_find_bar_replacement (self->find->bar);
}

static void
replace_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  if (!may_replace (self))
    return;
  if (self->find->at < 0)
    {
      step (self, 1); /* seen first */
      return;
    }
  g_ptr_array_add (one, self->find->found->hits->pdata[self->find->at]);
  replace (self, one);
}

static void
replace_all_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  g_autofree char *text = NULL;
  guint n;

  if (!may_replace (self))
    return;
  n = self->find->found->hits->len;
  text = g_strdup_printf (ngettext ("%u place replaced. Undo takes it back.",
                                    "%u places replaced. Undo takes them back.", n),
                          n);
  replace (self, self->find->found->hits);
  stet_window_tell (self, STET_TONE_CALM, text);
}

/* --- opening and closing --- */

/* A selection of some words within a line is what is meant. */
static char *
selected_text (StetWindow *self)
{
  StetProseView *view = stet_story_page_current (self->page);
  GtkTextBuffer *buffer = view ? gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)) : NULL;
  GtkTextIter start, end;

  if (!buffer || !gtk_text_buffer_get_selection_bounds (buffer, &start, &end)
      || gtk_text_iter_get_line (&start) != gtk_text_iter_get_line (&end))
    return NULL;
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
open_bar (StetWindow *self, gboolean replacing)
{
  g_autofree char *text = NULL;

  if (!self->story)
    return;
  if (!self->find)
    {
      self->find = g_new0 (StetWindowFind, 1);
      self->find->bar = stet_find_bar_new ();
      self->find->at = -1;
      gtk_widget_set_visible (GTK_WIDGET (self->find->bar), FALSE);
      gtk_box_insert_child_after (GTK_BOX (self->page), GTK_WIDGET (self->find->bar),
                                  gtk_widget_get_first_child (GTK_WIDGET (self->page)));
    }
  if (!stet_find_bar_has_focus (self->find->bar))
    {
      text = selected_text (self);
      stet_caret_place_keep (&self->find->back, GTK_ROOT (self));
    }
  if (!is_open (self))
    self->find->at = -1;
  stet_find_bar_open (self->find->bar, replacing, text);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_bar (data, g_str_equal (g_action_get_name (G_ACTION (action)), "replace-text"));
}

static void
changed_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (!is_open (self))
    return;
  self->find->at = -1;
  look (self);
}

/* The caret is where it was, or at the place gone to last. */
static void
close_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (!is_open (self))
    return;
  forget (self->find);
  /* What is selected in the bar took the text's selection away: it comes back, unless one went to a
   * place. */
  if (!stet_find_bar_has_focus (self->find->bar) || self->find->at >= 0
      || !stet_caret_place_go_back (&self->find->back))
    stet_story_page_focus (self->page);
  stet_caret_place_clear (&self->find->back);
  gtk_widget_set_visible (GTK_WIDGET (self->find->bar), FALSE);
  stet_story_page_show_hits (self->page, NULL);
}

gboolean
stet_window_close_find (StetWindow *self)
{
  gboolean open = is_open (self);

  if (open)
    close_action (NULL, NULL, self);
  return open;
}

void
stet_window_free_find (StetWindow *self)
{
  if (!self->find)
    return;
  forget (self->find);
  stet_caret_place_clear (&self->find->back);
  g_clear_pointer (&self->find, g_free);
}

void
stet_window_add_find_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "find-text", open_action },          { "replace-text", open_action },
    { "find-next", next_action },          { "find-previous", next_action },
    { "find-go", go_action, "u" },         { "find-changed", changed_action },
    { "find-close", close_action },        { "replace", replace_action },
    { "replace-all", replace_all_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
