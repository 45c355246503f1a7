/* What is dragged over a text of the story and dropped there. GtkTextView begins a drag of its
 * own; its way of taking one would carry the bare letters, and take them away in a step of its
 * own, whatever became of them here. Layer: ui, main thread. */
#include "config.h"

#include "ui/prose-view-private.h"

#define CARET_PX 2
#define VIEW_KEY "stet-prose-view"

static GtkTextBuffer *
buffer_of (StetProseView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static guint
offset_at (StetProseView *self, double x, double y)
{
  int buffer_x, buffer_y;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x,
                                         (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, buffer_x, buffer_y);
  return (guint) gtk_text_iter_get_offset (&iter);
}

/* The text of a story in this program that is dragged; NULL: anything else is. (borrowed) */
static StetProseView *
source_of (GdkDrop *drop)
{
  GdkDrag *drag = gdk_drop_get_drag (drop);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GTK_TYPE_TEXT_BUFFER);
  if (!drag || !gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return NULL;
  return g_object_get_data (g_value_get_object (&value), VIEW_KEY);
}

/* What a drop here would do; 0: nothing. Another program keeps what is its own. */
static GdkDragAction
action_for (StetProseView *self, GdkDrop *drop)
{
  StetProseView *source = source_of (drop);
  GdkDragAction offered = gdk_drop_get_actions (drop);

  if (self->composing || (source && source->composing)
      || stet_projection_is_locked (self->projection)
      || !gtk_text_view_get_editable (GTK_TEXT_VIEW (self)))
    return 0;
  if ((offered & GDK_ACTION_MOVE) && gdk_drop_get_drag (drop)
      && !(source && stet_projection_is_locked (source->projection)))
    return GDK_ACTION_MOVE;
  return offered & GDK_ACTION_COPY;
}

static void
show_drop_at (StetProseView *self, int offset)
{
  if (self->drop_at == offset)
    return;
  self->drop_at = offset;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- the view a drag comes from --- */

/* The button went up over the drag, not over the view, whose gestures still wait for that: the
 * next click would be taken for it. */
static void
reset_gestures (StetProseView *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE (controller))
        gtk_event_controller_reset (controller);
    }
}

static void
drag_ended_cb (GdkDrag *drag, StetProseView *source)
{
  reset_gestures (source);
  g_object_set_data (G_OBJECT (drag), VIEW_KEY, NULL);
  g_signal_handlers_disconnect_by_data (drag, source);
}

static void
drag_cancelled_cb (GdkDrag *drag, int reason, StetProseView *source)
{
  drag_ended_cb (drag, source);
}

/* Every drag enters the view it comes from first. It must live until GTK told it how that ended,
 * even where it was a run of the body that ends with the move. */
static void
follow_drag (GdkDrag *drag, StetProseView *source)
{
  if (g_object_get_data (G_OBJECT (drag), VIEW_KEY))
    return;
  g_object_set_data_full (G_OBJECT (drag), VIEW_KEY, g_object_ref (source), g_object_unref);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancelled_cb), source);
  g_signal_connect (drag, "dnd-finished", G_CALLBACK (drag_ended_cb), source);
}

/* --- what is dragged over a text --- */

static gboolean
accept_cb (GtkDropTargetAsync *target, GdkDrop *drop, StetProseView *self)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return source_of (drop) || gdk_content_formats_contain_mime_type (formats, "text/html")
         || gdk_content_formats_contain_mime_type (formats, STET_BLOCKS_TYPE)
         || gdk_content_formats_contain_gtype (formats, G_TYPE_STRING);
}

/* Within what is dragged nothing would come of it. */
static gboolean
is_dragged (StetProseView *source, StetProseView *self, guint at)
{
  GtkTextIter start, end;

  return source == self && gtk_text_buffer_get_selection_bounds (buffer_of (self), &start, &end)
         && (guint) gtk_text_iter_get_offset (&start) < at
         && at < (guint) gtk_text_iter_get_offset (&end);
}

