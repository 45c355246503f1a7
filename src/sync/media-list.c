/* The pictures a story refers to. Layer: sync, private. Pure. */
#include "config.h"

#include "sync/media-list.h"

#include <string.h>

#define SHA256_HEX 64

gboolean
stet_media_is_hash (const char *file)
{
  return strlen (file) == SHA256_HEX && strspn (file, "0123456789abcdef") == SHA256_HEX;
}

static gboolean
is_address (const char *file)
{
  return g_str_has_prefix (file, "https://") || g_str_has_prefix (file, "http://");
}

static void
add_photo (const StetPhoto *photo, GPtrArray *hashes, char **bad_file)
{
  const char *file = stet_photo_file (photo);

  if (stet_media_is_hash (file))
    {
      if (!g_ptr_array_find_with_equal_func (hashes, file, g_str_equal, NULL))
        g_ptr_array_add (hashes, g_strdup (file));
    }
  else if (*file != '\0' && !is_address (file) && bad_file != NULL && *bad_file == NULL)
    *bad_file = g_strdup (file);
}

void
stet_media_list (const StetArticle *article, GPtrArray *hashes, char **bad_file)
{
  add_photo (stet_article_fields (article)->photo, hashes, bad_file);
  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    {
      const StetBlockFields *block = stet_block_fields (stet_article_block (article, i));

      if (block->type == STET_BLOCK_IMAGE && block->photo != NULL)
        add_photo (block->photo, hashes, bad_file);
    }
}

const StetPhoto *
stet_media_find (const StetArticle *article, const char *hash)
{
  const StetPhoto *lead = stet_article_fields (article)->photo;

  if (g_str_equal (stet_photo_file (lead), hash))
    return lead;
  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    {
      const StetBlockFields *block = stet_block_fields (stet_article_block (article, i));

      if (block->type == STET_BLOCK_IMAGE && g_str_equal (stet_photo_file (block->photo), hash))
        return block->photo;
    }
  return NULL;
}
