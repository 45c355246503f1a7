/* The publishing API as a StetSite: one request a method, and done only when the answer proves it.
 * Layer: site. Async; an object belongs to the thread that made it. Format: the contracts,
 * stet-publishing/1. */
#include "config.h"

#include "site/publishing-site.h"

#include "article/json.h"
#include "base/file.h"
#include "base/limits.h"
#include "site/address.h"
#include "site/credential.h"
#include "site/http.h"
#include "site/reply.h"
#include "site/wire.h"

#include <string.h>

#define JSON_TYPE "application/json"
#define ACCEPT_JSON "application/json, application/problem+json"
#define SHA256_CHARS 64

#define STET_TYPE_PUBLISHING_SITE (stet_publishing_site_get_type ())
G_DECLARE_FINAL_TYPE (StetPublishingSite, stet_publishing_site, STET, PUBLISHING_SITE, GObject)

struct _StetPublishingSite
{
  GObject parent;

  SoupSession    *session;       /* (owned) */
  char           *api;           /* (owned) */
  StetCredential *credential;    /* (owned) (nullable) */
  char          **public_custom; /* (owned) (nullable) */
  guint           timeout_s;
};

/* What becomes of a reply. FALSE results and pointers go out through the task. */
typedef struct _Call Call;
struct _Call
{
  const char *method;
  void (*done) (GTask *task, const Call *call, const StetHttpReply *reply);
  StetWireRead      read;        /* (nullable) for done = done_json */
  GDestroyNotify    result_free;
  StetWireExpected *expected;    /* (owned) (nullable) */
  char             *sha256;      /* (owned) (nullable) */
};

typedef struct
{
  const char *path;             /* behind the API's address, escaped */
  const char *accept;
  const char *const *headers;   /* (nullable) */
  GBytes     *body;             /* (nullable) */
  const char *body_type;        /* (nullable) */
  gsize       reply_bytes_max;
  StetSiteSent sent;            /* (nullable) */
} Wanted;

static void stet_publishing_site_iface_init (StetSiteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StetPublishingSite, stet_publishing_site, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (STET_TYPE_SITE,
                                                      stet_publishing_site_iface_init))

static void
call_free (Call *call)
{
  stet_wire_expected_free (call->expected);
  g_free (call->sha256);
  g_free (call);
}

static Call *
call_new (const char *method, StetWireRead read, gpointer result_free)
{
  Call *call = g_new0 (Call, 1);

  call->method = method;
  call->read = read;
  call->result_free = (GDestroyNotify) result_free;
  return call;
}

static void
done_json (GTask *task, const Call *call, const StetHttpReply *reply)
{
  gboolean write = stet_http_is_write (call->method);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  gpointer result = NULL;

  if (stet_reply_check (reply, STET_REPLY_API, write, &error))
    root = stet_reply_json (reply, write, &error);
  if (root != NULL)
    result = call->read (json_node_get_object (root), reply, call->expected, &error);
  if (result != NULL)
    g_task_return_pointer (task, result, call->result_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
is_html (const StetHttpReply *reply)
{
  return g_strcmp0 (reply->type, "text/html") == 0
         || g_strcmp0 (reply->type, "application/xhtml+xml") == 0;
}

static void
done_has_media (GTask *task, const Call *call, const StetHttpReply *reply)
{
  g_autoptr (GError) error = NULL;

  if (!stet_reply_check (reply, STET_REPLY_HEAD, FALSE, &error))
    {
      if (g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_NOT_FOUND))
        g_task_return_boolean (task, FALSE);
      else
        g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (is_html (reply))
    g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API,
                             "A page came where a picture should be");
  else
    g_task_return_boolean (task, TRUE);
}

static void
done_get_media (GTask *task, const Call *call, const StetHttpReply *reply)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;

  if (!stet_reply_check (reply, STET_REPLY_API, FALSE, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sha256 = stet_file_sha256 (reply->body);
  if (strcmp (sha256, call->sha256) == 0)
    g_task_return_pointer (task, g_bytes_ref (reply->body), (GDestroyNotify) g_bytes_unref);
  else if (is_html (reply))
    g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_NOT_API,
                             "A page came where a picture should be");
  else
    g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_MISMATCH,
                             "Another picture came than %s", call->sha256);
}

