/* Checks that compare one text of a story with another. Layer: style. Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <string.h>

#define DUPLICATE_WORDS_MIN 8 /* shorter paragraphs may well stand twice */
#define COMPARED_WORDS_MAX 500 /* comparing two texts word by word is quadratic */

/* The words of a text, folded, so that equal ones compare equal. Returns: (owned) of (owned)
 * strings. */
static GPtrArray *
folded_words (const char *text, GArray **places)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  GArray *stretches = stet_words_of (text);

  for (guint i = 0; i < stretches->len; i++)
    {
      const StetStretch *at = &g_array_index (stretches, StetStretch, i);
      g_autofree char *word = g_strndup (text + at->start_bytes, at->end_bytes - at->start_bytes);

      g_ptr_array_add (words, stet_text_fold (word));
    }
  if (places != NULL)
    *places = stretches;
  else
    g_array_unref (stretches);
  return words;
}

static const StetUnit *
first_unit (const StetScene *scene, guint kinds)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & kinds) != 0 && !stet_prose_is_blank (unit->prose))
        return unit;
    }
  return NULL;
}

/* The longest run of words in both. Returns its length; `at` is where it begins in `words`. */
static guint
longest_run (const GPtrArray *words, const GPtrArray *others, guint *at)
{
  g_autofree guint *row = g_new0 (guint, others->len + 1);
  guint best = 0;

  *at = 0;
  for (guint i = 0; i < MIN (words->len, COMPARED_WORDS_MAX); i++)
    for (guint j = MIN (others->len, COMPARED_WORDS_MAX); j > 0; j--)
      {
        row[j] = strcmp (words->pdata[i], others->pdata[j - 1]) == 0 ? row[j - 1] + 1 : 0;
        if (row[j] > best)
          {
            best = row[j];
            *at = i + 1 - best;
          }
      }
  return best;
}

/* Words that carry content: the others are too common to compare by. */
static GHashTable *
content_words (const GPtrArray *words)
{
  GHashTable *set = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < words->len; i++)
    if (g_utf8_strlen (words->pdata[i], -1) > 3)
      g_hash_table_add (set, words->pdata[i]);
  return set;
}

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
  const StetUnit *unit = first_unit (scene, structure->units),
                 *other = first_unit (scene, structure->against_units);
  g_autoptr(GPtrArray) words = NULL;
  g_autoptr(GPtrArray) others = NULL;
  g_autoptr(GArray) places = NULL;
  g_autoptr(GHashTable) set = NULL;
  g_autoptr(GHashTable) other_set = NULL;
  guint at, run;

  if (unit == NULL || other == NULL)
    return;
  words = folded_words (unit->text, &places);
  others = folded_words (other->text, NULL);
  set = content_words (words);
  other_set = content_words (others);
  run = longest_run (words, others, &at);
  if (structure->run > 0 && run >= structure->run)
    {
      StetStretch range = { g_array_index (places, StetStretch, at).start_bytes,
                            g_array_index (places, StetStretch, at + run - 1).end_bytes };
      g_autofree char *same
        = g_strndup (unit->text + range.start_bytes, range.end_bytes - range.start_bytes);

      stet_scene_report (scene, unit, &range, (const char *[]) { same, NULL });
    }
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
  const StetUnit *unit = first_unit (scene, structure->units),
                 *other = first_unit (scene, structure->against_units);
  g_autofree char *text = unit != NULL ? comparable (unit->text) : NULL;
  g_autofree char *other_text = other != NULL ? comparable (other->text) : NULL;

  if (text != NULL && g_strcmp0 (text, other_text) == 0)
    stet_scene_report (scene, unit, NULL, (const char *[]) { unit->text, NULL });
}

void
stet_check_duplicate (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean tags = structure->units == STET_UNIT_TAG;

  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      char *text;

      if ((unit->kind & structure->units) == 0 || stet_prose_is_blank (unit->prose) ||
          (!tags && stet_text_count_words (unit->text) < DUPLICATE_WORDS_MIN))
        continue;
      text = comparable (unit->text);
      if (!g_hash_table_add (seen, text))
        stet_scene_report (scene, unit, NULL, (const char *[]) { unit->text, NULL });
    }
}

static const StetUnit *
question_of (const StetScene *scene, const StetUnit *answer)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if (unit->kind == STET_UNIT_QUESTION && unit->field.index == answer->field.index)
        return unit;
    }
  return NULL;
}

static void
check_one_echo (const StetStructure *structure, const StetScene *scene, const StetUnit *answer)
{
  const StetUnit *question = question_of (scene, answer);
  g_autoptr(GArray) sentences = stet_sentences (answer->text);
  g_autoptr(GArray) places = NULL;
  g_autoptr(GPtrArray) words = NULL;
  g_autoptr(GPtrArray) others = NULL;
  g_autofree char *first = NULL;
  guint at, run;

  if (question == NULL || sentences->len == 0)
    return;
  first = g_strndup (answer->text, g_array_index (sentences, StetStretch, 0).end_bytes);
  words = folded_words (first, &places);
  others = folded_words (question->text, NULL);
  run = longest_run (words, others, &at);
  if (run >= structure->run)
    {
      StetStretch range = { g_array_index (places, StetStretch, at).start_bytes,
                            g_array_index (places, StetStretch, at + run - 1).end_bytes };
      g_autofree char *same
        = g_strndup (first + range.start_bytes, range.end_bytes - range.start_bytes);

      stet_scene_report (scene, answer, &range, (const char *[]) { same, NULL });
    }
}

