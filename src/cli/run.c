/* `stet COMMAND`: opens the data folder, or hands the command to the window that has it. Layer:
 * cli, on the program's only thread. */
#include "config.h"

#include "cli/run.h"

#include "app/command.h"
#include "app/remote.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define BUSY_WAIT_US (10 * G_USEC_PER_SEC)
#define BUSY_STEP_MS 100
#define STATUS_USAGE 2

static int
tell_error (const GError *error)
{
  g_autofree char *words = stet_words_for_error (error);

  g_printerr ("stet: %s\n", words);
  return stet_exit_status_for_error (error);
}

static StetWorkspace *
open_workspace (GError **error)
{
  StetWorkspaceOptions options = { NULL };

  return stet_workspace_open (&options, error);
}

/* Another command ends soon; a window carries the command out itself. NULL with `*status` >= 0: it
 * did. */
static StetWorkspace *
open_or_send (int argc, char **argv, int *status, GError **error)
{
  gint64 until_us = g_get_monotonic_time () + BUSY_WAIT_US;

  while (TRUE)
    {
      g_autoptr (GError) problem = NULL;
      StetWorkspace *ws = open_workspace (&problem);
      gboolean busy = g_error_matches (problem, STET_STORE_ERROR, STET_STORE_ERROR_BUSY);

      if (ws != NULL)
        return ws;
      if (busy && stet_remote_send (argc, argv, status))
        return NULL;
      if (!busy || g_get_monotonic_time () >= until_us)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      g_poll (NULL, 0, BUSY_STEP_MS);
    }
}

static int
run (StetWorkspace *ws, char **argv)
{
  g_autofree char *cwd = g_get_current_dir ();
  g_autoptr (StetInterrupt) interrupt = stet_command_can_stop (argv) ? stet_interrupt_new () : NULL;
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GOutputStream) output = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr (GOutputStream) errors = g_unix_output_stream_new (STDERR_FILENO, FALSE);
  StetCommandCall call = {
    .argv = argv,
    .cwd = cwd,
    .input = input,
    .output = output,
    .output_is_terminal = isatty (STDOUT_FILENO) == 1,
    .errors = errors,
    .ask_password = stet_terminal_is_there () ? stet_terminal_ask_password : NULL,
    .cancellable = interrupt != NULL ? stet_interrupt_cancellable (interrupt) : NULL,
    .show_progress = stet_terminal_shows_errors () ? stet_terminal_show_progress : NULL,
  };

  return stet_command_run (ws, &call);
}

static gboolean
arguments_are_utf8 (char **argv)
{
  for (guint i = 0; argv[i] != NULL; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      return FALSE;
  return TRUE;
}

int
stet_cli_run (int argc, char **argv)
{
  g_autoptr (StetWorkspace) ws = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_return_val_if_fail (argc > 1 && argv != NULL, STATUS_USAGE);
  if (!arguments_are_utf8 (argv))
    {
      g_printerr ("stet: %s\n", _("The arguments are not UTF-8. Give them as UTF-8."));
      return STATUS_USAGE;
    }
  if (!stet_command_needs_workspace (argv + 1))
    return run (NULL, argv + 1);
  ws = open_or_send (argc, argv, &status, &error);
  if (ws != NULL)
    return run (ws, argv + 1);
  return error != NULL ? tell_error (error) : status;
}
