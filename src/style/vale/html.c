/* HTML taken apart into blocks with a scope each: a walk over gumbo's tree. Layer: style. Any
 * thread. */
#include "config.h"

#include "style/vale/document.h"

#include "article/html-walk.h"

#include <string.h>

#define ENTITY_BYTES_MAX 34 /* "&CounterClockwiseContourIntegral;" */

typedef struct
{
  StetValeDocument       *document;
  const StetTraced       *html;
  const StetValeReadable *readable;
  StetTraced             *text;  /* of the block at hand */
  const char             *scope; /* (nullable) "list": of the outermost element that has one */
  guint                   depth;
  gboolean                starred; /* text of code is there, but not to be read */
} Walk;

static const char *const inline_tags[] = {
  "a",   "abbr", "acronym", "b",    "big",    "br",     "cite",  "code", "del",
  "dfn", "em",   "i",       "img",  "ins",    "kbd",    "label", "mark", "q",
  "s",   "samp", "small",   "span", "strike", "strong", "sub",   "sup",  "time",
  "tt",  "u",    "var",     "wbr",  "font",   "input",  NULL,
};
static const char *const starred_tags[] = { "tt", "code", "kbd", NULL };
static const char *const skipped_tags[]
    = { "script", "style", "pre", "figure", "noscript", "iframe", NULL };
static const char *const skipped_classes[] = { "problematic", "pre", "code", NULL };
static const struct { const char *tag, *scope; } scopes[] = {
  { "th", "text.table.header" },
  { "td", "text.table.cell" },
  { "caption", "text.table.caption" },
  { "li", "text.list" },
  { "blockquote", "text.blockquote" },
  { "figcaption", "text.figure.caption" },
  { "h1", "text.heading.h1" },
  { "h2", "text.heading.h2" },
  { "h3", "text.heading.h3" },
  { "h4", "text.heading.h4" },
  { "h5", "text.heading.h5" },
  { "h6", "text.heading.h6" },
};

static void walk_children (Walk *walk, const GumboNode *node);

/* --- texts --- */

/* How many bytes of HTML at `at` became the character at `p`. */
static gsize
encoded_bytes (const char *at, const char *end, const char *p)
{
  gsize n = MIN ((gsize) (g_utf8_next_char (p) - p), (gsize) (end - at));
  const char *stop = at < end && *at == '&' ? memchr (at, ';', (gsize) (end - at)) : NULL;

  if (stop == NULL || stop - at >= ENTITY_BYTES_MAX
      || (*p == '&' && !g_str_has_prefix (at, "&amp;")))
    return n;
  return (gsize) (stop + 1 - at);
}

/* One character of gumbo's, read from `bytes` of the HTML at `at`. */
static void
take_char (Walk *walk, StetTraced *into, const char *p, const char *at, gsize bytes)
{
  gsize from = (gsize) (at - walk->html->text->str), n = (gsize) (g_utf8_next_char (p) - p), start,
        end;
  char one[8] = { 0 };

  if (bytes == n && memcmp (at, p, n) == 0)
    return stet_traced_slice (into, walk->html, from, from + n);
  memcpy (one, p, n);
  start = stet_traced_start (walk->html, from);
  end = stet_traced_end (walk->html, from + bytes);
  stet_traced_make (into, one, start, end > start ? end - start : 0);
}

/* A text of gumbo's laid along the HTML it was read from: it differs in entities and line ends
 * only. */
static void
take_decoded (Walk *walk, StetTraced *into, const char *text, GumboStringPiece raw)
{
  const char *html = walk->html->text->str, *at = raw.data, *end = raw.data + raw.length;

  if (raw.length == strlen (text) && memcmp (raw.data, text, raw.length) == 0)
    return stet_traced_slice (into, walk->html, (gsize) (at - html), (gsize) (end - html));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize bytes = encoded_bytes (at, end, p);

      take_char (walk, into, p, at, bytes);
      at += bytes;
    }
}

/* As many stars as there are characters. */
static void
star (StetTraced *into, const StetTraced *text)
{
  const char *start = text->text->str;

  for (const char *p = start; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize from = stet_traced_start (text, (gsize) (p - start));
      gsize to = stet_traced_end (text, (gsize) (g_utf8_next_char (p) - start));

      stet_traced_make (into, "*", from, to > from ? to - from : 0);
    }
}

static void
walk_text (Walk *walk, const GumboNode *node)
{
  const GumboText *text = &node->v.text;
  g_autoptr(StetTraced) piece = NULL;

  if (stet_vale_comments_is_off (walk->document->comments))
    return;
  if (!walk->starred)
    return take_decoded (walk, walk->text, text->text, text->original_text);
  piece = stet_traced_new ();
  take_decoded (walk, piece, text->text, text->original_text);
  star (walk->text, piece);
}

static void
flush (Walk *walk)
{
  g_autofree char *scope
      = g_strdup_printf ("%s.%s", walk->scope != NULL ? walk->scope : "text", walk->document->kind);

  stet_traced_strip (walk->text);
  stet_vale_document_add (walk->document, scope, walk->text);
  walk->text = stet_traced_new ();
}

