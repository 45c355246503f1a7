/* Tags as chips, an entry that adds them, and what the site knows that fits. Layer: ui, main
 * thread.
 *
 * A tag the site knows is taken as soon as its end is written, or by choosing it; one it does not
 * know is only made where that is said. Signal "known-wanted": answered by
 * stet_tag_editor_set_known (). */
#pragma once

#include "article/document.h"
#include "article/term-index.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_TAG_EDITOR (stet_tag_editor_get_type ())
G_DECLARE_FINAL_TYPE (StetTagEditor, stet_tag_editor, STET, TAG_EDITOR, GtkBox)

void stet_tag_editor_set_document (StetTagEditor *editor, StetDocument *document);
void stet_tag_editor_update       (StetTagEditor *editor);
/* The site's tags, and of StetTerm those that stand in the story's text. */
void stet_tag_editor_set_known (StetTagEditor *editor, StetTermIndex *known, GPtrArray *suggested);
/* A sentence about what is missing (nullable), and whether it blocks by now. */
void stet_tag_editor_set_prompt   (StetTagEditor *editor, const char *prompt, gboolean blocks);
void stet_tag_editor_focus        (StetTagEditor *editor);

G_END_DECLS
