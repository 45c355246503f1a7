/* Reading rule files in Vale's format into compiled rules: what all kinds share. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/rule-kind.h"

#include "style/profile.h"
#include "style/structure.h"

#include <stdlib.h>
#include <string.h>

static const char *const common_keys[] = {
  "extends",     "message", "level", "scope", "link", "limit",
  "description", "action",  "code",  "name",  NULL,
};
static const StetRuleKind *const kinds[] = {
  &stet_kind_existence,      &stet_kind_substitution, &stet_kind_occurrence, &stet_kind_repetition,
  &stet_kind_consistency,    &stet_kind_conditional,  &stet_kind_metric,     &stet_kind_readability,
  &stet_kind_capitalization, &stet_kind_spelling,
};
static const char *const kinds_not_read[] = { "sequence", "script", NULL };

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
  if (rule->kind != NULL && rule->kind->free != NULL && rule->own != NULL)
    rule->kind->free (rule->own);
  stet_pattern_free (rule->pattern);
  g_clear_pointer (&rule->behinds, g_array_unref);
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

guint
stet_rule_line_of (const StetRuleReader *reader, const char *key)
{
  const StetYaml *node = stet_yaml_get (reader->root, key);

  return node != NULL ? node->line : reader->root->line;
}

gboolean
stet_rule_refuse (const StetRuleReader *reader, const char *key, GError **error, const char *format,
                  ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  if (stet_yaml_get (reader->root, key) != NULL)
    g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: %s: %s", reader->file,
                 stet_rule_line_of (reader, key), key, what);
  else
    g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: %s", reader->file,
                 reader->root->line, what);
  return FALSE;
}

static gboolean
check_keys (const StetRuleReader *reader, const StetRuleKind *kind, GError **error)
{
  for (guint i = 0; i < reader->root->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (reader->root->keys, i);

      if (has_key (common_keys, key->text) || has_key (kind->keys, key->text))
        continue;
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “%s” is no key of an %s rule", reader->file, key->line, key->text,
                   kind->name);
      return FALSE;
    }
  return TRUE;
}

StetPattern *
stet_rule_compile (const StetRuleReader *reader, const char *source, guint line, GError **error)
{
  g_autoptr(GError) local = NULL;
  StetPattern *pattern = stet_pattern_new (source, &local);

  if (pattern == NULL)
    g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN, "%s:%u: %s", reader->file, line,
                 local->message);
  return pattern;
}

char *
stet_rule_as_words (const StetRuleReader *reader, const char *tokens)
{
  const char *template_text = reader->reading->word_template;
  const char *place = template_text != NULL ? strstr (template_text, "%s") : NULL;

  if (place == NULL)
    return g_strdup_printf ("(?m)\\b(?:%s)\\b", tokens);
  return g_strdup_printf ("%.*s%s%s", (int) (place - template_text), template_text, tokens,
                          place + 2);
}

gboolean
stet_rule_read_number (const StetRuleReader *reader, const char *key, double *value, GError **error)
{
  const char *text = stet_yaml_text (reader->root, key);
  char *end = NULL;
  double number;

  if (text == NULL)
    return TRUE;
  number = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0')
    return stet_rule_refuse (reader, key, error, "“%s” is no number", text);
  *value = number;
  return TRUE;
}

static int
compare_longest_first (gconstpointer a, gconstpointer b)
{
  gsize length_a = strlen (*(char *const *) a), length_b = strlen (*(char *const *) b);

  return length_a > length_b ? -1 : length_a < length_b;
}

char **
stet_rule_list_exceptions (const StetRuleReader *reader, gboolean with_vocabulary)
{
  g_auto(GStrv) own = stet_yaml_strv (reader->root, "exceptions");
  const char *const *accepted = with_vocabulary ? reader->reading->accepted : NULL;
  GPtrArray *all = g_ptr_array_new ();

  for (gsize i = 0; own != NULL && own[i] != NULL; i++)
    if (*own[i] != '\0')
      g_ptr_array_add (all, g_strdup (own[i]));
  for (gsize i = 0; accepted != NULL && accepted[i] != NULL; i++)
    g_ptr_array_add (all, g_strdup (accepted[i]));
  g_ptr_array_sort (all, compare_longest_first);
  g_ptr_array_add (all, NULL);
  return (char **) g_ptr_array_free (all, FALSE);
}

/* A word that is known is known in any letters: only there an exception looks past them. */
static const char *
case_of (const StetRuleReader *reader)
{
  return reader->rule->kind == &stet_kind_spelling ? "(?i)" : "(?-i)";
}

