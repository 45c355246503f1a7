/* The doctor's report beside the story. Layer: ui, main thread. */
#include "config.h"

#include "ui/connection-panel.h"

#include <glib/gi18n.h>

struct _StetConnectionPanel
{
  GtkBox      parent_instance;
  GtkLabel   *summary;
  GtkBox     *rows;
  GtkSpinner *spinner;
  GtkWidget  *stop;
  GtkWidget  *again;
  GtkWidget  *copy;
  char       *text; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (StetConnectionPanel, stet_connection_panel, GTK_TYPE_BOX)

static void
clear_rows (StetConnectionPanel *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, child);
}

static void
set_busy (StetConnectionPanel *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->stop, busy);
  gtk_widget_set_visible (self->again, !busy);
  gtk_widget_set_visible (self->copy, !busy && self->text);
}

static void
append_label (GtkWidget *box, const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
}

/* The verdict is a word, a sign and, for what asks for a look, a card of its own. */
static GtkWidget *
row_new (const StetDoctorStep *step)
{
  static const char *const icons[] = { "list-remove-symbolic", "object-select-symbolic",
                                       "dialog-information-symbolic", "dialog-warning-symbolic" };
  gboolean calm = step->verdict == STET_VERDICT_FINE || step->verdict == STET_VERDICT_SKIPPED;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *title = g_strdup_printf ("%s: %s", stet_floor_words (step->floor),
                                            stet_verdict_words (step->verdict));

  if (!calm)
    gtk_widget_add_css_class (row, "card");
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icons[step->verdict]));
  append_label (line, title, calm ? "small-text" : "card-title");
  gtk_box_append (GTK_BOX (row), line);
  if (calm)
    {
      gtk_widget_set_tooltip_text (row, step->text);
      return row;
    }
  append_label (row, step->text, "small-text");
  if (step->ask != STET_ASK_NOBODY)
    append_label (row, stet_ask_words (step->ask), "strong");
  if (step->next)
    append_label (row, step->next, "small-text");
  return row;
}

void
stet_connection_panel_wait (StetConnectionPanel *self)
{
  clear_rows (self);
  g_clear_pointer (&self->text, g_free);
  gtk_label_set_label (self->summary, _("Looking at the way to the site."));
  set_busy (self, TRUE);
}

void
stet_connection_panel_show (StetConnectionPanel *self, const StetDoctorReport *report)
{
  StetFloor broken = report ? stet_doctor_broken (report) : STET_N_FLOORS;

  clear_rows (self);
  g_clear_pointer (&self->text, g_free);
  if (!report)
    gtk_label_set_label (self->summary, _("It was stopped."));
  else if (broken == STET_N_FLOORS)
    gtk_label_set_label (self->summary, _("The site can be reached and works."));
  else
    gtk_label_set_label (self->summary, ((StetDoctorStep *) report->steps->pdata[broken])->text);
  for (guint i = 0; report && i < report->steps->len; i++)
    gtk_box_append (self->rows, row_new (report->steps->pdata[i]));
  self->text = report ? stet_doctor_text (report) : NULL;
  set_busy (self, FALSE);
}

const char *
stet_connection_panel_text (StetConnectionPanel *self)
{
  return self->text;
}

static void
connection_panel_dispose (GObject *object)
{
  g_clear_pointer (&STET_CONNECTION_PANEL (object)->text, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_CONNECTION_PANEL);
  G_OBJECT_CLASS (stet_connection_panel_parent_class)->dispose (object);
}

static void
stet_connection_panel_class_init (StetConnectionPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = connection_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/connection-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, StetConnectionPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, StetConnectionPanel, rows);
  gtk_widget_class_bind_template_child (widget_class, StetConnectionPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, StetConnectionPanel, stop);
  gtk_widget_class_bind_template_child (widget_class, StetConnectionPanel, again);
  gtk_widget_class_bind_template_child (widget_class, StetConnectionPanel, copy);
}

static void
stet_connection_panel_init (StetConnectionPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
