/* What the readers and writers of foreign formats share. Layer: article. */
#pragma once

#include "article/article-private.h"
#include "article/format.h"

G_BEGIN_DECLS

#define STET_HTML_EMPTY "empty" /* data-stet of an element that stands for an empty text of ours */

/* Whether a link may be followed from a page: http, https or mailto. */
gboolean stet_href_is_safe (const char *href);

/* Whether HTML and Markdown get the span: links are, if they are safe. */
gboolean stet_span_is_written (const StetSpan *span);
/* Whether a reader of HTML would make another text of it: runs of spaces, spaces at an end or
 * around a line break, tabs, several line breaks. */
gboolean stet_html_folds (const char *text);

/* How spans are opened and closed and text escaped. */
typedef struct
{
  void (*open)  (GString *out, const StetSpan *span, gpointer data);
  void (*close) (GString *out, const StetSpan *span, gpointer data);
  void (*text)  (GString *out, const char *text, gsize length, gpointer data);
} StetInlineWriter;

void stet_inline_write (GString *out, const StetProse *prose, const StetInlineWriter *with,
                        gpointer data);

StetArticle *
stet_text_read_article (const char *text, const char *language, StetRandom *random, GError **error);
StetArticle *
stet_html_read_article (const char *html, const char *language, StetRandom *random, GError **error);
StetArticle *stet_markdown_read_article (const char *text, const char *language, StetRandom *random,
                                         GError **error);

/* `lost`: an array that phrases are added to. Returns: (owned). */
char *stet_text_write_article     (const StetArticle *article, GPtrArray *lost);
char *stet_html_write_article     (const StetArticle *article, GPtrArray *lost);
char *stet_markdown_write_article (const StetArticle *article, GPtrArray *lost);
char *stet_ninjs_write_article    (const StetArticle *article, GPtrArray *lost);

/* A phrase, once. */
void stet_lost_add (GPtrArray *lost, const char *phrase);
/* Phrases for what neither plain text nor Markdown has a place for: section, slug, authors,
 * custom. */
void stet_lost_add_fields (GPtrArray *lost, const StetArticleFields *fields);
/* A phrase for unknown keys, if the story has any. */
void stet_lost_add_extra (GPtrArray *lost, const StetArticleFields *fields);

G_END_DECLS
