/* Addresses and the Link header. Layer: site. Any thread. Formats: RFC 3986, RFC 8288. */
#include "config.h"

#include "site/address.h"

#include "site/site.h"

#include <libsoup/soup.h>
#include <string.h>

#define LINK_PARAMS_MAX 1000

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
is_plain (const char *url)
{
  for (; *url != '\0'; url++)
    if ((guchar) *url <= 0x20 || *url == 0x7f || *url == '\\')
      return FALSE;
  return TRUE;
}

static void
refuse (const char *wrong, GError **error)
{
  GError *problem = stet_site_error_new (STET_SITE_ERROR_NOT_API, 0, wrong);

  stet_site_error_set_reason (problem, STET_REASON_ADDRESS);
  g_propagate_error (error, problem);
}

GUri *
stet_address_parse (const char *url, GError **error)
{
  g_autoptr (GUri) uri = is_plain (url) ? g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *wrong = NULL;

  if (host == NULL || *host == '\0')
    wrong = "This is no web address";
  else if (strcmp (g_uri_get_scheme (uri), "https") != 0 &&
           (strcmp (g_uri_get_scheme (uri), "http") != 0 || !is_loopback (host)))
    wrong = "Only https is spoken, and http to this computer";
  else if (g_uri_get_userinfo (uri) != NULL)
    wrong = "A user name or password does not belong in an address";
  else if (g_uri_get_fragment (uri) != NULL)
    wrong = "The address has a part behind #";
  if (wrong == NULL)
    return g_steal_pointer (&uri);
  refuse (wrong, error);
  return NULL;
}

char *
stet_address_api (const char *url, GError **error)
{
  g_autoptr (GUri) uri = stet_address_parse (url, error);
  g_autofree char *api = NULL;

  if (uri == NULL)
    return NULL;
  if (g_uri_get_query (uri) != NULL)
    {
      refuse ("An API's address has no query", error);
      return NULL;
    }
  api = g_uri_to_string (uri);
  while (g_str_has_suffix (api, "/"))
    api[strlen (api) - 1] = '\0';
  return g_steal_pointer (&api);
}

/* SOUP_HTTP_URI_FLAGS fill in the scheme's port, so that the three can be compared as they are. */
gboolean
stet_address_same_origin (GUri *a, GUri *b)
{
  return strcmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0
         && g_uri_get_port (a) == g_uri_get_port (b)
         && g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0;
}

static void
skip_blanks (const char **at)
{
  while (**at == ' ' || **at == '\t')
    (*at)++;
}

/* A token or a quoted string. Returns: (owned). */
static char *
read_value (const char **at)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (**at != '"')
    {
      gsize length = strcspn (*at, ";, \t");

      g_string_append_len (value, *at, (gssize) length);
      *at += length;
      return g_string_free (g_steal_pointer (&value), FALSE);
    }
  for ((*at)++; **at != '\0' && **at != '"'; (*at)++)
    {
      if (**at == '\\' && (*at)[1] != '\0')
        (*at)++;
      g_string_append_c (value, **at);
    }
  if (**at == '"')
    (*at)++;
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static gboolean
names_relation (const char *value, const char *relation)
{
  g_auto (GStrv) names = g_strsplit_set (value, " \t", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], relation) == 0)
      return TRUE;
  return FALSE;
}

/* The parameters of one link, up to the comma before the next. TRUE when it is the wanted one. */
static gboolean
read_params (const char **at, const char *relation)
{
  gboolean seen = FALSE, named = FALSE, anchored = FALSE;

  for (guint n = 0; n < LINK_PARAMS_MAX; n++)
    {
      g_autofree char *name = NULL, *value = NULL;
      gsize length;

      skip_blanks (at);
      if (**at != ';')
        break;
      (*at)++;
      skip_blanks (at);
      length = strcspn (*at, "=;, \t");
      name = g_strndup (*at, length);
      *at += length;
      skip_blanks (at);
      if (**at == '=')
        {
          (*at)++;
          skip_blanks (at);
          value = read_value (at);
        }
      anchored |= g_ascii_strcasecmp (name, "anchor") == 0;
      if (g_ascii_strcasecmp (name, "rel") != 0 || seen)
        continue; /* 3.3: only the first rel counts */
      seen = TRUE;
      named = value != NULL && names_relation (value, relation);
    }
  return named && !anchored;
}

char *
stet_link_find (const char *header, const char *relation)
{
  const char *at = header;

  while (TRUE)
    {
      g_autofree char *target = NULL;
      const char *end;

      at += strspn (at, " \t,");
      if (*at != '<' || (end = strchr (at, '>')) == NULL)
        return NULL;
      target = g_strndup (at + 1, (gsize) (end - at - 1));
      at = end + 1;
      if (read_params (&at, relation))
        return g_steal_pointer (&target);
      if (*at != ',')
        return NULL;
    }
}
