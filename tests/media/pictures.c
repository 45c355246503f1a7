/* Pictures for the tests. */
#include "config.h"

#include "pictures.h"

#include "support.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gexiv2/gexiv2.h>
#include <string.h>
#include <webp/encode.h>

#define PNG_AFTER_IHDR (8 + 12 + 13)

static void
fill_quarter (GdkPixbuf *pixels, guint quarter, guint32 rgba)
{
  int width = gdk_pixbuf_get_width (pixels) / 2, height = gdk_pixbuf_get_height (pixels) / 2;
  g_autoptr (GdkPixbuf) part =
    gdk_pixbuf_new_subpixbuf (pixels, quarter % 2 * width, quarter / 2 * height, width, height);

  gdk_pixbuf_fill (part, rgba);
}

/* "RGB?" is one without the signature, "RGB!" one that says another size. */
static char *
make_profile (const char *space)
{
  guint8 profile[160] = { 0 };

  profile[3] = space[3] == '!' ? 150 : sizeof profile;
  memcpy (profile + 16, g_str_has_prefix (space, "RGB") ? "RGB " : space, 4);
  memcpy (profile + 36, space[3] == '?' ? "????" : "acsp", 4);
  return g_base64_encode (profile, sizeof profile);
}

static GdkPixbuf *
new_quarters (guint width, guint height, gboolean alpha)
{
  static const guint32 colours[] = { 0xff0000ff, 0x00ff00ff, 0x0000ffff, 0xffffffff };
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, (int) width, (int) height);

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    fill_quarter (pixels, i, alpha && i == 1 ? colours[i] & ~0xffu : colours[i]);
  return pixels;
}

/* Without loss, so that the colours at the edges stay what they are. */
static GBytes *
encode_webp (GdkPixbuf *pixels)
{
  int w = gdk_pixbuf_get_width (pixels), h = gdk_pixbuf_get_height (pixels),
      stride = gdk_pixbuf_get_rowstride (pixels);
  const guint8 *data = gdk_pixbuf_read_pixels (pixels);
  uint8_t *out = NULL;
  size_t size = gdk_pixbuf_get_has_alpha (pixels)
                    ? WebPEncodeLosslessRGBA (data, w, h, stride, &out)
                    : WebPEncodeLosslessRGB (data, w, h, stride, &out);
  GBytes *bytes;

  g_assert_cmpuint (size, >, 0);
  bytes = g_bytes_new (out, size);
  WebPFree (out);
  return bytes;
}

static GBytes *
encode (GdkPixbuf *pixels, const char *type, const char *icc_space)
{
  g_autofree char *profile = icc_space != NULL ? make_profile (icc_space) : NULL;
  g_autoptr (GError) error = NULL;
  char *keys[2] = { NULL }, *values[2] = { NULL };
  char *buffer;
  gsize size;

  if (strcmp (type, "webp") == 0)
    return encode_webp (pixels);
  if (profile != NULL)
    {
      keys[0] = (char *) "icc-profile";
      values[0] = profile;
    }
  gdk_pixbuf_save_to_bufferv (pixels, &buffer, &size, type, keys, values, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (buffer, size);
}

GBytes *
picture_new (const char *type, guint width, guint height, const char *icc_space)
{
  g_autoptr (GdkPixbuf) pixels = new_quarters (width, height, FALSE);

  return encode (pixels, type, icc_space);
}

GBytes *
picture_new_transparent (const char *type, guint width, guint height)
{
  g_autoptr (GdkPixbuf) pixels = new_quarters (width, height, TRUE);

  return encode (pixels, type, NULL);
}

GBytes *
picture_with_tags (GBytes *picture, const char *const *tags)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "picture", NULL);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (picture, &size);
  char *content;

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  gexiv2_metadata_open_path (metadata, path, &error);
  g_assert_no_error (error);
  if (g_strcmp0 (*tags, "thumbnail") == 0)
    {
      g_autoptr (GBytes) thumbnail = picture_new ("jpeg", 16, 16, NULL);
      gsize thumbnail_size;
      const guint8 *bytes = g_bytes_get_data (thumbnail, &thumbnail_size);

      gexiv2_metadata_try_set_exif_thumbnail_from_buffer (metadata, bytes, (gint) thumbnail_size,
                                                          &error);
      g_assert_no_error (error);
      tags++;
    }
  for (; *tags != NULL; tags++)
    {
      g_auto (GStrv) pair = g_strsplit (*tags, "=", 2);

      if (strcmp (pair[0], "comment") == 0)
        gexiv2_metadata_try_set_comment (metadata, pair[1], &error);
      else
        gexiv2_metadata_try_set_tag_string (metadata, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }
  gexiv2_metadata_save_file (metadata, path, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, size);
}

/* PNG (third edition), annex D. */
static guint32
crc (const guint8 *data, gsize size)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    {
      sum ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum & 1) != 0 ? 0xedb88320 ^ (sum >> 1) : sum >> 1;
    }
  return ~sum;
}

static void
put_32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, sizeof value);
}

static gboolean
is_png (GBytes *picture)
{
  return ((const guint8 *) g_bytes_get_data (picture, NULL))[0] == 0x89;
}

