/* The field, the rows that fit, and the keys. Layer: ui, main thread. */
#include "config.h"

#include "ui/palette.h"
#include "ui/composing.h"

#include "app/match.h"
#include "base/text.h"

#include <glib/gi18n.h>

#define LABEL_CHARS_MAX 300
#define ROWS_MAX 8 /* of one section */

typedef struct
{
  StetSection section;
  char *title, *detail, *keys, *id, *why_not; /* (owned) (nullable) but title, id */
  char *folded;
  int   score;
  guint at;
} Entry;

struct _StetPalette
{
  GtkBox      parent_instance;
  GPtrArray  *entries; /* of Entry */
  StetSection narrowed;
  GtkWidget  *field;
  GtkListBox *list;
  GtkLabel   *narrowed_label;
};

G_DEFINE_FINAL_TYPE (StetPalette, stet_palette, GTK_TYPE_BOX)

enum { CHOSEN, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->title);
  g_free (entry->detail);
  g_free (entry->keys);
  g_free (entry->id);
  g_free (entry->why_not);
  g_free (entry->folded);
  g_free (entry);
}

static const char *
section_name (StetSection section)
{
  static const char *const names[STET_SECTIONS]
      = { NC_("palette", "Everything"), NC_("palette", "Do"), NC_("palette", "Stories"),
          NC_("palette", "House style"), NC_("palette", "People") };

  return g_dpgettext2 (NULL, "palette", names[section]);
}

/* --- rows --- */

static GtkWidget *
label_new (const char *text, const char *css)
{
  g_autofree char *line = text ? stet_text_shown_line (text, LABEL_CHARS_MAX) : NULL;
  GtkWidget *label = gtk_label_new (line);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css)
    gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
row_new (const Entry *entry)
{
  static const char *const icons[STET_SECTIONS]
      = { "", "system-run-symbolic", "text-x-generic-symbolic", "accessories-dictionary-symbolic",
          "avatar-default-symbolic" };
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *detail = label_new (entry->why_not ? entry->why_not : entry->detail, "quiet");
  g_autofree char *name = g_strjoin (", ", entry->title,
                                     entry->why_not  ? entry->why_not
                                     : entry->detail ? entry->detail
                                                     : "",
                                     NULL);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icons[entry->section]));
  gtk_box_append (GTK_BOX (box), label_new (entry->title, entry->why_not ? "quiet" : NULL));
  gtk_widget_add_css_class (detail, "small-text");
  gtk_widget_set_hexpand (detail, TRUE);
  gtk_box_append (GTK_BOX (box), detail);
  if (entry->keys)
    gtk_box_append (GTK_BOX (box), label_new (entry->keys, "key"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "entry", (gpointer) entry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  Entry *entry = g_object_get_data (G_OBJECT (row), "entry");
  Entry *other = before ? g_object_get_data (G_OBJECT (before), "entry") : NULL;
  GtkWidget *label;

  if (other && other->section == entry->section)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = label_new (section_name (entry->section), "palette-section");
  gtk_list_box_row_set_header (row, label);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(const Entry *const *) a, *other = *(const Entry *const *) b;

  if (one->section != other->section)
    return (int) one->section - (int) other->section;
  if (!one->why_not != !other->why_not)
    return one->why_not ? 1 : -1;
  return one->score != other->score ? other->score - one->score : (int) one->at - (int) other->at;
}

static void
select_row (StetPalette *self, GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
  graphene_rect_t bounds;

  if (!row)
    return;
  gtk_list_box_select_row (self->list, row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->field),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  if (adjustment && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
show (StetPalette *self)
{
  g_autofree char *query = stet_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->field)));
  g_autoptr (GPtrArray) fit = g_ptr_array_new ();
  guint n[STET_SECTIONS] = { 0 };
  GtkListBoxRow *row;

  g_strstrip (query);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      /* Rules are looked for; nobody reads down four hundred of them. */
      if ((self->narrowed && entry->section != self->narrowed)
          || (*query == '\0' && !self->narrowed && entry->section == STET_SECTION_RULES))
        continue;
      entry->score = *query ? stet_match_score (query, entry->folded) : 1;
      if (entry->score > 0)
        g_ptr_array_add (fit, entry);
    }
  g_ptr_array_sort (fit, compare);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < fit->len; i++)
    {
      Entry *entry = fit->pdata[i];

      if (n[entry->section]++ < (self->narrowed ? 5 * ROWS_MAX : ROWS_MAX))
        gtk_list_box_append (self->list, row_new (entry));
    }
  gtk_label_set_label (self->narrowed_label, section_name (self->narrowed));
  gtk_widget_set_visible (GTK_WIDGET (self->narrowed_label), self->narrowed != STET_SECTION_ALL);
  select_row (self, gtk_list_box_get_row_at_index (self->list, 0));
}

