/* WordPress as a StetSite: the methods. Layer: site. Async; an object belongs to the thread that made it. */
#include "config.h"

#include "site/wordpress-private.h"

#include "site/address.h"
#include "site/credential.h"

#include <string.h>

static void stet_wordpress_site_iface_init (StetSiteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StetWordPressSite, stet_wordpress_site, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (STET_TYPE_SITE, stet_wordpress_site_iface_init))

static void
picture_free (gpointer data)
{
  StetWpPicture *picture = data;

  g_free (picture->id);
  g_free (picture->url);
  g_free (picture);
}

static StetWpJob *
job_of (StetSite *site, GTask *task)
{
  return stet_wp_job_new (STET_WORDPRESS_SITE (site), task);
}

/* --- the site and its people --- */

/* WordPress would lead back to a program only by https, so the person carries the password over. */
static char *
sign_in_page (const char *authorize)
{
  if (authorize == NULL)
    return NULL;
  return g_strconcat (authorize, strchr (authorize, '?') != NULL ? "&" : "?", "app_name=Stet", NULL);
}

static void
sections_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetWordPressSite *site = job->site;
  StetSiteInfo *info;
  g_autoptr (GStrvBuilder) sections = g_strv_builder_new ();
  JsonArray *array = answer->root != NULL && JSON_NODE_HOLDS_ARRAY (answer->root) ? json_node_get_array (answer->root) : NULL;

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
  stet_wp_return (job, info, (GDestroyNotify) stet_site_info_free);
}

static void
companion_info_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetMembers members = { NULL, NULL };
  g_autofree char *id = NULL;

  if (!stet_wp_ok (job, answer))
    return;
  members.object = JSON_NODE_HOLDS_OBJECT (answer->root) ? json_node_get_object (answer->root) : NULL;
  id = members.object != NULL ? stet_members_string (&members, "site") : NULL;
  if (id != NULL && *id != '\0')
    {
      g_free (job->site->site_id);
      job->site->site_id = g_steal_pointer (&id);
    }
  stet_wp_get (job, "/wp/v2/categories", "_fields=id,name&per_page=100&orderby=count&order=desc", sections_read);
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
  stet_wp_get (job, "/wp/v2/categories", "_fields=id,name&per_page=100&orderby=count&order=desc", sections_read);
}

static void
get_info (StetSite *site, GTask *task)
{
  stet_wp_with_index (job_of (site, task), info_with_index);
}

static void
answer_me (StetWpJob *job)
{
  const StetSiteUser *me = job->site->me;
  StetSiteUser *copy = g_new0 (StetSiteUser, 1);

  copy->id = g_strdup (me->id);
  copy->name = g_strdup (me->name);
  copy->roles = g_strdupv (me->roles);
  copy->can = g_strdupv (me->can);
  stet_wp_return (job, copy, (GDestroyNotify) stet_site_user_free);
}

static void
get_me (StetSite *site, GTask *task)
{
  stet_wp_with_me (job_of (site, task), answer_me);
}

/* --- stories --- */

static void
list_changes (StetSite *site, const char *cursor, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->cursor = g_strdup (cursor);
  stet_wp_list_changes (job);
}

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
    stet_wp_fail (job, error);
  else if (got->state == STET_STATE_BINNED)
    stet_wp_refuse (job, STET_SITE_ERROR_GONE, "The story is in the site's bin");
  else
    stet_wp_return (job, g_steal_pointer (&got), (GDestroyNotify) stet_site_article_free);
}

static void
get_found (StetWpJob *job)
{
  g_autofree char *path = NULL;

  if (job->post == NULL)
    {
      stet_wp_refuse (job, STET_SITE_ERROR_NOT_FOUND, "The site has no such story");
      return;
    }
  path = g_strconcat (job->site->companion ? "/stet/v1/posts/" : "/wp/v2/posts/", job->post, NULL);
  stet_wp_get (job, path, job->site->companion ? NULL : STET_WP_FIELDS, article_read);
}

