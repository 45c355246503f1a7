/* Calls to a StetSite that wait for their end, for the tests of this folder and of others. */
#pragma once

#include "site/publishing-site.h"

/* Each gives the result (owned), or NULL with `error`. */
StetSiteInfo    *call_get_info     (StetSite *site, GError **error);
StetSiteUser    *call_get_me       (StetSite *site, GError **error);
GPtrArray *call_list_changes (StetSite *site, const char *cursor, char **next, GError **error);
StetSiteArticle *call_get_article  (StetSite *site, const char *id, GError **error);
StetSiteArticle *call_put_article (StetSite *site, StetArticle *article, const char *version,
                                   const char *key, GError **error);
StetSiteArticle *call_transition (StetSite *site, const char *id,
                                  const StetSiteTransition *transition, GError **error);
StetSiteArticle *call_add_review (StetSite *site, const char *id, const StetReview *review,
                                  const char *key, GError **error);
gboolean         call_has_media    (StetSite *site, const char *sha256, GError **error);
GBytes          *call_get_media    (StetSite *site, const char *sha256, GError **error);
gboolean call_put_media (StetSite *site, const char *sha256, GBytes *picture, const char *mime,
                         GError **error);
GPtrArray *call_list_terms (StetSite *site, const char *kind, const char *search, GError **error);
StetTerm *call_add_term (StetSite *site, const char *kind, const char *label, const char *key,
                         GError **error);
GPtrArray       *call_list_authors (StetSite *site, GError **error);
char            *call_discover     (const char *url, GError **error);
char            *call_fetch_page   (const char *url, GError **error);

/* A story with a headline and one paragraph. Returns: (owned). */
StetArticle *sample_article (const char *id, const char *headline, const char *text);
