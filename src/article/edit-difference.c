/* The edits that lead from one story to another. Blocks and FAQ items are known by their ids: those
 * that keep their order stay and are changed in place, the others go and come. Layer: article. Any
 * thread. */
#include "config.h"

#include "article/edit.h"

#include "article/article-private.h"

typedef const char *(*IdFunc) (gconstpointer part);
typedef StetEdit   *(*SpliceFunc) (guint at, guint n_removed, GPtrArray *parts);
/* Adds the edits that turn `from`, at `index` of the story by now, into `to`. */
typedef void        (*PartFunc) (GPtrArray *edits, gpointer from, gpointer to, guint index);

static void
add_text (GPtrArray *edits, StetField field, StetProse *from, StetProse *to)
{
  if (!stet_prose_equal (from, to))
    g_ptr_array_add (edits, stet_edit_text (&field, to));
}

/* For each part of `to` its index in `from`, -1 for a new one. */
static int *
match_parts (GPtrArray *from, GPtrArray *to, IdFunc id_of)
{
  g_autoptr (GHashTable) indexes = g_hash_table_new (g_str_hash, g_str_equal);
  int *matches = g_new (int, to->len + 1);

  for (guint i = 0; i < from->len; i++)
    g_hash_table_insert (indexes, (gpointer) id_of (from->pdata[i]), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < to->len; i++)
    matches[i] = (int) GPOINTER_TO_UINT (g_hash_table_lookup (indexes, id_of (to->pdata[i]))) - 1;
  return matches;
}

/* Leaves, of the matches, the longest run in rising order (patience sorting); the others become
 * -1. */
static void
keep_rising (int *matches, guint n)
{
  /* The last element of the best run of each length. */
  g_autofree guint *tops = g_new (guint, n + 1);
  g_autofree int *before = g_new (int, n + 1);
  guint length = 0;
  int next;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0;
      guint high = length;

      if (matches[i] < 0)
        continue;
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (matches[tops[middle]] < matches[i])
            low = middle + 1;
          else
            high = middle;
        }
      before[i] = low > 0 ? (int) tops[low - 1] : -1;
      tops[low] = i;
      length = MAX (length, low + 1);
    }
  next = length > 0 ? (int) tops[length - 1] : -1;
  for (int i = (int) n - 1; i >= 0; i--)
    if (i == next)
      next = before[i];
    else
      matches[i] = -1;
}

/* All that goes is taken out before anything comes, so that a moved part never stands twice. */
static void
add_removals (GPtrArray *edits, const gboolean *kept, guint n, SpliceFunc splice)
{
  guint end = n;

  while (end > 0)
    {
      guint start = end;

      while (start > 0 && !kept[start - 1])
        start--;
      if (start < end)
        g_ptr_array_add (edits, splice (start, end - start, NULL));
      end = start > 0 ? start - 1 : 0;
    }
}

static void
add_parts (GPtrArray *edits, GPtrArray *from, GPtrArray *to, IdFunc id_of, SpliceFunc splice,
           PartFunc part)
{
  g_autofree int *matches = NULL;
  g_autofree gboolean *kept = NULL;
  guint i = 0;

  if (from == to)
    return;
  matches = match_parts (from, to, id_of);
  kept = g_new0 (gboolean, from->len + 1);
  keep_rising (matches, to->len);
  for (i = 0; i < to->len; i++)
    if (matches[i] >= 0)
      kept[matches[i]] = TRUE;
  add_removals (edits, kept, from->len, splice);
  for (i = 0; i < to->len; i++)
    {
      g_autoptr (GPtrArray) come = g_ptr_array_new ();
      guint start = i;

      if (matches[i] >= 0)
        {
          part (edits, from->pdata[matches[i]], to->pdata[i], i);
          continue;
        }
      for (; i < to->len && matches[i] < 0; i++)
        g_ptr_array_add (come, to->pdata[i]);
      g_ptr_array_add (edits, splice (start, 0, come));
      i--;
    }
}

static const char *
block_id (gconstpointer part)
{
  return stet_block_id (part);
}

static const char *
faq_item_id (gconstpointer part)
{
  return stet_faq_item_id (part);
}

static void
add_replacement (GPtrArray *edits, SpliceFunc splice, guint index, gpointer part)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  g_ptr_array_add (parts, part);
  g_ptr_array_add (edits, splice (index, 1, parts));
}

static void
add_block (GPtrArray *edits, gpointer from, gpointer to, guint index)
{
  g_autoptr (StetBlock) with_text = stet_block_with_prose (from, stet_block_prose (to));

  if (stet_block_equal (from, to))
    return;
  if (stet_block_type (to) <= STET_BLOCK_LIST_ITEM && stet_block_equal (with_text, to))
    add_text (edits, stet_field_at (STET_FIELD_BODY, (int) index), stet_block_prose (from),
              stet_block_prose (to));
  else
    add_replacement (edits, stet_edit_blocks, index, to);
}

