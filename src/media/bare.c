/* Walks the segments of a JPEG and the chunks of a PNG. Layer: media. Any thread.
 * Formats: ITU-T T.81 annex B, W3C PNG (third edition) section 5, RFC 9649 (WebP's first bytes). */
#include "config.h"

#include "media/bare.h"

#include "media/kept.h"

#include <string.h>

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_SIGNATURE_BYTES 8
#define PNG_CHUNK_FRAME_BYTES 12 /* length, type, checksum */

enum
{
  JPEG_SOI = 0xd8,
  JPEG_EOI = 0xd9,
  JPEG_SOS = 0xda,
  JPEG_RST0 = 0xd0,
  JPEG_RST7 = 0xd7,
  JPEG_APP0 = 0xe0,
  JPEG_APP1 = 0xe1,
  JPEG_APP2 = 0xe2,
  JPEG_TEM = 0x01,
};

typedef struct
{
  const guint8 *data;
  gsize size;
  gsize at;
} Reader;

/* Told of each part; FALSE ends the walk. */
typedef gboolean (*PartFunc) (const char *name, const guint8 *payload, gsize size, gpointer data);

static Reader
reader_on (GBytes *picture)
{
  Reader reader = { NULL, 0, 0 };

  reader.data = g_bytes_get_data (picture, &reader.size);
  return reader;
}

StetPictureKind
stet_picture_kind (GBytes *picture)
{
  Reader r = reader_on (picture);

  if (r.size >= 3 && memcmp (r.data, "\xff\xd8\xff", 3) == 0)
    return STET_PICTURE_JPEG;
  if (r.size >= PNG_SIGNATURE_BYTES && memcmp (r.data, PNG_SIGNATURE, PNG_SIGNATURE_BYTES) == 0)
    return STET_PICTURE_PNG;
  if (r.size >= 12 && memcmp (r.data, "RIFF", 4) == 0 && memcmp (r.data + 8, "WEBP", 4) == 0)
    return STET_PICTURE_WEBP;
  return STET_PICTURE_NONE;
}

const char *
stet_picture_mime (StetPictureKind kind)
{
  static const char *const names[] = { NULL, "image/jpeg", "image/png", "image/webp" };

  return names[kind];
}

const char *
stet_picture_loader (StetPictureKind kind)
{
  static const char *const names[] = { NULL, "jpeg", "png", "webp" };

  return names[kind];
}

/* Entropy-coded data run up to the next marker that is neither stuffing nor a restart. */
static void
skip_scan (Reader *r)
{
  while (r->at + 1 < r->size)
    {
      guint8 next = r->data[r->at + 1];

      if (r->data[r->at] == 0xff && next != 0 && next != 0xff
          && !(next >= JPEG_RST0 && next <= JPEG_RST7))
        return;
      r->at++;
    }
  r->at = r->size;
}

static guint
next_marker (Reader *r)
{
  if (r->at >= r->size || r->data[r->at] != 0xff)
    return 0;
  while (r->at < r->size && r->data[r->at] == 0xff)
    r->at++;
  return r->at < r->size ? r->data[r->at++] : 0;
}

/* TRUE when EOI was reached; `r->at` is then behind it. */
static gboolean
walk_jpeg (Reader *r, PartFunc func, gpointer data)
{
  guint marker = next_marker (r);

  if (marker != JPEG_SOI)
    return FALSE;
  while ((marker = next_marker (r)) != 0)
    {
      gsize length;
      char name[8];

      if (marker == JPEG_EOI)
        return TRUE;
      if (marker == JPEG_TEM || (marker >= JPEG_RST0 && marker <= JPEG_RST7))
        continue;
      if (r->size - r->at < 2)
        return FALSE;
      length = (gsize) r->data[r->at] << 8 | r->data[r->at + 1];
      if (length < 2 || length > r->size - r->at)
        return FALSE;
      g_snprintf (name, sizeof name, "%02X", marker);
      if (func != NULL && !func (name, r->data + r->at + 2, length - 2, data))
        return FALSE;
      r->at += length;
      if (marker == JPEG_SOS)
        skip_scan (r);
    }
  return FALSE;
}

