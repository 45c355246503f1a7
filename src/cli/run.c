/* `stet COMMAND`: opens the data folder, or hands the command to the window that has it. Layer:
 * cli, on the program's only thread. */
#include "config.h"

#include "cli/run.h"

#include "app/command.h"
#include "app/remote.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"
#include "cli/watch.h"

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

/* How a command is run: by itself, or as a round whose words are caught. */
typedef struct
{
  int           argc;
  char        **argv;        /* (borrowed) argv[0] is the program */
  GCancellable *cancellable; /* (borrowed) (nullable) */
  GString      *output;      /* (borrowed) (nullable): caught, with `errors` */
  GString      *errors;      /* (borrowed) (nullable) */
  gboolean      quiet;       /* without progress */
  char         *password;    /* (owned) (nullable) as it was typed, for the rounds that follow */
} Run;

static gboolean
send_away (Run *run, int *status)
{
  return run->output != NULL
             ? stet_remote_send_caught (run->argc, run->argv, run->output, run->errors, status)
             : stet_remote_send (run->argc, run->argv, status);
}

/* Another command ends soon; a window carries the command out itself. NULL with `*status` >= 0: it
 * did. */
static StetWorkspace *
open_or_send (Run *run, int *status, GError **error)
{
  gint64 until_us = g_get_monotonic_time () + BUSY_WAIT_US;

  while (TRUE)
    {
      g_autoptr (GError) problem = NULL;
      StetWorkspace *ws = open_workspace (&problem);
      gboolean busy = g_error_matches (problem, STET_STORE_ERROR, STET_STORE_ERROR_BUSY);

      if (ws != NULL)
        return ws;
      if (busy && send_away (run, status))
        return NULL;
      if (!busy || g_get_monotonic_time () >= until_us
          || g_cancellable_is_cancelled (run->cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      g_poll (NULL, 0, BUSY_STEP_MS);
    }
}

/* Once for all rounds. */
static char *
ask_once (const char *prompt, gpointer data)
{
  Run *run = data;

  if (run->password == NULL)
    run->password = stet_terminal_ask_password (prompt, NULL);
  return g_strdup (run->password);
}

static GOutputStream *
open_output (Run *run, int fd)
{
  return run->output != NULL ? g_memory_output_stream_new_resizable ()
                             : g_unix_output_stream_new (fd, FALSE);
}

static void
take_caught (GOutputStream *stream, GString *to)
{
  GMemoryOutputStream *memory = G_IS_MEMORY_OUTPUT_STREAM (stream) ? G_MEMORY_OUTPUT_STREAM (stream)
                                                                   : NULL;

  if (memory != NULL && g_memory_output_stream_get_data_size (memory) > 0)
    g_string_append_len (to, g_memory_output_stream_get_data (memory),
                         (gssize) g_memory_output_stream_get_data_size (memory));
}

static int
run_here (StetWorkspace *ws, Run *run)
{
  g_autofree char *cwd = g_get_current_dir ();
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GOutputStream) output = open_output (run, STDOUT_FILENO);
  g_autoptr (GOutputStream) errors = open_output (run, STDERR_FILENO);
  StetCommandCall call = {
    .argv = run->argv + 1,
    .cwd = cwd,
    .input = input,
    .output = output,
    .output_is_terminal = run->output == NULL && isatty (STDOUT_FILENO) == 1,
    .errors = errors,
    .ask_password = stet_terminal_is_there () ? ask_once : NULL,
    .ask_data = run,
    .cancellable = run->cancellable,
    .show_progress
    = !run->quiet && stet_terminal_shows_errors () ? stet_terminal_show_progress : NULL,
  };
  int status = stet_command_run (ws, &call);

  take_caught (output, run->output);
  take_caught (errors, run->errors);
  return status;
}

static void
forget_password (Run *run)
{
  if (run->password != NULL)
    explicit_bzero (run->password, strlen (run->password));
  g_clear_pointer (&run->password, g_free);
}

static int
run_round (GCancellable *cancellable, GString *output, GString *errors, gpointer data)
{
  Run *run = data;
  g_autoptr (StetWorkspace) ws = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  int status = -1;

  run->output = output;
  run->errors = errors;
  ws = open_or_send (run, &status, &error);
  if (ws != NULL)
    return run_here (ws, run);
  if (error == NULL)
    return status;
  words = stet_words_for_error (error);
  g_string_append_printf (errors, "stet: %s\n", words);
  return stet_exit_status_for_error (error);
}

static gboolean
arguments_are_utf8 (char **argv)
{
  for (guint i = 0; argv[i] != NULL; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      return FALSE;
  return TRUE;
}

static int
run_once (Run *run)
{
  g_autoptr (StetInterrupt) interrupt = NULL;
  g_autoptr (StetWorkspace) ws = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  if (stet_command_needs_workspace (run->argv + 1))
    {
      ws = open_or_send (run, &status, &error);
      if (ws == NULL)
        return error != NULL ? tell_error (error) : status;
    }
  if (stet_command_can_stop (run->argv + 1))
    interrupt = stet_interrupt_new ();
  if (interrupt != NULL)
    run->cancellable = stet_interrupt_cancellable (interrupt);
  return run_here (ws, run);
}

static int
watch (Run *run, gboolean json)
{
  g_autoptr (StetInterrupt) interrupt = stet_interrupt_new ();

  run->cancellable = stet_interrupt_cancellable (interrupt);
  run->quiet = json;
  return stet_watch_run (run_round, json, run->cancellable, run);
}

int
stet_cli_run (int argc, char **argv)
{
  Run run = { .argc = argc, .argv = argv };
  gboolean json = FALSE;
  int status;

  g_return_val_if_fail (argc > 1 && argv != NULL, STATUS_USAGE);
  if (!arguments_are_utf8 (argv))
    {
      g_printerr ("stet: %s\n", _("The arguments are not UTF-8. Give them as UTF-8."));
      return STATUS_USAGE;
    }
  status = stet_command_stays (argv + 1, &json) ? watch (&run, json) : run_once (&run);
  forget_password (&run);
  return status;
}
