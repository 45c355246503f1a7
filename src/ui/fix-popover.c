/* Rows of a list, each an action of the window with its parameter. Layer: ui, main thread. */
#include "config.h"

#include "ui/fix-popover.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

#define FIXES_MAX 8

struct _StetFixPopover
{
  GtkPopover     parent_instance;
  char          *finding;
  GtkListBoxRow *looking;    /* (nullable) stands where the words will */
  gboolean       take_first; /* Return came before them */
  StetMark      *mark;
  GtkLabel      *title;
  GtkLabel      *message;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (StetFixPopover, stet_fix_popover, GTK_TYPE_POPOVER)

typedef struct
{
  const char *label;
  const char *key;    /* (nullable) the key that does the same */
  const char *action; /* (nullable): nothing yet */
  GVariant   *target; /* (nullable) floating */
} Row;

static void
unref_target (gpointer target)
{
  g_variant_unref (target);
}

static GtkListBoxRow *
add_row (StetFixPopover *self, const Row *row, int position)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (row->label);
  GtkWidget *key = row->key ? gtk_label_new (row->key) : NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (key)
    {
      gtk_widget_add_css_class (key, "key");
      gtk_box_append (GTK_BOX (box), key);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  row->label, -1);
  g_object_set_data (G_OBJECT (widget), "action", (gpointer) row->action);
  if (row->target)
    g_object_set_data_full (G_OBJECT (widget), "target", g_variant_ref_sink (row->target),
                            unref_target);
  gtk_list_box_insert (self->list, widget, position);
  return GTK_LIST_BOX_ROW (widget);
}

static void
select_first (StetFixPopover *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (!row)
    return;
  gtk_list_box_select_row (self->list, row);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* Closed first: what it does may open something else at the caret. */
static void
carry_out (StetFixPopover *self, GtkListBoxRow *row)
{
  const char *action = g_object_get_data (G_OBJECT (row), "action");
  GVariant *own = g_object_get_data (G_OBJECT (row), "target");
  g_autoptr (GVariant) target = own ? g_variant_ref (own) : NULL;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (!action || !parent)
    {
      self->take_first = row == self->looking;
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action_variant (parent, action, target);
}

static void
activated_cb (StetFixPopover *self, GtkListBoxRow *row)
{
  carry_out (self, row);
}

static GtkListBoxRow *
row_of_action (StetFixPopover *self, const char *action)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "action"), action) == 0)
      return row;
  return NULL;
}

/* S for Stet, in every language. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetFixPopover *self)
{
  GtkListBoxRow *row = NULL;

  if (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK)
    return FALSE;
  if (keyval == GDK_KEY_s || keyval == GDK_KEY_S)
    row = row_of_action (self, "win.stand-ask");
  else if (keyval == GDK_KEY_plus)
    row = row_of_action (self, "win.add-word");
  if (!row)
    return FALSE;
  carry_out (self, row);
  return TRUE;
}

static void
add_fixes (StetFixPopover *self, const StetFixes *fixes)
{
  char **replacements = fixes->finding->replacements;

  for (guint i = 0; replacements && replacements[i] && i < FIXES_MAX; i++)
    {
      g_autofree char *label = *replacements[i]
                                   ? g_strdup_printf (C_("fix", "Use %s"), replacements[i])
                                   : g_strdup (C_("fix", "Take it out"));
      Row row = { label, i == 0 ? "↵" : NULL, "win.fix", g_variant_new ("(su)", self->finding, i) };

      add_row (self, &row, -1);
    }
}

static void
add_rows (StetFixPopover *self, const StetFixes *fixes)
{
  const StetFinding *finding = fixes->finding;

  add_fixes (self, fixes);
  if (fixes->spelling && !gtk_list_box_get_row_at_index (self->list, 0))
    self->looking = add_row (self, &(Row) { _("Looking for words…"), NULL, NULL, NULL }, -1);
  if (finding->replacements && finding->replacements[0] && fixes->n_same > 1)
    {
      g_autofree char *label = g_strdup_printf (_("All of these (%u)"), fixes->n_same);

      add_row (self, &(Row){ label, NULL, "win.fix-all", g_variant_new_string (self->finding) },
               -1);
    }
  if (fixes->spelling)
    add_row (self, &(Row) { _("Add to my words"), "+", "win.add-word", NULL }, -1);
  if (fixes->may_stand)
    add_row (
        self,
        &(Row){ _("Let it stand…"), "S", "win.stand-ask", g_variant_new_string (self->finding) },
        -1);
}

void
stet_fix_popover_suggest (StetFixPopover *self, const char *const *words)
{
  if (!self->looking)
    return;
  gtk_list_box_remove (self->list, GTK_WIDGET (g_steal_pointer (&self->looking)));
  for (guint i = 0; words[i] && i < FIXES_MAX; i++)
    {
      g_autofree char *label = g_strdup_printf (C_("fix", "Use %s"), words[i]);

      add_row (self,
               &(Row){ label, i == 0 ? "↵" : NULL, "win.use-word",
                       g_variant_new ("(ss)", self->finding, words[i]) },
               i);
    }
  if (self->take_first && words[0])
    carry_out (self, gtk_list_box_get_row_at_index (self->list, 0));
  else
    select_first (self);
}

static void
fix_popover_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (stet_fix_popover_parent_class)->map (widget);
  select_first (STET_FIX_POPOVER (widget));
}

static void
fix_popover_dispose (GObject *object)
{
  g_clear_pointer (&STET_FIX_POPOVER (object)->finding, g_free);
  G_OBJECT_CLASS (stet_fix_popover_parent_class)->dispose (object);
}

static void
stet_fix_popover_class_init (StetFixPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fix_popover_dispose;
  widget_class->map = fix_popover_map;
  g_type_ensure (STET_TYPE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/fix-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFixPopover, mark);
  gtk_widget_class_bind_template_child (widget_class, StetFixPopover, title);
  gtk_widget_class_bind_template_child (widget_class, StetFixPopover, message);
  gtk_widget_class_bind_template_child (widget_class, StetFixPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
stet_fix_popover_init (StetFixPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
stet_fix_popover_new (const StetFixes *fixes)
{
  StetFixPopover *self = g_object_new (STET_TYPE_FIX_POPOVER, NULL);
  const StetFinding *finding = fixes->finding;
  const char *title = finding->title ? finding->title : finding->rule;

  self->finding = g_strdup (finding->id);
  stet_mark_set_level (self->mark, finding->level);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->message, finding->message ? finding->message : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  add_rows (self, fixes);
  return GTK_WIDGET (self);
}

const char *
stet_fix_popover_finding (StetFixPopover *self)
{
  return self->finding;
}
