/* existence and substitution: words that should not stand, and what should stand instead. Layer:
 * style. Any thread. Composition of the patterns: as Vale 3.15 does it. */
#include "config.h"

#include "style/rule-kind.h"

#include "style/profile.h"

#include <string.h>

static const char *const existence_keys[] = {
  "tokens", "raw", "ignorecase", "nonword", "append", "exceptions", "vocab", NULL,
};
static const char *const substitution_keys[] = {
  "swap", "ignorecase", "nonword", "exceptions", "vocab", "capitalize", "pos", NULL,
};

static void
swap_free (gpointer data)
{
  StetSwap *swap = data;

  g_free (swap->value);
  stet_pattern_free (swap->own);
  stet_pattern_free (swap->right);
  g_free (swap);
}

static void
append_tokens (GString *out, char **tokens)
{
  gboolean first = TRUE;

  for (gsize i = 0; tokens != NULL && tokens[i] != NULL; i++)
    {
      if (*tokens[i] == '\0')
        continue;
      if (!first)
        g_string_append_c (out, '|');
      g_string_append (out, tokens[i]);
      first = FALSE;
    }
}

/* What PCRE2 can't look behind at is kept apart. Returns: (owned). */
static char *
without_behinds (StetRuleReader *reader, const char *source)
{
  StetRule *rule = reader->rule;
  gboolean ignore_case = stet_yaml_bool (reader->root, "ignorecase", FALSE);

  if (strstr (source, "(?<!") == NULL && strstr (source, "(?<=") == NULL)
    return g_strdup (source);
  if (rule->behinds == NULL)
    rule->behinds = stet_behinds_new ();
  return stet_behinds_take (rule->behinds, source, ignore_case ? "(?i)" : "");
}

static gboolean
compile_all (StetRuleReader *reader, const char *source, guint line, GError **error)
{
  StetRule *rule = reader->rule;

  rule->pattern = stet_rule_compile (reader, source, line, error);
  if (rule->behinds != NULL && rule->behinds->len == 0)
    g_clear_pointer (&rule->behinds, g_array_unref);
  if (rule->behinds != NULL)
    stet_behinds_number (rule->behinds, source);
  return rule->pattern != NULL;
}

static gboolean
read_existence (StetRuleReader *reader, GError **error)
{
  const StetYaml *root = reader->root;
  g_auto(GStrv) tokens = stet_yaml_strv (root, "tokens");
  g_auto(GStrv) raw = stet_yaml_strv (root, "raw");
  g_autofree char *joined = raw != NULL ? g_strjoinv ("", raw) : g_strdup ("");
  g_autoptr(GString) words = g_string_new (NULL);
  g_autoptr(GString) whole = g_string_new (NULL);
  g_autofree char *bounded = NULL, *source = NULL;
  gboolean boundaries;

  append_tokens (words, tokens);
  if (words->len == 0 && *joined == '\0')
    return stet_rule_refuse (reader, "tokens", error, "an existence rule needs tokens or raw");
  if (!stet_rule_read_exceptions (
          reader, stet_yaml_bool (root, "vocab", TRUE) && !stet_yaml_bool (root, "nonword", FALSE),
          error))
    return FALSE;
  boundaries = words->len > 0 && !stet_yaml_bool (root, "nonword", FALSE);
  if (stet_yaml_bool (root, "ignorecase", FALSE))
    g_string_append (whole, "(?i)");
  if (!stet_yaml_bool (root, "append", FALSE))
    g_string_append (whole, joined);
  bounded = boundaries ? stet_rule_as_words (reader, words->str)
                       : g_strdup_printf ("(?m)(?:%s)", words->str);
  g_string_append (whole, bounded);
  if (stet_yaml_bool (root, "append", FALSE))
    g_string_append (whole, joined);
  source = without_behinds (reader, whole->str);
  return compile_all (reader, source, stet_rule_line_of (reader, tokens != NULL ? "tokens" : "raw"),
                      error);
}

/* Plain groups become non-capturing, so that one group tells which key matched. */
static char *
without_groups (const char *key)
{
  GString *out = g_string_new (NULL);
  gboolean in_class = FALSE;

  for (const char *p = key; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        {
          g_string_append_len (out, p, 2);
          p++;
          continue;
        }
      if (*p == '[' && !in_class)
        in_class = TRUE;
      else if (*p == ']' && in_class)
        in_class = FALSE;
      g_string_append_c (out, *p);
      if (*p == '(' && !in_class && p[1] != '?' && p[1] != '*')
        g_string_append (out, "?:");
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_plain (const char *value)
{
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) && c != ' ' && c != '-')
        return FALSE;
    }
  return TRUE;
}

