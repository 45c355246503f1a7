/* Terms, FAQ items and the story that holds them. Layer: article. Any thread. */
#include "config.h"

#include "article/article.h"

#include "article/article-private.h"
#include "base/text.h"

struct _StetTerm
{
  char *label; /* (owned) */
  char *id;    /* (owned) (nullable) */
  char *extra; /* (owned) (nullable) */
};

struct _StetFaqItem
{
  char      *id;       /* (owned) */
  StetProse *question; /* (owned) */
  StetProse *answer;   /* (owned) */
  char      *extra;    /* (owned) (nullable) */
};

/* The strings are GRefStrings, so that a changed copy shares them. */
struct _StetArticle
{
  StetArticleFields fields; /* with all it points to */
};

StetTerm *
stet_term_new_full (const char *label, const char *id, const char *extra)
{
  StetTerm *term = g_atomic_rc_box_new0 (StetTerm);

  term->label = g_strdup (label != NULL ? label : "");
  term->id = id != NULL && id[0] != '\0' ? g_strdup (id) : NULL;
  term->extra = g_strdup (extra);
  return term;
}

StetTerm *
stet_term_new (const char *label, const char *id)
{
  return stet_term_new_full (label, id, NULL);
}

StetTerm *
stet_term_ref (StetTerm *term)
{
  return g_atomic_rc_box_acquire (term);
}

static void
clear_term (gpointer data)
{
  StetTerm *term = data;

  g_free (term->label);
  g_free (term->id);
  g_free (term->extra);
}

void
stet_term_unref (StetTerm *term)
{
  g_atomic_rc_box_release_full (term, clear_term);
}

const char *
stet_term_label (const StetTerm *term)
{
  return term->label;
}

const char *
stet_term_id (const StetTerm *term)
{
  return term->id;
}

const char *
stet_term_extra (const StetTerm *term)
{
  return term->extra;
}

gboolean
stet_term_equal (const StetTerm *a, const StetTerm *b)
{
  return a == b || (g_str_equal (a->label, b->label) && g_strcmp0 (a->id, b->id) == 0 &&
                    g_strcmp0 (a->extra, b->extra) == 0);
}

StetFaqItem *
stet_faq_item_new (const char *id, StetProse *question, StetProse *answer, const char *extra)
{
  StetFaqItem *item;

  g_return_val_if_fail (id != NULL && id[0] != '\0', NULL);

  item = g_atomic_rc_box_new0 (StetFaqItem);
  item->id = g_strdup (id);
  item->question = stet_prose_without_spans (question);
  item->answer = stet_prose_or_empty (answer);
  item->extra = g_strdup (extra);
  return item;
}

StetFaqItem *
stet_faq_item_ref (StetFaqItem *item)
{
  return g_atomic_rc_box_acquire (item);
}

static void
clear_faq_item (gpointer data)
{
  StetFaqItem *item = data;

  g_free (item->id);
  stet_prose_unref (item->question);
  stet_prose_unref (item->answer);
  g_free (item->extra);
}

void
stet_faq_item_unref (StetFaqItem *item)
{
  g_atomic_rc_box_release_full (item, clear_faq_item);
}

const char *
stet_faq_item_id (const StetFaqItem *item)
{
  return item->id;
}

StetProse *
stet_faq_item_question (const StetFaqItem *item)
{
  return item->question;
}

StetProse *
stet_faq_item_answer (const StetFaqItem *item)
{
  return item->answer;
}

const char *
stet_faq_item_extra (const StetFaqItem *item)
{
  return item->extra;
}

gboolean
stet_faq_item_equal (const StetFaqItem *a, const StetFaqItem *b)
{
  return a == b || (g_str_equal (a->id, b->id) && stet_prose_equal (a->question, b->question) &&
                    stet_prose_equal (a->answer, b->answer) && g_strcmp0 (a->extra, b->extra) == 0);
}

typedef gpointer (*RefFunc) (gpointer part);

