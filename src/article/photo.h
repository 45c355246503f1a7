/* What a story says of a photo besides its texts: where to look, and what made it. Kept as keys of
 * the photo's JSON ("focus": {"x": 30, "y": 40} in percent, "source_type": IPTC's digital source
 * type), which are not part of the content hash: readers see the label in the caption, not the key.
 * Layer: article. Any thread. */
#pragma once

#include "article/block.h"

G_BEGIN_DECLS

#define STET_FOCUS_PERCENT_MAX 100
#define STET_FOCUS_CENTRE 50

/* The point that stays in sight when the picture is cut, in percent of its width and height. FALSE,
 * and the centre: none is said, or none that makes sense. */
gboolean   stet_photo_focus (const StetPhoto *photo, guint *x_percent, guint *y_percent);
/* The centre takes the point away. Values past the edge count as the edge. Returns: (owned). */
StetPhoto *stet_photo_with_focus (StetPhoto *photo, guint x_percent, guint y_percent);

/* "trainedAlgorithmicMedia" … Returns: (owned) (nullable). */
char      *stet_photo_source_type (const StetPhoto *photo);
/* (nullable) (owned) */
StetPhoto *stet_photo_with_source_type (StetPhoto *photo, const char *source_type);
/* Whether a machine made it, or helped to. */
gboolean   stet_photo_is_made (const StetPhoto *photo);
/* Says so, or takes it back: the source type, and the label at the end of the caption in the
 * article's language. A label that stands there already is not written twice. Returns: (owned). */
StetPhoto *stet_photo_set_made (StetPhoto *photo, gboolean made, const char *language);

G_END_DECLS
