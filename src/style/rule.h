/* One rule of a pack, compiled: what it looks for, where, and what it says. Immutable after
 * loading.
 * Layer: style. Text rules come from files in Vale's format (existence, substitution); structural
 * ones from the `check:` of an entry in pack.yaml. */
#pragma once

#include "style/behind.h"
#include "style/finding.h"
#include "style/index.h"
#include "style/option.h"
#include "style/prose-counts.h"
#include "style/unit.h"
#include "style/yaml.h"

G_BEGIN_DECLS

typedef enum
{
  STET_FIX_NONE = 0,
  STET_FIX_SUGGEST,
  STET_FIX_SAFE,
} StetFixPolicy;

typedef enum
{
  STET_STET_AUTHOR = 0,
  STET_STET_EDITOR,
  STET_STET_NEVER,
} StetStetPolicy;

typedef enum
{
  STET_ACTION_NONE = 0,
  STET_ACTION_REPLACE,
  STET_ACTION_REMOVE,
  STET_ACTION_EDIT,
  STET_ACTION_CONVERT,
} StetAction;

/* A sentence in both languages of the interface; either may be missing. */
typedef struct { char *en, *es; } StetWords;

/* One key of a substitution. */
typedef struct
{
  guint        group;    /* in the rule's pattern */
  char        *value;
  StetPattern *own;      /* (nullable): the key with its own groups, where the value uses them */
  StetPattern *right;    /* (nullable): what the value takes as right already */
} StetSwap;

typedef struct _StetRule StetRule;
typedef struct _StetRuleKind StetRuleKind;   /* rule-kind.h */
typedef struct _StetStructure StetStructure; /* structure.h */

struct _StetRule
{
  char          *name;        /* "en.QuoteCommaInside" */
  char          *code;        /* (nullable) */
  char          *pack;        /* "en 1.0" */
  char          *language;    /* (nullable): every language */
  char          *category;    /* (nullable) */
  char          *file;        /* for problems */
  guint          line;
  StetLevel      level;
  StetWords      title, message, explanation;
  char          *vale_message; /* (nullable) */
  char          *link;        /* (nullable) */
  char         **bad, **good; /* (nullable) strv: examples as text */
  /* (borrowed) (nullable) only while loading: examples as stories */
  const StetYaml *bad_story, *good_story;
  const StetYaml *entry;      /* (borrowed) (nullable) only while loading: of pack.yaml */
  char          *owner;       /* (nullable) the pack's */
  StetLayer      layer;       /* of the pack it is from, or that changed it last */
  StetWhen      *when;        /* (nullable) options it is for */
  /* (nullable) of char *: languages in which another rule has its place */
  GPtrArray     *not_for;
  gboolean       disabled;
  StetFixPolicy  fix;
  StetStetPolicy stet;
  guint          units;       /* kinds of text it is for */
  gboolean       skip_quotations, skip_names, skip_works;
  gboolean       yields;      /* quiet where another rule speaks of the same place */
  guint          limit;       /* 0: none */
  char         **scopes;      /* (nullable) strv, Vale's */
  gboolean       by_sentence;

  /* text rules */
  const StetRuleKind *kind;   /* (borrowed) (nullable): structural */
  gpointer       own;         /* (owned) (nullable) what the kind needs beside the following */
  StetPattern   *pattern;     /* (nullable): structural, and kinds that have none or several */
  /* (nullable) of StetBehind: what must, or must not, stand before a match */
  GArray        *behinds;
  StetPattern   *exceptions;  /* (nullable): found anywhere in the match, it is quiet */
  StetPattern   *phrases;     /* (nullable): a match inside such a phrase is quiet */
  GPtrArray     *swaps;       /* (nullable) of StetSwap: substitution */
  gboolean       capitalize;
  StetAction     action;
  char         **params;      /* (nullable) strv */
  StetPattern   *edit;        /* (nullable) */

  StetStructure *structure;   /* (nullable) */
};

StetRule *stet_rule_new  (void);
void      stet_rule_free (StetRule *rule);

/* What a newsroom's vocabulary and .vale.ini change in how a rule is read. All (nullable)
 * (borrowed). */
typedef struct
{
  const char *const *accepted;      /* strv: patterns every rule with `vocab` takes as exceptions */
  const char        *word_template; /* instead of (?m)\b(?:%s)\b */
  const char        *dir;           /* where a spelling rule's word lists lie */
} StetValeReading;

/* Reads a rule file's tree into `rule`. `reading` (nullable). Errors are "FILE:LINE: …";
 * UNSUPPORTED is a kind of Vale's that is not read. */
gboolean  stet_rule_read_vale (StetRule *rule, const StetYaml *root, const char *file,
                               const StetValeReading *reading, GError **error);

const char *stet_words_in (const StetWords *words, const char *language); /* (nullable) */

/* A message with its arguments: %s and %d take the next, %[2]s the second, %% is a percent sign;
 * missing ones are empty. Returns: (owned). */
char *stet_rule_message (const StetRule *rule, const char *language, const char *const *args);

char *stet_message_format (const char *text, const char *const *args); /* the same of any text */

/* One place where a text rule found something. */
typedef struct
{
  gsize  start_bytes, end_bytes;
  char **replacements; /* (owned) strv, may be empty */
  char **args;         /* (owned) strv, for the message */
} StetHit;
void stet_hit_clear (StetHit *hit);

/* Whether the rule's hits are within the matches of its pattern, so that an index over patterns may
 * save the search of a text. */
gboolean stet_rule_is_indexable (const StetRule *rule);
/* Whether it remembers from text to text: forms seen, acronyms explained, what the whole
 * measures. */
gboolean stet_rule_needs_whole  (const StetRule *rule);

/* Whether it measures the whole and says so once, with its first text. */
gboolean stet_rule_speaks_once  (const StetRule *rule);

/* What such a rule remembers of one story or file. `counts` (nullable) (borrowed): of the whole. */
typedef struct _StetRuleMemory StetRuleMemory;
StetRuleMemory *stet_rule_memory_new  (const StetProseCounts *counts);
void            stet_rule_memory_free (StetRuleMemory *memory);

/* All hits of a text rule in a text. `candidate` (nullable): what an index over the rules' patterns
 * says of it, which changes the time and nothing else. `memory` (nullable): the text stands alone.
 * A hit without length at the start speaks of the text as a whole. Returns: (owned) GArray of
 * StetHit. */
GArray *
stet_rule_search (const StetRule *rule, const StetUnit *unit, const StetCandidate *candidate,
                  StetRuleMemory *memory, StetMatcher *matcher);
char    *stet_rule_capitalized (const char *text); /* its first letter; (owned) */
/* What a rule that compares forms has to see of all texts before any is searched. */
void stet_rule_survey (const StetRule *rule, const StetUnit *unit, StetRuleMemory *memory,
                       StetMatcher *matcher);
/* Whether the rule is for this text. */
gboolean stet_rule_is_for (const StetRule *rule, const StetUnit *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRule, stet_rule_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRuleMemory, stet_rule_memory_free)

G_END_DECLS
