/* Names: who is named where, in full or by surname, and lines written in capitals. Layer: style.
 * Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <string.h>

#define NAME_WORDS_MAX 8
#define ROLE_WORDS 6 /* how far from a name its role may stand */
#define CASE_WORDS_MIN 4
#define ENDING_BYTES_MAX 4

static const StetWord *
word_at (const GArray *words, guint i)
{
  return &g_array_index (words, StetWord, i);
}

static char *
raw_word (const StetUnit *unit, const StetWord *word)
{
  return stet_unit_slice (unit, word->at.start_bytes, word->at.end_bytes);
}

/* --- names in a text --- */

/* Whether two words stand in one name: a space between them, or the stop of "Mr." and a space. */
static gboolean
are_joined (const char *text, const StetStretch *a, const StetStretch *b)
{
  gsize gap = b->start_bytes - a->end_bytes;

  return (gap == 1 && text[a->end_bytes] == ' ')
         || (gap == 2 && strncmp (text + a->end_bytes, ". ", 2) == 0
             && a->end_bytes - a->start_bytes <= 4);
}

static gboolean
is_initial (const StetUnit *unit, const StetWord *word)
{
  return word->shape == STET_SHAPE_CAPITALS
         && g_utf8_next_char (unit->text + word->at.start_bytes) - unit->text
              == (gssize) word->at.end_bytes
         && unit->text[word->at.end_bytes] == '.';
}

/* The end of the run that begins at `from`: name words, with particles and initials between
 * them. */
static guint
run_end (const StetUnit *unit, const GArray *words, guint from)
{
  guint until = from + 1;

  for (guint i = from + 1; i < words->len && i < from + NAME_WORDS_MAX; i++)
    {
      const StetWord *word = word_at (words, i);

      if (!are_joined (unit->text, &word_at (words, i - 1)->at, &word->at))
        break;
      if (word->shape == STET_SHAPE_NAME)
        until = i + 1;
      else if (!is_initial (unit, word)
               && !stet_language_has (unit->language, STET_WORDS_PARTICLES, word->folded))
        break;
    }
  return until;
}

/* "Then Putin": the capital of a small word at the start of a sentence begins no name. */
static gboolean
only_opens (const StetUnit *unit, const StetWord *word)
{
  g_autofree char *raw = word->opens ? raw_word (unit, word) : NULL;
  g_autofree char *small = raw != NULL ? g_utf8_strdown (raw, -1) : NULL;

  return small != NULL && stet_language_has (unit->language, STET_WORDS_OPENERS, small);
}

GArray *
stet_names_of (StetUnit *unit)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (StetNameRun));
  const GArray *words = stet_unit_words (unit);
  guint i = 0;

  while (i < words->len)
    {
      const StetWord *word = word_at (words, i);
      StetNameRun run = { { 0, 0 }, i, i + 1 };

      if (word->shape == STET_SHAPE_NAME && !only_opens (unit, word)
          && !stet_stretches_touch (unit->hidden, word->at.start_bytes, word->at.end_bytes))
        {
          run.until = run_end (unit, words, i);
          run.at.start_bytes = word->at.start_bytes;
          run.at.end_bytes = word_at (words, run.until - 1)->at.end_bytes;
          g_array_append_val (runs, run);
        }
      i = run.until;
    }
  return runs;
}

gboolean
stet_unit_is_in_name (StetUnit *unit, gsize start_bytes, gsize end_bytes)
{
  if (unit->names == NULL)
    unit->names = stet_names_of (unit);
  for (guint i = 0; i < unit->names->len; i++)
    {
      const StetNameRun *run = &g_array_index (unit->names, StetNameRun, i);

      if (run->at.start_bytes <= start_bytes && end_bytes <= run->at.end_bytes
          && run->until - run->from > 1)
        return TRUE;
    }
  return FALSE;
}

/* Without the 's of English. Returns the bytes that are left. */
static gsize
stem_bytes (const char *word, gsize bytes)
{
  if (bytes > 2 && word[bytes - 1] == 's' && word[bytes - 2] == '\'')
    return bytes - 2;
  if (bytes > 4 && word[bytes - 1] == 's' && memcmp (word + bytes - 4, "’", 3) == 0)
    return bytes - 4;
  return bytes;
}

char *
stet_name_stem (const char *word)
{
  return g_strndup (word, stem_bytes (word, strlen (word)));
}

