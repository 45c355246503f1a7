/* Blocks of a story's body, and photos. Layer: article. Any thread. */
#include "config.h"

#include "article/block.h"

#include "article/article-private.h"

struct _StetPhoto
{
  char      *id;      /* (owned) */
  char      *file;    /* (owned) */
  StetProse *caption; /* (owned) */
  StetProse *credit;  /* (owned) */
  StetProse *alt;     /* (owned) */
  char      *extra;   /* (owned) (nullable) */
};

struct _StetBlock
{
  StetBlockFields fields; /* with all it points to */
};

static const char *const type_names[] = {
  "paragraph", "heading", "quote", "list_item", "table", "image", "embed", "opaque",
};

StetProse *
stet_prose_or_empty (StetProse *prose)
{
  return prose != NULL ? stet_prose_ref (prose) : stet_prose_empty ();
}

StetProse *
stet_prose_without_spans (StetProse *prose)
{
  guint n_spans = 0;

  if (prose == NULL)
    return stet_prose_empty ();
  stet_prose_spans (prose, &n_spans);
  return n_spans > 0 ? stet_prose_plain (stet_prose_text (prose)) : stet_prose_ref (prose);
}

StetPhoto *
stet_photo_new (const char *id, const char *file, StetProse *caption, StetProse *credit,
                StetProse *alt, const char *extra)
{
  StetPhoto *photo = g_atomic_rc_box_new0 (StetPhoto);

  photo->id = g_strdup (id != NULL ? id : "");
  photo->file = g_strdup (file != NULL ? file : "");
  photo->caption = stet_prose_or_empty (caption);
  photo->credit = stet_prose_without_spans (credit);
  photo->alt = stet_prose_without_spans (alt);
  photo->extra = g_strdup (extra);
  return photo;
}

StetPhoto *
stet_photo_ref (StetPhoto *photo)
{
  return g_atomic_rc_box_acquire (photo);
}

static void
clear_photo (gpointer data)
{
  StetPhoto *photo = data;

  g_free (photo->id);
  g_free (photo->file);
  stet_prose_unref (photo->caption);
  stet_prose_unref (photo->credit);
  stet_prose_unref (photo->alt);
  g_free (photo->extra);
}

void
stet_photo_unref (StetPhoto *photo)
{
  g_atomic_rc_box_release_full (photo, clear_photo);
}

const char *
stet_photo_id (const StetPhoto *photo)
{
  return photo->id;
}

const char *
stet_photo_file (const StetPhoto *photo)
{
  return photo->file;
}

StetProse *
stet_photo_caption (const StetPhoto *photo)
{
  return photo->caption;
}

StetProse *
stet_photo_credit (const StetPhoto *photo)
{
  return photo->credit;
}

StetProse *
stet_photo_alt (const StetPhoto *photo)
{
  return photo->alt;
}

const char *
stet_photo_extra (const StetPhoto *photo)
{
  return photo->extra;
}

gboolean
stet_photo_is_empty (const StetPhoto *photo)
{
  return photo->file[0] == '\0' && stet_prose_is_blank (photo->caption) &&
         stet_prose_is_blank (photo->credit) && stet_prose_is_blank (photo->alt);
}

gboolean
stet_photo_equal (const StetPhoto *a, const StetPhoto *b)
{
  return a == b ||
         (g_str_equal (a->id, b->id) && g_str_equal (a->file, b->file) &&
          stet_prose_equal (a->caption, b->caption) && stet_prose_equal (a->credit, b->credit) &&
          stet_prose_equal (a->alt, b->alt) && g_strcmp0 (a->extra, b->extra) == 0);
}

static gpointer
copy_prose (gconstpointer prose, gpointer data)
{
  return stet_prose_ref ((StetProse *) prose);
}

static gpointer
copy_row (gconstpointer row, gpointer data)
{
  GPtrArray *copy = g_ptr_array_copy ((GPtrArray *) row, copy_prose, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) stet_prose_unref);
  return copy;
}

GPtrArray *
stet_rows_copy (GPtrArray *rows)
{
  GPtrArray *copy = rows != NULL ? g_ptr_array_copy (rows, copy_row, NULL) : g_ptr_array_new ();

  g_ptr_array_set_free_func (copy, (GDestroyNotify) g_ptr_array_unref);
  return copy;
}

/* An image block's photo: its unknown keys are those of the block's attrs. */
static StetPhoto *
photo_of_block (StetPhoto *photo, const char *block_id)
{
  g_autofree char *id = NULL;

  if (photo != NULL && photo->extra == NULL && photo->id[0] != '\0')
    return stet_photo_ref (photo);
  id = stet_uuid_for_remote (block_id, "photo");
  if (photo == NULL)
    return stet_photo_new (id, NULL, NULL, NULL, NULL, NULL);
  return stet_photo_new (photo->id[0] != '\0' ? photo->id : id, photo->file, photo->caption,
                         photo->credit, photo->alt, NULL);
}

