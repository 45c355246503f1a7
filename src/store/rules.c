/* How often a rule speaks and is overruled. Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

void
stet_rule_count_free (StetRuleCount *count)
{
  if (count == NULL)
    return;
  g_free (count->rule);
  g_free (count);
}

gboolean
stet_store_count_hits (StetStore *store, const char *id, const StetRuleHit *hits, guint n_hits,
                       GError **error)
{
  gboolean ok = TRUE;

  g_return_val_if_fail (store != NULL && id != NULL, FALSE);
  if (!stet_database_begin (store->db, error))
    return FALSE;
  for (guint i = 0; i < n_hits && ok; i++)
    ok = stet_database_run (
        store->db, error,
        "INSERT INTO rule_hit (story_id, finding, rule, overruled) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (story_id, finding) DO UPDATE SET overruled = excluded.overruled"
        " WHERE overruled <> excluded.overruled",
        "sssl", id, hits[i].finding, hits[i].rule, (gint64) (hits[i].overruled ? 1 : 0));
  return stet_database_end (store->db, ok, error);
}

GPtrArray *
stet_store_rule_counts (StetStore *store, GError **error)
{
  g_autoptr (GPtrArray) counts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_rule_count_free);
  g_autoptr (StetQuery) query = stet_query_new (
      store->db, "SELECT rule, count(*), sum(overruled) FROM rule_hit GROUP BY rule ORDER BY rule");

  while (stet_query_next (query))
    {
      StetRuleCount *count = g_new0 (StetRuleCount, 1);

      count->rule = stet_query_dup (query, 0);
      count->hits = (guint) stet_query_int (query, 1);
      count->overruled = (guint) stet_query_int (query, 2);
      g_ptr_array_add (counts, count);
    }
  return stet_query_end (query, error) ? g_steal_pointer (&counts) : NULL;
}

GPtrArray *
stet_store_desk_reviews (StetStore *store, GError **error)
{
  g_autoptr (GPtrArray) reviews
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_review_free);
  g_autoptr (StetQuery) query = stet_query_new (
      store->db,
      "SELECT review FROM story WHERE binned = 0 AND instr(review, '\"scope\":\"desk\"') > 0 ORDER BY id");

  while (stet_query_next (query))
    {
      const char *json = stet_query_text (query, 0);
      StetReview *review = json != NULL ? stet_review_from_json (json, strlen (json), NULL) : NULL;

      if (review != NULL)
        g_ptr_array_add (reviews, review);
    }
  return stet_query_end (query, error) ? g_steal_pointer (&reviews) : NULL;
}
