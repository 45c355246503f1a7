/* The gate every foreign text passes, and counting. Layer: base. Any thread. */
#include "config.h"

#include "base/text.h"

#include <string.h>

#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029
#define OBJECT_REPLACEMENT 0xfffc
#define BYTE_ORDER_MARK 0xfeff
#define NEXT_LINE 0x85
#define REPLACEMENT 0xfffd

/* What the gate makes of one character: itself, LF, or 0 for nothing. */
static gunichar
clean_char (gunichar c)
{
  if (c == '\n' || c == '\t')
    return c;
  if (c == '\r' || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR || c == NEXT_LINE)
    return '\n';
  if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == OBJECT_REPLACEMENT || c == BYTE_ORDER_MARK)
    return 0;
  return c;
}

/* A run is what composes as one: a starter and the marks that follow it. Hangul syllables compose
 * from starters, so those stay with what stands before them; so does what the gate drops, or a mark
 * after it would find its letter only the second time. */
static gboolean
continues_run (gunichar c)
{
  return g_unichar_combining_class (c) != 0 || g_unichar_ismark (c) || (c >= 0x1161 && c <= 0x11ff)
         || clean_char (c) == 0;
}

/* One run's clean form appended; `map` (nullable) gets, for each source character, where it begins
 * now. */
static void
append_run (GString *out, const char *run, const char *run_end, guint *chars_out, GArray *map)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autofree char *normal = NULL;

  for (const char *c = run; c < run_end; c = g_utf8_next_char (c))
    {
      gunichar clean = clean_char (g_utf8_get_char (c));

      /* Of CR LF only the LF counts. */
      if (*c == '\r' && c[1] == '\n')
        clean = 0;
      if (clean != 0)
        g_string_append_unichar (kept, clean);
      if (map != NULL)
        g_array_append_val (map, *chars_out);
    }
  normal = g_utf8_normalize (kept->str, (gssize) kept->len, G_NORMALIZE_NFC);
  if (normal == NULL)
    return;
  g_string_append (out, normal);
  *chars_out += (guint) g_utf8_strlen (normal, -1);
}

