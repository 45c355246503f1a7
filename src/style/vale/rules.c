/* Finding and reading rule files. Layer: style. Blocks on the disk. */
#include "config.h"

#include "style/vale/rules.h"

#include "base/file.h"
#include "base/limits.h"
#include "style/profile.h"
#include "style/vale/vocabulary.h"

#include <string.h>

typedef struct
{
  const StetValeIni        *ini;
  const StetValeVocabulary *vocabulary;
  GPtrArray                *problems;
  GPtrArray                *rules;
  GHashTable               *names;   /* of rules that are there, or were left out */
  guint                     n_files;
} Loader;

static const char repetition[]
    = "extends: repetition\nmessage: \"'%s' is repeated!\"\nlevel: error\nalpha: true\nignorecase: true\n"
      "action:\n  name: edit\n  params:\n    - truncate\n    - ' '\ntokens:\n  - '[^\\s.!?]+'\n";
static const char spelling[]
    = "extends: spelling\nmessage: \"Did you really mean '%s'?\"\nlevel: error\naction:\n  name: suggest\n  params:\n"
      "    - spellings\n";

static void
rule_free (gpointer data)
{
  StetValeRule *rule = data;

  stet_rule_free (rule->rule);
  stet_vale_scope_free (rule->scope);
  g_free (rule->style);
  g_free (rule);
}

static void
problem (Loader *loader, const char *message)
{
  g_ptr_array_add (loader->problems, g_strdup (message));
}

/* The level a section gives it; the last one counts, and for all files, as in Vale. */
static void
apply_level (const StetValeIni *ini, StetRule *rule)
{
  for (guint i = 0; i < ini->sections->len; i++)
    {
      const StetValeSection *section = g_ptr_array_index (ini->sections, i);

      for (guint k = 0; k < section->switches->len; k++)
        {
          const StetValeSwitch *one = g_ptr_array_index (section->switches, k);

          if (one->has_level && strcmp (one->rule, rule->name) == 0)
            rule->level = one->level;
        }
    }
}

static void
take_rule (Loader *loader, StetRule *rule, const StetYaml *root, const char *style)
{
  const char *gone = stet_vale_scope_gone (rule->scopes);
  const StetYaml *scope = stet_yaml_get (root, "scope");
  StetValeRule *taken;

  if (gone != NULL)
    {
      g_ptr_array_add (loader->problems,
                       g_strdup_printf ("%s:%u: scope: “%s” is no scope any more: use raw",
                                        rule->file, scope->line, gone));
      return stet_rule_free (rule);
    }
  taken = g_new0 (StetValeRule, 1);
  taken->rule = rule;
  taken->style = g_strdup (style);
  taken->scope = stet_vale_scope_new (rule->scopes);
  /* Sentences are blocks of their own here. */
  rule->by_sentence = FALSE;
  apply_level (loader->ini, rule);
  g_ptr_array_add (loader->rules, taken);
}

static void
read_rule (Loader *loader, const char *text, const char *file, const char *style, const char *name)
{
  StetValeReading reading = { (const char *const *) loader->vocabulary->accepted,
                              loader->ini->word_template, loader->ini->styles_path };
  g_autoptr(GError) error = NULL;
  g_autoptr(StetYaml) root = stet_yaml_parse (text, strlen (text), file, &error);
  g_autoptr(StetRule) rule = NULL;

  if (root == NULL)
    return problem (loader, error->message);
  rule = stet_rule_new ();
  rule->name = g_strdup_printf ("%s.%s", style, name);
  rule->file = g_strdup (file);
  if (!stet_rule_read_vale (rule, root, file, &reading, &error))
    return problem (loader, error->message);
  take_rule (loader, g_steal_pointer (&rule), root, style);
}

static void
read_rule_file (Loader *loader, const char *path, const char *style, const char *name)
{
  g_autofree char *full = g_strdup_printf ("%s.%s", style, name);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!g_hash_table_add (loader->names, g_steal_pointer (&full)))
    return;
  if (++loader->n_files > STET_VALE_FILES_MAX)
    {
      if (loader->n_files == STET_VALE_FILES_MAX + 1)
        problem (loader, "there are too many rule files; the rest is left out");
      return;
    }
  text = stet_file_read_text (path, STET_RULE_BYTES_MAX, &error);
  if (text != NULL)
    return read_rule (loader, text, path, style, name);
  g_ptr_array_add (loader->problems, g_strdup_printf ("%s:1: %s", path, error->message));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
