/* Marks, what closes after them, and what opens behind. Layer: style. Any thread. */
#include "config.h"

#include "style/vale/sentences.h"

#include "style/unit.h"

#include <string.h>

#define WORD_CHARS_MAX 40

/* After these a capital goes on in the same sentence … */
static const char *const titles[] = {
  "adj", "adm",    "adv", "asst", "bldg", "brig", "bros", "capt", "cmdr", "col",  "comdr",
  "con", "corp",   "cpl", "dr",   "drs",  "ens",  "gen",  "gov",  "hon",  "insp", "lt",
  "maj", "messrs", "mm",  "mr",   "mrs",  "ms",   "msgr", "mt",   "no",   "op",   "ord",
  "ph",  "prof",   "pvt", "rep",  "reps", "res",  "rev",  "rt",   "sen",  "sens", "sfc",
  "sgt", "sr",     "st",  "supt", "surg", "vs",   "v",    "fig",  "al",   "e.g",  "i.e",
  "jan", "feb",    "mar", "apr",  "aug",  "sept", "oct",  "nov",  "dec",  NULL,
};
/* … after these only a word that does not commonly open one. */
static const char *const abbreviations[] = {
  "inc", "ltd",  "co", "jr",  "etc",  "a.m",    "p.m", "u.s", "u.k",  "u.n", "d.c",
  "ave", "blvd", "rd", "est", "dept", "approx", "cf",  "ca",  "ed",   "eds", "vol",
  "pp",  "ft",   "lb", "lbs", "oz",   "mph",    "min", "max", "univ", NULL,
};
static const char *const openers[] = {
  "a",       "after",  "all",   "also",  "although", "an",    "and",   "any",  "as",   "at",
  "because", "before", "both",  "but",   "by",       "each",  "even",  "for",  "from", "he",
  "her",     "here",   "his",   "how",   "however",  "i",     "if",    "in",   "it",   "its",
  "many",    "more",   "most",  "my",    "no",       "not",   "now",   "on",   "one",  "only",
  "or",      "other",  "our",   "she",   "since",    "so",    "some",  "such", "that", "the",
  "their",   "then",   "there", "these", "they",     "this",  "those", "to",   "two",  "under",
  "we",      "what",   "when",  "where", "which",    "while", "who",   "why",  "with", "yet",
  "you",     "your",   NULL,
};

static gboolean
is_closing (gunichar c)
{
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == 0x201D || c == 0x2019
         || c == 0xBB || c == '*' || c == '_';
}

static gboolean
is_opening (gunichar c)
{
  return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x201C || c == 0x2018 || c == 0xAB
         || c == 0xBF || c == 0xA1 || c == '*' || c == '_' || c == '{';
}

static gboolean
is_mark (gunichar c)
{
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01
         || c == 0xFF1F;
}

/* The word that ends at `end`, in small letters. Returns: (owned). */
static char *
word_before (const char *start, const char *end)
{
  const char *p = end;

  for (guint n = 0; p > start && n < WORD_CHARS_MAX; n++)
    {
      const char *before = g_utf8_prev_char (p);
      gunichar c = g_utf8_get_char (before);

      if (!g_unichar_isalnum (c) && c != '.')
        break;
      p = before;
    }
  return g_utf8_strdown (p, end - p);
}

static char *
word_after (const char *p, const char *end)
{
  const char *start, *stop;

  while (p < end && is_opening (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  for (start = stop = p; stop < end && g_unichar_isalnum (g_utf8_get_char (stop));)
    stop = g_utf8_next_char (stop);
  return g_strndup (start, (gsize) (stop - start));
}

/* "J": the letter of a name. */
static gboolean
is_initial (const char *word)
{
  return g_utf8_strlen (word, -1) == 1 && g_unichar_isalpha (g_utf8_get_char (word))
         && strcmp (word, "i") != 0;
}

/* "u.s", "a.m": letters and full stops by turns. */
static gboolean
is_dotted (const char *word)
{
  return strlen (word) >= 3 && word[1] == '.'
         && strchr (word + 2, '.') == (word[3] == '.' ? word + 3 : NULL);
}

static gboolean
stop_ends (const char *word, const char *next)
{
  g_autofree char *small = g_utf8_strdown (next, -1);

  gboolean goes_on = *next != '\0' && g_unichar_islower (g_utf8_get_char (next));

  if (g_strv_contains (titles, word))
    return FALSE;
  if (is_initial (word) || is_dotted (word) || g_strv_contains (abbreviations, word))
    return !goes_on && g_strv_contains (openers, small);
  return TRUE;
}

/* Whether a sentence ends with the mark at `mark`; `after` is behind the marks and what closes. */
static gboolean
ends_here (const char *start, const char *mark, const char *after, const char *end)
{
  const char *next = after;
  g_autofree char *word = NULL, *following = NULL;
  gboolean closed = after > mark + 1 && is_closing (g_utf8_get_char (g_utf8_prev_char (after)));

  while (next < end && g_unichar_isspace (g_utf8_get_char (next)))
    next = g_utf8_next_char (next);
  if (next == after || next == end)
    return next == end;
  following = word_after (next, end);
  if (closed && *following != '\0' && g_unichar_islower (g_utf8_get_char (following)))
    return FALSE;
  if (*mark != '.' || after[-1] == '!' || after[-1] == '?')
    return TRUE;
  word = word_before (start, mark);
  return stop_ends (word, following);
}

static void
take (GArray *found, const char *text, const char *start, const char *end)
{
  StetStretch one;

  while (start < end && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  one.start_bytes = (gsize) (start - text);
  one.end_bytes = (gsize) (end - text);
  if (start < end)
    g_array_append_val (found, one);
}

GArray *
stet_vale_sentences (const char *text, gsize length_bytes)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  const char *start = text, *end = text + length_bytes;

  for (const char *p = text; p < end;)
    {
      const char *mark = p, *after;

      p = g_utf8_next_char (p);
      if (!is_mark (g_utf8_get_char (mark)))
        continue;
      for (after = p;
           after < end
           && (is_mark (g_utf8_get_char (after)) || is_closing (g_utf8_get_char (after)));)
        after = g_utf8_next_char (after);
      p = after;
      if (!ends_here (start, mark, after, end))
        continue;
      take (found, text, start, after);
      start = after;
    }
  take (found, text, start, end);
  return found;
}
