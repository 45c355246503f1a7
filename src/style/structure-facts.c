/* Checks of a story against what is known besides its text (facts.h): its picture, its site, its
 * other edition, its live version. Where nothing is known they are quiet. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

#define RATIO_TOLERANCE 0.06
#define TERMS_MAX 100000

/* --- the picture --- */

static gboolean
has_ratio (const StetStructure *structure, guint width, guint height)
{
  if (structure->ratios == NULL)
    return TRUE;
  for (gsize i = 0; structure->ratios[i] != NULL; i++)
    {
      const char *colon = strchr (structure->ratios[i], ':');
      double wide = g_ascii_strtod (structure->ratios[i], NULL);
      double high = colon != NULL ? g_ascii_strtod (colon + 1, NULL) : 0;

      if (high > 0 && fabs ((double) width / height / (wide / high) - 1) <= RATIO_TOLERANCE)
        return TRUE;
    }
  return FALSE;
}

/* The profile's own width goes before the rule's. */
static guint
width_min (const StetStructure *structure, const StetScene *scene)
{
  const StetProfileField *field
      = scene->profile != NULL ? stet_profile_field (scene->profile, "photo.file") : NULL;

  return field != NULL && field->width_min > 0 ? field->width_min : structure->min.value;
}

static void
check_size (const StetStructure *structure, const StetScene *scene)
{
  const StetFacts *facts = scene->facts;
  StetField field = stet_field_make (STET_FIELD_PHOTO_FILE);
  guint wanted = width_min (structure, scene);
  char numbers[3][16];

  if (facts->photo_width == 0 || facts->photo_height == 0
      || (facts->photo_width >= wanted
          && has_ratio (structure, facts->photo_width, facts->photo_height)))
    return;
  g_snprintf (numbers[0], sizeof numbers[0], "%u", facts->photo_width);
  g_snprintf (numbers[1], sizeof numbers[1], "%u", facts->photo_height);
  g_snprintf (numbers[2], sizeof numbers[2], "%u", wanted);
  stet_scene_report_field (scene, &field, FALSE,
                           (const char *[]) { numbers[0], numbers[1], numbers[2], NULL });
}

static gboolean
stands_within (const char *text, const char *part)
{
  g_autofree char *folded = stet_text_fold (text);
  g_autofree char *folded_part = stet_text_fold (part);

  return strstr (folded, folded_part) != NULL;
}

/* Neither the creator's nor the source's name of the picture stands in the credit. */
static void
check_photo_credit (const StetStructure *structure, const StetScene *scene)
{
  const StetFacts *facts = scene->facts;
  StetUnit *unit = stet_scene_first (scene, STET_UNIT_CREDIT);
  const char *own = facts->photo_credit != NULL ? facts->photo_credit : facts->photo_creator;

  if (unit == NULL || own == NULL || *own == '\0' || stands_within (unit->text, own)
      || (facts->photo_creator != NULL && stands_within (unit->text, facts->photo_creator)))
    return;
  stet_scene_report (scene, unit, NULL, (const char *[]) { unit->text, own, NULL });
}

/* Made by a machine, and the caption does not say so. */
static void
check_made (const StetStructure *structure, const StetScene *scene)
{
  const char *type = scene->facts->photo_source_type;
  const StetPattern *said = stet_structure_pattern (structure, scene->language);
  StetUnit *unit = stet_scene_first (scene, STET_UNIT_CAPTION);
  StetField field = stet_field_make (STET_FIELD_PHOTO_CAPTION);

  if (type == NULL || strstr (type, "rainedAlgorithmicMedia") == NULL)
    return;
  if (unit == NULL || said == NULL || !stet_pattern_matches (said, scene->matcher, unit->text))
    stet_scene_report_field (scene, &field, FALSE, (const char *[]) { type, NULL });
}

void
stet_check_photo (const StetStructure *structure, const StetScene *scene)
{
  if (scene->facts == NULL)
    return;
  if (stet_structure_tests (structure, "size"))
    check_size (structure, scene);
  else if (stet_structure_tests (structure, "credit"))
    check_photo_credit (structure, scene);
  else
    check_made (structure, scene);
}

/* --- two embeds with nothing between --- */

void
stet_check_embeds (const StetStructure *structure, const StetScene *scene)
{
  const GPtrArray *body = stet_article_fields (scene->article)->body;
  gboolean after_embed = FALSE;
  guint words = 0;

  for (guint i = 0; i < body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (g_ptr_array_index (body, i));
      StetField field = stet_field_at (STET_FIELD_BLOCK_HREF, (int) i);
      char number[16];

      if (block->type != STET_BLOCK_EMBED)
        {
          words
              += block->prose != NULL ? stet_text_count_words (stet_prose_text (block->prose)) : 0;
          continue;
        }
      if (after_embed && words < structure->min.value)
        {
          g_snprintf (number, sizeof number, "%u", words);
          stet_scene_report_field (scene, &field, FALSE, (const char *[]) { number, NULL });
        }
      after_embed = TRUE;
      words = 0;
    }
}

/* --- a translation and its original --- */

typedef struct { GArray *numbers; guint quotations, questions; } Gist;

static Gist
gist_of (GPtrArray *units)
{
  Gist gist = { g_array_new (FALSE, FALSE, sizeof (StetNumber)), 0, 0 };

  for (guint i = 0; i < units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (units, i);
      g_autoptr(GArray) numbers = NULL;

      if ((unit->kind & (STET_UNITS_BODY | STET_UNIT_ANSWER)) == 0)
        continue;
      numbers = stet_numbers_of (unit);
      g_array_append_vals (gist.numbers, numbers->data, numbers->len);
      gist.quotations += unit->quotations->len;
      gist.questions += unit->kind == STET_UNIT_ANSWER;
    }
  return gist;
}

