/* GtkTextView over a projection, and the signs under the words.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/prose-view-private.h"
#include "ui/composing.h"
#include "ui/mark.h"
#include "ui/word-menu.h"

#include "article/format.h"
#include "article/table.h"
#include "base/limits.h"

G_DEFINE_FINAL_TYPE (StetProseView, stet_prose_view, GTK_TYPE_TEXT_VIEW)

#define SOURCE_GAP_PX 15
#define SOURCE_LINES 1.1

enum { PROP_PLACEHOLDER = 1, PROP_LINES, PROP_LINE_EM, PROP_FORMATTING, N_PROPS };
static GParamSpec *props[N_PROPS];
guint stet_prose_view_leave;

static GtkTextBuffer *
buffer_of (StetProseView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

/* --- signs follow the text --- */

static void
sign_clear (gpointer data)
{
  g_free (((Sign *) data)->id);
}

static void
shift_signs (StetProseView *self, guint start, guint end, int by)
{
  for (guint i = self->signs->len; i-- > 0;)
    {
      Sign *sign = &g_array_index (self->signs, Sign, i);

      if (sign->end < start || (sign->end == start && start != end))
        continue;
      if (sign->start >= end)
        {
          sign->start += by;
          sign->end += by;
        }
      else if (sign->end > start)
        g_array_remove_index (self->signs, i); /* its words changed */
    }
}

/* A letter at its edge makes another word of a marked one. */
static void
drop_touched (StetProseView *self, guint at, const char *text, int length)
{
  gunichar first = g_utf8_get_char (text),
           last = g_utf8_get_char (g_utf8_prev_char (text + length));

  for (guint i = self->signs->len; i-- > 0;)
    {
      Sign *sign = &g_array_index (self->signs, Sign, i);

      if ((sign->end == at && g_unichar_isalnum (first))
          || (sign->start == at && g_unichar_isalnum (last)))
        g_array_remove_index (self->signs, i);
    }
}

/* The caret moves within what follows: by typing, not by itself. */
static void
before_insert_cb (GtkTextBuffer *buffer, GtkTextIter *location, char *text, int length,
                  StetProseView *self)
{
  if (!stet_projection_is_applying (self->projection))
    self->typing = self->inserting = TRUE;
}

static void
insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *location, char *text, int length,
                StetProseView *self)
{
  guint n = g_utf8_strlen (text, length);
  guint end = gtk_text_iter_get_offset (location);

  self->inserting = FALSE;
  if (n == 0)
    return;
  drop_touched (self, end - n, text, length);
  shift_signs (self, end - n, end - n, n);
  stet_prose_view_shift_hits (self, end - n, end - n, n);
}

static void
delete_range_cb (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end, StetProseView *self)
{
  guint from = gtk_text_iter_get_offset (start), to = gtk_text_iter_get_offset (end);

  shift_signs (self, from, to, -(int) (to - from));
  stet_prose_view_shift_hits (self, from, to, -(int) (to - from));
  if (stet_projection_is_applying (self->projection))
    return;
  self->typing = self->inserting = TRUE;
}

static void
deleted_cb (StetProseView *self)
{
  self->inserting = FALSE;
}

