/* What the text rules find in one text of a story, remembered from check to check: a text that did
 * not change is not searched again. Layer: style. */
#pragma once

#include "style/checker.h"
#include "style/rule.h"

G_BEGIN_DECLS

/* Texts remembered, and about what they and their hits take. Half of it is what was used of late; a
 * text that is larger than that is not remembered. */
#define STET_PARTS_MAX 4096
#define STET_PARTS_BYTES_MAX (4 * 1024 * 1024)

typedef struct
{
  guint   rule; /* its number */
  StetHit hit;
} StetPartHit;

/* Immutable. Any thread. */
typedef struct
{
  gatomicrefcount ref_count;
  GArray         *hits; /* of StetPartHit, by rule, then as they stand in the text */
} StetPart;

void stet_part_unref (StetPart *part);

/* Any thread. */
typedef struct _StetPartCache StetPartCache;
StetPartCache *stet_part_cache_new  (void);
void           stet_part_cache_free (StetPartCache *cache);
/* texts that were not remembered, so far */
guint          stet_part_cache_n_searched (StetPartCache *cache);

/* One check of many texts in one language. One thread. */
typedef struct _StetPartSearch StetPartSearch;
StetPartSearch *
stet_part_search_new (StetChecker *checker, const char *language, StetMatcher *matcher);
void            stet_part_search_free (StetPartSearch *search);

/* Found, or remembered. Returns: (owned). */
StetPart *stet_part_search (StetPartSearch *search, const StetUnit *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPartSearch, stet_part_search_free)

G_END_DECLS
