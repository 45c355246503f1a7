/* The tags of a story, one button each: Left and Right go among them, Delete, BackSpace, Return or
 * a click take one away. Layer: ui, main thread.
 *
 * Signals: "removed" (guint index): wanted, not done yet; "left" (const char *typed): the keys go
 * back to the entry, with what was typed (nullable). */
#pragma once

#include "article/article.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_TAG_CHIPS (stet_tag_chips_get_type ())
G_DECLARE_FINAL_TYPE (StetTagChips, stet_tag_chips, STET, TAG_CHIPS, GtkBox)

/* Of StetTerm. Chips of tags that stay are kept, with the focus. */
void     stet_tag_chips_show       (StetTagChips *chips, GPtrArray *terms);
gboolean stet_tag_chips_focus_last (StetTagChips *chips); /* FALSE: there is none */
/* A button in a flow box whose own child takes no focus: Tab goes from button to button. `index`
 * -1: at the end. */
void     stet_tag_chips_insert     (GtkFlowBox *box, GtkWidget *button, int index);

G_END_DECLS
