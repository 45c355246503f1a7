/* WordPress as a StetSite: the methods. Layer: site. Async; an object belongs to the thread that
 * made it. */
#include "config.h"

#include "site/wordpress-private.h"

#include "site/address.h"
#include "site/credential.h"

#include <string.h>

static void stet_wordpress_site_iface_init (StetSiteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StetWordPressSite, stet_wordpress_site, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (STET_TYPE_SITE,
                                                      stet_wordpress_site_iface_init))

static void
picture_free (gpointer data)
{
  StetWpPicture *picture = data;

  g_free (picture->id);
  g_free (picture->url);
  g_free (picture->words);
  g_free (picture);
}

/* --- the site and its people --- */

/* WordPress would lead back to a program only by https, so the person carries the password over. */
static char *
sign_in_page (const char *authorize)
{
  if (authorize == NULL)
    return NULL;
  return g_strconcat (authorize, strchr (authorize, '?') != NULL ? "&" : "?", "app_name=Stet",
                      NULL);
}

static void
sections_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetWordPressSite *site = job->site;
  StetSiteInfo *info;
  g_autoptr (GStrvBuilder) sections = g_strv_builder_new ();
  JsonArray *array = answer->root != NULL && JSON_NODE_HOLDS_ARRAY (answer->root)
                         ? json_node_get_array (answer->root)
                         : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      StetMembers members = { json_array_get_object_element (array, i), NULL };
      g_autofree char *name = stet_members_string (&members, "name");
      g_autofree char *plain = name != NULL ? stet_blocks_plain (name) : NULL;

      if (plain != NULL)
        g_strv_builder_add (sections, plain);
    }
  info = g_new0 (StetSiteInfo, 1);
  info->site_id = g_strdup (site->site_id);
  info->name = site->name != NULL ? stet_blocks_plain (site->name) : NULL;
  info->zone = g_strdup (site->zone);
  info->languages = g_new0 (char *, 1);
  info->sections = g_strv_builder_end (sections);
  info->media_side_max = STET_WP_SIDE_MAX;
  info->holds_review = site->companion;
  info->holds_media = TRUE;
  info->holds_terms = TRUE;
  info->sign_in_page = sign_in_page (site->authorize);
  stet_site_job_return (&job->base, info, (GDestroyNotify) stet_site_info_free);
}

static void
companion_info_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetMembers members = { NULL, NULL };
  g_autofree char *id = NULL;

  if (!stet_wp_ok (job, answer))
    return;
  members.object
      = JSON_NODE_HOLDS_OBJECT (answer->root) ? json_node_get_object (answer->root) : NULL;
  id = members.object != NULL ? stet_members_string (&members, "site") : NULL;
  if (id != NULL && *id != '\0')
    {
      g_free (job->site->site_id);
      job->site->site_id = g_steal_pointer (&id);
    }
  stet_wp_get (job, "/wp/v2/categories", "_fields=id,name&per_page=100&orderby=count&order=desc",
               sections_read);
}

static void
info_with_index (StetWpJob *job)
{
  if (job->site->companion)
    {
      stet_wp_get (job, "/stet/v1/info", NULL, companion_info_read);
      return;
    }
  if (job->site->home != NULL)
    {
      g_free (job->site->site_id);
      job->site->site_id = g_strdup (job->site->home);
    }
  stet_wp_get (job, "/wp/v2/categories", "_fields=id,name&per_page=100&orderby=count&order=desc",
               sections_read);
}

static void
get_info (StetSiteJob *base)
{
  stet_wp_with_index (stet_wp_job (base), info_with_index);
}

static void
answer_me (StetWpJob *job)
{
  stet_site_job_return (&job->base, stet_site_user_copy (job->site->me),
                        (GDestroyNotify) stet_site_user_free);
}

static void
get_me (StetSiteJob *base)
{
  stet_wp_with_me (stet_wp_job (base), answer_me);
}

/* --- stories --- */

static void
article_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWpPost) post = NULL;
  g_autoptr (StetSiteArticle) got = NULL;

  if (!stet_wp_ok (job, answer))
    return;
  post = stet_wp_post_read (answer->root, &error);
  got = post != NULL ? stet_wp_post_article (job->site, post, &error) : NULL;
  if (got == NULL)
    stet_site_job_fail (&job->base, error);
  else if (got->state == STET_STATE_BINNED)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_GONE, "The story is in the site's bin");
  else
    stet_site_job_return (&job->base, g_steal_pointer (&got),
                          (GDestroyNotify) stet_site_article_free);
}