static gpointer
copy_part (gconstpointer part, gpointer data)
{
  const RefFunc *ref = data;

  return (*ref) ((gpointer) part);
}

static GPtrArray *
copy_parts (GPtrArray *parts, RefFunc ref, GDestroyNotify unref)
{
  GPtrArray *copy = parts != NULL ? g_ptr_array_copy (parts, copy_part, &ref) : g_ptr_array_new ();

  g_ptr_array_set_free_func (copy, unref);
  return copy;
}

static char *
own_text (const char *text)
{
  return g_ref_string_new (text != NULL ? text : "");
}

static char *
own_text_or_null (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_ref_string_new (text) : NULL;
}

/* A photo has an id always; one without gets the one that every desk would give it. */
static StetPhoto *
photo_or_empty (StetPhoto *photo, const char *article_id)
{
  g_autofree char *id = NULL;

  if (photo != NULL && stet_photo_id (photo)[0] != '\0')
    return stet_photo_ref (photo);
  id = stet_uuid_for_remote (article_id, "photo");
  if (photo == NULL)
    return stet_photo_new (id, NULL, NULL, NULL, NULL, NULL);
  return stet_photo_new (id, stet_photo_file (photo), stet_photo_caption (photo),
                         stet_photo_credit (photo), stet_photo_alt (photo),
                         stet_photo_extra (photo));
}

/* All but the arrays and the texts: prose, term and photo. */
static void
own_parts (StetArticleFields *own, const StetArticleFields *fields)
{
  own->headline = stet_prose_without_spans (fields->headline);
  own->dek = stet_prose_or_empty (fields->dek);
  own->section = fields->section != NULL ? stet_term_ref (fields->section) : NULL;
  own->slug = stet_prose_without_spans (fields->slug);
  own->photo = photo_or_empty (fields->photo, own->id);
  own->faq_title = stet_prose_without_spans (fields->faq_title);
  own->byline = stet_prose_without_spans (fields->byline);
  own->author_box = stet_prose_without_spans (fields->author_box);
}

StetArticle *
stet_article_new (const StetArticleFields *fields)
{
  StetArticle *article;
  StetArticleFields *own;

  g_return_val_if_fail (fields != NULL && fields->id != NULL && fields->id[0] != '\0', NULL);

  article = g_atomic_rc_box_new0 (StetArticle);
  own = &article->fields;
  own->id = own_text (fields->id);
  own->story = own_text (fields->story != NULL ? fields->story : fields->id);
  own->language = own_text (fields->language);
  own->translation_of_id = own_text_or_null (fields->translation_of_id);
  own->translation_of_hash = own_text_or_null (fields->translation_of_hash);
  own->custom = own_text (fields->custom != NULL ? fields->custom : "{}");
  own->extra = own_text_or_null (fields->extra);
  own->extra_faq = own_text_or_null (fields->extra_faq);
  own->extra_translation_of = own_text_or_null (fields->extra_translation_of);
  own_parts (own, fields);
  own->body = copy_parts (fields->body, (RefFunc) stet_block_ref,
                          (GDestroyNotify) stet_block_unref);
  own->faq_items = copy_parts (fields->faq_items, (RefFunc) stet_faq_item_ref,
                               (GDestroyNotify) stet_faq_item_unref);
  own->tags = copy_parts (fields->tags, (RefFunc) stet_term_ref, (GDestroyNotify) stet_term_unref);
  own->authors = copy_parts (fields->authors, (RefFunc) stet_term_ref,
                             (GDestroyNotify) stet_term_unref);
  return article;
}

/* A string of `fields` that is `old`'s own is shared, another copied. */
static char *
share_text (const char *text, const char *old)
{
  if (text == NULL)
    return NULL;
  return text == old ? g_ref_string_acquire ((char *) text) : g_ref_string_new (text);
}

