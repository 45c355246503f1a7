/* Which of many patterns may match in a text, and where: built once, asked for each text. Layer:
 * style. An index is immutable: any thread. Candidates: one thread at a time.
 *
 * Patterns are found by whole words in a trie, or by strings in one automaton; those without
 * anything to look for are candidates everywhere. A pattern is never left out that matches: trying
 * the candidates in their windows (pattern.h, StetWalk) finds what trying every pattern everywhere
 * finds, to the byte. */
#pragma once

#include "style/pattern.h"

G_BEGIN_DECLS

typedef struct _StetIndex StetIndex;

/* `patterns` by number, (borrowed) while it is built; NULL in it is no candidate ever. Returns:
 * (owned). */
StetIndex *stet_index_new  (const StetPattern *const *patterns, guint n_patterns);
void       stet_index_free (StetIndex *index);

/* What the index is made of, for telling. */
typedef struct { guint n_phrases; guint n_strings; guint n_everywhere; } StetIndexSize;
StetIndexSize stet_index_size (const StetIndex *index);

/* The candidates of one text; to be used again for the next one. */
typedef struct _StetCandidates StetCandidates;
StetCandidates *stet_candidates_new  (void);
void            stet_candidates_free (StetCandidates *candidates);

/* `text`: valid UTF-8. What the candidates held before is forgotten. */
void stet_index_scan (const StetIndex *index, const char *text, gsize length_bytes,
                      StetCandidates *candidates);

typedef struct
{
  guint             pattern;   /* its number */
  const StetWindow *windows;   /* (borrowed) in order, apart from each other */
  guint             n_windows;
} StetCandidate;

guint         stet_candidates_count (const StetCandidates *candidates);
/* by rising number of the pattern */
StetCandidate stet_candidates_get   (const StetCandidates *candidates, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetIndex, stet_index_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetCandidates, stet_candidates_free)

G_END_DECLS
