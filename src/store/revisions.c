/* The history of a story: every text ever saved, most of them as the part in which they differ from
 * the one before. Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

/* Every so many revisions one is kept whole, which bounds what has to be read for any of them. */
#define WHOLE_EVERY 20

static const char *const origin_names[]
    = { "typed", "imported", "command", "fetched", "merged", "restored", "fixed" };

const char *
stet_origin_name (StetOrigin origin)
{
  g_return_val_if_fail (origin >= STET_ORIGIN_TYPED && origin <= STET_ORIGIN_FIXED, "typed");
  return origin_names[origin - 1];
}

static StetOrigin
parse_origin (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (origin_names); i++)
    if (g_strcmp0 (origin_names[i], name) == 0)
      return (StetOrigin) (i + 1);
  return STET_ORIGIN_TYPED;
}

/* --- writing --- */

static gsize
common_head (const guint8 *a, const guint8 *b, gsize bytes_max)
{
  gsize n = 0;

  while (n < bytes_max && a[n] == b[n])
    n++;
  return n;
}

static gsize
common_tail (const guint8 *a_end, const guint8 *b_end, gsize bytes_max)
{
  gsize n = 0;

  while (n < bytes_max && a_end[-1 - (gssize) n] == b_end[-1 - (gssize) n])
    n++;
  return n;
}

/* Where `text` begins and ends as `before` does. */
static void
find_part (GBytes *before, GBytes *text, gsize *head_bytes, gsize *tail_bytes)
{
  gsize before_bytes, text_bytes;
  const guint8 *a = g_bytes_get_data (before, &before_bytes);
  const guint8 *b = g_bytes_get_data (text, &text_bytes);
  gsize shared_max = MIN (before_bytes, text_bytes);

  *head_bytes = common_head (a, b, shared_max);
  *tail_bytes = common_tail (a + before_bytes, b + text_bytes, shared_max - *head_bytes);
}

gboolean
stet_revision_add (StetStore *store, const char *id, const StetNewRevision *revision,
                   GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (
      store->db, "INSERT INTO revision (story_id, revision, saved_us, origin, hash, headline, part,"
                 " head_bytes, tail_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  gsize text_bytes = g_bytes_get_size (revision->text);
  gsize head_bytes = 0, tail_bytes = 0;
  g_autoptr (GBytes) part = NULL;
  gboolean whole = revision->before == NULL || revision->number % WHOLE_EVERY == 1;

  if (!whole)
    find_part (revision->before, revision->text, &head_bytes, &tail_bytes);
  part = g_bytes_new_from_bytes (revision->text, head_bytes, text_bytes - head_bytes - tail_bytes);
  stet_query_bind (query, "sllsssb", id, revision->number, stet_clock_now_us (store->clock),
                   stet_origin_name (revision->origin), revision->hash, revision->headline, part);
  if (!whole)
    stet_query_bind_from (query, 8, "ll", (gint64) head_bytes, (gint64) tail_bytes);
  return stet_query_run (query, error);
}

/* --- reading --- */

typedef struct
{
  gboolean whole;
  gint64   head_bytes;
  gint64   tail_bytes;
  GBytes  *part; /* (owned) */
} Piece;

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_bytes_unref (piece->part);
  g_free (piece);
}

/* The pieces from `revision` back to the nearest whole one. */
static GPtrArray *
read_pieces (StetStore *store, const char *id, gint64 revision, GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (piece_free);
  g_autoptr (StetQuery) query =
    stet_query_new (store->db, "SELECT part, head_bytes, tail_bytes FROM revision"
                               " WHERE story_id = ? AND revision <= ? ORDER BY revision DESC");
  gboolean whole = FALSE;

  stet_query_bind (query, "sl", id, revision);
  while (!whole && stet_query_next (query))
    {
      Piece *piece = g_new0 (Piece, 1);

      piece->part = stet_query_bytes (query, 0);
      piece->whole = whole = stet_query_is_null (query, 1);
      piece->head_bytes = stet_query_int (query, 1);
      piece->tail_bytes = stet_query_int (query, 2);
      g_ptr_array_add (pieces, piece);
    }
  return stet_query_end (query, error) ? g_steal_pointer (&pieces) : NULL;
}

