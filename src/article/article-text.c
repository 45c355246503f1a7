/* The texts of a story by the names of their places. Layer: article. Any thread. */
#include "config.h"

#include "article/article.h"

#include "article/article-private.h"

static StetProse *
label_of (GPtrArray *terms, int index)
{
  if (index < 0 || (guint) index >= terms->len)
    return NULL;
  return stet_prose_plain (stet_term_label (terms->pdata[index]));
}

static StetProse *
cell_of (const StetBlockFields *block, const StetField *field)
{
  GPtrArray *row;

  if (block->rows == NULL || field->row < 0 || (guint) field->row >= block->rows->len)
    return NULL;
  row = block->rows->pdata[field->row];
  if (field->column < 0 || (guint) field->column >= row->len)
    return NULL;
  return stet_prose_ref (row->pdata[field->column]);
}

static StetProse *
photo_text (const StetPhoto *photo, StetFieldKind kind)
{
  if (photo == NULL)
    return NULL;
  if (kind == STET_FIELD_BLOCK_CAPTION)
    return stet_prose_ref (stet_photo_caption (photo));
  if (kind == STET_FIELD_BLOCK_CREDIT)
    return stet_prose_ref (stet_photo_credit (photo));
  return stet_prose_ref (stet_photo_alt (photo));
}

/* Only the types whose text is a part of the page; a table's words stand in its cells. */
static gboolean
has_prose (StetBlockType type)
{
  return type <= STET_BLOCK_LIST_ITEM;
}

static StetProse *
block_text (const StetArticleFields *fields, const StetField *field)
{
  const StetBlockFields *block;

  if (field->index < 0 || (guint) field->index >= fields->body->len)
    return NULL;
  block = stet_block_fields (fields->body->pdata[field->index]);
  switch ((int) field->kind)
    {
    case STET_FIELD_BODY:
      return has_prose (block->type) ? stet_prose_ref (block->prose) : NULL;
    case STET_FIELD_BLOCK_HREF:
      return block->href != NULL ? stet_prose_plain (block->href) : NULL;
    case STET_FIELD_BLOCK_CITE:
      return block->cite != NULL ? stet_prose_plain (block->cite) : NULL;
    case STET_FIELD_BLOCK_CELL:
      return cell_of (block, field);
    default:
      return photo_text (block->photo, field->kind);
    }
}

static StetProse *
faq_text (const StetArticleFields *fields, const StetField *field)
{
  const StetFaqItem *item;

  if (field->index < 0 || (guint) field->index >= fields->faq_items->len)
    return NULL;
  item = fields->faq_items->pdata[field->index];
  if (field->kind == STET_FIELD_FAQ_QUESTION)
    return stet_prose_ref (stet_faq_item_question (item));
  return stet_prose_ref (stet_faq_item_answer (item));
}

static StetProse *
custom_text (const StetArticleFields *fields, const StetField *field)
{
  g_autofree char *text = field->name != NULL ? stet_custom_get (fields->custom, field->name)
                                              : NULL;

  return text != NULL ? stet_prose_plain (text) : NULL;
}

static StetProse *
single_text (const StetArticleFields *fields, StetFieldKind kind)
{
  switch ((int) kind)
    {
    case STET_FIELD_LANGUAGE:
      return stet_prose_plain (fields->language);
    case STET_FIELD_HEADLINE:
      return stet_prose_ref (fields->headline);
    case STET_FIELD_DEK:
      return stet_prose_ref (fields->dek);
    case STET_FIELD_SECTION:
      return stet_prose_plain (fields->section != NULL ? stet_term_label (fields->section) : "");
    case STET_FIELD_SLUG:
      return stet_prose_ref (fields->slug);
    case STET_FIELD_BYLINE:
      return stet_prose_ref (fields->byline);
    case STET_FIELD_AUTHOR_BOX:
      return stet_prose_ref (fields->author_box);
    case STET_FIELD_PHOTO_FILE:
      return stet_prose_plain (stet_photo_file (fields->photo));
    case STET_FIELD_PHOTO_CAPTION:
      return stet_prose_ref (stet_photo_caption (fields->photo));
    case STET_FIELD_PHOTO_CREDIT:
      return stet_prose_ref (stet_photo_credit (fields->photo));
    case STET_FIELD_PHOTO_ALT:
      return stet_prose_ref (stet_photo_alt (fields->photo));
    case STET_FIELD_FAQ_TITLE:
      return stet_prose_ref (fields->faq_title);
    default:
      return NULL;
    }
}

