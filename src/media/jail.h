/* Locks the process up before it looks at a stranger's bytes. Layer: media, private. Single
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* First, at the start: memory, processor time, no file may grow, no core, dies with the one who
 * started it. */
gboolean stet_jail_set_limits (guint cpu_seconds);
/* Then, when all that has to be opened is open: no file, no socket, no process any more. Only what
 * is needed to compute, to take memory and to write the answer stays. */
gboolean stet_jail_seal (void);

G_END_DECLS
