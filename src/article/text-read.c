/* A story from plain text: blocks parted by blank lines. A line that begins with a backslash stands
 * for what follows it, to the last space, and is no sign of anything. Layer: article. Any
 * thread. */
#include "config.h"

#include "article/structure.h"

#include "base/text.h"

#include <string.h>

static gboolean
is_blank (const char *line)
{
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* What a line says: without the white space at its ends, or all that follows the backslash. */
static char *
line_text (const char *line)
{
  return line[0] == '\\' ? g_strdup (line + 1) : stet_text_strip (line);
}

/* A list's sign, and how far it is indented. Returns: what follows it, NULL where there is none. */
static const char *
list_item (const char *line, guint *indent)
{
  gsize spaces = strspn (line, " ");

  *indent = MIN ((guint) spaces / 2, STET_LIST_INDENT_MAX);
  line += spaces;
  if (line[0] != '-' || (line[1] != ' ' && line[1] != '\0'))
    return NULL;
  return line[1] == '\0' ? line + 1 : line + 2;
}

/* "## ", "### ", "#### ": the level, 0 for none. */
static guint
heading_level (const char *line, const char **rest)
{
  gsize signs = strspn (line, "#");

  if (signs < 2 || signs > 4 || (line[signs] != ' ' && line[signs] != '\0'))
    return 0;
  *rest = line + signs + (line[signs] == ' ' ? 1 : 0);
  return (guint) signs;
}

/* A text of several lines. The first is given, the rest follow at `lines`. */
static StetProse *
join_lines (const char *first, GPtrArray *lines, guint from, guint end)
{
  g_autofree char *start = line_text (first);
  g_autoptr (GString) text = g_string_new (start);

  for (guint i = from; i < end; i++)
    {
      g_autofree char *line = line_text (lines->pdata[i]);

      g_string_append_printf (text, "\n%s", line);
    }
  return stet_prose_plain (text->str);
}

static void
add_block (StetPart *part, StetBlockFields *fields, StetRandom *random)
{
  g_autofree char *id = stet_uuid_new (random);

  fields->id = id;
  g_ptr_array_add (part->blocks, stet_block_new (fields));
}

static void
add_list_items (StetPart *part, GPtrArray *lines, StetRandom *random)
{
  guint at = 0;

  while (at < lines->len)
    {
      StetBlockFields fields = { .type = STET_BLOCK_LIST_ITEM };
      const char *first = list_item (lines->pdata[at], &fields.indent);
      g_autoptr (StetProse) prose = NULL;
      guint end = at + 1;
      guint ignored;

      while (end < lines->len && list_item (lines->pdata[end], &ignored) == NULL)
        end++;
      prose = join_lines (first, lines, at + 1, end);
      fields.prose = prose;
      add_block (part, &fields, random);
      at = end;
    }
}

/* Every line may carry the sign. */
static StetProse *
quote_text (GPtrArray *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = lines->pdata[i];
      g_autofree char *said = NULL;

      if (line[0] == '>')
        line += line[1] == ' ' ? 2 : 1;
      said = line_text (line);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", said);
    }
  return stet_prose_plain (text->str);
}

/* Whether a block is this sign and nothing else. */
static gboolean
is_sign (GPtrArray *lines, const char *sign)
{
  g_autofree char *line = g_strchomp (g_strdup (lines->pdata[0]));

  return lines->len == 1 && g_str_equal (line, sign);
}

static StetPart *
plain_part (GPtrArray *lines, gboolean literal, StetRandom *random)
{
  g_autoptr (StetProse) whole = join_lines (lines->pdata[0], lines, 1, lines->len);
  g_autofree char *rest = NULL;
  g_autoptr (StetProse) said = NULL;
  StetPartKind kind = literal ? STET_PART_PLAIN
                              : stet_part_kind_of (stet_prose_text (whole), &rest);
  StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH, .prose = whole };
  StetPart *part;

  said = kind != STET_PART_PLAIN ? stet_prose_plain (rest) : stet_prose_ref (whole);
  part = stet_part_new (kind, literal, said);
  add_block (part, &fields, random);
  return part;
}

/* One block of lines. */
static StetPart *
read_part (GPtrArray *lines, StetRandom *random)
{
  const char *first = lines->pdata[0];
  const char *rest = NULL;
  guint indent;
  guint level = heading_level (first, &rest);
  StetBlockFields fields = { .type = STET_BLOCK_HEADING, .level = level };
  g_autoptr (StetProse) whole = NULL;
  StetPart *part;

  if (first[0] == '\\')
    return plain_part (lines, TRUE, random);
  if (is_sign (lines, "#"))
    return stet_part_new (STET_PART_NO_HEADLINE, FALSE, whole = stet_prose_empty ());
  if (g_str_has_prefix (first, "# "))
    {
      whole = join_lines (first + 2, lines, 1, lines->len);
      part = stet_part_new (STET_PART_HEADLINE, FALSE, whole);
      fields.prose = whole;
      add_block (part, &fields, random);
      return part;
    }
  if (level > 0)
    whole = join_lines (rest, lines, 1, lines->len);
  else if (first[0] == '>')
    {
      whole = quote_text (lines);
      fields.type = STET_BLOCK_QUOTE;
    }
  else
    whole = join_lines (first, lines, 1, lines->len);
  if (list_item (first, &indent) == NULL && level == 0 && fields.type != STET_BLOCK_QUOTE)
    {
      part = plain_part (lines, FALSE, random);
      if (is_sign (lines, "---"))
        part->kind = STET_PART_RULE;
      return part;
    }
  part = stet_part_new (level > 0 ? STET_PART_HEADING : STET_PART_OTHER, FALSE, whole);
  fields.prose = whole;
  if (level == 0 && fields.type != STET_BLOCK_QUOTE)
    add_list_items (part, lines, random);
  else
    add_block (part, &fields, random);
  return part;
}

static void
end_part (GPtrArray *parts, GPtrArray *lines, StetRandom *random)
{
  if (lines->len > 0)
    g_ptr_array_add (parts, read_part (lines, random));
  g_ptr_array_set_size (lines, 0);
}

StetArticle *
stet_text_read_article (const char *text, const char *language, StetRandom *random, GError **error)
{
  g_autofree char *clean = stet_text_clean (text);
  g_auto (GStrv) all = g_strsplit (clean, "\n", -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_part_free);

  for (guint i = 0; all[i] != NULL; i++)
    if (is_blank (all[i]))
      end_part (parts, lines, random);
    else
      g_ptr_array_add (lines, all[i]);
  end_part (parts, lines, random);
  return stet_structure_article (parts, language, random, error);
}
