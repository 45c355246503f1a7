/* Searching a text with a text rule, and saying what was found. Layer: style. Any thread. */
#include "config.h"

#include "style/rule-kind.h"

#include "base/limits.h"
#include "base/text.h"
#include "style/sentence.h"

#include <string.h>

typedef StetRuleSearch Search;

void
stet_hit_clear (StetHit *hit)
{
  g_strfreev (hit->replacements);
  g_strfreev (hit->args);
}

/* "~heading": not; "a & b": both; "text.list": all its parts among the text's. */
static gboolean
scope_part_fits (const char *part, char **text_parts)
{
  g_auto(GStrv) wanted = NULL;
  gboolean negated = *part == '~';

  wanted = g_strsplit (negated ? part + 1 : part, ".", -1);
  for (gsize i = 0; wanted[i] != NULL; i++)
    if (*wanted[i] != '\0' && strcmp (wanted[i], "raw") != 0 &&
        !g_strv_contains ((const char *const *) text_parts, wanted[i]))
      return negated;
  return !negated;
}

static gboolean
scope_fits (const char *scope, char **text_parts)
{
  g_auto(GStrv) parts = g_strsplit (scope, "&", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (!scope_part_fits (g_strstrip (parts[i]), text_parts))
      return FALSE;
  return TRUE;
}

gboolean
stet_rule_is_for (const StetRule *rule, const StetUnit *unit)
{
  g_auto(GStrv) text_parts = NULL;

  if ((rule->units & unit->kind) == 0)
    return FALSE;
  if (rule->scopes == NULL || rule->scopes[0] == NULL ||
      (rule->scopes[1] == NULL && strcmp (rule->scopes[0], "text") == 0))
    return TRUE;
  text_parts = g_strsplit (stet_unit_scope (unit), ".", -1);
  for (gsize i = 0; rule->scopes[i] != NULL; i++)
    if (scope_fits (rule->scopes[i], text_parts))
      return TRUE;
  return FALSE;
}

char *
stet_rule_capitalized (const char *text)
{
  gunichar c = g_utf8_get_char (text);
  GString *out = g_string_new (NULL);

  g_string_append_unichar (out, g_unichar_totitle (c));
  g_string_append (out, *text != '\0' ? g_utf8_next_char (text) : text);
  return g_string_free (out, FALSE);
}

/* "a|b" in two; "\|" is a bar. */
static char **
split_alternatives (const char *value)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GString) part = g_string_new (NULL);

  for (const char *p = value;; p++)
    {
      if (p[0] == '\\' && p[1] == '|')
        g_string_append_c (part, *++p);
      else if (*p == '|' || *p == '\0')
        {
          if (part->len > 0)
            g_strv_builder_add (builder, part->str);
          g_string_truncate (part, 0);
        }
      else
        g_string_append_c (part, *p);
      if (*p == '\0')
        return g_strv_builder_end (builder);
    }
}

static const StetSwap *
swap_that_matched (const Search *search)
{
  for (guint i = 0; i < search->rule->swaps->len; i++)
    {
      const StetSwap *swap = g_ptr_array_index (search->rule->swaps, i);
      gsize start, end;

      if (stet_matcher_group (search->matcher, swap->group, &start, &end))
        return swap;
    }
  return NULL;
}

/* The value with its groups filled in: from the text around, so that what a key looks behind or
 * ahead at is there; else, as Vale does, from the match alone. */
static char *
expand_value (const Search *search, const StetSwap *swap, gsize start, gsize end)
{
  const StetUnit *unit = search->unit;
  g_autofree char *match = NULL;
  gsize from, to;

  if (swap->own == NULL)
    return g_strdup (swap->value);
  if (stet_matcher_search (search->matcher, swap->own, unit->text, unit->bytes, start,
                           STET_SEARCH_HERE)
      && stet_matcher_group (search->matcher, 0, &from, &to) && to == end)
    return stet_matcher_expand (search->matcher, unit->text, swap->value);
  match = g_strndup (unit->text + start, end - start);
  if (stet_matcher_search (search->matcher, swap->own, match, end - start, 0, STET_SEARCH_HERE))
    return stet_matcher_expand (search->matcher, match, swap->value);
  return g_strdup (swap->value);
}

