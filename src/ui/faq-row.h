/* One question with its answer. Layer: ui, main thread.
 * It activates "faq.move-up", "faq.move-down" and "faq.remove" (i: index). */
#pragma once

#include "ui/prose-view.h"

#include "style/profile.h"

G_BEGIN_DECLS

#define STET_TYPE_FAQ_ROW (stet_faq_row_get_type ())
G_DECLARE_FINAL_TYPE (StetFaqRow, stet_faq_row, STET, FAQ_ROW, GtkBox)

StetFaqRow    *stet_faq_row_new      (StetDocument *document, const char *id);
const char    *stet_faq_row_id       (StetFaqRow *row);
void stet_faq_row_show (StetFaqRow *row, guint index, guint n_items, const StetProfileField *limit);
StetProseView *stet_faq_row_question (StetFaqRow *row);

G_END_DECLS
