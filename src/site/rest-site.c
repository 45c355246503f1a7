/* Any JSON API as a StetSite, by a mapping: the methods. Layer: site. Async; an object belongs to
 * the thread that made it. */
#include "config.h"

#include "site/rest-private.h"

#include "site/address.h"
#include "site/credential.h"
#include "site/rest-pointer.h"

#include <string.h>

static void stet_rest_site_iface_init (StetSiteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StetRestSite, stet_rest_site, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (STET_TYPE_SITE, stet_rest_site_iface_init))

static void
picture_free (gpointer data)
{
  StetRestPicture *picture = data;

  g_free (picture->id);
  g_free (picture->url);
  g_free (picture);
}

/* --- the site and its people --- */

/* What the site says, else what the mapping says of it. */
static char *
said_or_mapped (StetRestJob *job, StetSaid *said, const char *name)
{
  JsonNode *request = stet_mapping_operation (job->site->mapping, "info");
  const char *mapped_name = strcmp (name, "site") == 0 ? "id" : name;
  char *text = stet_said_text (said, stet_mapping_string (request, name));

  return text != NULL ? text
                      : g_strdup (stet_mapping_string (
                          stet_mapping_node (job->site->mapping, "/site"), mapped_name));
}

static char **
list_or_mapped (StetRestJob *job, StetSaid *said, const char *name)
{
  JsonNode *request = stet_mapping_operation (job->site->mapping, "info");
  const char *pointer = stet_mapping_string (request, name);
  g_autofree char *constant = g_strconcat ("/site/", name, NULL);
  StetSaid mapped
      = stet_said_begin (job->site->mapping, stet_mapping_node (job->site->mapping, ""));

  return pointer != NULL ? stet_said_texts (said, pointer) : stet_said_texts (&mapped, constant);
}

/* What is mapped may still not be there: the site's word on it counts, where it gives one. */
static gboolean
holds (StetRestJob *job, StetSaid *said, const char *name, const char *operation)
{
  JsonNode *request = stet_mapping_operation (job->site->mapping, "info");
  const char *pointer = stet_mapping_string (request, name);

  return pointer != NULL ? stet_said_truth (said, pointer)
                         : stet_mapping_has (job->site->mapping, operation);
}

static StetSiteInfo *
read_info (StetRestJob *job, StetSaid *said)
{
  JsonNode *request = stet_mapping_operation (job->site->mapping, "info");
  StetSiteInfo *info = g_new0 (StetSiteInfo, 1);

  info->site_id = said_or_mapped (job, said, "site");
  info->name = said_or_mapped (job, said, "name");
  info->zone = said_or_mapped (job, said, "zone");
  info->languages = list_or_mapped (job, said, "languages");
  info->sections = list_or_mapped (job, said, "sections");
  info->media_bytes_max = stet_said_number (said, stet_mapping_string (request, "media_bytes_max"));
  info->media_side_max = (guint) MIN (
      stet_said_number (said, stet_mapping_string (request, "media_side_max")), G_MAXINT);
  info->holds_review = holds (job, said, "holds_review", "review");
  info->holds_media = holds (job, said, "holds_media", "put_media");
  info->holds_terms = holds (job, said, "holds_terms", "terms");
  return info;
}

/* Without a name of its own a site goes by its address, unless it should have said one: then it is
 * another kind of site. FALSE: the job has ended. */
static gboolean
complete_info (StetRestJob *job, const StetSaid *said, StetSiteInfo *info)
{
  gboolean named = info->site_id != NULL && *info->site_id != '\0';
  g_autoptr (GError) error = NULL;

  if (!named && said->strict)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_API, "The answer names no site");
      return FALSE;
    }
  if (!stet_said_check (said, &error))
    {
      stet_site_job_fail (&job->base, error);
      return FALSE;
    }
  if (!named)
    {
      g_free (info->site_id);
      info->site_id = g_strdup (job->site->api);
    }
  if (info->name == NULL && !said->strict)
    info->name = g_strdup (stet_mapping_title (job->site->mapping));
  if (info->zone == NULL && !said->strict)
    info->zone = g_strdup ("UTC");
  return TRUE;
}

static void
answer_info (StetRestJob *job, JsonNode *root)
{
  StetSaid said = stet_said_begin (job->site->mapping, root);
  g_autoptr (StetSiteInfo) info = read_info (job, &said);

  if (!complete_info (job, &said, info))
    return;
  /* From here on stories are known by what the site calls itself. */
  g_free (job->site->site_id);
  job->site->site_id = g_strdup (info->site_id);
  stet_site_job_return (&job->base, g_steal_pointer (&info), (GDestroyNotify) stet_site_info_free);
}

static void
info_read (StetRestJob *job, const StetRestAnswer *answer)
{
  if (stet_rest_ok (job, answer))
    answer_info (job, answer->root);
}

static void
get_info (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);
  JsonNode *request = stet_mapping_operation (job->site->mapping, "info");

  if (request != NULL)
    stet_rest_ask (job, request, info_read);
  else
    answer_info (job, NULL);
}

static void
answer_me (StetRestJob *job)
{
  stet_site_job_return (&job->base, stet_site_user_copy (job->site->me),
                        (GDestroyNotify) stet_site_user_free);
}

static void
get_me (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  g_clear_pointer (&job->site->me, stet_site_user_free); /* asked anew: rights change */
  stet_rest_with_me (job, answer_me);
}

/* --- the methods --- */

static void
job_begin (StetSiteJob *base)
{
  stet_rest_job (base)->site = STET_REST_SITE (base->site);
}

