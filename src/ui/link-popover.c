/* An address or a story for a link. Layer: ui, main thread. See link-popover.h. */
#include "config.h"

#include "ui/link-popover.h"
#include "ui/composing.h"

#include "article/format.h"
#include "store/store.h"

#include <glib/gi18n.h>

#define WANTED_AFTER_MS 120

struct _StetLinkPopover
{
  GtkPopover  parent_instance;
  GtkEntry   *entry;
  GtkListBox *list;
  GtkWidget  *scroll;
  GtkLabel   *hint;
  GtkWidget  *remove;
  gboolean    has_link;
  char       *offered; /* (nullable) the address in the clipboard */
  guint       timer;
};

G_DEFINE_FINAL_TYPE (StetLinkPopover, stet_link_popover, GTK_TYPE_POPOVER)

enum { WANTED, CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
typed (StetLinkPopover *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
choose (StetLinkPopover *self, const char *address, const char *title)
{
  g_autofree char *own_address = g_strdup (address), *own_title = g_strdup (title);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, own_address, own_title);
}

/* --- the list --- */

static void
add_row (StetLinkPopover *self, const char *title, const char *address, gboolean with_title)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *above = gtk_label_new (title), *below = gtk_label_new (address);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, address);

  gtk_label_set_xalign (GTK_LABEL (above), 0);
  gtk_label_set_xalign (GTK_LABEL (below), 0);
  gtk_label_set_ellipsize (GTK_LABEL (above), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (below), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (below, "quiet");
  gtk_widget_add_css_class (below, "small-text");
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), below);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "address", g_strdup (address), g_free);
  if (with_title)
    g_object_set_data_full (G_OBJECT (row), "title", g_strdup (title), g_free);
  gtk_list_box_append (self->list, row);
}

static void
clear_list (StetLinkPopover *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
}

/* The entry keeps the keyboard: the list follows, and whoever does not see it is told. */
static void
select_row (StetLinkPopover *self, GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
  graphene_rect_t bounds;

  if (!row)
    return;
  gtk_list_box_select_row (self->list, row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  if (adjustment && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

/* With nothing typed, what Return takes is the address from the clipboard, unless there is a link
 * to be edited. */
static void
show_list (StetLinkPopover *self, GPtrArray *rows)
{
  gboolean empty = *typed (self) == '\0';

  clear_list (self);
  if (self->offered && empty)
    add_row (self, _("From the clipboard"), self->offered, FALSE);
  for (guint i = 0; rows && i < rows->len; i++)
    {
      StetStoryRow *row = rows->pdata[i];

      add_row (self, row->headline, row->url, TRUE);
    }
  gtk_widget_set_visible (self->scroll, gtk_list_box_get_row_at_index (self->list, 0) != NULL);
  if ((self->offered && empty && !self->has_link) || (!empty && rows && rows->len > 0))
    select_row (self, gtk_list_box_get_row_at_index (self->list, 0));
}

void
stet_link_popover_suggest (StetLinkPopover *self, const char *words, GPtrArray *rows)
{
  if (g_strcmp0 (words, typed (self)) == 0)
    show_list (self, rows);
}

/* --- what is typed --- */

static gboolean
wanted_cb (gpointer data)
{
  StetLinkPopover *self = data;
  g_autofree char *words = g_strdup (typed (self));

  self->timer = 0;
  g_signal_emit (self, signals[WANTED], 0, words);
  return G_SOURCE_REMOVE;
}

/* What will stand in the story, where that is not what was typed. */
static void
show_hint (StetLinkPopover *self, const char *address)
{
  g_autofree char *text = address && g_strcmp0 (address, typed (self)) != 0
                            ? g_strdup_printf (_("Leads to %s"), address) : NULL;

  gtk_label_set_label (self->hint, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static void
changed_cb (StetLinkPopover *self)
{
  g_autofree char *address = stet_href_parse (typed (self));

  show_hint (self, address);
  g_clear_handle_id (&self->timer, g_source_remove);
  show_list (self, NULL); /* what stood there was for other words */
  if (!address)
    self->timer = g_timeout_add (WANTED_AFTER_MS, wanted_cb, self);
}

static void
row_cb (StetLinkPopover *self, GtkListBoxRow *row)
{
  choose (self, g_object_get_data (G_OBJECT (row), "address"),
          g_object_get_data (G_OBJECT (row), "title"));
}

static void
set_cb (StetLinkPopover *self)
{
  g_autofree char *address = stet_href_parse (typed (self));
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (address)
    choose (self, address, NULL);
  else if (row)
    row_cb (self, row);
  else if (*typed (self) == '\0')
    choose (self, NULL, NULL);
  else
    {
      gtk_label_set_label (self->hint,
                           _("No address, and no story of yours with a page has these words."));
      gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
    }
}

static void
remove_cb (StetLinkPopover *self)
{
  choose (self, NULL, NULL);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetLinkPopover *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row ? gtk_list_box_row_get_index (row) : -1;

  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_Up) || stet_composing (GTK_WIDGET (self))
      || (state & gtk_accelerator_get_default_mod_mask ()))
    return FALSE;
  select_row (self, gtk_list_box_get_row_at_index (self->list,
                                                   at + (keyval == GDK_KEY_Down ? 1 : -1)));
  return TRUE;
}

/* --- opening --- */

static void
clipboard_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetLinkPopover) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *address = text && strstr (text, "://") ? stet_href_parse (text) : NULL;

  if (!address)
    return;
  g_free (self->offered);
  self->offered = g_steal_pointer (&address);
  if (*typed (self) == '\0')
    show_list (self, NULL);
}

void
stet_link_popover_open (StetLinkPopover *self, const char *href)
{
  g_clear_pointer (&self->offered, g_free);
  self->has_link = href != NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), href ? href : "");
  g_clear_handle_id (&self->timer, g_source_remove);
  show_hint (self, NULL);
  show_list (self, NULL);
  gtk_widget_set_visible (self->remove, href != NULL);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, clipboard_cb,
                                 g_object_ref (self));
}

static void
link_popover_dispose (GObject *object)
{
  StetLinkPopover *self = STET_LINK_POPOVER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->offered, g_free);
  G_OBJECT_CLASS (stet_link_popover_parent_class)->dispose (object);
}

static void
stet_link_popover_class_init (StetLinkPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = link_popover_dispose;
  signals[WANTED] = g_signal_new ("wanted", STET_TYPE_LINK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHOSEN] = g_signal_new ("chosen", STET_TYPE_LINK_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/link-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, StetLinkPopover, entry);
  gtk_widget_class_bind_template_child (widget_class, StetLinkPopover, list);
  gtk_widget_class_bind_template_child (widget_class, StetLinkPopover, scroll);
  gtk_widget_class_bind_template_child (widget_class, StetLinkPopover, hint);
  gtk_widget_class_bind_template_child (widget_class, StetLinkPopover, remove);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
stet_link_popover_init (StetLinkPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

StetLinkPopover *
stet_link_popover_new (void)
{
  return g_object_new (STET_TYPE_LINK_POPOVER, NULL);
}
