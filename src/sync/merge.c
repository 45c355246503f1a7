/* Three versions of a story into one, part by part. Layer: sync. Pure.
 *
 * Each part: where one side left it as it was, the other side's; where both made it the same, that;
 * else a person decides, and ours stands meanwhile. */
#include "config.h"

#include "sync/merge.h"

#include "sync/merge-order.h"

typedef struct
{
  const StetArticleFields *base, *ours, *theirs;
  GPtrArray *places; /* (owned) of char * */
} Merge;

typedef enum
{
  PICK_OURS,
  PICK_THEIRS,
  PICK_NEITHER,
} Pick;

static Pick
pick (gboolean ours_kept, gboolean theirs_kept, gboolean alike)
{
  if (alike || theirs_kept)
    return PICK_OURS;
  return ours_kept ? PICK_THEIRS : PICK_NEITHER;
}

static void
disagree (Merge *merge, const char *place)
{
  g_ptr_array_add (merge->places, g_strdup (place));
}

static StetProse *
merge_prose (Merge *merge, StetProse *base, StetProse *ours, StetProse *theirs, const char *place)
{
  Pick which = pick (stet_prose_equal (ours, base), stet_prose_equal (theirs, base),
                     stet_prose_equal (ours, theirs));

  if (which == PICK_NEITHER)
    disagree (merge, place);
  return which == PICK_THEIRS ? theirs : ours;
}

/* `place` NULL: no person can decide it, so the lesser of the two stands on both machines. */
static const char *
merge_string (Merge *merge, const char *base, const char *ours, const char *theirs,
              const char *place)
{
  Pick which = pick (g_strcmp0 (ours, base) == 0, g_strcmp0 (theirs, base) == 0,
                     g_strcmp0 (ours, theirs) == 0);

  if (which == PICK_NEITHER && place != NULL)
    disagree (merge, place);
  else if (which == PICK_NEITHER)
    return g_strcmp0 (ours, theirs) <= 0 ? ours : theirs;
  return which == PICK_THEIRS ? theirs : ours;
}

/* --- tags, section, authors --- */

static gboolean
same_term (StetTerm *a, StetTerm *b)
{
  return a == b || (a != NULL && b != NULL && stet_term_equal (a, b));
}

static gboolean
same_label (StetTerm *a, StetTerm *b)
{
  return a != NULL && b != NULL && g_str_equal (stet_term_label (a), stet_term_label (b));
}

/* Of two terms with one label the one the site knows; of two such the lesser id. */
static StetTerm *
better_term (StetTerm *ours, StetTerm *theirs)
{
  const char *our_id = stet_term_id (ours), *their_id = stet_term_id (theirs);

  if (our_id == NULL || their_id == NULL)
    return their_id != NULL ? theirs : ours;
  return g_strcmp0 (our_id, their_id) <= 0 ? ours : theirs;
}

static StetTerm *
merge_section (Merge *merge)
{
  StetTerm *base = merge->base->section, *ours = merge->ours->section,
           *theirs = merge->theirs->section;
  Pick which = pick (same_term (ours, base), same_term (theirs, base), same_term (ours, theirs));

  if (which == PICK_NEITHER && same_label (ours, theirs))
    return better_term (ours, theirs);
  if (which == PICK_NEITHER && same_label (ours, base))
    return theirs; /* only the site's id came to ours */
  if (which == PICK_NEITHER && same_label (theirs, base))
    return ours;
  if (which == PICK_NEITHER)
    disagree (merge, "section");
  return which == PICK_THEIRS ? theirs : ours;
}

static gboolean
same_terms (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (!stet_term_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return a->len == b->len;
}

static char *
fold_label (StetTerm *term)
{
  return g_utf8_casefold (stet_term_label (term), -1);
}

/* Folded label -> term (borrowed); of two alike the first. */
static GHashTable *
fold_terms (GPtrArray *terms)
{
  GHashTable *folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < terms->len; i++)
    {
      g_autofree char *key = fold_label (terms->pdata[i]);

      if (!g_hash_table_contains (folded, key))
        g_hash_table_insert (folded, g_steal_pointer (&key), terms->pdata[i]);
    }
  return folded;
}

/* One tag that both sides have: a change of its writing, or the site's id, on either side. */
static StetTerm *
merge_tag (StetTerm *base, StetTerm *ours, StetTerm *theirs)
{
  Pick which = pick (same_term (ours, base), same_term (theirs, base), same_term (ours, theirs));

  if (which != PICK_NEITHER)
    return which == PICK_OURS ? ours : theirs;
  if (same_label (ours, theirs))
    return better_term (ours, theirs);
  return g_strcmp0 (stet_term_label (ours), stet_term_label (theirs)) <= 0 ? ours : theirs;
}

