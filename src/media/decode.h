/* From bytes to pixels within the limits. Layer: media, private. Blocks: run in the child
 * process. */
#pragma once

#include "media/bare.h"
#include "media/photo.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* A photo we can read, within the limits of bytes and pixels, with the size it is stored in (before
 * orientation). Nothing is decoded. STET_PICTURE_NONE on error. */
StetPictureKind stet_photo_probe (GBytes *picture, guint *width, guint *height, GError **error);
/* The pixels, scaled to at most `side_max` (0: as they are), upright. Returns: (owned). */
GdkPixbuf *stet_photo_decode (GBytes *picture, guint side_max, GError **error);

/* Opens what gdk-pixbuf opens when it first needs a loader. */
void stet_photo_decode_warm_up (void);

G_END_DECLS
