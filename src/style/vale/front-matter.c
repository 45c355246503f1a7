/* What stands above a Markdown text between lines of dashes: its texts are blocks of their own.
 * Layer: style. */
#include "config.h"

#include "style/vale/document.h"

#include "style/yaml.h"

#include <string.h>

/* The line of dashes that ends it: where it begins, 0 when there is none. */
static gsize
find_end (const char *text)
{
  for (const char *p = strchr (text, '\n'); p != NULL; p = strchr (p + 1, '\n'))
    if (g_str_has_prefix (p, "\n---") && strchr ("\n", p[4 + strspn (p + 4, " \t")]) != NULL)
      return (gsize) (p + 1 - text);
  return 0;
}

static gsize
line_after (const char *text, gsize at)
{
  const char *end = strchr (text + at, '\n');

  return end != NULL ? (gsize) (end + 1 - text) : at + strlen (text + at);
}

/* Laid along the source from its key on; what does not stand there has no place of its own. */
static StetTraced *
lay_along (const StetValeDocument *document, const char *value, gsize at, gsize until)
{
  StetTraced *traced = stet_traced_new ();

  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize n = (gsize) (g_utf8_next_char (p) - p), to = at;
      char one[8] = { 0 };

      memcpy (one, p, n);
      while (to + n <= until && memcmp (document->text + to, p, n) != 0)
        to++;
      if (to + n <= until)
        {
          stet_traced_copy (traced, one, n, to);
          at = to + n;
        }
      else
        stet_traced_make (traced, one, at, 0);
    }
  return traced;
}

/* Whether YAML takes it for a number, a truth or nothing, so that it is no text. */
static gboolean
is_no_text (const char *value)
{
  static const char *const words[]
      = { "true", "false", "yes", "no", "on", "off", "null", "~", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);
  char *end = NULL;

  if (*value == '\0' || g_strv_contains (words, lower))
    return TRUE;
  g_ascii_strtod (value, &end);
  return *end == '\0';
}

static void
add_text (StetValeDocument *document, const StetYaml *key, const StetYaml *value, gsize until)
{
  g_autofree char *scope = g_strdup_printf ("text.frontmatter.%s.%s", key->text, document->kind);
  gsize at;

  if (value->kind != STET_YAML_SCALAR || is_no_text (value->text)
      || key->line > document->lines->len)
    return;
  at = g_array_index (document->lines, gsize, key->line - 1);
  at += strcspn (document->text + at, ":\n");
  stet_vale_document_add (document, scope, lay_along (document, value->text, at, until));
}

gsize
stet_vale_read_front_matter (StetValeDocument *document)
{
  g_autoptr(StetYaml) root = NULL;
  gsize end;

  if (!g_str_has_prefix (document->text, "---\n"))
    return 0;
  end = find_end (document->text);
  if (end == 0)
    return 0;
  /* The first line, a mark of YAML's own, is kept, so that lines are counted alike. */
  root = stet_yaml_parse (document->text, end, "front matter", NULL);
  for (guint i = 0; root != NULL && root->kind == STET_YAML_MAP && i < root->keys->len; i++)
    add_text (document, g_ptr_array_index (root->keys, i), g_ptr_array_index (root->items, i), end);
  return line_after (document->text, end);
}