/* TRUE when IEND was reached; `r->at` is then behind it. */
static gboolean
walk_png (Reader *r, PartFunc func, gpointer data)
{
  r->at = PNG_SIGNATURE_BYTES;
  while (r->size - r->at >= PNG_CHUNK_FRAME_BYTES)
    {
      const guint8 *chunk = r->data + r->at;
      gsize length
          = (gsize) chunk[0] << 24 | (gsize) chunk[1] << 16 | (gsize) chunk[2] << 8 | chunk[3];
      char name[5] = { 0 };

      if (length > r->size - r->at - PNG_CHUNK_FRAME_BYTES)
        return FALSE;
      memcpy (name, chunk + 4, 4);
      if (func != NULL && !func (name, chunk + 8, length, data))
        return FALSE;
      r->at += PNG_CHUNK_FRAME_BYTES + length;
      if (strcmp (name, "IEND") == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
stet_picture_is_whole (GBytes *picture)
{
  Reader r = reader_on (picture);

  switch (stet_picture_kind (picture))
    {
    case STET_PICTURE_JPEG:
      return walk_jpeg (&r, NULL, NULL);
    case STET_PICTURE_PNG:
      return walk_png (&r, NULL, NULL);
    case STET_PICTURE_WEBP:
      return r.size - 8 >= ((gsize) r.data[4] | (gsize) r.data[5] << 8 | (gsize) r.data[6] << 16 |
                            (gsize) r.data[7] << 24);
    case STET_PICTURE_NONE:
    default:
      return FALSE;
    }
}

static gboolean
jpeg_part_is_bare (const char *name, const guint8 *payload, gsize size)
{
  guint marker = (guint) g_ascii_strtoull (name, NULL, 16);

  if (marker == JPEG_APP1)
    return stet_kept_is_packet (STET_PICTURE_JPEG, payload, size);
  if (marker == JPEG_APP0)
    return size >= 5 && memcmp (payload, "JFIF", 5) == 0;
  if (marker == JPEG_APP2)
    return size >= 12 && memcmp (payload, "ICC_PROFILE", 12) == 0;
  /* SOF0 to SOF15 with DHT and DAC among them, then SOS, DQT, DNL, DRI. */
  return (marker >= 0xc0 && marker <= 0xcf) || (marker >= JPEG_SOS && marker <= 0xdd);
}

static gboolean
note_foreign_jpeg (const char *name, const guint8 *payload, gsize size, gpointer data)
{
  char **part = data;

  if (!jpeg_part_is_bare (name, payload, size))
    *part = g_strdup (name);
  return *part == NULL;
}

static gboolean
note_foreign_png (const char *name, const guint8 *payload, gsize size, gpointer data)
{
  static const char *const allowed[]
      = { "IHDR", "PLTE", "tRNS", "iCCP", "sBIT", "IDAT", "IEND", NULL };
  char **part = data;

  if (strcmp (name, "iTXt") == 0 && stet_kept_is_packet (STET_PICTURE_PNG, payload, size))
    return TRUE;
  if (!g_strv_contains (allowed, name))
    *part = g_strescape (name, NULL);
  return *part == NULL;
}

gboolean
stet_picture_is_bare (GBytes *picture, char **part)
{
  Reader r = reader_on (picture);
  g_autofree char *foreign = NULL;
  gboolean ended = FALSE;

  if (stet_picture_kind (picture) == STET_PICTURE_JPEG)
    ended = walk_jpeg (&r, note_foreign_jpeg, &foreign);
  else if (stet_picture_kind (picture) == STET_PICTURE_PNG)
    ended = walk_png (&r, note_foreign_png, &foreign);
  if (ended && r.at == r.size)
    return TRUE;
  if (foreign == NULL)
    foreign = g_strdup (ended ? "bytes after the end" : "no end");
  if (part != NULL)
    *part = g_steal_pointer (&foreign);
  return FALSE;
}
