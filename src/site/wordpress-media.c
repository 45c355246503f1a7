/* Pictures at a WordPress: found by their content's hash, which the companion keeps, and which on a
 * stock site is part of the attachment's address. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/format.h"
#include "base/file.h"

#include <string.h>

static void
note_picture (StetWordPressSite *site, const char *sha256, const char *id, const char *url)
{
  StetWpPicture *picture = g_new0 (StetWpPicture, 1);

  picture->id = g_strdup (id);
  picture->url = g_strdup (url);
  g_hash_table_replace (site->pictures, g_strdup (sha256), picture);
}

/* An attachment in an answer: in a list, or by itself. FALSE: there is none. */
static gboolean
take_picture (StetWpJob *job, JsonNode *root)
{
  StetMembers members = { NULL, NULL };
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    root = json_array_get_length (json_node_get_array (root)) > 0
               ? json_array_get_element (json_node_get_array (root), 0)
               : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  members.object = json_node_get_object (root);
  id = stet_members_string (&members, "id");
  url = stet_members_string (
      &members, json_object_has_member (members.object, "source_url") ? "source_url" : "url");
  if (!stet_wp_is_number (id) || url == NULL)
    return FALSE;
  note_picture (job->site, job->base.sha256, id, url);
  return TRUE;
}

static void
ask_picture (StetWpJob *job, StetWpNext next)
{
  g_autofree char *path = g_strconcat ("/stet/v1/media/sha256-", job->base.sha256, NULL);
  g_autofree char *query = g_strconcat ("_fields=id,source_url&slug=stet-", job->base.sha256, NULL);

  if (job->site->companion)
    stet_wp_get (job, path, NULL, next);
  else
    stet_wp_get (job, "/wp/v2/media", query, next);
}

/* --- whether it is there --- */

static void
no_picture (StetWpJob *job)
{
  if (stet_site_user_can (job->site->me, "upload"))
    stet_site_job_return_boolean (&job->base, FALSE);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_UNSUPPORTED,
                          "This account may not send pictures");
}

static void
has_read (StetWpJob *job, const StetWpAnswer *answer)
{
  gboolean missing = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);

  if (!missing && !stet_wp_ok (job, answer))
    return;
  if (!missing && take_picture (job, answer->root))
    stet_site_job_return_boolean (&job->base, TRUE);
  else
    stet_wp_with_me (job, no_picture);
}

static void
has_with_index (StetWpJob *job)
{
  ask_picture (job, has_read);
}

void
stet_wp_has_media (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  stet_wp_with_index (job, has_with_index);
}

/* --- getting --- */

static void
file_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autofree char *own = NULL;

  if (!stet_wp_ok (job, answer))
    return;
  own = stet_file_sha256 (answer->reply->body);
  if (strcmp (own, job->base.sha256) == 0)
    stet_site_job_return (&job->base, g_bytes_ref (answer->reply->body),
                          (GDestroyNotify) g_bytes_unref);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "Another picture came than %s",
                          job->base.sha256);
}

static void
get_read (StetWpJob *job, const StetWpAnswer *answer)
{
  const StetWpPicture *picture;

  if (!stet_wp_ok (job, answer))
    return;
  if (!take_picture (job, answer->root))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND,
                            "The site does not have this picture");
      return;
    }
  picture = g_hash_table_lookup (job->site->pictures, job->base.sha256);
  stet_wp_get_file (job, picture->url, file_read);
}

static void
get_with_index (StetWpJob *job)
{
  ask_picture (job, get_read);
}

void
stet_wp_get_media (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  stet_wp_with_index (job, get_with_index);
}

/* --- sending --- */

