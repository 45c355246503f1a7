/* What gexiv2 reads out of a picture. Layer: media, private. Any thread: calls take turns, as the XMP
 * parser below keeps global state. */
#pragma once

#include "media/photo.h"

G_BEGIN_DECLS

/* 1 to 8 as in Exif; 1 where nothing usable is said. */
guint stet_metadata_orientation (GBytes *picture);
/* Fills caption, credit and alt; what is not there stays NULL. */
void stet_metadata_read_texts (GBytes *picture, StetPhotoInfo *info);
/* Any Exif, IPTC, XMP or comment. A picture that cannot be read counts as having some. */
gboolean stet_metadata_is_present (GBytes *picture);

G_END_DECLS
