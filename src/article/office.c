/* Opening a word processor's file, and what its readers share. Layer: article. Any thread. */
#include "config.h"

#include "article/office-private.h"

#include "article/json.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <string.h>

/* Only these are unpacked. */
static const char *const wanted[] = {
  "word/document.xml", "word/_rels/document.xml.rels", "word/numbering.xml", "word/styles.xml",
  "content.xml", "styles.xml", NULL,
};

gboolean
stet_office_is_document (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".docx") || g_str_has_suffix (lower, ".odt");
}

static gboolean
fail (GError **error, int code, const char *what)
{
  g_set_error_literal (error, STET_ARTICLE_ERROR, code, what);
  return FALSE;
}

/* NULL: too large or damaged. */
static GBytes *
read_part (struct archive *archive, GError **error)
{
  g_autoptr (GByteArray) part = g_byte_array_new ();
  guint8 chunk[16 * 1024];
  la_ssize_t n;

  while ((n = archive_read_data (archive, chunk, sizeof chunk)) > 0)
    {
      g_byte_array_append (part, chunk, (guint) n);
      if (part->len > STET_OFFICE_PART_BYTES_MAX)
        {
          fail (error, STET_ARTICLE_ERROR_TOO_LARGE, "a part of the document is too large");
          return NULL;
        }
    }
  if (n < 0)
    {
      fail (error, STET_ARTICLE_ERROR_SYNTAX, "the document is damaged");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&part));
}

static gboolean
read_parts (struct archive *archive, StetOfficeParts *parts, GError **error)
{
  struct archive_entry *entry;
  guint n_entries = 0;
  int status;

  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);
      GBytes *part;

      if (++n_entries > STET_OFFICE_ENTRIES_MAX)
        return fail (error, STET_ARTICLE_ERROR_TOO_LARGE, "the document holds too many files");
      if (name == NULL || !g_strv_contains (wanted, name) || g_hash_table_contains (parts, name))
        continue;
      part = read_part (archive, error);
      if (part == NULL)
        return FALSE;
      g_hash_table_insert (parts, g_strdup (name), part);
    }
  return status == ARCHIVE_EOF
         || fail (error, STET_ARTICLE_ERROR_SYNTAX, "the document is damaged");
}

static StetOfficeParts *
open_file (GBytes *file, GError **error)
{
  g_autoptr (GHashTable) parts
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  struct archive *archive = archive_read_new ();
  gsize length;
  const void *data = g_bytes_get_data (file, &length);
  gboolean done;

  archive_read_support_format_zip (archive);
  if (length > STET_OFFICE_FILE_BYTES_MAX)
    done = fail (error, STET_ARTICLE_ERROR_TOO_LARGE, "the document is too large");
  else if (archive_read_open_memory (archive, data, length) != ARCHIVE_OK)
    done = fail (error, STET_ARTICLE_ERROR_SYNTAX, "this is no .docx and no .odt file");
  else
    done = read_parts (archive, parts, error);
  archive_read_free (archive);
  return done ? g_steal_pointer (&parts) : NULL;
}

static gboolean
is_too_deep (const xmlNode *node, guint depth)
{
  if (depth > STET_OFFICE_DEPTH_MAX)
    return TRUE;
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && is_too_deep (child, depth + 1))
      return TRUE;
  return FALSE;
}

/* No network, no external entities, libxml2's own bounds on entities, depth and size stay on; a
 * document type has no place in these formats at all. */
xmlDoc *
stet_office_parse (StetOfficeParts *parts, const char *name, GError **error)
{
  GBytes *part = g_hash_table_lookup (parts, name);
  gsize length;
  const char *data = part != NULL ? g_bytes_get_data (part, &length) : NULL;
  xmlDoc *doc;

  if (part == NULL)
    return NULL;
  doc = xmlReadMemory (data, (int) length, NULL, NULL,
                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
                           | XML_PARSE_NOCDATA);
  if (doc == NULL || xmlDocGetRootElement (doc) == NULL || doc->intSubset != NULL)
    fail (error, STET_ARTICLE_ERROR_SYNTAX, "the document is damaged");
  else if (is_too_deep (xmlDocGetRootElement (doc), 0))
    fail (error, STET_ARTICLE_ERROR_TOO_LARGE, "the document is nested too deeply");
  else
    return doc;
  xmlFreeDoc (doc);
  return NULL;
}