static void
get_found (StetWpJob *job)
{
  g_autofree char *path = NULL;

  if (job->post == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND, "The site has no such story");
      return;
    }
  path = g_strconcat (job->site->companion ? "/stet/v1/posts/" : "/wp/v2/posts/", job->post, NULL);
  stet_wp_get (job, path, job->site->companion ? NULL : STET_WP_FIELDS, article_read);
}

static void
get_article (StetSiteJob *base)
{
  stet_wp_with_post (stet_wp_job (base), get_found);
}

/* --- the methods --- */

static void
job_begin (StetSiteJob *base)
{
  stet_wp_job (base)->site = STET_WORDPRESS_SITE (base->site);
}

static void
job_clear (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  g_free (job->post);
  g_free (job->served);
  g_free (job->next_cursor);
  g_free (job->author);
  g_clear_pointer (&job->kept_root, json_node_unref);
  g_clear_pointer (&job->kept_reply, stet_http_reply_free);
  stet_blocks_post_clear (&job->sent);
  stet_site_article_free (job->made);
  if (job->json != NULL)
    g_string_free (job->json, TRUE);
}

static const StetSiteJobs jobs = {
  .size = sizeof (StetWpJob),
  .begin = job_begin,
  .clear = job_clear,
  .get_info = get_info,
  .get_me = get_me,
  .list_changes = stet_wp_list_changes,
  .get_article = get_article,
  .put_article = stet_wp_put_article,
  .transition = stet_wp_transition,
  .add_review = stet_wp_add_review,
  .has_media = stet_wp_has_media,
  .get_media = stet_wp_get_media,
  .put_media = stet_wp_put_media,
  .list_terms = stet_wp_list_terms,
  .add_term = stet_wp_add_term,
  .list_authors = stet_wp_list_authors,
};

static StetSiteLacks
lacks (StetSite *site)
{
  StetSiteLacks always = STET_SITE_LACKS_NEW_TERMS;

  if (STET_WORDPRESS_SITE (site)->companion)
    return always;
  return always | STET_SITE_LACKS_WORKING | STET_SITE_LACKS_IF_MATCH | STET_SITE_LACKS_KEYS
         | STET_SITE_LACKS_REVIEW;
}

static void
stet_wordpress_site_iface_init (StetSiteInterface *iface)
{
  stet_site_jobs_init (iface, &jobs);
  iface->lacks = lacks;
}

static void
stet_wordpress_site_finalize (GObject *object)
{
  StetWordPressSite *self = STET_WORDPRESS_SITE (object);

  g_clear_object (&self->session);
  g_free (self->api);
  g_free (self->site_id);
  g_clear_pointer (&self->credential, stet_credential_free);
  g_strfreev (self->public_custom);
  g_free (self->name);
  g_free (self->home);
  g_free (self->zone);
  g_free (self->authorize);
  g_clear_pointer (&self->me, stet_site_user_free);
  g_free (self->me_number);
  g_hash_table_unref (self->posts);
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->pictures);
  g_hash_table_unref (self->terms);
  g_hash_table_unref (self->authors);
  G_OBJECT_CLASS (stet_wordpress_site_parent_class)->finalize (object);
}

static void
stet_wordpress_site_class_init (StetWordPressSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stet_wordpress_site_finalize;
}

static void
stet_wordpress_site_init (StetWordPressSite *self)
{
  self->posts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, picture_free);
  self->terms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->authors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* "…/wp-json", or "…/?rest_route=" where a site has no pretty addresses. */
static char *
clean_api (const char *url, GError **error)
{
  g_autoptr (GUri) uri = stet_address_parse (url, error);
  g_autofree char *api = NULL;

  if (uri == NULL)
    return NULL;
  api = g_uri_to_string (uri);
  while (g_str_has_suffix (api, "/"))
    api[strlen (api) - 1] = '\0';
  return g_steal_pointer (&api);
}

StetSite *
stet_wordpress_site_new (const StetWordPressOptions *options, GError **error)
{
  g_autofree char *api = NULL;
  StetWordPressSite *self;

  g_return_val_if_fail (options != NULL && options->api != NULL, NULL);

  api = clean_api (options->api, error);
  if (api == NULL)
    return NULL;
  if (options->credential != NULL && !stet_credential_is_usable (options->credential))
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH,
                           "The user name or the password can't be sent");
      return NULL;
    }
  self = g_object_new (STET_TYPE_WORDPRESS_SITE, NULL);
  self->session = stet_http_session_new ();
  self->site_id = g_strdup (options->site_id != NULL ? options->site_id : api);
  self->api = g_steal_pointer (&api);
  self->credential
      = options->credential != NULL ? stet_credential_copy (options->credential) : NULL;
  self->public_custom = g_strdupv ((char **) options->public_custom);
  self->timeout_s = options->timeout_s;
  return STET_SITE (self);
}
