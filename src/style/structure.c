/* Reading structural checks, and those about presence, length, number and form. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/structure.h"

#include "base/text.h"
#include "style/structure-private.h"

#include <string.h>

static const struct { const char *name; StetCheckKind kind; } kind_names[] = {
  { "present", STET_CHECK_PRESENT },
  { "length", STET_CHECK_LENGTH },
  { "count", STET_CHECK_COUNT },
  { "pattern", STET_CHECK_PATTERN },
  { "repeats", STET_CHECK_REPEATS },
  { "same", STET_CHECK_SAME },
  { "names", STET_CHECK_NAMES },
  { "duplicate", STET_CHECK_DUPLICATE },
  { "echo", STET_CHECK_ECHO },
  { "sources", STET_CHECK_SOURCES },
  { "links", STET_CHECK_LINKS },
  { "sentence", STET_CHECK_SENTENCE },
  { "acronym", STET_CHECK_ACRONYM },
  { "pairs", STET_CHECK_PAIRS },
};

static const char *const check_keys[] = {
  "kind", "field", "against", "when",    "unit",  "first",  "total", "min",
  "max",  "share", "run",     "pattern", "known", "titles", "test",  NULL,
};

/* Fields a presence check may name, and where each stands in a story. */
static const struct { const char *name; StetFieldKind kind; } field_names[] = {
  { "headline", STET_FIELD_HEADLINE },
  { "dek", STET_FIELD_DEK },
  { "section", STET_FIELD_SECTION },
  { "slug", STET_FIELD_SLUG },
  { "byline", STET_FIELD_BYLINE },
  { "author_box", STET_FIELD_AUTHOR_BOX },
  { "tags", STET_FIELD_TAGS },
  { "photo", STET_FIELD_PHOTO },
  { "photo.file", STET_FIELD_PHOTO_FILE },
  { "photo.caption", STET_FIELD_PHOTO_CAPTION },
  { "photo.credit", STET_FIELD_PHOTO_CREDIT },
  { "photo.alt", STET_FIELD_PHOTO_ALT },
  { "faq.title", STET_FIELD_FAQ_TITLE },
  { "faq.items", STET_FIELD_FAQ_ITEMS },
  { "faq.question", STET_FIELD_FAQ_QUESTION },
  { "faq.answer", STET_FIELD_FAQ_ANSWER },
  { "body", STET_FIELD_BODY },
};

static gboolean
field_kind (const char *name, StetFieldKind *kind)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (field_names); i++)
    if (strcmp (field_names[i].name, name) == 0)
      {
        *kind = field_names[i].kind;
        return TRUE;
      }
  return FALSE;
}

void
stet_structure_free (StetStructure *structure)
{
  if (structure == NULL)
    return;
  g_free (structure->field);
  g_free (structure->against);
  g_free (structure->when);
  g_free (structure->test);
  stet_pattern_free (structure->pattern);
  stet_pattern_free (structure->pattern_en);
  stet_pattern_free (structure->pattern_es);
  g_strfreev (structure->known);
  g_strfreev (structure->titles);
  g_free (structure);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetStructure, stet_structure_free)

static gboolean
bad_value (const StetYaml *node, const char *key, const char *file, GError **error)
{
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
               "%s:%u: “%s” of a check has no such value", file, node->line, key);
  return FALSE;
}

static gboolean
read_limit (const StetYaml *check, const char *key, StetLimit *limit, const char *file,
            GError **error)
{
  const StetYaml *node = stet_yaml_get (check, key);
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
      || !g_ascii_string_to_unsigned (node->text, 10, 0, 1000000, &value, NULL))
    return bad_value (node, key, file, error);
  limit->value = (guint) value;
  return TRUE;
}

static StetPattern *
read_one_pattern (const StetYaml *node, const char *file, GError **error)
{
  g_autoptr(GError) local = NULL;
  StetPattern *pattern
    = node->kind == STET_YAML_SCALAR ? stet_pattern_new (node->text, &local) : NULL;

  if (pattern == NULL)
    g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_PATTERN, "%s:%u: %s", file, node->line,
                 local != NULL ? local->message : "a pattern must be text");
  return pattern;
}

