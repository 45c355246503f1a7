/* A trie of phrases whose edges are words, all its nodes in one hash table. Layer: style.
 * Immutable once filled: then any thread. A word is known by its hash: what is found is likely, not
 * sure. */
#pragma once

#include "style/token.h"

G_BEGIN_DECLS

typedef struct _StetTrie StetTrie;

StetTrie *stet_trie_new  (void);
void      stet_trie_free (StetTrie *trie);

/* The number of a phrase of at least one word; the same phrase has the same number, from 0 on. */
guint     stet_trie_add  (StetTrie *trie, const StetToken *phrase, guint n_words);

/* Called for each phrase that is found, with its first and last word. */
typedef void (*StetTrieFunc) (guint phrase, const StetToken *first, const StetToken *last,
                              gpointer data);
void stet_trie_scan (const StetTrie *trie, const StetToken *tokens, guint n, StetTrieFunc func,
                     gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetTrie, stet_trie_free)

G_END_DECLS
