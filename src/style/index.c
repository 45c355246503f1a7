/* The index over patterns. Layer: style. */
#include "config.h"

#include "style/index.h"

#include "style/aho.h"
#include "style/anchor.h"
#include "style/token.h"
#include "style/trie.h"

#include <stdlib.h>
#include <string.h>

#define NO_PLACE G_MAXUINT32

/* An anchor of one pattern. Those of the same phrase, or the same string, are a chain. */
typedef struct
{
  guint    pattern;
  guint    next;         /* in its chain; NO_PLACE: the last */
  guint    reach;        /* in `reaches`; 0: the match begins where the anchor does */
  guint    exact;        /* (NO_PLACE) in `exact_bytes`: it stands there in this very case */
  guint    n_exact_bytes;
  gboolean boundary_before, boundary_after; /* strings; phrases have both */
} Place;

struct _StetIndex
{
  StetTrie *trie;
  StetAho  *aho;
  GArray   *places;     /* of Place */
  GArray   *of_phrase;  /* of guint: the first place of each phrase … */
  GArray   *of_string;  /* … and of each string */
  GArray   *reaches;    /* of StetReach */
  GString  *exact_bytes;
  GArray   *everywhere; /* of guint: patterns, rising */
};

/* One window of one pattern. */
typedef struct
{
  guint      pattern;
  StetWindow window;
} Found;

struct _StetCandidates
{
  GArray *tokens;  /* of StetToken */
  GArray *found;   /* of Found */
  GArray *windows; /* of StetWindow, by pattern */
  GArray *all;     /* of StetCandidate */
};

/* --- building --- */

typedef struct
{
  StetIndex *index;
  StetArena *arena;
  GArray    *tokens; /* of StetToken */
} Build;

static guint
keep_reach (StetIndex *index, const StetReach *reach)
{
  static const StetReach none = { 0 };

  if (!reach->unlimited && reach->n_steps == 0)
    return 0;
  /* Few kinds of reach are many patterns', most of them near by. */
  for (guint i = index->reaches->len; i-- > 0 && index->reaches->len - i < 16;)
    if (memcmp (&g_array_index (index->reaches, StetReach, i), reach, sizeof *reach) == 0)
      return i;
  if (index->reaches->len == 0)
    g_array_append_val (index->reaches, none);
  g_array_append_vals (index->reaches, reach, 1);
  return index->reaches->len - 1;
}

static void
add_place (GArray *places, GArray *first_places, guint number, Place *place)
{
  const guint none = NO_PLACE;
  guint at = places->len;

  while (first_places->len <= number)
    g_array_append_val (first_places, none);
  place->next = g_array_index (first_places, guint, number);
  g_array_append_vals (places, place, 1);
  g_array_index (first_places, guint, number) = at;
}

