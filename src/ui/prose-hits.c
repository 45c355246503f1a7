/* What find lights in a text. Layer: ui, main thread. */
#include "config.h"

#include "ui/prose-view-private.h"

typedef struct { guint start, end; } Lit; /* buffer offsets */

void
stet_prose_view_set_hits (StetProseView *self, GPtrArray *hits)
{
  if (!self->lit && !hits)
    return;
  if (!self->lit)
    self->lit = g_array_new (FALSE, FALSE, sizeof (Lit));
  g_array_set_size (self->lit, 0);
  for (guint i = 0; hits && i < hits->len; i++)
    {
      const StetHit *hit = hits->pdata[i];
      guint line;
      Lit lit;

      if (!stet_prose_view_shows (self, &hit->field, &line)
          || hit->end_chars > stet_prose_chars (stet_projection_prose (self->projection, line)))
        continue;
      lit.start = stet_projection_offset (self->projection, line, hit->start_chars);
      lit.end = stet_projection_offset (self->projection, line, hit->end_chars);
      g_array_append_val (self->lit, lit);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What was edited is no hit any more; what stands behind it moves. */
void
stet_prose_view_shift_hits (StetProseView *self, guint start, guint end, int by)
{
  for (guint i = self->lit ? self->lit->len : 0; i-- > 0;)
    {
      Lit *lit = &g_array_index (self->lit, Lit, i);

      if (lit->start >= end)
        {
          lit->start += by;
          lit->end += by;
        }
      else if (lit->end > start)
        g_array_remove_index (self->lit, i);
    }
}

/* The part of this text that can be seen, in buffer offsets: the page scrolls, not the text. */
static void
find_seen (StetProseView *self, guint *start, guint *end)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkTextView *view = GTK_TEXT_VIEW (self);
  double top = 0, bottom = gtk_widget_get_height (GTK_WIDGET (self)), x;
  GtkTextIter iter;
  int y;

  if (scroll)
    {
      gtk_widget_translate_coordinates (scroll, GTK_WIDGET (self), 0, 0, &x, &top);
      bottom = top + gtk_widget_get_height (scroll);
    }
  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, 0, MAX (0, (int) top), NULL,
                                         &y);
  gtk_text_view_get_line_at_y (view, &iter, y, NULL);
  *start = gtk_text_iter_get_offset (&iter);
  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, 0, MAX (0, (int) bottom),
                                         NULL, &y);
  gtk_text_view_get_line_at_y (view, &iter, y, NULL);
  if (!gtk_text_iter_ends_line (&iter))
    gtk_text_iter_forward_to_line_end (&iter);
  *end = gtk_text_iter_get_offset (&iter);
}

void
stet_prose_view_draw_hits (StetProseView *self, GtkSnapshot *snapshot)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GdkRGBA color;
  guint start, end;

  if (!self->lit || self->lit->len == 0
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "found",
                                          &color))
    return;
  find_seen (self, &start, &end);
  for (guint i = 0; i < self->lit->len; i++)
    {
      Lit *lit = &g_array_index (self->lit, Lit, i);
      GtkTextIter from, to;

      if (lit->end < start || lit->start > end)
        continue;
      gtk_text_buffer_get_iter_at_offset (buffer, &from, lit->start);
      gtk_text_buffer_get_iter_at_offset (buffer, &to, lit->end);
      stet_prose_view_draw_range (self, snapshot, &from, &to, &color);
    }
}

/* A ground with an edge: its colour is not its only sign. */
static void
draw_box (GtkSnapshot *snapshot, const graphene_rect_t *box, const GdkRGBA *color,
          const GdkRGBA *edge)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, 2);
  gtk_snapshot_append_color (snapshot, color, box);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ *edge, *edge, *edge, *edge });
}

void
stet_prose_view_draw_range (StetProseView *self, GtkSnapshot *snapshot, const GtkTextIter *from,
                            const GtkTextIter *to, const GdkRGBA *color)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextIter at = *from;
  GdkRGBA edge;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &edge);
  edge.alpha *= 0.55f;

  while (gtk_text_iter_compare (&at, to) < 0)
    {
      GtkTextIter stop = at, last;
      GdkRectangle first, end;

      /* To the end of the screen's line, or of the range. */
      if (!gtk_text_view_forward_display_line_end (view, &stop)
          || gtk_text_iter_compare (&stop, &at) <= 0 || gtk_text_iter_compare (&stop, to) > 0)
        stop = *to;
      last = stop;
      gtk_text_iter_backward_char (&last);
      gtk_text_view_get_iter_location (view, &at, &first);
      gtk_text_view_get_iter_location (view, &last, &end);
      draw_box (snapshot,
                &GRAPHENE_RECT_INIT (first.x, first.y, MAX (end.x + end.width - first.x, 0),
                                     first.height),
                color, &edge);
      at = stop;
      if (gtk_text_iter_compare (&at, to) < 0)
        gtk_text_iter_forward_char (&at);
    }
}
