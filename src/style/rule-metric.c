/* metric and readability: what the whole text measures, against a condition or a school grade.
 * Layer: style. Any thread. The formulas are the published ones: Flesch-Kincaid, Gunning fog, SMOG,
 * ARI, Coleman-Liau; Fernández Huerta and Szigriszt-Pazos for Spanish, where a higher value is
 * easier. */
#include "config.h"

#include "style/formula.h"
#include "style/rule-kind.h"

#include <math.h>
#include <string.h>

static const char *const metric_keys[] = { "formula", "condition", NULL };
static const char *const readability_keys[] = { "metrics", "grade", NULL };

/* --- metric --- */

typedef struct { char *formula, *condition; } Metric;

static void
free_metric (gpointer own)
{
  Metric *metric = own;

  g_free (metric->formula);
  g_free (metric->condition);
  g_free (metric);
}

static gboolean
look_up (const char *name, double *value, gpointer data)
{
  const StetProseCounts *counts = data;
  const struct { const char *name; guint value; } names[] = {
    { "words", counts->words },           { "sentences", counts->sentences },
    { "characters", counts->characters }, { "paragraphs", counts->paragraphs },
    { "syllables", counts->syllables },   { "complex_words", counts->complex_words },
    { "long_words", counts->long_words }, { "polysyllabic_words", counts->polysyllabic_words },
    { "list", counts->lists },            { "blockquote", counts->quotes },
    { "pre", counts->code },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i].name) == 0)
      {
        *value = names[i].value;
        return TRUE;
      }
  if ((g_str_has_prefix (name, "heading_h") || g_str_has_prefix (name, "heading.h"))
      && name[9] >= '1' && name[9] <= '6' && name[10] == '\0')
    {
      *value = counts->headings[name[9] - '1'];
      return TRUE;
    }
  return FALSE;
}

/* Tried once on a text of one word, so that a formula that cannot be read is told when it is
 * loaded. */
static gboolean
read_metric (StetRuleReader *reader, GError **error)
{
  const char *formula = stet_yaml_text (reader->root, "formula"),
             *condition = stet_yaml_text (reader->root, "condition");
  StetProseCounts one = { 1, 1, 1, 1, 1, 1, 1, 1, { 0 }, 0, 0, 0 };
  Metric *metric = g_new0 (Metric, 1);
  g_autofree char *whole = NULL;
  g_autoptr(GError) local = NULL;
  double value;

  reader->rule->own = metric;
  if (formula == NULL || condition == NULL)
    return stet_rule_refuse (reader, formula == NULL ? "formula" : "condition", error,
                             "a metric rule needs formula and condition");
  metric->formula = g_strdup (formula);
  metric->condition = g_strdup (condition);
  whole = g_strdup_printf ("1 %s", condition);
  if (!stet_formula_value (formula, look_up, &one, &value, &local))
    return stet_rule_refuse (reader, "formula", error, "%s", local->message);
  if (!stet_formula_value (whole, look_up, &one, &value, &local))
    return stet_rule_refuse (reader, "condition", error, "%s", local->message);
  return TRUE;
}

static void
take_value (StetRuleSearch *search, double value)
{
  StetStretch start = { search->from_bytes, search->from_bytes };
  char **args = g_new0 (char *, 2);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  args[0] = g_strdup (g_ascii_formatd (number, sizeof number, "%.2f", value));
  stet_rule_take_as (search, &start, g_new0 (char *, 1), args);
}

static void
search_metric (StetRuleSearch *search)
{
  const Metric *metric = search->rule->own;
  const StetProseCounts *counts = search->memory->counts;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *whole = NULL;
  double value, holds;

  if (counts == NULL || counts->words == 0
      || !stet_formula_value (metric->formula, look_up, (gpointer) counts, &value, NULL)
      || !isfinite (value))
    return;
  whole = g_strdup_printf ("(%s) %s", g_ascii_formatd (number, sizeof number, "%.10f", value),
                           metric->condition);
  if (stet_formula_value (whole, look_up, (gpointer) counts, &holds, NULL) && holds != 0)
    take_value (search, value);
}

