/* The questions of a story: their order, and the heading the house writes over them.
 * Layer: article. Any thread. */
#pragma once

#include "article/edit.h"

G_BEGIN_DECLS

/* The question at `from` comes to stand at `to` (both as they are counted now and then, from 0).
 * Returns: (owned) (nullable): it stands there, or there is no such place. */
StetEdit *stet_faq_move (StetArticle *article, guint from, guint to);

/* "Preguntas frecuentes sobre La Habana": what the house writes in the story's language, and the
 * story's subject: the first of its tags that stands in the headline, else the first. Without tags
 * it ends behind "sobre ". `subject_chars` (out): where the subject begins. Returns: (owned)
 * (nullable): the house has no such heading in this language. */
char *stet_faq_suggest_title (StetArticle *article, guint *subject_chars);

G_END_DECLS
