/* A story as plain text, in the form its reader reads. What would be taken for something else is
 * marked: lines with a backslash, a missing headline with "#", the end of the head with "---" where
 * it is not clear. What was written is read again to say what the text does not hold. Layer:
 * article. Any thread. */
#include "config.h"

#include "article/structure.h"

#include "base/text.h"

#include <string.h>

/* How plainly the head can be written, from the plainest. */
typedef enum
{
  HEAD_PLAIN = 0,
  HEAD_MARKED = 1 << 0, /* "# " before the headline */
  HEAD_RULED = 1 << 1,  /* "---" after the head */
} HeadForm;

typedef enum
{
  LINE_INNER,     /* within a block, or after a sign */
  LINE_LIST,      /* within a list item */
  LINE_FIRST,     /* begins a block */
  LINE_NO_PHOTO,  /* begins a block where a photo line could stand */
} LinePlace;

static gboolean
begins_list_item (const char *line)
{
  line += strspn (line, " ");
  return line[0] == '-' && (line[1] == ' ' || line[1] == '\0');
}

static gboolean
says_something_else (const char *line, const char *whole, LinePlace place)
{
  g_autofree char *rest = NULL;

  if (place == LINE_INNER)
    return FALSE;
  if (begins_list_item (line))
    return TRUE;
  if (place == LINE_LIST)
    return FALSE;
  return line[0] == '#' || line[0] == '>' || g_str_equal (line, "---") ||
         stet_part_kind_of (whole, &rest) != STET_PART_PLAIN ||
         (place == LINE_NO_PHOTO && stet_is_photo_line (whole));
}

static void
append_line (GString *out, const char *line, const char *whole, LinePlace place)
{
  g_autofree char *stripped = stet_text_strip (line);

  if (line[0] == '\0' || line[0] == '\\' || !g_str_equal (stripped, line) ||
      says_something_else (line, whole, place))
    g_string_append_c (out, '\\');
  g_string_append (out, line);
}

static void
part_blocks (GString *out)
{
  if (out->len > 0)
    g_string_append (out, "\n\n");
}

/* `sign` before the first line, `next_sign` before the others. */
static void
append_lines (GString *out, const char *text, const char *sign, const char *next_sign,
              LinePlace place)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  LinePlace inner = place == LINE_LIST ? LINE_LIST : LINE_INNER;

  g_string_append (out, sign);
  append_line (out, lines[0] != NULL ? lines[0] : "", text, sign[0] != '\0' ? LINE_INNER : place);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_string_append_printf (out, "\n%s", next_sign);
      append_line (out, lines[i], "", inner);
    }
}

static void
append_text (GString *out, const StetProse *prose, LinePlace place)
{
  part_blocks (out);
  append_lines (out, stet_prose_text (prose), "", "", place);
}

/* Whether the credit can be found again at the end of the line. */
static gboolean
photo_reads_back (const char *line, const char *caption, const char *credit)
{
  g_autofree char *caption_again = NULL;
  g_autofree char *credit_again = NULL;

  stet_split_photo_line (line, &caption_again, &credit_again);
  return g_str_equal (caption, caption_again) && g_str_equal (credit, credit_again);
}

/* Whether its first line would have to be marked as a text, and then is no photo line any more. */
static gboolean
needs_mark (const char *text)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 2);

  append_line (first, lines[0], text, LINE_FIRST);
  return first->str[0] == '\\';
}

/* Caption and credit as one line; a caption without credit has the label alone behind it. */
static void
append_photo (GString *out, const StetArticleFields *fields)
{
  const char *label = g_str_equal (fields->language, "es") ? "Foto \xc2\xa9" : "Photo \xc2\xa9";
  const char *caption = stet_prose_text (stet_photo_caption (fields->photo));
  const char *credit = stet_prose_text (stet_photo_credit (fields->photo));
  g_autofree char *line = NULL;
  g_autofree char *bare = NULL;

  if (caption[0] == '\0' && credit[0] == '\0')
    return;
  bare = g_strconcat (caption, caption[0] != '\0' ? " " : "", label, NULL);
  line = g_strconcat (caption, caption[0] != '\0' ? " " : "", credit, NULL);
  if (credit[0] == '\0' || !photo_reads_back (line, caption, credit))
    {
      if (caption[0] == '\0' || !photo_reads_back (bare, caption, label))
        return;
      g_free (line);
      line = g_steal_pointer (&bare);
    }
  if (needs_mark (line))
    return;
  part_blocks (out);
  append_lines (out, line, "", "", LINE_FIRST);
}

static void
append_head (GString *out, const StetArticleFields *fields, HeadForm form)
{
  const StetProse *headline = fields->headline;

  part_blocks (out);
  if (stet_prose_chars (headline) == 0)
    g_string_append (out, (form & HEAD_MARKED) != 0 ? "#" : "");
  else if ((form & HEAD_MARKED) != 0)
    append_lines (out, stet_prose_text (headline), "# ", "", LINE_FIRST);
  else
    append_lines (out, stet_prose_text (headline), "", "", LINE_NO_PHOTO);
  if (stet_prose_chars (fields->dek) > 0)
    append_text (out, fields->dek, LINE_NO_PHOTO);
  append_photo (out, fields);
  if ((form & HEAD_RULED) != 0)
    {
      part_blocks (out);
      g_string_append (out, "---");
    }
}