const StetRuleKind stet_kind_metric = {
  .name = "metric", .keys = metric_keys, .whole = TRUE,
  .read = read_metric, .search = search_metric, .free = free_metric,
};

/* --- readability --- */

typedef double (*Measure) (const StetProseCounts *counts);

static double
per (guint what, guint of)
{
  return of > 0 ? (double) what / of : 0;
}

static double
flesch_kincaid (const StetProseCounts *c)
{
  return .39 * per (c->words, c->sentences) + 11.8 * per (c->syllables, c->words) - 15.59;
}

static double
gunning_fog (const StetProseCounts *c)
{
  return .4 * (per (c->words, c->sentences) + 100 * per (c->complex_words, c->words));
}

static double
smog (const StetProseCounts *c)
{
  return 1.043 * sqrt (30 * per (c->polysyllabic_words, c->sentences)) + 3.1291;
}

static double
automated (const StetProseCounts *c)
{
  return 4.71 * per (c->characters, c->words) + .5 * per (c->words, c->sentences) - 21.43;
}

static double
coleman_liau (const StetProseCounts *c)
{
  return 5.88 * per (c->characters, c->words) - 29.6 * per (c->sentences, c->words) - 15.8;
}

/* Ease turned into difficulty, so that one comparison serves all: 100 is unreadable. */
static double
fernandez_huerta (const StetProseCounts *c)
{
  return 100 - (206.84 - 60 * per (c->syllables, c->words) - 1.02 * per (c->words, c->sentences));
}

static double
szigriszt_pazos (const StetProseCounts *c)
{
  return 100 - (206.835 - 62.3 * per (c->syllables, c->words) - per (c->words, c->sentences));
}

static const struct { const char *name; Measure measure; } measures[] = {
  { "Flesch-Kincaid", flesch_kincaid },       { "Gunning Fog", gunning_fog },   { "SMOG", smog },
  { "Automated Readability", automated },     { "Coleman-Liau", coleman_liau },
  { "Fernandez Huerta", fernandez_huerta },   { "Szigriszt-Pazos", szigriszt_pazos },
};

typedef struct { guint chosen; double grade; } Readability; /* chosen: bits of `measures` */

static gboolean
read_readability (StetRuleReader *reader, GError **error)
{
  g_auto(GStrv) names = stet_yaml_strv (reader->root, "metrics");
  Readability *readability = g_new0 (Readability, 1);

  reader->rule->own = readability;
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      guint before = readability->chosen;

      for (gsize k = 0; k < G_N_ELEMENTS (measures); k++)
        if (g_ascii_strcasecmp (names[i], measures[k].name) == 0)
          readability->chosen |= 1u << k;
      if (readability->chosen == before)
        return stet_rule_refuse (reader, "metrics", error, "no such measure of readability: “%s”",
                                 names[i]);
    }
  if (readability->chosen == 0)
    return stet_rule_refuse (reader, "metrics", error, "a readability rule needs metrics");
  return stet_rule_read_number (reader, "grade", &readability->grade, error);
}

static void
search_readability (StetRuleSearch *search)
{
  const Readability *readability = search->rule->own;
  const StetProseCounts *counts = search->memory->counts;
  double sum = 0;
  guint n = 0;

  if (counts == NULL || counts->words == 0)
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (measures); k++)
    if ((readability->chosen & (1u << k)) != 0)
      {
        sum += measures[k].measure (counts);
        n++;
      }
  if (sum / n > readability->grade)
    take_value (search, sum / n);
}

const StetRuleKind stet_kind_readability = {
  .name = "readability", .keys = readability_keys, .whole = TRUE,
  .read = read_readability, .search = search_readability, .free = g_free,
};
