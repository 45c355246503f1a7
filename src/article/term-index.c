/* A sorted array of the places where words of labels begin, for prefixes; a table of whole labels,
 * for names in a text.
 * Layer: article. Any thread. */
#include "config.h"

#include "article/term-index.h"

#include "base/text.h"

#include <string.h>

#define WORDS_MAX 12 /* of a label that is looked for in a text */

typedef struct
{
  StetTerm *term;
  char     *folded; /* " la habana" */
} Entry;

/* A word's beginning: what stands in the label from there on. */
typedef struct
{
  const char *text; /* into an entry's `folded` */
  guint       entry;
} Key;

struct _StetTermIndex
{
  gatomicrefcount refs;
  GArray     *entries;  /* of Entry, those used most first */
  GArray     *keys;     /* of Key, by text */
  GHashTable *whole;    /* of `folded` (borrowed) to entry + 1 */
  guint       words_max; /* of the longest label */
};

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  stet_term_unref (entry->term);
  g_free (entry->folded);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *other = b;
  int by_text = strcmp (one->text, other->text);

  return by_text != 0 ? by_text : one->entry < other->entry ? -1 : one->entry > other->entry;
}

static void
add_keys (StetTermIndex *index, guint number)
{
  const char *folded = g_array_index (index->entries, Entry, number).folded;
  guint words = 0;

  for (const char *word = folded; *word != '\0'; word = word + 1 + strcspn (word + 1, " "))
    {
      Key key = { word, number };

      g_array_append_val (index->keys, key);
      words++;
    }
  index->words_max = MAX (index->words_max, MIN (words, WORDS_MAX));
}

static void
add_term (StetTermIndex *index, StetTerm *term)
{
  Entry entry = { term, stet_text_fold_words (stet_term_label (term)) };

  if (entry.folded[0] == '\0' || g_hash_table_contains (index->whole, entry.folded))
    {
      g_free (entry.folded);
      return;
    }
  stet_term_ref (term);
  g_array_append_val (index->entries, entry);
  g_hash_table_insert (index->whole, entry.folded, GUINT_TO_POINTER (index->entries->len));
}

StetTermIndex *
stet_term_index_new (GPtrArray *terms)
{
  StetTermIndex *index;

  g_return_val_if_fail (terms != NULL, NULL);
  index = g_new0 (StetTermIndex, 1);
  g_atomic_ref_count_init (&index->refs);
  index->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (index->entries, entry_clear);
  index->keys = g_array_new (FALSE, FALSE, sizeof (Key));
  index->whole = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < terms->len && i < STET_TERMS_MAX; i++)
    add_term (index, g_ptr_array_index (terms, i));
  for (guint i = 0; i < index->entries->len; i++)
    add_keys (index, i);
  g_array_sort (index->keys, compare_keys);
  return index;
}

StetTermIndex *
stet_term_index_ref (StetTermIndex *index)
{
  g_atomic_ref_count_inc (&index->refs);
  return index;
}

void
stet_term_index_unref (StetTermIndex *index)
{
  if (!g_atomic_ref_count_dec (&index->refs))
    return;
  g_hash_table_unref (index->whole);
  g_array_unref (index->keys);
  g_array_unref (index->entries);
  g_free (index);
}

guint
stet_term_index_size (const StetTermIndex *index)
{
  return index->entries->len;
}

/* --- prefixes --- */