static GdkDragAction
motion_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, StetProseView *self)
{
  StetProseView *source = source_of (drop);
  guint at = offset_at (self, x, y);
  GdkDragAction action = is_dragged (source, self, at) ? 0 : action_for (self, drop);

  if (source)
    follow_drag (gdk_drop_get_drag (drop), source);
  show_drop_at (self, action ? (int) at : -1);
  return action;
}

static void
leave_cb (GtkDropTargetAsync *target, GdkDrop *drop, StetProseView *self)
{
  show_drop_at (self, -1);
}

static gboolean
carry (StetProseView *source, StetProseView *self, guint at, StetCarry how)
{
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (buffer_of (source), &start, &end)
      || !stet_projection_carry (source->projection, (guint) gtk_text_iter_get_offset (&start),
                                 (guint) gtk_text_iter_get_offset (&end), self->projection, at,
                                 how))
    return FALSE;
  stet_prose_view_resize_soon (self);
  stet_prose_view_resize_soon (source);
  return TRUE;
}

/* Returns: whether the text came to stand here. */
static gboolean
take_own (StetProseView *self, StetProseView *source, GdkDrop *drop, guint at)
{
  g_autoptr (StetProseView) from = g_object_ref (source);
  GdkDragAction action = action_for (self, drop);
  gboolean done = action
                  && carry (from, self, at,
                            action == GDK_ACTION_MOVE ? STET_CARRY_MOVE : STET_CARRY_COPY);

  /* Never as a move, and what is refused no longer as one: the view it came from would take its
   * selection away. */
  if (!done)
    gdk_drop_status (drop, 0, 0);
  gdk_drop_finish (drop, done ? GDK_ACTION_COPY : 0);
  return done;
}

static void
take_others (StetProseView *self, GdkDrop *drop, guint at)
{
  GdkDragAction action = action_for (self, drop);
  GtkTextIter iter;

  if (!action)
    {
      gdk_drop_finish (drop, 0);
      return;
    }
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &iter, (int) at);
  gtk_text_buffer_place_cursor (buffer_of (self), &iter);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  stet_prose_view_take_drop (self, drop, action);
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, StetProseView *self)
{
  g_autoptr (StetProseView) here = g_object_ref (self);
  StetProseView *source = source_of (drop);
  guint at = offset_at (self, x, y);

  show_drop_at (self, -1);
  if (!source)
    take_others (self, drop, at);
  else if (take_own (self, source, drop, at) && gtk_widget_get_root (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  /* No leave follows a drop under X11: without this the view would look dragged over for ever. */
  gtk_drop_target_async_reject_drop (target, drop);
  return TRUE;
}

/* --- drawing, life --- */

/* Where it would come in: a caret that does not blink. */
void
stet_prose_drag_snapshot (StetProseView *self, GtkSnapshot *snapshot)
{
  GtkTextIter iter;
  GdkRectangle at;
  GdkRGBA color;

  if (self->drop_at < 0
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                          "pencil", &color))
    return;
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &iter, self->drop_at);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &at);
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (at.x, at.y, CARET_PX, at.height));
}

static GdkContentFormats *
formats_new (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, GTK_TYPE_TEXT_BUFFER);
  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  gdk_content_formats_builder_add_mime_type (builder, STET_BLOCKS_TYPE);
  gdk_content_formats_builder_add_mime_type (builder, "text/html");
  return gdk_content_formats_builder_free_to_formats (builder);
}

/* The view's own target would follow the drag beside ours, with a caret of its own. */
static void
silence_own_target (StetProseView *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        gtk_drop_target_set_actions (GTK_DROP_TARGET (controller), 0);
    }
}

void
stet_prose_drag_init (StetProseView *self)
{
  GtkDropTargetAsync *target
      = gtk_drop_target_async_new (formats_new (), GDK_ACTION_COPY | GDK_ACTION_MOVE);

  silence_own_target (self);
  self->drop_at = -1;
  g_object_set_data (G_OBJECT (buffer_of (self)), VIEW_KEY, self);
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), self);
  g_signal_connect (target, "drag-enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "drag-motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
stet_prose_drag_end (StetProseView *self)
{
  g_object_set_data (G_OBJECT (buffer_of (self)), VIEW_KEY, NULL);
}
