/* Checks over a whole story, driven by data: the kind of check stands in C, all else (which field, which
 * limit, which pattern, every sentence) in a pack and the profile. Layer: style. Any thread.
 *
 * The `check:` of an entry in pack.yaml, and the arguments of its message:
 *   present    field                       something is missing. No arguments.
 *   length     field unit min max          1 the length, 2 how far over or under, 3 the limit passed, 4 min, 5 max
 *   count      field min max               as length
 *   pattern    field pattern               a text that is there does not fit. 1 the text
 *   repeats    field against share run     says again what another field says. 1 the words in both
 *   same       field against               is the same text. 1 the text
 *   names      field against               a person named here and not there. 1 the name
 *   duplicate  field                       stands twice. 1 the text
 *   echo       run                         an answer that begins with its question. 1 the words
 *   sources    pattern                     a source is cited and nothing is linked. 1 the words
 *   links      test (broken, weak) pattern 1 the link's text, 2 its address
 *   sentence   max                         1 the number of words, 2 how far over, 3 the limit
 *   acronym    known                       never spelled out. 1 the acronym
 *   pairs                                  an opening mark without its closing one, or the reverse. 1 the mark
 */
#pragma once

#include "style/profile.h"
#include "style/rule.h"

G_BEGIN_DECLS

StetStructure *stet_structure_read (const StetYaml *check, const char *file, GError **error);
void           stet_structure_free (StetStructure *structure);
/* Whether it looks at texts alone, so that a plain text without fields can be checked with it too. */
gboolean       stet_structure_is_textual (const StetStructure *structure);

typedef struct
{
  StetField         field;
  const StetUnit   *unit;  /* (nullable) needed for a range */
  gboolean          has_range;
  gsize             start_bytes, end_bytes;
  gboolean          missing;
  const char       *args[6]; /* NULL-terminated */
} StetReport;

typedef void (*StetReportFunc) (const StetReport *report, gpointer data);

/* What a check looks at. */
typedef struct
{
  const StetArticle *article;  /* (nullable): a plain text */
  GPtrArray         *units;    /* of StetUnit */
  const char        *language; /* (nullable) of the story */
  const StetProfile *profile;
  StetMatcher       *matcher;
  StetReportFunc     report;
  gpointer           report_data;
} StetScene;

void stet_structure_check (const StetStructure *structure, const StetScene *scene);

G_END_DECLS
