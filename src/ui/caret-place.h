/* Where the keyboard was, to come back to: the text, the caret and what was selected, which another
 * text takes away when something is selected there. Layer: ui, main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  GtkWidget     *widget; /* (nullable) weak */
  GtkTextBuffer *buffer; /* (owned) (nullable): of a text */
  GtkTextMark   *insert; /* (borrowed) of the buffer: follows what is changed meanwhile */
  GtkTextMark   *bound;
  int            start_chars, end_chars; /* of an entry */
} StetCaretPlace;

/* Remembers what has the keyboard now. */
void     stet_caret_place_keep    (StetCaretPlace *place, GtkRoot *root);
/* Gives it back and forgets it. FALSE: it was not remembered, or is gone. */
gboolean stet_caret_place_go_back (StetCaretPlace *place);
/* Selects again what was selected, the keyboard where it is. */
void     stet_caret_place_select  (StetCaretPlace *place);
void     stet_caret_place_clear   (StetCaretPlace *place);

G_END_DECLS