static void
append_block (GString *out, const StetBlockFields *block)
{
  static const char *const headings[] = { "## ", "### ", "#### " };
  g_autofree char *bullet = NULL;

  if (block->type > STET_BLOCK_LIST_ITEM)
    return;
  part_blocks (out);
  switch ((int) block->type)
    {
    case STET_BLOCK_HEADING:
      append_lines (out, stet_prose_text (block->prose), headings[block->level - 2], "",
                    LINE_FIRST);
      break;
    case STET_BLOCK_QUOTE:
      append_lines (out, stet_prose_text (block->prose), "> ", "> ", LINE_FIRST);
      break;
    case STET_BLOCK_LIST_ITEM:
      bullet = g_strdup_printf ("%*s- ", (int) (2 * block->indent), "");
      append_lines (out, stet_prose_text (block->prose), bullet, "", LINE_LIST);
      break;
    default:
      append_lines (out, stet_prose_text (block->prose), "", "", LINE_FIRST);
    }
}

static void
append_faq (GString *out, const StetArticleFields *fields)
{
  g_autofree char *title = g_strdelimit (g_strdup (stet_prose_text (fields->faq_title)), "\n", ' ');
  g_autofree char *rest = NULL;
  gboolean plain = stet_part_kind_of (title, &rest) == STET_PART_FAQ && g_str_equal (rest, title);

  if (title[0] == '\0' && fields->faq_items->len == 0)
    return;
  part_blocks (out);
  g_string_append_printf (out, "%s%s", plain ? "" : title[0] != '\0' ? "FAQ: " : "FAQ:", title);
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      const StetFaqItem *item = fields->faq_items->pdata[i];
      gboolean last = i + 1 == fields->faq_items->len;

      append_text (out, stet_faq_item_question (item), LINE_FIRST);
      if (!last || stet_prose_chars (stet_faq_item_answer (item)) > 0)
        append_text (out, stet_faq_item_answer (item), LINE_FIRST);
    }
}

static gboolean
can_stand_in_list (const char *label)
{
  g_autofree char *stripped = stet_text_strip (label);

  return label[0] != '\0' && strpbrk (label, ",\n") == NULL && g_str_equal (stripped, label);
}

static void
append_tail (GString *out, const StetArticleFields *fields)
{
  gboolean byline = stet_prose_chars (fields->byline) > 0;
  gboolean box = stet_prose_chars (fields->author_box) > 0;
  gboolean first = TRUE;

  if (fields->tags->len == 0 && !byline && !box)
    return;
  part_blocks (out);
  g_string_append (out, g_str_equal (fields->language, "es") ? "Archivado en:" : "Filed under:");
  for (guint i = 0; i < fields->tags->len; i++)
    {
      const char *label = stet_term_label (fields->tags->pdata[i]);

      if (!can_stand_in_list (label))
        continue;
      g_string_append_printf (out, "%s%s", first ? " " : ", ", label);
      first = FALSE;
    }
  if (byline || box)
    append_text (out, fields->byline, LINE_FIRST);
  if (box)
    append_text (out, fields->author_box, LINE_FIRST);
}

static char *
write_form (const StetArticleFields *fields, HeadForm form)
{
  GString *out = g_string_new (NULL);

  append_head (out, fields, form);
  for (guint i = 0; i < fields->body->len; i++)
    append_block (out, stet_block_fields (fields->body->pdata[i]));
  append_faq (out, fields);
  append_tail (out, fields);
  return g_string_free (out, FALSE);
}

static StetArticle *
read_again (const char *text, const StetArticleFields *fields)
{
  return stet_text_read_article (text, fields->language, stet_random_system (), NULL);
}

static gboolean
same_text (const StetProse *a, const StetProse *b)
{
  return g_str_equal (stet_prose_text (a), stet_prose_text (b));
}

static GPtrArray *
text_blocks (GPtrArray *body)
{
  GPtrArray *blocks = g_ptr_array_new ();

  for (guint i = 0; i < body->len; i++)
    if (stet_block_type (body->pdata[i]) <= STET_BLOCK_LIST_ITEM)
      g_ptr_array_add (blocks, body->pdata[i]);
  return blocks;
}

