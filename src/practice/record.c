/* Stories in the practice site's database. Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/newsroom.h"

#define COLUMNS                                                                                    \
  "id, seq, number, state, author, headline, hash, article, review, modified_us, scheduled_us, "   \
  "published_us, "                                                                                 \
  "updated_us, path, live_article, live_hash, live_group"

#define DUE_MAX 100 /* at once; the rest follows with the next look */

void
stet_practice_record_free (StetPracticeRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->author);
  g_free (record->headline);
  g_free (record->hash);
  g_free (record->article);
  g_free (record->review);
  g_free (record->path);
  g_free (record->live_article);
  g_free (record->live_hash);
  g_free (record->live_group);
  g_free (record);
}

static StetPracticeRecord *
read_row (sqlite3_stmt *rows)
{
  StetPracticeRecord *record = g_new0 (StetPracticeRecord, 1);

  record->id = stet_practice_db_text (rows, 0);
  record->seq = sqlite3_column_int64 (rows, 1);
  record->number = sqlite3_column_int64 (rows, 2);
  if (!stet_state_parse ((const char *) sqlite3_column_text (rows, 3), &record->state))
    record->state = STET_STATE_DRAFT;
  record->author = stet_practice_db_text (rows, 4);
  record->headline = stet_practice_db_text (rows, 5);
  record->hash = stet_practice_db_text (rows, 6);
  record->article = stet_practice_db_text (rows, 7);
  record->review = stet_practice_db_text (rows, 8);
  record->modified_us = sqlite3_column_int64 (rows, 9);
  record->scheduled_us = sqlite3_column_int64 (rows, 10);
  record->published_us = sqlite3_column_int64 (rows, 11);
  record->updated_us = sqlite3_column_int64 (rows, 12);
  record->path = stet_practice_db_text (rows, 13);
  record->live_article = stet_practice_db_text (rows, 14);
  record->live_hash = stet_practice_db_text (rows, 15);
  record->live_group = stet_practice_db_text (rows, 16);
  return record;
}

StetPracticeRecord *
stet_practice_record_load (StetPracticeNewsroom *room, const char *column, const char *value,
                           GError **error)
{
  const char *sql = g_str_equal (column, "path") ? "SELECT " COLUMNS " FROM article WHERE path = ?"
                                                 : "SELECT " COLUMNS " FROM article WHERE id = ?";
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (room->db, error, sql, "t", value);

  if (rows == NULL || !stet_practice_db_step (room->db, rows, error))
    return NULL;
  return read_row (rows);
}

static GPtrArray *
read_rows (StetPracticeNewsroom *room, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = statement;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (
    (GDestroyNotify) stet_practice_record_free);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (stet_practice_db_step (room->db, rows, &local))
    g_ptr_array_add (records, read_row (rows));
  if (local == NULL)
    return g_steal_pointer (&records);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

GPtrArray *
stet_practice_record_list_live (StetPracticeNewsroom *room, const char *group, guint limit,
                                GError **error)
{
  return read_rows (room,
                    stet_practice_db_query (room->db, error,
                                            "SELECT " COLUMNS
                                            " FROM article WHERE live_hash IS NOT NULL"
                                            " AND (?1 IS NULL OR live_group = ?1)"
                                            " ORDER BY published_us DESC, id LIMIT ?2",
                                            "ti", group, (gint64) limit),
                    error);
}

GPtrArray *
stet_practice_record_list_since (StetPracticeNewsroom *room, gint64 since, guint limit,
                                 GError **error)
{
  return read_rows (room,
                    stet_practice_db_query (room->db, error,
                                            "SELECT " COLUMNS " FROM article WHERE seq > ?"
                                            " ORDER BY seq LIMIT ?",
                                            "ii", since, (gint64) limit),
                    error);
}

GPtrArray *
stet_practice_record_list_due (StetPracticeNewsroom *room, GError **error)
{
  return read_rows (room,
                    stet_practice_db_query (room->db, error,
                                            "SELECT " COLUMNS " FROM article WHERE scheduled_us > 0"
                                            " AND scheduled_us <= ? ORDER BY scheduled_us LIMIT ?",
                                            "ii", stet_clock_now_us (room->clock),
                                            (gint64) DUE_MAX),
                    error);
}

gboolean
stet_practice_record_save (StetPracticeNewsroom *room, StetPracticeRecord *record, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    room->db, error, "SELECT COALESCE (MAX (seq), 0) + 1 FROM article", "");

  if (rows == NULL || !stet_practice_db_step (room->db, rows, error))
    return FALSE;
  record->seq = sqlite3_column_int64 (rows, 0);
  record->number++;
  record->modified_us = stet_clock_now_us (room->clock);
  /* Not OR REPLACE: that would drop another story that holds the same path. */
  if (!stet_practice_db_run (room->db, error, "DELETE FROM article WHERE id = ?", "t", record->id))
    return FALSE;
  return stet_practice_db_run (
    room->db, error,
    "INSERT INTO article (" COLUMNS ")"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "tiittttttiiiitttt", record->id, record->seq, record->number, stet_state_name (record->state),
    record->author, record->headline, record->hash, record->article, record->review,
    record->modified_us, record->scheduled_us, record->published_us, record->updated_us,
    record->path, record->live_article, record->live_hash, record->live_group);
}

char *
stet_practice_record_etag (const StetPracticeRecord *record)
{
  return g_strdup_printf ("\"%" G_GINT64_FORMAT "-%.12s\"", record->number, record->hash);
}
