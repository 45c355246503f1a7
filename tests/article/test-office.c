/* Word's and LibreOffice's files: small ones made here, read as stories; damaged and hostile ones,
 * refused. */
#include "config.h"

#include "article/format.h"
#include "article/office.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

typedef struct { const char *name, *content; } Part;

static GBytes *
zip (const Part *parts)
{
  gsize room = 1024 * 1024, used = 0;
  guint8 *data = g_malloc (room);
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_memory (archive, data, room, &used), ==, ARCHIVE_OK);
  for (; parts->name != NULL; parts++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, parts->name);
      archive_entry_set_size (entry, (gint64) strlen (parts->content));
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, parts->content, strlen (parts->content)), ==,
                       (int) strlen (parts->content));
      archive_entry_free (entry);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  return g_bytes_new_take (data, used);
}

#define DOCX(body)                                                                                 \
  "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>" body                   \
  "</w:body></w:document>"
#define T(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define P(text) "<w:p>" T (text) "</w:p>"
#define ODT(styles, body)                                                                          \
  "<?xml version=\"1.0\"?><o:document-content xmlns:o=\"o\" xmlns:t=\"t\" xmlns:s=\"s\""           \
  " xmlns:f=\"f\" xmlns:x=\"x\" xmlns:b=\"b\"><o:automatic-styles>" styles                         \
  "</o:automatic-styles><o:body><o:text>" body "</o:text></o:body></o:document-content>"

static const struct { const char *why; Part parts[5]; const char *html; } cases[] = {
  { "the first short paragraph is the title",
    { { "word/document.xml", DOCX (P ("Ferry returns") P ("It left at dawn.")) } },
    "<h1>Ferry returns</h1>\n<p>It left at dawn.</p>\n" },
  { "marks, breaks, deleted and hidden text",
    { { "word/document.xml",
        DOCX (P ("A") "<w:p><w:r><w:rPr><w:b/><w:i w:val=\"0\"/></w:rPr><w:t>bold</w:t></w:r>" T (
            " &amp; ") "<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>u</w:t><w:br/></w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del>"
                       "<w:ins>" T (
                           "yes") "</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>") } },
    "<h1>A</h1>\n<p><b>bold</b> &amp; <u>u</u><br>yes</p>\n" },
  { "styles by their English names",
    { { "word/document.xml",
        DOCX (
            "<w:p><w:pPr><w:pStyle w:val=\"Ttulo\"/></w:pPr>" T ("Title") "</w:p><w:p><w:pPr><w:pStyle w:val=\"Ttulo1\"/></w:pPr>" T (
                "Part") "</w:p><w:p><w:pPr><w:pStyle w:val=\"Cita\"/></w:pPr>" T ("Said.") "</w:p>") },
      { "word/styles.xml",
        "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Ttulo\"><w:name w:val=\"Title\"/></w:style>"
        "<w:style w:styleId=\"Ttulo1\"><w:name w:val=\"heading 1\"/></w:style>"
        "<w:style w:styleId=\"Cita\"><w:name w:val=\"Quote\"/></w:style></w:styles>" } },
    "<h1>Title</h1>\n<h2>Part</h2>\n<blockquote>Said.</blockquote>\n" },
  { "lists by number and level, links by relation",
    { { "word/document.xml",
        DOCX (P ("A") "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>" T (
            "one") "</w:p>"
                   "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>" T (
                       "deeper") "</w:p>"
                                 "<w:p><w:hyperlink r:id=\"rId9\">" T (
                                     "there") "</w:hyperlink></w:p>") },
      { "word/numbering.xml",
        "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl>"
        "<w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>"
        "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>" },
      { "word/_rels/document.xml.rels",
        "<Relationships><Relationship Id=\"rId9\" Target=\"https://example.org/?a=1&amp;b=2\"/></Relationships>" } },
    "<h1>A</h1>\n<ol><li>one</li>\n<ul><li>deeper</li>\n</ul></ol><p><a href=\"https://example.org/?a=1&amp;b=2\">there</a></p>\n" },
  { "a table",
    { { "word/document.xml", DOCX (P ("A") "<w:tbl><w:tr><w:tc>" P ("USD") "</w:tc><w:tc>" P (
                                 "410") "</w:tc></w:tr></w:tbl>") } },
    "<h1>A</h1>\n<table><tr><td><p>USD</p></td><td><p>410</p></td></tr></table>\n" },
  { "LibreOffice: marks by style, spaces, links",
    { { "content.xml",
        ODT (
            "<s:style s:name=\"T1\"><s:text-properties f:font-weight=\"bold\"/></s:style>",
            "<t:p>Title</t:p><t:p><t:span t:style-name=\"T1\">bold</t:span> a<t:s t:c=\"2\"/>b <t:a x:href=\"https://example.org/\">l</t:a><t:line-break/>c</t:p>") } },
    "<h1>Title</h1>\n<p><b>bold</b> a  b <a href=\"https://example.org/\">l</a><br>c</p>\n" },
  { "LibreOffice: headings, lists, quotation, table",
    { { "content.xml",
        ODT (
            "<s:style s:name=\"P1\" s:parent-style-name=\"Quotations\"/><t:list-style s:name=\"L1\"><t:list-level-style-number/></t:list-style>",
            "<t:h t:outline-level=\"1\">Part</t:h><t:list t:style-name=\"L1\"><t:list-item><t:p>one</t:p><t:list><t:list-item><t:p>in</t:p></t:list-item></t:list></t:list-item></t:list>"
            "<t:p t:style-name=\"P1\">Said.</t:p><b:table><b:table-row><b:table-cell><t:p>a</t:p></b:table-cell></b:table-row></b:table>") } },
    "<h2>Part</h2>\n<ol><li>one</li>\n<ol><li>in</li>\n</ol></ol><blockquote>Said.</blockquote>\n<table><tr><td><p>a</p>\n</td></tr></table>\n" },
};

