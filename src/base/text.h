/* What every text in Stet is made of: NFC, LF, no controls; offsets in code points.
 * Layer: base. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A half-open range of code points. */
typedef struct
{
  guint start_chars;
  guint end_chars;
} StetRange;

/* The gate for foreign text: NFC, CRLF and CR to LF, U+2028 and U+2029 to LF, controls other than
 * LF and TAB dropped, U+FFFC and U+FEFF dropped. `utf8` must be valid UTF-8. Returns: (owned). */
char *stet_text_clean (const char *utf8);
/* Whether the gate would change nothing. */
gboolean stet_text_is_clean (const char *utf8);

/* What a text is shown as where it could do more than be read: to a program (only what steers a
 * terminal is taken out of it) or to eyes (also what turns the direction of reading around). */
typedef enum
{
  STET_SHOWN_TO_PROGRAM = 1,
  STET_SHOWN_TO_EYES,
} StetShown;

/* Whether a character must not stand there as it is. */
gboolean stet_text_steers (gunichar c, StetShown whom);
/* Controls other than LF and TAB become U+FFFD, and so does what is no UTF-8; to eyes also the
 * embeddings, overrides and isolates of UAX 9. All else stays, markup included: a label shows it
 * literally. Returns: (owned). */
char *stet_text_shown (const char *text, StetShown whom);
/* To eyes, on one line of at most `chars_max`: what is longer ends in "…". Returns: (owned). */
char *stet_text_shown_line (const char *text, guint chars_max);

/* The same gate for a text that carries ranges: `ranges` are moved with the text (grapheme-safe:
 * a range that began inside a composed character takes the whole of it). */
char *stet_text_clean_ranges (const char *utf8, StetRange *ranges, guint n_ranges);

/* Leading and trailing white space (Unicode) removed. Returns: (owned). */
char *stet_text_strip (const char *utf8);
/* Runs of white space become one space, ends stripped. Returns: (owned). */
char *stet_text_collapse (const char *utf8);
/* Case-folded, accents removed: for search and completion. Returns: (owned). */
char *stet_text_fold (const char *utf8);
/* Folded, words only, one space before each: " la habana". Empty where there is no letter or
 * figure. Returns: (owned). */
char *stet_text_fold_words (const char *utf8);

/* Words as a reader would count them: runs with a letter or digit between white space. */
guint stet_text_count_words (const char *utf8);
guint stet_text_count_chars (const char *utf8);
/* Characters as a reader sees them (grapheme clusters): marks, joiners, variation selectors and
 * skin tones count with what they stand on, two regional letters are one flag (after Unicode's UAX
 * 29, without Hangul and Indic rules). */
guint stet_text_count_graphemes (const char *utf8);
/* The part between two code point offsets. Returns: (owned). */
char *stet_text_slice (const char *utf8, guint start_chars, guint end_chars);

/* The language a text is most likely in: "es", "en", or NULL when its words do not tell.
 * (static) */
const char *stet_text_guess_language (const char *utf8);

G_END_DECLS
