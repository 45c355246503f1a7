/* Searching texts with all text rules at once, and remembering. Layer: style. Any thread. */
#include "config.h"

#include "style/part.h"

#include "style/checker-private.h"

#include <string.h>

/* --- the cache --- */

/* What the result depends on, beside the rules. */
typedef struct
{
  StetProse   *prose;    /* (owned) */
  StetUnitKind kind;
  const char  *language; /* interned (nullable) */
} Key;

/* Two tables: what was used of late, and what was used before. When the first is full the second is
 * forgotten, and the first takes its place. */
struct _StetPartCache
{
  GMutex      lock;
  GHashTable *young, *old; /* of Key to StetPart */
  gsize       young_bytes;
  guint       n_searched;
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (stet_prose_text (key->prose)) ^ (guint) key->kind
         ^ g_direct_hash (key->language);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *x = a, *y = b;

  return x->kind == y->kind && x->language == y->language
         && (x->prose == y->prose || stet_prose_equal (x->prose, y->prose));
}

static void
key_free (gpointer data)
{
  Key *key = data;

  stet_prose_unref (key->prose);
  g_free (key);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (key_hash, key_equal, key_free, (GDestroyNotify) stet_part_unref);
}

StetPartCache *
stet_part_cache_new (void)
{
  StetPartCache *cache = g_new0 (StetPartCache, 1);

  g_mutex_init (&cache->lock);
  cache->young = new_table ();
  cache->old = new_table ();
  return cache;
}

void
stet_part_cache_free (StetPartCache *cache)
{
  if (cache == NULL)
    return;
  g_mutex_clear (&cache->lock);
  g_hash_table_unref (cache->young);
  g_hash_table_unref (cache->old);
  g_free (cache);
}

guint
stet_part_cache_n_searched (StetPartCache *cache)
{
  guint n;

  g_mutex_lock (&cache->lock);
  n = cache->n_searched;
  g_mutex_unlock (&cache->lock);
  return n;
}

static StetPart *
part_ref (StetPart *part)
{
  g_atomic_ref_count_inc (&part->ref_count);
  return part;
}

/* About what a text and its hits take: the hits with their replacements. */
#define PART_BYTES 256
#define HIT_BYTES 160

static gsize
size_of (const Key *key, const StetPart *part)
{
  return PART_BYTES + stet_prose_bytes (key->prose) + part->hits->len * HIT_BYTES;
}

/* Call with the lock held. */
static void
remember (StetPartCache *cache, const Key *key, StetPart *part)
{
  gsize bytes = size_of (key, part);
  Key *copy;

  if (bytes > STET_PARTS_BYTES_MAX / 2)
    return;
  copy = g_memdup2 (key, sizeof *key);
  copy->prose = stet_prose_ref (key->prose);
  g_hash_table_replace (cache->young, copy, part_ref (part));
  cache->young_bytes += bytes;
  if (g_hash_table_size (cache->young) < STET_PARTS_MAX / 2
      && cache->young_bytes < STET_PARTS_BYTES_MAX / 2)
    return;
  g_hash_table_unref (cache->old);
  cache->old = cache->young;
  cache->young = new_table ();
  cache->young_bytes = 0;
}

/* Returns: (owned) (nullable). */
static StetPart *
recall (StetPartCache *cache, const Key *key)
{
  StetPart *part;

  g_mutex_lock (&cache->lock);
  part = g_hash_table_lookup (cache->young, key);
  if (part == NULL)
    {
      part = g_hash_table_lookup (cache->old, key);
      if (part != NULL)
        remember (cache, key, part_ref (part));
    }
  else
    part_ref (part);
  g_mutex_unlock (&cache->lock);
  return part;
}

/* --- the search --- */

struct _StetPartSearch
{
  StetChecker    *checker;  /* (borrowed) */
  const char     *language; /* interned (nullable) */
  StetMatcher    *matcher;  /* (borrowed) */
  StetCandidates *candidates;
  guint8         *applies;  /* by rule: 0 not asked yet, else 1 + the answer */
};

