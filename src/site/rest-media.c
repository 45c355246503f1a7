/* Pictures of a mapped site: by their hash, or by the site's own ids and addresses. Layer: site. */
#include "config.h"

#include "site/rest-private.h"

#include "base/file.h"
#include "site/address.h"
#include "site/rest-pointer.h"

#include <string.h>

static JsonNode *
operation (const StetRestJob *job, const char *name)
{
  return stet_mapping_operation (job->site->mapping, name);
}

static gboolean
is_html (const StetHttpReply *reply)
{
  return g_strcmp0 (reply->type, "text/html") == 0
         || g_strcmp0 (reply->type, "application/xhtml+xml") == 0;
}

/* Notes what the answer says of the picture. FALSE: the site does not have it. */
static gboolean
take_picture (StetRestJob *job, JsonNode *request, JsonNode *root)
{
  const char *items_at = stet_mapping_string (request, "items");
  JsonNode *items = items_at != NULL ? stet_pointer_get (root, items_at) : NULL;
  JsonNode *item = root;
  g_autofree char *id = NULL, *url = NULL, *whole = NULL;

  if (items_at != NULL)
    {
      if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items)
          || json_array_get_length (json_node_get_array (items)) == 0)
        return FALSE;
      item = json_array_get_element (json_node_get_array (items), 0);
    }
  id = stet_pointer_text (item, stet_mapping_string (request, "id"));
  url = stet_pointer_text (item, stet_mapping_string (request, "url"));
  whole = stet_rest_address (job->site, url);
  if (id != NULL || whole != NULL)
    stet_rest_note_picture (job->site, job->base.sha256, id, whole);
  return TRUE;
}

/* --- is it there? --- */

static void
asked (StetRestJob *job, const StetRestAnswer *answer)
{
  if (g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND))
    stet_site_job_return_boolean (&job->base, FALSE);
  else if (!stet_rest_ok (job, answer))
    return;
  else if (answer->reply != NULL && is_html (answer->reply))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_API,
                          "A page came where a picture should be");
  else
    stet_site_job_return_boolean (&job->base, take_picture (job, job->request, answer->root));
}

void
stet_rest_has_media (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  stet_rest_ask (job, operation (job, "has_media"), asked);
}

/* --- its bytes --- */

static void
got_bytes (StetRestJob *job, const StetRestAnswer *answer)
{
  g_autofree char *sha256 = NULL;

  if (!stet_rest_ok (job, answer))
    return;
  sha256 = stet_file_sha256 (answer->reply->body);
  if (strcmp (sha256, job->base.sha256) == 0)
    stet_site_job_return (&job->base, g_bytes_ref (answer->reply->body),
                          (GDestroyNotify) g_bytes_unref);
  else if (is_html (answer->reply))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_API,
                          "A page came where a picture should be");
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "Another picture came than %s",
                          job->base.sha256);
}

/* From the address the site gave: the credential goes along only to the site itself. */
static void
fetch_address (StetRestJob *job)
{
  const StetRestPicture *picture = g_hash_table_lookup (job->site->pictures, job->base.sha256);
  g_autoptr (GUri) target
      = picture != NULL && picture->url != NULL ? stet_address_parse (picture->url, NULL) : NULL;
  g_autoptr (GUri) own = stet_address_parse (job->site->api, NULL);

  if (target == NULL || own == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND,
                            "The site gives no address of the picture");
      return;
    }
  job->url = g_strdup (picture->url);
  job->bare = !stet_address_same_origin (target, own);
  job->raw = TRUE;
  stet_rest_ask (job, operation (job, "has_media"), got_bytes);
}

static void
asked_for_address (StetRestJob *job, const StetRestAnswer *answer)
{
  if (!stet_rest_ok (job, answer))
    return;
  if (take_picture (job, job->request, answer->root))
    fetch_address (job);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND, "The site has no such picture");
}

void
stet_rest_get_media (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);

  if (operation (job, "get_media") != NULL)
    {
      job->raw = TRUE;
      stet_rest_ask (job, operation (job, "get_media"), got_bytes);
    }
  else
    stet_rest_ask (job, operation (job, "has_media"), asked_for_address);
}

/* --- sending it --- */

static void
sent (StetRestJob *job, const StetRestAnswer *answer)
{
  if (!stet_rest_ok (job, answer))
    return;
  if (answer->reply != NULL && is_html (answer->reply))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_OUTCOME_UNKNOWN,
                          "A page came where the site’s word about a picture should be");
  else
    {
      if (answer->root != NULL)
        take_picture (job, job->request, answer->root);
      stet_site_job_return_boolean (&job->base, TRUE);
    }
}

static void
send_if_new (StetRestJob *job, const StetRestAnswer *answer)
{
  gboolean missing = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);

  if (!missing && !stet_rest_ok (job, answer))
    return;
  if (!missing && take_picture (job, job->request, answer->root))
    stet_site_job_return_boolean (&job->base, TRUE); /* a second time changes nothing */
  else
    stet_rest_ask (job, operation (job, "put_media"), sent);
}

void
stet_rest_put_media (StetSiteJob *base)
{
  StetRestJob *job = stet_rest_job (base);
  const char *method = stet_mapping_string (operation (job, "put_media"), "method");

  if (operation (job, "has_media") != NULL && g_strcmp0 (method, "PUT") != 0)
    stet_rest_ask (job, operation (job, "has_media"), send_if_new);
  else
    stet_rest_ask (job, operation (job, "put_media"), sent);
}

/* --- a story's pictures --- */

static void next_picture (StetRestJob *job);

/* One that is not there is not named: an editor's upload brings it. */
static void
picture_looked_up (StetRestJob *job, const StetRestAnswer *answer)
{
  gboolean missing = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);

  if (!missing && !stet_rest_ok (job, answer))
    return;
  if (!missing)
    take_picture (job, job->request, answer->root);
  next_picture (job);
}

static void
next_picture (StetRestJob *job)
{
  g_free (job->base.sha256);
  job->base.sha256 = stet_site_job_next_missing (&job->base);
  if (job->base.sha256 != NULL)
    stet_rest_ask (job, operation (job, "has_media"), picture_looked_up);
  else
    job->then_pictures (job);
}

void
stet_rest_with_pictures (StetRestJob *job, StetRestThen then)
{
  StetMapping *mapping = job->site->mapping;
  const StetArticleFields *story = stet_article_fields (job->base.article);
  gboolean lead
      = g_strcmp0 (stet_mapping_string (stet_mapping_field (mapping, "photo.file"), "as"), "media")
        == 0;
  gboolean body
      = stet_pointer_get (operation (job, "has_media"), "/url") != NULL
        && g_strcmp0 (stet_mapping_string (stet_mapping_field (mapping, "body"), "as"), "html")
               == 0;

  job->then_pictures = then;
  stet_site_job_seek (&job->base);
  if (lead)
    stet_site_job_seek_picture (&job->base, stet_photo_file (story->photo), job->site->pictures);
  for (guint i = 0; body && i < story->body->len; i++)
    if (stet_block_type (story->body->pdata[i]) == STET_BLOCK_IMAGE)
      stet_site_job_seek_picture (
          &job->base, stet_photo_file (stet_block_fields (story->body->pdata[i])->photo),
          job->site->pictures);
  next_picture (job);
}
