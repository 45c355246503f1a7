/* Splitting texts into sentences: a mark ends one unless the word before it is an abbreviation that
 * goes on, by the data of the text's language. Layer: style. Any thread. */
#include "config.h"

#include "style/sentence.h"

#include "style/unit.h"

#include <string.h>

#define ABBREVIATION_CHARS_MAX 24
#define NAME_CHARS_MAX 24

typedef struct
{
  const char         *text;
  const char         *start;    /* of the sentence at hand */
  const StetLanguage *language; /* (nullable): all of them */
  GArray             *found;
} Splitter;

static const char *
skip_space (const char *p)
{
  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static gboolean
is_closing (gunichar c)
{
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 || c == 0xBB;
}

static gboolean
is_mark (gunichar c)
{
  return c == '.' || c == '?' || c == '!' || c == 0x2026;
}

/* Past the other marks and the closing quotes and brackets after a mark: «?!», «."», «...». */
static const char *
skip_closing (const char *p)
{
  while (is_closing (g_utf8_get_char (p)) || is_mark (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static gboolean
has (const Splitter *splitter, StetWordList list, const char *word)
{
  return stet_language_has (splitter->language, list, word);
}

static StetAbbreviation
abbreviation (const Splitter *splitter, const char *word)
{
  const StetLanguage *const *all = stet_languages_builtin ();
  StetAbbreviation kind = STET_ABBREVIATION_NONE;

  if (splitter->language != NULL)
    return stet_language_abbreviation (splitter->language, word);
  for (gsize i = 0; all[i] != NULL && kind == STET_ABBREVIATION_NONE; i++)
    kind = stet_language_abbreviation (all[i], word);
  return kind;
}

static gboolean
is_day_or_month (const Splitter *splitter, const char *word)
{
  const StetLanguage *const *all = stet_languages_builtin ();

  for (gsize i = 0; all[i] != NULL; i++)
    if ((splitter->language == NULL || splitter->language == all[i])
        && (stet_language_weekday (all[i], word) > 0 || stet_language_month (all[i], word) > 0))
      return TRUE;
  return FALSE;
}

/* The word that ends at `stop`, with the points inside it ("U.S" of "U.S."). */
static const char *
word_before (const Splitter *splitter, const char *stop)
{
  const char *start = stop;

  for (int i = 0; i < ABBREVIATION_CHARS_MAX && start > splitter->text; i++)
    {
      const char *before = g_utf8_prev_char (start);
      gunichar c = g_utf8_get_char (before);
      gboolean inner = c == '.' && start < stop && g_unichar_isalpha (g_utf8_get_char (start));

      if (!inner && !g_unichar_isalpha (c) && !g_unichar_ismark (c) && c != 0xAA && c != 0xBA)
        break;
      start = before;
    }
  return start;
}

/* The first word at or after `p`, past marks that open. Returns its start; `word` gets it in small
 * letters. */
static const char *
word_after (const char *p, char **word)
{
  const char *end;

  while (*p != '\0' && *p != '\n' && !g_unichar_isalnum (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  for (end = p; g_unichar_isalnum (g_utf8_get_char (end)); end = g_utf8_next_char (end))
    ;
  *word = g_utf8_strdown (p, end - p);
  return p;
}

static gboolean
is_roman (const char *word)
{
  return *word != '\0' && strspn (word, "ivxlc") == strlen (word);
}

/* "1. The roof": the number of an item. */
static gboolean
is_item_number (const Splitter *splitter, const char *stop)
{
  const char *p = stop;

  while (p > splitter->start && stop - p <= 2 && g_ascii_isdigit (p[-1]))
    p--;
  return p < stop && p == splitter->start;
}

/* "J." of "J. Edgar", "U.S": letters with points between them, or one capital. */
static gboolean
is_initials (const char *word)
{
  gunichar first = g_utf8_get_char (word);

  if (!g_unichar_isupper (first))
    return FALSE;
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p) + 1)
    {
      const char *after = g_utf8_next_char (p);

      if (*after == '\0')
        return TRUE;
      if (*after != '.' || !g_unichar_isalpha (g_utf8_get_char (p)))
        return FALSE;
    }
  return FALSE;
}

/* The next word begins a sentence, and is no initial: "S. A.". */
static gboolean
opens_sentence (const Splitter *splitter, const char *at, const char *word)
{
  return has (splitter, STET_WORDS_OPENERS, word)
         && !(*at != '\0' && *g_utf8_next_char (word) == '\0' && *g_utf8_next_char (at) == '.');
}

/* Whether the sentence goes on after the stop at `stop`, which `next` follows. */
static gboolean
goes_on (const Splitter *splitter, const char *stop, const char *next)
{
  const char *start = word_before (splitter, stop);
  g_autofree char *word = g_strndup (start, (gsize) (stop - start));
  g_autofree char *small = g_utf8_strdown (word, -1);
  g_autofree char *after = NULL;
  const char *at = word_after (next, &after);
  StetAbbreviation kind = abbreviation (splitter, small);

  if (kind == STET_ABBREVIATION_NAMED)
    kind = g_unichar_isupper (g_utf8_get_char (word)) ? STET_ABBREVIATION_MAYBE
                                                      : STET_ABBREVIATION_NONE;
  if (kind == STET_ABBREVIATION_NONE && is_initials (word))
    kind = STET_ABBREVIATION_MAYBE;
  switch (kind)
    {
    case STET_ABBREVIATION_NEVER:  return TRUE;
    case STET_ABBREVIATION_NUMBER: return g_ascii_isdigit (*at) || is_roman (after);
    case STET_ABBREVIATION_NAMED:
    case STET_ABBREVIATION_MAYBE:
      return !opens_sentence (splitter, at, after) && g_utf8_get_char (next) != 0xBF &&
             g_utf8_get_char (next) != 0xA1;
    case STET_ABBREVIATION_CAPITAL:
      return is_day_or_month (splitter, after) || has (splitter, STET_WORDS_AFTER_TIME, after);
    case STET_ABBREVIATION_NONE:
      break;
    }
  return word == NULL || *word == '\0' ? is_item_number (splitter, stop) : FALSE;
}

/* "Yahoo!": a name that ends in the mark. */
static gboolean
is_in_name (const Splitter *splitter, const char *mark)
{
  const char *start = mark;
  const char *end = g_utf8_next_char (mark);
  g_autofree char *word = NULL;
  g_autofree char *small = NULL;

  for (int i = 0; i < NAME_CHARS_MAX && start > splitter->text; i++)
    {
      const char *before = g_utf8_prev_char (start);

      if (g_unichar_isspace (g_utf8_get_char (before)))
        break;
      start = before;
    }
  word = g_strndup (start, (gsize) (end - start));
  small = g_utf8_strdown (word, -1);
  return has (splitter, STET_WORDS_MARKS, small);
}

/* Whether the mark at `mark` ends the sentence; `after` is past it and what closes with it. */
static gboolean
ends_sentence (const Splitter *splitter, const char *mark, const char *after)
{
  gunichar c = g_utf8_get_char (after);
  const char *next, *first;
  g_autofree char *word = NULL;
  gboolean alone = after == g_utf8_next_char (mark);

  if (c == 0 || c == '\n')
    return TRUE;
  if (!g_unichar_isspace (c))
    return FALSE;
  next = skip_space (after);
  first = word_after (next, &word);
  if (*next == '\0')
    return TRUE;
  if (g_unichar_islower (g_utf8_get_char (first)))
    return FALSE;
  if (*mark == '.' && alone && goes_on (splitter, mark, next))
    return FALSE;
  return !(*mark == '!' && alone && is_in_name (splitter, mark)
           && !opens_sentence (splitter, first, word));
}

static void
add_sentence (Splitter *splitter, const char *end)
{
  StetStretch stretch = { (gsize) (splitter->start - splitter->text),
                          (gsize) (end - splitter->text) };

  while (stretch.end_bytes > stretch.start_bytes
         && g_unichar_isspace (g_utf8_get_char (
           g_utf8_prev_char (splitter->text + stretch.end_bytes))))
    stretch.end_bytes
      = (gsize) (g_utf8_prev_char (splitter->text + stretch.end_bytes) - splitter->text);
  if (stretch.end_bytes > stretch.start_bytes)
    g_array_append_val (splitter->found, stretch);
}

GArray *
stet_sentences_in (const char *text, const StetLanguage *language)
{
  Splitter splitter = { text, skip_space (text), language,
                        g_array_new (FALSE, FALSE, sizeof (StetStretch)) };
  const char *p = splitter.start;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);
      const char *after = g_utf8_next_char (p);

      if (is_mark (c))
        after = skip_closing (after);
      if (c == '\n' || (is_mark (c) && ends_sentence (&splitter, p, after)))
        {
          add_sentence (&splitter, c == '\n' ? p : after);
          splitter.start = p = skip_space (after);
          continue;
        }
      p = after;
    }
  add_sentence (&splitter, p);
  return splitter.found;
}

GArray *
stet_sentences (const char *text)
{
  return stet_sentences_in (text, NULL);
}
