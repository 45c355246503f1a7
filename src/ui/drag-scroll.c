/* Follows every drag over a scrolled window, whatever is dragged and whoever takes it.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/drag-scroll.h"

#define EDGE_PX 36
#define STEP_PX 8 /* a frame */

typedef struct
{
  GtkScrolledWindow *scroll; /* (borrowed): it owns this */
  double             y;
  guint              tick;   /* 0: at rest */
} DragScroll;

/* Which way the place of the pointer asks for. */
static int
direction (const DragScroll *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->scroll));

  if (self->y < EDGE_PX)
    return -1;
  return self->y > height - EDGE_PX ? 1 : 0;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DragScroll *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroll);
  int way = direction (self);

  if (way == 0)
    {
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + way * STEP_PX);
  return G_SOURCE_CONTINUE;
}

static void
motion_cb (GtkDropControllerMotion *motion, double x, double y, DragScroll *self)
{
  self->y = y;
  if (self->tick == 0 && direction (self) != 0)
    self->tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (self->scroll), tick_cb, self, NULL);
}

static void
leave_cb (GtkDropControllerMotion *motion, DragScroll *self)
{
  if (self->tick > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->scroll), self->tick);
  self->tick = 0;
}

void
stet_drag_scroll_add (GtkScrolledWindow *scroll)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();
  DragScroll *self = g_new0 (DragScroll, 1);

  self->scroll = scroll;
  g_object_set_data_full (G_OBJECT (scroll), "stet-drag-scroll", self, g_free);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (scroll), motion);
}
