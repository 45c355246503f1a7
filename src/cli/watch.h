/* `stet sync --watch`: rounds of `stet sync` until it is told to stop. Layer: cli, on the program's
 * only thread. The data folder is open only within a round, so that other commands and the window
 * come to it; a window that has it carries the round out. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One round, its output as JSON (see stet_command_sync ()) and its errors caught. Returns: its exit
 * status. */
typedef int (*StetWatchRound) (GCancellable *cancellable, GString *output, GString *errors,
                               gpointer data);

/* Returns: the exit status; 0 when `cancellable` ended it. */
int stet_watch_run (StetWatchRound round, gboolean json, GCancellable *cancellable, gpointer data);

G_END_DECLS