StetArticle *
stet_article_new_changed (const StetArticle *old, const StetArticleFields *fields)
{
  StetArticle *article = g_atomic_rc_box_new0 (StetArticle);
  const StetArticleFields *was = &old->fields;
  StetArticleFields *own = &article->fields;

  own->id = share_text (fields->id, was->id);
  own->story = share_text (fields->story, was->story);
  own->language = share_text (fields->language, was->language);
  own->translation_of_id = share_text (fields->translation_of_id, was->translation_of_id);
  own->translation_of_hash = share_text (fields->translation_of_hash, was->translation_of_hash);
  own->custom = share_text (fields->custom, was->custom);
  own->extra = share_text (fields->extra, was->extra);
  own->extra_faq = share_text (fields->extra_faq, was->extra_faq);
  own->extra_translation_of = share_text (fields->extra_translation_of, was->extra_translation_of);
  own_parts (own, fields);
  own->body = g_ptr_array_ref (fields->body);
  own->faq_items = g_ptr_array_ref (fields->faq_items);
  own->tags = g_ptr_array_ref (fields->tags);
  own->authors = g_ptr_array_ref (fields->authors);
  return article;
}

StetArticle *
stet_article_new_empty (StetRandom *random, const char *language)
{
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *story = stet_uuid_new (random);
  g_autofree char *photo_id = stet_uuid_new (random);
  g_autoptr (StetPhoto) photo = stet_photo_new (photo_id, NULL, NULL, NULL, NULL, NULL);
  const StetArticleFields fields = {
    .id = id, .story = story, .language = language, .photo = photo
  };

  return stet_article_new (&fields);
}

StetArticle *
stet_article_ref (StetArticle *article)
{
  return g_atomic_rc_box_acquire (article);
}

static void
clear_text (const char *text)
{
  if (text != NULL)
    g_ref_string_release ((char *) text);
}

static void
clear_article (gpointer data)
{
  StetArticleFields *own = &((StetArticle *) data)->fields;

  clear_text (own->id);
  clear_text (own->story);
  clear_text (own->language);
  clear_text (own->translation_of_id);
  clear_text (own->translation_of_hash);
  clear_text (own->custom);
  clear_text (own->extra);
  clear_text (own->extra_faq);
  clear_text (own->extra_translation_of);
  stet_prose_unref (own->headline);
  stet_prose_unref (own->dek);
  g_clear_pointer (&own->section, stet_term_unref);
  stet_prose_unref (own->slug);
  stet_photo_unref (own->photo);
  g_ptr_array_unref (own->body);
  stet_prose_unref (own->faq_title);
  g_ptr_array_unref (own->faq_items);
  g_ptr_array_unref (own->tags);
  stet_prose_unref (own->byline);
  g_ptr_array_unref (own->authors);
  stet_prose_unref (own->author_box);
}

void
stet_article_unref (StetArticle *article)
{
  g_atomic_rc_box_release_full (article, clear_article);
}

const StetArticleFields *
stet_article_fields (const StetArticle *article)
{
  return &article->fields;
}

const char *
stet_article_id (const StetArticle *article)
{
  return article->fields.id;
}

const char *
stet_article_language (const StetArticle *article)
{
  return article->fields.language;
}

guint
stet_article_n_blocks (const StetArticle *article)
{
  return article->fields.body->len;
}

StetBlock *
stet_article_block (const StetArticle *article, guint index)
{
  g_return_val_if_fail (index < article->fields.body->len, NULL);

  return article->fields.body->pdata[index];
}

static gboolean
parts_equal (GPtrArray *a, GPtrArray *b, GEqualFunc equal)
{
  if (a == b)
    return TRUE;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
texts_equal (const StetArticleFields *a, const StetArticleFields *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->story, b->story) &&
         g_str_equal (a->language, b->language) &&
         g_strcmp0 (a->translation_of_id, b->translation_of_id) == 0 &&
         g_strcmp0 (a->translation_of_hash, b->translation_of_hash) == 0 &&
         g_str_equal (a->custom, b->custom) && g_strcmp0 (a->extra, b->extra) == 0 &&
         g_strcmp0 (a->extra_faq, b->extra_faq) == 0 &&
         g_strcmp0 (a->extra_translation_of, b->extra_translation_of) == 0;
}