static void
get_article (StetSite *site, const char *id, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->id = g_strdup (id);
  stet_wp_with_post (job, get_found);
}

static void
put_article (StetSite *site, StetArticle *article, const char *version, const char *key, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->article = stet_article_ref (article);
  job->id = g_strdup (stet_article_id (article));
  job->version = g_strdup (version);
  job->key = g_strdup (key);
  stet_wp_put_article (job);
}

static void
transition (StetSite *site, const char *id, const StetSiteTransition *wish, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->id = g_strdup (id);
  job->version = g_strdup (wish->version);
  job->key = g_strdup (wish->key);
  job->hash = g_strdup (wish->hash);
  job->reason = g_strdup (wish->reason);
  job->to = wish->to;
  job->at_us = wish->at_us;
  stet_wp_transition (job);
}

static void
add_review (StetSite *site, const char *id, const StetReview *review, const char *key, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->id = g_strdup (id);
  job->key = g_strdup (key);
  job->review = stet_review_copy (review);
  stet_wp_add_review (job);
}

/* --- pictures and terms --- */

static void
has_media (StetSite *site, const char *sha256, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->sha256 = g_strdup (sha256);
  stet_wp_has_media (job);
}

static void
get_media (StetSite *site, const char *sha256, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->sha256 = g_strdup (sha256);
  stet_wp_get_media (job);
}

static void
put_media (StetSite *site, const StetSitePicture *picture, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->sha256 = g_strdup (picture->sha256);
  job->bytes = g_bytes_ref (picture->bytes);
  job->mime = g_strdup (picture->mime);
  job->name = g_strdup (picture->name);
  job->label = g_strdup (picture->alt);
  job->reason = g_strdup (picture->caption);
  job->kind = g_strdup (picture->credit);
  stet_wp_put_media (job);
}

static void
list_terms (StetSite *site, const char *kind, const char *search, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->kind = g_strdup (kind);
  job->label = g_strdup (search);
  stet_wp_list_terms (job);
}

static void
add_term (StetSite *site, const char *kind, const char *label, const char *key, GTask *task)
{
  StetWpJob *job = job_of (site, task);

  job->kind = g_strdup (kind);
  job->label = g_strdup (label);
  stet_wp_add_term (job);
}

static void
list_authors (StetSite *site, GTask *task)
{
  stet_wp_list_authors (job_of (site, task));
}

static StetSiteLacks
lacks (StetSite *site)
{
  StetSiteLacks always = STET_SITE_LACKS_NEW_TERMS;

  if (STET_WORDPRESS_SITE (site)->companion)
    return always;
  return always | STET_SITE_LACKS_WORKING | STET_SITE_LACKS_IF_MATCH | STET_SITE_LACKS_KEYS | STET_SITE_LACKS_REVIEW;
}

static void
stet_wordpress_site_iface_init (StetSiteInterface *iface)
{
  iface->get_info = get_info;
  iface->get_me = get_me;
  iface->list_changes = list_changes;
  iface->get_article = get_article;
  iface->put_article = put_article;
  iface->transition = transition;
  iface->add_review = add_review;
  iface->has_media = has_media;
  iface->get_media = get_media;
  iface->put_media = put_media;
  iface->list_terms = list_terms;
  iface->add_term = add_term;
  iface->list_authors = list_authors;
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
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH, "The user name or the password can't be sent");
      return NULL;
    }
  self = g_object_new (STET_TYPE_WORDPRESS_SITE, NULL);
  self->session = stet_http_session_new ();
  self->site_id = g_strdup (options->site_id != NULL ? options->site_id : api);
  self->api = g_steal_pointer (&api);
  self->credential = options->credential != NULL ? stet_credential_copy (options->credential) : NULL;
  self->public_custom = g_strdupv ((char **) options->public_custom);
  self->timeout_s = options->timeout_s;
  return STET_SITE (self);
}
