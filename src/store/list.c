/* Many stories at a glance: the list, search, and finding one by the beginning of its id.
 * Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

#define PREFIX_CHARS_MIN 4

void
stet_story_row_free (StetStoryRow *row)
{
  if (row == NULL)
    return;
  g_free (row->id);
  g_free (row->headline);
  g_free (row->language);
  g_free (row->author);
  g_free (row->site_id);
  g_free (row->remote_id);
  g_free (row->url);
  g_free (row->section);
  g_free (row);
}

static StetState
row_state (StetQuery *query)
{
  gboolean binned = stet_query_int (query, 12) != 0;
  int column = stet_query_is_null (query, 5) ? 8 : 9;

  return binned ? STET_STATE_BINNED : stet_store_state (stet_query_text (query, column));
}

static StetStoryRow *
read_row (StetQuery *query)
{
  StetStoryRow *row = g_new0 (StetStoryRow, 1);
  const char *site_hash = stet_query_text (query, 11);

  row->id = stet_query_dup (query, 0);
  row->headline = stet_query_dup (query, 1);
  row->language = stet_query_dup (query, 2);
  row->author = stet_query_dup (query, 3);
  row->site_id = stet_query_dup (query, 4);
  row->remote_id = stet_query_dup (query, 5);
  row->url = stet_query_dup (query, 6);
  row->section = stet_query_dup (query, 7);
  row->state = row_state (query);
  row->changed = site_hash != NULL && g_strcmp0 (site_hash, stet_query_text (query, 10)) != 0;
  row->live = !stet_query_is_null (query, 13);
  row->modified_us = stet_query_int (query, 14);
  row->revision = stet_query_int (query, 15);
  return row;
}

/* `ids` (nullable): only these. `limit` 0: no limit. */
static GPtrArray *
read_rows (StetStore *store, gboolean binned, GHashTable *ids, guint limit, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_story_row_free);
  g_autoptr (StetQuery) query = stet_query_new (
      store->db,
      "SELECT s.id, headline, language, author, site_id, remote_id, url, section, s.state,"
      " r.state, s.hash, r.hash, binned, live_hash, modified_us, revision"
      " FROM story s LEFT JOIN remote r ON r.story_id = s.id"
      " ORDER BY modified_us DESC, s.id");

  while ((limit == 0 || rows->len < limit) && stet_query_next (query))
    {
      if (ids != NULL && !g_hash_table_contains (ids, stet_query_text (query, 0)))
        continue;
      if (binned || row_state (query) != STET_STATE_BINNED)
        g_ptr_array_add (rows, read_row (query));
    }
  return stet_query_end (query, error) ? g_steal_pointer (&rows) : NULL;
}

GPtrArray *
stet_store_list (StetStore *store, gboolean binned, GError **error)
{
  g_return_val_if_fail (store != NULL, NULL);
  return read_rows (store, binned, NULL, 0, error);
}

GPtrArray *
stet_store_search (StetStore *store, const char *words, guint limit, GError **error)
{
  g_autoptr (GHashTable) ids = NULL;

  g_return_val_if_fail (store != NULL && words != NULL, NULL);
  if (limit == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) stet_story_row_free);
  ids = stet_archive_search (store, words, error);
  return ids != NULL ? read_rows (store, FALSE, ids, limit, error) : NULL;
}

/* --- the beginning of an id --- */

static gboolean
has_story (StetStore *store, const char *id, gboolean *has, GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (store->db, "SELECT 1 FROM story WHERE id = ?");

  stet_query_bind (query, "s", id);
  *has = stet_query_next (query);
  return stet_query_end (query, error);
}

static char *
find_prefix (StetStore *store, const char *prefix, GError **error)
{
  g_autoptr (StetQuery) query =
    stet_query_new (store->db, "SELECT id FROM story WHERE substr (id, 1, length (?1)) = ?1");
  g_autofree char *id = NULL;
  guint n = 0;

  stet_query_bind (query, "s", prefix);
  while (stet_query_next (query))
    if (n++ == 0)
      id = stet_query_dup (query, 0);
  if (!stet_query_end (query, error))
    return NULL;
  if (n == 0)
    stet_store_not_found (error, "story beginning with", prefix);
  if (n > 1)
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_AMBIGUOUS, "%u stories begin with %s", n,
                 prefix);
  return n == 1 ? g_steal_pointer (&id) : NULL;
}

char *
stet_store_resolve (StetStore *store, const char *prefix, GError **error)
{
  g_autofree char *lower = NULL;
  gboolean has = FALSE;

  g_return_val_if_fail (store != NULL && prefix != NULL, NULL);
  if (!has_story (store, prefix, &has, error))
    return NULL;
  if (has)
    return g_strdup (prefix);
  lower = g_ascii_strdown (prefix, -1);
  if (strlen (lower) < PREFIX_CHARS_MIN)
    {
      g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND,
                   "%s is shorter than %d characters", prefix, PREFIX_CHARS_MIN);
      return NULL;
    }
  return find_prefix (store, lower, error);
}
