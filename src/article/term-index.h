/* The tags of a site, found as one types and in a text: blind to case and accents, each in the
 * site's own spelling, those used most first. Layer: article. Immutable: any number of threads may
 * look into one. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef struct _StetTermIndex StetTermIndex;

/* Longer lists are cut there: what is used least is not completed. */
#define STET_TERMS_MAX 200000

/* `terms`: GPtrArray of StetTerm, those used most first. Of labels that differ by case or accents
 * only, the first is kept. */
StetTermIndex *stet_term_index_new   (GPtrArray *terms);
StetTermIndex *stet_term_index_ref   (StetTermIndex *index);
void           stet_term_index_unref (StetTermIndex *index);
guint          stet_term_index_size  (const StetTermIndex *index);

/* Labels in which some word begins with what was typed, and goes on with it; those that begin so
 * themselves come first, then those used most. Nothing typed: those used most. Returns: (owned)
 * GPtrArray of StetTerm. */
GPtrArray *stet_term_index_complete  (const StetTermIndex *index, const char *typed, guint limit);
/* The term that is written alike: "cuba" finds "Cuba". (borrowed) (nullable) */
StetTerm  *stet_term_index_alike     (const StetTermIndex *index, const char *label);
/* Those whose names stand in a text as whole words, the longest at each place; the most frequent
 * first, then the one that comes first. Returns: (owned) GPtrArray of StetTerm. */
GPtrArray *stet_term_index_mentioned (const StetTermIndex *index, const char *text, guint limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetTermIndex, stet_term_index_unref)

G_END_DECLS
