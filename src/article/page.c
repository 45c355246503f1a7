/* A page held against its story. Layer: article. Any thread. */
#include "config.h"

#include "article/page-private.h"

#include "base/text.h"

#include <string.h>

typedef struct
{
  const StetPageCheck    *check;
  const StetArticleFields *fields;
  const StetPage         *page;
  GPtrArray              *differences;
} Comparing;

void
stet_page_difference_free (StetPageDifference *difference)
{
  g_free (difference->wanted);
  g_free (difference->seen);
  g_free (difference);
}

const char *
stet_page_part_name (StetPagePart part)
{
  static const char *const names[]
      = { "",     "headline", "dek",  "picture",   "caption",      "credit",
          "body", "faq",      "tags", "canonical", "article_data", "faq_data" };

  return part < G_N_ELEMENTS (names) ? names[part] : "";
}

/* Returns: (owned) (nullable). */
static char *
shown (const char *text)
{
  g_autofree char *line = text != NULL ? stet_text_collapse (text) : NULL;
  g_autofree char *cut = NULL;

  if (line == NULL || line[0] == '\0')
    return NULL;
  if (stet_text_count_chars (line) <= STET_PAGE_SHOWN_CHARS_MAX)
    return g_steal_pointer (&line);
  cut = stet_text_slice (line, 0, STET_PAGE_SHOWN_CHARS_MAX - 1);
  return g_strconcat (cut, "…", NULL);
}

static void
differ (Comparing *comparing, StetPagePart part, const char *wanted, const char *seen)
{
  StetPageDifference *difference = g_new0 (StetPageDifference, 1);

  difference->part = part;
  difference->wanted = shown (wanted);
  difference->seen = shown (seen);
  if (difference->wanted == NULL)
    difference->wanted = g_strdup ("");
  g_ptr_array_add (comparing->differences, difference);
}

static gboolean
is_shown (const Comparing *comparing, StetProse *prose)
{
  g_autofree char *folded = stet_page_fold (stet_prose_text (prose));

  return folded[0] == '\0' || strstr (comparing->page->text, folded) != NULL;
}

static gboolean
is_same (const char *seen, StetProse *prose)
{
  g_autofree char *folded = stet_page_fold (stet_prose_text (prose));

  return seen != NULL && strcmp (seen, folded) == 0;
}

/* --- the parts --- */

static void
compare_headline (Comparing *comparing)
{
  GPtrArray *titles = comparing->page->titles;
  StetProse *headline = comparing->fields->headline;
  const char *seen = NULL;

  for (guint i = 0; i < titles->len; i++)
    {
      if (is_same (g_ptr_array_index (titles, i), headline))
        return;
      /* A site's own name is often a heading too: the last one is the story's. */
      if (*(const char *) g_ptr_array_index (titles, i) != '\0')
        seen = g_ptr_array_index (titles, i);
    }
  differ (comparing, STET_PAGE_HEADLINE, stet_prose_text (headline), seen);
}

static void
compare_text (Comparing *comparing, StetPagePart part, StetProse *prose, const char *seen)
{
  if (!is_shown (comparing, prose))
    differ (comparing, part, stet_prose_text (prose), seen);
}

static void
compare_picture (Comparing *comparing)
{
  const StetPhoto *photo = comparing->fields->photo;
  GPtrArray *images = comparing->page->images;
  const char *file = stet_photo_file (photo);
  const char *seen = NULL;
  gboolean named = !stet_prose_is_blank (stet_photo_alt (photo));

  if (file[0] == '\0')
    return;
  for (guint i = 0; i < images->len; i++)
    {
      const StetPagePair *image = g_ptr_array_index (images, i);

      /* Sites scale and rename pictures: the hash in the address, or the words for those who can't
       * see it. */
      if (strstr (image->first, file) != NULL || !named
          || is_same (image->second, stet_photo_alt (photo)))
        return;
      seen = image->second[0] != '\0' ? image->second : image->first;
    }
  differ (comparing, STET_PAGE_PICTURE, stet_prose_text (stet_photo_alt (photo)), seen);
}

/* The first paragraph that the page has not. */
static void
compare_body (Comparing *comparing)
{
  for (guint i = 0; i < comparing->fields->body->len; i++)
    {
      StetBlock *block = g_ptr_array_index (comparing->fields->body, i);
      StetProse *prose = stet_block_fields (block)->prose;

      if (prose == NULL || is_shown (comparing, prose))
        continue;
      differ (comparing, STET_PAGE_BODY, stet_prose_text (prose), NULL);
      return;
    }
}

static void
compare_faq (Comparing *comparing)
{
  GPtrArray *items = comparing->fields->faq_items;

  for (guint i = 0; i < items->len; i++)
    {
      const StetFaqItem *item = g_ptr_array_index (items, i);
      StetProse *missing
          = !is_shown (comparing, stet_faq_item_question (item)) ? stet_faq_item_question (item)
            : !is_shown (comparing, stet_faq_item_answer (item)) ? stet_faq_item_answer (item)
                                                                 : NULL;

      if (missing == NULL)
        continue;
      differ (comparing, STET_PAGE_FAQ, stet_prose_text (missing), NULL);
      return;
    }
}

