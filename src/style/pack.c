/* Loading packs, rule by rule: what is broken is told and left out, the rest is kept. Layer: style.
 * Blocks on files; any one thread. */
#include "config.h"

#include "style/pack.h"

#include "base/limits.h"
#include "style/pack-private.h"
#include "style/structure.h"

#include <stdlib.h>
#include <string.h>

#define PACK_FORMAT "stet-pack/1"
#define WORDS_FILE "words.txt"

static const char *const pack_keys[] = {
  "format",  "name", "version", "owner", "language", "inherits",
  "example", "set",  "options", "rules", NULL,
};
static const char *const entry_keys[] = {
  "code", "category", "level", "enabled", "title",       "message", "explanation", "bad",
  "good", "fix",      "stet",  "fields",  "skip_fields", "skip",    "check",       "when",
  "language", "link",     "yields", NULL,
};

static void
pack_info_free (gpointer data)
{
  StetPackInfo *info = data;

  g_free (info->name);
  g_free (info->version);
  g_free (info->owner);
  g_free (info->language);
  g_free (info->file);
  g_free (info);
}

StetRuleSet *
stet_rule_set_new (const StetProfile *profile)
{
  StetRuleSet *set = g_new0 (StetRuleSet, 1);

  set->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_rule_free);
  set->problems = g_ptr_array_new_with_free_func (g_free);
  set->packs = g_ptr_array_new_with_free_func (pack_info_free);
  set->options = stet_options_new ();
  set->spelling = stet_spelling_new ();
  set->profile = profile;
  set->matcher = stet_matcher_new ();
  return set;
}

void
stet_rule_set_free (StetRuleSet *set)
{
  if (set == NULL)
    return;
  g_ptr_array_unref (set->rules);
  g_ptr_array_unref (set->problems);
  g_ptr_array_unref (set->packs);
  stet_options_free (set->options);
  stet_spelling_free (set->spelling);
  stet_matcher_free (set->matcher);
  g_free (set);
}

StetRule *
stet_rule_set_find (const StetRuleSet *set, const char *name_or_code)
{
  for (guint i = 0; i < set->rules->len; i++)
    {
      StetRule *rule = g_ptr_array_index (set->rules, i);

      if (g_strcmp0 (rule->name, name_or_code) == 0)
        return rule;
    }
  for (guint i = 0; i < set->rules->len; i++)
    {
      StetRule *rule = g_ptr_array_index (set->rules, i);

      if (g_strcmp0 (rule->code, name_or_code) == 0)
        return rule;
    }
  return NULL;
}

gboolean
stet_rule_set_applies (const StetRuleSet *set, const StetRule *rule, const char *language)
{
  if (rule->disabled || !stet_language_covers (rule->language, language))
    return FALSE;
  for (guint i = 0; rule->not_for != NULL && i < rule->not_for->len; i++)
    if (stet_language_covers (g_ptr_array_index (rule->not_for, i), language))
      return FALSE;
  return stet_when_holds (rule->when, set->options, language);
}

void
stet_pack_problem (StetRuleSet *set, const char *file, guint line, const char *what)
{
  g_ptr_array_add (set->problems, g_strdup_printf ("%s:%u: %s", file, line, what));
}

static void
take_error (StetRuleSet *set, GError *error)
{
  g_ptr_array_add (set->problems, g_strdup (error->message));
  g_error_free (error);
}

/* --- an entry of pack.yaml --- */

static gboolean
entry_error (Pack *pack, guint line, const char *key, const char *value, GError **error)
{
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: “%s” has no such value: “%s”",
               pack->file, line, key, value != NULL ? value : "");
  return FALSE;
}

static gboolean
check_entry_keys (Pack *pack, const StetYaml *entry, GError **error)
{
  if (entry->kind != STET_YAML_MAP)
    return entry_error (pack, entry->line, "rules", entry->text, error);
  for (guint i = 0; i < entry->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (entry->keys, i);

      if (g_strv_contains (entry_keys, key->text))
        continue;
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: “%s” is no key of a rule",
                   pack->file, key->line, key->text);
      return FALSE;
    }
  return TRUE;
}

