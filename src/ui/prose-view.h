/* A text of the story, as it will be read, with the signs of the house style under its words:
 * headline, dek, caption, answer, or a run of the body's text blocks. Layer: ui, main thread.
 *
 * It activates "win.finding" (s: id) when a marked word is clicked, "win.caret" when the caret
 * moved, "win.pasted" ((uuuu): as StetHtmlDropped) when a paste left something behind,
 * "win.paste-photo-line" (s) for a caption and credit in one, and what ui/picture-paste.h says. */
#pragma once

#include "app/find.h"
#include "style/finding.h"
#include "ui/projection.h"

G_BEGIN_DECLS

#define STET_TYPE_PROSE_VIEW (stet_prose_view_get_type ())
/* Signal "leave" (StetLeave how, int x) -> gboolean: a key would lead out of this text, and whoever
 * holds it may take the caret further. */
typedef enum
{
  STET_LEAVE_UP = 1,
  STET_LEAVE_DOWN,
  STET_LEAVE_LEFT,
  STET_LEAVE_RIGHT,
  STET_LEAVE_BACKSPACE,
  STET_LEAVE_DELETE,
  STET_LEAVE_TAB,
  STET_LEAVE_TAB_BACK,
  STET_LEAVE_RETURN,
} StetLeave;

/* Signal "paste-table" (GPtrArray *rows) -> gboolean: what is pasted is a table, rows as in
 * article/table.h. */

G_DECLARE_FINAL_TYPE (StetProseView, stet_prose_view, STET, PROSE_VIEW, GtkTextView)

StetProseView  *stet_prose_view_new (void);
StetProjection *stet_prose_view_projection (StetProseView *view); /* (borrowed) */

/* As in projection.h, with a resize where it is needed. */
void
stet_prose_view_show_field (StetProseView *view, StetDocument *document, const StetField *field);
void
stet_prose_view_show_run (StetProseView *view, StetDocument *document, guint first, guint n_blocks);
void stet_prose_view_sync       (StetProseView *view);

/* What stands where there is no text yet. */
void stet_prose_view_set_placeholder (StetProseView *view, const char *placeholder);
/* Those findings of the story that lie in this view; `selected` (nullable) is the id of one. */
void stet_prose_view_set_findings (StetProseView *view, GPtrArray *findings, const char *selected);
/* The finding at the caret, (nullable) (borrowed). */
const char *stet_prose_view_finding_at_caret (StetProseView *view);
/* What may have been meant by the word of a finding, for the context menu that is open on it. */
void stet_prose_view_suggest (StetProseView *view, const char *finding, const char *const *words);
/* Those hits of a search (nullable: none) that lie in this view are lit. */
void stet_prose_view_set_hits (StetProseView *view, GPtrArray *hits);
/* Selects a range. */
void stet_prose_view_select (StetProseView *view, guint line, guint start_chars, guint end_chars);
/* The word at the caret, or its paragraph, as far as it stands in this text. */
void stet_prose_view_select_around (StetProseView *view, gboolean paragraph);
/* Selects a range and takes the focus. */
void stet_prose_view_go_to (StetProseView *view, guint line, guint start_chars, guint end_chars);
/* Whether a place of the story is shown here; `line` (out, nullable). */
gboolean stet_prose_view_shows (StetProseView *view, const StetField *field, guint *line);
/* The caret's rectangle in `relative`'s coordinates. */
void stet_prose_view_caret_rect (StetProseView *view, GtkWidget *relative, graphene_rect_t *rect);
guint stet_prose_view_caret (StetProseView *view);
/* The caret into the first or last line, as near to `x` as its letters allow (-1: at its very
 * end). */
void stet_prose_view_enter (StetProseView *view, gboolean at_end, int x);

/* The clipboard as text without any form. */
void stet_prose_view_paste_plain (StetProseView *view);
/* Takes the last paste of a page back, or puts its text there without its form. FALSE: the story
 * was changed since. */
gboolean stet_prose_view_take_paste_back (StetProseView *view, gboolean as_text);

typedef void (*StetProseViewFunc) (StetProseView *view, gpointer data);
/* All of them below `root`, in the order of the page. */
void stet_prose_views_foreach (GtkWidget *root, StetProseViewFunc func, gpointer data);

G_END_DECLS
