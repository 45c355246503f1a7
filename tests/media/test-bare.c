/* The allow-list of a picture's parts. */
#include "config.h"

#include "media/bare.h"
#include "media/picture.h"
#include "pictures.h"

#include <string.h>

static void
test_kinds (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    StetPictureKind kind;
    const char *why;
  } cases[] = {
    { "\xff\xd8\xff\xe0", 4, STET_PICTURE_JPEG, "three bytes are the JPEG mark" },
    { "\xff\xd8", 2, STET_PICTURE_NONE, "too short to tell" },
    { "\x89PNG\r\n\x1a\n", 8, STET_PICTURE_PNG, "the PNG signature" },
    { "\x89PNG\n\n\x1a\n", 8, STET_PICTURE_NONE, "line ends were changed on the way" },
    { "RIFF\x04\0\0\0WEBP", 12, STET_PICTURE_WEBP, "WebP in RIFF" },
    { "RIFF\x04\0\0\0WAVE", 12, STET_PICTURE_NONE, "sound in RIFF" },
    { "<svg xmlns='http://www.w3.org/2000/svg'/>", 41, STET_PICTURE_NONE, "SVG is never decoded" },
    { "GIF89a", 6, STET_PICTURE_NONE, "not a format for photos" },
    { "", 0, STET_PICTURE_NONE, "an empty file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].data, cases[i].size);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (stet_picture_kind (bytes), ==, cases[i].kind);
    }
}

static void
test_parts (void)
{
  static const struct
  {
    const char *type, *name, *payload;
    gsize size;
    const char *part;
    const char *why;
  } cases[] = {
    { "jpeg", NULL, NULL, 0, NULL, "as gdk-pixbuf writes it" },
    { "jpeg", "E0", "JFIF\0", 5, NULL, "JFIF says only the density" },
    { "jpeg", "E0", "JFXX\0", 5, "E0", "a JFIF extension is a thumbnail" },
    { "jpeg", "E1", "Exif\0\0", 6, "E1", "Exif, or XMP" },
    { "jpeg", "E2", "ICC_PROFILE\0\1\1", 14, NULL, "the colour profile stays" },
    { "jpeg", "E2", "MPF\0", 4, "E2", "a second picture" },
    { "jpeg", "ED", "Photoshop 3.0\0", 14, "ED", "IPTC" },
    { "jpeg", "EE", "Adobe\0", 6, "EE", "nothing else is let through" },
    { "jpeg", "FE", "by hand", 7, "FE", "a comment" },
    { "png", NULL, NULL, 0, NULL, "as gdk-pixbuf writes it" },
    { "png", "tEXt", "Author\0Nobody", 13, "tEXt", "Latin-1 text" },
    { "png", "iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x/>", 26, "iTXt", "XMP" },
    { "png", "eXIf", "MM\0*", 4, "eXIf", "Exif" },
    { "png", "tIME", "\7\xea\x0b\x18\5\5\5", 7, "tIME", "when it was changed" },
    { "png", "a\nb\1", "", 0, "a\\nb\\001", "a name that is none is told in plain letters" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) plain = picture_new (cases[i].type, 16, 16, NULL);
      g_autoptr (GBytes) picture = cases[i].name == NULL ? g_bytes_ref (plain)
        : picture_with_part (plain, cases[i].name, cases[i].payload, cases[i].size);
      g_autoptr (GError) error = NULL;
      g_autofree char *part = NULL;

      g_test_message ("%s %s: %s", cases[i].type, cases[i].name, cases[i].why);
      g_assert_true (stet_picture_is_whole (picture));
      g_assert_cmpint (stet_picture_is_bare (picture, &part), ==, cases[i].part == NULL);
      g_assert_cmpstr (part, ==, cases[i].part);
      if (cases[i].part == NULL)
        continue;
      g_assert_false (stet_picture_check_clean (picture, &error));
      g_assert_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_UNCLEAN);
    }
}

static void
test_ends (void)
{
  static const char *const types[] = { "jpeg", "png" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) picture = picture_new (types[i], 16, 16, NULL);
      gsize size = g_bytes_get_size (picture);
      g_autofree char *more = g_malloc0 (size + 1);
      g_autoptr (GBytes) longer = NULL;
      g_autofree char *part = NULL;

      memcpy (more, g_bytes_get_data (picture, NULL), size);
      longer = g_bytes_new (more, size + 1);
      g_assert_true (stet_picture_is_whole (longer));
      g_assert_false (stet_picture_is_bare (longer, &part));
      g_assert_cmpstr (part, ==, "bytes after the end");
      for (gsize cut = 0; cut < size; cut++)
        {
          /* a copy, so that a read past it is caught */
          g_autoptr (GBytes) shorter = g_bytes_new (more, cut);

          g_assert_false (stet_picture_is_whole (shorter));
          g_assert_false (stet_picture_is_bare (shorter, NULL));
        }
    }
}

void
add_bare_tests (void)
{
  g_test_add_func ("/media/bare/kinds", test_kinds);
  g_test_add_func ("/media/bare/parts", test_parts);
  g_test_add_func ("/media/bare/ends", test_ends);
}
