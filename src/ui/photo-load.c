/* Decoding off the main loop. Layer: ui; the thread body touches files and media only. */
#include "config.h"

#include "ui/photo-load.h"

#include "base/file.h"
#include "base/limits.h"
#include "media/photo.h"

#define THUMBNAIL_SIDE 640
#define LOAD_KEY "stet-photo-path"

static GdkTexture *
to_texture (const StetPixels *pixels)
{
  return gdk_memory_texture_new ((int) pixels->width, (int) pixels->height,
                                 pixels->has_alpha ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8,
                                 pixels->data, pixels->stride_bytes);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) whole = stet_file_read (data, STET_PHOTO_BYTES_MAX, &error);
  g_autoptr (StetPixels) small
      = whole ? stet_photo_thumbnail (whole, THUMBNAIL_SIDE, cancellable, &error) : NULL;

  if (small)
    g_task_return_pointer (task, to_texture (small), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_strcmp0 (g_object_get_data (source, LOAD_KEY), g_task_get_task_data (G_TASK (result))) != 0)
    return;
  if (!texture)
    g_debug ("A picture could not be shown: %s", error->message);
  gtk_picture_set_paintable (GTK_PICTURE (source), GDK_PAINTABLE (texture));
}

void
stet_photo_load (GtkPicture *picture, const char *path)
{
  g_autoptr (GTask) task = NULL;

  if (g_strcmp0 (g_object_get_data (G_OBJECT (picture), LOAD_KEY), path) == 0)
    return;
  g_object_set_data_full (G_OBJECT (picture), LOAD_KEY, g_strdup (path), g_free);
  if (!path)
    {
      gtk_picture_set_paintable (picture, NULL);
      return;
    }
  task = g_task_new (picture, NULL, loaded_cb, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_thread);
}
