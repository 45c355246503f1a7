/* Taking a text apart into words. Layer: style. Any thread. */
#include "config.h"

#include "style/token.h"

#include "style/pattern.h"

#define PLANES 17
#define PLANE_CHARS 0x10000
#define LOW_CHARS 0x250 /* Latin: looked up, not computed */
#define IOTA 0x3B9
#define IOTA_BELOW 0x345 /* a mark */
#define HASH_START G_GUINT64_CONSTANT (0xcbf29ce484222325)
#define HASH_STEP G_GUINT64_CONSTANT (0x100000001b3)

/* What \w matches in a plane of Unicode, a bit for each character; made when it is first needed. */
static guint8 *word_bits[PLANES];
static struct { guint16 fold[LOW_CHARS]; guint8 is_word[LOW_CHARS]; } low;

static guint8 *
ask_pattern (guint plane)
{
  guint8 *bits = g_new0 (guint8, PLANE_CHARS / 8);
  g_autoptr(GString) all = g_string_sized_new (4 * PLANE_CHARS);
  g_autoptr(StetPattern) pattern = stet_pattern_new ("\\w+", NULL);
  g_autoptr(StetMatcher) matcher = stet_matcher_new ();
  StetWalk walk;
  gsize start, end;

  for (gunichar c = MAX (1, plane * PLANE_CHARS); c < (plane + 1) * PLANE_CHARS; c++)
    if (c < 0xD800 || c > 0xDFFF)
      g_string_append_unichar (all, c);
  stet_walk_start (&walk, matcher, pattern, all->str, all->len);
  while (stet_walk_next (&walk, &start, &end))
    for (const char *p = all->str + start; p < all->str + end; p = g_utf8_next_char (p))
      {
        guint c = g_utf8_get_char (p) % PLANE_CHARS;

        bits[c / 8] |= (guint8) (1 << c % 8);
      }
  return bits;
}

static const guint8 *
bits_of (guint plane)
{
  if (g_once_init_enter (&word_bits[plane]))
    g_once_init_leave (&word_bits[plane], ask_pattern (plane));
  return word_bits[plane];
}

gboolean
stet_char_is_word (gunichar c)
{
  guint plane = c / PLANE_CHARS, at = c % PLANE_CHARS;

  return plane < PLANES && (bits_of (plane)[at / 8] & (1 << at % 8)) != 0;
}

static gunichar
compute_fold (gunichar c)
{
  int digit;

  /* GLib knows the case of letters only. */
  if (c == IOTA_BELOW)
    return IOTA;
  if (c >= 0x2160 && c <= 0x216F) /* Roman numerals */
    return c + 0x10;
  if (c >= 0x24B6 && c <= 0x24CF) /* letters in circles */
    return c + 0x1A;
  if (g_unichar_isdigit (c) && (digit = g_unichar_digit_value (c)) >= 0)
    return '0' + (gunichar) digit;
  return g_unichar_tolower (g_unichar_toupper (c));
}

/* Of what is equal without case, only the Greek iota written below a letter is a mark of its
 * own. */
gboolean
stet_char_is_moody (gunichar c)
{
  return stet_char_fold (c) == IOTA;
}

static void
fill_low (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  for (gunichar c = 0; c < LOW_CHARS; c++)
    {
      low.fold[c] = (guint16) compute_fold (c);
      low.is_word[c] = (guint8) stet_char_is_word (c);
    }
  g_once_init_leave (&done, 1);
}

gunichar
stet_char_fold (gunichar c)
{
  fill_low ();
  return c < LOW_CHARS ? low.fold[c] : compute_fold (c);
}

/* Hashes characters from `*p` on as long as they are of a word, or are not. `*p` is left at the
 * first other one. */
static inline guint64
hash_run (const char **p, const char *end, gboolean of_word)
{
  guint64 hash = HASH_START;
  const char *at = *p;

  while (at < end)
    {
      gunichar c = (guchar) *at;
      const char *next = at + 1;

      if (c >= 0x80)
        {
          c = g_utf8_get_char (at);
          next = g_utf8_next_char (at);
        }
      if ((c < LOW_CHARS ? low.is_word[c] : stet_char_is_word (c)) != of_word)
        break;
      hash = (hash ^ (c < LOW_CHARS ? low.fold[c] : compute_fold (c))) * HASH_STEP;
      at = next;
    }
  *p = at;
  return hash;
}

void
stet_tokenize (const char *text, gsize length_bytes, GArray *tokens)
{
  const char *p = text, *end = text + length_bytes;
  StetToken *last = NULL;

  fill_low ();
  g_array_set_size (tokens, 0);
  while (p < end)
    {
      guint64 gap = hash_run (&p, end, FALSE);
      StetToken token = { .start_bytes = (guint) (p - text) };

      if (p == end)
        return;
      if (last != NULL)
        last->gap = gap;
      token.word = hash_run (&p, end, TRUE);
      token.end_bytes = (guint) (p - text);
      g_array_append_val (tokens, token);
      last = &g_array_index (tokens, StetToken, tokens->len - 1);
    }
}