static void
test_documents_become_html (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = zip (cases[i].parts);
      g_autoptr (GError) error = NULL;
      g_autofree char *html = stet_office_to_html (file, &error);

      g_test_message ("%s", cases[i].why);
      g_assert_no_error (error);
      g_assert_cmpstr (html, ==, cases[i].html);
    }
}

static void
test_a_document_becomes_a_story (void)
{
  g_autoptr (GBytes) file = zip (cases[3].parts);
  g_autofree char *html = stet_office_to_html (file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetArticle) article
      = stet_article_read (STET_FORMAT_HTML, html, "en", stet_random_system (), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (stet_prose_text (stet_article_fields (article)->headline), ==, "A");
  g_assert_cmpuint (stet_article_n_blocks (article), ==, 3);
}

static const struct { const char *why; Part parts[3]; int code; } broken[] = {
  { "nothing of a document in it", { { "a.txt", "a" } }, STET_ARTICLE_ERROR_SYNTAX },
  { "no XML", { { "word/document.xml", "<w:document" } }, STET_ARTICLE_ERROR_SYNTAX },
  { "no text", { { "word/document.xml", DOCX ("") } }, STET_ARTICLE_ERROR_EMPTY },
  { "a document type with entities",
    { { "word/document.xml",
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><d><body><p><r><t>&a;</t></r></p></body></d>" } },
    STET_ARTICLE_ERROR_SYNTAX },
  { "a helper that is damaged",
    { { "word/document.xml", DOCX (P ("A")) }, { "word/styles.xml", "<w" } },
    STET_ARTICLE_ERROR_SYNTAX },
};

static void
test_damaged_files_are_refused (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("no zip at all", 13);
  g_autoptr (GError) no_zip = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GBytes) file = zip (broken[i].parts);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", broken[i].why);
      g_assert_null (stet_office_to_html (file, &error));
      g_assert_error (error, STET_ARTICLE_ERROR, broken[i].code);
    }
  g_assert_null (stet_office_to_html (text, &no_zip));
  g_assert_error (no_zip, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SYNTAX);
}

/* Cut off anywhere, it is refused or read, and never runs out of its bounds. */
static void
test_a_file_cut_off_anywhere (void)
{
  g_autoptr (GBytes) file = zip (cases[3].parts);
  gsize length = g_bytes_get_size (file);

  for (gsize n = 0; n < length; n += 7)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (file, 0, n);
      g_autoptr (GError) error = NULL;
      g_autofree char *html = stet_office_to_html (part, &error);

      g_assert_true ((html == NULL) == (error != NULL));
    }
}

static char *
repeated (const char *before, const char *what, guint n)
{
  GString *out = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (out, what);
  return g_string_free (out, FALSE);
}

static void
test_limits_hold (void)
{
  g_autofree char *open = repeated ("<d><body><p>", "<r>", STET_OFFICE_DEPTH_MAX);
  g_autofree char *deep = repeated (open, "</r>", STET_OFFICE_DEPTH_MAX);
  g_autofree char *deep_end = g_strconcat (deep, "</p></body></d>", NULL);
  g_autofree char *big = repeated ("", "0123456789abcdef", STET_OFFICE_PART_BYTES_MAX / 16 + 1);
  const Part deep_parts[] = { { "word/document.xml", deep_end }, { NULL, NULL } };
  const Part big_parts[] = { { "word/document.xml", big }, { NULL, NULL } };
  g_autoptr (GBytes) deep_file = zip (deep_parts);
  g_autoptr (GBytes) bomb = zip (big_parts); /* some 30 kB */
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) bomb_error = NULL;

  g_assert_null (stet_office_to_html (deep_file, &error));
  g_assert_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
  g_assert_null (stet_office_to_html (bomb, &bomb_error));
  g_assert_error (bomb_error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/office/documents-become-html", test_documents_become_html);
  g_test_add_func ("/office/a-document-becomes-a-story", test_a_document_becomes_a_story);
  g_test_add_func ("/office/damaged-files", test_damaged_files_are_refused);
  g_test_add_func ("/office/cut-off-anywhere", test_a_file_cut_off_anywhere);
  g_test_add_func ("/office/limits", test_limits_hold);
  return g_test_run ();
}