sorted_entries (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  if (dir != NULL)
    g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Rules in folders below a style take that folder's name for their style. `only` (nullable): the
 * one rule wanted. */
static void
read_folder (Loader *loader, const char *path, const char *only, guint depth)
{
  g_autoptr(GPtrArray) names = sorted_entries (path);
  g_autofree char *style = g_path_get_basename (path);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *full = g_build_filename (path, name, NULL);
      g_autofree char *rule = g_strndup (name, strcspn (name, "."));

      if (*name == '.')
        continue;
      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        {
          if (depth < STET_VALE_DEPTH_MAX)
            read_folder (loader, full, only, depth + 1);
        }
      else if (g_str_has_suffix (name, ".yml") && (only == NULL || strcmp (only, rule) == 0))
        read_rule_file (loader, full, style, rule);
    }
}

/* `name` (nullable): all four. */
static void
read_built_in (Loader *loader, const char *name)
{
  g_autofree char *terms = stet_vale_vocabulary_terms (loader->vocabulary);
  g_autofree char *avoid = stet_vale_vocabulary_avoid (loader->vocabulary);
  const struct { const char *name, *text; } all[] = {
    { "Avoid", avoid }, { "Repetition", repetition }, { "Spelling", spelling }, { "Terms", terms },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *full = g_strdup_printf ("Vale.%s", all[i].name);

      if (all[i].text != NULL && (name == NULL || strcmp (name, all[i].name) == 0)
          && g_hash_table_add (loader->names, g_strdup (full)))
        read_rule (loader, all[i].text, full, "Vale", all[i].name);
    }
}

/* `only` (nullable): one rule of it. */
static void
read_style (Loader *loader, const char *style, const char *only, guint line)
{
  g_autofree char *path = NULL;

  if (strcmp (style, "Vale") == 0)
    return read_built_in (loader, only);
  path = loader->ini->styles_path != NULL ? g_build_filename (loader->ini->styles_path, style, NULL)
                                          : NULL;
  if (path != NULL && strchr (style, G_DIR_SEPARATOR) == NULL && *style != '.'
      && g_file_test (path, G_FILE_TEST_IS_DIR))
    return read_folder (loader, path, only, 0);
  g_ptr_array_add (
      loader->problems,
      g_strdup_printf ("%s:%u: %s: there is no style of this name in %s", loader->ini->file, line,
                       style,
                       path != NULL ? loader->ini->styles_path : "StylesPath, which is not set"));
}

static void
read_section_rules (Loader *loader, const StetValeSection *section)
{
  for (guint i = 0; i < section->switches->len; i++)
    {
      const StetValeSwitch *one = g_ptr_array_index (section->switches, i);
      const char *dot = strchr (one->rule, '.');
      g_autofree char *style = g_strndup (one->rule, (gsize) (dot - one->rule));

      if (one->on && !g_hash_table_contains (loader->names, one->rule))
        read_style (loader, style, dot + 1, one->line);
    }
}

static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const StetValeRule *x = *(StetValeRule *const *) a, *y = *(StetValeRule *const *) b;

  return strcmp (x->rule->name, y->rule->name);
}

GPtrArray *
stet_vale_rules_load (const StetValeIni *ini, GPtrArray *problems)
{
  g_autoptr(StetValeVocabulary) vocabulary = stet_vale_vocabulary_load (ini, problems);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) styles = g_hash_table_new (g_str_hash, g_str_equal);
  Loader loader
      = { ini, vocabulary, problems, g_ptr_array_new_with_free_func (rule_free), names, 0 };

  for (guint i = 0; i < ini->sections->len; i++)
    {
      const StetValeSection *section = g_ptr_array_index (ini->sections, i);

      for (gsize k = 0; section->styles != NULL && section->styles[k] != NULL; k++)
        if (g_hash_table_add (styles, section->styles[k]))
          read_style (&loader, section->styles[k], NULL, section->line);
    }
  for (guint i = 0; i < ini->sections->len; i++)
    read_section_rules (&loader, g_ptr_array_index (ini->sections, i));
  g_ptr_array_sort (loader.rules, compare_rules);
  return loader.rules;
}
