/* What prose-view.c (drawing, signs), prose-paste.c (clipboard), prose-drag.c (dragging) and
 * prose-keys.c (keys, composition, leaving) share.
 * Layer: ui, main thread. */
#pragma once

#include "ui/prose-view.h"

G_BEGIN_DECLS

typedef struct
{
  guint     start, end; /* buffer offsets */
  StetLevel level;
  char     *id;
} Sign;

struct _StetProseView
{
  GtkTextView     parent_instance;
  StetProjection *projection;
  StetLines       lines;
  char           *placeholder;
  GArray         *signs;      /* of Sign */
  char           *selected;   /* (nullable) id */
  gboolean        typing;     /* the word at the caret is being typed */
  gboolean        inserting;  /* the buffer is just being changed by it */
  double          line_em;    /* line distance in font sizes */
  gboolean        formatting;
  GMenu          *menu;        /* (nullable) until it is first needed */
  GMenu          *suggestions; /* (nullable) its part */
  char           *asked;       /* (nullable) id of the finding the menu is about */
  gboolean        composing;     /* an input method's composition is open */
  gboolean        held;          /* other findings came in the meantime: */
  GPtrArray      *held_findings; /* (nullable) (owned) */
  char           *held_selected; /* (nullable) */
  char           *pasted;       /* (owned) (nullable) the last paste of a page, as plain text, */
  guint64         paste_serial; /* the story as that left it, */
  guint           paste_start, paste_end; /* and what it replaced: buffer offsets */
  int             drop_at;     /* offset where what is dragged would come in, or -1 */
  GArray         *lit;         /* (nullable) what find lights, see prose-hits.c */
};

extern guint stet_prose_view_leave; /* the signal "leave" */

/* Much was inserted at once: its height is known only after the text was laid out. */
void stet_prose_view_resize_soon (StetProseView *self);
/* prose-paste.c */
#define STET_BLOCKS_TYPE "application/x-stet-blocks"
void stet_prose_paste_class_init (GtkTextViewClass *view_class);
/* Blocks, a page or a text, put in at the caret once it is read; the drop then ends as `done`. */
void stet_prose_view_take_drop   (StetProseView *self, GdkDrop *drop, GdkDragAction done);
/* prose-drag.c */
void stet_prose_drag_init     (StetProseView *self);
/* As the view goes: a drag from it may outlive it. */
void stet_prose_drag_end      (StetProseView *self);
void stet_prose_drag_snapshot (StetProseView *self, GtkSnapshot *snapshot);
/* prose-keys.c */
void stet_prose_keys_class_init (GtkTextViewClass *view_class);
void stet_prose_keys_init       (StetProseView *self);
/* A composition ended: what waited for that is shown. */
void stet_prose_view_release    (StetProseView *self);
/* The menu that is about to open is about the finding at `offset`, or about none. */
void stet_prose_view_aim_menu   (StetProseView *self, guint offset);

/* prose-hits.c: hits follow the text from one search to the next. */
void stet_prose_view_shift_hits (StetProseView *self, guint start, guint end, int by);
void stet_prose_view_draw_hits  (StetProseView *self, GtkSnapshot *snapshot);
/* A ground behind a range, line by line of the screen. */
void
stet_prose_view_draw_range (StetProseView *self, GtkSnapshot *snapshot, const GtkTextIter *from,
                            const GtkTextIter *to, const GdkRGBA *color);

G_END_DECLS
