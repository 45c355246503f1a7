/* Pictures for the tests, made when they are needed: four quarters of colour, and what cameras and
 * picture desks write into the file around them. */
#pragma once

#include "media/photo.h"

/* The colours of the four quarters: top left, top right, bottom left, bottom right. */
#define PICTURE_QUARTERS "RGBW"

/* The tests of bare.c, of the child process, of its jail, and of what is kept. */
void add_bare_tests (void);
void add_child_tests (void);
void add_jail_tests (void);
void add_kept_tests (void);

/* `type`: "jpeg", "png" or "webp" (without a profile). `icc_space` (nullable): the signature in a
 * colour profile to embed. Returns: (owned). */
GBytes *picture_new (const char *type, guint width, guint height, const char *icc_space);
/* The same with the second quarter wholly transparent: "png" or "webp". */
GBytes *picture_new_transparent (const char *type, guint width, guint height);
/* The same file with tags ("KEY=VALUE", NULL-terminated; first "thumbnail" for one in Exif) written
 * by gexiv2. */
GBytes *picture_with_tags (GBytes *picture, const char *const *tags);
/* The same with a segment (JPEG, behind SOI) or chunk (PNG, behind IHDR): `name` "E1" or "tEXt". */
GBytes *picture_with_part (GBytes *picture, const char *name, const char *payload, gsize size);
/* A PNG or JPEG whose header says another size than its data hold. */
GBytes *picture_with_size (GBytes *picture, guint width, guint height);
/* An XMP packet as JPEG segment. `properties` is RDF/XML inside rdf:Description. */
GBytes *picture_with_xmp (GBytes *picture, const char *properties);
/* "RGBW": what is seen in the quarters of an encoded picture. Returns: (owned). */
char *picture_quarters (GBytes *picture, guint *width, guint *height);
char *pixels_quarters (const StetPixels *pixels);
/* A JPEG that is small on disk and takes an age to decode: `scans` passes over `side` by `side`
 * pixels. */
GBytes *picture_with_scans (guint side, guint scans);
