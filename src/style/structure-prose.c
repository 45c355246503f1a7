/* Checks of links, sentences, acronyms and pairs of marks. Layer: style. Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include "base/text.h"

#include <gio/gio.h>
#include <string.h>

static char *
slice (const StetUnit *unit, gsize start, gsize end)
{
  return g_strndup (unit->text + start, end - start);
}

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
          g_autofree char *words = slice (unit, range.start_bytes, range.end_bytes);

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
  gboolean broken = strcmp (structure->test, "broken") == 0;
  guint n;
  const StetSpan *spans = stet_prose_spans (unit->prose, &n);

  for (guint i = 0; i < n; i++)
    {
      StetStretch range = { stet_prose_byte_at (unit->prose, spans[i].start_chars),
                            stet_prose_byte_at (unit->prose, spans[i].end_chars) };
      g_autofree char *text = slice (unit, range.start_bytes, range.end_bytes);

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

void
stet_check_links (const StetStructure *structure, const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    check_unit_links (structure, scene, g_ptr_array_index (scene->units, i));
  if (strcmp (structure->test, "broken") == 0)
    check_embeds (scene);
}

/* --- sentences --- */

void
stet_check_sentence (const StetStructure *structure, const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);
      g_autoptr(GArray) sentences = NULL;

      if ((unit->kind & structure->units) == 0)
        continue;
      sentences = stet_sentences (unit->text);
      for (guint k = 0; k < sentences->len; k++)
        {
          const StetStretch *range = &g_array_index (sentences, StetStretch, k);
          g_autofree char *text = slice (unit, range->start_bytes, range->end_bytes);
          guint n = stet_text_count_words (text);
          char numbers[3][16];

          if (n <= structure->max.value)
            continue;
          g_snprintf (numbers[0], sizeof numbers[0], "%u", n);
          g_snprintf (numbers[1], sizeof numbers[1], "%u", n - structure->max.value);
          g_snprintf (numbers[2], sizeof numbers[2], "%u", structure->max.value);
          stet_scene_report (scene, unit, range,
                             (const char *[]){ numbers[0], numbers[1], numbers[2], NULL });
        }
    }
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
      at = &g_array_index (words, StetStretch, (guint) other);
      if (is_acronym (unit->text + at->start_bytes, at->end_bytes - at->start_bytes))
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  GHashTable          *settled; /* acronyms known, introduced or told of */
} Acronyms;

static void
look_for_acronyms (Acronyms *acronyms, const StetUnit *unit, gboolean introductions)
{
  g_autoptr(GArray) words = stet_words_of (unit->text);

  for (guint i = 0; i < words->len; i++)
    {
      const StetStretch *at = &g_array_index (words, StetStretch, i);
      g_autofree char *word = NULL;

      if (!is_acronym (unit->text + at->start_bytes, at->end_bytes - at->start_bytes) ||
          stet_stretches_touch (unit->hidden, at->start_bytes, at->end_bytes))
        continue;
      word = slice (unit, at->start_bytes, at->end_bytes);
      if (introductions && is_introduced (unit, at))
        g_hash_table_add (acronyms->settled, g_steal_pointer (&word));
      else if (!introductions && !g_hash_table_contains (acronyms->settled, word) &&
               !stet_stretches_touch (unit->quotations, at->start_bytes, at->end_bytes) &&
               !stands_among_capitals (unit, words, i))
        {
          stet_scene_report (acronyms->scene, unit, at, (const char *[]) { word, NULL });
          g_hash_table_add (acronyms->settled, g_steal_pointer (&word));
        }
    }
}

void
stet_check_acronym (const StetStructure *structure, const StetScene *scene)
{
  g_autoptr(GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Acronyms acronyms = { structure, scene, settled };

  for (gsize i = 0; structure->known != NULL && structure->known[i] != NULL; i++)
    g_hash_table_add (settled, g_strdup (structure->known[i]));
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < scene->units->len; i++)
      {
        const StetUnit *unit = g_ptr_array_index (scene->units, i);

        if ((unit->kind & structure->units) != 0)
          look_for_acronyms (&acronyms, unit, pass == 0);
      }
}

/* --- pairs --- */

#define PAIRS_DEPTH_MAX 64

static gunichar
opening_of (gunichar c)
{
  switch (c)
    {
    case ')':    return '(';
    case ']':    return '[';
    case 0x201D: return 0x201C;
    case 0xBB:   return 0xAB;
    default:     return 0;
    }
}

static gboolean
opens (gunichar c)
{
  return c == '(' || c == '[' || c == 0x201C || c == 0xAB;
}

/* A closing mark at a paragraph's start carries on the quotation of the one before, as » does in
 * Spanish. */
