/* The authors of a WordPress: who they are, and which of them a post is given to. WordPress has one
 * author a post, an account; a story has any number, of whom some are accounts (with the site's
 * number as their id) and others only names. The first who is an account is the post's author,
 * where who writes may say so; who it was then stands in the mark, so that another one is known for
 * the work of a person at the site. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#define PAGES_MAX 10 /* a thousand authors */

/* --- listing --- */

static void ask_authors (StetWpJob *job);

static void
authors_read (StetWpJob *job, const StetWpAnswer *answer)
{
  if (g_error_matches (answer->error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN)
      && !job->published_only)
    {
      job->published_only = TRUE; /* who may not list all sees those who have published */
      job->base.page = 0;
      ask_authors (job);
      return;
    }
  if (!stet_wp_ok (job, answer) || !stet_wp_take_terms (job, answer))
    return;
  if (job->base.page >= MIN (stet_wp_answer_number (answer, "X-WP-TotalPages"), PAGES_MAX))
    stet_site_job_return_list (&job->base);
  else
    ask_authors (job);
}

static void
ask_authors (StetWpJob *job)
{
  g_autofree char *query
      = g_strdup_printf ("%s_fields=id,name&per_page=%d&page=%u",
                         job->published_only ? "" : "who=authors&", STET_WP_PAGE, ++job->base.page);

  stet_wp_get (job, "/wp/v2/users", query, authors_read);
}

void
stet_wp_list_authors (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  job->base.list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_term_unref);
  ask_authors (job);
}

/* --- names of those whom people at the site made authors --- */

void
stet_wp_note_author (StetWordPressSite *site, const char *number, const char *name)
{
  g_hash_table_replace (site->authors, g_strdup (number), g_strdup (name));
}

static JsonObject *
object_at (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Of a post that has another author than its mark says, and whose name is not known. Returns:
 * (owned) (nullable). */
static char *
unknown_author (StetWordPressSite *site, JsonNode *node)
{
  StetMembers post = { JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL, NULL };
  StetMembers content = { NULL, NULL };
  g_autofree char *author = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *marked = NULL;

  content.object = post.object != NULL ? object_at (post.object, "content") : NULL;
  if (content.object == NULL)
    return NULL;
  author = stet_members_string (&post, "author");
  raw = stet_members_string (&content, "raw");
  marked = stet_blocks_marked_author (raw);
  if (marked == NULL || !stet_wp_is_number (author) || g_str_equal (marked, author)
      || g_hash_table_contains (site->authors, author))
    return NULL;
  return g_steal_pointer (&author);
}

static char *
unknown_authors (StetWordPressSite *site, JsonNode *root)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  guint n_posts = array != NULL ? json_array_get_length (array) : 1;
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; i < n_posts; i++)
    {
      g_autofree char *number
          = unknown_author (site, array != NULL ? json_array_get_element (array, i) : root);

      if (number == NULL)
        continue;
      g_string_append_printf (numbers, "%s%s", numbers->len > 0 ? "," : "", number);
      stet_wp_note_author (site, number, NULL); /* asked once, whatever comes of it */
    }
  return numbers->len > 0 ? g_string_free (g_steal_pointer (&numbers), FALSE) : NULL;
}

/* Many sites shut the list of their users to all. That is no reason to fetch nothing. */
static gboolean
tells_no_names (const GError *error)
{
  static const StetSiteError codes[]
      = { STET_SITE_ERROR_AUTH,      STET_SITE_ERROR_FORBIDDEN, STET_SITE_ERROR_BLOCKED,
          STET_SITE_ERROR_NOT_FOUND, STET_SITE_ERROR_NOT_API,   STET_SITE_ERROR_INVALID };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, STET_SITE_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* An account that is no author any more has no name here, and the stories' authors stay. */
static void
names_read (StetWpJob *job, const StetWpAnswer *answer)
{
  g_autoptr (JsonNode) root = g_steal_pointer (&job->kept_root);
  g_autoptr (StetHttpReply) reply = g_steal_pointer (&job->kept_reply);
  StetWpAnswer kept = { .root = root, .reply = reply };
  JsonArray *array = answer->root != NULL && JSON_NODE_HOLDS_ARRAY (answer->root)
                         ? json_node_get_array (answer->root)
                         : NULL;

  if (answer->error != NULL && !tells_no_names (answer->error))
    {
      g_hash_table_remove_all (job->site->authors);
      stet_site_job_fail (&job->base, answer->error);
      return;
    }
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (StetTerm) author = stet_wp_read_term (json_array_get_element (array, i));

      if (author != NULL)
        stet_wp_note_author (job->site, stet_term_id (author), stet_term_label (author));
    }
  job->then_answer (job, &kept);
}

gboolean
stet_wp_ask_authors (StetWpJob *job, JsonNode *root, StetHttpReply *reply)
{
  g_autofree char *numbers = unknown_authors (job->site, root);
  g_autofree char *query = NULL;

  if (numbers == NULL)
    return FALSE;
  job->kept_root = json_node_ref (root);
  job->kept_reply = reply;
  job->then_answer = job->next;
  query = g_strdup_printf ("who=authors&_fields=id,name&per_page=%d&include=%s", STET_WP_PAGE,
                           numbers);
  stet_wp_get (job, "/wp/v2/users", query, names_read);
  return TRUE;
}

/* --- writing --- */

void
stet_wp_settle_author (StetWpJob *job, const char *now)
{
  StetTerm *wanted
      = stet_blocks_account_author (stet_article_fields (job->base.article)->authors);
  char *author;

  job->sends_author = wanted != NULL && job->site->me != NULL
                      && stet_site_user_can (job->site->me, "edit_others")
                      && g_strcmp0 (stet_term_id (wanted), now) != 0;
  author = g_strdup (job->sends_author ? stet_term_id (wanted) : now);
  g_free (job->author);
  job->author = author;
}
