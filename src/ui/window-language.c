/* The language Stet itself speaks, chosen in the window. Messages already shown, GTK's own and
 * those of other threads can't be changed while the program runs, so it begins anew in its own
 * process: saved in order, and with the session as it was. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include "app/interface-language.h"

#define AGAIN_KEY "stet-begins-anew"

static const char *
spoken (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "es") ? "es" : "en";
}

static void
keep_thread (GTask *task, gpointer source, gpointer name, GCancellable *cancellable)
{
  g_autofree char *dir = stet_workspace_default_dir ();
  g_autoptr (GError) error = NULL;

  if (stet_interface_language_keep (dir, name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetWindow *self = STET_WINDOW (source);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      stet_window_tell_error (self, error);
      return;
    }
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "interface-language")),
      g_variant_new_string (g_task_get_task_data (G_TASK (result))));
  if (!application || g_str_equal (g_task_get_task_data (G_TASK (result)), spoken ()))
    return; /* closed meanwhile: the next start has it */
  stet_windows_set_again (application, TRUE);
  stet_windows_quit (application);
}

static void
language_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *name = g_variant_get_string (parameter, NULL);
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));
  g_autoptr (GTask) task = NULL;

  if (g_str_equal (name, g_variant_get_string (state, NULL)))
    return;
  task = g_task_new (self, NULL, kept_cb, NULL);
  g_task_set_task_data (task, g_strdup (name), g_free);
  g_task_run_in_thread (task, keep_thread);
}

void
stet_windows_set_again (GtkApplication *application, gboolean again)
{
  g_object_set_data (G_OBJECT (application), AGAIN_KEY, GINT_TO_POINTER (again));
}

gboolean
stet_windows_again (GtkApplication *application)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (application), AGAIN_KEY));
}

void
stet_window_add_language_actions (StetWindow *self)
{
  static const GActionEntry entries[]
      = { { "interface-language", language_action, "s", "'system'" } };
  GAction *action;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  action = g_action_map_lookup_action (G_ACTION_MAP (self), "interface-language");
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (stet_interface_language_now ()));
}