static void
job_clear (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  g_free (job->url);
  g_free (job->remote);
  g_clear_pointer (&job->at, stet_site_article_free);
  g_clear_pointer (&job->at_node, json_node_unref);
  g_clear_pointer (&job->document, json_node_unref);
}

static const StetSiteJobs jobs = {
  .size = sizeof (StetRestJob),
  .begin = job_begin,
  .clear = job_clear,
  .get_info = get_info,
  .get_me = get_me,
  .list_changes = stet_rest_list_changes,
  .get_article = stet_rest_get_article,
  .put_article = stet_rest_put_article,
  .transition = stet_rest_transition,
  .add_review = stet_rest_add_review,
  .has_media = stet_rest_has_media,
  .get_media = stet_rest_get_media,
  .put_media = stet_rest_put_media,
  .list_terms = stet_rest_list_terms,
  .add_term = stet_rest_add_term,
  .list_authors = stet_rest_list_authors,
};

static StetSiteLacks
lacks (StetSite *site)
{
  return stet_mapping_lacks (STET_REST_SITE (site)->mapping);
}

static void
stet_rest_site_iface_init (StetSiteInterface *iface)
{
  stet_site_jobs_init (iface, &jobs);
  iface->lacks = lacks;
}

/* --- the object --- */

static void
stet_rest_site_finalize (GObject *object)
{
  StetRestSite *self = STET_REST_SITE (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->mapping, stet_mapping_unref);
  g_free (self->api);
  g_free (self->site_id);
  g_clear_pointer (&self->credential, stet_credential_free);
  g_clear_pointer (&self->token, stet_credential_free);
  g_clear_pointer (&self->public_custom, g_strfreev);
  g_clear_pointer (&self->me, stet_site_user_free);
  g_hash_table_unref (self->stories);
  g_hash_table_unref (self->told);
  g_free (self->told_to);
  g_hash_table_unref (self->pictures);
  g_hash_table_unref (self->hashes);
  g_hash_table_unref (self->terms);
  g_hash_table_unref (self->labels);
  G_OBJECT_CLASS (stet_rest_site_parent_class)->finalize (object);
}

static void
stet_rest_site_class_init (StetRestSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stet_rest_site_finalize;
}

static GHashTable *
texts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
stet_rest_site_init (StetRestSite *self)
{
  self->session = stet_http_session_new ();
  self->stories = texts_new ();
  self->told = texts_new ();
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, picture_free);
  self->hashes = texts_new ();
  self->terms = texts_new ();
  self->labels = texts_new ();
}

/* A header's value, as a prefix may put a space into it. */
static gboolean
is_header_secret (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || (guchar) *c >= 0x7f)
      return FALSE;
  return *text != '\0' && strlen (text) <= 4096;
}

/* How the mapping wants the secret to be sent. Returns: (owned), NULL for one that can't be. */
static StetCredential *
mapped_credential (const StetMapping *mapping, const StetCredential *given)
{
  JsonNode *auth = stet_mapping_node (mapping, "/auth");
  const char *kind = stet_mapping_string (auth, "kind");
  const char *prefix = stet_mapping_string (auth, "prefix");
  g_autoptr (StetCredential) credential = NULL;
  g_autofree char *value = NULL;

  if (strcmp (kind, "account") == 0)
    credential = stet_credential_copy (given);
  else if (strcmp (kind, "bearer") == 0)
    credential = stet_credential_new (STET_AUTH_BEARER, given->user, given->secret, NULL);
  else if (strcmp (kind, "header") == 0)
    {
      value = g_strconcat (prefix != NULL ? prefix : "", given->secret, NULL);
      credential = stet_credential_new (STET_AUTH_KEY, given->user, value,
                                        stet_mapping_string (auth, "name"));
      return given->secret[0] != '\0' && is_header_secret (value) ? g_steal_pointer (&credential)
                                                                  : NULL;
    }
  else
    credential
        = stet_credential_new (strcmp (kind, "basic") == 0 ? STET_AUTH_BASIC : STET_AUTH_NONE,
                               given->user, given->secret, NULL);
  return stet_credential_is_usable (credential) ? g_steal_pointer (&credential) : NULL;
}

StetSite *
stet_rest_site_new (const StetRestOptions *options, GError **error)
{
  g_autofree char *api = NULL;
  g_autoptr (StetCredential) credential = NULL;
  const char *mapped_id;
  StetRestSite *self;

  g_return_val_if_fail (options != NULL && options->api != NULL && options->mapping != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  api = stet_address_api (options->api, error);
  if (api == NULL)
    return NULL;
  if (options->credential != NULL && options->credential->kind != STET_AUTH_NONE)
    {
      credential = mapped_credential (options->mapping, options->credential);
      if (credential == NULL)
        {
          g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH,
                               "The user name, password or key can't be sent as it is");
          return NULL;
        }
    }
  self = g_object_new (STET_TYPE_REST_SITE, NULL);
  self->mapping = stet_mapping_ref (options->mapping);
  mapped_id = stet_mapping_string (stet_mapping_node (self->mapping, "/site"), "id");
  self->site_id = g_strdup (options->site_id != NULL ? options->site_id
                            : mapped_id != NULL      ? mapped_id
                                                     : api);
  self->api = g_steal_pointer (&api);
  self->credential = g_steal_pointer (&credential);
  self->public_custom = g_strdupv ((char **) options->public_custom);
  self->timeout_s = options->timeout_s;
  return STET_SITE (self);
}
