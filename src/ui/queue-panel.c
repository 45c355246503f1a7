/* The outbox in words. Layer: ui, main thread. */
#include "config.h"

#include "ui/queue-panel.h"

#include "app/words.h"

#include <glib/gi18n.h>

struct _StetQueuePanel
{
  GtkBox    parent_instance;
  GtkLabel *summary;
  GtkBox   *rows;
};

G_DEFINE_FINAL_TYPE (StetQueuePanel, stet_queue_panel, GTK_TYPE_BOX)

static GtkWidget *
label_new (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, css);
  return label;
}

static const char *
state_words (const StetIntent *intent)
{
  if (intent->hold != STET_HOLD_NONE)
    return stet_words_for_hold (intent->hold);
  if (intent->sent)
    return _("No answer came back. The site is read first; nothing is sent twice.");
  return _("Waits for its turn");
}

static void
cancel_cb (GtkWidget *button, StetQueuePanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.cancel-intent", "s",
                              g_object_get_data (G_OBJECT (button), "id"));
}

static GtkWidget *
row_new (StetQueuePanel *self, const StetIntent *intent)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *cancel;

  gtk_widget_add_css_class (card, "card");
  gtk_box_append (GTK_BOX (card), label_new (stet_words_for_act (intent->kind), "card-title"));
  gtk_box_append (GTK_BOX (card), label_new (state_words (intent), "small-text"));
  if (intent->sent)
    return card;
  cancel = gtk_button_new_with_label (_("Take back"));
  gtk_widget_set_halign (cancel, GTK_ALIGN_START);
  gtk_widget_add_css_class (cancel, "ghost");
  g_object_set_data_full (G_OBJECT (cancel), "id", g_strdup (intent->id), g_free);
  g_signal_connect (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_append (GTK_BOX (card), cancel);
  return card;
}

void
stet_queue_panel_show (StetQueuePanel *self, GPtrArray *intents)
{
  g_autofree char *summary = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, child);
  for (guint i = 0; i < intents->len; i++)
    gtk_box_append (self->rows, row_new (self, intents->pdata[i]));
  summary = intents->len == 0
                ? g_strdup (_("Nothing waits."))
                : g_strdup_printf (ngettext ("%u thing waits to go out.",
                                             "%u things wait to go out.", intents->len),
                                   intents->len);
  gtk_label_set_label (self->summary, summary);
}

static void
queue_panel_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_QUEUE_PANEL);
  G_OBJECT_CLASS (stet_queue_panel_parent_class)->dispose (object);
}

static void
stet_queue_panel_class_init (StetQueuePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = queue_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/queue-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, StetQueuePanel, summary);
  gtk_widget_class_bind_template_child (widget_class, StetQueuePanel, rows);
}

static void
stet_queue_panel_init (StetQueuePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
