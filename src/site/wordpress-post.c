/* A post as the site gives it, and the story in it. Layer: site. Any thread. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/json.h"
#include "base/clock.h"
#include "base/random.h"

#include <string.h>

#define VERSION_CHARS 16

void
stet_wp_post_free (StetWpPost *post)
{
  g_free (post->number);
  g_free (post->status);
  g_free (post->author);
  g_free (post->url);
  g_free (post->modified);
  g_free (post->version);
  stet_blocks_post_clear (&post->live);
  stet_blocks_post_clear (&post->working);
  g_free (post->exact);
  g_free (post->exact_hash);
  g_free (post->given_id);
  g_free (post->live_hash);
  g_clear_pointer (&post->review, stet_review_free);
  g_free (post);
}

gboolean
stet_wp_post_is_live (const StetWpPost *post)
{
  return g_strcmp0 (post->status, "publish") == 0;
}

static JsonObject *
object_of (StetMembers *members, const char *name)
{
  JsonNode *node = json_object_get_member (members->object, name);

  /* PHP writes an empty map as a list. */
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* {"raw": …}, or the text itself. Returns: (owned), never NULL. */
static char *
raw_text (StetMembers *members, const char *name)
{
  StetMembers inner = { object_of (members, name), NULL };
  char *text = inner.object != NULL ? stet_members_string (&inner, "raw")
                                    : stet_members_string (members, name);

  return text != NULL ? text : g_strdup ("");
}

/* Ids, with the names that stand elsewhere. */
static GPtrArray *
read_terms (StetMembers *members, const char *name, GHashTable *names)
{
  GPtrArray *terms = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  JsonArray *array = stet_members_array (members, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *id = JSON_NODE_HOLDS_VALUE (node)
                                ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node))
                                : g_strdup ("0");
      const char *label = g_hash_table_lookup (names, id);

      g_ptr_array_add (terms, stet_term_new (label != NULL ? label : id, id));
    }
  return terms;
}

static char *
picture_number (StetMembers *members)
{
  g_autofree char *number = stet_members_string (members, "featured_media");

  return number != NULL && strcmp (number, "0") != 0 ? g_steal_pointer (&number) : NULL;
}

static void
read_content (StetMembers *members, GHashTable *names, StetBlocksPost *content)
{
  content->title = raw_text (members, "title");
  content->content = raw_text (members, "content");
  content->excerpt = raw_text (members, "excerpt");
  content->slug = stet_members_string (members, "slug");
  content->tags = read_terms (members, "tags", names);
  content->sections = read_terms (members, "categories", names);
  content->featured_id = picture_number (members);
  content->author_id = stet_members_string (members, "author");
}

/* --- what WordPress embeds --- */

static JsonArray *
embedded (StetMembers *members, const char *name)
{
  StetMembers inner = { object_of (members, "_embedded"), NULL };

  return inner.object != NULL ? stet_members_array (&inner, name) : NULL;
}

static void
note_names (JsonArray *array, GHashTable *names)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      StetMembers members = { NULL, NULL };
      g_autofree char *id = NULL;
      g_autofree char *name = NULL;

      if (JSON_NODE_HOLDS_ARRAY (node))
        {
          note_names (json_node_get_array (node), names); /* one list for each taxonomy */
          continue;
        }
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      members.object = json_node_get_object (node);
      id = stet_members_string (&members, "id");
      name = stet_members_string (&members, "name");
      if (id != NULL && name != NULL)
        g_hash_table_replace (names, g_steal_pointer (&id), stet_blocks_plain (name));
    }
}

