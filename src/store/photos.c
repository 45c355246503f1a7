/* Pictures as files named by their content. Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

#include "base/file.h"
#include "base/limits.h"

char *
stet_store_photo_path (StetStore *store, const char *sha256)
{
  g_return_val_if_fail (store != NULL && sha256 != NULL, NULL);
  return stet_file_is_sha256 (sha256) ? g_build_filename (store->photos_dir, sha256, NULL) : NULL;
}

void
stet_store_set_file_error (GError **error, const GError *cause)
{
  StetStoreError code = STET_STORE_ERROR_IO;

  if (g_error_matches (cause, STET_FILE_ERROR, STET_FILE_ERROR_FULL))
    code = STET_STORE_ERROR_FULL;
  else if (g_error_matches (cause, STET_FILE_ERROR, STET_FILE_ERROR_DENIED))
    code = STET_STORE_ERROR_DENIED;
  else if (g_error_matches (cause, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND))
    code = STET_STORE_ERROR_NOT_FOUND;
  else if (g_error_matches (cause, STET_FILE_ERROR, STET_FILE_ERROR_TOO_LARGE))
    code = STET_STORE_ERROR_CORRUPT; /* no picture that large was ever kept */
  g_set_error (error, STET_STORE_ERROR, code, "%s", cause->message);
}

static gboolean
write_photo (StetStore *store, const char *path, GBytes *picture, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (stet_fault_hit (&store->fault))
    {
      g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL, "%s: a write made to fail",
                   path);
      return FALSE;
    }
  if (stet_file_replace (path, picture, 0600, &cause))
    return TRUE;
  stet_store_set_file_error (error, cause);
  return FALSE;
}

char *
stet_store_put_photo (StetStore *store, GBytes *picture, GError **error)
{
  g_autofree char *sha256 = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) present = NULL;

  g_return_val_if_fail (store != NULL && picture != NULL, NULL);
  if (g_bytes_get_size (picture) > STET_PHOTO_BYTES_MAX)
    {
      g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IO,
                   "a picture of %" G_GSIZE_FORMAT " bytes is too large",
                   g_bytes_get_size (picture));
      return NULL;
    }
  sha256 = stet_file_sha256 (picture);
  path = stet_store_photo_path (store, sha256);
  /* One that has been damaged on the disk is written anew. */
  present = stet_file_read (path, STET_PHOTO_BYTES_MAX, NULL);
  if ((present != NULL && g_bytes_equal (present, picture))
      || write_photo (store, path, picture, error))
    return g_steal_pointer (&sha256);
  return NULL;
}

GBytes *
stet_store_get_photo (StetStore *store, const char *sha256, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (store != NULL && sha256 != NULL, NULL);
  path = stet_store_photo_path (store, sha256);
  if (path == NULL)
    {
      stet_store_not_found (error, "picture", sha256);
      return NULL;
    }
  picture = stet_file_read (path, STET_PHOTO_BYTES_MAX, &cause);
  if (picture == NULL)
    {
      stet_store_set_file_error (error, cause);
      return NULL;
    }
  found = stet_file_sha256 (picture);
  if (g_str_equal (found, sha256))
    return g_steal_pointer (&picture);
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT,
               "%s does not hold what it is named after", path);
  return NULL;
}
