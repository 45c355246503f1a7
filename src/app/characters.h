/* The marks and letters a keyboard lacks, found by their names in English and in Spanish. Layer:
 * app. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_CHARACTERS_RECENT_MAX 9

typedef struct
{
  const char *text;    /* one character, or two that belong together */
  const char *english; /* names, the usual one first */
  const char *spanish;
} StetCharacter;

/* Those whose name has all words of `typed` (nullable) at the start of words, blind to case and
 * accents, or that are `typed` itself. What was used last (nullable strv) comes first. Returns:
 * (owned) GPtrArray of StetCharacter (borrowed). */
GPtrArray  *stet_characters_find (const char *typed, const char *const *recent);
/* Its first name. (owned) */
char       *stet_character_name  (const StetCharacter *character, gboolean spanish);
/* `recent` (nullable) with `text` in front, without it further back, cut to
 * STET_CHARACTERS_RECENT_MAX. (owned) strv */
char      **stet_characters_used (const char *const *recent, const char *text);

G_END_DECLS
