/* A story in the formats of others: read from plain text, HTML, Markdown; written to those and
 * ninjs.
 * Layer: article. Any thread. The plain-text shape is that of the contracts. */
#pragma once

#include "article/json.h"

G_BEGIN_DECLS

typedef enum
{
  STET_FORMAT_JSON = 1,
  STET_FORMAT_HTML,
  STET_FORMAT_TEXT,
  STET_FORMAT_MARKDOWN,
  STET_FORMAT_NINJS, /* written only */
} StetFormat;

/* "json", "html", "text" … */
gboolean    stet_format_parse (const char *name, StetFormat *format);
/* by extension; FALSE: unknown */
gboolean    stet_format_for_file (const char *path, StetFormat *format);

/* A story from a file's content. `language` (nullable) overrides what the text says; without either
 * its words decide, "en" if they do not. `text` need not be clean. Returns: (owned). */
StetArticle *stet_article_read (StetFormat format, const char *text, const char *language,
                                StetRandom *random, GError **error);

/* `lost` (nullable, out, owned strv): one English phrase for each thing the format cannot hold. */
char *stet_article_write (const StetArticle *article, StetFormat format, char ***lost);

/* Body blocks from an HTML fragment (a clipboard, a site): allow-list, depth and size limits.
 * Returns: (owned) GPtrArray of StetBlock. */
GPtrArray *stet_html_to_blocks (const char *html, StetRandom *random, GError **error);
/* What was not taken along. */
typedef struct
{
  guint images;   /* at other people's addresses */
  guint trackers; /* links that led elsewhere first or carried marks, pictures of one pixel */
  guint active;   /* scripts, frames, forms, players */
  guint colours;  /* elements with a colour of their own */
} StetHtmlDropped;
gboolean   stet_html_dropped_any (const StetHtmlDropped *dropped);
/* The same for a paste: pictures at other people's addresses stay behind (the words under them do
 * not), and what was dropped is counted (`dropped`: out). */
GPtrArray *stet_html_to_blocks_told (const char *html, StetRandom *random, StetHtmlDropped *dropped,
                                     GError **error);

/* Blocks for a copy within Stet: everything they hold, and back, checked, under new ids. Returns:
 * (owned). */
char      *stet_blocks_to_json     (GPtrArray *blocks);
GPtrArray *stet_blocks_from_json   (const char *json, StetRandom *random, GError **error);
/* Text as a person writes it: "## ", "> ", "- ". Returns: (owned). */
char      *stet_blocks_to_markdown (GPtrArray *blocks);

/* The body as HTML, blocks only: what a site is sent and what a page shows. Returns: (owned). */
char *stet_blocks_to_html (GPtrArray *blocks);
/* One prose as inline HTML, escaped; LF becomes <br>. Returns: (owned). */
char *stet_prose_to_html (const StetProse *prose);
/* Inline HTML to a prose; block tags part lines. Returns: (owned). */
StetProse *stet_prose_from_html (const char *html, GError **error);

/* The address in what a person typed or pasted: "https://" put in front where it is missing, an
 * address for mail told by its @, detours that count readers taken out. Returns: (owned)
 * (nullable): it is no address. */
char *stet_href_parse (const char *typed);

/* "Caption Photo © X / @y" split in two, also when they are glued together; `credit` is "" when
 * there is none. Both (out) (owned). */
void stet_split_photo_line (const char *line, char **caption, char **credit);
/* An address part from a headline: ASCII, lower case, hyphens, at most 75. Returns: (owned). */
char *stet_slug_from_headline (const char *headline, const char *language);

G_END_DECLS
