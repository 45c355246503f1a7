/* From gumbo's tree to texts and blocks, by an allow-list. Layer: article. */
#pragma once

#include "article/format-private.h"
#include "base/limits.h"

#include <gumbo.h>

G_BEGIN_DECLS

/* of the tree; the scan counts some elements only */
#define STET_HTML_WALK_DEPTH_MAX (4 * STET_HTML_DEPTH_MAX)

typedef struct _StetHtmlWalker StetHtmlWalker;

/* `own`: a document that we wrote, whose links are left as they are. */
StetHtmlWalker *stet_html_walker_new  (StetRandom *random, gboolean own);
void            stet_html_walker_free (StetHtmlWalker *walker);

/* The blocks of an element's content. Returns: (owned) GPtrArray of StetBlock. */
GPtrArray *stet_html_walker_blocks (StetHtmlWalker *walker, const GumboNode *node);
/* The text of an element's content, block elements parting lines. Returns: (owned). */
StetProse *stet_html_walker_prose  (StetHtmlWalker *walker, const GumboNode *node);
/* The photo of a figure; "" for what it has not. Returns: (owned). */
StetPhoto *stet_html_walker_photo  (StetHtmlWalker *walker, const GumboNode *figure);

/* Scans and parses. Returns: (owned), for stet_html_free (). */
GumboOutput *stet_html_parse (const char *html, GError **error);
void         stet_html_free  (GumboOutput *output);

/* Where a link on another page leads in the end, without marks that follow the reader. Returns:
 * (owned). */
char       *stet_html_link_target (const char *href);
/* "" where there is none. */
const char *stet_html_attribute (const GumboNode *node, const char *name);
gboolean    stet_html_is        (const GumboNode *node, GumboTag tag);
gboolean    stet_html_has_class (const GumboNode *node, const char *name);
gboolean    stet_html_is_element (const GumboNode *node);
/* The value of a property in its style attribute, lower case. Returns: (owned), "" for none. */
char       *stet_html_style      (const GumboNode *node, const char *property);
/* The first element below `node` in document order. `class_name` nullable; GUMBO_TAG_LAST: any. */
const GumboNode *stet_html_find (const GumboNode *node, GumboTag tag, const char *class_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetHtmlWalker, stet_html_walker_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GumboOutput, stet_html_free)

G_END_DECLS
