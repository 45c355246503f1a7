/* What is known of a story besides its text: the picture's own data, the site, what else there is
 * of it. Given by whoever knows; a check that needs what is not known stays quiet. Layer: style.
 * Plain, immutable while in use. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef struct
{
  guint  photo_width, photo_height;                             /* 0: not known */
  /* (owned) (nullable) as the picture's metadata say */
  char  *photo_creator, *photo_credit, *photo_source_type;
  char  *today;        /* (owned) (nullable) "2026-11-24" */
  /* (owned) (nullable) the day the text was first published or last worked on */
  char  *written;
  char  *publish_at;   /* (owned) (nullable) RFC 3339, when it will go live: a schedule, or now */
  char  *embargo_until; /* (owned) (nullable) RFC 3339 */
  char  *site_host;    /* (owned) (nullable) "www.example.org" */
  StetArticle *original; /* (owned) (nullable) what this is a translation of */
  StetArticle *live;     /* (owned) (nullable) what readers see now */
  char  *correction;   /* (owned) (nullable) the note that tells readers what was corrected */
  char **terms;        /* (owned) (nullable) strv: the site's tags as it writes them */
} StetFacts;

StetFacts *stet_facts_new  (void);
void       stet_facts_free (StetFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFacts, stet_facts_free)

G_END_DECLS