static gboolean
read_patterns (StetStructure *structure, const StetYaml *check, const char *file, GError **error)
{
  const StetYaml *node = stet_yaml_get (check, "pattern");
  const StetYaml *en = stet_yaml_get (node, "en"), *es = stet_yaml_get (node, "es");

  if (node == NULL)
    return TRUE;
  if (node->kind == STET_YAML_SCALAR)
    return (structure->pattern = read_one_pattern (node, file, error)) != NULL;
  if (en == NULL && es == NULL)
    return bad_value (node, "pattern", file, error);
  if (en != NULL && (structure->pattern_en = read_one_pattern (en, file, error)) == NULL)
    return FALSE;
  return es == NULL || (structure->pattern_es = read_one_pattern (es, file, error)) != NULL;
}

static gboolean
read_number (const StetYaml *check, const char *key, guint *number, const char *file,
             GError **error)
{
  StetLimit limit = { FALSE };

  if (!read_limit (check, key, &limit, file, error))
    return FALSE;
  *number = limit.value;
  return !limit.from_profile || bad_value (stet_yaml_get (check, key), key, file, error);
}

/* What each kind cannot do without. */
static const char *
missing_key (const StetStructure *structure)
{
  StetFieldKind kind;

  switch (structure->kind)
    {
    case STET_CHECK_PRESENT:
      return field_kind (structure->field, &kind) ? NULL : "field";
    case STET_CHECK_COUNT:
      return g_strcmp0 (structure->field, "tags") == 0
                 || g_strcmp0 (structure->field, "faq.items") == 0
               ? NULL
               : "field";
    case STET_CHECK_LENGTH:
    case STET_CHECK_SENTENCE:
      if (structure->units == 0)
        return "field";
      return structure->min.set || structure->max.set ? NULL : "max";
    case STET_CHECK_PATTERN:
    case STET_CHECK_SOURCES:
      if (structure->units == 0)
        return "field";
      return structure->pattern || structure->pattern_en || structure->pattern_es ? NULL
                                                                                  : "pattern";
    case STET_CHECK_REPEATS:
    case STET_CHECK_SAME:
    case STET_CHECK_NAMES:
      return structure->units == 0 ? "field" : structure->against_units == 0 ? "against" : NULL;
    case STET_CHECK_ECHO:
      return structure->run == 0 ? "run" : NULL;
    case STET_CHECK_LINKS:
      return g_strcmp0 (structure->test, "broken") == 0 || g_strcmp0 (structure->test, "weak") == 0
               ? NULL
               : "test";
    case STET_CHECK_DUPLICATE:
    case STET_CHECK_ACRONYM:
    case STET_CHECK_PAIRS:
      return structure->units == 0 ? "field" : NULL;
    }
  return NULL;
}

static gboolean
check_keys_known (const StetYaml *check, const char *file, GError **error)
{
  if (check->kind != STET_YAML_MAP)
    return bad_value (check, "check", file, error);
  for (guint i = 0; i < check->keys->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (check->keys, i);

      if (g_strv_contains (check_keys, key->text))
        continue;
      g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY,
                   "%s:%u: “%s” is no key of a check", file, key->line, key->text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_kind (StetStructure *structure, const StetYaml *check, const char *file, GError **error)
{
  const char *name = stet_yaml_text (check, "kind");

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (kind_names[i].name, name) == 0)
      structure->kind = kind_names[i].kind;
  if (structure->kind != 0)
    return TRUE;
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_UNSUPPORTED,
               "%s:%u: no such kind of check: “%s”", file, check->line, name != NULL ? name : "");
  return FALSE;
}

