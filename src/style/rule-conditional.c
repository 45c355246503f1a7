/* conditional: the first must not stand without the second, as an acronym without its long form.
 * Layer: style. Any thread. */
#include "config.h"

#include "style/rule-kind.h"

static const char *const keys[] = { "first", "second", "ignorecase", "exceptions", "vocab", NULL };

static void
free_second (gpointer own)
{
  stet_pattern_free (own);
}

static gboolean
read_conditional (StetRuleReader *reader, GError **error)
{
  const char *first = stet_yaml_text (reader->root, "first"),
             *second = stet_yaml_text (reader->root, "second");

  if (first == NULL || second == NULL)
    return stet_rule_refuse (reader, first == NULL ? "first" : "second", error,
                             "a conditional rule needs first and second");
  if (!stet_rule_read_exceptions (reader, stet_yaml_bool (reader->root, "vocab", TRUE), error))
    return FALSE;
  reader->rule->own
      = stet_rule_compile (reader, second, stet_rule_line_of (reader, "second"), error);
  if (reader->rule->own == NULL)
    return FALSE;
  reader->rule->pattern
      = stet_rule_compile (reader, first, stet_rule_line_of (reader, "first"), error);
  return reader->rule->pattern != NULL;
}

/* What the second captures is known from then on. TRUE when it was found at all. */
static gboolean
learn (StetRuleSearch *search)
{
  const StetPattern *second = search->rule->own;
  StetStretch match;
  StetPartWalk walk;
  gboolean any = FALSE;

  stet_rule_walk (search, second, &walk);
  while (stet_rule_walk_next (&walk, &match))
    {
      any = TRUE;
      for (guint i = 1; i <= stet_pattern_groups (second); i++)
        {
          gsize start, end;

          if (!stet_matcher_group (search->matcher, i, &start, &end))
            continue;
          if (search->memory->seen == NULL)
            search->memory->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_add (search->memory->seen,
                            g_strndup (STET_SEARCH_TEXT (search) + start, end - start));
        }
    }
  return any;
}

static void
search_conditional (StetRuleSearch *search)
{
  gboolean captures = stet_pattern_groups (search->rule->own) > 0;
  gboolean found = learn (search);
  StetStretch match;
  StetPartWalk walk;

  if (found && !captures)
    return;
  stet_rule_walk (search, search->rule->pattern, &walk);
  while (stet_rule_walk_next (&walk, &match))
    {
      g_autofree char *text
          = g_strndup (search->unit->text + match.start_bytes, match.end_bytes - match.start_bytes);

      if (search->memory->seen == NULL || !g_hash_table_contains (search->memory->seen, text))
        stet_rule_take (search, &match, NULL);
    }
}

const StetRuleKind stet_kind_conditional = {
  .name = "conditional", .keys = keys, .whole = TRUE,
  .read = read_conditional, .search = search_conditional, .free = free_second,
};
