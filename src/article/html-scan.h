/* A look at foreign HTML before gumbo sees it. Layer: article. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the text is within STET_HTML_BYTES_MAX and nests elements no deeper than
 * STET_HTML_DEPTH_MAX; gumbo takes time by the square of the depth. What has an end tag that may be
 * left out (p, li, table parts) is not counted: it can't nest without something that is.
 * STET_ARTICLE_ERROR_TOO_LARGE. */
gboolean stet_html_scan (const char *html, gsize length_bytes, GError **error);

G_END_DECLS
