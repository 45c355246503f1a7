/* Of all that a picture says five texts stay in the clean copy: read back by gexiv2, and by
 * exiftool, which shares no code with it. */
#include "config.h"

#include "media/bare.h"
#include "media/kept.h"
#include "media/metadata.h"
#include "media/picture.h"
#include "pictures.h"
#include "support.h"

#include <string.h>

#define CAPTION "Niñas & niños <en> el malecón"

/* As a camera, a phone and a picture desk leave it, every group of them. */
static const char *const full[] = {
  "thumbnail",
  "Exif.Image.Make=Canon",
  "Exif.Image.Model=CANARY Model",
  "Exif.Image.Software=CANARY Software",
  "Exif.Image.DateTime=2026:11:24 10:00:00",
  "Exif.Photo.BodySerialNumber=CANARY-77",
  "Exif.Photo.LensSerialNumber=CANARY-78",
  "Exif.Photo.UserComment=CANARY comment",
  "Exif.Canon.OwnerName=CANARY owner",
  "Exif.Canon.SerialNumber=123456789",
  "Exif.GPSInfo.GPSLatitude=23/1 8/1 0/1",
  "Exif.GPSInfo.GPSLatitudeRef=N",
  "Exif.GPSInfo.GPSLongitude=82/1 21/1 0/1",
  "Exif.GPSInfo.GPSLongitudeRef=W",
  "Exif.Image.Artist=CANARY artist",
  "Xmp.dc.creator=Ana Ruiz, Ben Ode",
  "Xmp.photoshop.Credit=Agencia Uno",
  "Xmp.dc.rights=lang=\"x-default\" © 2026 Agencia Uno",
  "Xmp.dc.description=lang=\"x-default\" " CAPTION,
  "Xmp.iptc.AltTextAccessibility=lang=\"x-default\" Children on a wall",
  "Xmp.dc.title=lang=\"x-default\" CANARY title",
  "Xmp.dc.subject=CANARY subject",
  "Xmp.xmp.CreatorTool=CANARY tool",
  "Xmp.xmpMM.DocumentID=CANARY document",
  "Xmp.iptcExt.DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
  NULL,
};

static GBytes *
full_picture (const char *type)
{
  g_autoptr (GBytes) plain = picture_new (type, 64, 32, NULL);

  return picture_with_tags (plain, full);
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, strlen (text)) != NULL;
}

static void
assert_texts (const StetPhotoInfo *info)
{
  g_assert_cmpstr (info->creator, ==, "Ana Ruiz, Ben Ode");
  g_assert_cmpstr (info->credit, ==, "Agencia Uno");
  g_assert_cmpstr (info->copyright, ==, "© 2026 Agencia Uno");
  g_assert_cmpstr (info->caption, ==, CAPTION);
  g_assert_cmpstr (info->alt, ==, "Children on a wall");
}