static void
cursor_cb (StetProseView *self)
{
  if (stet_projection_is_applying (self->projection))
    return;
  if (!self->inserting)
    {
      self->typing = FALSE;
      stet_projection_forget_typing (self->projection);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.caret", NULL);
}

/* --- drawing --- */

static gboolean
is_hidden (StetProseView *self, Sign *sign)
{
  guint caret = stet_prose_view_caret (self);

  return (self->typing || self->composing) && gtk_widget_has_focus (GTK_WIDGET (self))
         && sign->start <= caret && caret <= sign->end;
}

/* One sign, line by line of the screen. */
static void
draw_sign (StetProseView *self, GtkSnapshot *snapshot, Sign *sign, gboolean tint)
{
  GtkTextBuffer *buffer = buffer_of (self);
  graphene_rect_t run = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  GdkRGBA line_color, tint_color;
  GtkTextIter iter;
  float height = sign->level == STET_LEVEL_ADVICE ? 1.5f : 2;
  float above_foot = self->line_em > 0 ? 4 : 1; /* a spaced line has room below its letters */

  stet_level_colors (GTK_WIDGET (self), sign->level, &line_color, &tint_color);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, sign->start);
  for (guint at = sign->start; at <= sign->end; at++)
    {
      GdkRectangle cell;
      gboolean last = at == sign->end;

      if (!last)
        gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &cell);
      if (run.size.width > 0 && (last || cell.y != (int) run.origin.y))
        {
          graphene_rect_t foot = GRAPHENE_RECT_INIT (
              run.origin.x, run.origin.y + run.size.height - above_foot, run.size.width, height);

          if (tint)
            gtk_snapshot_append_color (snapshot, &tint_color, &run);
          else
            stet_sign_snapshot (snapshot, sign->level, &foot, &line_color);
          run.size.width = 0;
        }
      if (last)
        break;
      if (run.size.width <= 0)
        run = GRAPHENE_RECT_INIT (cell.x, cell.y, 0, cell.height);
      run.size.width = MAX (run.size.width, cell.x + cell.width - run.origin.x);
      gtk_text_iter_forward_char (&iter);
    }
}

/* The offsets of what can be seen, the whole lines at its edges included. */
static void
visible_offsets (StetProseView *self, guint *first, guint *last)
{
  GdkRectangle visible;
  GtkTextIter iter;

  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self), &visible);
  gtk_text_view_get_line_at_y (GTK_TEXT_VIEW (self), &iter, visible.y, NULL);
  *first = gtk_text_iter_get_offset (&iter);
  gtk_text_view_get_line_at_y (GTK_TEXT_VIEW (self), &iter, visible.y + visible.height, NULL);
  if (!gtk_text_iter_ends_line (&iter))
    gtk_text_iter_forward_to_line_end (&iter);
  *last = gtk_text_iter_get_offset (&iter);
}

static void
draw_signs (StetProseView *self, GtkSnapshot *snapshot, gboolean tint)
{
  guint first, last;

  if (self->signs->len == 0)
    return;
  visible_offsets (self, &first, &last);
  for (guint i = 0; i < self->signs->len; i++)
    {
      Sign *sign = &g_array_index (self->signs, Sign, i);

      if (sign->end < first || sign->start > last
          || (tint && g_strcmp0 (sign->id, self->selected) != 0) || is_hidden (self, sign))
        continue;
      draw_sign (self, snapshot, sign, tint);
    }
}

static void
draw_label (StetProseView *self, GtkSnapshot *snapshot, const char *text,
            const graphene_point_t *at)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA color;
  int width;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "ink_quiet", &color))
    return;
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (at->x < 0 ? -at->x - width : at->x, at->y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Who said it, under the quotation. Returns: the height it takes. */
static float
draw_source (StetProseView *self, GtkSnapshot *snapshot, const StetBlockFields *fields,
             const GdkRectangle *last)
{
  g_autofree char *text
      = fields->cite && *fields->cite ? g_strconcat ("— ", fields->cite, NULL) : NULL;

  if (!text)
    return 0;
  draw_label (self, snapshot, text, &GRAPHENE_POINT_INIT (24, last->y + last->height));
  return last->height;
}

/* Bullets, numbers and a quotation's rule are drawn beside the text, never part of it. */
static void
draw_list_marks (StetProseView *self, GtkSnapshot *snapshot)
{
  guint n = stet_projection_n_lines (self->projection);
  guint numbers[STET_LIST_INDENT_MAX + 1] = { 0 };
  guint first_seen, last_seen;
  GdkRGBA rule;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "rule", &rule);
  visible_offsets (self, &first_seen, &last_seen);
  first_seen = stet_projection_locate (self->projection, first_seen, NULL);
  last_seen = stet_projection_locate (self->projection, last_seen, NULL);
  for (guint line = 0; line < n && line <= last_seen; line++)
    {
      StetBlock *block = stet_projection_block (self->projection, line);
      const StetBlockFields *fields = block ? stet_block_fields (block) : NULL;
      g_autofree char *mark = NULL;
      GtkTextIter iter, end;
      GdkRectangle first, last;

      if (!fields || (fields->type != STET_BLOCK_LIST_ITEM && fields->type != STET_BLOCK_QUOTE))
        {
          memset (numbers, 0, sizeof numbers);
          continue;
        }
      if (fields->type == STET_BLOCK_LIST_ITEM && fields->ordered)
        numbers[fields->indent]++;
      if (line < first_seen)
        continue;
      gtk_text_buffer_get_iter_at_line (buffer_of (self), &iter, line);
      gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &first);
      if (fields->type == STET_BLOCK_QUOTE)
        {
          end = iter;
          if (!gtk_text_iter_ends_line (&end))
            gtk_text_iter_forward_to_line_end (&end);
          gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &end, &last);
          gtk_snapshot_append_color (
              snapshot, &rule,
              &GRAPHENE_RECT_INIT (4, first.y, 3,
                                   last.y + last.height - first.y
                                       + draw_source (self, snapshot, fields, &last)));
          continue;
        }
      mark = fields->ordered ? g_strdup_printf ("%u.", numbers[fields->indent]) : g_strdup ("•");
      draw_label (self, snapshot, mark,
                  &GRAPHENE_POINT_INIT (-(24.f * (fields->indent + 1) - 7), first.y));
    }
}

