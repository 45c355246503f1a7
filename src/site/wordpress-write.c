/* Writing to WordPress: one request that changes something, and a look before it. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/json.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json-scan.h"

#include <string.h>

#define AHEAD_MIN_US (60 * G_USEC_PER_SEC)

/* --- which post --- */

static void
found_posts (StetWpJob *job, const StetWpAnswer *answer)
{
  JsonArray *array = answer->root != NULL && JSON_NODE_HOLDS_ARRAY (answer->root)
                         ? json_node_get_array (answer->root)
                         : NULL;

  if (!stet_wp_ok (job, answer))
    return;
  for (guint i = 0; array != NULL && i < json_array_get_length (array) && job->post == NULL; i++)
    {
      g_autoptr (StetWpPost) post = stet_wp_post_read (json_array_get_element (array, i), NULL);
      g_autoptr (StetSiteArticle) got
          = post != NULL ? stet_wp_post_article (job->site, post, NULL) : NULL;

      /* A copy of a post has the mark of the other: the oldest is the story. */
      if (got != NULL && g_strcmp0 (stet_article_id (got->article), job->base.id) == 0)
        job->post = g_strdup (post->number);
    }
  job->then_post (job);
}

static void
found_post (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWpPost) post = NULL;

  if (g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND))
    {
      job->then_post (job);
      return;
    }
  if (!stet_wp_ok (job, answer))
    return;
  post = stet_wp_post_read (answer->root, &error);
  if (post == NULL)
    {
      stet_site_job_fail (&job->base, error);
      return;
    }
  job->post = g_strdup (post->number);
  stet_wp_note_post (job->site, job->base.id, job->post);
  job->then_post (job);
}

static void
search_post (StetWpJob *job)
{
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;

  if (job->site->companion)
    {
      path = g_strconcat ("/stet/v1/articles/", job->base.id, NULL);
      stet_wp_get (job, path, NULL, found_post);
      return;
    }
  query = g_strconcat (STET_WP_FIELDS "&status=any,trash&orderby=id&order=asc&search=stet-",
                       job->base.id, NULL);
  stet_wp_get (job, "/wp/v2/posts", query, found_posts);
}

void
stet_wp_with_post (StetWpJob *job, StetWpThen then)
{
  const char *known = g_hash_table_lookup (job->site->posts, job->base.id);

  job->then_post = then;
  g_clear_pointer (&job->post, g_free);
  if (stet_wp_is_number (job->base.id))
    job->post = g_strdup (job->base.id);
  else if (job->base.version != NULL)
    job->post = stet_wp_version_number (job->base.version);
  if (job->post == NULL && known != NULL)
    job->post = g_strdup (known);
  if (job->post != NULL)
    stet_wp_with_index (job, then);
  else if (strlen (job->base.id) == 36 && strspn (job->base.id, "0123456789abcdef-") == 36)
    stet_wp_with_index (job, search_post);
  else
    stet_wp_with_index (job, then);
}

/* --- reading before, and answers --- */

static void
read_post (StetWpJob *job, StetWpNext next)
{
  g_autofree char *path
      = g_strconcat (job->site->companion ? "/stet/v1/posts/" : "/wp/v2/posts/", job->post, NULL);

  stet_wp_get (job, path, job->site->companion ? NULL : STET_WP_FIELDS, next);
}

static void
answer_article (StetWpJob *job, const StetWpPost *post)
{
  g_autoptr (GError) error = NULL;
  StetSiteArticle *got = stet_wp_post_article (job->site, post, &error);

  if (got != NULL)
    stet_site_job_return (&job->base, got, (GDestroyNotify) stet_site_article_free);
  else
    stet_site_job_fail (&job->base, error);
}

/* The post of an answer to a write. What can't be read leaves the outcome open. NULL: the job has
 * ended. */
static StetWpPost *
written_post (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  StetWpPost *post;

  if (!stet_wp_ok (job, answer))
    return NULL;
  post = stet_wp_post_read (answer->root, &error);
  if (post == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_OUTCOME_UNKNOWN, "%s", error->message);
  return post;
}

