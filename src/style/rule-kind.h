/* What the kinds of Vale's rules share, each in a file rule-KIND.c: how it is read, how it searches
 * one text.
 * Layer: style, private to the rules. */
#pragma once

#include "style/index.h"
#include "style/rule.h"

G_BEGIN_DECLS

/* A rule file being read. */
typedef struct
{
  StetRule              *rule;
  const StetYaml        *root;
  const char            *file;
  const StetValeReading *reading; /* never NULL */
} StetRuleReader;

/* One text being searched. */
typedef struct
{
  const StetRule      *rule;
  const StetUnit      *unit;
  const StetCandidate *candidate; /* (nullable) */
  StetRuleMemory      *memory;    /* never NULL */
  StetMatcher         *matcher;
  const GArray        *phrases;   /* (nullable) of StetStretch */
  /* the part of the text that is searched: a sentence, or all */
  gsize                from_bytes, until_bytes;
  GArray              *hits;      /* of StetHit */
} StetRuleSearch;

struct _StetRuleKind
{
  const char        *name;    /* "occurrence": the value of `extends` */
  const char *const *keys;    /* beside those all kinds have */
  gboolean           indexed; /* hits lie within matches of rule->pattern */
  gboolean           whole;   /* remembers from text to text */
  gboolean         (*read)   (StetRuleReader *reader, GError **error);
  void             (*search) (StetRuleSearch *search);
  /* (nullable) looks at each text before any is searched */
  void             (*survey) (StetRuleSearch *search);
  void             (*free)   (gpointer own); /* (nullable) */
};

extern const StetRuleKind stet_kind_existence, stet_kind_substitution, stet_kind_occurrence,
    stet_kind_repetition, stet_kind_consistency, stet_kind_conditional, stet_kind_capitalization,
    stet_kind_metric, stet_kind_readability, stet_kind_spelling;

struct _StetRuleMemory
{
  const StetProseCounts *counts; /* (nullable) */
  GHashTable            *seen;   /* (owned) (nullable) of texts */
  GArray                *votes;  /* (owned) (nullable) how often each form stands in the whole */
};

/* --- reading --- */

guint        stet_rule_line_of     (const StetRuleReader *reader, const char *key);
/* A key that is wrong: sets the error with file and line, returns FALSE. */
gboolean stet_rule_refuse (const StetRuleReader *reader, const char *key, GError **error,
                           const char *format, ...) G_GNUC_PRINTF (4, 5);
/* Errors name file and line. Returns: (owned). */
StetPattern *
stet_rule_compile (const StetRuleReader *reader, const char *source, guint line, GError **error);
/* "(?m)\b(?:TOKENS)\b" or what .vale.ini has instead. Returns: (owned). */
char        *stet_rule_as_words    (const StetRuleReader *reader, const char *tokens);
gboolean stet_rule_read_number (const StetRuleReader *reader, const char *key, double *value,
                                GError **error);
gboolean
stet_rule_read_exceptions (StetRuleReader *reader, gboolean with_vocabulary, GError **error);
/* The exceptions with the vocabulary, longest first. Returns: (owned) strv. */
char       **stet_rule_list_exceptions (const StetRuleReader *reader, gboolean with_vocabulary);

/* --- searching --- */

/* The text of the part searched. (borrowed) */
#define STET_SEARCH_TEXT(search) ((search)->unit->text + (search)->from_bytes)
#define STET_SEARCH_BYTES(search) ((search)->until_bytes - (search)->from_bytes)

/* All matches of a pattern in the part, offsets in the unit's text. */
typedef struct { StetWalk walk; gsize shift_bytes; } StetPartWalk;
void stet_rule_walk (StetRuleSearch *search, const StetPattern *pattern, StetPartWalk *walk);
gboolean stet_rule_walk_next (StetPartWalk *walk, StetStretch *match);

/* Whether the pack or its exceptions leave the place alone. */
gboolean stet_rule_lets_pass (StetRuleSearch *search, const StetStretch *at, const char *match);
/* A hit with what the rule's action makes of the match; `argument` (nullable) instead of the
 * match. */
void     stet_rule_take      (StetRuleSearch *search, const StetStretch *at, const char *argument);
/* A hit with these replacements and arguments, (transfer full). */
void
stet_rule_take_as (StetRuleSearch *search, const StetStretch *at, char **replacements, char **args);
/* Existence and substitution search alike. */
void     stet_rule_search_words (StetRuleSearch *search);

G_END_DECLS