static int
compare_folded (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* What either side added, by folded label, so that both machines get one order. */
static void
add_new_tags (GPtrArray *tags, GHashTable *base, GHashTable *ours, GHashTable *theirs)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, ours);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (base, key))
      g_ptr_array_add (added, key);
  g_hash_table_iter_init (&iter, theirs);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (base, key) && !g_hash_table_contains (ours, key))
      g_ptr_array_add (added, key);
  g_ptr_array_sort (added, compare_folded);
  for (guint i = 0; i < added->len; i++)
    {
      StetTerm *our_tag = g_hash_table_lookup (ours, added->pdata[i]);
      StetTerm *their_tag = g_hash_table_lookup (theirs, added->pdata[i]);
      StetTerm *tag = our_tag == NULL ? their_tag : our_tag;

      if (our_tag != NULL && their_tag != NULL)
        tag = merge_tag (NULL, our_tag, their_tag);
      g_ptr_array_add (tags, stet_term_ref (tag));
    }
}

static GPtrArray *
merge_tags (Merge *merge)
{
  g_autoptr (GHashTable) base = fold_terms (merge->base->tags);
  g_autoptr (GHashTable) ours = fold_terms (merge->ours->tags);
  g_autoptr (GHashTable) theirs = fold_terms (merge->theirs->tags);
  GPtrArray *base_tags = merge->base->tags, *tags;

  if (same_terms (merge->theirs->tags, base_tags)
      || same_terms (merge->ours->tags, merge->theirs->tags))
    return g_ptr_array_ref (merge->ours->tags);
  if (same_terms (merge->ours->tags, base_tags))
    return g_ptr_array_ref (merge->theirs->tags);
  tags = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  for (guint i = 0; i < base_tags->len; i++)
    {
      g_autofree char *key = fold_label (base_tags->pdata[i]);
      StetTerm *our_tag = g_hash_table_lookup (ours, key),
               *their_tag = g_hash_table_lookup (theirs, key);

      if (our_tag != NULL && their_tag != NULL
          && g_hash_table_lookup (base, key) == base_tags->pdata[i])
        g_ptr_array_add (tags, stet_term_ref (merge_tag (base_tags->pdata[i], our_tag, their_tag)));
    }
  add_new_tags (tags, base, ours, theirs);
  return tags;
}

static GPtrArray *
merge_authors (Merge *merge)
{
  GPtrArray *base = merge->base->authors, *ours = merge->ours->authors,
            *theirs = merge->theirs->authors;
  Pick which = pick (same_terms (ours, base), same_terms (theirs, base), same_terms (ours, theirs));

  if (which == PICK_NEITHER)
    disagree (merge, "authors");
  return which == PICK_THEIRS ? theirs : ours;
}

/* --- the photo --- */

static gboolean
same_words (StetPhoto *a, StetPhoto *b)
{
  return stet_prose_equal (stet_photo_caption (a), stet_photo_caption (b))
         && stet_prose_equal (stet_photo_credit (a), stet_photo_credit (b))
         && stet_prose_equal (stet_photo_alt (a), stet_photo_alt (b));
}

static gboolean
same_file (StetPhoto *a, StetPhoto *b)
{
  return g_str_equal (stet_photo_file (a), stet_photo_file (b));
}

/* A new picture on one side and new words about the old one on the other: never one under the
 * other. */
static gboolean
words_would_stray (StetPhoto *base, StetPhoto *ours, StetPhoto *theirs)
{
  if (same_file (ours, theirs))
    return FALSE;
  if (!same_file (ours, base) && !same_words (theirs, base))
    return TRUE;
  return !same_file (theirs, base) && !same_words (ours, base);
}

static StetPhoto *
merge_photo (Merge *merge)
{
  StetPhoto *base = merge->base->photo, *ours = merge->ours->photo, *theirs = merge->theirs->photo;

  if (stet_photo_equal (ours, theirs) || stet_photo_equal (theirs, base))
    return stet_photo_ref (ours);
  if (stet_photo_equal (ours, base))
    return stet_photo_ref (theirs);
  if (words_would_stray (base, ours, theirs))
    {
      disagree (merge, "photo");
      return stet_photo_ref (ours);
    }
  return stet_photo_new (merge_string (merge, stet_photo_id (base), stet_photo_id (ours),
                                       stet_photo_id (theirs), NULL),
                         merge_string (merge, stet_photo_file (base), stet_photo_file (ours),
                                       stet_photo_file (theirs), "photo.file"),
                         merge_prose (merge, stet_photo_caption (base), stet_photo_caption (ours),
                                      stet_photo_caption (theirs), "photo.caption"),
                         merge_prose (merge, stet_photo_credit (base), stet_photo_credit (ours),
                                      stet_photo_credit (theirs), "photo.credit"),
                         merge_prose (merge, stet_photo_alt (base), stet_photo_alt (ours),
                                      stet_photo_alt (theirs), "photo.alt"),
                         merge_string (merge, stet_photo_extra (base), stet_photo_extra (ours),
                                       stet_photo_extra (theirs), NULL));
}

