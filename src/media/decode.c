/* Decoding by gdk-pixbuf and libwebp, with the format fixed by our own look at the bytes: a loader
 * is never chosen by the content, so that rarely used decoders are out of a stranger's reach.
 * Layer: media. Blocks: run in the child process. */
#include "config.h"

#include "media/decode.h"

#include "base/limits.h"
#include "media/metadata.h"
#include "media/webp.h"

void
stet_photo_decode_warm_up (void)
{
  static const StetPictureKind kinds[] = { STET_PICTURE_JPEG, STET_PICTURE_PNG };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GdkPixbufLoader) loader
          = gdk_pixbuf_loader_new_with_type (stet_picture_loader (kinds[i]), NULL);

      if (loader != NULL)
        gdk_pixbuf_loader_close (loader, NULL);
    }
}

typedef struct
{
  guint side_max; /* 0: as it is */
  gboolean probe; /* stop when the size is known */
  guint width;
  guint height;
} Sizing;

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Sizing *sizing = data;
  guint side = (guint) MAX (width, height);

  sizing->width = (guint) MAX (width, 0);
  sizing->height = (guint) MAX (height, 0);
  if (sizing->probe)
    gdk_pixbuf_loader_set_size (loader, 0, 0); /* gdk-pixbuf's own way to ask for no pixels */
  else if (sizing->side_max > 0 && side > sizing->side_max)
    gdk_pixbuf_loader_set_size (loader, (int) MAX (1, (gint64) width * sizing->side_max / side),
                                (int) MAX (1, (gint64) height * sizing->side_max / side));
}

static gboolean
feed (GdkPixbufLoader *loader, GBytes *picture, GError **error)
{
  if (!gdk_pixbuf_loader_write_bytes (loader, picture, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return FALSE;
    }
  return gdk_pixbuf_loader_close (loader, error);
}

static GdkPixbufLoader *
new_loader (StetPictureKind kind, Sizing *sizing, GError **error)
{
  GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type (stet_picture_loader (kind), error);

  if (loader != NULL)
    g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), sizing);
  return loader;
}

static gboolean
read_size_by_loader (GBytes *picture, StetPictureKind kind, Sizing *sizing, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GdkPixbufLoader) loader = new_loader (kind, sizing, &local);

  /* Being stopped at the size is an error to the loader, and what we want. */
  if (loader != NULL)
    feed (loader, picture, &local);
  if (sizing->width > 0 && sizing->height > 0)
    return TRUE;
  g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NOT_A_PICTURE,
               "The picture's header can't be read: %s",
               local != NULL ? local->message : "it says no size");
  return FALSE;
}

static gboolean
read_size (GBytes *picture, StetPictureKind kind, Sizing *sizing, GError **error)
{
  if (kind == STET_PICTURE_WEBP)
    return stet_webp_read_size (picture, &sizing->width, &sizing->height, error);
  return read_size_by_loader (picture, kind, sizing, error);
}

StetPictureKind
stet_photo_probe (GBytes *picture, guint *width, guint *height, GError **error)
{
  StetPictureKind kind = stet_picture_kind (picture);
  Sizing sizing = { .probe = TRUE };

  if (g_bytes_get_size (picture) > STET_PHOTO_BYTES_MAX)
    {
      g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_TOO_LARGE,
                   "The picture has %" G_GSIZE_FORMAT " bytes; at most %d are read",
                   g_bytes_get_size (picture), STET_PHOTO_BYTES_MAX);
      return STET_PICTURE_NONE;
    }
  if (kind == STET_PICTURE_NONE)
    {
      g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NOT_A_PICTURE,
                   "This is no JPEG, PNG or WebP picture");
      return STET_PICTURE_NONE;
    }
  if (!read_size (picture, kind, &sizing, error))
    return STET_PICTURE_NONE;
  if ((guint64) sizing.width * sizing.height > STET_PHOTO_PIXELS_MAX)
    {
      g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_TOO_LARGE,
                   "The picture has %u × %u pixels; at most %d in all are read", sizing.width,
                   sizing.height, STET_PHOTO_PIXELS_MAX);
      return STET_PICTURE_NONE;
    }
  *width = sizing.width;
  *height = sizing.height;
  return kind;
}

/* Exif 2.32, 4.6.4 A: mirrored first, then turned. */
static GdkPixbuf *
upright (GdkPixbuf *pixels, guint orientation)
{
  static const struct { gboolean mirror; GdkPixbufRotation turn; } moves[] = {
    { FALSE, GDK_PIXBUF_ROTATE_NONE },             { FALSE, GDK_PIXBUF_ROTATE_NONE },
    { TRUE, GDK_PIXBUF_ROTATE_NONE },              { FALSE, GDK_PIXBUF_ROTATE_UPSIDEDOWN },
    { TRUE, GDK_PIXBUF_ROTATE_UPSIDEDOWN },        { TRUE, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE },
    { FALSE, GDK_PIXBUF_ROTATE_CLOCKWISE },        { TRUE, GDK_PIXBUF_ROTATE_CLOCKWISE },
    { FALSE, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE },
  };
  g_autoptr (GdkPixbuf) mirrored = NULL;
  GdkPixbuf *turned;

  if (orientation == 1)
    return g_object_ref (pixels);
  mirrored = moves[orientation].mirror ? gdk_pixbuf_flip (pixels, TRUE) : g_object_ref (pixels);
  turned = mirrored != NULL ? gdk_pixbuf_rotate_simple (mirrored, moves[orientation].turn) : NULL;
  if (turned != NULL && gdk_pixbuf_get_option (pixels, "icc-profile") != NULL)
    gdk_pixbuf_set_option (turned, "icc-profile", gdk_pixbuf_get_option (pixels, "icc-profile"));
  return turned;
}

static GdkPixbuf *
load_pixels (GBytes *picture, StetPictureKind kind, guint side_max, GError **error)
{
  Sizing sizing = { .side_max = side_max };
  g_autoptr (GError) local = NULL;
  g_autoptr (GdkPixbufLoader) loader = new_loader (kind, &sizing, &local);
  GdkPixbuf *pixels = loader != NULL && feed (loader, picture, &local)
                          ? gdk_pixbuf_loader_get_pixbuf (loader)
                          : NULL;

  if (pixels == NULL)
    g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NOT_A_PICTURE,
                 "The picture can't be decoded: %s", local != NULL ? local->message : "no pixels");
  return pixels != NULL ? g_object_ref (pixels) : NULL;
}

GdkPixbuf *
stet_photo_decode (GBytes *picture, guint side_max, GError **error)
{
  g_autoptr (GdkPixbuf) pixels = NULL;
  GdkPixbuf *result;
  StetPictureKind kind;
  guint width, height;

  kind = stet_photo_probe (picture, &width, &height, error);
  if (kind == STET_PICTURE_NONE)
    return NULL;
  if (!stet_picture_is_whole (picture))
    {
      g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NOT_A_PICTURE,
                   "The picture's file is cut short");
      return NULL;
    }
  pixels = kind == STET_PICTURE_WEBP ? stet_webp_decode (picture, side_max, error)
                                     : load_pixels (picture, kind, side_max, error);
  if (pixels == NULL)
    return NULL;
  result = upright (pixels, stet_metadata_orientation (picture));
  if (result == NULL)
    g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_OTHER,
                 "Out of memory while turning the picture");
  return result;
}
