/* What of our review record a site does not have yet. Layer: sync, private. Pure. */
#pragma once

#include "article/review.h"

G_BEGIN_DECLS

/* Notes, stets and overrides that `theirs` lacks, and our flags; never approvals, which are made by
 * the transition to approved and by nothing else. Only the difference is sent: the rest may be
 * others' to add.
 * Returns: (owned), NULL when the site has it all. */
StetReview *stet_review_additions (const StetReview *ours, const StetReview *theirs);

G_END_DECLS
