/* The work on a picture itself, as the child process does it: see media/photo.h for what each one
 * gives.
 * Layer: media, private. Blocks. */
#pragma once

#include "media/photo.h"

G_BEGIN_DECLS

StetPhotoInfo *stet_picture_info_read   (GBytes *picture, GError **error);
GBytes        *stet_picture_clean       (GBytes *picture, guint side_max, GError **error);
gboolean       stet_picture_check_clean (GBytes *picture, GError **error);
StetPixels    *stet_picture_thumbnail   (GBytes *picture, guint side_max, GError **error);

G_END_DECLS