static void
test_read_back (void)
{
  static const struct { const char *type, *mime; } cases[] = {
    { "jpeg", "image/jpeg" }, { "png", "image/png" }, { "webp", "image/jpeg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) picture = full_picture (cases[i].type);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetPhotoInfo) before = stet_picture_info_read (picture, &error);
      g_autoptr (StetPhotoInfo) after = NULL;
      g_autoptr (GBytes) clean = stet_photo_clean (picture, 0, NULL, NULL, &error);
      g_autoptr (GBytes) again = stet_photo_clean (picture, 0, NULL, NULL, NULL);
      g_autofree char *foreign = NULL;

      g_test_message ("%s", cases[i].type);
      g_assert_no_error (error);
      g_assert_true (holds (picture, "CANARY"));
      assert_texts (before);
      g_assert_true (before->has_place);
      g_assert_cmpstr (before->source_type, ==, "trainedAlgorithmicMedia");
      after = stet_picture_info_read (clean, &error);
      g_assert_no_error (error);
      assert_texts (after);
      g_assert_false (after->has_place);
      g_assert_null (after->source_type);
      g_assert_cmpstr (after->mime, ==, cases[i].mime);
      g_assert_false (holds (clean, "CANARY"));
      foreign = stet_metadata_find_foreign (clean);
      g_assert_null (foreign);
      g_assert_true (g_bytes_equal (clean, again)); /* its hash is its name */
    }
}

/* --- the other tool --- */

/* "[XMP-dc]  Creator  : Ana" -> "XMP-dc:Creator". Returns: (owned), NULL for no such line. */
static char *
tag_of_line (const char *line)
{
  const char *close = line[0] == '[' ? strchr (line, ']') : NULL;
  const char *colon = close != NULL ? strchr (close, ':') : NULL;
  g_autofree char *group = NULL;
  g_autofree char *name = NULL;

  if (colon == NULL)
    return NULL;
  group = g_strndup (line + 1, (gsize) (close - line - 1));
  name = g_strstrip (g_strndup (close + 1, (gsize) (colon - close - 1)));
  return g_strconcat (group, ":", name, NULL);
}

static gboolean
is_of_pixels (const char *tag)
{
  static const char *const groups[] = { "ExifTool:",
                                        "System:",
                                        "File:",
                                        "JFIF:",
                                        "PNG:Image",
                                        "PNG:BitDepth",
                                        "PNG:ColorType",
                                        "PNG:Compression",
                                        "PNG:Filter",
                                        "PNG:Interlace",
                                        "PNG:SignificantBits",
                                        "Composite:ImageSize",
                                        "Composite:Megapixels" };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_has_prefix (tag, groups[i]))
      return TRUE;
  return FALSE;
}

