/* A glob is turned into a regular expression once. Layer: style. Any thread. */
#include "config.h"

#include "style/vale/glob.h"

#include "style/pattern.h"
#include "style/profile.h"

#include <string.h>

struct _StetGlob
{
  gboolean     negated;
  StetPattern *pattern;
};

static void
append_literal (GString *out, char c)
{
  if (strchr ("\\^$.|?*+()[]{}#-", c) != NULL)
    g_string_append_c (out, '\\');
  g_string_append_c (out, c);
}

/* "[a-z]" or "[!a]", from its bracket on. Returns the bytes read, 0 when it does not close. */
static gsize
append_class (GString *out, const char *at)
{
  const char *p = at + 1;
  gboolean negated = *p == '!' || *p == '^';
  const char *end = *p != '\0'
                        ? strchr (p + (negated ? 1 : 0) + (p[negated ? 1 : 0] == ']' ? 1 : 0), ']')
                        : NULL;

  if (end == NULL)
    return 0;
  g_string_append (out, negated ? "[^" : "[");
  for (p += negated ? 1 : 0; p < end; p++)
    {
      if (*p == '\\' || *p == '[' || *p == ']' || *p == '^')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, ']');
  return (gsize) (end + 1 - at);
}

/* One sign of the glob and what belongs to it. Returns the bytes read. */
static gsize
append_part (GString *out, const char *p, guint *depth)
{
  gsize n = 0;

  if (g_str_has_prefix (p, "**/"))
    return g_string_append (out, "(?:.*/)?"), 3;
  if (*p == '*')
    return g_string_append (out, ".*"), strspn (p, "*");
  if (*p == '?')
    return g_string_append (out, "[^/]"), 1;
  if (*p == '[' && (n = append_class (out, p)) > 0)
    return n;
  if (*p == '{')
    return (*depth)++, g_string_append (out, "(?:"), 1;
  if (*p == '}' && *depth > 0)
    return (*depth)--, g_string_append_c (out, ')'), 1;
  if (*p == ',' && *depth > 0)
    return g_string_append_c (out, '|'), 1;
  if (*p == '\\' && p[1] != '\0')
    return append_literal (out, p[1]), 2;
  return append_literal (out, *p), 1;
}

StetGlob *
stet_glob_new (const char *source, GError **error)
{
  g_autoptr(GString) out = g_string_new ("(?s)\\A(?:");
  gboolean negated = *source == '!';
  StetPattern *pattern;
  StetGlob *glob;
  guint depth = 0;

  if (strlen (source) > STET_GLOB_BYTES_MAX)
    {
      g_set_error_literal (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN,
                           "this pattern for files is too long");
      return NULL;
    }
  for (const char *p = source + (negated ? 1 : 0); *p != '\0';)
    p += append_part (out, p, &depth);
  if (depth > 0)
    {
      g_set_error_literal (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN, "a { is not closed");
      return NULL;
    }
  g_string_append (out, ")\\z");
  pattern = stet_pattern_new (out->str, error);
  if (pattern == NULL)
    return NULL;
  glob = g_new0 (StetGlob, 1);
  glob->negated = negated;
  glob->pattern = pattern;
  return glob;
}

void
stet_glob_free (StetGlob *glob)
{
  if (glob == NULL)
    return;
  stet_pattern_free (glob->pattern);
  g_free (glob);
}

gboolean
stet_glob_matches (const StetGlob *glob, const char *path)
{
  StetMatcher *matcher = stet_matcher_new ();
  gboolean matches;

  while (g_str_has_prefix (path, "./"))
    path += 2;
  matches = stet_pattern_matches (glob->pattern, matcher, path);
  stet_matcher_free (matcher);
  return matches != glob->negated;
}
