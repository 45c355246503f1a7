/* What the workspace knows of a story besides its text, for the checks that need it: the size of its picture, the
 * original of a translation. Layer: app. Blocks. */
#include "config.h"

#include "app/photos.h"
#include "app/workspace-private.h"

#include "base/file.h"
#include "base/limits.h"
#include "media/photo.h"

/* The size of the picture looked at last is kept: every check asks, the picture rarely changes. */
static void
read_size (StetWorkspace *ws, const char *sha256, StetFacts *facts)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (StetPhotoInfo) info = NULL;

  g_mutex_lock (&ws->lock);
  if (g_strcmp0 (ws->sized_photo, sha256) == 0)
    {
      facts->photo_width = ws->sized_width;
      facts->photo_height = ws->sized_height;
      g_mutex_unlock (&ws->lock);
      return;
    }
  g_mutex_unlock (&ws->lock);
  path = stet_workspace_photo_path (ws, sha256);
  picture = path != NULL ? stet_file_read (path, STET_PHOTO_BYTES_MAX, NULL) : NULL;
  info = picture != NULL ? stet_photo_info_read (picture, NULL, NULL) : NULL;
  if (info == NULL)
    return;
  facts->photo_width = info->width;
  facts->photo_height = info->height;
  g_mutex_lock (&ws->lock);
  g_free (ws->sized_photo);
  ws->sized_photo = g_strdup (sha256);
  ws->sized_width = info->width;
  ws->sized_height = info->height;
  g_mutex_unlock (&ws->lock);
}

/* The newest the store has of it; the one that was translated may be gone. */
static StetArticle *
load_original (StetWorkspace *ws, const char *id)
{
  g_autoptr (StetStory) story = stet_workspace_load (ws, id, NULL);

  return story != NULL ? stet_article_ref (story->article) : NULL;
}

StetFacts *
stet_workspace_facts (StetWorkspace *ws, StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);
  const char *file = stet_photo_file (fields->photo);
  StetFacts *facts = stet_facts_new ();

  g_return_val_if_fail (STET_IS_WORKSPACE (ws), facts);
  if (stet_is_sha256 (file))
    read_size (ws, file, facts);
  if (fields->translation_of_id != NULL)
    facts->original = load_original (ws, fields->translation_of_id);
  return facts;
}