gboolean
stet_rule_read_exceptions (StetRuleReader *reader, gboolean with_vocabulary, GError **error)
{
  g_auto(GStrv) list = stet_rule_list_exceptions (reader, with_vocabulary);
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(GString) phrases = g_string_new (NULL);
  guint line = stet_rule_line_of (reader, "exceptions");

  if (list[0] == NULL)
    return TRUE;
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_string_append_printf (all, "%s%s%s", all->len > 0 ? "|" : "",
                              g_str_has_prefix (list[i], "(?i)") ? "" : case_of (reader), list[i]);
      if (strpbrk (list[i], " \t") != NULL || strstr (list[i], "\\s") != NULL)
        g_string_append_printf (phrases, "%s%s", phrases->len > 0 ? "|" : "", list[i]);
    }
  g_string_prepend (all, "(?m)\\b(?:");
  g_string_append (all, ")\\b");
  reader->rule->exceptions = stet_rule_compile (reader, all->str, line, error);
  if (reader->rule->exceptions == NULL)
    return FALSE;
  if (phrases->len == 0)
    return TRUE;
  g_string_prepend (phrases,
                    reader->rule->kind == &stet_kind_substitution ? "\\b(?:" : "(?i)\\b(?:");
  g_string_append (phrases, ")\\b");
  reader->rule->phrases = stet_rule_compile (reader, phrases->str, line, error);
  return reader->rule->phrases != NULL;
}

static gboolean
read_action (StetRuleReader *reader, GError **error)
{
  StetRule *rule = reader->rule;
  const StetYaml *root = reader->root;
  const char *file = reader->file;
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
  else if (name != NULL && strcmp (name, "suggest") != 0)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: no such action: “%s”",
                   file, action->line, name != NULL ? name : "");
      return FALSE;
    }
  if (rule->action == STET_ACTION_EDIT && strcmp (rule->params[0], "regex") == 0)
    {
      rule->edit = g_strv_length (rule->params) == 3
                     ? stet_rule_compile (reader, rule->params[1], action->line, error)
                     : NULL;
      if (rule->edit == NULL && error != NULL && *error == NULL)
        g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                     "%s:%u: regex takes a pattern and a text", file, action->line);
      return rule->edit != NULL;
    }
  return TRUE;
}

static gboolean
read_head (StetRuleReader *reader, GError **error)
{
  StetRule *rule = reader->rule;
  const StetYaml *root = reader->root;
  const char *file = reader->file;
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
                   file, stet_rule_line_of (reader, "level"), level);
      return FALSE;
    }
  if (stet_yaml_bool (root, "code", FALSE))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “code” is no longer read: use scope raw", file,
                   stet_rule_line_of (reader, "code"));
      return FALSE;
    }
  for (gsize i = 0; rule->scopes != NULL && rule->scopes[i] != NULL; i++)
    if (strcmp (rule->scopes[i], "sentence") == 0)
      rule->by_sentence = TRUE;
  return TRUE;
}

gboolean
stet_rule_read_vale (StetRule *rule, const StetYaml *root, const char *file,
                     const StetValeReading *reading, GError **error)
{
  static const StetValeReading plain = { 0 };
  StetRuleReader reader = { rule, root, file, reading != NULL ? reading : &plain };
  const char *extends = stet_yaml_text (root, "extends");

  if (root->kind != STET_YAML_MAP || extends == NULL)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: a rule needs extends",
                   file, root->line);
      return FALSE;
    }
  if (has_key (kinds_not_read, extends))
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_UNSUPPORTED,
                   "%s:%u: rules that extend “%s” are not supported; the rule is left out",
                   file, stet_rule_line_of (&reader, "extends"), extends);
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (extends, kinds[i]->name) == 0)
      {
        rule->kind = kinds[i];
        return check_keys (&reader, rule->kind, error) && read_head (&reader, error)
               && read_action (&reader, error) && rule->kind->read (&reader, error);
      }
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: no such kind of rule: “%s”",
               file, stet_rule_line_of (&reader, "extends"), extends);
  return FALSE;
}

gboolean
stet_rule_is_indexable (const StetRule *rule)
{
  return rule->kind != NULL && rule->kind->indexed && rule->pattern != NULL && !rule->by_sentence;
}

gboolean
stet_rule_needs_whole (const StetRule *rule)
{
  return rule->kind != NULL && rule->kind->whole;
}

gboolean
stet_rule_speaks_once (const StetRule *rule)
{
  return rule->kind == &stet_kind_metric || rule->kind == &stet_kind_readability;
}
