/* Proving a pack by itself: every fault in it, by file and line. Layer: style. Blocks on files; any
 * one thread. */
#pragma once

#include "style/checker.h"

G_BEGIN_DECLS

typedef struct { char *file; guint line; char *what; } StetPackFault;

typedef struct
{
  char      *name;
  guint      n_rules, n_examples; /* that hold */
  GPtrArray *faults;              /* (owned) of StetPackFault, in order of reading */
} StetPackTest;
void stet_pack_test_free (StetPackTest *test);

/* `pack` is a folder, or the name of a pack that is built in or lies below `packs_root` (nullable).
 * A folder is read on top of all those. Errors: NOT_FOUND. Returns: (owned). */
StetPackTest *stet_pack_test (const char *pack, const char *packs_root, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPackTest, stet_pack_test_free)

G_END_DECLS
