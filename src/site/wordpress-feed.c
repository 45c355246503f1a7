/* What changed at a WordPress. The companion keeps a list of changes; a stock site is asked for
 * what was modified since, with an overlap and never past the server's own time, and once a day for
 * the ids of all it has: a post that was given a date of the past would be missed. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "article/json.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#define OVERLAP_S 120
#define SWEEP_EVERY_S (24 * 60 * 60)
#define CURSOR_FORMAT "wp1 %c %" G_GINT64_FORMAT " %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT

/* Where in the feed of a stock site one is. */
typedef struct
{
  char   phase;   /* 'm': what was modified; 's': the sweep */
  gint64 since_s; /* 0: from the beginning */
  guint  page;
  gint64 newest_s; /* seen on the pages of this walk */
  gint64 swept_s;
} Cursor;

static gboolean
parse_cursor (const char *text, Cursor *cursor)
{
  *cursor = (Cursor) { .phase = 'm', .page = 1 };
  if (text == NULL || *text == '\0')
    return TRUE;
  return sscanf (text, CURSOR_FORMAT, &cursor->phase, &cursor->since_s, &cursor->page,
                 &cursor->newest_s, &cursor->swept_s)
             == 5
         && (cursor->phase == 'm' || cursor->phase == 's') && cursor->page > 0;
}

static char *
cursor_text (const Cursor *cursor)
{
  return g_strdup_printf (CURSOR_FORMAT, cursor->phase, cursor->since_s, cursor->page,
                          cursor->newest_s, cursor->swept_s);
}

/* --- with the companion --- */

/* What can't be read is asked for by itself, and then said of that story alone. */
static void
read_story_along (StetWordPressSite *site, StetMembers *members, StetSiteChange *change)
{
  JsonNode *story = change->deleted ? NULL : json_object_get_member (members->object, "story");
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWpPost) post = NULL;

  if (story == NULL)
    return;
  post = stet_wp_post_read (story, &error);
  if (post != NULL)
    change->article = stet_wp_post_article (site, post, &error);
  if (error != NULL)
    g_info ("a story of the list is asked for by itself: %s", error->message);
}

static StetSiteChange *
read_change (StetWordPressSite *site, JsonNode *node)
{
  StetMembers members = { NULL, NULL };
  g_autoptr (StetSiteChange) change = g_new0 (StetSiteChange, 1);
  g_autofree char *state = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  members.object = json_node_get_object (node);
  state = stet_members_string (&members, "state");
  change->id = stet_members_string (&members, "id");
  if (change->id == NULL)
    change->id = stet_members_string (&members, "post");
  change->version = stet_members_string (&members, "version");
  change->hash = stet_members_string (&members, "hash");
  change->author = stet_members_string (&members, "author");
  change->headline = stet_members_string (&members, "headline");
  change->modified_us = stet_members_time_us (&members, "modified");
  change->deleted = stet_members_boolean (&members, "deleted");
  if (members.bad != NULL || change->id == NULL || state == NULL
      || !stet_state_parse (state, &change->state))
    return NULL;
  read_story_along (site, &members, change);
  return g_steal_pointer (&change);
}

static void
companion_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetMembers members = { NULL, NULL };
  JsonArray *array;
  char *next;

  if (!stet_wp_ok (job, answer))
    return;
  members.object
      = JSON_NODE_HOLDS_OBJECT (answer->root) ? json_node_get_object (answer->root) : NULL;
  array = members.object != NULL ? stet_members_array (&members, "changes") : NULL;
  job->base.total
      = members.object != NULL ? (guint) MIN (stet_members_uint (&members, "total"), G_MAXINT) : 0;
  next = array != NULL ? stet_members_string (&members, "cursor") : NULL;
  if (next == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer holds no changes");
      return;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      StetSiteChange *change = read_change (job->site, json_array_get_element (array, i));

      if (change == NULL)
        {
          g_free (next);
          stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH,
                                "A change in the answer is not what it should be");
          return;
        }
      g_ptr_array_add (job->base.list, change);
    }
  stet_site_job_return_changes (&job->base, next);
}

/* --- without --- */