static gboolean
is_right_already (const Search *search, const StetSwap *swap, const char *match,
                  char **alternatives)
{
  if (search->rule->action == STET_ACTION_REPLACE && swap->own == NULL)
    return g_strv_contains ((const char *const *) alternatives, match)
           || (alternatives[0] != NULL && alternatives[1] == NULL && swap->right != NULL
               && stet_pattern_matches (swap->right, search->matcher, match));
  if (swap->right != NULL)
    return stet_pattern_matches (swap->right, search->matcher, match);
  return g_strcmp0 (alternatives[0], match) == 0;
}

static void
capitalize_all (char **texts)
{
  for (gsize i = 0; texts[i] != NULL; i++)
    {
      char *upper = stet_rule_capitalized (texts[i]);

      g_free (texts[i]);
      texts[i] = upper;
    }
}

/* 'a' or 'b'; 'a', 'b', or 'c'; one alone stands bare. In English, as in Vale's own messages: packs
 * of ours give one. */
static char *
listed (char **alternatives)
{
  guint n = g_strv_length (alternatives);
  GString *out = g_string_new (NULL);

  if (n <= 1)
    g_string_append (out, n == 1 ? alternatives[0] : "");
  for (guint i = 0; n > 1 && i < n; i++)
    {
      if (i > 0)
        g_string_append (out, i + 1 < n ? ", " : n == 2 ? " or " : ", or ");
      g_string_append_printf (out, "'%s'", alternatives[i]);
    }
  return g_string_free (out, FALSE);
}

static void
take_replacement (StetHit *hit, const char *match, char **replacements)
{
  hit->args = g_new0 (char *, 3);
  hit->args[0] = listed (replacements);
  hit->args[1] = g_strdup (match);
  hit->replacements = replacements;
}

static gboolean
fill_substitution (const Search *search, StetHit *hit, const char *match)
{
  const StetSwap *swap = swap_that_matched (search);
  g_autofree char *value = NULL;
  g_auto(GStrv) alternatives = NULL;

  if (swap == NULL)
    return FALSE;
  value = expand_value (search, swap, hit->start_bytes, hit->end_bytes);
  if (search->rule->action == STET_ACTION_REPLACE && search->rule->params != NULL)
    alternatives = g_strdupv (search->rule->params);
  else if (search->rule->action == STET_ACTION_REPLACE)
    alternatives = split_alternatives (value);
  else
    alternatives = g_strdupv ((char *[]) { value, NULL });
  if (is_right_already (search, swap, match, alternatives))
    return FALSE;
  if (search->rule->capitalize && g_unichar_isupper (g_utf8_get_char (match)))
    capitalize_all (alternatives);
  take_replacement (hit, match, g_steal_pointer (&alternatives));
  return TRUE;
}

static char *
trimmed (const char *match, const char *chars, gboolean left, gboolean right)
{
  const char *start = match, *end = match + strlen (match);

  while (left && start < end && g_utf8_strchr (chars, -1, g_utf8_get_char (start)) != NULL)
    start = g_utf8_next_char (start);
  while (right && end > start
         && g_utf8_strchr (chars, -1, g_utf8_get_char (g_utf8_prev_char (end))) != NULL)
    end = g_utf8_prev_char (end);
  return g_strndup (start, (gsize) (end - start));
}

static char *
nth_part (const char *match, const char *separator, const char *index)
{
  g_auto(GStrv) parts = g_strsplit (match, separator, -1);
  guint64 n = index != NULL ? g_ascii_strtoull (index, NULL, 10) : 0;

  return g_strdup (n < g_strv_length (parts) ? parts[n] : match);
}

static char *
replaced_all (const char *text, const char *old, const char *new)
{
  g_auto(GStrv) parts = g_strsplit (text, old, -1);

  return g_strjoinv (new, parts);
}

/* Lower case, camelCase taken apart, everything but letters and digits turned into single
 * spaces. */
static char *
simplified (const char *match)
{
  g_autoptr(GString) out = g_string_new (NULL);
  gunichar before = 0;

  for (const char *p = match; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) || (g_unichar_isupper (c) && g_unichar_islower (before)))
        g_string_append_c (out, ' ');
      if (g_unichar_isalnum (c))
        g_string_append_unichar (out, g_unichar_tolower (c));
      before = c;
    }
  return stet_text_collapse (out->str);
}

