/* Questions and answers: a heading, then numbered items that are added, removed and moved.
 * Layer: ui, main thread. */
#pragma once

#include "ui/prose-view.h"

#include "style/profile.h"

G_BEGIN_DECLS

#define STET_TYPE_FAQ_EDITOR (stet_faq_editor_get_type ())
G_DECLARE_FINAL_TYPE (StetFaqEditor, stet_faq_editor, STET, FAQ_EDITOR, GtkBox)

void stet_faq_editor_set_profile  (StetFaqEditor *editor, StetProfile *profile);
void stet_faq_editor_set_document (StetFaqEditor *editor, StetDocument *document);
/* After any edit: items come and go, numbers and word counts follow. */
void stet_faq_editor_update       (StetFaqEditor *editor);
/* A new item at the end, the caret in its question. */
void stet_faq_editor_add          (StetFaqEditor *editor);
/* What is proposed for an empty heading follows the tags and the headline. */
void stet_faq_editor_show_suggestion (StetFaqEditor *editor);
/* Puts it there where the heading is empty, its subject selected; the caret goes to the heading. */
void stet_faq_editor_suggest_title (StetFaqEditor *editor);
/* The item the caret is in, up (-1) or down (1). */
void stet_faq_editor_move_focused (StetFaqEditor *editor, int by);

G_END_DECLS
