/* A story from Markdown and back: CommonMark with GitHub's tables and strike-through, in the order
 * of a story as plain text. What Markdown has no sign for is written as HTML, which it may hold; on
 * the way in all of it passes the same allow-list. Layer: article. Any thread. */
#include "config.h"

#include "article/structure.h"

#include "base/limits.h"
#include "base/text.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

/* --- reading --- */

static cmark_parser *
new_parser (void)
{
  static gsize registered = 0;
  cmark_parser *parser;

  if (g_once_init_enter (&registered))
    {
      cmark_gfm_core_extensions_ensure_registered ();
      g_once_init_leave (&registered, 1);
    }
  parser = cmark_parser_new (CMARK_OPT_DEFAULT);
  cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension ("table"));
  cmark_parser_attach_syntax_extension (parser, cmark_find_syntax_extension ("strikethrough"));
  return parser;
}

static GPtrArray *
blocks_of (cmark_node *node, cmark_parser *parser, StetRandom *random, GError **error)
{
  /* "Unsafe" is what the allow-list is for. */
  char *html = cmark_render_html (node, CMARK_OPT_UNSAFE,
                                  cmark_parser_get_syntax_extensions (parser));
  GPtrArray *blocks = stet_html_to_blocks (html, random, error);

  free (html);
  return blocks;
}

static StetProse *
join_blocks (GPtrArray *blocks)
{
  g_autoptr (StetProse) line_end = stet_prose_plain ("\n");
  StetProse *whole = stet_prose_empty ();

  for (guint i = 0; i < blocks->len; i++)
    {
      g_autoptr (StetProse) before = whole;
      g_autoptr (StetProse) open = i > 0 ? stet_prose_concat (before, line_end)
                                         : stet_prose_ref (before);

      whole = stet_prose_concat (open, stet_block_prose (blocks->pdata[i]));
    }
  return whole;
}

static StetPartKind
kind_of_heading (cmark_node *node, guint index, const char *text, char **rest)
{
  StetPartKind kind;

  *rest = NULL;
  if (index == 0 && cmark_node_get_heading_level (node) == 1)
    return text[0] != '\0' ? STET_PART_HEADLINE : STET_PART_NO_HEADLINE;
  kind = stet_part_kind_of (text, rest);
  return kind == STET_PART_FAQ ? STET_PART_FAQ : STET_PART_HEADING;
}

static StetPartKind
kind_of_node (cmark_node *node, guint index, GPtrArray *blocks, const char *text, char **rest)
{
  gboolean paragraph = cmark_node_get_type (node) == CMARK_NODE_PARAGRAPH && blocks->len == 1 &&
                       stet_block_type (blocks->pdata[0]) == STET_BLOCK_PARAGRAPH;

  if (cmark_node_get_type (node) == CMARK_NODE_THEMATIC_BREAK)
    return STET_PART_RULE;
  if (cmark_node_get_type (node) == CMARK_NODE_HEADING)
    return kind_of_heading (node, index, text, rest);
  return paragraph ? stet_part_kind_of (text, rest) : STET_PART_OTHER;
}

static gboolean
add_part (GPtrArray *parts, cmark_node *node, cmark_parser *parser, StetRandom *random,
          GError **error)
{
  g_autoptr (GPtrArray) blocks = blocks_of (node, parser, random, error);
  g_autoptr (StetProse) whole = NULL;
  g_autoptr (StetProse) said = NULL;
  g_autofree char *rest = NULL;
  StetPartKind kind;
  StetPart *part;

  if (blocks == NULL)
    return FALSE;
  whole = join_blocks (blocks);
  kind = kind_of_node (node, parts->len, blocks, stet_prose_text (whole), &rest);
  if (blocks->len == 0 && kind != STET_PART_RULE && kind != STET_PART_NO_HEADLINE &&
      kind != STET_PART_HEADING)
    return TRUE;
  said = kind == STET_PART_FAQ || kind == STET_PART_FILED ? stet_prose_plain (rest)
                                                          : stet_prose_ref (whole);
  part = stet_part_new (kind, FALSE, said);
  for (guint i = 0; i < blocks->len; i++)
    g_ptr_array_add (part->blocks, stet_block_ref (blocks->pdata[i]));
  g_ptr_array_add (parts, part);
  return TRUE;
}