StetProse *
stet_article_text_at (const StetArticle *article, const StetField *field)
{
  const StetArticleFields *fields = stet_article_fields (article);

  switch (field->kind)
    {
    case STET_FIELD_AUTHORS:
      return label_of (fields->authors, field->index);
    case STET_FIELD_TAGS:
      return label_of (fields->tags, field->index);
    case STET_FIELD_FAQ_QUESTION:
    case STET_FIELD_FAQ_ANSWER:
      return faq_text (fields, field);
    case STET_FIELD_BODY:
    case STET_FIELD_BLOCK_CAPTION:
    case STET_FIELD_BLOCK_CREDIT:
    case STET_FIELD_BLOCK_ALT:
    case STET_FIELD_BLOCK_HREF:
    case STET_FIELD_BLOCK_CITE:
    case STET_FIELD_BLOCK_CELL:
      return block_text (fields, field);
    case STET_FIELD_CUSTOM:
      return custom_text (fields, field);
    case STET_FIELD_LANGUAGE:
    case STET_FIELD_HEADLINE:
    case STET_FIELD_DEK:
    case STET_FIELD_SECTION:
    case STET_FIELD_SLUG:
    case STET_FIELD_BYLINE:
    case STET_FIELD_AUTHOR_BOX:
    case STET_FIELD_PHOTO:
    case STET_FIELD_PHOTO_FILE:
    case STET_FIELD_PHOTO_CAPTION:
    case STET_FIELD_PHOTO_CREDIT:
    case STET_FIELD_PHOTO_ALT:
    case STET_FIELD_FAQ_TITLE:
    case STET_FIELD_FAQ_ITEMS:
      return single_text (fields, field->kind);
    default:
      return NULL;
    }
}

static void
add_field (GArray *list, StetFieldKind kind, int index)
{
  StetField field = stet_field_at (kind, index);

  g_array_append_val (list, field);
}

static void
add_cells (GArray *list, GPtrArray *rows, int index)
{
  StetField field = stet_field_at (STET_FIELD_BLOCK_CELL, index);

  for (guint r = 0; r < rows->len; r++)
    {
      GPtrArray *row = rows->pdata[r];

      field.row = (int) r;
      for (guint c = 0; c < row->len; c++)
        {
          field.column = (int) c;
          g_array_append_val (list, field);
        }
    }
}

static void
add_block (GArray *list, const StetBlockFields *block, int index)
{
  if (has_prose (block->type))
    add_field (list, STET_FIELD_BODY, index);
  if (block->type == STET_BLOCK_QUOTE)
    add_field (list, STET_FIELD_BLOCK_CITE, index);
  if (block->type == STET_BLOCK_TABLE)
    add_cells (list, block->rows, index);
  if (block->type == STET_BLOCK_IMAGE)
    {
      add_field (list, STET_FIELD_BLOCK_CAPTION, index);
      add_field (list, STET_FIELD_BLOCK_CREDIT, index);
      add_field (list, STET_FIELD_BLOCK_ALT, index);
    }
}

static void
add_custom (GArray *list, const char *custom)
{
  g_auto (GStrv) names = stet_custom_names (custom);

  for (guint i = 0; names[i] != NULL; i++)
    {
      StetField field = stet_field_make (STET_FIELD_CUSTOM);

      field.name = g_intern_string (names[i]);
      g_array_append_val (list, field);
    }
}

GArray *
stet_article_text_fields (const StetArticle *article)
{
  static const StetFieldKind first[] = {
    STET_FIELD_HEADLINE, STET_FIELD_DEK, STET_FIELD_SECTION, STET_FIELD_SLUG,
    STET_FIELD_PHOTO_CAPTION, STET_FIELD_PHOTO_CREDIT, STET_FIELD_PHOTO_ALT,
  };
  const StetArticleFields *fields = stet_article_fields (article);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (StetField));

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    add_field (list, first[i], -1);
  for (guint i = 0; i < fields->body->len; i++)
    add_block (list, stet_block_fields (fields->body->pdata[i]), (int) i);
  add_field (list, STET_FIELD_FAQ_TITLE, -1);
  for (guint i = 0; i < fields->faq_items->len; i++)
    {
      add_field (list, STET_FIELD_FAQ_QUESTION, (int) i);
      add_field (list, STET_FIELD_FAQ_ANSWER, (int) i);
    }
  for (guint i = 0; i < fields->tags->len; i++)
    add_field (list, STET_FIELD_TAGS, (int) i);
  add_field (list, STET_FIELD_BYLINE, -1);
  add_field (list, STET_FIELD_AUTHOR_BOX, -1);
  add_custom (list, fields->custom);
  return list;
}
