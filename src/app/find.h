/* Find and replace over all texts of a story: plain words or a regular expression, blind to case
 * and accents unless asked. Layer: app. A find may be run on any thread, by one at a time; it never
 * blocks for long (STET_FIND_MS_MAX), and may be cancelled. */
#pragma once

#include "article/document.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_FIND_TEXT_BYTES_MAX 4096 /* what is looked for, and what replaces it */
#define STET_FIND_HITS_MAX 10000      /* in one story */
#define STET_FIND_MS_MAX 3000

typedef struct
{
  const char *text;
  gboolean    regex;   /* else word for word */
  gboolean    cased;   /* "Dia" does not find "dia" */
  gboolean    accents; /* "dia" does not find "día" */
  gboolean    whole;   /* "art" does not find "start" */
} StetFindOptions;

typedef struct
{
  StetField field;
  guint     start_chars; /* within the field's text */
  guint     end_chars;
  char     *before;      /* what stands around it, cut to some words */
  char     *match;
  char     *after;
  char     *replacement; /* (nullable) what would come in its place */
} StetHit;

typedef struct
{
  GPtrArray *hits;     /* of StetHit, in the order of the form */
  gboolean   cut;      /* more than STET_FIND_HITS_MAX, or no more time */
  gboolean   gave_up;  /* the expression was too much work for a text */
} StetFound;

typedef struct _StetFind StetFind;

/* `replacement` (nullable): with a regular expression $1, ${1} and $0 are its groups, $$ a dollar
 * sign.
 * Errors: STET_APP_ERROR_USAGE, in words. Returns: (owned). */
StetFind  *stet_find_new  (const StetFindOptions *options, const char *replacement, GError **error);
void       stet_find_free (StetFind *find);
/* Returns: (owned), NULL when cancelled. */
StetFound *stet_find_run  (StetFind *find, StetArticle *article, GCancellable *cancellable);
void       stet_found_free (StetFound *found);

/* The first of `hits` that ends at a place or after it, 0 when there is none. */
guint stet_find_from (StetArticle *article, GPtrArray *hits, const StetField *field, guint chars);

/* Where a hit is, for people: "Body, paragraph 3". Returns: (owned). */
char      *stet_find_place (const StetField *field);

/* The edits that replace `hits` (all of a field's are one edit; their formatting stays). Only hits
 * that are of this article. Returns: (owned) GPtrArray of StetEdit. */
GPtrArray *stet_find_edits (StetArticle *article, GPtrArray *hits);
/* Those edits as one undo step; when one is refused none is done. Returns: whether it was done. */
gboolean   stet_find_replace (StetDocument *document, GPtrArray *hits, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFind, stet_find_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFound, stet_found_free)

G_END_DECLS
