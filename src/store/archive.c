/* The full-text index over drafts and the site's copies, in a file that can be lost at any time:
 * before each search it is brought up to what store.db holds. Layer: store. The thread of the
 * store. */
#include "config.h"

#include "store/private.h"

#include "base/text.h"

#include <glib/gstdio.h>

/* More words than this are not looked for. */
#define SEARCH_WORDS_MAX 32

/* One text that is to be in the index. */
typedef struct
{
  char    *id;   /* (owned) */
  gboolean site; /* the site's copy, not the draft */
  char    *mark; /* (owned) which state of it */
  gboolean indexed;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->id);
  g_free (wanted->mark);
  g_free (wanted);
}

static const char *
side_name (gboolean site)
{
  return site ? "site" : "draft";
}

static char *
wanted_key (const char *id, const char *side)
{
  return g_strconcat (side, ":", id, NULL);
}

/* --- the file --- */

static void
remove_archive (StetStore *store, const char *path)
{
  static const char *const endings[] = { "", "-wal", "-journal" };

  g_clear_pointer (&store->archive, stet_database_close);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      g_unlink (file);
    }
}

gboolean
stet_archive_open (StetStore *store, GError **error)
{
  g_autofree char *path = g_build_filename (store->dir, "archive.db", NULL);

  if (store->archive != NULL)
    return TRUE;
  store->archive = stet_database_open (path, &store->archive_spec, NULL);
  if (store->archive != NULL)
    return TRUE;
  /* Damaged, or another version's: nothing in it is worth more than a little time. */
  remove_archive (store, path);
  store->archive = stet_database_open (path, &store->archive_spec, error);
  return store->archive != NULL;
}

static gboolean
remake_archive (StetStore *store, GError **error)
{
  g_autofree char *path = g_build_filename (store->dir, "archive.db", NULL);

  remove_archive (store, path);
  return stet_archive_open (store, error);
}

/* --- bringing it up to date --- */

static gboolean
add_wanted (StetStore *store, GHashTable *all, const char *sql, gboolean site, GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (store->db, sql);

  while (stet_query_next (query))
    {
      Wanted *wanted = g_new0 (Wanted, 1);

      wanted->id = stet_query_dup (query, 0);
      wanted->site = site;
      wanted->mark = stet_query_dup (query, 1);
      g_hash_table_insert (all, wanted_key (wanted->id, side_name (site)), wanted);
    }
  return stet_query_end (query, error);
}

/* Keyed by side and id. */
static GHashTable *
list_wanted (StetStore *store, GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wanted_free);

  if (!add_wanted (store, all, "SELECT id, CAST (revision AS TEXT) FROM story", FALSE, error)
      || !add_wanted (
          store, all,
          "SELECT s.id, ifnull (r.hash, '') || ' ' || ifnull (r.version, '') FROM story s"
          " JOIN remote r ON r.story_id = s.id WHERE r.base IS NOT NULL AND r.hash IS NOT s.hash",
          TRUE, error))
    return NULL;
  return g_steal_pointer (&all);
}

static gboolean
drop_entry (StetDatabase *archive, gint64 number, GError **error)
{
  return stet_database_run (archive, error, "DELETE FROM entry WHERE number = ?", "l", number) &&
         stet_database_run (archive, error, "DELETE FROM entry_text WHERE rowid = ?", "l", number);
}

/* The numbers of entries that no longer stand for anything; those that do are marked as indexed. */
static GArray *
list_stale (StetDatabase *archive, GHashTable *all, GError **error)
{
  g_autoptr (GArray) stale = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (StetQuery) query
      = stet_query_new (archive, "SELECT number, story_id, side, mark FROM entry");

  while (stet_query_next (query))
    {
      g_autofree char *key = wanted_key (stet_query_text (query, 1), stet_query_text (query, 2));
      Wanted *wanted = g_hash_table_lookup (all, key);
      gint64 number = stet_query_int (query, 0);

      if (wanted != NULL && g_strcmp0 (wanted->mark, stet_query_text (query, 3)) == 0)
        wanted->indexed = TRUE;
      else
        g_array_append_val (stale, number);
    }
  return stet_query_end (query, error) ? g_steal_pointer (&stale) : NULL;
}

static gboolean
drop_stale (StetDatabase *archive, GHashTable *all, GError **error)
{
  g_autoptr (GArray) stale = list_stale (archive, all, error);

  for (guint i = 0; stale != NULL && i < stale->len; i++)
    if (!drop_entry (archive, g_array_index (stale, gint64, i), error))
      return FALSE;
  return stale != NULL;
}

