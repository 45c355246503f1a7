/* A row of growing chunks, handed out from front to back. Layer: style. */
#include "config.h"

#include "style/arena.h"

#define CHUNK_BYTES (16 * 1024)
#define ALIGNMENT 16

struct _StetArena
{
  GPtrArray *chunks; /* (owned): the first stays over a reset */
  char      *at, *end;
};

static void
add_chunk (StetArena *arena, gsize bytes)
{
  g_ptr_array_add (arena->chunks, g_malloc (bytes));
  arena->at = g_ptr_array_index (arena->chunks, arena->chunks->len - 1);
  arena->end = arena->at + bytes;
}

StetArena *
stet_arena_new (void)
{
  StetArena *arena = g_new0 (StetArena, 1);

  arena->chunks = g_ptr_array_new_with_free_func (g_free);
  add_chunk (arena, CHUNK_BYTES);
  return arena;
}

void
stet_arena_free (StetArena *arena)
{
  if (arena == NULL)
    return;
  g_ptr_array_unref (arena->chunks);
  g_free (arena);
}

void
stet_arena_reset (StetArena *arena)
{
  g_ptr_array_set_size (arena->chunks, 1);
  arena->at = g_ptr_array_index (arena->chunks, 0);
  arena->end = arena->at + CHUNK_BYTES;
}

gpointer
stet_arena_alloc (StetArena *arena, gsize bytes)
{
  gpointer memory;

  bytes = (bytes + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1);
  if ((gsize) (arena->end - arena->at) < bytes)
    add_chunk (arena, MAX (bytes, CHUNK_BYTES));
  memory = arena->at;
  arena->at += bytes;
  return memory;
}
