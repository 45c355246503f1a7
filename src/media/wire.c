/* The answer of the child process as bytes. The reader trusts nothing in it: the child may have
 * been taken over by the picture. Layer: media. Any thread. */
#include "config.h"

#include "media/wire.h"

#include "base/limits.h"

#define REPLY_TYPE G_VARIANT_TYPE_VARDICT

const char *
stet_picture_job_name (StetPictureJob job)
{
  static const char *const names[] = { "info", "clean", "check", "thumbnail" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == STET_PICTURE_N_JOBS);
  g_return_val_if_fail (job < STET_PICTURE_N_JOBS, NULL);
  return names[job];
}

void
stet_picture_reply_clear (StetPictureReply *reply)
{
  g_clear_pointer (&reply->info, stet_photo_info_free);
  g_clear_pointer (&reply->clean, g_bytes_unref);
  g_clear_pointer (&reply->pixels, stet_pixels_free);
}

/* --- writing --- */

static void
put_text (GVariantDict *dict, const char *key, const char *text)
{
  if (text != NULL)
    g_variant_dict_insert (dict, key, "s", text);
}

static void
put_bytes (GVariantDict *dict, const char *key, GBytes *bytes)
{
  g_variant_dict_insert_value (dict, key,
                               g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
}

static void
put_info (GVariantDict *dict, const StetPhotoInfo *info)
{
  g_variant_dict_insert (dict, "info-size", "(uu)", info->width, info->height);
  put_text (dict, "mime", info->mime);
  put_text (dict, "caption", info->caption);
  put_text (dict, "credit", info->credit);
  put_text (dict, "alt", info->alt);
  put_text (dict, "creator", info->creator);
  put_text (dict, "copyright", info->copyright);
  put_text (dict, "source-type", info->source_type);
  g_variant_dict_insert (dict, "has-place", "b", info->has_place);
}

static void
put_pixels (GVariantDict *dict, const StetPixels *pixels)
{
  g_variant_dict_insert (dict, "pixels-shape", "(uutb)", pixels->width, pixels->height,
                         (guint64) pixels->stride_bytes, pixels->has_alpha);
  put_bytes (dict, "pixels", pixels->data);
}

GBytes *
stet_picture_reply_write (const StetPictureReply *reply, const GError *failure)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (reply != NULL || failure != NULL, NULL);
  if (failure != NULL)
    g_variant_dict_insert (&dict, "error", "(is)", failure->code, failure->message);
  else
    {
      if (reply->info != NULL)
        put_info (&dict, reply->info);
      if (reply->clean != NULL)
        put_bytes (&dict, "clean", reply->clean);
      if (reply->pixels != NULL)
        put_pixels (&dict, reply->pixels);
    }
  value = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_get_data_as_bytes (value);
}

/* --- reading --- */

static GBytes *
get_bytes (GVariantDict *dict, const char *key)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, G_VARIANT_TYPE_BYTESTRING);

  return value != NULL ? g_variant_get_data_as_bytes (value) : NULL;
}

static StetPhotoInfo *
get_info (GVariantDict *dict)
{
  g_autoptr (StetPhotoInfo) info = g_new0 (StetPhotoInfo, 1);

  if (!g_variant_dict_lookup (dict, "info-size", "(uu)", &info->width, &info->height)
      || !g_variant_dict_lookup (dict, "mime", "s", &info->mime) || info->width == 0
      || info->height == 0)
    return NULL;
  g_variant_dict_lookup (dict, "caption", "s", &info->caption);
  g_variant_dict_lookup (dict, "credit", "s", &info->credit);
  g_variant_dict_lookup (dict, "alt", "s", &info->alt);
  g_variant_dict_lookup (dict, "creator", "s", &info->creator);
  g_variant_dict_lookup (dict, "copyright", "s", &info->copyright);
  g_variant_dict_lookup (dict, "source-type", "s", &info->source_type);
  g_variant_dict_lookup (dict, "has-place", "b", &info->has_place);
  return g_steal_pointer (&info);
}

/* Nothing that reads the pixels looks at their number again, so the shape has to fit the bytes
 * exactly. */
static gboolean
shape_fits (const StetPixels *pixels)
{
  gsize channels = pixels->has_alpha ? 4 : 3;
  gsize row = pixels->width * channels;

  return pixels->width > 0 && pixels->height > 0
         && (guint64) pixels->width * pixels->height <= STET_PHOTO_PIXELS_MAX
         && pixels->stride_bytes >= row && pixels->stride_bytes <= row + 64
         && g_bytes_get_size (pixels->data)
                >= (gsize) (pixels->height - 1) * pixels->stride_bytes + row;
}

static StetPixels *
get_pixels (GVariantDict *dict)
{
  g_autoptr (StetPixels) pixels = g_new0 (StetPixels, 1);
  guint64 stride = 0;

  if (!g_variant_dict_lookup (dict, "pixels-shape", "(uutb)", &pixels->width, &pixels->height,
                              &stride, &pixels->has_alpha))
    return NULL;
  pixels->stride_bytes = stride;
  pixels->data = get_bytes (dict, "pixels");
  return pixels->data != NULL && shape_fits (pixels) ? g_steal_pointer (&pixels) : NULL;
}

static gboolean
take_failure (GVariantDict *dict, GError **error)
{
  const char *message = NULL;
  int code = 0;

  if (!g_variant_dict_lookup (dict, "error", "(i&s)", &code, &message))
    return FALSE;
  if (code < STET_MEDIA_ERROR_NOT_A_PICTURE || code > STET_MEDIA_ERROR_OTHER)
    code = STET_MEDIA_ERROR_OTHER;
  g_set_error_literal (error, STET_MEDIA_ERROR, code, message);
  return TRUE;
}

gboolean
stet_picture_reply_read (GBytes *bytes, StetPictureJob job, StetPictureReply *reply, GError **error)
{
  g_autoptr (GVariant) value
      = g_variant_ref_sink (g_variant_new_from_bytes (REPLY_TYPE, bytes, FALSE));
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (value);
  gboolean whole;

  g_return_val_if_fail (reply != NULL && job < STET_PICTURE_N_JOBS, FALSE);
  if (take_failure (&dict, error))
    return FALSE;
  reply->info = get_info (&dict);
  reply->clean = get_bytes (&dict, "clean");
  reply->pixels = get_pixels (&dict);
  whole = job == STET_PICTURE_JOB_THUMBNAIL
              ? reply->pixels != NULL
              : reply->info != NULL && (job != STET_PICTURE_JOB_CLEAN || reply->clean != NULL);
  if (!whole)
    g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_CRASHED,
                 "The picture reader gave no answer to “%s”", stet_picture_job_name (job));
  return whole;
}
