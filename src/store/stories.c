/* Stories: saved in one transaction each, loaded whole. Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

#include "article/json.h"

void
stet_story_free (StetStory *story)
{
  if (story == NULL)
    return;
  g_clear_pointer (&story->article, stet_article_unref);
  g_clear_pointer (&story->review, stet_review_free);
  stet_remote_free (story->remote);
  g_free (story->hash);
  g_free (story);
}

StetArticle *
stet_store_parse (StetStore *store, const char *data, gsize length_bytes, GError **error)
{
  g_autoptr (GError) cause = NULL;
  StetArticle *article = stet_article_from_json (data, length_bytes, store->random, &cause);

  if (article == NULL)
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT,
                 "a stored story can't be read: %s", cause->message);
  return article;
}

StetState
stet_store_state (const char *name)
{
  StetState state = STET_STATE_DRAFT;

  return name != NULL && stet_state_parse (name, &state) ? state : STET_STATE_DRAFT;
}

/* --- saving --- */

typedef struct
{
  StetArticle *article; /* (borrowed) */
  StetOrigin   origin;
  char        *hash;    /* (owned) */
  GBytes      *text;    /* (owned) canonical JSON */
} Save;

/* `hash` (nullable): of the article, where it is known already. */
static void
save_init (Save *save, StetArticle *article, const char *const *public_custom, const char *hash)
{
  char *text = stet_article_to_json (article);

  save->article = article;
  save->hash = hash != NULL ? g_strdup (hash) : stet_article_hash (article, public_custom);
  save->text = g_bytes_new_take (text, strlen (text));
}

static void
save_clear (Save *save)
{
  g_free (save->hash);
  g_bytes_unref (save->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Save, save_clear)

static const char *
save_headline (const Save *save)
{
  return stet_prose_text (stet_article_fields (save->article)->headline);
}

/* The newest revision's number, 0 for a story not known yet, its text and hash. */
static gboolean
read_newest (StetStore *store, const char *id, gint64 *revision, GBytes **text, char **hash,
             GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (
    store->db, "SELECT revision, doc, hash FROM story JOIN draft ON story_id = id WHERE id = ?");

  *revision = 0;
  stet_query_bind (query, "s", id);
  if (stet_query_next (query))
    {
      *revision = stet_query_int (query, 0);
      *text = stet_query_bytes (query, 1);
      *hash = stet_query_dup (query, 2);
    }
  return stet_query_end (query, error);
}

static gboolean
write_story (StetStore *store, const Save *save, gint64 revision, GError **error)
{
  const StetArticleFields *fields = stet_article_fields (save->article);
  g_autoptr (StetReview) review = stet_review_new ();
  g_autofree char *empty_review = stet_review_to_json (review);
  const char *section = fields->section != NULL ? stet_term_label (fields->section) : NULL;

  return stet_database_run (
      store->db, error,
      "INSERT INTO story (id, revision, modified_us, hash, headline, language, section, state, review)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
      " modified_us = excluded.modified_us, hash = excluded.hash, headline = excluded.headline,"
      " language = excluded.language, section = excluded.section",
      "sllssssss", fields->id, revision, stet_clock_now_us (store->clock), save->hash,
      save_headline (save), fields->language, section, stet_state_name (review->state),
      empty_review);
}

static gboolean
write_draft (StetStore *store, const Save *save, GError **error)
{
  return stet_database_run (store->db, error,
                            "INSERT OR REPLACE INTO draft (story_id, doc) VALUES (?, ?)", "sb",
                            stet_article_id (save->article), save->text);
}

/* Inside a transaction. An unchanged text makes no revision; what counts as public may have
 * changed, and with it the hash. */
static gboolean
save_article (StetStore *store, const Save *save, gint64 *revision, GError **error)
{
  const char *id = stet_article_id (save->article);
  g_autoptr (GBytes) before = NULL;
  g_autofree char *hash = NULL;
  StetNewRevision added = {
    .origin = save->origin, .hash = save->hash, .headline = save_headline (save), .text = save->text
  };

  if (!read_newest (store, id, revision, &before, &hash, error))
    return FALSE;
  if (before != NULL && g_bytes_equal (before, save->text))
    return g_str_equal (hash, save->hash)
           || stet_database_run (store->db, error, "UPDATE story SET hash = ? WHERE id = ?", "ss",
                                 save->hash, id);
  added.number = ++*revision;
  added.before = before;
  return write_story (store, save, *revision, error) && write_draft (store, save, error) &&
         stet_revision_add (store, id, &added, error);
}

static gboolean
save_review (StetStore *store, const char *id, const StetReview *review, GError **error)
{
  g_autofree char *json = stet_review_to_json (review);

  if (!stet_database_run (store->db, error, "UPDATE story SET review = ?, state = ? WHERE id = ?",
                          "sss", json, stet_state_name (review->state), id))
    return FALSE;
  return stet_database_changes (store->db) == 1 || stet_store_not_found (error, "story", id);
}

/* A story never moves from one site to another. */
static gboolean
check_bound (StetStore *store, const char *id, const StetRemote *remote, GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (
      store->db,
      "SELECT r.site_id FROM story s LEFT JOIN remote r ON r.story_id = s.id WHERE s.id = ?");
  const char *site_id;

  stet_query_bind (query, "s", id);
  if (!stet_query_next (query))
    return stet_query_end (query, error) && stet_store_not_found (error, "story", id);
  site_id = stet_query_text (query, 0);
  if (site_id == NULL || g_strcmp0 (site_id, remote->site_id) == 0)
    return TRUE;
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_BOUND,
               "story %s belongs to site %s, not %s", id, site_id,
               remote->site_id != NULL ? remote->site_id : "none");
  return FALSE;
}

