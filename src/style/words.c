/* Words and sentences of English and Spanish news prose. Layer: style. Any thread. */
#include "config.h"

#include "style/unit.h"

#include <string.h>

/* A full stop after one of these ends no sentence. Folded to lower case, without the stop. */
static const char *const abbreviations[] = {
  "mr",   "mrs",  "ms",  "dr",   "dra", "sr",   "sra",   "srta", "gen", "gral", "col",
  "cnel", "lt",   "sgt", "capt", "sen", "rep",  "gov",   "st",   "mt",  "jr",   "vs",
  "etc",  "inc",  "ltd", "corp", "núm", "pág",  "págs",  "art",  "cap", "vol",  "ed",
  "av",   "avda", "tel", "ing",  "lic", "prof", "aprox", "máx",  "mín", "sto",  "sta",
  "ud",   "uds",  "ee",  "uu",   "jj",  "oo",   "rr",    "hh",   "p",   "ej",   "approx",
  "jan",  "feb",  "aug", "sept", "oct", "nov",  "dec",   "fig",  NULL,
};

GArray *
stet_words_of (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  const char *start = NULL;
  const char *p = text;

  for (;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean inside = c != 0 && (g_unichar_isalnum (c) || g_unichar_ismark (c) ||
                                   (start != NULL && (c == '\'' || c == 0x2019 || c == '-') &&
                                    g_unichar_isalnum (g_utf8_get_char (g_utf8_next_char (p)))));

      if (inside && start == NULL)
        start = p;
      else if (!inside && start != NULL)
        {
          StetStretch word = { (gsize) (start - text), (gsize) (p - text) };

          g_array_append_val (words, word);
          start = NULL;
        }
      if (c == 0)
        return words;
    }
}

/* Whether the full stop at `stop` belongs to an abbreviation or an initial. */
static gboolean
is_abbreviation (const char *text, const char *stop)
{
  const char *start = stop;
  g_autofree char *word = NULL;
  g_autofree char *folded = NULL;

  while (start > text)
    {
      const char *before = g_utf8_prev_char (start);

      if (!g_unichar_isalpha (g_utf8_get_char (before)))
        break;
      start = before;
    }
  word = g_strndup (start, (gsize) (stop - start));
  if (g_utf8_strlen (word, -1) == 1)
    return TRUE;
  folded = g_utf8_strdown (word, -1);
  /* "No. 5" is a number, "No." an answer. */
  if (strcmp (folded, "no") == 0)
    return stop[1] == ' ' && g_ascii_isdigit (stop[2]);
  return g_strv_contains (abbreviations, folded);
}

/* Past closing marks after a sentence's last stop. */
static const char *
skip_closing (const char *p)
{
  for (;;)
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '"' && c != '\'' && c != ')' && c != ']' && c != 0x201D && c != 0x2019 && c != 0xBB)
        return p;
      p = g_utf8_next_char (p);
    }
}

/* A sentence ends where white space follows and the next word does not begin in lower case. */
static gboolean
ends_sentence (const char *text, const char *stop, const char *after)
{
  gunichar c = g_utf8_get_char (after);

  if (c == 0)
    return TRUE;
  if (!g_unichar_isspace (c) || (*stop == '.' && is_abbreviation (text, stop)))
    return FALSE;
  while (g_unichar_isspace (g_utf8_get_char (after)))
    after = g_utf8_next_char (after);
  return !g_unichar_islower (g_utf8_get_char (after));
}

static const char *
skip_space (const char *p)
{
  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

static void
add_sentence (GArray *sentences, const char *text, const char *start, const char *end)
{
  StetStretch stretch = { (gsize) (start - text), (gsize) (end - text) };

  if (end > start)
    g_array_append_val (sentences, stretch);
}

GArray *
stet_sentences (const char *text)
{
  GArray *sentences = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  const char *start = skip_space (text);
  const char *p = start;

  while (*p != '\0')
    {
      const char *after = g_utf8_next_char (p);
      gunichar c = g_utf8_get_char (p);

      if (c == '.' || c == '?' || c == '!' || c == 0x2026)
        after = skip_closing (after);
      if (c == '\n' || (after > p && strchr (".?!", *p) != NULL && ends_sentence (text, p, after))
          || (c == 0x2026 && ends_sentence (text, p, after)))
        {
          add_sentence (sentences, text, start, c == '\n' ? p : after);
          start = p = skip_space (after);
          continue;
        }
      p = after;
    }
  add_sentence (sentences, text, start, p);
  return sentences;
}
