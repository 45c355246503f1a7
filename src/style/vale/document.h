/* A file as Vale's rules see it: blocks of text with a scope each, knowing where they stand. Layer:
 * style. Markdown goes through cmark-gfm, HTML through gumbo; anything else is plain text. */
#pragma once

#include "style/pattern.h"
#include "style/vale/comments.h"
#include "style/vale/traced.h"

G_BEGIN_DECLS

typedef enum
{
  STET_VALE_TEXT = 0,
  STET_VALE_MARKDOWN,
  STET_VALE_HTML,
} StetValeFormat;

/* What of a file is text, as .vale.ini says; all (borrowed). */
typedef struct
{
  const char *const *ignored_scopes;  /* (nullable): tt, code, kbd */
  const char *const *skipped_scopes;  /* (nullable): script, style, pre, figure, noscript, iframe */
  const char *const *ignored_classes; /* (nullable): beside problematic, pre, code */
  const GPtrArray   *block_ignores;   /* (nullable) of StetPattern */
  const GPtrArray   *token_ignores;   /* (nullable) of StetPattern */
} StetValeReadable;

typedef struct
{
  char       *scope; /* "text.heading.h2.md" */
  StetTraced *text;
  gboolean    prose; /* a paragraph: looked at by sentences, too */
} StetValeBlock;

/* How many blocks of a kind there are, for rules that measure. */
typedef struct { guint headings[6], lists, quotes, code; } StetValeCounts;

typedef struct
{
  char             *text;    /* the file, its line ends LF */
  gsize             bytes;
  char             *kind;    /* how its name ends: "md" */
  GPtrArray        *blocks;  /* of StetValeBlock, in the order of the file */
  StetTraced       *summary; /* paragraphs, lists and quotes, a blank line after each */
  StetValeCounts    counts;
  StetValeComments *comments;
  GArray           *lines;   /* of gsize: where each begins */
} StetValeDocument;

/* `text`: valid UTF-8. `kind`: how the file's name ends. Errors: HTML past its limits
 * (STET_ARTICLE_ERROR).
 * Returns: (owned). */
StetValeDocument *stet_vale_document_new (const char *text, const char *kind, StetValeFormat format,
                                          const StetValeReadable *readable, GError **error);
void              stet_vale_document_free (StetValeDocument *document);

/* Line and column of a place in the text, from 1, in code points. */
void stet_vale_document_locate (const StetValeDocument *document, gsize at_bytes, guint *line,
                                guint *column);

/* --- what the readers of formats share --- */

/* Adds a block, or frees a text in which nothing but white space stands. (transfer full) of
 * `text`. */
void stet_vale_document_add (StetValeDocument *document, const char *scope, StetTraced *text);
/* vale/html.c: all that HTML holds. */
gboolean stet_vale_read_html (StetValeDocument *document, const StetTraced *html,
                              const StetValeReadable *readable, GError **error);
/* vale/front-matter.c: returns where the text after it begins, 0 when there is none. */
gsize stet_vale_read_front_matter (StetValeDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetValeDocument, stet_vale_document_free)

G_END_DECLS
