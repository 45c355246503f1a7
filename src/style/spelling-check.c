/* Unknown words of a story, with few false alarms: names, handles, figures, acronyms and words the
 * story keeps using are left alone, and only a likely slip of the finger is told above advice.
 * Layer: style. Any thread. */
#include "config.h"

#include "style/spelling.h"

#include "style/structure-private.h"

#include <string.h>

#define WORD_CHARS_MIN 3
#define WORD_CHARS_MAX 60 /* no dictionary has longer ones */
#define RECURS_MIN 3      /* a word in lower case that stands so often is meant */
#define NAME_RECURS_MIN 2 /* and one with a capital is a name, however close to a word */

typedef struct
{
  const StetScene *scene;
  const char      *region;
  GHashTable      *names;  /* words of tags, byline, credits; names in the text */
  GHashTable      *counts; /* of words in lower case that no dictionary has */
  GArray          *unknown; /* of Word */
} Speller;

typedef struct
{
  const StetUnit *unit;
  StetStretch     range;
  char           *word;     /* (owned by the list of unknown ones) */
  gboolean        begins;   /* a sentence */
  gboolean        capital;
  StetWordState   state;
} Word;

static void
word_clear (gpointer data)
{
  g_free (((Word *) data)->word);
}

/* --- what is looked at --- */

typedef enum { FORM_OTHER = 0, FORM_LOWER, FORM_CAPITAL } Form;

/* FORM_OTHER: figures, all capitals, a capital inside, another script: not for a dictionary. */
static Form
form_of (const char *word)
{
  Form form = FORM_OTHER;
  guint n = 0;

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean part_start = p > word && p[-1] == '-';

      if (g_unichar_isdigit (c)
          || (g_unichar_isalpha (c) && g_unichar_get_script (c) != G_UNICODE_SCRIPT_LATIN))
        return FORM_OTHER;
      if (p == word)
        form = g_unichar_isupper (c) ? FORM_CAPITAL : FORM_LOWER;
      else if (g_unichar_isupper (c) && !part_start)
        return FORM_OTHER;
      else if (g_unichar_isupper (c))
        form = FORM_CAPITAL;
    }
  return n >= WORD_CHARS_MIN && n <= WORD_CHARS_MAX ? form : FORM_OTHER;
}

static gboolean
is_part_of_handle (const StetUnit *unit, const StetStretch *word)
{
  char before = word->start_bytes > 0 ? unit->text[word->start_bytes - 1] : ' ';
  char after = unit->text[word->end_bytes];

  if (before == '.' && word->start_bytes > 1 && g_ascii_isalnum (unit->text[word->start_bytes - 2]))
    return TRUE;
  return strchr ("@#_/\\", before) != NULL || after == '_' || after == '@' || after == '/'
         || after == '\\' || (after == '.' && g_ascii_isalpha (unit->text[word->end_bytes + 1]));
}

typedef void (*WordFunc) (Speller *speller, const Word *word);

static void
each_word_of (Speller *speller, const StetUnit *unit, WordFunc func)
{
  g_autoptr (GArray) words = stet_words_of (unit->text);

  for (guint i = 0; i < words->len; i++)
    {
      const StetStretch *range = &g_array_index (words, StetStretch, i);
      g_autofree char *text
          = g_strndup (unit->text + range->start_bytes, range->end_bytes - range->start_bytes);
      Form form = form_of (text);
      Word word = { unit, *range, text, FALSE, form == FORM_CAPITAL, STET_WORD_KNOWN };

      if (form == FORM_OTHER
          || stet_stretches_touch (unit->hidden, range->start_bytes, range->end_bytes)
          || is_part_of_handle (unit, range))
        continue;
      word.begins = stet_begins_sentence (unit->text, range->start_bytes);
      func (speller, &word);
    }
}

static void
each_word (Speller *speller, guint kinds, WordFunc func)
{
  for (guint i = 0; i < speller->scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (speller->scene->units, i);

      if ((unit->kind & kinds) != 0)
        each_word_of (speller, unit, func);
    }
}

static StetWordState
look_up (const Speller *speller, const char *word)
{
  return stet_spelling_look_up (speller->scene->spelling, speller->scene->language, speller->region,
                                word);
}

/* As it is, or as it is written within a sentence. */
static StetWordState
state_of (const Speller *speller, const Word *word)
{
  StetWordState state = look_up (speller, word->word);
  g_autofree char *lower
      = state != STET_WORD_KNOWN && word->capital ? g_utf8_strdown (word->word, -1) : NULL;

  return lower != NULL ? look_up (speller, lower) : state;
}