static void
done_put_media (GTask *task, const Call *call, const StetHttpReply *reply)
{
  g_autoptr (GError) error = NULL;

  if (!stet_reply_check (reply, STET_REPLY_API, TRUE, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (is_html (reply))
    g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_OUTCOME_UNKNOWN,
                             "A page came where the site's word about a picture should be");
  else
    g_task_return_boolean (task, TRUE);
}

static void
reply_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetHttpReply) reply = stet_http_send_finish (result, &error);

  if (reply == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    call->done (task, call, reply);
}

/* Takes over `task` and `call`. */
static void
start (StetPublishingSite *self, GTask *task, Call *call, const Wanted *wanted)
{
  StetHttpRequest request
      = { .method = call->method,
          .accept = wanted->accept != NULL ? wanted->accept : ACCEPT_JSON,
          .headers = wanted->headers,
          .body = wanted->body,
          .body_type = wanted->body_type != NULL ? wanted->body_type : JSON_TYPE,
          .credential = self->credential,
          .reply_bytes_max
          = wanted->reply_bytes_max > 0 ? wanted->reply_bytes_max : STET_JSON_BYTES_MAX,
          .timeout_s = self->timeout_s,
          .sent = wanted->sent };
  g_autofree char *url = g_strconcat (self->api, wanted->path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = stet_address_parse (url, &error);

  if (call->done == NULL)
    call->done = done_json;
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  if (uri == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  request.uri = uri;
  stet_http_send (self->session, &request, g_task_get_cancellable (task), reply_cb, task);
}

/* What cannot be written in a request is refused before there is one. Takes over `task` on
 * FALSE. */
static gboolean
require (gboolean condition, GTask *task, const char *message)
{
  if (condition)
    return TRUE;
  g_task_return_new_error (task, STET_SITE_ERROR, STET_SITE_ERROR_INVALID, "%s", message);
  g_object_unref (task);
  return FALSE;
}

static gboolean
is_key (const char *key)
{
  if (key == NULL)
    return TRUE;
  for (const char *c = key; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return *key != '\0';
}

static gboolean
is_sha256 (const char *text)
{
  return strlen (text) == SHA256_CHARS && strspn (text, "0123456789abcdef") == SHA256_CHARS;
}

static char *
article_path (const char *id, const char *below)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat ("/articles/", escaped, below, NULL);
}

static void
get_info (StetSite *site, GTask *task)
{
  Wanted wanted = { .path = "/" };

  start (STET_PUBLISHING_SITE (site), task,
         call_new ("GET", stet_wire_read_info, stet_site_info_free), &wanted);
}

static void
get_me (StetSite *site, GTask *task)
{
  Wanted wanted = { .path = "/me" };

  start (STET_PUBLISHING_SITE (site), task,
         call_new ("GET", stet_wire_read_user, stet_site_user_free), &wanted);
}

/* With the stories, where the site brings them along: a first sync is then some pages, not a
 * request for each story. */
static void
list_changes (StetSite *site, const char *cursor, GTask *task)
{
  g_autofree char *escaped = g_uri_escape_string (cursor != NULL ? cursor : "", NULL, FALSE);
  g_autofree char *path = g_strconcat ("/changes?since=", escaped, "&with=stories", NULL);
  Wanted wanted = { .path = path };

  start (STET_PUBLISHING_SITE (site), task,
         call_new ("GET", stet_wire_read_changes, stet_site_changes_free), &wanted);
}

static Call *
article_call (StetPublishingSite *self, const char *method, const char *id)
{
  Call *call = call_new (method, stet_wire_read_article, stet_site_article_free);

  call->expected = stet_wire_expected_new (id);
  call->expected->public_custom = g_strdupv (self->public_custom);
  return call;
}

static void
get_article (StetSite *site, const char *id, GTask *task)
{
  StetPublishingSite *self = STET_PUBLISHING_SITE (site);
  g_autofree char *path = article_path (id, NULL);
  Call *call = article_call (self, "GET", id);
  Wanted wanted = { .path = path };

  call->expected->needs_article = TRUE;
  start (self, task, call, &wanted);
}

static void
put_article (StetSite *site, StetArticle *article, const char *version, const char *key,
             GTask *task)
{
  StetPublishingSite *self = STET_PUBLISHING_SITE (site);
  g_autofree char *path = article_path (stet_article_id (article), NULL);
  g_autoptr (GBytes) body = stet_wire_write_text (stet_article_to_json (article));
  const char *headers[]
      = { version != NULL ? "If-Match" : "If-None-Match", version != NULL ? version : "*",
          key != NULL ? "Idempotency-Key" : NULL, key, NULL };
  Wanted wanted = { .path = path, .headers = headers, .body = body };
  Call *call;

  if (!require (version == NULL || stet_wire_is_strong_etag (version), task,
                "The version is no strong ETag")
      || !require (is_key (key), task, "The Idempotency-Key can't be sent"))
    return;
  call = article_call (self, "PUT", stet_article_id (article));
  call->expected->needs_article = TRUE;
  call->expected->hash = stet_article_hash (article, (const char *const *) self->public_custom);
  if (version == NULL)
    {
      call->expected->in_state = TRUE;
      call->expected->state = STET_STATE_DRAFT;
    }
  start (self, task, call, &wanted);
}

static void
transition (StetSite *site, const char *id, const StetSiteTransition *wish, GTask *task)
{
  StetPublishingSite *self = STET_PUBLISHING_SITE (site);
  g_autofree char *path = article_path (id, "/transitions");
  g_autoptr (GBytes) body = stet_wire_write_transition (wish);
  const char *headers[] = { "If-Match", wish->version, "Idempotency-Key", wish->key, NULL };
  Wanted wanted = { .path = path, .headers = headers, .body = body };
  Call *call;
  gboolean any
      = wish->to == STET_STATE_DRAFT && g_strcmp0 (wish->version, STET_SITE_VERSION_ANY) == 0;

  if (!require (any || stet_wire_is_strong_etag (wish->version), task,
                "The version is no strong ETag")
      || !require (wish->key != NULL && is_key (wish->key), task,
                   "The Idempotency-Key can't be sent"))
    return;
  call = article_call (self, "POST", id);
  call->expected->hash = g_strdup (wish->hash);
  call->expected->in_state = TRUE;
  call->expected->state = wish->to;
  start (self, task, call, &wanted);
}

static void
add_review (StetSite *site, const char *id, const StetReview *review, const char *key, GTask *task)
{
  StetPublishingSite *self = STET_PUBLISHING_SITE (site);
  g_autofree char *path = article_path (id, "/review");
  g_autoptr (GBytes) body = stet_wire_write_text (stet_review_to_json (review));
  const char *headers[] = { key != NULL ? "Idempotency-Key" : NULL, key, NULL };
  Wanted wanted = { .path = path, .headers = headers, .body = body };

  if (require (is_key (key), task, "The Idempotency-Key can't be sent"))
    start (self, task, article_call (self, "POST", id), &wanted);
}

static void
start_media (StetSite *site, GTask *task, Call *call, Wanted *wanted)
{
  g_autofree char *path = g_strconcat ("/media/sha256-", call->sha256, NULL);

  wanted->path = path;
  if (require (is_sha256 (call->sha256), task, "A picture's name is the SHA-256 of its bytes"))
    start (STET_PUBLISHING_SITE (site), task, call, wanted);
  else
    call_free (call);
}

static Call *
media_call (const char *method, const char *sha256,
            void (*done) (GTask *, const Call *, const StetHttpReply *))
{
  Call *call = call_new (method, NULL, NULL);

  call->done = done;
  call->sha256 = g_strdup (sha256);
  return call;
}

static void
has_media (StetSite *site, const char *sha256, GTask *task)
{
  Wanted wanted = { .accept = "*/*" };

  start_media (site, task, media_call ("HEAD", sha256, done_has_media), &wanted);
}

static void
get_media (StetSite *site, const char *sha256, GTask *task)
{
  Wanted wanted
      = { .accept = "image/*, application/problem+json", .reply_bytes_max = STET_PHOTO_BYTES_MAX };

  start_media (site, task, media_call ("GET", sha256, done_get_media), &wanted);
}

static void
put_media (StetSite *site, const StetSitePicture *picture, GTask *task)
{
  g_autofree char *own = stet_file_sha256 (picture->bytes);
  Wanted wanted = { .body = picture->bytes, .body_type = picture->mime, .sent = picture->sent };

  if (require (strcmp (own, picture->sha256) == 0, task,
               "A picture's name is the SHA-256 of its bytes"))
    start_media (site, task, media_call ("PUT", picture->sha256, done_put_media), &wanted);
}

static char *
terms_path (const char *kind, const char *search)
{
  g_autofree char *escaped_kind = g_uri_escape_string (kind, NULL, FALSE);
  g_autofree char *escaped = search != NULL ? g_uri_escape_string (search, NULL, FALSE) : NULL;

  return g_strconcat ("/terms?kind=", escaped_kind, escaped != NULL ? "&search=" : NULL, escaped,
                      NULL);
}

static void
list_terms (StetSite *site, const char *kind, const char *search, GTask *task)
{
  g_autofree char *path = terms_path (kind, search);
  Wanted wanted = { .path = path };

  start (STET_PUBLISHING_SITE (site), task,
         call_new ("GET", stet_wire_read_terms, g_ptr_array_unref), &wanted);
}

static void
add_term (StetSite *site, const char *kind, const char *label, const char *key, GTask *task)
{
  g_autofree char *path = terms_path (kind, NULL);
  g_autoptr (GBytes) body = stet_wire_write_label (label);
  const char *headers[] = { key != NULL ? "Idempotency-Key" : NULL, key, NULL };
  Wanted wanted = { .path = path, .headers = headers, .body = body };

  if (require (is_key (key), task, "The Idempotency-Key can't be sent"))
    start (STET_PUBLISHING_SITE (site), task,
           call_new ("POST", stet_wire_read_term, stet_term_unref), &wanted);
}

static void
list_authors (StetSite *site, GTask *task)
{
  Wanted wanted = { .path = "/authors" };

  start (STET_PUBLISHING_SITE (site), task,
         call_new ("GET", stet_wire_read_terms, g_ptr_array_unref), &wanted);
}

static void
stet_publishing_site_iface_init (StetSiteInterface *iface)
{
  iface->get_info = get_info;
  iface->get_me = get_me;
  iface->list_changes = list_changes;
  iface->get_article = get_article;
  iface->put_article = put_article;
  iface->transition = transition;
  iface->add_review = add_review;
  iface->has_media = has_media;
  iface->get_media = get_media;
  iface->put_media = put_media;
  iface->list_terms = list_terms;
  iface->add_term = add_term;
  iface->list_authors = list_authors;
}

static void
stet_publishing_site_finalize (GObject *object)
{
  StetPublishingSite *self = STET_PUBLISHING_SITE (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->credential, stet_credential_free);
  g_clear_pointer (&self->public_custom, g_strfreev);
  g_free (self->api);
  G_OBJECT_CLASS (stet_publishing_site_parent_class)->finalize (object);
}

static void
stet_publishing_site_class_init (StetPublishingSiteClass *class)
{
  G_OBJECT_CLASS (class)->finalize = stet_publishing_site_finalize;
}

static void
stet_publishing_site_init (StetPublishingSite *self)
{
  self->session = stet_http_session_new ();
}

void
stet_site_init (void)
{
  /* HTTP/2 in the libsoup we build on has memory faults that a server can reach. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
}

StetSite *
stet_publishing_site_new (const StetPublishingOptions *options, GError **error)
{
  g_autofree char *api = NULL;
  StetPublishingSite *self;

  g_return_val_if_fail (options != NULL && options->api != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  api = stet_address_api (options->api, error);
  if (api == NULL)
    return NULL;
  if (options->credential != NULL && !stet_credential_is_usable (options->credential))
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH,
                           "The user name, password or key can't be sent as it is");
      return NULL;
    }
  self = g_object_new (STET_TYPE_PUBLISHING_SITE, NULL);
  self->api = g_steal_pointer (&api);
  self->credential
      = options->credential != NULL ? stet_credential_copy (options->credential) : NULL;
  self->public_custom = g_strdupv ((char **) options->public_custom);
  self->timeout_s = options->timeout_s;
  return STET_SITE (self);
}
