/* What a request of a mapping is made of: its address, headers and body from the job's values.
 * Layer: site.
 * Formats: RFC 3986, RFC 7578. */
#include "config.h"

#include "site/rest-private.h"

#include "article/json.h"
#include "base/clock.h"
#include "base/random.h"
#include "site/address.h"
#include "site/rest-pointer.h"
#include "site/rest-template.h"

#include <string.h>

#define LIST_SIZE 100
#define HEADER_BYTES_MAX 4096

void
stet_rest_made_clear (StetRestMade *made)
{
  g_clear_pointer (&made->uri, g_uri_unref);
  g_clear_pointer (&made->headers, g_strfreev);
  g_clear_pointer (&made->body, g_bytes_unref);
  g_clear_pointer (&made->body_type, g_free);
}

/* --- values --- */

static void
add_json (GHashTable *values, const char *name, char *json)
{
  g_autofree char *text = json;
  JsonNode *node = json_from_string (text, NULL);

  if (node != NULL)
    stet_values_node (values, name, node);
}

/* Whether the body is this value and nothing else. */
static gboolean
is_body (const StetRestJob *job, const char *variable)
{
  g_autofree char *whole = g_strconcat ("{", variable, "}", NULL);

  return g_strcmp0 (stet_mapping_string (job->request, "body"), whole) == 0;
}

static void
add_story (GHashTable *values, StetRestJob *job)
{
  const StetArticleFields *fields = stet_article_fields (job->base.article);

  stet_values_text (values, "headline", stet_prose_text (fields->headline));
  stet_values_text (values, "language", fields->language);
  stet_values_text (values, "slug", stet_prose_text (fields->slug));
  if (stet_template_uses (job->request, "article") && !is_body (job, "article"))
    add_json (values, "article", stet_article_to_json (job->base.article));
}

static void
add_state (GHashTable *values, StetRestJob *job)
{
  JsonNode *states = stet_mapping_node (job->site->mapping, "/states");
  JsonNode *state
      = json_object_get_member (json_node_get_object (states), stet_state_name (job->base.to));
  g_autofree char *now = stet_time_to_rfc3339 (stet_clock_now_us (stet_clock_system ()));
  g_autofree char *at = job->base.at_us != 0 ? stet_time_to_rfc3339 (job->base.at_us) : NULL;

  if (state != NULL)
    stet_values_node (values, "state", json_node_copy (state));
  stet_values_text (values, "to", stet_state_name (job->base.to));
  stet_values_text (values, "at", at);
  stet_values_text (values, "now", now);
}

static void
add_list (GHashTable *values, StetRestJob *job)
{
  JsonNode *paging = stet_pointer_get (job->request, "/paging");
  g_autofree char *pointer
      = job->base.kind != NULL ? g_strconcat ("/kinds/", job->base.kind, NULL) : NULL;
  g_autofree char *kind
      = pointer != NULL ? stet_pointer_text (stet_mapping_node (job->site->mapping, ""), pointer)
                        : NULL;
  g_autofree char *since = stet_time_to_rfc3339 (job->since_us);

  stet_values_text (values, "kind", kind != NULL ? kind : job->base.kind);
  stet_values_text (values, "search", job->base.search);
  stet_values_text (values, "label", job->base.label);
  stet_values_text (values, "cursor", job->base.cursor);
  stet_values_text (values, "since", since);
  stet_values_int (values, "page", job->base.page + stet_mapping_number (paging, "first", 1));
  stet_values_int (values, "offset", (gint64) job->offset);
  stet_values_int (values, "limit", stet_mapping_number (paging, "size", LIST_SIZE));
}

