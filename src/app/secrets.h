/* Passwords in the desktop's Secret Service. Without a bus or a service every call fails at once
 * and
 * quietly: nothing is ever written anywhere else. Layer: app. Blocks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE: not kept. `label` is what the person sees in their keyring. */
gboolean
stet_secrets_store (const char *site_id, const char *user, const char *label, const char *password);
/* Returns: (owned), NULL when there is none; free with stet_secrets_free (). */
char    *stet_secrets_lookup (const char *site_id, const char *user);
void     stet_secrets_free   (char *password);

G_END_DECLS
