/* Scores: the start of the text, of a word, within one, letters in their order. Layer: app. */
#include "config.h"

#include "app/match.h"

#include <string.h>

#define AT_START 100
#define AT_WORD 60
#define WITHIN 30
#define LETTERS 10
#define LETTERS_MIN 3 /* two letters in order are in every name */
#define LENGTH_BYTES_MAX 1000

static gboolean
is_word_start (const char *text, const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

/* Each letter follows the one before it or begins a word: "sfe", "subed" for "Submit for
 * editing". */
static gboolean
has_letters (const char *text, const char *word)
{
  if (g_utf8_strlen (word, -1) < LETTERS_MIN)
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const char *wanted = word;
      gboolean follows = FALSE;

      if (!is_word_start (text, at) || g_utf8_get_char (at) != g_utf8_get_char (word))
        continue;
      for (const char *c = at; *c != '\0' && *wanted != '\0'; c = g_utf8_next_char (c))
        {
          gboolean fits = g_utf8_get_char (c) == g_utf8_get_char (wanted)
                          && (follows || is_word_start (text, c));

          if (fits)
            wanted = g_utf8_next_char (wanted);
          follows = fits;
        }
      if (*wanted == '\0')
        return TRUE;
    }
  return FALSE;
}

static int
score_word (const char *text, const char *word)
{
  int best = 0;

  if (g_str_has_prefix (text, word))
    return AT_START;
  for (const char *at = strstr (text, word); at != NULL && best < AT_WORD;
       at = strstr (at + 1, word))
    best = is_word_start (text, at) ? AT_WORD : WITHIN;
  return best > 0 ? best : has_letters (text, word) ? LETTERS : 0;
}

int
stet_match_score (const char *folded_query, const char *folded_text)
{
  g_auto (GStrv) words = g_strsplit (folded_query, " ", -1);
  gsize length_bytes = MIN (strlen (folded_text), LENGTH_BYTES_MAX);
  int sum = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      int score = *words[i] != '\0' ? score_word (folded_text, words[i]) : 1;

      if (score == 0)
        return 0;
      sum += score;
    }
  /* Of two that fit alike, the shorter one. */
  return sum * 100 + 1 + (int) (LENGTH_BYTES_MAX - length_bytes) / 20;
}
