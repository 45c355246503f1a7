/* Rows of stories with state and time. There may be tens of thousands, and while a first sync
 * brings them the list is shown anew every moment: rows are made for the first of them only, a few
 * in one turn of the main loop, and more where one scrolls there. A row that is there takes what
 * stands in its place now. Layer: ui, main thread. */
#include "config.h"

#include "ui/story-list.h"
#include "ui/lazy-menu.h"
#include "ui/seen-rows.h"

#include "app/words.h"
#include "base/text.h"

#include <glib/gi18n.h>

#define TITLE_CHARS_MAX 200
#define MINUTE_US (60 * G_USEC_PER_SEC)
#define ROWS_AT_FIRST 60 /* several times what a screen has room for */
#define ROWS_MORE 60
#define ROWS_A_TURN 8

struct _StetStoryList
{
  GtkBox         parent_instance;
  GPtrArray     *stories;  /* all, of StetStoryRow */
  guint          n_wanted; /* rows, if so many stories fit the filter */
  guint          more_idle;
  char          *focused;  /* (nullable) story that had the focus, until its row is found again */
  int            wanted_state; /* -1: all */
  gint64         now_us;
  char          *selected; /* (nullable) */
  char          *blocking_id;
  guint          n_blocking;
  GMenuModel    *filters;
  GtkMenuButton *filter_button;
  GtkScrolledWindow *scroll;
  GtkListBox    *list;
  GtkSearchEntry *search;
};

G_DEFINE_FINAL_TYPE (StetStoryList, stet_story_list, GTK_TYPE_BOX)

/* --- in a window of its own --- */

static void
open_beside (GtkWidget *row)
{
  gtk_widget_activate_action (row, "win.open-beside", "s",
                              g_object_get_data (G_OBJECT (row), "id"));
}

static void
show_menu (GtkWidget *row)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_("Open"), NULL);
  g_autoptr (GMenuItem) beside = g_menu_item_new (_("Open in a new window"), NULL);
  GtkWidget *popover;

  g_menu_item_set_action_and_target (item, "win.open", "s",
                                     g_object_get_data (G_OBJECT (row), "id"));
  g_menu_item_set_action_and_target (beside, "win.open-beside", "s",
                                     g_object_get_data (G_OBJECT (row), "id"));
  g_menu_append_item (menu, item);
  g_menu_append_item (menu, beside);
  popover = g_object_get_data (G_OBJECT (row), "menu");
  if (!popover)
    {
      popover = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (popover, gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
      g_object_set_data (G_OBJECT (row), "menu", popover);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (popover), G_MENU_MODEL (menu));
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
row_click_cb (GtkGestureClick *click, int n_press, double x, double y, GtkWidget *row)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));

  if (button == GDK_BUTTON_MIDDLE)
    open_beside (row);
  else if (button == GDK_BUTTON_SECONDARY)
    show_menu (row);
}

static gboolean
row_key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
            GtkWidget *row)
{
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && held == GDK_CONTROL_MASK)
    open_beside (row);
  else if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    show_menu (row);
  else
    return FALSE;
  return TRUE;
}

/* A popover is no child that a row lets go by itself. */
static void
row_destroy_cb (GtkWidget *row)
{
  GtkWidget *popover = g_object_steal_data (G_OBJECT (row), "menu");

  if (popover)
    gtk_widget_unparent (popover);
}

static void
add_row_controllers (GtkWidget *row)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (row_click_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (row_key_cb), row);
  gtk_widget_add_controller (row, keys);
  g_signal_connect (row, "destroy", G_CALLBACK (row_destroy_cb), NULL);
}

/* --- a row --- */

static char *
when_text (gint64 then_us, gint64 now_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (then_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  gint64 minutes = (now_us - then_us) / MINUTE_US;

  if (minutes < 1)
    return g_strdup (C_("time", "now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d min", "%d min", (int) minutes), (int) minutes);
  if (minutes < 18 * 60)
    return g_date_time_format (local, "%H:%M");
  return g_date_time_format (local, C_("date", "%-d %b"));
}

/* (owned) A headline may be a megabyte of anything. */
static char *
title_of (const char *headline)
{
  return stet_text_shown_line (headline && *headline ? headline : _("No headline yet"),
                               TITLE_CHARS_MAX);
}

static GtkWidget *
label_new (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css);
  return label;
}

static void
name_row (GtkWidget *row, const char *title, const char *meta)
{
  g_autofree char *name = g_strdup_printf ("%s, %s", title, meta);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_blocking (StetStoryList *self, GtkWidget *row)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "blocking");
  const char *id = g_object_get_data (G_OBJECT (row), "id");
  gboolean mine = self->n_blocking > 0 && g_strcmp0 (id, self->blocking_id) == 0;
  g_autofree char *text
      = g_strdup_printf (ngettext ("%u blocks", "%u block", self->n_blocking), self->n_blocking);

  gtk_label_set_label (label, mine ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), mine);
}