static JsonObject *
first_embedded (StetMembers *members, const char *name)
{
  JsonArray *array = embedded (members, name);
  JsonNode *node = array != NULL && json_array_get_length (array) > 0
                       ? json_array_get_element (array, 0)
                       : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_embedded_picture (StetMembers *members, StetBlocksPost *content)
{
  StetMembers picture = { first_embedded (members, "wp:featuredmedia"), NULL };
  StetMembers caption = { NULL, NULL };
  g_autofree char *html = NULL;

  if (picture.object == NULL)
    return;
  content->featured_url = stet_members_string (&picture, "source_url");
  content->featured_alt = stet_members_string (&picture, "alt_text");
  caption.object = object_of (&picture, "caption");
  html = caption.object != NULL ? stet_members_string (&caption, "rendered") : NULL;
  if (html != NULL)
    {
      g_autofree char *plain = stet_blocks_plain (html);

      content->featured_caption = g_strstrip (g_steal_pointer (&plain));
    }
}

/* Its name in the login's form, and as readers see it. */
static void
read_embedded_author (StetMembers *members, StetWpPost *post)
{
  StetMembers author = { first_embedded (members, "author"), NULL };
  g_autofree char *name = author.object != NULL ? stet_members_string (&author, "name") : NULL;

  post->author = author.object != NULL ? stet_members_string (&author, "slug") : NULL;
  post->live.author_name = name != NULL ? stet_blocks_plain (name) : NULL;
}

/* --- versions of a stock site: made here, of all that a story is --- */

static void
add_terms (GChecksum *sum, GPtrArray *terms)
{
  for (guint i = 0; i < terms->len; i++)
    {
      const char *id = stet_term_id (terms->pdata[i]);

      g_checksum_update (sum, (const guchar *) id, -1);
      g_checksum_update (sum, (const guchar *) ",", 1);
    }
  g_checksum_update (sum, (const guchar *) "", 1);
}

static char *
make_version (const StetWpPost *post)
{
  const StetBlocksPost *content = &post->live;
  const char *const parts[] = { post->status,     content->title, content->content,
                                content->excerpt, content->slug,  content->featured_id,
                                content->author_id };
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *date = g_strdup_printf ("%" G_GINT64_FORMAT, post->scheduled_us);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (sum, (const guchar *) (parts[i] != NULL ? parts[i] : ""),
                       parts[i] != NULL ? (gssize) strlen (parts[i]) + 1 : 1);
  g_checksum_update (sum, (const guchar *) date, -1);
  add_terms (sum, content->tags);
  add_terms (sum, content->sections);
  return g_strdup_printf ("\"wp-%s-%s-%.*s\"", post->number, post->modified, VERSION_CHARS,
                          g_checksum_get_string (sum));
}

char *
stet_wp_version_number (const char *version)
{
  const char *start = NULL;
  gsize digits;

  if (version == NULL)
    return NULL;
  if (g_str_has_prefix (version, "\"wp-"))
    start = version + strlen ("\"wp-");
  else if (g_str_has_prefix (version, "\"stet-"))
    start = version + strlen ("\"stet-");
  digits = start != NULL ? strspn (start, "0123456789") : 0;
  return digits > 0 && digits < 19 ? g_strndup (start, digits) : NULL;
}

/* "2026-11-24T05:16:49" as "20261124051649". */
static char *
compact_time (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *c = text != NULL ? text : ""; *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  return g_string_free (digits, FALSE);
}

static gint64
gmt_time_us (StetMembers *members, const char *name)
{
  g_autofree char *text = stet_members_string (members, name);
  gint64 time_us = 0;

  if (text != NULL)
    stet_time_parse (text, "UTC", &time_us);
  return MAX (time_us, 0);
}

/* --- the companion's answer --- */

static GHashTable *
names_of (StetMembers *members, const char *name)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  StetMembers inner = { object_of (members, name), NULL };
  g_autoptr (GList) ids = inner.object != NULL ? json_object_get_members (inner.object) : NULL;

  for (GList *l = ids; l != NULL; l = l->next)
    {
      char *label = stet_members_string (&inner, l->data);

      if (label != NULL)
        g_hash_table_replace (names, g_strdup (l->data), label);
    }
  return names;
}

static void
read_picture (StetMembers *members, StetBlocksPost *content)
{
  StetMembers pictures = { object_of (members, "pictures"), NULL };
  StetMembers picture = { NULL, NULL };

  if (pictures.object != NULL && content->featured_id != NULL)
    picture.object = object_of (&pictures, content->featured_id);
  if (picture.object == NULL)
    return;
  content->featured_url = stet_members_string (&picture, "url");
  content->featured_alt = stet_members_string (&picture, "alt");
  content->featured_caption = stet_members_string (&picture, "caption");
}

static void
name_author (StetBlocksPost *content, GHashTable *names)
{
  if (content->author_id != NULL)
    content->author_name = g_strdup (g_hash_table_lookup (names, content->author_id));
}

static void
read_meta (StetMembers *content, StetWpPost *post)
{
  StetMembers meta = { object_of (content, "meta"), NULL };

  if (meta.object == NULL)
    return;
  g_free (post->exact);
  post->exact = stet_members_string (&meta, "stet_article");
}

