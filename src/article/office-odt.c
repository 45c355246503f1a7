/* LibreOffice's documents: paragraphs and spans whose named styles hold the marks. Layer: article.
 * Element names are those of OASIS ODF 1.3, part 3. */
#include "config.h"

#include "article/office-private.h"

#include <string.h>

/* tag (nullable): of a paragraph */
typedef struct { StetOfficeMarks marks; const char *tag; } Style;

typedef struct
{
  StetOfficeWriter *writer;
  GHashTable       *styles;  /* (owned) name to Style */
  GHashTable       *ordered; /* (owned) names of list styles whose first level is numbered */
} Reader;

static StetOfficeMarks
marks_of (const xmlNode *properties)
{
  g_autofree char *weight = stet_office_attribute (properties, "font-weight");
  g_autofree char *slant = stet_office_attribute (properties, "font-style");
  g_autofree char *line = stet_office_attribute (properties, "text-underline-style");
  g_autofree char *through = stet_office_attribute (properties, "text-line-through-style");

  return (g_strcmp0 (weight, "bold") == 0 ? STET_OFFICE_BOLD : 0)
         | (g_strcmp0 (slant, "italic") == 0 ? STET_OFFICE_ITALIC : 0)
         | (line != NULL && strcmp (line, "none") != 0 ? STET_OFFICE_UNDERLINE : 0)
         | (through != NULL && strcmp (through, "none") != 0 ? STET_OFFICE_STRIKE : 0);
}

/* The built-in styles' names, with spaces as the format writes them. */
static const char *
tag_for (const char *name)
{
  if (name == NULL)
    return NULL;
  if (strcmp (name, "Title") == 0)
    return "h1";
  return strcmp (name, "Quotations") == 0 ? "blockquote" : NULL;
}

static void
read_style (Reader *reader, const xmlNode *node)
{
  char *name = stet_office_attribute (node, "name");
  g_autofree char *parent = stet_office_attribute (node, "parent-style-name");
  const Style *inherited = parent != NULL ? g_hash_table_lookup (reader->styles, parent) : NULL;
  const xmlNode *properties = stet_office_child (node, "text-properties");
  Style *style;

  if (name == NULL)
    return;
  style = g_new0 (Style, 1);
  style->tag = tag_for (name);
  if (style->tag == NULL)
    style->tag = tag_for (parent);
  style->marks = properties != NULL ? marks_of (properties) : 0;
  if (inherited != NULL && style->tag == NULL)
    style->tag = inherited->tag;
  g_hash_table_insert (reader->styles, name, style);
}

static void
read_list_style (Reader *reader, const xmlNode *node)
{
  char *name = stet_office_attribute (node, "name");

  for (const xmlNode *level = node->children; name != NULL && level != NULL; level = level->next)
    if (level->type == XML_ELEMENT_NODE)
      {
        if (stet_office_is (level, "list-level-style-number"))
          g_hash_table_add (reader->ordered, g_steal_pointer (&name));
        break;
      }
  g_free (name);
}

static void
read_styles (Reader *reader, const xmlNode *root)
{
  static const char *const groups[] = { "styles", "automatic-styles" };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const xmlNode *group = stet_office_child (root, groups[i]);

      for (const xmlNode *node = group != NULL ? group->children : NULL; node != NULL;
           node = node->next)
        if (stet_office_is (node, "style"))
          read_style (reader, node);
        else if (stet_office_is (node, "list-style"))
          read_list_style (reader, node);
    }
}

static const Style *
style_of (const Reader *reader, const xmlNode *node)
{
  g_autofree char *name = stet_office_attribute (node, "style-name");

  return name != NULL ? g_hash_table_lookup (reader->styles, name) : NULL;
}

static void
write_inline (Reader *reader, const xmlNode *parent, StetOfficeMarks marks, GString *out);

static void
write_link (Reader *reader, const xmlNode *node, StetOfficeMarks marks, GString *out)
{
  g_autofree char *address = stet_office_attribute (node, "href");
  g_autofree char *escaped = g_markup_escape_text (address != NULL ? address : "", -1);

  g_string_append_printf (out, "<a href=\"%s\">", escaped);
  write_inline (reader, node, marks & ~(guint) STET_OFFICE_UNDERLINE, out);
  g_string_append (out, "</a>");
}

static void
write_spaces (const xmlNode *node, GString *out)
{
  g_autofree char *count = stet_office_attribute (node, "c");
  gint64 n = count != NULL ? CLAMP (g_ascii_strtoll (count, NULL, 10), 1, 100) : 1;

  while (n-- > 0)
    g_string_append_c (out, ' ');
}