StetStructure *
stet_structure_read (const StetYaml *check, const char *file, GError **error)
{
  g_autoptr(StetStructure) structure = g_new0 (StetStructure, 1);
  const char *lacks;

  if (!check_keys_known (check, file, error) || !read_kind (structure, check, file, error))
    return NULL;
  structure->field = g_strdup (stet_yaml_text (check, "field"));
  structure->units = structure->field != NULL ? stet_unit_kinds_parse (structure->field) : 0;
  structure->against = g_strdup (stet_yaml_text (check, "against"));
  structure->against_units
    = structure->against != NULL ? stet_unit_kinds_parse (structure->against) : 0;
  structure->when = g_strdup (stet_yaml_text (check, "when"));
  structure->test = g_strdup (stet_yaml_text (check, "test"));
  structure->in_words = g_strcmp0 (stet_yaml_text (check, "unit"), "words") == 0;
  structure->first = stet_yaml_bool (check, "first", FALSE);
  structure->total = stet_yaml_bool (check, "total", FALSE);
  structure->known = stet_yaml_strv (check, "known");
  structure->titles = stet_yaml_strv (check, "titles");
  if (!read_limit (check, "min", &structure->min, file, error)
      || !read_limit (check, "max", &structure->max, file, error)
      || !read_number (check, "share", &structure->share_percent, file, error)
      || !read_number (check, "run", &structure->run, file, error)
      || !read_patterns (structure, check, file, error))
    return NULL;
  lacks = missing_key (structure);
  if (lacks == NULL)
    return g_steal_pointer (&structure);
  g_set_error (error, STET_STYLE_ERROR, STET_STYLE_ERROR_KEY, "%s:%u: this check needs “%s”", file,
               check->line, lacks);
  return NULL;
}

gboolean
stet_structure_is_textual (const StetStructure *structure)
{
  return structure->kind == STET_CHECK_SENTENCE || structure->kind == STET_CHECK_ACRONYM ||
         structure->kind == STET_CHECK_PAIRS;
}

const StetPattern *
stet_structure_pattern (const StetStructure *structure, const char *language)
{
  if (language != NULL && g_str_has_prefix (language, "es") && structure->pattern_es != NULL)
    return structure->pattern_es;
  if (language != NULL && g_str_has_prefix (language, "en") && structure->pattern_en != NULL)
    return structure->pattern_en;
  return structure->pattern;
}

static void
set_args (StetReport *report, const char *const *args)
{
  for (gsize i = 0; args != NULL && args[i] != NULL && i + 1 < G_N_ELEMENTS (report->args); i++)
    report->args[i] = args[i];
}

void
stet_scene_report (const StetScene *scene, const StetUnit *unit, const StetStretch *range,
                   const char *const *args)
{
  StetReport report = { .field = unit->field, .unit = unit };

  if (range != NULL)
    {
      report.has_range = TRUE;
      report.start_bytes = range->start_bytes;
      report.end_bytes = range->end_bytes;
    }
  set_args (&report, args);
  scene->report (&report, scene->report_data);
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

static gboolean
photo_text_is_blank (const StetPhoto *photo, StetFieldKind kind)
{
  switch ((int) kind)
    {
    case STET_FIELD_PHOTO_CAPTION: return stet_prose_is_blank (stet_photo_caption (photo));
    case STET_FIELD_PHOTO_CREDIT:  return stet_prose_is_blank (stet_photo_credit (photo));
    default:                       return stet_prose_is_blank (stet_photo_alt (photo));
    }
}

static StetFieldKind
block_kind_of (StetFieldKind kind)
{
  switch ((int) kind)
    {
    case STET_FIELD_PHOTO_CAPTION: return STET_FIELD_BLOCK_CAPTION;
    case STET_FIELD_PHOTO_CREDIT:  return STET_FIELD_BLOCK_CREDIT;
    default:                       return STET_FIELD_BLOCK_ALT;
    }
}

/* What the lead photo needs, pictures within the body need too. */
static void
check_photo_text (const StetScene *scene, StetFieldKind kind)
{
  const StetArticleFields *fields = stet_article_fields (scene->article);
  StetField field = stet_field_make (kind);

  if (!stet_photo_is_empty (fields->photo) && photo_text_is_blank (fields->photo, kind))
    stet_scene_report_field (scene, &field, TRUE, NULL);
  for (guint i = 0; i < fields->body->len; i++)
    {
      const StetBlock *block = g_ptr_array_index (fields->body, i);
      StetPhoto *photo = stet_block_fields (block)->photo;

      if (stet_block_type (block) != STET_BLOCK_IMAGE || photo == NULL
          || !photo_text_is_blank (photo, kind))
        continue;
      field = stet_field_at (block_kind_of (kind), (int) i);
      stet_scene_report_field (scene, &field, TRUE, NULL);
    }
}

static void
check_faq_text (const StetScene *scene, StetFieldKind kind)
{
  const StetArticleFields *fields = stet_article_fields (scene->article);

  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      const StetFaqItem *item = g_ptr_array_index (fields->faq_items, i);
      StetField field = stet_field_at (kind, (int) i);

      if (stet_prose_is_blank (kind == STET_FIELD_FAQ_ANSWER ? stet_faq_item_answer (item)
                                                             : stet_faq_item_question (item)))
        stet_scene_report_field (scene, &field, TRUE, NULL);
    }
}