static gboolean
read_parts (GPtrArray *parts, cmark_node *document, cmark_parser *parser, StetRandom *random,
            GError **error)
{
  for (cmark_node *node = cmark_node_first_child (document); node != NULL;
       node = cmark_node_next (node))
    if (!add_part (parts, node, parser, random, error))
      return FALSE;
  return TRUE;
}

StetArticle *
stet_markdown_read_article (const char *text, const char *language, StetRandom *random,
                            GError **error)
{
  g_autofree char *clean = stet_text_clean (text);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_part_free);
  cmark_parser *parser;
  cmark_node *document;
  gboolean read;

  if (strlen (clean) > STET_HTML_BYTES_MAX)
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_TOO_LARGE,
                           "the text is too long");
      return NULL;
    }
  parser = new_parser ();
  cmark_parser_feed (parser, clean, strlen (clean));
  document = cmark_parser_finish (parser);
  read = read_parts (parts, document, parser, random, error);
  cmark_node_free (document);
  cmark_parser_free (parser);
  return read ? stet_structure_article (parts, language, random, error) : NULL;
}

/* --- writing --- */

typedef struct
{
  gboolean signs; /* "**" and the like are clear; otherwise HTML's elements */
} Inline;

static gboolean
has_sign (StetSpanType type)
{
  return type == STET_SPAN_BOLD || type == STET_SPAN_ITALIC || type == STET_SPAN_STRIKE;
}

/* A sign is clear when letters stand inside of it at both ends and no other touches it. */
static gboolean
signs_are_clear (const StetProse *prose)
{
  guint n = 0;
  guint last_end = 0;
  gboolean any = FALSE;
  const StetSpan *spans = stet_prose_spans (prose, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *start = stet_prose_text (prose) +
                          stet_prose_byte_at (prose, spans[i].start_chars);
      const char *end = stet_prose_text (prose) + stet_prose_byte_at (prose, spans[i].end_chars);

      if (!has_sign (spans[i].type))
        continue;
      if ((any && spans[i].start_chars <= last_end) ||
          !g_unichar_isalnum (g_utf8_get_char (start)) ||
          !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (end))))
        return FALSE;
      any = TRUE;
      last_end = spans[i].end_chars;
    }
  return TRUE;
}

static const char *
sign_of (StetSpanType type)
{
  return type == STET_SPAN_BOLD ? "**" : type == STET_SPAN_ITALIC ? "*" : "~~";
}

static const char *const tags[STET_SPAN_TYPES] = { "strong", "em", "u", "s", "code", "a" };

static void
open_span (GString *out, const StetSpan *span, gpointer data)
{
  const Inline *writer = data;

  if (span->type == STET_SPAN_LINK && span->rel == NULL)
    g_string_append_c (out, '[');
  else if (span->type == STET_SPAN_LINK)
    {
      g_autofree char *href = g_markup_escape_text (span->href, -1);
      g_autofree char *rel = g_markup_escape_text (span->rel, -1);

      g_string_append_printf (out, "<a href=\"%s\" rel=\"%s\">", href, rel);
    }
  else if (writer->signs && has_sign (span->type))
    g_string_append (out, sign_of (span->type));
  else
    g_string_append_printf (out, "<%s>", tags[span->type]);
}

