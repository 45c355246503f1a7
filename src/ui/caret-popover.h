/* A popover at the caret, which the caret and the focus come back from. Layer: ui, main thread. */
#pragma once

#include "ui/story-page.h"

G_BEGIN_DECLS

/* Takes `popover` (floating) over and opens it where one writes, or at what has the focus; it is
 * let go when it closes. */
void stet_caret_popup (StetStoryPage *page, GtkWidget *popover);

G_END_DECLS