static gboolean
is_ending_of (const StetLanguage *language, const char *shorter, const char *longer)
{
  gsize n = strlen (shorter);
  const char *const *endings = stet_language_name_endings (language);

  if (strncmp (shorter, longer, n) != 0)
    return FALSE;
  for (gsize i = 0; endings[i] != NULL; i++)
    {
      g_autofree char *folded = stet_text_fold (endings[i]);

      if (strcmp (longer + n, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
are_related (const StetLanguage *language, const char *a, const char *b)
{
  const char *shorter = strlen (a) <= strlen (b) ? a : b, *longer = shorter == a ? b : a;

  if (strcmp (a, b) == 0)
    return TRUE;
  if (language == NULL)
    return FALSE;
  /* "Cuba", "Cuban"; "Rusia", "ruso": also with the last letters off. */
  for (gsize off = 0; off <= 2 && strlen (shorter) > off + 2; off++)
    {
      g_autofree char *stem = g_strndup (shorter, strlen (shorter) - off);

      if (is_ending_of (language, stem, longer)
          && (off == 0 || is_ending_of (language, stem, shorter)))
        return TRUE;
    }
  return FALSE;
}

/* Either may be a plural besides: "Cuba", "Cubans". */
gboolean
stet_names_related (const StetLanguage *language, const char *a, const char *b)
{
  g_autofree char *one = g_str_has_suffix (a, "s") ? g_strndup (a, strlen (a) - 1) : NULL;
  g_autofree char *other = g_str_has_suffix (b, "s") ? g_strndup (b, strlen (b) - 1) : NULL;

  return are_related (language, a, b) || (one != NULL && are_related (language, one, b))
         || (other != NULL && are_related (language, a, other));
}

/* --- named here and not there --- */

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  StetUnit            *unit;
  const GArray        *words;
  GHashTable          *there; /* folded words of the other texts */
} Names;

static gboolean
is_there (const Names *names, const StetWord *word)
{
  g_autofree char *stem = stet_name_stem (word->folded);
  const StetLanguage *language = names->unit->language;
  const char *const *endings = language != NULL ? stet_language_name_endings (language) : NULL;
  gsize n = strlen (stem);

  if (g_hash_table_contains (names->there, stem)
      || g_hash_table_contains (names->there, word->folded))
    return TRUE;
  for (gsize i = 0; endings != NULL && (i == 0 || endings[i - 1] != NULL); i++)
    for (gsize off = 0; off <= ENDING_BYTES_MAX && off + 3 <= n; off++)
      {
        g_autofree char *folded = stet_text_fold (i > 0 ? endings[i - 1] : "");
        g_autofree char *other = g_strdup_printf ("%.*s%s", (int) (n - off), stem, folded);

        if (g_hash_table_contains (names->there, other)
            && stet_names_related (language, stem, other))
          return TRUE;
      }
  return FALSE;
}

static gboolean
knows (const Names *names, const GHashTable *set, guint i)
{
  g_autofree char *word = raw_word (names->unit, word_at (names->words, i));
  g_autofree char *stem = stet_name_stem (word);

  return stet_structure_knows (set, stem);
}

static void
report_words (const Names *names, guint from, guint until)
{
  const char *text = names->unit->text;
  const StetStretch *last = &word_at (names->words, until - 1)->at;
  StetStretch range = { word_at (names->words, from)->at.start_bytes, 0 };
  g_autofree char *name = NULL;

  range.end_bytes
    = last->start_bytes
      + stem_bytes (text + last->start_bytes, last->end_bytes - last->start_bytes);
  if (stet_structure_skips (names->structure, names->unit, range.start_bytes, range.end_bytes))
    return;
  name = stet_unit_slice (names->unit, range.start_bytes, range.end_bytes);
  stet_scene_report (names->scene, names->unit, &range, (const char *[]) { name, NULL });
}

/* A person: what follows the last title in a run of two words at least. */
static void
check_person_there (const Names *names, guint from, guint until)
{
  for (guint i = from; i < until; i++)
    {
      if (knows (names, names->structure->known, i))
        return;
      if (knows (names, names->structure->titles, i))
        from = i + 1;
    }
  if (until - MIN (from, until) >= 2 && !is_there (names, word_at (names->words, until - 1)))
    report_words (names, from, until);
}

/* English writes its days and months with capitals. */
static gboolean
is_day_or_month (const StetUnit *unit, const StetWord *word)
{
  g_autofree char *raw = raw_word (unit, word);
  g_autofree char *small = g_utf8_strdown (raw, -1);
  gsize n = strlen (small);

  if (unit->language == NULL)
    return FALSE;
  if (stet_language_weekday (unit->language, small) > 0
      || stet_language_month (unit->language, small) > 0)
    return TRUE;
  if (n == 0 || small[n - 1] != 's')
    return FALSE;
  small[n - 1] = '\0';
  return stet_language_weekday (unit->language, small) > 0;
}

/* Any name: a run of which no word stands there, less the word that begins a sentence. */
static void
check_name_there (const Names *names, guint from, guint until)
{
  if (word_at (names->words, from)->opens)
    from++;
  if (from >= until)
    return;
  for (guint i = from; i < until; i++)
    if (knows (names, names->structure->known, i) || is_there (names, word_at (names->words, i))
        || is_day_or_month (names->unit, word_at (names->words, i)))
      return;
  report_words (names, from, until);
}

/* A line With Most Words In Capitals names nobody that way. */
static gboolean
is_in_title_case (const GArray *words)
{
  guint capitals = 0, small = 0;

  for (guint i = 1; i < words->len; i++)
    {
      capitals += word_at (words, i)->shape == STET_SHAPE_NAME;
      small += word_at (words, i)->shape == STET_SHAPE_SMALL;
    }
  return capitals > small;
}

static void
check_unit_names (Names *names)
{
  g_autoptr(GArray) runs = stet_names_of (names->unit);

  if (names->structure->single && is_in_title_case (names->words))
    return;
  for (guint i = 0; i < runs->len; i++)
    {
      const StetNameRun *run = &g_array_index (runs, StetNameRun, i);

      if (names->structure->single)
        check_name_there (names, run->from, run->until);
      else
        check_person_there (names, run->from, run->until);
    }
}

static GHashTable *
words_there (const StetStructure *structure, const StetScene *scene)
{
  GHashTable *there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      const GArray *words;

      if ((unit->kind & structure->against_units) == 0)
        continue;
      words = stet_unit_words (unit);
      for (guint k = 0; k < words->len; k++)
        g_hash_table_add (there, stet_name_stem (word_at (words, k)->folded));
    }
  return there;
}

void
stet_check_names (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) there = words_there (structure, scene);

  if (g_hash_table_size (there) == 0)
    return; /* told as empty */
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      Names names = { structure, scene, unit, NULL, there };

      if ((unit->kind & structure->units) == 0)
        continue;
      names.words = stet_unit_words (unit);
      check_unit_names (&names);
    }
}

