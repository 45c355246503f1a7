/* Numbers in a text, in figures and in words, and the checks that compare them. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/structure-private.h"

#include <math.h>
#include <string.h>

#define FIGURE_CHARS_MAX 40
#define PERCENT_TOLERANCE 1.0

/* --- in figures --- */

static gboolean
is_separator (gunichar c)
{
  return c == '.' || c == ',' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

/* The end of the figures that begin at `p`: separators count when three figures or a decimal
 * follow. */
static const char *
figures_end (const char *p)
{
  const char *end = p;

  while (end - p < FIGURE_CHARS_MAX)
    {
      const char *after;

      while (g_ascii_isdigit (*end))
        end++;
      if (!is_separator (g_utf8_get_char (end)))
        return end;
      after = g_utf8_next_char (end);
      if (!g_ascii_isdigit (*after))
        return end;
      if (*end != '.' && *end != ','
          && !(g_ascii_isdigit (after[1]) && g_ascii_isdigit (after[2])
               && !g_ascii_isdigit (after[3])))
        return end;
      end = after;
    }
  return end;
}

static double
value_with (const char *digits, gsize bytes, const char *decimal)
{
  g_autoptr(GString) plain = g_string_new (NULL);

  for (gsize i = 0; i < bytes; i++)
    if (g_ascii_isdigit (digits[i]))
      g_string_append_c (plain, digits[i]);
    else if (digits + i == decimal)
      g_string_append_c (plain, '.');
  return g_ascii_strtod (plain->str, NULL);
}

/* "1,250" is one thousand or one and a quarter, by where it was written: both are kept. */
static void
read_figures (const char *start, const char *end, StetNumber *number)
{
  const char *last = NULL;
  guint separators = 0;
  gboolean mixed = FALSE;
  gsize bytes = (gsize) (end - start);

  for (const char *p = start; p < end; p++)
    if (*p == '.' || *p == ',')
      {
        mixed = mixed || (last != NULL && *last != *p);
        last = p;
        separators++;
      }
  if (separators > 1 && !mixed)
    last = NULL;
  number->value = number->other = value_with (start, bytes, last);
  if (separators == 1 && end - last == 4 && last - start <= 3)
    number->other = value_with (start, bytes, NULL);
}

double
stet_number_parse (const char *text)
{
  StetNumber number = { { 0, 0 }, 0, 0, FALSE, FALSE };
  const char *end;

  if (!g_ascii_isdigit (*text))
    return 0;
  end = figures_end (text);
  read_figures (text, end, &number);
  return number.value == number.other ? number.value : number.other;
}

/* A figure inside a word, an account, a link or a time is no number of anything: COVID-19,
 * 15:30. */
static gboolean
stands_alone (const char *text, const char *start, const char *end)
{
  gunichar before = start > text ? g_utf8_get_char (g_utf8_prev_char (start)) : ' ';

  if (g_unichar_isalpha (before) || before == '@' || before == '#' || before == '/' || before == '_'
      || before == '.' || before == ',')
    return FALSE;
  if (before == ':' && start - text >= 2 && g_ascii_isdigit (start[-2]))
    return FALSE;
  if (before == '-' && start - text >= 2
      && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (start - 1))))
    return FALSE;
  return !(*end == ':' && g_ascii_isdigit (end[1]));
}

/* --- in words --- */

typedef struct
{
  StetUnit     *unit;
  const GArray *words;
  GArray       *numbers;
} Scan;

/* Parts of "twenty-five" one by one. */
static gboolean
value_of_word (const StetLanguage *language, const char *word, double *value)
{
  g_auto(GStrv) parts = NULL;
  double sum = 0, part;

  if (stet_language_numeral (language, word, value))
    return TRUE;
  if (strchr (word, '-') == NULL)
    return FALSE;
  parts = g_strsplit (word, "-", 3);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (stet_language_has (language, STET_WORDS_ONES, parts[i]) && i > 0)
        part = 1;
      else if (!stet_language_numeral (language, parts[i], &part))
        return FALSE;
      sum += part;
    }
  *value = sum;
  return TRUE;
}

static char *
small_word (const Scan *scan, guint i)
{
  const StetStretch *at = &g_array_index (scan->words, StetWord, i).at;

  return g_utf8_strdown (scan->unit->text + at->start_bytes,
                         (gssize) (at->end_bytes - at->start_bytes));
}

static gboolean
next_to (const Scan *scan, guint i)
{
  const StetStretch *a = &g_array_index (scan->words, StetWord, i - 1).at;
  const StetStretch *b = &g_array_index (scan->words, StetWord, i).at;

  return b->start_bytes - a->end_bytes == 1 && scan->unit->text[a->end_bytes] == ' ';
}