/* The first key that is not before `prefix`. */
static guint
lower_bound (const StetTermIndex *index, const char *prefix)
{
  guint low = 0, high = index->keys->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (strcmp (g_array_index (index->keys, Key, middle).text, prefix) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Lower is better: labels that begin with it, then by use. */
static guint64
rank_of (const StetTermIndex *index, const Key *key)
{
  gboolean inside = key->text != g_array_index (index->entries, Entry, key->entry).folded;

  return ((guint64) inside << 32) | key->entry;
}

/* The best `limit`, kept sorted: few are wanted of many. */
static void
keep_best (GArray *best, guint64 rank, guint limit)
{
  guint at = best->len;

  for (guint i = 0; i < best->len; i++)
    if ((guint32) g_array_index (best, guint64, i) == (guint32) rank
        && g_array_index (best, guint64, i) <= rank)
      return; /* another word of the same label */
  while (at > 0 && g_array_index (best, guint64, at - 1) > rank)
    at--;
  if (at >= limit)
    return;
  g_array_insert_val (best, at, rank);
  for (guint i = at + 1; i < best->len; i++)
    if ((guint32) g_array_index (best, guint64, i) == (guint32) rank)
      g_array_remove_index (best, i--);
  if (best->len > limit)
    g_array_set_size (best, limit);
}

GPtrArray *
stet_term_index_complete (const StetTermIndex *index, const char *typed, guint limit)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (GArray) best = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree char *folded = NULL, *stripped = NULL;
  gsize length;

  g_return_val_if_fail (index != NULL && typed != NULL, NULL);
  folded = stet_text_fold_words (typed);
  stripped = stet_text_strip (typed);
  length = strlen (folded);
  if (length == 0 && stripped[0] != '\0')
    return g_steal_pointer (&terms);
  if (length == 0)
    for (guint64 i = 0; i < index->entries->len && i < limit; i++)
      g_array_append_val (best, i);
  for (guint i = length > 0 ? lower_bound (index, folded) : index->keys->len; i < index->keys->len;
       i++)
    {
      const Key *key = &g_array_index (index->keys, Key, i);
      guint64 rank = rank_of (index, key);

      if (strncmp (key->text, folded, length) != 0)
        break;
      if (best->len < limit || rank < g_array_index (best, guint64, best->len - 1))
        keep_best (best, rank, limit);
    }
  for (guint i = 0; i < best->len; i++)
    {
      guint entry = (guint32) g_array_index (best, guint64, i);

      g_ptr_array_add (terms, stet_term_ref (g_array_index (index->entries, Entry, entry).term));
    }
  return g_steal_pointer (&terms);
}

StetTerm *
stet_term_index_alike (const StetTermIndex *index, const char *label)
{
  g_autofree char *folded = stet_text_fold_words (label);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (index->whole, folded));

  return number > 0 ? g_array_index (index->entries, Entry, number - 1).term : NULL;
}

/* --- names in a text --- */

typedef struct { guint entry, n, first; } Mention;

static int
compare_mentions (gconstpointer a, gconstpointer b)
{
  const Mention *one = a, *other = b;

  if (one->n != other->n)
    return one->n > other->n ? -1 : 1;
  return one->first < other->first ? -1 : one->first > other->first;
}

/* Where the word at `at` ends. */
static char *
word_end (char *at)
{
  return at + 1 + strcspn (at + 1, " ");
}

/* The longest label that stands at `at`; its end comes in `after`. Returns its number, from 1; 0:
 * none. */
static guint
longest_at (const StetTermIndex *index, char *at, char **after)
{
  guint found = 0;
  char *end = at;

  for (guint words = 0; words < index->words_max && *end != '\0'; words++)
    {
      char kept;
      guint number;

      end = word_end (end);
      kept = *end;
      *end = '\0';
      number = GPOINTER_TO_UINT (g_hash_table_lookup (index->whole, at));
      *end = kept;
      if (number > 0)
        {
          found = number;
          *after = end;
        }
    }
  return found;
}

static void
count_mention (GArray *mentions, GHashTable *seen, guint entry)
{
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (seen, GUINT_TO_POINTER (entry + 1)));
  Mention mention = { entry, 1, mentions->len };

  if (at > 0)
    {
      g_array_index (mentions, Mention, at - 1).n++;
      return;
    }
  g_array_append_val (mentions, mention);
  g_hash_table_insert (seen, GUINT_TO_POINTER (entry + 1), GUINT_TO_POINTER (mentions->len));
}

GPtrArray *
stet_term_index_mentioned (const StetTermIndex *index, const char *text, guint limit)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  g_autoptr (GArray) mentions = g_array_new (FALSE, FALSE, sizeof (Mention));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *folded = NULL;

  g_return_val_if_fail (index != NULL && text != NULL, NULL);
  folded = stet_text_fold_words (text);
  for (char *at = folded; *at != '\0';)
    {
      char *after = word_end (at);
      guint number = longest_at (index, at, &after);

      if (number > 0)
        count_mention (mentions, seen, number - 1);
      at = after;
    }
  g_array_sort (mentions, compare_mentions);
  for (guint i = 0; i < mentions->len && i < limit; i++)
    g_ptr_array_add (terms,
                     stet_term_ref (g_array_index (index->entries, Entry,
                                                   g_array_index (mentions, Mention, i).entry)
                                        .term));
  return g_steal_pointer (&terms);
}
