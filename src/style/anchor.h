/* What every match of a pattern must hold, and how far before it the match may begin: by that an
 * index finds the few patterns worth trying. Layer: style. Any thread.
 *
 * Source of the idea: Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), taken
 * from sets of exact strings to whole words. */
#pragma once

#include "style/regex.h"

G_BEGIN_DECLS

#define STET_ANCHOR_STRINGS_MAX 64 /* a part of more strings is not spelt out */
#define STET_ANCHOR_BYTES_MAX 255  /* nor a longer one */
#define STET_ANCHORS_MAX 50000     /* of one pattern */
#define STET_REACH_STEPS_MAX 6

/* At most so many characters, then a run of characters of a kind; read from left to right. */
typedef struct
{
  guint     chars;
  StetChars run; /* STET_CHARS_ANY: no run */
} StetStep;

typedef struct
{
  StetStep steps[STET_REACH_STEPS_MAX];
  guint    n_steps;
  gboolean unlimited; /* any text may stand there */
} StetReach;

typedef struct
{
  const char *text;
  guint       bytes;
  gboolean    boundary_before; /* a match has \b there */
  gboolean    boundary_after;
  gboolean    exact;           /* in this very case */
  gboolean    at_start;        /* nothing of the match stands before it */
  gboolean    at_end;          /* while analysing: nothing stands after it */
  StetReach   reach;           /* what of the match may stand before it */
} StetAnchor;

typedef struct
{
  StetAnchor *items;
  guint       n;
  gboolean    whole; /* every match is one of them and no more */
} StetAnchors;

/* Every match of the pattern holds one of them. None (n is 0): nothing is known, or nothing that is
 * worth looking for. They live in `arena`. */
StetAnchors stet_anchors_find (const char *source, StetArena *arena);

/* The first place in `text` where a match may begin that has its anchor at `at_bytes`. */
gsize stet_reach_back (const StetReach *reach, const char *text, gsize at_bytes);

G_END_DECLS
