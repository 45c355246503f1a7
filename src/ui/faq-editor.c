/* The list of questions, kept in step with the story by the items' ids. Layer: ui, main thread. */
#include "config.h"

#include "ui/faq-editor.h"
#include "ui/faq-row.h"

#include "base/random.h"

struct _StetFaqEditor
{
  GtkBox         parent_instance;
  StetDocument  *document;
  StetProfile   *profile; /* (nullable) */
  StetProseView *title;
  GtkBox        *rows;
  GtkWidget     *add;
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

/* Two neighbours change places: one edit over both. */
static void
swap_items (StetFaqEditor *self, guint upper)
{
  g_autoptr (GPtrArray) items
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_faq_item_unref);
  g_autoptr (StetEdit) edit = NULL;
  GPtrArray *all = items_of (self);

  if (upper + 1 >= all->len)
    return;
  g_ptr_array_add (items, stet_faq_item_ref (all->pdata[upper + 1]));
  g_ptr_array_add (items, stet_faq_item_ref (all->pdata[upper]));
  edit = stet_edit_faq_items (upper, 2, items);
  stet_document_apply (self->document, edit, NULL);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  int index = g_variant_get_int32 (parameter);

  if (g_str_has_suffix (name, "up"))
    index--;
  if (index >= 0)
    swap_items (STET_FAQ_EDITOR (widget), index);
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
        swap_items (self, by > 0 ? i : i - 1);
      return;
    }
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
  g_type_ensure (STET_TYPE_PROSE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/faq-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, title);
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, rows);
  gtk_widget_class_bind_template_child (widget_class, StetFaqEditor, add);
  gtk_widget_class_bind_template_callback (widget_class, stet_faq_editor_add);
  gtk_widget_class_install_action (widget_class, "faq.move-up", "i", move_action);
  gtk_widget_class_install_action (widget_class, "faq.move-down", "i", move_action);
  gtk_widget_class_install_action (widget_class, "faq.remove", "i", remove_action);
}

static void
stet_faq_editor_init (StetFaqEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
