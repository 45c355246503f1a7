/* Decisions and states in the user's language: the one place where (domain, code) becomes a
 * sentence.
 * Layer: app. Any thread. */
#pragma once

#include "article/review.h"
#include "sync/engine/engine.h"
#include "sync/progress.h"

G_BEGIN_DECLS

/* One sentence or two: what happened, to what, what to do next. Returns: (owned). */
char *stet_words_for_error (const GError *error);
/* The same for a terminal, with the command that helps. Returns: (owned). */
char *stet_words_for_command (const GError *error);
/* The same without what the layer below said. (borrowed) (nullable): it is not known to the
 * table. */
const char *stet_words_without_detail (const GError *error);
/* The exit status of the contracts for an error: 1 to 5. */
int   stet_exit_status_for_error (const GError *error);

/* "Draft", "Ready for edit", … translated */
const char *stet_words_for_state (StetState state, gboolean live);
const char *stet_words_for_act   (StetIntentKind kind);            /* "Submit for editing" … */
const char *stet_words_for_hold  (StetHold hold);
/* "Receiving stories: 300 of 10,000". Returns: (owned). */
char *stet_words_for_progress (const StetSyncProgress *progress);
/* 0 to 1; -1: nobody knows how much there is. */
double stet_progress_fraction (const StetSyncProgress *progress);

G_END_DECLS
