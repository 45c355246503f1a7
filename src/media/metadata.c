/* IPTC, XMP and Exif by gexiv2. Layer: media. Any thread (one lock).
 * Formats: IPTC Photo Metadata Standard 2023.2 (which property means what). */
#include "config.h"

#include "media/metadata.h"

#include "base/text.h"

#include <gexiv2/gexiv2.h>
#include <string.h>

#define TEXT_BYTES_MAX (64 * 1024)

static GMutex lock;

/* In order of trust: what a picture desk writes, then what older tools and cameras write. */
static const char *const tags[STET_N_KEPT][4] = {
  [STET_KEPT_CREATOR] = { "Xmp.dc.creator", "Iptc.Application2.Byline", "Exif.Image.Artist" },
  [STET_KEPT_CREDIT] = { "Xmp.photoshop.Credit", "Iptc.Application2.Credit" },
  [STET_KEPT_COPYRIGHT]
  = { "Xmp.dc.rights", "Iptc.Application2.Copyright", "Exif.Image.Copyright" },
  [STET_KEPT_CAPTION]
  = { "Xmp.dc.description", "Iptc.Application2.Caption", "Exif.Image.ImageDescription" },
  [STET_KEPT_ALT] = { "Xmp.iptc.AltTextAccessibility" },
};

/* Cameras put their own name where a description belongs. */
static const char *const camera_fillers[]
    = { "OLYMPUS DIGITAL CAMERA", "KONICA MINOLTA DIGITAL CAMERA",
        "DIGITAL CAMERA",         "SONY DSC",
        "MINOLTA DIGITAL CAMERA", NULL };

/* Call with the lock held. Returns: (owned), NULL for what gexiv2 cannot read. */
static GExiv2Metadata *
open_metadata (GBytes *picture)
{
  static gsize once;
  g_autoptr (GExiv2Metadata) metadata = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (picture, &size);

  if (g_once_init_enter (&once))
    {
      /* Its messages quote the metadata, and those are nobody's business. */
      gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
      g_once_init_leave (&once, gexiv2_initialize () ? 1 : 2);
    }
  metadata = gexiv2_metadata_new ();
  if (!gexiv2_metadata_open_buf (metadata, data, (glong) size, &error))
    return NULL;
  return g_steal_pointer (&metadata);
}

guint
stet_metadata_orientation (GBytes *picture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GExiv2Metadata) metadata = open_metadata (picture);
  glong value;

  if (metadata == NULL)
    return 1;
  value = gexiv2_metadata_try_get_tag_long (metadata, "Exif.Image.Orientation", NULL);
  return value >= 1 && value <= 8 ? (guint) value : 1;
}

/* Our own packet shows up as these, and as nothing else. */
static gboolean
is_kept_tag (const char *tag)
{
  for (guint i = 0; i < STET_N_KEPT; i++)
    if (strcmp (tag, tags[i][0]) == 0)
      return TRUE;
  return FALSE;
}

static char *
find_foreign_xmp (GExiv2Metadata *metadata)
{
  g_auto (GStrv) found = gexiv2_metadata_get_xmp_tags (metadata);

  for (char **tag = found; tag != NULL && *tag != NULL; tag++)
    if (!is_kept_tag (*tag))
      return g_strdup (*tag);
  return NULL;
}

/* An XMP alternative comes as 'lang="x-default" text, lang="es" texto'. Its languages say one text
 * several
 * times: the first, which is the default, is enough. (gexiv2's list of values cuts such texts at
 * their commas.) Returns: (owned), NULL when `raw` is no alternative. */
static char *
first_alternative (const char *raw)
{
  static const char mark[] = "lang=\"";
  const char *text, *end;

  if (raw == NULL || !g_str_has_prefix (raw, mark))
    return NULL;
  text = strchr (raw + strlen (mark), '"');
  if (text == NULL)
    return NULL;
  text++;
  end = strstr (text, ", lang=\"");
  return end != NULL ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
}

