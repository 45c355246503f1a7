/* The one place where PCRE2 is called. Layer: style. Patterns: any thread; matchers: one thread
 * each. */
#include "config.h"

#include "style/pattern.h"

#include "style/profile.h"

#include <string.h>
#include <time.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define JIT_STACK_BYTES_MAX (512 * 1024)
/* of one pattern: making machine code takes longer than a few of them */
#define JIT_AFTER_SEARCHES 4
/* places tried before the clock is looked at; then twice as many, and so on … */
#define WALK_STRIDE_BYTES 16
#define WALK_STRIDE_BYTES_MAX (16 * 1024)

struct _StetPattern
{
  char       *source;
  pcre2_code *code;
  pcre2_code *fast;       /* (atomic) (nullable) the same with machine code */
  gint        n_searches; /* (atomic) until then */
  guint       n_groups;
  /* it tells where a search begins or ends others: it is not taken in strides */
  gboolean    in_one_go;
};

struct _StetMatcher
{
  pcre2_match_data    *data;
  pcre2_match_context *context;
  pcre2_jit_stack     *stack;
  guint                n_pairs;
  int                  n_found;
  gboolean             gave_up;
};

StetPattern *
stet_pattern_new (const char *source, GError **error)
{
  StetPattern *pattern;
  pcre2_code *code;
  PCRE2_SIZE at;
  int number;
  guint32 groups = 0;

  if (strlen (source) > STET_PATTERN_BYTES_MAX)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN, "the pattern is too long");
      return NULL;
    }
  code = pcre2_compile ((PCRE2_SPTR) source, PCRE2_ZERO_TERMINATED,
                        PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_DUPNAMES
                          | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT,
                        &number, &at, NULL);
  if (code == NULL)
    {
      PCRE2_UCHAR text[256];

      pcre2_get_error_message (number, text, sizeof text);
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN,
                   "the pattern does not compile: %s (at byte %u)", (const char *) text,
                   (guint) at);
      return NULL;
    }
  pcre2_pattern_info (code, PCRE2_INFO_CAPTURECOUNT, &groups);
  if (groups > STET_PATTERN_GROUPS_MAX)
    {
      pcre2_code_free (code);
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN,
                   "the pattern has too many groups");
      return NULL;
    }
  pattern = g_new0 (StetPattern, 1);
  pattern->source = g_strdup (source);
  pattern->code = code;
  pattern->n_groups = groups;
  pattern->in_one_go = strstr (source, "\\G") != NULL || strstr (source, "(*") != NULL;
  return pattern;
}

void
stet_pattern_free (StetPattern *pattern)
{
  if (pattern == NULL)
    return;
  pcre2_code_free (pattern->code);
  pcre2_code_free (pattern->fast);
  g_free (pattern->source);
  g_free (pattern);
}

const char *
stet_pattern_source (const StetPattern *pattern)
{
  return pattern->source;
}

/* The code to search with. A pattern is shared by threads: what one of them is using never changes,
 * the fast code comes beside it. */
static const pcre2_code *
code_of (const StetPattern *shared)
{
  StetPattern *pattern = (StetPattern *) shared;
  pcre2_code *fast = g_atomic_pointer_get (&pattern->fast);

  if (fast != NULL)
    return fast;
  if (g_atomic_int_add (&pattern->n_searches, 1) != JIT_AFTER_SEARCHES)
    return pattern->code;
  fast = pcre2_code_copy (pattern->code);
  if (fast != NULL)
    pcre2_jit_compile (fast, PCRE2_JIT_COMPLETE);
  g_atomic_pointer_set (&pattern->fast, fast);
  return fast != NULL ? fast : pattern->code;
}

guint
stet_pattern_groups (const StetPattern *pattern)
{
  return pattern->n_groups;
}