static void
append_address (GString *out, const char *href)
{
  g_string_append_c (out, '<');
  for (const char *c = href; *c != '\0'; c++)
    {
      if (strchr ("<>\\&\"", *c) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '>');
}

static void
close_span (GString *out, const StetSpan *span, gpointer data)
{
  const Inline *writer = data;

  if (span->type == STET_SPAN_LINK && span->rel == NULL)
    {
      g_string_append (out, "](");
      append_address (out, span->href);
      g_string_append_c (out, ')');
    }
  else if (writer->signs && has_sign (span->type))
    g_string_append (out, sign_of (span->type));
  else
    g_string_append_printf (out, "</%s>", tags[span->type]);
}

static gboolean
begins_line (const GString *out)
{
  return out->len == 0 || out->str[out->len - 1] == '\n';
}

/* At a line's start these would begin a block. */
static gboolean
begins_block (const char *at, const char *end)
{
  const char *digits = at;

  if (strchr ("#+-=>", *at) != NULL)
    return TRUE;
  while (digits < end && g_ascii_isdigit (*digits))
    digits++;
  return digits > at && digits < end && (*digits == '.' || *digits == ')');
}

static void
append_text (GString *out, const char *text, gsize length, gpointer data)
{
  const char *end = text + length;

  for (const char *c = text; c < end; c++)
    {
      if (*c == '\n')
        g_string_append (out, "\\\n");
      else if (begins_line (out) && g_ascii_isdigit (*c) && begins_block (c, end))
        {
          /* The sign after the digits is what makes the list. */
          while (g_ascii_isdigit (*c))
            g_string_append_c (out, *c++);
          g_string_append_printf (out, "\\%c", *c);
        }
      else
        {
          if (strchr ("\\`*_[]<>&~|!", *c) != NULL || (begins_line (out) && begins_block (c, end)))
            g_string_append_c (out, '\\');
          g_string_append_c (out, *c);
        }
    }
}

/* Returns: (owned). Lines end in a hard break. */
static char *
inline_text (const StetProse *prose)
{
  static const StetInlineWriter writer = { open_span, close_span, append_text };
  Inline data = { .signs = signs_are_clear (prose) };
  GString *out = g_string_new (NULL);

  stet_inline_write (out, prose, &writer, &data);
  return g_string_free (out, FALSE);
}

static void
part_blocks (GString *out)
{
  if (out->len > 0)
    g_string_append (out, "\n\n");
}

static void
append_lines (GString *out, const StetProse *prose, const char *sign, const char *next_sign)
{
  g_autofree char *text = inline_text (prose);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append (out, sign);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? next_sign : "", lines[i]);
}

static void
append_paragraph (GString *out, const StetProse *prose)
{
  if (stet_prose_chars (prose) == 0)
    return;
  part_blocks (out);
  append_lines (out, prose, "", "\n");
}

/* A heading is one line. */
static void
append_heading (GString *out, const char *sign, const StetProse *prose)
{
  g_autofree char *text = inline_text (prose);
  g_autoptr (GString) line = g_string_new (text);

  part_blocks (out);
  g_string_replace (line, "\\\n", " ", 0);
  g_string_append_printf (out, "%s%s%s", sign, line->len > 0 ? " " : "", line->str);
}

static void
append_cell (GString *out, const StetProse *cell)
{
  g_autofree char *text = inline_text (cell);
  g_autoptr (GString) line = g_string_new (text);

  g_string_replace (line, "\\\n", "<br>", 0);
  g_string_append_printf (out, " %s |", line->str);
}

/* Whether GitHub's tables can hold it: a head, and every row as long. */
static gboolean
is_even (GPtrArray *rows)
{
  guint n = rows->len > 0 ? ((GPtrArray *) rows->pdata[0])->len : 0;

  for (guint r = 0; r < rows->len; r++)
    if (((GPtrArray *) rows->pdata[r])->len != n)
      return FALSE;
  for (guint r = 0; r < rows->len; r++)
    for (guint c = 0; c < n; c++)
      if (stet_html_folds (stet_prose_text (((GPtrArray *) rows->pdata[r])->pdata[c])))
        return FALSE;
  return n > 0;
}

static void
append_table (GString *out, GPtrArray *rows)
{
  for (guint r = 0; r < rows->len; r++)
    {
      GPtrArray *row = rows->pdata[r];

      g_string_append (out, r > 0 ? "\n|" : "|");
      for (guint c = 0; c < row->len; c++)
        append_cell (out, row->pdata[c]);
      if (r == 0)
        {
          g_string_append (out, "\n|");
          for (guint c = 0; c < row->len; c++)
            g_string_append (out, " --- |");
        }
    }
}

static void
append_html (GString *out, StetBlock *block)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autofree char *html = NULL;
  g_autoptr (GString) lines = NULL;

  g_ptr_array_add (one, block);
  html = stet_blocks_to_html (one);
  lines = g_string_new (g_strchomp (html));
  g_string_append (out, lines->str);
}

/* Whether the block has a form of its own in Markdown that holds all of it. */
static gboolean
has_form (const StetBlockFields *block)
{
  const char *text = stet_prose_text (block->prose);

  if (block->type == STET_BLOCK_TABLE)
    return is_even (block->rows);
  if (block->type > STET_BLOCK_TABLE || text[0] == '\0' || stet_prose_is_blank (block->prose) ||
      stet_html_folds (text))
    return FALSE;
  if (block->type == STET_BLOCK_HEADING)
    return strchr (text, '\n') == NULL;
  return block->type != STET_BLOCK_QUOTE || block->cite[0] == '\0';
}

