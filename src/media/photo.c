/* What the rest of Stet asks about pictures, each question answered by a child process. Layer:
 * media. Blocks: for a worker thread. */
#include "config.h"

#include "media/photo.h"

#include "media/bare.h"
#include "media/child.h"

StetPhotoInfo *
stet_photo_info_read (GBytes *picture, GCancellable *cancellable, GError **error)
{
  g_auto (StetPictureReply) reply = { NULL };

  g_return_val_if_fail (picture != NULL, NULL);
  if (!stet_picture_child_run (STET_PICTURE_JOB_INFO, picture, 0, &reply, cancellable, error))
    return NULL;
  return g_steal_pointer (&reply.info);
}

/* The child's own word is not enough: what it gives is looked through here too, by the part of the
 * check that decodes nothing. */
static gboolean
is_bare (GBytes *picture, GError **error)
{
  g_autofree char *part = NULL;

  if (stet_picture_is_bare (picture, &part))
    return TRUE;
  g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_UNCLEAN, "The picture holds %s", part);
  return FALSE;
}

GBytes *
stet_photo_clean (GBytes *picture, guint side_max, StetPhotoInfo **info, GCancellable *cancellable,
                  GError **error)
{
  g_auto (StetPictureReply) reply = { NULL };

  g_return_val_if_fail (picture != NULL, NULL);
  if (!stet_picture_child_run (STET_PICTURE_JOB_CLEAN, picture, side_max, &reply, cancellable,
                               error)
      || !is_bare (reply.clean, error))
    return NULL;
  if (info != NULL)
    *info = g_steal_pointer (&reply.info);
  return g_steal_pointer (&reply.clean);
}

gboolean
stet_photo_check_clean (GBytes *picture, StetPhotoInfo **info, GCancellable *cancellable,
                        GError **error)
{
  g_auto (StetPictureReply) reply = { NULL };

  g_return_val_if_fail (picture != NULL, FALSE);
  if (!stet_picture_child_run (STET_PICTURE_JOB_CHECK, picture, 0, &reply, cancellable, error) ||
      !is_bare (picture, error))
    return FALSE;
  if (info != NULL)
    *info = g_steal_pointer (&reply.info);
  return TRUE;
}

StetPixels *
stet_photo_thumbnail (GBytes *picture, guint side_max, GCancellable *cancellable, GError **error)
{
  g_auto (StetPictureReply) reply = { NULL };

  g_return_val_if_fail (picture != NULL, NULL);
  if (!stet_picture_child_run (STET_PICTURE_JOB_THUMBNAIL, picture, side_max, &reply, cancellable,
                               error))
    return NULL;
  return g_steal_pointer (&reply.pixels);
}
