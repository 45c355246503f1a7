/* One program for one data folder: starts the window, and carries out commands that found it open.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/application.h"
#include "ui/resources.h"
#include "ui/window.h"

#include "app/remote.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include <signal.h>

#define BUSY_STATUS 5

#define STET_TYPE_APPLICATION (stet_application_get_type ())
G_DECLARE_FINAL_TYPE (StetApplication, stet_application, STET, APPLICATION, AdwApplication)

struct _StetApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (StetApplication, stet_application, ADW_TYPE_APPLICATION)

static void
first_frame_cb (GdkFrameClock *clock, gpointer window)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, window);
  g_debug ("first frame");
  stet_window_build_pages (window);
}

static void
realize_cb (GtkWidget *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (first_frame_cb), window, 0);
}

static void
show_window (StetApplication *self, gboolean practice)
{
  GtkWindow *front = gtk_application_get_active_window (GTK_APPLICATION (self));
  StetWindow *window;

  if (front)
    {
      gtk_window_present (front);
      return;
    }
  window = stet_window_new (GTK_APPLICATION (self));
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
  stet_window_start (window, practice);
}

static void
application_activate (GApplication *application)
{
  show_window (STET_APPLICATION (application), FALSE);
}

typedef struct { StetApplication *application; GApplicationCommandLine *line; } Served;

static void
served_cb (const GError *error, gpointer data)
{
  Served *served = data;

  StetWorkspace *workspace = stet_windows_workspace (GTK_APPLICATION (served->application));
  int status = workspace ? stet_remote_serve (workspace, served->line) : BUSY_STATUS;

  if (status != 0)
    g_application_command_line_set_exit_status (served->line, status);
  g_object_unref (served->line);
  g_free (served);
}

static int
application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  StetApplication *self = STET_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_auto (GStrv) argv = g_application_command_line_get_arguments (line, NULL);
  gboolean practice = FALSE;
  Served *served;

  g_variant_dict_lookup (options, "practice", "b", &practice);
  if (!argv[0] || !argv[1])
    {
      show_window (self, practice);
      return 0;
    }
  if (!stet_windows_workspace (GTK_APPLICATION (self)))
    {
      g_application_command_line_printerr (
          line, "%s\n", _("Stet is still opening its stories. Try again in a moment."));
      return BUSY_STATUS;
    }
  served = g_new0 (Served, 1);
  served->application = self;
  served->line = g_object_ref (line);
  stet_windows_flush (GTK_APPLICATION (self), served_cb, served);
  return 0;
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_windows_quit (data);
}

/* A session that ends, or a person at a terminal, ends programs by a signal: all is saved as by
 * quitting. */
static gboolean
signal_cb (gpointer application)
{
  stet_windows_quit (application);
  return G_SOURCE_CONTINUE;
}

static void
application_startup (GApplication *application)
{
  static const int ends[] = { SIGTERM, SIGINT, SIGHUP };
  static const GActionEntry entries[] = { { "quit", quit_action } };

  G_APPLICATION_CLASS (stet_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_unix_signal_add (ends[i], signal_cb, application);
  stet_window_add_accels (GTK_APPLICATION (application));
  gtk_window_set_default_icon_name (STET_APP_ID);
}

static int
application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("stet %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "debug"))
    g_log_set_debug_enabled (TRUE);
  return -1;
}

static void
stet_application_class_init (StetApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = application_activate;
  application_class->startup = application_startup;
  application_class->command_line = application_command_line;
  application_class->handle_local_options = application_handle_local_options;
}

static void
stet_application_init (StetApplication *self)
{
  static const GOptionEntry options[]
      = { { "practice", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open with the practice newsroom"),
            NULL },
          { "debug", 0, 0, G_OPTION_ARG_NONE, NULL,
            N_("Tell what is done, without any text of a story"), NULL },
          { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
          { NULL } };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

int
stet_ui_run (int argc, char **argv, gboolean *again)
{
  g_autofree char *id = stet_remote_app_id ();
  GApplication *application;
  int status;

  g_resources_register (stet_ui_get_resource ());
  g_set_application_name (_("Stet"));
  gtk_disable_setlocale (); /* the program did, with the language a person chose */
  /* GTK itself would end the program without a word that helps. */
  if (!gtk_init_check ())
    {
      g_printerr (
          "stet: %s\n",
          _("There is no display here. Give a command (“stet --help” lists them), or start Stet on a "
            "desktop."));
      return 2;
    }
  application = g_object_new (STET_TYPE_APPLICATION, "application-id", id, "flags",
                              G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path",
                              "/io/github/stet_newsroom/Stet", NULL);
  status = g_application_run (application, argc, argv);
  *again = stet_windows_again (GTK_APPLICATION (application));
  stet_windows_end (GTK_APPLICATION (application)); /* lets go of it */
  return status;
}