static gboolean
sections_equal (const StetTerm *a, const StetTerm *b)
{
  return a == b || (a != NULL && b != NULL && stet_term_equal (a, b));
}

gboolean
stet_article_equal (const StetArticle *a, const StetArticle *b)
{
  const StetArticleFields *left = &a->fields;
  const StetArticleFields *right = &b->fields;

  if (a == b)
    return TRUE;
  return texts_equal (left, right) && stet_prose_equal (left->headline, right->headline) &&
         stet_prose_equal (left->dek, right->dek) &&
         sections_equal (left->section, right->section) &&
         stet_prose_equal (left->slug, right->slug) &&
         stet_photo_equal (left->photo, right->photo) &&
         stet_prose_equal (left->faq_title, right->faq_title) &&
         stet_prose_equal (left->byline, right->byline) &&
         stet_prose_equal (left->author_box, right->author_box) &&
         parts_equal (left->body, right->body, (GEqualFunc) stet_block_equal) &&
         parts_equal (left->faq_items, right->faq_items, (GEqualFunc) stet_faq_item_equal) &&
         parts_equal (left->tags, right->tags, (GEqualFunc) stet_term_equal) &&
         parts_equal (left->authors, right->authors, (GEqualFunc) stet_term_equal);
}

static guint
count_block_words (const StetBlock *block)
{
  const StetBlockFields *fields = stet_block_fields (block);
  guint words = stet_text_count_words (stet_prose_text (fields->prose));

  for (guint r = 0; fields->rows != NULL && r < fields->rows->len; r++)
    {
      GPtrArray *row = fields->rows->pdata[r];

      for (guint c = 0; c < row->len; c++)
        words += stet_text_count_words (stet_prose_text (row->pdata[c]));
    }
  return words;
}

guint
stet_article_count_words (const StetArticle *article)
{
  GPtrArray *body = article->fields.body;
  guint words = 0;

  for (guint i = 0; i < body->len; i++)
    words += count_block_words (body->pdata[i]);
  return words;
}

StetArticle *
stet_article_with_ids (StetArticle *article, const char *id, const char *story)
{
  StetArticleFields fields = article->fields;

  g_return_val_if_fail (id != NULL && id[0] != '\0', NULL);

  fields.id = id;
  fields.story = story != NULL ? story : article->fields.story;
  return stet_article_new_changed (article, &fields);
}

static StetPhoto *
map_photo (StetPhoto *photo, StetPhotoFileFunc func, gpointer data)
{
  g_autofree char *file = stet_photo_file (photo)[0] != '\0' ? func (stet_photo_file (photo), data)
                                                             : NULL;

  if (file == NULL)
    return stet_photo_ref (photo);
  return stet_photo_new (stet_photo_id (photo), file, stet_photo_caption (photo),
                         stet_photo_credit (photo), stet_photo_alt (photo),
                         stet_photo_extra (photo));
}

StetArticle *
stet_article_map_files (StetArticle *article, StetPhotoFileFunc func, gpointer data)
{
  StetArticleFields fields = article->fields;
  g_autoptr (StetPhoto) photo = map_photo (fields.photo, func, data);
  g_autoptr (GPtrArray) body = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);

  for (guint i = 0; i < fields.body->len; i++)
    {
      StetBlock *block = fields.body->pdata[i];
      StetBlockFields block_fields = *stet_block_fields (block);
      g_autoptr (StetPhoto) mapped = NULL;

      if (block_fields.type == STET_BLOCK_IMAGE)
        {
          mapped = map_photo (block_fields.photo, func, data);
          block_fields.photo = mapped;
        }
      g_ptr_array_add (body,
                       mapped != NULL ? stet_block_new (&block_fields) : stet_block_ref (block));
    }
  fields.photo = photo;
  fields.body = body;
  return stet_article_new_changed (article, &fields);
}
