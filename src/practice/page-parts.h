/* The parts of a page as HTML, each escaped and whole, "" where the story has none. Layer:
 * practice. */
#pragma once

#include "practice/newsroom.h"

G_BEGIN_DECLS

typedef enum
{
  STET_PRACTICE_WORD_SITE,
  STET_PRACTICE_WORD_MARK,
  STET_PRACTICE_WORD_BY,
  STET_PRACTICE_WORD_PUBLISHED,
  STET_PRACTICE_WORD_UPDATED,
  STET_PRACTICE_WORD_TAGS,
  STET_PRACTICE_WORD_EDITIONS,
  STET_PRACTICE_WORD_AUTHOR,
  STET_PRACTICE_WORD_KEPT,
  STET_PRACTICE_WORD_GONE,
  STET_PRACTICE_WORD_GONE_TEXT,
} StetPracticeWord;

/* The page's own words, in Spanish for a Spanish story and else in English: they are content. */
const char *stet_practice_word (const char *language, StetPracticeWord word);

/* A time element in the site's zone, in the story's language. Returns: (owned). */
char *stet_practice_time_html (gint64 time_us, const char *zone, const char *language);
/* What a language calls itself. Returns: (owned). */
char *stet_practice_language_name (const char *language);

/* All return (owned). `editions` are the live editions of the story, itself included. */
char *stet_practice_part_head (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                               StetArticle *article, GPtrArray *editions);
char *stet_practice_part_section  (StetArticle *article);
char *stet_practice_part_dek      (StetArticle *article);
char *stet_practice_part_byline   (StetArticle *article);
char *stet_practice_part_times (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                                StetArticle *article);
char *stet_practice_part_editions (const StetPracticeRecord *record, StetArticle *article,
                                   GPtrArray *editions);
char *stet_practice_part_photo    (StetPracticeNewsroom *room, StetArticle *article);
char *stet_practice_part_body     (StetPracticeNewsroom *room, StetArticle *article);
char *stet_practice_part_faq      (StetArticle *article);
char *stet_practice_part_tags     (StetArticle *article);
char *stet_practice_part_author_box (StetArticle *article);
char *stet_practice_part_item (StetPracticeNewsroom *room, const StetPracticeRecord *record,
                               StetArticle *article);

G_END_DECLS