static gboolean
has_number (const GArray *numbers, const StetNumber *number)
{
  for (guint i = 0; i < numbers->len; i++)
    if (stet_numbers_equal (number, &g_array_index (numbers, StetNumber, i)))
      return TRUE;
  return FALSE;
}

static void
compare_counts (const StetScene *scene, guint here, guint there)
{
  StetField field = stet_field_make (STET_FIELD_BODY);
  char numbers[2][16];

  g_snprintf (numbers[0], sizeof numbers[0], "%u", here);
  g_snprintf (numbers[1], sizeof numbers[1], "%u", there);
  if (here != there)
    stet_scene_report_field (scene, &field, FALSE,
                             (const char *[]) { numbers[0], numbers[1], NULL });
}

static void
compare_numbers (const StetScene *scene, const Gist *original)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      g_autoptr(GArray) numbers = NULL;

      if ((unit->kind & (STET_UNITS_BODY | STET_UNIT_ANSWER)) == 0)
        continue;
      numbers = stet_numbers_of (unit);
      for (guint k = 0; k < numbers->len; k++)
        {
          const StetNumber *number = &g_array_index (numbers, StetNumber, k);
          g_autofree char *text
            = stet_unit_slice (unit, number->at.start_bytes, number->at.end_bytes);

          if (!has_number (original->numbers, number))
            stet_scene_report (scene, unit, &number->at, (const char *[]) { text, NULL });
        }
    }
}

/* Figures one by one; quotations, and questions only as how many: they are worded anew. */
void
stet_check_drift (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GPtrArray) units = NULL;
  Gist here, there;

  if (scene->facts == NULL || scene->facts->original == NULL)
    return;
  units = stet_units_of_article (scene->facts->original);
  here = gist_of (scene->units);
  there = gist_of (units);
  if (stet_structure_tests (structure, "figures"))
    compare_numbers (scene, &there);
  else if (stet_structure_tests (structure, "quotations"))
    compare_counts (scene, here.quotations, there.quotations);
  else
    compare_counts (scene, here.questions, there.questions);
  g_array_unref (here.numbers);
  g_array_unref (there.numbers);
}

/* --- what the story is about to do --- */

static void
check_embargo (const StetScene *scene)
{
  const StetFacts *facts = scene->facts;
  g_autoptr(GDateTime) until = facts->embargo_until != NULL
                                 ? g_date_time_new_from_iso8601 (facts->embargo_until, NULL)
                                 : NULL;
  g_autoptr(GDateTime) at = facts->publish_at != NULL
                              ? g_date_time_new_from_iso8601 (facts->publish_at, NULL)
                              : NULL;
  StetField field = stet_field_make (STET_FIELD_HEADLINE);

  if (until != NULL && at != NULL && g_date_time_compare (until, at) > 0)
    stet_scene_report_field (scene, &field, FALSE,
                             (const char *[]) { facts->publish_at, facts->embargo_until, NULL });
}

static void
count_words (const StetArticle *article, GHashTable *counts, int step)
{
  g_autoptr(GPtrArray) units = stet_units_of_article (article);

  for (guint i = 0; i < units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (units, i);
      const GArray *words = stet_unit_words (unit);

      if ((unit->kind & (STET_UNITS_PROSE & ~STET_UNIT_AUTHOR_BOX)) == 0)
        continue;
      for (guint k = 0; k < words->len; k++)
        {
          const char *word = g_array_index (words, StetWord, k).folded;
          int n = GPOINTER_TO_INT (g_hash_table_lookup (counts, word)) + step;

          g_hash_table_replace (counts, g_strdup (word), GINT_TO_POINTER (n));
        }
    }
}

/* Words in one and not in the other: a slip of the pen changes two. */
static guint
words_changed (const StetArticle *a, const StetArticle *b)
{
  g_autoptr(GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;
  guint changed = 0;

  count_words (a, counts, 1);
  count_words (b, counts, -1);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    changed += (guint) ABS (GPOINTER_TO_INT (value));
  return changed;
}

static void
check_corrected (const StetStructure *structure, const StetScene *scene)
{
  const StetFacts *facts = scene->facts;
  StetField field = stet_field_make (STET_FIELD_BODY);
  char number[16];
  guint changed;

  if (facts->live == NULL || (facts->correction != NULL && *facts->correction != '\0'))
    return;
  changed = words_changed (facts->live, scene->article);
  if (changed <= structure->min.value)
    return;
  g_snprintf (number, sizeof number, "%u", changed);
  stet_scene_report_field (scene, &field, TRUE, (const char *[]) { number, NULL });
}

void
stet_check_workflow (const StetStructure *structure, const StetScene *scene)
{
  if (scene->facts == NULL)
    return;
  if (stet_structure_tests (structure, "embargo"))
    check_embargo (scene);
  else
    check_corrected (structure, scene);
}

/* --- the site's own tags --- */

void
stet_check_terms (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char **all = scene->facts != NULL ? scene->facts->terms : NULL;

  for (gsize i = 0; all != NULL && all[i] != NULL && i < TERMS_MAX; i++)
    g_hash_table_insert (terms, stet_text_fold (all[i]), all[i]);
  for (guint i = 0; g_hash_table_size (terms) > 0 && i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      g_autofree char *folded = NULL;
      const char *right;

      if ((unit->kind & structure->units) == 0)
        continue;
      folded = stet_text_fold (unit->text);
      right = g_hash_table_lookup (terms, folded);
      if (right != NULL && strcmp (right, unit->text) != 0)
        stet_scene_suggest (scene, unit, &(StetStretch) { 0, unit->bytes },
                            (const char *[]) { unit->text, right, NULL }, right);
    }
}
