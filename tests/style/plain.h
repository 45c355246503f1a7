/* What the index is held against: one plain pass of PCRE2 for each pattern, written without the code
 * under test. */
#pragma once

#include "style/unit.h"

typedef struct _Plain Plain;

Plain   *plain_new    (const char *source); /* (nullable): it does not compile */
void     plain_free   (Plain *plain);
/* `hits`: GArray of StetStretch. FALSE: PCRE2 gave up. */
gboolean plain_search (Plain *plain, const char *text, gsize length, GArray *hits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Plain, plain_free)