/* What a type does not have is not kept, so that equal blocks have equal fields. */
StetBlock *
stet_block_new (const StetBlockFields *fields)
{
  StetBlock *block;
  StetBlockFields *own;

  g_return_val_if_fail (fields != NULL && fields->id != NULL && fields->id[0] != '\0', NULL);

  block = g_atomic_rc_box_new0 (StetBlock);
  own = &block->fields;
  own->type = fields->type;
  own->id = g_strdup (fields->id);
  own->prose = stet_prose_or_empty (fields->prose);
  own->extra = g_strdup (fields->extra);
  own->extra_attrs = g_strdup (fields->extra_attrs);
  if (fields->type == STET_BLOCK_HEADING)
    own->level = fields->level == 0 ? STET_HEADING_LEVEL_DEFAULT : CLAMP (fields->level, 2, 4);
  if (fields->type == STET_BLOCK_QUOTE)
    own->cite = g_strdup (fields->cite != NULL ? fields->cite : "");
  if (fields->type == STET_BLOCK_LIST_ITEM)
    {
      own->ordered = fields->ordered != FALSE;
      own->indent = MIN (fields->indent, STET_LIST_INDENT_MAX);
    }
  if (fields->type == STET_BLOCK_TABLE)
    own->rows = stet_rows_copy (fields->rows);
  if (fields->type == STET_BLOCK_IMAGE)
    own->photo = photo_of_block (fields->photo, fields->id);
  if (fields->type == STET_BLOCK_EMBED)
    own->href = g_strdup (fields->href != NULL ? fields->href : "");
  if (fields->type == STET_BLOCK_OPAQUE)
    own->raw = fields->raw != NULL ? g_bytes_ref (fields->raw) : g_bytes_new (NULL, 0);
  return block;
}

StetBlock *
stet_block_paragraph (const char *id, StetProse *prose)
{
  const StetBlockFields fields = { .type = STET_BLOCK_PARAGRAPH, .id = id, .prose = prose };

  return stet_block_new (&fields);
}

StetBlock *
stet_block_ref (StetBlock *block)
{
  return g_atomic_rc_box_acquire (block);
}

static void
clear_block (gpointer data)
{
  StetBlockFields *own = &((StetBlock *) data)->fields;

  g_free ((char *) own->id);
  stet_prose_unref (own->prose);
  g_free ((char *) own->cite);
  g_clear_pointer (&own->rows, g_ptr_array_unref);
  g_clear_pointer (&own->photo, stet_photo_unref);
  g_free ((char *) own->href);
  g_clear_pointer (&own->raw, g_bytes_unref);
  g_free ((char *) own->extra);
  g_free ((char *) own->extra_attrs);
}

void
stet_block_unref (StetBlock *block)
{
  g_atomic_rc_box_release_full (block, clear_block);
}

const StetBlockFields *
stet_block_fields (const StetBlock *block)
{
  return &block->fields;
}

StetBlockType
stet_block_type (const StetBlock *block)
{
  return block->fields.type;
}

const char *
stet_block_id (const StetBlock *block)
{
  return block->fields.id;
}

StetProse *
stet_block_prose (const StetBlock *block)
{
  return block->fields.prose;
}

StetBlock *
stet_block_with_prose (StetBlock *block, StetProse *prose)
{
  StetBlockFields fields = block->fields;

  fields.prose = prose;
  return stet_block_new (&fields);
}

static gboolean
rows_equal (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint r = 0; r < a->len; r++)
    {
      GPtrArray *left = a->pdata[r];
      GPtrArray *right = b->pdata[r];

      if (left->len != right->len)
        return FALSE;
      for (guint c = 0; c < left->len; c++)
        if (!stet_prose_equal (left->pdata[c], right->pdata[c]))
          return FALSE;
    }
  return TRUE;
}

gboolean
stet_block_equal (const StetBlock *a, const StetBlock *b)
{
  const StetBlockFields *left = &a->fields;
  const StetBlockFields *right = &b->fields;

  if (a == b)
    return TRUE;
  if (left->type != right->type || left->level != right->level || left->ordered != right->ordered ||
      left->indent != right->indent || !g_str_equal (left->id, right->id) ||
      !stet_prose_equal (left->prose, right->prose))
    return FALSE;
  if (g_strcmp0 (left->cite, right->cite) != 0 || g_strcmp0 (left->href, right->href) != 0 ||
      g_strcmp0 (left->extra, right->extra) != 0 ||
      g_strcmp0 (left->extra_attrs, right->extra_attrs) != 0)
    return FALSE;
  if (left->photo != NULL && !stet_photo_equal (left->photo, right->photo))
    return FALSE;
  if (left->raw != NULL && !g_bytes_equal (left->raw, right->raw))
    return FALSE;
  return rows_equal (left->rows, right->rows);
}

const char *
stet_block_type_name (StetBlockType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (type_names), NULL);

  return type_names[type];
}

gboolean
stet_block_type_parse (const char *name, StetBlockType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_str_equal (name, type_names[i]))
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}
