/* Marks and letters by name. Layer: ui, main thread. See character-popover.h. */
#include "config.h"

#include "ui/character-popover.h"
#include "ui/composing.h"

#include "app/characters.h"

#define COLUMNS 10

struct _StetCharacterPopover
{
  GtkPopover  parent_instance;
  GtkEntry   *search;
  GtkFlowBox *grid;
  GtkLabel   *name;
  GPtrArray  *shown;  /* of StetCharacter (borrowed) */
  char      **recent; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (StetCharacterPopover, stet_character_popover, GTK_TYPE_POPOVER)

static guint chosen_signal;

static gboolean
speaks_spanish (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "es");
}

/* A space that can't be seen is shown by the sign for one. */
static const char *
visible_text (const StetCharacter *character)
{
  return g_unichar_isspace (g_utf8_get_char (character->text)) ? "␣" : character->text;
}

static GtkWidget *
make_cell (const StetCharacter *character, guint index)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (visible_text (character));
  g_autofree char *digit
      = index < STET_CHARACTERS_RECENT_MAX ? g_strdup_printf ("%u", index + 1) : g_strdup ("");
  GtkWidget *key = gtk_label_new (digit);
  GtkWidget *child = gtk_flow_box_child_new ();
  g_autofree char *name = stet_character_name (character, speaks_spanish ());

  gtk_widget_add_css_class (text, "glyph");
  gtk_widget_add_css_class (key, "mini");
  gtk_widget_add_css_class (key, "quiet");
  gtk_box_append (GTK_BOX (cell), text);
  gtk_box_append (GTK_BOX (cell), key);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), cell);
  gtk_widget_set_tooltip_text (child, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return child;
}

static void
select_index (StetCharacterPopover *self, int index)
{
  GtkFlowBoxChild *child;
  g_autofree char *name = NULL;

  if (self->shown->len == 0)
    {
      gtk_label_set_label (self->name, "");
      return;
    }
  index = CLAMP (index, 0, (int) self->shown->len - 1);
  child = gtk_flow_box_get_child_at_index (self->grid, index);
  gtk_flow_box_select_child (self->grid, child);
  name = stet_character_name (self->shown->pdata[index], speaks_spanish ());
  gtk_label_set_label (self->name, name);
}

static int
selected_index (StetCharacterPopover *self)
{
  GList *children = gtk_flow_box_get_selected_children (self->grid);
  int index = children ? gtk_flow_box_child_get_index (children->data) : -1;

  g_list_free (children);
  return index;
}

static void
fill (StetCharacterPopover *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))))
    gtk_flow_box_remove (self->grid, child);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = stet_characters_find (gtk_editable_get_text (GTK_EDITABLE (self->search)),
                                      (const char *const *) self->recent);
  for (guint i = 0; i < self->shown->len; i++)
    gtk_flow_box_append (self->grid, make_cell (self->shown->pdata[i], i));
  select_index (self, 0);
}

static void
choose (StetCharacterPopover *self, int index)
{
  const StetCharacter *character;

  if (index < 0 || index >= (int) self->shown->len)
    return;
  character = self->shown->pdata[index];
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, chosen_signal, 0, character->text);
}

static void
changed_cb (StetCharacterPopover *self)
{
  fill (self);
}

static void
activate_cb (StetCharacterPopover *self)
{
  choose (self, selected_index (self));
}

static void
cell_cb (StetCharacterPopover *self, GtkFlowBoxChild *child)
{
  choose (self, gtk_flow_box_child_get_index (child));
}

/* The keyboard stays in the search: arrows choose, a figure takes one of the first nine. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetCharacterPopover *self)
{
  static const struct { guint key; int by; } arrows[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_Up, -COLUMNS }, { GDK_KEY_Down, COLUMNS },
  };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
      || stet_composing (GTK_WIDGET (self)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (arrows[i].key == keyval)
      {
        select_index (self, selected_index (self) + arrows[i].by);
        return TRUE;
      }
  if (keyval < GDK_KEY_1 || keyval > GDK_KEY_9)
    return FALSE;
  choose (self, keyval - GDK_KEY_1);
  return TRUE;
}

void
stet_character_popover_open (StetCharacterPopover *self, const char *const *recent)
{
  g_strfreev (self->recent);
  self->recent = g_strdupv ((char **) recent);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  fill (self);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
character_popover_dispose (GObject *object)
{
  StetCharacterPopover *self = STET_CHARACTER_POPOVER (object);

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->recent, g_strfreev);
  G_OBJECT_CLASS (stet_character_popover_parent_class)->dispose (object);
}

static void
stet_character_popover_class_init (StetCharacterPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = character_popover_dispose;
  chosen_signal = g_signal_new ("chosen", STET_TYPE_CHARACTER_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/stet_newsroom/Stet/character-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, StetCharacterPopover, search);
  gtk_widget_class_bind_template_child (widget_class, StetCharacterPopover, grid);
  gtk_widget_class_bind_template_child (widget_class, StetCharacterPopover, name);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cell_cb);
}

static void
stet_character_popover_init (StetCharacterPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shown = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

StetCharacterPopover *
stet_character_popover_new (void)
{
  return g_object_new (STET_TYPE_CHARACTER_POPOVER, NULL);
}
