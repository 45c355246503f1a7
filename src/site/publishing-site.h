/* The publishing API (stet-publishing/1) as a StetSite: the mapped one, with the mapping of that
 * API onto itself; how one signs in, and how a site is found. Layer: site. */
#pragma once

#include "site/site.h"

G_BEGIN_DECLS

typedef enum
{
  STET_AUTH_NONE = 0,
  STET_AUTH_BASIC,
  STET_AUTH_BEARER,
  STET_AUTH_KEY, /* a header of the site's naming */
} StetAuthKind;

/* Never written to disk or logs; wiped when freed. */
typedef struct
{
  StetAuthKind kind;
  char *user;   /* (nullable) basic */
  char *secret; /* password, token or key */
  char *header; /* (nullable) key: the header's name */
} StetCredential;
StetCredential *
stet_credential_new (StetAuthKind kind, const char *user, const char *secret, const char *header);
StetCredential *stet_credential_copy (const StetCredential *credential);
void            stet_credential_free (StetCredential *credential);
const char     *stet_auth_name  (StetAuthKind kind); /* "basic" … */
gboolean        stet_auth_parse (const char *name, StetAuthKind *kind);

typedef struct
{
  const char *api;                   /* no trailing slash; https, or http on loopback */
  const StetCredential *credential;  /* (nullable); copied */
  const char *const *public_custom;  /* (nullable) for hashes */
  guint timeout_s;                   /* total for one request, 0: 30 */
} StetPublishingOptions;

/* First thing in main, before any thread: HTTP/1.1 only. */
void stet_site_init (void);

/* Returns: (owned) StetSite; NULL with STET_SITE_ERROR_NOT_API for an address that is none. */
StetSite *stet_publishing_site_new (const StetPublishingOptions *options, GError **error);

typedef enum
{
  STET_SITE_PUBLISHING = 1, /* speaks the publishing API */
  STET_SITE_WORDPRESS,
  STET_SITE_MAPPED, /* a mapping says what it speaks; never discovered */
} StetSiteKind;

typedef struct
{
  StetSiteKind kind;
  char *api; /* (owned) no trailing slash; WordPress without pretty addresses: "…?rest_route=" */
} StetSiteFound;
void stet_site_found_free (StetSiteFound *found);

/* From a front page or an API address to the API's own: GET, the Link header rel="stet-publishing",
 * else whether the address itself answers as the API; else WordPress, by its Link header or where
 * it keeps its API. No credential is sent, so redirects are followed. At most four addresses are
 * asked. */
void stet_site_discover (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data);
StetSiteFound *stet_site_discover_finish (GAsyncResult *result, GError **error); /* (owned) */

/* A public page as its readers get it (to compare it with what was approved): at most 4 MiB and 15
 * s a request, no credential, no cookies; redirects are followed within the site. `final_url` (out)
 * (owned) (nullable): where it was. */
void stet_site_fetch_page (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data);
/* (owned) */
char *stet_site_fetch_page_finish (GAsyncResult *result, char **final_url, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetCredential, stet_credential_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSiteFound, stet_site_found_free)

G_END_DECLS