/* An empty one. */
static GtkWidget *
row_new (void)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = label_new (NULL, "story-title");
  GtkWidget *meta = label_new (NULL, "story-meta");
  GtkWidget *blocking = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  /* else an endless word asks for its whole width */
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_width_chars (GTK_LABEL (title), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 22);
  gtk_widget_set_hexpand (meta, TRUE);
  gtk_widget_add_css_class (blocking, "story-meta");
  gtk_widget_add_css_class (blocking, "c-stop");
  gtk_widget_add_css_class (blocking, "strong");
  gtk_box_append (GTK_BOX (line), meta);
  gtk_box_append (GTK_BOX (line), blocking);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "title", title);
  g_object_set_data (G_OBJECT (row), "meta", meta);
  g_object_set_data (G_OBJECT (row), "blocking", blocking);
  add_row_controllers (row);
  return row;
}

/* Returns: whether it said something else before. */
static gboolean
set_label (GtkLabel *label, const char *text)
{
  if (g_str_equal (gtk_label_get_label (label), text))
    return FALSE;
  gtk_label_set_label (label, text);
  return TRUE;
}

/* Returns: whether it was another or looked otherwise. */
static gboolean
fill_row (StetStoryList *self, GtkWidget *row, const StetStoryRow *story)
{
  g_autofree char *headline = title_of (story->headline);
  g_autofree char *when = when_text (story->modified_us, self->now_us);
  g_autofree char *meta
      = g_strdup_printf ("%s · %s", stet_words_for_state (story->state, story->live), when);
  gboolean another = g_strcmp0 (g_object_get_data (G_OBJECT (row), "id"), story->id) != 0;

  another |= set_label (g_object_get_data (G_OBJECT (row), "title"), headline);
  another |= set_label (g_object_get_data (G_OBJECT (row), "meta"), meta);
  if (!another)
    return FALSE;
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (story->id), g_free);
  name_row (row, headline, meta);
  show_blocking (self, row);
  return TRUE;
}

/* --- the list --- */

static GtkListBoxRow *
row_for (StetStoryList *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; id && (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "id"), id) == 0)
      return row;
  return NULL;
}

void
stet_story_list_select (StetStoryList *self, const char *id)
{
  char *copy = g_strdup (id);

  g_free (self->selected);
  self->selected = copy;
  gtk_list_box_select_row (self->list, row_for (self, self->selected));
}

static gboolean
fits (StetStoryList *self, const StetStoryRow *row)
{
  if (row->state == STET_STATE_BINNED)
    return self->wanted_state == STET_STATE_BINNED;
  return self->wanted_state < 0 || (int) row->state == self->wanted_state
         || (self->wanted_state == STET_STATE_PUBLISHED && row->live);
}

/* Returns: whether rows are wanting or not up to date still, for another turn. */
static gboolean
fill_rows (StetStoryList *self)
{
  guint n = 0, n_changed = 0;
  GtkListBoxRow *row;

  for (guint i = 0; i < self->stories->len && n < self->n_wanted; i++)
    {
      const StetStoryRow *story = self->stories->pdata[i];

      if (!fits (self, story))
        continue;
      if (n_changed == ROWS_A_TURN)
        return TRUE;
      row = gtk_list_box_get_row_at_index (self->list, n++);
      if (!row)
        {
          row = GTK_LIST_BOX_ROW (row_new ());
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      n_changed += fill_row (self, GTK_WIDGET (row), story);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, n)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  return FALSE;
}

/* The keyboard stays with its story, which may be in another row now. */
static void
keep_focus (StetStoryList *self)
{
  g_autofree char *id = g_steal_pointer (&self->focused);
  const char *now = stet_story_list_focused (self);
  GtkListBoxRow *row = row_for (self, id);

  if (!id || !now || g_str_equal (now, id))
    return;
  if (row)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    stet_story_list_focus (self);
}

/* Returns: whether there is more to do. */
static gboolean
show_some (StetStoryList *self)
{
  gboolean more = fill_rows (self);

  gtk_list_box_select_row (self->list, row_for (self, self->selected));
  if (!more)
    keep_focus (self);
  return more;
}

static gboolean
more_cb (gpointer data)
{
  StetStoryList *self = data;

  if (show_some (self))
    return G_SOURCE_CONTINUE;
  self->more_idle = 0;
  return G_SOURCE_REMOVE;
}

static void
show_rows (StetStoryList *self)
{
  if (show_some (self) && self->more_idle == 0)
    self->more_idle = g_idle_add (more_cb, self);
}

/* One scrolls near the end of the rows: there may be stories for more. */
static void
scrolled_cb (StetStoryList *self, GtkAdjustment *adjustment)
{
  double seen
      = gtk_adjustment_get_value (adjustment) + 3 * gtk_adjustment_get_page_size (adjustment);

  if (seen < gtk_adjustment_get_upper (adjustment) || self->more_idle
      || !gtk_list_box_get_row_at_index (self->list, self->n_wanted - 1))
    return;
  self->n_wanted += ROWS_MORE;
  self->more_idle = g_idle_add (more_cb, self);
}

static void
drop_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_ptr_array_unref (data);
}