/* Every match of the rule's edit replaced; NULL when there is none. */
static char *
edited_by_pattern (const Search *search, const char *match, const char *template_text)
{
  GString *out = g_string_new (NULL);
  gsize bytes = strlen (match), done = 0, from = 0, start, end;
  gboolean any = FALSE;

  while (from <= bytes
         && stet_matcher_search (search->matcher, search->rule->edit, match, bytes, from,
                                 STET_SEARCH_ANYWHERE)
         && stet_matcher_group (search->matcher, 0, &start, &end))
    {
      g_autofree char *expanded = stet_matcher_expand (search->matcher, match, template_text);

      g_string_append_len (out, match + done, (gssize) (start - done));
      g_string_append (out, expanded);
      done = end;
      from = end > start   ? end
             : end < bytes ? (gsize) (g_utf8_next_char (match + end) - match)
                           : end + 1;
      any = TRUE;
    }
  g_string_append (out, match + done);
  return g_string_free (out, !any);
}

/* (nullable): the edit does not apply. */
static char *
edited (const Search *search, const char *match)
{
  char **params = search->rule->params;
  const char *what = params[0];
  const char *first = params[1] != NULL ? params[1] : "";
  const char *second = params[1] != NULL && params[2] != NULL ? params[2] : "";

  if (search->rule->edit != NULL)
    return edited_by_pattern (search, match, second);
  if (strcmp (what, "trim") == 0 || strcmp (what, "trim_left") == 0
      || strcmp (what, "trim_right") == 0)
    return trimmed (match, first, strcmp (what, "trim_right") != 0,
                    strcmp (what, "trim_left") != 0);
  if (*first == '\0')
    return NULL;
  if (strcmp (what, "truncate") == 0)
    return nth_part (match, first, NULL);
  if (strcmp (what, "split") == 0)
    return nth_part (match, first, second);
  if (strcmp (what, "replace") == 0)
    return replaced_all (match, first, second);
  return NULL;
}

/* Only `simple` changes anything. */
static char *
converted (const StetRule *rule, const char *match)
{
  return rule->params != NULL && g_strcmp0 (rule->params[0], "simple") == 0 ? simplified (match)
                                                                            : g_strdup (match);
}

static void
fill_existence (const Search *search, StetHit *hit, const char *match)
{
  const StetRule *rule = search->rule;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *one = NULL;

  if (rule->action == STET_ACTION_REMOVE)
    g_strv_builder_add (builder, "");
  else if (rule->action == STET_ACTION_REPLACE && rule->params != NULL)
    g_strv_builder_addv (builder, (const char **) rule->params);
  else if ((rule->action == STET_ACTION_EDIT && (one = edited (search, match)) != NULL) ||
           (rule->action == STET_ACTION_CONVERT && (one = converted (rule, match)) != NULL))
    g_strv_builder_add (builder, one);
  hit->replacements = g_strv_builder_end (builder);
  hit->args = g_new0 (char *, 3);
  hit->args[0] = g_strdup (match);
  hit->args[1] = listed (hit->replacements);
}

static gboolean
inside_phrase (const Search *search, gsize start, gsize end)
{
  for (guint i = 0; search->phrases != NULL && i < search->phrases->len; i++)
    {
      const StetStretch *phrase = &g_array_index (search->phrases, StetStretch, i);

      if (phrase->start_bytes <= start && end <= phrase->end_bytes)
        return TRUE;
    }
  return FALSE;
}

/* What the pack leaves alone: what others said, names, titles of works; code and addresses
 * always. */
static gboolean
is_skipped (const StetRule *rule, const StetUnit *unit, gsize start, gsize end)
{
  return stet_stretches_touch (unit->hidden, start, end)
         || (rule->skip_quotations && stet_stretches_touch (unit->quotations, start, end))
         || (rule->skip_works && stet_unit_is_in_work (unit, start, end))
         || (rule->skip_names && stet_unit_is_in_name ((StetUnit *) unit, start, end));
}

gboolean
stet_rule_lets_pass (StetRuleSearch *search, const StetStretch *at, const char *match)
{
  const StetRule *rule = search->rule;

  return is_skipped (rule, search->unit, at->start_bytes, at->end_bytes)
         || inside_phrase (search, at->start_bytes, at->end_bytes)
         || (rule->exceptions != NULL
             && stet_pattern_matches (rule->exceptions, search->matcher, match));
}

