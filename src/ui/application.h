/* `stet` with no command: the window. Layer: ui, main thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs the window until it is closed; `argv` as given to the program. Returns: the exit status. */
int stet_ui_run (int argc, char **argv);

G_END_DECLS
