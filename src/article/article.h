/* A story as a value: immutable, reference-counted (atomically), sharing every part that did not
 * change. A snapshot for style, store, history or another thread is a reference. Changed only
 * through article/edit.h. Layer: article. Format: stet-article/1. */
#pragma once

#include "article/block.h"
#include "article/field.h"
#include "base/random.h"

G_BEGIN_DECLS

/* a tag, a section, an author: a label, and the site's id once known */
typedef struct _StetTerm StetTerm;
StetTerm   *stet_term_new   (const char *label, const char *id);
StetTerm   *stet_term_ref   (StetTerm *term);
void        stet_term_unref (StetTerm *term);
const char *stet_term_label (const StetTerm *term);
const char *stet_term_id    (const StetTerm *term); /* (nullable) */
gboolean    stet_term_equal (const StetTerm *a, const StetTerm *b);
StetTerm   *stet_term_new_full (const char *label, const char *id, const char *extra);
/* (nullable) unknown keys, a canonical JSON object */
const char *stet_term_extra (const StetTerm *term);

typedef struct _StetFaqItem StetFaqItem;
StetFaqItem *
stet_faq_item_new (const char *id, StetProse *question, StetProse *answer, const char *extra);
StetFaqItem *stet_faq_item_ref   (StetFaqItem *item);
void         stet_faq_item_unref (StetFaqItem *item);
const char  *stet_faq_item_id       (const StetFaqItem *item);
StetProse   *stet_faq_item_question (const StetFaqItem *item); /* (borrowed), plain */
StetProse   *stet_faq_item_answer   (const StetFaqItem *item); /* (borrowed), LF parts paragraphs */
const char  *stet_faq_item_extra    (const StetFaqItem *item); /* (nullable) */
gboolean     stet_faq_item_equal    (const StetFaqItem *a, const StetFaqItem *b);

typedef struct _StetArticle StetArticle;

/* All that a story holds, to make one with and to read one by. Arrays hold owned references; a NULL
 * text, array or photo counts as empty when making; when reading none of them is NULL. */
typedef struct
{
  const char *id;
  const char *story;
  const char *language;
  const char *translation_of_id;   /* (nullable) */
  const char *translation_of_hash; /* (nullable) */
  StetProse  *headline;
  StetProse  *dek;
  StetTerm   *section;     /* (nullable) also when reading: no section */
  StetProse  *slug;
  StetPhoto  *photo;
  GPtrArray  *body;        /* of StetBlock */
  StetProse  *faq_title;
  GPtrArray  *faq_items;   /* of StetFaqItem */
  GPtrArray  *tags;        /* of StetTerm */
  StetProse  *byline;
  GPtrArray  *authors;     /* of StetTerm */
  StetProse  *author_box;
  const char *custom;      /* canonical JSON object, "{}" for none */
  const char *extra;       /* (nullable) canonical JSON object of unknown keys */
  const char *extra_faq;   /* (nullable) */
  const char *extra_translation_of; /* (nullable) */
} StetArticleFields;

StetArticle *stet_article_new   (const StetArticleFields *fields);
/* An empty story with fresh ids. */
StetArticle *stet_article_new_empty (StetRandom *random, const char *language);
StetArticle *stet_article_ref   (StetArticle *article);
void         stet_article_unref (StetArticle *article);

const StetArticleFields *stet_article_fields (const StetArticle *article); /* (borrowed) */
const char  *stet_article_id       (const StetArticle *article);
const char  *stet_article_language (const StetArticle *article);
guint        stet_article_n_blocks (const StetArticle *article);
StetBlock   *stet_article_block    (const StetArticle *article, guint index); /* (borrowed) */

/* The text at a place: any prose or plain field, a tag's or section's label, a custom string.
 * Returns: (owned), NULL where the story has no such place. */
StetProse   *stet_article_text_at (const StetArticle *article, const StetField *field);
/* Every place that holds text, in the order of the form (fields as in the contracts; blocks, cells
 * and FAQ items expanded). Returns: (owned) GArray of StetField. */
GArray      *stet_article_text_fields (const StetArticle *article);

/* every byte, ids included */
gboolean     stet_article_equal (const StetArticle *a, const StetArticle *b);
guint        stet_article_count_words (const StetArticle *article); /* of the body */
/* The same story under other ids (a copy, or one adopted from a site). */
StetArticle *stet_article_with_ids (StetArticle *article, const char *id, const char *story);
/* File names inside the story (photo.file, image blocks) replaced through a callback, or kept on
 * NULL. */
typedef char *(*StetPhotoFileFunc) (const char *file, gpointer data);
StetArticle *stet_article_map_files (StetArticle *article, StetPhotoFileFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetTerm, stet_term_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFaqItem, stet_faq_item_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetArticle, stet_article_unref)

G_END_DECLS