void
stet_rule_take_as (StetRuleSearch *search, const StetStretch *at, char **replacements, char **args)
{
  StetHit hit = { at->start_bytes, at->end_bytes, replacements, args };

  g_array_append_val (search->hits, hit);
}

void
stet_rule_take (StetRuleSearch *search, const StetStretch *at, const char *argument)
{
  g_autofree char *match
      = g_strndup (search->unit->text + at->start_bytes, at->end_bytes - at->start_bytes);
  StetHit hit = { at->start_bytes, at->end_bytes, NULL, NULL };

  if (stet_rule_lets_pass (search, at, match))
    return;
  fill_existence (search, &hit, match);
  if (argument != NULL)
    {
      g_free (hit.args[0]);
      hit.args[0] = g_strdup (argument);
    }
  g_array_append_val (search->hits, hit);
}

static void
take_match (Search *search, const StetStretch *at)
{
  StetHit hit = { at->start_bytes, at->end_bytes, NULL, NULL };
  g_autofree char *match
      = g_strndup (search->unit->text + at->start_bytes, at->end_bytes - at->start_bytes);

  if (search->rule->behinds != NULL
      && !stet_behinds_hold (search->rule->behinds, search->matcher, STET_SEARCH_TEXT (search)))
    return;
  if (is_skipped (search->rule, search->unit, at->start_bytes, at->end_bytes)
      || inside_phrase (search, at->start_bytes, at->end_bytes))
    return;
  if (search->rule->swaps != NULL && !fill_substitution (search, &hit, match))
    return;
  if (search->rule->swaps == NULL)
    fill_existence (search, &hit, match);
  if (search->rule->exceptions != NULL
      && stet_pattern_matches (search->rule->exceptions, search->matcher, match))
    {
      stet_hit_clear (&hit);
      return;
    }
  g_array_append_val (search->hits, hit);
}

void
stet_rule_walk (StetRuleSearch *search, const StetPattern *pattern, StetPartWalk *walk)
{
  walk->shift_bytes = search->from_bytes;
  stet_walk_start (&walk->walk, search->matcher, pattern, STET_SEARCH_TEXT (search),
                   STET_SEARCH_BYTES (search));
}

gboolean
stet_rule_walk_next (StetPartWalk *walk, StetStretch *match)
{
  if (!stet_walk_next (&walk->walk, &match->start_bytes, &match->end_bytes))
    return FALSE;
  match->start_bytes += walk->shift_bytes;
  match->end_bytes += walk->shift_bytes;
  return TRUE;
}

void
stet_rule_search_words (StetRuleSearch *search)
{
  StetStretch match;
  StetPartWalk walk;

  stet_rule_walk (search, search->rule->pattern, &walk);
  if (search->candidate != NULL)
    stet_walk_only_in (&walk.walk, search->candidate->windows, search->candidate->n_windows);
  while (search->hits->len < STET_FINDINGS_MAX && stet_rule_walk_next (&walk, &match))
    take_match (search, &match);
}

static GArray *
find_phrases (const StetRule *rule, const StetUnit *unit, StetMatcher *matcher)
{
  GArray *phrases = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  StetStretch one;
  StetWalk walk;

  stet_walk_start (&walk, matcher, rule->phrases, unit->text, unit->bytes);
  while (stet_walk_next (&walk, &one.start_bytes, &one.end_bytes))
    g_array_append_val (phrases, one);
  return phrases;
}

StetRuleMemory *
stet_rule_memory_new (const StetProseCounts *counts)
{
  StetRuleMemory *memory = g_new0 (StetRuleMemory, 1);

  memory->counts = counts;
  return memory;
}

void
stet_rule_memory_free (StetRuleMemory *memory)
{
  if (memory == NULL)
    return;
  g_clear_pointer (&memory->seen, g_hash_table_unref);
  g_clear_pointer (&memory->votes, g_array_unref);
  g_free (memory);
}

static void
search_sentences (StetRuleSearch *search)
{
  g_autoptr(GArray) sentences = stet_sentences_in (search->unit->text, search->unit->language);

  search->candidate = NULL;
  for (guint i = 0; i < sentences->len; i++)
    {
      const StetStretch *sentence = &g_array_index (sentences, StetStretch, i);

      search->from_bytes = sentence->start_bytes;
      search->until_bytes = sentence->end_bytes;
      search->rule->kind->search (search);
    }
}

