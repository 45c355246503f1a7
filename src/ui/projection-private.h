/* What projection.c (typing and following) and projection-commands.c (formatting, blocks, paste)
 * share.
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
  gboolean       held;       /* the buffer is to stay as it is, */
  gboolean       behind;     /* and the story went on meanwhile */
  gboolean       in_user_action;
  gboolean       grouped;
  gboolean       over;         /* a selection has just been deleted: */
  /* the story once it was: what comes next in the same go replaces it, */
  guint64        over_serial;
  guint          over_at;      /* here, */
  guint          over_spans;   /* and looks as its first letter did; bits by StetSpanType */
  guint          over_idle;    /* ends that */
  guint          touched_line;
  gboolean       joined;     /* what goes reaches over the end of a line */
  int            changed_at; /* offset, or -1 */
  guint          typing_set; /* bits by StetSpanType: chosen for what is typed next */
  guint          typing_on;
  StetClock     *clock;      /* (borrowed) */
  gint64         typed_us;   /* when the last character came */
  int            typed_kind; /* +1 came, -1 went, 0: neither yet */
  gboolean       typed_space;  /* one space was typed: what stands before it may be a shortcut */
  gboolean       typed_return; /* one paragraph break: the line before may be an address */
  gboolean       typed_address; /* pasted or dropped: it may be alone in its paragraph */
  StetPlaceFunc  place;      /* (nullable) */
  gpointer       place_data;
};

/* --- projection-lines.c --- */

/* The lines of the story as it is now, at least one. Returns: (owned) GPtrArray of Line. */
GPtrArray *stet_projection_read  (StetProjection *self);
/* One line that belongs to no block. Returns: (owned). */
GPtrArray *stet_lines_new        (StetProse *prose);
/* A soft break is a line separator in the buffer. Returns: (owned). */
char      *stet_line_buffer_text (StetProse *prose);
/* A quotation whose source is known: it stands below, drawn. */
gboolean   stet_line_has_source  (const StetBlockFields *fields);
gboolean   stet_line_equal       (const Line *a, const Line *b);

/* --- projection-commands.c --- */

typedef enum
{
  STET_PUT_PASTED = 1, /* one paragraph into the line, anything else between lines */
  STET_PUT_TEXT,       /* one block of any kind into the line */
  STET_PUT_LINES,      /* between lines, the line there parted */
} StetPut;
/* In place of the selection. FALSE: the story refused. */
gboolean
stet_projection_put_blocks (StetProjection *self, GPtrArray *blocks, StetPut how);
/* What stands between two offsets. Returns: (owned) GPtrArray of StetBlock. */
GPtrArray *stet_projection_blocks_between (StetProjection *self, guint start, guint end);

/* --- projection.c, projection-blocks.c --- */

void       stet_projection_add_tags  (GtkTextTagTable *table);
void       stet_projection_retag     (StetProjection *self, guint line);
/* A paragraph, or a list item after one. Returns: (owned). */
StetBlock *stet_projection_new_block (StetProse *prose, StetBlock *like);

/* The same kind of block under a new id. Returns: (owned). */
StetBlock *stet_projection_another_block (StetBlock *like, StetProse *prose);
gboolean   stet_projection_apply (StetProjection *self, StetEdit *edit);
/* The lines `first` to `last` become of another kind. */
void stet_projection_change_kinds (StetProjection *self, guint first, guint last,
                                   const StetBlockFields *kind);
/* After typing: "## " and its like, and an address alone in a paragraph. */
void       stet_projection_shortcuts (StetProjection *self);

G_END_DECLS
