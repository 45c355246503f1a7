/* The reason for letting a finding stand. Layer: ui, main thread. */
#include "config.h"

#include "ui/stand-popover.h"

#include "base/text.h"

#include <glib/gi18n.h>

struct _StetStandPopover
{
  GtkPopover      parent_instance;
  char           *finding;
  GtkLabel       *title;
  GtkLabel       *hint;
  GtkEntry       *reason;
  GtkCheckButton *this_one;
  GtkCheckButton *whole_story;
  GtkCheckButton *whole_desk;
};

G_DEFINE_FINAL_TYPE (StetStandPopover, stet_stand_popover, GTK_TYPE_POPOVER)

static const char *
scope_of (StetStandPopover *self)
{
  if (gtk_check_button_get_active (self->whole_desk))
    return "desk";
  return gtk_check_button_get_active (self->whole_story) ? "story" : "finding";
}

static void
stand_cb (StetStandPopover *self)
{
  g_autofree char *reason = stet_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
  guint chars = stet_text_count_chars (reason);

  if (chars < STET_REASON_CHARS_MIN)
    {
      g_autofree char *hint = g_strdup_printf (_("%u of 10 characters. Say a little more."), chars);

      gtk_label_set_label (self->hint, hint);
      gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.stand", "(sss)", self->finding, reason,
                              scope_of (self));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
reason_changed_cb (StetStandPopover *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
}

static void
ready_cb (GtkButton *button, StetStandPopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->reason), gtk_button_get_label (button));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        StetStandPopover *self)
{
  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || !(state & GDK_CONTROL_MASK))
    return FALSE;
  stand_cb (self);
  return TRUE;
}

static void
stand_popover_dispose (GObject *object)
{
  g_clear_pointer (&STET_STAND_POPOVER (object)->finding, g_free);
  G_OBJECT_CLASS (stet_stand_popover_parent_class)->dispose (object);
}

static void
stet_stand_popover_class_init (StetStandPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stand_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/stand-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, StetStandPopover, title);
  gtk_widget_class_bind_template_child (widget_class, StetStandPopover, hint);
  gtk_widget_class_bind_template_child (widget_class, StetStandPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, StetStandPopover, this_one);
  gtk_widget_class_bind_template_child (widget_class, StetStandPopover, whole_story);
  gtk_widget_class_bind_template_child (widget_class, StetStandPopover, whole_desk);
  gtk_widget_class_bind_template_callback (widget_class, stand_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
}

static void
stet_stand_popover_init (StetStandPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
stet_stand_popover_new (const StetFinding *finding, StetReach reach)
{
  StetStandPopover *self = g_object_new (STET_TYPE_STAND_POPOVER, NULL);
  g_autofree char *title
      = g_strdup_printf (_("Let it stand: %s"), finding->title ? finding->title : finding->rule);

  self->finding = g_strdup (finding->id);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->whole_desk), reach == STET_REACH_DESK);
  return GTK_WIDGET (self);
}
