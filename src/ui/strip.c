/* One message at a time. Layer: ui, main thread. */
#include "config.h"

#include "ui/strip.h"

#include "base/text.h"

#define CALM_SECONDS 8
#define TEXT_CHARS_MAX 1000

struct _StetStrip
{
  GtkWidget       parent_instance;
  GtkRevealer    *revealer;
  GtkWidget      *box;
  GtkImage       *icon;
  GtkLabel       *label;
  GtkProgressBar *progress;
  GtkEntry       *entry;
  GtkButton      *action;
  GtkButton      *other;
  GtkWidget      *key;
  GtkWidget      *close;
  StetStripFunc   func;
  StetStripFunc   other_func;
  gpointer        data;
  guint           entry_chars_min;
  char           *entry_hint;
  gboolean        stays;
  guint           calm_timer;
};

G_DEFINE_FINAL_TYPE (StetStrip, stet_strip, GTK_TYPE_WIDGET)

static void
action_cb (StetStrip *self)
{
  gboolean asks = gtk_widget_get_visible (GTK_WIDGET (self->entry));
  g_autofree char *text
      = asks ? g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)))) : NULL;
  StetStripFunc func = self->func;

  if (asks && g_utf8_strlen (text, -1) < self->entry_chars_min)
    {
      if (self->entry_hint)
        gtk_label_set_label (self->label, self->entry_hint);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      return;
    }
  stet_strip_hide (self);
  if (func)
    func (text, self->data);
}

static void
other_cb (StetStrip *self)
{
  StetStripFunc func = self->other_func;

  stet_strip_hide (self);
  if (func)
    func (NULL, self->data);
}

static gboolean
calm_timer_cb (gpointer data)
{
  StetStrip *self = data;

  self->calm_timer = 0;
  stet_strip_hide (self);
  return G_SOURCE_REMOVE;
}

gboolean
stet_strip_asks_secret (StetStrip *self)
{
  return stet_strip_is_shown (self) && gtk_widget_get_visible (GTK_WIDGET (self->entry))
         && !gtk_entry_get_visibility (self->entry);
}

gboolean
stet_strip_focus_entry (StetStrip *self)
{
  return stet_strip_is_shown (self) && gtk_widget_get_visible (GTK_WIDGET (self->entry))
         && gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* A note or a name in it may be anybody's. */
static void
show_text (StetStrip *self, const char *text)
{
  g_autofree char *line = stet_text_shown_line (text, TEXT_CHARS_MAX);

  gtk_label_set_label (self->label, line);
}

void
stet_strip_show (StetStrip *self, const StetStripMessage *message)
{
  if (message->tone == STET_TONE_CALM && !message->action && stet_strip_asks_secret (self))
    return;
  g_clear_handle_id (&self->calm_timer, g_source_remove);
  /* What asks for nothing leaves by itself. */
  if (message->tone == STET_TONE_CALM && !message->action && !message->entry)
    self->calm_timer = g_timeout_add_seconds (CALM_SECONDS, calm_timer_cb, self);
  gtk_widget_remove_css_class (self->box, "calm");
  gtk_widget_remove_css_class (self->box, "go");
  if (message->tone != STET_TONE_LOOK)
    gtk_widget_add_css_class (self->box, message->tone == STET_TONE_GO ? "go" : "calm");
  gtk_image_set_from_icon_name (self->icon,
                                message->icon ? message->icon : "dialog-information-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), message->icon != NULL);
  show_text (self, message->text);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), message->progress <= 0 && !message->entry);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), message->progress > 0);
  gtk_progress_bar_set_fraction (self->progress, message->progress);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), message->entry != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (message->entry)
    {
      gtk_entry_set_placeholder_text (self->entry, message->entry);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      message->entry, -1);
    }
  gtk_entry_set_visibility (self->entry, !message->entry_secret);
  gtk_entry_set_input_purpose (self->entry, message->entry_secret ? GTK_INPUT_PURPOSE_PASSWORD
                                                                  : GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_widget_set_visible (GTK_WIDGET (self->action), message->action != NULL);
  gtk_button_set_label (self->action, message->action ? message->action : "");
  gtk_widget_set_visible (GTK_WIDGET (self->other), message->other != NULL);
  gtk_button_set_label (self->other, message->other ? message->other : "");
  self->other_func = message->other_func;
  gtk_widget_set_visible (self->key, message->progress > 0);
  gtk_widget_set_visible (self->close, !message->stays);
  self->func = message->func;
  self->data = message->data;
  self->entry_chars_min = message->entry_chars_min;
  g_free (self->entry_hint);
  self->entry_hint = g_strdup (message->entry_hint);
  self->stays = message->stays;
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  if (message->entry && !message->entry_secret)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
stet_strip_count (StetStrip *self, const char *text, double progress)
{
  show_text (self, text);
  gtk_progress_bar_set_fraction (self->progress, progress);
}

void
stet_strip_hide (StetStrip *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean had_focus = focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  g_clear_handle_id (&self->calm_timer, g_source_remove);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
  if (had_focus)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-page", NULL);
}

gboolean
stet_strip_is_shown (StetStrip *self)
{
  return gtk_revealer_get_reveal_child (self->revealer);
}

gboolean
stet_strip_dismiss (StetStrip *self)
{
  if (!stet_strip_is_shown (self) || self->stays)
    return FALSE;
  stet_strip_hide (self);
  return TRUE;
}

static void
strip_dispose (GObject *object)
{
  g_clear_handle_id (&STET_STRIP (object)->calm_timer, g_source_remove);
  g_clear_pointer (&STET_STRIP (object)->entry_hint, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_STRIP);
  G_OBJECT_CLASS (stet_strip_parent_class)->dispose (object);
}

static void
stet_strip_class_init (StetStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = strip_dispose;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/strip.ui");
  gtk_widget_class_bind_template_child (widget_class, StetStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, box);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, icon);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, label);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, progress);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, entry);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, action);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, other);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, key);
  gtk_widget_class_bind_template_child (widget_class, StetStrip, close);
  gtk_widget_class_bind_template_callback (widget_class, action_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_cb);
  gtk_widget_class_bind_template_callback (widget_class, stet_strip_hide);
}

static void
stet_strip_init (StetStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
