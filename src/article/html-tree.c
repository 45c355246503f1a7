/* Gumbo's tree: made within limits, and asked. Layer: article. Any thread. */
#include "config.h"

#include "article/html-walk.h"

#include "article/html-scan.h"

#include <string.h>

void
stet_html_free (GumboOutput *output)
{
  gumbo_destroy_output (&kGumboDefaultOptions, output);
}

GumboOutput *
stet_html_parse (const char *html, GError **error)
{
  GumboOptions options = kGumboDefaultOptions;
  gsize length = strlen (html);

  if (!g_utf8_validate (html, (gssize) length, NULL))
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SYNTAX,
                           "the text is not UTF-8");
      return NULL;
    }
  if (!stet_html_scan (html, length, error))
    return NULL;
  options.max_errors = 0;
  return gumbo_parse_with_options (&options, html, length);
}

gboolean
stet_html_is_element (const GumboNode *node)
{
  return node->type == GUMBO_NODE_ELEMENT;
}

gboolean
stet_html_is (const GumboNode *node, GumboTag tag)
{
  return stet_html_is_element (node) && node->v.element.tag == tag;
}

const char *
stet_html_attribute (const GumboNode *node, const char *name)
{
  const GumboAttribute *attribute = stet_html_is_element (node)
                                        ? gumbo_get_attribute (&node->v.element.attributes, name)
                                        : NULL;

  return attribute != NULL ? attribute->value : "";
}

gboolean
stet_html_has_class (const GumboNode *node, const char *name)
{
  g_auto (GStrv) classes = g_strsplit_set (stet_html_attribute (node, "class"), " \t\n\f\r", -1);

  return g_strv_contains ((const char *const *) classes, name);
}

static const GumboNode *
find_below (const GumboNode *node, GumboTag tag, const char *class_name, guint depth)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; depth < STET_HTML_WALK_DEPTH_MAX && i < children->length; i++)
    {
      const GumboNode *child = children->data[i];
      const GumboNode *found;

      if (!stet_html_is_element (child))
        continue;
      if ((tag == GUMBO_TAG_LAST || child->v.element.tag == tag) &&
          (class_name == NULL || stet_html_has_class (child, class_name)))
        return child;
      found = find_below (child, tag, class_name, depth + 1);
      if (found != NULL)
        return found;
    }
  return NULL;
}

const GumboNode *
stet_html_find (const GumboNode *node, GumboTag tag, const char *class_name)
{
  return stet_html_is_element (node) ? find_below (node, tag, class_name, 0) : NULL;
}

char *
stet_html_style (const GumboNode *node, const char *property)
{
  g_auto (GStrv) declarations = g_strsplit (stet_html_attribute (node, "style"), ";", 200);

  for (guint i = 0; declarations[i] != NULL; i++)
    {
      char *colon = strchr (declarations[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      if (g_ascii_strcasecmp (g_strstrip (declarations[i]), property) == 0)
        return g_ascii_strdown (g_strstrip (colon + 1), -1);
    }
  return g_strdup ("");
}