static void
read_words (const StetYaml *entry, const char *key, StetWords *words)
{
  const StetYaml *node = stet_yaml_get (entry, key);

  if (node == NULL)
    return;
  g_free (words->en);
  g_free (words->es);
  words->en = g_strdup (node->kind == STET_YAML_SCALAR ? node->text : stet_yaml_text (node, "en"));
  words->es = g_strdup (stet_yaml_text (node, "es"));
}

/* A name among several: its place, -1 when it is none of them. */
static int
choice (const char *value, const char *const *names)
{
  for (int i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (names[i], value) == 0)
      return i;
  return -1;
}

static gboolean
read_policies (Pack *pack, StetRule *rule, const StetYaml *entry, GError **error)
{
  static const char *const fixes[] = { "none", "suggest", "safe", NULL };
  static const char *const stets[] = { "author", "editor", "never", NULL };
  const char *fix = stet_yaml_text (entry, "fix"), *stet = stet_yaml_text (entry, "stet");
  const char *level = stet_yaml_text (entry, "level");

  if (fix != NULL && choice (fix, fixes) < 0)
    return entry_error (pack, entry->line, "fix", fix, error);
  if (stet != NULL && choice (stet, stets) < 0)
    return entry_error (pack, entry->line, "stet", stet, error);
  if (level != NULL && !stet_level_parse (level, &rule->level))
    return entry_error (pack, entry->line, "level", level, error);
  if (fix != NULL)
    rule->fix = (StetFixPolicy) choice (fix, fixes);
  if (stet != NULL)
    rule->stet = (StetStetPolicy) choice (stet, stets);
  rule->yields = stet_yaml_bool (entry, "yields", rule->yields);
  return TRUE;
}

static gboolean
read_kinds (Pack *pack, const StetYaml *entry, const char *key, guint *kinds, GError **error)
{
  g_auto(GStrv) names = stet_yaml_strv (entry, key);

  *kinds = 0;
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      guint one = stet_unit_kinds_parse (names[i]);

      if (one == 0)
        return entry_error (pack, stet_yaml_get (entry, key)->line, key, names[i], error);
      *kinds |= one;
    }
  return TRUE;
}

static gboolean
read_places (Pack *pack, StetRule *rule, const StetYaml *entry, GError **error)
{
  g_auto(GStrv) skip = stet_yaml_strv (entry, "skip");
  guint fields, skipped;

  if (!read_kinds (pack, entry, "fields", &fields, error)
      || !read_kinds (pack, entry, "skip_fields", &skipped, error))
    return FALSE;
  if (fields != 0)
    rule->units = fields;
  rule->units &= ~skipped;
  for (gsize i = 0; skip != NULL && skip[i] != NULL; i++)
    if (strcmp (skip[i], "quotations") == 0)
      rule->skip_quotations = TRUE;
    else if (strcmp (skip[i], "names") == 0)
      rule->skip_names = TRUE;
    else if (strcmp (skip[i], "works") == 0)
      rule->skip_works = TRUE;
    else
      return entry_error (pack, stet_yaml_get (entry, "skip")->line, "skip", skip[i], error);
  return TRUE;
}

static gboolean
read_when (StetRuleSet *set, Pack *pack, StetRule *rule, const StetYaml *entry, GError **error)
{
  const StetYaml *node = stet_yaml_get (entry, "when");
  StetWhen *when = node != NULL ? stet_when_read (set->options, node, pack->file, error) : NULL;

  if (node == NULL)
    return TRUE;
  if (when == NULL)
    return FALSE;
  stet_when_free (rule->when);
  rule->when = when;
  return TRUE;
}

static void
read_text (const StetYaml *entry, const char *key, char **text)
{
  if (stet_yaml_text (entry, key) == NULL)
    return;
  g_free (*text);
  *text = g_strdup (stet_yaml_text (entry, key));
}

