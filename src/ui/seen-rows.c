/* A row out of sight is fully transparent, which GTK does not draw at all. Layer: ui, main
 * thread. */
#include "config.h"

#include "ui/seen-rows.h"

/* Places are taken within what is scrolled: where it stands on the screen is known only after it
 * was laid out. */
static void
follow_cb (GtkAdjustment *adjustment, GtkListBox *list)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_VIEWPORT);
  GtkWidget *content = viewport ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  double page = gtk_adjustment_get_page_size (adjustment);
  double top = gtk_adjustment_get_value (adjustment) - page, bottom = top + 3 * page;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); content && row;
       row = gtk_widget_get_next_sibling (row))
    {
      graphene_rect_t bounds;
      gboolean seen = !gtk_widget_compute_bounds (row, content, &bounds)
                      || (bounds.origin.y + bounds.size.height > top && bounds.origin.y < bottom);

      gtk_widget_set_opacity (row, seen ? 1 : 0);
    }
}

void
stet_seen_rows_follow (GtkListBox *list, GtkScrolledWindow *scroll)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroll);

  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (follow_cb), list, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (follow_cb), list, 0);
}
