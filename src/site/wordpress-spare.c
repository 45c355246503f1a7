/* After a story was made on a stock WordPress: what stands between us and the site may have
 * delivered the request twice, and WordPress then has two drafts of it. The older one is the story;
 * the other goes into the site's bin.
 * Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/json.h"

#include <string.h>

static void
return_made (StetWpJob *job)
{
  stet_site_job_return (&job->base, g_steal_pointer (&job->made),
                        (GDestroyNotify) stet_site_article_free);
}

static void
spare_binned (StetWpJob *job, const StetWpAnswer *answer)
{
  return_made (job); /* whether it went: the story is the older one */
}

/* A draft of this very text, which nobody has taken further. */
static gboolean
is_spare (StetWpJob *job, const StetSiteArticle *got)
{
  const char *const *custom = (const char *const *) job->site->public_custom;
  g_autofree char *sent = stet_article_hash (job->base.article, custom);
  g_autofree char *hash = stet_article_hash (got->article, custom);

  return got->state == STET_STATE_DRAFT && got->live_hash == NULL && strcmp (sent, hash) == 0;
}

static void
bin_spare (StetWpJob *job, const char *number)
{
  g_autofree char *path = g_strconcat ("/wp/v2/posts/", number, NULL);
  StetWpRequest request = { .method = "DELETE", .path = path };

  stet_wp_ask (job, &request, spare_binned);
}

/* Oldest first. */
static void
found_ours (StetWpJob *job, const StetWpAnswer *answer)
{
  JsonArray *array = answer->root != NULL && JSON_NODE_HOLDS_ARRAY (answer->root)
                         ? json_node_get_array (answer->root)
                         : NULL;
  g_autofree char *first = NULL;
  g_autofree char *spare = NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array) && spare == NULL; i++)
    {
      g_autoptr (StetWpPost) post = stet_wp_post_read (json_array_get_element (array, i), NULL);
      g_autoptr (StetSiteArticle) got
          = post != NULL ? stet_wp_post_article (job->site, post, NULL) : NULL;

      if (got == NULL
          || strcmp (stet_article_id (got->article), stet_article_id (job->base.article)) != 0
          || !is_spare (job, got))
        continue;
      if (first != NULL)
        {
          spare = g_strdup (post->number);
          continue;
        }
      first = g_strdup (post->number);
      stet_site_article_free (job->made);
      job->made = g_steal_pointer (&got);
    }
  if (first != NULL)
    stet_wp_note_post (job->site, stet_article_id (job->base.article), first);
  if (spare != NULL)
    bin_spare (job, spare);
  else
    return_made (job);
}

void
stet_wp_return_created (StetWpJob *job, StetSiteArticle *made)
{
  g_autofree char *query
      = g_strconcat (STET_WP_FIELDS "&status=any&orderby=id&order=asc&search=stet-",
                     stet_article_id (job->base.article), NULL);

  job->made = made;
  stet_wp_get (job, "/wp/v2/posts", query, found_ours);
}