static StetArticle *
load_wanted (StetStore *store, const Wanted *wanted)
{
  g_autoptr (StetQuery) query =
    stet_query_new (store->db, wanted->site ? "SELECT base FROM remote WHERE story_id = ?"
                                            : "SELECT doc FROM draft WHERE story_id = ?");
  g_autoptr (GBytes) text = NULL;

  stet_query_bind (query, "s", wanted->id);
  if (!stet_query_next (query))
    return NULL;
  text = stet_query_bytes (query, 0);
  return stet_store_parse (store, g_bytes_get_data (text, NULL), g_bytes_get_size (text), NULL);
}

/* All of a story's text but its headline. */
static char *
body_text (StetArticle *article)
{
  g_autoptr (GArray) fields = stet_article_text_fields (article);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const StetField *field = &g_array_index (fields, StetField, i);
      g_autoptr (StetProse) prose = NULL;

      if (field->kind != STET_FIELD_HEADLINE)
        prose = stet_article_text_at (article, field);
      if (prose != NULL && stet_prose_bytes (prose) > 0)
        g_string_append_printf (text, "%s\n", stet_prose_text (prose));
    }
  return g_string_free (text, FALSE);
}

/* A story that can't be read has an empty text here: it is told when it is opened. */
static gboolean
add_entry (StetStore *store, const Wanted *wanted, GError **error)
{
  g_autoptr (StetArticle) article = load_wanted (store, wanted);
  g_autofree char *body = article != NULL ? body_text (article) : g_strdup ("");
  const char *headline
      = article != NULL ? stet_prose_text (stet_article_fields (article)->headline) : "";

  return stet_database_run (store->archive, error,
                            "INSERT INTO entry (story_id, side, mark) VALUES (?, ?, ?)", "sss",
                            wanted->id, side_name (wanted->site), wanted->mark)
         && stet_database_run (
             store->archive, error,
             "INSERT INTO entry_text (rowid, headline, body) VALUES (last_insert_rowid (), ?, ?)",
             "ss", headline, body);
}

static gboolean
write_index (StetStore *store, GHashTable *all, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  if (!drop_stale (store->archive, all, error))
    return FALSE;
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((Wanted *) value)->indexed && !add_entry (store, value, error))
      return FALSE;
  return TRUE;
}

static gboolean
update_index (StetStore *store, GError **error)
{
  g_autoptr (GHashTable) all = list_wanted (store, error);

  return all != NULL && stet_database_begin (store->archive, error) &&
         stet_database_end (store->archive, write_index (store, all, error), error);
}

/* --- searching --- */

static gboolean
has_word (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* Each word as a quoted prefix, so that nothing in it is read as FTS5's own language. NULL: no
 * words. */
static char *
make_match (const char *words)
{
  g_autofree char *clean = stet_text_collapse (words);
  g_auto (GStrv) parts = g_strsplit (clean, " ", SEARCH_WORDS_MAX + 1);
  GString *match = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL && i < SEARCH_WORDS_MAX; i++)
    {
      g_auto (GStrv) pieces = g_strsplit (parts[i], "\"", -1);
      g_autofree char *quoted = g_strjoinv ("\"\"", pieces);

      if (has_word (parts[i]))
        g_string_append_printf (match, "%s\"%s\"*", match->len > 0 ? " AND " : "", quoted);
    }
  return g_string_free (match, match->len == 0);
}

static GHashTable *
match_ids (StetDatabase *archive, const char *match, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (StetQuery) query = stet_query_new (
      archive,
      "SELECT story_id FROM entry_text JOIN entry ON number = entry_text.rowid WHERE entry_text MATCH ?");

  stet_query_bind (query, "s", match);
  while (stet_query_next (query))
    g_hash_table_add (ids, stet_query_dup (query, 0));
  return stet_query_end (query, error) ? g_steal_pointer (&ids) : NULL;
}

/* An index that can't be written, on a full disk, still finds what it has. */
static GHashTable *
update_and_match (StetStore *store, const char *match, GError **error)
{
  g_autoptr (GError) update_error = NULL;

  if (!update_index (store, &update_error))
    {
      if (!g_error_matches (update_error, STET_STORE_ERROR, STET_STORE_ERROR_FULL))
        {
          g_propagate_error (error, g_steal_pointer (&update_error));
          return NULL;
        }
      g_debug ("archive: %s", update_error->message);
    }
  return match_ids (store->archive, match, error);
}

GHashTable *
stet_archive_search (StetStore *store, const char *words, GError **error)
{
  g_autofree char *match = make_match (words);
  g_autoptr (GError) first_error = NULL;
  GHashTable *ids;

  if (match == NULL)
    return g_hash_table_new (g_str_hash, g_str_equal);
  if (!stet_archive_open (store, error))
    return NULL;
  ids = update_and_match (store, match, &first_error);
  if (ids != NULL)
    return ids;
  g_debug ("archive made again: %s", first_error->message);
  return remake_archive (store, error) ? update_and_match (store, match, error) : NULL;
}
