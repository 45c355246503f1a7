/* One request of the WordPress client, and what its answer means. Layer: site. */
#include "config.h"

#include "site/wordpress-private.h"

#include "base/limits.h"
#include "site/address.h"

#include <string.h>

gboolean
stet_wp_ok (StetWpJob *job, const StetWpAnswer *answer)
{
  if (answer->error == NULL)
    return TRUE;
  stet_site_job_fail (&job->base, answer->error);
  return FALSE;
}

gboolean
stet_wp_is_number (const char *text)
{
  return text != NULL && *text != '\0' && strlen (text) < 19
         && text[strspn (text, "0123456789")] == '\0';
}

/* --- refusals by WordPress's own names: the status alone says too little, and sometimes the wrong
 * thing --- */

static const struct { const char *code; StetSiteError means; } codes[] = {
  { "rest_no_route", STET_SITE_ERROR_NOT_API },
  { "rest_post_invalid_id", STET_SITE_ERROR_NOT_FOUND },
  { "rest_already_trashed", STET_SITE_ERROR_GONE },
  { "rest_not_logged_in", STET_SITE_ERROR_AUTH },
  { "stet_cursor_lost", STET_SITE_ERROR_GONE },
  { "stet_article_exists", STET_SITE_ERROR_STALE },
  { "stet_not_a_picture", STET_SITE_ERROR_INVALID },
  { "stet_key_reused", STET_SITE_ERROR_INVALID },
  { "rest_upload_sideload_error", STET_SITE_ERROR_INVALID },
  { "rest_upload_no_content_disposition", STET_SITE_ERROR_TOO_LARGE },
  { "rest_upload_unknown_error", STET_SITE_ERROR_TOO_LARGE },
  { "rest_upload_hash_mismatch", STET_SITE_ERROR_MISMATCH },
};

static char *
code_of (const StetHttpReply *reply)
{
  g_autoptr (JsonNode) root
      = stet_reply_is_json (reply) ? stet_reply_json_any (reply, FALSE, NULL) : NULL;
  StetMembers members = { NULL, NULL };

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  members.object = json_node_get_object (root);
  return stet_members_string (&members, "code");
}

static void
judge (const char *code, GError *error)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (codes); i++)
    if (strcmp (codes[i].code, code) == 0)
      error->code = (int) codes[i].means;
}

static void
reply_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetWpJob *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *code = NULL;
  StetWpAnswer answer = { .reply = reply };
  StetWpNext next = job->next;

  if (reply != NULL && !stet_reply_check (reply, STET_REPLY_API, job->base.write, &error))
    {
      code = code_of (reply);
      judge (code, error);
    }
  else if (reply != NULL)
    root = stet_reply_json_any (reply, job->base.write, &error);
  if (error == NULL && job->base.write)
    job->base.wrote = TRUE;
  if (root != NULL && !job->base.write && stet_wp_ask_authors (job, root, reply))
    {
      g_steal_pointer (&reply);
      return;
    }
  answer.root = root;
  answer.error = error;
  answer.code = code;
  next (job, &answer);
}

/* Pretty addresses, or the whole route in the query. */
static GUri *
address_of (const StetWordPressSite *site, const StetWpRequest *request, GError **error)
{
  gboolean routed = strchr (site->api, '?') != NULL;
  g_autofree char *url = g_strconcat (site->api, request->path,
                                      request->query == NULL ? NULL
                                      : routed               ? "&"
                                                             : "?",
                                      request->query, NULL);

  return stet_address_parse (url, error);
}

static void
send_request (StetWpJob *job, const StetHttpRequest *request, StetWpNext next,
              GAsyncReadyCallback callback)
{
  job->next = next;
  stet_http_send (job->site->session, request, g_task_get_cancellable (job->base.task), callback,
                  job);
}

void
stet_wp_ask (StetWpJob *job, const StetWpRequest *request, StetWpNext next)
{
  StetHttpRequest wanted
      = { .method = request->method != NULL ? request->method : "GET",
          .accept = "application/json",
          .headers = request->headers,
          .body = request->body,
          .body_type = request->body_type != NULL ? request->body_type : "application/json",
          .credential = job->site->credential,
          .reply_bytes_max = STET_JSON_BYTES_MAX,
          .timeout_s = job->site->timeout_s,
          .sent = request->sent };
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = address_of (job->site, request, &error);

  if (uri == NULL)
    {
      stet_site_job_fail (&job->base, error);
      return;
    }
  wanted.uri = uri;
  job->base.write = stet_http_is_write (wanted.method);
  send_request (job, &wanted, next, reply_cb);
}

void
stet_wp_get (StetWpJob *job, const char *path, const char *query, StetWpNext next)
{
  StetWpRequest request = { .path = path, .query = query };

  stet_wp_ask (job, &request, next);
}

static void
file_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetWpJob *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  StetWpAnswer answer = { .reply = reply };

  if (reply != NULL)
    stet_reply_check (reply, STET_REPLY_PAGE, FALSE, &error);
  answer.error = error;
  job->next (job, &answer);
}

void
stet_wp_get_file (StetWpJob *job, const char *url, StetWpNext next)
{
  StetHttpRequest wanted = { .method = "GET",
                             .accept = "image/*",
                             .reply_bytes_max = STET_PHOTO_BYTES_MAX,
                             .timeout_s = job->site->timeout_s };
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = stet_address_parse (url, &error);

  if (uri == NULL)
    {
      stet_site_job_fail (&job->base, error);
      return;
    }
  wanted.uri = uri;
  job->base.write = FALSE;
  send_request (job, &wanted, next, file_cb);
}