/* --- lists of things with ids: blocks, FAQ items --- */

typedef struct
{
  const char *place; /* "body", "faq.items" */
  const char *(*id) (gconstpointer member);
  gboolean    (*equal) (gconstpointer a, gconstpointer b);
  /* (owned); `base` nullable. */
  gpointer (*merge) (Merge *merge, gconstpointer base, gpointer ours, gpointer theirs, guint index);
  gpointer    (*ref) (gpointer member);
  GDestroyNotify unref;
} MemberClass;

static const char *
block_id (gconstpointer block)
{
  return stet_block_id (block);
}

static gboolean
block_equal (gconstpointer a, gconstpointer b)
{
  return stet_block_equal (a, b);
}

static gpointer
block_ref (gpointer block)
{
  return stet_block_ref (block);
}

static void
disagree_at (Merge *merge, const char *list, guint index, const char *part)
{
  g_ptr_array_add (merge->places, g_strdup_printf ("%s[%u]%s", list, index, part));
}

static gpointer
block_merge (Merge *merge, gconstpointer base, gpointer ours, gpointer theirs, guint index)
{
  gboolean ours_kept = base != NULL && stet_block_equal (ours, base);
  gboolean theirs_kept = base != NULL && stet_block_equal (theirs, base);
  Pick which = pick (ours_kept, theirs_kept, stet_block_equal (ours, theirs));

  if (which == PICK_NEITHER)
    disagree_at (merge, "body", index, "");
  return stet_block_ref (which == PICK_THEIRS ? theirs : ours);
}

static const MemberClass block_class = { "body", block_id, block_equal, block_merge, block_ref,
                                         (GDestroyNotify) stet_block_unref };

static const char *
item_id (gconstpointer item)
{
  return stet_faq_item_id (item);
}

static gboolean
item_equal (gconstpointer a, gconstpointer b)
{
  return stet_faq_item_equal (a, b);
}

static gpointer
item_ref (gpointer item)
{
  return stet_faq_item_ref (item);
}

static gpointer
item_merge (Merge *merge, gconstpointer base, gpointer ours, gpointer theirs, guint index)
{
  g_autofree char *question_place = g_strdup_printf ("faq.items[%u].question", index);
  g_autofree char *answer_place = g_strdup_printf ("faq.items[%u].answer", index);
  g_autoptr (StetProse) empty = stet_prose_empty ();
  StetProse *base_question = base != NULL ? stet_faq_item_question (base) : empty;
  StetProse *base_answer = base != NULL ? stet_faq_item_answer (base) : empty;
  const char *base_extra = base != NULL ? stet_faq_item_extra (base) : NULL;

  return stet_faq_item_new (stet_faq_item_id (ours),
                            merge_prose (merge, base_question, stet_faq_item_question (ours),
                                         stet_faq_item_question (theirs), question_place),
                            merge_prose (merge, base_answer, stet_faq_item_answer (ours),
                                         stet_faq_item_answer (theirs), answer_place),
                            merge_string (merge, base_extra, stet_faq_item_extra (ours),
                                          stet_faq_item_extra (theirs), NULL));
}

static const MemberClass item_class = { "faq.items", item_id, item_equal, item_merge, item_ref,
                                        (GDestroyNotify) stet_faq_item_unref };

static GPtrArray *
ids_of (GPtrArray *members, const MemberClass *class)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    g_ptr_array_add (ids, (gpointer) class->id (members->pdata[i]));
  return ids;
}

static GHashTable *
index_members (GPtrArray *members, const MemberClass *class)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < members->len; i++)
    g_hash_table_insert (index, (gpointer) class->id (members->pdata[i]), members->pdata[i]);
  return index;
}

/* One member by what the three versions have of it. NULL: it goes. */
static gpointer
merge_member (Merge *merge, const MemberClass *class, gpointer const three[3], guint index)
{
  gpointer base = three[0], ours = three[1], theirs = three[2];
  gpointer only = ours != NULL ? ours : theirs;

  if (ours != NULL && theirs != NULL)
    return class->merge (merge, base, ours, theirs, index);
  if (only == NULL)
    return NULL;
  if (base == NULL)
    return class->ref (only);
  if (class->equal (base, only))
    return NULL;
  /* Dropped on one side, changed on the other: the change is kept and a person asked. */
  disagree_at (merge, class->place, index, "");
  return class->ref (only);
}

