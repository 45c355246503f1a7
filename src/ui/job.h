/* What a piece of work for the workspace's threads needs to know, and for whom it is done.
 * Layer: ui. Made and freed on the main thread, read on another. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

typedef struct
{
  StetWorkspace *workspace; /* (owned) (nullable) */
  GObject       *owner;     /* (owned) (nullable): whoever waits */
  StetArticle   *article;   /* (owned) (nullable) */
  StetAccount   *account;   /* (owned) (nullable) */
  GBytes        *bytes;     /* (owned) (nullable) */
  StetPhoto     *photo;     /* (owned) (nullable) */
  char          *id;        /* (owned) (nullable) from here on */
  char          *text;
  char          *more;
  char          *extra;
  StetIntentKind kind;
  gint64         at_us;
  guint64        serial;
  gint64         revision;  /* what `article` was made from; then of what was saved */
  gboolean       flag;
} StetJob;

StetJob *stet_job_new  (StetWorkspace *workspace, GObject *owner);
void     stet_job_free (gpointer job);

G_END_DECLS
