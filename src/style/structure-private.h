/* What the files of the structural checks share. Layer: style. */
#pragma once

#include "style/profile.h"
#include "style/structure.h"

G_BEGIN_DECLS

/* A limit: a number, or the one the profile gives for the field. */
typedef struct { gboolean set, from_profile; guint value; } StetLimit;

typedef enum
{
  STET_MEASURE_CHARS = 0,
  STET_MEASURE_WORDS,
  STET_MEASURE_EITHER,
  STET_MEASURE_SENTENCES,
} StetMeasure;

/* One way of writing something. */
typedef struct { char *name; StetPattern *pattern; char *write; /* (nullable) */ } StetForm;

/* A pattern for stories in one language; NULL: for any other. */
typedef struct { char *language; StetPattern *pattern; } StetPatternFor;

typedef struct
{
  const char *name;
  StetStructureReach   reach;
  gboolean    textual;
  const char *needs; /* keys, apart by spaces; "a|b": one of them */
  /* (nullable) values of `test`, apart by spaces; the first is what none means */
  const char *tests;
  void      (*check) (const StetStructure *structure, const StetScene *scene);
} StetStructureKind;

struct _StetStructure
{
  const StetStructureKind *kind;
  char         *field;          /* (nullable) the first named */
  guint         units;
  guint         against_units;
  char         *when;           /* (nullable) "photo", "faq", "any" */
  StetMeasure   measure;
  guint         first;          /* only so many of the first such texts; 0: all */
  gboolean      total;          /* of all such texts together */
  gboolean      single;
  gboolean      skip_quotations, skip_names, skip_works;
  StetLimit     min, max;
  guint         share_percent, run, per, distance, chars;
  GPtrArray    *patterns;       /* (owned) of StetPatternFor */
  GPtrArray    *forms;          /* (owned) (nullable) of StetForm */
  char         *prefer;         /* (nullable) */
  GHashTable   *known;          /* (owned) (nullable) sets of words as they are written */
  GHashTable   *titles;
  GHashTable   *roles;
  char        **people;         /* (nullable) strv */
  char        **marks;          /* (nullable) strv, two characters each */
  char        **ratios;         /* (nullable) strv: "16:9" */
  char         *test;           /* (owned) (nullable) */
};

/* (nullable) */
const StetPattern *stet_structure_pattern (const StetStructure *structure, const char *language);
gboolean stet_structure_tests (const StetStructure *structure, const char *test);
gboolean stet_structure_knows (const GHashTable *set, const char *word); /* `set` nullable */
/* Whether it leaves this place alone, by its `skip` and because code and addresses always are. */
gboolean stet_structure_skips (const StetStructure *structure, const StetUnit *unit,
                               gsize start_bytes, gsize end_bytes);

typedef void (*StetUnitFunc) (const StetStructure *structure, const StetScene *scene,
                              StetUnit *unit);
/* Every text of its fields that holds anything. */
void stet_scene_each   (const StetStructure *structure, const StetScene *scene, StetUnitFunc func);
StetUnit *stet_scene_first (const StetScene *scene, guint kinds); /* (nullable) not blank */
void stet_scene_report (const StetScene *scene, const StetUnit *unit, const StetStretch *range,
                        const char *const *args);
/* `replacement` nullable. */
void stet_scene_suggest (const StetScene *scene, const StetUnit *unit, const StetStretch *range,
                         const char *const *args, const char *replacement);
void stet_scene_report_field (const StetScene *scene, const StetField *field, gboolean missing,
                              const char *const *args);

/* The next match after `range`, which it is put into; begins with {0, 0}. Empty ones are passed
 * over. */
gboolean stet_scene_find (const StetScene *scene, const StetPattern *pattern, const StetUnit *unit,
                          StetStretch *range);