static void
prose_view_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  StetProseView *self = STET_PROSE_VIEW (view);

  if (layer == GTK_TEXT_VIEW_LAYER_BELOW_TEXT)
    {
      stet_prose_view_draw_hits (self, snapshot);
      draw_signs (self, snapshot, TRUE);
      if (self->lines == STET_LINES_BLOCKS)
        draw_list_marks (self, snapshot);
      if (self->placeholder && gtk_text_buffer_get_char_count (buffer_of (self)) == 0)
        draw_label (self, snapshot, self->placeholder, &GRAPHENE_POINT_INIT (0, 0));
    }
  else
    {
      draw_signs (self, snapshot, FALSE);
      stet_prose_drag_snapshot (self, snapshot);
    }
}

/* --- fonts: a line distance in font sizes, whatever the font's own line is --- */

static void
update_line_height (StetProseView *self)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer_of (self));
  GtkTextTag *base = gtk_text_tag_table_lookup (table, "base");
  GtkTextTag *link = gtk_text_tag_table_lookup (table, "link");
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font);
  double own = pango_font_metrics_get_height (metrics);
  GdkRGBA pencil;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) > 0
                ? pango_cairo_context_get_resolution (context) / 72
                : 96.0 / 72;
  pango_font_metrics_unref (metrics);
  if (self->line_em > 0 && own > 0 && size > 0)
    g_object_set (base, "line-height", (float) (self->line_em * size / own), NULL);
  /* The room for the source of a quotation grows with the text. */
  if (self->line_em > 0 && size > 0)
    g_object_set (gtk_text_tag_table_lookup (table, "sourced"), "pixels-below-lines",
                  (int) (SOURCE_GAP_PX + SOURCE_LINES * self->line_em * size / PANGO_SCALE), NULL);
  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "pencil",
                                      &pencil))
    g_object_set (link, "foreground-rgba", &pencil, NULL);
}

static void
prose_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (stet_prose_view_parent_class)->css_changed (widget, change);
  update_line_height (STET_PROSE_VIEW (widget));
}

static gboolean
resize_idle (gpointer data)
{
  gtk_widget_queue_resize (data);
  return G_SOURCE_REMOVE;
}

/* A text view measures its lines later, in idle, and tells nobody: ask again then. */
void
stet_prose_view_resize_soon (StetProseView *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_idle_add_full (G_PRIORITY_LOW, resize_idle, g_object_ref (self), g_object_unref);
}

static void
prose_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (stet_prose_view_parent_class)->map (widget);
  update_line_height (STET_PROSE_VIEW (widget));
  stet_prose_view_resize_soon (STET_PROSE_VIEW (widget));
}

/* --- clicks --- */