static gboolean
same_terms (const StetArticle *article, const StetBlocksPost *got, StetWordPressSite *site,
            const char *kind)
{
  const StetArticleFields *fields = stet_article_fields (article);
  GPtrArray *theirs = strcmp (kind, "tag") == 0 ? got->tags : got->sections;

  if (strcmp (kind, "section") == 0)
    {
      const char *number
          = fields->section != NULL ? stet_wp_term_number (site, kind, fields->section) : NULL;

      return number == NULL
             || (theirs->len == 1 && g_strcmp0 (stet_term_id (theirs->pdata[0]), number) == 0);
    }
  for (guint i = 0; i < fields->tags->len; i++)
    {
      const char *number = stet_wp_term_number (site, kind, fields->tags->pdata[i]);
      gboolean there = FALSE;

      for (guint t = 0; t < theirs->len; t++)
        there = there || g_strcmp0 (stet_term_id (theirs->pdata[t]), number) == 0;
      if (!there)
        return FALSE;
    }
  return TRUE;
}

/* For people without unfiltered_html WordPress puts an entity into the address of an embed, where
 * it only stands for its editor; what readers get is beside it. */
static gboolean
same_content (const char *sent, const char *got)
{
  g_autoptr (GString) plain = g_string_new (got);

  while (g_string_replace (plain, "\\u0026amp;", "\\u0026", 0) > 0)
    continue;
  return g_strcmp0 (sent, plain->str) == 0;
}

/* The first field that is not as it was sent: WordPress passes over what it does not know, and
 * filters. (static) (nullable) */
static const char *
differing_field (StetWpJob *job, const StetBlocksPost *got)
{
  if (g_strcmp0 (g_strstrip (job->sent.title), got->title) != 0)
    return "headline";
  if (!same_content (job->sent.content, got->content))
    return "body";
  if (g_strcmp0 (job->sent.excerpt, got->excerpt) != 0)
    return "dek";
  if (job->sent.featured_id != NULL && g_strcmp0 (job->sent.featured_id, got->featured_id) != 0)
    return "photo.file";
  if (job->sends_author && g_strcmp0 (job->author, got->author_id) != 0)
    return "authors";
  if (!same_terms (job->base.article, got, job->site, "tag"))
    return "tags";
  return same_terms (job->base.article, got, job->site, "section") ? NULL : "section";
}

