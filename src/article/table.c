/* Changes of tables. Layer: article. Any thread. */
#include "config.h"

#include "article/table.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define LINES_MAX STET_TABLE_CELLS_MAX

static GPtrArray *
row_new (guint n_columns)
{
  GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_prose_unref);

  for (guint i = 0; i < n_columns; i++)
    g_ptr_array_add (row, stet_prose_empty ());
  return row;
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

/* Rows of their own, cells shared. */
static GPtrArray *
rows_copy (GPtrArray *rows)
{
  GPtrArray *copy = rows_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *old = rows->pdata[i], *row = row_new (0);

      for (guint j = 0; j < old->len; j++)
        g_ptr_array_add (row, stet_prose_ref (old->pdata[j]));
      g_ptr_array_add (copy, row);
    }
  return copy;
}

guint
stet_table_columns (GPtrArray *rows)
{
  guint columns = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    columns = MAX (columns, ((GPtrArray *) rows->pdata[i])->len);
  return columns;
}

static guint
count_cells (GPtrArray *rows)
{
  guint cells = 0;

  for (guint i = 0; i < rows->len; i++)
    cells += ((GPtrArray *) rows->pdata[i])->len;
  return cells;
}

/* Takes `rows` over; NULL when they are too many or none. */
static GPtrArray *
within_limit (GPtrArray *rows)
{
  if (count_cells (rows) >= 1 && count_cells (rows) <= STET_TABLE_CELLS_MAX)
    return rows;
  g_ptr_array_unref (rows);
  return NULL;
}

GPtrArray *
stet_table_new (guint n_rows, guint n_columns)
{
  GPtrArray *rows;

  if (n_rows == 0 || n_columns == 0 || n_rows > STET_TABLE_CELLS_MAX
      || n_columns > STET_TABLE_CELLS_MAX / n_rows)
    return NULL;
  rows = rows_new ();
  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (rows, row_new (n_columns));
  return rows;
}

static void
insert_column (GPtrArray *rows, guint at)
{
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *row = rows->pdata[i];

      g_ptr_array_insert (row, MIN (at, row->len), stet_prose_empty ());
    }
}

static gboolean
remove_column (GPtrArray *rows, guint column)
{
  if (stet_table_columns (rows) < 2)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *row = rows->pdata[i];

      if (column < row->len && row->len > 1)
        g_ptr_array_remove_index (row, column);
    }
  return TRUE;
}

static gboolean
remove_row (GPtrArray *rows, guint row)
{
  if (rows->len < 2)
    return FALSE;
  g_ptr_array_remove_index (rows, row);
  return TRUE;
}

static gboolean
swap_rows (GPtrArray *rows, guint a, guint b)
{
  gpointer kept;

  if (a >= rows->len || b >= rows->len)
    return FALSE;
  kept = rows->pdata[a];
  rows->pdata[a] = rows->pdata[b];
  rows->pdata[b] = kept;
  return TRUE;
}

static gboolean
change_rows (GPtrArray *rows, StetTableChange change, guint row, guint column)
{
  switch (change)
    {
    case STET_TABLE_ROW_ABOVE:
    case STET_TABLE_ROW_BELOW:
      g_ptr_array_insert (rows, change == STET_TABLE_ROW_ABOVE ? row : row + 1,
                          row_new (stet_table_columns (rows)));
      return TRUE;
    case STET_TABLE_COLUMN_BEFORE:
    case STET_TABLE_COLUMN_AFTER:
      insert_column (rows, change == STET_TABLE_COLUMN_BEFORE ? column : column + 1);
      return TRUE;
    case STET_TABLE_ROW_REMOVE:
      return remove_row (rows, row);
    case STET_TABLE_COLUMN_REMOVE:
      return remove_column (rows, column);
    case STET_TABLE_ROW_UP:
      return row > 0 && swap_rows (rows, row, row - 1);
    case STET_TABLE_ROW_DOWN:
      return swap_rows (rows, row, row + 1);
    }
  return FALSE;
}

GPtrArray *
stet_table_change (GPtrArray *rows, StetTableChange change, guint row, guint column)
{
  g_autoptr (GPtrArray) copy = NULL;

  if (row >= rows->len)
    return NULL;
  copy = rows_copy (rows);
  return change_rows (copy, change, row, column) ? within_limit (g_steal_pointer (&copy)) : NULL;
}

/* Every row at least this long. */
static void
grow (GPtrArray *rows, guint n_rows, guint n_columns)
{
  while (rows->len < n_rows)
    g_ptr_array_add (rows, row_new (0));
  for (guint i = 0; i < rows->len; i++)
    while (((GPtrArray *) rows->pdata[i])->len < n_columns)
      g_ptr_array_add (rows->pdata[i], stet_prose_empty ());
}

static gboolean
too_large (guint n_rows, guint n_columns)
{
  return n_columns > STET_TABLE_CELLS_MAX || n_rows > STET_TABLE_CELLS_MAX / MAX (n_columns, 1);
}

GPtrArray *
stet_table_put (GPtrArray *rows, guint row, guint column, GPtrArray *insert)
{
  guint n_rows = MAX (rows->len, row + insert->len);
  guint n_columns = MAX (stet_table_columns (rows), column + stet_table_columns (insert));
  GPtrArray *all;

  if (too_large (n_rows, n_columns))
    return NULL;
  all = rows_copy (rows);
  grow (all, n_rows, n_columns);
  for (guint i = 0; i < insert->len; i++)
    {
      GPtrArray *from = insert->pdata[i], *to = all->pdata[row + i];

      for (guint j = 0; j < from->len; j++)
        {
          stet_prose_unref (to->pdata[column + j]);
          to->pdata[column + j] = stet_prose_ref (from->pdata[j]);
        }
    }
  return all;
}

static GPtrArray *
parse_line (const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);
  GPtrArray *row = row_new (0);

  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_autofree char *clean = stet_text_clean (cells[i]);
      g_autofree char *cell = stet_text_strip (clean);

      g_ptr_array_add (row, stet_prose_plain (cell));
    }
  return row;
}

GPtrArray *
stet_table_parse (const char *text)
{
  g_autofree char *unix_text = g_strdup (text);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) rows = rows_new ();
  guint columns;

  g_strdelimit (unix_text, "\r", '\n');
  lines = g_strsplit (unix_text, "\n", LINES_MAX + 2);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0')
        continue;
      if (strchr (lines[i], '\t') == NULL || rows->len >= LINES_MAX)
        return NULL;
      g_ptr_array_add (rows, parse_line (lines[i]));
    }
  columns = stet_table_columns (rows);
  if (rows->len == 0 || too_large (rows->len, columns))
    return NULL;
  grow (rows, rows->len, columns);
  return g_steal_pointer (&rows);
}

gboolean
stet_table_is_figure (const char *text)
{
  gboolean digits = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isdigit (c))
        digits = TRUE;
      else if (!(c < 128 && strchr ("+-.,% /:()", (int) c) != NULL) && c != 0x2212 && c != 0x00a0
               && c != 0x202f && g_unichar_type (c) != G_UNICODE_CURRENCY_SYMBOL)
        return FALSE;
    }
  return digits;
}

StetBlock *
stet_table_block (StetBlock *block, GPtrArray *rows)
{
  StetBlockFields fields = *stet_block_fields (block);

  fields.rows = rows;
  return stet_block_new (&fields);
}
