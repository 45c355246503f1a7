/* Marks that come in pairs: quotation marks, brackets, ¿?. Layer: style. Any thread. */
#include "config.h"

#include "style/structure-private.h"

#include <string.h>

#define PAIRS_MAX 12
#define DEPTH_MAX 64

/* What a rule without `marks` pairs. */
static const char *const usual_marks[] = { "\"\"", "“”", "«»", "()", "[]", NULL };
static const char *const nested_marks[] = { "«»", "“”", "‘’", NULL };
static const char *const spanish_marks[] = { "¿?", "¡!", NULL };

typedef struct { gunichar open, close; } Pair;

typedef struct { guint pair; const char *at; gboolean misplaced; } Open;

typedef struct
{
  const StetStructure *structure;
  const StetScene     *scene;
  StetUnit            *unit;
  StetUnit            *next;   /* (nullable) the text after it */
  Pair                 pairs[PAIRS_MAX];
  guint                n_pairs;
  Open                 stack[DEPTH_MAX];
  guint                depth;
  gboolean             inches; /* a straight mark after a figure: 6'2" */
  GArray              *misplaced; /* of const char * */
} Pairs;

static void
read_pairs (Pairs *pairs, const char *const *usual)
{
  const char *const *marks = pairs->structure->marks != NULL
                               ? (const char *const *) pairs->structure->marks
                               : usual;

  for (gsize i = 0; marks[i] != NULL && pairs->n_pairs < PAIRS_MAX; i++)
    {
      Pair *pair = &pairs->pairs[pairs->n_pairs++];

      pair->open = g_utf8_get_char (marks[i]);
      pair->close = g_utf8_get_char (g_utf8_next_char (marks[i]));
    }
}

static void
report_mark (const Pairs *pairs, const char *at)
{
  const StetUnit *unit = pairs->unit;
  StetStretch range = { (gsize) (at - unit->text), (gsize) (g_utf8_next_char (at) - unit->text) };
  g_autofree char *mark = stet_unit_slice (unit, range.start_bytes, range.end_bytes);

  stet_scene_report (pairs->scene, unit, &range, (const char *[]) { mark, NULL });
}

/* The character before and the one before that; 0 at the start of a line. */
static gunichar
char_before (const Pairs *pairs, const char *at, guint back)
{
  for (guint i = 0; i < back; i++)
    {
      if (at == pairs->unit->text)
        return 0;
      at = g_utf8_prev_char (at);
      if (*at == '\n')
        return 0;
    }
  return g_utf8_get_char (at);
}

/* "a)" and "1)" number a list, ":)" smiles. */
static gboolean
may_stand_alone (const Pairs *pairs, const char *at)
{
  gunichar before = char_before (pairs, at, 1), before_that = char_before (pairs, at, 2);

  if (*at != ')' || before == 0)
    return FALSE;
  if (before == ':' || before == ';' || (before == '-' && before_that == ':'))
    return TRUE;
  if (g_ascii_isdigit (before) && g_ascii_isdigit (before_that))
    before_that = char_before (pairs, at, 3);
  return g_unichar_isalnum (before) && (before_that == 0 || g_unichar_isspace (before_that));
}

static gboolean
is_quote_mark (gunichar c)
{
  return c == '"' || c == 0x201C || c == 0xAB || c == 0x2018 || c == 0x201E;
}

/* ’ in don’t, the boys’ and ’90s is no closing mark, nor is ' in don't. */
static gboolean
is_apostrophe (const Pairs *pairs, const char *at, gunichar c)
{
  gunichar after = g_utf8_get_char (g_utf8_next_char (at));
  gunichar before = char_before (pairs, at, 1);

  if (c != 0x2019 && c != '\'')
    return FALSE;
  if (g_unichar_isalnum (after))
    return g_unichar_isalnum (before) || g_unichar_isdigit (after);
  return FALSE;
}

/* Closing marks that also are apostrophes at the end of a word: unpaired they prove nothing. */
static gboolean
proves_nothing (gunichar c)
{
  return c == 0x2019 || c == '\'';
}

/* 6'2" and 27": a straight mark right after a figure opens nothing, and the others on its line
 * prove nothing. */
static gboolean
is_inch (const Pairs *pairs, const char *at, gunichar c)
{
  return c == '"' && g_ascii_isdigit (char_before (pairs, at, 1));
}