/* --- keys --- */

static void
choose (StetPalette *self, GtkListBoxRow *row)
{
  Entry *entry = row ? g_object_get_data (G_OBJECT (row), "entry") : NULL;

  if (entry)
    g_signal_emit (self, signals[CHOSEN], 0, (int) entry->section, entry->id);
}

static void
step (StetPalette *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row ? gtk_list_box_row_get_index (row) + by : 0;

  select_row (self, gtk_list_box_get_row_at_index (self->list, MAX (at, 0)));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        StetPalette *self)
{
  if (stet_composing (GTK_WIDGET (self)))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Escape:
      g_signal_emit (self, signals[CLOSED], 0);
      return TRUE;
    case GDK_KEY_Return: case GDK_KEY_KP_Enter:
      choose (self, gtk_list_box_get_selected_row (self->list));
      return TRUE;
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      step (self, 1);
      return TRUE;
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      step (self, -1);
      return TRUE;
    case GDK_KEY_Tab: case GDK_KEY_ISO_Left_Tab:
      self->narrowed
          = (self->narrowed
             + (keyval == GDK_KEY_Tab && !(state & GDK_SHIFT_MASK) ? 1 : STET_SECTIONS - 1))
            % STET_SECTIONS;
      show (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- what it holds --- */

void
stet_palette_clear (StetPalette *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_ptr_array_set_size (self->entries, 0);
}

void
stet_palette_add (StetPalette *self, const StetPaletteEntry *given)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autofree char *whole = g_strjoin (
      " ", given->title, given->section == STET_SECTION_STORIES ? "" : given->detail, NULL);

  entry->section = given->section;
  entry->title = g_strdup (given->title);
  entry->detail = g_strdup (given->detail);
  entry->keys = g_strdup (given->keys);
  entry->id = g_strdup (given->id);
  entry->why_not = g_strdup (given->why_not);
  entry->folded = stet_text_fold (whole);
  entry->at = self->entries->len;
  g_ptr_array_add (self->entries, entry);
}

void
stet_palette_open (StetPalette *self, StetSection section)
{
  self->narrowed = section;
  gtk_editable_set_text (GTK_EDITABLE (self->field), "");
  show (self);
  gtk_widget_grab_focus (self->field);
}

static void
palette_dispose (GObject *object)
{
  StetPalette *self = STET_PALETTE (object);

  if (self->entries)
    stet_palette_clear (self);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_PALETTE);
  G_OBJECT_CLASS (stet_palette_parent_class)->dispose (object);
}

static void
stet_palette_class_init (StetPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = palette_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", STET_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", STET_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, StetPalette, field);
  gtk_widget_class_bind_template_child (widget_class, StetPalette, list);
  gtk_widget_class_bind_template_child (widget_class, StetPalette, narrowed_label);
  gtk_widget_class_bind_template_callback (widget_class, show);
  gtk_widget_class_bind_template_callback (widget_class, choose);
}

static void
stet_palette_init (StetPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
