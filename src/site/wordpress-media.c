/* Pictures at a WordPress: found by their content's hash, which the companion keeps, and which on a stock site is
 * part of the attachment's address. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/format.h"
#include "base/file.h"

#include <string.h>

#define SHA256_CHARS 64

gboolean
stet_wp_is_sha256 (const char *text)
{
  return strlen (text) == SHA256_CHARS && strspn (text, "0123456789abcdef") == SHA256_CHARS;
}

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
    root = json_array_get_length (json_node_get_array (root)) > 0 ? json_array_get_element (json_node_get_array (root), 0)
                                                                   : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  members.object = json_node_get_object (root);
  id = stet_members_string (&members, "id");
  url = stet_members_string (&members, json_object_has_member (members.object, "source_url") ? "source_url" : "url");
  if (!stet_wp_is_number (id) || url == NULL)
    return FALSE;
  note_picture (job->site, job->sha256, id, url);
  return TRUE;
}

static void
ask_picture (StetWpJob *job, StetWpNext next)
{
  g_autofree char *path = g_strconcat ("/stet/v1/media/sha256-", job->sha256, NULL);
  g_autofree char *query = g_strconcat ("_fields=id,source_url&slug=stet-", job->sha256, NULL);

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
    stet_wp_return_boolean (job, FALSE);
  else
    stet_wp_refuse (job, STET_SITE_ERROR_UNSUPPORTED, "This account may not send pictures");
}

static void
has_read (StetWpJob *job, const StetWpAnswer *answer)
{
  gboolean missing = g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);

  if (!missing && !stet_wp_ok (job, answer))
    return;
  if (!missing && take_picture (job, answer->root))
    stet_wp_return_boolean (job, TRUE);
  else
    stet_wp_with_me (job, no_picture);
}

static void
has_with_index (StetWpJob *job)
{
  ask_picture (job, has_read);
}

void
stet_wp_has_media (StetWpJob *job)
{
  if (stet_wp_is_sha256 (job->sha256))
    stet_wp_with_index (job, has_with_index);
  else
    stet_wp_refuse (job, STET_SITE_ERROR_INVALID, "A picture's name is the SHA-256 of its bytes");
}

/* --- getting --- */

static void
file_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autofree char *own = NULL;

  if (!stet_wp_ok (job, answer))
    return;
  own = stet_file_sha256 (answer->reply->body);
  if (strcmp (own, job->sha256) == 0)
    stet_wp_return (job, g_bytes_ref (answer->reply->body), (GDestroyNotify) g_bytes_unref);
  else
    stet_wp_refuse (job, STET_SITE_ERROR_MISMATCH, "Another picture came than %s", job->sha256);
}

static void
get_read (StetWpJob *job, const StetWpAnswer *answer)
{
  const StetWpPicture *picture;

  if (!stet_wp_ok (job, answer))
    return;
  if (!take_picture (job, answer->root))
    {
      stet_wp_refuse (job, STET_SITE_ERROR_NOT_FOUND, "The site does not have this picture");
      return;
    }
  picture = g_hash_table_lookup (job->site->pictures, job->sha256);
  stet_wp_get_file (job, picture->url, file_read);
}

static void
get_with_index (StetWpJob *job)
{
  ask_picture (job, get_read);
}

void
stet_wp_get_media (StetWpJob *job)
{
  if (stet_wp_is_sha256 (job->sha256))
    stet_wp_with_index (job, get_with_index);
  else
    stet_wp_refuse (job, STET_SITE_ERROR_INVALID, "A picture's name is the SHA-256 of its bytes");
}

/* --- sending --- */

