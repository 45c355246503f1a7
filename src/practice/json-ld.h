/* schema.org NewsArticle and FAQPage of a live story, for a script element. Layer: practice. */
#pragma once

#include "practice/newsroom.h"

G_BEGIN_DECLS

/* Both escape <, > and &, so that no text can end the script element. Returns: (owned). */
char *stet_practice_json_ld_article (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                                     StetArticle *article);
/* NULL when the story has no questions. */
char *stet_practice_json_ld_faq (const StetPracticeRecord *record, StetArticle *article);

/* The hash by which the site knows a picture; NULL when `file` is not one. Returns: (owned). */
char *stet_practice_picture_sha256 (const char *file);
/* The address of a picture that the site holds: "/media/sha256-…", NULL when `file` is not a hash.
 * (owned) */
char *stet_practice_picture_path (const char *file);

G_END_DECLS