static void
read_examples (const StetYaml *entry, const char *key, char ***examples)
{
  if (stet_yaml_get (entry, key) == NULL)
    return;
  g_strfreev (*examples);
  *examples = stet_yaml_strv (entry, key);
}

/* An example as a story, or several: maps of what differs from the pack's. */
static gboolean
is_story (const StetYaml *node)
{
  if (node != NULL && node->kind == STET_YAML_LIST && node->items->len > 0)
    node = g_ptr_array_index (node->items, 0);
  return node != NULL && node->kind == STET_YAML_MAP;
}

static gboolean
read_entry (StetRuleSet *set, Pack *pack, StetRule *rule, const StetYaml *entry, GError **error)
{
  const StetYaml *bad = stet_yaml_get (entry, "bad");

  if (!check_entry_keys (pack, entry, error) || !read_policies (pack, rule, entry, error) ||
      !read_places (pack, rule, entry, error) || !read_when (set, pack, rule, entry, error))
    return FALSE;
  read_text (entry, "code", &rule->code);
  read_text (entry, "category", &rule->category);
  read_text (entry, "language", &rule->language);
  read_text (entry, "link", &rule->link);
  read_words (entry, "title", &rule->title);
  read_words (entry, "message", &rule->message);
  read_words (entry, "explanation", &rule->explanation);
  rule->entry = entry;
  read_examples (entry, "bad", &rule->bad);
  read_examples (entry, "good", &rule->good);
  if (is_story (bad))
    rule->bad_story = bad;
  if (is_story (stet_yaml_get (entry, "good")))
    rule->good_story = stet_yaml_get (entry, "good");
  return TRUE;
}

/* --- rules into the set --- */

/* A rule makes way for that of a later pack, where the later pack's language is. */
static void
yield_to (StetRuleSet *set, const Pack *pack, StetRule *earlier)
{
  if (earlier == NULL)
    return;
  if (stet_language_covers (pack->language, earlier->language))
    {
      g_ptr_array_remove (set->rules, earlier);
      return;
    }
  if (earlier->not_for == NULL)
    earlier->not_for = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (earlier->not_for, g_strdup (pack->language));
}

static StetRule *
find_named (const StetRuleSet *set, const char *folder, const char *base)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", folder, base);

  for (guint i = 0; i < set->rules->len; i++)
    {
      StetRule *rule = g_ptr_array_index (set->rules, i);

      if (strcmp (rule->name, name) == 0)
        return rule;
    }
  return NULL;
}

static void
remove_earlier (StetRuleSet *set, const Pack *pack, const StetRule *rule, const char *base)
{
  g_autofree char *folder = g_strndup (rule->name, strlen (rule->name) - strlen (base) - 1);

  yield_to (set, pack, find_named (set, folder, base));
  for (gsize i = 0; pack->inherits != NULL && pack->inherits[i] != NULL; i++)
    yield_to (set, pack, find_named (set, pack->inherits[i], base));
}

static void
add_rule (StetRuleSet *set, Pack *pack, StetRule *rule, const char *base, const StetYaml *entry)
{
  GError *error = NULL;

  if (set->rules->len >= STET_RULES_MAX)
    {
      stet_pack_problem (set, rule->file, rule->line, "too many rules: this one is left out");
      stet_rule_free (rule);
      return;
    }
  if (!stet_pack_prove (set, pack, rule, &error))
    {
      take_error (set, error);
      stet_rule_free (rule);
      return;
    }
  rule->bad_story = rule->good_story = NULL;
  rule->entry = NULL;
  rule->disabled = !stet_yaml_bool (entry, "enabled", TRUE);
  remove_earlier (set, pack, rule, base);
  g_ptr_array_add (set->rules, rule);
  pack->n_rules++;
}