static void
add_faq_item (GPtrArray *edits, gpointer from, gpointer to, guint index)
{
  if (g_strcmp0 (stet_faq_item_extra (from), stet_faq_item_extra (to)) != 0)
    {
      add_replacement (edits, stet_edit_faq_items, index, to);
      return;
    }
  add_text (edits, stet_field_at (STET_FIELD_FAQ_QUESTION, (int) index),
            stet_faq_item_question (from), stet_faq_item_question (to));
  add_text (edits, stet_field_at (STET_FIELD_FAQ_ANSWER, (int) index), stet_faq_item_answer (from),
            stet_faq_item_answer (to));
}

/* One splice over what differs between equal beginnings and equal ends. */
static void
add_terms (GPtrArray *edits, GPtrArray *from, GPtrArray *to, SpliceFunc splice)
{
  g_autoptr (GPtrArray) come = g_ptr_array_new ();
  guint start = 0;
  guint old_end = from->len;
  guint new_end = to->len;

  while (start < old_end && start < new_end &&
         stet_term_equal (from->pdata[start], to->pdata[start]))
    start++;
  while (old_end > start && new_end > start &&
         stet_term_equal (from->pdata[old_end - 1], to->pdata[new_end - 1]))
    {
      old_end--;
      new_end--;
    }
  for (guint i = start; i < new_end; i++)
    g_ptr_array_add (come, to->pdata[i]);
  if (start < old_end || start < new_end)
    g_ptr_array_add (edits, splice (start, old_end - start, come));
}

static void
add_photo (GPtrArray *edits, StetPhoto *from, StetPhoto *to)
{
  if (!g_str_equal (stet_photo_id (from), stet_photo_id (to)) ||
      !g_str_equal (stet_photo_file (from), stet_photo_file (to)) ||
      g_strcmp0 (stet_photo_extra (from), stet_photo_extra (to)) != 0)
    {
      g_ptr_array_add (edits, stet_edit_photo (to));
      return;
    }
  add_text (edits, stet_field_make (STET_FIELD_PHOTO_CAPTION), stet_photo_caption (from),
            stet_photo_caption (to));
  add_text (edits, stet_field_make (STET_FIELD_PHOTO_CREDIT), stet_photo_credit (from),
            stet_photo_credit (to));
  add_text (edits, stet_field_make (STET_FIELD_PHOTO_ALT), stet_photo_alt (from),
            stet_photo_alt (to));
}

static gboolean
sections_differ (const StetTerm *a, const StetTerm *b)
{
  if (a == NULL || b == NULL)
    return a != b;
  return !stet_term_equal (a, b);
}

static void
add_values (GPtrArray *edits, const StetArticleFields *a, const StetArticleFields *b)
{
  if (!g_str_equal (a->language, b->language))
    g_ptr_array_add (edits, stet_edit_language (b->language));
  if (g_strcmp0 (a->translation_of_id, b->translation_of_id) != 0 ||
      g_strcmp0 (a->translation_of_hash, b->translation_of_hash) != 0)
    g_ptr_array_add (edits, stet_edit_translation (b->translation_of_id, b->translation_of_hash));
  if (sections_differ (a->section, b->section))
    g_ptr_array_add (edits, stet_edit_section (b->section));
  if (!g_str_equal (a->custom, b->custom))
    g_ptr_array_add (edits, stet_edit_custom (b->custom));
}

GPtrArray *
stet_edit_difference (StetArticle *from, StetArticle *to)
{
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_edit_unref);
  const StetArticleFields *a = stet_article_fields (from);
  const StetArticleFields *b = stet_article_fields (to);

  add_values (edits, a, b);
  add_text (edits, stet_field_make (STET_FIELD_HEADLINE), a->headline, b->headline);
  add_text (edits, stet_field_make (STET_FIELD_DEK), a->dek, b->dek);
  add_text (edits, stet_field_make (STET_FIELD_SLUG), a->slug, b->slug);
  add_photo (edits, a->photo, b->photo);
  add_parts (edits, a->body, b->body, block_id, stet_edit_blocks, add_block);
  add_text (edits, stet_field_make (STET_FIELD_FAQ_TITLE), a->faq_title, b->faq_title);
  add_parts (edits, a->faq_items, b->faq_items, faq_item_id, stet_edit_faq_items, add_faq_item);
  add_terms (edits, a->tags, b->tags, stet_edit_tags);
  add_text (edits, stet_field_make (STET_FIELD_BYLINE), a->byline, b->byline);
  add_terms (edits, a->authors, b->authors, stet_edit_authors);
  add_text (edits, stet_field_make (STET_FIELD_AUTHOR_BOX), a->author_box, b->author_box);
  return edits;
}
