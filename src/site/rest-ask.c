/* One request of the mapped client, and what its answer means. Layer: site. */
#include "config.h"

#include "site/rest-private.h"

#include "base/limits.h"
#include "site/address.h"
#include "site/credential.h"
#include "site/rest-pointer.h"

#include <string.h>

gboolean
stet_rest_ok (StetRestJob *job, const StetRestAnswer *answer)
{
  if (answer->error == NULL)
    return TRUE;
  stet_site_job_fail (&job->base, answer->error);
  return FALSE;
}

char *
stet_rest_address (const StetRestSite *site, const char *text)
{
  g_autofree char *base = g_strconcat (site->api, "/", NULL);
  g_autofree char *whole = text != NULL && *text != '\0'
                               ? g_uri_resolve_relative (base, text, G_URI_FLAGS_ENCODED, NULL)
                               : NULL;
  g_autofree char *scheme = whole != NULL ? g_uri_parse_scheme (whole) : NULL;

  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return NULL;
  return g_steal_pointer (&whole);
}

/* --- what an answer means --- */

static const struct { const char *word; StetSiteError code; } meanings[] = {
  { "auth", STET_SITE_ERROR_AUTH },           { "forbidden", STET_SITE_ERROR_FORBIDDEN },
  { "not_found", STET_SITE_ERROR_NOT_FOUND }, { "gone", STET_SITE_ERROR_GONE },
  { "invalid", STET_SITE_ERROR_INVALID },     { "state", STET_SITE_ERROR_STATE },
  { "stale", STET_SITE_ERROR_STALE },         { "duplicate", STET_SITE_ERROR_STALE },
  { "too_large", STET_SITE_ERROR_TOO_LARGE }, { "busy", STET_SITE_ERROR_BUSY },
  { "server", STET_SITE_ERROR_SERVER },       { "unsupported", STET_SITE_ERROR_UNSUPPORTED },
  { "blocked", STET_SITE_ERROR_BLOCKED },
};

static gboolean
row_fits (JsonNode *row, const StetHttpReply *reply, JsonNode *said)
{
  guint status = (guint) stet_mapping_number (row, "status", 0);
  const char *at = stet_mapping_string (row, "at");
  g_autofree char *wanted = stet_pointer_text (row, "/is");
  g_autofree char *got = at != NULL ? stet_pointer_text (said, at) : NULL;

  if (status != 0 ? status != reply->status : reply->status < 300)
    return FALSE;
  if (at != NULL && wanted == NULL)
    return stet_pointer_get (said, at) != NULL;
  return at == NULL || g_strcmp0 (got, wanted) == 0;
}

/* The mapping's own word for this answer; 0: none. */
static StetSiteError
mapped_error (const StetMapping *mapping, const StetHttpReply *reply, JsonNode *said)
{
  JsonNode *errors = stet_mapping_node (mapping, "/errors");

  for (guint i = 0; errors != NULL && i < json_array_get_length (json_node_get_array (errors)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (errors), i);

      for (guint m = 0; row_fits (row, reply, said) && m < G_N_ELEMENTS (meanings); m++)
        if (strcmp (meanings[m].word, stet_mapping_string (row, "means")) == 0)
          return meanings[m].code;
    }
  return 0;
}

/* Returns: (owned) (nullable). */
static char *
message_of (const StetMapping *mapping, JsonNode *said)
{
  JsonNode *messages = stet_mapping_node (mapping, "/messages");

  for (guint i = 0; messages != NULL && i < json_array_get_length (json_node_get_array (messages));
       i++)
    {
      g_autofree char *text = stet_pointer_text (
          said, json_array_get_string_element (json_node_get_array (messages), i));

      if (text != NULL)
        return stet_reply_line (text);
    }
  return NULL;
}

static gboolean
is_head (const StetRestJob *job)
{
  return job->url == NULL && g_strcmp0 (stet_mapping_string (job->request, "method"), "HEAD") == 0;
}

