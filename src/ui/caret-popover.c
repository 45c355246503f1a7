/* Where it points to, and the way back. Layer: ui, main thread. */
#include "config.h"

#include "ui/caret-popover.h"

static gboolean
let_go_idle (gpointer data)
{
  if (gtk_widget_get_parent (data))
    gtk_widget_unparent (data);
  return G_SOURCE_REMOVE;
}

static void
closed_cb (GtkPopover *popover, GtkWidget *before)
{
  if (gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
  /* It is still on its way out. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, let_go_idle, g_object_ref (popover), g_object_unref);
}

/* What has the focus in the page; where something else has it, the text that had it last.
 * (nullable) */
static GtkWidget *
writing_in (StetStoryPage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (page))
      && !gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER))
    return focus;
  return GTK_WIDGET (stet_story_page_current (page));
}

static void
point_at (GtkPopover *popover, GtkWidget *page, GtkWidget *at)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, 1, 1);
  GdkRectangle there;

  if (STET_IS_PROSE_VIEW (at))
    stet_prose_view_caret_rect (STET_PROSE_VIEW (at), page, &rect);
  else if (!gtk_widget_compute_bounds (at, page, &rect))
    return;
  there = (GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, MAX ((int) rect.size.width, 1),
                          (int) rect.size.height };
  gtk_popover_set_pointing_to (popover, &there);
}

void
stet_caret_popup (StetStoryPage *page, GtkWidget *popover)
{
  GtkWidget *at = writing_in (page);

  if (!at)
    at = GTK_WIDGET (page);
  gtk_widget_set_parent (popover, GTK_WIDGET (page));
  point_at (GTK_POPOVER (popover), GTK_WIDGET (page), at);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), at, 0);
  gtk_popover_popup (GTK_POPOVER (popover));
}
