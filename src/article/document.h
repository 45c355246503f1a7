/* A story being written: the current article, its undo and redo across all fields, and a signal for
 * those who show it. GObject; belongs to one thread (the window's, or a command's). Layer: article.
 *
 * Signal "changed" (StetEdit *edit): after each edit, also those of undo and redo. */
#pragma once

#include "article/edit.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STET_TYPE_DOCUMENT (stet_document_get_type ())
G_DECLARE_FINAL_TYPE (StetDocument, stet_document, STET, DOCUMENT, GObject)

StetDocument *stet_document_new     (StetArticle *article);
StetArticle  *stet_document_article (StetDocument *document); /* (borrowed) */
/* Grows by one with each edit, undo and redo: to know whether what was saved is what is shown. */
guint64       stet_document_serial  (StetDocument *document);

/* One undo step of its own, or part of the open group. FALSE with `error` when it does not
 * apply. */
gboolean stet_document_apply (StetDocument *document, StetEdit *edit, GError **error);
/* Typing: joined to the step before it when that was typing in the same field, no group was ended
 * since, and stet_document_break () was not called (after a pause, a caret move, a word's end). */
gboolean stet_document_type  (StetDocument *document, StetEdit *edit, GError **error);
void     stet_document_break (StetDocument *document);
/* Groups nest; the outermost end makes one undo step of all edits inside. */
void     stet_document_begin_group (StetDocument *document);
void     stet_document_end_group   (StetDocument *document);
/* Instead of the outermost end: what was done since the group began is taken back, and is neither
 * an undo step nor one of redo. */
void     stet_document_cancel_group (StetDocument *document);
/* As begin_group, and the newest step is part of it: what replaces a selection comes after what
 * took it away. */
void     stet_document_resume_group (StetDocument *document);

gboolean stet_document_can_undo (StetDocument *document);
gboolean stet_document_can_redo (StetDocument *document);
gboolean stet_document_undo     (StetDocument *document);
gboolean stet_document_redo     (StetDocument *document);

/* Takes over another version of the story as one undo step (a restore, a command's change, a
 * merge). */
void     stet_document_take (StetDocument *document, StetArticle *article);

G_END_DECLS