/* A phrase of whole words is found by its words. */
static gboolean
is_phrase (const StetAnchor *anchor, const GArray *tokens)
{
  const StetToken *first, *last;

  if (tokens->len == 0 || !anchor->boundary_before || !anchor->boundary_after)
    return FALSE;
  first = &g_array_index (tokens, StetToken, 0);
  last = &g_array_index (tokens, StetToken, tokens->len - 1);
  if (first->start_bytes != 0 || last->end_bytes != anchor->bytes)
    return FALSE;
  for (const char *p = anchor->text; *p != '\0'; p = g_utf8_next_char (p))
    if (stet_char_is_moody (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static void
add_phrase (Build *build, Place *place)
{
  const StetToken *words = (const StetToken *) (gpointer) build->tokens->data;

  add_place (build->index->places, build->index->of_phrase,
             stet_trie_add (build->index->trie, words, build->tokens->len), place);
}

static void
add_string (Build *build, const StetAnchor *anchor, Place *place)
{
  gboolean cut;
  guint number = stet_aho_add (build->index->aho, anchor->text, anchor->bytes, &cut);

  place->boundary_after &= !cut;
  add_place (build->index->places, build->index->of_string, number, place);
}

static void
add_anchor (Build *build, guint pattern, const StetAnchor *anchor)
{
  StetIndex *index = build->index;
  Place place = { .pattern = pattern,
                  .reach = keep_reach (index, &anchor->reach),
                  .exact = NO_PLACE,
                  .boundary_before = anchor->boundary_before,
                  .boundary_after = anchor->boundary_after };

  if (anchor->exact)
    {
      place.exact = (guint) index->exact_bytes->len;
      place.n_exact_bytes = anchor->bytes;
      g_string_append_len (index->exact_bytes, anchor->text, anchor->bytes);
    }
  stet_tokenize (anchor->text, anchor->bytes, build->tokens);
  if (is_phrase (anchor, build->tokens))
    add_phrase (build, &place);
  else
    add_string (build, anchor, &place);
}

static void
add_pattern (Build *build, guint number, const StetPattern *pattern)
{
  StetAnchors anchors = stet_anchors_find (stet_pattern_source (pattern), build->arena);

  if (anchors.n == 0)
    g_array_append_val (build->index->everywhere, number);
  for (guint i = 0; i < anchors.n; i++)
    add_anchor (build, number, &anchors.items[i]);
  stet_arena_reset (build->arena);
}

StetIndex *
stet_index_new (const StetPattern *const *patterns, guint n_patterns)
{
  StetIndex *index = g_new0 (StetIndex, 1);
  g_autoptr(StetArena) arena = stet_arena_new ();
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (StetToken));
  Build build = { index, arena, tokens };

  index->trie = stet_trie_new ();
  index->aho = stet_aho_new ();
  index->places = g_array_new (FALSE, FALSE, sizeof (Place));
  index->of_phrase = g_array_new (FALSE, FALSE, sizeof (guint));
  index->of_string = g_array_new (FALSE, FALSE, sizeof (guint));
  index->reaches = g_array_new (FALSE, FALSE, sizeof (StetReach));
  index->exact_bytes = g_string_new (NULL);
  index->everywhere = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n_patterns; i++)
    if (patterns[i] != NULL)
      add_pattern (&build, i, patterns[i]);
  stet_aho_build (index->aho);
  return index;
}

void
stet_index_free (StetIndex *index)
{
  if (index == NULL)
    return;
  stet_trie_free (index->trie);
  stet_aho_free (index->aho);
  g_array_unref (index->places);
  g_array_unref (index->of_phrase);
  g_array_unref (index->of_string);
  g_array_unref (index->reaches);
  g_string_free (index->exact_bytes, TRUE);
  g_array_unref (index->everywhere);
  g_free (index);
}

StetIndexSize
stet_index_size (const StetIndex *index)
{
  StetIndexSize size = { index->of_phrase->len, index->of_string->len, index->everywhere->len };

  return size;
}

/* --- asking --- */

StetCandidates *
stet_candidates_new (void)
{
  StetCandidates *candidates = g_new0 (StetCandidates, 1);

  candidates->tokens = g_array_new (FALSE, FALSE, sizeof (StetToken));
  candidates->found = g_array_new (FALSE, FALSE, sizeof (Found));
  candidates->windows = g_array_new (FALSE, FALSE, sizeof (StetWindow));
  candidates->all = g_array_new (FALSE, FALSE, sizeof (StetCandidate));
  return candidates;
}

void
stet_candidates_free (StetCandidates *candidates)
{
  if (candidates == NULL)
    return;
  g_array_unref (candidates->tokens);
  g_array_unref (candidates->found);
  g_array_unref (candidates->windows);
  g_array_unref (candidates->all);
  g_free (candidates);
}

typedef struct
{
  const StetIndex *index;
  const char      *text;
  gsize            bytes;
  GArray          *found; /* of Found */
} Scan;

static gboolean
is_boundary (const Scan *scan, gsize at)
{
  const char *p = scan->text + at;
  gboolean before = at > 0 && stet_char_is_word (g_utf8_get_char (g_utf8_prev_char (p)));
  gboolean after = at < scan->bytes && stet_char_is_word (g_utf8_get_char (p));

  return before != after;
}

static gboolean
stands_exactly (const Scan *scan, const Place *place, gsize start)
{
  return place->exact == NO_PLACE
         || (scan->bytes - start >= place->n_exact_bytes
             && memcmp (scan->text + start, scan->index->exact_bytes->str + place->exact,
                        place->n_exact_bytes)
                    == 0);
}

static void
add_window (Scan *scan, const Place *place, gsize start)
{
  Found one = { place->pattern, { start, start } };

  if (place->reach != 0)
    one.window.first_bytes = stet_reach_back (
        &g_array_index (scan->index->reaches, StetReach, place->reach), scan->text, start);
  g_array_append_val (scan->found, one);
}

static const Place *
place_at (const Scan *scan, guint at)
{
  return at != NO_PLACE ? &g_array_index (scan->index->places, Place, at) : NULL;
}

static void
phrase_cb (guint phrase, const StetToken *first, const StetToken *last, gpointer data)
{
  Scan *scan = data;
  const Place *place = place_at (scan, g_array_index (scan->index->of_phrase, guint, phrase));

  for (; place != NULL; place = place_at (scan, place->next))
    if (stands_exactly (scan, place, first->start_bytes))
      add_window (scan, place, first->start_bytes);
}

static void
string_cb (guint string, gsize start_bytes, gsize end_bytes, gpointer data)
{
  Scan *scan = data;
  const Place *place = place_at (scan, g_array_index (scan->index->of_string, guint, string));

  for (; place != NULL; place = place_at (scan, place->next))
    if ((!place->boundary_before || is_boundary (scan, start_bytes))
        && (!place->boundary_after || is_boundary (scan, end_bytes))
        && stands_exactly (scan, place, start_bytes))
      add_window (scan, place, start_bytes);
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *x = a, *y = b;

  if (x->pattern != y->pattern)
    return x->pattern < y->pattern ? -1 : 1;
  return x->window.first_bytes < y->window.first_bytes
             ? -1
             : x->window.first_bytes > y->window.first_bytes;
}

/* Windows that touch become one. */
static void
add_to_windows (GArray *windows, guint first, const StetWindow *window)
{
  StetWindow *last
      = windows->len > first ? &g_array_index (windows, StetWindow, windows->len - 1) : NULL;

  if (last != NULL && window->first_bytes <= last->last_bytes)
    last->last_bytes = MAX (last->last_bytes, window->last_bytes);
  else
    g_array_append_vals (windows, window, 1);
}

static void
gather (StetCandidates *candidates)
{
  StetCandidate one = { 0 };
  guint first = 0;

  g_array_set_size (candidates->windows, 0);
  g_array_set_size (candidates->all, 0);
  for (guint i = 0; i < candidates->found->len; i++)
    {
      const Found *found = &g_array_index (candidates->found, Found, i);
      gboolean last = i + 1 == candidates->found->len || found[1].pattern != found->pattern;

      add_to_windows (candidates->windows, first, &found->window);
      if (!last)
        continue;
      one.pattern = found->pattern;
      one.n_windows = candidates->windows->len - first;
      g_array_append_val (candidates->all, one);
      first = candidates->windows->len;
    }
  first = 0;
  for (guint i = 0; i < candidates->all->len; i++)
    {
      StetCandidate *candidate = &g_array_index (candidates->all, StetCandidate, i);

      candidate->windows = &g_array_index (candidates->windows, StetWindow, first);
      first += candidate->n_windows;
    }
}

void
stet_index_scan (const StetIndex *index, const char *text, gsize length_bytes,
                 StetCandidates *candidates)
{
  Scan scan = { index, text, length_bytes, candidates->found };

  g_array_set_size (candidates->found, 0);
  stet_tokenize (text, length_bytes, candidates->tokens);
  stet_trie_scan (index->trie, (StetToken *) (gpointer) candidates->tokens->data,
                  candidates->tokens->len, phrase_cb, &scan);
  stet_aho_scan (index->aho, text, length_bytes, string_cb, &scan);
  for (guint i = 0; i < index->everywhere->len; i++)
    {
      Found one = { g_array_index (index->everywhere, guint, i), { 0, length_bytes } };

      g_array_append_val (candidates->found, one);
    }
  g_array_sort (candidates->found, compare_found);
  gather (candidates);
}

guint
stet_candidates_count (const StetCandidates *candidates)
{
  return candidates->all->len;
}

StetCandidate
stet_candidates_get (const StetCandidates *candidates, guint i)
{
  return g_array_index (candidates->all, StetCandidate, i);
}
