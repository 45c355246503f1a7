/* repetition: the same word twice running. Layer: style. Any thread. */
#include "config.h"

#include "style/rule-kind.h"

#include "base/text.h"

#include <string.h>

static const char *const keys[]
    = { "tokens", "max", "ignorecase", "alpha", "exceptions", "vocab", NULL };

typedef struct { guint max; gboolean ignore_case, alpha; } Repeats;

static gboolean
read_repetition (StetRuleReader *reader, GError **error)
{
  g_auto(GStrv) tokens = stet_yaml_strv (reader->root, "tokens");
  Repeats *repeats = g_new0 (Repeats, 1);
  g_autofree char *joined = NULL, *source = NULL;
  double max = 0;

  reader->rule->own = repeats;
  if (tokens == NULL || tokens[0] == NULL)
    return stet_rule_refuse (reader, "tokens", error, "a repetition rule needs tokens");
  if (!stet_rule_read_number (reader, "max", &max, error)
      || !stet_rule_read_exceptions (reader, stet_yaml_bool (reader->root, "vocab", TRUE), error))
    return FALSE;
  repeats->max = (guint) MAX (max, 0);
  repeats->ignore_case = stet_yaml_bool (reader->root, "ignorecase", FALSE);
  repeats->alpha = stet_yaml_bool (reader->root, "alpha", FALSE);
  joined = g_strjoinv ("|", tokens);
  source = g_strdup_printf ("%s(%s)", repeats->ignore_case ? "(?i)" : "", joined);
  reader->rule->pattern
      = stet_rule_compile (reader, source, stet_rule_line_of (reader, "tokens"), error);
  return reader->rule->pattern != NULL;
}

static gboolean
is_all_letters (const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isalpha (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same (const Repeats *repeats, const char *word, const char *before)
{
  g_autofree char *x = NULL, *y = NULL;

  if (before == NULL || *word == '\0')
    return FALSE;
  if (!repeats->ignore_case)
    return strcmp (word, before) == 0;
  x = g_utf8_casefold (word, -1);
  y = g_utf8_casefold (before, -1);
  return strcmp (x, y) == 0;
}

/* Whether the two stand in one line; what else lies between them does not matter, as in Vale. */
static gboolean
stand_together (const StetUnit *unit, gsize start, gsize end)
{
  return memchr (unit->text + start, '\n', end - start) == NULL;
}

static void
search_repetition (StetRuleSearch *search)
{
  const Repeats *repeats = search->rule->own;
  const char *text = search->unit->text;
  g_autofree char *before = NULL;
  StetStretch match, last = { 0, 0 };
  StetPartWalk walk;
  guint n = 0;

  stet_rule_walk (search, search->rule->pattern, &walk);
  while (stet_rule_walk_next (&walk, &match))
    {
      char *word
          = g_strstrip (g_strndup (text + match.start_bytes, match.end_bytes - match.start_bytes));
      gboolean hit = is_same (repeats, word, before) && (!repeats->alpha || is_all_letters (word));
      StetStretch both = { last.start_bytes, match.end_bytes };

      n = hit ? n + 1 : 0;
      if (hit && n > repeats->max
          && stand_together (search->unit, both.start_bytes, both.end_bytes))
        {
          stet_rule_take (search, &both, word);
          n = 0;
          g_clear_pointer (&word, g_free); /* "no no no" is told once */
        }
      last = match;
      g_free (before);
      before = word;
    }
}

const StetRuleKind stet_kind_repetition = {
  .name = "repetition",
  .keys = keys,
  .read = read_repetition,
  .search = search_repetition,
  .free = g_free,
};
