/* A text buffer that shows a part of the story and feeds what is typed in it back into the story:
 * one text (a headline, an answer), or a run of text blocks with one line for each. Layer: ui, main
 * thread.
 *
 * The story changes first, then the buffer: an edit that the story refuses never reaches the
 * screen. A line break inside a text is LF in the story and U+2028 here, so lines and blocks count
 * alike and every character has the same offset in both. */
#pragma once

#include "article/document.h"
#include "base/clock.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  STET_LINES_ONE = 1, /* no line breaks: a headline */
  STET_LINES_BREAKS,  /* line breaks inside the text: an answer */
  STET_LINES_BLOCKS,  /* a line is a block of the body */
} StetLines;

typedef struct _StetProjection StetProjection;

StetProjection *stet_projection_new  (GtkTextBuffer *buffer);
void            stet_projection_free (StetProjection *projection);

/* `lines` is not BLOCKS. */
void stet_projection_set_field (StetProjection *projection, StetDocument *document,
                                const StetField *field, StetLines lines);
void stet_projection_set_run (StetProjection *projection, StetDocument *document, guint first,
                              guint n_blocks);
/* For the pauses that part one run of typing from the next; NULL: the machine's. (borrowed) */
void stet_projection_set_clock (StetProjection *projection, StetClock *clock);
/* Put before the first character typed into an empty text, "Photo © ". */
void stet_projection_set_prefix (StetProjection *projection, const char *prefix);
/* Read only for a while: nothing typed or pasted enters, what the story does is still shown. */
void stet_projection_set_locked (StetProjection *projection, gboolean locked);
gboolean stet_projection_is_locked (StetProjection *projection);
/* Whether bold, italic, links are allowed. */
void stet_projection_set_formatting (StetProjection *projection, gboolean formatting);

/* The smallest change of the buffer that makes it show the story as it is now. Returns: whether the
 * text changed. */
gboolean stet_projection_sync (StetProjection *projection);
/* While held (a composition is open) the buffer does not follow the story; what is typed all the
 * same, or the end of it, catches up first. */
void     stet_projection_set_held (StetProjection *projection, gboolean held);
/* Where the last such change since this was asked ended, for the caret; -1: there was none. */
int      stet_projection_take_change (StetProjection *projection);
/* TRUE while the buffer follows the story, so that others can tell typing from it. */
gboolean stet_projection_is_applying (StetProjection *projection);

StetDocument *stet_projection_document (StetProjection *projection); /* (borrowed) (nullable) */
StetLines stet_projection_lines    (StetProjection *projection);
guint     stet_projection_n_lines  (StetProjection *projection);
guint     stet_projection_first    (StetProjection *projection); /* block of the first line */
StetProse *stet_projection_prose   (StetProjection *projection, guint line); /* (borrowed) */
/* (borrowed) (nullable) */
StetBlock *stet_projection_block   (StetProjection *projection, guint line);
/* Line and character within it for a buffer offset, and back. */
guint stet_projection_locate (StetProjection *projection, guint offset_chars, guint *in_line_chars);
guint     stet_projection_offset   (StetProjection *projection, guint line, guint in_line_chars);
/* The place in the story a line stands for. */
StetField stet_projection_field_at (StetProjection *projection, guint line);

/* Bold and its like over the selection, or for what is typed next where nothing is selected. */
void     stet_projection_toggle_span (StetProjection *projection, StetSpanType type);
gboolean stet_projection_has_span    (StetProjection *projection, StetSpanType type);
/* A link over the selection; `href` NULL takes it away. */
void     stet_projection_set_link    (StetProjection *projection, const char *href);
/* The address at the caret or over the selection, (nullable) (owned). */
char    *stet_projection_link        (StetProjection *projection);
/* The caret moved by itself: what was chosen for the next character is forgotten. */
void     stet_projection_forget_typing (StetProjection *projection);

/* The selected lines become blocks of this kind; those that are already, paragraphs. */
void stet_projection_set_kind (StetProjection *projection, StetBlockType type, guint level,
                               gboolean ordered);
void     stet_projection_indent   (StetProjection *projection, int by);
/* Whether the caret or the selection's first line is in a list. */
gboolean stet_projection_in_list  (StetProjection *projection);
/* Backspace at the start of a heading or quotation makes it a paragraph, a list item less deep and
 * at last a paragraph. FALSE: not such a place. */
gboolean stet_projection_unstyle_at_caret (StetProjection *projection);
/* The selected blocks change places with the one before or after them. FALSE: there is none. */
gboolean stet_projection_move_lines (StetProjection *projection, int by);
/* A place in the body: a block by its number, a character within it. */
typedef struct { guint block, chars; } StetSpot;
/* What is to be selected once an edit moved its text out of this run, or made a card of it. */
typedef void (*StetPlaceFunc) (StetSpot from, StetSpot to, gpointer data);
void     stet_projection_put_selection (StetProjection *projection, StetSpot from, StetSpot to);
void stet_projection_set_place_func (StetProjection *projection, StetPlaceFunc func, gpointer data);
/* The selection replaced by blocks (a paste): their texts only where a line is not a block. */
void     stet_projection_insert_blocks (StetProjection *projection, GPtrArray *blocks);
typedef enum { STET_CARRY_MOVE = 1, STET_CARRY_COPY } StetCarry;
/* Text between two offsets is carried to a place in this or another text, with its spans, whole
 * lines with their kinds: one undo step, or nothing at all. FALSE: it stands there already, or one
 * of the two refused; both are as they were. */
gboolean stet_projection_carry (StetProjection *source, guint start, guint end,
                                StetProjection *target, guint at, StetCarry how);
/* What is selected, as blocks. Returns: (owned) GPtrArray of StetBlock. */
GPtrArray *stet_projection_selected_blocks (StetProjection *projection);

G_END_DECLS