static void
part_hit_clear (gpointer data)
{
  stet_hit_clear (&((StetPartHit *) data)->hit);
}

void
stet_part_unref (StetPart *part)
{
  if (!g_atomic_ref_count_dec (&part->ref_count))
    return;
  g_array_unref (part->hits);
  g_free (part);
}

StetPartSearch *
stet_part_search_new (StetChecker *checker, const char *language, StetMatcher *matcher)
{
  StetPartSearch *search = g_new0 (StetPartSearch, 1);

  search->checker = checker;
  search->language = g_intern_string (language);
  search->matcher = matcher;
  search->candidates = stet_candidates_new ();
  search->applies = g_new0 (guint8, checker->by_level->len);
  return search;
}

void
stet_part_search_free (StetPartSearch *search)
{
  stet_candidates_free (search->candidates);
  g_free (search->applies);
  g_free (search);
}

static gboolean
rule_applies (StetPartSearch *search, guint number, const StetRule *rule)
{
  guint8 *known = &search->applies[number];

  if (*known == 0)
    *known = (guint8) (1 + stet_rule_set_applies (search->checker->set, rule, search->language));
  return *known > 1;
}

/* `candidate` (nullable): everywhere. */
static void
search_rule (StetPartSearch *search, guint number, const StetUnit *unit,
             const StetCandidate *candidate, GArray *all)
{
  const StetRule *rule = g_ptr_array_index (search->checker->by_level, number);
  g_autoptr(GArray) hits = NULL;

  if (stet_checker_is_off (search->checker, number) || !rule_applies (search, number, rule)
      || !stet_rule_is_for (rule, unit))
    return;
  stet_matcher_forget (search->matcher);
  hits = stet_rule_search (rule, unit, candidate, NULL, search->matcher);
  if (stet_matcher_gave_up (search->matcher))
    {
      stet_checker_switch_off (search->checker, number);
      return;
    }
  for (guint i = 0; i < hits->len; i++)
    {
      StetPartHit hit = { number, g_array_index (hits, StetHit, i) };

      g_array_append_val (all, hit);
    }
  g_array_set_clear_func (hits, NULL);
}

static StetPart *
search_unit (StetPartSearch *search, const StetUnit *unit)
{
  StetPart *part = g_new0 (StetPart, 1);
  const GArray *unindexed = search->checker->unindexed;
  guint n, k = 0;

  g_atomic_ref_count_init (&part->ref_count);
  part->hits = g_array_new (FALSE, FALSE, sizeof (StetPartHit));
  g_array_set_clear_func (part->hits, part_hit_clear);
  stet_index_scan (search->checker->index, unit->text, unit->bytes, search->candidates);
  n = stet_candidates_count (search->candidates);
  for (guint i = 0; i < n; i++)
    {
      StetCandidate candidate = stet_candidates_get (search->candidates, i);

      for (; k < unindexed->len && g_array_index (unindexed, guint, k) < candidate.pattern; k++)
        search_rule (search, g_array_index (unindexed, guint, k), unit, NULL, part->hits);
      search_rule (search, candidate.pattern, unit, &candidate, part->hits);
    }
  for (; k < unindexed->len; k++)
    search_rule (search, g_array_index (unindexed, guint, k), unit, NULL, part->hits);
  return part;
}

StetPart *
stet_part_search (StetPartSearch *search, const StetUnit *unit)
{
  StetPartCache *cache = search->checker->parts;
  Key key = { unit->prose, unit->kind, search->language };
  StetPart *part = recall (cache, &key);

  if (part != NULL)
    return part;
  part = search_unit (search, unit);
  g_mutex_lock (&cache->lock);
  cache->n_searched++;
  remember (cache, &key, part);
  g_mutex_unlock (&cache->lock);
  return part;
}