void
stet_check_echo (const StetStructure *structure, const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if (unit->kind == STET_UNIT_ANSWER)
        check_one_echo (structure, scene, unit);
    }
}

/* --- names of persons --- */

/* A capital and then a small letter: Zhirnov, Díaz-Canel; not NATO. */
static gboolean
looks_like_name (const char *word)
{
  gunichar first = g_utf8_get_char (word);

  return g_unichar_isupper (first) && g_unichar_islower (g_utf8_get_char (g_utf8_next_char (word)));
}

static gboolean
joins_names (const char *word)
{
  static const char *const particles[]
    = { "de", "del", "la", "las", "los", "y", "van", "von", "der", "bin", "al", "da", "dos", NULL };

  return g_strv_contains (particles, word);
}

/* Whether two words stand in one name: a space between them, or the stop of "Mr." and a space. */
static gboolean
are_joined (const char *text, const StetStretch *a, const StetStretch *b)
{
  gsize gap = b->start_bytes - a->end_bytes;

  return (gap == 1 && text[a->end_bytes] == ' ')
         || (gap == 2 && strncmp (text + a->end_bytes, ". ", 2) == 0
             && a->end_bytes - a->start_bytes <= 4);
}

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  const StetUnit      *unit;
  GArray              *places;
  char               **words;  /* (owned) strv, parallel to places */
  GHashTable          *there;  /* folded words of the other text */
} Names;

/* Words from `from` up to `until` are one run of capitalised words: the name is what follows its
 * last title. */
static void
report_name (Names *names, guint from, guint until)
{
  StetStretch range;
  g_autofree char *name = NULL;
  g_autofree char *last = NULL;

  for (guint i = from; i < until; i++)
    {
      if (names->structure->known != NULL &&
          g_strv_contains ((const char *const *) names->structure->known, names->words[i]))
        return;
      if (names->structure->titles != NULL &&
          g_strv_contains ((const char *const *) names->structure->titles, names->words[i]))
        from = i + 1;
    }
  if (until - MIN (from, until) < 2)
    return;
  last = stet_text_fold (names->words[until - 1]);
  if (g_hash_table_contains (names->there, last))
    return;
  range.start_bytes = g_array_index (names->places, StetStretch, from).start_bytes;
  range.end_bytes = g_array_index (names->places, StetStretch, until - 1).end_bytes;
  name = g_strndup (names->unit->text + range.start_bytes, range.end_bytes - range.start_bytes);
  stet_scene_report (names->scene, names->unit, &range, (const char *[]) { name, NULL });
}

/* The end of the run that begins at `from`: name words, with particles between them. */
static guint
run_end (const Names *names, guint from)
{
  guint until = from + 1;

  for (guint i = from + 1; i < names->places->len; i++)
    {
      if (!are_joined (names->unit->text, &g_array_index (names->places, StetStretch, i - 1),
                       &g_array_index (names->places, StetStretch, i)))
        break;
      if (looks_like_name (names->words[i]))
        until = i + 1;
      else if (!joins_names (names->words[i]))
        break;
    }
  return until;
}

static void
find_names (Names *names)
{
  const char *text = names->unit->text;
  guint i = 0;

  names->places = stet_words_of (text);
  names->words = g_new0 (char *, names->places->len + 1);
  for (guint k = 0; k < names->places->len; k++)
    {
      const StetStretch *at = &g_array_index (names->places, StetStretch, k);

      names->words[k] = g_strndup (text + at->start_bytes, at->end_bytes - at->start_bytes);
    }
  while (i < names->places->len)
    {
      guint until = i + 1;

      if (looks_like_name (names->words[i]))
        {
          until = run_end (names, i);
          report_name (names, i, until);
        }
      i = until;
    }
  g_strfreev (names->words);
  g_array_unref (names->places);
}

void
stet_check_names (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      g_autoptr(GPtrArray) words = NULL;

      if ((unit->kind & structure->against_units) == 0)
        continue;
      words = folded_words (unit->text, NULL);
      for (guint k = 0; k < words->len; k++)
        g_hash_table_add (there, g_strdup (words->pdata[k]));
    }
  if (g_hash_table_size (there) == 0)
    return;
  for (guint i = 0; i < scene->units->len; i++)
    {
      Names names = { structure, scene, g_ptr_array_index (scene->units, i), NULL, NULL, there };

      if ((names.unit->kind & structure->units) != 0)
        find_names (&names);
    }
}
