/* A question, its answer and the answer's word count. Layer: ui, main thread. */
#include "config.h"

#include "ui/faq-row.h"

#include "base/text.h"

#include <glib/gi18n.h>

#define DRAGGED_OPACITY 0.4

struct _StetFaqRow
{
  GtkBox         parent_instance;
  StetDocument  *document;
  char          *id;
  guint          index;
  GtkWidget     *handle;
  GtkLabel      *number;
  GtkLabel      *count;
  StetProseView *question;
  StetProseView *answer;
  GtkWidget     *up;
  GtkWidget     *down;
  GtkWidget     *remove;
};

G_DEFINE_FINAL_TYPE (StetFaqRow, stet_faq_row, GTK_TYPE_BOX)

static void
up_cb (StetFaqRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "faq.move-up", "i", self->index);
}

static void
down_cb (StetFaqRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "faq.move-down", "i", self->index);
}

static void
remove_cb (StetFaqRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "faq.remove", "i", self->index);
}

static void
name_widget (gpointer widget, const char *format, guint number)
{
  g_autofree char *name = g_strdup_printf (format, number);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_names (StetFaqRow *self)
{
  g_autofree char *number = g_strdup_printf ("%u", self->index + 1);

  gtk_label_set_label (self->number, number);
  name_widget (self->question, _("Question %u"), self->index + 1);
  name_widget (self->answer, _("Answer %u"), self->index + 1);
  name_widget (self->up, _("Move question %u up"), self->index + 1);
  name_widget (self->down, _("Move question %u down"), self->index + 1);
  name_widget (self->remove, _("Remove question %u"), self->index + 1);
}

static void
show_count (StetFaqRow *self, const StetProfileField *limit)
{
  StetProse *prose = stet_projection_prose (stet_prose_view_projection (self->answer), 0);
  guint words = stet_text_count_words (stet_prose_text (prose));
  g_autofree char *text = g_strdup_printf (ngettext ("%u word", "%u words", words), words);
  gboolean off = FALSE;

  if (limit && words > 0 && limit->words_max > 0
      && (words > limit->words_max || words < limit->words_min))
    {
      g_autofree char *plain = g_steal_pointer (&text);

      off = TRUE;
      text = g_strdup_printf (_("%s, %u to %u are asked for"), plain, limit->words_min,
                              limit->words_max);
    }
  gtk_label_set_label (self->count, words > 0 ? text : "");
  if (off)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "over");
}

void
stet_faq_row_show (StetFaqRow *self, guint index, guint n_items, const StetProfileField *limit)
{
  StetField question = stet_field_at (STET_FIELD_FAQ_QUESTION, index);
  StetField answer = stet_field_at (STET_FIELD_FAQ_ANSWER, index);

  if (self->index != index)
    {
      self->index = index;
      stet_prose_view_show_field (self->question, self->document, &question);
      stet_prose_view_show_field (self->answer, self->document, &answer);
      show_names (self);
    }
  stet_prose_view_sync (self->question);
  stet_prose_view_sync (self->answer);
  gtk_widget_set_sensitive (self->up, index > 0);
  gtk_widget_set_sensitive (self->down, index + 1 < n_items);
  show_count (self, limit);
}

/* --- by its handle to another place --- */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, StetFaqRow *self)
{
  if (!gtk_text_view_get_editable (GTK_TEXT_VIEW (self->question)))
    return NULL;
  return gdk_content_provider_new_typed (STET_TYPE_FAQ_ROW, self);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, StetFaqRow *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
  gtk_widget_set_opacity (GTK_WIDGET (self), DRAGGED_OPACITY);
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean deleted, StetFaqRow *self)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), 1);
}

static void
make_draggable (StetFaqRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (self->handle, GTK_EVENT_CONTROLLER (source));
  gtk_widget_set_cursor_from_name (self->handle, "grab");
}

static void
faq_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_FAQ_ROW);
  G_OBJECT_CLASS (stet_faq_row_parent_class)->dispose (object);
}

static void
faq_row_finalize (GObject *object)
{
  StetFaqRow *self = STET_FAQ_ROW (object);

  g_clear_object (&self->document);
  g_free (self->id);
  G_OBJECT_CLASS (stet_faq_row_parent_class)->finalize (object);
}

static void
stet_faq_row_class_init (StetFaqRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = faq_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = faq_row_finalize;
  g_type_ensure (STET_TYPE_PROSE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/faq-row.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, handle);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, number);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, count);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, question);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, answer);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, up);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, down);
  gtk_widget_class_bind_template_child (widget_class, StetFaqRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, up_cb);
  gtk_widget_class_bind_template_callback (widget_class, down_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
stet_faq_row_init (StetFaqRow *self)
{
  self->index = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
  make_draggable (self);
}

StetFaqRow *
stet_faq_row_new (StetDocument *document, const char *id)
{
  StetFaqRow *self = g_object_new (STET_TYPE_FAQ_ROW, NULL);

  self->document = g_object_ref (document);
  self->id = g_strdup (id);
  return self;
}

const char *
stet_faq_row_id (StetFaqRow *self)
{
  return self->id;
}

StetProseView *
stet_faq_row_question (StetFaqRow *self)
{
  return self->question;
}
