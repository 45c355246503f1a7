/* A page that scrolls while something is dragged near its upper or lower edge. Layer: ui, main
 * thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For as long as `scroll` lives. */
void stet_drag_scroll_add (GtkScrolledWindow *scroll);

G_END_DECLS
