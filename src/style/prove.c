/* A rule proves itself on its own examples before it may speak. Layer: style. */
#include "config.h"

#include "style/pack-private.h"

#include "base/text.h"
#include "style/structure.h"

static void
count_cb (const StetReport *report, gpointer data)
{
  (*(guint *) data)++;
}

static StetUnitKind
kind_for (const StetRule *rule)
{
  if ((rule->units & STET_UNIT_PARAGRAPH) != 0)
    return STET_UNIT_PARAGRAPH;
  for (guint bit = 0; bit < 20; bit++)
    if ((rule->units & (1u << bit)) != 0)
      return (StetUnitKind) (1u << bit);
  return STET_UNIT_PARAGRAPH;
}

static guint
count_in_text (StetRuleSet *set, const StetRule *rule, const char *text)
{
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  g_autofree char *clean = stet_text_clean (text);
  g_autoptr(StetProse) prose = stet_prose_plain (clean);
  g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_unit_free);
  g_autoptr(GArray) hits = NULL;
  guint n = 0;
  StetScene scene = { NULL, units, rule->language, set->profile, set->matcher, count_cb, &n };

  g_ptr_array_add (units, stet_unit_new (&field, kind_for (rule), prose));
  if (rule->structure != NULL)
    {
      stet_structure_check (rule->structure, &scene);
      return n;
    }
  hits = stet_rule_search (rule, g_ptr_array_index (units, 0), set->matcher);
  return hits->len;
}

static gboolean
count_in_story (StetRuleSet *set, Pack *pack, const StetRule *rule, const StetYaml *changes,
                guint *n, GError **error)
{
  g_autoptr(StetArticle) article = stet_example_story (pack->example, changes, pack->file, error);
  g_autoptr(GPtrArray) units = NULL;
  StetScene scene = { article, NULL, NULL, set->profile, set->matcher, count_cb, n };

  if (article == NULL)
    return FALSE;
  *n = 0;
  units = stet_units_of_article (article);
  scene.units = units;
  scene.language = stet_article_language (article);
  stet_structure_check (rule->structure, &scene);
  return TRUE;
}

static gboolean
refuse (const StetRule *rule, const char *what, const char *example, GError **error)
{
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_EXAMPLE, "%s:%u: %s: %s: “%s”", rule->file,
               rule->line, rule->name, what, example);
  return FALSE;
}

static gboolean
prove_with_stories (StetRuleSet *set, Pack *pack, const StetRule *rule, GError **error)
{
  guint n;

  if (rule->bad_story != NULL)
    {
      if (!count_in_story (set, pack, rule, rule->bad_story, &n, error))
        return FALSE;
      if (n == 0)
        return refuse (rule, "nothing is found in its bad example",
                       rule->bad_story->keys->len > 0
                         ? ((StetYaml *) g_ptr_array_index (rule->bad_story->keys, 0))->text
                         : "",
                       error);
    }
  if (!count_in_story (set, pack, rule, NULL, &n, error))
    return FALSE;
  return n == 0 || refuse (rule, "something is found in the pack's good story", "example", error);
}

gboolean
stet_pack_prove (StetRuleSet *set, Pack *pack, StetRule *rule, GError **error)
{
  if (rule->bad_story != NULL && rule->structure == NULL)
    return refuse (rule, "its example must be a text", "bad", error);
  for (gsize i = 0; rule->bad != NULL && rule->bad[i] != NULL; i++)
    if (count_in_text (set, rule, rule->bad[i]) == 0)
      return refuse (rule, "nothing is found in its bad example", rule->bad[i], error);
  for (gsize i = 0; rule->good != NULL && rule->good[i] != NULL; i++)
    if (count_in_text (set, rule, rule->good[i]) > 0)
      return refuse (rule, "something is found in its good example", rule->good[i], error);
  if (rule->structure != NULL && pack->example != NULL)
    return prove_with_stories (set, pack, rule, error);
  return TRUE;
}
