/* What a text measures: words, sentences, syllables, for rules about how hard it is to read. Layer:
 * style. Counted as Vale does it, which knows English; for other languages syllables are counted by
 * their vowels. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint words, sentences, characters, paragraphs;
  guint syllables;
  guint complex_words;      /* more than two syllables, the endings es, ed, ing not counted */
  guint polysyllabic_words; /* more than two syllables */
  guint long_words;         /* more than six bytes */
  guint headings[6], lists, quotes, code; /* blocks of the whole file, set by whoever knows them */
} StetProseCounts;

/* `text`: paragraphs parted by blank lines. `language` (nullable): English. Adds to nothing: all of
 * it is set but the blocks. */
void stet_prose_counts_take (StetProseCounts *counts, const char *text, const char *language);

/* Of one word. */
guint stet_syllables_in_english (const char *word);
guint stet_syllables_in_spanish (const char *word);

G_END_DECLS
