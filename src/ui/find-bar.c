/* The line of find and replace. Layer: ui, main thread. */
#include "config.h"

#include "ui/find-bar.h"
#include "ui/composing.h"

#include <glib/gi18n.h>

struct _StetFindBar
{
  GtkBox              parent_instance;
  GtkEditable        *text;
  GtkLabel           *count;
  GtkToggleButton    *cased;
  GtkToggleButton    *accents;
  GtkToggleButton    *whole;
  GtkToggleButton    *regex;
  GtkWidget          *replacing;
  GtkEditable        *replacement;
  GtkWidget          *all;
  GtkWidget          *preview;
  GtkListView        *list;
  GtkSingleSelection *selection; /* (owned) over a list of strings: one a hit, as markup */
  gboolean            opening;
};

G_DEFINE_FINAL_TYPE (StetFindBar, stet_find_bar, GTK_TYPE_BOX)

/* --- what is asked --- */

static void
changed_cb (StetFindBar *self)
{
  if (!self->opening)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.find-changed", NULL);
}

static void
next_cb (StetFindBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.find-next", NULL);
}

static void
replace_cb (StetFindBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.replace", NULL);
}

static void
row_cb (StetFindBar *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.find-go", "u", position);
}

/* Each switch has a key of its own while the keyboard is in the bar. */
static gboolean
switch_key (StetFindBar *self, guint keyval)
{
  const struct { guint key; GtkToggleButton *button; } rows[] = {
    { GDK_KEY_c, self->cased },
    { GDK_KEY_a, self->accents },
    { GDK_KEY_w, self->whole },
    { GDK_KEY_r, self->regex },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].key == gdk_keyval_to_lower (keyval))
      {
        gtk_toggle_button_set_active (rows[i].button,
                                      !gtk_toggle_button_get_active (rows[i].button));
        return TRUE;
      }
  return FALSE;
}

static gboolean
key_cb (StetFindBar *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if (stet_composing (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.find-close", NULL);
  else if (held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK) && gdk_keyval_to_lower (keyval) == GDK_KEY_h)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.replace-all", NULL);
  else if (held == GDK_ALT_MASK && switch_key (self, keyval))
    return GDK_EVENT_STOP;
  else if (keyval == GDK_KEY_Return && (state & GDK_SHIFT_MASK)
           && !(state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.find-previous", NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

StetFindOptions
stet_find_bar_options (StetFindBar *self)
{
  return (StetFindOptions) {
    .text = gtk_editable_get_text (self->text),
    .regex = gtk_toggle_button_get_active (self->regex),
    .cased = gtk_toggle_button_get_active (self->cased),
    .accents = gtk_toggle_button_get_active (self->accents),
    .whole = gtk_toggle_button_get_active (self->whole),
  };
}

const char *
stet_find_bar_replacement (StetFindBar *self)
{
  return gtk_widget_get_visible (self->replacing) ? gtk_editable_get_text (self->replacement)
                                                  : NULL;
}

void
stet_find_bar_open (StetFindBar *self, gboolean replacing, const char *text)
{
  self->opening = TRUE;
  if (text)
    gtk_editable_set_text (self->text, text);
  gtk_widget_set_visible (self->replacing, replacing);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  gtk_editable_select_region (self->text, 0, -1);
  self->opening = FALSE;
  changed_cb (self);
}

gboolean
stet_find_bar_has_focus (StetFindBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* --- what was found --- */

/* "Body, paragraph 3: the old words ⟶ the new ones after" as markup. */
static char *
row_markup (const StetHit *hit)
{
  g_autofree char *place = stet_find_place (&hit->field);
  const char *to = hit->replacement ? hit->replacement : "";

  return g_markup_printf_escaped ("<b>%s</b>  %s<s>%s</s>%s<u>%s</u>%s", place, hit->before,
                                  hit->match, *to ? "\302\240" : "", to, hit->after);
}

static void
show_preview (StetFindBar *self, StetFound *found, int at)
{
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  gboolean shown = found && found->hits->len > 0 && stet_find_bar_replacement (self);

  for (guint i = 0; shown && i < found->hits->len; i++)
    gtk_string_list_take (rows, row_markup (found->hits->pdata[i]));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (rows));
  gtk_widget_set_visible (self->preview, shown);
  if (shown && at >= 0)
    {
      gtk_single_selection_set_selected (self->selection, at);
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
    }
}

static char *
count_text (StetFound *found, int at)
{
  guint n = found->hits->len;
  const char *more = found->cut ? "+" : "";

  if (found->gave_up && n == 0)
    return g_strdup (_("Too much work"));
  if (n == 0)
    return g_strdup (_("Nothing"));
  if (at < 0)
    return g_strdup_printf (ngettext ("%u%s place", "%u%s places", n), n, more);
  return g_strdup_printf (_("%u of %u%s"), at + 1, n, more);
}

static void
show_count (StetFindBar *self, const char *text, gboolean trouble)
{
  gtk_label_set_label (self->count, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count), trouble ? text : NULL);
  if (trouble)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "c-look");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "c-look");
}

void
stet_find_bar_show (StetFindBar *self, StetFound *found, int at)
{
  g_autofree char *text = found ? count_text (found, at) : g_strdup ("");

  show_count (self, text, found && found->hits->len == 0);
  show_preview (self, found, at);
}

void
stet_find_bar_refuse (StetFindBar *self, const char *why)
{
  show_count (self, why, TRUE);
  show_preview (self, NULL, -1);
}

/* --- life --- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_use_markup (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkStringObject *row = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (row));
}

static void
find_bar_dispose (GObject *object)
{
  g_clear_object (&STET_FIND_BAR (object)->selection);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_FIND_BAR);
  G_OBJECT_CLASS (stet_find_bar_parent_class)->dispose (object);
}

static void
stet_find_bar_class_init (StetFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = find_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, text);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, cased);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, accents);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, whole);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, regex);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, replacing);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, replacement);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, all);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, preview);
  gtk_widget_class_bind_template_child (widget_class, StetFindBar, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
stet_find_bar_init (StetFindBar *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

StetFindBar *
stet_find_bar_new (void)
{
  return g_object_new (STET_TYPE_FIND_BAR, NULL);
}
