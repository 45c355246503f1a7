/* Dictionaries and word lists behind one lock, with a memory. Layer: style. Any thread. */
#include "config.h"

#include "style/spelling.h"

#include "style/option.h"

#include <enchant.h>
#include <string.h>

#define MEMORY_MAX 50000     /* words remembered of one dictionary; then it begins anew */
#define CLOSE_CHARS_MIN 3    /* of shorter words everything is close */
#define CLOSE_CHARS_MAX 24
#define CLOSE_INSERT_CHARS_MIN 5

typedef struct
{
  EnchantDict *dict;   /* (nullable): not on this computer */
  GHashTable  *memory; /* of word to StetWordState */
} Dictionary;

typedef struct
{
  char *language; /* (nullable) */
  GHashTable *words;
} House;

/* One for the whole program, and never closed: a dictionary takes longer to read than a story to
 * check. */
static GMutex dictionaries_lock;
static EnchantBroker *broker;      /* (nullable): made on first need; under the lock */
static GHashTable *dictionaries;   /* of tag to Dictionary; under the lock */

struct _StetSpelling
{
  GMutex         lock;
  GPtrArray     *house;        /* of House */
  GHashTable    *own;
};

static void
house_free (gpointer data)
{
  House *house = data;

  g_free (house->language);
  g_hash_table_unref (house->words);
  g_free (house);
}

static GHashTable *
new_words (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

StetSpelling *
stet_spelling_new (void)
{
  StetSpelling *spelling = g_new0 (StetSpelling, 1);

  g_mutex_init (&spelling->lock);
  spelling->house = g_ptr_array_new_with_free_func (house_free);
  spelling->own = new_words ();
  return spelling;
}

void
stet_spelling_free (StetSpelling *spelling)
{
  if (spelling == NULL)
    return;
  g_ptr_array_unref (spelling->house);
  g_hash_table_unref (spelling->own);
  g_mutex_clear (&spelling->lock);
  g_free (spelling);
}

/* --- lists --- */

/* Words as they are compared: with a straight apostrophe. Returns: (owned). */
static char *
plain_word (const char *word)
{
  g_auto (GStrv) parts = strstr (word, "’") != NULL ? g_strsplit (word, "’", -1) : NULL;

  return parts == NULL ? g_strdup (word) : g_strjoinv ("'", parts);
}

/* One line of a list. Returns: whether it was a word or nothing. */
static gboolean
read_word (GHashTable *words, char *line)
{
  g_autofree char *composed = NULL;

  *strchrnul (line, '#') = '\0';
  g_strstrip (line);
  if (line[0] == '\0')
    return TRUE;
  composed = g_utf8_normalize (line, -1, G_NORMALIZE_NFC);
  if (strlen (composed) > STET_WORD_BYTES_MAX || g_hash_table_size (words) >= STET_WORDS_MAX)
    return FALSE;
  g_hash_table_add (words, plain_word (composed));
  return TRUE;
}

static guint
read_words (GHashTable *words, const char *text, gsize length_bytes)
{
  g_autofree char *copy = g_utf8_make_valid (text, (gssize) length_bytes);
  char *end = copy + strlen (copy);
  guint n_bad = 0;

  for (char *line = copy; line < end;)
    {
      char *stop = memchr (line, '\n', (gsize) (end - line));

      if (stop == NULL)
        stop = end;
      *stop = '\0';
      n_bad += read_word (words, line) ? 0 : 1;
      line = stop + 1;
    }
  return n_bad;
}

guint
stet_spelling_add_house_words (StetSpelling *spelling, const char *language, const char *text,
                               gsize length_bytes)
{
  House *house = g_new0 (House, 1);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&spelling->lock);

  house->language = g_strdup (language);
  house->words = new_words ();
  g_ptr_array_add (spelling->house, house);
  return read_words (house->words, text, length_bytes);
}

guint
stet_spelling_set_own_words (StetSpelling *spelling, const char *text, gsize length_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&spelling->lock);

  g_hash_table_remove_all (spelling->own);
  return read_words (spelling->own, text, length_bytes);
}

/* In a list a word in lower case stands for its capitalised form too, not the reverse. */
static gboolean
stands_in (GHashTable *words, const char *word, const char *lower)
{
  return g_hash_table_contains (words, word) || g_hash_table_contains (words, lower);
}

static gboolean
is_listed (StetSpelling *spelling, const char *language, const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&spelling->lock);

  if (stands_in (spelling->own, word, lower))
    return TRUE;
  for (guint i = 0; i < spelling->house->len; i++)
    {
      const House *house = g_ptr_array_index (spelling->house, i);

      if (stet_language_covers (house->language, language) && stands_in (house->words, word, lower))
        return TRUE;
    }
  return FALSE;
}

/* --- dictionaries --- */

