/* Three versions of a story into one. Pure, symmetric, the same bytes on both machines. Layer:
 * sync. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef enum
{
  STET_MERGE_SAME = 1,  /* nothing to do: the result is theirs or ours as it stands */
  STET_MERGE_CLEAN,     /* both sides' changes are in the result */
  STET_MERGE_CONFLICT,  /* the same part was changed on both sides: a person decides */
} StetMergeOutcome;

/* Part by part: fields whole, blocks and FAQ items by id, tags as sets. `merged` (out, owned)
 * holds, for a conflict, ours where the two disagree. `places` (nullable, out, owned GPtrArray of
 * char *): the fields that disagree. */
StetMergeOutcome stet_merge (StetArticle *base, StetArticle *ours, StetArticle *theirs,
                             StetArticle **merged, GPtrArray **places);

G_END_DECLS
