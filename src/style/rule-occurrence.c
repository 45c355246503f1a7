/* occurrence: how often something may, or must, stand in one text. Layer: style. Any thread. */
#include "config.h"

#include "style/rule-kind.h"

static const char *const keys[] = { "token", "max", "min", "ignorecase", NULL };

typedef struct { guint max, min; } Bounds; /* 0: none */

static gboolean
read_bound (const StetRuleReader *reader, const char *key, guint *bound, GError **error)
{
  double value = 0;

  if (!stet_rule_read_number (reader, key, &value, error))
    return FALSE;
  *bound = value > 0 ? (guint) value : 0;
  return TRUE;
}

static gboolean
read_occurrence (StetRuleReader *reader, GError **error)
{
  const char *token = stet_yaml_text (reader->root, "token");
  Bounds *bounds = g_new0 (Bounds, 1);
  g_autofree char *source = NULL;

  reader->rule->own = bounds;
  if (token == NULL || *token == '\0')
    return stet_rule_refuse (reader, "token", error, "an occurrence rule needs a token");
  if (!read_bound (reader, "max", &bounds->max, error)
      || !read_bound (reader, "min", &bounds->min, error))
    return FALSE;
  source = g_strdup_printf (
      "%s(?:%s)", stet_yaml_bool (reader->root, "ignorecase", FALSE) ? "(?i)" : "", token);
  reader->rule->pattern
      = stet_rule_compile (reader, source, stet_rule_line_of (reader, "token"), error);
  return reader->rule->pattern != NULL;
}

/* The one place shown: the first match that is more than a blank or what stands for hidden code. */
static gboolean
is_worth_showing (const char *text, const StetStretch *match)
{
  for (const char *p = text + match->start_bytes; p < text + match->end_bytes;
       p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)) && *p != '*' && *p != '@')
      return TRUE;
  return FALSE;
}

static void
search_occurrence (StetRuleSearch *search)
{
  const Bounds *bounds = search->rule->own;
  StetStretch shown = { search->from_bytes, search->from_bytes }, match;
  gboolean found = FALSE;
  StetPartWalk walk;
  guint n = 0;

  stet_rule_walk (search, search->rule->pattern, &walk);
  while (stet_rule_walk_next (&walk, &match))
    {
      n++;
      if (!found && is_worth_showing (search->unit->text, &match))
        {
          shown = match;
          found = TRUE;
        }
    }
  if ((bounds->max > 0 && n > bounds->max) || (bounds->min > 0 && n < bounds->min))
    {
      char **args = g_new0 (char *, 2);

      args[0] = g_strdup_printf ("%u", n);
      stet_rule_take_as (search, &shown, g_new0 (char *, 1), args);
    }
}

const StetRuleKind stet_kind_occurrence = {
  .name = "occurrence",
  .keys = keys,
  .read = read_occurrence,
  .search = search_occurrence,
  .free = g_free,
};