static char *
clean_with_map (const char *utf8, GArray *map)
{
  GString *out = g_string_sized_new (strlen (utf8));
  guint chars_out = 0;
  const char *run = utf8;

  while (*run != '\0')
    {
      const char *end = g_utf8_next_char (run);

      while (*end != '\0' && continues_run (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      append_run (out, run, end, &chars_out, map);
      run = end;
    }
  if (map != NULL)
    g_array_append_val (map, chars_out);
  return g_string_free (out, FALSE);
}

/* Characters that the gate leaves as they are and that compose with nothing of their kind: Latin
 * letters and signs before the combining marks, and the dashes and quotation marks of General
 * Punctuation (Unicode's NFC_Quick_Check is Yes for all, their combining class 0). */
static gboolean
is_plain_char (gunichar c)
{
  return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t' || (c >= 0xa0 && c < 0x300)
         || (c >= 0x2010 && c < LINE_SEPARATOR) || (c >= 0x2030 && c < 0x205f);
}

/* A text of such characters is clean as it stands: nearly every text takes this way. */
static gboolean
is_plain (const char *utf8)
{
  for (const char *c = utf8; *c != '\0'; c = g_utf8_next_char (c))
    if (!is_plain_char ((guchar) *c < 0x80 ? (gunichar) *c : g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

char *
stet_text_clean (const char *utf8)
{
  return is_plain (utf8) ? g_strdup (utf8) : clean_with_map (utf8, NULL);
}

gboolean
stet_text_is_clean (const char *utf8)
{
  g_autofree char *clean = NULL;

  if (is_plain (utf8))
    return TRUE;
  clean = clean_with_map (utf8, NULL);
  return strcmp (clean, utf8) == 0;
}

/* The ranges of a text that stays as it is end within it. */
static char *
keep_plain (const char *utf8, StetRange *ranges, guint n_ranges)
{
  guint last = n_ranges > 0 ? (guint) g_utf8_strlen (utf8, -1) : 0;

  for (guint i = 0; i < n_ranges; i++)
    {
      ranges[i].start_chars = MIN (ranges[i].start_chars, last);
      ranges[i].end_chars = MIN (ranges[i].end_chars, last);
    }
  return g_strdup (utf8);
}

static gboolean
turns_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

gboolean
stet_text_steers (gunichar c, StetShown whom)
{
  return (g_unichar_iscntrl (c) && c != '\n' && c != '\t')
         || (whom == STET_SHOWN_TO_EYES && turns_direction (c));
}

char *
stet_text_shown (const char *text, StetShown whom)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out;

  if (is_plain (valid))
    return g_steal_pointer (&valid);
  out = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, stet_text_steers (c, whom) ? REPLACEMENT : c);
    }
  return g_string_free (out, FALSE);
}

char *
stet_text_shown_line (const char *text, guint chars_max)
{
  g_autofree char *shown = stet_text_shown (text, STET_SHOWN_TO_EYES);
  g_autofree char *line = stet_text_collapse (shown);
  g_autofree char *cut = NULL;

  if (stet_text_count_chars (line) <= chars_max)
    return g_steal_pointer (&line);
  cut = stet_text_slice (line, 0, chars_max > 0 ? chars_max - 1 : 0);
  return g_strconcat (cut, "…", NULL);
}

char *
stet_text_clean_ranges (const char *utf8, StetRange *ranges, guint n_ranges)
{
  g_autoptr (GArray) map = NULL;
  char *clean;

  if (is_plain (utf8))
    return keep_plain (utf8, ranges, n_ranges);
  map = g_array_new (FALSE, FALSE, sizeof (guint));
  clean = clean_with_map (utf8, map);
  for (guint i = 0; i < n_ranges; i++)
    {
      guint last = map->len - 1;
      guint start = MIN (ranges[i].start_chars, last);
      guint end = MIN (ranges[i].end_chars, last);

      ranges[i].start_chars = g_array_index (map, guint, start);
      /* An end inside a composed run goes to the run's end: to where the next run begins. */
      while (end < last && end > start
             && g_array_index (map, guint, end) == g_array_index (map, guint, end - 1)
             && continues_run (g_utf8_get_char (g_utf8_offset_to_pointer (utf8, end))))
        end++;
      ranges[i].end_chars = g_array_index (map, guint, end);
    }
  return clean;
}

char *
stet_text_strip (const char *utf8)
{
  const char *start = utf8;
  const char *end = utf8 + strlen (utf8);

  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, (gsize) (end - start));
}

char *
stet_text_collapse (const char *utf8)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *c = utf8; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar unichar = g_utf8_get_char (c);

      if (g_unichar_isspace (unichar))
        space = out->len > 0;
      else
        {
          if (space)
            g_string_append_c (out, ' ');
          space = FALSE;
          g_string_append_unichar (out, unichar);
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
stet_text_fold (const char *utf8)
{
  g_autofree char *parted = g_utf8_normalize (utf8, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = parted != NULL ? g_utf8_casefold (parted, -1) : g_strdup ("");
  GString *out = g_string_sized_new (strlen (folded));

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (out, g_utf8_get_char (c));
  return g_string_free (out, FALSE);
}

#define ZERO_WIDTH_JOINER 0x200D

static gboolean
extends_grapheme (gunichar c)
{
  return g_unichar_ismark (c) || c == ZERO_WIDTH_JOINER || c == 0x200C
         || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF)
         || (c >= 0xE0020 && c <= 0xE007F);
}

static gboolean
is_regional (gunichar c)
{
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}

guint
stet_text_count_graphemes (const char *utf8)
{
  guint n = 0;
  gunichar before = 0;
  gboolean half_flag = FALSE;

  for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean joined = n > 0
                        && (extends_grapheme (c) || (before == ZERO_WIDTH_JOINER && c > 0x2000)
                            || (is_regional (c) && half_flag));

      n += joined ? 0 : 1;
      half_flag = is_regional (c) && !joined;
      before = c;
    }
  return n;
}

guint
stet_text_count_words (const char *utf8)
{
  guint words = 0;
  gboolean counted = FALSE;

  for (const char *c = utf8; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar unichar = g_utf8_get_char (c);

      if (g_unichar_isspace (unichar))
        counted = FALSE;
      else if (!counted && g_unichar_isalnum (unichar))
        {
          counted = TRUE;
          words++;
        }
    }
  return words;
}

guint
stet_text_count_chars (const char *utf8)
{
  return (guint) g_utf8_strlen (utf8, -1);
}

char *
stet_text_slice (const char *utf8, guint start_chars, guint end_chars)
{
  const char *start = utf8;
  const char *end;

  for (guint i = 0; i < start_chars && *start != '\0'; i++)
    start = g_utf8_next_char (start);
  end = start;
  for (guint i = start_chars; i < end_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return g_strndup (start, (gsize) (end - start));
}

/* Words so common that a few sentences hold some of them, and that the other language does not
 * have. */
static const char *const spanish_words[]
    = { "de",    "la",      "que",   "el",  "en",     "los",   "del",   "las",    "por",   "con",
        "una",   "su",      "para",  "es",  "al",     "lo",    "como",  "más",    "pero",  "sus",
        "le",    "ya",      "este",  "sí",  "porque", "esta",  "entre", "cuando", "muy",   "sin",
        "sobre", "también", "hasta", "hay", "donde",  "quien", "desde", "qué",    "según", NULL };
static const char *const english_words[]
    = { "the",  "of",   "and",   "to",  "in",    "is",    "that", "for",  "was",   "on",
        "with", "as",   "by",    "at",  "from",  "his",   "her",  "they", "which", "this",
        "have", "had",  "were",  "are", "their", "who",   "will", "been", "has",   "more",
        "its",  "what", "about", "how", "said",  "after", "why",  "an",   NULL };

const char *
stet_text_guess_language (const char *utf8)
{
  g_autofree char *lower = g_utf8_strdown (utf8, -1);
  guint spanish = 0;
  guint english = 0;

  for (char *word = lower; *word != '\0';)
    {
      char *end = word;
      char kept;

      while (*end != '\0' && g_unichar_isalpha (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      kept = *end;
      *end = '\0';
      spanish += g_strv_contains (spanish_words, word);
      english += g_strv_contains (english_words, word);
      *end = kept;
      word = kept != '\0' ? g_utf8_next_char (end) : end;
    }
  if (spanish == english)
    return NULL;
  return spanish > english ? "es" : "en";
}

char *
stet_text_fold_words (const char *utf8)
{
  g_autofree char *folded = stet_text_fold (utf8);
  GString *words = g_string_new (NULL);
  gboolean in_word = FALSE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean letter = g_unichar_isalnum (c) || g_unichar_ismark (c);

      if (letter && !in_word)
        g_string_append_c (words, ' ');
      if (letter)
        g_string_append_unichar (words, c);
      in_word = letter;
    }
  return g_string_free (words, FALSE);
}
