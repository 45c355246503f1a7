/* Questions about a site that only its doctor asks: what a plain GET meets, whether a picture would
 * get through, whether saved versions are kept. None of them leaves anything behind. Layer: site.
 * Async on the thread-default main context. */
#pragma once

#include "site/publishing-site.h"

G_BEGIN_DECLS

/* As large as a photo for the web: more than the megabyte at which many servers stop by
 * themselves. */
#define STET_SURVEY_UPLOAD_BYTES (2 * 1024 * 1024)

typedef struct
{
  guint      status;
  StetReason reason;
  char      *location;    /* (owned) (nullable) where a redirect leads, resolved */
  gboolean   elsewhere;   /* … and that is another site */
  gint64     date_us;     /* the site's clock, 0: it says none */
} StetFront;
void stet_front_free (StetFront *front);

/* One GET without credential, no redirect followed. */
void stet_survey_front (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data);
StetFront *stet_survey_front_finish (GAsyncResult *result, GError **error); /* (owned) */

typedef struct
{
  StetSiteKind kind;
  const char  *api;
  const StetCredential *credential; /* (nullable) */
} StetSurvey;

/* Sends bytes that are announced with a checksum not theirs: a site that takes pictures reads them
 * to the end and then refuses them, so TRUE means that they arrived and nothing was kept. */
void stet_survey_upload (const StetSurvey *survey, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data);
gboolean stet_survey_upload_finish (GAsyncResult *result, GError **error);

typedef enum
{
  STET_REVISIONS_UNKNOWN = 0, /* no story yet that could have some */
  STET_REVISIONS_KEPT,
  STET_REVISIONS_OFF,
} StetRevisions;
/* WordPress only; UNSUPPORTED elsewhere. */
void stet_survey_revisions (const StetSurvey *survey, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
StetRevisions stet_survey_revisions_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFront, stet_front_free)

G_END_DECLS
