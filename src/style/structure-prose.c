/* Checks of links, sentences, acronyms, ways of writing. Layer: style. Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <gio/gio.h>
#include <string.h>

/* --- links --- */

static gboolean
has_link (const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      guint n;
      const StetSpan *spans = stet_prose_spans (unit->prose, &n);

      for (guint k = 0; k < n; k++)
        if (spans[k].type == STET_SPAN_LINK)
          return TRUE;
    }
  return FALSE;
}

void
stet_check_sources (const StetStructure *structure, const StetScene *scene)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);

  if (pattern == NULL || has_link (scene))
    return;
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      StetStretch range;

      if ((unit->kind & structure->units) != 0
          && stet_pattern_matches (pattern, scene->matcher, unit->text)
          && stet_matcher_group (scene->matcher, 0, &range.start_bytes, &range.end_bytes))
        {
          g_autofree char *words = stet_unit_slice (unit, range.start_bytes, range.end_bytes);

          stet_scene_report (scene, unit, &range, (const char *[]) { words, NULL });
          return;
        }
    }
}

/* An address a browser would follow: http or https with a host, mailto, a page of the same site, a
 * place in it. */
static gboolean
address_works (const char *href)
{
  g_autoptr(GUri) uri = NULL;
  const char *scheme;

  if (href == NULL || *href == '\0')
    return FALSE;
  if ((*href == '/' && href[1] != '/') || *href == '#')
    return strpbrk (href, " \t\n") == NULL;
  uri = g_uri_parse (href, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return FALSE;
  scheme = g_uri_get_scheme (uri);
  if (g_ascii_strcasecmp (scheme, "mailto") == 0)
    return strchr (href, '@') != NULL;
  if (g_ascii_strcasecmp (scheme, "http") != 0 && g_ascii_strcasecmp (scheme, "https") != 0)
    return FALSE;
  return g_uri_get_host (uri) != NULL && strchr (g_uri_get_host (uri), '.') != NULL;
}

static gboolean
link_is_weak (const StetStructure *structure, const StetScene *scene, const char *text,
              const char *href)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);

  if (!address_works (href))
    return FALSE; /* told as broken */
  return g_ascii_strncasecmp (href, "http://", 7) == 0 ||
         (pattern != NULL && stet_pattern_matches (pattern, scene->matcher, text));
}

static void
check_unit_links (const StetStructure *structure, const StetScene *scene, const StetUnit *unit)
{
  gboolean broken = stet_structure_tests (structure, "broken");
  guint n;
  const StetSpan *spans = stet_prose_spans (unit->prose, &n);

  for (guint i = 0; i < n; i++)
    {
      StetStretch range = { stet_prose_byte_at (unit->prose, spans[i].start_chars),
                            stet_prose_byte_at (unit->prose, spans[i].end_chars) };
      g_autofree char *text = stet_unit_slice (unit, range.start_bytes, range.end_bytes);

      if (spans[i].type == STET_SPAN_LINK
          && (broken ? !address_works (spans[i].href)
                     : link_is_weak (structure, scene, text, spans[i].href)))
        stet_scene_report (
          scene, unit, &range,
          (const char *[]){ text, spans[i].href != NULL ? spans[i].href : "", NULL });
    }
}

static void
check_embeds (const StetScene *scene)
{
  const StetArticleFields *fields = stet_article_fields (scene->article);

  for (guint i = 0; i < fields->body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (g_ptr_array_index (fields->body, i));
      StetField field = stet_field_at (STET_FIELD_BLOCK_HREF, (int) i);
      const char *href = block->href != NULL ? block->href : "";

      if (block->type == STET_BLOCK_EMBED && !address_works (block->href))
        stet_scene_report_field (scene, &field, FALSE, (const char *[]) { href, href, NULL });
    }
}

static gboolean
leads_within (const char *href, const char *host)
{
  g_autoptr(GUri) uri = NULL;

  if (href == NULL)
    return FALSE;
  if (*href == '/' && href[1] != '/')
    return TRUE;
  uri = g_uri_parse (href, G_URI_FLAGS_ENCODED, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL
         && g_ascii_strcasecmp (g_uri_get_host (uri), host) == 0;
}

/* No link to a page of the site itself, where the site is known. */
static void
check_internal (const StetScene *scene)
{
  StetField field = stet_field_make (STET_FIELD_BODY);
  const char *host = scene->facts != NULL ? scene->facts->site_host : NULL;

  if (host == NULL || stet_scene_first (scene, STET_UNITS_BODY) == NULL)
    return;
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      guint n;
      const StetSpan *spans = stet_prose_spans (unit->prose, &n);

      for (guint k = 0; k < n; k++)
        if (spans[k].type == STET_SPAN_LINK && leads_within (spans[k].href, host))
          return;
    }
  stet_scene_report_field (scene, &field, FALSE, (const char *[]) { host, NULL });
}

