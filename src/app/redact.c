/* Secrets out of a text. Layer: app. Any thread. */
#include "config.h"

#include "app/redact.h"

#include <string.h>

#define GONE "[removed]"
/* Shorter ones would tear ordinary words apart, and no site takes them. */
#define SECRET_BYTES_MIN 4

static const struct { const char *pattern, *with; } shapes[] = {
  { "(?i)\\b((?:proxy-)?authorization|set-cookie2?|cookie|x-wp-nonce|x-[a-z-]*(?:key|token))(\\s*[:=]\\s*)[^\\r\\n]+",
    "\\1\\2" GONE },
  { "(?i)\\b(basic|bearer)\\s+[a-z0-9+/=._~-]{6,}", "\\1 " GONE },
  { "(?i)([?&;](?:[\\w%.\\[\\]-]*(?:key|token|pass|pwd|secret|auth|nonce|sig|session|cookie)[\\w%.\\[\\]-]*)=)[^&;\\s\"'<>#)]+",
    "\\1" GONE },
  { "://[^/\\s@\"'<>]+@", "://" GONE "@" },
};

static char *
replace_all (char *text, const char *what)
{
  g_autoptr (GString) string = g_string_new (text);

  g_free (text);
  if (what != NULL && strlen (what) >= SECRET_BYTES_MIN)
    g_string_replace (string, what, GONE, 0);
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static char *
without_blanks (const char *secret)
{
  GString *bare = g_string_new (NULL);

  for (; *secret != '\0'; secret++)
    if (!g_ascii_isspace (*secret))
      g_string_append_c (bare, *secret);
  return g_string_free (bare, FALSE);
}

static char *
without_secret (char *text, const char *user, const char *secret)
{
  g_autofree char *bare = without_blanks (secret);
  g_autofree char *escaped = g_uri_escape_string (secret, NULL, FALSE);
  g_autofree char *plus = g_strdelimit (g_strdup (secret), " ", '+');
  g_autofree char *pair = g_strconcat (user != NULL ? user : "", ":", secret, NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) pair, strlen (pair));
  const char *forms[] = { base64, secret, escaped, plus, bare };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    text = replace_all (text, forms[i]);
  return text;
}

char *
stet_redact (const char *text, const char *user, const char *const *secrets)
{
  char *out;

  g_return_val_if_fail (text != NULL, NULL);
  out = g_utf8_make_valid (text, -1);
  for (guint i = 0; secrets != NULL && secrets[i] != NULL; i++)
    out = without_secret (out, user, secrets[i]);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (shapes[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);
      char *next = g_regex_replace (regex, out, -1, 0, shapes[i].with, 0, NULL);

      if (next == NULL)
        continue;
      g_free (out);
      out = next;
    }
  return out;
}
