/* A compiled regular expression with everything that keeps a foreign one harmless: UTF and UCP, a
 * limit on the work of one search, and no way to read past the text. Immutable, any thread. Layer:
 * style. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_PATTERN_BYTES_MAX (512 * 1024)
#define STET_PATTERN_MATCH_LIMIT 200000
#define STET_PATTERN_DEPTH_LIMIT 2000
#define STET_PATTERN_GROUPS_MAX 5000
#define STET_WALK_US_MAX (20 * 1000) /* CPU time of one walk over a short text … */
#define STET_WALK_BYTES_PER_US 4     /* … and what a long one adds */

typedef struct _StetPattern StetPattern;

/* Errors: STET_STYLE_ERROR_PATTERN, without the file's name. Returns: (owned). */
StetPattern *stet_pattern_new    (const char *source, GError **error);
void         stet_pattern_free   (StetPattern *pattern);
guint        stet_pattern_groups (const StetPattern *pattern);
const char  *stet_pattern_source (const StetPattern *pattern); /* (borrowed) */

/* One walk over one text: memory for the matches of any pattern. One thread at a time. */
typedef struct _StetMatcher StetMatcher;
StetMatcher *stet_matcher_new  (void);
void         stet_matcher_free (StetMatcher *matcher);

typedef enum
{
  STET_SEARCH_ANYWHERE = 0,
  STET_SEARCH_HERE, /* only at `from_bytes` */
} StetSearch;

/* The first match at or after `from_bytes` in `text`, valid UTF-8. FALSE: none, or the search was
 * given up at the limit. Groups are read with stet_matcher_group () until the next search. */
gboolean stet_matcher_search (StetMatcher *matcher, const StetPattern *pattern, const char *text,
                              gsize length_bytes, gsize from_bytes, StetSearch how);
/* Whether a search of this matcher's was given up at a limit, since it was last forgotten. */
gboolean stet_matcher_gave_up (const StetMatcher *matcher);
void     stet_matcher_forget  (StetMatcher *matcher);
/* Group 0 is the whole match. FALSE when the group took no part. */
gboolean
stet_matcher_group (const StetMatcher *matcher, guint group, gsize *start_bytes, gsize *end_bytes);
gboolean stet_pattern_matches (const StetPattern *pattern, StetMatcher *matcher, const char *text);

/* A new text from the last match: $1, ${1} and $0 are its groups, $$ a dollar sign. Returns:
 * (owned). */
char *stet_matcher_expand (const StetMatcher *matcher, const char *text, const char *template_text);

/* Where a match may begin: from the first byte to the last, both included. */
typedef struct { gsize first_bytes, last_bytes; } StetWindow;

/* All matches of a pattern in a text, from left to right, none over another. With `windows` only
 * those that begin there: of an index (index.h) they make no difference, only haste. */
typedef struct
{
  StetMatcher       *matcher;
  const StetPattern *pattern;
  const char        *text;
  gsize              length_bytes;
  const StetWindow  *windows;    /* (borrowed) in order */
  guint              n_windows;
  StetWindow         everywhere;
  gsize              from_bytes; /* the next match does not begin before */
  gsize              stride_bytes; /* places tried at once */
  gsize              n_tried, look_at; /* places tried; when to look at the clock again */
  /* CPU time when it was looked at first, less what the caller took */
  gint64             start_us;
  gint64             left_us;    /* when the last match was given to the caller */
} StetWalk;

void stet_walk_start (StetWalk *walk, StetMatcher *matcher, const StetPattern *pattern,
                      const char *text, gsize length_bytes);
void     stet_walk_only_in (StetWalk *walk, const StetWindow *windows, guint n_windows);
/* The next match, an empty one too. FALSE: there is no more, or it was given up at a limit. */
gboolean stet_walk_next    (StetWalk *walk, gsize *start_bytes, gsize *end_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPattern, stet_pattern_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetMatcher, stet_matcher_free)

G_END_DECLS
