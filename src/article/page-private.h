/* What is read off a page. Layer: article, private. */
#pragma once

#include "article/page.h"

G_BEGIN_DECLS

typedef struct { char *first, *second; } StetPagePair; /* src and alt; question and answer */

typedef struct
{
  GPtrArray *titles;      /* of char *: level-one headings, folded as all texts here */
  char      *text;        /* all that is visible */
  char      *dek;         /* (nullable) what is marked as one, else the description */
  char      *credit;      /* (nullable) what is marked as one */
  char      *canonical;   /* (nullable) as it stands */
  GPtrArray *images;      /* of StetPagePair: src as it stands, alt folded */
  GPtrArray *tags;        /* of char *: marked as tags, folded and in one case */
  GPtrArray *keywords;    /* the same of the structured data */
  gboolean   has_article, has_faq; /* structured data */
  char      *data_headline, *data_description; /* (nullable) */
  GPtrArray *data_faq;    /* of StetPagePair */
} StetPage;

/* Returns: (owned). */
StetPage *stet_page_read (const char *html, GError **error);
void      stet_page_free (StetPage *page);
/* As typography may change it: one kind of quotes, dashes and spaces. Returns: (owned). */
char     *stet_page_fold (const char *text);
char     *stet_page_fold_case (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPage, stet_page_free)

G_END_DECLS
