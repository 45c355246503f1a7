/* Word's documents: paragraphs with a style, runs with marks, lists by number, links by relation.
 * Layer: article. Element names are those of ECMA-376, part 1, chapter 17. Deleted text of a
 * tracked change is left out. */
#include "config.h"

#include "article/office-private.h"

#include <string.h>

typedef struct
{
  StetOfficeWriter *writer;
  GHashTable       *links;    /* (owned) relation id to address */
  GHashTable       *numbered; /* (owned) "NUMID:LEVEL" of ordered lists */
  GHashTable       *styles;   /* (owned) style id to a block's tag */
} Reader;

static void
read_links (Reader *reader, const xmlNode *root)
{
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (stet_office_is (node, "Relationship"))
      {
        char *id = stet_office_attribute (node, "Id"),
             *target = stet_office_attribute (node, "Target");

        if (id != NULL && target != NULL)
          g_hash_table_insert (reader->links, id, target);
        else
          {
            g_free (id);
            g_free (target);
          }
      }
}

static void
read_levels (Reader *reader, const xmlNode *abstract, const char *number)
{
  for (const xmlNode *level = abstract->children; level != NULL; level = level->next)
    if (stet_office_is (level, "lvl"))
      {
        g_autofree char *at = stet_office_attribute (level, "ilvl");
        g_autofree char *format
            = stet_office_attribute (stet_office_child (level, "numFmt"), "val");

        if (at != NULL && format != NULL && strcmp (format, "bullet") != 0
            && strcmp (format, "none") != 0)
          g_hash_table_add (reader->numbered, g_strdup_printf ("%s:%s", number, at));
      }
}

static const xmlNode *
find_abstract (const xmlNode *root, const char *wanted)
{
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (stet_office_is (node, "abstractNum"))
      {
        g_autofree char *id = stet_office_attribute (node, "abstractNumId");

        if (g_strcmp0 (id, wanted) == 0)
          return node;
      }
  return NULL;
}

static void
read_numbering (Reader *reader, const xmlNode *root)
{
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (stet_office_is (node, "num"))
      {
        g_autofree char *number = stet_office_attribute (node, "numId");
        g_autofree char *wanted
            = stet_office_attribute (stet_office_child (node, "abstractNumId"), "val");
        const xmlNode *abstract = number != NULL ? find_abstract (root, wanted) : NULL;

        if (abstract != NULL)
          read_levels (reader, abstract, number);
      }
}

/* A style's own name is in English whatever the language of the program: "heading 2", "Quote". */
static const char *
tag_for_style (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (strcmp (lower, "title") == 0)
    return "h1";
  if (strcmp (lower, "subtitle") == 0)
    return "p";
  if (g_str_has_prefix (lower, "heading ") && lower[8] >= '1' && lower[8] <= '9')
    return lower[8] <= '2' ? "h2" : lower[8] == '3' ? "h3" : "h4";
  if (strcmp (lower, "quote") == 0 || strcmp (lower, "intense quote") == 0)
    return "blockquote";
  return NULL;
}

static void
read_styles (Reader *reader, const xmlNode *root)
{
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (stet_office_is (node, "style"))
      {
        char *id = stet_office_attribute (node, "styleId");
        g_autofree char *name = stet_office_attribute (stet_office_child (node, "name"), "val");
        const char *tag = name != NULL ? tag_for_style (name) : NULL;

        if (id != NULL && tag != NULL)
          g_hash_table_insert (reader->styles, id, (gpointer) tag);
        else
          g_free (id);
      }
}

static gboolean
is_on (const xmlNode *properties, const char *name)
{
  const xmlNode *node = stet_office_child (properties, name);
  g_autofree char *value = stet_office_attribute (node, "val");

  return node != NULL
         && (value == NULL
             || !(strcmp (value, "0") == 0 || strcmp (value, "false") == 0
                  || strcmp (value, "none") == 0));
}

static StetOfficeMarks
marks_of (const xmlNode *run)
{
  const xmlNode *properties = stet_office_child (run, "rPr");

  return (is_on (properties, "b") ? STET_OFFICE_BOLD : 0)
         | (is_on (properties, "i") ? STET_OFFICE_ITALIC : 0)
         | (is_on (properties, "u") ? STET_OFFICE_UNDERLINE : 0)
         | (is_on (properties, "strike") || is_on (properties, "dstrike") ? STET_OFFICE_STRIKE : 0);
}

static void
write_run (const xmlNode *run, gboolean in_link, GString *out)
{
  StetOfficeMarks marks = marks_of (run);

  if (is_on (stet_office_child (run, "rPr"), "vanish"))
    return;
  if (in_link)
    marks &= ~(guint) STET_OFFICE_UNDERLINE;
  for (const xmlNode *node = run->children; node != NULL; node = node->next)
    if (stet_office_is (node, "t"))
      {
        xmlChar *text = xmlNodeGetContent (node);

        stet_office_write_text (out, (const char *) text, marks);
        xmlFree (text);
      }
    else if (stet_office_is (node, "br") || stet_office_is (node, "cr"))
      g_string_append (out, "<br>");
    else if (stet_office_is (node, "tab"))
      g_string_append_c (out, ' ');
    else if (stet_office_is (node, "noBreakHyphen"))
      g_string_append (out, "\xe2\x80\x91");
}

static void write_inline (Reader *reader, const xmlNode *parent, gboolean in_link, GString *out);

