/* Markdown to HTML that knows where its texts stood. Layer: style. Any thread. */
#pragma once

#include "style/vale/traced.h"

G_BEGIN_DECLS

/* GitHub's Markdown with footnotes, through cmark-gfm; HTML in it is kept. What stands in `text` is
 * `shift_bytes` further on in the file. Returns: (owned). */
StetTraced *stet_vale_markdown_to_html (const char *text, gsize shift_bytes);

G_END_DECLS