static void
judge (const StetRestJob *job, const StetHttpReply *reply, JsonNode *said, GError **error)
{
  StetSiteError code = mapped_error (job->site->mapping, reply, said);
  g_autofree char *text = message_of (job->site->mapping, said);
  g_autoptr (GError) local = NULL;
  g_autofree char *message = NULL;
  GError *problem;

  if (stet_reply_check (reply, is_head (job) ? STET_REPLY_HEAD : STET_REPLY_API, job->base.write,
                        &local)
      && code == 0)
    return;
  message = text != NULL || local == NULL ? g_strdup_printf (
                "The site answered %u: %s", reply->status, text != NULL ? text : "no reason given")
                                          : g_strdup (local->message);
  problem = stet_site_error_new (code != 0 ? code : (StetSiteError) local->code,
                                 reply->retry_after_s, message);
  stet_site_error_set_reason (problem, stet_reply_reason (reply));
  g_propagate_error (error, problem);
}

/* A 2xx that says nothing where nothing has to be said: of a picture that goes by its hash, or
 * where the mapping does not promise the story. */
static gboolean
may_be_silent (const StetRestJob *job, const StetHttpReply *reply)
{
  gboolean upload = stet_mapping_string (job->request, "upload") != NULL
                    && stet_mapping_string (job->request, "id") == NULL
                    && stet_mapping_string (job->request, "url") == NULL;

  if (job->raw || upload || is_head (job))
    return TRUE;
  return g_bytes_get_size (reply->body) == 0 && job->base.write
         && g_strcmp0 (stet_mapping_string (job->request, "answer"), "story") != 0;
}

/* A site that keeps to a description answers with one JSON object and nothing around it; of others
 * what can be read counts. NULL, with `error` where it is known already why. */
static JsonNode *
said_in (const StetRestJob *job, const StetHttpReply *reply, GError **error)
{
  if (reply->status >= 300)
    return stet_reply_said (reply);
  if (job->raw)
    return NULL;
  return stet_mapping_is_strict (job->site->mapping)
             ? stet_reply_json (reply, job->base.write, error) : stet_reply_said (reply);
}

static JsonNode *
read_answer (const StetRestJob *job, const StetHttpReply *reply, GError **error)
{
  g_autoptr (GError) unusable = NULL, refusal = NULL;
  g_autoptr (JsonNode) said = said_in (job, reply, &unusable);

  judge (job, reply, said, &refusal);
  if (refusal == NULL && (said != NULL || may_be_silent (job, reply)))
    return g_steal_pointer (&said);
  if (refusal == NULL && unusable == NULL)
    return stet_reply_json_any (reply, job->base.write, error); /* which tells why it can't */
  g_propagate_error (error, refusal != NULL ? g_steal_pointer (&refusal)
                                            : g_steal_pointer (&unusable));
  return NULL;
}

static void send_request (StetRestJob *job);
static void sign_in (StetRestJob *job);

static gboolean
signs_in (const StetRestSite *site)
{
  return strcmp (stet_mapping_string (stet_mapping_node (site->mapping, "/auth"), "kind"), "login")
         == 0;
}

static void
reply_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetRestJob *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  g_autoptr (JsonNode) root = reply != NULL ? read_answer (job, reply, &error) : NULL;
  StetRestAnswer answer = { root, reply, error };

  if (g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH) && signs_in (job->site)
      && !job->signed_in)
    {
      /* it has run out: nothing was done */
      g_clear_pointer (&job->site->token, stet_credential_free);
      sign_in (job);
      return;
    }
  if (error == NULL && job->base.write)
    job->base.wrote = TRUE;
  job->next (job, &answer);
}

/* --- sending --- */

static const StetCredential *
credential_of (const StetRestJob *job)
{
  const char *kind = stet_mapping_string (stet_mapping_node (job->site->mapping, "/auth"), "kind");

  if (job->bare || strcmp (kind, "query") == 0 || strcmp (kind, "none") == 0)
    return NULL;
  return strcmp (kind, "login") == 0 ? job->site->token : job->site->credential;
}

