/* Text in a block: written so that WordPress's filter leaves it alone, read as it stands there
 * (white space is not folded), and compared. Layer: article. Any thread. */
#include "config.h"

#include "article/blocks-private.h"

#include "article/html-buffer.h"

#include <string.h>

/* "[" begins a shortcode, wherever it stands. A numeric entity has the three digits that the filter
 * gives it. */
void
stet_blocks_append_escaped (GString *out, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (text[i])
      {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '[':
        g_string_append (out, "&#091;");
        break;
      case '\n':
        g_string_append (out, "<br />");
        break;
      default:
        g_string_append_c (out, text[i]);
      }
}

void
stet_blocks_append_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  for (const char *c = value; *c != '\0'; c++)
    if (*c == '\n')
      g_string_append (out, "&#010;");
    else if (*c == '"')
      g_string_append (out, "&quot;");
    else
      stet_blocks_append_escaped (out, c, 1);
  g_string_append_c (out, '"');
}

static const char *const tags[STET_SPAN_TYPES] = { "strong", "em", "u", "s", "code", "a" };

static void
open_span (GString *out, const StetSpan *span, gpointer data)
{
  g_string_append_printf (out, "<%s", tags[span->type]);
  if (span->type == STET_SPAN_LINK)
    stet_blocks_append_attribute (out, "href", span->href);
  if (span->type == STET_SPAN_LINK && span->rel != NULL)
    stet_blocks_append_attribute (out, "rel", span->rel);
  g_string_append_c (out, '>');
}

static void
close_span (GString *out, const StetSpan *span, gpointer data)
{
  g_string_append_printf (out, "</%s>", tags[span->type]);
}

/* An address alone in its paragraph would become an embed. */
static gboolean
is_lone_address (const StetProse *prose)
{
  const char *text = stet_prose_text (prose);

  return (g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://"))
         && strpbrk (text, " \n\t") == NULL;
}

static void
append_text (GString *out, const char *text, gsize length, gpointer data)
{
  if (data == NULL)
    {
      stet_blocks_append_escaped (out, text, length);
      return;
    }
  for (gsize i = 0; i < length; i++)
    if (text[i] == '/')
      g_string_append (out, "&#047;");
    else
      stet_blocks_append_escaped (out, text + i, 1);
}

void
stet_blocks_append_prose (GString *out, const StetProse *prose)
{
  const StetInlineWriter writer = { open_span, close_span, append_text };

  stet_inline_write (out, prose, &writer, is_lone_address (prose) ? out : NULL);
}

char *
stet_blocks_escape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (*c == '[' || *c == '\n')
      g_string_append_c (out, *c);
    else
      stet_blocks_append_escaped (out, c, 1);
  return g_string_free (out, FALSE);
}

/* --- reading --- */

typedef struct
{
  StetHtmlBuffer buffer;
  GPtrArray     *strings;
  gboolean       exceeds;
} Reader;

static void
read_children (Reader *reader, const GumboNode *node, guint from, guint to, StetHtmlFormat format);

static void
read_text (Reader *reader, const char *text, const StetHtmlFormat *format)
{
  g_autofree char *line = g_strdup (text);

  stet_html_buffer_add_text (&reader->buffer, g_strdelimit (line, "\n\r\f", ' '), format);
}

static void
note_attributes (Reader *reader, const GumboNode *node, const char *a, const char *b)
{
  const GumboVector *attributes = &node->v.element.attributes;

  for (guint i = 0; i < attributes->length; i++)
    {
      const char *name = ((const GumboAttribute *) attributes->data[i])->name;

      if (g_strcmp0 (name, a) != 0 && g_strcmp0 (name, b) != 0)
        reader->exceeds = TRUE;
    }
}

static void
read_link (Reader *reader, const GumboNode *node, StetHtmlFormat *format)
{
  guint before = format->on[STET_SPAN_LINK];

  stet_html_apply_format (reader->strings, TRUE, node, format);
  note_attributes (reader, node, "href", "rel");
  if (before || !format->on[STET_SPAN_LINK])
    reader->exceeds = TRUE; /* a link inside a link, an anchor, an address that is not safe */
}

