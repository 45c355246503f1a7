/* What the index is held against: one plain pass of PCRE2 for each pattern, written without the
 * code under test. */
#pragma once

#include "style/unit.h"

typedef struct _Plain Plain;

Plain   *plain_new    (const char *source); /* (nullable): it does not compile */
void     plain_free   (Plain *plain);
/* `hits`: GArray of StetStretch. FALSE: PCRE2 gave up. */
gboolean plain_search (Plain *plain, const char *text, gsize length, GArray *hits);
/* Whether PCRE2 finds the same without machine code: 10.42 does not where a group that took part at
 * an earlier place is referred to, as in "x\1|(b)*+y". */
gboolean plain_is_sure (Plain *plain, const char *text, gsize length, const GArray *hits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Plain, plain_free)
