/* Loading packs, rule by rule: what is broken is told and left out, the rest is kept. Layer: style.
 * Blocks on files; any one thread. */
#include "config.h"

#include "style/pack.h"

#include "base/file.h"
#include "base/limits.h"
#include "style/pack-private.h"
#include "style/structure.h"

#include <stdlib.h>
#include <string.h>

#define PACK_FORMAT "stet-pack/1"
#define LAYER_DEPTH_MAX 4

static const char *const pack_keys[] = {
  "format", "name", "version", "owner", "language", "inherits", "example", "rules", NULL,
};
static const char *const entry_keys[] = {
  "code", "category", "level", "enabled", "title",       "message", "explanation", "bad",
  "good", "fix",      "stet",  "fields",  "skip_fields", "skip",    "check",       NULL,
};

StetRuleSet *
stet_rule_set_new (const StetProfile *profile)
{
  StetRuleSet *set = g_new0 (StetRuleSet, 1);

  set->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_rule_free);
  set->problems = g_ptr_array_new_with_free_func (g_free);
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
    else
      return entry_error (pack, stet_yaml_get (entry, "skip")->line, "skip", skip[i], error);
  return TRUE;
}

static gboolean
read_entry (Pack *pack, StetRule *rule, const StetYaml *entry, GError **error)
{
  const StetYaml *bad = stet_yaml_get (entry, "bad");

  if (!check_entry_keys (pack, entry, error) || !read_policies (pack, rule, entry, error) ||
      !read_places (pack, rule, entry, error))
    return FALSE;
  rule->code = g_strdup (stet_yaml_text (entry, "code"));
  rule->category = g_strdup (stet_yaml_text (entry, "category"));
  read_words (entry, "title", &rule->title);
  read_words (entry, "message", &rule->message);
  read_words (entry, "explanation", &rule->explanation);
  rule->bad = stet_yaml_strv (entry, "bad");
  rule->good = stet_yaml_strv (entry, "good");
  if (bad != NULL && bad->kind == STET_YAML_MAP)
    rule->bad_story = bad;
  return TRUE;
}

/* --- rules into the set --- */

static void
remove_rule (StetRuleSet *set, const char *name)
{
  for (guint i = 0; i < set->rules->len; i++)
    {
      const StetRule *rule = g_ptr_array_index (set->rules, i);

      if (strcmp (rule->name, name) == 0)
        {
          g_ptr_array_remove_index (set->rules, i);
          return;
        }
    }
}