/* The chosen one before others at the same place. */
static const char *
sign_at (StetProseView *self, guint offset)
{
  const char *found = NULL;

  for (guint i = 0; i < self->signs->len; i++)
    {
      Sign *sign = &g_array_index (self->signs, Sign, i);

      if (sign->start > offset || offset > sign->end)
        continue;
      if (g_strcmp0 (sign->id, self->selected) == 0)
        return sign->id;
      if (!found)
        found = sign->id;
    }
  return found;
}

/* The third of three takes the paragraph; the view's own would take the line of the screen. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, StetProseView *self)
{
  int buffer_x, buffer_y;
  GtkTextIter iter;

  if (n_press != 3)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x,
                                         (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, buffer_x, buffer_y);
  gtk_text_buffer_place_cursor (buffer_of (self), &iter);
  stet_prose_view_select_around (self, TRUE);
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, StetProseView *self)
{
  const char *id;

  if (n_press != 1 || gtk_text_buffer_get_has_selection (buffer_of (self)))
    return;
  id = sign_at (self, stet_prose_view_caret (self));
  if (id)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.finding", "s", id);
}

/* The menu that is about to open is about the finding at `offset`, or about none. */
void
stet_prose_view_aim_menu (StetProseView *self, guint offset)
{
  const char *id = sign_at (self, offset);

  g_free (self->asked);
  self->asked = g_strdup (id);
  if (!self->menu && id)
    self->menu = stet_word_menu_new (&self->suggestions);
  if (self->suggestions)
    g_menu_remove_all (self->suggestions);
  gtk_text_view_set_extra_menu (GTK_TEXT_VIEW (self), id ? G_MENU_MODEL (self->menu) : NULL);
  if (id)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.look-up", "s", id);
}

static void
menu_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, StetProseView *self)
{
  int buffer_x, buffer_y;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x,
                                         (int) y, &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &iter, buffer_x, buffer_y))
    return;
  /* What the menu does, it does at the caret. */
  if (!gtk_text_buffer_get_has_selection (buffer_of (self)))
    gtk_text_buffer_place_cursor (buffer_of (self), &iter);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  stet_prose_view_aim_menu (self, gtk_text_iter_get_offset (&iter));
}

void
stet_prose_view_suggest (StetProseView *self, const char *finding, const char *const *words)
{
  if (self->suggestions && g_strcmp0 (self->asked, finding) == 0)
    stet_word_menu_fill (self->suggestions, finding, words);
}

/* --- life --- */

