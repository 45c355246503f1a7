/* What the workspace knows of a story besides its text, for the checks that need it: the size of
 * its picture, the original of a translation. Layer: app. Blocks. */
#include "config.h"

#include "app/photos.h"
#include "app/workspace-private.h"
#include "article/photo.h"

#include "base/file.h"
#include "base/limits.h"
#include "media/photo.h"

static void
take_info (StetFacts *facts, const StetPhotoInfo *info)
{
  facts->photo_width = info->width;
  facts->photo_height = info->height;
  facts->photo_creator = g_strdup (info->creator);
  facts->photo_credit = g_strdup (info->credit);
}

/* What the picture looked at last says is kept: every check asks, the picture rarely changes. */
static void
read_picture (StetWorkspace *ws, const char *sha256, StetFacts *facts)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) picture = NULL;
  StetPhotoInfo *info;
  gboolean known;

  g_mutex_lock (&ws->lock);
  known = g_strcmp0 (ws->seen_photo, sha256) == 0;
  if (known)
    take_info (facts, ws->seen_info);
  g_mutex_unlock (&ws->lock);
  if (known)
    return;
  path = stet_workspace_photo_path (ws, sha256);
  picture = path != NULL ? stet_file_read (path, STET_PHOTO_BYTES_MAX, NULL) : NULL;
  info = picture != NULL ? stet_photo_info_read (picture, NULL, NULL) : NULL;
  if (info == NULL)
    return;
  take_info (facts, info);
  g_mutex_lock (&ws->lock);
  g_free (ws->seen_photo);
  g_clear_pointer (&ws->seen_info, stet_photo_info_free);
  ws->seen_photo = g_strdup (sha256);
  ws->seen_info = info;
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
  if (stet_file_is_sha256 (file))
    read_picture (ws, file, facts);
  facts->photo_source_type = stet_photo_source_type (fields->photo);
  if (fields->translation_of_id != NULL)
    facts->original = load_original (ws, fields->translation_of_id);
  return facts;
}