static StetRule *
rule_for (const StetRuleSet *set, const Pack *pack, const char *folder, const char *base,
          const char *file)
{
  StetRule *rule = stet_rule_new ();

  rule->name = g_strdup_printf ("%s.%s", folder, base);
  rule->pack = pack->version != NULL ? g_strdup_printf ("%s %s", pack->name, pack->version)
                                     : g_strdup (pack->name);
  rule->language = g_strdup (pack->language);
  rule->owner = g_strdup (pack->owner);
  rule->layer = set->layer;
  rule->file = g_strdup (file);
  return rule;
}

static void
load_rule_file (StetRuleSet *set, Pack *pack, const PackFile *file)
{
  g_autofree char *base = g_strndup (file->base, strcspn (file->base, "."));
  gboolean own = strcmp (file->folder, pack->folder) == 0;
  const StetYaml *entry = own ? stet_yaml_get (stet_yaml_get (pack->root, "rules"), base) : NULL;
  g_autoptr (StetRule) rule
      = rule_for (set, pack, own ? pack->name : file->folder, base, file->path);
  g_autoptr(StetYaml) root = NULL;
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (file->bytes, &length);

  if (g_hash_table_contains (pack->seen, rule->name))
    {
      stet_pack_problem (set, file->path, 1,
                         "a rule of this name was read already; this one is left out");
      return;
    }
  g_hash_table_add (pack->seen, g_strdup (rule->name));
  root = stet_yaml_parse (data != NULL ? data : "", length, file->path, &error);
  if (root == NULL || !stet_rule_read_vale (rule, root, file->path, NULL, &error) ||
      (entry != NULL && !read_entry (set, pack, rule, entry, &error)))
    {
      take_error (set, error);
      return;
    }
  add_rule (set, pack, g_steal_pointer (&rule), base, entry);
}

/* The rule of an earlier layer that an entry speaks of: by its name in this pack or in one it
 * inherits, by its full name, by its code. (borrowed) (nullable) */
static StetRule *
find_earlier (const StetRuleSet *set, const Pack *pack, const char *key)
{
  StetRule *rule = find_named (set, pack->name, key);

  for (gsize i = 0; rule == NULL && pack->inherits != NULL && pack->inherits[i] != NULL; i++)
    rule = find_named (set, pack->inherits[i], key);
  return rule != NULL ? rule : stet_rule_set_find (set, key);
}

/* Whether an earlier rule, looking where the entry says, finds the entry's examples. Leaves it as
 * it was. */
static gboolean
prove_changed (StetRuleSet *set, Pack *pack, StetRule *rule, const StetRule *change, GError **error)
{
  const StetYaml *entry = change->entry;
  char **bad = rule->bad, **good = rule->good;
  guint units = rule->units;
  gboolean skip_quotations = rule->skip_quotations, skip_names = rule->skip_names;
  gboolean skip_works = rule->skip_works, ok;

  rule->bad = change->bad;
  rule->good = change->good;
  rule->entry = entry;
  rule->bad_story = change->bad_story;
  rule->good_story = change->good_story;
  ok = read_places (pack, rule, entry, error) && stet_pack_prove (set, pack, rule, error);
  rule->bad = bad;
  rule->good = good;
  rule->entry = rule->bad_story = rule->good_story = NULL;
  rule->units = units;
  rule->skip_quotations = skip_quotations;
  rule->skip_names = skip_names;
  rule->skip_works = skip_works;
  return ok;
}