typedef struct { double total, current; gboolean any; guint until; } Sum;

static void
apply_scale (Sum *sum, double scale)
{
  if (!sum->any || sum->current == 0)
    sum->current = 1;
  sum->current *= scale;
  if (scale >= 1000)
    {
      sum->total = (sum->total + sum->current);
      sum->current = 0;
    }
}

/* Reads on from word `i`: numerals, scales, "and", "one" within. */
static void
read_on (const Scan *scan, guint i, Sum *sum)
{
  const StetLanguage *language = scan->unit->language;

  for (; i < scan->words->len && (i == sum->until || next_to (scan, i)); i++)
    {
      g_autofree char *word = small_word (scan, i);
      double value;

      if (value_of_word (language, word, &value))
        sum->current += value;
      else if (sum->any && stet_language_scale (language, word, &value))
        {
          /* "mil millones": the second multiplies the first */
          if (sum->current == 0 && sum->total > 0)
            {
              sum->current = sum->total;
              sum->total = 0;
            }
          apply_scale (sum, value);
        }
      else if (sum->any && stet_language_has (language, STET_WORDS_ONES, word))
        sum->current += 1;
      else if (sum->any && stet_language_has (language, STET_WORDS_NUMERAL_GLUE, word)
               && i + 1 < scan->words->len && next_to (scan, i + 1))
        {
          g_autofree char *after = small_word (scan, i + 1);

          if (!value_of_word (language, after, &value)
              && !stet_language_has (language, STET_WORDS_ONES, after))
            return;
          continue;
        }
      else
        return;
      sum->any = TRUE;
      sum->until = i + 1;
    }
}

static gboolean
is_rounded (const Scan *scan, guint i)
{
  g_autofree char *word = i > 0 ? small_word (scan, i - 1) : NULL;
  g_autofree char *before = i > 1 ? small_word (scan, i - 2) : NULL;

  return word != NULL
         && (stet_language_has (scan->unit->language, STET_WORDS_ABOUT, word)
             || (before != NULL && strlen (word) <= 3
                 && stet_language_has (scan->unit->language, STET_WORDS_ABOUT, before)));
}

static void
add_number (Scan *scan, guint from, guint until, StetNumber *number)
{
  number->at.start_bytes = g_array_index (scan->words, StetWord, from).at.start_bytes;
  number->at.end_bytes = g_array_index (scan->words, StetWord, until - 1).at.end_bytes;
  number->rounded = is_rounded (scan, from);
  g_array_append_val (scan->numbers, *number);
}

/* "a hundred", "mil": a scale may begin a number too. Returns the word after it, `i` for none. */
static guint
read_in_words (Scan *scan, guint i)
{
  g_autofree char *word = small_word (scan, i);
  Sum sum = { 0, 0, FALSE, i };
  StetNumber number = { { 0, 0 }, 0, 0, TRUE, FALSE };
  double value;

  /* "millions of people" is no number. */
  if (stet_language_scale (scan->unit->language, word, &value) && !g_str_has_suffix (word, "s"))
    {
      sum.any = TRUE;
      sum.until = i + 1;
      apply_scale (&sum, value);
      read_on (scan, i + 1, &sum);
    }
  else
    read_on (scan, i, &sum);
  if (!sum.any)
    return i;
  number.value = number.other = sum.total + sum.current;
  add_number (scan, i, sum.until, &number);
  return sum.until;
}

/* "4.5 million": the word after the figures multiplies them. Word `i` holds the first figures. */
static guint
read_in_figures (Scan *scan, guint i)
{
  const char *text = scan->unit->text;
  const char *start = text + g_array_index (scan->words, StetWord, i).at.start_bytes;
  const char *end = figures_end (start);
  StetNumber number = { { 0, 0 }, 0, 0, FALSE, FALSE };
  guint until = i + 1;
  double scale;

  while (until < scan->words->len
         && text + g_array_index (scan->words, StetWord, until).at.start_bytes < end)
    until++;
  if (!stands_alone (text, start, end))
    return until;
  read_figures (start, end, &number);
  while (until < scan->words->len && next_to (scan, until))
    {
      g_autofree char *word = small_word (scan, until);

      if (!stet_language_scale (scan->unit->language, word, &scale))
        break;
      number.value *= scale;
      number.other *= scale;
      until++;
    }
  add_number (scan, i, until, &number);
  return until;
}

