/* Compositions in texts and entries. Layer: ui, main thread. See composing.h. */
#include "config.h"

#include "ui/composing.h"

static G_DEFINE_QUARK (stet-composing, composing)

enum { NOTHING = 1, OPEN };

static void
set_state (GtkWidget *text, int state)
{
  g_object_set_qdata (G_OBJECT (text), composing_quark (), GINT_TO_POINTER (state));
}

static void
preedit_cb (GtkWidget *text, const char *preedit, gpointer data)
{
  set_state (text, preedit && *preedit ? OPEN : NOTHING);
}

/* A click moves the caret, with no more than a reset before it. */
static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkWidget *text)
{
  stet_composing_finish (text);
}

void
stet_composing_watch (GtkWidget *focus)
{
  GtkGesture *click;

  if (!GTK_IS_TEXT (focus) && !GTK_IS_TEXT_VIEW (focus))
    return;
  if (g_object_get_qdata (G_OBJECT (focus), composing_quark ()))
    return;
  set_state (focus, NOTHING);
  g_signal_connect (focus, "preedit-changed", G_CALLBACK (preedit_cb), NULL);
  click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), focus);
  gtk_widget_add_controller (focus, GTK_EVENT_CONTROLLER (click));
}

/* (nullable) (borrowed) */
static GtkWidget *
composing_text (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus
      && GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (focus), composing_quark ())) == OPEN)
    return focus;
  return NULL;
}

gboolean
stet_composing (GtkWidget *widget)
{
  return composing_text (widget) != NULL;
}

void
stet_composing_finish (GtkWidget *widget)
{
  GtkWidget *text = composing_text (widget);

  /* A reset has some input methods forget what was composed. What ends it as the loss of the focus
   * would, without a loss of the focus, is this: the text is closed and opened again. */
  for (guint editable = 0; text && editable <= 1; editable++)
    g_object_set (text, "editable", editable, NULL);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);
  g_autofree char *key = NULL;
  g_auto (GStrv) actions = NULL;

  if (!application || !stet_composing (GTK_WIDGET (window)))
    return FALSE;
  key = gtk_accelerator_name (gdk_keyval_to_lower (keyval),
                              state & gtk_accelerator_get_default_mod_mask ());
  actions = gtk_application_get_actions_for_accel (application, key);
  if (actions[0])
    stet_composing_finish (GTK_WIDGET (window));
  return FALSE;
}

void
stet_composing_guard (GtkWindow *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}
