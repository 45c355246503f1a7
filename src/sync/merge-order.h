/* The order of a list whose members were added, dropped and moved on two sides. Layer: sync.
 * Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists of ids without duplicates, `const char *` (borrowed). Returns: (owned) every id that any of
 * the three has, in the merged order; which of them stay is the caller's business. The same for
 * ours and theirs exchanged, unless `moved_apart` (out): both sides moved members, differently;
 * then the order is ours. */
GPtrArray *
stet_merge_order (GPtrArray *base, GPtrArray *ours, GPtrArray *theirs, gboolean *moved_apart);

G_END_DECLS
