/* What elements and their styles say of the text in them: bold, a link, white space that counts.
 * Layer: article. Any thread. */
#include "config.h"

#include "article/html-buffer.h"
#include "base/text.h"

#include <string.h>

/* Who sends readers on through an address of their own, and the parameter that holds where to. */
static const struct { const char *host, *path, *parameter; } redirects[] = {
  { "google.", "/url", "q" },
  { "l.facebook.com", "/l.php", "u" },
  { "lm.facebook.com", "/l.php", "u" },
  { "l.instagram.com", "/", "u" },
  { "www.youtube.com", "/redirect", "q" },
  { "safelinks.protection.outlook.com", "/", "url" },
};

/* Returns: (owned) (nullable): it leads nowhere else. */
static char *
target_of (GUri *uri)
{
  const char *host = g_uri_get_host (uri), *query = g_uri_get_query (uri);

  for (gsize i = 0; host != NULL && query != NULL && i < G_N_ELEMENTS (redirects); i++)
    if (strstr (host, redirects[i].host) != NULL
        && g_str_equal (g_uri_get_path (uri), redirects[i].path))
      {
        g_autoptr (GHashTable) params
            = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL);
        const char *target
            = params != NULL ? g_hash_table_lookup (params, redirects[i].parameter) : NULL;

        return stet_href_is_safe (target) ? g_strdup (target) : NULL;
      }
  return NULL;
}

/* The same address without what tells the site where its reader came from. */
static char *
without_tracking (const char *href)
{
  const char *query = strchr (href, '?'), *fragment = strchr (href, '#');
  g_autofree char *inside = NULL;
  g_auto (GStrv) params = NULL;
  GString *out;
  char separator = '?';

  if (query == NULL || strstr (query, "utm_") == NULL || (fragment != NULL && fragment < query))
    return g_strdup (href);
  inside = fragment != NULL ? g_strndup (query + 1, (gsize) (fragment - query) - 1)
                            : g_strdup (query + 1);
  params = g_strsplit (inside, "&", -1);
  out = g_string_new_len (href, query - href);
  for (gsize i = 0; params[i] != NULL; i++)
    if (!g_str_has_prefix (params[i], "utm_"))
      {
        g_string_append_c (out, separator);
        g_string_append (out, params[i]);
        separator = '&';
      }
  g_string_append (out, fragment != NULL ? fragment : "");
  return g_string_free (out, FALSE);
}

char *
stet_html_link_target (const char *href)
{
  GUri *uri = g_uri_parse (href, G_URI_FLAGS_ENCODED_QUERY, NULL);
  g_autofree char *target = uri != NULL ? target_of (uri) : NULL;

  g_clear_pointer (&uri, g_uri_unref);
  return without_tracking (target != NULL ? target : href);
}

/* With a scheme, else one is put in front of what looks like a host or a mailbox. Returns: (owned)
 * (nullable). */
static char *
with_scheme (const char *typed)
{
  const char *at = strchr (typed, '@');
  const char *dot = strchr (typed, '.');

  if (strstr (typed, "://") != NULL
      || g_ascii_strncasecmp (typed, "mailto:", strlen ("mailto:")) == 0)
    return g_strdup (typed);
  if (dot == NULL || dot == typed || dot[1] == '\0' || strchr (typed, ':') != NULL)
    return NULL;
  return g_strconcat (at != NULL && strchr (typed, '/') == NULL ? "mailto:" : "https://", typed,
                      NULL);
}

char *
stet_href_parse (const char *typed)
{
  g_autofree char *clean = stet_text_clean (typed);
  g_autofree char *whole = NULL, *address = NULL;

  g_strstrip (clean);
  if (*clean == '\0' || strpbrk (clean, " \t\n") != NULL
      || strlen (clean) > STET_HTML_ADDRESS_BYTES_MAX)
    return NULL;
  whole = with_scheme (clean);
  address = whole != NULL ? stet_html_link_target (whole) : NULL;
  return address != NULL && stet_href_is_safe (address) ? g_steal_pointer (&address) : NULL;
}

static const char *
keep_string (GPtrArray *strings, char *string)
{
  g_ptr_array_add (strings, string);
  return string;
}

static void
format_link (GPtrArray *strings, gboolean own, const GumboNode *node, StetHtmlFormat *format)
{
  g_autofree char *href = stet_text_clean (stet_html_attribute (node, "href"));
  const char *rel = stet_html_attribute (node, "rel");

  if (!own)
    {
      g_autofree char *foreign = g_steal_pointer (&href);

      href = stet_html_link_target (g_strstrip (foreign));
    }
  if (!stet_href_is_safe (href) || (!own && strlen (href) > STET_HTML_ADDRESS_BYTES_MAX))
    return;
  format->on[STET_SPAN_LINK] = TRUE;
  format->href = keep_string (strings, g_steal_pointer (&href));
  format->rel = rel[0] != '\0' ? keep_string (strings, stet_text_clean (rel)) : NULL;
}

static void
format_style (const GumboNode *node, StetHtmlFormat *format)
{
  g_autofree char *weight = stet_html_style (node, "font-weight");
  g_autofree char *slant = stet_html_style (node, "font-style");
  g_autofree char *line = stet_html_style (node, "text-decoration");
  g_autofree char *space = stet_html_style (node, "white-space");

  if (g_str_equal (weight, "normal") || g_str_equal (weight, "400"))
    format->on[STET_SPAN_BOLD] = FALSE;
  else if (g_str_has_prefix (weight, "bold") || g_ascii_strtoull (weight, NULL, 10) >= 600)
    format->on[STET_SPAN_BOLD] = TRUE;
  if (g_str_equal (slant, "normal"))
    format->on[STET_SPAN_ITALIC] = FALSE;
  else if (g_str_has_prefix (slant, "italic") || g_str_has_prefix (slant, "oblique"))
    format->on[STET_SPAN_ITALIC] = TRUE;
  if (strstr (line, "underline") != NULL && !format->on[STET_SPAN_LINK])
    format->on[STET_SPAN_UNDERLINE] = TRUE;
  if (strstr (line, "line-through") != NULL)
    format->on[STET_SPAN_STRIKE] = TRUE;
  if (g_str_equal (space, "pre-wrap") || g_str_equal (space, "pre"))
    format->pre = TRUE;
  else if (g_str_equal (space, "normal"))
    format->pre = FALSE;
}

void
stet_html_apply_format (GPtrArray *strings, gboolean own, const GumboNode *node,
                        StetHtmlFormat *format)
{
  switch ((int) node->v.element.tag)
    {
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
      format->on[STET_SPAN_BOLD] = TRUE;
      break;
    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
      format->on[STET_SPAN_ITALIC] = TRUE;
      break;
    case GUMBO_TAG_U:
      format->on[STET_SPAN_UNDERLINE] = TRUE;
      break;
    case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_DEL:
      format->on[STET_SPAN_STRIKE] = TRUE;
      break;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
      format->on[STET_SPAN_CODE] = TRUE;
      break;
    case GUMBO_TAG_PRE:
      format->pre = TRUE;
      break;
    case GUMBO_TAG_SUP:
      format->shift = STET_HTML_RAISED;
      break;
    case GUMBO_TAG_SUB:
      format->shift = STET_HTML_LOWERED;
      break;
    case GUMBO_TAG_A:
      format_link (strings, own, node, format);
      break;
    default:
      break;
    }
  if (stet_html_attribute (node, "style")[0] != '\0')
    format_style (node, format);
}
