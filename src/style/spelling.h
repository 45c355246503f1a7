/* Spelling by the dictionaries of this computer (enchant, hunspell's first), a house word list and
 * a person's own.
 * Layer: style.
 *
 * enchant may be used by one thread at a time: the program has one broker, every call of it stands
 * under one lock, and what it says of a word is remembered, so that a check takes the lock for a
 * moment a word and asks a dictionary once a word. All functions may be called from any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_WORDS_MAX 100000    /* in one list */
#define STET_WORD_BYTES_MAX 100
#define STET_SUGGESTIONS_MAX 8

typedef struct _StetSpelling StetSpelling;

StetSpelling *stet_spelling_new  (void);
void          stet_spelling_free (StetSpelling *spelling);

/* A list of words, one a line, `#` begins a comment: read as the house's, for stories that
 * `language` (nullable) covers. Returns: how many lines were no words (too long, or past
 * STET_WORDS_MAX). */
guint stet_spelling_add_house_words (StetSpelling *spelling, const char *language, const char *text,
                                     gsize length_bytes);
/* The person's own, in the same form, instead of those before. */
guint stet_spelling_set_own_words   (StetSpelling *spelling, const char *text, gsize length_bytes);

/* Whether a dictionary for a story's language is there. `region` (nullable) is the option's value:
 * which one is meant by a language without a country. */
gboolean
stet_spelling_has_dictionary (StetSpelling *spelling, const char *language, const char *region);

typedef enum
{
  STET_WORD_KNOWN = 0,
  STET_WORD_UNKNOWN, /* and not close to any: a name, a new word, another language */
  STET_WORD_CLOSE,   /* one letter, one accent or one swap away from a known one */
} StetWordState;

/* KNOWN without a dictionary. */
StetWordState stet_spelling_look_up (StetSpelling *spelling, const char *language,
                                     const char *region, const char *word);
/* What may have been meant, best first; slow, so never asked while checking. Returns: (owned) strv,
 * may be empty. */
char **stet_spelling_suggest (StetSpelling *spelling, const char *language, const char *region,
                              const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetSpelling, stet_spelling_free)

G_END_DECLS
