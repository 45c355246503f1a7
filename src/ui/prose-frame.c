/* The view moves along with what can be seen of it, and scrolls inside by as much. Where the text
 * itself scrolls (a page down, a selection drawn over the edge), the page does. Layer: ui, main
 * thread. */
#include "config.h"

#include "ui/prose-frame.h"

#define SHOWN_HEIGHT_MIN 100 /* of a text that is out of sight: its caret can be asked for */

struct _StetProseFrame
{
  GtkWidget      parent_instance;
  GtkWidget     *view;     /* (owned) */
  GtkAdjustment *inner;    /* (owned) the view's */
  GtkWidget     *scroll;   /* (borrowed) (nullable) what it stands in, */
  GtkAdjustment *outer;    /* (owned) (nullable) and that one's */
  int            top;      /* what is shown begins here */
  gboolean       placing;
  guint          grown_idle;
};

G_DEFINE_FINAL_TYPE (StetProseFrame, stet_prose_frame, GTK_TYPE_WIDGET)

static void
inner_moved_cb (StetProseFrame *self)
{
  double by = gtk_adjustment_get_value (self->inner) - self->top;

  if (!self->placing && self->outer && by != 0)
    gtk_adjustment_set_value (self->outer, gtk_adjustment_get_value (self->outer) + by);
}

static void
outer_moved_cb (StetProseFrame *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
grown_idle_cb (gpointer data)
{
  StetProseFrame *self = data;

  self->grown_idle = 0;
  gtk_widget_queue_allocate (data);
  return G_SOURCE_REMOVE;
}

/* Told while the window is laid out, when it is too late to be laid out again. */
static void
outer_grown_cb (StetProseFrame *self)
{
  if (self->grown_idle == 0)
    self->grown_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, grown_idle_cb, self, NULL);
}

/* The part of `height` that lies within what it stands in: where it begins, and how high it is. */
static int
visible_part (StetProseFrame *self, int height, int *shown_height)
{
  graphene_point_t at;
  int top, bottom;

  *shown_height = height;
  if (!self->scroll
      || !gtk_widget_compute_point (GTK_WIDGET (self), self->scroll, &GRAPHENE_POINT_INIT (0, 0),
                                    &at))
    return 0;
  top = CLAMP ((int) -at.y, 0, height);
  bottom = CLAMP (gtk_widget_get_height (self->scroll) - (int) at.y, 0, height);
  *shown_height = MIN (MAX (bottom - top, SHOWN_HEIGHT_MIN), height);
  return MIN (top, height - *shown_height);
}

static void
prose_frame_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  StetProseFrame *self = STET_PROSE_FRAME (widget);
  int shown_height;

  self->placing = TRUE;
  self->top = visible_part (self, height, &shown_height);
  gtk_widget_size_allocate (self->view, &(GtkAllocation) { 0, self->top, width, shown_height }, -1);
  gtk_adjustment_set_value (self->inner, self->top);
  self->placing = FALSE;
}

static void
prose_frame_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (STET_PROSE_FRAME (widget)->view, orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
prose_frame_root (GtkWidget *widget)
{
  StetProseFrame *self = STET_PROSE_FRAME (widget);

  GTK_WIDGET_CLASS (stet_prose_frame_parent_class)->root (widget);
  self->scroll = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (!self->scroll)
    return;
  self->outer
      = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll)));
  g_signal_connect_swapped (self->outer, "value-changed", G_CALLBACK (outer_moved_cb), self);
  g_signal_connect_swapped (self->outer, "notify::page-size", G_CALLBACK (outer_grown_cb), self);
}

static void
forget_outer (StetProseFrame *self)
{
  if (self->outer)
    g_signal_handlers_disconnect_by_data (self->outer, self);
  g_clear_object (&self->outer);
  g_clear_handle_id (&self->grown_idle, g_source_remove);
  self->scroll = NULL;
}

static void
prose_frame_unroot (GtkWidget *widget)
{
  forget_outer (STET_PROSE_FRAME (widget));
  GTK_WIDGET_CLASS (stet_prose_frame_parent_class)->unroot (widget);
}

static void
prose_frame_dispose (GObject *object)
{
  StetProseFrame *self = STET_PROSE_FRAME (object);

  forget_outer (self);
  if (self->inner)
    g_signal_handlers_disconnect_by_data (self->inner, self);
  g_clear_object (&self->inner);
  g_clear_pointer (&self->view, gtk_widget_unparent);
  G_OBJECT_CLASS (stet_prose_frame_parent_class)->dispose (object);
}

static void
stet_prose_frame_class_init (StetProseFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = prose_frame_dispose;
  widget_class->measure = prose_frame_measure;
  widget_class->size_allocate = prose_frame_size_allocate;
  widget_class->root = prose_frame_root;
  widget_class->unroot = prose_frame_unroot;
}

static void
stet_prose_frame_init (StetProseFrame *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

StetProseFrame *
stet_prose_frame_new (StetProseView *view)
{
  StetProseFrame *self = g_object_new (STET_TYPE_PROSE_FRAME, NULL);

  self->view = GTK_WIDGET (view);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  self->inner = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
  g_signal_connect_swapped (self->inner, "value-changed", G_CALLBACK (inner_moved_cb), self);
  return self;
}
