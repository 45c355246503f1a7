/* The body: one text view for each run of text blocks, a card for what stands between them.
 * Layer: ui, main thread. */
#pragma once

#include "ui/block-card.h"
#include "ui/prose-view.h"

G_BEGIN_DECLS

#define STET_TYPE_BODY_VIEW (stet_body_view_get_type ())
G_DECLARE_FINAL_TYPE (StetBodyView, stet_body_view, STET, BODY_VIEW, GtkBox)

/* Where pictures come from, once. */
void
stet_body_view_set_photo_path (StetBodyView *view, StetPhotoPathFunc photo_path, gpointer data);
void stet_body_view_set_document   (StetBodyView *view, StetDocument *document);
/* After an edit of the body's blocks. */
void stet_body_view_update         (StetBodyView *view);
/* Selects from one place of the body to another and takes the focus there; a card takes it as a
 * whole. */
void stet_body_view_select         (StetBodyView *view, StetSpot from, StetSpot to);
/* An empty table after the paragraph with the caret of `at` (nullable: at the end), or in its place
 * where it is empty; its first cell takes the caret. */
void stet_body_view_insert_table   (StetBodyView *view, StetProseView *at);
/* A card one place up or down; it keeps the focus. FALSE: it is no card of this body, or there is
 * no room. */
gboolean stet_body_view_move_card  (StetBodyView *view, GtkWidget *card, int by);
/* Read only for a while: cards and texts that are made meanwhile are, too. */
void stet_body_view_set_locked     (StetBodyView *view, gboolean locked);
/* The view to write in: the first one. */
StetProseView *stet_body_view_first (StetBodyView *view);

G_END_DECLS