static gboolean
uses_groups (const char *value)
{
  for (const char *p = strchr (value, '$'); p != NULL; p = strchr (p + 1, '$'))
    if (g_ascii_isdigit (p[1]) || p[1] == '{')
      return TRUE;
  return FALSE;
}

typedef struct { const StetYaml *key; const StetYaml *value; guint order; } SwapPair;

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const SwapPair *x = a, *y = b;
  gsize length_x = strlen (x->key->text), length_y = strlen (y->key->text);

  if (length_x != length_y)
    return length_x > length_y ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static StetSwap *
swap_new (const StetRuleReader *reader, const SwapPair *pair, gboolean ignore_case, GError **error)
{
  StetSwap *swap = g_new0 (StetSwap, 1);
  g_autofree char *source = NULL;

  swap->value = g_strdup (pair->value->text);
  if (uses_groups (swap->value))
    {
      source = g_strdup_printf ("%s(?m)(?:%s)", ignore_case ? "(?i)" : "", pair->key->text);
      swap->own = stet_rule_compile (reader, source, pair->key->line, error);
      if (swap->own == NULL)
        g_clear_pointer ((gpointer *) &swap, swap_free);
    }
  else if (!is_plain (swap->value))
    {
      source = g_strdup_printf ("^(?:%s)$", swap->value);
      swap->right = stet_pattern_new (source, NULL); /* a replacement need not be a pattern */
    }
  return swap;
}

static GArray *
sorted_pairs (const StetYaml *map)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (SwapPair));

  for (guint i = 0; i < map->keys->len; i++)
    {
      SwapPair pair = { g_ptr_array_index (map->keys, i), g_ptr_array_index (map->items, i), i };

      g_array_append_val (pairs, pair);
    }
  g_array_sort (pairs, compare_pairs);
  return pairs;
}

/* One key of a substitution: its group in the pattern of all tells that it matched. */
static gboolean
add_pair (StetRuleReader *reader, const SwapPair *pair, GString *joined, guint *group,
          GError **error)
{
  gboolean ignore_case = stet_yaml_bool (reader->root, "ignorecase", FALSE);
  g_autofree char *seen = without_behinds (reader, pair->key->text);
  g_autofree char *key = without_groups (seen);
  g_autoptr(StetPattern) alone = stet_rule_compile (reader, key, pair->key->line, error);
  StetSwap *swap;

  if (alone == NULL)
    return FALSE;
  if (pair->value->kind != STET_YAML_SCALAR)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: a replacement must be text", reader->file, pair->value->line);
      return FALSE;
    }
  swap = swap_new (reader, pair, ignore_case, error);
  if (swap == NULL)
    return FALSE;
  swap->group = *group;
  *group += 1 + stet_pattern_groups (alone);
  g_ptr_array_add (reader->rule->swaps, swap);
  g_string_append_printf (joined, "%s(%s)", joined->len > 0 ? "|" : "", key);
  return TRUE;
}

static gboolean
read_substitution (StetRuleReader *reader, GError **error)
{
  const StetYaml *root = reader->root, *map = stet_yaml_get (root, "swap");
  StetRule *rule = reader->rule;
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autoptr(GArray) pairs = NULL;
  g_autofree char *bounded = NULL, *whole = NULL;
  guint group = 1;

  if (map == NULL || map->kind != STET_YAML_MAP || map->keys->len == 0)
    return stet_rule_refuse (reader, "swap", error, "a substitution rule needs swap");
  if (!stet_rule_read_exceptions (reader, stet_yaml_bool (root, "vocab", TRUE), error))
    return FALSE;
  rule->swaps = g_ptr_array_new_with_free_func (swap_free);
  rule->capitalize = stet_yaml_bool (root, "capitalize", FALSE);
  pairs = sorted_pairs (map);
  for (guint i = 0; i < pairs->len; i++)
    if (!add_pair (reader, &g_array_index (pairs, SwapPair, i), joined, &group, error))
      return FALSE;
  bounded = stet_yaml_bool (root, "nonword", FALSE) ? g_strdup_printf ("(?m)(?:%s)", joined->str)
                                                    : stet_rule_as_words (reader, joined->str);
  whole = g_strconcat (stet_yaml_bool (root, "ignorecase", FALSE) ? "(?i)" : "", bounded, NULL);
  return compile_all (reader, whole, map->line, error);
}

const StetRuleKind stet_kind_existence = {
  .name = "existence", .keys = existence_keys, .indexed = TRUE,
  .read = read_existence, .search = stet_rule_search_words,
};
const StetRuleKind stet_kind_substitution = {
  .name = "substitution", .keys = substitution_keys, .indexed = TRUE,
  .read = read_substitution, .search = stet_rule_search_words,
};
