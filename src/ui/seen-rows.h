/* Only the rows of a long list that can be seen, or nearly, are drawn: with each frame the others
 * would be gone through, too, only to be clipped. They keep their room, their names and the focus.
 * Layer: ui, main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Once for each list; `list` stands in a scrolled window. Both live as long as their window. */
void stet_seen_rows_follow (GtkListBox *list, GtkScrolledWindow *scroll);

G_END_DECLS
