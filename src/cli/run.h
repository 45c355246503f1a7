/* `stet COMMAND` as a program of its own: its streams, its terminal, its lock. Layer: cli. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* argv[0] is the program, argv[1] the command. Returns: the exit status. */
int stet_cli_run (int argc, char **argv);

G_END_DECLS
