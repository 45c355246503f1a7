/* Reading rule files in Vale's format into compiled rules. Layer: style. Any thread.
 * Composition of the patterns: as Vale 3.15 does it for `existence` and `substitution`. */
#include "config.h"

#include "style/rule.h"

#include "style/profile.h"
#include "style/structure.h"

#include <stdlib.h>
#include <string.h>

static const char *const common_keys[] = {
  "extends",     "message", "level", "scope", "link", "limit",
  "description", "action",  "code",  "name",  NULL,
};
static const char *const existence_keys[] = {
  "tokens", "raw", "ignorecase", "nonword", "append", "exceptions", "vocab", NULL,
};
static const char *const substitution_keys[] = {
  "swap", "ignorecase", "nonword", "exceptions", "vocab", "capitalize", "pos", NULL,
};
static const char *const other_kinds[] = {
  "occurrence",     "repetition", "consistency", "conditional",
  "capitalization", "metric",     "readability", "spelling",
  "sequence",       "script",     NULL,
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

StetRule *
stet_rule_new (void)
{
  StetRule *rule = g_new0 (StetRule, 1);

  rule->level = STET_LEVEL_WARNING;
  rule->fix = STET_FIX_SUGGEST;
  rule->units = STET_UNITS_PROSE;
  return rule;
}

static void
words_clear (StetWords *words)
{
  g_free (words->en);
  g_free (words->es);
}

void
stet_rule_free (StetRule *rule)
{
  if (rule == NULL)
    return;
  g_free (rule->name);
  g_free (rule->code);
  g_free (rule->pack);
  g_free (rule->language);
  g_free (rule->category);
  g_free (rule->file);
  g_free (rule->owner);
  stet_when_free (rule->when);
  g_clear_pointer (&rule->not_for, g_ptr_array_unref);
  words_clear (&rule->title);
  words_clear (&rule->message);
  words_clear (&rule->explanation);
  g_free (rule->vale_message);
  g_free (rule->link);
  g_strfreev (rule->bad);
  g_strfreev (rule->good);
  g_strfreev (rule->scopes);
  stet_pattern_free (rule->pattern);
  stet_pattern_free (rule->exceptions);
  stet_pattern_free (rule->phrases);
  g_clear_pointer (&rule->swaps, g_ptr_array_unref);
  g_strfreev (rule->params);
  stet_pattern_free (rule->edit);
  stet_structure_free (rule->structure);
  g_free (rule);
}

const char *
stet_words_in (const StetWords *words, const char *language)
{
  if (language != NULL && g_str_has_prefix (language, "es"))
    return words->es != NULL ? words->es : words->en;
  return words->en != NULL ? words->en : words->es;
}

static gboolean
has_key (const char *const *keys, const char *key)
{
  for (gsize i = 0; keys[i] != NULL; i++)
    if (g_ascii_strcasecmp (keys[i], key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_keys (const StetYaml *root, const char *const *own_keys, const char *kind, const char *file,
            GError **error)
{
  for (guint i = 0; i < root->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (root->keys, i);

      if (has_key (common_keys, key->text) || has_key (own_keys, key->text))
        continue;
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “%s” is no key of an %s rule", file, key->line, key->text, kind);
      return FALSE;
    }
  return TRUE;
}

static guint
line_of (const StetYaml *root, const char *key)
{
  const StetYaml *node = stet_yaml_get (root, key);

  return node != NULL ? node->line : root->line;
}

/* Compiles with the file and line in the error. */
static StetPattern *
compile (const char *source, const char *file, guint line, GError **error)
{
  g_autoptr(GError) local = NULL;
  StetPattern *pattern = stet_pattern_new (source, &local);

  if (pattern == NULL)
    g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN, "%s:%u: %s", file, line,
                 local->message);
  return pattern;
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

static gboolean
read_existence (StetRule *rule, const StetYaml *root, const char *file, GError **error)
{
  g_auto(GStrv) tokens = stet_yaml_strv (root, "tokens");
  g_auto(GStrv) raw = stet_yaml_strv (root, "raw");
  g_autofree char *joined = raw != NULL ? g_strjoinv ("", raw) : g_strdup ("");
  g_autoptr(GString) words = g_string_new (NULL);
  g_autoptr(GString) whole = g_string_new (NULL);
  gboolean boundaries;

  append_tokens (words, tokens);
  if (words->len == 0 && *joined == '\0')
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: an existence rule needs tokens or raw", file, root->line);
      return FALSE;
    }
  boundaries = words->len > 0 && !stet_yaml_bool (root, "nonword", FALSE);
  if (stet_yaml_bool (root, "ignorecase", FALSE))
    g_string_append (whole, "(?i)");
  if (!stet_yaml_bool (root, "append", FALSE))
    g_string_append (whole, joined);
  g_string_append_printf (whole, boundaries ? "(?m)\\b(?:%s)\\b" : "(?m)(?:%s)", words->str);
  if (stet_yaml_bool (root, "append", FALSE))
    g_string_append (whole, joined);
  rule->pattern
    = compile (whole->str, file, line_of (root, tokens != NULL ? "tokens" : "raw"), error);
  return rule->pattern != NULL;
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
swap_new (const SwapPair *pair, gboolean ignore_case, const char *file, GError **error)
{
  StetSwap *swap = g_new0 (StetSwap, 1);
  g_autofree char *source = NULL;

  swap->value = g_strdup (pair->value->text);
  if (uses_groups (swap->value))
    {
      source = g_strdup_printf ("%s(?m)(?:%s)", ignore_case ? "(?i)" : "", pair->key->text);
      swap->own = compile (source, file, pair->key->line, error);
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

static gboolean
add_pair (StetRule *rule, const SwapPair *pair, gboolean ignore_case, GString *joined, guint *group,
          const char *file, GError **error)
{
  g_autofree char *key = without_groups (pair->key->text);
  g_autoptr(StetPattern) alone = compile (key, file, pair->key->line, error);
  StetSwap *swap;

  if (alone == NULL)
    return FALSE;
  if (pair->value->kind != STET_YAML_SCALAR)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: a replacement must be text", file, pair->value->line);
      return FALSE;
    }
  swap = swap_new (pair, ignore_case, file, error);
  if (swap == NULL)
    return FALSE;
  swap->group = *group;
  *group += 1 + stet_pattern_groups (alone);
  g_ptr_array_add (rule->swaps, swap);
  g_string_append_printf (joined, "%s(%s)", joined->len > 0 ? "|" : "", key);
  return TRUE;
}

static gboolean
read_substitution (StetRule *rule, const StetYaml *root, const char *file, GError **error)
{
  const StetYaml *map = stet_yaml_get (root, "swap");
  gboolean ignore_case = stet_yaml_bool (root, "ignorecase", FALSE);
  g_autoptr(GString) joined = g_string_new (NULL);
  g_autoptr(GArray) pairs = NULL;
  g_autofree char *whole = NULL;
  guint group = 1;

  if (map == NULL || map->kind != STET_YAML_MAP || map->keys->len == 0)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: a substitution rule needs swap", file, line_of (root, "swap"));
      return FALSE;
    }
  rule->swaps = g_ptr_array_new_with_free_func (swap_free);
  rule->capitalize = stet_yaml_bool (root, "capitalize", FALSE);
  pairs = sorted_pairs (map);
  for (guint i = 0; i < pairs->len; i++)
    if (!add_pair (rule, &g_array_index (pairs, SwapPair, i), ignore_case, joined, &group, file,
                   error))
      return FALSE;
  whole = g_strdup_printf (stet_yaml_bool (root, "nonword", FALSE) ? "%s(?m)(?:%s)"
                                                                   : "%s(?m)\\b(?:%s)\\b",
                           ignore_case ? "(?i)" : "", joined->str);
  rule->pattern = compile (whole, file, map->line, error);
  return rule->pattern != NULL;
}

static int
compare_longest_first (gconstpointer a, gconstpointer b)
{
  gsize length_a = strlen (*(char *const *) a), length_b = strlen (*(char *const *) b);

  return length_a > length_b ? -1 : length_a < length_b;
}

static gboolean
read_exceptions (StetRule *rule, const StetYaml *root, const char *file, GError **error)
{
  g_auto(GStrv) list = stet_yaml_strv (root, "exceptions");
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(GString) phrases = g_string_new (NULL);
  guint line = line_of (root, "exceptions");

  if (list == NULL || list[0] == NULL)
    return TRUE;
  qsort (list, g_strv_length (list), sizeof (char *), compare_longest_first);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (*list[i] == '\0')
        continue;
      g_string_append_printf (all, "%s%s%s", all->len > 0 ? "|" : "",
                              g_str_has_prefix (list[i], "(?i)") ? "" : "(?-i)", list[i]);
      if (strpbrk (list[i], " \t") != NULL || strstr (list[i], "\\s") != NULL)
        g_string_append_printf (phrases, "%s%s", phrases->len > 0 ? "|" : "", list[i]);
    }
  g_string_prepend (all, "(?m)\\b(?:");
  g_string_append (all, ")\\b");
  rule->exceptions = compile (all->str, file, line, error);
  if (rule->exceptions == NULL)
    return FALSE;
  if (phrases->len == 0)
    return TRUE;
  g_string_prepend (phrases, "\\b(?:");
  g_string_append (phrases, ")\\b");
  rule->phrases = compile (phrases->str, file, line, error);
  return rule->phrases != NULL;
}

static gboolean
read_action (StetRule *rule, const StetYaml *root, const char *file, GError **error)
{
  const StetYaml *action = stet_yaml_get (root, "action");
  const char *name = stet_yaml_text (action, "name");

  if (action == NULL)
    return TRUE;
  rule->params = stet_yaml_strv (action, "params");
  if (g_strcmp0 (name, "replace") == 0)
    rule->action = STET_ACTION_REPLACE;
  else if (g_strcmp0 (name, "remove") == 0)
    rule->action = STET_ACTION_REMOVE;
  else if (g_strcmp0 (name, "edit") == 0 && rule->params != NULL && rule->params[0] != NULL)
    rule->action = STET_ACTION_EDIT;
  else if (g_strcmp0 (name, "convert") == 0)
    rule->action = STET_ACTION_CONVERT;
  else if (g_strcmp0 (name, "suggest") != 0)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: no such action: “%s”",
                   file, action->line, name != NULL ? name : "");
      return FALSE;
    }
  if (rule->action == STET_ACTION_EDIT && strcmp (rule->params[0], "regex") == 0)
    {
      rule->edit = g_strv_length (rule->params) == 3
                     ? compile (rule->params[1], file, action->line, error)
                     : NULL;
      if (rule->edit == NULL && error != NULL && *error == NULL)
        g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                     "%s:%u: regex takes a pattern and a text", file, action->line);
      return rule->edit != NULL;
    }
  return TRUE;
}

