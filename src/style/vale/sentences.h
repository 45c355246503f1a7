/* Where the sentences of a paragraph end, as Vale's model of English sees it: a line end is a
 * space, and a common opening word decides after an abbreviation. Layer: style. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (owned) GArray of StetStretch, without the white space between them. */
GArray *stet_vale_sentences (const char *text, gsize length_bytes);

G_END_DECLS
