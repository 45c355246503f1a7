/* One name spelt two ways in a story. Layer: style. Any thread.
 *
 * Two capitalised words are taken for one name when they differ as slips and transcriptions do: by
 * a doubled or silent letter, two letters changed about, one vowel for another, one consonant for
 * its like. Not when one is made from the other by an ending (Cuba, Cuban), when either is written
 * small somewhere, when the pack knows both, or when each always stands after another first
 * name. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <string.h>

#define LETTERS_MIN 5
#define LETTERS_LONG 8 /* from here on, any one letter may be a slip */
#define LETTERS_MAX 40
#define FORMS_MAX 400
#define SKELETON_DISTANCE_MAX 2

typedef struct
{
  char      *raw;     /* (owned) as it is written */
  const char *folded; /* (borrowed) from a unit, or `stem` */
  char      *stem;    /* (owned) */
  GArray    *places;  /* of Place */
  gboolean   alone;   /* somewhere without a first name */
  gboolean   inside;  /* somewhere not at the start of a sentence, where any word has a capital */
  GHashTable *firsts; /* (owned) of folded first names before it */
} Form;

typedef struct { StetUnit *unit; StetStretch at; } Place;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_free (form->raw);
  g_free (form->stem);
  g_array_unref (form->places);
  g_hash_table_unref (form->firsts);
  g_free (form);
}

/* --- how two words differ --- */

static gboolean
is_vowel (char c)
{
  return strchr ("aeiouy", c) != NULL;
}

static gboolean
sound_alike (char a, char b)
{
  static const char *const alike[]
      = { "ckqg", "szxc", "bvwfp", "gjhx", "yijl", "mn", "dt", "uw", NULL };

  if (is_vowel (a) && is_vowel (b))
    return TRUE;
  for (gsize i = 0; alike[i] != NULL; i++)
    if (strchr (alike[i], a) != NULL && strchr (alike[i], b) != NULL)
      return TRUE;
  return FALSE;
}

/* A letter that is often left out: a doubled one, a vowel, h. */
static gboolean
is_slight (const char *word, gsize at)
{
  char c = word[at];

  return is_vowel (c) || c == 'h' || (at > 0 && word[at - 1] == c) || word[at + 1] == c;
}

/* The only difference between two words, and whether a pen slips so: one letter changed, put in or
 * two changed about. */
static gboolean
differ_by_a_slip (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b), front = 0, back = 0, left, right;

  if (n > m)
    return differ_by_a_slip (b, a);
  while (front < n && a[front] == b[front])
    front++;
  while (back < n - front && a[n - 1 - back] == b[m - 1 - back])
    back++;
  left = n - front - back;
  right = m - front - back;
  if (left == 0 && right == 1)
    return n >= LETTERS_LONG || is_slight (b, front);
  if (left == 1 && right == 1)
    return n >= LETTERS_LONG || sound_alike (a[front], b[front]);
  return left == 2 && right == 2 && a[front] == b[front + 1] && a[front + 1] == b[front];
}

/* Consonants as they sound, without doubles: mottaki and motakki are mtk. */
static void
skeleton (const char *word, char *out)
{
  gsize n = 0;

  for (; *word != '\0' && n + 1 < LETTERS_MAX; word++)
    {
      char c = *word == 'q' || *word == 'c' ? 'k' : *word == 'z' ? 's' : *word == 'v' ? 'b' : *word;

      if (!g_ascii_isalpha (c) || is_vowel (c) || c == 'h' || (n > 0 && out[n - 1] == c))
        continue;
      out[n++] = c;
    }
  out[n] = '\0';
}

static guint
letter_distance (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint rows[2][LETTERS_MAX + 1];

  for (gsize j = 0; j <= m; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *row = rows[i % 2], *above = rows[(i + 1) % 2];

      row[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
    }
  return rows[n % 2][m];
}

static gboolean
look_like_one (const char *a, const char *b)
{
  char skeletons[2][LETTERS_MAX];

  if (a[0] != b[0] && !(strchr ("kqc", a[0]) != NULL && strchr ("kqc", b[0]) != NULL))
    return FALSE;
  if (differ_by_a_slip (a, b))
    return TRUE;
  skeleton (a, skeletons[0]);
  skeleton (b, skeletons[1]);
  return strlen (skeletons[0]) >= 3 && strcmp (skeletons[0], skeletons[1]) == 0
         && letter_distance (a, b) <= SKELETON_DISTANCE_MAX;
}

/* --- the names of a story --- */

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  GHashTable          *small;  /* of (borrowed) folded words written small somewhere */
  GPtrArray           *forms;  /* (owned) of Form */
  GHashTable          *by_raw; /* raw to (borrowed) Form */
} Story;

static gboolean
is_plain_ascii (const char *word)
{
  for (; *word != '\0'; word++)
    if (!g_ascii_isalpha (*word))
      return FALSE;
  return TRUE;
}

