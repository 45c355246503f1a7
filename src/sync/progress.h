/* How far a run is. Layer: sync. A value. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STET_SYNC_SENDING = 1, /* what waits in the outbox */
  STET_SYNC_PICTURE,     /* a picture of one of these */
  STET_SYNC_RECEIVING,   /* what changed at the site */
} StetSyncPhase;

typedef struct
{
  StetSyncPhase phase;
  /* intents, or stories of the site's list; `total` 0: not known */
  guint   done, total;
  guint   pages;                    /* RECEIVING: of the list, that have come */
  guint64 sent_bytes, total_bytes;  /* PICTURE */
} StetSyncProgress;

G_END_DECLS
