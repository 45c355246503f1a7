/* The lead photo with the point that stays in sight when it is cut: a click sets it, the arrow keys
 * move it, Home puts it back in the middle. Layer: ui, main thread. Signal "focus-moved" (guint
 * x_percent, guint y_percent): what the person wants; whoever has the story shows it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_FOCUS_PICTURE (stet_focus_picture_get_type ())
G_DECLARE_FINAL_TYPE (StetFocusPicture, stet_focus_picture, STET, FOCUS_PICTURE, GtkWidget)

/* For ui/photo-load.h. (borrowed) */
GtkPicture *stet_focus_picture_picture (StetFocusPicture *picture);
void stet_focus_picture_show (StetFocusPicture *picture, guint x_percent, guint y_percent,
                              const char *alt);

G_END_DECLS
