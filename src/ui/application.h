/* `stet` with no command: the window. Layer: ui, main thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs the window until it is closed; `argv` as given to the program. `again` is set where the
 * program is to be begun anew, in another language. Returns: the exit status. */
int stet_ui_run (int argc, char **argv, gboolean *again);

G_END_DECLS