static void
write_inline (Reader *reader, const xmlNode *parent, StetOfficeMarks marks, GString *out)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    if (node->type == XML_TEXT_NODE)
      stet_office_write_text (out, (const char *) node->content, marks);
    else if (stet_office_is (node, "span"))
      {
        const Style *style = style_of (reader, node);

        write_inline (reader, node, marks | (style != NULL ? style->marks : 0), out);
      }
    else if (stet_office_is (node, "a"))
      write_link (reader, node, marks, out);
    else if (stet_office_is (node, "line-break"))
      g_string_append (out, "<br>");
    else if (stet_office_is (node, "s"))
      write_spaces (node, out);
    else if (stet_office_is (node, "tab"))
      g_string_append_c (out, ' ');
}

static void
write_paragraph (Reader *reader, const xmlNode *node, const char *tag)
{
  const Style *style = style_of (reader, node);
  g_autoptr (GString) content = g_string_new (NULL);

  write_inline (reader, node, style != NULL && tag == NULL && style->tag == NULL ? style->marks : 0,
                content);
  if (tag == NULL)
    tag = style != NULL && style->tag != NULL ? style->tag : "p";
  if (reader->writer->has_title && strcmp (tag, "h1") == 0)
    tag = "h2";
  stet_office_add_block (reader->writer, tag, content->str);
}

static void
write_heading (Reader *reader, const xmlNode *node)
{
  g_autofree char *level = stet_office_attribute (node, "outline-level");
  gint64 n = level != NULL ? g_ascii_strtoll (level, NULL, 10) : 1;
  const Style *style = style_of (reader, node);

  write_paragraph (reader, node,
                   style != NULL && style->tag != NULL ? style->tag
                   : n <= 2                            ? "h2"
                   : n == 3                            ? "h3"
                                                       : "h4");
}

static void
write_list (Reader *reader, const xmlNode *list, guint depth, gboolean ordered)
{
  g_autofree char *name = stet_office_attribute (list, "style-name");

  if (name != NULL)
    ordered = g_hash_table_contains (reader->ordered, name);
  for (const xmlNode *item = list->children; item != NULL; item = item->next)
    for (const xmlNode *node = item->children; node != NULL; node = node->next)
      if (stet_office_is (node, "p") || stet_office_is (node, "h"))
        {
          stet_office_set_list (reader->writer, depth, ordered);
          write_paragraph (reader, node, "li");
        }
      else if (stet_office_is (node, "list"))
        write_list (reader, node, depth + 1, ordered);
}

static void
write_cells (Reader *reader, const xmlNode *row)
{
  for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    if (stet_office_is (cell, "table-cell"))
      {
        g_string_append (reader->writer->html, "<td>");
        for (const xmlNode *node = cell->children; node != NULL; node = node->next)
          if (stet_office_is (node, "p"))
            write_paragraph (reader, node, "p");
        g_string_append (reader->writer->html, "</td>");
      }
}

static void
write_rows (Reader *reader, const xmlNode *table)
{
  for (const xmlNode *node = table->children; node != NULL; node = node->next)
    if (stet_office_is (node, "table-row"))
      {
        g_string_append (reader->writer->html, "<tr>");
        write_cells (reader, node);
        g_string_append (reader->writer->html, "</tr>");
      }
    else if (stet_office_is (node, "table-header-rows") || stet_office_is (node, "table-rows"))
      write_rows (reader, node);
}

static void
write_blocks (Reader *reader, const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (stet_office_is (node, "list"))
        {
          write_list (reader, node, 1, FALSE);
          continue;
        }
      stet_office_set_list (reader->writer, 0, FALSE);
      if (stet_office_is (node, "p"))
        write_paragraph (reader, node, NULL);
      else if (stet_office_is (node, "h"))
        write_heading (reader, node);
      else if (stet_office_is (node, "section"))
        write_blocks (reader, node);
      else if (stet_office_is (node, "table"))
        {
          g_string_append (reader->writer->html, "<table>");
          write_rows (reader, node);
          g_string_append (reader->writer->html, "</table>\n");
        }
    }
}

gboolean
stet_odt_write (StetOfficeParts *parts, StetOfficeWriter *writer, GError **error)
{
  g_autoptr (GHashTable) styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) ordered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { writer, styles, ordered };
  xmlDoc *doc = stet_office_parse (parts, "styles.xml", NULL);
  const xmlNode *text;

  if (doc != NULL)
    {
      read_styles (&reader, xmlDocGetRootElement (doc));
      xmlFreeDoc (doc);
    }
  doc = stet_office_parse (parts, "content.xml", error);
  if (doc == NULL)
    return FALSE;
  read_styles (&reader, xmlDocGetRootElement (doc));
  text = stet_office_child (stet_office_child (xmlDocGetRootElement (doc), "body"), "text");
  if (text != NULL)
    write_blocks (&reader, text);
  xmlFreeDoc (doc);
  return TRUE;
}
