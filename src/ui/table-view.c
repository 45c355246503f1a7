/* Cells and their keys. Layer: ui, main thread. */
#include "config.h"

#include "ui/table-view.h"

#include <glib/gi18n.h>

struct _StetTableView
{
  GtkWidget     parent_instance;
  StetDocument *document;
  guint         index;
  GtkWidget    *grid;   /* (nullable) */
  GPtrArray    *rows;   /* (owned) of GPtrArray of StetProseView (borrowed): what is shown */
};

G_DEFINE_FINAL_TYPE (StetTableView, stet_table_view, GTK_TYPE_WIDGET)

static guint leave_signal;

/* (nullable) (borrowed): the table may be gone from the story, and its widget lose the focus only
 * then. */
static GPtrArray *
rows_of (StetTableView *self)
{
  StetArticle *article = stet_document_article (self->document);

  return self->index < stet_article_n_blocks (article)
             ? stet_block_fields (stet_article_block (article, self->index))->rows
             : NULL;
}

/* --- from cell to cell --- */

static StetProseView *
cell_at (StetTableView *self, guint row, guint column)
{
  GPtrArray *cells = row < self->rows->len ? self->rows->pdata[row] : NULL;

  return cells && column < cells->len ? cells->pdata[column] : NULL;
}

static guint
n_cells (StetTableView *self, guint row)
{
  return row < self->rows->len ? ((GPtrArray *) self->rows->pdata[row])->len : 0;
}

void
stet_table_view_focus (StetTableView *self, guint row, guint column)
{
  StetProseView *cell;

  row = MIN (row, self->rows->len - 1);
  cell = cell_at (self, row, MIN (column, MAX (n_cells (self, row), 1) - 1));
  if (cell)
    stet_prose_view_enter (cell, TRUE, -1);
}

/* The selection covers all of the cell, as after Tab in every table. */
static void
focus_whole (StetTableView *self, guint row, guint column)
{
  StetProseView *cell = cell_at (self, row, column);
  GtkTextIter start, end;
  GtkTextBuffer *buffer;

  if (!cell)
    return;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (cell));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &end, &start);
  gtk_widget_grab_focus (GTK_WIDGET (cell));
}

static gboolean
tab (StetTableView *self, StetProseView *cell, guint row, guint column)
{
  if (column + 1 < n_cells (self, row))
    focus_whole (self, row, column + 1);
  else if (row + 1 < self->rows->len)
    focus_whole (self, row + 1, 0);
  else if (stet_table_view_change (self, cell, STET_TABLE_ROW_BELOW))
    stet_table_view_focus (self, row + 1, 0);
  return TRUE;
}

static gboolean
tab_back (StetTableView *self, guint row, guint column)
{
  if (column > 0)
    focus_whole (self, row, column - 1);
  else if (row > 0)
    focus_whole (self, row - 1, n_cells (self, row - 1) - 1);
  else
    return FALSE; /* out of the table, as anywhere */
  return TRUE;
}

static gboolean
vertical (StetTableView *self, guint row, guint column, gboolean down)
{
  if (down ? row + 1 < self->rows->len : row > 0)
    stet_table_view_focus (self, down ? row + 1 : row - 1, column);
  else
    g_signal_emit (self, leave_signal, 0, down ? STET_LEAVE_DOWN : STET_LEAVE_UP);
  return TRUE;
}

static gboolean
sideways (StetTableView *self, guint row, guint column, gboolean right)
{
  StetProseView *next = NULL;

  if (right)
    next = column + 1 < n_cells (self, row) ? cell_at (self, row, column + 1)
                                            : cell_at (self, row + 1, 0);
  else if (column > 0)
    next = cell_at (self, row, column - 1);
  else if (row > 0)
    next = cell_at (self, row - 1, n_cells (self, row - 1) - 1);
  if (next)
    stet_prose_view_enter (next, !right, -1);
  else
    g_signal_emit (self, leave_signal, 0, right ? STET_LEAVE_DOWN : STET_LEAVE_UP);
  return TRUE;
}

static StetField
field_of (StetProseView *cell)
{
  return stet_projection_field_at (stet_prose_view_projection (cell), 0);
}

static gboolean
cell_leave_cb (StetProseView *cell, int how, int x, StetTableView *self)
{
  StetField field = field_of (cell);
  guint row = field.row, column = field.column;

  switch ((StetLeave) how)
    {
    case STET_LEAVE_UP:
    case STET_LEAVE_DOWN:
      return vertical (self, row, column, how == STET_LEAVE_DOWN);
    case STET_LEAVE_RETURN: return vertical (self, row, column, TRUE);
    case STET_LEAVE_LEFT:
    case STET_LEAVE_RIGHT:
      return sideways (self, row, column, how == STET_LEAVE_RIGHT);
    case STET_LEAVE_TAB: return tab (self, cell, row, column);
    case STET_LEAVE_TAB_BACK: return tab_back (self, row, column);
    case STET_LEAVE_BACKSPACE: case STET_LEAVE_DELETE: break;
    }
  return FALSE;
}

/* --- changes --- */

static gboolean
take_rows (StetTableView *self, StetProseView *cell, GPtrArray *rows)
{
  StetBlock *block = stet_article_block (stet_document_article (self->document), self->index);
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (StetEdit) edit = NULL;

  if (!rows || stet_projection_is_locked (stet_prose_view_projection (cell)))
    return FALSE;
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_ptr_array_add (blocks, stet_table_block (block, rows));
  edit = stet_edit_blocks (self->index, 1, blocks);
  return stet_document_apply (self->document, edit, NULL);
}

