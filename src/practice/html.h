/* Prose, blocks and address parts as a page has them. Layer: practice. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

/* Inline HTML, escaped; LF becomes <br>. Returns: (owned). */
char *stet_practice_prose_html (const StetProse *prose);
/* Ordinary blocks: paragraphs, headings, quotes, lists, tables. Returns: (owned). */
char *stet_practice_blocks_html (GPtrArray *blocks);
/* ASCII, lower case, hyphens, at most 75. Returns: (owned). */
char *stet_practice_slug (const char *text);

G_END_DECLS