static void
article_written (StetWpJob *job, const StetWpAnswer *answer)
{
  StetWordPressSite *site = job->site;
  g_autoptr (StetWpPost) post = written_post (job, answer);
  g_autoptr (StetSiteArticle) got = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *got_hash = NULL;
  g_autoptr (GError) error = NULL;
  const char *field;

  if (post == NULL)
    return;
  got = stet_wp_post_article (site, post, &error);
  if (got == NULL)
    {
      stet_site_job_fail (&job->base, error);
      return;
    }
  field = differing_field (job, post->has_working ? &post->working : &post->live);
  hash = stet_article_hash (job->base.article, (const char *const *) site->public_custom);
  got_hash = stet_article_hash (got->article, (const char *const *) site->public_custom);
  if (field != NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site did not keep the field “%s” as it was sent", field);
  else if (strcmp (hash, got_hash) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site holds other content than what was sent: %s, not %s", got_hash,
                          hash);
  else if (job->base.version == NULL && !site->companion)
    stet_wp_return_created (job, g_steal_pointer (&got));
  else
    stet_site_job_return (&job->base, g_steal_pointer (&got),
                          (GDestroyNotify) stet_site_article_free);
}

/* --- a story's JSON --- */

static void
add_text (GString *json, const char *name, const char *text)
{
  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  stet_json_append_string (json, name);
  g_string_append_c (json, ':');
  stet_json_append_string (json, text != NULL ? text : "");
}

static void
add_raw (GString *json, const char *name, const char *value)
{
  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  stet_json_append_string (json, name);
  g_string_append_printf (json, ":%s", value);
}

static void
add_numbers (StetWpJob *job, GString *json, const StetArticleFields *fields)
{
  g_autoptr (GString) tags = g_string_new ("[");
  const char *section = fields->section != NULL
                            ? stet_wp_term_number (job->site, "section", fields->section)
                            : NULL;

  for (guint i = 0; i < fields->tags->len; i++)
    g_string_append_printf (tags, "%s%s", i > 0 ? "," : "",
                            stet_wp_term_number (job->site, "tag", fields->tags->pdata[i]));
  g_string_append_c (tags, ']');
  add_raw (json, "tags", tags->str);
  if (section != NULL)
    {
      g_autofree char *sections = g_strdup_printf ("[%s]", section);

      add_raw (json, "categories", sections);
    }
}

/* The value of a member of the story's JSON, as text. Returns: (owned). */
static char *
member_json (StetArticle *article, const char *name)
{
  g_autofree char *text = stet_article_to_json (article);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonNode *member = json_object_get_member (json_node_get_object (node), name);

  return member != NULL ? json_to_string (member, FALSE) : g_strdup ("{}");
}

static void
add_meta (StetWpJob *job, GString *json)
{
  const StetArticleFields *fields = stet_article_fields (job->base.article);
  g_autoptr (GString) meta = g_string_new ("{");
  g_autofree char *faq = member_json (job->base.article, "faq");
  g_autofree char *exact = stet_article_to_json (job->base.article);
  g_autofree char *hash
      = stet_article_hash (job->base.article, (const char *const *) job->site->public_custom);

  add_text (meta, "stet_id", fields->id);
  add_text (meta, "stet_story", fields->story);
  add_text (meta, "stet_translation_of", fields->translation_of_id);
  add_text (meta, "stet_language", fields->language);
  add_text (meta, "stet_hash", hash);
  add_text (meta, "stet_dek", stet_prose_text (fields->dek));
  add_text (meta, "stet_caption", stet_prose_text (stet_photo_caption (fields->photo)));
  add_text (meta, "stet_alt", stet_prose_text (stet_photo_alt (fields->photo)));
  add_text (meta, "stet_credit", stet_prose_text (stet_photo_credit (fields->photo)));
  add_text (meta, "stet_byline", stet_prose_text (fields->byline));
  add_text (meta, "stet_faq", faq);
  add_text (meta, "stet_custom", fields->custom);
  add_text (meta, "stet_article", exact);
  g_string_append_c (meta, '}');
  add_raw (json, "meta", meta->str);
}

static gboolean
find_picture (const char *file, StetBlocksPicture *picture, gpointer data)
{
  const StetWpPicture *known = g_hash_table_lookup (((StetWordPressSite *) data)->pictures, file);

  if (known == NULL)
    return FALSE;
  picture->id = known->id;
  picture->url = known->url;
  return TRUE;
}

static GBytes *
take_json (GString *json)
{
  g_string_append_c (json, '}');
  return g_string_free_to_bytes (json);
}

/* `status` (nullable): as it is. `state` goes into the mark. */
static GBytes *
article_json (StetWpJob *job, const char *status, StetState state, gboolean live)
{
  const StetArticleFields *fields = stet_article_fields (job->base.article);
  const StetBlocksWriting with = { .find_picture = find_picture,
                                   .data = job->site,
                                   .state = state,
                                   .author_id = job->author,
                                   .guarded = TRUE,
                                   .served = job->served };
  GString *json = g_string_new ("{");

  stet_blocks_post_clear (&job->sent);
  stet_blocks_write (job->base.article, &with, &job->sent);
  add_text (json, "title", job->sent.title);
  add_text (json, "content", job->sent.content);
  add_text (json, "excerpt", job->sent.excerpt);
  if (!live && job->sent.slug[0] != '\0')
    add_text (json, "slug", job->sent.slug); /* a live page keeps its address */
  if (status != NULL)
    add_text (json, "status", status);
  if (job->sends_author)
    add_raw (json, "author", job->author);
  add_numbers (job, json, fields);
  add_raw (json, "featured_media", job->sent.featured_id != NULL ? job->sent.featured_id : "0");
  if (job->site->companion)
    add_meta (job, json);
  return take_json (json);
}

/* --- putting --- */

/* What would not come back as it is is refused before it is sent. */
static gboolean
can_hold (StetWpJob *job)
{
  const StetBlocksWriting with = { .find_picture = find_picture, .data = job->site };
  const StetBlocksReading how = { .id = stet_article_id (job->base.article) };
  const StetArticleFields *fields = stet_article_fields (job->base.article);
  g_auto (StetBlocksPost) post = { NULL };
  g_autoptr (StetArticle) back = NULL;
  g_autofree char *hash
      = stet_article_hash (job->base.article, (const char *const *) job->site->public_custom);
  g_autofree char *back_hash = NULL;

  stet_blocks_write (job->base.article, &with, &post);
  post.tags = g_ptr_array_ref (fields->tags);
  post.sections = g_ptr_array_new ();
  if (fields->section != NULL)
    g_ptr_array_add (post.sections, fields->section);
  back = stet_blocks_read (&post, &how, NULL, NULL);
  back_hash = back != NULL
                  ? stet_article_hash (back, (const char *const *) job->site->public_custom)
                  : NULL;
  if (g_strcmp0 (hash, back_hash) == 0)
    return TRUE;
  stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID, "WordPress can't hold this story: %s",
                        back != NULL ? "a link to no web address, or content it has no block for"
                                     : "it is too long");
  return FALSE;
}