/* Where a file has no comment of its own, gexiv2 gives its caption for one. */
static gboolean
has_own_comment (GExiv2Metadata *metadata)
{
  g_autofree char *comment = gexiv2_metadata_try_get_comment (metadata, NULL);
  g_autofree char *raw
      = gexiv2_metadata_try_get_tag_string (metadata, tags[STET_KEPT_CAPTION][0], NULL);
  g_autofree char *caption = first_alternative (raw);

  return comment != NULL && *comment != '\0' && g_strcmp0 (comment, raw) != 0
         && g_strcmp0 (comment, caption) != 0;
}

char *
stet_metadata_find_foreign (GBytes *picture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GExiv2Metadata) metadata = open_metadata (picture);

  if (metadata == NULL)
    return g_strdup ("what can't be read");
  if (gexiv2_metadata_has_exif (metadata))
    return g_strdup ("Exif");
  if (gexiv2_metadata_has_iptc (metadata))
    return g_strdup ("IPTC");
  if (has_own_comment (metadata))
    return g_strdup ("a comment");
  return find_foreign_xmp (metadata);
}

/* IPTC and Exif carry no sure word about their encoding: UTF-8 when it is, else what Windows
 * wrote. */
static char *
to_utf8 (const char *text)
{
  if (g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  return g_convert_with_fallback (text, -1, "UTF-8", "WINDOWS-1252", "?", NULL, NULL, NULL);
}

static char *
to_text (const char *raw)
{
  g_autofree char *utf8 = strlen (raw) <= TEXT_BYTES_MAX ? to_utf8 (raw) : NULL;
  g_autofree char *clean = utf8 != NULL ? stet_text_clean (utf8) : NULL;
  g_autofree char *text = clean != NULL ? stet_text_strip (clean) : NULL;

  if (text == NULL || *text == '\0' || g_strv_contains (camera_fillers, text))
    return NULL;
  return g_steal_pointer (&text);
}

static char *
read_list (GExiv2Metadata *metadata, const char *tag)
{
  g_auto (GStrv) values = gexiv2_metadata_try_get_tag_multiple (metadata, tag, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (char **value = values; value != NULL && *value != NULL; value++)
    {
      char *text = to_text (*value);

      if (text != NULL)
        g_ptr_array_add (texts, text);
    }
  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (", ", (char **) texts->pdata);
}

static char *
read_tag (GExiv2Metadata *metadata, const char *tag)
{
  g_autofree char *raw = gexiv2_metadata_try_get_tag_string (metadata, tag, NULL);
  g_autofree char *alternative = first_alternative (raw);

  return alternative != NULL ? to_text (alternative) : read_list (metadata, tag);
}

static char *
read_first (GExiv2Metadata *metadata, const char *const *tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (tags[0]) && tag[i] != NULL; i++)
    {
      char *text = read_tag (metadata, tag[i]);

      if (text != NULL)
        return text;
    }
  return NULL;
}

void
stet_metadata_read_texts (GBytes *picture, StetKeptTexts *texts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GExiv2Metadata) metadata = open_metadata (picture);

  for (guint i = 0; metadata != NULL && i < STET_N_KEPT; i++)
    texts->texts[i] = read_first (metadata, tags[i]);
}

/* Of "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" the last part. */
static char *
read_source_type (GExiv2Metadata *metadata)
{
  g_autofree char *address = read_tag (metadata, "Xmp.iptcExt.DigitalSourceType");
  const char *slash = address != NULL ? strrchr (address, '/') : NULL;

  return slash != NULL ? g_strdup (slash + 1) : g_steal_pointer (&address);
}

/* Two standards say where it was taken: in Exif, and in the XMP that tools make of it. */
static gboolean
says_place (GExiv2Metadata *metadata)
{
  static const char *const places[] = { "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLongitude",
                                        "Xmp.exif.GPSLatitude", "Xmp.exif.GPSLongitude" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (gexiv2_metadata_try_has_tag (metadata, places[i], NULL))
      return TRUE;
  return FALSE;
}

void
stet_metadata_read_facts (GBytes *picture, StetPhotoInfo *info)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GExiv2Metadata) metadata = open_metadata (picture);

  if (metadata == NULL)
    return;
  info->has_place = says_place (metadata);
  info->source_type = read_source_type (metadata);
}
