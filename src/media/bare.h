/* Whether an encoded picture holds pixels, the texts that may stay, and nothing else, by an
 * allow-list of its parts.
 * Layer: media, private. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STET_PICTURE_NONE = 0,
  STET_PICTURE_JPEG,
  STET_PICTURE_PNG,
  STET_PICTURE_WEBP,
} StetPictureKind;

/* By the first bytes, never by a name. */
StetPictureKind stet_picture_kind (GBytes *picture);
const char     *stet_picture_mime (StetPictureKind kind);   /* (static) */
const char     *stet_picture_loader (StetPictureKind kind); /* gdk-pixbuf's name for it (static) */

/* The file runs to its end marker: neither cut short nor of another structure. */
gboolean stet_picture_is_whole (GBytes *picture);
/* Only the parts needed to show the pixels (JPEG: JFIF, ICC, tables, scans; PNG: header, palette,
 * transparency, ICC, data), the texts that are kept (media/kept.h), and nothing behind the end.
 * `part` (out, owned): the first other one. */
gboolean stet_picture_is_bare (GBytes *picture, char **part);

G_END_DECLS
