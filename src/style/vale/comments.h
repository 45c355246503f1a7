/* The switches a text carries in its HTML comments: <!-- vale off -->, <!-- vale Style.Rule = NO
 * -->.
 * Layer: style. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_VALE_COMMENTS_MAX 5000

typedef struct _StetValeComments StetValeComments;

StetValeComments *stet_vale_comments_new  (void);
void              stet_vale_comments_free (StetValeComments *comments);

/* What stands in a comment at a place of the source; in the order of the source. */
void stet_vale_comments_add (StetValeComments *comments, const char *text, gsize source_bytes);
/* Whether all is off after those that were added so far. */
gboolean stet_vale_comments_is_off (const StetValeComments *comments);

typedef enum
{
  STET_VALE_OF_BLOCK = 0,
  STET_VALE_OF_FILE, /* found in the file as a whole: only `vale off` counts */
} StetValeReach;

/* Whether a rule may speak of a match at a place. */
gboolean stet_vale_comments_allow (const StetValeComments *comments, const char *rule,
                                   const char *match, gsize source_bytes, StetValeReach reach);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetValeComments, stet_vale_comments_free)

G_END_DECLS
