/* What only the doctor asks. Layer: site. Async. */
#include "config.h"

#include "site/survey.h"

#include "base/limits.h"
#include "site/address.h"
#include "site/http.h"
#include "site/member.h"
#include "site/reply.h"

#include <string.h>

/* Sent with other bytes: the MD5 and the SHA-256 of nothing. */
#define EMPTY_MD5 "d41d8cd98f00b204e9800998ecf8427e"
#define EMPTY_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define UPLOAD_TIMEOUT_S 120
#define ROWS "20"

void
stet_front_free (StetFront *front)
{
  if (front == NULL)
    return;
  g_free (front->location);
  g_free (front);
}

/* Sends it, or ends the task with why it can't be. Takes `task`. */
static void
ask (GTask *task, StetHttpRequest *request, const char *url, GAsyncReadyCallback callback)
{
  g_autoptr (SoupSession) session = stet_http_session_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = stet_address_parse (url, &error);

  if (uri == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  request->uri = uri;
  stet_http_send (session, request, g_task_get_cancellable (task), callback, task);
}

static GTask *
new_task (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* --- the front --- */

static void
take_location (StetFront *front, GUri *page, const char *location)
{
  g_autoptr (GUri) target = g_uri_parse_relative (page, location, SOUP_HTTP_URI_FLAGS, NULL);

  front->elsewhere = target == NULL || !stet_address_same_origin (page, target);
  front->location = target != NULL ? g_uri_to_string (target) : g_utf8_make_valid (location, -1);
}

static void
front_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  g_autoptr (GUri) page = g_uri_parse (g_task_get_task_data (task), SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GDateTime) date = NULL;
  StetFront *front;
  const char *text;

  if (reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  front = g_new0 (StetFront, 1);
  front->status = reply->status;
  front->reason = stet_reply_reason (reply);
  text = stet_http_reply_header (reply, "Date");
  date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  front->date_us = date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC : 0;
  text = front->reason == STET_REASON_MOVED ? stet_http_reply_header (reply, "Location") : NULL;
  if (text != NULL)
    take_location (front, page, text);
  g_task_return_pointer (task, front, (GDestroyNotify) stet_front_free);
}

void
stet_survey_front (const char *url, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer data)
{
  StetHttpRequest request = { .method = "GET", .accept = "text/html, application/json;q=0.9",
                              .reply_bytes_max = STET_PAGE_BYTES_MAX };
  GTask *task = new_task (cancellable, callback, data);

  g_task_set_task_data (task, g_strdup (url), g_free);
  ask (task, &request, url, front_cb);
}

StetFront *
stet_survey_front_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- an upload --- */

/* A picture of one pixel with nothing behind it: sites look what it is before they look for its
 * checksum. */
static GBytes *
large_picture (void)
{
  static const guint8 pixel[] = {
    0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',
    'D',  'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,
    0,    0x3a, 0x7e, 0x9b, 0x55, 0,    0,    0,    10,   'I',  'D',  'A',  'T',  0x78,
    0xda, 0x63, 0x60, 0,    0,    0,    2,    0,    1,    0xe5, 0x27, 0xde, 0xfc, 0,
    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82,
  };
  guint8 *bytes = g_malloc0 (STET_SURVEY_UPLOAD_BYTES);

  memcpy (bytes, pixel, sizeof pixel);
  return g_bytes_new_take (bytes, STET_SURVEY_UPLOAD_BYTES);
}

static char *
route (const StetSurvey *survey, const char *path)
{
  return g_strconcat (survey->api, path, NULL);
}

/* WordPress says 412 rest_upload_hash_mismatch, the publishing API 422. */
static void
upload_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  guint refused = GPOINTER_TO_UINT (g_task_get_task_data (task));

  if (reply != NULL
      && (reply->status == refused || stet_reply_check (reply, STET_REPLY_API, FALSE, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
stet_survey_upload (const StetSurvey *survey, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer data)
{
  static const char *const checked[] = { "Content-MD5", EMPTY_MD5, "Content-Disposition",
                                         "attachment; filename=\"stet-doctor.png\"", NULL };
  gboolean wordpress = survey->kind == STET_SITE_WORDPRESS;
  g_autofree char *url = route (survey, wordpress ? "/wp/v2/media" : "/media/sha256-" EMPTY_SHA256);
  g_autoptr (GBytes) bytes = large_picture ();
  StetHttpRequest request = { .method = wordpress ? "POST" : "PUT",
                              .accept = "application/json",
                              .headers = wordpress ? checked : NULL,
                              .body = bytes,
                              .body_type = "image/png",
                              .credential = survey->credential,
                              .reply_bytes_max = STET_JSON_BYTES_MAX,
                              .timeout_s = UPLOAD_TIMEOUT_S };
  GTask *task = new_task (cancellable, callback, data);

  g_task_set_task_data (task, GUINT_TO_POINTER (wordpress ? 412u : 422u), NULL);
  ask (task, &request, url, upload_cb);
}

gboolean
stet_survey_upload_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- revisions --- */

static gint64
count_versions (JsonObject *post)
{
  StetMembers members = { post, NULL };
  JsonNode *links = stet_members_object (&members, "_links");
  JsonNode *history = links != NULL
                          ? json_object_get_member (json_node_get_object (links), "version-history")
                          : NULL;
  JsonArray *list
      = history != NULL && JSON_NODE_HOLDS_ARRAY (history) ? json_node_get_array (history) : NULL;
  JsonNode *first
      = list != NULL && json_array_get_length (list) > 0 ? json_array_get_element (list, 0) : NULL;

  if (first == NULL || !JSON_NODE_HOLDS_OBJECT (first))
    return -1;
  return json_object_get_int_member_with_default (json_node_get_object (first), "count", -1);
}

/* Times of one form compare as text; one that was published at once and never touched has no older
 * version. */
static gboolean
was_changed (JsonObject *post)
{
  StetMembers members = { post, NULL };
  g_autofree char *made = stet_members_string (&members, "date_gmt");
  g_autofree char *changed = stet_members_string (&members, "modified_gmt");

  return made != NULL && changed != NULL && strcmp (made, changed) < 0;
}

static StetRevisions
judge_rows (JsonArray *rows)
{
  StetRevisions answer = STET_REVISIONS_UNKNOWN;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      gint64 count
          = JSON_NODE_HOLDS_OBJECT (node) ? count_versions (json_node_get_object (node)) : -1;

      if (count > 0)
        return STET_REVISIONS_KEPT;
      if (count == 0 && was_changed (json_node_get_object (node)))
        answer = STET_REVISIONS_OFF;
    }
  return answer;
}

static void
revisions_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  g_autoptr (JsonNode) root = NULL;

  if (reply != NULL && stet_reply_check (reply, STET_REPLY_API, FALSE, &error))
    root = stet_reply_json_any (reply, FALSE, &error);
  if (root == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, JSON_NODE_HOLDS_ARRAY (root)
                                 ? (gssize) judge_rows (json_node_get_array (root))
                                 : STET_REVISIONS_UNKNOWN);
}

void
stet_survey_revisions (const StetSurvey *survey, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  gboolean in_query = strchr (survey->api, '?') != NULL;
  g_autofree char *path
      = g_strconcat ("/wp/v2/posts", in_query ? "&" : "?",
                     "context=edit&status=any&per_page=" ROWS "&orderby=modified&order=desc&"
                     "_fields=id,date_gmt,modified_gmt,_links",
                     NULL);
  g_autofree char *url = route (survey, path);
  StetHttpRequest request = { .method = "GET",
                              .accept = "application/json",
                              .credential = survey->credential,
                              .reply_bytes_max = STET_JSON_BYTES_MAX };
  GTask *task = new_task (cancellable, callback, data);

  if (survey->kind == STET_SITE_WORDPRESS)
    {
      ask (task, &request, url, revisions_cb);
      return;
    }
  g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_UNSUPPORTED,
                           "Only WordPress is asked for revisions");
  g_object_unref (task);
}

StetRevisions
stet_survey_revisions_finish (GAsyncResult *result, GError **error)
{
  gssize answer = g_task_propagate_int (G_TASK (result), error);

  return answer > 0 ? (StetRevisions) answer : STET_REVISIONS_UNKNOWN;
}