/* A name that any site takes: the hash and what kind of picture it is. */
static char *
file_name (const StetRestJob *job)
{
  static const struct { const char *mime, *extension; } kinds[] = {
    { "image/jpeg", "jpg" },
    { "image/png", "png" },
    { "image/webp", "webp" },
    { "image/gif", "gif" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (job->base.mime, kinds[i].mime) == 0)
      return g_strconcat (job->base.sha256, ".", kinds[i].extension, NULL);
  return g_strdup (job->base.sha256);
}

static void
add_picture (GHashTable *values, StetRestJob *job)
{
  g_autofree char *name = file_name (job);

  stet_values_text (values, "sha256", job->base.sha256);
  stet_values_text (values, "mime", job->base.mime);
  stet_values_text (values, "filename", name);
  stet_values_text (values, "name", job->base.name);
  stet_values_text (values, "caption", job->base.caption);
  stet_values_text (values, "credit", job->base.credit);
  stet_values_text (values, "alt", job->base.alt);
  if (job->base.bytes != NULL)
    stet_values_int (values, "size", (gint64) g_bytes_get_size (job->base.bytes));
}

GHashTable *
stet_rest_values (StetRestJob *job)
{
  GHashTable *values = stet_values_new ();
  const StetCredential *credential = job->site->credential;
  g_autofree char *version = stet_rest_bare_version (job->site->mapping, job->base.version);

  stet_values_text (values, "id", job->base.id);
  stet_values_text (values, "remote_id", job->remote);
  stet_values_text (values, "version", version);
  stet_values_text (values, "key", job->base.key);
  stet_values_text (values, "hash", job->base.hash);
  stet_values_text (values, "reason", job->base.reason);
  stet_values_text (values, "user", credential != NULL ? credential->user : NULL);
  if (credential != NULL && job->site->token == NULL)
    stet_values_text (values, "password", credential->secret);
  add_state (values, job);
  add_list (values, job);
  if (job->base.article != NULL)
    add_story (values, job);
  if (job->document != NULL)
    stet_values_node (values, "document", json_node_copy (job->document));
  if (job->base.review != NULL && !is_body (job, "review"))
    add_json (values, "review", stet_review_to_json (job->base.review));
  if (job->base.sha256 != NULL)
    add_picture (values, job);
  return values;
}

/* --- the address --- */

static char *
escape (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

/* So that a value can't lead out of the path it stands in. */
static gboolean
is_plain_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strcmp (parts[i], "..") == 0 || strcmp (parts[i], ".") == 0)
      return FALSE;
  return *path == '\0' || *path == '/';
}

static void
add_parameter (GString *query, const char *name, const char *escaped)
{
  g_autofree char *escaped_name = g_uri_escape_string (name, "[]", FALSE);

  g_string_append_printf (query, "%c%s=%s", query->len == 0 ? '?' : '&', escaped_name, escaped);
}

static void
add_query (StetRestJob *job, GHashTable *values, GString *query)
{
  JsonNode *parameters = stet_pointer_get (job->request, "/query");
  JsonNode *auth = stet_mapping_node (job->site->mapping, "/auth");
  g_autoptr (GList) names
      = parameters != NULL ? json_object_get_members (json_node_get_object (parameters)) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *value
          = stet_template_text (stet_mapping_string (parameters, l->data), values, escape);

      if (value != NULL)
        add_parameter (query, l->data, value);
    }
  if (strcmp (stet_mapping_string (auth, "kind"), "query") == 0 && job->site->credential != NULL)
    {
      g_autofree char *secret = escape (job->site->credential->secret);

      add_parameter (query, stet_mapping_string (auth, "name"), secret);
    }
}

static GUri *
make_address (StetRestJob *job, GHashTable *values, GError **error)
{
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;

  if (job->url != NULL)
    return stet_address_parse (job->url, error);
  path = stet_template_text (stet_mapping_string (job->request, "path"), values, escape);
  if (path == NULL || !is_plain_path (path))
    {
      g_set_error_literal (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID,
                           "The request’s path can’t be written from these values");
      return NULL;
    }
  add_query (job, values, query);
  url = g_strconcat (job->site->api, path, query->str, NULL);
  return stet_address_parse (url, error);
}

/* --- headers --- */

static gboolean
is_header_text (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || (guchar) *c >= 0x7f)
      return FALSE;
  return strlen (text) <= HEADER_BYTES_MAX;
}

static gboolean
add_headers (GStrvBuilder *headers, JsonNode *object, GHashTable *values, GError **error)
{
  g_autoptr (GList) names
      = object != NULL ? json_object_get_members (json_node_get_object (object)) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *value
          = stet_template_text (stet_mapping_string (object, l->data), values, NULL);

      if (value == NULL)
        continue;
      if (!is_header_text (value))
        {
          g_set_error (error, STET_SITE_ERROR, STET_SITE_ERROR_INVALID,
                       "The header %s can’t be sent as it is", (char *) l->data);
          return FALSE;
        }
      g_strv_builder_add (headers, l->data);
      g_strv_builder_add (headers, value);
    }
  return TRUE;
}

