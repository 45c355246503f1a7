/* Pictures: what their metadata say, and the copy of them that may leave the machine.
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
  STET_MEDIA_ERROR_OTHER,
} StetMediaError;

typedef struct
{
  char *caption;  /* (nullable) IPTC/XMP description */
  char *credit;   /* (nullable) credit line, else creator */
  char *alt;      /* (nullable) */
  char *mime;     /* "image/jpeg" … */
  guint width;    /* as seen, orientation applied */
  guint height;
} StetPhotoInfo;

StetPhotoInfo *stet_photo_info_read (GBytes *picture, GError **error);
void           stet_photo_info_free (StetPhotoInfo *info);

/* The picture without any metadata (only an RGB colour profile stays), orientation applied to the pixels,
 * at most `side_max` pixels on its longer side (0: as it is), as JPEG (PNG and what is transparent: PNG).
 * The result is read back and refused when anything is left. `mime` (nullable, out, owned). The same
 * bytes for the same input. */
GBytes *stet_photo_clean (GBytes *picture, guint side_max, char **mime, GError **error);
/* What every upload passes: STET_MEDIA_ERROR_UNCLEAN names what is in a JPEG or PNG besides its pixels. */
gboolean stet_photo_check_clean (GBytes *picture, GError **error);
/* For a list or the page: decoded, at most `side_max`, PNG bytes. */
GBytes *stet_photo_thumbnail (GBytes *picture, guint side_max, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPhotoInfo, stet_photo_info_free)

G_END_DECLS