static Dictionary *
open_dictionary (const char *tag)
{
  Dictionary *dictionary;

  if (dictionaries == NULL)
    {
      broker = enchant_broker_init ();
      dictionaries = g_hash_table_new (g_str_hash, g_str_equal);
    }
  dictionary = g_hash_table_lookup (dictionaries, tag);
  if (dictionary != NULL)
    return dictionary;
  enchant_broker_set_ordering (broker, tag, "hunspell,nuspell,aspell");
  dictionary = g_new0 (Dictionary, 1);
  dictionary->dict = enchant_broker_request_dict (broker, tag);
  dictionary->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (dictionaries, g_strdup (tag), dictionary);
  return dictionary;
}

/* "en-US" as enchant writes it; for a language alone the country that the option's region means.
 * Returns: (owned). */
static char *
tag_for (const char *language, const char *region)
{
  char *tag = g_strdelimit (g_strdup (language), "-", '_');
  gboolean bare = strchr (tag, '_') == NULL || g_str_equal (tag, "es_419");

  if (bare && g_ascii_strncasecmp (language, "en", 2) == 0)
    {
      g_free (tag);
      return g_strdup (g_strcmp0 (region, "gb") == 0 ? "en_GB" : "en_US");
    }
  if (bare && g_ascii_strncasecmp (language, "es", 2) == 0)
    {
      g_free (tag);
      return g_strdup (g_strcmp0 (region, "spain") == 0 ? "es_ES" : "es_MX");
    }
  return tag;
}

/* That of the country, else one of the language's others. (borrowed) (nullable) */
static Dictionary *
dictionary_for (const char *language, const char *region)
{
  static const char *const others[] = { "en_US", "en_GB", "es_ES", "es_MX", NULL };
  g_autofree char *tag
      = language != NULL && strlen (language) >= 2 ? tag_for (language, region) : NULL;
  Dictionary *dictionary = tag != NULL ? open_dictionary (tag) : NULL;

  for (gsize i = 0; dictionary != NULL && dictionary->dict == NULL && others[i] != NULL; i++)
    if (g_ascii_strncasecmp (others[i], language, 2) == 0 && !g_ascii_isalnum (language[2]))
      dictionary = open_dictionary (others[i]);
  return dictionary != NULL && dictionary->dict != NULL ? dictionary : NULL;
}

gboolean
stet_spelling_has_dictionary (StetSpelling *spelling, const char *language, const char *region)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&dictionaries_lock);

  return dictionary_for (language, region) != NULL;
}

static gboolean
has (const Dictionary *dictionary, const char *word)
{
  return enchant_dict_check (dictionary->dict, word, (gssize) strlen (word)) == 0;
}

/* --- one letter away --- */

typedef struct
{
  const Dictionary *dictionary;
  gunichar          chars[CLOSE_CHARS_MAX + 2];
  glong             n;
} Near;

static gboolean
try_chars (const Near *near, const gunichar *chars, glong n)
{
  g_autofree char *word = g_ucs4_to_utf8 (chars, n, NULL, NULL, NULL);

  return word != NULL && has (near->dictionary, word);
}

static gboolean
try_swaps (const Near *near)
{
  for (glong i = 0; i + 1 < near->n; i++)
    {
      Near other = *near;

      other.chars[i] = near->chars[i + 1];
      other.chars[i + 1] = near->chars[i];
      if (near->chars[i] != near->chars[i + 1] && try_chars (near, other.chars, other.n))
        return TRUE;
    }
  return FALSE;
}

static gboolean
try_removals (const Near *near)
{
  for (glong i = 0; i < near->n; i++)
    {
      Near other = *near;

      memmove (other.chars + i, other.chars + i + 1, sizeof (gunichar) * (gsize) (near->n - i - 1));
      if (try_chars (near, other.chars, near->n - 1))
        return TRUE;
    }
  return FALSE;
}

static gboolean
try_insertions (const Near *near, const gunichar *letters)
{
  for (glong i = 0; i <= near->n; i++)
    {
      Near other = *near;

      memmove (other.chars + i + 1, near->chars + i, sizeof (gunichar) * (gsize) (near->n - i));
      for (gsize k = 0; letters[k] != 0; k++)
        {
          other.chars[i] = letters[k];
          if (try_chars (near, other.chars, near->n + 1))
            return TRUE;
        }
    }
  return FALSE;
}

/* Accents missing, wrong or too many: á a, ñ n. */
static gboolean
try_accents (const Near *near)
{
  static const struct { gunichar plain, other; } pairs[] = {
    { 'a', 0xE1 }, { 'e', 0xE9 }, { 'i', 0xED }, { 'o', 0xF3 },
    { 'u', 0xFA }, { 'u', 0xFC }, { 'n', 0xF1 },
  };

  for (glong i = 0; i < near->n; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (pairs); k++)
      {
        Near other = *near;

        if (near->chars[i] == pairs[k].plain)
          other.chars[i] = pairs[k].other;
        else if (near->chars[i] == pairs[k].other)
          other.chars[i] = pairs[k].plain;
        else
          continue;
        if (try_chars (near, other.chars, other.n))
          return TRUE;
      }
  return FALSE;
}