static char **
make_headers (StetRestJob *job, GHashTable *values, GError **error)
{
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();

  if (!job->raw
      && !add_headers (headers, stet_mapping_node (job->site->mapping, "/headers"), values, error))
    return NULL;
  if (job->url == NULL
      && !add_headers (headers, stet_pointer_get (job->request, "/headers"), values, error))
    return NULL;
  return g_strv_builder_end (headers);
}

/* --- bodies --- */

static void
add_part (GString *out, const char *boundary, const char *name, const char *value)
{
  g_string_append_printf (out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n",
                          boundary, name, value);
}

/* Names are quoted as browsers do. */
static char *
part_name (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\r' || *c == '\n')
        g_string_append_printf (out, "%%%02X", (guint) *c);
      else
        g_string_append_c (out, *c);
    }
  return g_string_free (out, FALSE);
}

static void
make_multipart (StetRestJob *job, GHashTable *values, StetRestMade *made)
{
  JsonNode *parts = stet_pointer_get (job->request, "/parts");
  const char *part = stet_mapping_string (job->request, "part");
  g_autofree char *boundary = stet_uuid_new (stet_random_system ());
  g_autofree char *name = part_name (part != NULL ? part : "file");
  g_autofree char *file = file_name (job);
  g_autoptr (GList) names
      = parts != NULL ? json_object_get_members (json_node_get_object (parts)) : NULL;
  GString *out = g_string_new (NULL);
  gsize size;
  const char *bytes = g_bytes_get_data (job->base.bytes, &size);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *value
          = stet_template_text (stet_mapping_string (parts, l->data), values, NULL);
      g_autofree char *quoted = part_name (l->data);

      if (value != NULL)
        add_part (out, boundary, quoted, value);
    }
  g_string_append_printf (
      out,
      "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n",
      boundary, name, file, job->base.mime);
  g_string_append_len (out, bytes, (gssize) size);
  g_string_append_printf (out, "\r\n--%s--\r\n", boundary);
  made->body = g_string_free_to_bytes (out);
  made->body_type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
}

/* A story or a review record that goes out as it is goes out in its canonical form, to the last
 * digit. Returns: (owned) (nullable). */
static char *
body_as_it_is (const StetRestJob *job)
{
  if (job->base.article != NULL && is_body (job, "article"))
    return stet_article_to_json (job->base.article);
  if (job->base.review != NULL && is_body (job, "review"))
    return stet_review_to_json (job->base.review);
  return NULL;
}

static gboolean
make_json (StetRestJob *job, GHashTable *values, StetRestMade *made, GError **error)
{
  JsonNode *template = json_object_get_member (json_node_get_object (job->request), "body");
  const char *fields = stet_mapping_string (job->request, "fields");
  const char *type = stet_mapping_string (stet_mapping_node (job->site->mapping, ""), "media_type");
  g_autoptr (JsonNode) body = NULL;
  char *text = fields == NULL ? body_as_it_is (job) : NULL;

  if (template == NULL && fields == NULL)
    return TRUE;
  if (text == NULL)
    {
      body = template != NULL ? stet_template_json (template, values)
                              : json_node_new (JSON_NODE_OBJECT);
      if (template == NULL)
        json_node_take_object (body, json_object_new ());
      if (fields != NULL && !stet_rest_put_fields (job, body, fields, error))
        return FALSE;
      text = json_to_string (body, FALSE);
    }
  made->body = g_bytes_new_take (text, strlen (text));
  made->body_type = g_strdup (type != NULL ? type : "application/json");
  return TRUE;
}

static gboolean
make_body (StetRestJob *job, GHashTable *values, StetRestMade *made, GError **error)
{
  const char *upload = stet_mapping_string (job->request, "upload");

  if (g_strcmp0 (upload, "multipart") == 0)
    make_multipart (job, values, made);
  else if (upload != NULL)
    {
      made->body = g_bytes_ref (job->base.bytes);
      made->body_type = g_strdup (job->base.mime);
    }
  else
    return make_json (job, values, made, error);
  return TRUE;
}

gboolean
stet_rest_make (StetRestJob *job, GHashTable *values, StetRestMade *made, GError **error)
{
  made->uri = make_address (job, values, error);
  made->headers = made->uri != NULL ? make_headers (job, values, error) : NULL;
  return made->headers != NULL && (job->url != NULL || make_body (job, values, made, error));
}
