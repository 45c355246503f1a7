/* What elements and their styles say of the text in them: bold, a link, white space that counts.
 * Layer: article. Any thread. */
#include "config.h"

#include "article/html-buffer.h"
#include "base/text.h"

#include <string.h>

/* The address that a search engine's or a word processor's redirect leads to. Returns: (owned). */
static char *
unwrap (const char *href)
{
  g_autofree char *query = NULL;
  g_autofree char *target = NULL;
  GUri *uri;

  if (strstr (href, "google.") == NULL || strstr (href, "/url?") == NULL)
    return g_strdup (href);
  uri = g_uri_parse (href, G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (uri != NULL)
    {
      g_autoptr (GHashTable) params = NULL;

      query = g_strdup (g_uri_get_query (uri));
      params = query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
      target = params != NULL ? g_strdup (g_hash_table_lookup (params, "q")) : NULL;
      g_uri_unref (uri);
    }
  return stet_href_is_safe (target) ? g_steal_pointer (&target) : g_strdup (href);
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

      href = unwrap (g_strstrip (foreign));
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
    case GUMBO_TAG_A:
      format_link (strings, own, node, format);
      break;
    default:
      break;
    }
  if (stet_html_attribute (node, "style")[0] != '\0')
    format_style (node, format);
}