static void
remove_inherited (StetRuleSet *set, Pack *pack, const char *base)
{
  for (gsize i = 0; pack->inherits != NULL && pack->inherits[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.%s", pack->inherits[i], base);

      remove_rule (set, name);
    }
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
  rule->bad_story = NULL;
  remove_rule (set, rule->name);
  remove_inherited (set, pack, base);
  if (stet_yaml_bool (entry, "enabled", TRUE))
    g_ptr_array_add (set->rules, rule);
  else
    stet_rule_free (rule);
}

static StetRule *
rule_for (Pack *pack, const char *folder, const char *base, const char *file)
{
  StetRule *rule = stet_rule_new ();

  rule->name = g_strdup_printf ("%s.%s", folder, base);
  rule->pack = pack->version != NULL ? g_strdup_printf ("%s %s", pack->name, pack->version)
                                     : g_strdup (pack->name);
  rule->language = g_strcmp0 (pack->language, "*") == 0 ? NULL : g_strdup (pack->language);
  rule->file = g_strdup (file);
  return rule;
}

static void
load_rule_file (StetRuleSet *set, Pack *pack, const PackFile *file)
{
  g_autofree char *base = g_strndup (file->base, strcspn (file->base, "."));
  gboolean own = strcmp (file->folder, pack->folder) == 0;
  const StetYaml *entry = own ? stet_yaml_get (stet_yaml_get (pack->root, "rules"), base) : NULL;
  g_autoptr(StetRule) rule = rule_for (pack, own ? pack->name : file->folder, base, file->path);
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
  if (root == NULL || !stet_rule_read_vale (rule, root, file->path, &error) ||
      (entry != NULL && !read_entry (pack, rule, entry, &error)))
    {
      take_error (set, error);
      return;
    }
  add_rule (set, pack, g_steal_pointer (&rule), base, entry);
}

/* An entry without a file: a structural rule, or another level for a rule of an earlier layer. */
static void
load_entry (StetRuleSet *set, Pack *pack, const StetYaml *key, const StetYaml *entry)
{
  const StetYaml *check = stet_yaml_get (entry, "check");
  g_autoptr(StetRule) rule = rule_for (pack, pack->name, key->text, pack->file);
  StetRule *earlier = stet_rule_set_find (set, rule->name);
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
  if (check == NULL)
    {
      if (!check_entry_keys (pack, entry, &error) || !read_policies (pack, earlier, entry, &error))
        take_error (set, error);
      else if (!stet_yaml_bool (entry, "enabled", TRUE))
        remove_rule (set, rule->name);
      return;
    }
  if (stet_yaml_get (entry, "message") == NULL)
    {
      stet_pack_problem (set, pack->file, key->line, "a check needs a message");
      return;
    }
  if (!read_entry (pack, rule, entry, &error) ||
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
  pack->language = stet_yaml_text (pack->root, "language");
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
      if (!found)
        {
          g_autofree char *what
            = g_strdup_printf ("the pack “%s” it inherits from is not there", pack->inherits[i]);

          stet_pack_problem (set, pack->file, stet_yaml_get (pack->root, "inherits")->line, what);
        }
    }
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
    check_inherits (set, &pack);
  for (guint i = 0; i < files->len && ok; i++)
    {
      const PackFile *file = g_ptr_array_index (files, i);

      if (g_str_has_suffix (file->base, ".yml"))
        load_rule_file (set, &pack, file);
    }
  rules = ok ? stet_yaml_get (pack.root, "rules") : NULL;
  for (guint i = 0; rules != NULL && rules->kind == STET_YAML_MAP && i < rules->keys->len; i++)
    load_entry (set, &pack, g_ptr_array_index (rules->keys, i),
                g_ptr_array_index (rules->items, i));
  stet_yaml_free (pack.root);
  g_strfreev (pack.inherits);
  g_hash_table_unref (pack.seen);
  g_free (pack.name);
}

/* --- where packs are read from --- */

static void
pack_file_free (gpointer data)
{
  PackFile *file = data;

  g_free (file->path);
  g_free (file->folder);
  g_free (file->base);
  g_bytes_unref (file->bytes);
  g_free (file);
}

static void
add_file (GPtrArray *files, const char *path, const char *folder, const char *base, GBytes *bytes)
{
  PackFile *file = g_new0 (PackFile, 1);

  file->path = g_strdup (path);
  file->folder = g_strdup (folder);
  file->base = g_strdup (base);
  file->bytes = bytes;
  g_ptr_array_add (files, file);
}

static gboolean
is_pack_file (const char *name)
{
  return g_str_has_suffix (name, ".yml") || strcmp (name, "pack.yaml") == 0;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

void
stet_rule_set_load_resource (StetRuleSet *set, GResource *resource, const char *path)
{
  g_auto(GStrv) packs = g_resource_enumerate_children (resource, path, 0, NULL);

  g_return_if_fail (packs != NULL);
  qsort (packs, g_strv_length (packs), sizeof (char *), compare_names);
  for (gsize i = 0; packs[i] != NULL; i++)
    {
      g_autofree char *folder = g_strndup (packs[i], strcspn (packs[i], "/"));
      g_autofree char *dir = g_strdup_printf ("%s/%s", path, folder);
      g_auto(GStrv) names = g_resource_enumerate_children (resource, dir, 0, NULL);
      g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (pack_file_free);

      qsort (names, g_strv_length (names), sizeof (char *), compare_names);
      for (gsize k = 0; names[k] != NULL; k++)
        {
          g_autofree char *file = g_strdup_printf ("%s/%s", dir, names[k]);

          add_file (files, strstr (file, "packs/"), folder, names[k],
                    g_resource_lookup_data (resource, file, 0, NULL));
        }
      stet_pack_load (set, folder, files);
    }
}

/* Names in a folder, sorted. Returns: (owned) strv, NULL when it can't be read. */
static char **
names_in (const char *dir, GError **error)
{
  g_autoptr(GDir) handle = g_dir_open (dir, 0, error);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  const char *name;
  char **names;

  if (handle == NULL)
    return NULL;
  while ((name = g_dir_read_name (handle)) != NULL)
    if (*name != '.')
      g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  return names;
}

static void
read_pack_file (StetRuleSet *set, GPtrArray *files, const char *dir, const char *base)
{
  g_autofree char *path = g_build_filename (dir, base, NULL);
  g_autofree char *folder = g_path_get_basename (dir);
  g_autoptr(GError) error = NULL;
  GBytes *bytes = stet_file_read (path, STET_RULE_BYTES_MAX, &error);

  if (bytes == NULL)
    stet_pack_problem (set, path, 1, error->message);
  else if (!g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    {
      stet_pack_problem (set, path, 1, "the file is not UTF-8");
      g_bytes_unref (bytes);
    }
  else
    add_file (files, path, folder, base, bytes);
}

static gboolean
is_dir (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static void
gather (StetRuleSet *set, GPtrArray *files, const char *dir, guint depth)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) names = names_in (dir, &error);

  if (names == NULL)
    {
      stet_pack_problem (set, dir, 1, error->message);
      return;
    }
  for (gsize i = 0; names[i] != NULL; i++)
    if (is_dir (dir, names[i]) && depth < LAYER_DEPTH_MAX)
      {
        g_autofree char *sub = g_build_filename (dir, names[i], NULL);

        gather (set, files, sub, depth + 1);
      }
    else if (is_pack_file (names[i]))
      read_pack_file (set, files, dir, names[i]);
}

gboolean
stet_rule_set_load_dir (StetRuleSet *set, const char *dir, GError **error)
{
  g_auto(GStrv) names = names_in (dir, error);
  gboolean is_pack = FALSE;

  if (names == NULL)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    is_pack = is_pack || (is_pack_file (names[i]) && !is_dir (dir, names[i]));
  for (gsize i = 0; is_pack ? i < 1 : names[i] != NULL; i++)
    {
      g_autofree char *path = is_pack ? g_strdup (dir) : g_build_filename (dir, names[i], NULL);
      g_autofree char *folder = g_path_get_basename (path);
      g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (pack_file_free);

      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      gather (set, files, path, 0);
      stet_pack_load (set, folder, files);
    }
  return TRUE;
}
