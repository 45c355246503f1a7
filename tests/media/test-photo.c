/* Photos: what is read from them, and that nothing of it leaves. */
#include "config.h"

#include "base/limits.h"
#include "media/bare.h"
#include "media/metadata.h"
#include "media/picture.h"
#include "pictures.h"
#include "support.h"

#include <string.h>

#define TAGS_MAX 6

static const char *const types[] = { "jpeg", "png", "webp" };

static void
test_texts (void)
{
  static const struct
  {
    const char *tags[TAGS_MAX + 1];
    const char *caption, *credit, *alt;
    const char *why;
  } cases[] = {
    { { NULL }, NULL, NULL, NULL, "a bare picture says nothing" },
    { { "Iptc.Envelope.CharacterSet=\x1b%G", "Iptc.Application2.Caption=Niños en el malecón",
        "Iptc.Application2.Credit=Agencia Uno", "Iptc.Application2.Byline=Ana Ruiz" },
      "Niños en el malecón",
      "Agencia Uno",
      NULL,
      "IPTC, and the credit line goes before the creator" },
    { { "Iptc.Application2.Byline=Ana Ruiz" },
      NULL,
      "Ana Ruiz",
      NULL,
      "no credit line: the creator" },
    { { "Iptc.Application2.Caption=El ni\xf1o" },
      "El niño",
      NULL,
      NULL,
      "IPTC in Latin-1, as old tools write it" },
    { { "Exif.Image.ImageDescription=A street at dawn", "Exif.Image.Artist=Ben Ode" },
      "A street at dawn",
      "Ben Ode",
      NULL,
      "Exif when there is nothing else" },
    { { "Xmp.dc.description=lang=\"x-default\" A boat", "Exif.Image.ImageDescription=not this",
        "Xmp.photoshop.Credit=Photo desk", "Xmp.dc.creator=Ana Ruiz" },
      "A boat",
      "Photo desk",
      NULL,
      "XMP goes before Exif; the language mark is not text" },
    { { "Xmp.dc.creator=Ana Ruiz, Ben Ode" }, NULL, "Ana Ruiz, Ben Ode", NULL, "two creators" },
    { { "Exif.Image.ImageDescription=OLYMPUS DIGITAL CAMERA" },
      NULL,
      NULL,
      NULL,
      "a camera's name is no caption" },
    { { "Exif.Image.ImageDescription=   " }, NULL, NULL, NULL, "blanks are nothing" },
    { { "Iptc.Application2.Caption=one\r\ntwo" },
      "one\ntwo",
      NULL,
      NULL,
      "line ends pass the gate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 8, NULL);
      g_autoptr (GBytes) picture = picture_with_tags (plain, cases[i].tags);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetPhotoInfo) info = stet_picture_info_read (picture, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      g_assert_cmpstr (info->caption, ==, cases[i].caption);
      g_assert_cmpstr (info->credit, ==, cases[i].credit);
      g_assert_cmpstr (info->alt, ==, cases[i].alt);
      g_assert_cmpstr (info->mime, ==, "image/jpeg");
      g_assert_cmpuint (info->width, ==, 16);
      g_assert_cmpuint (info->height, ==, 8);
    }
}

/* As picture desks write it: real alternatives, several languages. */
static void
test_xmp_packet (void)
{
  g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 16, NULL);
  g_autoptr (GBytes) picture = picture_with_xmp (
      plain,
      "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>A ferry, leaving</rdf:li>"
      "<rdf:li xml:lang='es'>Un transbordador</rdf:li></rdf:Alt></dc:description>"
      "<dc:creator><rdf:Seq><rdf:li>Ana Ruiz</rdf:li><rdf:li>Ben Ode</rdf:li></rdf:Seq></dc:creator>"
      "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='x-default'>A white ferry in a grey harbour"
      "</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetPhotoInfo) info = stet_picture_info_read (picture, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (info->caption, ==, "A ferry, leaving");
  g_assert_cmpstr (info->credit, ==, "Ana Ruiz, Ben Ode");
  g_assert_cmpstr (info->alt, ==, "A white ferry in a grey harbour");
}

/* A caption longer than any caption is not read: a PNG's XMP chunk can hold it, a JPEG's segment
 * not. */
static void
test_text_limit (void)
{
  static const struct { gsize size; gboolean kept; const char *why; } cases[] = {
    { 64 * 1024, TRUE, "at the limit" },
    { 64 * 1024 + 1, FALSE, "one past it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strnfill (cases[i].size, 'x');
      g_autofree char *tag = g_strconcat ("Xmp.photoshop.Credit=", text, NULL);
      const char *tags[] = { tag, NULL };
      g_autoptr (GBytes) plain = picture_new ("png", 16, 8, NULL);
      g_autoptr (GBytes) picture = picture_with_tags (plain, tags);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetPhotoInfo) info = stet_picture_info_read (picture, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      g_assert_cmpint (info->credit != NULL, ==, cases[i].kept);
    }
}

static void
test_orientation (void)
{
  /* Exif 2.32, 4.6.4 A: which side of the seen picture row 0 and column 0 are. */
  static const struct
  {
    const char *value;
    const char *seen;
    gboolean turned;
    const char *why;
  } cases[] = {
    { "1", "RGBW", FALSE, "row top, column left" },
    { "2", "GRWB", FALSE, "row top, column right" },
    { "3", "WBGR", FALSE, "row bottom, column right" },
    { "4", "BWRG", FALSE, "row bottom, column left" },
    { "5", "RBGW", TRUE, "row left, column top" },
    { "6", "BRWG", TRUE, "row right, column top" },
    { "7", "WGBR", TRUE, "row right, column bottom" },
    { "8", "GWRB", TRUE, "row left, column bottom" },
    { "0", "RGBW", FALSE, "not a value: as it is" },
    { "9", "RGBW", FALSE, "not a value: as it is" },
  };

  for (guint n = 0; n < 3 * G_N_ELEMENTS (cases); n++)
    {
      guint i = n / 3;
      g_autofree char *tag = g_strconcat ("Exif.Image.Orientation=", cases[i].value, NULL);
      const char *tags[] = { tag, NULL };
      g_autoptr (GBytes) plain = picture_new (types[n % 3], 64, 32, NULL);
      g_autoptr (GBytes) picture = picture_with_tags (plain, tags);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetPhotoInfo) info = stet_picture_info_read (picture, &error);
      g_autoptr (GBytes) clean = stet_picture_clean (picture, 0, &error);
      g_autofree char *seen = NULL;
      guint width, height;

      g_test_message ("%s %s: %s", types[n % 3], cases[i].value, cases[i].why);
      g_assert_no_error (error);
      seen = picture_quarters (clean, &width, &height);
      g_assert_cmpstr (seen, ==, cases[i].seen);
      g_assert_cmpuint (width, ==, cases[i].turned ? 32 : 64);
      g_assert_cmpuint (info->width, ==, width);
      g_assert_cmpuint (info->height, ==, height);
    }
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, strlen (text)) != NULL;
}

