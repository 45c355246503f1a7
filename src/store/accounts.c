/* Sites and the accounts on them, settings, and a site's terms for completion.
 * Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

#include "base/text.h"

StetAccount *
stet_account_new (void)
{
  return g_new0 (StetAccount, 1);
}

StetAccount *
stet_account_copy (const StetAccount *account)
{
  StetAccount *copy = g_new0 (StetAccount, 1);

  *copy = *account;
  copy->site_id = g_strdup (account->site_id);
  copy->name = g_strdup (account->name);
  copy->url = g_strdup (account->url);
  copy->api = g_strdup (account->api);
  copy->kind = g_strdup (account->kind);
  copy->user = g_strdup (account->user);
  copy->auth = g_strdup (account->auth);
  copy->zone = g_strdup (account->zone);
  copy->cursor = g_strdup (account->cursor);
  copy->info = g_strdup (account->info);
  return copy;
}

void
stet_account_free (StetAccount *account)
{
  if (account == NULL)
    return;
  g_free (account->site_id);
  g_free (account->name);
  g_free (account->url);
  g_free (account->api);
  g_free (account->kind);
  g_free (account->user);
  g_free (account->auth);
  g_free (account->zone);
  g_free (account->cursor);
  g_free (account->info);
  g_free (account);
}

gboolean
stet_store_put_account (StetStore *store, const StetAccount *account, GError **error)
{
  g_return_val_if_fail (store != NULL && account != NULL, FALSE);
  g_return_val_if_fail (account->site_id != NULL && account->user != NULL, FALSE);
  return stet_database_run (
      store->db, error,
      "INSERT OR REPLACE INTO account (site_id, user, name, url, api, kind, auth, zone, cursor,"
      " info, used_us, practice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "ssssssssssli", account->site_id, account->user, account->name, account->url, account->api,
      account->kind, account->auth, account->zone, account->cursor, account->info, account->used_us,
      account->practice ? 1 : 0);
}

static StetAccount *
read_account (StetQuery *query)
{
  StetAccount *account = stet_account_new ();

  account->site_id = stet_query_dup (query, 0);
  account->user = stet_query_dup (query, 1);
  account->name = stet_query_dup (query, 2);
  account->url = stet_query_dup (query, 3);
  account->api = stet_query_dup (query, 4);
  account->kind = stet_query_dup (query, 5);
  account->auth = stet_query_dup (query, 6);
  account->zone = stet_query_dup (query, 7);
  account->cursor = stet_query_dup (query, 8);
  account->info = stet_query_dup (query, 9);
  account->used_us = stet_query_int (query, 10);
  account->practice = stet_query_int (query, 11) != 0;
  return account;
}

GPtrArray *
stet_store_list_accounts (StetStore *store, GError **error)
{
  g_autoptr (GPtrArray) accounts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_account_free);
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL, NULL);
  query = stet_query_new (
      store->db, "SELECT site_id, user, name, url, api, kind, auth, zone, cursor, info, used_us,"
                 " practice FROM account ORDER BY used_us DESC, site_id, user");
  while (stet_query_next (query))
    g_ptr_array_add (accounts, read_account (query));
  return stet_query_end (query, error) ? g_steal_pointer (&accounts) : NULL;
}

gboolean
stet_store_set_cursor (StetStore *store, const char *site_id, const char *user, const char *cursor,
                       GError **error)
{
  g_return_val_if_fail (store != NULL && site_id != NULL && user != NULL, FALSE);
  if (!stet_database_run (store->db, error,
                          "UPDATE account SET cursor = ? WHERE site_id = ? AND user = ?", "sss",
                          cursor, site_id, user))
    return FALSE;
  return stet_database_changes (store->db) == 1 || stet_store_not_found (error, "account of", user);
}

/* --- settings --- */

/* The one text a query gives, NULL for none or when it can't be read. */
static char *
read_text (StetStore *store, const char *sql, const char *key)
{
  g_autoptr (StetQuery) query = stet_query_new (store->db, sql);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  stet_query_bind (query, "s", key);
  if (stet_query_next (query))
    text = stet_query_dup (query, 0);
  if (!stet_query_end (query, &error))
    g_warning ("%s", error->message);
  return g_steal_pointer (&text);
}

char *
stet_store_get_setting (StetStore *store, const char *key)
{
  g_return_val_if_fail (store != NULL && key != NULL, NULL);
  return read_text (store, "SELECT value FROM setting WHERE key = ?", key);
}