/* --- what is left alone --- */

/* "Zhirnov's" is "Zhirnov". Returns: (owned). */
static char *
name_of (const char *word)
{
  if (g_str_has_suffix (word, "'s"))
    return g_strndup (word, strlen (word) - 2);
  if (g_str_has_suffix (word, "’s"))
    return g_strndup (word, strlen (word) - strlen ("’s"));
  return g_strdup (word);
}

static void
take_name_cb (Speller *speller, const Word *word)
{
  g_autofree char *name = name_of (word->word);

  g_hash_table_add (speller->names, g_utf8_strdown (name, -1));
}

static void
take_unknown_cb (Speller *speller, const Word *word)
{
  Word unknown = *word;

  unknown.state = state_of (speller, word);
  if (unknown.state == STET_WORD_KNOWN)
    return;
  unknown.word = g_strdup (word->word);
  g_array_append_val (speller->unknown, unknown);
}

static void
count (Speller *speller, const Word *word)
{
  g_autofree char *name = name_of (word->word);
  g_autofree char *lower = g_utf8_strdown (name, -1);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (speller->counts, lower));

  g_hash_table_insert (speller->counts, g_strdup (lower), GUINT_TO_POINTER (n + 1));
  /* A capital within a sentence is a name; so is its word wherever it stands. */
  if (word->capital && word->state != STET_WORD_CLOSE && !word->begins
      && (word->unit->kind & STET_UNIT_HEADLINE) == 0)
    g_hash_table_add (speller->names, g_steal_pointer (&lower));
}

/* --- telling --- */

/* Right in the other language, or in another country's spelling of this one. */
static gboolean
is_foreign (const Speller *speller, const char *word)
{
  static const struct { const char *language, *region; } others[] = {
    { "en", "us" }, { "en", "gb" }, { "es", "spain" }, { "es", "americas" },
  };
  StetSpelling *spelling = speller->scene->spelling;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (stet_spelling_has_dictionary (spelling, others[i].language, others[i].region)
        && stet_spelling_look_up (spelling, others[i].language, others[i].region, word)
               == STET_WORD_KNOWN)
      return TRUE;
  return FALSE;
}

static void
report (const Speller *speller, const Word *word, StetLevel level)
{
  StetReport one = { .field = word->unit->field,
                     .unit = word->unit,
                     .has_range = TRUE,
                     .start_bytes = word->range.start_bytes,
                     .end_bytes = word->range.end_bytes,
                     .level = level,
                     .args = { word->word } };

  speller->scene->report (&one, speller->scene->report_data);
}

static void
judge (const Speller *speller, const Word *word)
{
  g_autofree char *name = name_of (word->word);
  g_autofree char *lower = g_utf8_strdown (name, -1);
  gboolean quoted;
  guint n;

  if (g_hash_table_contains (speller->names, lower))
    return;
  quoted = stet_stretches_touch (word->unit->quotations, word->range.start_bytes,
                                 word->range.end_bytes);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (speller->counts, lower));
  if (word->capital && (word->state != STET_WORD_CLOSE || n >= NAME_RECURS_MIN))
    return;
  if (quoted && is_foreign (speller, lower))
    return;
  if (word->capital || word->state != STET_WORD_CLOSE || n >= RECURS_MIN
      || is_foreign (speller, lower))
    report (speller, word, STET_LEVEL_ADVICE);
  else
    report (speller, word, 0);
}

void
stet_check_spelling (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) unknown = g_array_new (FALSE, FALSE, sizeof (Word));
  Speller speller = { scene, NULL, names, counts, unknown };

  g_array_set_clear_func (unknown, word_clear);
  if (scene->spelling == NULL || scene->language == NULL)
    return;
  speller.region = scene->options != NULL
                       ? stet_options_value (scene->options, "region", scene->language)
                       : NULL;
  if (!stet_spelling_has_dictionary (scene->spelling, scene->language, speller.region))
    return;
  each_word (&speller, STET_UNIT_TAG | STET_UNIT_BYLINE | STET_UNIT_CREDIT | STET_UNIT_CITE,
             take_name_cb);
  each_word (&speller, structure->units, take_unknown_cb);
  for (guint i = 0; i < unknown->len; i++)
    count (&speller, &g_array_index (unknown, Word, i));
  for (guint i = 0; i < unknown->len; i++)
    judge (&speller, &g_array_index (unknown, Word, i));
}
