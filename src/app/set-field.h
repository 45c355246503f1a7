/* A field's name and a text, as `stet set` gives them, into an edit. Layer: app. Any thread. */
#pragma once

#include "article/edit.h"

G_BEGIN_DECLS

/* "tags" and "authors" take a comma list; "body" paragraphs parted by blank lines; the place just
 * past the end of body, tags or faq.items adds one; an empty text at tags[N] removes it. Not for
 * photo.file of a picture on disk (see stet_workspace_set ()). Returns: (owned). */
StetEdit *stet_set_field_edit (StetArticle *article, const StetField *field, const char *value,
                               StetRandom *random, GError **error);
/* "en", "es", "pt-BR". */
gboolean  stet_is_language_tag (const char *text);

G_END_DECLS