/* An entry for a rule of an earlier pack: another level, other places, other words. */
static gboolean
change_earlier (StetRuleSet *set, Pack *pack, StetRule *rule, const StetYaml *entry, GError **error)
{
  g_autoptr(StetRule) change = stet_rule_new ();
  gboolean covers = stet_language_covers (pack->language, rule->language), changes = FALSE;

  if (!read_entry (set, pack, change, entry, error))
    return FALSE;
  for (guint i = 0; i < entry->keys->len; i++)
    changes = changes
              || strcmp (((StetYaml *) g_ptr_array_index (entry->keys, i))->text, "enabled") != 0;
  if (!covers && changes)
    {
      g_set_error (
          error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
          "%s:%u: %s is for more than “%s”: here it can only be “enabled: false”; write a rule of that name "
          "in this pack instead",
          pack->file, entry->line, rule->name, pack->language);
      return FALSE;
    }
  if ((change->bad != NULL || change->good != NULL || change->bad_story != NULL ||
       change->good_story != NULL) &&
      !prove_changed (set, pack, rule, change, error))
    return FALSE;
  if (!covers && !stet_yaml_bool (entry, "enabled", TRUE))
    yield_to (set, pack, rule);
  if (!covers)
    return TRUE;
  rule->disabled = !stet_yaml_bool (entry, "enabled", !rule->disabled);
  rule->layer = set->layer;
  return read_entry (set, pack, rule, entry, error);
}

/* An entry without a file: a structural rule, or changes in a rule of an earlier layer. */
static void
load_entry (StetRuleSet *set, Pack *pack, const StetYaml *key, const StetYaml *entry)
{
  const StetYaml *check = stet_yaml_get (entry, "check");
  g_autoptr(StetRule) rule = rule_for (set, pack, pack->name, key->text, pack->file);
  StetRule *earlier = check == NULL ? find_earlier (set, pack, key->text) : NULL;
  GError *error = NULL;

  if (g_hash_table_contains (pack->seen, rule->name))
    return;
  rule->line = key->line;
  if (check == NULL && earlier == NULL)
    {
      g_autofree char *what
        = g_strdup_printf ("%s has neither a rule file nor a check", rule->name);

      stet_pack_problem (set, pack->file, key->line, what);
      return;
    }
  if (earlier != NULL)
    {
      if (!change_earlier (set, pack, earlier, entry, &error))
        take_error (set, error);
      earlier->bad_story = earlier->good_story = earlier->entry = NULL;
      return;
    }
  if (stet_yaml_get (entry, "message") == NULL)
    {
      stet_pack_problem (set, pack->file, key->line, "a check needs a message");
      return;
    }
  if (!read_entry (set, pack, rule, entry, &error) ||
      (rule->structure = stet_structure_read (check, pack->file, &error)) == NULL)
    {
      take_error (set, error);
      return;
    }
  add_rule (set, pack, g_steal_pointer (&rule), key->text, entry);
}

static gboolean
read_pack_head (StetRuleSet *set, Pack *pack)
{
  const char *format = stet_yaml_text (pack->root, "format");

  if (g_strcmp0 (format, PACK_FORMAT) != 0)
    {
      stet_pack_problem (set, pack->file, pack->root->line,
                         "“format: " PACK_FORMAT "” is wanted; the pack is left out");
      return FALSE;
    }
  for (guint i = 0; i < pack->root->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (pack->root->keys, i);

      if (!g_strv_contains (pack_keys, key->text))
        {
          g_autofree char *what = g_strdup_printf ("“%s” is no key of a pack", key->text);

          stet_pack_problem (set, pack->file, key->line, what);
        }
    }
  if (stet_yaml_text (pack->root, "name") != NULL)
    {
      g_free (pack->name);
      pack->name = g_strdup (stet_yaml_text (pack->root, "name"));
    }
  pack->version = stet_yaml_text (pack->root, "version");
  pack->owner = stet_yaml_text (pack->root, "owner");
  pack->language = stet_yaml_text (pack->root, "language");
  if (g_strcmp0 (pack->language, "*") == 0)
    pack->language = NULL;
  pack->inherits = stet_yaml_strv (pack->root, "inherits");
  pack->example = stet_yaml_get (pack->root, "example");
  return TRUE;
}

static gboolean
read_pack_yaml (StetRuleSet *set, Pack *pack, const PackFile *file)
{
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (file->bytes, &length);

  pack->file = file->path;
  pack->root = stet_yaml_parse (data != NULL ? data : "", length, file->path, &error);
  if (pack->root == NULL)
    {
      take_error (set, error);
      return FALSE;
    }
  if (pack->root->kind != STET_YAML_MAP)
    {
      stet_pack_problem (set, file->path, pack->root->line, "a pack.yaml is a map");
      return FALSE;
    }
  return read_pack_head (set, pack);
}