static void
send_article (StetWpJob *job, const char *method, const char *path, GBytes *body)
{
  gboolean companion = job->site->companion;
  const char *headers[] = { companion && job->base.key != NULL ? "Idempotency-Key" : NULL,
                            job->base.key, NULL, NULL, NULL };
  StetWpRequest request = { .method = method, .path = path, .body = body, .headers = headers };
  guint n = companion && job->base.key != NULL ? 2 : 0;

  if (companion && job->base.version != NULL)
    {
      headers[n] = "If-Match";
      headers[n + 1] = job->base.version;
    }
  else
    headers[n] = NULL;
  if (!g_str_has_prefix (path, "/stet/"))
    request.query = STET_WP_FIELDS;
  stet_wp_ask (job, &request, article_written);
}

static void
create_post (StetWpJob *job)
{
  g_autoptr (GBytes) body = NULL;

  if (!can_hold (job))
    return;
  stet_wp_settle_author (job, job->site->me_number);
  body = article_json (job, "draft", STET_STATE_DRAFT, FALSE);
  send_article (job, "POST", "/wp/v2/posts", body);
}

static void
create_if_new (StetWpJob *job)
{
  if (job->post != NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE, "The site has this story already");
  else
    create_post (job);
}

/* A change of text takes an approval with it, and the date. */
static void
update_stock (StetWpJob *job, const StetSiteArticle *at)
{
  gboolean back = at->state == STET_STATE_APPROVED || at->state == STET_STATE_SCHEDULED;
  StetState state = back ? STET_STATE_SUBMITTED : at->state;
  g_autofree char *path = g_strconcat ("/wp/v2/posts/", job->post, NULL);
  g_autoptr (GBytes) body = article_json (job, at->state == STET_STATE_SCHEDULED ? "pending" : NULL,
                                          state, at->live_hash != NULL);

  send_article (job, "POST", path, body);
}

static void
update_companion (StetWpJob *job, const StetSiteArticle *at)
{
  gboolean live = at->live_hash != NULL;
  g_autofree char *path = live ? g_strconcat ("/stet/v1/posts/", job->post, "/working", NULL)
                               : g_strconcat ("/wp/v2/posts/", job->post, NULL);
  g_autoptr (GBytes) body = article_json (
      job, at->state == STET_STATE_SCHEDULED && !live ? "pending" : NULL, at->state, live);

  send_article (job, live ? "PUT" : "POST", path, body);
}

static void
note_served (StetWpJob *job, const StetWpPost *post)
{
  g_free (job->author);
  job->author
      = g_strdup (post->has_working ? post->working.author_id : post->live.author_id);
  g_free (job->served);
  job->served = g_strconcat (post->live.content != NULL ? post->live.content : "", "\n",
                             post->has_working ? post->working.content : NULL, NULL);
}