static gboolean
read_head (StetRule *rule, const StetYaml *root, const char *file, GError **error)
{
  const char *level = stet_yaml_text (root, "level");
  const char *limit = stet_yaml_text (root, "limit");

  rule->line = root->line;
  rule->vale_message = g_strdup (stet_yaml_text (root, "message"));
  rule->link = g_strdup (stet_yaml_text (root, "link"));
  rule->scopes = stet_yaml_strv (root, "scope");
  rule->limit = limit != NULL ? (guint) CLAMP (g_ascii_strtoll (limit, NULL, 10), 0, G_MAXINT) : 0;
  if (rule->vale_message == NULL)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: a rule needs a message",
                   file, root->line);
      return FALSE;
    }
  if (level != NULL && !stet_level_parse (level, &rule->level))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: no such level: “%s”",
                   file, line_of (root, "level"), level);
      return FALSE;
    }
  if (stet_yaml_bool (root, "code", FALSE))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “code” is no longer read: use scope raw", file, line_of (root, "code"));
      return FALSE;
    }
  for (gsize i = 0; rule->scopes != NULL && rule->scopes[i] != NULL; i++)
    if (strcmp (rule->scopes[i], "sentence") == 0)
      rule->by_sentence = TRUE;
  return TRUE;
}

gboolean
stet_rule_read_vale (StetRule *rule, const StetYaml *root, const char *file, GError **error)
{
  const char *extends = stet_yaml_text (root, "extends");

  if (root->kind != STET_YAML_MAP || extends == NULL)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: a rule needs extends",
                   file, root->line);
      return FALSE;
    }
  if (has_key (other_kinds, extends))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_UNSUPPORTED,
                   "%s:%u: rules that extend “%s” are not supported yet; the rule is left out",
                   file, line_of (root, "extends"), extends);
      return FALSE;
    }
  if (strcmp (extends, "existence") == 0)
    return check_keys (root, existence_keys, extends, file, error)
           && read_head (rule, root, file, error) && read_action (rule, root, file, error)
           && read_exceptions (rule, root, file, error) && read_existence (rule, root, file, error);
  if (strcmp (extends, "substitution") == 0)
    return check_keys (root, substitution_keys, extends, file, error)
           && read_head (rule, root, file, error) && read_action (rule, root, file, error)
           && read_exceptions (rule, root, file, error)
           && read_substitution (rule, root, file, error);
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: no such kind of rule: “%s”",
               file, line_of (root, "extends"), extends);
  return FALSE;
}
