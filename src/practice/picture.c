/* Pictures by their first bytes: JPEG (ITU T.81), PNG (RFC 2083), GIF 89a, WebP (RFC 9649), AVIF.
 * Layer: practice. Any thread. */
#include "config.h"

#include "practice/picture.h"

#include <string.h>

#define JPEG_SEGMENTS_MAX 1000

typedef struct
{
  const guint8 *data;
  gsize length;
} Picture;

static guint
big_16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

static guint
little_16 (const guint8 *at)
{
  return (guint) at[1] << 8 | at[0];
}

static guint
little_24 (const guint8 *at)
{
  return (guint) at[2] << 16 | (guint) at[1] << 8 | at[0];
}

static gboolean
has (const Picture *picture, gsize offset, const char *magic, gsize length)
{
  return picture->length >= offset + length && memcmp (picture->data + offset, magic, length) == 0;
}

/* A frame header is SOF0 to SOF15 without the tables DHT, JPG and DAC that share the range. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
measure_jpeg (const Picture *picture, guint *width, guint *height)
{
  gsize at = 2;

  for (guint i = 0; i < JPEG_SEGMENTS_MAX && at + 9 <= picture->length && picture->data[at] == 0xff;
       i++)
    {
      guint8 marker = picture->data[at + 1];

      if (is_frame (marker))
        {
          *height = big_16 (picture->data + at + 5);
          *width = big_16 (picture->data + at + 7);
          return;
        }
      at += 2 + big_16 (picture->data + at + 2);
    }
}

static void
measure_png (const Picture *picture, guint *width, guint *height)
{
  if (picture->length < 24 || !has (picture, 12, "IHDR", 4))
    return;
  *width = big_16 (picture->data + 16) << 16 | big_16 (picture->data + 18);
  *height = big_16 (picture->data + 20) << 16 | big_16 (picture->data + 22);
}

static void
measure_webp (const Picture *picture, guint *width, guint *height)
{
  const guint8 *data = picture->data;

  if (picture->length < 30)
    return;
  if (has (picture, 12, "VP8X", 4))
    {
      *width = little_24 (data + 24) + 1;
      *height = little_24 (data + 27) + 1;
    }
  else if (has (picture, 12, "VP8L", 4))
    {
      *width = (little_16 (data + 21) & 0x3fff) + 1;
      *height = ((little_16 (data + 22) >> 6 | (guint) data[24] << 10) & 0x3fff) + 1;
    }
  else if (has (picture, 12, "VP8 ", 4))
    {
      *width = little_16 (data + 26) & 0x3fff;
      *height = little_16 (data + 28) & 0x3fff;
    }
}

const char *
stet_practice_picture_type (GBytes *bytes, guint *width, guint *height)
{
  Picture picture;
  guint ignored;

  width = width != NULL ? width : &ignored;
  height = height != NULL ? height : &ignored;
  *width = *height = 0;
  picture.data = g_bytes_get_data (bytes, &picture.length);
  if (has (&picture, 0, "\xff\xd8\xff", 3))
    {
      measure_jpeg (&picture, width, height);
      return "image/jpeg";
    }
  if (has (&picture, 0, "\x89PNG\r\n\x1a\n", 8))
    {
      measure_png (&picture, width, height);
      return "image/png";
    }
  if ((has (&picture, 0, "GIF87a", 6) || has (&picture, 0, "GIF89a", 6)) && picture.length >= 10)
    {
      *width = little_16 (picture.data + 6);
      *height = little_16 (picture.data + 8);
      return "image/gif";
    }
  if (has (&picture, 0, "RIFF", 4) && has (&picture, 8, "WEBP", 4))
    {
      measure_webp (&picture, width, height);
      return "image/webp";
    }
  return has (&picture, 4, "ftypavif", 8) ? "image/avif" : NULL;
}