static char *
run_exiftool (GBytes *picture)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "picture", NULL);
  const char *argv[] = { "exiftool", "-a", "-u", "-U", "-ee", "-G1", "-s", path, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status = 0;
  gsize size;
  const char *data = g_bytes_get_data (picture, &size);

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

static void
test_other_tool (void)
{
  static const char *const kept[] = { "XMP-dc:Creator", "XMP-photoshop:Credit", "XMP-dc:Rights",
                                      "XMP-dc:Description", "XMP-iptcCore:AltTextAccessibility" };
  static const char *const types[] = { "jpeg", "png", "webp" };
  g_autofree char *tool = g_find_program_in_path ("exiftool");

  if (tool == NULL)
    {
      g_test_skip ("exiftool is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) picture = full_picture (types[i]);
      g_autoptr (GBytes) clean = stet_picture_clean (picture, 0, NULL);
      g_autofree char *before = run_exiftool (picture);
      g_autofree char *after = run_exiftool (clean);
      g_auto (GStrv) lines = g_strsplit (after, "\n", -1);
      guint found = 0;

      g_assert_nonnull (strstr (before, "GPSLatitude"));
      g_assert_nonnull (strstr (before, "SerialNumber"));
      g_assert_nonnull (strstr (before, "CreatorTool"));
      if (strcmp (types[i], "jpeg") == 0)
        g_assert_nonnull (strstr (before, "ThumbnailImage"));
      for (guint l = 0; lines[l] != NULL; l++)
        {
          g_autofree char *tag = tag_of_line (lines[l]);
          gboolean ours = FALSE;

          for (guint k = 0; tag != NULL && k < G_N_ELEMENTS (kept); k++)
            ours |= strcmp (tag, kept[k]) == 0;
          found += ours ? 1 : 0;
          if (tag != NULL && !ours && !is_of_pixels (tag))
            g_test_message ("%s: left is %s", types[i], lines[l]);
          g_assert_true (tag == NULL || ours || is_of_pixels (tag));
        }
      g_assert_cmpuint (found, ==, G_N_ELEMENTS (kept));
    }
}

/* --- the packet --- */

static void
test_packet (void)
{
  static const struct { const char *from, *to; gboolean kept; const char *why; } cases[] = {
    { NULL, NULL, TRUE, "as it is written" },
    { "Ana", "Eva", TRUE, "another name" },
    { "Ana", "<a>", FALSE, "markup in a text" },
    { "Ana", "&#9;", FALSE, "another entity" },
    { "Ana", "A\xff" "a", FALSE, "not UTF-8" },
    { "dc:creator", "dc:subject", FALSE, "another property" },
    { "</rdf:Description>", "<x/></rdf:Description>", FALSE, "one more property" },
    { "end=\"r\"?>", "end=\"r\"?>CANARY", FALSE, "something behind it" },
    { "end=\"r\"", "end=\"w\"", FALSE, "room for more" },
    { "rdf:about=\"\"", "rdf:about=\"CANARY\"", FALSE, "an attribute" },
  };
  StetKeptTexts texts = { { (char *) "Ana", (char *) "Desk", NULL, NULL, NULL } };
  g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 16, NULL);
  g_autoptr (GBytes) picture = stet_kept_insert (plain, STET_PICTURE_JPEG, &texts);
  const guint8 *data = g_bytes_get_data (picture, NULL);
  gsize size = ((gsize) data[4] << 8 | data[5]) - 2;

  g_assert_true (stet_picture_is_bare (picture, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) payload = g_string_new_len ((const char *) data + 6, (gssize) size);
      gsize head = strlen (payload->str) + 1;
      g_autoptr (GString) packet
          = g_string_new_len (payload->str + head, (gssize) (payload->len - head));

      if (cases[i].from != NULL)
        g_assert_cmpuint (g_string_replace (packet, cases[i].from, cases[i].to, 0), >, 0);
      g_string_truncate (payload, head);
      g_string_append_len (payload, packet->str, (gssize) packet->len);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (
          stet_kept_is_packet (STET_PICTURE_JPEG, (const guint8 *) payload->str, payload->len), ==,
          cases[i].kept);
      for (gsize cut = 0; cases[i].kept && cut < payload->len; cut++)
        {
          g_autofree guint8 *copy = g_memdup2 (payload->str, cut);

          g_assert_false (stet_kept_is_packet (STET_PICTURE_JPEG, copy, cut));
        }
    }
}

/* The longest texts fit into a JPEG's segment: cut at the limit, whole up to it. */
static void
test_long_texts (void)
{
  static const struct { guint chars; guint want; const char *why; } cases[] = {
    { STET_KEPT_CHARS_MAX, STET_KEPT_CHARS_MAX, "at the limit" },
    { STET_KEPT_CHARS_MAX + 1, STET_KEPT_CHARS_MAX, "one past it" },
    { 10 * STET_KEPT_CHARS_MAX, STET_KEPT_CHARS_MAX, "far past it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strnfill (cases[i].chars, '&');
      StetKeptTexts texts = { { text, text, text, text, text } };
      g_autoptr (GBytes) plain = picture_new ("jpeg", 16, 16, NULL);
      g_autoptr (GBytes) picture = stet_kept_insert (plain, STET_PICTURE_JPEG, &texts);
      g_autoptr (GError) error = NULL;
      g_autoptr (StetPhotoInfo) info = stet_picture_info_read (picture, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      g_assert_true (stet_picture_check_clean (picture, &error));
      g_assert_cmpuint (strlen (info->caption), ==, cases[i].want);
    }
}

/* What is transparent stays so, and becomes a PNG. */
static void
test_transparent (void)
{
  static const char *const types[] = { "png", "webp" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) picture = picture_new_transparent (types[i], 32, 32);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) clean = stet_picture_clean (picture, 0, &error);
      g_autoptr (StetPixels) pixels = NULL;
      const guint8 *data;

      g_assert_no_error (error);
      g_assert_cmpint (stet_picture_kind (clean), ==, STET_PICTURE_PNG);
      pixels = stet_picture_thumbnail (clean, 0, &error);
      g_assert_no_error (error);
      g_assert_true (pixels->has_alpha);
      data = g_bytes_get_data (pixels->data, NULL);
      g_assert_cmpuint (data[8 * pixels->stride_bytes + 8 * 4 + 3], ==, 255);
      g_assert_cmpuint (data[8 * pixels->stride_bytes + 24 * 4 + 3], ==, 0);
    }
}

void
add_kept_tests (void)
{
  g_test_add_func ("/media/kept/read-back", test_read_back);
  g_test_add_func ("/media/kept/other-tool", test_other_tool);
  g_test_add_func ("/media/kept/packet", test_packet);
  g_test_add_func ("/media/kept/long-texts", test_long_texts);
  g_test_add_func ("/media/kept/transparent", test_transparent);
}