/* A mapping may name the type of a body itself. */
static const char *
body_type_of (const StetRestMade *made)
{
  for (guint i = 0; made->headers[i] != NULL; i += 2)
    if (g_ascii_strcasecmp (made->headers[i], "Content-Type") == 0)
      return made->headers[i + 1];
  return made->body_type;
}

static void
fail_request (StetRestJob *job, const GError *error)
{
  StetRestAnswer answer = { NULL, NULL, error };

  job->next (job, &answer);
}

static void
send_request (StetRestJob *job)
{
  g_autoptr (GHashTable) values = stet_rest_values (job);
  g_auto (StetRestMade) made = { NULL };
  g_autoptr (GError) error = NULL;
  const char *method = job->url != NULL ? NULL : stet_mapping_string (job->request, "method");
  StetHttpRequest wanted
      = { .method = method != NULL ? method : "GET",
          .accept = is_head (job) ? "*/*"
                    : job->raw    ? "image/*, */*;q=0.1"
                                  : "application/json, application/problem+json",
          .credential = credential_of (job),
          .reply_bytes_max = job->raw ? STET_PHOTO_BYTES_MAX : STET_JSON_BYTES_MAX,
          .timeout_s = job->site->timeout_s,
          .sent = job->base.sent };

  job->base.write = stet_http_is_write (wanted.method);
  if (!stet_rest_make (job, values, &made, &error))
    {
      fail_request (job, error);
      return;
    }
  wanted.uri = made.uri;
  wanted.headers = (const char *const *) made.headers;
  wanted.body = made.body;
  wanted.body_type = body_type_of (&made);
  stet_http_send (job->site->session, &wanted, g_task_get_cancellable (job->base.task), reply_cb,
                  job);
}

void
stet_rest_ask (StetRestJob *job, JsonNode *request, StetRestNext next)
{
  if (request == NULL && job->url == NULL)
    {
      stet_site_job_refuse (&job->base, STET_SITE_ERROR_UNSUPPORTED,
                            "The mapping has no request for this");
      return;
    }
  job->request = request;
  job->next = next;
  if (signs_in (job->site) && job->site->token == NULL && !job->bare)
    sign_in (job);
  else
    send_request (job);
}

/* --- a login request --- */

static void
take_token (StetRestJob *job, const char *token)
{
  JsonNode *login = stet_mapping_node (job->site->mapping, "/auth/login");
  const char *prefix = stet_mapping_string (login, "prefix");
  gboolean header = g_strcmp0 (stet_mapping_string (login, "as"), "header") == 0;
  g_autofree char *value = g_strconcat (prefix != NULL && header ? prefix : "", token, NULL);

  job->site->token = stet_credential_new (header ? STET_AUTH_KEY : STET_AUTH_BEARER, NULL, value,
                                          stet_mapping_string (login, "name"));
}

/* Signing in changes no story: whatever goes wrong, nothing was sent. */
static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetRestJob *job = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);
  JsonNode *login = stet_mapping_node (job->site->mapping, "/auth/login");
  g_autoptr (JsonNode) said = NULL;
  g_autofree char *token = NULL;

  if (reply == NULL && g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_OUTCOME_UNKNOWN))
    error->code = STET_SITE_ERROR_OFFLINE;
  if (reply != NULL && stet_reply_check (reply, STET_REPLY_API, FALSE, &error))
    said = stet_reply_json_any (reply, FALSE, &error);
  token = said != NULL ? stet_pointer_text (said, stet_mapping_string (login, "token")) : NULL;
  if (error == NULL
      && (token == NULL || *token == '\0' || !g_str_is_ascii (token)
          || strpbrk (token, "\r\n") != NULL))
    g_set_error_literal (&error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH,
                         "The answer to the login holds no token");
  if (g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_FORBIDDEN) ||
      g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID))
    error->code = STET_SITE_ERROR_AUTH; /* so some sites say that the password is wrong */
  if (error != NULL)
    {
      fail_request (job, error);
      return;
    }
  take_token (job, token);
  send_request (job);
}

