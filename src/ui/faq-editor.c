/* The list of questions, kept in step with the story by the items' ids. Layer: ui, main thread. */
#include "config.h"

#include "ui/faq-editor.h"
#include "ui/faq-row.h"

#include "article/faq.h"
#include "base/random.h"

#include <glib/gi18n.h>

#define DROP_LINE_HEIGHT 2
#define DROP_LINE_ABOVE 10 /* in the middle of the gap before a row */
#define NO_PLACE -1

struct _StetFaqEditor
{
  GtkBox         parent_instance;
  StetDocument  *document;
  StetProfile   *profile; /* (nullable) */
  StetProseView *title;
  GtkWidget     *suggest;
  GtkLabel      *suggest_label;
  GtkBox        *rows;
  GtkWidget     *add;
  int            drop_place; /* before this row a dragged one would come to stand, or NO_PLACE */
};

G_DEFINE_FINAL_TYPE (StetFaqEditor, stet_faq_editor, GTK_TYPE_BOX)

static GPtrArray *
items_of (StetFaqEditor *self)
{
  return stet_article_fields (stet_document_article (self->document))->faq_items;
}

static StetFaqRow *
row_at (StetFaqEditor *self, guint index)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  for (; child && index > 0; index--)
    child = gtk_widget_get_next_sibling (child);
  return child ? STET_FAQ_ROW (child) : NULL;
}

static StetFaqRow *
row_for (StetFaqEditor *self, const char *id)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  for (; child; child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (stet_faq_row_id (STET_FAQ_ROW (child)), id))
      return STET_FAQ_ROW (child);
  return NULL;
}

static gboolean
has_item (GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (stet_faq_item_id (items->pdata[i]), id))
      return TRUE;
  return FALSE;
}

static void
drop_gone_rows (StetFaqEditor *self, GPtrArray *items)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  while (child)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (!has_item (items, stet_faq_row_id (STET_FAQ_ROW (child))))
        gtk_box_remove (self->rows, child);
      child = next;
    }
}

void
stet_faq_editor_update (StetFaqEditor *self)
{
  const StetProfileField *limit
      = self->profile ? stet_profile_field (self->profile, "faq.answer") : NULL;
  StetFaqRow *before = NULL;
  GPtrArray *items;

  if (!self->document)
    return;
  items = items_of (self);
  drop_gone_rows (self, items);
  for (guint i = 0; i < items->len; i++)
    {
      StetFaqRow *row = row_for (self, stet_faq_item_id (items->pdata[i]));

      if (!row)
        {
          row = stet_faq_row_new (self->document, stet_faq_item_id (items->pdata[i]));
          gtk_box_insert_child_after (self->rows, GTK_WIDGET (row),
                                      before ? GTK_WIDGET (before) : NULL);
        }
      else if (row_at (self, i) != row)
        gtk_box_reorder_child_after (self->rows, GTK_WIDGET (row),
                                     before ? GTK_WIDGET (before) : NULL);
      stet_faq_row_show (row, i, items->len, limit);
      before = row;
    }
  stet_prose_view_sync (self->title);
  stet_faq_editor_show_suggestion (self);
}

void
stet_faq_editor_set_document (StetFaqEditor *self, StetDocument *document)
{
  StetField title = stet_field_make (STET_FIELD_FAQ_TITLE);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, child);
  g_set_object (&self->document, document);
  stet_prose_view_show_field (self->title, document, &title);
  stet_faq_editor_update (self);
}

void
stet_faq_editor_set_profile (StetFaqEditor *self, StetProfile *profile)
{
  g_clear_pointer (&self->profile, stet_profile_unref);
  self->profile = profile ? stet_profile_ref (profile) : NULL;
}

void
stet_faq_editor_add (StetFaqEditor *self)
{
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (StetProse) empty = stet_prose_empty ();
  g_autoptr (StetEdit) edit = NULL;
  guint n;

  if (!self->document)
    return;
  n = items_of (self)->len;
  g_ptr_array_add (items, stet_faq_item_new (id, empty, empty, NULL));
  edit = stet_edit_faq_items (n, 0, items);
  if (!stet_document_apply (self->document, edit, NULL))
    return;
  stet_faq_editor_update (self);
  gtk_widget_grab_focus (GTK_WIDGET (stet_faq_row_question (row_at (self, n))));
}

/* --- the heading --- */

static gboolean
title_is_empty (StetFaqEditor *self)
{
  return stet_prose_is_blank (
      stet_article_fields (stet_document_article (self->document))->faq_title);
}

void
stet_faq_editor_show_suggestion (StetFaqEditor *self)
{
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  guint subject = 0;

  if (self->document && title_is_empty (self) && items_of (self)->len > 0)
    title = stet_faq_suggest_title (stet_document_article (self->document), &subject);
  gtk_widget_set_visible (self->suggest, title != NULL);
  if (!title)
    return;
  if (g_utf8_strlen (title, -1) == subject)
    {
      g_autofree char *bare = g_steal_pointer (&title);

      title = g_strconcat (bare, "…", NULL);
    }
  label = g_strdup_printf (_("Use “%s”"), title);
  gtk_label_set_label (self->suggest_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->suggest), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
stet_faq_editor_suggest_title (StetFaqEditor *self)
{
  StetField field = stet_field_make (STET_FIELD_FAQ_TITLE);
  g_autoptr (StetProse) prose = NULL;
  g_autoptr (StetEdit) edit = NULL;
  g_autofree char *title = NULL;
  guint subject;

  if (!self->document)
    return;
  if (title_is_empty (self))
    title = stet_faq_suggest_title (stet_document_article (self->document), &subject);
  if (!title)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->title));
      return;
    }
  prose = stet_prose_plain (title);
  edit = stet_edit_text (&field, prose);
  if (stet_document_apply (self->document, edit, NULL))
    stet_prose_view_go_to (self->title, 0, subject, stet_prose_chars (prose));
}

