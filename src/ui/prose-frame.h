/* Room for a long text of the page. It is as high as the text, and gives its view only the part
 * that can be seen: a view of its own full height would lay out and draw every line with each key.
 * Layer: ui, main thread. */
#pragma once

#include "ui/prose-view.h"

G_BEGIN_DECLS

#define STET_TYPE_PROSE_FRAME (stet_prose_frame_get_type ())
G_DECLARE_FINAL_TYPE (StetProseFrame, stet_prose_frame, STET, PROSE_FRAME, GtkWidget)

/* Around `view`, in the scrolled window that it will stand in. */
StetProseFrame *stet_prose_frame_new (StetProseView *view);

G_END_DECLS
