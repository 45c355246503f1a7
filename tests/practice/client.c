/* A practice site in a folder of its own and a plain HTTP client for it. */
#include "config.h"

#include "practice/client.h"

#include "support.h"

#define ANSWER_S_MAX 20

static void
start (Site *site)
{
  g_autoptr (GError) error = NULL;
  StetPracticeOptions options = { .dir = site->dir, .clock = site->clock };

  site->practice = stet_practice_new (&options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (site->practice);
}

void
site_set_up (Site *site, gconstpointer data)
{
  site->dir = stet_test_dir ();
  site->clock = stet_clock_new_fixed (NOON_US);
  site->session = soup_session_new_with_options ("timeout", ANSWER_S_MAX, NULL);
  start (site);
}

void
site_tear_down (Site *site, gconstpointer data)
{
  soup_session_abort (site->session);
  g_object_unref (site->session);
  stet_practice_stop (site->practice);
  g_object_unref (site->practice);
  stet_clock_free (site->clock);
  g_free (site->dir);
}

void
site_restart (Site *site)
{
  soup_session_abort (site->session);
  stet_practice_stop (site->practice);
  g_clear_object (&site->practice);
  start (site);
}

static void
set_header (SoupMessage *message, const char *name, const char *value)
{
  if (value != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
}

static char *
authorization (Site *site, const char *user)
{
  gboolean editor = g_strcmp0 (user, "editor") == 0;
  g_autofree char *pair
      = g_strdup_printf ("%s:%s", user,
                         editor ? stet_practice_editor_password (site->practice)
                                : stet_practice_reporter_password (site->practice));
  g_autofree char *base64 = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", base64, NULL);
}

static SoupMessage *
make_message (Site *site, const Call *call)
{
  g_autofree char *url = g_strconcat (stet_practice_url (site->practice), call->path + 1, NULL);
  SoupMessage *message = soup_message_new (call->method != NULL ? call->method : "GET", url);
  g_autofree char *basic = call->user != NULL ? authorization (site, call->user) : NULL;
  const char *type = call->type != NULL ? call->type : "application/json";

  g_assert_nonnull (message);
  /* On a used connection libsoup sends a request again by itself when the connection is closed. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  set_header (message, "Authorization", call->authorization != NULL ? call->authorization : basic);
  set_header (message, "If-Match", call->if_match);
  set_header (message, "If-None-Match", call->if_none_match);
  set_header (message, "Idempotency-Key", call->key);
  set_header (message, "Host", call->host);
  if (call->bytes != NULL)
    soup_message_set_request_body_from_bytes (message, type, call->bytes);
  else if (call->body != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (call->body, strlen (call->body));

      soup_message_set_request_body_from_bytes (message, type, body);
    }
  return message;
}

static void
read_json (Reply *reply)
{
  const char *type = reply_header (reply, "Content-Type");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (type == NULL || strstr (type, "json") == NULL || reply->text[0] == '\0')
    return;
  json_parser_load_from_data (parser, reply->text, -1, &error);
  g_assert_no_error (error);
  reply->root = json_parser_steal_root (parser);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (reply->root));
  reply->object = json_node_get_object (reply->root);
}

Reply *
site_call (Site *site, const Call *call)
{
  Reply *reply = g_new0 (Reply, 1);
  g_autoptr (GAsyncResult) result = NULL;
  gsize length = 0;
  const char *data = "";

  reply->message = make_message (site, call);
  soup_session_send_and_read_async (site->session, reply->message, G_PRIORITY_DEFAULT, NULL,
                                    stet_test_result_cb, &result);
  stet_test_wait_result (&result);
  reply->body = soup_session_send_and_read_finish (site->session, result, NULL);
  reply->status = reply->body != NULL ? soup_message_get_status (reply->message) : 0;
  if (reply->body != NULL)
    data = g_bytes_get_data (reply->body, &length);
  reply->text = g_strndup (data != NULL ? data : "", length);
  if (reply->status != 0)
    read_json (reply);
  return reply;
}

void
reply_free (Reply *reply)
{
  g_object_unref (reply->message);
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_clear_pointer (&reply->root, json_node_unref);
  g_free (reply->text);
  g_free (reply);
}

const char *
reply_header (Reply *reply, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (reply->message), name);
}

const char *
reply_string (Reply *reply, const char *name)
{
  g_assert_nonnull (reply->object);
  return json_object_get_string_member_with_default (reply->object, name, NULL);
}

char *
story_json (const char *id, const char *headline)
{
  return g_strdup_printf (
      "{\"format\":\"stet-article/1\",\"id\":\"%s\",\"language\":\"en\",\"headline\":\"%s\","
      "\"dek\":\"The ferry runs on Sundays too.\",\"body\":[{\"type\":\"paragraph\",\"text\":\"The harbour "
      "office said so.\"}]}",
      id, headline);
}

Reply *
create_story (Site *site, const char *user, const char *id, const char *headline)
{
  g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);
  g_autofree char *body = story_json (id, headline);
  Reply *reply = site_call (
      site,
      &(Call){ .method = "PUT", .path = path, .user = user, .if_none_match = "*", .body = body });

  g_assert_cmpuint (reply->status, ==, 201);
  return reply;
}

Reply *
get_story (Site *site, const char *id)
{
  g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);

  return site_call (site, &(Call){ .path = path, .user = "editor" });
}

Reply *
move_story (Site *site, const char *user, const char *id, const char *to)
{
  g_autoptr (Reply) now = get_story (site, id);
  g_autofree char *path = g_strdup_printf ("/api/articles/%s/transitions", id);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *at = stet_time_to_rfc3339 (stet_clock_now_us (site->clock) + G_TIME_SPAN_HOUR);
  g_autofree char *body = NULL;

  g_assert_cmpuint (now->status, ==, 200);
  body = g_strdup_printf ("{\"to\":\"%s\",\"hash\":\"%s\"%s%s%s}", to, reply_string (now, "hash"),
                          g_str_equal (to, "scheduled") ? ",\"at\":\"" : "",
                          g_str_equal (to, "scheduled") ? at : "",
                          g_str_equal (to, "scheduled") ? "\"" : "");
  return site_call (site, &(Call){ .method = "POST",
                                   .path = path,
                                   .user = user,
                                   .if_match = reply_header (now, "ETag"),
                                   .key = key,
                                   .body = body });
}

static void
step (Site *site, const char *id, const char *to)
{
  g_autoptr (Reply) reply = move_story (site, "editor", id, to);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply_string (reply, "state"), ==, to);
}

void
bring_story (Site *site, const char *id, const char *state)
{
  static const char *const ways[][6] = {
    { "draft", NULL },
    { "submitted", "submitted", NULL },
    { "returned", "submitted", "returned", NULL },
    { "approved", "submitted", "approved", NULL },
    { "scheduled", "submitted", "approved", "scheduled", NULL },
    { "published", "submitted", "approved", "published", NULL },
    { "unpublished", "submitted", "approved", "published", "unpublished", NULL },
    { "binned", "binned", NULL },
  };
  g_autoptr (Reply) created = create_story (site, "reporter", id, "Ferry to the island runs again");

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (ways[i][0], state))
      {
        for (guint j = 1; ways[i][j] != NULL; j++)
          step (site, id, ways[i][j]);
        return;
      }
  g_assert_not_reached ();
}

Reply *
change_story (Site *site, const char *user, const char *id, const char *headline)
{
  g_autoptr (Reply) now = get_story (site, id);
  g_autofree char *path = g_strconcat ("/api/articles/", id, NULL);
  g_autofree char *body = story_json (id, headline);
  Reply *reply = site_call (site, &(Call){ .method = "PUT",
                                           .path = path,
                                           .user = user,
                                           .if_match = reply_header (now, "ETag"),
                                           .body = body });

  g_assert_cmpuint (reply->status, ==, 200);
  return reply;
}

GBytes *
tiny_png (guint8 shade)
{
  /* Signature and header of one grey pixel; a practice site looks no further. */
  guint8 png[]
      = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0,
          0,    0,   1,   0,   0,    0,    1,    8,    0, 0, 0, 0,  0,   0,   0,   0,   shade };

  return g_bytes_new (png, sizeof png);
}

char *
put_picture (Site *site, const char *user, GBytes *picture)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *path = g_strconcat ("/api/media/sha256-", sha256, NULL);
  g_autoptr (Reply) reply = site_call (
      site,
      &(Call){
          .method = "PUT", .path = path, .user = user, .type = "image/png", .bytes = picture });

  g_assert_cmpuint (reply->status, ==, 201);
  return g_steal_pointer (&sha256);
}
