/* What projection.c (typing and following) and projection-commands.c (formatting, blocks, paste) share.
 * Layer: ui, main thread. */
#pragma once

#include "ui/projection.h"

G_BEGIN_DECLS

#define STET_LINE_SEPARATOR "\342\200\250" /* U+2028 */

typedef struct
{
  StetProse *prose; /* (owned) */
  StetBlock *block; /* (owned) (nullable): not a block, or a run without any */
} Line;

struct _StetProjection
{
  GtkTextBuffer *buffer;   /* (owned) */
  StetDocument  *document; /* (owned) (nullable) */
  StetLines      mode;
  StetField      field;    /* not BLOCKS */
  guint          first;    /* BLOCKS: the run */
  guint          n_blocks;
  GPtrArray     *lines;    /* (owned) of Line: what the buffer shows, at least one */
  char          *prefix;   /* (owned) (nullable) */
  gboolean       formatting;
  gboolean       locked;
  guint          applying; /* the buffer follows the story */
  guint          own;      /* the story follows the buffer */
  gboolean       in_user_action;
  gboolean       grouped;
  guint          touched_line;
  int            changed_at; /* offset, or -1 */
  guint          typing_set; /* bits by StetSpanType: chosen for what is typed next */
  guint          typing_on;
};

void       stet_projection_add_tags  (GtkTextTagTable *table);
void       stet_projection_retag     (StetProjection *self, guint line);
/* A paragraph, or a list item after one. Returns: (owned). */
StetBlock *stet_projection_new_block (StetProse *prose, StetBlock *like);

G_END_DECLS
