/* Loading a checker, and what it can tell about its rules. Layer: style. Any thread once loaded. */
#include "config.h"

#include "style/checker.h"

#include "style/checker-private.h"
#include "style/profile-private.h"

#include <string.h>


static int
compare_level (gconstpointer a, gconstpointer b)
{
  const StetRule *x = *(StetRule *const *) a, *y = *(StetRule *const *) b;

  if (x->level != y->level)
    return x->level > y->level ? -1 : 1;
  return strcmp (x->name, y->name);
}

static void
order_rules (StetChecker *checker)
{
  g_autoptr(GPtrArray) patterns = g_ptr_array_new ();

  checker->by_level = g_ptr_array_copy (checker->set->rules, NULL, NULL);
  g_ptr_array_set_free_func (checker->by_level, NULL);
  g_ptr_array_sort (checker->by_level, compare_level);
  checker->of_whole = g_array_new (FALSE, FALSE, sizeof (guint));
  checker->unindexed = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < checker->by_level->len; i++)
    {
      const StetRule *rule = g_ptr_array_index (checker->by_level, i);

      gboolean indexed = stet_rule_is_indexable (rule);

      g_ptr_array_add (patterns, indexed ? rule->pattern : NULL);
      if (rule->structure != NULL || stet_rule_needs_whole (rule))
        g_array_append_val (checker->of_whole, i);
      else if (!indexed)
        g_array_append_val (checker->unindexed, i);
    }
  checker->index = stet_index_new ((const StetPattern *const *) patterns->pdata, patterns->len);
  checker->gave_up = g_new0 (gint, patterns->len);
  checker->parts = stet_part_cache_new ();
}

static void
load_packs (StetRuleSet *set, const StetCheckerOptions *options)
{
  const char *const *dirs = options != NULL ? options->pack_dirs : NULL;

  if (options != NULL && options->only_file != NULL)
    {
      stet_rule_set_load_file (set, options->only_file);
      return;
    }
  stet_rule_set_load_resource (set, stet_style_packs (), STET_PACKS_PATH);
  set->layer = STET_LAYER_NEWSROOM;
  for (gsize i = 0; dirs != NULL && dirs[i] != NULL; i++)
    {
      g_autoptr(GError) local = NULL;

      if (!stet_rule_set_load_dir (set, dirs[i], &local))
        g_ptr_array_add (set->problems, g_strdup_printf ("%s:1: %s", dirs[i], local->message));
    }
  if (options != NULL && options->packs_root != NULL)
    stet_rule_set_load_layers (set, options->packs_root);
}

StetChecker *
stet_checker_new (const StetCheckerOptions *options, GPtrArray **problems, GError **error)
{
  g_autoptr(StetChecker) checker = g_new0 (StetChecker, 1);
  const char *language = options != NULL ? options->interface_language : NULL;
  g_autoptr(StetProfile) builtin = stet_profile_builtin ();

  g_atomic_ref_count_init (&checker->ref_count);
  g_mutex_init (&checker->lock);
  checker->problems = g_ptr_array_new_with_free_func (g_free);
  checker->profile = options != NULL && options->profile != NULL
                       ? stet_profile_ref (options->profile)
                       : stet_profile_ref (builtin);
  checker->clock
      = options != NULL && options->clock != NULL ? options->clock : stet_clock_system ();
  checker->interface_language
    = g_strdup (language != NULL && g_str_has_prefix (language, "es") ? "es" : "en");
  /* Rules prove themselves by the built-in limits: another profile's are the newsroom's own
   * affair. */
  checker->set = stet_rule_set_new (builtin);
  load_packs (checker->set, options);
  checker->set->profile = NULL;
  if (checker->set->rules->len == 0)
    {
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, "%s",
                   checker->set->problems->len > 0
                       ? (char *) g_ptr_array_index (checker->set->problems, 0)
                       : "no rule could be loaded");
      return NULL;
    }
  order_rules (checker);
  if (problems != NULL)
    *problems = g_ptr_array_ref (checker->set->problems);
  return g_steal_pointer (&checker);
}

StetChecker *
stet_checker_ref (StetChecker *checker)
{
  g_atomic_ref_count_inc (&checker->ref_count);
  return checker;
}

void
stet_checker_unref (StetChecker *checker)
{
  if (checker == NULL || !g_atomic_ref_count_dec (&checker->ref_count))
    return;
  g_clear_pointer (&checker->by_level, g_ptr_array_unref);
  g_clear_pointer (&checker->of_whole, g_array_unref);
  g_clear_pointer (&checker->unindexed, g_array_unref);
  g_clear_pointer (&checker->index, stet_index_free);
  g_clear_pointer (&checker->parts, stet_part_cache_free);
  g_ptr_array_unref (checker->problems);
  stet_offs_unref (checker->offs);
  g_mutex_clear (&checker->lock);
  g_free (checker->gave_up);
  stet_rule_set_free (checker->set);
  stet_profile_unref (checker->profile);
  g_free (checker->interface_language);
  g_free (checker);
}

StetProfile *
stet_checker_profile (const StetChecker *checker)
{
  return checker->profile;
}

guint
stet_checker_n_rules (const StetChecker *checker, const char *language)
{
  guint n = 0;

  for (guint i = 0; i < checker->set->rules->len; i++)
    n += stet_rule_set_applies (checker->set, g_ptr_array_index (checker->set->rules, i), language)
             ? 1
             : 0;
  return n;
}