static void
sign_in (StetRestJob *job)
{
  JsonNode *login = stet_mapping_node (job->site->mapping, "/auth/login");
  JsonNode *wanted_request = job->request;
  g_autofree char *url = g_steal_pointer (&job->url);
  g_autoptr (GHashTable) values = stet_rest_values (job);
  g_auto (StetRestMade) made = { NULL };
  g_autoptr (GError) error = NULL;
  const char *method = stet_mapping_string (login, "method");
  StetHttpRequest request = { .method = method != NULL ? method : "POST",
                              .accept = "application/json",
                              .reply_bytes_max = STET_JSON_BYTES_MAX,
                              .timeout_s = job->site->timeout_s };
  gboolean made_it;

  job->signed_in = TRUE;
  job->request = login;
  made_it = stet_rest_make (job, values, &made, &error);
  job->request = wanted_request;
  job->url = g_steal_pointer (&url);
  if (!made_it)
    {
      fail_request (job, error);
      return;
    }
  request.uri = made.uri;
  request.headers = (const char *const *) made.headers;
  request.body = made.body;
  request.body_type = body_type_of (&made);
  stet_http_send (job->site->session, &request, g_task_get_cancellable (job->base.task),
                  signed_in_cb, job);
}

/* --- who is signed in --- */

/* Rights by the site's own names, or by its roles. */
static char **
read_rights (JsonNode *request, StetSaid *said, char **roles)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) rights = g_strv_builder_new ();

  if (stet_mapping_string (request, "can") != NULL)
    return stet_said_texts (said, stet_mapping_string (request, "can"));
  for (guint r = 0; roles[r] != NULL; r++)
    {
      JsonNode *table = stet_pointer_get (request, "/rights");
      JsonNode *list
          = table != NULL ? json_object_get_member (json_node_get_object (table), roles[r]) : NULL;

      for (guint i = 0; list != NULL && i < json_array_get_length (json_node_get_array (list)); i++)
        {
          const char *right = json_array_get_string_element (json_node_get_array (list), i);

          if (g_hash_table_add (seen, (gpointer) right))
            g_strv_builder_add (rights, right);
        }
    }
  return g_strv_builder_end (rights);
}

static void
me_read (StetRestJob *job, const StetRestAnswer *answer)
{
  JsonNode *request = stet_mapping_operation (job->site->mapping, "me");
  StetSaid said = stet_said_begin (job->site->mapping, answer->root);
  g_autoptr (StetSiteUser) me = NULL;
  g_autoptr (GError) error = NULL;

  if (!stet_rest_ok (job, answer))
    return;
  me = g_new0 (StetSiteUser, 1);
  me->id = stet_said_text (&said, stet_mapping_string (request, "id"));
  me->name = stet_said_text (&said, stet_mapping_string (request, "name"));
  me->roles = stet_said_texts (&said, stet_mapping_string (request, "roles"));
  me->can = read_rights (request, &said, me->roles);
  g_clear_pointer (&job->site->me, stet_site_user_free);
  if (!stet_said_check (&said, &error))
    stet_site_job_fail (&job->base, error);
  else if (me->id == NULL || *me->id == '\0')
    stet_site_job_refuse (&job->base, STET_SITE_ERROR_MISMATCH, "The answer names no person");
  else
    {
      job->site->me = g_steal_pointer (&me);
      job->then_me (job);
    }
}

void
stet_rest_with_me (StetRestJob *job, StetRestThen then)
{
  job->then_me = then;
  if (job->site->me != NULL)
    then (job);
  else
    stet_rest_ask (job, stet_mapping_operation (job->site->mapping, "me"), me_read);
}
