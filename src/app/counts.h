/* How long a story is: words, characters, minutes to read, and the length it is to have, which is
 * kept on this machine only. Layer: app. Values: any thread; the store's functions block. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

#define STET_TARGET_WORDS_MAX 100000

typedef struct { guint words, chars; } StetCounts; /* characters with the spaces between words */

/* Of the body, with its tables. */
StetCounts stet_counts_of_story (StetArticle *article);
StetCounts stet_counts_of_text  (const char *text);
/* To the nearest; 0: less than half of one. */
guint      stet_counts_minutes  (guint words, guint words_per_minute);
/* "412 of 600 words · 2,431 characters · about 2 min"; `target_words` 0: none. Returns: (owned). */
char *stet_words_for_counts (const StetCounts *counts, guint target_words, guint words_per_minute);
/* "12 words, 63 characters selected" */
char      *stet_words_for_selection (const StetCounts *counts);

/* The length a story is to have, in words; 0: none. Errors are of the store. */
gboolean
stet_workspace_target (StetWorkspace *ws, const char *id, guint *target_words, GError **error);
gboolean
stet_workspace_set_target (StetWorkspace *ws, const char *id, guint target_words, GError **error);
/* What a person typed for it; "" and "0" are none. Errors: STET_APP_ERROR_USAGE. */
gboolean stet_target_parse         (const char *text, guint *target_words, GError **error);

G_END_DECLS