/* A number read in a text, and where. Text that can be read two ways ("1,250") has two values. */
typedef struct
{
  StetStretch at;
  double      value, other; /* equal where there is but one */
  gboolean    in_words;
  gboolean    rounded;      /* "almost 50" */
} StetNumber;
GArray  *stet_numbers_of (StetUnit *unit); /* (owned) of StetNumber */
gboolean stet_numbers_equal (const StetNumber *a, const StetNumber *b);
/* "1,234.5" in figures alone; 0 for what is none. */
double   stet_number_parse (const char *text);

/* A person or thing named: a run of capitalised words. */
typedef struct { StetStretch at; guint from, until; /* words of the unit */ } StetNameRun;
GArray  *stet_names_of (StetUnit *unit); /* (owned) of StetNameRun */
/* Whether one name is made from the other by an ending: "Cuba", "Cuban". Both folded. */
gboolean stet_names_related (const StetLanguage *language, const char *a, const char *b);
/* A word without the 's of English. Returns: (owned). */
char    *stet_name_stem (const char *word);

/* The longest run of words in both, at most STET_COMPARED_WORDS_MAX of each looked at. */
#define STET_COMPARED_WORDS_MAX 500
guint stet_longest_run (const GArray *words, const GArray *others, guint *at);

/* structure-field.c */
gboolean stet_structure_may_lack (const char *field); /* whether `present` can look at it */
void stet_check_present   (const StetStructure *structure, const StetScene *scene);
void stet_check_length    (const StetStructure *structure, const StetScene *scene);
void stet_check_count     (const StetStructure *structure, const StetScene *scene);
void stet_check_pattern   (const StetStructure *structure, const StetScene *scene);
void stet_check_mention   (const StetStructure *structure, const StetScene *scene);
/* structure-text.c */
void stet_check_repeats   (const StetStructure *structure, const StetScene *scene);
void stet_check_same      (const StetStructure *structure, const StetScene *scene);
void stet_check_duplicate (const StetStructure *structure, const StetScene *scene);
void stet_check_similar   (const StetStructure *structure, const StetScene *scene);
void stet_check_echo      (const StetStructure *structure, const StetScene *scene);
void stet_check_again     (const StetStructure *structure, const StetScene *scene);
/* structure-name.c */
void stet_check_names     (const StetStructure *structure, const StetScene *scene);
void stet_check_person    (const StetStructure *structure, const StetScene *scene);
void stet_check_case      (const StetStructure *structure, const StetScene *scene);
/* structure-spelt.c */
void stet_check_spelt     (const StetStructure *structure, const StetScene *scene);
/* structure-number.c */
void stet_check_figures   (const StetStructure *structure, const StetScene *scene);
void stet_check_percent   (const StetStructure *structure, const StetScene *scene);
/* structure-date.c */
void stet_check_dates     (const StetStructure *structure, const StetScene *scene);
/* structure-prose.c */
void stet_check_sources   (const StetStructure *structure, const StetScene *scene);
void stet_check_links     (const StetStructure *structure, const StetScene *scene);
void stet_check_sentence  (const StetStructure *structure, const StetScene *scene);
void stet_check_density   (const StetStructure *structure, const StetScene *scene);
void stet_check_acronym   (const StetStructure *structure, const StetScene *scene);
void stet_check_forms     (const StetStructure *structure, const StetScene *scene);
void stet_check_language  (const StetStructure *structure, const StetScene *scene);
/* spelling-check.c */
void stet_check_spelling  (const StetStructure *structure, const StetScene *scene);
/* structure-facts.c */
void stet_check_photo     (const StetStructure *structure, const StetScene *scene);
void stet_check_embeds    (const StetStructure *structure, const StetScene *scene);
void stet_check_drift     (const StetStructure *structure, const StetScene *scene);
void stet_check_workflow  (const StetStructure *structure, const StetScene *scene);
void stet_check_terms     (const StetStructure *structure, const StetScene *scene);
/* structure-mark.c */
void stet_check_pairs     (const StetStructure *structure, const StetScene *scene);

G_END_DECLS
