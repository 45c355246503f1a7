/* What of a picture's texts stays in its clean copy, and nothing else: one XMP packet of a fixed
 * form, so that it can be told from any other to the byte. Layer: media, private. Any thread.
 * Format: XMP Part 1 (packet, serialisation) and Part 3 (where it stands in JPEG and PNG); IPTC
 * Photo Metadata 2023.2. */
#pragma once

#include "media/bare.h"

G_BEGIN_DECLS

typedef enum
{
  STET_KEPT_CREATOR,
  STET_KEPT_CREDIT,
  STET_KEPT_COPYRIGHT,
  STET_KEPT_CAPTION,
  STET_KEPT_ALT,
  STET_N_KEPT,
} StetKept;

/* At the longest in a clean copy, each; longer ones are cut. */
#define STET_KEPT_CHARS_MAX 2000

typedef struct
{
  char *texts[STET_N_KEPT]; /* (owned) (nullable) */
} StetKeptTexts;

void     stet_kept_texts_clear (StetKeptTexts *texts);
/* The same picture with the texts in it; the picture itself when there are none. `picture`: a bare
 * JPEG or PNG.
 * Returns: (owned). */
GBytes  *stet_kept_insert (GBytes *picture, StetPictureKind kind, const StetKeptTexts *texts);
/* Whether a part of a picture is such a packet, as written above, whatever its texts. `payload` is
 * a JPEG segment's or a PNG chunk's. */
gboolean stet_kept_is_packet (StetPictureKind kind, const guint8 *payload, gsize size);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetKeptTexts, stet_kept_texts_clear)

G_END_DECLS