/* --- persons by surname and in full --- */

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  /* (owned) folded surname to full name, of the glossary or found in the story */
  GHashTable          *full;
  GHashTable          *settled;  /* (owned) folded full names that were given in full, or told of */
  GHashTable          *surnames; /* (owned) folded words that stand alone as a name somewhere */
} Persons;

static char *
folded_name (const StetUnit *unit, const StetStretch *at)
{
  g_autofree char *name = stet_unit_slice (unit, at->start_bytes, at->end_bytes);
  g_autofree char *stem = stet_name_stem (name);

  return stet_text_fold (stem);
}

/* A name without the titles at its front. FALSE: nothing is left, or it is a thing's name. */
static gboolean
trim_titles (const StetStructure *structure, const StetUnit *unit, const GArray *words,
             StetNameRun *run)
{
  for (guint i = run->from; i < run->until; i++)
    {
      g_autofree char *word = raw_word (unit, word_at (words, i));

      if (stet_structure_knows (structure->known, word))
        return FALSE;
      if (stet_structure_knows (structure->titles, word))
        run->from = i + 1;
    }
  if (run->from >= run->until)
    return FALSE;
  run->at.start_bytes = word_at (words, run->from)->at.start_bytes;
  return TRUE;
}

static gboolean
has_role_near (const StetStructure *structure, const StetUnit *unit, const GArray *words,
               const StetNameRun *run)
{
  guint from = run->from > ROLE_WORDS ? run->from - ROLE_WORDS : 0;
  guint until = MIN (run->until + ROLE_WORDS, words->len);

  for (guint i = from; i < until; i++)
    {
      g_autofree char *word = raw_word (unit, word_at (words, i));
      g_autofree char *small = g_utf8_strdown (word, -1);

      if (stet_structure_knows (structure->roles, small)
          || stet_structure_knows (structure->roles, word))
        return TRUE;
    }
  return FALSE;
}

static void
report_person (const Persons *persons, const StetUnit *unit, const StetStretch *at,
               const char *full)
{
  g_autofree char *name = stet_unit_slice (unit, at->start_bytes, at->end_bytes);

  if (!stet_structure_skips (persons->structure, unit, at->start_bytes, at->end_bytes))
    stet_scene_report (persons->scene, unit, at, (const char *[]) { name, full, NULL });
}

/* Somebody of the glossary: by surname before the full name, or in full without a role. */
static void
check_of_glossary (Persons *persons, StetUnit *unit, const GArray *words, const StetNameRun *run)
{
  g_autofree char *name = folded_name (unit, &run->at);
  g_autofree char *last = stet_name_stem (word_at (words, run->until - 1)->folded);
  const char *full = g_hash_table_lookup (persons->full, last);
  g_autofree char *folded_full = full != NULL ? stet_text_fold (full) : NULL;
  gboolean in_full = full != NULL && strcmp (name, folded_full) == 0;

  if (full == NULL || g_hash_table_contains (persons->settled, folded_full)
      || (!in_full && run->until - run->from > 1))
    return;
  if (stet_structure_tests (persons->structure, "surname")
          ? !in_full
          : in_full && !has_role_near (persons->structure, unit, words, run))
    report_person (persons, unit, &run->at, full);
  g_hash_table_add (persons->settled, g_steal_pointer (&folded_full));
}

