/* Writes the packet, and knows it again by reading along. Layer: media. Any thread. */
#include "config.h"

#include "media/kept.h"

#include "base/text.h"

#include <string.h>

#define JPEG_HEAD "http://ns.adobe.com/xap/1.0/" /* with its NUL */
#define PNG_HEAD                                                                                   \
  "XML:com.adobe.xmp\0\0\0\0" /* keyword, not compressed, no language: each with its NUL */
#define JPEG_SOI_BYTES 2
#define PNG_AFTER_HEADER (8 + 12 + 13)
#define PACKET_BYTES_MAX (65535 - 2 - sizeof JPEG_HEAD)

static const char packet_head[]
    = "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\""
      " xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\">";
static const char packet_tail[] = "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";

#define ALT_HEAD "<rdf:Alt><rdf:li xml:lang=\"x-default\">"
#define ALT_TAIL "</rdf:li></rdf:Alt>"

/* In the order they are written. */
static const struct { const char *head, *tail; } elements[] = {
  [STET_KEPT_CREATOR] = { "<dc:creator><rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq></dc:creator>" },
  [STET_KEPT_CREDIT] = { "<photoshop:Credit>", "</photoshop:Credit>" },
  [STET_KEPT_COPYRIGHT] = { "<dc:rights>" ALT_HEAD, ALT_TAIL "</dc:rights>" },
  [STET_KEPT_CAPTION] = { "<dc:description>" ALT_HEAD, ALT_TAIL "</dc:description>" },
  [STET_KEPT_ALT] = { "<Iptc4xmpCore:AltTextAccessibility>" ALT_HEAD,
                      ALT_TAIL "</Iptc4xmpCore:AltTextAccessibility>" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (elements) == STET_N_KEPT);

void
stet_kept_texts_clear (StetKeptTexts *texts)
{
  for (guint i = 0; i < STET_N_KEPT; i++)
    g_clear_pointer (&texts->texts[i], g_free);
}

/* --- writing --- */

static void
append_text (GString *packet, const char *text)
{
  const char *end
      = g_utf8_offset_to_pointer (text, MIN (g_utf8_strlen (text, -1), STET_KEPT_CHARS_MAX));

  for (; text < end; text++)
    switch (*text)
      {
      case '&': g_string_append (packet, "&amp;"); break;
      case '<': g_string_append (packet, "&lt;"); break;
      case '>': g_string_append (packet, "&gt;"); break;
      default: g_string_append_c (packet, *text); break;
      }
}

/* Returns: (owned), NULL when there is nothing to keep. */
static GString *
write_packet (const StetKeptTexts *texts)
{
  GString *packet = g_string_new (packet_head);
  gsize empty = packet->len;

  for (guint i = 0; i < STET_N_KEPT; i++)
    if (texts->texts[i] != NULL)
      {
        g_string_append (packet, elements[i].head);
        append_text (packet, texts->texts[i]);
        g_string_append (packet, elements[i].tail);
      }
  if (packet->len == empty)
    {
      g_string_free (packet, TRUE);
      return NULL;
    }
  return g_string_append (packet, packet_tail);
}

/* PNG (third edition), annex D. */
static guint32
checksum (const guint8 *data, gsize size)
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
append_32 (GByteArray *out, guint32 value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (out, (const guint8 *) &value, sizeof value);
}

static void
append_jpeg_part (GByteArray *out, const GString *packet)
{
  guint size = (guint) (2 + sizeof JPEG_HEAD + packet->len);
  guint8 head[4] = { 0xff, 0xe1, (guint8) (size >> 8), (guint8) size };

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) JPEG_HEAD, sizeof JPEG_HEAD);
  g_byte_array_append (out, (const guint8 *) packet->str, (guint) packet->len);
}

static void
append_png_part (GByteArray *out, const GString *packet)
{
  guint start = out->len + 4;

  append_32 (out, (guint32) (sizeof PNG_HEAD + packet->len));
  g_byte_array_append (out, (const guint8 *) "iTXt", 4);
  g_byte_array_append (out, (const guint8 *) PNG_HEAD, sizeof PNG_HEAD);
  g_byte_array_append (out, (const guint8 *) packet->str, (guint) packet->len);
  append_32 (out, checksum (out->data + start, out->len - start));
}

GBytes *
stet_kept_insert (GBytes *picture, StetPictureKind kind, const StetKeptTexts *texts)
{
  GString *packet = write_packet (texts);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  guint at = kind == STET_PICTURE_JPEG ? JPEG_SOI_BYTES : PNG_AFTER_HEADER;
  GByteArray *out;

  if (packet == NULL)
    return g_bytes_ref (picture);
  g_assert (size > at && packet->len <= PACKET_BYTES_MAX);
  out = g_byte_array_sized_new ((guint) (size + packet->len + 64));
  g_byte_array_append (out, data, at);
  if (kind == STET_PICTURE_JPEG)
    append_jpeg_part (out, packet);
  else
    append_png_part (out, packet);
  g_byte_array_append (out, data + at, (guint) size - at);
  g_string_free (packet, TRUE);
  return g_byte_array_free_to_bytes (out);
}

/* --- knowing it again --- */

typedef struct
{
  const char *at;
  gsize left;
} Rest;

static gboolean
skip (Rest *rest, const void *what, gsize size)
{
  if (rest->left < size || memcmp (rest->at, what, size) != 0)
    return FALSE;
  rest->at += size;
  rest->left -= size;
  return TRUE;
}

/* A text as append_text () writes it: up to the next "<", no entity but three, no more than we
 * keep. */
static gboolean
skip_text (Rest *rest)
{
  const char *end = memchr (rest->at, '<', rest->left);
  gsize size = end != NULL ? (gsize) (end - rest->at) : 0;
  glong chars = 0;

  if (size == 0 || !g_utf8_validate (rest->at, (gssize) size, NULL)
      || memchr (rest->at, '>', size) != NULL)
    return FALSE;
  for (const char *c = rest->at; c < end; c = g_utf8_next_char (c), chars++)
    {
      if (*c == '&' && !g_str_has_prefix (c, "&amp;") && !g_str_has_prefix (c, "&lt;")
          && !g_str_has_prefix (c, "&gt;"))
        return FALSE;
      if (*c == '&')
        c = memchr (c, ';', (gsize) (end - c));
    }
  rest->at += size;
  rest->left -= size;
  return chars <= STET_KEPT_CHARS_MAX;
}

gboolean
stet_kept_is_packet (StetPictureKind kind, const guint8 *payload, gsize size)
{
  Rest rest = { (const char *) payload, size };
  gboolean jpeg = kind == STET_PICTURE_JPEG;

  if (!skip (&rest, jpeg ? JPEG_HEAD : PNG_HEAD, jpeg ? sizeof JPEG_HEAD : sizeof PNG_HEAD) ||
      !skip (&rest, packet_head, strlen (packet_head)))
    return FALSE;
  for (guint i = 0; i < STET_N_KEPT; i++)
    if (skip (&rest, elements[i].head, strlen (elements[i].head)) &&
        (!skip_text (&rest) || !skip (&rest, elements[i].tail, strlen (elements[i].tail))))
      return FALSE;
  return skip (&rest, packet_tail, strlen (packet_tail)) && rest.left == 0;
}
