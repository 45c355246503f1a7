/* What the files of the structural checks share. Layer: style. */
#pragma once

#include "style/profile.h"
#include "style/structure.h"

G_BEGIN_DECLS

typedef enum
{
  STET_CHECK_PRESENT = 1,
  STET_CHECK_LENGTH,
  STET_CHECK_COUNT,
  STET_CHECK_PATTERN,
  STET_CHECK_REPEATS,
  STET_CHECK_SAME,
  STET_CHECK_NAMES,
  STET_CHECK_DUPLICATE,
  STET_CHECK_ECHO,
  STET_CHECK_SOURCES,
  STET_CHECK_LINKS,
  STET_CHECK_SENTENCE,
  STET_CHECK_ACRONYM,
  STET_CHECK_PAIRS,
} StetCheckKind;

/* A limit: a number, or the one the profile gives for the field. */
typedef struct { gboolean set, from_profile; guint value; } StetLimit;

struct _StetStructure
{
  StetCheckKind kind;
  char         *field;          /* (nullable) */
  guint         units;
  char         *against;        /* (nullable) */
  guint         against_units;
  char         *when;           /* (nullable) "photo", "faq", "any" */
  gboolean      in_words;       /* length: words, not characters */
  gboolean      first;          /* only the first such text */
  gboolean      total;          /* length: of all such texts together */
  StetLimit     min, max;
  guint         share_percent;
  guint         run;
  StetPattern  *pattern;        /* (nullable) any language */
  StetPattern  *pattern_en, *pattern_es; /* (nullable) */
  char        **known;          /* (nullable) strv: acronyms, words that are no names */
  char        **titles;         /* (nullable) strv: what stands before a name */
  char         *test;           /* (nullable) links: "broken", "weak" */
};

const StetPattern *stet_structure_pattern (const StetStructure *structure, const char *language); /* (nullable) */
void stet_scene_report (const StetScene *scene, const StetUnit *unit, const StetStretch *range, const char *const *args);
void stet_scene_report_field (const StetScene *scene, const StetField *field, gboolean missing, const char *const *args);

/* structure-text.c */
void stet_check_repeats   (const StetStructure *structure, const StetScene *scene);
void stet_check_same      (const StetStructure *structure, const StetScene *scene);
void stet_check_names     (const StetStructure *structure, const StetScene *scene);
void stet_check_duplicate (const StetStructure *structure, const StetScene *scene);
void stet_check_echo      (const StetStructure *structure, const StetScene *scene);
/* structure-prose.c */
void stet_check_sources   (const StetStructure *structure, const StetScene *scene);
void stet_check_links     (const StetStructure *structure, const StetScene *scene);
void stet_check_sentence  (const StetStructure *structure, const StetScene *scene);
void stet_check_acronym   (const StetStructure *structure, const StetScene *scene);
void stet_check_pairs     (const StetStructure *structure, const StetScene *scene);

G_END_DECLS
