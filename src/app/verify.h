/* After publishing: the page as readers get it, held against what was approved. Layer: app.
 * Blocks. */
#pragma once

#include "app/workspace.h"
#include "article/page.h"

G_BEGIN_DECLS

typedef struct
{
  char      *url;         /* (owned) where the page was found */
  GPtrArray *differences; /* (owned) of StetPageDifference */
  /* compared with the version being edited: that which went live is not kept here */
  gboolean   working;
} StetVerification;
void stet_verification_free (StetVerification *verification);

/* Errors: REFUSED where no page is live, those of the site where it can't be read. */
StetVerification *stet_workspace_verify (StetWorkspace *ws, const char *id,
                                         GCancellable *cancellable, GError **error);
/* "The page shows another headline: “…”." Returns: (owned). */
char *stet_words_for_difference (const StetPageDifference *difference);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetVerification, stet_verification_free)

G_END_DECLS