static gboolean
is_dirty (GBytes *picture)
{
  g_autofree char *foreign = stet_metadata_find_foreign (picture);

  return foreign != NULL;
}

static void
test_clean_metadata (void)
{
  static const char *const tags[] = {
    "Exif.GPSInfo.GPSLatitude=23/1 8/1 0/1",
    "Exif.GPSInfo.GPSLatitudeRef=N",
    "Exif.Image.Make=CANARYMAKE",
    "Exif.Photo.BodySerialNumber=CANARY77",
    "Iptc.Application2.Keywords=CANARYIPTC",
    "Xmp.dc.title=CANARYXMP",
    NULL,
  };
  /* gexiv2 would write a comment into the caption too: it stands here as a part of its own. */
  static const struct { const char *type, *mime, *part, *comment; } cases[] = {
    { "jpeg", "image/jpeg", "FE", "CANARYCOMMENT" },
    { "png", "image/png", "tEXt", "Comment\0CANARYCOMMENT" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) plain = picture_new (cases[i].type, 32, 32, NULL);
      g_autoptr (GBytes) tagged = picture_with_tags (plain, tags);
      g_autoptr (GBytes) dirty
          = picture_with_part (tagged, cases[i].part, cases[i].comment, i == 0 ? 13 : 21);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) clean = stet_picture_clean (dirty, 0, &error);
      g_autoptr (GBytes) again = stet_picture_clean (dirty, 0, NULL);
      g_autoptr (StetPhotoInfo) info = NULL;

      g_assert_no_error (error);
      g_assert_true (is_dirty (dirty));
      g_assert_false (is_dirty (clean));
      g_assert_true (holds (dirty, "CANARY"));
      g_assert_false (holds (clean, "CANARY"));
      g_assert_true (stet_picture_check_clean (clean, &error));
      g_assert_true (g_bytes_equal (clean, again)); /* an upload is named by its bytes */
      info = stet_picture_info_read (clean, &error);
      g_assert_no_error (error);
      g_assert_null (info->caption);
      g_assert_cmpstr (info->mime, ==, cases[i].mime);
    }
}

/* What the allow-list of parts lets through, the second judge still looks into. */
static void
test_second_judge (void)
{
  g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 16, NULL);
  g_autoptr (GBytes) picture = picture_with_part (plain, "E2", "ICC_PROFILE\0\1\1CANARY", 20);
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_picture_is_bare (picture, NULL));
  g_assert_false (stet_picture_check_clean (picture, &error));
  g_assert_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_UNCLEAN);
}

