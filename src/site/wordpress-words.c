/* What a WordPress's library shows beside a picture: its alternative text, caption and (with the
 * companion) credit go out with the picture, and again when they were changed in the story. Layer:
 * site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/json.h"
#include "base/file.h"
#include "base/text.h"

#include <string.h>

#define FIELDS "context=edit&_fields=alt_text,caption,meta"

typedef struct { char *alt, *caption, *credit; } Words; /* (owned) (nullable) */

static void
words_clear (Words *words)
{
  g_free (words->alt);
  g_free (words->caption);
  g_free (words->credit);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* The story's photo of that content: the lead photo before those of the body. (nullable) */
static const StetPhoto *
photo_of (StetArticle *article, const char *sha256)
{
  const StetArticleFields *fields = stet_article_fields (article);

  if (g_strcmp0 (stet_photo_file (fields->photo), sha256) == 0)
    return fields->photo;
  for (guint i = 0; i < fields->body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (fields->body->pdata[i]);

      if (block->type == STET_BLOCK_IMAGE
          && g_strcmp0 (stet_photo_file (block->photo), sha256) == 0)
        return block->photo;
    }
  return NULL;
}

static char *
line_of (const StetProse *prose)
{
  return stet_text_collapse (stet_prose_text (prose));
}

static void
wanted_words (StetWpJob *job, Words *words)
{
  const StetPhoto *photo = photo_of (job->base.article, job->base.sha256);

  words->alt = line_of (stet_photo_alt (photo));
  words->caption = line_of (stet_photo_caption (photo));
  words->credit = job->site->companion ? line_of (stet_photo_credit (photo)) : NULL;
}

/* WordPress keeps these as HTML, or without what looks like it. */
static char *
plain_line (const char *html)
{
  g_autofree char *plain = html != NULL ? stet_blocks_plain (html) : g_strdup ("");

  return stet_text_collapse (plain);
}

static gboolean
read_words (JsonNode *root, gboolean companion, Words *words)
{
  StetMembers members = { NULL, NULL };
  g_autofree char *alt = NULL, *caption = NULL, *credit = NULL;
  JsonNode *inner;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  members.object = json_node_get_object (root);
  alt = stet_members_string (&members, "alt_text");
  inner = stet_members_object (&members, "caption");
  if (inner != NULL)
    caption = stet_members_string (&(StetMembers) { json_node_get_object (inner), NULL }, "raw");
  inner = companion ? stet_members_object (&members, "meta") : NULL;
  if (inner != NULL)
    credit
        = stet_members_string (&(StetMembers){ json_node_get_object (inner), NULL }, "stet_credit");
  words->alt = plain_line (alt);
  words->caption = plain_line (caption);
  words->credit = companion ? plain_line (credit) : NULL;
  return TRUE;
}

static void
fill (char **text, const char *with)
{
  if (*text == NULL || **text != '\0')
    return;
  g_free (*text);
  *text = g_strdup (with);
}

/* What the story says nothing of stays: another story may have said it. */
static void
complete (Words *words, const Words *with)
{
  fill (&words->alt, with->alt);
  fill (&words->caption, with->caption);
  fill (&words->credit, with->credit);
}

/* The first of the fields that is not as in the other. (static) (nullable) */
static const char *
differing (const Words *one, const Words *other)
{
  if (g_strcmp0 (one->alt, other->alt) != 0)
    return "photo.alt";
  if (g_strcmp0 (one->caption, other->caption) != 0)
    return "photo.caption";
  return g_strcmp0 (one->credit, other->credit) != 0 ? "photo.credit" : NULL;
}

static char *
key_of (const Words *words)
{
  return g_strjoin ("\n", words->alt, words->caption, words->credit, NULL);
}

static void next_words (StetWpJob *job);

static void
keep (StetWpJob *job)
{
  g_auto (Words) words = { NULL };
  StetWpPicture *picture = g_hash_table_lookup (job->site->pictures, job->base.sha256);

  wanted_words (job, &words);
  g_free (picture->words);
  picture->words = key_of (&words);
  next_words (job);
}

/* Who may not change the library leaves it to the desk: readers see what the story itself says. */
static gboolean
is_not_ours (const StetWpAnswer *answer)
{
  return g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN) ||
         g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND);
}