static void
prose_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  StetProseView *self = STET_PROSE_VIEW (object);

  switch (id)
    {
    case PROP_PLACEHOLDER: g_value_set_string (value, self->placeholder); break;
    case PROP_LINES: g_value_set_int (value, self->lines); break;
    case PROP_LINE_EM: g_value_set_double (value, self->line_em); break;
    case PROP_FORMATTING: g_value_set_boolean (value, self->formatting); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
prose_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  StetProseView *self = STET_PROSE_VIEW (object);

  switch (id)
    {
    case PROP_PLACEHOLDER:
      stet_prose_view_set_placeholder (self, g_value_get_string (value));
      break;
    case PROP_LINES: self->lines = g_value_get_int (value); break;
    case PROP_LINE_EM: self->line_em = g_value_get_double (value); break;
    case PROP_FORMATTING:
      self->formatting = g_value_get_boolean (value);
      stet_projection_set_formatting (self->projection, self->formatting);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
prose_view_dispose (GObject *object)
{
  stet_prose_drag_end (STET_PROSE_VIEW (object));
  G_OBJECT_CLASS (stet_prose_view_parent_class)->dispose (object);
}

static void
prose_view_finalize (GObject *object)
{
  StetProseView *self = STET_PROSE_VIEW (object);

  g_clear_pointer (&self->projection, stet_projection_free);
  g_clear_pointer (&self->signs, g_array_unref);
  g_clear_pointer (&self->lit, g_array_unref);
  g_clear_pointer (&self->held_findings, g_ptr_array_unref);
  g_free (self->held_selected);
  g_free (self->pasted);
  g_free (self->placeholder);
  g_free (self->selected);
  g_clear_object (&self->menu);
  g_clear_object (&self->suggestions);
  g_free (self->asked);
  G_OBJECT_CLASS (stet_prose_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  props[PROP_LINES] = g_param_spec_int ("lines", NULL, NULL, STET_LINES_ONE, STET_LINES_BLOCKS,
                                        STET_LINES_ONE, flags);
  props[PROP_LINE_EM] = g_param_spec_double ("line-em", NULL, NULL, 0, 4, 0, flags);
  props[PROP_FORMATTING] = g_param_spec_boolean ("formatting", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
stet_prose_view_class_init (StetProseViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  object_class->get_property = prose_view_get_property;
  object_class->set_property = prose_view_set_property;
  object_class->dispose = prose_view_dispose;
  object_class->finalize = prose_view_finalize;
  widget_class->css_changed = prose_view_css_changed;
  widget_class->map = prose_view_map;
  view_class->snapshot_layer = prose_view_snapshot_layer;
  stet_prose_paste_class_init (view_class);
  stet_prose_keys_class_init (view_class);
  install_properties (object_class);
  stet_prose_view_leave = g_signal_new ("leave", STET_TYPE_PROSE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                        g_signal_accumulator_true_handled, NULL, NULL,
                                        G_TYPE_BOOLEAN, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
stet_prose_view_init (StetProseView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu_click = gtk_gesture_click_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);

  self->lines = STET_LINES_ONE;
  self->signs = g_array_new (FALSE, FALSE, sizeof (Sign));
  g_array_set_clear_func (self->signs, sign_clear);
  self->projection = stet_projection_new (buffer);
  stet_projection_set_formatting (self->projection, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  /* After the projection's own: what the story refuses does not come here. */
  g_signal_connect (buffer, "insert-text", G_CALLBACK (before_insert_cb), self);
  g_signal_connect_after (buffer, "insert-text", G_CALLBACK (insert_text_cb), self);
  g_signal_connect (buffer, "delete-range", G_CALLBACK (delete_range_cb), self);
  g_signal_connect_data (buffer, "delete-range", G_CALLBACK (deleted_cb), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_swapped (buffer, "notify::cursor-position", G_CALLBACK (cursor_cb), self);
  stet_prose_keys_init (self);
  stet_prose_drag_init (self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu_click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (menu_click), GTK_PHASE_CAPTURE);
  g_signal_connect (menu_click, "pressed", G_CALLBACK (menu_click_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu_click));
}

StetProseView *
stet_prose_view_new (void)
{
  return g_object_new (STET_TYPE_PROSE_VIEW, NULL);
}

StetProjection *
stet_prose_view_projection (StetProseView *self)
{
  return self->projection;
}

void
stet_prose_view_show_field (StetProseView *self, StetDocument *document, const StetField *field)
{
  stet_projection_set_field (self->projection, document, field, self->lines);
  stet_prose_view_resize_soon (self);
}

void
stet_prose_view_show_run (StetProseView *self, StetDocument *document, guint first, guint n_blocks)
{
  self->lines = STET_LINES_BLOCKS;
  stet_projection_set_run (self->projection, document, first, n_blocks);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
stet_prose_view_sync (StetProseView *self)
{
  if (stet_projection_sync (self->projection))
    stet_prose_view_resize_soon (self);
}

void
stet_prose_view_set_placeholder (StetProseView *self, const char *placeholder)
{
  g_free (self->placeholder);
  self->placeholder = g_strdup (placeholder);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
stet_prose_view_shows (StetProseView *self, const StetField *field, guint *line)
{
  StetField own = stet_projection_field_at (self->projection, 0);
  guint first = stet_projection_first (self->projection);

  if (line)
    *line = 0;
  if (self->lines != STET_LINES_BLOCKS)
    return stet_field_equal (&own, field);
  if (field->kind != STET_FIELD_BODY || field->index < (int) first
      || !stet_projection_block (self->projection, field->index - first))
    return FALSE;
  if (line)
    *line = field->index - first;
  return TRUE;
}

static void
hold_findings (StetProseView *self, GPtrArray *findings, const char *selected)
{
  g_autofree char *id = g_strdup (selected);

  g_clear_pointer (&self->held_findings, g_ptr_array_unref);
  self->held_findings = findings ? g_ptr_array_ref (findings) : NULL;
  g_free (self->held_selected);
  self->held_selected = g_steal_pointer (&id);
  self->held = TRUE;
}

void
stet_prose_view_release (StetProseView *self)
{
  g_autoptr (GPtrArray) findings = g_steal_pointer (&self->held_findings);
  g_autofree char *selected = g_steal_pointer (&self->held_selected);

  if (self->held)
    stet_prose_view_set_findings (self, findings, selected);
  self->held = FALSE;
}

void
stet_prose_view_set_findings (StetProseView *self, GPtrArray *findings, const char *selected)
{
  if (self->composing)
    {
      hold_findings (self, findings, selected);
      return;
    }
  g_array_set_size (self->signs, 0);
  g_free (self->selected);
  self->selected = g_strdup (selected);
  for (guint i = 0; findings && i < findings->len; i++)
    {
      StetFinding *finding = findings->pdata[i];
      Sign sign = { .level = finding->level };
      guint line, chars;

      if (!finding->has_range || finding->stand
          || !stet_prose_view_shows (self, &finding->field, &line))
        continue;
      chars = stet_prose_chars (stet_projection_prose (self->projection, line));
      if (finding->end_chars > chars)
        continue;
      sign.start = stet_projection_offset (self->projection, line, finding->start_chars);
      sign.end = stet_projection_offset (self->projection, line, finding->end_chars);
      sign.id = g_strdup (finding->id);
      g_array_append_val (self->signs, sign);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
stet_prose_view_caret (StetProseView *self)
{
  int caret;

  g_object_get (buffer_of (self), "cursor-position", &caret, NULL);
  return caret;
}

const char *
stet_prose_view_finding_at_caret (StetProseView *self)
{
  return sign_at (self, stet_prose_view_caret (self));
}

void
stet_prose_view_select (StetProseView *self, guint line, guint start_chars, guint end_chars)
{
  GtkTextIter start, end;

  stet_composing_finish (GTK_WIDGET (self));
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &start,
                                      stet_projection_offset (self->projection, line, start_chars));
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &end,
                                      stet_projection_offset (self->projection, line, end_chars));
  gtk_text_buffer_select_range (buffer_of (self), &end, &start);
}

void
stet_prose_view_go_to (StetProseView *self, guint line, guint start_chars, guint end_chars)
{
  stet_prose_view_select (self, line, start_chars, end_chars);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
stet_prose_view_enter (StetProseView *self, gboolean at_end, int x)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  GdkRectangle at;

  stet_composing_finish (GTK_WIDGET (self));
  if (at_end)
    gtk_text_buffer_get_end_iter (buffer_of (self), &iter);
  else
    gtk_text_buffer_get_start_iter (buffer_of (self), &iter);
  if (x >= 0)
    {
      gtk_text_view_get_iter_location (view, &iter, &at);
      gtk_text_view_get_iter_at_location (view, &iter, x, at.y + at.height / 2);
    }
  gtk_text_buffer_place_cursor (buffer_of (self), &iter);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
stet_prose_view_caret_rect (StetProseView *self, GtkWidget *relative, graphene_rect_t *rect)
{
  GtkTextIter iter;
  GdkRectangle at;
  int x, y;
  double to_x = 0, to_y = 0;

  gtk_text_buffer_get_iter_at_mark (buffer_of (self), &iter,
                                    gtk_text_buffer_get_insert (buffer_of (self)));
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &at);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, at.x, at.y,
                                         &x, &y);
  gtk_widget_translate_coordinates (GTK_WIDGET (self), relative, x, y, &to_x, &to_y);
  *rect = GRAPHENE_RECT_INIT (to_x, to_y, at.width, at.height);
}

void
stet_prose_views_foreach (GtkWidget *root, StetProseViewFunc func, gpointer data)
{
  if (STET_IS_PROSE_VIEW (root))
    {
      func (STET_PROSE_VIEW (root), data);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    stet_prose_views_foreach (child, func, data);
}
