/* The signs, drawn the same under the words, on cards and beside fields.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/mark.h"

struct _StetMark
{
  GtkWidget parent_instance;
  StetLevel level;
};

G_DEFINE_FINAL_TYPE (StetMark, stet_mark, GTK_TYPE_WIDGET)

enum { PROP_LEVEL = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

const char *
stet_level_class (StetLevel level)
{
  switch (level)
    {
    case STET_LEVEL_ERROR: return "c-stop";
    case STET_LEVEL_WARNING: return "c-look";
    case STET_LEVEL_ADVICE: break;
    }
  return "c-hint";
}

void
stet_level_colors (GtkWidget *widget, StetLevel level, GdkRGBA *line, GdkRGBA *tint)
{
  const char *name = level == STET_LEVEL_ERROR     ? "stop"
                     : level == STET_LEVEL_WARNING ? "look"
                                                   : "hint";
  g_autofree char *tint_name = g_strconcat (name, "_tint", NULL);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, line))
    gdk_rgba_parse (line, "#888");
  if (tint && !gtk_style_context_lookup_color (context, tint_name, tint))
    gdk_rgba_parse (tint, "#ddd");
}

void
stet_sign_snapshot (GtkSnapshot *snapshot, StetLevel level, const graphene_rect_t *area,
                    const GdkRGBA *color)
{
  float on = level == STET_LEVEL_WARNING ? 6 : 2, off = level == STET_LEVEL_WARNING ? 3 : 2;
  float x = area->origin.x, end = x + area->size.width;

  if (level == STET_LEVEL_ERROR)
    {
      gtk_snapshot_append_color (snapshot, color, area);
      return;
    }
  for (; x < end; x += on + off)
    gtk_snapshot_append_color (
        snapshot, color,
        &GRAPHENE_RECT_INIT (x, area->origin.y, MIN (on, end - x), area->size.height));
}

static void
mark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
              int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 22 : 3;
}

static void
mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StetMark *self = STET_MARK (widget);
  float height = self->level == STET_LEVEL_ERROR || self->level == STET_LEVEL_WARNING ? 3 : 2;
  GdkRGBA color;

  stet_level_colors (widget, self->level, &color, NULL);
  stet_sign_snapshot (snapshot, self->level,
                      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), height), &color);
}

static void
mark_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, STET_MARK (object)->level);
}

static void
mark_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  stet_mark_set_level (STET_MARK (object), g_value_get_int (value));
}

static void
stet_mark_class_init (StetMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = mark_get_property;
  object_class->set_property = mark_set_property;
  widget_class->measure = mark_measure;
  widget_class->snapshot = mark_snapshot;
  props[PROP_LEVEL] = g_param_spec_int (
      "level", NULL, NULL, STET_LEVEL_ADVICE, STET_LEVEL_ERROR, STET_LEVEL_ERROR,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_css_name (widget_class, "mark");
}

static void
stet_mark_init (StetMark *self)
{
  self->level = STET_LEVEL_ERROR;
}

GtkWidget *
stet_mark_new (StetLevel level)
{
  return g_object_new (STET_TYPE_MARK, "level", level, "valign", GTK_ALIGN_CENTER, NULL);
}

void
stet_mark_set_level (StetMark *self, StetLevel level)
{
  if (self->level == level)
    return;
  self->level = level;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEVEL]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
