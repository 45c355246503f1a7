/* The one place where PCRE2 is called. Layer: style. Patterns: any thread; matchers: one thread
 * each. */
#include "config.h"

#include "style/pattern.h"

#include "style/profile.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define JIT_STACK_BYTES_MAX (512 * 1024)

struct _StetPattern
{
  pcre2_code *code;
  guint       n_groups;
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
                          | PCRE2_NEVER_BACKSLASH_C,
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
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);
  pattern = g_new0 (StetPattern, 1);
  pattern->code = code;
  pattern->n_groups = groups;
  return pattern;
}

void
stet_pattern_free (StetPattern *pattern)
{
  if (pattern == NULL)
    return;
  pcre2_code_free (pattern->code);
  g_free (pattern);
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

gboolean
stet_matcher_search (StetMatcher *matcher, const StetPattern *pattern, const char *text,
                     gsize length_bytes, gsize from_bytes, StetSearch how)
{
  guint32 options = PCRE2_NO_UTF_CHECK | (how == STET_SEARCH_HERE ? PCRE2_ANCHORED : 0);

  make_room (matcher, pattern->n_groups + 1);
  matcher->n_found = pcre2_match (pattern->code, (PCRE2_SPTR) text, length_bytes, from_bytes,
                                  options, matcher->data, matcher->context);
  if (matcher->n_found < PCRE2_ERROR_NOMATCH)
    matcher->gave_up = TRUE;
  return matcher->n_found > 0;
}

gboolean
stet_matcher_gave_up (const StetMatcher *matcher)
{
  return matcher->gave_up;
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