/* The Exif block alone is caught by the second judge too. */
static void
test_metadata_judge (void)
{
  g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 16, NULL);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("no picture", 10);
  static const char *const tags[]
      = { "Exif.Image.Artist", "Iptc.Application2.Byline", "Xmp.dc.title", "comment" };

  g_assert_false (is_dirty (plain));
  g_assert_true (is_dirty (garbage)); /* what can't be read is not clean */
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *tag = g_strconcat (tags[i], "=Ana", NULL);
      const char *list[] = { tag, NULL };
      g_autoptr (GBytes) dirty = picture_with_tags (plain, list);

      g_test_message ("%s", tags[i]);
      g_assert_true (is_dirty (dirty));
    }
}

static void
test_png_chunks (void)
{
  g_autoptr (GBytes) plain = picture_new ("png", 32, 32, NULL);
  g_autoptr (GBytes) dirty = picture_with_part (plain, "tEXt", "Author\0CANARY", 13);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) clean = stet_picture_clean (dirty, 0, &error);

  g_assert_no_error (error);
  g_assert_true (holds (dirty, "CANARY"));
  g_assert_false (holds (clean, "CANARY"));
}

static void
test_profile (void)
{
  static const struct
  {
    const char *space;
    gboolean turned;
    gboolean kept;
    const char *why;
  } cases[] = {
    { "RGB ", FALSE, TRUE, "without it the colours would be others" },
    { "RGB ", TRUE, TRUE, "also when the picture is turned" },
    { "CMYK", FALSE, FALSE, "the pixels are RGB now" },
    { "GRAY", FALSE, FALSE, "the pixels are RGB now" },
    { "RGB?", FALSE, FALSE, "no profile at all" },
    { "RGB!", FALSE, FALSE, "a profile that is cut" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char *const tags[] = { "Exif.Image.Orientation=6", NULL };
      g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 16, cases[i].space);
      g_autoptr (GBytes) picture
          = cases[i].turned ? picture_with_tags (plain, tags) : g_bytes_ref (plain);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) clean = stet_picture_clean (picture, 0, &error);

      g_test_message ("%s: %s", cases[i].space, cases[i].why);
      g_assert_no_error (error);
      g_assert_true (holds (picture, "ICC_PROFILE"));
      g_assert_cmpint (holds (clean, "ICC_PROFILE"), ==, cases[i].kept);
    }
}

static void
test_scaling (void)
{
  static const struct { guint w, h, side_max, want_w, want_h; const char *why; } cases[] = {
    { 64, 32, 0, 64, 32, "no limit" },
    { 64, 32, 64, 64, 32, "at the limit" },
    { 64, 32, 63, 63, 31, "one past it" },
    { 64, 32, 16, 16, 8, "a quarter" },
    { 32, 64, 16, 8, 16, "the longer side counts" },
    { 64, 32, 1000, 64, 32, "never made larger" },
    { 900, 4, 10, 10, 1, "no side becomes nothing" },
  };
  for (guint i = 0; i < 3 * G_N_ELEMENTS (cases); i++)
    {
      guint c = i / 3, width, height;
      g_autoptr (GBytes) picture = picture_new (types[i % 3], cases[c].w, cases[c].h, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) clean = stet_picture_clean (picture, cases[c].side_max, &error);
      g_autoptr (StetPixels) thumbnail
          = stet_picture_thumbnail (picture, cases[c].side_max, &error);
      g_autofree char *seen = NULL, *seen_small = NULL;

      g_test_message ("%s: %s", types[i % 3], cases[c].why);
      g_assert_no_error (error);
      seen = picture_quarters (clean, &width, &height);
      g_assert_cmpuint (width, ==, cases[c].want_w);
      g_assert_cmpuint (height, ==, cases[c].want_h);
      seen_small = pixels_quarters (thumbnail);
      g_assert_cmpuint (thumbnail->width, ==, cases[c].want_w);
      g_assert_cmpuint (thumbnail->height, ==, cases[c].want_h);
      if (cases[c].want_h > 4)
        g_assert_cmpstr (seen, ==, PICTURE_QUARTERS);
      if (cases[c].want_h > 4)
        g_assert_cmpstr (seen_small, ==, PICTURE_QUARTERS);
    }
}

/* Both ways in say the same about what is no picture. */
static void
assert_refused (GBytes *picture, StetMediaError code)
{
  g_autoptr (GError) info_error = NULL, clean_error = NULL, thumbnail_error = NULL;

  if (stet_picture_is_whole (picture))
    {
      g_assert_null (stet_picture_info_read (picture, &info_error));
      g_assert_error (info_error, STET_MEDIA_ERROR, (int) code);
    }
  g_assert_null (stet_picture_clean (picture, 0, &clean_error));
  g_assert_error (clean_error, STET_MEDIA_ERROR, (int) code);
  g_assert_null (stet_picture_thumbnail (picture, 16, &thumbnail_error));
  g_assert_error (thumbnail_error, STET_MEDIA_ERROR, (int) code);
}

