/* A password asked for on the terminal, without an echo. Layer: cli. Blocks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (owned), NULL where there is no terminal. */
char *stet_terminal_ask_password (const char *prompt, gpointer unused);
/* Whether there is one to ask on. */
gboolean stet_terminal_is_there (void);

G_END_DECLS