static void
check_inherits (StetRuleSet *set, Pack *pack)
{
  for (gsize i = 0; pack->inherits != NULL && pack->inherits[i] != NULL; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("%s.", pack->inherits[i]);
      gboolean found = FALSE;

      for (guint k = 0; k < set->rules->len && !found; k++)
        found = g_str_has_prefix (((StetRule *) g_ptr_array_index (set->rules, k))->name, prefix);
      for (guint k = 0; k < set->packs->len && !found; k++)
        found
            = strcmp (((StetPackInfo *) g_ptr_array_index (set->packs, k))->name, pack->inherits[i])
              == 0;
      if (!found)
        {
          g_autofree char *what
            = g_strdup_printf ("the pack “%s” it inherits from is not there", pack->inherits[i]);

          stet_pack_problem (set, pack->file, stet_yaml_get (pack->root, "inherits")->line, what);
        }
    }
}

static void
read_options (StetRuleSet *set, const Pack *pack)
{
  const StetOptionSource source = { pack->name, pack->file, pack->language, set->layer };

  if (pack->root == NULL)
    return;
  stet_options_declare (set->options, &source, stet_yaml_get (pack->root, "options"),
                        set->problems);
  stet_options_set (set->options, &source, stet_yaml_get (pack->root, "set"), set->problems);
}

static void
load_words (StetRuleSet *set, const Pack *pack, const PackFile *file)
{
  gsize length;
  const char *text = g_bytes_get_data (file->bytes, &length);
  guint n_bad = stet_spelling_add_house_words (set->spelling, pack->language,
                                               text != NULL ? text : "", length);
  g_autofree char *what
      = n_bad > 0 ? g_strdup_printf ("%u lines are no words, or too many", n_bad) : NULL;

  if (what != NULL)
    stet_pack_problem (set, file->path, 1, what);
}

static void
add_info (StetRuleSet *set, const Pack *pack)
{
  StetPackInfo *info = g_new0 (StetPackInfo, 1);

  info->name = g_strdup (pack->name);
  info->version = g_strdup (pack->version);
  info->owner = g_strdup (pack->owner);
  info->language = g_strdup (pack->language);
  info->file = g_strdup (pack->file != NULL ? pack->file : pack->folder);
  info->layer = set->layer;
  info->n_rules = pack->n_rules;
  g_ptr_array_add (set->packs, info);
}

void
stet_pack_load (StetRuleSet *set, const char *folder, const GPtrArray *files)
{
  Pack pack = { .folder = folder,
                .name = g_strdup (folder),
                .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  const StetYaml *rules = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; i < files->len && ok; i++)
    {
      const PackFile *file = g_ptr_array_index (files, i);

      if (strcmp (file->base, "pack.yaml") == 0 && strcmp (file->folder, folder) == 0)
        ok = read_pack_yaml (set, &pack, file);
    }
  if (ok)
    {
      check_inherits (set, &pack);
      read_options (set, &pack);
    }
  for (guint i = 0; i < files->len && ok; i++)
    {
      const PackFile *file = g_ptr_array_index (files, i);

      if (g_str_has_suffix (file->base, ".yml"))
        load_rule_file (set, &pack, file);
      else if (strcmp (file->base, WORDS_FILE) == 0)
        load_words (set, &pack, file);
    }
  rules = ok ? stet_yaml_get (pack.root, "rules") : NULL;
  for (guint i = 0; rules != NULL && rules->kind == STET_YAML_MAP && i < rules->keys->len; i++)
    load_entry (set, &pack, g_ptr_array_index (rules->keys, i),
                g_ptr_array_index (rules->items, i));
  if (ok)
    add_info (set, &pack);
  stet_yaml_free (pack.root);
  g_strfreev (pack.inherits);
  g_hash_table_unref (pack.seen);
  g_free (pack.name);
}
