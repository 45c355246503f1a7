/* The pictures of an imported story. Layer: app. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

typedef struct
{
  StetWorkspace *ws;
  const char    *folder; /* where the story's file lies: it may name only pictures in there */
} StetImportPhotos;

/* Every picture that came along is taken into the store; of one that did not, the reference is kept
 * and a note made. Returns: (owned). */
StetArticle *stet_import_photos (StetImportPhotos *import, StetArticle *article);

G_END_DECLS
