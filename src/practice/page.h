/* What readers see: the front page, a story's page, and what stands where a page was. Layer:
 * practice, on the thread that serves. */
#pragma once

#include "practice/exchange.h"

G_BEGIN_DECLS

/* Answers a GET of `path` ("/", "/2026/11/…", "/media/sha256-…"). FALSE with `error`: the database
 * failed. */
gboolean stet_practice_page_get (StetPracticeNewsroom *room, const char *path,
                                 StetPracticeAnswer *answer, GError **error);
/* A plain page for an error of the server itself. */
void stet_practice_page_error (StetPracticeAnswer *answer, guint status, const char *title,
                               const char *text);
/* The Content-Security-Policy of every page. Returns: (owned). */
char *stet_practice_page_policy (void);

G_END_DECLS