static void
test_garbage (void)
{
  static const struct { const char *data; gsize size; const char *why; } cases[] = {
    { "", 0, "empty" },
    { "just words", 10, "text" },
    { "\xff\xd8\xff\xd9", 4, "a JPEG of nothing" },
    { "\xff\xd8\xff\xe0\xff\xff", 6, "a segment longer than the file" },
    { "\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82", 20, "a PNG of nothing" },
    { "RIFF\x04\0\0\0WEBP", 12, "a WebP of nothing" },
    { "GIF89a\1\0\1\0\0\0\0;", 14, "a format that is not read" },
    { "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 63,
      "a format that is not read" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].data, cases[i].size);

      g_test_message ("%s", cases[i].why);
      assert_refused (bytes, STET_MEDIA_ERROR_NOT_A_PICTURE);
    }
}

static void
test_truncated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) picture = picture_new (types[i], 64, 64, NULL);
      gsize size = g_bytes_get_size (picture);

      for (guint part = 1; part < 16; part++)
        {
          g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (picture, NULL), size * part / 16);

          assert_refused (cut, STET_MEDIA_ERROR_NOT_A_PICTURE);
        }
    }
}

static void
test_pixels_limit (void)
{
  static const struct { const char *type; guint w, h; gboolean fits; const char *why; } cases[] = {
    { "png", 10000, 10000, TRUE, "at the limit" },
    { "png", 10000, 10001, FALSE, "one row past it" },
    { "png", 65536, 65536, FALSE, "as many pixels as 32 bits can't count" },
    { "png", 2000000, 2000000, FALSE, "more than libpng reads" },
    { "jpeg", 10000, 10000, TRUE, "at the limit" },
    { "jpeg", 10001, 10000, FALSE, "one column past it" },
    { "jpeg", 65000, 65000, FALSE, "a JPEG's largest" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) small = picture_new (cases[i].type, 16, 16, NULL);
      g_autoptr (GBytes) picture = picture_with_size (small, cases[i].w, cases[i].h);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetPhotoInfo) info = stet_picture_info_read (picture, &error);

      g_test_message ("%s %u × %u: %s", cases[i].type, cases[i].w, cases[i].h, cases[i].why);
      if (cases[i].fits)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (info->width, ==, cases[i].w);
          continue;
        }
      g_assert_null (info);
      g_assert_cmpint (error->code == STET_MEDIA_ERROR_TOO_LARGE
                           || error->code == STET_MEDIA_ERROR_NOT_A_PICTURE,
                       ==, TRUE);
      if (cases[i].w < 1000000) /* libpng itself refuses a side past a million */
        assert_refused (picture, STET_MEDIA_ERROR_TOO_LARGE);
    }
}

static void
test_bytes_limit (void)
{
  g_autoptr (GBytes) picture = picture_new ("jpeg", 16, 16, NULL);
  gsize size;
  const char *data = g_bytes_get_data (picture, &size);
  char *large = g_malloc0 (STET_PHOTO_BYTES_MAX + 1);
  g_autoptr (GBytes) over = NULL;
  g_autoptr (GBytes) at = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetPhotoInfo) info = NULL;

  memcpy (large, data, size);
  over = g_bytes_new_take (large, STET_PHOTO_BYTES_MAX + 1);
  at = g_bytes_new_from_bytes (over, 0, STET_PHOTO_BYTES_MAX);
  info = stet_picture_info_read (at, &error);
  g_assert_no_error (error);
  assert_refused (over, STET_MEDIA_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  add_bare_tests ();
  add_child_tests ();
  add_jail_tests ();
  add_kept_tests ();
  g_test_add_func ("/media/texts", test_texts);
  g_test_add_func ("/media/xmp-packet", test_xmp_packet);
  g_test_add_func ("/media/text-limit", test_text_limit);
  g_test_add_func ("/media/orientation", test_orientation);
  g_test_add_func ("/media/clean/metadata", test_clean_metadata);
  g_test_add_func ("/media/clean/judge", test_metadata_judge);
  g_test_add_func ("/media/clean/second-judge", test_second_judge);
  g_test_add_func ("/media/clean/png-chunks", test_png_chunks);
  g_test_add_func ("/media/clean/profile", test_profile);
  g_test_add_func ("/media/scaling", test_scaling);
  g_test_add_func ("/media/garbage", test_garbage);
  g_test_add_func ("/media/truncated", test_truncated);
  g_test_add_func ("/media/limits/pixels", test_pixels_limit);
  g_test_add_func ("/media/limits/bytes", test_bytes_limit);
  return g_test_run ();
}
