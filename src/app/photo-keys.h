/* What can be said of the lead photo besides its texts, by name: "photo.focus" ("30 40": percent
 * from the left and from the top; "" for the centre) and "photo.illustration" ("yes", "no"). Layer:
 * app. Any thread. */
#pragma once

#include "article/edit.h"

G_BEGIN_DECLS

gboolean  stet_is_photo_key   (const char *field);
/* STET_APP_ERROR_USAGE for a value that is none. Returns: (owned). */
StetEdit *
stet_photo_key_edit (StetArticle *article, const char *field, const char *value, GError **error);

G_END_DECLS