static void
take_post (StetWpJob *job, JsonNode *node, Cursor *cursor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetWpPost) post = stet_wp_post_read (node, &error);
  g_autoptr (StetSiteArticle) got
      = post != NULL ? stet_wp_post_article (job->site, post, &error) : NULL;
  StetSiteChange *change;

  if (got == NULL)
    {
      g_info ("a post of the site was passed over: %s", error->message);
      return;
    }
  cursor->newest_s = MAX (cursor->newest_s, post->modified_us / G_USEC_PER_SEC);
  if (g_strcmp0 (g_hash_table_lookup (job->site->told, post->number), got->version) == 0)
    return; /* within the overlap, and told before */
  g_hash_table_replace (job->site->told, g_strdup (post->number), g_strdup (got->version));
  change = g_new0 (StetSiteChange, 1);
  change->id = g_strdup (stet_article_id (got->article));
  change->version = g_strdup (got->version);
  change->hash = stet_article_hash (got->article, (const char *const *) job->site->public_custom);
  change->author = g_strdup (got->author);
  change->headline = g_strdup (stet_prose_text (stet_article_fields (got->article)->headline));
  change->state = got->state;
  change->modified_us = post->modified_us;
  change->deleted = got->state == STET_STATE_BINNED;
  change->article = g_steal_pointer (&got);
  g_ptr_array_add (job->base.list, change);
}

