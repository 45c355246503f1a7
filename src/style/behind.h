/* Looking behind without a limit, which PCRE2 does not do and rules of Vale's ask for: (?<!:[^
 * ]+?). The condition is taken out of the pattern, and held against what stands before a match.
 * Layer: style. Any thread. */
#pragma once

#include "style/pattern.h"

G_BEGIN_DECLS

#define STET_BEHIND_MAX 200        /* conditions in one rule */
#define STET_BEHIND_BYTES_MAX 1000 /* as far back as one looks */

typedef struct
{
  guint        group;   /* an empty one, where the condition stood */
  StetPattern *pattern; /* what must, or must not, end there */
  gboolean     negated;
} StetBehind;

/* Returns: (owned) GArray of StetBehind. */
GArray  *stet_behinds_new    (void);
/* A pattern without the conditions PCRE2 would refuse, which are added to `behinds`. `flags`:
 * "(?i)" or nothing.
 * Returns: (owned). */
char    *stet_behinds_take   (GArray *behinds, const char *source, const char *flags);
/* Once all is one pattern: finds out which groups stand for them. */
void     stet_behinds_number (GArray *behinds, const char *source);
/* Whether the last match of `matcher` in `text` meets them. The groups of the match stay
 * readable. */
gboolean stet_behinds_hold   (const GArray *behinds, const StetMatcher *matcher, const char *text);

G_END_DECLS
