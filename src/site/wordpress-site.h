/* WordPress (6.1 or later) as a StetSite over its REST API, stock or with the companion plugin of
 * data/wordpress. Layer: site. Async; an object belongs to the thread that made it.
 *
 * A method makes at most one request that changes something. What it must know before, it asks by
 * reading (which post, which attachment, whether it is still the version): a stop between two of
 * these is as if nothing had been done. One exception: where a request to a stock site was
 * delivered twice on its way, the second draft that came of it goes into the site's bin. */
#pragma once

#include "site/publishing-site.h"

G_BEGIN_DECLS

typedef struct
{
  /* the REST API's root: "https://…/wp-json" or "https://…/?rest_route=" */
  const char *api;
  const char *site_id;               /* (nullable) as the account has it; else the API's address */
  const StetCredential *credential;  /* (nullable); copied */
  const char *const *public_custom;  /* (nullable) for hashes */
  guint timeout_s;                   /* total for one request, 0: 30 */
} StetWordPressOptions;

/* Returns: (owned) StetSite; NULL with STET_SITE_ERROR_NOT_API for an address that is none. */
StetSite *stet_wordpress_site_new (const StetWordPressOptions *options, GError **error);

G_END_DECLS
