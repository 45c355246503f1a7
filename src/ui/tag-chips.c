/* Chips, kept in step with the story's tags. Layer: ui, main thread. See tag-chips.h. */
#include "config.h"

#include "ui/tag-chips.h"

#include <glib/gi18n.h>

struct _StetTagChips
{
  GtkBox      parent_instance;
  GtkFlowBox *box;
};

G_DEFINE_FINAL_TYPE (StetTagChips, stet_tag_chips, GTK_TYPE_BOX)

enum { REMOVED, LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

void
stet_tag_chips_insert (GtkFlowBox *box, GtkWidget *button, int index)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_insert (box, child, index);
}

static GtkWidget *
chip_at (StetTagChips *self, int index)
{
  GtkFlowBoxChild *child = index >= 0 ? gtk_flow_box_get_child_at_index (self->box, index) : NULL;

  return child ? gtk_flow_box_child_get_child (child) : NULL;
}

static int
index_of (StetTagChips *self, GtkWidget *chip)
{
  for (int i = 0; chip_at (self, i); i++)
    if (chip_at (self, i) == chip)
      return i;
  return -1;
}

static int
focused_index (StetTagChips *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return index_of (self, root ? gtk_root_get_focus (root) : NULL);
}

/* The focus goes before the chip does: to the neighbour on this side, or the other, or out. */
static void
remove_at (StetTagChips *self, int index, int side)
{
  GtkWidget *next = chip_at (self, index + side);

  if (!next)
    next = chip_at (self, index - side);
  if (next)
    gtk_widget_grab_focus (next);
  else
    g_signal_emit (self, signals[LEFT], 0, NULL);
  g_signal_emit (self, signals[REMOVED], 0, (guint) index);
}

static void
clicked_cb (GtkWidget *chip, StetTagChips *self)
{
  int index = index_of (self, chip);

  if (index >= 0)
    remove_at (self, index, 1);
}

static void
go_to (StetTagChips *self, int index)
{
  GtkWidget *chip = chip_at (self, MAX (index, 0));

  if (chip)
    gtk_widget_grab_focus (chip);
  else
    g_signal_emit (self, signals[LEFT], 0, NULL);
}

/* Letters are meant for the entry. */
static gboolean
type_on (StetTagChips *self, guint keyval, GdkModifierType state)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  char text[7] = { 0 };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) || letter == ' '
      || !g_unichar_isprint (letter))
    return FALSE;
  g_unichar_to_utf8 (letter, text);
  g_signal_emit (self, signals[LEFT], 0, text);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetTagChips *self)
{
  int index = focused_index (self);

  if (index < 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left: go_to (self, index - 1); return TRUE;
    case GDK_KEY_Right: case GDK_KEY_KP_Right: go_to (self, index + 1); return TRUE;
    case GDK_KEY_Home: go_to (self, 0); return TRUE;
    case GDK_KEY_End: stet_tag_chips_focus_last (self); return TRUE;
    case GDK_KEY_Delete: case GDK_KEY_KP_Delete: remove_at (self, index, 1); return TRUE;
    case GDK_KEY_BackSpace: remove_at (self, index, -1); return TRUE;
    case GDK_KEY_Escape: g_signal_emit (self, signals[LEFT], 0, NULL); return TRUE;
    default: return type_on (self, keyval, state);
    }
}

/* --- in step with the story --- */

static GtkWidget *
chip_new (StetTagChips *self, StetTerm *term)
{
  GtkWidget *chip = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (stet_term_label (term));
  g_autofree char *name = g_strdup_printf (_("Remove the tag %s"), stet_term_label (term));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "pill-button");
  gtk_widget_add_css_class (chip, "chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (chip), "term", stet_term_ref (term),
                          (GDestroyNotify) stet_term_unref);
  g_signal_connect (chip, "clicked", G_CALLBACK (clicked_cb), self);
  return chip;
}

static gboolean
shows (GtkWidget *chip, StetTerm *term)
{
  return g_str_equal (stet_term_label (g_object_get_data (G_OBJECT (chip), "term")),
                      stet_term_label (term));
}

static void
show_places (StetTagChips *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *place = g_strdup_printf (_("Tag %u of %u"), i + 1, n);

      gtk_accessible_update_property (GTK_ACCESSIBLE (chip_at (self, (int) i)),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, place, -1);
    }
}

void
stet_tag_chips_show (StetTagChips *self, GPtrArray *terms)
{
  guint same = 0, n = 0, same_end = 0;

  while (chip_at (self, (int) n))
    n++;
  while (same < n && same < terms->len && shows (chip_at (self, (int) same), terms->pdata[same]))
    same++;
  while (
      same + same_end < n && same + same_end < terms->len
      && shows (chip_at (self, (int) (n - 1 - same_end)), terms->pdata[terms->len - 1 - same_end]))
    same_end++;
  for (guint i = same; i < n - same_end; i++)
    gtk_flow_box_remove (self->box,
                         GTK_WIDGET (gtk_flow_box_get_child_at_index (self->box, (int) same)));
  for (guint i = same; i < terms->len - same_end; i++)
    stet_tag_chips_insert (self->box, chip_new (self, terms->pdata[i]), (int) i);
  show_places (self, terms->len);
  gtk_widget_set_visible (GTK_WIDGET (self), terms->len > 0);
}

gboolean
stet_tag_chips_focus_last (StetTagChips *self)
{
  int n = 0;

  while (chip_at (self, n))
    n++;
  return n > 0 && gtk_widget_grab_focus (chip_at (self, n - 1));
}

/* --- life --- */

static void
stet_tag_chips_class_init (StetTagChipsClass *klass)
{
  signals[REMOVED] = g_signal_new ("removed", STET_TYPE_TAG_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[LEFT] = g_signal_new ("left", STET_TYPE_TAG_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
stet_tag_chips_init (StetTagChips *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (self->box, 6);
  gtk_flow_box_set_row_spacing (self->box, 6);
  gtk_flow_box_set_max_children_per_line (self->box, 20);
  gtk_widget_set_hexpand (GTK_WIDGET (self->box), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Tags of this story"), -1);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->box));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