static StetRuleSearch
begin (const StetRule *rule, const StetUnit *unit, StetRuleMemory *memory, StetMatcher *matcher)
{
  StetRuleSearch search = {
    .rule = rule, .unit = unit, .memory = memory, .matcher = matcher,
    .until_bytes = unit->bytes, .hits = g_array_new (FALSE, FALSE, sizeof (StetHit)),
  };

  g_array_set_clear_func (search.hits, (GDestroyNotify) stet_hit_clear);
  return search;
}

GArray *
stet_rule_search (const StetRule *rule, const StetUnit *unit, const StetCandidate *candidate,
                  StetRuleMemory *memory, StetMatcher *matcher)
{
  g_autoptr(GArray) phrases = rule->phrases != NULL ? find_phrases (rule, unit, matcher) : NULL;
  g_autoptr(StetRuleMemory) alone = memory == NULL ? stet_rule_memory_new (NULL) : NULL;
  StetRuleSearch search = begin (rule, unit, memory != NULL ? memory : alone, matcher);

  search.candidate = candidate;
  search.phrases = phrases;
  if (rule->by_sentence)
    search_sentences (&search);
  else if (rule->kind != NULL)
    rule->kind->search (&search);
  return search.hits;
}

void
stet_rule_survey (const StetRule *rule, const StetUnit *unit, StetRuleMemory *memory,
                  StetMatcher *matcher)
{
  StetRuleSearch search;

  if (rule->kind == NULL || rule->kind->survey == NULL)
    return;
  search = begin (rule, unit, memory, matcher);
  rule->kind->survey (&search);
  g_array_unref (search.hits);
}

/* "[2]s" or "s" after a percent sign. Returns the bytes read, 0 when it is neither. */
static gsize
read_directive (const char *at, guint *next, guint *index)
{
  const char *p = at;

  if (*p == '[' && g_ascii_isdigit (p[1]) && p[2] == ']')
    {
      *index = (guint) (p[1] - '1');
      p += 3;
      if (*p != 's' && *p != 'd')
        return 0;
      *next = *index + 1;
      return 4;
    }
  if (*p != 's' && *p != 'd')
    return 0;
  *index = (*next)++;
  return 1;
}

/* Several alternatives bring their own quotation marks: where the message has '%s' exactly twice,
 * those of the first go, as in Vale. Returns: (owned). */
static char *
without_double_quotes (const char *text, const char *first)
{
  g_auto(GStrv) parts = g_strsplit (text, "'%s'", -1);

  if (g_strv_length (parts) != 3 || *first != '\'' || !g_str_has_suffix (first, "'"))
    return g_strdup (text);
  return g_strdup_printf ("%s%%s%s'%%s'%s", parts[0], parts[1], parts[2]);
}

char *
stet_message_format (const char *text, const char *const *args)
{
  guint n_args = args != NULL ? g_strv_length ((char **) args) : 0;
  guint next = 0;
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      guint index;
      gsize used;

      if (*p == '%' && p[1] == '%')
        g_string_append_c (out, *p++);
      else if (*p == '%' && (used = read_directive (p + 1, &next, &index)) > 0)
        {
          g_string_append (out, index < n_args ? args[index] : "");
          p += used;
        }
      else
        g_string_append_c (out, *p == '\n' ? ' ' : *p);
    }
  return g_string_free (out, FALSE);
}

char *
stet_rule_message (const StetRule *rule, const char *language, const char *const *args)
{
  const char *own = stet_words_in (&rule->message, language);
  g_autofree char *text = NULL;

  /* Vale's own message is in the pack's language: it stands in for the missing one of the two. */
  if (own != NULL && rule->vale_message != NULL && rule->message.en == NULL &&
      !(language != NULL && g_str_has_prefix (language, "es")))
    own = NULL;
  else if (own != NULL && rule->vale_message != NULL && rule->message.es == NULL && language != NULL
           && g_str_has_prefix (language, "es"))
    own = NULL;
  if (own == NULL)
    own = rule->vale_message != NULL ? rule->vale_message : "";
  text = rule->swaps != NULL && args != NULL && args[0] != NULL
             ? without_double_quotes (own, args[0])
             : g_strdup (own);
  return stet_message_format (text, args);
}