static gboolean
has_label (const GPtrArray *terms)
{
  for (guint i = 0; i < terms->len; i++)
    if (stet_text_count_chars (stet_term_label (g_ptr_array_index (terms, i))) > 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_empty (const StetArticleFields *fields, StetFieldKind kind)
{
  switch ((int) kind)
    {
    case STET_FIELD_HEADLINE:   return stet_prose_is_blank (fields->headline);
    case STET_FIELD_DEK:        return stet_prose_is_blank (fields->dek);
    case STET_FIELD_SECTION:
      return fields->section == NULL || *stet_term_label (fields->section) == '\0';
    case STET_FIELD_SLUG:       return stet_prose_is_blank (fields->slug);
    case STET_FIELD_BYLINE:
      return stet_prose_is_blank (fields->byline) && !has_label (fields->authors);
    case STET_FIELD_AUTHOR_BOX: return stet_prose_is_blank (fields->author_box);
    case STET_FIELD_TAGS:       return !has_label (fields->tags);
    case STET_FIELD_PHOTO:      return stet_photo_is_empty (fields->photo);
    case STET_FIELD_PHOTO_FILE: return *stet_photo_file (fields->photo) == '\0';
    case STET_FIELD_FAQ_TITLE:  return stet_prose_is_blank (fields->faq_title);
    case STET_FIELD_FAQ_ITEMS:  return fields->faq_items->len == 0;
    default:                    return FALSE;
    }
}

static gboolean
body_is_blank (const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & STET_UNITS_BODY) != 0 && !stet_prose_is_blank (unit->prose))
        return FALSE;
    }
  return TRUE;
}

static void
check_present (const StetStructure *structure, const StetScene *scene)
{
  StetFieldKind kind;
  StetField field;

  if (!field_kind (structure->field, &kind))
    return;
  field = stet_field_make (kind);
  if (kind == STET_FIELD_PHOTO_CAPTION || kind == STET_FIELD_PHOTO_CREDIT
      || kind == STET_FIELD_PHOTO_ALT)
    check_photo_text (scene, kind);
  else if (kind == STET_FIELD_FAQ_ANSWER || kind == STET_FIELD_FAQ_QUESTION)
    check_faq_text (scene, kind);
  else if (kind == STET_FIELD_BODY ? body_is_blank (scene)
                                   : is_empty (stet_article_fields (scene->article), kind))
    stet_scene_report_field (scene, &field, TRUE, NULL);
}

static guint
limit_value (const StetStructure *structure, const StetScene *scene, gboolean upper)
{
  const StetLimit *limit = upper ? &structure->max : &structure->min;
  const StetProfileField *field;

  if (!limit->from_profile)
    return limit->value;
  field = stet_profile_field (scene->profile, structure->field);
  if (field == NULL)
    return 0;
  if (structure->kind == STET_CHECK_COUNT)
    return upper ? field->count_max : field->count_min;
  if (structure->in_words)
    return upper ? field->words_max : field->words_min;
  return upper ? field->chars_max : field->chars_min;
}