GArray *
stet_numbers_of (StetUnit *unit)
{
  Scan scan = { unit, stet_unit_words (unit), g_array_new (FALSE, FALSE, sizeof (StetNumber)) };
  guint i = 0;

  while (i < scan.words->len)
    {
      const StetWord *word = &g_array_index (scan.words, StetWord, i);
      const char *text = unit->text + word->at.start_bytes;

      if (stet_stretches_touch (unit->hidden, word->at.start_bytes, word->at.end_bytes))
        i++;
      else if (g_ascii_isdigit (*text))
        i = read_in_figures (&scan, i);
      else if (unit->language != NULL && word->shape != STET_SHAPE_MIXED)
        i = MAX (read_in_words (&scan, i), i + 1);
      else
        i++;
    }
  return scan.numbers;
}

static gboolean
near (double a, double b)
{
  return fabs (a - b) <= 1e-9 * MAX (fabs (a), fabs (b));
}

gboolean
stet_numbers_equal (const StetNumber *a, const StetNumber *b)
{
  return near (a->value, b->value) || near (a->value, b->other) || near (a->other, b->value)
         || near (a->other, b->other);
}

/* --- a number here that is not there --- */

/* 48 stands for 48.3, 1.2 million for 1,234,000. */
static gboolean
rounds_to (const StetNumber *rough, const StetNumber *exact)
{
  double difference = fabs (rough->value - exact->value);
  double magnitude = pow (10, floor (log10 (MAX (fabs (rough->value), 1))) - 1);

  return stet_numbers_equal (rough, exact)
         || (exact->value != floor (exact->value) && difference < 1)
         || (rough->value >= 1000 && difference < magnitude);
}

static GArray *
numbers_there (const StetStructure *structure, const StetScene *scene)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (StetNumber));

  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      g_autoptr(GArray) numbers = NULL;

      if ((unit->kind & structure->against_units) == 0)
        continue;
      numbers = stet_numbers_of (unit);
      g_array_append_vals (all, numbers->data, numbers->len);
    }
  return all;
}

static gboolean
stands_there (const StetNumber *number, const GArray *there)
{
  for (guint i = 0; i < there->len; i++)
    if (rounds_to (number, &g_array_index (there, StetNumber, i)))
      return TRUE;
  return FALSE;
}

void
stet_check_figures (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GArray) there = NULL;

  if (stet_scene_first (scene, structure->against_units) == NULL)
    return; /* told as empty */
  there = numbers_there (structure, scene);
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      g_autoptr(GArray) numbers = NULL;

      if ((unit->kind & structure->units) == 0)
        continue;
      numbers = stet_numbers_of (unit);
      for (guint k = 0; k < numbers->len; k++)
        {
          const StetNumber *number = &g_array_index (numbers, StetNumber, k);
          g_autofree char *text
            = stet_unit_slice (unit, number->at.start_bytes, number->at.end_bytes);

          if (number->rounded || number->value < MAX (structure->min.value, 2)
              || stands_there (number, there)
              || stet_structure_skips (structure, unit, number->at.start_bytes,
                                       number->at.end_bytes))
            continue;
          stet_scene_report (scene, unit, &number->at, (const char *[]) { text, NULL });
        }
    }
}

/* --- five of ten is half --- */

static double
group_value (const StetScene *scene, const StetUnit *unit, guint group, StetStretch *at)
{
  g_autofree char *text = NULL;

  if (!stet_matcher_group (scene->matcher, group, &at->start_bytes, &at->end_bytes))
    return 0;
  text = stet_unit_slice (unit, at->start_bytes, at->end_bytes);
  return stet_number_parse (text);
}

static void
check_one_percent (const StetStructure *structure, const StetScene *scene, StetUnit *unit)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);
  StetStretch range = { 0, 0 };

  while (stet_scene_find (scene, pattern, unit, &range))
    {
      StetStretch group;
      double part = group_value (scene, unit, 1, &group),
             all = group_value (scene, unit, 2, &group);
      g_autofree char *stated = NULL;
      g_autofree char *words = NULL;
      double percent;
      char right[32];

      if (!stet_matcher_group (scene->matcher, 3, &group.start_bytes, &group.end_bytes) || all <= 0
          || part > all)
        continue;
      stated = stet_unit_slice (unit, group.start_bytes, group.end_bytes);
      g_strdelimit (stated, ",", '.');
      percent = 100 * part / all;
      if (fabs (g_ascii_strtod (stated, NULL) - percent) <= PERCENT_TOLERANCE)
        continue;
      g_snprintf (right, sizeof right, "%.0f", percent);
      words = stet_unit_slice (unit, range.start_bytes, range.end_bytes);
      stet_scene_report (scene, unit, &range, (const char *[]) { words, right, NULL });
    }
}

void
stet_check_percent (const StetStructure *structure, const StetScene *scene)
{
  stet_scene_each (structure, scene, check_one_percent);
}
