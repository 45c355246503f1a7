/* Signing in by the browser: WordPress's page for application passwords leads back to a listener on
 * this computer, which takes one name and password and ends. WordPress leads to an http address
 * only where the site says of itself that it is local (WP_ENVIRONMENT_TYPE); other sites show the
 * password, for the person to carry over.
 * Layer: site. Async on the thread-default main context. */
#pragma once

#include "site/publishing-site.h"

G_BEGIN_DECLS

#define STET_SIGN_IN_TIMEOUT_S 300

/* Shows the address to the person. Called once, before anything is waited for. */
typedef void (*StetSignInOpen) (const char *url, gpointer data);

typedef struct
{
  const char    *page;      /* the site's own, as in StetSiteInfo.sign_in_page */
  StetSignInOpen open;
  gpointer       open_data;
  const char    *thanks;    /* what the browser shows at the end, plain text */
  guint          timeout_s; /* 0: STET_SIGN_IN_TIMEOUT_S */
} StetSignIn;

/* Whether a site can lead back here. */
gboolean stet_sign_in_leads_back (const char *page);
/* Errors: FORBIDDEN when the person said no there, OFFLINE when nobody came in time,
 * G_IO_ERROR_CANCELLED. */
void stet_sign_in (const StetSignIn *sign_in, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data);
/* Returns: (owned). */
StetCredential *stet_sign_in_finish (GAsyncResult *result, GError **error);

G_END_DECLS