void
stet_check_links (const StetStructure *structure, const StetScene *scene)
{
  if (stet_structure_tests (structure, "internal"))
    {
      check_internal (scene);
      return;
    }
  for (guint i = 0; i < scene->units->len; i++)
    check_unit_links (structure, scene, g_ptr_array_index (scene->units, i));
  if (stet_structure_tests (structure, "broken"))
    check_embeds (scene);
}

/* --- sentences --- */

static void
report_sentence (const StetScene *scene, const StetUnit *unit, const StetStretch *range, guint n,
                 guint max)
{
  char numbers[3][16];

  g_snprintf (numbers[0], sizeof numbers[0], "%u", n);
  g_snprintf (numbers[1], sizeof numbers[1], "%u", n - MIN (n, max));
  g_snprintf (numbers[2], sizeof numbers[2], "%u", max);
  stet_scene_report (scene, unit, range,
                     (const char *[]) { numbers[0], numbers[1], numbers[2], NULL });
}

/* Too long, or without what the pattern finds in a whole one (a verb). */
static void
check_unit_sentences (const StetStructure *structure, const StetScene *scene, StetUnit *unit)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);
  const GArray *sentences = stet_unit_sentences (unit);

  for (guint k = 0; k < sentences->len; k++)
    {
      const StetStretch *range = &g_array_index (sentences, StetStretch, k);
      g_autofree char *text = stet_unit_slice (unit, range->start_bytes, range->end_bytes);
      guint n = stet_text_count_words (text);

      if (structure->max.set && n > structure->max.value)
        report_sentence (scene, unit, range, n, structure->max.value);
      else if (pattern != NULL && n >= structure->min.value
               && !(
                   structure->skip_quotations
                   && stet_stretches_touch (unit->quotations, range->start_bytes, range->end_bytes))
               && !stet_pattern_matches (pattern, scene->matcher, text))
        report_sentence (scene, unit, range, n, n);
    }
}

void
stet_check_sentence (const StetStructure *structure, const StetScene *scene)
{
  stet_scene_each (structure, scene, check_unit_sentences);
}

/* --- density --- */

/* Where too much of something is: the first place past what is allowed. */
typedef struct
{
  guint       words, sentences, hits, hit_sentences;
  guint       allowed;
  gboolean    over;
  StetUnit   *unit;
  StetStretch at;
} Tally;

static guint
allowed_of (const StetStructure *structure, guint words)
{
  guint per = structure->per;

  return per == 0 || words <= per ? structure->max.value : structure->max.value * words / per;
}

static void
count_words (const StetStructure *structure, StetUnit *unit, Tally *tally)
{
  tally->words += stet_text_count_words (unit->text);
  tally->sentences
    += structure->measure == STET_MEASURE_SENTENCES ? stet_unit_sentences (unit)->len : 0;
}

static guint
sentence_at (const GArray *sentences, gsize at)
{
  guint i = 0;

  while (i < sentences->len && g_array_index (sentences, StetStretch, i).end_bytes <= at)
    i++;
  return i;
}

static void
count_hits (const StetStructure *structure, const StetScene *scene, StetUnit *unit, Tally *tally)
{
  const StetPattern *pattern = stet_structure_pattern (structure, scene->language);
  StetStretch range = { 0, 0 };
  guint last = G_MAXUINT;

  while (stet_scene_find (scene, pattern, unit, &range))
    {
      guint sentence = structure->measure == STET_MEASURE_SENTENCES
                         ? sentence_at (stet_unit_sentences (unit), range.start_bytes)
                         : 0;

      if (stet_structure_skips (structure, unit, range.start_bytes, range.end_bytes))
        continue;
      tally->hits++;
      tally->hit_sentences += sentence != last;
      last = sentence;
      if (tally->over || tally->hits <= tally->allowed)
        continue;
      tally->over = TRUE;
      tally->unit = unit;
      tally->at = range;
    }
}

