/* A picture of the store as a paintable, read and scaled on a thread. Layer: ui, main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the picture at `path` in `picture` once it is decoded; nothing when it can't be. A later
 * call for the same widget wins. */
void stet_photo_load (GtkPicture *picture, const char *path);

G_END_DECLS