gboolean
stet_store_set_setting (StetStore *store, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (store != NULL && key != NULL, FALSE);
  if (value == NULL)
    return stet_database_run (store->db, error, "DELETE FROM setting WHERE key = ?", "s", key);
  return stet_database_run (store->db, error,
                            "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", "ss", key,
                            value);
}

char *
stet_store_get_clean_photo (StetStore *store, const char *original)
{
  g_return_val_if_fail (store != NULL && original != NULL, NULL);
  return read_text (store, "SELECT clean FROM clean_photo WHERE original = ?", original);
}

gboolean
stet_store_set_clean_photo (StetStore *store, const char *original, const char *clean,
                            GError **error)
{
  g_return_val_if_fail (store != NULL && original != NULL && clean != NULL, FALSE);
  return stet_database_run (store->db, error,
                            "INSERT OR REPLACE INTO clean_photo (original, clean) VALUES (?, ?)",
                            "ss", original, clean);
}

/* --- terms --- */

static gboolean
replace_terms (StetStore *store, const char *site_id, const char *kind, GPtrArray *terms,
               GError **error)
{
  g_autoptr (StetQuery) query = NULL;

  if (!stet_database_run (store->db, error, "DELETE FROM term WHERE site_id = ? AND kind = ?", "ss",
                          site_id, kind))
    return FALSE;
  query = stet_query_new (store->db,
                          "INSERT INTO term (site_id, kind, position, label, remote_id, folded)"
                          " VALUES (?, ?, ?, ?, ?, ?)");
  for (guint i = 0; i < terms->len; i++)
    {
      const StetTerm *term = g_ptr_array_index (terms, i);
      g_autofree char *folded = stet_text_fold_words (stet_term_label (term));

      stet_query_bind (query, "ssisss", site_id, kind, (int) i, stet_term_label (term),
                       stet_term_id (term), folded);
      if (!stet_query_run (query, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
stet_store_put_terms (StetStore *store, const char *site_id, const char *kind, GPtrArray *terms,
                      GError **error)
{
  g_return_val_if_fail (store != NULL && site_id != NULL && kind != NULL && terms != NULL, FALSE);
  store->terms_serial++;
  return stet_database_begin (store->db, error) &&
         stet_database_end (store->db, replace_terms (store, site_id, kind, terms, error), error);
}

GPtrArray *
stet_store_find_terms (StetStore *store, const char *site_id, const char *kind, const char *typed,
                       guint limit, GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autofree char *folded = NULL;
  g_autofree char *stripped = NULL;
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL && site_id != NULL && kind != NULL && typed != NULL, NULL);
  folded = stet_text_fold_words (typed);
  stripped = stet_text_strip (typed);
  if (folded[0] == '\0' && stripped[0] != '\0')
    return g_steal_pointer (&terms);
  /* A label that begins with what was typed comes before one with a later word that does. */
  query = stet_query_new (store->db,
                          "SELECT label, remote_id FROM term WHERE site_id = ?1 AND kind = ?2"
                          " AND (?3 = '' OR instr (folded, ?3) > 0)"
                          " ORDER BY instr (folded, ?3) > 1, folded, position LIMIT ?4");
  stet_query_bind (query, "sssl", site_id, kind, folded, (gint64) limit);
  while (stet_query_next (query))
    g_ptr_array_add (terms, stet_term_new (stet_query_text (query, 0), stet_query_text (query, 1)));
  return stet_query_end (query, error) ? g_steal_pointer (&terms) : NULL;
}

GPtrArray *
stet_store_list_terms (StetStore *store, const char *site_id, const char *kind, GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (StetQuery) query = NULL;

  g_return_val_if_fail (store != NULL && site_id != NULL && kind != NULL, NULL);
  query = stet_query_new (
      store->db,
      "SELECT label, remote_id FROM term WHERE site_id = ? AND kind = ? ORDER BY position");
  stet_query_bind (query, "ss", site_id, kind);
  while (stet_query_next (query))
    g_ptr_array_add (terms, stet_term_new (stet_query_text (query, 0), stet_query_text (query, 1)));
  return stet_query_end (query, error) ? g_steal_pointer (&terms) : NULL;
}

guint
stet_store_terms_serial (StetStore *store)
{
  return store->terms_serial;
}
