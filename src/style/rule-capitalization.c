/* capitalization: how a whole text, mostly a heading, is capitalised. Layer: style. Any thread.
 * Title case after the rules of AP and Chicago for small words; the share of right words
 * decides. */
#include "config.h"

#include "style/rule-kind.h"

#include <string.h>

#define THRESHOLD 0.8 /* of the words must be right */

static const char *const keys[] = {
  "match", "style", "exceptions", "vocab", "indicators", "threshold", "prefix", NULL,
};
static const char *const small_ap[] = {
  "a",  "an", "and", "as", "at",  "but", "by", "en",  "for", "if",  "in",
  "nor", "of", "on", "or", "per", "the", "to", "vs", "vs.", "via", "v", "v.", NULL,
};
static const char *const small_chicago[] = {
  "with",       "from",    "into",    "during", "including",  "until", "against", "among",
  "throughout", "despite", "towards", "upon",   "concerning", "about", "over",    "through",
  "before",     "between", "after",   "since",  "without",    "under", "within",  "along",
  "following",  "across",  "beyond",  "around", "down",       "near",  "above",   NULL,
};

typedef enum { CASE_PATTERN = 0, CASE_TITLE, CASE_SENTENCE, CASE_LOWER, CASE_UPPER } Case;

typedef struct
{
  Case         want;
  gboolean     chicago;
  double       threshold;
  char       **indicators; /* (nullable) */
  StetPattern *prefix;     /* (nullable) left as it is */
  StetPattern *words;      /* exceptions first, then words */
  StetPattern *parts;      /* what is capitalised by itself in a title: hyphens and slashes part */
  StetPattern *exception;  /* (nullable) a whole word that stays */
  char        *source;     /* the pattern, for the message */
} Capitals;

static void
free_capitals (gpointer own)
{
  Capitals *capitals = own;

  g_strfreev (capitals->indicators);
  stet_pattern_free (capitals->prefix);
  stet_pattern_free (capitals->words);
  stet_pattern_free (capitals->parts);
  stet_pattern_free (capitals->exception);
  g_free (capitals->source);
  g_free (capitals);
}

