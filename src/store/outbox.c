/* The outbox and the conflicts: rows whose meaning is sync's. Layer: store. The thread of the
 * store. */
#include "config.h"

#include "store/private.h"

#include "article/json.h"

StetOutboxRow *
stet_outbox_row_copy (const StetOutboxRow *row)
{
  StetOutboxRow *copy = g_new0 (StetOutboxRow, 1);

  *copy = *row;
  copy->id = g_strdup (row->id);
  copy->article_id = g_strdup (row->article_id);
  copy->site_id = g_strdup (row->site_id);
  copy->state = g_strdup (row->state);
  copy->body = g_strdup (row->body);
  return copy;
}

void
stet_outbox_row_free (StetOutboxRow *row)
{
  if (row == NULL)
    return;
  g_free (row->id);
  g_free (row->article_id);
  g_free (row->site_id);
  g_free (row->state);
  g_free (row->body);
  g_free (row);
}

/* An update keeps the row's place among those of the same moment. */
gboolean
stet_store_put_outbox (StetStore *store, const StetOutboxRow *row, GError **error)
{
  g_return_val_if_fail (store != NULL && row != NULL && row->id != NULL, FALSE);
  return stet_database_run (
      store->db, error,
      "INSERT INTO outbox (id, article_id, site_id, state, body, created_us, due_us, ended)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET article_id = excluded.article_id,"
      " site_id = excluded.site_id, state = excluded.state, body = excluded.body, created_us = excluded.created_us,"
      " due_us = excluded.due_us, ended = excluded.ended",
      "ssssslli", row->id, row->article_id, row->site_id, row->state, row->body, row->created_us,
      row->due_us, row->ended ? 1 : 0);
}

static StetOutboxRow *
read_outbox_row (StetQuery *query)
{
  StetOutboxRow *row = g_new0 (StetOutboxRow, 1);

  row->id = stet_query_dup (query, 0);
  row->article_id = stet_query_dup (query, 1);
  row->site_id = stet_query_dup (query, 2);
  row->state = stet_query_dup (query, 3);
  row->body = stet_query_dup (query, 4);
  row->created_us = stet_query_int (query, 5);
  row->due_us = stet_query_int (query, 6);
  row->ended = stet_query_int (query, 7) != 0;
  return row;
}

#define OUTBOX_COLUMNS                                                                             \
  "SELECT id, article_id, site_id, state, body, created_us, due_us, ended FROM outbox"

StetOutboxRow *
stet_store_get_outbox (StetStore *store, const char *id, GError **error)
{
  g_autoptr (StetOutboxRow) row = NULL;
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL && id != NULL, NULL);
  query = stet_query_new (store->db, OUTBOX_COLUMNS " WHERE id = ?");
  stet_query_bind (query, "s", id);
  if (stet_query_next (query))
    row = read_outbox_row (query);
  return stet_query_end (query, error) ? g_steal_pointer (&row) : NULL;
}

GPtrArray *
stet_store_list_outbox (StetStore *store, gboolean with_ended, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_outbox_row_free);
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  query = stet_query_new (store->db,
                          OUTBOX_COLUMNS " WHERE ended = 0 OR ? ORDER BY created_us, rowid");
  stet_query_bind (query, "i", with_ended ? 1 : 0);
  while (stet_query_next (query))
    g_ptr_array_add (rows, read_outbox_row (query));
  return stet_query_end (query, error) ? g_steal_pointer (&rows) : NULL;
}

/* --- conflicts --- */

void
stet_conflict_free (StetConflict *conflict)
{
  if (conflict == NULL)
    return;
  g_free (conflict->article_id);
  g_clear_pointer (&conflict->base, stet_article_unref);
  g_clear_pointer (&conflict->ours, stet_article_unref);
  g_clear_pointer (&conflict->theirs, stet_article_unref);
  stet_remote_free (conflict->theirs_remote);
  g_free (conflict);
}

static char *
article_json (StetArticle *article)
{
  return article != NULL ? stet_article_to_json (article) : NULL;
}

gboolean
stet_store_put_conflict (StetStore *store, const StetConflict *conflict, GError **error)
{
  g_autoptr (StetQuery) query = NULL;
  g_autofree char *base = NULL, *ours = NULL, *theirs = NULL;

  g_return_val_if_fail (store != NULL && conflict != NULL && conflict->article_id != NULL, FALSE);
  base = article_json (conflict->base);
  ours = article_json (conflict->ours);
  theirs = article_json (conflict->theirs);
  query = stet_query_new (store->db,
                          "INSERT OR REPLACE INTO conflict (article_id, at_us, base_doc, ours_doc,"
                          " theirs_doc, has_remote, " STET_REMOTE_COLUMNS ")"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  stet_query_bind (query, "slsssi", conflict->article_id, conflict->at_us, base, ours, theirs,
                   conflict->theirs_remote != NULL ? 1 : 0);
  if (conflict->theirs_remote != NULL)
    stet_remote_bind (query, 7, conflict->theirs_remote, NULL);
  return stet_query_run (query, error);
}

/* An article from a nullable column: FALSE only when there is one that can't be read. */
static gboolean
read_article (StetStore *store, StetQuery *query, int column, StetArticle **article, GError **error)
{
  const char *json = stet_query_text (query, column);

  if (json == NULL)
    return TRUE;
  *article = stet_store_parse (store, json, strlen (json), error);
  return *article != NULL;
}

static StetConflict *
read_conflict (StetStore *store, StetQuery *query, GError **error)
{
  g_autoptr (StetConflict) conflict = g_new0 (StetConflict, 1);

  conflict->article_id = stet_query_dup (query, 0);
  conflict->at_us = stet_query_int (query, 1);
  if (!read_article (store, query, 2, &conflict->base, error) ||
      !read_article (store, query, 3, &conflict->ours, error) ||
      !read_article (store, query, 4, &conflict->theirs, error))
    return NULL;
  if (stet_query_int (query, 5) == 0)
    return g_steal_pointer (&conflict);
  conflict->theirs_remote = stet_remote_read (store, query, 6, error);
  return conflict->theirs_remote != NULL ? g_steal_pointer (&conflict) : NULL;
}

StetConflict *
stet_store_get_conflict (StetStore *store, const char *article_id, GError **error)
{
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL && article_id != NULL, NULL);
  query = stet_query_new (
      store->db,
      "SELECT article_id, at_us, base_doc, ours_doc, theirs_doc, has_remote, " STET_REMOTE_COLUMNS
      " FROM conflict WHERE article_id = ?");
  stet_query_bind (query, "s", article_id);
  if (stet_query_next (query))
    return read_conflict (store, query, error);
  stet_query_end (query, error);
  return NULL;
}

gboolean
stet_store_end_conflict (StetStore *store, const char *article_id, GError **error)
{
  g_return_val_if_fail (store != NULL && article_id != NULL, FALSE);
  return stet_database_run (store->db, error, "DELETE FROM conflict WHERE article_id = ?", "s",
                            article_id);
}

GPtrArray *
stet_store_list_conflicts (StetStore *store, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  query = stet_query_new (store->db, "SELECT article_id FROM conflict ORDER BY at_us, article_id");
  while (stet_query_next (query))
    g_ptr_array_add (ids, stet_query_dup (query, 0));
  return stet_query_end (query, error) ? g_steal_pointer (&ids) : NULL;
}