/* The story as it is, when it is the one that is meant. NULL: the job has ended. */
static StetSiteArticle *
current_article (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWpPost) post = NULL;
  g_autoptr (StetSiteArticle) at = NULL;

  if (!stet_wp_ok (job, answer))
    return NULL;
  post = stet_wp_post_read (answer->root, &error);
  at = post != NULL ? stet_wp_post_article (job->site, post, &error) : NULL;
  if (post != NULL)
    note_served (job, post);
  if (at == NULL)
    stet_site_job_fail (&job->base, error);
  else if (at->state == STET_STATE_BINNED && !job->base.restores)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_GONE, "The story is in the site's bin");
  else if (!job->site->companion && !job->base.restores
           && g_strcmp0 (at->version, job->base.version) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE,
                          "The story was changed at the site since it was read");
  else
    return g_steal_pointer (&at);
  return NULL;
}

static void
update_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (StetSiteArticle) at = current_article (job, answer);

  if (at == NULL || !can_hold (job))
    return;
  stet_wp_settle_author (job, job->author);
  if (job->site->companion)
    update_companion (job, at);
  else
    update_stock (job, at);
}

static void
put_known (StetWpJob *job)
{
  if (job->post != NULL)
    read_post (job, update_read);
  else
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND, "The site has no such story");
}

static void
put_prepared (StetWpJob *job)
{
  if (job->base.version != NULL)
    stet_wp_with_post (job, put_known);
  else if (job->site->companion)
    create_post (job); /* the companion refuses a second one itself */
  else
    stet_wp_with_post (job, create_if_new);
}

static void
put_with_words (StetWpJob *job)
{
  stet_wp_with_terms (job, put_prepared);
}

static void
put_with_pictures (StetWpJob *job)
{
  stet_wp_with_words (job, put_with_words);
}

static void
put_with_index (StetWpJob *job)
{
  stet_wp_with_pictures (job, put_with_pictures);
}

void
stet_wp_put_article (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);
  GPtrArray *authors = stet_article_fields (base->article)->authors;

  /* A new story is first one's own; who may give it away is asked only where that is wanted. */
  if (base->version == NULL || stet_blocks_account_author (authors) != NULL)
    stet_wp_with_me (job, put_with_index);
  else
    stet_wp_with_index (job, put_with_index);
}

/* --- transitions --- */

static const char *
status_of (StetState state)
{
  switch (state)
    {
    case STET_STATE_SUBMITTED:
    case STET_STATE_APPROVED:
      return "pending";
    case STET_STATE_SCHEDULED:
      return "future";
    case STET_STATE_PUBLISHED:
      return "publish";
    case STET_STATE_DRAFT:
    case STET_STATE_RETURNED:
    case STET_STATE_UNPUBLISHED:
    case STET_STATE_BINNED:
    default:
      return "draft";
    }
}

static void
moved (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (StetWpPost) post = written_post (job, answer);
  g_autoptr (StetSiteArticle) got = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;

  if (post == NULL)
    return;
  got = stet_wp_post_article (job->site, post, &error);
  if (got == NULL)
    {
      stet_site_job_fail (&job->base, error);
      return;
    }
  hash = stet_article_hash (got->article, (const char *const *) job->site->public_custom);
  if (got->state == STET_STATE_PUBLISHED && job->base.to == STET_STATE_SCHEDULED)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site published the story at once instead of at its time");
  else if (got->state != job->base.to)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The story is %s, not %s",
                          stet_state_name (got->state), stet_state_name (job->base.to));
  else if (job->base.hash != NULL && strcmp (hash, job->base.hash) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site holds other content than what was approved");
  else if (job->base.to == STET_STATE_PUBLISHED && job->base.hash != NULL
           && g_strcmp0 (got->live_hash, job->base.hash) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The live page holds other content than what was approved");
  else if (job->base.to == STET_STATE_SCHEDULED
           && got->scheduled_us / G_USEC_PER_SEC != job->base.at_us / G_USEC_PER_SEC)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                          "The site took another time than the one that was asked for");
  else
    stet_site_job_return (&job->base, g_steal_pointer (&got),
                          (GDestroyNotify) stet_site_article_free);
}