static gboolean
same_body (GPtrArray *a, GPtrArray *b)
{
  g_autoptr (GPtrArray) left = text_blocks (a);
  g_autoptr (GPtrArray) right = text_blocks (b);

  if (left->len != right->len)
    return FALSE;
  for (guint i = 0; i < left->len; i++)
    {
      const StetBlockFields *x = stet_block_fields (left->pdata[i]);
      const StetBlockFields *y = stet_block_fields (right->pdata[i]);

      if (x->type != y->type || x->level != y->level || x->indent != y->indent ||
          !same_text (x->prose, y->prose))
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_head (const StetArticleFields *a, const StetArticleFields *b)
{
  return same_text (a->headline, b->headline) && same_text (a->dek, b->dek);
}

/* The plainest form in which headline, dek and body are read back. */
static char *
write_plainest (const StetArticleFields *fields, StetArticle **again)
{
  static const HeadForm forms[] = { HEAD_PLAIN, HEAD_MARKED, HEAD_RULED, HEAD_MARKED | HEAD_RULED };
  char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const StetArticleFields *read;

      g_free (text);
      g_clear_pointer (again, stet_article_unref);
      text = write_form (fields, forms[i]);
      *again = read_again (text, fields);
      read = *again != NULL ? stet_article_fields (*again) : NULL;
      if (read != NULL && same_head (fields, read) && same_body (fields->body, read->body))
        return text;
    }
  return text;
}

static gboolean
has_spans (const StetProse *prose)
{
  guint n = 0;

  stet_prose_spans (prose, &n);
  return n > 0;
}

static void
add_lost_blocks (GPtrArray *lost, GPtrArray *body)
{
  static const char *const phrases[] = {
    [STET_BLOCK_TABLE] = "tables",
    [STET_BLOCK_IMAGE] = "pictures in the body",
    [STET_BLOCK_EMBED] = "embedded content",
    [STET_BLOCK_OPAQUE] = "content of other programs",
  };

  for (guint i = 0; i < body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (body->pdata[i]);

      if (block->type > STET_BLOCK_LIST_ITEM)
        stet_lost_add (lost, phrases[block->type]);
      if (block->cite != NULL && block->cite[0] != '\0')
        stet_lost_add (lost, "the sources of quotations");
      if (block->ordered)
        stet_lost_add (lost, "the numbers of lists");
      if (has_spans (block->prose))
        stet_lost_add (lost, "formatting and links");
    }
}

static gboolean
same_faq (const StetArticleFields *a, const StetArticleFields *b)
{
  if (!same_text (a->faq_title, b->faq_title) || a->faq_items->len != b->faq_items->len)
    return FALSE;
  for (guint i = 0; i < a->faq_items->len; i++)
    if (!same_text (stet_faq_item_question (a->faq_items->pdata[i]),
                    stet_faq_item_question (b->faq_items->pdata[i])) ||
        !same_text (stet_faq_item_answer (a->faq_items->pdata[i]),
                    stet_faq_item_answer (b->faq_items->pdata[i])))
      return FALSE;
  return TRUE;
}

static gboolean
same_tags (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (stet_term_label (a->pdata[i]), stet_term_label (b->pdata[i])))
      return FALSE;
  return TRUE;
}

/* What was read again, against what was to be written. */
static void
add_lost_texts (GPtrArray *lost, const StetArticleFields *fields, const StetArticleFields *read)
{
  if (!same_text (fields->headline, read->headline))
    stet_lost_add (lost, "the headline as it is");
  if (!same_text (fields->dek, read->dek))
    stet_lost_add (lost, "the dek as it is");
  if (!same_text (stet_photo_caption (fields->photo), stet_photo_caption (read->photo)))
    stet_lost_add (lost, "the photo's caption as it is");
  if (!same_text (stet_photo_credit (fields->photo), stet_photo_credit (read->photo)))
    stet_lost_add (lost, "a photo credit that does not begin with “Photo ©” or “Foto ©”");
  if (!same_body (fields->body, read->body))
    stet_lost_add (lost, "the body as it is");
  if (!same_faq (fields, read))
    stet_lost_add (lost, "the questions and answers as they are");
  if (!same_tags (fields->tags, read->tags))
    stet_lost_add (lost, "tags with a comma or a line break");
  if (!same_text (fields->byline, read->byline) ||
      !same_text (fields->author_box, read->author_box))
    stet_lost_add (lost, "byline and author box as they are");
}

static void
add_lost (GPtrArray *lost, const StetArticleFields *fields)
{
  stet_lost_add_fields (lost, fields);
  if (stet_photo_file (fields->photo)[0] != '\0')
    stet_lost_add (lost, "the photo");
  if (stet_prose_chars (stet_photo_alt (fields->photo)) > 0)
    stet_lost_add (lost, "the photo's alternative text");
  if (has_spans (fields->dek) || has_spans (stet_photo_caption (fields->photo)))
    stet_lost_add (lost, "formatting and links");
  for (guint i = 0; i < fields->faq_items->len; i++)
    if (has_spans (stet_faq_item_answer (fields->faq_items->pdata[i])))
      stet_lost_add (lost, "formatting and links");
  add_lost_blocks (lost, fields->body);
  stet_lost_add_extra (lost, fields);
}

char *
stet_text_write_article (const StetArticle *article, GPtrArray *lost)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autoptr (StetArticle) again = NULL;
  char *text = write_plainest (fields, &again);

  add_lost (lost, fields);
  if (again != NULL)
    add_lost_texts (lost, fields, stet_article_fields (again));
  return text;
}