static gboolean
carries_on (const char *text, const char *at, gunichar c)
{
  return (c == 0xBB || c == 0x201D) && (at == text || at[-1] == '\n');
}

/* "a)" and "1)" number a list, ":)" smiles. */
static gboolean
may_stand_alone (const char *text, const char *at, gunichar c)
{
  const char *before = at > text ? g_utf8_prev_char (at) : NULL;
  const char *before_that = before != NULL && before > text ? g_utf8_prev_char (before) : NULL;

  if (before == NULL || *before == '\n')
    return FALSE;
  if (c == ')' && (*before == ':' || *before == ';' || *before == '-'))
    return TRUE;
  return c == ')' && g_unichar_isalnum (g_utf8_get_char (before)) &&
         (before_that == NULL || g_unichar_isspace (g_utf8_get_char (before_that)));
}

typedef struct { gunichar mark; const char *at; } Open;

static void
report_mark (const StetScene *scene, const StetUnit *unit, const char *at)
{
  StetStretch range = { (gsize) (at - unit->text), (gsize) (g_utf8_next_char (at) - unit->text) };
  g_autofree char *mark = slice (unit, range.start_bytes, range.end_bytes);

  stet_scene_report (scene, unit, &range, (const char *[]) { mark, NULL });
}

static gboolean
is_quote_mark (gunichar c)
{
  return c == '"' || c == 0x201C || c == 0xAB;
}

/* A quotation of several paragraphs is closed in the last only: each further one opens again. */
static gboolean
goes_on (const StetScene *scene, guint index, const char *line_end, gunichar mark)
{
  const StetUnit *next
    = index + 1 < scene->units->len ? g_ptr_array_index (scene->units, index + 1) : NULL;
  const char *text = *line_end == '\n' ? line_end : next != NULL ? next->text : "";
  gunichar c;

  while (*text == '\n')
    text++;
  c = g_utf8_get_char (text);
  return is_quote_mark (mark)
         && (c == mark || (mark == 0xAB && c == 0xBB) || (mark == 0x201C && c == 0x201D));
}

typedef struct
{
  const StetScene *scene;
  const StetUnit  *unit;
  guint            index;
  Open             stack[PAIRS_DEPTH_MAX];
  guint            depth;
  gboolean         inches; /* a straight mark after a figure: 6'2" */
} Pairs;

/* FALSE: the mark closes what nothing opened. */
static gboolean
take_mark (Pairs *pairs, const char *at, gunichar c)
{
  gunichar top = pairs->depth > 0 ? pairs->stack[pairs->depth - 1].mark : 0;

  if (stet_stretches_touch (pairs->unit->hidden, (gsize) (at - pairs->unit->text),
                            (gsize) (at - pairs->unit->text) + 1))
    return TRUE;
  if (top != 0 && (top == opening_of (c) || (top == '"' && c == '"')))
    pairs->depth--;
  else if ((opens (c) || c == '"') && pairs->depth < PAIRS_DEPTH_MAX)
    pairs->stack[pairs->depth++] = (Open) { c, at };
  else if (carries_on (pairs->unit->text, at, c))
    pairs->stack[pairs->depth++] = (Open) { opening_of (c), at };
  else if (opening_of (c) != 0)
    return may_stand_alone (pairs->unit->text, at, c);
  return TRUE;
}

static void
end_line (Pairs *pairs, const char *at)
{
  const Open *top = pairs->depth > 0 ? &pairs->stack[pairs->depth - 1] : NULL;

  if (top != NULL && !(top->mark == '"' && pairs->inches)
      && !goes_on (pairs->scene, pairs->index, at, top->mark))
    report_mark (pairs->scene, pairs->unit, top->at);
  pairs->depth = 0;
  pairs->inches = FALSE;
}

/* Marks are paired within a paragraph, which in a text of several is a line. */
static void
check_unit_pairs (const StetScene *scene, guint index)
{
  Pairs pairs = { .scene = scene, .unit = g_ptr_array_index (scene->units, index), .index = index };
  const char *text = pairs.unit->text;

  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == 0)
        end_line (&pairs, p);
      if (c == 0)
        return;
      pairs.inches = pairs.inches || (c == '"' && p > text && g_ascii_isdigit (p[-1]));
      if (!take_mark (&pairs, p, c))
        {
          report_mark (scene, pairs.unit, p);
          pairs.depth = 0;
        }
    }
}

void
stet_check_pairs (const StetStructure *structure, const StetScene *scene)
{
  for (guint i = 0; i < scene->units->len; i++)
    {
      const StetUnit *unit = g_ptr_array_index (scene->units, i);

      if ((unit->kind & structure->units) != 0)
        check_unit_pairs (scene, i);
    }
}