static void
read_element (Reader *reader, const GumboNode *node, StetHtmlFormat format)
{
  switch ((int) node->v.element.tag)
    {
    case GUMBO_TAG_BR:
      note_attributes (reader, node, NULL, NULL);
      stet_html_buffer_add_break (&reader->buffer, &format);
      return;
    case GUMBO_TAG_A:
      read_link (reader, node, &format);
      break;
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_U:
    case GUMBO_TAG_S:
    case GUMBO_TAG_CODE:
      note_attributes (reader, node, NULL, NULL);
      stet_html_apply_format (reader->strings, TRUE, node, &format);
      break;
    default:
      reader->exceeds = TRUE;
    }
  read_children (reader, node, 0, node->v.element.children.length, format);
}

static void
read_children (Reader *reader, const GumboNode *node, guint from, guint to, StetHtmlFormat format)
{
  if (++format.depth > STET_HTML_WALK_DEPTH_MAX)
    {
      reader->exceeds = TRUE;
      return;
    }
  for (guint i = from; i < to; i++)
    {
      const GumboNode *child = node->v.element.children.data[i];

      if (child->type == GUMBO_NODE_ELEMENT)
        read_element (reader, child, format);
      else if (child->type != GUMBO_NODE_COMMENT)
        read_text (reader, child->v.text.text, &format);
    }
}

StetProse *
stet_blocks_read_prose (const GumboNode *node, guint from, guint to, gboolean *exceeds)
{
  const StetHtmlFormat format = { .pre = TRUE };
  Reader reader = { .strings = g_ptr_array_new_with_free_func (g_free) };
  StetProse *prose;

  stet_html_buffer_open (&reader.buffer);
  read_children (&reader, node, from, to, format);
  prose = stet_html_buffer_take (&reader.buffer, TRUE);
  stet_html_buffer_close (&reader.buffer);
  g_ptr_array_unref (reader.strings);
  *exceeds = *exceeds || reader.exceeds;
  return prose;
}

StetProse *
stet_blocks_read_all (const GumboNode *node, gboolean *exceeds)
{
  return stet_blocks_read_prose (node, 0, node->v.element.children.length, exceeds);
}

char *
stet_blocks_plain (const char *html)
{
  g_autoptr (GumboOutput) output = NULL;
  g_autoptr (StetProse) prose = NULL;
  g_autofree char *wrapped = NULL;
  gboolean exceeds = FALSE;

  if (html == NULL || strpbrk (html, "<&") == NULL)
    return g_strdup (html != NULL ? html : "");
  wrapped = g_strconcat ("<p>", html, NULL);
  output = stet_html_parse (wrapped, NULL);
  if (output == NULL)
    return g_strdup (html);
  prose = stet_blocks_read_all (stet_html_find (output->root, GUMBO_TAG_BODY, NULL), &exceeds);
  return g_strdup (stet_prose_text (prose));
}

/* --- comparing --- */

static gboolean
is_container (GumboTag tag)
{
  static const GumboTag containers[] = {
    GUMBO_TAG_BODY,   GUMBO_TAG_UL,    GUMBO_TAG_OL,      GUMBO_TAG_BLOCKQUOTE,
    GUMBO_TAG_FIGURE, GUMBO_TAG_TABLE, GUMBO_TAG_TBODY,   GUMBO_TAG_TR,
    GUMBO_TAG_THEAD,  GUMBO_TAG_TFOOT, GUMBO_TAG_SECTION, GUMBO_TAG_DIV,
  };

  for (guint i = 0; i < G_N_ELEMENTS (containers); i++)
    if (tag == containers[i])
      return TRUE;
  return FALSE;
}

static gboolean
is_list (const GumboNode *node)
{
  return stet_html_is (node, GUMBO_TAG_UL) || stet_html_is (node, GUMBO_TAG_OL);
}

/* White space that only lays the markup out: in what holds no text itself, and around a list in an
 * item. */
