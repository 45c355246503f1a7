/* Checks that compare one text of a story with another. Layer: style. Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <string.h>

#define DUPLICATE_WORDS_MIN 8 /* shorter paragraphs may well stand twice */
#define SIMILAR_WORDS_MIN 12
#define SHINGLE_WORDS 3
#define COMPARED_TEXTS_MAX 400 /* comparing each with each is quadratic */
#define AGAIN_WORDS_MAX 20000
#define AGAIN_RUN_MAX 40

static const StetWord *
word_at (const GArray *words, guint i)
{
  return &g_array_index (words, StetWord, i);
}

guint
stet_longest_run (const GArray *words, const GArray *others, guint *at)
{
  guint n = MIN (words->len, STET_COMPARED_WORDS_MAX);
  guint n_others = MIN (others->len, STET_COMPARED_WORDS_MAX);
  g_autofree guint *row = g_new0 (guint, n_others + 1);
  guint best = 0;

  *at = 0;
  for (guint i = 0; i < n; i++)
    for (guint j = n_others; j > 0; j--)
      {
        row[j] = strcmp (word_at (words, i)->folded, word_at (others, j - 1)->folded) == 0
                   ? row[j - 1] + 1
                   : 0;
        if (row[j] > best)
          {
            best = row[j];
            *at = i + 1 - best;
          }
      }
  return best;
}

static StetStretch
range_of (const GArray *words, guint from, guint n)
{
  return (StetStretch) { word_at (words, from)->at.start_bytes,
                         word_at (words, from + n - 1)->at.end_bytes };
}

static void
report_run (const StetScene *scene, StetUnit *unit, guint from, guint n)
{
  StetStretch range = range_of (stet_unit_words (unit), from, n);
  g_autofree char *same = stet_unit_slice (unit, range.start_bytes, range.end_bytes);

  stet_scene_report (scene, unit, &range, (const char *[]) { same, NULL });
}

/* Words that carry content: the others are too common to compare by. */
static GHashTable *
content_words (StetUnit *unit)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);
  const GArray *words = stet_unit_words (unit);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = word_at (words, i)->folded;

      if (g_utf8_strlen (word, -1) > 3
          && !stet_language_has (unit->language, STET_WORDS_COMMON, word))
        g_hash_table_add (set, (gpointer) word);
    }
  return set;
}

/* In percent of all that stands in either. */
static guint
shared_percent (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer word;
  guint shared = 0, all;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    shared += g_hash_table_contains (b, word) ? 1 : 0;
  all = g_hash_table_size (a) + g_hash_table_size (b) - shared;
  return all > 0 ? 100 * shared / all : 0;
}

void
stet_check_repeats (const StetStructure *structure, const StetScene *scene)
{
  StetUnit *unit = stet_scene_first (scene, structure->units);
  StetUnit *other = stet_scene_first (scene, structure->against_units);
  g_autoptr(GHashTable) set = NULL;
  g_autoptr(GHashTable) other_set = NULL;
  guint at, run;

  if (unit == NULL || other == NULL)
    return;
  run = stet_longest_run (stet_unit_words (unit), stet_unit_words (other), &at);
  set = content_words (unit);
  other_set = content_words (other);
  if (structure->run > 0 && run >= structure->run)
    report_run (scene, unit, at, run);
  else if (structure->share_percent > 0
           && shared_percent (set, other_set) > structure->share_percent)
    stet_scene_report (scene, unit, NULL, (const char *[]) { other->text, NULL });
}

static char *
comparable (const char *text)
{
  g_autofree char *folded = stet_text_fold (text);

  return stet_text_collapse (folded);
}

void
stet_check_same (const StetStructure *structure, const StetScene *scene)
{
  const StetUnit *unit = stet_scene_first (scene, structure->units);
  const StetUnit *other = stet_scene_first (scene, structure->against_units);
  g_autofree char *text = unit != NULL ? comparable (unit->text) : NULL;
  g_autofree char *other_text = other != NULL ? comparable (other->text) : NULL;

  if (text != NULL && g_strcmp0 (text, other_text) == 0)
    stet_scene_report (scene, unit, NULL, (const char *[]) { unit->text, NULL });
}

/* --- twice --- */

static gboolean
may_stand_twice (const StetStructure *structure, const StetUnit *unit, guint words_min)
{
  return (unit->kind & structure->units) == 0 || stet_prose_is_blank (unit->prose)
         || (unit->kind != STET_UNIT_TAG && stet_text_count_words (unit->text) < words_min);
}

