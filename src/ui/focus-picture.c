/* A picture and a ring on it. Layer: ui, main thread. */
#include "config.h"

#include "ui/focus-picture.h"

#include "article/photo.h"
#include "ui/picture-paste.h"

#include <glib/gi18n.h>

#define STEP_PERCENT 2
#define STRIDE_PERCENT 10 /* with Shift */
#define RING_PIXELS 9
#define WIDTH_PIXELS 216
#define HEIGHT_PIXELS 144

struct _StetFocusPicture
{
  GtkWidget   parent_instance;
  GtkPicture *picture;
  guint       x, y; /* percent */
};

G_DEFINE_FINAL_TYPE (StetFocusPicture, stet_focus_picture, GTK_TYPE_WIDGET)

static guint moved_signal;

GtkPicture *
stet_focus_picture_picture (StetFocusPicture *self)
{
  return self->picture;
}

void
stet_focus_picture_show (StetFocusPicture *self, guint x_percent, guint y_percent, const char *alt)
{
  g_autofree char *name = g_strdup_printf (
      _("Photo. The point to look at is %u %% from the left, %u %% from the top; "
        "arrow keys move it."),
      x_percent, y_percent);

  self->x = x_percent;
  self->y = y_percent;
  gtk_picture_set_alternative_text (self->picture, alt);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where the picture itself is painted: it is shown whole. */
static graphene_rect_t
painted (StetFocusPicture *self)
{
  GdkPaintable *paintable = gtk_picture_get_paintable (self->picture);
  double width = gtk_widget_get_width (GTK_WIDGET (self)),
         height = gtk_widget_get_height (GTK_WIDGET (self));
  double ratio = paintable ? gdk_paintable_get_intrinsic_aspect_ratio (paintable) : 0;
  double w = width, h = height;

  if (ratio > 0 && width / height > ratio)
    w = height * ratio;
  else if (ratio > 0)
    h = width / ratio;
  return GRAPHENE_RECT_INIT ((width - w) / 2, (height - h) / 2, w, h);
}

static void
move_to (StetFocusPicture *self, double x, double y)
{
  guint to_x = (guint) CLAMP (x, 0, STET_FOCUS_PERCENT_MAX),
        to_y = (guint) CLAMP (y, 0, STET_FOCUS_PERCENT_MAX);

  if (to_x != self->x || to_y != self->y)
    g_signal_emit (self, moved_signal, 0, to_x, to_y);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, StetFocusPicture *self)
{
  graphene_rect_t rect = painted (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (rect.size.width > 0 && rect.size.height > 0)
    move_to (self, (x - rect.origin.x) / rect.size.width * 100 + 0.5,
             (y - rect.origin.y) / rect.size.height * 100 + 0.5);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetFocusPicture *self)
{
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  int step = held == GDK_SHIFT_MASK ? STRIDE_PERCENT : STEP_PERCENT;
  int x = (int) self->x, y = (int) self->y;

  if (held == GDK_CONTROL_MASK && keyval == GDK_KEY_v)
    {
      GdkContentFormats *formats
          = gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (self)));

      if (stet_picture_on_clipboard (formats))
        stet_picture_paste (GTK_WIDGET (self), TRUE);
      else if (stet_files_on_clipboard (formats))
        stet_files_paste (GTK_WIDGET (self), TRUE, NULL);
      return TRUE;
    }
  if (held != 0 && held != GDK_SHIFT_MASK)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Left: move_to (self, x - step, y); return TRUE;
    case GDK_KEY_Right: move_to (self, x + step, y); return TRUE;
    case GDK_KEY_Up: move_to (self, x, y - step); return TRUE;
    case GDK_KEY_Down: move_to (self, x, y + step); return TRUE;
    case GDK_KEY_Home: move_to (self, STET_FOCUS_CENTRE, STET_FOCUS_CENTRE); return TRUE;
    default: return FALSE;
    }
}

static void
add_ring (GtkSnapshot *snapshot, double x, double y, double radius, const char *colour)
{
  GskRoundedRect ring;
  GdkRGBA rgba;
  GdkRGBA colours[4];
  const float widths[4] = { 2, 2, 2, 2 };
  graphene_rect_t rect = GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius);

  gdk_rgba_parse (&rgba, colour);
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    colours[i] = rgba;
  gsk_rounded_rect_init_from_rect (&ring, &rect, radius);
  gtk_snapshot_append_border (snapshot, &ring, widths, colours);
}

/* Dark within light: seen on any picture. */
static void
focus_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StetFocusPicture *self = STET_FOCUS_PICTURE (widget);
  graphene_rect_t rect = painted (self);
  double x = rect.origin.x + rect.size.width * self->x / 100,
         y = rect.origin.y + rect.size.height * self->y / 100;

  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->picture), snapshot);
  if (!gtk_picture_get_paintable (self->picture))
    return;
  add_ring (snapshot, x, y, RING_PIXELS, "white");
  add_ring (snapshot, x, y, RING_PIXELS - 2, "black");
}

/* The picture itself would ask for its own size, however large. */
static void
focus_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  /* GTK wants a child asked before it is placed. */
  gtk_widget_measure (GTK_WIDGET (STET_FOCUS_PICTURE (widget)->picture), orientation, for_size,
                      NULL, NULL, NULL, NULL);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH_PIXELS : HEIGHT_PIXELS;
}

static void
focus_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (GTK_WIDGET (STET_FOCUS_PICTURE (widget)->picture),
                            &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
focus_picture_dispose (GObject *object)
{
  StetFocusPicture *self = STET_FOCUS_PICTURE (object);
  GtkWidget *picture = GTK_WIDGET (self->picture);

  self->picture = NULL;
  g_clear_pointer (&picture, gtk_widget_unparent);
  G_OBJECT_CLASS (stet_focus_picture_parent_class)->dispose (object);
}

static void
stet_focus_picture_class_init (StetFocusPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = focus_picture_dispose;
  widget_class->snapshot = focus_picture_snapshot;
  widget_class->measure = focus_picture_measure;
  widget_class->size_allocate = focus_picture_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "focuspicture");
  moved_signal = g_signal_new ("focus-moved", STET_TYPE_FOCUS_PICTURE, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
stet_focus_picture_init (StetFocusPicture *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_content_fit (self->picture, GTK_CONTENT_FIT_CONTAIN);
  gtk_picture_set_can_shrink (self->picture, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "photo");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_("field", "Photo"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->picture), GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  self->x = self->y = STET_FOCUS_CENTRE;
}
