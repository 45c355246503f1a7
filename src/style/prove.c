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
  g_autoptr(StetRuleMemory) memory = NULL;
  g_autoptr(GArray) hits = NULL;
  StetProseCounts counts = { 0 };
  StetUnit *unit;
  guint n = 0;
  StetScene scene = { .units = units, .language = rule->language, .profile = set->profile,
                      .matcher = set->matcher, .report = count_cb, .report_data = &n };

  unit = stet_unit_new (&field, kind_for (rule), prose);
  unit->language = stet_language_builtin (
      rule->language != NULL ? rule->language : stet_text_guess_language (clean));
  g_ptr_array_add (units, unit);
  if (rule->structure != NULL)
    {
      stet_structure_check (rule->structure, &scene);
      return n;
    }
  stet_prose_counts_take (&counts, clean, rule->language);
  memory = stet_rule_memory_new (&counts);
  hits = stet_rule_search (rule, g_ptr_array_index (units, 0), NULL, memory, set->matcher);
  return hits->len;
}

static gboolean
count_in_story (StetRuleSet *set, Pack *pack, const StetRule *rule, const StetYaml *changes,
                guint *n, GError **error)
{
  StetExample source = { pack->example, changes, pack->language, pack->file };
  g_autoptr(StetArticle) article = stet_example_story (&source, error);
  g_autoptr(StetFacts) facts = NULL;
  g_autoptr(GPtrArray) units = NULL;
  StetScene scene = { .article = article, .profile = set->profile, .matcher = set->matcher,
                      .report = count_cb, .report_data = n };

  if (article == NULL
      || (facts = stet_example_facts (&source, error)) == NULL)
    return FALSE;
  scene.facts = facts;
  *n = 0;
  units = stet_units_of_article (article);
  scene.units = units;
  scene.language = stet_article_language (article);
  stet_structure_check (rule->structure, &scene);
  return TRUE;
}

/* Example `i` of a key of the rule's entry; the entry's own line where it stands elsewhere. */
static guint
line_of (const StetRule *rule, const char *key, gsize i)
{
  const StetYaml *node = stet_yaml_get (rule->entry, key);

  if (node != NULL && node->kind == STET_YAML_LIST && i < node->items->len)
    node = g_ptr_array_index (node->items, i);
  return node != NULL ? node->line : rule->line;
}

static gboolean
refuse (const Pack *pack, const StetRule *rule, const char *key, gsize i, const char *what,
        GError **error)
{
  char **examples = g_str_equal (key, "bad") ? rule->bad : rule->good;

  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_EXAMPLE, "%s:%u: %s: “%s”: %s: “%s”",
               rule->entry != NULL ? pack->file : rule->file, line_of (rule, key, i), rule->name,
               key, what, examples != NULL ? examples[i] : key);
  return FALSE;
}

static gboolean
refuse_story (const Pack *pack, const StetRule *rule, guint line, const char *key, const char *what,
              GError **error)
{
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_EXAMPLE, "%s:%u: %s: “%s”: %s", pack->file,
               line, rule->name, key, what);
  return FALSE;
}

/* One story, or each of a list of them. */
static gboolean
prove_stories (StetRuleSet *set, Pack *pack, const StetRule *rule, const char *key, GError **error)
{
  gboolean bad = g_str_equal (key, "bad");
  const StetYaml *stories = bad ? rule->bad_story : rule->good_story;
  gboolean list = stories != NULL && stories->kind == STET_YAML_LIST;
  guint n_stories = list ? stories->items->len : stories != NULL ? 1 : 0;

  for (guint i = 0; i < n_stories; i++)
    {
      const StetYaml *story = list ? g_ptr_array_index (stories->items, i) : stories;
      guint n;

      if (!count_in_story (set, pack, rule, story, &n, error))
        return FALSE;
      if (bad && n == 0)
        return refuse_story (pack, rule, story->line, key, "nothing is found in its bad example",
                             error);
      if (!bad && n > 0)
        return refuse_story (pack, rule, story->line, key, "something is found in its good example",
                             error);
    }
  return TRUE;
}

static gboolean
prove_with_stories (StetRuleSet *set, Pack *pack, const StetRule *rule, GError **error)
{
  guint n;

  if (!prove_stories (set, pack, rule, "bad", error)
      || !prove_stories (set, pack, rule, "good", error))
    return FALSE;
  if (pack->example == NULL)
    return TRUE;
  if (!count_in_story (set, pack, rule, NULL, &n, error))
    return FALSE;
  return n == 0
         || refuse_story (pack, rule, rule->line, "example",
                          "something is found in the pack's good story", error);
}

gboolean
stet_pack_prove (StetRuleSet *set, Pack *pack, StetRule *rule, GError **error)
{
  if ((rule->bad_story != NULL || rule->good_story != NULL) && rule->structure == NULL)
    return refuse_story (pack, rule, line_of (rule, "bad", 0), "bad", "its example must be a text",
                         error);
  for (gsize i = 0; rule->bad != NULL && rule->bad[i] != NULL; i++)
    if (count_in_text (set, rule, rule->bad[i]) == 0)
      return refuse (pack, rule, "bad", i, "nothing is found in its bad example", error);
  for (gsize i = 0; rule->good != NULL && rule->good[i] != NULL; i++)
    if (count_in_text (set, rule, rule->good[i]) > 0)
      return refuse (pack, rule, "good", i, "something is found in its good example", error);
  if (rule->structure != NULL)
    return prove_with_stories (set, pack, rule, error);
  return TRUE;
}
