/* Reading structural checks, and what all of them use. Layer: style. Any thread. */
#include "config.h"

#include "style/structure.h"

#include "style/structure-private.h"

#include <string.h>

#define NUMBER_MAX 1000000

static const StetStructureKind kinds[] = {
  { "present", STET_STRUCTURE_REACH_STORY, FALSE, "field", NULL, stet_check_present },
  { "length", STET_STRUCTURE_REACH_TEXT, FALSE, "field min|max", NULL, stet_check_length },
  { "count", STET_STRUCTURE_REACH_STORY, FALSE, "field min|max", NULL, stet_check_count },
  { "pattern", STET_STRUCTURE_REACH_TEXT, FALSE, "field pattern", NULL, stet_check_pattern },
  { "mention", STET_STRUCTURE_REACH_FIELD, FALSE, "field pattern", NULL, stet_check_mention },
  { "repeats", STET_STRUCTURE_REACH_STORY, FALSE, "field against", NULL, stet_check_repeats },
  { "same", STET_STRUCTURE_REACH_STORY, FALSE, "field against", NULL, stet_check_same },
  { "names", STET_STRUCTURE_REACH_STORY, FALSE, "field against", NULL, stet_check_names },
  { "figures", STET_STRUCTURE_REACH_STORY, FALSE, "field against", NULL, stet_check_figures },
  { "spelt", STET_STRUCTURE_REACH_STORY, TRUE, "field", NULL, stet_check_spelt },
  { "person", STET_STRUCTURE_REACH_FIELD, TRUE, "field", "again surname role", stet_check_person },
  { "duplicate", STET_STRUCTURE_REACH_FIELD, FALSE, "field", NULL, stet_check_duplicate },
  { "similar", STET_STRUCTURE_REACH_FIELD, FALSE, "field share", NULL, stet_check_similar },
  { "echo", STET_STRUCTURE_REACH_STORY, FALSE, "run", NULL, stet_check_echo },
  { "sources", STET_STRUCTURE_REACH_STORY, FALSE, "field pattern", NULL, stet_check_sources },
  { "links", STET_STRUCTURE_REACH_STORY, FALSE, "test", "broken weak internal", stet_check_links },
  { "sentence", STET_STRUCTURE_REACH_TEXT, TRUE, "field max|pattern", NULL, stet_check_sentence },
  { "density", STET_STRUCTURE_REACH_TEXT, TRUE, "field pattern max", NULL, stet_check_density },
  { "acronym", STET_STRUCTURE_REACH_FIELD, TRUE, "field", "unexplained unused twice",
    stet_check_acronym },
  { "pairs", STET_STRUCTURE_REACH_FIELD, TRUE, "field", "balance nesting opening",
    stet_check_pairs },
  { "spelling", STET_STRUCTURE_REACH_STORY, TRUE, "field", NULL, stet_check_spelling },
  { "forms", STET_STRUCTURE_REACH_FIELD, TRUE, "field forms", NULL, stet_check_forms },
  { "dates", STET_STRUCTURE_REACH_TEXT, TRUE, "field", "weekday relative address",
    stet_check_dates },
  { "percent", STET_STRUCTURE_REACH_TEXT, TRUE, "field pattern", NULL, stet_check_percent },
  { "case", STET_STRUCTURE_REACH_STORY, FALSE, "field share", NULL, stet_check_case },
  { "again", STET_STRUCTURE_REACH_STORY, TRUE, "field run|min", NULL, stet_check_again },
  { "language", STET_STRUCTURE_REACH_TEXT, FALSE, "field min", NULL, stet_check_language },
  { "embeds", STET_STRUCTURE_REACH_STORY, FALSE, "min", NULL, stet_check_embeds },
  { "photo", STET_STRUCTURE_REACH_STORY, FALSE, "test", "size credit made", stet_check_photo },
  { "drift", STET_STRUCTURE_REACH_STORY, FALSE, "test", "figures quotations questions",
    stet_check_drift },
  { "workflow", STET_STRUCTURE_REACH_STORY, FALSE, "test", "embargo corrected",
    stet_check_workflow },
  { "terms", STET_STRUCTURE_REACH_STORY, FALSE, "field", NULL, stet_check_terms },
};

static const char *const check_keys[] = {
  "kind",  "field",  "against", "when",  "unit",    "first",  "total",  "min",      "max",
  "share", "run",    "per",     "chars", "marks",   "ratios", "forms",  "known",    "titles",
  "roles", "people", "single",  "skip",  "pattern", "test",   "prefer", "distance", NULL,
};

