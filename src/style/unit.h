/* The texts of a story one by one, as the rules see them: what kind of text each is, and which
 * stretches of it no rule looks at (addresses, code) or only some do (quotations). Layer: style. */
#pragma once

#include "article/article.h"
#include "style/language.h"

G_BEGIN_DECLS

/* Kinds of text, as bits: a rule names those it is for. */
typedef enum
{
  STET_UNIT_HEADLINE   = 1 << 0,
  STET_UNIT_DEK        = 1 << 1,
  STET_UNIT_SECTION    = 1 << 2,
  STET_UNIT_SLUG       = 1 << 3,
  STET_UNIT_CAPTION    = 1 << 4,
  STET_UNIT_CREDIT     = 1 << 5,
  STET_UNIT_ALT        = 1 << 6,
  STET_UNIT_PARAGRAPH  = 1 << 7,
  STET_UNIT_HEADING    = 1 << 8,
  STET_UNIT_QUOTE      = 1 << 9,
  STET_UNIT_LIST       = 1 << 10,
  STET_UNIT_CELL       = 1 << 11,
  STET_UNIT_CITE       = 1 << 12,
  STET_UNIT_FAQ_TITLE  = 1 << 13,
  STET_UNIT_QUESTION   = 1 << 14,
  STET_UNIT_ANSWER     = 1 << 15,
  STET_UNIT_TAG        = 1 << 16,
  STET_UNIT_BYLINE     = 1 << 17,
  STET_UNIT_AUTHOR_BOX = 1 << 18,
  STET_UNIT_CUSTOM     = 1 << 19,
} StetUnitKind;

#define STET_UNITS_BODY                                                                            \
  (STET_UNIT_PARAGRAPH | STET_UNIT_HEADING | STET_UNIT_QUOTE | STET_UNIT_LIST | STET_UNIT_CELL)
#define STET_UNITS_PROSE                                                                           \
  (STET_UNITS_BODY | STET_UNIT_HEADLINE | STET_UNIT_DEK | STET_UNIT_CAPTION | STET_UNIT_ALT        \
   | STET_UNIT_FAQ_TITLE | STET_UNIT_QUESTION | STET_UNIT_ANSWER | STET_UNIT_AUTHOR_BOX)
#define STET_UNITS_ALL ((1u << 20) - 1)
/* Where nothing is ever changed unasked: names, tags, credits, addresses, and what others said. */
#define STET_UNITS_NEVER_FIXED                                                                     \
  (STET_UNIT_CREDIT | STET_UNIT_TAG | STET_UNIT_BYLINE | STET_UNIT_SECTION | STET_UNIT_SLUG        \
   | STET_UNIT_QUOTE | STET_UNIT_CITE | STET_UNIT_CUSTOM)

typedef struct { gsize start_bytes; gsize end_bytes; } StetStretch;

typedef enum
{
  STET_SHAPE_SMALL = 0,
  STET_SHAPE_NAME,     /* Zhirnov, Díaz-Canel */
  STET_SHAPE_CAPITALS, /* NATO, I */
  STET_SHAPE_FIGURE,   /* 48, 1996-2001 */
  STET_SHAPE_MIXED,    /* iPhone, COVID-19 */
} StetWordShape;

typedef struct
{
  StetStretch   at;
  /* (borrowed) from the unit: small, without accents; equal words of a unit share it */
  const char   *folded;
  StetWordShape shape;
  gboolean      opens;    /* a sentence begins with it: its capital says nothing */
  guint         sentence; /* which of the unit's */
} StetWord;

typedef struct
{
  StetField    field;
  StetUnitKind kind;
  StetProse   *prose;      /* (owned) */
  const char  *text;       /* (borrowed) from prose */
  gsize        bytes;
  GArray      *hidden;     /* (owned) of StetStretch, sorted: code, addresses, handles */
  GArray      *quotations; /* (owned) of StetStretch, sorted: from mark to mark */
  const StetLanguage *language; /* (borrowed) (nullable) */
  GArray      *words;      /* (owned) (nullable) once asked for */
  GArray      *sentences;  /* (owned) (nullable) once asked for */
  GArray      *names;      /* (owned) (nullable) once asked for */
  GStringChunk *folded;    /* (owned) (nullable) */
} StetUnit;

/* In the order of the story. Returns: (owned) GPtrArray of StetUnit. */
GPtrArray *stet_units_of_article (const StetArticle *article);
StetUnit  *stet_unit_new  (const StetField *field, StetUnitKind kind, StetProse *prose);
void       stet_unit_free (StetUnit *unit);

/* Made on first need and kept: a unit belongs to one thread at a time. (borrowed) of StetWord, of
 * StetStretch. */
const GArray *stet_unit_words     (StetUnit *unit);
const GArray *stet_unit_sentences (StetUnit *unit);
/* Whether a place lies within a name of several words ("Bank of America"); within a title set in
 * italics. */
gboolean      stet_unit_is_in_name (StetUnit *unit, gsize start_bytes, gsize end_bytes);
gboolean      stet_unit_is_in_work (const StetUnit *unit, gsize start_bytes, gsize end_bytes);
/* (owned) */
char         *stet_unit_slice     (const StetUnit *unit, gsize start_bytes, gsize end_bytes);

/* "headline", "body" (all of it), "paragraph", "faq.answer", "prose", "all" …; 0 for a name that is
 * none. */
guint    stet_unit_kinds_parse (const char *name);
/* The dotted scope of Vale's rule files that a kind of text has: "text.heading.h2". */
const char *stet_unit_scope (const StetUnit *unit);
gboolean stet_stretches_touch (const GArray *stretches, gsize start_bytes, gsize end_bytes);

/* Sentences of a text whose language is not known (sentence.h). Returns: (owned) GArray of
 * StetStretch. */
GArray *stet_sentences (const char *text);
/* Whether nothing but opening marks and white space stands between `at_bytes` and the end of the
 * sentence before. */
gboolean stet_begins_sentence (const char *text, gsize at_bytes);
/* Words: runs of letters, digits and what stands inside a word (’ ' -). Returns: (owned) GArray of
 * StetStretch. */
GArray *stet_words_of  (const char *text);

G_END_DECLS