StetMatcher *
stet_matcher_new (void)
{
  StetMatcher *matcher = g_new0 (StetMatcher, 1);

  matcher->context = pcre2_match_context_create (NULL);
  pcre2_set_match_limit (matcher->context, STET_PATTERN_MATCH_LIMIT);
  pcre2_set_depth_limit (matcher->context, STET_PATTERN_DEPTH_LIMIT);
  matcher->stack = pcre2_jit_stack_create (32 * 1024, JIT_STACK_BYTES_MAX, NULL);
  if (matcher->stack != NULL)
    pcre2_jit_stack_assign (matcher->context, NULL, matcher->stack);
  return matcher;
}

void
stet_matcher_free (StetMatcher *matcher)
{
  if (matcher == NULL)
    return;
  pcre2_match_data_free (matcher->data);
  pcre2_match_context_free (matcher->context);
  pcre2_jit_stack_free (matcher->stack);
  g_free (matcher);
}

static void
make_room (StetMatcher *matcher, guint n_pairs)
{
  if (n_pairs <= matcher->n_pairs)
    return;
  pcre2_match_data_free (matcher->data);
  matcher->n_pairs = MAX (n_pairs, 32);
  matcher->data = pcre2_match_data_create (matcher->n_pairs, NULL);
}

/* The first match that begins in the window. */
static gboolean
search_in (StetMatcher *matcher, const StetPattern *pattern, const char *text, gsize length_bytes,
           const StetWindow *window)
{
  make_room (matcher, pattern->n_groups + 1);
  pcre2_set_offset_limit (matcher->context, window->last_bytes);
  matcher->n_found
      = pcre2_match (code_of (pattern), (PCRE2_SPTR) text, length_bytes, window->first_bytes,
                     PCRE2_NO_UTF_CHECK, matcher->data, matcher->context);
  if (matcher->n_found < PCRE2_ERROR_NOMATCH)
    matcher->gave_up = TRUE;
  return matcher->n_found > 0;
}

gboolean
stet_matcher_search (StetMatcher *matcher, const StetPattern *pattern, const char *text,
                     gsize length_bytes, gsize from_bytes, StetSearch how)
{
  /* Not PCRE2_ANCHORED: machine code does not know it. */
  StetWindow window = { from_bytes, how == STET_SEARCH_HERE ? from_bytes : length_bytes };

  return search_in (matcher, pattern, text, length_bytes, &window);
}

gboolean
stet_matcher_gave_up (const StetMatcher *matcher)
{
  return matcher->gave_up;
}

void
stet_matcher_forget (StetMatcher *matcher)
{
  matcher->gave_up = FALSE;
}

gboolean
stet_matcher_group (const StetMatcher *matcher, guint group, gsize *start_bytes, gsize *end_bytes)
{
  const PCRE2_SIZE *pairs;

  if (matcher->n_found <= 0 || group >= (guint) matcher->n_found)
    return FALSE;
  pairs = pcre2_get_ovector_pointer (matcher->data);
  if (pairs[2 * group] == PCRE2_UNSET)
    return FALSE;
  *start_bytes = pairs[2 * group];
  /* \K in a lookahead can put the start behind the end. */
  *end_bytes = MAX (pairs[2 * group], pairs[2 * group + 1]);
  return TRUE;
}

gboolean
stet_pattern_matches (const StetPattern *pattern, StetMatcher *matcher, const char *text)
{
  return stet_matcher_search (matcher, pattern, text, strlen (text), 0, STET_SEARCH_ANYWHERE);
}

/* Reads "1}", "12" … after a dollar sign. Returns the number of bytes read, 0 when it is no
 * group. */
static gsize
read_group (const char *at, guint *group)
{
  const char *p = *at == '{' ? at + 1 : at;
  const char *digits = p;

  *group = 0;
  while (g_ascii_isdigit (*p) && p - digits < 4)
    *group = *group * 10 + (guint) (*p++ - '0');
  if (p == digits || (*at == '{' && *p != '}'))
    return 0;
  return (gsize) (p - at) + (*at == '{' ? 1 : 0);
}