static void
note_form (Story *story, StetUnit *unit, const GArray *words, guint i)
{
  const StetWord *word = &g_array_index (words, StetWord, i);
  const StetWord *before = i > 0 ? &g_array_index (words, StetWord, i - 1) : NULL;
  g_autofree char *raw = stet_unit_slice (unit, word->at.start_bytes, word->at.end_bytes);
  g_autofree char *stem = stet_name_stem (raw);
  g_autofree char *folded = stet_text_fold (stem);
  Place place = { unit, { word->at.start_bytes, word->at.start_bytes + strlen (stem) } };
  Form *form = g_hash_table_lookup (story->by_raw, stem);

  if (strlen (folded) < LETTERS_MIN || strlen (folded) >= LETTERS_MAX || !is_plain_ascii (folded))
    return;
  if (form == NULL && story->forms->len < FORMS_MAX)
    {
      form = g_new0 (Form, 1);
      form->raw = g_steal_pointer (&stem);
      form->stem = g_steal_pointer (&folded);
      form->folded = form->stem;
      form->places = g_array_new (FALSE, FALSE, sizeof (Place));
      form->firsts = g_hash_table_new (g_str_hash, g_str_equal);
      g_ptr_array_add (story->forms, form);
      g_hash_table_insert (story->by_raw, form->raw, form);
    }
  if (form == NULL)
    return;
  g_array_append_val (form->places, place);
  form->inside = form->inside || !word->opens;
  if (before != NULL && before->shape == STET_SHAPE_NAME
      && word->at.start_bytes - before->at.end_bytes == 1)
    g_hash_table_add (form->firsts, (gpointer) before->folded);
  else
    form->alone = TRUE;
}

static void
read_unit (Story *story, StetUnit *unit)
{
  const GArray *words = stet_unit_words (unit);

  for (guint i = 0; i < words->len; i++)
    {
      const StetWord *word = &g_array_index (words, StetWord, i);

      if (word->shape == STET_SHAPE_SMALL)
        g_hash_table_add (story->small, (gpointer) word->folded);
      else if (word->shape == STET_SHAPE_NAME && (unit->kind & story->structure->units) != 0
               && !stet_structure_skips (story->structure, unit, word->at.start_bytes,
                                         word->at.end_bytes))
        note_form (story, unit, words, i);
    }
}

/* Pedro Marino and Luis Merino are two. */
static gboolean
are_two_persons (const Form *a, const Form *b)
{
  GHashTableIter iter;
  gpointer first;

  if (a->alone || b->alone)
    return FALSE;
  g_hash_table_iter_init (&iter, a->firsts);
  while (g_hash_table_iter_next (&iter, &first, NULL))
    if (g_hash_table_contains (b->firsts, first))
      return FALSE;
  return TRUE;
}

#define OPENINGS_MIN 3

/* "Estas … Estos": once each, and where any word has a capital. */
static gboolean
only_begin_sentences (const Form *a, const Form *b)
{
  return !a->inside && !b->inside && a->places->len + b->places->len < OPENINGS_MIN;
}

/* Accents apart: "Diaz" and "Díaz" are one name too. */
static gboolean
are_one_name (const Story *story, const Form *a, const Form *b)
{
  const StetLanguage *language = g_array_index (a->places, Place, 0).unit->language;
  gboolean known = stet_structure_knows (story->structure->known, a->raw)
                   && stet_structure_knows (story->structure->known, b->raw);

  if (known || only_begin_sentences (a, b)
      || stet_language_has (language, STET_WORDS_COMMON, a->folded)
      || stet_language_has (language, STET_WORDS_COMMON, b->folded)
      || g_hash_table_contains (story->small, a->folded)
      || g_hash_table_contains (story->small, b->folded) || are_two_persons (a, b))
    return FALSE;
  if (strcmp (a->folded, b->folded) == 0)
    return TRUE;
  return !stet_names_related (language, a->folded, b->folded)
         && look_like_one (a->folded, b->folded);
}

static void
report_form (const Story *story, const Form *rare, const Form *other)
{
  for (guint i = 0; i < rare->places->len; i++)
    {
      const Place *place = &g_array_index (rare->places, Place, i);

      stet_scene_suggest (story->scene, place->unit, &place->at,
                          (const char *[]) { rare->raw, other->raw, NULL }, other->raw);
    }
}

/* The rarer form is told; of two as common, the later. */
static void
compare_forms (const Story *story)
{
  for (guint i = 1; i < story->forms->len; i++)
    for (guint k = 0; k < i; k++)
      {
        const Form *later = g_ptr_array_index (story->forms, i);
        const Form *earlier = g_ptr_array_index (story->forms, k);

        if (!are_one_name (story, earlier, later))
          continue;
        if (later->places->len > earlier->places->len)
          report_form (story, earlier, later);
        else
          report_form (story, later, earlier);
      }
}

void
stet_check_spelt (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) small = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func (form_free);
  g_autoptr(GHashTable) by_raw = g_hash_table_new (g_str_hash, g_str_equal);
  Story story = { structure, scene, small, forms, by_raw };

  for (guint i = 0; i < scene->units->len; i++)
    read_unit (&story, g_ptr_array_index (scene->units, i));
  compare_forms (&story);
}
