/* The list under the entry for tags. Layer: ui, main thread. See tag-popover.h. */
#include "config.h"

#include "ui/tag-popover.h"

#include <glib/gi18n.h>

struct _StetTagPopover
{
  GtkPopover  parent_instance;
  GtkListBox *list;
  GtkLabel   *hint;
  char       *note; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (StetTagPopover, stet_tag_popover, GTK_TYPE_POPOVER)

static guint chosen_signal;

/* --- rows --- */

static guint
n_rows (StetTagPopover *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (self->list, (int) n))
    n++;
  return n;
}

/* `term` (nullable): the one for what is new. */
static void
add_row (StetTagPopover *self, const char *name, StetTerm *term)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  if (!term)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (term)
    g_object_set_data_full (G_OBJECT (row), "term", stet_term_ref (term),
                            (GDestroyNotify) stet_term_unref);
  gtk_list_box_append (self->list, row);
}

static void
clear_list (StetTagPopover *self)
{
  GtkListBoxRow *row;

  gtk_list_box_unselect_all (self->list);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

/* What Return would do, as the row is chosen: it is told to those who cannot see it, too. */
static char *
hint_for (StetTagPopover *self, GtkListBoxRow *row)
{
  StetTerm *term = row ? g_object_get_data (G_OBJECT (row), "term") : NULL;

  if (term)
    return g_strdup_printf (_("%s, %d of %u: Return takes it"), stet_term_label (term),
                            gtk_list_box_row_get_index (row) + 1, n_rows (self));
  if (row)
    return g_strdup (_("Return makes it, new to the site"));
  if (self->note)
    return g_strdup (self->note);
  return g_strdup (n_rows (self) > 0 ? _("No tag of the site. Down and Return make a new one.")
                                     : "");
}

static void
show_hint (StetTagPopover *self)
{
  g_autofree char *text = hint_for (self, gtk_list_box_get_selected_row (self->list));

  gtk_label_set_label (self->hint, text);
}

void
stet_tag_popover_offer (StetTagPopover *self, GPtrArray *terms, GPtrArray *fresh, const char *note)
{
  g_free (self->note);
  self->note = g_strdup (note);
  clear_list (self);
  for (guint i = 0; i < terms->len; i++)
    add_row (self, stet_term_label (g_ptr_array_index (terms, i)), g_ptr_array_index (terms, i));
  if (fresh->len > 0)
    {
      g_autoptr (GString) names = g_string_new (g_ptr_array_index (fresh, 0));
      g_autofree char *name = NULL;

      for (guint i = 1; i < fresh->len; i++)
        g_string_append_printf (names, ", %s", (const char *) g_ptr_array_index (fresh, i));
      name = g_strdup_printf (ngettext ("New tag: “%s”", "New tags: “%s”", fresh->len), names->str);
      add_row (self, name, NULL);
    }
  if (terms->len > 0)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  show_hint (self);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_rows (self) > 0);
  if (n_rows (self) > 0 || note)
    gtk_popover_popup (GTK_POPOVER (self));
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

/* --- keys --- */

static void
row_cb (StetTagPopover *self, GtkListBoxRow *row)
{
  StetTerm *term = g_object_get_data (G_OBJECT (row), "term");

  if (term)
    stet_term_ref (term); /* its row may go before the signal ends */
  g_signal_emit (self, chosen_signal, 0, term);
  if (term)
    stet_term_unref (term);
}

static void
move (StetTagPopover *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row ? gtk_list_box_row_get_index (row) : -1;

  row = gtk_list_box_get_row_at_index (self->list, at + by);
  if (row && at + by >= 0)
    gtk_list_box_select_row (self->list, row);
}

gboolean
stet_tag_popover_key (StetTagPopover *self, guint keyval)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down: case GDK_KEY_KP_Down: move (self, 1); return TRUE;
    case GDK_KEY_Up: case GDK_KEY_KP_Up: move (self, -1); return TRUE;
    case GDK_KEY_Escape: gtk_popover_popdown (GTK_POPOVER (self)); return TRUE;
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter: case GDK_KEY_Tab:
      if (row)
        row_cb (self, row);
      return row || keyval != GDK_KEY_Tab;
    default: return FALSE;
    }
}

/* --- life --- */

static void
tag_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_TAG_POPOVER);
  G_OBJECT_CLASS (stet_tag_popover_parent_class)->dispose (object);
}

static void
tag_popover_finalize (GObject *object)
{
  g_free (STET_TAG_POPOVER (object)->note);
  G_OBJECT_CLASS (stet_tag_popover_parent_class)->finalize (object);
}

static void
stet_tag_popover_class_init (StetTagPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tag_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = tag_popover_finalize;
  chosen_signal = g_signal_new ("chosen", STET_TYPE_TAG_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/tag-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, StetTagPopover, list);
  gtk_widget_class_bind_template_child (widget_class, StetTagPopover, hint);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_hint);
}

static void
stet_tag_popover_init (StetTagPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

StetTagPopover *
stet_tag_popover_new (void)
{
  return g_object_new (STET_TYPE_TAG_POPOVER, NULL);
}
