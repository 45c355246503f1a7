/* A block of the body that is no line of text: a table, a picture, an embed, or something Stet
 * keeps without understanding it. Layer: ui, main thread. */
#pragma once

#include "article/document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_BLOCK_CARD (stet_block_card_get_type ())
G_DECLARE_FINAL_TYPE (StetBlockCard, stet_block_card, STET, BLOCK_CARD, GtkBox)

/* Signal "act" (StetCardAct act): what is asked of the card by key or button. */
typedef enum
{
  STET_CARD_UP = 1, /* the caret leaves it */
  STET_CARD_DOWN,
  STET_CARD_WRITE_BEFORE,
  STET_CARD_WRITE_AFTER,
  STET_CARD_REMOVE,
} StetCardAct;

/* Where the pictures of the store are: `sha256` to a path. */
typedef char *(*StetPhotoPathFunc) (const char *sha256, gpointer data);

StetBlockCard *stet_block_card_new (StetDocument *document, guint index,
                                    StetPhotoPathFunc photo_path, gpointer data);
/* The block moved to another place of the body, or changed there. */
void           stet_block_card_update (StetBlockCard *card, guint index);
/* The caret into its first text; the card itself where it has none. */
void           stet_block_card_focus_text (StetBlockCard *card);
const char    *stet_block_card_id     (StetBlockCard *card);

G_END_DECLS
