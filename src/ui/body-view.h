/* The body: one text view for each run of text blocks, a card for what stands between them.
 * Layer: ui, main thread. */
#pragma once

#include "ui/block-card.h"
#include "ui/prose-view.h"

G_BEGIN_DECLS

#define STET_TYPE_BODY_VIEW (stet_body_view_get_type ())
G_DECLARE_FINAL_TYPE (StetBodyView, stet_body_view, STET, BODY_VIEW, GtkBox)

/* Where pictures come from, once. */
void stet_body_view_set_photo_path (StetBodyView *view, StetPhotoPathFunc photo_path, gpointer data);
void stet_body_view_set_document   (StetBodyView *view, StetDocument *document);
/* After an edit of the body's blocks. */
void stet_body_view_update         (StetBodyView *view);
/* The view to write in: the first one. */
StetProseView *stet_body_view_first (StetBodyView *view);

G_END_DECLS