/* What came back as it was before was passed over; what came back in another way the site has put
 * in order. */
static void
words_written (StetWpJob *job, const StetWpAnswer *answer)
{
  g_auto (Words) wanted = { NULL };
  g_auto (Words) got = { NULL };
  g_autofree char *before = g_steal_pointer (&job->base.reason);
  g_autofree char *now = NULL;
  const char *field;

  wanted_words (job, &wanted);
  if (is_not_ours (answer))
    {
      keep (job);
      return;
    }
  if (!stet_wp_ok (job, answer))
    return;
  job->base.wrote = FALSE; /* of the story nothing went out yet */
  if (!read_words (answer->root, job->site->companion, &got))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_OUTCOME_UNKNOWN,
                            "The site does not say what it keeps beside the picture");
      return;
    }
  complete (&wanted, &got);
  field = differing (&wanted, &got);
  now = key_of (&got);
  if (field != NULL && strcmp (before, now) == 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site did not keep the field “%s” as it was sent", field);
  else
    keep (job);
}

static GBytes *
words_json (const Words *words)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "alt_text");
  json_builder_add_string_value (builder, words->alt);
  json_builder_set_member_name (builder, "caption");
  json_builder_add_string_value (builder, words->caption);
  if (words->credit != NULL)
    {
      json_builder_set_member_name (builder, "meta");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "stet_credit");
      json_builder_add_string_value (builder, words->credit);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

static char *
path_of (StetWpJob *job)
{
  const StetWpPicture *picture = g_hash_table_lookup (job->site->pictures, job->base.sha256);

  return g_strconcat ("/wp/v2/media/", picture->id, NULL);
}

static void
words_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autofree char *path = path_of (job);
  g_auto (Words) wanted = { NULL };
  g_auto (Words) got = { NULL };
  g_autoptr (GBytes) body = NULL;
  StetWpRequest request = { .method = "POST", .path = path, .query = FIELDS };

  wanted_words (job, &wanted);
  if (is_not_ours (answer))
    {
      keep (job);
      return;
    }
  if (!stet_wp_ok (job, answer))
    return;
  if (!read_words (answer->root, job->site->companion, &got))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer holds no picture");
      return;
    }
  complete (&wanted, &got);
  if (differing (&wanted, &got) == NULL)
    {
      keep (job);
      return;
    }
  g_free (job->base.reason);
  job->base.reason = key_of (&got);
  request.body = body = words_json (&wanted);
  stet_wp_ask (job, &request, words_written);
}

static void
next_words (StetWpJob *job)
{
  g_autofree char *path = NULL;

  g_free (job->base.sha256);
  job->base.sha256 = stet_site_job_next_missing (&job->base);
  if (job->base.sha256 == NULL)
    {
      job->then_words (job);
      return;
    }
  path = path_of (job);
  stet_wp_get (job, path, FIELDS, words_read);
}

static void
seek_words (StetWpJob *job, const StetPhoto *photo)
{
  const char *file = stet_photo_file (photo);
  const StetWpPicture *picture
      = file != NULL ? g_hash_table_lookup (job->site->pictures, file) : NULL;
  g_auto (Words) wanted = { NULL };
  g_autofree char *key = NULL;

  if (picture == NULL || !stet_file_is_sha256 (file))
    return;
  g_free (job->base.sha256);
  job->base.sha256 = g_strdup (file);
  wanted_words (job, &wanted);
  key = key_of (&wanted);
  if (g_strcmp0 (picture->words, key) != 0)
    stet_site_job_seek_picture (&job->base, file, NULL);
}

void
stet_wp_with_words (StetWpJob *job, StetWpThen then)
{
  const StetArticleFields *fields = stet_article_fields (job->base.article);

  job->then_words = then;
  stet_site_job_seek (&job->base);
  seek_words (job, fields->photo);
  for (guint i = 0; i < fields->body->len; i++)
    if (stet_block_type (fields->body->pdata[i]) == STET_BLOCK_IMAGE)
      seek_words (job, stet_block_fields (fields->body->pdata[i])->photo);
  next_words (job);
}