void
stet_checker_switch_off (StetChecker *checker, guint number)
{
  const StetRule *rule = g_ptr_array_index (checker->by_level, number);

  if (!g_atomic_int_compare_and_exchange (&checker->gave_up[number], 0, 1))
    return;
  g_mutex_lock (&checker->lock);
  g_ptr_array_add (
      checker->problems,
      g_strdup_printf (
          "%s:%u: %s: the pattern takes too long on some texts: write it so that there are "
          "fewer ways to match the same words",
          rule->file, rule->line, rule->name));
  g_mutex_unlock (&checker->lock);
}

GPtrArray *
stet_checker_take_problems (StetChecker *checker)
{
  GPtrArray *problems;

  g_mutex_lock (&checker->lock);
  problems = g_steal_pointer (&checker->problems);
  checker->problems = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&checker->lock);
  return problems;
}

GPtrArray *
stet_checker_blockers (StetChecker *checker, GPtrArray *findings, gboolean breaking)
{
  GPtrArray *blockers = g_ptr_array_new ();
  const char *const *still = stet_profile_breaking_blocks (checker->profile);

  for (guint i = 0; i < findings->len; i++)
    {
      StetFinding *finding = g_ptr_array_index (findings, i);

      if (finding->level != STET_LEVEL_ERROR || finding->stand != NULL)
        continue;
      if (breaking && !g_strv_contains (still, finding->rule) &&
          (finding->code == NULL || !g_strv_contains (still, finding->code)))
        continue;
      g_ptr_array_add (blockers, finding);
    }
  return blockers;
}

static StetRuleInfo *
info_of (const StetChecker *checker, const StetRule *rule)
{
  StetRuleInfo *info = g_new0 (StetRuleInfo, 1);
  const char *language = checker->interface_language;

  info->name = g_strdup (rule->name);
  info->code = g_strdup (rule->code);
  info->pack = g_strdup (rule->pack);
  info->title = g_strdup (stet_words_in (&rule->title, language));
  info->explanation = g_strdup (stet_words_in (&rule->explanation, language));
  info->bad = g_strdup (rule->bad != NULL ? rule->bad[0] : NULL);
  info->good = g_strdup (rule->good != NULL ? rule->good[0] : NULL);
  info->level = rule->level;
  info->may_stand = rule->stet == STET_STET_AUTHOR;
  info->owner = g_strdup (rule->owner);
  info->category = g_strdup (rule->category);
  info->link = g_strdup (rule->link);
  info->language = g_strdup (rule->language);
  info->file = g_strdup (rule->file);
  info->when = rule->when != NULL ? stet_when_to_string (rule->when) : NULL;
  info->layer = rule->layer;
  info->disabled = rule->disabled;
  return info;
}

StetRuleInfo *
stet_checker_explain (const StetChecker *checker, const char *rule)
{
  const StetRule *found = stet_rule_set_find (checker->set, rule);

  return found != NULL ? info_of (checker, found) : NULL;
}

const StetOptions *
stet_checker_options (const StetChecker *checker)
{
  return checker->set->options;
}

StetSpelling *
stet_checker_spelling (const StetChecker *checker)
{
  return checker->set->spelling;
}

void
stet_checker_set_offs (StetChecker *checker, StetOffs *offs)
{
  g_autoptr(StetOffs) before = NULL;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&checker->lock);

  before = checker->offs;
  checker->offs = offs != NULL ? stet_offs_ref (offs) : NULL;
}

StetOffs *
stet_checker_offs (StetChecker *checker)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&checker->lock);

  return checker->offs != NULL ? stet_offs_ref (checker->offs) : NULL;
}

void
stet_checker_suggest (StetChecker *checker, GPtrArray *findings, const char *language)
{
  for (guint i = 0; i < findings->len; i++)
    {
      StetFinding *finding = g_ptr_array_index (findings, i);
      const char *spoken;

      if (!g_str_has_prefix (finding->rule, STET_SPELLING_PREFIX) || finding->match == NULL)
        continue;
      spoken = language != NULL ? language : finding->rule + strlen (STET_SPELLING_PREFIX);
      g_strfreev (finding->replacements);
      finding->replacements = stet_spelling_suggest (
          checker->set->spelling, spoken,
          stet_options_value (checker->set->options, "region", spoken), finding->match);
    }
}

gboolean
stet_checker_can_spell (StetChecker *checker, const char *language)
{
  return language == NULL
         || stet_spelling_has_dictionary (
             checker->set->spelling, language,
             stet_options_value (checker->set->options, "region", language));
}

GPtrArray *
stet_checker_packs (const StetChecker *checker)
{
  return checker->set->packs;
}

GPtrArray *
stet_checker_list (const StetChecker *checker)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_rule_info_free);

  for (guint i = 0; i < checker->set->rules->len; i++)
    g_ptr_array_add (list, info_of (checker, g_ptr_array_index (checker->set->rules, i)));
  return list;
}

void
stet_rule_info_free (StetRuleInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->name);
  g_free (info->code);
  g_free (info->pack);
  g_free (info->title);
  g_free (info->explanation);
  g_free (info->bad);
  g_free (info->good);
  g_free (info->owner);
  g_free (info->category);
  g_free (info->link);
  g_free (info->language);
  g_free (info->file);
  g_free (info->when);
  g_free (info);
}
