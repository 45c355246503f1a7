/* Keys of a text: ends of lines, ways out of it, lists, and what an input method composes.
 * Layer: ui, main thread. See prose-view.h. */
#include "config.h"

#include "ui/prose-view-private.h"

static GtkTextBuffer *
buffer_of (StetProseView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static void
caret_iter (StetProseView *self, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_mark (buffer_of (self), iter,
                                    gtk_text_buffer_get_insert (buffer_of (self)));
}

/* --- ways out --- */

/* Whoever holds this text is asked to go on. Returns: whether it did. */
static gboolean
leave (StetProseView *self, StetLeave how)
{
  GtkTextIter iter;
  GdkRectangle at;
  gboolean left = FALSE;

  caret_iter (self, &iter);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &at);
  g_signal_emit (self, stet_prose_view_leave, 0, (int) how, at.x, &left);
  return left;
}

static gboolean
on_edge_line (StetProseView *self, gboolean down)
{
  GtkTextIter iter;

  caret_iter (self, &iter);
  return down ? !gtk_text_view_forward_display_line (GTK_TEXT_VIEW (self), &iter)
              : !gtk_text_view_backward_display_line (GTK_TEXT_VIEW (self), &iter);
}

/* Whether a step from here would lead out of the text. */
static gboolean
leaves (StetProseView *self, GtkMovementStep step, int count, StetLeave *how)
{
  GtkTextIter iter;

  caret_iter (self, &iter);
  if (step == GTK_MOVEMENT_DISPLAY_LINES && ABS (count) == 1)
    {
      *how = count > 0 ? STET_LEAVE_DOWN : STET_LEAVE_UP;
      return on_edge_line (self, count > 0);
    }
  if ((step == GTK_MOVEMENT_VISUAL_POSITIONS || step == GTK_MOVEMENT_LOGICAL_POSITIONS
       || step == GTK_MOVEMENT_WORDS)
      && ABS (count) == 1)
    {
      *how = count > 0 ? STET_LEAVE_RIGHT : STET_LEAVE_LEFT;
      return count > 0 ? gtk_text_iter_is_end (&iter) : gtk_text_iter_is_start (&iter);
    }
  return FALSE;
}

/* --- GtkTextView's own keys, bettered --- */

static GtkTextViewClass *parent_class;

/* Home and End: the line of the screen first, the whole paragraph when pressed again. */
static void
move_to_end (GtkTextView *view, int count, gboolean extend)
{
  StetProseView *self = STET_PROSE_VIEW (view);
  guint before = stet_prose_view_caret (self);

  parent_class->move_cursor (view, GTK_MOVEMENT_DISPLAY_LINE_ENDS, count, extend);
  if (stet_prose_view_caret (self) == before)
    parent_class->move_cursor (view, GTK_MOVEMENT_PARAGRAPH_ENDS, count, extend);
}

static void
prose_view_move_cursor (GtkTextView *view, GtkMovementStep step, int count, gboolean extend)
{
  StetProseView *self = STET_PROSE_VIEW (view);
  StetLeave how = 0;

  if (step == GTK_MOVEMENT_DISPLAY_LINE_ENDS)
    move_to_end (view, count, extend);
  else if (extend || gtk_text_buffer_get_has_selection (buffer_of (self))
           || !leaves (self, step, count, &how) || !leave (self, how))
    parent_class->move_cursor (view, step, count, extend);
}

static void
prose_view_backspace (GtkTextView *view)
{
  StetProseView *self = STET_PROSE_VIEW (view);

  if (stet_projection_unstyle_at_caret (self->projection))
    return;
  if (stet_prose_view_caret (self) == 0 && !gtk_text_buffer_get_has_selection (buffer_of (self))
      && leave (self, STET_LEAVE_BACKSPACE))
    return;
  parent_class->backspace (view);
}

static void
prose_view_delete (GtkTextView *view, GtkDeleteType type, int count)
{
  StetProseView *self = STET_PROSE_VIEW (view);
  GtkTextIter iter;

  caret_iter (self, &iter);
  if (type == GTK_DELETE_CHARS && count == 1 && gtk_text_iter_is_end (&iter)
      && !gtk_text_buffer_get_has_selection (buffer_of (self)) && leave (self, STET_LEAVE_DELETE))
    return;
  parent_class->delete_from_cursor (view, type, count);
}

/* --- keys of our own --- */

static gboolean
return_key (StetProseView *self, GdkModifierType held)
{
  if (held == 0 && self->lines == STET_LINES_ONE)
    {
      if (!leave (self, STET_LEAVE_RETURN))
        gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                                GTK_DIR_TAB_FORWARD);
      return TRUE;
    }
  if (held == GDK_SHIFT_MASK && self->lines == STET_LINES_BLOCKS)
    {
      gtk_text_buffer_insert_interactive_at_cursor (
          buffer_of (self), "\342\200\250", -1, gtk_text_view_get_editable (GTK_TEXT_VIEW (self)));
      return TRUE;
    }
  return FALSE;
}

static gboolean
tab_key (StetProseView *self, gboolean back)
{
  if (stet_projection_in_list (self->projection))
    {
      stet_projection_indent (self->projection, back ? -1 : 1);
      return TRUE;
    }
  return leave (self, back ? STET_LEAVE_TAB_BACK : STET_LEAVE_TAB);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetProseView *self)
{
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if (self->composing) /* the input method's keys */
    return FALSE;
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    /* the view's own binding opens it */
    stet_prose_view_aim_menu (self, stet_prose_view_caret (self));
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    return return_key (self, held);
  if (keyval == GDK_KEY_Tab && held == 0)
    return tab_key (self, FALSE);
  if (keyval == GDK_KEY_ISO_Left_Tab || (keyval == GDK_KEY_Tab && held == GDK_SHIFT_MASK))
    return tab_key (self, TRUE);
  return FALSE;
}

/* --- selecting --- */

static void
word_around (GtkTextIter *start, GtkTextIter *end)
{
  if (gtk_text_iter_inside_word (start) && !gtk_text_iter_starts_word (start))
    gtk_text_iter_backward_word_start (start);
  else if (!gtk_text_iter_starts_word (start) && gtk_text_iter_ends_word (start))
    gtk_text_iter_backward_word_start (start);
  *end = *start;
  if (gtk_text_iter_starts_word (start))
    gtk_text_iter_forward_word_end (end);
}

static void
paragraph_around (GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_iter_set_line_offset (start, 0);
  if (!gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_to_line_end (end);
}

void
stet_prose_view_select_around (StetProseView *self, gboolean paragraph)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (buffer_of (self), &start, &end);
  if (paragraph)
    paragraph_around (&start, &end);
  else
    word_around (&start, &end);
  if (!gtk_text_iter_equal (&start, &end))
    gtk_text_buffer_select_range (buffer_of (self), &end, &start);
}

/* --- composition --- */

/* Nothing is marked, and nothing changes by itself, as long as a composition is open. */
static void
preedit_cb (GtkTextView *view, const char *preedit, StetProseView *self)
{
  gboolean composing = preedit && *preedit;

  if (self->composing == composing)
    return;
  self->composing = composing;
  stet_projection_set_held (self->projection, composing);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!composing)
    stet_prose_view_release (self);
}

void
stet_prose_keys_class_init (GtkTextViewClass *view_class)
{
  parent_class = g_type_class_peek_parent (view_class);
  view_class->move_cursor = prose_view_move_cursor;
  view_class->backspace = prose_view_backspace;
  view_class->delete_from_cursor = prose_view_delete;
}

void
stet_prose_keys_init (StetProseView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "preedit-changed", G_CALLBACK (preedit_cb), self);
}