static void
append_list_item (GString *out, const StetBlockFields *block, gboolean in_list)
{
  g_autofree char *sign = g_strdup_printf ("%*s%s ", (int) (4 * block->indent), "",
                                           block->ordered ? "1." : "-");
  g_autofree char *next = g_strdup_printf ("\n%*s", (int) (4 * block->indent) + 4, "");

  if (in_list)
    g_string_append_c (out, '\n');
  else
    part_blocks (out);
  append_lines (out, block->prose, sign, next);
}

static void
append_block (GString *out, StetBlock *block)
{
  static const char *const headings[] = { "##", "###", "####" };
  const StetBlockFields *fields = stet_block_fields (block);

  if (fields->type == STET_BLOCK_HEADING && has_form (fields))
    {
      append_heading (out, headings[fields->level - 2], fields->prose);
      return;
    }
  part_blocks (out);
  if (!has_form (fields))
    append_html (out, block);
  else if (fields->type == STET_BLOCK_QUOTE)
    append_lines (out, fields->prose, "> ", "\n> ");
  else if (fields->type == STET_BLOCK_TABLE)
    append_table (out, fields->rows);
  else
    append_lines (out, fields->prose, "", "\n");
}

static void
append_body (GString *out, GPtrArray *body)
{
  gboolean in_list = FALSE;

  for (guint i = 0; i < body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (body->pdata[i]);
      gboolean item = block->type == STET_BLOCK_LIST_ITEM && has_form (block);

      if (item)
        append_list_item (out, block, in_list);
      else
        append_block (out, body->pdata[i]);
      in_list = item;
    }
}

/* Caption and credit as one line, as in plain text. */
static void
append_photo (GString *out, const StetArticleFields *fields)
{
  const StetPhoto *photo = fields->photo;
  const char *label = g_str_equal (fields->language, "es") ? "Foto \xc2\xa9" : "Photo \xc2\xa9";
  const char *credit = stet_prose_text (stet_photo_credit (photo));
  gboolean caption = stet_prose_chars (stet_photo_caption (photo)) > 0;
  g_autofree char *tail = g_strconcat (caption ? " " : "", credit[0] != '\0' ? credit : label,
                                       NULL);
  g_autoptr (StetProse) end = stet_prose_plain (tail);
  g_autoptr (StetProse) line = stet_prose_concat (stet_photo_caption (photo), end);

  if (stet_photo_file (photo)[0] != '\0')
    {
      g_autofree char *alt = inline_text (stet_photo_alt (photo));

      part_blocks (out);
      g_string_append_printf (out, "![%s](", alt);
      append_address (out, stet_photo_file (photo));
      g_string_append_c (out, ')');
    }
  if ((caption || credit[0] != '\0') && stet_is_photo_line (stet_prose_text (line)))
    append_paragraph (out, line);
}

static void
append_faq (GString *out, const StetArticleFields *fields)
{
  const char *title = stet_prose_text (fields->faq_title);
  g_autofree char *rest = NULL;
  gboolean plain = stet_part_kind_of (title, &rest) == STET_PART_FAQ && g_str_equal (rest, title);
  g_autoptr (StetProse) marked = NULL;

  if (title[0] == '\0' && fields->faq_items->len == 0)
    return;
  if (!plain)
    {
      g_autofree char *text = g_strconcat ("FAQ: ", title, NULL);
      g_autofree char *stripped = stet_text_strip (text);

      marked = stet_prose_plain (stripped);
    }
  append_heading (out, "##", plain ? fields->faq_title : marked);
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      append_heading (out, "###", stet_faq_item_question (fields->faq_items->pdata[i]));
      append_paragraph (out, stet_faq_item_answer (fields->faq_items->pdata[i]));
    }
}

