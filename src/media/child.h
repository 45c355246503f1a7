/* Runs stet-picture over one picture: a process of its own with limits on memory, time and reach,
 * so that a picture made to break a decoder breaks only that. Layer: media, private. Blocks: for a
 * worker thread. */
#pragma once

#include "media/wire.h"

G_BEGIN_DECLS

/* At most STET_PHOTO_BYTES_MAX are handed over. Fails with STET_MEDIA_ERROR or
 * G_IO_ERROR_CANCELLED; the child is gone when this returns. */
gboolean
stet_picture_child_run (StetPictureJob job, GBytes *picture, guint side_max,
                        StetPictureReply *reply, GCancellable *cancellable, GError **error);

/* For the tests: the program run instead, and its time. NULL and 0: as usual. */
void stet_picture_child_set_program (const char *path);
void stet_picture_child_set_time    (guint time_ms);

G_END_DECLS
