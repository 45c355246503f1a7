/* A text that knows where each of its bytes stood in the file it was made from. Layer: style. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString *text;
  GArray  *runs; /* stretches of the text, and where they came from */
} StetTraced;

StetTraced *stet_traced_new  (void);
void        stet_traced_free (StetTraced *traced);

/* Appends bytes that stand in the source just so. */
void stet_traced_copy (StetTraced *traced, const char *text, gsize bytes, gsize source_bytes);
/* Appends a text made from `length_bytes` of the source (0: from nothing): "&amp;" that became
 * "&". */
void
stet_traced_make (StetTraced *traced, const char *text, gsize source_bytes, gsize length_bytes);
/* Appends a part of another text, with where it came from. */
void
stet_traced_slice (StetTraced *traced, const StetTraced *from, gsize start_bytes, gsize end_bytes);

/* Where in the source a place of the text begins; where what ends at a place of the text ends. */
gsize stet_traced_start (const StetTraced *traced, gsize at_bytes);
gsize stet_traced_end   (const StetTraced *traced, gsize at_bytes);

/* White space at both ends falls away. */
void stet_traced_strip (StetTraced *traced);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetTraced, stet_traced_free)

G_END_DECLS
