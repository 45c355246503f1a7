/* A table of the body: a text for each cell, moved through by Tab, Return and the arrows.
 * Layer: ui, main thread. */
#pragma once

#include "article/table.h"
#include "ui/prose-view.h"

G_BEGIN_DECLS

#define STET_TYPE_TABLE_VIEW (stet_table_view_get_type ())
G_DECLARE_FINAL_TYPE (StetTableView, stet_table_view, STET, TABLE_VIEW, GtkWidget)

/* Signal "leave" (StetLeave how): UP or DOWN out of the table. */

StetTableView *stet_table_view_new    (StetDocument *document, guint index);
/* The table is another block by now, or has other cells. */
void           stet_table_view_update (StetTableView *view, guint index);
/* One change as seen from a cell, as one undo step; the caret goes with it. FALSE: it can't be done
 * there. */
gboolean stet_table_view_change (StetTableView *view, StetProseView *cell, StetTableChange change);
void           stet_table_view_focus  (StetTableView *view, guint row, guint column);

G_END_DECLS
