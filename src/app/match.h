/* What is typed in a hurry against names: accents and capitals do not matter, every word must be
 * found, and letters may be left out. Layer: app. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Both as stet_text_fold () gives them. Returns: 0 where it does not fit, else more for what fits
 * better. */
int stet_match_score (const char *folded_query, const char *folded_text);

G_END_DECLS
