/* Tags as chips, an entry that adds them, and what the site knows that fits.
 * Layer: ui, main thread. */
#pragma once

#include "article/document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_TAG_EDITOR (stet_tag_editor_get_type ())
G_DECLARE_FINAL_TYPE (StetTagEditor, stet_tag_editor, STET, TAG_EDITOR, GtkBox)

/* Signal "completion-wanted" (const char *typed): answered by stet_tag_editor_suggest (). */

void stet_tag_editor_set_document (StetTagEditor *editor, StetDocument *document);
void stet_tag_editor_update       (StetTagEditor *editor);
/* Of StetTerm, for what was typed; ignored when the entry has moved on. */
void stet_tag_editor_suggest      (StetTagEditor *editor, const char *typed, GPtrArray *terms);
/* A sentence about what is missing (nullable), and whether it blocks by now. */
void stet_tag_editor_set_prompt   (StetTagEditor *editor, const char *prompt, gboolean blocks);
void stet_tag_editor_focus        (StetTagEditor *editor);

G_END_DECLS
