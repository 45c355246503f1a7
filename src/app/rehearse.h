/* A rehearsal at a staging site: a story of its own is made, read back, changed from an older
 * version, sent twice, published, changed while live and taken down. What holds is told apart from
 * what is only noticed. Layer: app. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

typedef enum
{
  STET_REHEARSAL_CREATE = 1,
  STET_REHEARSAL_READ_BACK,
  STET_REHEARSAL_STALE,
  STET_REHEARSAL_LOST,
  STET_REHEARSAL_PICTURE,
  STET_REHEARSAL_PUBLISH,
  STET_REHEARSAL_PAGE,
  STET_REHEARSAL_UPDATE,
  STET_REHEARSAL_UNPUBLISH,
  STET_REHEARSAL_REVIEW,
} StetRehearsalStep;
const char *stet_rehearsal_step_name (StetRehearsalStep step); /* "create" … */

typedef enum
{
  STET_REHEARSAL_GUARANTEED = 1, /* the site itself sees to it */
  /* Stet looks before or after: what happens in between is noticed, not prevented */
  STET_REHEARSAL_DETECTED,
  STET_REHEARSAL_MISSING,        /* the site, the mapping or this account can't */
  STET_REHEARSAL_FAILED,         /* not as it should be */
} StetRehearsalVerdict;
const char *stet_rehearsal_verdict_name (StetRehearsalVerdict verdict); /* "guaranteed" … */

typedef struct
{
  StetRehearsalStep    step;
  StetRehearsalVerdict verdict;
  GError *error;  /* (owned) (nullable): why it failed */
  char   *detail; /* (owned) (nullable): an address */
} StetRehearsalRow;

/* Blocks. A row for each step that was come to. Returns: (owned) GPtrArray of StetRehearsalRow;
 * NULL where no site could be opened. */
GPtrArray *stet_rehearse (const StetAccount *account, const char *password,
                          GCancellable *cancellable, GError **error);
/* The same on the site's thread, with the password known here. */
GPtrArray *stet_workspace_rehearse (StetWorkspace *ws, const StetAccount *account,
                                    const char *password, GError **error);

G_END_DECLS