char *
stet_matcher_expand (const StetMatcher *matcher, const char *text, const char *template_text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = template_text; *p != '\0'; p++)
    {
      guint group;
      gsize start, end, used;

      if (p[0] == '$' && p[1] == '$')
        g_string_append_c (out, *p++);
      else if (p[0] == '$' && (used = read_group (p + 1, &group)) > 0)
        {
          if (stet_matcher_group (matcher, group, &start, &end))
            g_string_append_len (out, text + start, (gssize) (end - start));
          p += used;
        }
      else
        g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

/* --- walks --- */

void
stet_walk_start (StetWalk *walk, StetMatcher *matcher, const StetPattern *pattern, const char *text,
                 gsize length_bytes)
{
  *walk = (StetWalk) { .matcher = matcher,
                       .pattern = pattern,
                       .text = text,
                       .length_bytes = length_bytes,
                       .windows = &walk->everywhere,
                       .n_windows = 1,
                       .everywhere = { 0, length_bytes },
                       .stride_bytes = WALK_STRIDE_BYTES,
                       .look_at = WALK_STRIDE_BYTES };
}

void
stet_walk_only_in (StetWalk *walk, const StetWindow *windows, guint n_windows)
{
  walk->windows = windows;
  walk->n_windows = n_windows;
}

static gint64
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* PCRE2's limits hold for one place; many places just below them can take for ever. */
static gboolean
takes_too_long (StetWalk *walk)
{
  gint64 now;

  if (walk->n_tried < walk->look_at)
    return FALSE;
  walk->look_at = walk->n_tried + WALK_STRIDE_BYTES;
  now = cpu_us ();
  if (walk->start_us == 0)
    walk->start_us = now;
  return now - walk->start_us
         > STET_WALK_US_MAX + (gint64) walk->length_bytes / STET_WALK_BYTES_PER_US;
}

/* The places to try next. FALSE: there are none left. */
static gboolean
next_stride (StetWalk *walk, StetWindow *stride)
{
  while (walk->n_windows > 0 && walk->windows->last_bytes < walk->from_bytes)
    {
      walk->windows++;
      walk->n_windows--;
    }
  if (walk->n_windows == 0)
    return FALSE;
  stride->first_bytes = MAX (walk->windows->first_bytes, walk->from_bytes);
  stride->last_bytes = walk->windows->last_bytes;
  if (!walk->pattern->in_one_go && stride->last_bytes - stride->first_bytes >= walk->stride_bytes)
    {
      stride->last_bytes = stride->first_bytes + walk->stride_bytes - 1;
      walk->stride_bytes = MIN (2 * walk->stride_bytes, WALK_STRIDE_BYTES_MAX);
    }
  return TRUE;
}

static gsize
char_after (const StetWalk *walk, gsize at)
{
  do
    at++;
  while (at < walk->length_bytes && ((guchar) walk->text[at] & 0xC0) == 0x80);
  return at;
}

static gboolean
give_up (StetWalk *walk)
{
  walk->matcher->gave_up = TRUE;
  walk->n_windows = 0;
  return FALSE;
}

/* What the caller does with a match is not the pattern's time. */
static void
leave (StetWalk *walk)
{
  if (walk->start_us != 0)
    walk->left_us = cpu_us ();
}

static void
come_back (StetWalk *walk)
{
  if (walk->start_us != 0)
    walk->start_us += cpu_us () - walk->left_us;
}

gboolean
stet_walk_next (StetWalk *walk, gsize *start_bytes, gsize *end_bytes)
{
  StetWindow stride;

  come_back (walk);
  while (next_stride (walk, &stride))
    {
      walk->n_tried += stride.last_bytes - stride.first_bytes + 1;
      if (search_in (walk->matcher, walk->pattern, walk->text, walk->length_bytes, &stride)
          && stet_matcher_group (walk->matcher, 0, start_bytes, end_bytes))
        {
          walk->from_bytes = *end_bytes > *start_bytes ? *end_bytes : char_after (walk, *end_bytes);
          if (takes_too_long (walk))
            return give_up (walk);
          leave (walk);
          return TRUE;
        }
      if (walk->matcher->n_found < PCRE2_ERROR_NOMATCH || takes_too_long (walk))
        return give_up (walk);
      walk->from_bytes = char_after (walk, stride.last_bytes);
    }
  return FALSE;
}
