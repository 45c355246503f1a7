/* One block of a story's body, and the photo. Immutable and reference-counted (atomically).
 * Layer: article. */
#pragma once

#include "article/prose.h"

G_BEGIN_DECLS

typedef enum
{
  STET_BLOCK_PARAGRAPH = 0,
  STET_BLOCK_HEADING,
  STET_BLOCK_QUOTE,
  STET_BLOCK_LIST_ITEM,
  STET_BLOCK_TABLE,
  STET_BLOCK_IMAGE,
  STET_BLOCK_EMBED,
  STET_BLOCK_OPAQUE,
} StetBlockType;

#define STET_HEADING_LEVEL_DEFAULT 2
#define STET_LIST_INDENT_MAX 3

/* The lead photo, or the picture of an image block. */
typedef struct _StetPhoto StetPhoto;

/* Text arguments are nullable (""); `extra` is a JSON object of unknown keys, or NULL. */
StetPhoto *stet_photo_new (const char *id, const char *file, StetProse *caption, StetProse *credit,
                           StetProse *alt, const char *extra);
StetPhoto  *stet_photo_ref   (StetPhoto *photo);
void        stet_photo_unref (StetPhoto *photo);
const char *stet_photo_id      (const StetPhoto *photo);
const char *stet_photo_file    (const StetPhoto *photo); /* sha256 in hex or a path, "" for none */
StetProse  *stet_photo_caption (const StetPhoto *photo); /* (borrowed), never NULL */
StetProse  *stet_photo_credit  (const StetPhoto *photo);
StetProse  *stet_photo_alt     (const StetPhoto *photo);
const char *stet_photo_extra   (const StetPhoto *photo); /* (nullable) */
gboolean    stet_photo_is_empty (const StetPhoto *photo); /* no file and no text */
gboolean    stet_photo_equal   (const StetPhoto *a, const StetPhoto *b);

typedef struct _StetBlock StetBlock;

/* All that a block holds, to make one with. Nothing is taken over: strings are copied, objects
 * reffed. */
typedef struct
{
  StetBlockType type;
  const char   *id;
  StetProse    *prose;     /* (nullable) paragraph, heading, quote, list item */
  guint         level;     /* heading: 2 to 4 */
  const char   *cite;      /* (nullable) quote */
  gboolean      ordered;   /* list item */
  guint         indent;    /* list item: 0 to 3 */
  GPtrArray    *rows;      /* (nullable) table: GPtrArray of GPtrArray of StetProse */
  StetPhoto    *photo;     /* (nullable) image */
  const char   *href;      /* (nullable) embed */
  GBytes       *raw;       /* (nullable) opaque */
  const char   *extra;       /* (nullable) unknown keys of the block, a canonical JSON object */
  const char   *extra_attrs; /* (nullable) unknown keys of its attrs */
} StetBlockFields;

StetBlock *stet_block_new       (const StetBlockFields *fields);
StetBlock *stet_block_paragraph (const char *id, StetProse *prose);
StetBlock *stet_block_ref       (StetBlock *block);
void       stet_block_unref     (StetBlock *block);

/* (borrowed), valid as long as the block; prose is never NULL, `id` never empty. */
const StetBlockFields *stet_block_fields (const StetBlock *block);
StetBlockType stet_block_type  (const StetBlock *block);
const char   *stet_block_id    (const StetBlock *block);
StetProse    *stet_block_prose (const StetBlock *block); /* (borrowed) */
StetBlock    *stet_block_with_prose (StetBlock *block, StetProse *prose); /* (owned) */
gboolean      stet_block_equal (const StetBlock *a, const StetBlock *b);

/* "paragraph", "list_item" … and back; FALSE for a name that is none. */
const char *stet_block_type_name  (StetBlockType type);
gboolean    stet_block_type_parse (const char *name, StetBlockType *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPhoto, stet_photo_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetBlock, stet_block_unref)

G_END_DECLS