/* Only which post, and when it was changed last: enough to know whether to ask for it. */
static void
take_id (StetWpJob *job, JsonNode *node)
{
  StetMembers members = { NULL, NULL };
  StetSiteChange *change;
  g_autofree char *modified = NULL;
  g_autofree char *status = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  members.object = json_node_get_object (node);
  modified = stet_members_string (&members, "modified_gmt");
  status = stet_members_string (&members, "status");
  for (const char *c = modified; c != NULL && *c != '\0'; c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
  change = g_new0 (StetSiteChange, 1);
  change->id = stet_members_string (&members, "id");
  change->version
      = g_strdup_printf ("\"wp-%s-%s-*\"", change->id != NULL ? change->id : "", digits->str);
  change->deleted = g_strcmp0 (status, "trash") == 0;
  if (change->id != NULL)
    g_ptr_array_add (job->base.list, change);
  else
    stet_site_change_free (change);
}

/* The walk's end: from where the next one begins. */
static void
end_walk (Cursor *cursor, gint64 now_s)
{
  gint64 since_s = MIN (cursor->newest_s, now_s) - OVERLAP_S;

  cursor->page = 1;
  if (cursor->phase == 's')
    {
      cursor->phase = 'm';
      cursor->swept_s = now_s;
      return;
    }
  if (cursor->since_s == 0)
    cursor->swept_s = now_s; /* all of it was just seen */
  cursor->since_s = MAX (cursor->since_s, since_s);
  cursor->newest_s = cursor->since_s;
  if (now_s - cursor->swept_s > SWEEP_EVERY_S)
    cursor->phase = 's';
}

/* What an author may not edit any more, for it is live: WordPress tells that it is, and where, but
 * not its text. */
static void
take_published (StetWpJob *job, JsonNode *node)
{
  StetMembers members = { NULL, NULL };
  StetSiteChange *change;
  StetSiteArticle *got;
  g_autofree char *date = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  members.object = json_node_get_object (node);
  got = g_new0 (StetSiteArticle, 1);
  got->remote_id = stet_members_string (&members, "id");
  got->url = stet_members_string (&members, "link");
  got->state = STET_STATE_PUBLISHED;
  got->live_hash = g_strdup (STET_SITE_HASH_UNKNOWN);
  date = stet_members_string (&members, "date_gmt");
  if (date != NULL)
    stet_time_parse (date, "UTC", &got->published_us);
  change = g_new0 (StetSiteChange, 1);
  change->id = g_strdup (got->remote_id != NULL ? got->remote_id : "");
  change->state = STET_STATE_PUBLISHED;
  change->article = got;
  g_ptr_array_add (job->base.list, change);
}

static void
published_read (StetWpJob *job, const StetWpAnswer *answer)
{
  JsonArray *array;

  if (!stet_wp_ok (job, answer))
    return;
  array = JSON_NODE_HOLDS_ARRAY (answer->root) ? json_node_get_array (answer->root) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    take_published (job, json_array_get_element (array, i));
  stet_site_job_return_changes (&job->base, g_steal_pointer (&job->next_cursor));
}

/* A bare time would be the site's own. From the beginning WordPress is not asked for. Returns:
 * (owned). */
static char *
modified_after (gint64 since_s)
{
  g_autofree char *time = since_s > 0 ? stet_time_to_rfc3339 (since_s * G_USEC_PER_SEC) : NULL;

  return time != NULL ? g_strconcat ("&modified_after=", time, NULL) : g_strdup ("");
}

/* The end of a walk by somebody who may not edit what is live. */
static void
ask_published (StetWpJob *job, gint64 since_s, char *next)
{
  g_autofree char *after = modified_after (since_s);
  g_autofree char *query = g_strdup_printf (
      "_fields=id,link,date_gmt&status=publish&author=%s&per_page=%d&orderby=modified&order=desc%s",
      job->site->me_number, STET_WP_PAGE, after);

  job->next_cursor = next;
  stet_wp_get (job, "/wp/v2/posts", query, published_read);
}

static void
stock_read (StetWpJob *job, const StetWpAnswer *answer)
{
  gboolean past_end = g_strcmp0 (answer->code, "rest_post_invalid_page_number") == 0;
  gint64 now_us = stet_wp_answer_time_us (answer);
  Cursor cursor;
  gboolean ended = FALSE;
  gint64 since_s;
  JsonArray *array = NULL;
  guint total;

  if (!past_end && !stet_wp_ok (job, answer))
    return;
  if (now_us == 0)
    now_us = stet_clock_now_us (stet_clock_system ());
  parse_cursor (job->base.cursor, &cursor);
  if (!past_end && JSON_NODE_HOLDS_ARRAY (answer->root))
    array = json_node_get_array (answer->root);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (cursor.phase == 's')
      take_id (job, json_array_get_element (array, i));
    else
      take_post (job, json_array_get_element (array, i), &cursor);
  since_s = cursor.since_s;
  /* Of the whole walk; what was on the pages before is behind us. */
  total = stet_wp_answer_number (answer, "X-WP-Total");
  job->base.total
      = total > (cursor.page - 1) * STET_WP_PAGE ? total - (cursor.page - 1) * STET_WP_PAGE : 0;
  ended = cursor.phase == 'm'
          && (past_end || stet_wp_answer_number (answer, "X-WP-TotalPages") <= cursor.page);
  if (!past_end && stet_wp_answer_number (answer, "X-WP-TotalPages") > cursor.page)
    cursor.page++;
  else
    end_walk (&cursor, now_us / G_USEC_PER_SEC);
  if (ended && !stet_site_user_can (job->site->me, "edit_others"))
    ask_published (job, since_s, cursor_text (&cursor));
  else
    stet_site_job_return_changes (&job->base, cursor_text (&cursor));
}

static void
ask_stock (StetWpJob *job)
{
  Cursor cursor;
  g_autofree char *own = NULL;
  g_autofree char *since = NULL;
  g_autofree char *query = NULL;

  if (!parse_cursor (job->base.cursor, &cursor))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_GONE,
                            "This place in the list of changes is not known");
      return;
    }
  if (!stet_site_user_can (job->site->me, "edit_others"))
    own = g_strconcat ("&author=", job->site->me_number, NULL);
  since = modified_after (cursor.phase == 'm' ? cursor.since_s : 0);
  query = g_strdup_printf ("%s&status=any,trash&order=asc&per_page=%d&page=%u&orderby=%s%s%s",
                           cursor.phase == 's' ? "context=edit&_fields=id,modified_gmt,status"
                                               : STET_WP_FIELDS,
                           STET_WP_PAGE, cursor.page, cursor.phase == 's' ? "id" : "modified",
                           own != NULL ? own : "", since);
  stet_wp_get (job, "/wp/v2/posts", query, stock_read);
}

static void
ask_changes (StetWpJob *job)
{
  g_autofree char *since
      = g_uri_escape_string (job->base.cursor != NULL ? job->base.cursor : "", NULL, FALSE);
  g_autofree char *query = g_strdup_printf ("limit=%d&with=stories&since=%s", STET_WP_PAGE, since);

  if (job->site->companion)
    stet_wp_get (job, "/stet/v1/changes", query, companion_read);
  else
    stet_wp_with_me (job, ask_stock);
}

void
stet_wp_list_changes (StetSiteJob *base)
{
  StetWpJob *job = stet_wp_job (base);

  job->base.list = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_site_change_free);
  stet_wp_with_index (job, ask_changes);
}
