/* A published page as its readers get it, held against the story that was approved for it.
 * Layer: article. Any thread. Formats: HTML, schema.org in JSON-LD, RFC 6596 (canonical). */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef enum
{
  STET_PAGE_HEADLINE = 1,
  STET_PAGE_DEK,
  STET_PAGE_PICTURE,
  STET_PAGE_CAPTION,
  STET_PAGE_CREDIT,
  STET_PAGE_BODY,
  STET_PAGE_FAQ,
  STET_PAGE_TAGS,
  STET_PAGE_CANONICAL,
  STET_PAGE_ARTICLE_DATA, /* what search engines are told of the story … */
  STET_PAGE_FAQ_DATA,     /* … and of its questions */
} StetPagePart;

/* One part that is not as approved. A text is shown cut to STET_PAGE_SHOWN_CHARS_MAX. */
#define STET_PAGE_SHOWN_CHARS_MAX 120
typedef struct
{
  StetPagePart part;
  char        *wanted; /* (owned) */
  char        *seen;   /* (owned) (nullable): the page has nothing in its place */
} StetPageDifference;
void stet_page_difference_free (StetPageDifference *difference);

typedef struct
{
  const char  *html;
  const char  *url;         /* where the page was found */
  StetArticle *article;     /* as approved */
  /* the site writes canonical link and structured data; else they are compared only if there */
  gboolean     wants_data;
} StetPageCheck;

/* What differs, in the order above. Quotes, dashes, spaces and dots that a site's typography
 * changes count as equal.
 * Errors: STET_ARTICLE_ERROR for a page past the limits. Returns: (owned) GPtrArray of
 * StetPageDifference. */
GPtrArray *stet_page_compare (const StetPageCheck *check, GError **error);
const char *stet_page_part_name (StetPagePart part); /* "headline" … for --json */

G_END_DECLS
