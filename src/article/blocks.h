/* A story as a WordPress post: title, excerpt, and a content of Gutenberg blocks; and back. The
 * markup is such that WordPress's filter for people without `unfiltered_html` leaves it as it is.
 * What readers see stands in blocks; what WordPress has no place for stands in one block more, the
 * mark, which shows nothing. A block that a story can't hold stays opaque, byte for byte. Layer:
 * article. Any thread. */
#pragma once

#include "article/review.h"

G_BEGIN_DECLS

/* An attachment of the site. */
typedef struct
{
  const char *id;  /* a number */
  const char *url;
} StetBlocksPicture;

/* A post, as far as a story goes into it. All owned and nullable. */
typedef struct
{
  char *title;     /* HTML */
  char *excerpt;   /* HTML */
  char *content;   /* block markup */
  char *slug;
  GPtrArray *tags;     /* of StetTerm with ids */
  GPtrArray *sections; /* of StetTerm: categories */
  char *featured_id;   /* the lead photo's attachment */
  char *featured_url;
  char *featured_alt;  /* plain text, as the site's library has it */
  char *featured_caption;
  char *author_id;     /* the account that WordPress names as the post's author */
  char *author_name;   /* its name, where it is known */
} StetBlocksPost;
void stet_blocks_post_clear (StetBlocksPost *post);

/* What the mark says beside the story. */
typedef struct
{
  gboolean  found;
  StetState state;
  char     *state_hash; /* (owned) (nullable): what the state was given for */
} StetBlocksMark;
void stet_blocks_mark_clear (StetBlocksMark *mark);

typedef struct
{
  /* (nullable) The attachment of a picture: TRUE when there is one; strings stay the callee's. */
  gboolean  (*find_picture) (const char *file, StetBlocksPicture *picture, gpointer data);
  gpointer    data;
  StetState   state;
  const char *state_hash; /* (nullable) */
  const char *author_id;  /* (nullable) the post's author after this is written, for the mark */
  /* For a site: opaque content is written as markup only where `served` (nullable), what the site
   * has now, holds it byte for byte. Other (pasted, imported) is carried along where no browser
   * looks into it. */
  gboolean    guarded;
  const char *served;
} StetBlocksWriting;

typedef struct
{
  const char *id;        /* of a story without a mark */
  const char *language;  /* the same; (nullable): by its words */
} StetBlocksReading;

/* `post` is filled but for tags, sections and the featured picture's address and texts. */
void
stet_blocks_write (const StetArticle *article, const StetBlocksWriting *with, StetBlocksPost *post);
/* The same content with another state in its mark, every other byte as it is. Returns: (owned),
 * NULL when there is no mark. */
char *stet_blocks_set_state (const char *content, StetState state, const char *state_hash);
/* `mark` (nullable, out): to be cleared. Returns: (owned). STET_ARTICLE_ERROR. */
StetArticle *stet_blocks_read (const StetBlocksPost *post, const StetBlocksReading *how,
                               StetBlocksMark *mark, GError **error);

/* The blocks alone, for tests and other uses. Both owned. */
char      *stet_blocks_to_markup   (GPtrArray *blocks, const StetBlocksWriting *with);
GPtrArray *stet_blocks_from_markup (const char *markup, GError **error);

/* The post's author when Stet last wrote the content, as its mark says; an author that is another
 * one now was changed by a person at the site. Only looked for, not checked. Returns: (owned)
 * (nullable). */
char      *stet_blocks_marked_author (const char *content);
/* The first author who is an account of a WordPress, which knows them by numbers. Returns:
 * (borrowed) (nullable). */
StetTerm  *stet_blocks_account_author (GPtrArray *authors);
/* The uid under which a search of the site finds the story. Returns: (owned). */
char *stet_blocks_search_key (const char *article_id);
/* HTML of a title or a name as plain text, and back. Returns: (owned). */
char *stet_blocks_plain  (const char *html);
char *stet_blocks_escape (const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetBlocksPost, stet_blocks_post_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetBlocksMark, stet_blocks_mark_clear)

G_END_DECLS