/* The same full name once more, of somebody who goes by the surname elsewhere. */
static void
check_in_full_again (Persons *persons, StetUnit *unit, const GArray *words, const StetNameRun *run)
{
  g_autofree char *name = NULL;
  g_autofree char *last = NULL;

  if (run->until - run->from < 2)
    return;
  name = folded_name (unit, &run->at);
  last = stet_name_stem (word_at (words, run->until - 1)->folded);
  if (!g_hash_table_contains (persons->settled, name))
    g_hash_table_add (persons->settled, g_steal_pointer (&name));
  else if (g_hash_table_contains (persons->surnames, last))
    report_person (persons, unit, &run->at, name);
}

static void
find_surnames (Persons *persons, StetUnit *unit)
{
  const GArray *words = stet_unit_words (unit);
  g_autoptr(GArray) runs = stet_names_of (unit);

  for (guint i = 0; i < runs->len; i++)
    {
      StetNameRun *run = &g_array_index (runs, StetNameRun, i);

      if (trim_titles (persons->structure, unit, words, run) && run->until - run->from == 1)
        g_hash_table_add (persons->surnames, stet_name_stem (word_at (words, run->from)->folded));
    }
}

static void
check_persons (Persons *persons, StetUnit *unit)
{
  const GArray *words = stet_unit_words (unit);
  g_autoptr(GArray) runs = stet_names_of (unit);

  for (guint i = 0; i < runs->len; i++)
    {
      StetNameRun *run = &g_array_index (runs, StetNameRun, i);

      if (!trim_titles (persons->structure, unit, words, run))
        continue;
      if (stet_structure_tests (persons->structure, "again"))
        check_in_full_again (persons, unit, words, run);
      else
        check_of_glossary (persons, unit, words, run);
    }
}

void
stet_check_person (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) full = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) surnames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Persons persons = { structure, scene, full, settled, surnames };

  for (gsize i = 0; structure->people != NULL && structure->people[i] != NULL; i++)
    {
      const char *last = strrchr (structure->people[i], ' ');

      g_hash_table_insert (full, stet_text_fold (last != NULL ? last + 1 : structure->people[i]),
                           structure->people[i]);
    }
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < scene->units->len; i++)
      {
        StetUnit *unit = g_ptr_array_index (scene->units, i);

        if ((unit->kind & structure->units) == 0)
          continue;
        if (pass == 0)
          find_surnames (&persons, unit);
        else
          check_persons (&persons, unit);
      }
}

/* --- lines written With Capitals --- */

/* Small words of the whole story but this text: what is written small there is no name here. */
static GHashTable *
small_words (const StetScene *scene, const StetUnit *except)
{
  GHashTable *small = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      const GArray *words = unit != except ? stet_unit_words (unit) : NULL;

      for (guint k = 0; words != NULL && k < words->len; k++)
        if (word_at (words, k)->shape == STET_SHAPE_SMALL)
          g_hash_table_add (small, (gpointer) word_at (words, k)->folded);
    }
  return small;
}

static void
check_one_case (const StetStructure *structure, const StetScene *scene, StetUnit *unit)
{
  const GArray *words = stet_unit_words (unit);
  g_autoptr(GHashTable) small = small_words (scene, unit);
  g_autoptr(GString) wrong = g_string_new (NULL);
  guint n_wrong = 0, n = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const StetWord *word = word_at (words, i);
      g_autofree char *raw = raw_word (unit, word);

      if (word->opens || (word->shape != STET_SHAPE_NAME && word->shape != STET_SHAPE_SMALL)
          || stet_structure_skips (structure, unit, word->at.start_bytes, word->at.end_bytes))
        continue;
      if (word->shape == STET_SHAPE_NAME && !g_hash_table_contains (small, word->folded)
          && !stet_language_has (unit->language, STET_WORDS_COMMON, word->folded)
          && !stet_structure_knows (structure->known, word->folded))
        continue; /* a name, for all that is known */
      n++;
      if (word->shape == STET_SHAPE_NAME)
        {
          n_wrong++;
          g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? ", " : "", raw);
        }
    }
  if (n >= CASE_WORDS_MIN && 100 * n_wrong > structure->share_percent * n)
    stet_scene_report (scene, unit, NULL, (const char *[]) { wrong->str, NULL });
}

void
stet_check_case (const StetStructure *structure, const StetScene *scene)
{
  stet_scene_each (structure, scene, check_one_case);
}
