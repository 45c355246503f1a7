/* Pictures: what their metadata say, and the copy of them that may leave the machine. Whatever
 * reads a stranger's picture does so in a child process with limits (media/child.h), never in this
 * one.
 * Layer: media. Blocks: for a worker thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_MEDIA_ERROR (stet_media_error_quark ())
GQuark stet_media_error_quark (void);
typedef enum
{
  STET_MEDIA_ERROR_NOT_A_PICTURE = 1,
  STET_MEDIA_ERROR_TOO_LARGE, /* bytes or pixels past the limit */
  STET_MEDIA_ERROR_UNCLEAN,   /* metadata were still there after cleaning: it must not leave */
  STET_MEDIA_ERROR_CRASHED,   /* the child died of the picture, or answered nonsense */
  STET_MEDIA_ERROR_TOO_SLOW,  /* the child was still at it when its time was over */
  STET_MEDIA_ERROR_NO_PROGRAM, /* the child could not be started: Stet is not installed whole */
  STET_MEDIA_ERROR_OTHER,
} StetMediaError;

typedef struct
{
  char *caption;  /* (nullable) IPTC/XMP description */
  char *credit;   /* (nullable) credit line, else creator */
  char *alt;      /* (nullable) */
  char *creator;   /* (nullable) who took it */
  char *copyright; /* (nullable) */
  char *source_type; /* (nullable) IPTC digital source type: "trainedAlgorithmicMedia" … */
  gboolean has_place; /* it says where it was taken */
  char *mime;     /* "image/jpeg" … */
  guint width;    /* as seen, orientation applied */
  guint height;
} StetPhotoInfo;

/* 8 bits a channel, RGB or RGBA (not premultiplied). */
typedef struct
{
  guint    width;
  guint    height;
  gsize    stride_bytes;
  gboolean has_alpha;
  GBytes  *data; /* (owned) `height` rows, the last one may end at its last pixel */
} StetPixels;

/* Each of these fails with STET_MEDIA_ERROR, or G_IO_ERROR_CANCELLED: then the child is dead. */

StetPhotoInfo *stet_photo_info_read (GBytes *picture, GCancellable *cancellable, GError **error);
void           stet_photo_info_free (StetPhotoInfo *info);

/* The picture without its metadata: an RGB colour profile stays, and creator, credit, copyright,
 * caption and alt text do, written anew; the place, serial numbers, thumbnails and whatever else
 * go. Orientation is applied to the pixels, at most `side_max` pixels on its longer side (0: as it
 * is), as JPEG (PNG and what is transparent: PNG). The result is read back and refused when
 * anything is left. `info` (nullable, out, owned): what the picture itself says. The same bytes for
 * the same input. */
GBytes *stet_photo_clean (GBytes *picture, guint side_max, StetPhotoInfo **info,
                          GCancellable *cancellable, GError **error);
/* What every upload passes: STET_MEDIA_ERROR_UNCLEAN names what is in a JPEG or PNG besides its
 * pixels and those texts. `info` (nullable, out, owned). */
gboolean stet_photo_check_clean (GBytes *picture, StetPhotoInfo **info, GCancellable *cancellable,
                                 GError **error);
/* For a list or the page: at most `side_max` pixels on the longer side, upright. Returns:
 * (owned). */
StetPixels *
stet_photo_thumbnail (GBytes *picture, guint side_max, GCancellable *cancellable, GError **error);
void        stet_pixels_free     (StetPixels *pixels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPhotoInfo, stet_photo_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPixels, stet_pixels_free)

G_END_DECLS
