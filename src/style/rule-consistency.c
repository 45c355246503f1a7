/* consistency: one of two forms throughout. Where the whole was looked at first, each use of the
 * rarer form is a hit, and the other one its replacement; else, as in Vale, the last use in each
 * text once both were seen. Layer: style. Any thread. */
#include "config.h"

#include "style/rule-kind.h"

#include <string.h>

#include "style/profile.h"

static const char *const keys[] = { "either", "ignorecase", "nonword", NULL };

/* forms: (nullable) where one is no plain text */
typedef struct { StetPattern *either; char *forms[2]; } Pair;
/* How often each stands, and which stood first: 1 or 2, 0 while neither did. */
typedef struct { guint n[2]; guint first; } Votes;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  stet_pattern_free (pair->either);
  g_free (pair->forms[0]);
  g_free (pair->forms[1]);
  g_free (pair);
}

static void
free_pairs (gpointer own)
{
  g_ptr_array_unref (own);
}

static gboolean
is_plain (const char *form)
{
  return strpbrk (form, "\\^$.|?*+()[]{}") == NULL;
}

static Pair *
read_pair (StetRuleReader *reader, const StetYaml *key, const StetYaml *value, GError **error)
{
  g_autofree char *forms = NULL, *words = NULL, *source = NULL;
  StetPattern *either;
  Pair *pair;

  if (value->kind != STET_YAML_SCALAR)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: a form must be text",
                   reader->file, value->line);
      return NULL;
    }
  forms = g_strdup_printf ("(%s)|(%s)", key->text, value->text);
  words = stet_yaml_bool (reader->root, "nonword", FALSE) ? g_strdup_printf ("(?m)(?:%s)", forms)
                                                          : stet_rule_as_words (reader, forms);
  source
      = g_strconcat (stet_yaml_bool (reader->root, "ignorecase", FALSE) ? "(?i)" : "", words, NULL);
  either = stet_rule_compile (reader, source, key->line, error);
  if (either == NULL)
    return NULL;
  pair = g_new0 (Pair, 1);
  pair->either = either;
  pair->forms[0] = is_plain (key->text) ? g_strdup (key->text) : NULL;
  pair->forms[1] = is_plain (value->text) ? g_strdup (value->text) : NULL;
  return pair;
}

static gboolean
read_consistency (StetRuleReader *reader, GError **error)
{
  const StetYaml *either = stet_yaml_get (reader->root, "either");
  GPtrArray *pairs = g_ptr_array_new_with_free_func (pair_free);

  reader->rule->own = pairs;
  if (either == NULL || either->kind != STET_YAML_MAP || either->keys->len == 0)
    return stet_rule_refuse (reader, "either", error, "a consistency rule needs either");
  for (guint i = 0; i < either->keys->len; i++)
    {
      Pair *pair = read_pair (reader, g_ptr_array_index (either->keys, i),
                              g_ptr_array_index (either->items, i), error);

      if (pair == NULL)
        return FALSE;
      g_ptr_array_add (pairs, pair);
    }
  return TRUE;
}

/* Bits: 1 the first form, 2 the second; kept under the pair's number. */
static guint
see (StetRuleMemory *memory, guint number, guint form)
{
  gpointer key = GUINT_TO_POINTER (number + 1);
  guint seen;

  if (memory->seen == NULL)
    memory->seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  seen = GPOINTER_TO_UINT (g_hash_table_lookup (memory->seen, key)) | form;
  g_hash_table_insert (memory->seen, key, GUINT_TO_POINTER (seen));
  return seen;
}

static void
search_pair (StetRuleSearch *search, const Pair *pair, guint number)
{
  StetStretch match, last = { 0, 0 };
  gboolean any = FALSE;
  StetPartWalk walk;
  guint seen = 0;

  stet_rule_walk (search, pair->either, &walk);
  while (stet_rule_walk_next (&walk, &match))
    {
      gsize start, end;

      seen = see (search->memory, number,
                  stet_matcher_group (search->matcher, 1, &start, &end) ? 1 : 2);
      last = match;
      any = TRUE;
    }
  if (any && seen == 3)
    stet_rule_take (search, &last, NULL);
}

static guint
form_of (StetRuleSearch *search)
{
  gsize start, end;

  return stet_matcher_group (search->matcher, 1, &start, &end) ? 1 : 2;
}

static Votes *
votes_of (StetRuleMemory *memory, guint number)
{
  return &g_array_index (memory->votes, Votes, number);
}

static void
survey_consistency (StetRuleSearch *search)
{
  const GPtrArray *pairs = search->rule->own;
  StetRuleMemory *memory = search->memory;

  if (memory->votes == NULL)
    {
      memory->votes = g_array_new (FALSE, TRUE, sizeof (Votes));
      g_array_set_size (memory->votes, pairs->len);
    }
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);
      Votes *votes = votes_of (memory, i);
      StetStretch match;
      StetPartWalk walk;

      stet_rule_walk (search, pair->either, &walk);
      while (stet_rule_walk_next (&walk, &match))
        {
          guint form = form_of (search);

          votes->n[form - 1]++;
          votes->first = votes->first != 0 ? votes->first : form;
        }
    }
}

/* A use of the form that stands less often, and where both stand as often, not the one that stood
 * first. */
static void
take_rarer (StetRuleSearch *search, const Pair *pair, const StetStretch *match, guint kept)
{
  g_autofree char *text
      = g_strndup (search->unit->text + match->start_bytes, match->end_bytes - match->start_bytes);
  const char *form = pair->forms[kept - 1];
  char **replacements = g_new0 (char *, 2), **args = g_new0 (char *, 3);

  if (form != NULL)
    replacements[0] = g_unichar_isupper (g_utf8_get_char (text)) ? stet_rule_capitalized (form)
                                                                 : g_strdup (form);
  args[0] = g_steal_pointer (&text);
  args[1] = g_strdup (replacements[0] != NULL ? replacements[0] : "");
  if (!stet_rule_lets_pass (search, match, args[0]))
    return stet_rule_take_as (search, match, replacements, args);
  g_strfreev (replacements);
  g_strfreev (args);
}

static void
search_surveyed (StetRuleSearch *search, const Pair *pair, const Votes *votes)
{
  guint kept = votes->n[0] == votes->n[1] ? votes->first : votes->n[0] > votes->n[1] ? 1 : 2;
  StetStretch match;
  StetPartWalk walk;

  if (votes->n[0] == 0 || votes->n[1] == 0)
    return;
  stet_rule_walk (search, pair->either, &walk);
  while (stet_rule_walk_next (&walk, &match))
    if (form_of (search) != kept)
      take_rarer (search, pair, &match, kept);
}

static void
search_consistency (StetRuleSearch *search)
{
  const GPtrArray *pairs = search->rule->own;

  for (guint i = 0; i < pairs->len; i++)
    if (search->memory->votes != NULL)
      search_surveyed (search, g_ptr_array_index (pairs, i), votes_of (search->memory, i));
    else
      search_pair (search, g_ptr_array_index (pairs, i), i);
}

const StetRuleKind stet_kind_consistency = {
  .name = "consistency",
  .keys = keys,
  .whole = TRUE,
  .read = read_consistency,
  .search = search_consistency,
  .survey = survey_consistency,
  .free = free_pairs,
};
