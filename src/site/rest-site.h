/* Any JSON API as a StetSite, by a mapping. Layer: site. Async; an object belongs to the thread
 * that made it.
 *
 * A method makes at most one request that changes something. What the site cannot guard is looked
 * at just before, and stet_site_lacks () says so. Addresses are the site's own; none is computed
 * here. */
#pragma once

#include "site/publishing-site.h"
#include "site/rest-mapping.h"

G_BEGIN_DECLS

#define STET_REST_PAGES_MAX 1000   /* of one list */
#define STET_REST_ROWS_MAX 60000   /* of one list of terms or people */

typedef struct
{
  StetMapping *mapping;              /* (borrowed) */
  const char *api;                   /* no trailing slash; https, or http on loopback */
  /* (nullable) as the account has it; else the mapping's, else the address */
  const char *site_id;
  const StetCredential *credential;  /* (nullable); copied. How it is sent is the mapping's word. */
  const char *const *public_custom;  /* (nullable) for hashes */
  guint timeout_s;                   /* total for one request, 0: 30 */
} StetRestOptions;

/* Returns: (owned) StetSite; NULL with STET_SITE_ERROR_NOT_API for an address that is none, AUTH
 * for a credential that can't be sent. */
StetSite *stet_rest_site_new (const StetRestOptions *options, GError **error);

G_END_DECLS