static const char *
extension_of (const char *mime)
{
  static const struct { const char *mime, *extension; } types[] = {
    { "image/jpeg", "jpg" },
    { "image/png", "png" },
    { "image/gif", "gif" },
    { "image/webp", "webp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].mime, mime) == 0)
      return types[i].extension;
  return "bin";
}

/* ASCII, whatever the headline's script: other letters become dashes or worse on the way. */
static char *
disposition (const StetWpJob *job)
{
  g_autofree char *slug
      = stet_slug_from_headline (job->base.name != NULL ? job->base.name : "", "en");
  g_autofree char *name = stet_file_safe_name (*slug != '\0' ? slug : "photo", "photo");

  return g_strdup_printf ("attachment; filename=\"%s.%s\"", name,
                          extension_of (job->base.mime));
}

static void
add_query (GString *query, const char *name, const char *value)
{
  g_autofree char *escaped
      = value != NULL && *value != '\0' ? g_uri_escape_string (value, NULL, FALSE) : NULL;

  if (escaped != NULL)
    g_string_append_printf (query, "&%s=%s", name, escaped);
}

static void
media_sent (StetWpJob *job, const StetWpAnswer *answer)
{
  if (!stet_wp_ok (job, answer))
    return;
  if (take_picture (job, answer->root))
    stet_site_job_return_boolean (&job->base, TRUE);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_OUTCOME_UNKNOWN,
                          "The site does not say where it put the picture");
}

static void
send_media (StetWpJob *job)
{
  g_autofree char *named = disposition (job);
  g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, job->base.bytes);
  g_autofree char *key = g_strconcat ("media-", job->base.sha256, NULL);
  g_autoptr (GString) query = g_string_new ("_fields=id,source_url");
  gboolean companion = job->site->companion;
  const char *headers[] = { "Content-Disposition",
                            named,
                            "Content-MD5",
                            md5,
                            companion ? "Idempotency-Key" : NULL,
                            key,
                            NULL };
  StetWpRequest request = { .method = "POST",
                            .path = "/wp/v2/media",
                            .headers = headers,
                            .body = job->base.bytes,
                            .body_type = job->base.mime,
                            .sent = job->base.sent };

  g_string_append_printf (query, "&slug=stet-%s", job->base.sha256);
  add_query (query, "title", job->base.name);
  add_query (query, "alt_text", job->base.alt);
  add_query (query, "caption", job->base.caption);
  if (companion)
    add_query (query, "meta%5Bstet_credit%5D", job->base.credit);
  request.query = query->str;
  stet_wp_ask (job, &request, media_sent);
}

/* A second time changes nothing. */
static void
put_read (StetWpJob *job, const StetWpAnswer *answer)
{
  gboolean missing = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);

  if (!missing && !stet_wp_ok (job, answer))
    return;
  if (!missing && take_picture (job, answer->root))
    stet_site_job_return_boolean (&job->base, TRUE);
  else
    send_media (job);
}

static void
put_with_index (StetWpJob *job)
{
  ask_picture (job, put_read);
}

void
stet_wp_put_media (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  stet_wp_with_index (job, put_with_index);
}

/* --- the pictures of a story --- */

static void next_picture (StetWpJob *job);

static void
picture_missing (StetWpJob *job)
{
  if (stet_site_user_can (job->site->me, "upload"))
    stet_site_job_refuse (
        &job->base, STET_SITE_ERROR_INVALID,
        "A picture of the story is not at the site, for who wrote it may not send any: set it once more "
        "(photo.file), then approve");
  else
    next_picture (job); /* the desk sends it */
}

static void
picture_read (StetWpJob *job, const StetWpAnswer *answer)
{
  gboolean missing = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);

  if (!missing && !stet_wp_ok (job, answer))
    return;
  if (!missing && take_picture (job, answer->root))
    next_picture (job);
  else
    stet_wp_with_me (job, picture_missing);
}

static void
next_picture (StetWpJob *job)
{
  g_free (job->base.sha256);
  job->base.sha256 = stet_site_job_next_missing (&job->base);
  if (job->base.sha256 != NULL)
    ask_picture (job, picture_read);
  else
    job->then_pictures (job);
}

void
stet_wp_with_pictures (StetWpJob *job, StetWpThen then)
{
  job->then_pictures = then;
  stet_site_job_seek (&job->base);
  stet_site_job_seek_picture (&job->base,
                              stet_photo_file (stet_article_fields (job->base.article)->photo),
                              job->site->pictures);
  for (guint i = 0; i < stet_article_n_blocks (job->base.article); i++)
    if (stet_block_type (stet_article_block (job->base.article, i)) == STET_BLOCK_IMAGE)
      stet_site_job_seek_picture (
          &job->base,
          stet_photo_file (stet_block_fields (stet_article_block (job->base.article, i))->photo),
          job->site->pictures);
  next_picture (job);
}