static void
pattern_for_free (gpointer data)
{
  StetPatternFor *one = data;

  g_free (one->language);
  stet_pattern_free (one->pattern);
  g_free (one);
}

static void
form_free (gpointer data)
{
  StetForm *form = data;

  g_free (form->name);
  g_free (form->write);
  stet_pattern_free (form->pattern);
  g_free (form);
}

void
stet_structure_free (StetStructure *structure)
{
  if (structure == NULL)
    return;
  g_free (structure->field);
  g_free (structure->when);
  g_free (structure->test);
  g_free (structure->prefer);
  g_clear_pointer (&structure->patterns, g_ptr_array_unref);
  g_clear_pointer (&structure->forms, g_ptr_array_unref);
  g_clear_pointer (&structure->known, g_hash_table_unref);
  g_clear_pointer (&structure->titles, g_hash_table_unref);
  g_clear_pointer (&structure->roles, g_hash_table_unref);
  g_strfreev (structure->people);
  g_strfreev (structure->marks);
  g_strfreev (structure->ratios);
  g_free (structure);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetStructure, stet_structure_free)

/* --- reading --- */

typedef struct
{
  StetStructure  *structure;
  const StetYaml *check;
  const char     *file;
  GError        **error;
} Reader;

static gboolean
bad_value (Reader *reader, const StetYaml *node, const char *key)
{
  g_set_error (reader->error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
               "%s:%u: “%s” of a check has no such value", reader->file, node->line, key);
  return FALSE;
}

static gboolean
read_limit (Reader *reader, const char *key, StetLimit *limit)
{
  const StetYaml *node = stet_yaml_get (reader->check, key);
  guint64 value;

  if (node == NULL)
    return TRUE;
  limit->set = TRUE;
  if (node->kind == STET_YAML_SCALAR && strcmp (node->text, "profile") == 0)
    {
      limit->from_profile = TRUE;
      return TRUE;
    }
  if (node->kind != STET_YAML_SCALAR
      || !g_ascii_string_to_unsigned (node->text, 10, 0, NUMBER_MAX, &value, NULL))
    return bad_value (reader, node, key);
  limit->value = (guint) value;
  return TRUE;
}

static gboolean
read_number (Reader *reader, const char *key, guint *number)
{
  StetLimit limit = { FALSE };

  if (!read_limit (reader, key, &limit))
    return FALSE;
  *number = limit.value;
  return !limit.from_profile
         || bad_value (reader, stet_yaml_get (reader->check, key), key);
}

static gboolean
read_numbers (Reader *reader)
{
  StetStructure *structure = reader->structure;
  const struct { const char *key; guint *number; } numbers[] = {
    { "share", &structure->share_percent }, { "run", &structure->run },
    { "per", &structure->per },             { "distance", &structure->distance },
    { "chars", &structure->chars },
  };
  const char *first = stet_yaml_text (reader->check, "first");

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!read_number (reader, numbers[i].key, numbers[i].number))
      return FALSE;
  if (g_strcmp0 (first, "true") == 0)
    structure->first = 1;
  else if (!read_number (reader, "first", &structure->first))
    return FALSE;
  return read_limit (reader, "min", &structure->min) && read_limit (reader, "max", &structure->max);
}

static StetPattern *
read_one_pattern (Reader *reader, const StetYaml *node)
{
  g_autoptr(GError) local = NULL;
  StetPattern *pattern
    = node->kind == STET_YAML_SCALAR ? stet_pattern_new (node->text, &local) : NULL;

  if (pattern == NULL)
    g_set_error (reader->error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN, "%s:%u: %s",
                 reader->file, node->line,
                 local != NULL ? local->message : "a pattern must be text");
  return pattern;
}

static gboolean
add_pattern (Reader *reader, const char *language, const StetYaml *node)
{
  StetPattern *pattern = read_one_pattern (reader, node);
  StetPatternFor *one;

  if (pattern == NULL)
    return FALSE;
  one = g_new0 (StetPatternFor, 1);
  one->language = g_strdup (language);
  one->pattern = pattern;
  g_ptr_array_add (reader->structure->patterns, one);
  return TRUE;
}

static gboolean
read_patterns (Reader *reader)
{
  const StetYaml *node = stet_yaml_get (reader->check, "pattern");

  reader->structure->patterns = g_ptr_array_new_with_free_func (pattern_for_free);
  if (node == NULL)
    return TRUE;
  if (node->kind == STET_YAML_SCALAR)
    return add_pattern (reader, NULL, node);
  if (node->kind != STET_YAML_MAP || node->keys->len == 0)
    return bad_value (reader, node, "pattern");
  for (guint i = 0; i < node->keys->len; i++)
    if (!add_pattern (reader, ((StetYaml *) g_ptr_array_index (node->keys, i))->text,
                      g_ptr_array_index (node->items, i)))
      return FALSE;
  return TRUE;
}