/* A time for WordPress: in UTC, without the offset. */
static char *
gmt_text (gint64 time_us)
{
  char *text = stet_time_to_rfc3339 (time_us);

  text[strlen (text) - 1] = '\0';
  return text;
}

static void
add_state (StetWpJob *job, const StetWpPost *post)
{
  g_autofree char *content
      = stet_blocks_set_state (post->live.content, job->base.to, job->base.hash);

  if (content != NULL)
    add_text (job->json, "content", content);
}

static void
send_move (StetWpJob *job)
{
  g_autofree char *path = g_strconcat ("/wp/v2/posts/", job->post, NULL);
  g_autoptr (GBytes) body = take_json (g_steal_pointer (&job->json));
  StetWpRequest request = { .method = "POST", .path = path, .query = STET_WP_FIELDS, .body = body };

  if (job->base.to == STET_STATE_BINNED)
    {
      request.method = "DELETE";
      request.body = NULL;
    }
  stet_wp_ask (job, &request, moved);
}

static void
add_move (StetWpJob *job, const StetWpPost *post, const StetSiteArticle *at, gint64 now_us)
{
  GString *json = job->json;

  add_text (json, "status", status_of (job->base.to));
  if (job->base.to == STET_STATE_SCHEDULED)
    {
      g_autofree char *date = gmt_text (job->base.at_us);

      add_text (json, "date_gmt", date);
    }
  else if (job->base.to == STET_STATE_PUBLISHED && post->date_us > now_us)
    {
      g_autofree char *date = gmt_text (now_us);

      add_text (json, "date_gmt", date); /* what was to come later comes now */
    }
  else if (at->state == STET_STATE_SCHEDULED)
    add_raw (json, "date", "null");
}

static gboolean
binds_text (StetState to)
{
  return to == STET_STATE_APPROVED || to == STET_STATE_SCHEDULED || to == STET_STATE_PUBLISHED;
}

static gboolean
may_move (StetWpJob *job, const StetSiteArticle *at, gint64 now_us)
{
  g_autofree char *hash
      = stet_article_hash (at->article, (const char *const *) job->site->public_custom);

  if (binds_text (job->base.to) && job->base.hash == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID,
                          "The request does not say which content it is about");
  else if (job->base.hash != NULL && strcmp (hash, job->base.hash) != 0)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STALE,
                          "The story at the site is not the one that was read");
  else if (at->state == STET_STATE_PUBLISHED && job->base.to == STET_STATE_SUBMITTED)
    stet_site_job_refuse (
        &job->base, STET_SITE_ERROR_UNSUPPORTED,
        "WordPress without the companion can't keep a changed version beside a live page");
  else if (!stet_state_may_follow (at->state, job->base.to))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_STATE, "A story that is %s cannot become %s",
                          stet_state_name (at->state), stet_state_name (job->base.to));
  else if (job->base.to == STET_STATE_SCHEDULED && job->base.at_us < now_us + AHEAD_MIN_US)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_INVALID,
                          "The time is less than a minute ahead: WordPress would publish at once");
  else
    return TRUE;
  return FALSE;
}

/* Pictures that were not there when a reporter sent the story, and are now, take their places. */
static void
place_pictures (StetWpJob *job)
{
  const StetBlocksWriting with = { .find_picture = find_picture,
                                   .data = job->site,
                                   .state = job->base.to,
                                   .state_hash = job->base.hash,
                                   .author_id = job->author,
                                   .guarded = TRUE,
                                   .served = job->served };
  g_auto (StetBlocksPost) post = { NULL };

  stet_blocks_write (job->base.article, &with, &post);
  add_text (job->json, "content", post.content);
  if (post.featured_id != NULL)
    add_raw (job->json, "featured_media", post.featured_id);
  send_move (job);
}

