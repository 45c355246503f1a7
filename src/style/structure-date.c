/* Dates in a text against the calendar. Layer: style. Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include <stdio.h>
#include <string.h>

#define DATE_WORDS_MAX 7 /* from weekday to year */
#define YEAR_MIN 1583    /* the calendar of today */
#define YEAR_MAX 2999

typedef struct
{
  guint       weekday, day, month, year; /* 0: not written */
  StetStretch at, weekday_at;
  gboolean    led;     /* "on", "el": what follows is a date */
  gboolean    glued;   /* "30 de febrero" */
  guint       until;
} Date;

typedef struct
{
  StetUnit     *unit;
  const GArray *words;
} Scan;

static const StetWord *
word_at (const Scan *scan, guint i)
{
  return &g_array_index (scan->words, StetWord, i);
}

static char *
small_word (const Scan *scan, guint i)
{
  const StetStretch *at = &word_at (scan, i)->at;

  return g_utf8_strdown (scan->unit->text + at->start_bytes,
                         (gssize) (at->end_bytes - at->start_bytes));
}

/* Only spaces, commas and the stop of "Nov." between two words of a date. */
static gboolean
are_near (const Scan *scan, guint a, guint b)
{
  const char *p = scan->unit->text + word_at (scan, a)->at.end_bytes;
  const char *end = scan->unit->text + word_at (scan, b)->at.start_bytes;

  for (; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != ' ' && c != ',' && c != '.' && c != 0xA0)
        return FALSE;
    }
  return TRUE;
}

/* "24", "24th", "1.º" (its word is "1"): 1 to 31, else 0. */
static guint
day_of (const char *word)
{
  char *end = NULL;
  guint64 value = g_ascii_isdigit (*word) ? g_ascii_strtoull (word, &end, 10) : 0;
  static const char *const endings[] = { "", "st", "nd", "rd", "th", "º", "ro", NULL };

  return value >= 1 && value <= 31 && end - word <= 2 && g_strv_contains (endings, end)
           ? (guint) value
           : 0;
}

static guint
year_of (const char *word)
{
  guint64 value;

  if (strlen (word) != 4
      || !g_ascii_string_to_unsigned (word, 10, YEAR_MIN, YEAR_MAX, &value, NULL))
    return 0;
  return (guint) value;
}

/* A figure that goes on with decimals or belongs to a time is no day: "15.30", "8:00". */
static gboolean
goes_on_with_figures (const Scan *scan, guint i)
{
  const char *after = scan->unit->text + word_at (scan, i)->at.end_bytes;

  return (*after == '.' || *after == ':' || *after == ',' || *after == '/')
         && g_ascii_isdigit (after[1]);
}

/* Takes the word into the date when it is one of its parts that is still open. */
static gboolean
take_part (const Scan *scan, guint i, Date *date)
{
  const StetLanguage *language = scan->unit->language;
  g_autofree char *word = small_word (scan, i);
  guint value;

  if (date->month == 0 && (value = stet_language_month (language, word)) > 0)
    date->month = value;
  else if (date->day == 0 && (value = day_of (word)) > 0 && !goes_on_with_figures (scan, i))
    date->day = value;
  else if (date->year == 0 && date->month > 0 && (value = year_of (word)) > 0)
    date->year = value;
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_glue (const Scan *scan, guint i)
{
  g_autofree char *word = small_word (scan, i);

  return stet_language_has (scan->unit->language, STET_WORDS_DATE_GLUE, word);
}

static gboolean
is_lead (const Scan *scan, guint i)
{
  g_autofree char *word = small_word (scan, i);

  return stet_language_has (scan->unit->language, STET_WORDS_DATE_LEAD, word);
}

/* The date that begins with word `i`: a weekday, a day or a month. FALSE: none does. */
static gboolean
read_date (const Scan *scan, guint i, Date *date)
{
  g_autofree char *word = small_word (scan, i);
  guint last = i;

  memset (date, 0, sizeof *date);
  date->weekday = stet_language_weekday (scan->unit->language, word);
  date->weekday_at = word_at (scan, i)->at;
  date->led = i > 0 && are_near (scan, i - 1, i) && is_lead (scan, i - 1);
  if (date->weekday == 0 && !take_part (scan, i, date))
    return FALSE;
  for (guint k = i + 1; k < scan->words->len && k < i + DATE_WORDS_MAX; k++)
    {
      if (!are_near (scan, k - 1, k))
        break;
      if (take_part (scan, k, date))
        {
          date->glued = date->glued || (k > i + 1 && last == k - 2);
          last = k;
        }
      else if (!is_glue (scan, k))
        break;
    }
  date->at.start_bytes = word_at (scan, i)->at.start_bytes;
  date->at.end_bytes = word_at (scan, last)->at.end_bytes;
  date->until = last + 1;
  return date->day > 0 && date->month > 0;
}

/* The right weekday, written as the wrong one was. */
static char *
weekday_like (const Scan *scan, const StetStretch *at, guint weekday)
{
  const char *name = stet_language_weekday_name (scan->unit->language, weekday);
  gunichar first = g_utf8_get_char (scan->unit->text + at->start_bytes);
  char letter[8] = "";

  if (!g_unichar_isupper (first))
    return g_strdup (name);
  letter[g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (name)), letter)] = '\0';
  return g_strconcat (letter, g_utf8_next_char (name), NULL);
}