/* --- order --- */

static gboolean
move_item (StetFaqEditor *self, guint from, guint to)
{
  g_autoptr (StetEdit) edit = stet_faq_move (stet_document_article (self->document), from, to);

  return edit && stet_document_apply (self->document, edit, NULL);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  int index = g_variant_get_int32 (parameter);
  int to = index + (g_str_has_suffix (name, "up") ? -1 : 1);

  if (to >= 0)
    move_item (STET_FAQ_EDITOR (widget), index, to);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (StetEdit) edit = stet_edit_faq_items (g_variant_get_int32 (parameter), 1, NULL);

  stet_document_apply (STET_FAQ_EDITOR (widget)->document, edit, NULL);
  gtk_widget_grab_focus (STET_FAQ_EDITOR (widget)->add);
}

void
stet_faq_editor_move_focused (StetFaqEditor *self, int by)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  for (guint i = 0; child && focus; i++, child = gtk_widget_get_next_sibling (child))
    {
      if (focus != child && !gtk_widget_is_ancestor (focus, child))
        continue;
      if (by > 0 || i > 0)
        move_item (self, i, i + by);
      return;
    }
}

/* --- order by the pointer --- */

static guint
place_at (StetFaqEditor *self, double y)
{
  guint place = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row;
       row = gtk_widget_get_next_sibling (row), place++)
    {
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (row, GTK_WIDGET (self->rows), &bounds)
          && y < bounds.origin.y + bounds.size.height / 2)
        break;
    }
  return place;
}

static int
index_of (StetFaqEditor *self, StetFaqRow *dragged)
{
  for (guint i = 0; row_at (self, i); i++)
    if (row_at (self, i) == dragged)
      return i;
  return -1;
}

static void
show_drop_place (StetFaqEditor *self, int place)
{
  if (self->drop_place == place)
    return;
  self->drop_place = place;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where it stands already, before itself or behind, there is no line: nothing would come of it. */
static GdkDragAction
drop_motion_cb (GtkDropTarget *target, double x, double y, StetFaqEditor *self)
{
  const GValue *value = gtk_drop_target_get_value (target);
  int from = value ? index_of (self, g_value_get_object (value)) : -1;
  int place = (int) place_at (self, y);

  show_drop_place (self, from < 0 || place == from || place == from + 1 ? NO_PLACE : place);
  return from < 0 ? 0 : GDK_ACTION_MOVE;
}

static void
drop_leave_cb (GtkDropTarget *target, StetFaqEditor *self)
{
  show_drop_place (self, NO_PLACE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, StetFaqEditor *self)
{
  StetFaqRow *dragged = g_value_get_object (value);
  int from = index_of (self, dragged), place = (int) place_at (self, y);

  show_drop_place (self, NO_PLACE);
  if (from < 0)
    return FALSE;
  if (!move_item (self, from, place > from ? place - 1 : place))
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (stet_faq_row_question (dragged)));
  return TRUE;
}

static void
take_drops (StetFaqEditor *self)
{
  GtkDropTarget *target = gtk_drop_target_new (STET_TYPE_FAQ_ROW, GDK_ACTION_MOVE);

  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->rows), GTK_EVENT_CONTROLLER (target));
}

static void
faq_editor_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StetFaqEditor *self = STET_FAQ_EDITOR (widget);
  gboolean last = self->drop_place > 0 && !row_at (self, self->drop_place);
  StetFaqRow *row = self->drop_place < 0 ? NULL : row_at (self, self->drop_place - (last ? 1 : 0));
  graphene_rect_t bounds;
  GdkRGBA color;
  float y;

  GTK_WIDGET_CLASS (stet_faq_editor_parent_class)->snapshot (widget, snapshot);
  if (!row || !gtk_widget_compute_bounds (GTK_WIDGET (row), widget, &bounds)
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "pencil", &color))
    return;
  y = last ? bounds.origin.y + bounds.size.height + DROP_LINE_HEIGHT
           : bounds.origin.y - DROP_LINE_ABOVE;
  gtk_snapshot_append_color (
      snapshot, &color,
      &GRAPHENE_RECT_INIT (bounds.origin.x, y, bounds.size.width, DROP_LINE_HEIGHT));
}

static void
faq_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_FAQ_EDITOR);
  G_OBJECT_CLASS (stet_faq_editor_parent_class)->dispose (object);
}

static void
faq_editor_finalize (GObject *object)
{
  StetFaqEditor *self = STET_FAQ_EDITOR (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->profile, stet_profile_unref);
  G_OBJECT_CLASS (stet_faq_editor_parent_class)->finalize (object);
}

static void
stet_faq_editor_class_init (StetFaqEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = faq_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = faq_editor_finalize;
  widget_class->snapshot = faq_editor_snapshot;
  g_type_ensure (STET_TYPE_PROSE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/faq-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, title);
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, suggest);
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, suggest_label);
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, rows);
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, add);
  gtk_widget_class_bind_template_callback (widget_class, stet_faq_editor_add);
  gtk_widget_class_bind_template_callback (widget_class, stet_faq_editor_suggest_title);
  gtk_widget_class_install_action (widget_class, "faq.move-up", "i", move_action);
  gtk_widget_class_install_action (widget_class, "faq.move-down", "i", move_action);
  gtk_widget_class_install_action (widget_class, "faq.remove", "i", remove_action);
}

static void
stet_faq_editor_init (StetFaqEditor *self)
{
  self->drop_place = NO_PLACE;
  gtk_widget_init_template (GTK_WIDGET (self));
  take_drops (self);
}