static StetReview *
read_review (StetMembers *members, GError **error)
{
  g_autoptr (JsonObject) review
      = object_of (members, "review") != NULL
            ? json_node_dup_object (json_object_get_member (members->object, "review"))
            : NULL;
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *json = NULL;

  if (review == NULL)
    return stet_review_new ();
  json_node_init_object (node, review);
  if (json_object_has_member (review, "flags")
      && !JSON_NODE_HOLDS_OBJECT (json_object_get_member (review, "flags")))
    json_object_remove_member (review, "flags"); /* PHP's empty map */
  json = json_to_string (node, FALSE);
  return json != NULL ? stet_review_from_json (json, strlen (json), error) : stet_review_new ();
}

static gboolean
read_companion (StetMembers *members, StetWpPost *post, GError **error)
{
  g_autoptr (GHashTable) names = names_of (members, "names");
  g_autoptr (GHashTable) authors = names_of (members, "authors");
  g_autofree char *state = stet_members_string (members, "state");
  StetMembers article = { object_of (members, "article"), NULL };
  StetMembers working = { object_of (members, "working"), NULL };

  post->of_companion = TRUE;
  post->number = stet_members_string (members, "post");
  post->given_id = stet_members_string (members, "id");
  post->version = stet_members_string (members, "version");
  post->status = g_strdup (stet_members_boolean (members, "live") ? "publish" : "other");
  post->author = stet_members_string (members, "author");
  post->url = stet_members_string (members, "url");
  post->exact_hash = stet_members_string (members, "hash");
  post->live_hash = stet_members_string (members, "live_hash");
  post->date_us = stet_members_time_us (members, "published");
  post->scheduled_us = stet_members_time_us (members, "scheduled");
  post->modified_us = stet_members_time_us (members, "modified");
  if (state == NULL || !stet_state_parse (state, &post->state) || article.object == NULL)
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                           "The answer names no known state");
      return FALSE;
    }
  read_content (&article, names, &post->live);
  read_picture (members, &post->live);
  name_author (&post->live, authors);
  read_meta (&article, post);
  post->has_working = working.object != NULL;
  if (post->has_working)
    {
      read_content (&working, names, &post->working);
      read_picture (members, &post->working);
      name_author (&post->working, authors);
      read_meta (&working, post);
    }
  post->review = read_review (members, error);
  return post->review != NULL;
}

static void
read_stock (StetMembers *members, StetWpPost *post)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *modified = stet_members_string (members, "modified_gmt");

  note_names (embedded (members, "wp:term"), names);
  post->number = stet_members_string (members, "id");
  post->status = stet_members_string (members, "status");
  post->url = stet_members_string (members, "link");
  post->modified = compact_time (modified);
  post->modified_us = gmt_time_us (members, "modified_gmt");
  post->date_us = gmt_time_us (members, "date_gmt");
  if (g_strcmp0 (post->status, "future") == 0)
    post->scheduled_us = post->date_us;
  read_content (members, names, &post->live);
  read_embedded_picture (members, &post->live);
  read_embedded_author (members, post);
  post->version = make_version (post);
}

StetWpPost *
stet_wp_post_read (JsonNode *node, GError **error)
{
  g_autoptr (StetWpPost) post = g_new0 (StetWpPost, 1);
  StetMembers members = { NULL, NULL };
  StetMembers companion = { NULL, NULL };

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                           "The answer is no post");
      return NULL;
    }
  members.object = json_node_get_object (node);
  companion.object = json_object_has_member (members.object, "article")
                         ? members.object
                         : object_of (&members, "stet");
  if (companion.object == NULL)
    read_stock (&members, post);
  else if (!read_companion (&companion, post, error))
    return NULL;
  if (stet_wp_is_number (post->number) && post->status != NULL && post->version != NULL)
    return g_steal_pointer (&post);
  g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH, "The answer is no post");
  return NULL;
}

/* --- the story --- */

static StetArticle *
read_blocks (const StetWordPressSite *site, const StetBlocksPost *content, const char *id,
             StetBlocksMark *mark, GError **error)
{
  StetBlocksPost given = *content;
  const StetBlocksReading how = { .id = id };
  g_autoptr (GError) local = NULL;
  StetArticle *article;

  if (given.author_name == NULL && given.author_id != NULL)
    given.author_name = g_hash_table_lookup (site->authors, given.author_id);
  article = stet_blocks_read (&given, &how, mark, &local);
  if (article == NULL)
    g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH, "The post can't be read: %s",
                 local->message);
  return article;
}

