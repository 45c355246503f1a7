/* What the files about block markup share. Layer: article. */
#pragma once

#include "article/blocks.h"
#include "article/html-walk.h"

G_BEGIN_DECLS

#define STET_BLOCKS_NO_ID "00000000-0000-0000-0000-000000000000"
#define STET_BLOCKS_CLASS_DEK "stet-dek"
#define STET_BLOCKS_CLASS_PHOTO_LINE "stet-photo-line"
#define STET_BLOCKS_CLASS_CREDIT "stet-credit"
#define STET_BLOCKS_CLASS_BYLINE "stet-byline"
#define STET_BLOCKS_CLASS_AUTHOR_BOX "stet-author-box"
#define STET_BLOCKS_CLASS_SKIP "stet-skip" /* a list item that only holds a deeper list */
#define STET_BLOCKS_EXTRA                                                                          \
  "wordpress" /* our key among the unknown ones: what only WordPress needs */

/* --- blocks-scan.c --- */

/* One piece of the top level. */
typedef struct
{
  char    *name;   /* (owned) (nullable): without "core/"; NULL: text that stands in no block */
  char    *attrs;  /* (owned) (nullable): a JSON object's text */
  gboolean closed; /* FALSE: its end is missing */
  gsize    raw_at, raw_bytes;     /* delimiters included */
  gsize    inner_at, inner_bytes;
} StetBlocksPiece;
void stet_blocks_piece_free (StetBlocksPiece *piece);
/* Returns: (owned) GPtrArray of StetBlocksPiece: together they are all of the markup. */
GPtrArray *stet_blocks_scan (const char *markup, GError **error);

/* --- blocks-inline.c --- */

void       stet_blocks_append_escaped (GString *out, const char *text, gsize length);
void       stet_blocks_append_attribute (GString *out, const char *name, const char *value);
void       stet_blocks_append_prose (GString *out, const StetProse *prose);
/* An element's text as it stands there, from child `from` up to `to` (not included). `exceeds` is
 * set when there is something that a text can't hold. Returns: (owned). */
StetProse *stet_blocks_read_prose (const GumboNode *node, guint from, guint to, gboolean *exceeds);
StetProse *stet_blocks_read_all   (const GumboNode *node, gboolean *exceeds);
/* A form of the HTML that is the same for markup that means the same. Returns: (owned). */
char      *stet_blocks_canonical  (const char *html);
/* Percent-encodes what WordPress's filter or a comment would change in a block's attribute; and
 * back. */
char      *stet_blocks_encode (const char *text);
char      *stet_blocks_decode (const char *text); /* (owned), NULL when that is no text */

/* --- blocks-write.c --- */

/* Whether `raw` is whole blocks that are to be written as they are. */
void  stet_blocks_append (GString *out, GPtrArray *blocks, const StetBlocksWriting *with);
void  stet_blocks_append_paragraph (GString *out, const char *class_name, const StetProse *prose);
void  stet_blocks_append_photo_line (GString *out, const StetPhoto *photo);
void  stet_blocks_append_faq (GString *out, const StetArticle *article);
/* The FAQ's HTML, inside its block. */
void  stet_blocks_append_faq_html (GString *out, const StetArticleFields *fields);
/* Whether the block's markup, one of ours by its name, would be written by us as it is. */
gboolean stet_blocks_is_same (StetBlocksPiece *piece, const char *raw, GPtrArray *blocks);

/* --- blocks-read.c --- */

/* What the block says: blocks of a story, or none where it exceeds them. Returns: (owned)
 * (nullable). */
GPtrArray *stet_blocks_read_piece (const StetBlocksPiece *piece, const char *markup);
/* A paragraph of that class. Returns: (owned) (nullable). */
StetProse *
stet_blocks_read_special (const StetBlocksPiece *piece, const char *markup, const char *class_name);
/* Caption and credit of a line that holds both. */
void stet_blocks_read_photo_line (const GumboNode *node, StetProse **caption, StetProse **credit,
                                  gboolean *exceeds);
/* Text that stands in no block: the classic editor's. Blocks are added to `blocks`. */
void       stet_blocks_read_freeform (const char *text, gsize length, GPtrArray *blocks);
StetBlock *stet_blocks_opaque (const char *raw, gsize length);
/* An attribute of a piece. Returns: (owned) (nullable). */
char      *stet_blocks_attribute (const StetBlocksPiece *piece, const char *name);

/* --- blocks-mark.c --- */

void
stet_blocks_append_mark (GString *out, const StetArticle *article, const StetBlocksWriting *with);

typedef struct
{
  StetBlocksMark beside;
  StetArticle *rest;     /* (owned) (nullable): the story without what stands in blocks */
  GHashTable  *files;    /* (owned): attachment to file */
  char        *featured; /* (owned) (nullable) */
  char        *author;   /* (owned) (nullable): the post's, when this was written */
  char       **ids;      /* (owned) (nullable): of the body's blocks */
} StetBlocksKept;
void stet_blocks_kept_clear (StetBlocksKept *kept);
/* FALSE when the piece is no mark that can be read. */
gboolean stet_blocks_read_mark (const StetBlocksPiece *piece, StetBlocksKept *kept);
/* The body with the ids its blocks had. Returns: (owned). */
GPtrArray *stet_blocks_give_ids (GPtrArray *body, char **ids, const char *article_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetBlocksPiece, stet_blocks_piece_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetBlocksKept, stet_blocks_kept_clear)

G_END_DECLS