/* A text, a list, or a map of languages to lists: all of them together. */
static GHashTable *
read_words (Reader *reader, const char *key)
{
  const StetYaml *node = stet_yaml_get (reader->check, key);
  GHashTable *words;

  if (node == NULL)
    return NULL;
  words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < (node->kind == STET_YAML_MAP ? node->keys->len : 1); i++)
    {
      const StetYaml *map = node->kind == STET_YAML_MAP ? node : reader->check;
      const char *name = node->kind == STET_YAML_MAP
                           ? ((StetYaml *) g_ptr_array_index (node->keys, i))->text
                           : key;
      g_auto(GStrv) list = stet_yaml_strv (map, name);

      for (gsize k = 0; list != NULL && list[k] != NULL; k++)
        g_hash_table_add (words, g_strdup (list[k]));
    }
  return words;
}

static gboolean
read_form (Reader *reader, const StetYaml *node)
{
  const StetYaml *pattern = stet_yaml_get (node, "pattern");
  StetForm *form;

  if (node->kind != STET_YAML_MAP || pattern == NULL || stet_yaml_text (node, "name") == NULL)
    return bad_value (reader, node, "forms");
  form = g_new0 (StetForm, 1);
  g_ptr_array_add (reader->structure->forms, form);
  form->name = g_strdup (stet_yaml_text (node, "name"));
  form->write = g_strdup (stet_yaml_text (node, "write"));
  form->pattern = read_one_pattern (reader, pattern);
  return form->pattern != NULL;
}

static gboolean
read_forms (Reader *reader)
{
  const StetYaml *node = stet_yaml_get (reader->check, "forms");

  if (node == NULL)
    return TRUE;
  if (node->kind != STET_YAML_LIST || node->items->len < 2)
    return bad_value (reader, node, "forms");
  reader->structure->forms = g_ptr_array_new_with_free_func (form_free);
  for (guint i = 0; i < node->items->len; i++)
    if (!read_form (reader, g_ptr_array_index (node->items, i)))
      return FALSE;
  return TRUE;
}

static gboolean
read_units (Reader *reader, const char *key, guint *units)
{
  g_auto(GStrv) names = stet_yaml_strv (reader->check, key);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    *units |= stet_unit_kinds_parse (names[i]);
  if (strcmp (key, "field") == 0 && names != NULL)
    reader->structure->field = g_strdup (names[0]);
  return TRUE;
}

static gboolean
read_skip (Reader *reader)
{
  const StetYaml *node = stet_yaml_get (reader->check, "skip");
  g_auto(GStrv) names = stet_yaml_strv (reader->check, "skip");

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], "quotations") == 0)
      reader->structure->skip_quotations = TRUE;
    else if (strcmp (names[i], "names") == 0)
      reader->structure->skip_names = TRUE;
    else if (strcmp (names[i], "works") == 0)
      reader->structure->skip_works = TRUE;
    else
      return bad_value (reader, node, "skip");
  return node == NULL || names != NULL || bad_value (reader, node, "skip");
}

static gboolean
read_marks (Reader *reader)
{
  StetStructure *structure = reader->structure;

  structure->marks = stet_yaml_strv (reader->check, "marks");
  for (gsize i = 0; structure->marks != NULL && structure->marks[i] != NULL; i++)
    if (g_utf8_strlen (structure->marks[i], -1) != 2)
      return bad_value (reader, stet_yaml_get (reader->check, "marks"), "marks");
  return TRUE;
}

static gboolean
read_measure (Reader *reader)
{
  static const char *const names[] = { "chars", "words", "either", "sentences", NULL };
  const StetYaml *node = stet_yaml_get (reader->check, "unit");

  if (node == NULL)
    return TRUE;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (node->text, names[i]) == 0)
      {
        reader->structure->measure = (StetMeasure) i;
        return TRUE;
      }
  return bad_value (reader, node, "unit");
}

