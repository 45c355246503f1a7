/* What kind of picture some bytes are, and its size, from their first bytes. Layer: practice. Any
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "image/jpeg" …; NULL when it is no picture that a page can show. `width` and `height` (nullable,
 * out): pixels, 0 where the format does not say it in a simple way. */
const char *stet_practice_picture_type (GBytes *bytes, guint *width, guint *height);

G_END_DECLS
