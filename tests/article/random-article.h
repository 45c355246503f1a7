/* Stories made at random, for properties that must hold for every story. */
#pragma once

#include "article/article.h"

typedef enum
{
  RANDOM_ANY = 0,
  RANDOM_NO_EXTRA = 1 << 0,  /* no unknown keys */
  /* texts without LF, TAB or white space at their ends, none of them empty */
  RANDOM_TIDY = 1 << 1,
} RandomKind;

StetProse   *random_prose   (StetRandom *random, RandomKind kind);
StetPhoto   *random_photo   (StetRandom *random, RandomKind kind);
StetBlock   *random_block   (StetRandom *random, RandomKind kind);
StetFaqItem *random_faq_item (StetRandom *random, RandomKind kind);
StetTerm    *random_term    (StetRandom *random, RandomKind kind);
char        *random_text    (StetRandom *random, RandomKind kind);
char        *random_custom  (StetRandom *random);
StetArticle *random_article (StetRandom *random, RandomKind kind);
