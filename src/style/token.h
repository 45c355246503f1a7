/* Characters and words as the patterns see them: what \w is, what is equal when case is ignored.
 * Layer: style. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether \w matches it; asked of PCRE2 itself, whose versions differ. */
gboolean stet_char_is_word  (gunichar c);
/* Equal for all characters that a caseless pattern takes for each other, and for some more: digits
 * of all scripts are one, so are i and ı. */
gunichar stet_char_fold     (gunichar c);
/* Whether folding may turn a letter into what is no part of a word, or the reverse. */
gboolean stet_char_is_moody (gunichar c);

/* A run of word characters, and what stands between it and the next one. */
typedef struct
{
  guint64 word;        /* hash of the folded word */
  guint64 gap;         /* hash of what follows up to the next word; 0: this is the last one */
  guint   start_bytes; /* in the text */
  guint   end_bytes;
} StetToken;

/* All words of a text, valid UTF-8 of less than 4 GB, are put in the place of what `tokens` (GArray
 * of StetToken) held. */
void stet_tokenize (const char *text, gsize length_bytes, GArray *tokens);

G_END_DECLS