gboolean
stet_table_view_change (StetTableView *self, StetProseView *cell, StetTableChange change)
{
  StetField field = field_of (cell);
  guint row = field.row, column = field.column;
  g_autoptr (GPtrArray) rows = stet_table_change (rows_of (self), change, row, column);

  if (!take_rows (self, cell, rows))
    return FALSE;
  row = change == STET_TABLE_ROW_BELOW || change == STET_TABLE_ROW_DOWN ? row + 1
        : change == STET_TABLE_ROW_UP                                   ? row - 1
                                                                        : row;
  stet_table_view_focus (self, row, change == STET_TABLE_COLUMN_AFTER ? column + 1 : column);
  return TRUE;
}

/* A table pasted into a cell is laid over the cells from there on. */
static gboolean
paste_table_cb (StetProseView *cell, GPtrArray *insert, StetTableView *self)
{
  StetField field = field_of (cell);
  g_autoptr (GPtrArray) rows = stet_table_put (rows_of (self), field.row, field.column, insert);

  if (!take_rows (self, cell, rows))
    return FALSE;
  stet_table_view_focus (self, field.row + insert->len - 1,
                         field.column + stet_table_columns (insert) - 1);
  return TRUE;
}

/* --- what is shown --- */

/* Figures stand at the right, and so does what stands over them. */
static void
align_column (StetTableView *self, guint column)
{
  GPtrArray *rows = rows_of (self);

  for (guint row = 0; rows && row < self->rows->len && row < rows->len; row++)
    {
      GPtrArray *cells = rows->pdata[row == 0 && rows->len > 1 ? 1 : row];
      StetProseView *cell = cell_at (self, row, column);

      if (cell && column < cells->len)
        gtk_text_view_set_justification (
            GTK_TEXT_VIEW (cell), stet_table_is_figure (stet_prose_text (cells->pdata[column]))
                                      ? GTK_JUSTIFY_RIGHT
                                      : GTK_JUSTIFY_LEFT);
    }
}

static void
cell_focus_cb (GtkWidget *cell, GParamSpec *pspec, StetTableView *self)
{
  StetField field = field_of (STET_PROSE_VIEW (cell));

  if (!gtk_widget_has_focus (cell) && self->document)
    align_column (self, field.column);
}

static void
show_cell (StetTableView *self, StetProseView *view, guint row, guint column)
{
  StetField field = stet_field_at (STET_FIELD_BLOCK_CELL, self->index);
  g_autofree char *name = g_strdup_printf (_("Row %u, column %u"), row + 1, column + 1);

  field.row = row;
  field.column = column;
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  stet_prose_view_show_field (view, self->document, &field);
}

static StetProseView *
make_cell (StetTableView *self, guint row, guint column)
{
  StetProseView *view = stet_prose_view_new ();

  g_object_set (view, "formatting", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (view), "cell");
  if (row == 0)
    gtk_widget_add_css_class (GTK_WIDGET (view), "cell-head");
  g_signal_connect_object (view, "leave", G_CALLBACK (cell_leave_cb), self, 0);
  g_signal_connect_object (view, "notify::has-focus", G_CALLBACK (cell_focus_cb), self, 0);
  g_signal_connect_object (view, "paste-table", G_CALLBACK (paste_table_cb), self, 0);
  gtk_grid_attach (GTK_GRID (self->grid), GTK_WIDGET (view), column, row, 1, 1);
  return view;
}

static gboolean
same_shape (StetTableView *self, GPtrArray *rows)
{
  if (!self->grid || self->rows->len != rows->len)
    return FALSE;
  for (guint row = 0; row < rows->len; row++)
    if (n_cells (self, row) != ((GPtrArray *) rows->pdata[row])->len)
      return FALSE;
  return TRUE;
}

static void
build (StetTableView *self, GPtrArray *rows)
{
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_ptr_array_set_size (self->rows, 0);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  for (guint row = 0; row < rows->len; row++)
    {
      GPtrArray *cells = g_ptr_array_new ();

      for (guint column = 0; column < ((GPtrArray *) rows->pdata[row])->len; column++)
        g_ptr_array_add (cells, make_cell (self, row, column));
      g_ptr_array_add (self->rows, cells);
    }
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

void
stet_table_view_update (StetTableView *self, guint index)
{
  GPtrArray *rows;

  self->index = index;
  rows = rows_of (self);
  if (!same_shape (self, rows))
    build (self, rows);
  for (guint row = 0; row < self->rows->len; row++)
    for (guint column = 0; column < n_cells (self, row); column++)
      show_cell (self, cell_at (self, row, column), row, column);
  for (guint column = 0; column < stet_table_columns (rows); column++)
    align_column (self, column);
}

static void
table_view_dispose (GObject *object)
{
  StetTableView *self = STET_TABLE_VIEW (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (stet_table_view_parent_class)->dispose (object);
}

static void
stet_table_view_class_init (StetTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = table_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "table");
  leave_signal = g_signal_new ("leave", STET_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
stet_table_view_init (StetTableView *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

StetTableView *
stet_table_view_new (StetDocument *document, guint index)
{
  StetTableView *self = g_object_new (STET_TYPE_TABLE_VIEW, NULL);

  self->document = g_object_ref (document);
  stet_table_view_update (self, index);
  return self;
}