void
stet_check_duplicate (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if (!may_stand_twice (structure, unit, DUPLICATE_WORDS_MIN)
          && !g_hash_table_add (seen, comparable (unit->text)))
        stet_scene_report (scene, unit, NULL, (const char *[]) { unit->text, NULL });
    }
}

/* Hashes of every three words in a row. */
static GHashTable *
shingles (StetUnit *unit)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);
  const GArray *words = stet_unit_words (unit);

  for (guint i = 0; i + SHINGLE_WORDS <= words->len && i < STET_COMPARED_WORDS_MAX; i++)
    {
      guint hash = 5381;

      for (guint k = 0; k < SHINGLE_WORDS; k++)
        hash = hash * 33 + g_str_hash (word_at (words, i + k)->folded);
      g_hash_table_add (set, GUINT_TO_POINTER (hash | 1));
    }
  return set;
}

typedef struct { StetUnit *unit; GHashTable *shingles; char *text; } Shingled;

static void
shingled_clear (gpointer data)
{
  Shingled *one = data;

  g_hash_table_unref (one->shingles);
  g_free (one->text);
}

/* Texts with the same words are told as duplicates. */
void
stet_check_similar (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (Shingled));

  g_array_set_clear_func (all, shingled_clear);
  for (guint i = 0; i < scene->units->len && all->len < COMPARED_TEXTS_MAX; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      Shingled one = { unit, NULL, NULL };

      if (may_stand_twice (structure, unit, SIMILAR_WORDS_MIN))
        continue;
      one.shingles = shingles (unit);
      one.text = comparable (unit->text);
      for (guint k = 0; k < all->len; k++)
        {
          const Shingled *other = &g_array_index (all, Shingled, k);
          guint share = shared_percent (one.shingles, other->shingles);
          char percent[16];

          if (share <= structure->share_percent || strcmp (one.text, other->text) == 0)
            continue;
          g_snprintf (percent, sizeof percent, "%u", share);
          stet_scene_report (scene, unit, NULL, (const char *[]) { percent, NULL });
          break;
        }
      g_array_append_val (all, one);
    }
}

/* --- questions --- */

static StetUnit *
question_of (const StetScene *scene, const StetUnit *answer)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);

      if (unit->kind == STET_UNIT_QUESTION && unit->field.index == answer->field.index)
        return unit;
    }
  return NULL;
}

static void
check_one_echo (const StetStructure *structure, const StetScene *scene, StetUnit *answer)
{
  StetUnit *question = question_of (scene, answer);
  g_autoptr(GArray) first = NULL;
  const GArray *words = stet_unit_words (answer);
  guint at, run;

  if (question == NULL)
    return;
  first = g_array_new (FALSE, FALSE, sizeof (StetWord));
  for (guint i = 0; i < words->len && word_at (words, i)->sentence == 0; i++)
    g_array_append_vals (first, word_at (words, i), 1);
  run = stet_longest_run (first, stet_unit_words (question), &at);
  if (run >= structure->run)
    report_run (scene, answer, at, run);
}

void
stet_check_echo (const StetStructure *structure, const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);

      if (unit->kind == STET_UNIT_ANSWER && !stet_prose_is_blank (unit->prose))
        check_one_echo (structure, scene, unit);
    }
}

/* --- words said again --- */

typedef struct { StetUnit *unit; guint index; } Place;

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  GHashTable          *headline; /* of (borrowed) folded words */
  GArray              *places;   /* of Place: every word that counts */
} Again;

static const StetWord *
word_of (const Again *again, guint i)
{
  const Place *place = &g_array_index (again->places, Place, i);

  return word_at (stet_unit_words (place->unit), place->index);
}

static gboolean
same_sentence (const Again *again, guint a, guint b)
{
  return g_array_index (again->places, Place, a).unit
             == g_array_index (again->places, Place, b).unit
         && word_of (again, a)->sentence == word_of (again, b)->sentence;
}

/* Words in a row, in one sentence, none of them in a place that is skipped. */
static guint
run_length (const Again *again, guint at, guint other)
{
  guint n = 0;

  while (n < AGAIN_RUN_MAX && at + n < other && other + n < again->places->len
         && same_sentence (again, at, at + n) && same_sentence (again, other, other + n)
         && strcmp (word_of (again, at + n)->folded, word_of (again, other + n)->folded) == 0)
    n++;
  return n;
}