static void
report_no_such_day (const StetScene *scene, const StetUnit *unit, const StetStretch *at)
{
  g_autofree char *text = stet_unit_slice (unit, at->start_bytes, at->end_bytes);

  stet_scene_report (scene, unit, at, (const char *[]) { text, "", NULL });
}

static void
judge (const StetScene *scene, const Scan *scan, const Date *date)
{
  static const guint days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  guint most = days[date->month - 1];
  g_autofree char *text = NULL;
  g_autofree char *right = NULL;
  GDate calendar;

  if (date->year > 0 && date->month == 2
      && !g_date_is_leap_year ((GDateYear) date->year))
    most = 28;
  if (date->day > most)
    {
      /* "In February 30 people came" is no date. */
      if (date->weekday > 0 || date->year > 0 || date->led || date->glued)
        report_no_such_day (scene, scan->unit, &date->at);
      return;
    }
  if (date->weekday == 0 || date->year == 0)
    return;
  g_date_set_dmy (&calendar, (GDateDay) date->day, (GDateMonth) date->month,
                  (GDateYear) date->year);
  if ((guint) g_date_get_weekday (&calendar) == date->weekday)
    return;
  text = stet_unit_slice (scan->unit, date->at.start_bytes, date->at.end_bytes);
  right = weekday_like (scan, &date->weekday_at, (guint) g_date_get_weekday (&calendar));
  stet_scene_suggest (scene, scan->unit, &date->weekday_at, (const char *[]) { text, right, NULL },
                      right);
}

/* --- a bare weekday in an old text --- */

#define DAYS_OLD_MAX 6

static gboolean
read_day (const char *iso, GDate *date)
{
  guint year, month, day;

  if (iso == NULL || sscanf (iso, "%4u-%2u-%2u", &year, &month, &day) != 3
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

/* The last such day before the text was written. */
static void
report_bare_day (const StetScene *scene, const StetUnit *unit, const Date *date,
                 const GDate *written)
{
  GDate then = *written;
  char iso[16];
  g_autofree char *text = stet_unit_slice (unit, date->weekday_at.start_bytes,
                                           date->weekday_at.end_bytes);
  guint back = (guint) (g_date_get_weekday (written) + 7 - date->weekday) % 7;

  g_date_subtract_days (&then, back);
  g_date_strftime (iso, sizeof iso, "%Y-%m-%d", &then);
  stet_scene_report (scene, unit, &date->weekday_at, (const char *[]) { text, iso, NULL });
}

/* --- the address's date --- */

/* "2025-03-15" at the start of or after a slash or hyphen in the address. */
static gboolean
date_in_address (const char *slug, GDate *date)
{
  for (const char *p = slug; *p != '\0'; p++)
    if ((p == slug || !g_ascii_isalnum (p[-1])) && read_day (p, date)
        && strspn (p, "0123456789-") >= 10)
      return TRUE;
  return FALSE;
}

static void
check_address (const StetStructure *structure, const StetScene *scene, const Date *date,
               const StetUnit *unit)
{
  StetUnit *slug = stet_scene_first (scene, STET_UNIT_SLUG);
  GDate in_address;
  char iso[16];
  g_autofree char *text = NULL;

  if (slug == NULL || date->day == 0 || date->month == 0
      || !date_in_address (slug->text, &in_address)
      || ((guint) g_date_get_day (&in_address) == date->day
          && (guint) g_date_get_month (&in_address) == date->month
          && (date->year == 0 || (guint) g_date_get_year (&in_address) == date->year)))
    return;
  text = stet_unit_slice (unit, date->at.start_bytes, date->at.end_bytes);
  g_date_strftime (iso, sizeof iso, "%Y-%m-%d", &in_address);
  stet_scene_report (scene, unit, &date->at, (const char *[]) { text, iso, NULL });
}

/* --- */

typedef struct
{
  const StetStructure *structure;
  const StetScene *scene;
  GDate written;
  gboolean is_old;
} Judge;

static void
judge_date (const Judge *judgement, const Scan *scan, const Date *date, gboolean whole)
{
  const StetStructure *structure = judgement->structure;

  if (stet_structure_tests (structure, "weekday"))
    {
      if (whole)
        judge (judgement->scene, scan, date);
    }
  else if (stet_structure_tests (structure, "address"))
    check_address (structure, judgement->scene, date, scan->unit);
  else if (judgement->is_old && date->weekday > 0 && date->month == 0)
    report_bare_day (judgement->scene, scan->unit, date, &judgement->written);
}

static void
check_unit_dates (const Judge *judgement, StetUnit *unit)
{
  Scan scan = { unit, stet_unit_words (unit) };
  guint i = 0;

  while (unit->language != NULL && i < scan.words->len)
    {
      Date date;
      gboolean whole = read_date (&scan, i, &date);

      if ((whole || date.weekday > 0)
          && !stet_structure_skips (judgement->structure, unit, date.at.start_bytes,
                                    date.at.end_bytes))
        judge_date (judgement, &scan, &date, whole);
      i = whole ? date.until : i + 1;
    }
}

void
stet_check_dates (const StetStructure *structure, const StetScene *scene)
{
  Judge judgement = { .structure = structure, .scene = scene };
  GDate today;

  if (scene->facts != NULL && read_day (scene->facts->written, &judgement.written)
      && read_day (scene->facts->today, &today))
    judgement.is_old = g_date_days_between (&judgement.written, &today) > DAYS_OLD_MAX;
  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & structure->units) != 0)
        check_unit_dates (&judgement, unit);
    }
}
