/* Phrases by their words. Layer: style. */
#include "config.h"

#include "style/trie.h"

#define SLOTS_FIRST 1024
#define MIX G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define NO_PHRASE G_MAXUINT32

/* A node is the slot of the edge that leads to it: keyed by the node before, the gap and the
 * word. */
typedef struct
{
  guint64 key;    /* 0: free */
  guint32 node;   /* its number, from 1 on; the root is 0 */
  guint32 phrase; /* NO_PHRASE: none ends here */
  gboolean goes_on;
} Slot;

struct _StetTrie
{
  Slot   *slots; /* (owned) a power of two of them, at most half of them taken */
  gsize   n_slots;
  guint32 n_nodes, n_phrases;
};

static guint64
key_of (guint32 node, guint64 gap, guint64 word)
{
  guint64 key = (word ^ (gap * MIX) ^ node) * MIX;

  key ^= key >> 32;
  return key != 0 ? key : 1;
}

static Slot *
slot_for (const StetTrie *trie, guint64 key)
{
  gsize at = (gsize) key & (trie->n_slots - 1);

  while (trie->slots[at].key != 0 && trie->slots[at].key != key)
    at = (at + 1) & (trie->n_slots - 1);
  return &trie->slots[at];
}

static void
grow (StetTrie *trie)
{
  g_autofree Slot *old = trie->slots;
  gsize n_old = trie->n_slots;

  trie->n_slots *= 2;
  trie->slots = g_new0 (Slot, trie->n_slots);
  for (gsize i = 0; i < n_old; i++)
    if (old[i].key != 0)
      *slot_for (trie, old[i].key) = old[i];
}

StetTrie *
stet_trie_new (void)
{
  StetTrie *trie = g_new0 (StetTrie, 1);

  trie->n_slots = SLOTS_FIRST;
  trie->slots = g_new0 (Slot, trie->n_slots);
  return trie;
}

void
stet_trie_free (StetTrie *trie)
{
  if (trie == NULL)
    return;
  g_free (trie->slots);
  g_free (trie);
}

guint
stet_trie_add (StetTrie *trie, const StetToken *phrase, guint n_words)
{
  Slot *slot = NULL;

  for (guint i = 0; i < n_words; i++)
    {
      guint64 key = key_of (i > 0 ? slot->node : 0, i > 0 ? phrase[i - 1].gap : 0, phrase[i].word);

      if (slot != NULL)
        slot->goes_on = TRUE;
      if (2 * (gsize) (trie->n_nodes + 1) > trie->n_slots)
        grow (trie);
      slot = slot_for (trie, key);
      if (slot->key == 0)
        *slot = (Slot) { key, ++trie->n_nodes, NO_PHRASE, FALSE };
    }
  if (slot->phrase == NO_PHRASE)
    slot->phrase = trie->n_phrases++;
  return slot->phrase;
}

void
stet_trie_scan (const StetTrie *trie, const StetToken *tokens, guint n, StetTrieFunc func,
                gpointer data)
{
  for (guint i = 0; i < n; i++)
    {
      const Slot *slot = slot_for (trie, key_of (0, 0, tokens[i].word));

      for (guint k = i; slot->key != 0; k++)
        {
          if (slot->phrase != NO_PHRASE)
            func (slot->phrase, &tokens[i], &tokens[k], data);
          if (!slot->goes_on || k + 1 == n)
            break;
          slot = slot_for (trie, key_of (slot->node, tokens[k].gap, tokens[k + 1].word));
        }
    }
}