GBytes *
picture_with_part (GBytes *picture, const char *name, const char *payload, gsize size)
{
  gsize old_size;
  const guint8 *old = g_bytes_get_data (picture, &old_size);
  GByteArray *out = g_byte_array_new ();
  guint8 head[8], tail[4];

  if (is_png (picture))
    {
      g_byte_array_append (out, old, PNG_AFTER_IHDR);
      put_32 (head, (guint32) size);
      memcpy (head + 4, name, 4);
      g_byte_array_append (out, head, 8);
      g_byte_array_append (out, (const guint8 *) payload, (guint) size);
      put_32 (tail, crc (out->data + PNG_AFTER_IHDR + 4, size + 4));
      g_byte_array_append (out, tail, 4);
      g_byte_array_append (out, old + PNG_AFTER_IHDR, (guint) old_size - PNG_AFTER_IHDR);
      return g_byte_array_free_to_bytes (out);
    }
  g_byte_array_append (out, old, 2);
  head[0] = 0xff;
  head[1] = (guint8) g_ascii_strtoull (name, NULL, 16);
  head[2] = (guint8) ((size + 2) >> 8);
  head[3] = (guint8) (size + 2);
  g_byte_array_append (out, head, 4);
  g_byte_array_append (out, (const guint8 *) payload, (guint) size);
  g_byte_array_append (out, old + 2, (guint) old_size - 2);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
picture_with_size (GBytes *picture, guint width, guint height)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  guint8 *at;

  if (is_png (picture))
    {
      put_32 (copy + 16, width);
      put_32 (copy + 20, height);
      put_32 (copy + 29, crc (copy + 12, 17));
    }
  else
    {
      at = memmem (copy, size, "\xff\xc0", 2);
      g_assert_nonnull (at);
      at[5] = (guint8) (height >> 8);
      at[6] = (guint8) height;
      at[7] = (guint8) (width >> 8);
      at[8] = (guint8) width;
    }
  return g_bytes_new (copy, size);
}

GBytes *
picture_with_xmp (GBytes *picture, const char *properties)
{
  static const char head[] = "http://ns.adobe.com/xap/1.0/";
  g_autoptr (GString) packet = g_string_new_len (head, sizeof head);

  g_string_append_printf (
      packet,
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
      "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'"
      " xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'"
      " xmlns:Iptc4xmpCore='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/'>%s"
      "</rdf:Description></rdf:RDF></x:xmpmeta>",
      properties);
  return picture_with_part (picture, "E1", packet->str, packet->len);
}

static char
colour_at (const StetPixels *pixels, guint x, guint y)
{
  const guint8 *p = (const guint8 *) g_bytes_get_data (pixels->data, NULL)
                    + y * pixels->stride_bytes + x * (pixels->has_alpha ? 4 : 3);
  gboolean red = p[0] > 127, green = p[1] > 127, blue = p[2] > 127;

  if (red && green && blue)
    return 'W';
  return red ? 'R' : green ? 'G' : blue ? 'B' : '?';
}

char *
pixels_quarters (const StetPixels *pixels)
{
  guint w = pixels->width, h = pixels->height;

  return g_strdup_printf (
      "%c%c%c%c", colour_at (pixels, w / 4, h / 4), colour_at (pixels, 3 * w / 4, h / 4),
      colour_at (pixels, w / 4, 3 * h / 4), colour_at (pixels, 3 * w / 4, 3 * h / 4));
}

char *
picture_quarters (GBytes *picture, guint *width, guint *height)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) decoded = gdk_pixbuf_new_from_stream (stream, NULL, &error);
  g_autoptr (StetPixels) pixels = g_new0 (StetPixels, 1);

  g_assert_no_error (error);
  pixels->width = *width = (guint) gdk_pixbuf_get_width (decoded);
  pixels->height = *height = (guint) gdk_pixbuf_get_height (decoded);
  pixels->stride_bytes = (gsize) gdk_pixbuf_get_rowstride (decoded);
  pixels->has_alpha = gdk_pixbuf_get_has_alpha (decoded);
  pixels->data = gdk_pixbuf_read_pixel_bytes (decoded);
  return pixels_quarters (pixels);
}

/* --- a bomb --- */

static void
put_segment (GByteArray *out, guint8 marker, const guint8 *payload, guint size)
{
  guint8 head[4] = { 0xff, marker, (guint8) ((size + 2) >> 8), (guint8) (size + 2) };

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, payload, size);
}

/* ITU-T T.81: progressive, one component. The first pass says every block's brightness in one bit
 * each; each other pass says "nothing for the next 32767 blocks" until it is through. */
GBytes *
picture_with_scans (guint side, guint scans)
{
  guint8 frame[] = {
    8, (guint8) (side >> 8), (guint8) side, (guint8) (side >> 8), (guint8) side, 1, 1, 0x11, 0
  };
  guint8 quantization[65] = { 0 };
  static const guint8 first_codes[] = { 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
  static const guint8 other_codes[]
      = { 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe0 };
  static const guint8 first_scan[] = { 1, 1, 0x00, 0, 0, 0 },
                      other_scan[] = { 1, 1, 0x00, 1, 63, 0 };
  guint blocks = ((side + 7) / 8) * ((side + 7) / 8);
  g_autofree guint8 *bits = g_malloc0 (blocks / 8 + 1);
  GByteArray *out = g_byte_array_new ();

  memset (quantization + 1, 1, 64);
  g_byte_array_append (out, (const guint8 *) "\xff\xd8", 2);
  put_segment (out, 0xdb, quantization, sizeof quantization);
  put_segment (out, 0xc2, frame, sizeof frame);
  put_segment (out, 0xc4, first_codes, sizeof first_codes);
  put_segment (out, 0xc4, other_codes, sizeof other_codes);
  put_segment (out, 0xda, first_scan, sizeof first_scan);
  g_byte_array_append (out, bits, blocks / 8 + 1);
  for (guint i = 0; i < scans; i++)
    {
      put_segment (out, 0xda, other_scan, sizeof other_scan);
      g_byte_array_append (out, bits, 2 * (blocks / 16384 + 1));
    }
  g_byte_array_append (out, (const guint8 *) "\xff\xd9", 2);
  return g_byte_array_free_to_bytes (out);
}