/* Reports when `value` is outside the limits; `unit` NULL for a whole field. */
static void
compare_limits (const StetStructure *structure, const StetScene *scene, const StetUnit *unit,
                const StetField *field, guint value)
{
  guint min = limit_value (structure, scene, FALSE), max = limit_value (structure, scene, TRUE);
  guint limit = max > 0 && value > max ? max : min;
  char numbers[5][16];
  const char *args[] = { numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], NULL };

  if (!(max > 0 && value > max) && !(min > 0 && value < min))
    return;
  g_snprintf (numbers[0], sizeof numbers[0], "%u", value);
  g_snprintf (numbers[1], sizeof numbers[1], "%u", value > limit ? value - limit : limit - value);
  g_snprintf (numbers[2], sizeof numbers[2], "%u", limit);
  g_snprintf (numbers[3], sizeof numbers[3], "%u", min);
  g_snprintf (numbers[4], sizeof numbers[4], "%u", max);
  if (unit != NULL)
    stet_scene_report (scene, unit, NULL, args);
  else
    stet_scene_report_field (scene, field, FALSE, args);
}

static void
check_length (const StetStructure *structure, const StetScene *scene)
{
  guint total = 0;
  StetField field = stet_field_make (STET_FIELD_BODY);

  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      guint value;

      if ((unit->kind & structure->units) == 0 || stet_prose_is_blank (unit->prose))
        continue;
      value
        = structure->in_words ? stet_text_count_words (unit->text) : stet_prose_chars (unit->prose);
      total += value;
      if (!structure->total)
        compare_limits (structure, scene, unit, NULL, value);
      if (structure->first)
        return;
    }
  if (structure->total && total > 0)
    compare_limits (structure, scene, NULL, &field, total);
}

static void
check_count (const StetStructure *structure, const StetScene *scene)
{
  const StetArticleFields *fields = stet_article_fields (scene->article);
  gboolean tags = strcmp (structure->field, "tags") == 0;
  StetField field = stet_field_make (tags ? STET_FIELD_TAGS : STET_FIELD_FAQ_ITEMS);
  guint n = tags ? fields->tags->len : fields->faq_items->len;

  if (n > 0 || g_strcmp0 (structure->when, "any") != 0)
    compare_limits (structure, scene, NULL, &field, n);
}

static void
check_pattern (const StetStructure *structure, const StetScene *scene)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);

  for (guint i = 0; pattern != NULL && i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      const char *args[] = { unit->text, NULL };

      if ((unit->kind & structure->units) != 0 && !stet_prose_is_blank (unit->prose) &&
          !stet_pattern_matches (pattern, scene->matcher, unit->text))
        stet_scene_report (scene, unit, NULL, args);
    }
}

void
stet_structure_check (const StetStructure *structure, const StetScene *scene)
{
  if (scene->article != NULL ? !condition_holds (structure, scene)
                             : !stet_structure_is_textual (structure))
    return;
  switch (structure->kind)
    {
    case STET_CHECK_PRESENT:   check_present (structure, scene); break;
    case STET_CHECK_LENGTH:    check_length (structure, scene); break;
    case STET_CHECK_COUNT:     check_count (structure, scene); break;
    case STET_CHECK_PATTERN:   check_pattern (structure, scene); break;
    case STET_CHECK_REPEATS:   stet_check_repeats (structure, scene); break;
    case STET_CHECK_SAME:      stet_check_same (structure, scene); break;
    case STET_CHECK_NAMES:     stet_check_names (structure, scene); break;
    case STET_CHECK_DUPLICATE: stet_check_duplicate (structure, scene); break;
    case STET_CHECK_ECHO:      stet_check_echo (structure, scene); break;
    case STET_CHECK_SOURCES:   stet_check_sources (structure, scene); break;
    case STET_CHECK_LINKS:     stet_check_links (structure, scene); break;
    case STET_CHECK_SENTENCE:  stet_check_sentence (structure, scene); break;
    case STET_CHECK_ACRONYM:   stet_check_acronym (structure, scene); break;
    case STET_CHECK_PAIRS:     stet_check_pairs (structure, scene); break;
    }
}
