/* How a credential gets into a request. Layer: site, private. Any thread. */
#pragma once

#include "site/publishing-site.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What can stand in a header as it is: no line ends, no colon in a Basic user, no header of our
 * own. */
gboolean stet_credential_is_usable (const StetCredential *credential);
void     stet_credential_attach    (const StetCredential *credential, SoupMessageHeaders *headers);

G_END_DECLS
