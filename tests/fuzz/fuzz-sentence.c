/* A text, its language in the first byte. Its sentences hold all of it but white space, in order,
 * on whole characters; its words lie in them; numbers, names and dates read in it lie within it. */
#include "config.h"

#include "driver.h"
#include "base/text.h"
#include "style/structure-private.h"

#include <string.h>

#define TEXT_BYTES_MAX 4000

static void
check_sentences (const char *text, const GArray *sentences)
{
  gsize at = 0;

  for (guint i = 0; i <= sentences->len; i++)
    {
      const StetStretch *one
          = i < sentences->len ? &g_array_index (sentences, StetStretch, i) : NULL;
      gsize start = one != NULL ? one->start_bytes : strlen (text);

      g_assert_cmpuint (start, >=, at);
      for (const char *p = text + at; p < text + start; p = g_utf8_next_char (p))
        g_assert_true (g_unichar_isspace (g_utf8_get_char (p)));
      if (one == NULL)
        return;
      g_assert_cmpuint (one->end_bytes, >, start);
      g_assert_true (((guchar) text[start] & 0xC0) != 0x80
                     && ((guchar) text[one->end_bytes] & 0xC0) != 0x80);
      at = one->end_bytes;
    }
}

static void
check_words (const StetUnit *unit, const GArray *words)
{
  gsize at = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const StetWord *word = &g_array_index (words, StetWord, i);
      const StetStretch *sentence;

      g_assert_cmpuint (word->sentence, <, unit->sentences->len);
      sentence = &g_array_index (unit->sentences, StetStretch, word->sentence);
      g_assert_true (word->at.start_bytes >= at && word->at.end_bytes > word->at.start_bytes);
      g_assert_true (sentence->start_bytes <= word->at.start_bytes
                     && word->at.start_bytes < sentence->end_bytes);
      at = word->at.end_bytes;
    }
}

static void
check_stretch (const StetUnit *unit, const StetStretch *at)
{
  g_assert_true (at->start_bytes < at->end_bytes && at->end_bytes <= unit->bytes);
}

static void
report_cb (const StetReport *report, gpointer data)
{
  if (report->has_range)
    check_stretch (report->unit, &(StetStretch) { report->start_bytes, report->end_bytes });
}

static void
run_checks (StetUnit *unit, const char *language)
{
  static const char *const checks[] = {
    "{kind: dates, field: body}",
    "{kind: pairs, field: body}",
    "{kind: pairs, field: body, test: nesting}",
    "{kind: pairs, field: body, test: opening}",
    "{kind: spelt, field: body}",
    "{kind: person, field: body, test: again}",
    "{kind: acronym, field: body}",
    "{kind: again, field: body, run: 3}",
  };
  g_autoptr (GPtrArray) units = g_ptr_array_new ();
  g_autoptr (StetMatcher) matcher = stet_matcher_new ();
  StetScene scene
      = { .units = units, .language = language, .matcher = matcher, .report = report_cb };

  g_ptr_array_add (units, unit);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (StetYaml) yaml = stet_yaml_parse (checks[i], strlen (checks[i]), "f", NULL);
      StetStructure *structure = stet_structure_read (yaml, "f", NULL);

      stet_structure_check (structure, &scene);
      stet_structure_free (structure);
    }
}

static void
check_text (const char *text, const char *language)
{
  StetField field = stet_field_at (STET_FIELD_BODY, 0);
  g_autoptr (StetProse) prose = stet_prose_plain (text);
  StetUnit *unit = stet_unit_new (&field, STET_UNIT_PARAGRAPH, prose);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GArray) names = NULL;

  unit->language = stet_language_builtin (language);
  check_sentences (unit->text, stet_unit_sentences (unit));
  check_words (unit, stet_unit_words (unit));
  numbers = stet_numbers_of (unit);
  names = stet_names_of (unit);
  for (guint i = 0; i < numbers->len; i++)
    check_stretch (unit, &g_array_index (numbers, StetNumber, i).at);
  for (guint i = 0; i < names->len; i++)
    check_stretch (unit, &g_array_index (names, StetNameRun, i).at);
  run_checks (unit, language);
  stet_unit_free (unit);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  static const char *const languages[] = { NULL, "en", "es" };
  g_autofree char *raw = NULL;
  g_autofree char *text = NULL;

  if (length < 1 || length > TEXT_BYTES_MAX)
    return 0;
  raw = g_utf8_make_valid ((const char *) data + 1, (gssize) length - 1);
  text = stet_text_clean (raw);
  check_text (text, languages[data[0] % G_N_ELEMENTS (languages)]);
  return 0;
}