static gboolean
has_word (const char *list, const char *word)
{
  g_auto(GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static gboolean
read_test (Reader *reader)
{
  StetStructure *structure = reader->structure;
  const StetYaml *node = stet_yaml_get (reader->check, "test");
  const char *tests = structure->kind->tests;

  if (node != NULL && (tests == NULL || node->text == NULL || !has_word (tests, node->text)))
    return bad_value (reader, node, "test");
  if (node != NULL)
    structure->test = g_strdup (node->text);
  else if (tests != NULL)
    structure->test = g_strndup (tests, strcspn (tests, " "));
  return TRUE;
}

static gboolean
check_keys_known (Reader *reader)
{
  const StetYaml *check = reader->check;

  if (check->kind != STET_YAML_MAP)
    return bad_value (reader, check, "check");
  for (guint i = 0; i < check->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (check->keys, i);

      if (g_strv_contains (check_keys, key->text))
        continue;
      g_set_error (reader->error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “%s” is no key of a check", reader->file, key->line, key->text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_kind (Reader *reader)
{
  const char *name = stet_yaml_text (reader->check, "kind");

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      reader->structure->kind = &kinds[i];
  if (reader->structure->kind != NULL)
    return TRUE;
  g_set_error (reader->error, STET_STYLE_ERROR, STET_STYLE_ERROR_UNSUPPORTED,
               "%s:%u: no such kind of check: “%s”", reader->file, reader->check->line,
               name != NULL ? name : "");
  return FALSE;
}

/* A field this kind can look at. */
static gboolean
field_fits (const StetStructure *structure)
{
  if (structure->kind->check == stet_check_present)
    return stet_structure_may_lack (structure->field);
  if (structure->kind->check == stet_check_count)
    return g_strcmp0 (structure->field, "tags") == 0
           || g_strcmp0 (structure->field, "faq.items") == 0;
  return structure->units != 0;
}

static gboolean
is_given (Reader *reader, const char *key)
{
  if (strcmp (key, "field") == 0)
    return field_fits (reader->structure);
  if (strcmp (key, "against") == 0)
    return reader->structure->against_units != 0;
  if (strcmp (key, "run") == 0)
    return reader->structure->run > 0;
  return stet_yaml_get (reader->check, key) != NULL;
}

/* What each kind cannot do without. */
static gboolean
check_needs (Reader *reader)
{
  g_auto(GStrv) needs = g_strsplit (reader->structure->kind->needs, " ", -1);

  for (gsize i = 0; needs[i] != NULL && *needs[i] != '\0'; i++)
    {
      g_auto(GStrv) choices = g_strsplit (needs[i], "|", -1);
      gboolean given = FALSE;

      for (gsize k = 0; choices[k] != NULL; k++)
        given = given || is_given (reader, choices[k]);
      if (given)
        continue;
      g_set_error (reader->error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: this check needs “%s”", reader->file, reader->check->line,
                   choices[g_strv_length (choices) - 1]);
      return FALSE;
    }
  return TRUE;
}

StetStructure *
stet_structure_read (const StetYaml *check, const char *file, GError **error)
{
  g_autoptr(StetStructure) structure = g_new0 (StetStructure, 1);
  Reader reader = { structure, check, file, error };

  if (!check_keys_known (&reader) || !read_kind (&reader)
      || !read_units (&reader, "field", &structure->units)
      || !read_units (&reader, "against", &structure->against_units))
    return NULL;
  structure->when = g_strdup (stet_yaml_text (check, "when"));
  structure->prefer = g_strdup (stet_yaml_text (check, "prefer"));
  structure->total = stet_yaml_bool (check, "total", FALSE);
  structure->single = stet_yaml_bool (check, "single", FALSE);
  structure->known = read_words (&reader, "known");
  structure->titles = read_words (&reader, "titles");
  structure->roles = read_words (&reader, "roles");
  structure->people = stet_yaml_strv (check, "people");
  structure->ratios = stet_yaml_strv (check, "ratios");
  if (!read_numbers (&reader) || !read_patterns (&reader) || !read_forms (&reader)
      || !read_skip (&reader) || !read_marks (&reader) || !read_measure (&reader)
      || !read_test (&reader) || !check_needs (&reader))
    return NULL;
  return g_steal_pointer (&structure);
}

gboolean
stet_structure_is_textual (const StetStructure *structure)
{
  return structure->kind->textual;
}

StetStructureReach
stet_structure_reach (const StetStructure *structure)
{
  gboolean many = structure->total || structure->first > 0;
  gboolean dated = structure->kind->check == stet_check_dates
                   && !stet_structure_tests (structure, "weekday");

  if (dated)
    return STET_STRUCTURE_REACH_STORY;
  if (structure->kind->reach == STET_STRUCTURE_REACH_TEXT && many)
    return STET_STRUCTURE_REACH_FIELD;
  if (structure->when != NULL)
    return STET_STRUCTURE_REACH_STORY;
  return structure->kind->reach;
}

guint
stet_structure_units (const StetStructure *structure)
{
  return structure->units | structure->against_units;
}

/* --- for the checks --- */

const StetPattern *
stet_structure_pattern (const StetStructure *structure, const char *language)
{
  const StetPattern *any = NULL;

  for (guint i = 0; i < structure->patterns->len; i++)
    {
      const StetPatternFor *one = g_ptr_array_index (structure->patterns, i);

      if (one->language == NULL)
        any = one->pattern;
      else if (language != NULL && g_str_has_prefix (language, one->language))
        return one->pattern;
    }
  return any;
}

gboolean
stet_structure_tests (const StetStructure *structure, const char *test)
{
  return g_strcmp0 (structure->test, test) == 0;
}

gboolean
stet_structure_knows (const GHashTable *set, const char *word)
{
  return set != NULL && g_hash_table_contains ((GHashTable *) set, word);
}

gboolean
stet_structure_skips (const StetStructure *structure, const StetUnit *unit, gsize start_bytes,
                      gsize end_bytes)
{
  return stet_stretches_touch (unit->hidden, start_bytes, end_bytes)
         || (structure->skip_quotations
             && stet_stretches_touch (unit->quotations, start_bytes, end_bytes))
         || (structure->skip_works && stet_unit_is_in_work (unit, start_bytes, end_bytes))
         || (structure->skip_names
             && stet_unit_is_in_name ((StetUnit *) unit, start_bytes, end_bytes));
}

void
stet_scene_each (const StetStructure *structure, const StetScene *scene, StetUnitFunc func)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & structure->units) != 0 && !stet_prose_is_blank (unit->prose))
        func (structure, scene, unit);
    }
}

StetUnit *
stet_scene_first (const StetScene *scene, guint unit_kinds)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & unit_kinds) != 0 && !stet_prose_is_blank (unit->prose))
        return unit;
    }
  return NULL;
}