static void
report_tally (const StetStructure *structure, const StetScene *scene, const Tally *tally)
{
  gboolean sentences = structure->measure == STET_MEASURE_SENTENCES;
  guint percent = tally->sentences > 0 ? 100 * tally->hit_sentences / tally->sentences : 0;
  char numbers[2][16];
  const char *args[] = { numbers[0], numbers[1], NULL };

  if (!tally->over || (sentences && percent <= structure->max.value))
    return;
  g_snprintf (numbers[0], sizeof numbers[0], "%u", sentences ? percent : tally->hits);
  g_snprintf (numbers[1], sizeof numbers[1], "%u",
              sentences ? structure->max.value : tally->allowed);
  stet_scene_report (scene, tally->unit, &tally->at, args);
}

static void
check_unit_density (const StetStructure *structure, const StetScene *scene, StetUnit *unit)
{
  Tally tally = { 0 };

  count_words (structure, unit, &tally);
  tally.allowed
    = structure->measure == STET_MEASURE_SENTENCES ? 0 : allowed_of (structure, tally.words);
  count_hits (structure, scene, unit, &tally);
  report_tally (structure, scene, &tally);
}

void
stet_check_density (const StetStructure *structure, const StetScene *scene)
{
  Tally tally = { 0 };

  if (!structure->total)
    {
      stet_scene_each (structure, scene, check_unit_density);
      return;
    }
  for (guint i = 0; i < scene->units->len; i++)
    if ((((StetUnit *) g_ptr_array_index (scene->units, i))->kind & structure->units) != 0)
      count_words (structure, g_ptr_array_index (scene->units, i), &tally);
  tally.allowed
    = structure->measure == STET_MEASURE_SENTENCES ? 0 : allowed_of (structure, tally.words);
  for (guint i = 0; i < scene->units->len; i++)
    if ((((StetUnit *) g_ptr_array_index (scene->units, i))->kind & structure->units) != 0)
      count_hits (structure, scene, g_ptr_array_index (scene->units, i), &tally);
  report_tally (structure, scene, &tally);
}

/* --- ways of writing one thing --- */

#define FORMS_MAX 16

typedef struct
{
  StetUnit *unit;
  StetStretch at;
  guint form;
  char *written; /* (owned) (nullable) */
} Written;

static void
written_clear (gpointer data)
{
  g_free (((Written *) data)->written);
}

static void
find_form (const StetStructure *structure, const StetScene *scene, StetUnit *unit, guint index,
           GArray *all)
{
  const StetForm *form = g_ptr_array_index (structure->forms, index);
  StetStretch range = { 0, 0 };

  while (stet_scene_find (scene, form->pattern, unit, &range))
    {
      Written one = { unit, range, index, NULL };

      if (!stet_structure_skips (structure, unit, range.start_bytes, range.end_bytes))
        g_array_append_val (all, one);
    }
}

/* The form most often used; of two as common the preferred, else the first in the pack. */
static guint
commonest (const StetStructure *structure, const GArray *all)
{
  guint counts[FORMS_MAX] = { 0 }, best = 0;
  guint n = MIN (structure->forms->len, FORMS_MAX);

  for (guint i = 0; i < all->len; i++)
    counts[g_array_index (all, Written, i).form]++;
  for (guint i = 0; i < n; i++)
    {
      const StetForm *form = g_ptr_array_index (structure->forms, i);
      gboolean preferred = g_strcmp0 (structure->prefer, form->name) == 0;

      if (counts[i] > counts[best] || (preferred && counts[i] > 0 && counts[i] == counts[best]))
        best = i;
    }
  return best;
}

static void
report_written (const StetStructure *structure, const StetScene *scene, const Written *one,
                const StetForm *right)
{
  const StetForm *own = g_ptr_array_index (structure->forms, one->form);
  g_autofree char *text = stet_unit_slice (one->unit, one->at.start_bytes, one->at.end_bytes);
  g_autofree char *mended = NULL;

  if (right->write != NULL
      && stet_matcher_search (scene->matcher, own->pattern, one->unit->text, one->unit->bytes,
                              one->at.start_bytes, STET_SEARCH_HERE))
    mended = stet_matcher_expand (scene->matcher, one->unit->text, right->write);
  stet_scene_suggest (scene, one->unit, &one->at,
                      (const char *[]) { text, mended != NULL ? mended : "", right->name, NULL },
                      mended);
}

