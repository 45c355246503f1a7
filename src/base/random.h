/* Randomness and identifiers as a port, so that a simulation can be repeated from its seed.
 * Layer: base. The system's source is safe on any thread, a seeded one belongs to one thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StetRandom StetRandom;

StetRandom *stet_random_system     (void);
StetRandom *stet_random_new_seeded (guint32 seed);
void        stet_random_free       (StetRandom *random);

guint32 stet_random_below (StetRandom *random, guint32 limit);

/* A version 4 UUID (RFC 9562), lower case, 36 characters. Returns: (owned). */
char *stet_uuid_new (StetRandom *random);
/* A version 5 UUID (RFC 9562, SHA-1) of `name` in `name_space`, itself a UUID. */
char *stet_uuid_v5 (const char *name_space, const char *name);
/* The version 5 UUID under which every desk knows a story that Stet did not make. */
char *stet_uuid_for_remote (const char *site_id, const char *remote_id);
gboolean stet_uuid_is_valid (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRandom, stet_random_free)

G_END_DECLS