gboolean
stet_scene_find (const StetScene *scene, const StetPattern *pattern, const StetUnit *unit,
                 StetStretch *range)
{
  gsize from = range->end_bytes;

  while (pattern != NULL && from <= unit->bytes
         && stet_matcher_search (scene->matcher, pattern, unit->text, unit->bytes, from,
                                 STET_SEARCH_ANYWHERE)
         && stet_matcher_group (scene->matcher, 0, &range->start_bytes, &range->end_bytes))
    {
      if (range->end_bytes > range->start_bytes)
        return TRUE;
      if (range->end_bytes >= unit->bytes)
        return FALSE;
      from = (gsize) (g_utf8_next_char (unit->text + range->end_bytes) - unit->text);
    }
  return FALSE;
}

static void
set_args (StetReport *report, const char *const *args)
{
  for (gsize i = 0; args != NULL && args[i] != NULL && i + 1 < G_N_ELEMENTS (report->args); i++)
    report->args[i] = args[i];
}

void
stet_scene_suggest (const StetScene *scene, const StetUnit *unit, const StetStretch *range,
                    const char *const *args, const char *replacement)
{
  StetReport report = { .field = unit->field, .unit = unit };
  char *replacements[] = { (char *) replacement, NULL };

  if (range != NULL)
    {
      report.has_range = TRUE;
      report.start_bytes = range->start_bytes;
      report.end_bytes = range->end_bytes;
    }
  report.replacements = replacements;
  set_args (&report, args);
  scene->report (&report, scene->report_data);
}

void
stet_scene_report (const StetScene *scene, const StetUnit *unit, const StetStretch *range,
                   const char *const *args)
{
  stet_scene_suggest (scene, unit, range, args, NULL);
}

void
stet_scene_report_field (const StetScene *scene, const StetField *field, gboolean missing,
                         const char *const *args)
{
  StetReport report = { .field = *field, .missing = missing };

  set_args (&report, args);
  scene->report (&report, scene->report_data);
}

static gboolean
condition_holds (const StetStructure *structure, const StetScene *scene)
{
  const StetArticleFields *fields = stet_article_fields (scene->article);

  if (g_strcmp0 (structure->when, "photo") == 0)
    return !stet_photo_is_empty (fields->photo);
  if (g_strcmp0 (structure->when, "faq") == 0)
    return fields->faq_items->len > 0;
  return TRUE;
}

void
stet_structure_check (const StetStructure *structure, const StetScene *scene)
{
  if (scene->article != NULL ? condition_holds (structure, scene) : structure->kind->textual)
    structure->kind->check (structure, scene);
}