static void
write_link (Reader *reader, const xmlNode *node, GString *out)
{
  g_autofree char *id = stet_office_attribute (node, "id");
  const char *address = id != NULL ? g_hash_table_lookup (reader->links, id) : NULL;
  g_autofree char *escaped = address != NULL ? g_markup_escape_text (address, -1) : NULL;

  if (escaped != NULL)
    g_string_append_printf (out, "<a href=\"%s\">", escaped);
  write_inline (reader, node, TRUE, out);
  if (escaped != NULL)
    g_string_append (out, "</a>");
}

static void
write_inline (Reader *reader, const xmlNode *parent, gboolean in_link, GString *out)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    if (stet_office_is (node, "r"))
      write_run (node, in_link, out);
    else if (stet_office_is (node, "hyperlink"))
      write_link (reader, node, out);
    else if (stet_office_is (node, "ins") || stet_office_is (node, "smartTag")
             || stet_office_is (node, "sdt") || stet_office_is (node, "sdtContent")
             || stet_office_is (node, "fldSimple"))
      write_inline (reader, node, in_link, out);
}

static const char *
tag_of (const Reader *reader, const xmlNode *properties)
{
  g_autofree char *style = stet_office_attribute (stet_office_child (properties, "pStyle"), "val");
  const char *tag = style != NULL ? g_hash_table_lookup (reader->styles, style) : NULL;

  return tag != NULL ? tag : "p";
}

static void
write_paragraph (Reader *reader, const xmlNode *paragraph)
{
  const xmlNode *properties = stet_office_child (paragraph, "pPr");
  const xmlNode *list = stet_office_child (properties, "numPr");
  g_autofree char *number = stet_office_attribute (stet_office_child (list, "numId"), "val");
  g_autofree char *level = stet_office_attribute (stet_office_child (list, "ilvl"), "val");
  g_autoptr (GString) content = g_string_new (NULL);
  const char *tag = tag_of (reader, properties);

  write_inline (reader, paragraph, FALSE, content);
  if (number != NULL && strcmp (number, "0") != 0 && strcmp (tag, "p") == 0)
    {
      g_autofree char *key = g_strdup_printf ("%s:%s", number, level != NULL ? level : "0");
      guint depth = level != NULL ? (guint) CLAMP (g_ascii_strtoll (level, NULL, 10), 0, 8) + 1 : 1;

      stet_office_set_list (reader->writer, depth, g_hash_table_contains (reader->numbered, key));
      stet_office_add_block (reader->writer, "li", content->str);
      return;
    }
  stet_office_set_list (reader->writer, 0, FALSE);
  stet_office_add_block (reader->writer,
                         reader->writer->has_title && strcmp (tag, "h1") == 0 ? "h2" : tag,
                         content->str);
}

static void
write_cell (Reader *reader, const xmlNode *cell)
{
  g_string_append (reader->writer->html, "<td>");
  for (const xmlNode *node = cell->children; node != NULL; node = node->next)
    if (stet_office_is (node, "p"))
      {
        g_autoptr (GString) content = g_string_new (NULL);

        write_inline (reader, node, FALSE, content);
        if (content->len > 0)
          g_string_append_printf (reader->writer->html, "<p>%s</p>", content->str);
      }
  g_string_append (reader->writer->html, "</td>");
}

static void
write_table (Reader *reader, const xmlNode *table)
{
  stet_office_set_list (reader->writer, 0, FALSE);
  g_string_append (reader->writer->html, "<table>");
  for (const xmlNode *row = table->children; row != NULL; row = row->next)
    if (stet_office_is (row, "tr"))
      {
        g_string_append (reader->writer->html, "<tr>");
        for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
          if (stet_office_is (cell, "tc"))
            write_cell (reader, cell);
        g_string_append (reader->writer->html, "</tr>");
      }
  g_string_append (reader->writer->html, "</table>\n");
}

static void
write_blocks (Reader *reader, const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    if (stet_office_is (node, "p"))
      write_paragraph (reader, node);
    else if (stet_office_is (node, "tbl"))
      write_table (reader, node);
    else if (stet_office_is (node, "sdt") || stet_office_is (node, "sdtContent")
             || stet_office_is (node, "ins"))
      write_blocks (reader, node);
}

/* A part that helps and may be missing. FALSE when it is there and damaged. */
static gboolean
read_helper (Reader *reader, StetOfficeParts *parts, const char *name,
             void (*read) (Reader *, const xmlNode *), GError **error)
{
  g_autoptr (GError) local = NULL;
  xmlDoc *doc = stet_office_parse (parts, name, &local);

  if (doc == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return error == NULL || *error == NULL;
    }
  read (reader, xmlDocGetRootElement (doc));
  xmlFreeDoc (doc);
  return TRUE;
}

static gboolean
read_helpers (Reader *reader, StetOfficeParts *parts, GError **error)
{
  return read_helper (reader, parts, "word/_rels/document.xml.rels", read_links, error)
         && read_helper (reader, parts, "word/numbering.xml", read_numbering, error)
         && read_helper (reader, parts, "word/styles.xml", read_styles, error);
}

gboolean
stet_docx_write (StetOfficeParts *parts, StetOfficeWriter *writer, GError **error)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) numbered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { writer, links, numbered, styles };
  xmlDoc *doc;
  const xmlNode *body;

  if (!read_helpers (&reader, parts, error))
    return FALSE;
  doc = stet_office_parse (parts, "word/document.xml", error);
  if (doc == NULL)
    return FALSE;
  body = stet_office_child (xmlDocGetRootElement (doc), "body");
  if (body != NULL)
    write_blocks (&reader, body);
  xmlFreeDoc (doc);
  return TRUE;
}
