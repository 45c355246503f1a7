/* A pattern on the first line, a text on those after it. What is known of the pattern must hold for
 * every match that PCRE2 finds, and the index must find the same matches. */
#include "config.h"

#include "driver.h"
#include "plain.h"
#include "style/anchor.h"
#include "style/index.h"
#include "style/token.h"

#include <string.h>

#define PATTERN_BYTES_MAX 200
#define TEXT_BYTES_MAX 400

static char *
fold (const char *text, gsize length)
{
  GString *folded = g_string_new (NULL);

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    g_string_append_unichar (folded, stet_char_fold (g_utf8_get_char (p)));
  return g_string_free (folded, FALSE);
}

static gboolean
holds (const StetAnchors *anchors, const char *match, gsize length)
{
  g_autofree char *folded = fold (match, length);

  for (guint i = 0; i < anchors->n; i++)
    {
      const StetAnchor *anchor = &anchors->items[i];
      g_autofree char *wanted = fold (anchor->text, anchor->bytes);

      if (anchors->whole ? strcmp (folded, wanted) == 0 : strstr (folded, wanted) != NULL)
        return TRUE;
    }
  return anchors->n == 0;
}

static void
check_anchors (const char *source, const char *text, const GArray *hits)
{
  g_autoptr (StetArena) arena = stet_arena_new ();
  StetAnchors anchors = stet_anchors_find (source, arena);

  for (guint i = 0; i < hits->len; i++)
    {
      const StetStretch *hit = &g_array_index (hits, StetStretch, i);

      if (!holds (&anchors, text + hit->start_bytes, hit->end_bytes - hit->start_bytes))
        g_error ("“%s” matches at %" G_GSIZE_FORMAT " of “%s” without any of its %u anchors",
                 source, hit->start_bytes, text, anchors.n);
    }
}

static void
check_index (const StetPattern *pattern, const char *text, const GArray *hits)
{
  g_autoptr (StetIndex) index = stet_index_new (&pattern, 1);
  g_autoptr (StetCandidates) candidates = stet_candidates_new ();
  g_autoptr (StetMatcher) matcher = stet_matcher_new ();
  StetCandidate candidate = { 0 };
  StetStretch found;
  StetWalk walk;
  guint n = 0;

  stet_index_scan (index, text, strlen (text), candidates);
  if (stet_candidates_count (candidates) > 0)
    candidate = stet_candidates_get (candidates, 0);
  stet_walk_start (&walk, matcher, pattern, text, strlen (text));
  stet_walk_only_in (&walk, candidate.windows, candidate.n_windows);
  for (; stet_walk_next (&walk, &found.start_bytes, &found.end_bytes); n++)
    if (n >= hits->len || memcmp (&found, &g_array_index (hits, StetStretch, n), sizeof found) != 0)
      g_error ("“%s” in “%s”: hit %u is not PCRE2's", stet_pattern_source (pattern), text, n);
  if (n != hits->len && !stet_matcher_gave_up (matcher))
    g_error ("“%s” in “%s”: %u hits of %u", stet_pattern_source (pattern), text, n, hits->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  const guint8 *line = length > 0 ? memchr (data, '\n', length) : NULL;
  g_autofree char *source = NULL;
  g_autofree char *text = NULL;
  g_autoptr (StetPattern) pattern = NULL;
  g_autoptr (Plain) plain = NULL;
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (StetStretch));

  if (line == NULL || line - data > PATTERN_BYTES_MAX || data + length - line > TEXT_BYTES_MAX
      || !g_utf8_validate_len ((const char *) data, length, NULL))
    return 0;
  source = g_strndup ((const char *) data, (gsize) (line - data));
  text = g_strndup ((const char *) line + 1, (gsize) (data + length - line - 1));
  pattern = stet_pattern_new (source, NULL);
  plain = plain_new (source);
  g_assert_true ((pattern != NULL) == (plain != NULL));
  if (pattern == NULL || !plain_search (plain, text, strlen (text), hits)
      || !plain_is_sure (plain, text, strlen (text), hits))
    return 0;
  check_index (pattern, text, hits);
  check_anchors (source, text, hits);
  return 0;
}