static GPtrArray *
merge_members (Merge *merge, const MemberClass *class, GPtrArray *const lists[3])
{
  g_autoptr (GPtrArray) order = NULL;
  GPtrArray *ids[3], *merged = g_ptr_array_new_with_free_func (class->unref);
  GHashTable *by_id[3];
  gboolean moved_apart;

  for (guint i = 0; i < 3; i++)
    {
      ids[i] = ids_of (lists[i], class);
      by_id[i] = index_members (lists[i], class);
    }
  order = stet_merge_order (ids[0], ids[1], ids[2], &moved_apart);
  if (moved_apart)
    disagree (merge, class->place);
  for (guint i = 0; i < order->len; i++)
    {
      gpointer three[3] = { g_hash_table_lookup (by_id[0], order->pdata[i]),
                            g_hash_table_lookup (by_id[1], order->pdata[i]),
                            g_hash_table_lookup (by_id[2], order->pdata[i]) };
      gpointer member = merge_member (merge, class, three, merged->len);

      if (member != NULL)
        g_ptr_array_add (merged, member);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_ptr_array_unref (ids[i]);
      g_hash_table_unref (by_id[i]);
    }
  return merged;
}

/* --- the whole --- */

static void
merge_texts (Merge *merge, StetArticleFields *fields)
{
  const StetArticleFields *b = merge->base, *o = merge->ours, *t = merge->theirs;

  fields->headline = merge_prose (merge, b->headline, o->headline, t->headline, "headline");
  fields->dek = merge_prose (merge, b->dek, o->dek, t->dek, "dek");
  fields->section = merge_section (merge);
  fields->slug = merge_prose (merge, b->slug, o->slug, t->slug, "slug");
  fields->faq_title = merge_prose (merge, b->faq_title, o->faq_title, t->faq_title, "faq.title");
  fields->byline = merge_prose (merge, b->byline, o->byline, t->byline, "byline");
  fields->authors = merge_authors (merge);
  fields->author_box
      = merge_prose (merge, b->author_box, o->author_box, t->author_box, "author_box");
}

static void
merge_rest (Merge *merge, StetArticleFields *fields)
{
  const StetArticleFields *b = merge->base, *o = merge->ours, *t = merge->theirs;

  fields->id = o->id;
  fields->story = merge_string (merge, b->story, o->story, t->story, NULL);
  fields->language = merge_string (merge, b->language, o->language, t->language, "language");
  fields->translation_of_id = merge_string (merge, b->translation_of_id, o->translation_of_id,
                                            t->translation_of_id, NULL);
  fields->translation_of_hash = merge_string (merge, b->translation_of_hash, o->translation_of_hash,
                                              t->translation_of_hash, NULL);
  fields->custom = merge_string (merge, b->custom, o->custom, t->custom, "custom");
  fields->extra = merge_string (merge, b->extra, o->extra, t->extra, NULL);
  fields->extra_faq = merge_string (merge, b->extra_faq, o->extra_faq, t->extra_faq, NULL);
}

StetMergeOutcome
stet_merge (StetArticle *base, StetArticle *ours, StetArticle *theirs, StetArticle **merged,
            GPtrArray **places)
{
  Merge merge = { stet_article_fields (base), stet_article_fields (ours),
                  stet_article_fields (theirs), g_ptr_array_new_with_free_func (g_free) };
  GPtrArray *const blocks[3] = { merge.base->body, merge.ours->body, merge.theirs->body };
  GPtrArray *const items[3]
      = { merge.base->faq_items, merge.ours->faq_items, merge.theirs->faq_items };
  g_autoptr (GPtrArray) disagreed = merge.places;
  g_autoptr (GPtrArray) body = NULL;
  g_autoptr (GPtrArray) faq_items = NULL;
  g_autoptr (GPtrArray) tags = merge_tags (&merge);
  g_autoptr (StetPhoto) photo = NULL;
  StetArticleFields fields = { 0 };

  merge_texts (&merge, &fields);
  merge_rest (&merge, &fields);
  fields.photo = photo = merge_photo (&merge);
  fields.body = body = merge_members (&merge, &block_class, blocks);
  fields.faq_items = faq_items = merge_members (&merge, &item_class, items);
  fields.tags = tags;
  *merged = stet_article_new (&fields);
  if (places != NULL)
    *places = g_ptr_array_ref (disagreed);
  if (disagreed->len > 0)
    return STET_MERGE_CONFLICT;
  if (stet_article_equal (*merged, ours) || stet_article_equal (*merged, theirs))
    return STET_MERGE_SAME;
  return STET_MERGE_CLEAN;
}
