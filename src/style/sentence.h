/* Where the sentences of a text end. Layer: style. Any thread. */
#pragma once

#include "style/language.h"

G_BEGIN_DECLS

/* Sentences of a text, without the white space between them; a line break ends one. `language`
 * NULL: by what all built-in languages know. Returns: (owned) GArray of StetStretch. */
GArray *stet_sentences_in (const char *text, const StetLanguage *language);

G_END_DECLS
