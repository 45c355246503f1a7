/* Counting words, sentences and syllables. Layer: style. Any thread. */
#include "config.h"

#include "style/prose-counts.h"

#include "style/sentence.h"
#include "style/unit.h"

#include <string.h>

#define LONG_WORD_BYTES 6
#define COMPLEX_SYLLABLES 2

static gboolean
is_vowel (gunichar c)
{
  return c != 0 && g_utf8_strchr ("aeiouyáéíóúüAEIOUYÁÉÍÓÚÜ", -1, c) != NULL;
}

/* Groups of vowels, with what English does not pronounce taken off and what it parts put on. */
guint
stet_syllables_in_english (const char *word)
{
  static const char *const silent_ends[] = { "ely", "ement", "eful", "eless", NULL };
  static const char *const parted[] = {
    "ia",    "riet", "dien",  "iu",  "io",   "ii",     "uity",
    "creat", "reu",  "scien", "eou", "ious", "extrao", NULL,
  };
  static const char *const together[] = { "cia",  "tia",  "gio", "cio", "tio", "sio", "ciou",
                                          "tiou", "giou", "xio", "giu", "ciu", NULL };
  g_autofree char *lower = g_utf8_strdown (word, -1);
  gsize bytes = strlen (lower);
  int n = 0;
  gboolean in_vowels = FALSE;

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean vowel = is_vowel (g_utf8_get_char (p));

      n += vowel && !in_vowels ? 1 : 0;
      in_vowels = vowel;
    }
  if (bytes > 2 && lower[bytes - 1] == 'e' && !is_vowel ((gunichar) lower[bytes - 2])
      && !(lower[bytes - 2] == 'l' && !is_vowel ((gunichar) lower[bytes - 3])))
    n--;
  if (bytes > 3 && g_str_has_suffix (lower, "ed") && lower[bytes - 3] != 't'
      && lower[bytes - 3] != 'd' && !is_vowel ((gunichar) lower[bytes - 3]))
    n--;
  if (bytes > 3 && g_str_has_suffix (lower, "es") && strchr ("sxzhcg", lower[bytes - 3]) == NULL
      && !is_vowel ((gunichar) lower[bytes - 3]))
    n--;
  for (gsize i = 0; silent_ends[i] != NULL; i++)
    if (bytes > strlen (silent_ends[i]) + 1 && g_str_has_suffix (lower, silent_ends[i])
        && !is_vowel ((gunichar) lower[bytes - strlen (silent_ends[i]) - 1]))
      n--;
  for (gsize i = 0; parted[i] != NULL; i++)
    n += strstr (lower, parted[i]) != NULL ? 1 : 0;
  for (gsize i = 0; together[i] != NULL; i++)
    n -= strstr (lower, together[i]) != NULL ? 1 : 0;
  return (guint) MAX (n, 1);
}

static gboolean
is_strong (gunichar c)
{
  /* an accented i or u parts as well */
  return c != 0 && g_utf8_strchr ("aeoáéóíúAEOÁÉÓÍÚ", -1, c) != NULL;
}

/* One for each vowel that is not joined to its neighbour: two strong ones part, a weak one joins;
 * the u of que, qui, gue, gui is silent; y counts as a vowel at the end. */
guint
stet_syllables_in_spanish (const char *word)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);
  guint n = 0;
  gunichar before = 0, before_that = 0;

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gunichar next = g_utf8_get_char (g_utf8_next_char (p));
      gboolean vowel = c == 'y' ? next == 0 : is_vowel (c);
      gboolean silent = c == 'u' && (before == 'q' || before == 'g')
                        && (next == 'e' || next == 'i' || next == 0xe9 || next == 0xed);
      gboolean after_silent = before == 'u' && (before_that == 'q' || before_that == 'g');

      if (vowel && !silent
          && (!is_vowel (before) || before == 'y' || after_silent
              || (is_strong (c) && is_strong (before))))
        n++;
      before_that = before;
      before = c;
    }
  return MAX (n, 1);
}

static guint
less_one_ending (const char *word, guint syllables)
{
  return g_str_has_suffix (word, "es") || g_str_has_suffix (word, "ed")
                 || g_str_has_suffix (word, "ing")
             ? syllables - 1
             : syllables;
}

static void
count_word (StetProseCounts *counts, const char *word, gboolean spanish)
{
  guint syllables = spanish ? stet_syllables_in_spanish (word) : stet_syllables_in_english (word);

  counts->words++;
  counts->syllables += syllables;
  counts->long_words += strlen (word) > LONG_WORD_BYTES ? 1 : 0;
  counts->polysyllabic_words += syllables > COMPLEX_SYLLABLES ? 1 : 0;
  counts->complex_words
      += (spanish ? syllables : less_one_ending (word, syllables)) > COMPLEX_SYLLABLES ? 1 : 0;
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    counts->characters += g_unichar_isalnum (g_utf8_get_char (p)) ? 1 : 0;
}

/* "U.S." is one word: capitals with stops, two or more. */
static gsize
acronym_bytes (const char *at)
{
  gsize n = 0;

  while (g_ascii_isupper (at[n]) && at[n + 1] == '.')
    n += 2;
  return n >= 4 ? n : 0;
}

static const char *
word_end (const char *at)
{
  while (*at != '\0' && (g_unichar_isalnum (g_utf8_get_char (at)) || *at == '\''))
    at = g_utf8_next_char (at);
  return at;
}

static guint
count_paragraphs (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "\n\n", -1);
  guint n = 0;

  for (gsize i = 0; parts[i] != NULL; i++)
    n += *g_strstrip (parts[i]) != '\0' ? 1 : 0;
  return n;
}

void
stet_prose_counts_take (StetProseCounts *counts, const char *text, const char *language)
{
  gboolean spanish = language != NULL && g_str_has_prefix (language, "es");
  const StetLanguage *known = stet_language_builtin (language != NULL ? language : "en");
  g_autoptr(GArray) sentences = stet_sentences_in (text, known);
  StetProseCounts blocks = *counts;

  *counts
      = (StetProseCounts){ .lists = blocks.lists, .quotes = blocks.quotes, .code = blocks.code };
  memcpy (counts->headings, blocks.headings, sizeof counts->headings);
  counts->sentences = sentences->len;
  counts->paragraphs = count_paragraphs (text);
  for (const char *p = text; *p != '\0';)
    {
      gsize acronym = acronym_bytes (p);
      const char *end = acronym > 0 ? p + acronym : word_end (p);
      g_autofree char *word = g_strndup (p, (gsize) (end - p));

      if (end > p)
        count_word (counts, word, spanish);
      p = end > p ? end : g_utf8_next_char (p);
    }
}
