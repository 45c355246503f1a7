/* Checks over a whole story, driven by data: the kind of check stands in C, all else (which field,
 * which limit, which pattern, which words, every sentence) in a pack, its language.yaml and the
 * profile.
 * Layer: style. Any thread.
 *
 * The `check:` of an entry in pack.yaml: `kind`, `field` (a kind of text as in unit.h, or a list of
 * them) and what the kind needs. `when: photo|faq|any`: only with a photo, with questions, with
 * anything at all. `skip: [quotations, names, works]`: what stands there is left alone. `pattern`
 * and lists of words may be given by language: {en: …, es: …}. Kinds, and the arguments of their
 * messages:
 *   present    field                       something is missing. No arguments.
 * length     field unit(chars, words, either) min max first total    1 the length, 2 how far over
 * or under, 3 the limit
 *                                          passed, 4 min, 5 max, 6 for `either` what was counted
 *   count      field min max               as length
 *   pattern    field pattern               a text that is there does not fit. 1 the text
 *   mention    field pattern first         none of the first texts has it. 1 the first text
 *   repeats    field against share run     says again what another field says. 1 the words in both
 *   same       field against               is the same text. 1 the text
 * names      field against titles known single    a person (single: any name) named here and not
 * there. 1 the name
 * figures    field against min           a number here (of `min` at least) that is not there, in
 * figures or in words.
 *                                          1 the number
 *   spelt      field known                 one name spelt two ways. 1 the rarer form, 2 the other
 * person     field test people roles titles known  surname: a surname of `people` before the full
 * name; role: one of
 * `people` first named without any of `roles` near; again: a full name once more.
 *                                          1 the name, 2 the full name
 *   duplicate  field                       stands twice. 1 the text
 *   similar    field share                 nearly stands twice. 1 the percentage in common
 *   echo       run                         an answer that begins with its question. 1 the words
 *   sources    field pattern               a source is cited and nothing is linked. 1 the words
 *   links      test(broken, weak, internal) pattern  1 the link's text, 2 its address
 * sentence   field max, or pattern min   longer than `max` words: 1 their number, 2 how far over, 3
 * the limit; or of `min`
 * words at least without what the pattern finds: 1 the number of words
 * density    field pattern unit(words, sentences) max per total    more than `max` places for `per`
 * words, or in more
 * than `max` of 100 sentences. 1 how many, 2 how many are allowed
 *   acronym    field known test(unexplained, unused, twice)    1 the acronym
 * pairs      field marks test(balance, nesting, opening)    marks as "“”" "¿?": one without its
 * partner; one inside
 * another of its own or a later kind; a closing one whose sentence has no opening
 *                                          one. 1 the mark, for `opening` the words
 * forms      field forms prefer          several ways of writing one thing: the rarer are told.
 * `forms` is a list of
 * {name, pattern, write}; `write` is a text with $1 of the pattern of any form.
 * 1 the text, 2 how it would be written, 3 the name of the commoner form
 * spelling   field                       a word that no dictionary and no list has (spelling.h). 1
 * the word
 * dates      field test(weekday, relative, address)   weekday: a day that does not exist, or on
 * another weekday: 1 the
 * date, 2 the right weekday (none: no such day); relative: a bare weekday in a story
 * that is older than a week: 1 the day, 2 its date; address: the date in the slug is
 *                                          another than the headline's: 1 one, 2 the other
 * percent    field pattern               a percentage (third group) that is not that of its numbers
 * (first of second).
 *                                          1 what stands there, 2 the right percentage
 *   case       field share known           a line written With Capitals. 1 the words
 * again      field run, or min distance chars known    a run of words that stands twice; or one
 * word `min` times within
 *                                          `distance` words. 1 the words, 2 how often
 *   language   field min                   written in another language. 1 that language
 * embeds     min                         fewer words than that between two embeds. 1 the number of
 * words
 * photo      test(size, credit, made) min ratios pattern    what the picture's own data say
 * (facts.h). size: narrower than
 * `min` or of no such ratio: 1 width, 2 height, 3 the least width; credit: 1 the field,
 * 2 the picture's; made: by a machine, which the caption does not say as `pattern` has
 *                                          it: 1 the source type
 * drift      test(figures, quotations, questions)    a translation and its original differ. 1 the
 * number that is not
 *                                          there; else how many 1 here, 2 there
 * workflow   test(embargo, corrected) min    live before the embargo ends: 1 and 2 the times;
 * changed by more than `min` words
 *                                          since it went live, without a note: 1 how many
 * terms      field                       a tag that the site has in another form. 1 the tag, 2 the
 * site's */
#pragma once

#include "style/facts.h"
#include "style/profile.h"
#include "style/rule.h"
#include "style/spelling.h"

G_BEGIN_DECLS

/* How much of a story a check has to see; what is told may be kept until that changes. */
typedef enum
{
  /* each text for itself: a scene with one unit gives that unit's findings */
  STET_STRUCTURE_REACH_TEXT = 1,
  STET_STRUCTURE_REACH_FIELD,    /* the texts of its fields together, in order */
  STET_STRUCTURE_REACH_STORY,    /* anything in the story, its profile and its facts */
} StetStructureReach;

StetStructure *stet_structure_read (const StetYaml *check, const char *file, GError **error);
void           stet_structure_free (StetStructure *structure);
/* Whether it looks at texts alone, so that a plain text without fields can be checked with it
 * too. */
gboolean       stet_structure_is_textual (const StetStructure *structure);
StetStructureReach      stet_structure_reach (const StetStructure *structure);
/* Kinds of text it looks at (unit.h); 0: the story as a whole. */
guint          stet_structure_units (const StetStructure *structure);

typedef struct
{
  StetField         field;
  const StetUnit   *unit;  /* (nullable) needed for a range */
  gboolean          has_range;
  gsize             start_bytes, end_bytes;
  gboolean          missing;
  StetLevel         level; /* 0: the rule's; else at most this */
  const char       *args[7]; /* NULL-terminated */
  char            **replacements; /* (borrowed) (nullable) strv */
} StetReport;

typedef void (*StetReportFunc) (const StetReport *report, gpointer data);

/* What a check looks at. */
typedef struct
{
  const StetArticle *article;  /* (nullable): a plain text */
  GPtrArray         *units;    /* of StetUnit */
  const char        *language; /* (nullable) of the story */
  const StetProfile *profile;
  const StetFacts   *facts;    /* (nullable): nothing else is known */
  StetMatcher       *matcher;
  StetReportFunc     report;
  gpointer           report_data;
  StetSpelling      *spelling; /* (nullable): no spelling is checked */
  const StetOptions *options;  /* (nullable) */
} StetScene;

void stet_structure_check (const StetStructure *structure, const StetScene *scene);

G_END_DECLS
