/* What a photo says about itself. Layer: media. Blocks: run in the child process. */
#include "config.h"

#include "media/decode.h"
#include "media/metadata.h"
#include "media/picture.h"

/* Orientations from 5 on lie on their side. */
#define ORIENTATION_TURNED_FIRST 5

G_DEFINE_QUARK (stet-media-error-quark, stet_media_error)

static void
read_texts (GBytes *picture, StetPhotoInfo *info)
{
  g_auto (StetKeptTexts) said = { { NULL } };

  stet_metadata_read_texts (picture, &said);
  info->caption = g_steal_pointer (&said.texts[STET_KEPT_CAPTION]);
  info->alt = g_steal_pointer (&said.texts[STET_KEPT_ALT]);
  info->creator = g_steal_pointer (&said.texts[STET_KEPT_CREATOR]);
  info->copyright = g_steal_pointer (&said.texts[STET_KEPT_COPYRIGHT]);
  info->credit = said.texts[STET_KEPT_CREDIT] != NULL
                     ? g_steal_pointer (&said.texts[STET_KEPT_CREDIT])
                     : g_strdup (info->creator);
}

StetPhotoInfo *
stet_picture_info_read (GBytes *picture, GError **error)
{
  g_autoptr (StetPhotoInfo) info = NULL;
  StetPictureKind kind;
  guint width = 0, height = 0;
  gboolean turned;

  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  kind = stet_photo_probe (picture, &width, &height, error);
  if (kind == STET_PICTURE_NONE)
    return NULL;
  turned = stet_metadata_orientation (picture) >= ORIENTATION_TURNED_FIRST;
  info = g_new0 (StetPhotoInfo, 1);
  info->mime = g_strdup (stet_picture_mime (kind));
  info->width = turned ? height : width;
  info->height = turned ? width : height;
  stet_metadata_read_facts (picture, info);
  read_texts (picture, info);
  return g_steal_pointer (&info);
}

void
stet_photo_info_free (StetPhotoInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->caption);
  g_free (info->credit);
  g_free (info->alt);
  g_free (info->creator);
  g_free (info->copyright);
  g_free (info->source_type);
  g_free (info->mime);
  g_free (info);
}

void
stet_pixels_free (StetPixels *pixels)
{
  if (pixels == NULL)
    return;
  g_clear_pointer (&pixels->data, g_bytes_unref);
  g_free (pixels);
}
