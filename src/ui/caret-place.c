/* Where the keyboard was. Layer: ui, main thread. See caret-place.h. */
#include "config.h"

#include "ui/caret-place.h"

void
stet_caret_place_clear (StetCaretPlace *self)
{
  if (self->buffer)
    {
      gtk_text_buffer_delete_mark (self->buffer, self->insert);
      gtk_text_buffer_delete_mark (self->buffer, self->bound);
    }
  g_clear_object (&self->buffer);
  g_clear_weak_pointer (&self->widget);
}

static GtkTextMark *
mark_at (GtkTextBuffer *buffer, GtkTextMark *other)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, other);
  return gtk_text_buffer_create_mark (buffer, NULL, &iter, TRUE);
}

void
stet_caret_place_keep (StetCaretPlace *self, GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  stet_caret_place_clear (self);
  g_set_weak_pointer (&self->widget, focus);
  if (GTK_IS_TEXT_VIEW (focus))
    {
      self->buffer = g_object_ref (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus)));
      self->insert = mark_at (self->buffer, gtk_text_buffer_get_insert (self->buffer));
      self->bound = mark_at (self->buffer, gtk_text_buffer_get_selection_bound (self->buffer));
    }
  else if (GTK_IS_EDITABLE (focus))
    {
      gtk_editable_get_selection_bounds (GTK_EDITABLE (focus), &self->start_chars,
                                         &self->end_chars);
      if (self->start_chars == self->end_chars)
        self->start_chars = self->end_chars = gtk_editable_get_position (GTK_EDITABLE (focus));
    }
}

void
stet_caret_place_select (StetCaretPlace *self)
{
  GtkTextIter insert, bound;

  if (!self->buffer)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &insert, self->insert);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &bound, self->bound);
  gtk_text_buffer_select_range (self->buffer, &insert, &bound);
}

gboolean
stet_caret_place_go_back (StetCaretPlace *self)
{
  GtkWidget *widget = self->widget;
  gboolean there = widget && gtk_widget_get_mapped (widget);

  if (there && GTK_IS_TEXT (widget))
    {
      gtk_text_grab_focus_without_selecting (GTK_TEXT (widget));
      gtk_editable_select_region (GTK_EDITABLE (widget), self->start_chars, self->end_chars);
    }
  else if (there)
    {
      stet_caret_place_select (self);
      gtk_widget_grab_focus (widget);
    }
  stet_caret_place_clear (self);
  return there;
}
