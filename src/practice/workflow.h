/* What happens to a story when its state changes. Layer: practice, on the thread that serves. */
#pragma once

#include "practice/newsroom.h"

G_BEGIN_DECLS

/* Makes the working version the live one: decides the address of its page the first time. `at_us`
 * is the time it carries. The record is changed, not saved. */
gboolean stet_practice_go_live (StetPracticeNewsroom *room, StetPracticeRecord *record,
                                gint64 at_us, GError **error);
gboolean
stet_practice_take_down (StetPracticeNewsroom *room, StetPracticeRecord *record, GError **error);

/* Puts live what was scheduled for now or before. Returns: (owned) the ids, NULL on error. */
GPtrArray *stet_practice_promote_due (StetPracticeNewsroom *room, GError **error);
/* When the next scheduled story is due, 0 for none. */
gint64 stet_practice_next_due_us (StetPracticeNewsroom *room);

G_END_DECLS
