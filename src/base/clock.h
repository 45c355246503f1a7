/* The clock as a port: everything below app/ asks here for the time, so that a test can hold it.
 * Layer: base. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StetClock StetClock;

/* The machine's clock. Borrowed, lives for ever. */
StetClock *stet_clock_system (void);

/* A clock that moves only when told to. Free with stet_clock_free (). */
StetClock *stet_clock_new_fixed (gint64 now_us);
void       stet_clock_advance   (StetClock *clock, gint64 by_us);
void       stet_clock_free      (StetClock *clock);

/* Microseconds since 1970 UTC: for display and for deadlines that must survive a restart. */
gint64 stet_clock_now_us  (const StetClock *clock);
/* Microseconds that never run backwards: for delays within one run. */
gint64 stet_clock_mono_us (const StetClock *clock);

/* RFC 3339 in UTC with whole seconds, "2026-11-24T05:16:49Z". Returns: (owned). */
char *stet_time_to_rfc3339 (gint64 time_us);
/* The same moment in a named zone ("America/Havana"), with its offset. Unknown zone: UTC. */
char *stet_time_to_rfc3339_zone (gint64 time_us, const char *zone);
/* RFC 3339; a time without an offset is taken in `zone` (nullable: UTC). FALSE when it is no
 * time. */
gboolean stet_time_parse (const char *text, const char *zone, gint64 *time_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetClock, stet_clock_free)

G_END_DECLS