static void
append_tail (GString *out, const StetArticleFields *fields)
{
  gboolean tail = stet_prose_chars (fields->byline) > 0 ||
                  stet_prose_chars (fields->author_box) > 0;
  gboolean spanish = g_str_equal (fields->language, "es");
  g_autoptr (GString) line = g_string_new (spanish ? "Archivado en:" : "Filed under:");
  g_autoptr (StetProse) prose = NULL;

  if (fields->tags->len == 0 && !tail)
    return;
  for (guint i = 0; i < fields->tags->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? ", " : " ",
                            stet_term_label (fields->tags->pdata[i]));
  prose = stet_prose_plain (line->str);
  append_paragraph (out, prose);
  append_paragraph (out, fields->byline);
  append_paragraph (out, fields->author_box);
}

static char *
write_form (const StetArticleFields *fields, gboolean ruled)
{
  GString *out = g_string_new (NULL);

  append_heading (out, "#", fields->headline);
  append_paragraph (out, fields->dek);
  append_photo (out, fields);
  if (ruled)
    g_string_append (out, "\n\n---");
  append_body (out, fields->body);
  append_faq (out, fields);
  append_tail (out, fields);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

/* --- what was lost: the written text read again, part by part --- */

static void
pick_headline (StetArticleFields *to, const StetArticleFields *from)
{
  to->headline = from->headline;
}

static void
pick_dek (StetArticleFields *to, const StetArticleFields *from)
{
  to->dek = from->dek;
}

static void
pick_photo (StetArticleFields *to, const StetArticleFields *from)
{
  to->photo = from->photo;
}

static void
pick_body (StetArticleFields *to, const StetArticleFields *from)
{
  to->body = from->body;
}

static void
pick_faq (StetArticleFields *to, const StetArticleFields *from)
{
  to->faq_title = from->faq_title;
  to->faq_items = from->faq_items;
}

static void
pick_tags (StetArticleFields *to, const StetArticleFields *from)
{
  to->tags = from->tags;
}

static void
pick_authors (StetArticleFields *to, const StetArticleFields *from)
{
  to->byline = from->byline;
  to->author_box = from->author_box;
}

typedef void (*PickFunc) (StetArticleFields *to, const StetArticleFields *from);

/* Whether the part of both stories looks the same to a reader. */
static gboolean
same_part (const StetArticleFields *a, const StetArticleFields *b, PickFunc pick)
{
  StetArticleFields left = { .id = "a" };
  StetArticleFields right = { .id = "a" };
  g_autoptr (StetArticle) left_article = NULL;
  g_autoptr (StetArticle) right_article = NULL;
  g_autofree char *left_text = NULL;
  g_autofree char *right_text = NULL;

  pick (&left, a);
  pick (&right, b);
  left_article = stet_article_new (&left);
  right_article = stet_article_new (&right);
  left_text = stet_article_hashed_text (left_article, NULL);
  right_text = stet_article_hashed_text (right_article, NULL);
  return g_str_equal (left_text, right_text);
}

static void
add_lost (GPtrArray *lost, const StetArticleFields *fields, const StetArticleFields *read)
{
  static const struct { const char *phrase; PickFunc pick; } parts[] = {
    { "the headline as it is", pick_headline }, { "the dek as it is", pick_dek },
    { "the photo as it is", pick_photo },       { "the body as it is", pick_body },
    { "the questions and answers as they are", pick_faq }, { "the tags as they are", pick_tags },
    { "byline and author box as they are", pick_authors },
  };

  stet_lost_add_fields (lost, fields);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (read == NULL || !same_part (fields, read, parts[i].pick))
      stet_lost_add (lost, parts[i].phrase);
  stet_lost_add_extra (lost, fields);
}

char *
stet_markdown_write_article (const StetArticle *article, GPtrArray *lost)
{
  const StetArticleFields *fields = stet_article_fields (article);
  char *text = write_form (fields, FALSE);
  g_autoptr (StetArticle) again = stet_markdown_read_article (text, fields->language,
                                                              stet_random_system (), NULL);
  const StetArticleFields *read = again != NULL ? stet_article_fields (again) : NULL;

  if (read == NULL || !same_part (fields, read, pick_dek) || !same_part (fields, read, pick_body) ||
      !same_part (fields, read, pick_photo))
    {
      g_free (text);
      g_clear_pointer (&again, stet_article_unref);
      text = write_form (fields, TRUE);
      again = stet_markdown_read_article (text, fields->language, stet_random_system (), NULL);
      read = again != NULL ? stet_article_fields (again) : NULL;
    }
  add_lost (lost, fields, read);
  return text;
}
