/* From a page's HTML to what it shows and says of itself. Layer: article. Any thread. */
#include "config.h"

#include "article/page-private.h"

#include "article/html-walk.h"
#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
pair_free (gpointer data)
{
  StetPagePair *pair = data;

  g_free (pair->first);
  g_free (pair->second);
  g_free (pair);
}

static void
add_pair (GPtrArray *pairs, char *first, char *second)
{
  StetPagePair *pair = g_new0 (StetPagePair, 1);

  pair->first = first;
  pair->second = second;
  g_ptr_array_add (pairs, pair);
}

void
stet_page_free (StetPage *page)
{
  if (page == NULL)
    return;
  g_ptr_array_unref (page->titles);
  g_ptr_array_unref (page->images);
  g_ptr_array_unref (page->tags);
  g_ptr_array_unref (page->keywords);
  g_ptr_array_unref (page->data_faq);
  g_free (page->text);
  g_free (page->dek);
  g_free (page->credit);
  g_free (page->canonical);
  g_free (page->data_headline);
  g_free (page->data_description);
  g_free (page);
}

/* --- folding --- */

static const struct { const char *from, *to; } folds[] = {
  { "‘", "'" },       { "’", "'" },           { "‚", "'" },  { "‛", "'" },   { "′", "'" },
  { "“", "\"" },      { "”", "\"" },          { "„", "\"" }, { "‟", "\"" },  { "″", "\"" },
  { "''", "\"" },     { "–", "-" },           { "—", "-" },  { "−", "-" },   { "‐", "-" },
  { "‑", "-" },       { "--", "-" },          { "--", "-" }, { "…", "..." }, { "×", "x" },
  { "\xc2\xad", "" }, { "\xe2\x80\x8b", "" },
};

char *
stet_page_fold (const char *text)
{
  g_autofree char *clean = stet_text_clean (text);
  g_autofree char *line = stet_text_collapse (clean);
  g_autoptr (GString) folded = g_string_new (line);

  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    g_string_replace (folded, folds[i].from, folds[i].to, 0);
  return g_string_free (g_steal_pointer (&folded), FALSE);
}

char *
stet_page_fold_case (const char *text)
{
  g_autofree char *folded = stet_page_fold (text);

  return g_utf8_casefold (folded, -1);
}

/* --- text --- */

static gboolean
is_unseen (GumboTag tag)
{
  return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TEMPLATE
         || tag == GUMBO_TAG_NOSCRIPT || tag == GUMBO_TAG_HEAD;
}

static gboolean
is_inline (GumboTag tag)
{
  static const GumboTag tags[]
      = { GUMBO_TAG_A,   GUMBO_TAG_ABBR, GUMBO_TAG_B,     GUMBO_TAG_CITE, GUMBO_TAG_CODE,
          GUMBO_TAG_DEL, GUMBO_TAG_EM,   GUMBO_TAG_I,     GUMBO_TAG_INS,  GUMBO_TAG_MARK,
          GUMBO_TAG_Q,   GUMBO_TAG_S,    GUMBO_TAG_SMALL, GUMBO_TAG_SPAN, GUMBO_TAG_STRONG,
          GUMBO_TAG_SUB, GUMBO_TAG_SUP,  GUMBO_TAG_TIME,  GUMBO_TAG_U,    GUMBO_TAG_WBR };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tags[i] == tag)
      return TRUE;
  return FALSE;
}

static void
append_text (GString *out, const GumboNode *node, guint depth)
{
  gboolean parts;

  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE
      || node->type == GUMBO_NODE_CDATA)
    g_string_append (out, node->v.text.text);
  if (!stet_html_is_element (node) || is_unseen (node->v.element.tag)
      || depth >= STET_HTML_WALK_DEPTH_MAX)
    return;
  parts = !is_inline (node->v.element.tag);
  if (parts)
    g_string_append_c (out, ' ');
  for (guint i = 0; i < node->v.element.children.length; i++)
    append_text (out, node->v.element.children.data[i], depth + 1);
  if (parts)
    g_string_append_c (out, ' ');
}

/* Returns: (owned), folded. */
static char *
text_of (const GumboNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_text (text, node, 0);
  return stet_page_fold (text->str);
}

static char *
text_of_html (const char *html)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, NULL);

  return output != NULL ? text_of (output->root) : stet_page_fold (html);
}

/* --- structured data --- */

static const char *
text_in (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
is_type (JsonObject *object, const char *wanted)
{
  JsonNode *node = json_object_get_member (object, "@type");
  JsonArray *list
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (text_in (node) != NULL)
    return g_str_has_suffix (text_in (node), wanted);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (g_str_has_suffix (text_in (json_array_get_element (list, i)) ?: "", wanted))
      return TRUE;
  return FALSE;
}

/* Returns: (owned) (nullable), folded. */
static char *
string_of (JsonObject *object, const char *name)
{
  const char *text = text_in (json_object_get_member (object, name));

  return text != NULL ? stet_page_fold (text) : NULL;
}

static void
take_keywords (StetPage *page, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "keywords");
  g_autofree char *all = string_of (object, "keywords");
  g_auto (GStrv) words = all != NULL ? g_strsplit (all, ",", 200) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    g_ptr_array_add (page->keywords, stet_page_fold_case (words[i]));
  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                    && i < json_array_get_length (json_node_get_array (node));
       i++)
    {
      const char *word = text_in (json_array_get_element (json_node_get_array (node), i));

      if (word != NULL)
        g_ptr_array_add (page->keywords, stet_page_fold_case (word));
    }
}

