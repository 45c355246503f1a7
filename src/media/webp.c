/* From a WebP file to pixels. Layer: media. Blocks: run in the child process. */
#include "config.h"

#include "media/webp.h"

#include <webp/decode.h>
#include <webp/demux.h>

static WebPData
data_of (GBytes *picture)
{
  gsize size;
  WebPData data = { .bytes = g_bytes_get_data (picture, &size) };

  data.size = size;
  return data;
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NOT_A_PICTURE,
               "The WebP picture can't be read: %s", what);
  return FALSE;
}

/* The size of the canvas, which a file of several parts says in its first one. */
gboolean
stet_webp_read_size (GBytes *picture, guint *width, guint *height, GError **error)
{
  WebPData data = data_of (picture);
  WebPBitstreamFeatures features;

  if (WebPGetFeatures (data.bytes, data.size, &features) != VP8_STATUS_OK || features.width <= 0
      || features.height <= 0)
    return fail (error, "it says no size");
  *width = (guint) features.width;
  *height = (guint) features.height;
  return TRUE;
}

static void
take_profile (WebPDemuxer *demuxer, GdkPixbuf *pixels)
{
  WebPChunkIterator chunk;
  g_autofree char *encoded = NULL;

  if (!WebPDemuxGetChunk (demuxer, "ICCP", 1, &chunk))
    return;
  encoded = g_base64_encode (chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator (&chunk);
  gdk_pixbuf_set_option (pixels, "icc-profile", encoded);
}

static void
scale_to (WebPDecoderConfig *config, guint side_max)
{
  int side = MAX (config->input.width, config->input.height);

  if (side_max == 0 || (guint) side <= side_max)
    return;
  config->options.use_scaling = TRUE;
  config->options.scaled_width = (int) MAX (1, (gint64) config->input.width * side_max / side);
  config->options.scaled_height = (int) MAX (1, (gint64) config->input.height * side_max / side);
}

static GdkPixbuf *
new_pixels (const WebPDecoderConfig *config)
{
  gboolean scaled = config->options.use_scaling;

  return gdk_pixbuf_new (GDK_COLORSPACE_RGB, config->input.has_alpha, 8,
                         scaled ? config->options.scaled_width : config->input.width,
                         scaled ? config->options.scaled_height : config->input.height);
}

static GdkPixbuf *
decode_frame (const WebPData *frame, guint side_max, GError **error)
{
  WebPDecoderConfig config;
  g_autoptr (GdkPixbuf) pixels = NULL;

  if (!WebPInitDecoderConfig (&config)
      || WebPGetFeatures (frame->bytes, frame->size, &config.input) != VP8_STATUS_OK)
    return fail (error, "no features"), NULL;
  scale_to (&config, side_max);
  pixels = new_pixels (&config);
  if (pixels == NULL)
    return fail (error, "out of memory"), NULL;
  config.output.colorspace = config.input.has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = gdk_pixbuf_get_pixels (pixels);
  config.output.u.RGBA.stride = gdk_pixbuf_get_rowstride (pixels);
  config.output.u.RGBA.size = gdk_pixbuf_get_byte_length (pixels);
  if (WebPDecode (frame->bytes, frame->size, &config) != VP8_STATUS_OK)
    return fail (error, "its data are damaged"), NULL;
  return g_steal_pointer (&pixels);
}

GdkPixbuf *
stet_webp_decode (GBytes *picture, guint side_max, GError **error)
{
  WebPData data = data_of (picture);
  WebPDemuxer *demuxer = WebPDemux (&data);
  WebPIterator frame;
  GdkPixbuf *pixels = NULL;

  if (demuxer == NULL)
    return fail (error, "its parts do not fit together"), NULL;
  if (WebPDemuxGetFrame (demuxer, 1, &frame))
    {
      pixels = decode_frame (&frame.fragment, side_max, error);
      WebPDemuxReleaseIterator (&frame);
    }
  else
    fail (error, "no frame");
  if (pixels != NULL)
    take_profile (demuxer, pixels);
  WebPDemuxDelete (demuxer);
  return pixels;
}
