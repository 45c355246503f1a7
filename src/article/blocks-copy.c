/* Blocks on their way from one place of a story to another: as text that keeps all of them, and
 * back under new ids.
 * Layer: article. Any thread. */
#include "config.h"

#include "article/format.h"

static StetArticle *
article_of (GPtrArray *blocks)
{
  StetArticleFields fields = { .id = "copy", .story = "copy", .language = "en", .body = blocks };

  return stet_article_new (&fields);
}

char *
stet_blocks_to_json (GPtrArray *blocks)
{
  g_autoptr (StetArticle) article = NULL;

  g_return_val_if_fail (blocks != NULL, NULL);
  article = article_of (blocks);
  return stet_article_write (article, STET_FORMAT_JSON, NULL);
}

char *
stet_blocks_to_markdown (GPtrArray *blocks)
{
  g_autoptr (StetArticle) article = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (blocks != NULL, NULL);
  article = article_of (blocks);
  text = stet_article_write (article, STET_FORMAT_MARKDOWN, NULL);
  /* The line of a headline that is not there. */
  return g_strdup (g_strstrip (g_str_has_prefix (text, "#\n") ? text + 1 : text));
}

static StetBlock *
with_new_ids (StetBlock *block, StetRandom *random)
{
  StetBlockFields fields = *stet_block_fields (block);
  g_autofree char *id = stet_uuid_new (random);
  g_autofree char *photo_id = stet_uuid_new (random);
  g_autoptr (StetPhoto) photo = NULL;

  fields.id = id;
  if (fields.photo != NULL)
    fields.photo = photo
        = stet_photo_new (photo_id, stet_photo_file (fields.photo),
                          stet_photo_caption (fields.photo), stet_photo_credit (fields.photo),
                          stet_photo_alt (fields.photo), stet_photo_extra (fields.photo));
  return stet_block_new (&fields);
}

GPtrArray *
stet_blocks_from_json (const char *json, StetRandom *random, GError **error)
{
  g_autoptr (StetArticle) article = NULL;
  GPtrArray *blocks;

  g_return_val_if_fail (json != NULL, NULL);
  article = stet_article_read (STET_FORMAT_JSON, json, NULL, random, error);
  if (article == NULL)
    return NULL;
  blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    g_ptr_array_add (blocks, with_new_ids (stet_article_block (article, i), random));
  return blocks;
}