gboolean
stet_office_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

xmlNode *
stet_office_child (const xmlNode *node, const char *name)
{
  for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    if (stet_office_is (child, name))
      return child;
  return NULL;
}

char *
stet_office_attribute (const xmlNode *node, const char *name)
{
  for (const xmlAttr *attribute = node != NULL ? node->properties : NULL; attribute != NULL;
       attribute = attribute->next)
    if (strcmp ((const char *) attribute->name, name) == 0)
      {
        xmlChar *value = xmlNodeListGetString (node->doc, attribute->children, 1);
        char *copy = g_strdup (value != NULL ? (const char *) value : "");

        xmlFree (value);
        return copy;
      }
  return NULL;
}

/* White space of the file is what the reader saw: it is kept by the style, line breaks are written
 * as such. */
void
stet_office_write_text (GString *html, const char *text, StetOfficeMarks marks)
{
  static const struct { StetOfficeMarks mark; const char *tag; } tags[] = {
    { STET_OFFICE_BOLD, "b" },
    { STET_OFFICE_ITALIC, "i" },
    { STET_OFFICE_UNDERLINE, "u" },
    { STET_OFFICE_STRIKE, "s" },
  };
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if ((marks & tags[i].mark) != 0)
      g_string_append_printf (html, "<%s>", tags[i].tag);
  g_string_append (html, escaped);
  for (gsize i = G_N_ELEMENTS (tags); i > 0; i--)
    if ((marks & tags[i - 1].mark) != 0)
      g_string_append_printf (html, "</%s>", tags[i - 1].tag);
}

void
stet_office_set_list (StetOfficeWriter *writer, guint depth, gboolean ordered)
{
  while (writer->list_depth > depth
         || (depth > 0 && writer->list_depth == depth
             && writer->list_tags->str[depth - 1] != (ordered ? 'o' : 'u')))
    {
      writer->list_depth--;
      g_string_append_printf (writer->html, "</%cl>", writer->list_tags->str[writer->list_depth]);
      g_string_truncate (writer->list_tags, writer->list_depth);
    }
  while (writer->list_depth < depth)
    {
      g_string_append_c (writer->list_tags, ordered ? 'o' : 'u');
      g_string_append_printf (writer->html, "<%cl>", writer->list_tags->str[writer->list_depth]);
      writer->list_depth++;
    }
}

void
stet_office_add_block (StetOfficeWriter *writer, const char *tag, const char *content)
{
  if (*content == '\0')
    return;
  if (strcmp (tag, "h1") == 0)
    writer->has_title = TRUE;
  g_string_append_printf (writer->html, "<%s>%s</%s>\n", tag, content, tag);
}

/* Without a title the first short paragraph is one, as in a story in plain text. */
static void
take_title (GString *html)
{
  const char *end = strstr (html->str, "</p>\n");
  g_autofree char *first = NULL;

  if (!g_str_has_prefix (html->str, "<p>") || end == NULL || end - html->str > 600
      || end[5] == '\0')
    return;
  first = g_strndup (html->str + 3, (gsize) (end - html->str) - 3);
  g_string_erase (html, 0, (gssize) (end - html->str) + 5);
  g_string_prepend (html, "</h1>\n");
  g_string_prepend (html, first);
  g_string_prepend (html, "<h1>");
}

char *
stet_office_to_html (GBytes *file, GError **error)
{
  g_autoptr (GHashTable) parts = open_file (file, error);
  StetOfficeWriter writer = { 0 };
  gboolean done = FALSE;

  if (parts == NULL)
    return NULL;
  writer.html = g_string_new (NULL);
  writer.list_tags = g_string_new (NULL);
  if (g_hash_table_contains (parts, "word/document.xml"))
    done = stet_docx_write (parts, &writer, error);
  else if (g_hash_table_contains (parts, "content.xml"))
    done = stet_odt_write (parts, &writer, error);
  else
    fail (error, STET_ARTICLE_ERROR_SYNTAX, "this is no .docx and no .odt file");
  stet_office_set_list (&writer, 0, FALSE);
  if (done && writer.html->len == 0)
    done = fail (error, STET_ARTICLE_ERROR_EMPTY, "there is no text in it");
  if (done && !writer.has_title)
    take_title (writer.html);
  g_string_free (writer.list_tags, TRUE);
  return g_string_free (writer.html, !done);
}