void
stet_check_forms (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (Written));
  guint best;

  g_array_set_clear_func (all, written_clear);
  for (guint i = 0; i < scene->units->len; i++)
    for (guint k = 0; k < structure->forms->len && k < FORMS_MAX; k++)
      {
        StetUnit *unit = g_ptr_array_index (scene->units, i);

        if ((unit->kind & structure->units) != 0)
          find_form (structure, scene, unit, k, all);
      }
  best = commonest (structure, all);
  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, Written, i).form != best)
      report_written (structure, scene, &g_array_index (all, Written, i),
                      g_ptr_array_index (structure->forms, best));
}

/* --- another language --- */

#define FOREIGN_WORDS_MIN 2

static gboolean
stands_in_name (const GArray *names, const StetStretch *at)
{
  for (guint i = 0; i < names->len; i++)
    {
      const StetStretch *name = &g_array_index (names, StetNameRun, i).at;

      if (name->start_bytes <= at->start_bytes && at->end_bytes <= name->end_bytes)
        return TRUE;
    }
  return FALSE;
}

/* Words common in one language and not in the other. "Casa de las Américas" is in neither. */
static guint
count_common (StetUnit *unit, const StetLanguage *language, const StetLanguage *not_in)
{
  const GArray *words = stet_unit_words (unit);
  g_autoptr(GArray) names = stet_names_of (unit);
  guint n = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const StetStretch *at = &g_array_index (words, StetWord, i).at;
      g_autofree char *word = stet_unit_slice (unit, at->start_bytes, at->end_bytes);
      g_autofree char *small = g_utf8_strdown (word, -1);

      if (stet_language_has (language, STET_WORDS_COMMON, small)
          && !stet_language_has (not_in, STET_WORDS_COMMON, small)
          && !stet_stretches_touch (unit->hidden, at->start_bytes, at->end_bytes)
          && !stands_in_name (names, at))
        n++;
    }
  return n;
}

/* Common words of another language, and hardly any of its own. */
static void
check_unit_language (const StetStructure *structure, const StetScene *scene, StetUnit *unit)
{
  const StetLanguage *const *all = stet_languages_builtin ();

  if (unit->language == NULL || stet_unit_words (unit)->len < structure->min.value)
    return;
  for (gsize i = 0; all[i] != NULL; i++)
    {
      guint other = all[i] != unit->language ? count_common (unit, all[i], unit->language) : 0;

      if (other < FOREIGN_WORDS_MIN || other <= 3 * count_common (unit, unit->language, all[i]))
        continue;
      stet_scene_report (scene, unit, NULL,
                         (const char *[]) { stet_language_code (all[i]), NULL });
      return;
    }
}

void
stet_check_language (const StetStructure *structure, const StetScene *scene)
{
  stet_scene_each (structure, scene, check_unit_language);
}

/* --- acronyms --- */

/* Two to six capitals, not a Roman number. */
static gboolean
is_acronym (const char *word, gsize bytes)
{
  gboolean roman = TRUE;

  if (bytes < 2 || bytes > 6)
    return FALSE;
  for (gsize i = 0; i < bytes; i++)
    {
      if (!g_ascii_isupper (word[i]))
        return FALSE;
      roman = roman && strchr ("IVXLCM", word[i]) != NULL;
    }
  return !roman;
}

/* "(NATO)": the long form stands before the bracket. Also "NATO (North Atlantic …)". */
static gboolean
is_introduced (const StetUnit *unit, const StetStretch *at)
{
  const char *after = unit->text + at->end_bytes;

  if (at->start_bytes > 0 && unit->text[at->start_bytes - 1] == '(' && *after == ')')
    return TRUE;
  return strncmp (after, " (", 2) == 0 && g_unichar_isupper (g_utf8_get_char (after + 2));
}

/* All in capitals: a shouted line, not a row of acronyms. */
static gboolean
stands_among_capitals (const StetUnit *unit, const GArray *words, guint index)
{
  for (int step = -1; step <= 1; step += 2)
    {
      gint64 other = (gint64) index + step;
      const StetStretch *at;

      if (other < 0 || other >= words->len)
        continue;
      at = &g_array_index (words, StetWord, (guint) other).at;
      if (is_acronym (unit->text + at->start_bytes, at->end_bytes - at->start_bytes))
        return TRUE;
    }
  return FALSE;
}

