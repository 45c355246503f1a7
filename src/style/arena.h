/* Memory for one short task, given back all at once. Layer: style. One thread at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StetArena StetArena;

StetArena *stet_arena_new   (void);
void       stet_arena_free  (StetArena *arena);
/* forgets all that was allocated, keeps some memory for the next task */
void       stet_arena_reset (StetArena *arena);

/* Not cleared; aligned for any plain struct. */
gpointer   stet_arena_alloc (StetArena *arena, gsize bytes);
#define stet_arena_new_array(arena, Type, n)                                                       \
  ((Type *) stet_arena_alloc ((arena), sizeof (Type) * (n)))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetArena, stet_arena_free)

G_END_DECLS
