/* The order of a story as plain text (contracts, "A story as plain text"): parts found by what they
 * say and where they stand. Shared by plain text and Markdown. Layer: article. Any thread. */
#pragma once

#include "article/format-private.h"

G_BEGIN_DECLS

#define STET_DEK_CHARS_MAX 300

typedef enum
{
  STET_PART_PLAIN = 0,   /* a paragraph, unless its place makes it something else */
  STET_PART_HEADLINE,    /* "# …" */
  STET_PART_NO_HEADLINE, /* "#" */
  STET_PART_RULE,        /* "---": ends the head where it would not be clear */
  STET_PART_FAQ,         /* the FAQ's title */
  STET_PART_FILED,       /* "Filed under: …" */
  STET_PART_HEADING,
  STET_PART_OTHER,       /* quotes, lists, tables, pictures */
} StetPartKind;

typedef struct
{
  StetPartKind kind;
  gboolean     literal; /* what it says is a text and no sign of anything */
  StetProse   *whole;   /* (owned) all of its text; FAQ and FILED: what follows the label */
  GPtrArray   *blocks;  /* (owned) of StetBlock: what it is in the body */
} StetPart;

StetPart *stet_part_new  (StetPartKind kind, gboolean literal, StetProse *whole);
void      stet_part_free (StetPart *part);

/* What a paragraph's text says it is: PLAIN, FAQ or FILED; `rest` (out, owned): the title, the
 * tags. */
StetPartKind stet_part_kind_of (const char *text, char **rest);
/* Whether a text would be taken for a photo line. */
gboolean     stet_is_photo_line (const char *text);

/* `parts`: GPtrArray of StetPart, not changed. Returns: (owned). */
StetArticle *
stet_structure_article (GPtrArray *parts, const char *language, StetRandom *random, GError **error);

G_END_DECLS
