/* What gexiv2 reads out of a picture. Layer: media, private. Any thread: calls take turns, as the
 * XMP parser below keeps global state. */
#pragma once

#include "media/kept.h"
#include "media/photo.h"

G_BEGIN_DECLS

/* 1 to 8 as in Exif; 1 where nothing usable is said. */
guint stet_metadata_orientation (GBytes *picture);
/* What is not there stays NULL. */
void stet_metadata_read_texts (GBytes *picture, StetKeptTexts *texts);
/* Fills what is said besides those texts: the place, and what made the picture. */
void stet_metadata_read_facts (GBytes *picture, StetPhotoInfo *info);
/* Any Exif, IPTC, comment, or XMP besides the five texts that are kept: its name. A picture that
 * cannot be read counts as having some. Returns: (owned), NULL when there is none. */
char *stet_metadata_find_foreign (GBytes *picture);

G_END_DECLS