/* Ten thousand stories take milliseconds to let go. */
static void
drop (GPtrArray *stories)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, stories, NULL);
  g_task_run_in_thread (task, drop_thread);
}

void
stet_story_list_show (StetStoryList *self, GPtrArray *stories, gint64 now_us)
{
  if (!self->focused)
    self->focused = g_strdup (stet_story_list_focused (self));
  drop (self->stories);
  self->stories = g_ptr_array_ref (stories);
  self->now_us = now_us;
  show_rows (self);
}

void
stet_story_list_set_blocking (StetStoryList *self, const char *id, guint n_blocking)
{
  GtkListBoxRow *row;
  char *copy = g_strdup (id);

  g_free (self->blocking_id);
  self->blocking_id = copy;
  self->n_blocking = n_blocking;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    show_blocking (self, GTK_WIDGET (row));
}

void
stet_story_list_set_headline (StetStoryList *self, const char *id, const char *headline)
{
  GtkListBoxRow *row = row_for (self, id);
  g_autofree char *title = title_of (headline);

  if (row)
    gtk_label_set_label (g_object_get_data (G_OBJECT (row), "title"), title);
}

/* Whether there is a row for it or not. */
const char *
stet_story_list_neighbour (StetStoryList *self, int by)
{
  const char *first = NULL, *before = NULL;
  gboolean found = FALSE;

  for (guint i = 0; i < self->stories->len; i++)
    {
      const StetStoryRow *story = self->stories->pdata[i];

      if (!fits (self, story))
        continue;
      if (found)
        return story->id;
      if (g_strcmp0 (story->id, self->selected) == 0)
        {
          if (by < 0)
            return before;
          found = TRUE;
        }
      before = story->id;
      first = first ? first : before;
    }
  return found ? NULL : first;
}

void
stet_story_list_focus_search (StetStoryList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->search), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
stet_story_list_focus (StetStoryList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!row)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_widget_grab_focus (row ? GTK_WIDGET (row) : GTK_WIDGET (self->search));
}

GPtrArray *
stet_story_list_stories (StetStoryList *self)
{
  return self->stories;
}

const char *
stet_story_list_focused (StetStoryList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list))
                     ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  return row ? g_object_get_data (G_OBJECT (row), "id") : NULL;
}

void
stet_story_list_set_filter (StetStoryList *self, const char *filter)
{
  StetState state;

  self->wanted_state = stet_state_parse (filter, &state) ? (int) state : -1;
  gtk_menu_button_set_label (self->filter_button, self->wanted_state < 0
                                                      ? _("All stories")
                                                      : stet_words_for_state (state, FALSE));
  self->n_wanted = ROWS_AT_FIRST;
  show_rows (self);
}

static void
activated_cb (StetStoryList *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s",
                              g_object_get_data (G_OBJECT (row), "id"));
}

static void
search_cb (StetStoryList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.search", "s",
                              gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
stop_search_cb (StetStoryList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->search), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-page", NULL);
}

static void
story_list_dispose (GObject *object)
{
  StetStoryList *self = STET_STORY_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_STORY_LIST);
  g_clear_handle_id (&self->more_idle, g_source_remove);
  g_clear_pointer (&self->stories, g_ptr_array_unref);
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->focused, g_free);
  g_clear_pointer (&self->blocking_id, g_free);
  G_OBJECT_CLASS (stet_story_list_parent_class)->dispose (object);
}

static void
stet_story_list_class_init (StetStoryListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = story_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/story-list.ui");
  gtk_widget_class_bind_template_child (widget_class, StetStoryList, filters);
  gtk_widget_class_bind_template_child (widget_class, StetStoryList, filter_button);
  gtk_widget_class_bind_template_child (widget_class, StetStoryList, scroll);
  gtk_widget_class_bind_template_child (widget_class, StetStoryList, list);
  gtk_widget_class_bind_template_child (widget_class, StetStoryList, search);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
stet_story_list_init (StetStoryList *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  stet_lazy_menu_set (self->filter_button, self->filters);
  self->wanted_state = -1;
  self->stories = g_ptr_array_new ();
  self->n_wanted = ROWS_AT_FIRST;
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroll);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  stet_seen_rows_follow (self->list, self->scroll);
}
