/* A first conversation with a site: find its API, sign in, read what it can do. Layer: app.
 * Blocks. */
#pragma once

#include "app/workspace.h"
#include "site/rest-mapping.h"

G_BEGIN_DECLS

typedef struct
{
  StetAccount *account;  /* (owned), not stored yet */
  GPtrArray   *tags;     /* (owned) (nullable) of StetTerm */
  GPtrArray   *sections; /* (owned) (nullable) of StetTerm */
  GPtrArray   *authors;  /* (owned) (nullable) of StetTerm */
} StetProbe;
void stet_probe_free (StetProbe *probe);

/* Without a user: only what the site says of itself, and an account without `user` and `can`. */
StetProbe *
stet_probe_site (const StetNewAccount *account, GCancellable *cancellable, GError **error);

/* "news.example" means its safe address; whoever wants http on loopback writes it. Returns:
 * (owned). */
char *stet_probe_full_address (const char *url);

/* The site that an account leads to, with that password; its kind and its mapping are the
 * account's. `public_custom` (nullable). Returns: (owned). */
StetSite *stet_account_open (const StetAccount *account, const char *password,
                             const char *const *public_custom, GError **error);

/* The mapping that is kept with an account. Returns: (owned). */
StetMapping *stet_account_mapping (const StetAccount *account, GError **error);

/* A text of the account's info. Returns: (owned) (nullable). */
char *stet_account_text (const StetAccount *account, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetProbe, stet_probe_free)

G_END_DECLS