/* Names, headline words and small words may come again: a run is told for the others. */
static gboolean
is_worth_telling (const Again *again, guint at, guint n)
{
  guint own = 0;

  for (guint i = at; i < at + n; i++)
    {
      const StetWord *word = word_of (again, i);

      if (word->shape == STET_SHAPE_SMALL
          && !g_hash_table_contains (again->headline, word->folded)
          && !stet_language_has (NULL, STET_WORDS_COMMON, word->folded))
        own++;
    }
  return own >= 2;
}

static void
report_again (const Again *again, guint at, guint n, guint times)
{
  const Place *place = &g_array_index (again->places, Place, at);
  StetStretch range = range_of (stet_unit_words (place->unit), place->index, n);
  g_autofree char *words = stet_unit_slice (place->unit, range.start_bytes, range.end_bytes);
  char number[16];

  g_snprintf (number, sizeof number, "%u", times);
  stet_scene_report (again->scene, place->unit, &range, (const char *[]) { words, number, NULL });
}

static guint
hash_run (const Again *again, guint at, guint n)
{
  guint hash = 5381;

  for (guint i = 0; i < n; i++)
    hash = hash * 33 + g_str_hash (word_of (again, at + i)->folded);
  return hash | 1;
}

/* Told where it stands first, with all the words that come again. */
static void
find_runs (const Again *again)
{
  guint run = again->structure->run;
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL); /* hash to place + 1 */
  guint told_until = 0;

  for (guint i = 0; i + run <= again->places->len; i++)
    {
      guint hash = hash_run (again, i, run);
      guint first = GPOINTER_TO_UINT (g_hash_table_lookup (seen, GUINT_TO_POINTER (hash)));
      guint n = first > 0 ? run_length (again, first - 1, i) : 0;

      if (n < run)
        {
          if (first == 0)
            g_hash_table_insert (seen, GUINT_TO_POINTER (hash), GUINT_TO_POINTER (i + 1));
          continue;
        }
      if (i >= told_until && is_worth_telling (again, first - 1, n))
        report_again (again, first - 1, n, 2);
      told_until = MAX (told_until, i + n);
    }
}

/* Told where it stands for the last time of `min` within `distance` words. */
static void
find_words (const Again *again)
{
  const StetStructure *structure = again->structure;
  guint times = MAX (structure->min.value, 2);
  guint distance = structure->distance > 0 ? structure->distance : 120;
  g_autoptr(GHashTable) seen
    = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < again->places->len; i++)
    {
      const StetWord *word = word_of (again, i);
      const StetUnit *unit = g_array_index (again->places, Place, i).unit;
      GArray *at;

      if (word->shape != STET_SHAPE_SMALL
          || g_utf8_strlen (word->folded, -1) < (glong) MAX (structure->chars, 5)
          || g_hash_table_contains (again->headline, word->folded)
          || stet_structure_knows (structure->known, word->folded)
          || stet_language_has (unit->language, STET_WORDS_COMMON, word->folded))
        continue;
      at = g_hash_table_lookup (seen, word->folded);
      if (at == NULL)
        {
          at = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (seen, (gpointer) word->folded, at);
        }
      g_array_append_val (at, i);
      if (at->len < times || i - g_array_index (at, guint, at->len - times) > distance)
        continue;
      report_again (again, i, 1, times);
      g_array_set_size (at, 0);
    }
}

static void
collect (const StetStructure *structure, Again *again, StetUnit *unit)
{
  const GArray *words = stet_unit_words (unit);

  for (guint i = 0; i < words->len && again->places->len < AGAIN_WORDS_MAX; i++)
    {
      Place place = { unit, i };
      const StetStretch *at = &word_at (words, i)->at;

      if (!stet_structure_skips (structure, unit, at->start_bytes, at->end_bytes))
        g_array_append_val (again->places, place);
    }
}

void
stet_check_again (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) headline = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  Again again = { structure, scene, headline, places };
  StetUnit *title = stet_scene_first (scene, STET_UNIT_HEADLINE);
  const GArray *words = title != NULL ? stet_unit_words (title) : NULL;

  for (guint i = 0; words != NULL && i < words->len; i++)
    g_hash_table_add (headline, (gpointer) word_at (words, i)->folded);
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & structure->units) != 0)
        collect (structure, &again, unit);
    }
  if (structure->run > 0)
    find_runs (&again);
  else
    find_words (&again);
}
