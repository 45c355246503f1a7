/* A table's rows as a value: each function gives the rows a table has after one change. Rows are a
 * GPtrArray of GPtrArray of StetProse, as a block holds them, and need not be equally long. Layer:
 * article. Any thread. */
#pragma once

#include "article/block.h"

G_BEGIN_DECLS

typedef enum
{
  STET_TABLE_ROW_ABOVE = 1,
  STET_TABLE_ROW_BELOW,
  STET_TABLE_COLUMN_BEFORE,
  STET_TABLE_COLUMN_AFTER,
  STET_TABLE_ROW_REMOVE,
  STET_TABLE_COLUMN_REMOVE,
  STET_TABLE_ROW_UP,
  STET_TABLE_ROW_DOWN,
} StetTableChange;

/* The most cells a row has. */
guint      stet_table_columns (GPtrArray *rows);
/* Empty cells. Returns: (owned), NULL past STET_TABLE_CELLS_MAX. */
GPtrArray *stet_table_new     (guint n_rows, guint n_columns);
/* Seen from the cell at `row`, `column`. Returns: (owned), NULL where it can't be done: the last
 * row or column, an edge, the limit. */
GPtrArray *stet_table_change  (GPtrArray *rows, StetTableChange change, guint row, guint column);
/* `insert` laid over the cells from `row`, `column` on; the table grows where it must. Returns:
 * (owned), NULL past the limit. */
GPtrArray *stet_table_put     (GPtrArray *rows, guint row, guint column, GPtrArray *insert);
/* Lines of cells parted by tabs, as spreadsheets give them. Returns: (owned), NULL when `text` is
 * no such
 * thing: a line without a tab, or more than a table may hold. */
GPtrArray *stet_table_parse   (const char *text);
/* Whether a cell is a figure, an amount or a per cent: it stands at the right. */
gboolean   stet_table_is_figure (const char *text);

/* The table with other rows. Returns: (owned). */
StetBlock *stet_table_block   (StetBlock *block, GPtrArray *rows);

G_END_DECLS
