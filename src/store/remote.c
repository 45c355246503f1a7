/* What is known of a story at its site, as a value and as ten columns. Layer: store. */
#include "config.h"

#include "store/private.h"

#include "article/json.h"

StetRemote *
stet_remote_new (void)
{
  return g_new0 (StetRemote, 1);
}

StetRemote *
stet_remote_copy (const StetRemote *remote)
{
  StetRemote *copy = g_new0 (StetRemote, 1);

  copy->site_id = g_strdup (remote->site_id);
  copy->remote_id = g_strdup (remote->remote_id);
  copy->version = g_strdup (remote->version);
  copy->hash = g_strdup (remote->hash);
  copy->live_hash = g_strdup (remote->live_hash);
  copy->url = g_strdup (remote->url);
  copy->author = g_strdup (remote->author);
  copy->published_us = remote->published_us;
  copy->state = remote->state;
  copy->base = remote->base != NULL ? stet_article_ref (remote->base) : NULL;
  return copy;
}

void
stet_remote_free (StetRemote *remote)
{
  if (remote == NULL)
    return;
  g_free (remote->site_id);
  g_free (remote->remote_id);
  g_free (remote->version);
  g_free (remote->hash);
  g_free (remote->live_hash);
  g_free (remote->url);
  g_free (remote->author);
  g_clear_pointer (&remote->base, stet_article_unref);
  g_free (remote);
}

void
stet_remote_bind (StetQuery *query, int first, const StetRemote *remote, const char *base_json)
{
  g_autofree char *made
      = remote->base != NULL && base_json == NULL ? stet_article_to_json (remote->base) : NULL;

  stet_query_bind_from (query, first, "ssssssslss", remote->site_id, remote->remote_id,
                        remote->version, remote->hash, remote->live_hash, remote->url,
                        remote->author, remote->published_us, stet_state_name (remote->state),
                        base_json != NULL ? base_json : made);
}

StetRemote *
stet_remote_read (StetStore *store, StetQuery *query, int first, GError **error)
{
  g_autoptr (StetRemote) remote = stet_remote_new ();
  const char *base = stet_query_text (query, first + 9);

  remote->site_id = stet_query_dup (query, first);
  remote->remote_id = stet_query_dup (query, first + 1);
  remote->version = stet_query_dup (query, first + 2);
  remote->hash = stet_query_dup (query, first + 3);
  remote->live_hash = stet_query_dup (query, first + 4);
  remote->url = stet_query_dup (query, first + 5);
  remote->author = stet_query_dup (query, first + 6);
  remote->published_us = stet_query_int (query, first + 7);
  remote->state = stet_store_state (stet_query_text (query, first + 8));
  if (base != NULL)
    {
      remote->base = stet_store_parse (store, base, strlen (base), error);
      if (remote->base == NULL)
        return NULL;
    }
  return g_steal_pointer (&remote);
}

char *
stet_store_find_remote (StetStore *store, const char *site_id, const char *remote_id,
                        GError **error)
{
  g_autoptr (StetQuery) query = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (store != NULL && site_id != NULL && remote_id != NULL, NULL);
  query = stet_query_new (
      store->db, "SELECT story_id FROM remote WHERE site_id = ? AND remote_id = ? LIMIT 1");
  stet_query_bind (query, "ss", site_id, remote_id);
  if (stet_query_next (query))
    id = stet_query_dup (query, 0);
  return stet_query_end (query, error) ? g_steal_pointer (&id) : NULL;
}
