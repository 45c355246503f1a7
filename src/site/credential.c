/* How one signs in. Layer: site. Any thread. Formats: RFC 7617 (Basic), RFC 6750 (Bearer). */
#include "config.h"

#include "site/credential.h"

#include <string.h>

/* The server side of many sites cuts or refuses longer ones, and nothing here needs them. */
#define SECRET_BYTES_MAX 4096

static const char *const names[] = { "none", "basic", "bearer", "key" };

const char *
stet_auth_name (StetAuthKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

gboolean
stet_auth_parse (const char *name, StetAuthKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *kind = (StetAuthKind) i;
        return TRUE;
      }
  return FALSE;
}

StetCredential *
stet_credential_new (StetAuthKind kind, const char *user, const char *secret, const char *header)
{
  StetCredential *credential = g_new0 (StetCredential, 1);

  credential->kind = kind;
  credential->user = g_strdup (user);
  credential->secret = g_strdup (secret != NULL ? secret : "");
  credential->header = g_strdup (header);
  return credential;
}

StetCredential *
stet_credential_copy (const StetCredential *credential)
{
  g_return_val_if_fail (credential != NULL, NULL);

  return stet_credential_new (credential->kind, credential->user, credential->secret,
                              credential->header);
}

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

void
stet_credential_free (StetCredential *credential)
{
  if (credential == NULL)
    return;
  wipe (credential->user);
  wipe (credential->secret);
  g_free (credential->header);
  g_free (credential);
}

/* RFC 9110, 5.6.2 */
static gboolean
is_token (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
      return FALSE;
  return *text != '\0';
}

static gboolean
is_visible (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return *text != '\0';
}

/* Headers that would say something else than who one is. */
static gboolean
is_reserved (const char *header)
{
  static const char *const reserved[] = { "Host",
                                          "Connection",
                                          "Content-Length",
                                          "Content-Type",
                                          "Transfer-Encoding",
                                          "If-Match",
                                          "If-None-Match",
                                          "Idempotency-Key",
                                          "Accept",
                                          "Accept-Encoding",
                                          "Cookie",
                                          "Expect",
                                          "TE",
                                          "Trailer",
                                          "Upgrade",
                                          "User-Agent" };

  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (g_ascii_strcasecmp (header, reserved[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
stet_credential_is_usable (const StetCredential *credential)
{
  if (strlen (credential->secret) > SECRET_BYTES_MAX)
    return FALSE;
  switch (credential->kind)
    {
    case STET_AUTH_NONE:
      return TRUE;
    case STET_AUTH_BASIC:
      return credential->user != NULL && *credential->user != '\0'
             && strchr (credential->user, ':') == NULL
             && strlen (credential->user) <= SECRET_BYTES_MAX;
    case STET_AUTH_BEARER:
      return is_visible (credential->secret);
    case STET_AUTH_KEY:
      return credential->header != NULL && is_token (credential->header)
             && !is_reserved (credential->header) && is_visible (credential->secret);
    default:
      return FALSE;
    }
}

static void
attach_basic (const StetCredential *credential, SoupMessageHeaders *headers)
{
  char *pair = g_strconcat (credential->user, ":", credential->secret, NULL);
  char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  char *value = g_strconcat ("Basic ", encoded, NULL);

  soup_message_headers_replace (headers, "Authorization", value);
  wipe (pair);
  wipe (encoded);
  wipe (value);
}

void
stet_credential_attach (const StetCredential *credential, SoupMessageHeaders *headers)
{
  char *value;

  switch (credential->kind)
    {
    case STET_AUTH_BASIC:
      attach_basic (credential, headers);
      break;
    case STET_AUTH_BEARER:
      value = g_strconcat ("Bearer ", credential->secret, NULL);
      soup_message_headers_replace (headers, "Authorization", value);
      wipe (value);
      break;
    case STET_AUTH_KEY:
      soup_message_headers_replace (headers, credential->header, credential->secret);
      break;
    case STET_AUTH_NONE:
    default:
      break;
    }
}
