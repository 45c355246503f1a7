/* Commands while the window is open: `stet COMMAND` finds the data folder's lock taken, sends its
 * arguments to the window over the session bus, and the window runs them. Layer: app. */
#pragma once

#include "app/workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The application id of the window on this data folder: the program's own, with a suffix made from
 * STET_DATA_DIR when that is set. The window's GtkApplication uses it, with
 * G_APPLICATION_HANDLES_COMMAND_LINE. Returns: (owned). */
char *stet_remote_app_id (void);

/* The command's side: runs `argv` (argv[0] is the program) in the window that has the data folder,
 * its output to this program's. FALSE: there is no such window, or no bus; nothing was done.
 * Blocks. */
gboolean stet_remote_send (int argc, char **argv, int *status);

/* The same, with what it says appended to `output` and `errors`. */
gboolean stet_remote_send_caught (int argc, char **argv, GString *output, GString *errors,
                                  int *status);

/* The window's side, from its "command-line" handler when there are arguments, after what is being
 * typed was saved; return its result. Runs the command on another thread and answers when it has
 * ended. */
int stet_remote_serve (StetWorkspace *ws, GApplicationCommandLine *line);

G_END_DECLS
