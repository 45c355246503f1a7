/* Pictures on the clipboard or dropped: handed to the window as they are, read by nobody here.
 * Layer: ui, main thread. Activates "win.paste-picture" ((bay): as the lead photo, the file's
 * bytes) and "win.take-pictures" ((bas): as the lead photo, paths). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where nothing was pasted as a picture after all: no file is one. */
typedef void (*StetPictureElseFunc) (GtkWidget *widget);

/* An encoded picture on the clipboard, JPEG, PNG or WebP. */
gboolean stet_picture_on_clipboard (GdkContentFormats *formats);
/* Files of a file manager. */
gboolean stet_files_on_clipboard   (GdkContentFormats *formats);
/* Both read `widget`'s clipboard; `otherwise` (nullable). */
void stet_picture_paste (GtkWidget *widget, gboolean lead);
void stet_files_paste   (GtkWidget *widget, gboolean lead, StetPictureElseFunc otherwise);
/* FALSE: no file among them looks like a picture. */
gboolean stet_files_take (GtkWidget *widget, gboolean lead, const GValue *file_list);

G_END_DECLS