static gboolean
lacks_pictures (const StetSiteArticle *at, const StetWpPost *post)
{
  const StetArticleFields *fields = stet_article_fields (at->article);

  if (stet_file_is_sha256 (stet_photo_file (fields->photo)) && post->live.featured_id == NULL)
    return TRUE;
  for (guint i = 0; i < fields->body->len; i++)
    {
      const StetBlockFields *block = stet_block_fields (fields->body->pdata[i]);
      gboolean ours
          = block->type == STET_BLOCK_IMAGE && stet_file_is_sha256 (stet_photo_file (block->photo));
      g_autofree char *bare
          = ours ? g_strdup_printf ("src=\"%s\"", stet_photo_file (block->photo)) : NULL;

      if (ours && strstr (post->live.content, bare) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
move_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (StetSiteArticle) at = current_article (job, answer);
  g_autoptr (StetWpPost) post = at != NULL ? stet_wp_post_read (answer->root, NULL) : NULL;
  gint64 server_us = at != NULL ? stet_wp_answer_time_us (answer) : 0;
  gint64 now_us = server_us > 0 ? server_us : stet_clock_now_us (stet_clock_system ());

  if (at == NULL || !may_move (job, at, now_us))
    return;
  job->json = g_string_new ("{");
  add_move (job, post, at, now_us);
  if (binds_text (job->base.to) && lacks_pictures (at, post))
    {
      job->base.article = stet_article_ref (at->article);
      stet_wp_with_pictures (job, place_pictures);
      return;
    }
  add_state (job, post);
  send_move (job);
}

/* WordPress lets a contributor take back what was handed in; the workflow does not. */
static void
move_stock (StetWpJob *job)
{
  if (!stet_site_user_may_move (job->site->me, job->base.to))
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_FORBIDDEN, "This account may not do that");
  else
    read_post (job, move_read);
}

static void
move_companion (StetWpJob *job)
{
  g_autofree char *path = g_strconcat ("/stet/v1/posts/", job->post, "/transitions", NULL);
  const char *headers[] = { "If-Match", job->base.version, "Idempotency-Key", job->base.key, NULL };
  GString *json = g_string_new ("{");
  g_autofree char *at = job->base.at_us != 0 ? stet_time_to_rfc3339 (job->base.at_us) : NULL;
  g_autoptr (GBytes) body = NULL;
  StetWpRequest request = { .method = "POST", .path = path, .headers = headers };

  add_text (json, "to", stet_state_name (job->base.to));
  if (job->base.hash != NULL)
    add_text (json, "hash", job->base.hash);
  if (at != NULL)
    add_text (json, "at", at);
  if (job->base.reason != NULL)
    add_text (json, "reason", job->base.reason);
  request.body = body = take_json (json);
  stet_wp_ask (job, &request, moved);
}

static void
move_known (StetWpJob *job)
{
  if (job->post == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND, "The site has no such story");
  else if (job->site->companion)
    move_companion (job);
  else
    stet_wp_with_me (job, move_stock);
}

void
stet_wp_transition (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  stet_wp_with_post (job, move_known);
}

/* --- the review record --- */

static void
reviewed (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (StetWpPost) post = written_post (job, answer);

  if (post != NULL)
    answer_article (job, post);
}

static void
review_known (StetWpJob *job)
{
  g_autofree char *path = NULL;
  const char *headers[] = { job->base.key != NULL ? "Idempotency-Key" : NULL, job->base.key, NULL };
  g_autoptr (GBytes) body = NULL;
  StetWpRequest request = { .method = "POST", .headers = headers };
  char *text;

  if (job->post == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_FOUND, "The site has no such story");
      return;
    }
  if (!job->site->companion)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_UNSUPPORTED,
                            "WordPress without the companion has no place for a review record");
      return;
    }
  request.path = path = g_strconcat ("/stet/v1/posts/", job->post, "/review", NULL);
  text = stet_review_to_json (job->base.review);
  request.body = body = g_bytes_new_take (text, strlen (text));
  stet_wp_ask (job, &request, reviewed);
}

void
stet_wp_add_review (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  stet_wp_with_post (job, review_known);
}