static void
walk_comment (Walk *walk, const GumboNode *node)
{
  gsize at = (gsize) (node->v.text.original_text.data - walk->html->text->str);

  stet_vale_comments_add (walk->document->comments, node->v.text.text,
                          stet_traced_start (walk->html, at));
}

/* --- elements --- */

static char *
tag_of (const GumboNode *node)
{
  GumboStringPiece piece = node->v.element.original_tag;

  if (node->v.element.tag != GUMBO_TAG_UNKNOWN)
    return g_strdup (gumbo_normalized_tagname (node->v.element.tag));
  gumbo_tag_from_original_text (&piece);
  return g_ascii_strdown (piece.data != NULL ? piece.data : "", (gssize) piece.length);
}

static gboolean
has_class_of (const GumboNode *node, const char *const *classes)
{
  for (gsize i = 0; classes != NULL && classes[i] != NULL; i++)
    if (stet_html_has_class (node, classes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_skipped (const Walk *walk, const GumboNode *node, const char *tag)
{
  const char *const *tags = walk->readable->skipped_scopes;

  return g_strv_contains (tags != NULL ? tags : skipped_tags, tag) || strcmp (tag, "template") == 0
         || has_class_of (node, skipped_classes)
         || has_class_of (node, walk->readable->ignored_classes);
}

static gboolean
is_starred (const Walk *walk, const GumboNode *node, const char *tag)
{
  const char *const *tags = walk->readable->ignored_scopes;
  const GumboVector *children = &node->v.element.children;
  const GumboNode *only = children->length == 1 ? children->data[0] : NULL;

  if (g_strv_contains (tags != NULL ? tags : starred_tags, tag))
    return TRUE;
  return strcmp (tag, "a") == 0 && only != NULL && only->type == GUMBO_NODE_TEXT
         && strcmp (only->v.text.text, stet_html_attribute (node, "href")) == 0;
}

/* The words that stand for a picture are a text of their own. */
static void
walk_alt (Walk *walk, const GumboNode *node)
{
  const GumboAttribute *alt = gumbo_get_attribute (&node->v.element.attributes, "alt");
  g_autofree char *scope = g_strdup_printf ("text.attr.alt.%s", walk->document->kind);
  GumboStringPiece raw;
  StetTraced *text;

  if (alt == NULL || *alt->value == '\0' || stet_vale_comments_is_off (walk->document->comments))
    return;
  raw = alt->original_value;
  if (raw.length >= 2 && (*raw.data == '"' || *raw.data == '\''))
    {
      raw.data++;
      raw.length -= 2;
    }
  text = stet_traced_new ();
  take_decoded (walk, text, alt->value, raw);
  stet_vale_document_add (walk->document, scope, text);
}

static void
walk_inline (Walk *walk, const GumboNode *node, const char *tag)
{
  gboolean before = walk->starred;

  if (strcmp (tag, "img") == 0)
    walk_alt (walk, node);
  walk->starred = before || is_starred (walk, node, tag);
  walk_children (walk, node);
  walk->starred = before;
}

static const char *
scope_of (const char *tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (strcmp (scopes[i].tag, tag) == 0)
      return scopes[i].scope;
  return NULL;
}

static void
walk_block (Walk *walk, const GumboNode *node, const char *tag)
{
  const char *before = walk->scope;

  flush (walk);
  if (before == NULL)
    walk->scope = scope_of (tag);
  walk_children (walk, node);
  flush (walk);
  walk->scope = before;
}

static void
walk_element (Walk *walk, const GumboNode *node)
{
  g_autofree char *tag = tag_of (node);

  if (strcmp (tag, "pre") == 0)
    walk->document->counts.code++;
  if (is_skipped (walk, node, tag))
    return;
  if (g_strv_contains (inline_tags, tag))
    walk_inline (walk, node, tag);
  else
    walk_block (walk, node, tag);
}

static void
walk_node (Walk *walk, const GumboNode *node)
{
  if (node->type == GUMBO_NODE_COMMENT)
    walk_comment (walk, node);
  else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
    walk_text (walk, node);
  else if (stet_html_is_element (node))
    walk_element (walk, node);
}

static void
walk_children (Walk *walk, const GumboNode *node)
{
  const GumboVector *children = &node->v.element.children;

  if (walk->depth++ < STET_HTML_WALK_DEPTH_MAX)
    for (guint i = 0; i < children->length; i++)
      walk_node (walk, children->data[i]);
  walk->depth--;
}

gboolean
stet_vale_read_html (StetValeDocument *document, const StetTraced *html,
                     const StetValeReadable *readable, GError **error)
{
  GumboOutput *output = stet_html_parse (html->text->str, error);
  Walk walk = { .document = document, .html = html, .readable = readable };
  const GumboVector *children;

  if (output == NULL)
    return FALSE;
  walk.text = stet_traced_new ();
  children = &output->document->v.document.children;
  for (guint i = 0; i < children->length; i++)
    walk_node (&walk, children->data[i]);
  flush (&walk);
  stet_traced_free (walk.text);
  stet_html_free (output);
  return TRUE;
}
