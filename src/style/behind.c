/* Taking conditions out of patterns and asking them. Layer: style. Any thread. */
#include "config.h"

#include "style/behind.h"

#include <string.h>

#define MARK "(?<stetbehind%u>)"

static void
behind_clear (gpointer data)
{
  stet_pattern_free (((StetBehind *) data)->pattern);
}

GArray *
stet_behinds_new (void)
{
  GArray *behinds = g_array_new (FALSE, FALSE, sizeof (StetBehind));

  g_array_set_clear_func (behinds, behind_clear);
  return behinds;
}

/* Past one sign of a pattern: an escape, a class, or a character. */
static const char *
next_sign (const char *p)
{
  if (*p == '\\' && p[1] != '\0')
    return p + 2;
  if (*p != '[')
    return p + 1;
  p += p[1] == '^' ? 2 : 1;
  p += *p == ']' ? 1 : 0;
  while (*p != '\0' && *p != ']')
    p += *p == '\\' && p[1] != '\0' ? 2 : 1;
  return *p == ']' ? p + 1 : p;
}

/* The bracket that closes the one at `open`; NULL where there is none. */
static const char *
closing (const char *open)
{
  guint depth = 0;

  for (const char *p = open; *p != '\0'; p = next_sign (p))
    {
      depth += *p == '(' ? 1 : 0;
      if (*p == ')' && --depth == 0)
        return p;
    }
  return NULL;
}

static gboolean
compiles (const char *source)
{
  g_autoptr(StetPattern) pattern = stet_pattern_new (source, NULL);

  return pattern != NULL;
}

/* "(?<!X)" at `open`, up to `close`. FALSE: it can stay, or there is nothing to be done. */
static gboolean
take_one (GArray *behinds, const char *open, const char *close, const char *flags)
{
  g_autofree char *whole = g_strndup (open, (gsize) (close + 1 - open));
  g_autofree char *inner = g_strndup (open + 4, (gsize) (close - open - 4));
  g_autofree char *ending = g_strdup_printf ("%s(?m)(?:%s)\\z", flags, inner);
  StetBehind behind = { .negated = open[3] == '!' };

  if (behinds->len >= STET_BEHIND_MAX || compiles (whole))
    return FALSE;
  behind.pattern = stet_pattern_new (ending, NULL);
  if (behind.pattern == NULL)
    return FALSE;
  g_array_append_val (behinds, behind);
  return TRUE;
}

char *
stet_behinds_take (GArray *behinds, const char *source, const char *flags)
{
  GString *out = g_string_new (NULL);

  for (const char *p = source; *p != '\0';)
    {
      gboolean looks = g_str_has_prefix (p, "(?<!") || g_str_has_prefix (p, "(?<=");
      const char *close = looks ? closing (p) : NULL, *next = next_sign (p);

      if (close != NULL && take_one (behinds, p, close, flags))
        {
          g_string_append_printf (out, MARK, behinds->len - 1);
          p = close + 1;
          continue;
        }
      g_string_append_len (out, p, (gssize) (next - p));
      p = next;
    }
  return g_string_free (out, FALSE);
}

static gboolean
captures (const char *p)
{
  if (*p != '(')
    return FALSE;
  if (p[1] != '?')
    return p[1] != '*';
  if (p[2] == 'P')
    p++;
  return p[2] == '\'' || (p[2] == '<' && p[3] != '=' && p[3] != '!');
}

void
stet_behinds_number (GArray *behinds, const char *source)
{
  guint group = 0, n = 0;

  for (const char *p = source; *p != '\0' && n < behinds->len; p = next_sign (p))
    {
      group += captures (p) ? 1 : 0;
      if (g_str_has_prefix (p, "(?<stetbehind"))
        {
          guint64 number = g_ascii_strtoull (p + strlen ("(?<stetbehind"), NULL, 10);

          if (number < behinds->len)
            g_array_index (behinds, StetBehind, number).group = group;
          n++;
        }
    }
}

static gboolean
ends_before (const StetBehind *behind, StetMatcher *matcher, const char *text, gsize at)
{
  gsize from = at > STET_BEHIND_BYTES_MAX ? at - STET_BEHIND_BYTES_MAX : 0;

  while (from > 0 && ((guchar) text[from] & 0xc0) == 0x80)
    from--;
  return stet_matcher_search (matcher, behind->pattern, text + from, at - from, 0,
                              STET_SEARCH_ANYWHERE);
}

gboolean
stet_behinds_hold (const GArray *behinds, const StetMatcher *matcher, const char *text)
{
  StetMatcher *own = stet_matcher_new ();
  gboolean hold = TRUE;

  for (guint i = 0; hold && i < behinds->len; i++)
    {
      const StetBehind *behind = &g_array_index (behinds, StetBehind, i);
      gsize start, end;

      if (behind->group > 0 && stet_matcher_group (matcher, behind->group, &start, &end))
        hold = ends_before (behind, own, text, start) != behind->negated;
    }
  stet_matcher_free (own);
  return hold;
}
