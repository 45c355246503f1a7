/* A password asked for on the terminal, without an echo. Layer: cli. Blocks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (owned), NULL where there is no terminal. */
char *stet_terminal_ask_password (const char *prompt, gpointer unused);
/* Whether there is one to ask on. */
gboolean stet_terminal_is_there (void);
/* One line on standard error, written over itself; NULL takes it away. Only where somebody sees
 * it. */
void stet_terminal_show_progress (const char *text, gpointer unused);
gboolean stet_terminal_shows_errors (void);

G_END_DECLS