static gboolean
save_remote (StetStore *store, const char *id, const StetRemote *remote, const Save *save,
             GError **error)
{
  gboolean same = save != NULL && remote->base == save->article;
  g_autoptr (StetQuery) query = NULL;

  if (!check_bound (store, id, remote, error))
    return FALSE;
  query = stet_query_new (store->db,
                          "INSERT OR REPLACE INTO remote (story_id, " STET_REMOTE_COLUMNS ")"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  stet_query_bind (query, "s", id);
  stet_remote_bind (query, 2, remote, same ? g_bytes_get_data (save->text, NULL) : NULL);
  return stet_query_run (query, error);
}

gboolean
stet_store_save (StetStore *store, StetArticle *article, const char *const *public_custom,
                 StetOrigin origin, gint64 *revision, GError **error)
{
  g_auto (Save) save = { 0 };
  gint64 number = 0;

  g_return_val_if_fail (store != NULL && article != NULL, FALSE);
  save_init (&save, article, public_custom, NULL);
  save.origin = origin;
  if (!stet_database_begin (store->db, error) ||
      !stet_database_end (store->db, save_article (store, &save, &number, error), error))
    return FALSE;
  if (revision != NULL)
    *revision = number;
  return TRUE;
}

gint64
stet_store_revision (StetStore *store, const char *id, GError **error)
{
  g_autoptr (StetQuery) query
      = stet_query_new (store->db, "SELECT revision FROM story WHERE id = ?");
  gint64 revision = 0;

  g_return_val_if_fail (store != NULL && id != NULL, -1);
  stet_query_bind (query, "s", id);
  if (stet_query_next (query))
    revision = stet_query_int (query, 0);
  return stet_query_end (query, error) ? revision : -1;
}

gboolean
stet_store_save_all (StetStore *store, StetArticle *article, const char *const *public_custom,
                     StetOrigin origin, const StetReview *review, const StetRemote *remote,
                     GError **error)
{
  g_auto (Save) save = { 0 };
  const char *id;
  gint64 number = 0;
  gboolean ok;

  g_return_val_if_fail (store != NULL && article != NULL, FALSE);
  id = stet_article_id (article);
  save_init (&save, article, public_custom,
             remote != NULL && remote->base == article ? remote->hash : NULL);
  save.origin = origin;
  if (!stet_database_begin (store->db, error))
    return FALSE;
  ok = save_article (store, &save, &number, error) &&
       (review == NULL || save_review (store, id, review, error)) &&
       (remote == NULL || save_remote (store, id, remote, &save, error));
  return stet_database_end (store->db, ok, error);
}

gboolean
stet_store_save_review (StetStore *store, const char *id, const StetReview *review, GError **error)
{
  g_return_val_if_fail (store != NULL && id != NULL && review != NULL, FALSE);
  return stet_database_begin (store->db, error) &&
         stet_database_end (store->db, save_review (store, id, review, error), error);
}

gboolean
stet_store_save_remote (StetStore *store, const char *id, const StetRemote *remote, GError **error)
{
  g_return_val_if_fail (store != NULL && id != NULL && remote != NULL, FALSE);
  return stet_database_begin (store->db, error) &&
         stet_database_end (store->db, save_remote (store, id, remote, NULL, error), error);
}

gboolean
stet_store_set_binned (StetStore *store, const char *id, gboolean binned, GError **error)
{
  g_return_val_if_fail (store != NULL && id != NULL, FALSE);
  if (!stet_database_run (store->db, error, "UPDATE story SET binned = ? WHERE id = ?", "is",
                          binned ? 1 : 0, id))
    return FALSE;
  return stet_database_changes (store->db) == 1 || stet_store_not_found (error, "story", id);
}

/* --- loading --- */

static StetReview *
parse_review (const char *json, GError **error)
{
  g_autoptr (GError) cause = NULL;
  StetReview *review = stet_review_from_json (json, strlen (json), &cause);

  if (review == NULL)
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT,
                 "a stored review record can't be read: %s", cause->message);
  return review;
}

static StetStory *
read_story (StetStore *store, StetQuery *query, GError **error)
{
  g_autoptr (StetStory) story = g_new0 (StetStory, 1);
  g_autoptr (GBytes) text = stet_query_bytes (query, 0);

  story->revision = stet_query_int (query, 2);
  story->modified_us = stet_query_int (query, 3);
  story->hash = stet_query_dup (query, 4);
  story->binned = stet_query_int (query, 15) != 0;
  story->article
      = stet_store_parse (store, g_bytes_get_data (text, NULL), g_bytes_get_size (text), error);
  if (story->article == NULL)
    return NULL;
  story->review = parse_review (stet_query_text (query, 1), error);
  if (story->review == NULL)
    return NULL;
  story->remote = stet_remote_read (store, query, 5, error);
  return story->remote != NULL ? g_steal_pointer (&story) : NULL;
}

StetStory *
stet_store_load (StetStore *store, const char *id, GError **error)
{
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL && id != NULL, NULL);
  query = stet_query_new (
      store->db, "SELECT doc, review, revision, modified_us, s.hash, site_id, remote_id, version,"
                 " r.hash, live_hash, url, author, published_us, r.state, base, binned"
                 " FROM story s JOIN draft d ON d.story_id = s.id"
                 " LEFT JOIN remote r ON r.story_id = s.id WHERE s.id = ?");
  stet_query_bind (query, "s", id);
  if (stet_query_next (query))
    return read_story (store, query, error);
  if (stet_query_end (query, error))
    stet_store_not_found (error, "story", id);
  return NULL;
}
