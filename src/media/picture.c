/* The copy of a photo that may leave the machine, and its thumbnail. Layer: media. Blocks: run in
 * the child process. */
#include "config.h"

#include "media/picture.h"

#include "media/decode.h"
#include "media/metadata.h"

#include <string.h>

#define JPEG_QUALITY "88"
#define ICC_BYTES_MAX (512 * 1024)
/* ICC.1:2022, 7.2: the header, its size, data colour space and signature */
#define ICC_HEADER_BYTES 128
#define ICC_SPACE_AT 16
#define ICC_SIGNATURE_AT 36

static gboolean
is_rgb_profile (const guchar *profile, gsize size)
{
  guint32 said;

  if (size < ICC_HEADER_BYTES || size > ICC_BYTES_MAX)
    return FALSE;
  memcpy (&said, profile, sizeof said);
  return GUINT32_FROM_BE (said) == size && memcmp (profile + ICC_SPACE_AT, "RGB ", 4) == 0 &&
         memcmp (profile + ICC_SIGNATURE_AT, "acsp", 4) == 0;
}

/* The colour profile as gdk-pixbuf keeps it (base64), when it fits the RGB that every decoded
 * picture is. Without it a wide-gamut photo would look washed out; a CMYK or grey one would be
 * wrong here. */
static const char *
rgb_profile (GdkPixbuf *pixels)
{
  const char *encoded = gdk_pixbuf_get_option (pixels, "icc-profile");
  g_autofree guchar *profile = NULL;
  gsize size = 0;

  if (encoded == NULL)
    return NULL;
  profile = g_base64_decode (encoded, &size);
  return is_rgb_profile (profile, size) ? encoded : NULL;
}

static GBytes *
encode (GdkPixbuf *pixels, StetPictureKind kind, GError **error)
{
  const char *keys[3] = { NULL }, *values[3] = { NULL };
  const char *profile = rgb_profile (pixels);
  g_autoptr (GError) local = NULL;
  char *buffer = NULL;
  gsize size = 0;
  guint n = 0;

  if (kind == STET_PICTURE_JPEG)
    {
      keys[n] = "quality";
      values[n++] = JPEG_QUALITY;
    }
  if (profile != NULL)
    {
      keys[n] = "icc-profile";
      values[n++] = profile;
    }
  if (!gdk_pixbuf_save_to_bufferv (pixels, &buffer, &size, stet_picture_loader (kind),
                                   (char **) keys, (char **) values, &local))
    {
      g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_OTHER,
                   "The picture could not be encoded: %s", local->message);
      return NULL;
    }
  return g_bytes_new_take (buffer, size);
}

/* Two judges that share no code: our allow-list of parts, and what gexiv2 finds. */
gboolean
stet_picture_check_clean (GBytes *picture, GError **error)
{
  g_autofree char *part = NULL;
  g_autofree char *foreign = NULL;

  g_return_val_if_fail (picture != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (stet_picture_is_bare (picture, &part))
    foreign = stet_metadata_find_foreign (picture);
  if (part == NULL && foreign == NULL)
    return TRUE;
  g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_UNCLEAN, "The picture holds %s",
               part != NULL ? part : foreign);
  return FALSE;
}

GBytes *
stet_picture_clean (GBytes *picture, guint side_max, GError **error)
{
  g_autoptr (GdkPixbuf) pixels = NULL;
  g_autoptr (GBytes) bare = NULL;
  g_autoptr (GBytes) clean = NULL;
  g_auto (StetKeptTexts) texts = { { NULL } };
  StetPictureKind kind;

  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  pixels = stet_photo_decode (picture, side_max, error);
  if (pixels == NULL)
    return NULL;
  kind = stet_picture_kind (picture) == STET_PICTURE_PNG || gdk_pixbuf_get_has_alpha (pixels)
             ? STET_PICTURE_PNG
             : STET_PICTURE_JPEG;
  bare = encode (pixels, kind, error);
  if (bare == NULL)
    return NULL;
  stet_metadata_read_texts (picture, &texts);
  clean = stet_kept_insert (bare, kind, &texts);
  return clean != NULL && stet_picture_check_clean (clean, error) ? g_steal_pointer (&clean) : NULL;
}

StetPixels *
stet_picture_thumbnail (GBytes *picture, guint side_max, GError **error)
{
  g_autoptr (GdkPixbuf) pixels = NULL;
  StetPixels *thumbnail;

  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  pixels = stet_photo_decode (picture, side_max, error);
  if (pixels == NULL)
    return NULL;
  thumbnail = g_new0 (StetPixels, 1);
  thumbnail->width = (guint) gdk_pixbuf_get_width (pixels);
  thumbnail->height = (guint) gdk_pixbuf_get_height (pixels);
  thumbnail->stride_bytes = (gsize) gdk_pixbuf_get_rowstride (pixels);
  thumbnail->has_alpha = gdk_pixbuf_get_has_alpha (pixels);
  thumbnail->data = gdk_pixbuf_read_pixel_bytes (pixels);
  return thumbnail;
}
