/* Addresses we are willing to talk to. Layer: site, private. Any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* https, or http to this computer; a host; no user, no fragment, no control characters. NOT_API
 * otherwise. Returns: (owned). */
GUri *stet_address_parse (const char *url, GError **error);
/* The same as an API's address: no query, no trailing slash. Returns: (owned). */
char *stet_address_api (const char *url, GError **error);
gboolean stet_address_same_origin (GUri *a, GUri *b);

/* RFC 8288: the first target with that relation (and no anchor), as it stands in the header.
 * Returns: (owned). */
char *stet_link_find (const char *header, const char *relation);

G_END_DECLS
