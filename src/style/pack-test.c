/* Loading one pack on top of the others and telling what is wrong with it. Layer: style. */
#include "config.h"

#include "style/pack-test.h"

#include "style/pack.h"
#include "style/profile-private.h"

#include <stdlib.h>
#include <string.h>

static void
fault_free (gpointer data)
{
  StetPackFault *fault = data;

  g_free (fault->file);
  g_free (fault->what);
  g_free (fault);
}

void
stet_pack_test_free (StetPackTest *test)
{
  if (test == NULL)
    return;
  g_free (test->name);
  g_ptr_array_unref (test->faults);
  g_free (test);
}

/* "FILE:LINE: what". */
static void
add_fault (StetPackTest *test, const char *problem)
{
  StetPackFault *fault = g_new0 (StetPackFault, 1);
  const char *colon = problem;

  while ((colon = strchr (colon, ':')) != NULL)
    {
      char *end;
      gulong line = strtoul (colon + 1, &end, 10);

      if (end > colon + 1 && g_str_has_prefix (end, ": "))
        {
          fault->line = (guint) line;
          fault->file = g_strndup (problem, (gsize) (colon - problem));
          fault->what = g_strdup (end + 2);
          break;
        }
      colon++;
    }
  if (fault->file == NULL)
    fault->what = g_strdup (problem);
  g_ptr_array_add (test->faults, fault);
}

static void
count_rules (StetPackTest *test, const StetRuleSet *set)
{
  g_autofree char *prefix = g_strdup_printf ("%s.", test->name);

  for (guint i = 0; i < set->rules->len; i++)
    {
      const StetRule *rule = g_ptr_array_index (set->rules, i);

      if (!g_str_has_prefix (rule->name, prefix))
        continue;
      test->n_rules++;
      test->n_examples += rule->bad != NULL ? g_strv_length (rule->bad) : 0;
      test->n_examples += rule->good != NULL ? g_strv_length (rule->good) : 0;
    }
}

static const StetPackInfo *
find_pack (const StetRuleSet *set, const char *name)
{
  for (guint i = set->packs->len; i-- > 0;)
    if (strcmp (((StetPackInfo *) g_ptr_array_index (set->packs, i))->name, name) == 0)
      return g_ptr_array_index (set->packs, i);
  return NULL;
}

/* What was told of files in the pack's own folder. */
static void
take_faults (StetPackTest *test, const StetRuleSet *set, const StetPackInfo *info)
{
  g_autofree char *dir = g_path_get_dirname (info->file);
  g_autofree char *prefix = g_strconcat (dir, "/", NULL);

  for (guint i = 0; i < set->problems->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (set->problems, i), prefix))
      add_fault (test, g_ptr_array_index (set->problems, i));
}

static StetPackTest *
test_folder (StetPackTest *test, StetRuleSet *set, const char *folder, GError **error)
{
  guint n_packs = set->packs->len, n_problems = set->problems->len;

  set->layer = STET_LAYER_PERSON;
  if (!stet_rule_set_load_dir (set, folder, error))
    return NULL;
  for (guint i = n_problems; i < set->problems->len; i++)
    add_fault (test, g_ptr_array_index (set->problems, i));
  if (set->packs->len == n_packs && test->faults->len == 0)
    {
      g_set_error_literal (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, folder);
      return NULL;
    }
  for (guint i = n_packs; i < set->packs->len; i++)
    {
      g_free (test->name);
      test->name = g_strdup (((StetPackInfo *) g_ptr_array_index (set->packs, i))->name);
      count_rules (test, set);
    }
  return test;
}

StetPackTest *
stet_pack_test (const char *pack, const char *packs_root, GError **error)
{
  g_autoptr (StetProfile) profile = stet_profile_builtin ();
  g_autoptr (StetRuleSet) set = stet_rule_set_new (profile);
  g_autoptr (StetPackTest) test = g_new0 (StetPackTest, 1);
  const StetPackInfo *info;

  test->name = g_path_get_basename (pack);
  test->faults = g_ptr_array_new_with_free_func (fault_free);
  stet_rule_set_load_resource (set, stet_style_packs (), STET_PACKS_PATH);
  if (packs_root != NULL)
    stet_rule_set_load_layers (set, packs_root);
  if (g_file_test (pack, G_FILE_TEST_IS_DIR))
    return test_folder (test, set, pack, error) != NULL ? g_steal_pointer (&test) : NULL;
  info = find_pack (set, pack);
  if (info == NULL)
    {
      g_set_error_literal (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, pack);
      return NULL;
    }
  take_faults (test, set, info);
  count_rules (test, set);
  return g_steal_pointer (&test);
}