static void
take_question (StetPage *page, JsonNode *node)
{
  JsonObject *question = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *answer = question != NULL ? json_object_get_member (question, "acceptedAnswer") : NULL;
  JsonObject *given
      = answer != NULL && JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *text = given != NULL ? text_in (json_object_get_member (given, "text")) : NULL;

  if (question != NULL)
    add_pair (page->data_faq, string_of (question, "name"),
              text_of_html (text != NULL ? text : ""));
}

static void
take_thing (StetPage *page, JsonObject *object)
{
  JsonNode *list = json_object_get_member (object, "mainEntity");

  if (is_type (object, "Article") || is_type (object, "BlogPosting"))
    {
      page->has_article = TRUE;
      g_free (page->data_headline);
      g_free (page->data_description);
      page->data_headline = string_of (object, "headline");
      page->data_description = string_of (object, "description");
      take_keywords (page, object);
    }
  if (!is_type (object, "FAQPage"))
    return;
  page->has_faq = TRUE;
  for (guint i = 0; list != NULL && JSON_NODE_HOLDS_ARRAY (list)
                    && i < json_array_get_length (json_node_get_array (list));
       i++)
    take_question (page, json_array_get_element (json_node_get_array (list), i));
}

static void
take_things (StetPage *page, JsonNode *node, gboolean below)
{
  JsonNode *graph = JSON_NODE_HOLDS_OBJECT (node)
                        ? json_object_get_member (json_node_get_object (node), "@graph")
                        : NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    take_thing (page, json_node_get_object (node));
  for (guint i = 0;
       JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (json_node_get_array (node), i)))
      take_thing (page,
                  json_node_get_object (json_array_get_element (json_node_get_array (node), i)));
  if (graph != NULL && !below)
    take_things (page, graph, TRUE);
}

static void
take_script (StetPage *page, const GumboNode *node)
{
  const GumboVector *children = &node->v.element.children;
  const GumboNode *first = children->length > 0 ? children->data[0] : NULL;
  const char *json = first != NULL && !stet_html_is_element (first) ? first->v.text.text : NULL;
  g_autoptr (JsonNode) root = NULL;

  if (json == NULL
      || !stet_json_scan (json, strlen (json), STET_JSON_BYTES_MAX, STET_JSON_DEPTH_MAX, NULL))
    return;
  root = json_from_string (json, NULL);
  if (root != NULL)
    take_things (page, root, FALSE);
}

/* --- elements --- */

static gboolean
has_word (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit_set (words, " \t\n\f\r", -1);

  return g_strv_contains ((const char *const *) list, word);
}

static void
keep_first (char **place, char *text)
{
  if (*place == NULL && text[0] != '\0')
    *place = text;
  else
    g_free (text);
}

static void
take_marked (StetPage *page, const GumboNode *node)
{
  if (stet_html_has_class (node, "stet-dek") || stet_html_has_class (node, "dek"))
    keep_first (&page->dek, text_of (node));
  if (stet_html_has_class (node, "stet-credit") || stet_html_has_class (node, "credit"))
    keep_first (&page->credit, text_of (node));
}

static void
take_element (StetPage *page, const GumboNode *node)
{
  switch ((guint) node->v.element.tag)
    {
    case GUMBO_TAG_H1:
      g_ptr_array_add (page->titles, text_of (node));
      break;
    case GUMBO_TAG_IMG:
      add_pair (page->images, g_strdup (stet_html_attribute (node, "src")),
                stet_page_fold (stet_html_attribute (node, "alt")));
      break;
    case GUMBO_TAG_LINK:
      if (page->canonical == NULL && has_word (stet_html_attribute (node, "rel"), "canonical"))
        page->canonical = g_strdup (stet_html_attribute (node, "href"));
      break;
    case GUMBO_TAG_A:
      if (has_word (stet_html_attribute (node, "rel"), "tag"))
        {
          g_autofree char *text = text_of (node);

          g_ptr_array_add (page->tags, stet_page_fold_case (text));
        }
      break;
    case GUMBO_TAG_SCRIPT:
      if (g_ascii_strcasecmp (stet_html_attribute (node, "type"), "application/ld+json") == 0)
        take_script (page, node);
      break;
    default:
      break;
    }
}

static void
take_all (StetPage *page, const GumboNode *node, guint depth)
{
  if (!stet_html_is_element (node) || depth >= STET_HTML_WALK_DEPTH_MAX)
    return;
  take_marked (page, node);
  take_element (page, node);
  for (guint i = 0; i < node->v.element.children.length; i++)
    take_all (page, node->v.element.children.data[i], depth + 1);
}

StetPage *
stet_page_read (const char *html, GError **error)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, error);
  StetPage *page;

  if (output == NULL)
    return NULL;
  page = g_new0 (StetPage, 1);
  page->titles = g_ptr_array_new_with_free_func (g_free);
  page->tags = g_ptr_array_new_with_free_func (g_free);
  page->keywords = g_ptr_array_new_with_free_func (g_free);
  page->images = g_ptr_array_new_with_free_func (pair_free);
  page->data_faq = g_ptr_array_new_with_free_func (pair_free);
  page->text = text_of (output->root);
  take_all (page, output->root, 0);
  return page;
}