static const char *
extension_of (const char *mime)
{
  static const struct { const char *mime, *extension; } types[] = {
    { "image/jpeg", "jpg" }, { "image/png", "png" }, { "image/gif", "gif" }, { "image/webp", "webp" },
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
  g_autofree char *slug = stet_slug_from_headline (job->name != NULL ? job->name : "", "en");

  return g_strdup_printf ("attachment; filename=\"%s.%s\"", *slug != '\0' ? slug : "photo", extension_of (job->mime));
}

static void
add_query (GString *query, const char *name, const char *value)
{
  g_autofree char *escaped = value != NULL && *value != '\0' ? g_uri_escape_string (value, NULL, FALSE) : NULL;

  if (escaped != NULL)
    g_string_append_printf (query, "&%s=%s", name, escaped);
}

static void
media_sent (StetWpJob *job, const StetWpAnswer *answer)
{
  if (!stet_wp_ok (job, answer))
    return;
  if (take_picture (job, answer->root))
    stet_wp_return_boolean (job, TRUE);
  else
    stet_wp_refuse (job, STET_SITE_ERROR_OUTCOME_UNKNOWN, "The site does not say where it put the picture");
}

static void
send_media (StetWpJob *job)
{
  g_autofree char *named = disposition (job);
  g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, job->bytes);
  g_autofree char *key = g_strconcat ("media-", job->sha256, NULL);
  g_autoptr (GString) query = g_string_new ("_fields=id,source_url");
  gboolean companion = job->site->companion;
  const char *headers[] = { "Content-Disposition", named, "Content-MD5", md5, companion ? "Idempotency-Key" : NULL, key, NULL };
  StetWpRequest request = { .method = "POST", .path = "/wp/v2/media", .headers = headers, .body = job->bytes,
                            .body_type = job->mime };

  g_string_append_printf (query, "&slug=stet-%s", job->sha256);
  add_query (query, "title", job->name);
  add_query (query, "alt_text", job->label);
  add_query (query, "caption", job->reason);
  if (companion)
    add_query (query, "meta%5Bstet_credit%5D", job->kind);
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
    stet_wp_return_boolean (job, TRUE);
  else
    send_media (job);
}

static void
put_with_index (StetWpJob *job)
{
  ask_picture (job, put_read);
}

void
stet_wp_put_media (StetWpJob *job)
{
  g_autofree char *own = stet_file_sha256 (job->bytes);

  if (strcmp (own, job->sha256) == 0)
    stet_wp_with_index (job, put_with_index);
  else
    stet_wp_refuse (job, STET_SITE_ERROR_INVALID, "A picture's name is the SHA-256 of its bytes");
}

/* --- the pictures of a story --- */

static void next_picture (StetWpJob *job);

static void
picture_missing (StetWpJob *job)
{
  if (stet_site_user_can (job->site->me, "upload"))
    stet_wp_refuse (job, STET_SITE_ERROR_INVALID,
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
  if (job->missing->len == 0)
    {
      job->then_pictures (job);
      return;
    }
  g_free (job->sha256);
  job->sha256 = g_ptr_array_steal_index (job->missing, job->missing->len - 1);
  ask_picture (job, picture_read);
}

static void
want_picture (StetWpJob *job, const StetPhoto *photo)
{
  const char *file = stet_photo_file (photo);

  if (stet_wp_is_sha256 (file) && !g_hash_table_contains (job->site->pictures, file)
      && !g_ptr_array_find_with_equal_func (job->missing, file, g_str_equal, NULL))
    g_ptr_array_add (job->missing, g_strdup (file));
}

void
stet_wp_with_pictures (StetWpJob *job, StetWpThen then)
{
  job->then_pictures = then;
  g_clear_pointer (&job->missing, g_ptr_array_unref);
  job->missing = g_ptr_array_new_with_free_func (g_free);
  want_picture (job, stet_article_fields (job->article)->photo);
  for (guint i = 0; i < stet_article_n_blocks (job->article); i++)
    if (stet_block_type (stet_article_block (job->article, i)) == STET_BLOCK_IMAGE)
      want_picture (job, stet_block_fields (stet_article_block (job->article, i))->photo);
  next_picture (job);
}