static gboolean
is_layout (const GumboNode *parent, guint index)
{
  const GumboVector *children = &parent->v.element.children;
  const GumboNode *node = children->data[index];

  if (node->type != GUMBO_NODE_WHITESPACE)
    return FALSE;
  if (is_container (parent->v.element.tag))
    return TRUE;
  if (parent->v.element.tag != GUMBO_TAG_LI || strchr (node->v.text.text, '\n') == NULL)
    return FALSE;
  for (guint i = 0; i < children->length; i++)
    if (is_list (children->data[i]))
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Classes that versions of WordPress add or leave out. */
static gboolean
is_idle_class (const char *name)
{
  return *name == '\0' || g_str_equal (name, "wp-block-heading")
         || g_str_equal (name, "wp-element-caption") || g_str_equal (name, "wp-block-list");
}

static void
append_classes (GPtrArray *parts, const char *value)
{
  g_auto (GStrv) names = g_strsplit_set (value, " \t\n\f\r", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    if (!is_idle_class (names[i]))
      g_ptr_array_add (kept, names[i]);
  if (kept->len == 0)
    return;
  g_ptr_array_sort (kept, compare_names);
  g_ptr_array_add (kept, NULL);
  joined = g_strjoinv (" ", (char **) kept->pdata);
  g_ptr_array_add (parts, g_strconcat ("class=", joined, NULL));
}

static void
append_attributes (GString *out, const GumboNode *node)
{
  const GumboVector *attributes = &node->v.element.attributes;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < attributes->length; i++)
    {
      const GumboAttribute *attribute = attributes->data[i];

      if (g_str_equal (attribute->name, "class"))
        append_classes (parts, attribute->value);
      else
        g_ptr_array_add (parts, g_strconcat (attribute->name, "=", attribute->value, NULL));
    }
  g_ptr_array_sort (parts, compare_names);
  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (out, "\x1f%s", (const char *) parts->pdata[i]);
}

static const char *
canonical_name (const GumboNode *node)
{
  if (stet_html_is (node, GUMBO_TAG_B))
    return "strong";
  if (stet_html_is (node, GUMBO_TAG_I))
    return "em";
  return gumbo_normalized_tagname (node->v.element.tag);
}

static void
append_comment (GString *out, const char *text)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  const char *brace = strchr (clean, '{');

  /* A delimiter without attributes says no more than the element inside it. An ordered list says it
   * twice. */
  if ((g_str_has_prefix (clean, "wp:") || g_str_has_prefix (clean, "/wp:"))
      && (brace == NULL || g_str_has_prefix (brace, "{\"ordered\":true}")))
    return;
  g_string_append_printf (out, "\x1d%s\x1d", clean);
}

static void
append_canonical (GString *out, const GumboNode *node, guint depth)
{
  const GumboVector *children = &node->v.element.children;

  for (guint i = 0; depth < STET_HTML_WALK_DEPTH_MAX && i < children->length; i++)
    {
      const GumboNode *child = children->data[i];

      if (child->type == GUMBO_NODE_COMMENT)
        append_comment (out, child->v.text.text);
      else if (!stet_html_is_element (child))
        {
          g_autofree char *text = g_strdelimit (g_strdup (child->v.text.text), "\n\r\f", ' ');

          if (!is_layout (node, i))
            g_string_append (out, text);
        }
      else
        {
          /* An element that the parser does not know has no name here, and is no equal of any. */
          g_string_append_printf (out, "\x1c%s", canonical_name (child));
          if (child->v.element.tag == GUMBO_TAG_UNKNOWN)
            g_string_append_printf (out, "%p", (const void *) child);
          append_attributes (out, child);
          g_string_append_c (out, '\x1e');
          append_canonical (out, child, depth + 1);
          g_string_append_c (out, '\x1c');
        }
    }
}

char *
stet_blocks_canonical (const char *html)
{
  g_autoptr (GumboOutput) output = stet_html_parse (html, NULL);
  GString *out;

  if (output == NULL)
    return NULL;
  out = g_string_new (NULL);
  append_canonical (out, stet_html_find (output->root, GUMBO_TAG_BODY, NULL), 0);
  return g_string_free (out, FALSE);
}

/* --- attributes --- */

char *
stet_blocks_encode (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f || strchr ("%&<>\"\\'[]", *c) != NULL
        || (*c == '-' && c > text && c[-1] == '-'))
      g_string_append_printf (out, "%%%02X", (guint) (guchar) *c);
    else
      g_string_append_c (out, *c);
  return g_string_free (out, FALSE);
}

char *
stet_blocks_decode (const char *text)
{
  g_autofree char *plain = g_uri_unescape_string (text, NULL);

  return plain != NULL && g_utf8_validate (plain, -1, NULL) ? g_steal_pointer (&plain) : NULL;
}