static int
pair_opened_by (const Pairs *pairs, gunichar c)
{
  for (guint i = 0; i < pairs->n_pairs; i++)
    if (pairs->pairs[i].open == c)
      return (int) i;
  return -1;
}

static int
pair_closed_by (const Pairs *pairs, gunichar c)
{
  for (guint i = 0; i < pairs->n_pairs; i++)
    if (pairs->pairs[i].close == c)
      return (int) i;
  return -1;
}

static void
push (Pairs *pairs, guint pair, const char *at)
{
  const Open *top = pairs->depth > 0 ? &pairs->stack[pairs->depth - 1] : NULL;

  if (pairs->depth == DEPTH_MAX)
    return;
  pairs->stack[pairs->depth++] = (Open) { pair, at, top != NULL && pair <= top->pair };
}

/* A closing mark at a paragraph's start carries on the quotation of the one before, as » does in
 * Spanish. */
static gboolean
carries_on (const Pairs *pairs, const char *at, gunichar c)
{
  return (c == 0xBB || c == 0x201D) && char_before (pairs, at, 1) == 0;
}

/* FALSE: the mark closes what nothing opened. */
static gboolean
take_mark (Pairs *pairs, const char *at, gunichar c)
{
  Open *top = pairs->depth > 0 ? &pairs->stack[pairs->depth - 1] : NULL;
  int closed = pair_closed_by (pairs, c), opened = pair_opened_by (pairs, c);
  gsize offset = (gsize) (at - pairs->unit->text);

  if ((closed < 0 && opened < 0) || is_apostrophe (pairs, at, c)
      || stet_structure_skips (pairs->structure, pairs->unit, offset, offset + 1))
    return TRUE;
  pairs->inches = pairs->inches || is_inch (pairs, at, c);
  if (top != NULL && pairs->pairs[top->pair].close == c)
    {
      if (top->misplaced && pairs->misplaced != NULL)
        g_array_append_val (pairs->misplaced, top->at);
      pairs->depth--;
      return TRUE;
    }
  if (opened >= 0 && !is_inch (pairs, at, c))
    push (pairs, (guint) opened, at);
  else if (opened < 0 && carries_on (pairs, at, c))
    push (pairs, (guint) closed, at);
  else if (opened < 0)
    return may_stand_alone (pairs, at) || proves_nothing (c);
  return TRUE;
}

/* A quotation of several paragraphs is closed in the last only: each further one opens again. */
static gboolean
goes_on (const Pairs *pairs, const char *line_end, gunichar mark)
{
  const char *text = *line_end == '\n' ? line_end : pairs->next != NULL ? pairs->next->text : "";
  gunichar c;

  while (*text == '\n')
    text++;
  c = g_utf8_get_char (text);
  return is_quote_mark (mark)
         && (c == mark || (mark == 0xAB && c == 0xBB) || (mark == 0x201C && c == 0x201D));
}

static void
end_line (Pairs *pairs, const char *at)
{
  const Open *top = pairs->depth > 0 ? &pairs->stack[pairs->depth - 1] : NULL;
  gunichar mark = top != NULL ? pairs->pairs[top->pair].open : 0;

  if (top != NULL && pairs->misplaced == NULL && mark != 0x2018 && mark != '\''
      && !(mark == '"' && pairs->inches) && !goes_on (pairs, at, mark))
    report_mark (pairs, top->at);
  /* What seems to stand inside another may only follow one that was never closed. */
  for (guint i = 0; pairs->misplaced != NULL && top == NULL && i < pairs->misplaced->len; i++)
    report_mark (pairs, g_array_index (pairs->misplaced, const char *, i));
  if (pairs->misplaced != NULL)
    g_array_set_size (pairs->misplaced, 0);
  pairs->depth = 0;
  pairs->inches = FALSE;
}

/* Marks are paired within a paragraph, which in a text of several is a line. */
static void
pair_marks (Pairs *pairs)
{
  for (const char *p = pairs->unit->text;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == 0)
        end_line (pairs, p);
      if (c == 0)
        return;
      if (!take_mark (pairs, p, c))
        {
          if (pairs->misplaced == NULL)
            report_mark (pairs, p);
          pairs->depth = 0;
        }
    }
}

/* --- ¿ ¡ --- */