static gboolean
has_tag (const Comparing *comparing, const char *label)
{
  const StetPage *page = comparing->page;
  GPtrArray *known = page->tags->len > 0 ? page->tags : page->keywords;
  g_autofree char *folded = stet_page_fold_case (label);
  g_autofree char *text = NULL;

  if (known->len > 0)
    return g_ptr_array_find_with_equal_func (known, folded, g_str_equal, NULL);
  text = g_utf8_casefold (page->text, -1);
  return strstr (text, folded) != NULL;
}

static void
compare_tags (Comparing *comparing)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < comparing->fields->tags->len; i++)
    {
      const char *label = stet_term_label (g_ptr_array_index (comparing->fields->tags, i));

      if (!has_tag (comparing, label))
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", label);
    }
  if (missing->len > 0)
    differ (comparing, STET_PAGE_TAGS, missing->str, NULL);
}

/* Without a slash at the end, which sites put or leave as they like. Returns: (owned). */
static char *
bare_address (const char *url)
{
  char *bare = g_strndup (url, strcspn (url, "#"));

  while (g_str_has_suffix (bare, "/"))
    bare[strlen (bare) - 1] = '\0';
  return bare;
}

static void
compare_canonical (Comparing *comparing)
{
  const char *seen = comparing->page->canonical;
  g_autofree char *whole = seen != NULL ? g_uri_resolve_relative (comparing->check->url, seen,
                                                                  G_URI_FLAGS_ENCODED, NULL)
                                        : NULL;
  g_autofree char *named = bare_address (whole != NULL ? whole : "");
  g_autofree char *wanted = bare_address (comparing->check->url);

  if (seen == NULL && !comparing->check->wants_data)
    return;
  if (strcmp (named, wanted) != 0)
    differ (comparing, STET_PAGE_CANONICAL, comparing->check->url, seen);
}

static void
compare_article_data (Comparing *comparing)
{
  const StetPage *page = comparing->page;
  const StetArticleFields *fields = comparing->fields;

  if (!page->has_article && comparing->check->wants_data)
    differ (comparing, STET_PAGE_ARTICLE_DATA, stet_prose_text (fields->headline), NULL);
  else if (page->has_article && !is_same (page->data_headline, fields->headline))
    differ (comparing, STET_PAGE_ARTICLE_DATA, stet_prose_text (fields->headline),
            page->data_headline);
  else if (comparing->check->wants_data && !stet_prose_is_blank (fields->dek)
           && !is_same (page->data_description, fields->dek))
    differ (comparing, STET_PAGE_ARTICLE_DATA, stet_prose_text (fields->dek),
            page->data_description);
}

static void
compare_faq_data (Comparing *comparing)
{
  GPtrArray *items = comparing->fields->faq_items;
  GPtrArray *data = comparing->page->data_faq;

  if (!comparing->page->has_faq && (items->len == 0 || !comparing->check->wants_data))
    return;
  for (guint i = 0; i < MAX (items->len, data->len); i++)
    {
      const StetFaqItem *item = i < items->len ? g_ptr_array_index (items, i) : NULL;
      const StetPagePair *pair = i < data->len ? g_ptr_array_index (data, i) : NULL;

      if (item != NULL && pair != NULL && is_same (pair->first, stet_faq_item_question (item))
          && is_same (pair->second, stet_faq_item_answer (item)))
        continue;
      if (item != NULL && pair != NULL && is_same (pair->first, stet_faq_item_question (item)))
        differ (comparing, STET_PAGE_FAQ_DATA, stet_prose_text (stet_faq_item_answer (item)),
                pair->second);
      else
        differ (comparing, STET_PAGE_FAQ_DATA,
                item != NULL ? stet_prose_text (stet_faq_item_question (item)) : "",
                pair != NULL ? pair->first : NULL);
      return;
    }
}

GPtrArray *
stet_page_compare (const StetPageCheck *check, GError **error)
{
  g_autoptr (StetPage) page = NULL;
  Comparing comparing = { .check = check };

  g_return_val_if_fail (
      check != NULL && check->html != NULL && check->url != NULL && check->article != NULL, NULL);
  page = stet_page_read (check->html, error);
  if (page == NULL)
    return NULL;
  comparing.page = page;
  comparing.fields = stet_article_fields (check->article);
  comparing.differences
      = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_page_difference_free);
  compare_headline (&comparing);
  compare_text (&comparing, STET_PAGE_DEK, comparing.fields->dek, page->dek);
  compare_picture (&comparing);
  compare_text (&comparing, STET_PAGE_CAPTION, stet_photo_caption (comparing.fields->photo), NULL);
  compare_text (&comparing, STET_PAGE_CREDIT, stet_photo_credit (comparing.fields->photo),
                page->credit);
  compare_body (&comparing);
  compare_faq (&comparing);
  compare_tags (&comparing);
  compare_canonical (&comparing);
  compare_article_data (&comparing);
  compare_faq_data (&comparing);
  return comparing.differences;
}
