/* Checks of what a field holds: whether anything, how much, of which form. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <string.h>

/* Fields a presence check may name, and where each stands in a story. */
static const struct { const char *name; StetFieldKind kind; } field_names[] = {
  { "language", STET_FIELD_LANGUAGE },
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

gboolean
stet_structure_may_lack (const char *field)
{
  StetFieldKind kind;

  return field_kind (field, &kind);
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
    case STET_FIELD_LANGUAGE:   return fields->language == NULL || *fields->language == '\0';
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

void
stet_check_present (const StetStructure *structure, const StetScene *scene)
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
limit_value (const StetStructure *structure, const StetScene *scene, StetMeasure measure,
             gboolean upper)
{
  const StetLimit *limit = upper ? &structure->max : &structure->min;
  const StetProfileField *field;

  if (!limit->from_profile)
    return limit->value;
  field = stet_profile_field (scene->profile, structure->field);
  if (field == NULL)
    return 0;
  if (structure->kind->check == stet_check_count)
    return upper ? field->count_max : field->count_min;
  if (measure == STET_MEASURE_WORDS)
    return upper ? field->words_max : field->words_min;
  return upper ? field->chars_max : field->chars_min;
}

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  const StetUnit      *unit;  /* (nullable): a whole field */
  const StetField     *field;
  StetMeasure          measure;
} Measured;

/* Reports when `value` is outside the limits. */
static gboolean
compare_limits (const Measured *measured, guint value)
{
  guint min = limit_value (measured->structure, measured->scene, measured->measure, FALSE);
  guint max = limit_value (measured->structure, measured->scene, measured->measure, TRUE);
  guint limit = max > 0 && value > max ? max : min;
  char numbers[5][16];
  const char *args[] = { numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], NULL };

  if (!(max > 0 && value > max) && !(min > 0 && value < min))
    return FALSE;
  g_snprintf (numbers[0], sizeof numbers[0], "%u", value);
  g_snprintf (numbers[1], sizeof numbers[1], "%u", value > limit ? value - limit : limit - value);
  g_snprintf (numbers[2], sizeof numbers[2], "%u", limit);
  g_snprintf (numbers[3], sizeof numbers[3], "%u", min);
  g_snprintf (numbers[4], sizeof numbers[4], "%u", max);
  if (measured->unit != NULL)
    stet_scene_report (measured->scene, measured->unit, NULL, args);
  else
    stet_scene_report_field (measured->scene, measured->field, FALSE, args);
  return TRUE;
}

static guint
length_of (const StetUnit *unit, StetMeasure measure)
{
  return measure == STET_MEASURE_WORDS ? stet_text_count_words (unit->text)
                                       : stet_text_count_graphemes (unit->text);
}

static void
check_one_length (const StetStructure *structure, const StetScene *scene, const StetUnit *unit)
{
  Measured measured = { structure, scene, unit, NULL, structure->measure };

  if (structure->measure == STET_MEASURE_EITHER)
    measured.measure = STET_MEASURE_CHARS;
  if (!compare_limits (&measured, length_of (unit, measured.measure))
      && structure->measure == STET_MEASURE_EITHER)
    {
      measured.measure = STET_MEASURE_WORDS;
      compare_limits (&measured, length_of (unit, measured.measure));
    }
}

void
stet_check_length (const StetStructure *structure, const StetScene *scene)
{
  guint total = 0, seen = 0;
  StetField field = stet_field_make (STET_FIELD_BODY);
  Measured whole = { structure, scene, NULL, &field, structure->measure };

  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & structure->units) == 0 || stet_prose_is_blank (unit->prose))
        continue;
      total += structure->total ? length_of (unit, structure->measure) : 0;
      if (!structure->total)
        check_one_length (structure, scene, unit);
      if (++seen == structure->first)
        return;
    }
  if (structure->total && total > 0)
    compare_limits (&whole, total);
}

void
stet_check_count (const StetStructure *structure, const StetScene *scene)
{
  const StetArticleFields *fields = stet_article_fields (scene->article);
  gboolean tags = strcmp (structure->field, "tags") == 0;
  StetField field = stet_field_make (tags ? STET_FIELD_TAGS : STET_FIELD_FAQ_ITEMS);
  guint n = tags ? fields->tags->len : fields->faq_items->len;

  if (n > 0 || g_strcmp0 (structure->when, "any") != 0)
    compare_limits (&(Measured) { structure, scene, NULL, &field, structure->measure }, n);
}

void
stet_check_pattern (const StetStructure *structure, const StetScene *scene)
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

/* None of the first texts has what readers look for there. */
void
stet_check_mention (const StetStructure *structure, const StetScene *scene)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);
  const StetUnit *unit = stet_scene_first (scene, structure->units);
  guint seen = 0;

  for (guint i = 0; pattern != NULL && i < scene->units->len; i++)
    {
      const StetUnit *other = g_ptr_array_index (scene->units, i);

      if ((other->kind & structure->units) == 0 || stet_prose_is_blank (other->prose))
        continue;
      if (stet_pattern_matches (pattern, scene->matcher, other->text))
        return;
      if (++seen == structure->first)
        break;
    }
  if (pattern != NULL && unit != NULL)
    stet_scene_report (scene, unit, NULL, (const char *[]) { unit->text, NULL });
}