/* From the sentence's start or the last such mark to the closing mark: the words that would begin
 * with an opening one. */
static void
report_unopened (const Pairs *pairs, const char *from, const char *mark, gunichar open)
{
  const StetUnit *unit = pairs->unit;
  const char *start = from;
  char sign[8] = "";
  StetStretch range;
  g_autofree char *words = NULL;
  g_autofree char *mended = NULL;

  while (start < mark && !g_unichar_isalnum (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  if (start == mark)
    return;
  range = (StetStretch) { (gsize) (start - unit->text),
                          (gsize) (g_utf8_next_char (mark) - unit->text) };
  words = stet_unit_slice (unit, range.start_bytes, range.end_bytes);
  sign[g_unichar_to_utf8 (open, sign)] = '\0';
  mended = g_strconcat (sign, words, NULL);
  /* Where the question begins within the sentence is for a person to say. */
  stet_scene_suggest (pairs->scene, unit, &range, (const char *[]) { words, NULL },
                      strpbrk (words, ",:;") == NULL ? mended : NULL);
}

static gboolean
names_end_so (const Pairs *pairs, const char *mark)
{
  const char *start = mark;
  g_autofree char *word = NULL;
  g_autofree char *small = NULL;

  while (start > pairs->unit->text
         && !g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (start))))
    start = g_utf8_prev_char (start);
  word = g_strndup (start, (gsize) (g_utf8_next_char (mark) - start));
  small = g_utf8_strdown (word, -1);
  return stet_language_has (pairs->unit->language, STET_WORDS_MARKS, small);
}

/* "¡Qué?" asks and exclaims at once: either opening mark will do. */
static void
check_opening (Pairs *pairs)
{
  const GArray *sentences = stet_unit_sentences (pairs->unit);
  gboolean open = FALSE; /* also over the end of a sentence that was taken for one */

  for (guint i = 0; i < sentences->len; i++)
    {
      const StetStretch *at = &g_array_index (sentences, StetStretch, i);
      const char *from = pairs->unit->text + at->start_bytes;
      const char *end = pairs->unit->text + at->end_bytes;

      for (const char *p = from; p < end; p = g_utf8_next_char (p))
        {
          gunichar c = g_utf8_get_char (p);
          gsize offset = (gsize) (p - pairs->unit->text);
          int closed = pair_closed_by (pairs, c);

          open = open || pair_opened_by (pairs, c) >= 0;
          if (closed < 0 || char_before (pairs, p, 1) == '('
              || stet_structure_skips (pairs->structure, pairs->unit, offset, offset + 1)
              || (c == '!' && names_end_so (pairs, p)))
            continue;
          if (!open)
            report_unopened (pairs, from, p, pairs->pairs[closed].open);
          /* "¿¡Qué!?": all that closes here closes with it. */
          while (p + 1 < end && pair_closed_by (pairs, g_utf8_get_char (g_utf8_next_char (p))) >= 0)
            p = g_utf8_next_char (p);
          from = g_utf8_next_char (p);
          open = FALSE;
        }
    }
}

/* --- */

static gboolean
may_carry_on (const StetUnit *unit)
{
  return (unit->kind & (STET_UNITS_BODY | STET_UNIT_ANSWER)) != 0;
}

void
stet_check_pairs (const StetStructure *structure, const StetScene *scene)
{
  gboolean nesting = stet_structure_tests (structure, "nesting");
  gboolean opening = stet_structure_tests (structure, "opening");
  g_autoptr(GArray) misplaced = nesting ? g_array_new (FALSE, FALSE, sizeof (char *)) : NULL;

  for (guint i = 0; i < scene->units->len; i++)
    {
      StetUnit *unit = g_ptr_array_index (scene->units, i);
      StetUnit *next = i + 1 < scene->units->len ? g_ptr_array_index (scene->units, i + 1) : NULL;
      Pairs pairs
          = { .structure = structure, .scene = scene, .unit = unit, .misplaced = misplaced };

      if ((unit->kind & structure->units) == 0)
        continue;
      pairs.next = next != NULL && may_carry_on (unit) && may_carry_on (next) ? next : NULL;
      read_pairs (&pairs, opening ? spanish_marks : nesting ? nested_marks : usual_marks);
      if (opening)
        check_opening (&pairs);
      else
        pair_marks (&pairs);
    }
}
