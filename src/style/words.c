/* Words of a text, and what is known of each. Layer: style. Any thread; a unit belongs to one at a
 * time. */
#include "config.h"

#include "style/unit.h"

#include "base/text.h"
#include "style/sentence.h"

#include <string.h>

static gboolean
joins (gunichar c)
{
  return c == '\'' || c == 0x2019 || c == '-';
}

GArray *
stet_words_of (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (StetStretch));
  const char *start = NULL;
  const char *p = text;

  for (;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean inside = c != 0
                        && (g_unichar_isalnum (c) || g_unichar_ismark (c)
                            || (start != NULL && joins (c)
                                && g_unichar_isalnum (g_utf8_get_char (g_utf8_next_char (p)))));

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

/* Folded as stet_text_fold () does, which ASCII makes cheap. */
static const char *
fold (StetUnit *unit, const char *word, gsize bytes)
{
  char small[64];
  gsize i;

  for (i = 0; i < bytes && i + 1 < sizeof small && (guchar) word[i] < 0x80; i++)
    small[i] = g_ascii_tolower (word[i]);
  if (i == bytes)
    {
      small[i] = '\0';
      return g_string_chunk_insert_const (unit->folded, small);
    }
  else
    {
      g_autofree char *copy = g_strndup (word, bytes);
      g_autofree char *folded = stet_text_fold (copy);

      return g_string_chunk_insert_const (unit->folded, folded);
    }
}

static StetWordShape
shape_of (const char *word, gsize bytes)
{
  gboolean any_small = FALSE, any_digit = FALSE, any_capital = FALSE;
  gboolean first_capital = g_unichar_isupper (g_utf8_get_char (word));

  for (const char *p = word; p < word + bytes; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      any_small = any_small || g_unichar_islower (c);
      any_digit = any_digit || g_unichar_isdigit (c);
      any_capital = any_capital || g_unichar_isupper (c);
    }
  if (any_digit)
    return any_small || any_capital ? STET_SHAPE_MIXED : STET_SHAPE_FIGURE;
  if (first_capital)
    return any_small ? STET_SHAPE_NAME : STET_SHAPE_CAPITALS;
  return any_capital ? STET_SHAPE_MIXED : STET_SHAPE_SMALL;
}

const GArray *
stet_unit_words (StetUnit *unit)
{
  g_autoptr(GArray) stretches = NULL;
  const GArray *sentences;
  guint sentence = 0;

  if (unit->words != NULL)
    return unit->words;
  stretches = stet_words_of (unit->text);
  sentences = stet_unit_sentences (unit);
  unit->folded = g_string_chunk_new (512);
  unit->words = g_array_sized_new (FALSE, FALSE, sizeof (StetWord), stretches->len);
  for (guint i = 0; i < stretches->len; i++)
    {
      const StetStretch *at = &g_array_index (stretches, StetStretch, i);
      const char *text = unit->text + at->start_bytes;
      gsize bytes = at->end_bytes - at->start_bytes;
      StetWord word
          = { .at = *at, .folded = fold (unit, text, bytes), .shape = shape_of (text, bytes) };

      while (sentence < sentences->len
             && g_array_index (sentences, StetStretch, sentence).end_bytes <= at->start_bytes)
        {
          word.opens = TRUE;
          sentence++;
        }
      word.opens = word.opens || i == 0;
      word.sentence = sentence;
      g_array_append_val (unit->words, word);
    }
  return unit->words;
}

const GArray *
stet_unit_sentences (StetUnit *unit)
{
  if (unit->sentences == NULL)
    unit->sentences = stet_sentences_in (unit->text, unit->language);
  return unit->sentences;
}

char *
stet_unit_slice (const StetUnit *unit, gsize start_bytes, gsize end_bytes)
{
  return g_strndup (unit->text + start_bytes, end_bytes - start_bytes);
}

gboolean
stet_begins_sentence (const char *text, gsize at_bytes)
{
  const char *p = text + at_bytes;

  while (p > text)
    {
      gunichar c;

      p = g_utf8_prev_char (p);
      c = g_utf8_get_char (p);
      if (c == '\n' || c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0xA1
          || c == 0xBF || c == 0x2014)
        return TRUE;
      if (!g_unichar_isspace (c) && !g_unichar_ispunct (c))
        return FALSE;
    }
  return TRUE;
}
