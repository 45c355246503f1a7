/* WebP by libwebp: gdk-pixbuf has no loader of its own for it. Layer: media, private. Blocks: run
 * in the child process. Format: RFC 9649. */
#pragma once

#include "media/photo.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

gboolean   stet_webp_read_size (GBytes *picture, guint *width, guint *height, GError **error);
/* As stored, scaled to at most `side_max` (0: as it is), with option "icc-profile" where the file
 * has one. Of a moving picture the first frame. Returns: (owned). */
GdkPixbuf *stet_webp_decode    (GBytes *picture, guint side_max, GError **error);

G_END_DECLS