static GBytes *
join_piece (GBytes *before, const Piece *piece)
{
  gsize before_bytes;
  const guint8 *data = g_bytes_get_data (before, &before_bytes);
  GByteArray *text;

  if (piece->head_bytes < 0 || piece->tail_bytes < 0 ||
      (guint64) piece->head_bytes + (guint64) piece->tail_bytes > before_bytes)
    return NULL;
  text = g_byte_array_new ();
  g_byte_array_append (text, data, (guint) piece->head_bytes);
  g_byte_array_append (text, g_bytes_get_data (piece->part, NULL),
                       (guint) g_bytes_get_size (piece->part));
  g_byte_array_append (text, data + before_bytes - piece->tail_bytes, (guint) piece->tail_bytes);
  return g_byte_array_free_to_bytes (text);
}

GBytes *
stet_revision_read (StetStore *store, const char *id, gint64 revision, GError **error)
{
  g_autoptr (GPtrArray) pieces = read_pieces (store, id, revision, error);
  const Piece *first = NULL;
  g_autoptr (GBytes) text = NULL;

  if (pieces == NULL)
    return NULL;
  if (pieces->len > 0)
    first = g_ptr_array_index (pieces, pieces->len - 1);
  if (first != NULL && first->whole)
    text = g_bytes_ref (first->part);
  for (guint i = pieces->len; text != NULL && i > 1; i--)
    {
      GBytes *next = join_piece (text, g_ptr_array_index (pieces, i - 2));

      g_bytes_unref (text);
      text = next;
    }
  if (text == NULL)
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT,
                 "revision %" G_GINT64_FORMAT " of %s can't be put together", revision, id);
  return g_steal_pointer (&text);
}

static gboolean
has_revision (StetStore *store, const char *id, gint64 revision, gboolean *has, GError **error)
{
  g_autoptr (StetQuery) query =
    stet_query_new (store->db, "SELECT 1 FROM revision WHERE story_id = ? AND revision = ?");

  stet_query_bind (query, "sl", id, revision);
  *has = stet_query_next (query);
  return stet_query_end (query, error);
}

StetArticle *
stet_store_load_revision (StetStore *store, const char *id, gint64 revision, GError **error)
{
  g_autoptr (GBytes) text = NULL;
  gboolean has = FALSE;

  g_return_val_if_fail (store != NULL && id != NULL, NULL);
  if (!has_revision (store, id, revision, &has, error))
    return NULL;
  if (!has)
    {
      g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND,
                   "no revision %" G_GINT64_FORMAT " of story %s", revision, id);
      return NULL;
    }
  text = stet_revision_read (store, id, revision, error);
  if (text == NULL)
    return NULL;
  return stet_store_parse (store, g_bytes_get_data (text, NULL), g_bytes_get_size (text), error);
}

void
stet_revision_row_free (StetRevisionRow *row)
{
  if (row == NULL)
    return;
  g_free (row->hash);
  g_free (row->headline);
  g_free (row);
}

GPtrArray *
stet_store_history (StetStore *store, const char *id, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_revision_row_free);
  g_autoptr (StetQuery) query =
    stet_query_new (store->db, "SELECT revision, saved_us, origin, hash, headline FROM revision"
                               " WHERE story_id = ? ORDER BY revision DESC");

  g_return_val_if_fail (store != NULL && id != NULL, NULL);
  stet_query_bind (query, "s", id);
  while (stet_query_next (query))
    {
      StetRevisionRow *row = g_new0 (StetRevisionRow, 1);

      row->revision = stet_query_int (query, 0);
      row->saved_us = stet_query_int (query, 1);
      row->origin = parse_origin (stet_query_text (query, 2));
      row->hash = stet_query_dup (query, 3);
      row->headline = stet_query_dup (query, 4);
      g_ptr_array_add (rows, row);
    }
  if (!stet_query_end (query, error))
    return NULL;
  if (rows->len == 0)
    {
      stet_store_not_found (error, "story", id);
      return NULL;
    }
  return g_steal_pointer (&rows);
}