gint64
stet_wp_answer_time_us (const StetWpAnswer *answer)
{
  const char *text = answer->reply != NULL ? stet_http_reply_header (answer->reply, "Date") : NULL;
  g_autoptr (GDateTime) time = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;
}

guint
stet_wp_answer_number (const StetWpAnswer *answer, const char *header)
{
  const char *text = answer->reply != NULL ? stet_http_reply_header (answer->reply, header) : NULL;
  guint64 number = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL);
  return (guint) number;
}

/* --- the index, and who is signed in --- */

static char *
fixed_zone (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "gmt_offset");
  double hours = 0;
  int minutes;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    hours = g_ascii_strtod (json_node_get_string (node), NULL);
  else if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
    hours = json_node_get_double (node);
  minutes = (int) (CLAMP (hours, -24, 24) * 60);
  return minutes == 0 ? g_strdup ("UTC")
                      : g_strdup_printf ("%c%02d:%02d", minutes < 0 ? '-' : '+', ABS (minutes) / 60,
                                         ABS (minutes) % 60);
}

static char *
authorize_page (StetMembers *members)
{
  static const char *const way[] = { "authentication", "application-passwords", "endpoints" };
  StetMembers at = *members;

  for (guint i = 0; i < G_N_ELEMENTS (way); i++)
    {
      JsonNode *node = json_object_get_member (at.object, way[i]);

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL; /* a list without entries, where the site offers nothing */
      at.object = json_node_get_object (node);
    }
  return stet_members_string (&at, "authorization");
}

static void
index_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetWordPressSite *site = job->site;
  StetMembers members = { NULL, NULL };
  g_auto (GStrv) spaces = NULL;

  if (!stet_wp_ok (job, answer))
    return;
  if (!JSON_NODE_HOLDS_OBJECT (answer->root))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_API, "This is not WordPress's API");
      return;
    }
  members.object = json_node_get_object (answer->root);
  spaces = stet_members_strings (&members, "namespaces");
  if (!g_strv_contains ((const char *const *) spaces, "wp/v2"))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_NOT_API, "This is not WordPress's API");
      return;
    }
  site->known = TRUE;
  site->companion = g_strv_contains ((const char *const *) spaces, "stet/v1");
  site->home = stet_members_string (&members, "home");
  site->name = stet_members_string (&members, "name");
  site->zone = stet_members_string (&members, "timezone_string");
  if (site->zone == NULL || *site->zone == '\0')
    {
      g_free (site->zone);
      site->zone = fixed_zone (members.object);
    }
  site->authorize = authorize_page (&members);
  job->then (job);
}

void
stet_wp_with_index (StetWpJob *job, StetWpThen then)
{
  if (job->site->known)
    {
      then (job);
      return;
    }
  job->then = then;
  stet_wp_get (job, "/", "_fields=name,home,namespaces,authentication,gmt_offset,timezone_string",
               index_read);
}

static const struct { const char *can; const char *capability; } rights[] = {
  { "draft", "edit_posts" },
  { "submit", "edit_posts" },
  { "edit_others", "edit_others_posts" },
  { "approve", "edit_others_posts" },
  { "publish", "publish_posts" },
  { "unpublish", "publish_posts" },
  { "upload", "upload_files" },
  { "terms", "edit_posts" },
};

static char **
read_rights (StetMembers *members, gboolean companion)
{
  g_autoptr (GStrvBuilder) can = g_strv_builder_new ();
  JsonNode *node = stet_members_object (members, "capabilities");

  for (guint i = 0; node != NULL && i < G_N_ELEMENTS (rights); i++)
    {
      const char *capability = rights[i].capability;
      StetMembers own = { json_node_get_object (node), NULL };

      /* The companion lends whoever writes the right to upload pictures. */
      if (companion && strcmp (rights[i].can, "upload") == 0)
        capability = "edit_posts";
      if (stet_members_boolean (&own, capability))
        g_strv_builder_add (can, rights[i].can);
    }
  return g_strv_builder_end (can);
}

static void
me_read (StetWpJob *job, const StetWpAnswer *answer)
{
  StetMembers members = { NULL, NULL };
  StetSiteUser *me;

  if (!stet_wp_ok (job, answer))
    return;
  if (!JSON_NODE_HOLDS_OBJECT (answer->root))
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer names no person");
      return;
    }
  members.object = json_node_get_object (answer->root);
  me = g_new0 (StetSiteUser, 1);
  job->site->me_number = stet_members_string (&members, "id");
  me->id = stet_members_string (&members, "slug");
  me->name = stet_members_string (&members, "name");
  me->roles = stet_members_strings (&members, "roles");
  me->can = read_rights (&members, job->site->companion);
  job->site->me = me;
  if (job->site->me_number != NULL && me->name != NULL)
    stet_wp_note_author (job->site, job->site->me_number, me->name);
  if (me->id == NULL || job->site->me_number == NULL)
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer names no person");
  else
    job->then (job);
}

static void
ask_me (StetWpJob *job)
{
  job->then = job->then_me;
  stet_wp_get (job, "/wp/v2/users/me", "context=edit", me_read);
}

void
stet_wp_with_me (StetWpJob *job, StetWpThen then)
{
  if (job->site->me != NULL)
    {
      then (job);
      return;
    }
  job->then_me = then;
  stet_wp_with_index (job, ask_me);
}
