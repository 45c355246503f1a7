/* The lead photo: thumbnail with the point to look at, what made it, caption, credit, alt text.
 * Layer: ui, main thread. It activates "win.choose-photo" and, for files dropped on it,
 * "win.take-pictures" (ui/picture-paste.h). */
#pragma once

#include "ui/block-card.h"

G_BEGIN_DECLS

#define STET_TYPE_PHOTO_EDITOR (stet_photo_editor_get_type ())
G_DECLARE_FINAL_TYPE (StetPhotoEditor, stet_photo_editor, STET, PHOTO_EDITOR, GtkBox)

void stet_photo_editor_set_photo_path (StetPhotoEditor *editor, StetPhotoPathFunc photo_path,
                                       gpointer data);
void stet_photo_editor_set_document   (StetPhotoEditor *editor, StetDocument *document);
void stet_photo_editor_update         (StetPhotoEditor *editor, guint alt_chars_max);
/* Whether the missing alt text blocks by now, or is only asked for. */
void stet_photo_editor_set_alt_blocks (StetPhotoEditor *editor, gboolean blocks);

G_END_DECLS
