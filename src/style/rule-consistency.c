/* consistency: one of two forms throughout; each use after both were seen is a hit. Layer: style. Any thread. */
#include "config.h"

#include "style/rule-kind.h"

#include "style/profile.h"

static const char *const keys[] = { "either", "ignorecase", "nonword", NULL };

typedef struct { StetPattern *either; } Pair;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  stet_pattern_free (pair->either);
  g_free (pair);
}

static void
free_pairs (gpointer own)
{
  g_ptr_array_unref (own);
}

static Pair *
read_pair (StetRuleReader *reader, const StetYaml *key, const StetYaml *value, GError **error)
{
  g_autofree char *forms = NULL, *words = NULL, *source = NULL;
  StetPattern *either;
  Pair *pair;

  if (value->kind != STET_YAML_SCALAR)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: a form must be text", reader->file, value->line);
      return NULL;
    }
  forms = g_strdup_printf ("(%s)|(%s)", key->text, value->text);
  words = stet_yaml_bool (reader->root, "nonword", FALSE) ? g_strdup_printf ("(?m)(?:%s)", forms)
                                                          : stet_rule_as_words (reader, forms);
  source = g_strconcat (stet_yaml_bool (reader->root, "ignorecase", FALSE) ? "(?i)" : "", words, NULL);
  either = stet_rule_compile (reader, source, key->line, error);
  if (either == NULL)
    return NULL;
  pair = g_new0 (Pair, 1);
  pair->either = either;
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
      Pair *pair = read_pair (reader, g_ptr_array_index (either->keys, i), g_ptr_array_index (either->items, i), error);

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

      seen = see (search->memory, number, stet_matcher_group (search->matcher, 1, &start, &end) ? 1 : 2);
      last = match;
      any = TRUE;
    }
  if (any && seen == 3)
    stet_rule_take (search, &last, NULL);
}

static void
search_consistency (StetRuleSearch *search)
{
  const GPtrArray *pairs = search->rule->own;

  for (guint i = 0; i < pairs->len; i++)
    search_pair (search, g_ptr_array_index (pairs, i), i);
}

const StetRuleKind stet_kind_consistency = {
  .name = "consistency", .keys = keys, .whole = TRUE,
  .read = read_consistency, .search = search_consistency, .free = free_pairs,
};
