/* The site's tags and sections: kept in memory as an index, read again when the store has others.
 * Layer: app. Blocks. */
#include "config.h"

#include "app/workspace-private.h"

#include "article/tag-list.h"

typedef struct
{
  StetWorkspace *ws;
  const char    *site_id;
  const char    *kind;
} Call;

static guint
slot_of (const char *kind)
{
  return g_str_equal (kind, "tag") ? 0 : 1;
}

/* Of this site, and as the store has them now. (owned) (nullable) */
static StetTermIndex *
kept_index (const Call *call, guint serial)
{
  StetWorkspace *ws = call->ws;
  guint slot = slot_of (call->kind);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ws->lock);

  if (ws->terms[slot] == NULL || ws->terms_serial[slot] != serial
      || g_strcmp0 (ws->terms_of[slot], call->site_id) != 0)
    return NULL;
  return stet_term_index_ref (ws->terms[slot]);
}

static void
keep_index (const Call *call, guint serial, StetTermIndex *index)
{
  StetWorkspace *ws = call->ws;
  guint slot = slot_of (call->kind);
  g_autoptr (StetTermIndex) before = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ws->lock);

  before = ws->terms[slot];
  ws->terms[slot] = stet_term_index_ref (index);
  ws->terms_serial[slot] = serial;
  g_free (ws->terms_of[slot]);
  ws->terms_of[slot] = g_strdup (call->site_id);
}

static gpointer
index_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  guint serial = stet_store_terms_serial (call->ws->store);
  StetTermIndex *index = kept_index (call, serial);
  g_autoptr (GPtrArray) terms = NULL;

  if (index != NULL)
    return index;
  terms = stet_store_list_terms (call->ws->store, call->site_id, call->kind, error);
  if (terms == NULL)
    return NULL;
  index = stet_term_index_new (terms);
  keep_index (call, serial, index);
  return index;
}

StetTermIndex *
stet_workspace_term_index (StetWorkspace *ws, const char *kind, GError **error)
{
  g_autoptr (StetAccount) account = NULL;
  g_autoptr (GPtrArray) none = NULL;
  Call call = { .ws = ws, .kind = kind };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && kind != NULL, NULL);
  account = stet_workspace_account (ws, NULL, NULL, NULL);
  if (account == NULL)
    {
      none = g_ptr_array_new ();
      return stet_term_index_new (none);
    }
  call.site_id = account->site_id;
  return stet_worker_call (ws->store_worker, index_thread, &call, NULL, error);
}

GPtrArray *
stet_workspace_find_terms (StetWorkspace *ws, const char *kind, const char *typed, guint limit,
                           GError **error)
{
  g_autoptr (StetTermIndex) index = stet_workspace_term_index (ws, kind, error);

  return index != NULL ? stet_term_index_complete (index, typed, limit) : NULL;
}

GPtrArray *
stet_workspace_suggest_tags (StetWorkspace *ws, StetArticle *article, guint limit, GError **error)
{
  g_autoptr (StetTermIndex) index = stet_workspace_term_index (ws, "tag", error);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *text = NULL;

  if (index == NULL)
    return NULL;
  text = stet_article_write (article, STET_FORMAT_TEXT, NULL);
  found = stet_term_index_mentioned (index, text, limit + stet_article_fields (article)->tags->len);
  for (guint i = found->len; i-- > 0;)
    if (stet_tag_list_has (article, stet_term_label (g_ptr_array_index (found, i))))
      g_ptr_array_remove_index (found, i);
  g_ptr_array_set_size (found, (int) MIN (found->len, limit));
  return g_steal_pointer (&found);
}