static Case
parse_case (const char *match)
{
  static const struct { const char *name; Case want; } cases[] = {
    { "$title", CASE_TITLE },
    { "$sentence", CASE_SENTENCE },
    { "$lower", CASE_LOWER },
    { "$upper", CASE_UPPER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (strcmp (match, cases[i].name) == 0)
      return cases[i].want;
  return CASE_PATTERN;
}

static gboolean
compile_words (StetRuleReader *reader, Capitals *capitals, GError **error)
{
  g_auto (GStrv) exceptions
      = stet_rule_list_exceptions (reader, stet_yaml_bool (reader->root, "vocab", TRUE));
  guint line = stet_rule_line_of (reader, "exceptions");
  g_autofree char *joined = exceptions[0] != NULL ? g_strjoinv ("|", exceptions) : NULL;
  g_autofree char *words = joined != NULL
                               ? g_strdup_printf ("\\b(?:%s)\\b|[\\p{N}\\p{L}*]+[^\\s]*", joined)
                               : g_strdup ("[\\p{N}\\p{L}*]+[^\\s]*");
  g_autofree char *whole = joined != NULL ? g_strdup_printf ("^(?:%s)$", joined) : NULL;

  capitals->words = stet_rule_compile (reader, words, line, error);
  if (capitals->words == NULL)
    return FALSE;
  capitals->parts = stet_rule_compile (reader, "[\\p{N}\\p{L}]+[^\\s\\-/]*", line, error);
  capitals->exception = whole != NULL ? stet_rule_compile (reader, whole, line, error) : NULL;
  return whole == NULL || capitals->exception != NULL;
}

static gboolean
read_capitalization (StetRuleReader *reader, GError **error)
{
  const char *match = stet_yaml_text (reader->root, "match"),
             *style = stet_yaml_text (reader->root, "style");
  const char *prefix = stet_yaml_text (reader->root, "prefix");
  Capitals *capitals = g_new0 (Capitals, 1);
  g_autofree char *at_start = NULL;

  reader->rule->own = capitals;
  if (match == NULL)
    return stet_rule_refuse (reader, "match", error, "a capitalization rule needs match");
  capitals->threshold = THRESHOLD;
  capitals->want = parse_case (match);
  capitals->chicago = style != NULL && g_ascii_strcasecmp (style, "Chicago") == 0;
  capitals->indicators = stet_yaml_strv (reader->root, "indicators");
  capitals->source = g_strdup (match);
  if (!stet_rule_read_number (reader, "threshold", &capitals->threshold, error)
      || !compile_words (reader, capitals, error)
      || !stet_rule_read_exceptions (reader, stet_yaml_bool (reader->root, "vocab", TRUE), error))
    return FALSE;
  if (capitals->want == CASE_PATTERN)
    {
      reader->rule->pattern
          = stet_rule_compile (reader, match, stet_rule_line_of (reader, "match"), error);
      if (reader->rule->pattern == NULL)
        return FALSE;
    }
  if (prefix == NULL)
    return TRUE;
  at_start = g_strdup_printf ("^(?:%s)", prefix);
  capitals->prefix
      = stet_rule_compile (reader, at_start, stet_rule_line_of (reader, "prefix"), error);
  return capitals->prefix != NULL;
}

static gboolean
is_exception (const StetRuleSearch *search, const char *word)
{
  const Capitals *capitals = search->rule->own;

  return capitals->exception != NULL
         && stet_pattern_matches (capitals->exception, search->matcher, word);
}

/* --- sentence case --- */

static gboolean
ends_in_indicator (const Capitals *capitals, const char *word)
{
  for (gsize i = 0; capitals->indicators != NULL && capitals->indicators[i] != NULL; i++)
    if (g_str_has_suffix (word, capitals->indicators[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_number_of_list (const char *word)
{
  gsize n = strspn (word, "0123456789");

  return n > 0 && strcmp (word + n, ".") == 0;
}

static char *
in_small_letters (const char *word, gboolean opens)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);

  return opens ? stet_rule_capitalized (lower) : g_steal_pointer (&lower);
}

static char *
as_sentence (StetRuleSearch *search, const char *text)
{
  const Capitals *capitals = search->rule->own;
  GString *out = g_string_new (NULL);
  gsize bytes = strlen (text), done = 0, start, end;
  gboolean opens = TRUE;
  StetWalk walk;

  stet_walk_start (&walk, search->matcher, capitals->words, text, bytes);
  while (stet_walk_next (&walk, &start, &end))
    {
      g_autofree char *word = g_strndup (text + start, end - start);
      g_autofree char *right
          = is_exception (search, word) ? g_strdup (word) : in_small_letters (word, opens);

      g_string_append_len (out, text + done, (gssize) (start - done));
      g_string_append (out, right);
      opens = ends_in_indicator (capitals, word) || (opens && is_number_of_list (word));
      done = end;
    }
  g_string_append (out, text + done);
  return g_string_free (out, FALSE);
}

/* --- title case --- */

static gboolean
is_small_word (const Capitals *capitals, const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);

  return g_strv_contains (small_ap, lower)
         || (capitals->chicago && g_strv_contains (small_chicago, lower));
}

static gunichar
char_before (const char *text, const char *at, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (at == text)
        return 0;
      at = g_utf8_prev_char (at);
    }
  return g_utf8_get_char (at);
}

/* Small words stay small but at the ends, after a colon or a dash, and as the first part of a
 * compound. */
static gboolean
stays_small (const Capitals *capitals, const char *text, const char *start, const char *end)
{
  g_autofree char *word = g_strndup (start, (gsize) (end - start));
  gunichar before = char_before (text, start, 1), before_that = char_before (text, start, 2);

  return is_small_word (capitals, word) && start != text && *end != '\0'
         && (before == ' ' || before == '-' || before == '/') && before_that != ':'
         && before_that != '-' && before_that != 0x2013 && before_that != 0x2014
         && (*end != '-' || before == '-');
}

static char *
as_title (StetRuleSearch *search, const char *text)
{
  const Capitals *capitals = search->rule->own;
  GString *out = g_string_new (NULL);
  gsize done = 0, start, end;
  StetWalk walk;

  stet_walk_start (&walk, search->matcher, capitals->parts, text, strlen (text));
  while (stet_walk_next (&walk, &start, &end))
    {
      g_autofree char *word = g_strndup (text + start, end - start);
      g_autofree char *lower = g_utf8_strdown (word, -1);
      g_autofree char *right = is_exception (search, word) ? g_strdup (word)
                               : stays_small (capitals, text, text + start, text + end)
                                   ? g_strdup (lower)
                                   : stet_rule_capitalized (word);

      g_string_append_len (out, text + done, (gssize) (start - done));
      g_string_append (out, right);
      done = end;
    }
  g_string_append (out, text + done);
  return g_string_free (out, FALSE);
}

/* --- judging --- */

static GPtrArray *
words_in (StetRuleSearch *search, const char *text)
{
  const Capitals *capitals = search->rule->own;
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  StetWalk walk;
  gsize start, end;

  stet_walk_start (&walk, search->matcher, capitals->words, text, strlen (text));
  while (stet_walk_next (&walk, &start, &end))
    g_ptr_array_add (words, g_strndup (text + start, end - start));
  return words;
}

static gboolean
is_right (StetRuleSearch *search, const char *word, const char *expected)
{
  const Capitals *capitals = search->rule->own;
  g_autofree char *upper = NULL;

  if (g_strcmp0 (word, expected) == 0 || is_exception (search, word))
    return TRUE;
  upper = g_utf8_strup (word, -1);
  return capitals->want == CASE_TITLE && strcmp (word, upper) == 0;
}

static gboolean
enough_right (StetRuleSearch *search, const char *text, const char *expected)
{
  const Capitals *capitals = search->rule->own;
  g_autoptr(GPtrArray) words = words_in (search, text);
  g_autoptr(GPtrArray) right = words_in (search, expected);
  guint n = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const char *want = i < right->len ? g_ptr_array_index (right, i) : NULL;
      gboolean good = is_right (search, g_ptr_array_index (words, i), want);

      if (!good && i == 0 && capitals->want == CASE_SENTENCE)
        return FALSE;
      n += good ? 1 : 0;
    }
  return words->len == 0 || (double) n / words->len >= capitals->threshold;
}

static char *
expected_of (StetRuleSearch *search, const char *text)
{
  const Capitals *capitals = search->rule->own;

  switch (capitals->want)
    {
    case CASE_TITLE:    return as_title (search, text);
    case CASE_SENTENCE: return as_sentence (search, text);
    case CASE_LOWER:    return g_utf8_strdown (text, -1);
    case CASE_UPPER:    return g_utf8_strup (text, -1);
    case CASE_PATTERN:  break;
    }
  return g_strdup (capitals->source);
}

static gboolean
passes (StetRuleSearch *search, const char *text, const char *expected)
{
  const Capitals *capitals = search->rule->own;

  switch (capitals->want)
    {
    case CASE_TITLE:
    case CASE_SENTENCE:
      return enough_right (search, text, expected);
    case CASE_PATTERN:
      return stet_pattern_matches (search->rule->pattern, search->matcher, text);
    case CASE_LOWER:
    case CASE_UPPER:
      break;
    }
  return strcmp (text, expected) == 0
         || (search->rule->exceptions != NULL
             && stet_pattern_matches (search->rule->exceptions, search->matcher, text));
}

static gsize
prefix_bytes (StetRuleSearch *search, const char *text)
{
  const Capitals *capitals = search->rule->own;
  gsize start, end;

  if (capitals->prefix == NULL
      || !stet_matcher_search (search->matcher, capitals->prefix, text, strlen (text), 0,
                               STET_SEARCH_HERE)
      || !stet_matcher_group (search->matcher, 0, &start, &end))
    return 0;
  return end;
}

static void
search_capitalization (StetRuleSearch *search)
{
  const Capitals *capitals = search->rule->own;
  StetStretch whole = { search->from_bytes, search->until_bytes };
  g_autofree char *text = g_strndup (STET_SEARCH_TEXT (search), STET_SEARCH_BYTES (search));
  gsize prefix = prefix_bytes (search, text);
  g_autofree char *rest = expected_of (search, text + prefix);
  g_autofree char *expected = NULL;
  char **args, **replacements;

  if (*text == '\0' || passes (search, text + prefix, rest))
    return;
  expected
      = g_strdup_printf ("%.*s%s", (int) (capitals->want == CASE_PATTERN ? 0 : prefix), text, rest);
  args = g_new0 (char *, 3);
  args[0] = g_strdup (text);
  args[1] = g_strdup (expected);
  replacements = g_new0 (char *, 2);
  if (capitals->want != CASE_PATTERN)
    replacements[0] = g_strdup (expected);
  stet_rule_take_as (search, &whole, replacements, args);
}

const StetRuleKind stet_kind_capitalization = {
  .name = "capitalization", .keys = keys,
  .read = read_capitalization, .search = search_capitalization, .free = free_capitals,
};
