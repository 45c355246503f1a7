/* A command that finds the window open is carried out in it. Layer: app. The client side blocks;
 * the server side runs the command on a thread and answers on the main one. */
#include "config.h"

#include "app/remote.h"

#include "app/command.h"
#include "base/text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#define BUS_TIMEOUT_MS 2000
#define SUFFIX_CHARS 12

char *
stet_remote_app_id (void)
{
  const char *dir = g_getenv ("STET_DATA_DIR");
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;

  if (dir == NULL || dir[0] == '\0')
    return g_strdup (STET_APP_ID);
  path = g_canonicalize_filename (dir, NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  /* A part of an application id may not begin with a digit. */
  return g_strdup_printf ("%s.d%.*s", STET_APP_ID, SUFFIX_CHARS, digest);
}

/* --- the command's side --- */

static gboolean
has_bus (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return (address != NULL && address[0] != '\0') || g_file_test (socket, G_FILE_TEST_EXISTS);
}

/* Asked first, since registering would start an installed program that is not running. */
static gboolean
window_is_open (const char *app_id)
{
  g_autoptr (GDBusConnection) bus
      = has_bus () ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) : NULL;
  g_autoptr (GVariant) reply = NULL;
  gboolean owned = FALSE;

  if (bus == NULL)
    return FALSE;
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "NameHasOwner",
                                       g_variant_new ("(s)", app_id), G_VARIANT_TYPE ("(b)"),
                                       G_DBUS_CALL_FLAGS_NONE, BUS_TIMEOUT_MS, NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &owned);
  return owned;
}

static gboolean
send_to_window (int argc, char **argv, int *status)
{
  g_autofree char *app_id = stet_remote_app_id ();
  g_autoptr (GApplication) launcher = NULL;

  g_return_val_if_fail (argc > 0 && argv != NULL && status != NULL, FALSE);
  if (!window_is_open (app_id))
    return FALSE;
  launcher
      = g_application_new (app_id, G_APPLICATION_IS_LAUNCHER | G_APPLICATION_HANDLES_COMMAND_LINE);
  if (!g_application_register (launcher, NULL, NULL) || !g_application_get_is_remote (launcher))
    return FALSE;
  *status = g_application_run (launcher, argc, argv);
  return TRUE;
}

/* The window does not know where its words end. */
static void
print_to_eyes (const char *text)
{
  g_autofree char *shown = stet_text_shown (text, STET_SHOWN_TO_EYES);

  fputs (shown, stdout);
  fflush (stdout);
}

/* The program has one thread that prints. */
static struct { GString *output, *errors; } caught;

static void
catch_output (const char *text)
{
  g_string_append (caught.output, text);
}

static void
catch_errors (const char *text)
{
  g_string_append (caught.errors, text);
}

gboolean
stet_remote_send_caught (int argc, char **argv, GString *output, GString *errors, int *status)
{
  GPrintFunc print, print_errors;
  gboolean sent;

  caught.output = output;
  caught.errors = errors;
  print = g_set_print_handler (catch_output);
  print_errors = g_set_printerr_handler (catch_errors);
  sent = send_to_window (argc, argv, status);
  g_set_print_handler (print);
  g_set_printerr_handler (print_errors);
  return sent;
}

gboolean
stet_remote_send (int argc, char **argv, int *status)
{
  if (isatty (STDOUT_FILENO))
    g_set_print_handler (print_to_eyes);
  return send_to_window (argc, argv, status);
}

/* --- the window's side --- */

typedef struct
{
  StetWorkspace *ws;              /* (owned) */
  GApplicationCommandLine *line;  /* (owned) */
  char         **argv;            /* (owned) */
  GInputStream  *input;           /* (owned) */
  GOutputStream *output;          /* (owned), in memory */
  GOutputStream *errors;          /* (owned), in memory */
} Served;

static void
free_served (gpointer data)
{
  Served *served = data;

  g_clear_object (&served->ws);
  g_clear_object (&served->line);
  g_clear_pointer (&served->argv, g_strfreev);
  g_clear_object (&served->input);
  g_clear_object (&served->output);
  g_clear_object (&served->errors);
  g_free (served);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Served *served = data;
  const char *cwd = g_application_command_line_get_cwd (served->line);
  StetCommandCall call = {
    .argv = served->argv + 1,
    .cwd = cwd != NULL ? cwd : "/",
    .input = served->input,
    .output = served->output,
    .errors = served->errors,
  };

  g_task_return_int (task, stet_command_run (served->ws, &call));
}

static char *
take_text (GOutputStream *stream)
{
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (stream);
  gsize length_bytes = g_memory_output_stream_get_data_size (memory);
  g_autofree char *text
      = g_strndup (length_bytes > 0 ? g_memory_output_stream_get_data (memory) : "", length_bytes);

  return g_utf8_make_valid (text, -1);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Served *served = g_task_get_task_data (G_TASK (result));
  g_autofree char *output = take_text (served->output);
  g_autofree char *errors = take_text (served->errors);

  if (output[0] != '\0')
    g_application_command_line_print (served->line, "%s", output);
  if (errors[0] != '\0')
    g_application_command_line_printerr (served->line, "%s", errors);
  g_application_command_line_set_exit_status (served->line,
                                              (int) g_task_propagate_int (G_TASK (result), NULL));
  g_clear_object (&served->line); /* the last reference sends the answer */
}

int
stet_remote_serve (StetWorkspace *ws, GApplicationCommandLine *line)
{
  g_autoptr (GTask) task = NULL;
  Served *served;

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && G_IS_APPLICATION_COMMAND_LINE (line), 1);
  served = g_new0 (Served, 1);
  served->ws = g_object_ref (ws);
  served->line = g_object_ref (line);
  served->argv = g_application_command_line_get_arguments (line, NULL);
  served->input = g_application_command_line_get_stdin (line);
  if (served->input == NULL)
    served->input = g_memory_input_stream_new ();
  served->output = g_memory_output_stream_new_resizable ();
  served->errors = g_memory_output_stream_new_resizable ();
  task = g_task_new (NULL, NULL, ran_cb, NULL);
  g_task_set_source_tag (task, stet_remote_serve);
  g_task_set_task_data (task, served, free_served);
  g_task_run_in_thread (task, run_thread);
  return 0;
}
