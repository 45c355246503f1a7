/* What goes between Stet and the child process that reads pictures: a serialised GVariant, checked
 * by GVariant itself on the way in. Layer: media, private. Any thread. */
#pragma once

#include "media/photo.h"

G_BEGIN_DECLS

typedef enum
{
  STET_PICTURE_JOB_INFO,
  STET_PICTURE_JOB_CLEAN,
  STET_PICTURE_JOB_CHECK,
  STET_PICTURE_JOB_THUMBNAIL,
  STET_PICTURE_N_JOBS,
} StetPictureJob;

/* The child's answer; which parts are there depends on the job. */
typedef struct
{
  StetPhotoInfo *info;   /* (owned) (nullable) */
  GBytes        *clean;  /* (owned) (nullable) */
  StetPixels    *pixels; /* (owned) (nullable) */
} StetPictureReply;

const char *stet_picture_job_name (StetPictureJob job); /* (static) */

/* `error` (nullable): the failure to tell instead. Returns: (owned). */
GBytes   *stet_picture_reply_write (const StetPictureReply *reply, const GError *failure);
/* Fails with what the child says, or STET_MEDIA_ERROR_CRASHED for what is no answer to `job`. */
gboolean stet_picture_reply_read (GBytes *bytes, StetPictureJob job, StetPictureReply *reply,
                                  GError **error);
void      stet_picture_reply_clear (StetPictureReply *reply);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetPictureReply, stet_picture_reply_clear)

G_END_DECLS