/* "(NATO)" and nothing else in the brackets. */
static gboolean
is_in_brackets (const StetUnit *unit, const StetStretch *at)
{
  return at->start_bytes > 0 && unit->text[at->start_bytes - 1] == '('
         && unit->text[at->end_bytes] == ')';
}

typedef struct
{
  StetUnit *unit;
  StetStretch at;
  guint uses, introductions;
  StetStretch second;
  StetUnit *second_unit;
} Acronym;

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  GHashTable          *settled;    /* acronyms known, introduced or told of */
  GHashTable          *introduced; /* (owned) to Acronym: those that stood in brackets */
} Acronyms;

static void
count_introduction (Acronyms *acronyms, StetUnit *unit, const StetStretch *at, const char *word)
{
  Acronym *acronym = g_hash_table_lookup (acronyms->introduced, word);

  if (is_in_brackets (unit, at))
    {
      if (acronym == NULL)
        {
          acronym = g_new0 (Acronym, 1);
          acronym->unit = unit;
          acronym->at = *at;
          g_hash_table_insert (acronyms->introduced, g_strdup (word), acronym);
        }
      else if (++acronym->introductions == 1)
        {
          acronym->second = *at;
          acronym->second_unit = unit;
        }
    }
  else if (acronym != NULL)
    acronym->uses++;
}

static void
look_for_unexplained (Acronyms *acronyms, StetUnit *unit, guint index, gboolean introductions)
{
  const GArray *words = stet_unit_words (unit);
  const StetStretch *at = &g_array_index (words, StetWord, index).at;
  g_autofree char *word = stet_unit_slice (unit, at->start_bytes, at->end_bytes);

  if (introductions)
    {
      count_introduction (acronyms, unit, at, word);
      if (is_introduced (unit, at))
        g_hash_table_add (acronyms->settled, g_steal_pointer (&word));
    }
  else if (stet_structure_tests (acronyms->structure, "unexplained")
           && !g_hash_table_contains (acronyms->settled, word)
           && !stet_stretches_touch (unit->quotations, at->start_bytes, at->end_bytes)
           && !stands_among_capitals (unit, words, index))
    {
      stet_scene_report (acronyms->scene, unit, at, (const char *[]) { word, NULL });
      g_hash_table_add (acronyms->settled, g_steal_pointer (&word));
    }
}

static void
look_for_acronyms (Acronyms *acronyms, StetUnit *unit, gboolean introductions)
{
  const GArray *words = stet_unit_words (unit);

  for (guint i = 0; i < words->len; i++)
    {
      const StetWord *word = &g_array_index (words, StetWord, i);

      if (word->shape == STET_SHAPE_CAPITALS
          && is_acronym (unit->text + word->at.start_bytes,
                         word->at.end_bytes - word->at.start_bytes)
          && !stet_stretches_touch (unit->hidden, word->at.start_bytes, word->at.end_bytes))
        look_for_unexplained (acronyms, unit, i, introductions);
    }
}

/* Introduced for nothing, or more than once. */
static void
report_introductions (const Acronyms *acronyms)
{
  GHashTableIter iter;
  gpointer word, value;
  gboolean unused = stet_structure_tests (acronyms->structure, "unused");

  g_hash_table_iter_init (&iter, acronyms->introduced);
  while (g_hash_table_iter_next (&iter, &word, &value))
    {
      const Acronym *acronym = value;

      if (unused && acronym->uses == 0 && acronym->introductions == 0)
        stet_scene_report (acronyms->scene, acronym->unit, &acronym->at,
                           (const char *[]) { word, NULL });
      if (!unused && acronym->second_unit != NULL)
        stet_scene_report (acronyms->scene, acronym->second_unit, &acronym->second,
                           (const char *[]) { word, NULL });
    }
}

void
stet_check_acronym (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) introduced
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Acronyms acronyms = { structure, scene, settled, introduced };
  GHashTableIter iter;
  gpointer word;

  if (structure->known != NULL)
    {
      g_hash_table_iter_init (&iter, structure->known);
      while (g_hash_table_iter_next (&iter, &word, NULL))
        g_hash_table_add (settled, g_strdup (word));
    }
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < scene->units->len; i++)
      {
        StetUnit *unit = g_ptr_array_index (scene->units, i);

        if ((unit->kind & structure->units) != 0)
          look_for_acronyms (&acronyms, unit, pass == 0);
      }
  if (!stet_structure_tests (structure, "unexplained"))
    report_introductions (&acronyms);
}