/* The companion keeps the story itself, and says whether the post is still what was made of it. */
static StetArticle *
read_exact (const StetWordPressSite *site, const StetWpPost *post)
{
  g_autoptr (StetArticle) article = NULL;
  g_autofree char *hash = NULL;

  if (post->exact == NULL || *post->exact == '\0' || post->exact_hash == NULL)
    return NULL;
  article = stet_article_from_json (post->exact, strlen (post->exact), stet_random_system (), NULL);
  hash = article != NULL ? stet_article_hash (article, (const char *const *) site->public_custom)
                         : NULL;
  return g_strcmp0 (hash, post->exact_hash) == 0 ? g_steal_pointer (&article) : NULL;
}

/* What a stock site's post says of its state, with what our mark says beside. */
static StetState
stock_state (const StetWpPost *post, const StetBlocksMark *mark, const char *hash)
{
  gboolean bound = mark->found && g_strcmp0 (mark->state_hash, hash) == 0;

  if (g_str_equal (post->status, "trash"))
    return STET_STATE_BINNED;
  if (stet_wp_post_is_live (post) || g_str_equal (post->status, "private"))
    return STET_STATE_PUBLISHED;
  if (g_str_equal (post->status, "future"))
    return STET_STATE_SCHEDULED;
  if (g_str_equal (post->status, "pending"))
    return bound && mark->state == STET_STATE_APPROVED ? STET_STATE_APPROVED : STET_STATE_SUBMITTED;
  if (mark->found && (mark->state == STET_STATE_RETURNED || mark->state == STET_STATE_UNPUBLISHED))
    return mark->state;
  return STET_STATE_DRAFT;
}

void
stet_wp_note_post (StetWordPressSite *site, const char *article_id, const char *number)
{
  g_hash_table_replace (site->posts, g_strdup (article_id), g_strdup (number));
}

static char *
live_hash_of (const StetWordPressSite *site, const StetWpPost *post, const char *id)
{
  g_autoptr (StetArticle) live = NULL;

  if (!stet_wp_post_is_live (post))
    return NULL;
  if (post->live_hash != NULL)
    return g_strdup (post->live_hash);
  live = read_blocks (site, &post->live, id, NULL, NULL); /* changed at the site since */
  return live != NULL ? stet_article_hash (live, (const char *const *) site->public_custom)
                      : g_strdup (STET_SITE_HASH_UNKNOWN);
}

StetSiteArticle *
stet_wp_post_article (StetWordPressSite *site, const StetWpPost *post, GError **error)
{
  g_autoptr (StetSiteArticle) got = g_new0 (StetSiteArticle, 1);
  g_autofree char *own_id = post->given_id != NULL
                                ? g_strdup (post->given_id)
                                : stet_uuid_for_remote (site->site_id, post->number);
  g_autofree char *hash = NULL;
  g_auto (StetBlocksMark) mark = { 0 };

  got->article = read_exact (site, post);
  if (got->article == NULL)
    got->article
        = read_blocks (site, post->has_working ? &post->working : &post->live, own_id, &mark,
                       error);
  if (got->article == NULL)
    return NULL;
  if (post->given_id != NULL && g_strcmp0 (stet_article_id (got->article), post->given_id) != 0)
    {
      g_autoptr (StetArticle) read = got->article;

      got->article
          = stet_article_with_ids (read, post->given_id, stet_article_fields (read)->story);
    }
  hash = stet_article_hash (got->article, (const char *const *) site->public_custom);
  got->state = post->of_companion ? post->state : stock_state (post, &mark, hash);
  got->version = g_strdup (post->version);
  got->remote_id = g_strdup (post->number);
  got->author = g_strdup (post->author);
  got->live_hash = live_hash_of (site, post, own_id);
  got->url = got->live_hash != NULL ? g_strdup (post->url) : NULL;
  got->published_us = got->live_hash != NULL ? post->date_us : 0;
  got->scheduled_us = got->state == STET_STATE_SCHEDULED ? post->scheduled_us : 0;
  got->review = post->review != NULL ? stet_review_copy (post->review) : NULL;
  stet_wp_note_post (site, stet_article_id (got->article), post->number);
  return g_steal_pointer (&got);
}