static gboolean
is_close (const Dictionary *dictionary, const char *word)
{
  static const gunichar letters[]
      = { 'a', 'e', 'i', 'o', 'u', 'n', 'r', 's', 't', 'l', 'c', 'd', 'm', 'p',
          'b', 'g', 'v', 'h', 'f', 'y', 'q', 'k', 'j', 'z', 'w', 'x', 0 };
  Near near = { dictionary, { 0 }, 0 };
  glong n = g_utf8_strlen (word, -1);
  g_autofree gunichar *chars = NULL;

  if (n < CLOSE_CHARS_MIN || n > CLOSE_CHARS_MAX)
    return FALSE;
  chars = g_utf8_to_ucs4_fast (word, -1, &near.n);
  memcpy (near.chars, chars, sizeof (gunichar) * (gsize) near.n);
  if (try_accents (&near) || try_swaps (&near))
    return TRUE;
  return n >= CLOSE_INSERT_CHARS_MIN && (try_removals (&near) || try_insertions (&near, letters));
}

/* --- looking up --- */

static gboolean
has_all_parts (const Dictionary *dictionary, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "-", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0' && !has (dictionary, parts[i]))
      return FALSE;
  return strchr (word, '-') != NULL;
}

/* The word, the word without its genitive, its parts. */
static gboolean
is_known (const Dictionary *dictionary, const char *word)
{
  g_autofree char *stem = NULL;

  if (has (dictionary, word) || has_all_parts (dictionary, word))
    return TRUE;
  if (g_str_has_suffix (word, "'s"))
    stem = g_strndup (word, strlen (word) - 2);
  else if (g_str_has_suffix (word, "s'"))
    stem = g_strndup (word, strlen (word) - 1);
  return stem != NULL && (has (dictionary, stem) || has_all_parts (dictionary, stem));
}

static StetWordState
ask (const Dictionary *dictionary, const char *word)
{
  if (is_known (dictionary, word))
    return STET_WORD_KNOWN;
  return is_close (dictionary, word) ? STET_WORD_CLOSE : STET_WORD_UNKNOWN;
}

static StetWordState
remember (Dictionary *dictionary, const char *word)
{
  gpointer state;

  if (g_hash_table_lookup_extended (dictionary->memory, word, NULL, &state))
    return (StetWordState) GPOINTER_TO_INT (state);
  if (g_hash_table_size (dictionary->memory) >= MEMORY_MAX)
    g_hash_table_remove_all (dictionary->memory);
  state = GINT_TO_POINTER (ask (dictionary, word));
  g_hash_table_insert (dictionary->memory, g_strdup (word), state);
  return (StetWordState) GPOINTER_TO_INT (state);
}

static StetWordState
look_up (const char *language, const char *region, const char *word)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&dictionaries_lock);
  Dictionary *dictionary = dictionary_for (language, region);

  return dictionary != NULL ? remember (dictionary, word) : STET_WORD_KNOWN;
}

StetWordState
stet_spelling_look_up (StetSpelling *spelling, const char *language, const char *region,
                       const char *word)
{
  g_autofree char *plain = strstr (word, "’") != NULL ? plain_word (word) : NULL;
  const char *asked = plain != NULL ? plain : word;
  StetWordState state = look_up (language, region, asked);

  return state != STET_WORD_KNOWN && is_listed (spelling, language, asked) ? STET_WORD_KNOWN
                                                                           : state;
}

char **
stet_spelling_suggest (StetSpelling *spelling, const char *language, const char *region,
                       const char *word)
{
  g_autofree char *plain = plain_word (word);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&dictionaries_lock);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  Dictionary *dictionary = dictionary_for (language, region);
  gsize n = 0, n_taken = 0;
  char **all = dictionary != NULL
                   ? enchant_dict_suggest (dictionary->dict, plain, (gssize) strlen (plain), &n)
                   : NULL;

  /* Whole words first: "harbor" is meant more often than "harbor r". */
  for (gsize pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < n && n_taken < STET_SUGGESTIONS_MAX; i++)
      if ((strchr (all[i], ' ') != NULL) == (pass == 1) && g_utf8_validate (all[i], -1, NULL))
        {
          g_strv_builder_add (builder, all[i]);
          n_taken++;
        }
  if (all != NULL)
    enchant_dict_free_string_list (dictionary->dict, all);
  return g_strv_builder_end (builder);
}
