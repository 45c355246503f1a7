/* What the house style says about one place of a story. Plain structs. Layer: style. */
#pragma once

#include "article/review.h"

G_BEGIN_DECLS

typedef enum
{
  STET_LEVEL_ADVICE = 1,
  STET_LEVEL_WARNING,
  STET_LEVEL_ERROR,
} StetLevel;

const char *stet_level_name  (StetLevel level); /* "advice" … */
gboolean    stet_level_parse (const char *name, StetLevel *level); /* also Vale's "suggestion" */

typedef struct
{
  char      *id;      /* from rule, place and context; survives edits elsewhere */
  char      *rule;    /* "en.QuoteCommaInside" */
  char      *code;    /* (nullable) "EN-Q01" */
  char      *pack;    /* "en 1.0" */
  StetLevel  level;
  StetField  field;
  gboolean   has_range;   /* FALSE: the whole field, or what is missing */
  guint      start_chars; /* in that field's text */
  guint      end_chars;
  char      *match;       /* (nullable) */
  char      *title;       /* a few words for a card: "Comma outside the quotation" */
  char      *message;     /* what the reader would see, then the mend */
  char     **replacements; /* (owned) strv, may be empty */
  gboolean   fix_safe;    /* `stet fix` may apply the first replacement unasked */
  gboolean   missing;     /* something that is not there: a quiet prompt until the first submit */
  gboolean   may_stand;   /* the rule's policy lets the author overrule it */
  StetStand *stand;       /* (owned) (nullable): overruled, and why */
  gboolean   editor_may_stand; /* an editor may overrule it; FALSE: nobody may */
} StetFinding;

StetFinding *stet_finding_copy (const StetFinding *finding);
void         stet_finding_free (StetFinding *finding);

typedef struct { guint error; guint warning; guint advice; } StetFindingCounts;
/* Of those not overruled. `findings`: GPtrArray of StetFinding. */
StetFindingCounts stet_findings_count (GPtrArray *findings);

/* {"findings": […]} as in the contracts. Returns: (owned). */
char *stet_findings_to_json (GPtrArray *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFinding, stet_finding_free)

G_END_DECLS
