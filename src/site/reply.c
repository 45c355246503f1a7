/* From status and media type to a decision. Layer: site. Any thread. Formats: RFC 9110, RFC
 * 9457. */
#include "config.h"

#include "site/reply.h"

#include "base/json-scan.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define DETAIL_CHARS_MAX 300
#define CLUE_BYTES_MAX (16 * 1024)

/* How the answer comes decides whether it is the API's: a firewall, a portal and a CMS say 403 or
 * 404 too, but in HTML. NONE: no body, no type. */
typedef enum
{
  KIND_JSON,
  KIND_NONE,
  KIND_OTHER,
} Kind;

static const struct
{
  guint         status;
  StetSiteError by_kind[3]; /* JSON, none, other */
} decisions[] = {
  { 400, { STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_NOT_API } },
  { 401, { STET_SITE_ERROR_AUTH, STET_SITE_ERROR_AUTH, STET_SITE_ERROR_AUTH } },
  { 403, { STET_SITE_ERROR_FORBIDDEN, STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED } },
  { 404, { STET_SITE_ERROR_NOT_FOUND, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API } },
  { 405, { STET_SITE_ERROR_UNSUPPORTED, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API } },
  { 406, { STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED, STET_SITE_ERROR_BLOCKED } },
  { 409, { STET_SITE_ERROR_STATE, STET_SITE_ERROR_STATE, STET_SITE_ERROR_NOT_API } },
  { 410, { STET_SITE_ERROR_GONE, STET_SITE_ERROR_NOT_API, STET_SITE_ERROR_NOT_API } },
  { 412, { STET_SITE_ERROR_STALE, STET_SITE_ERROR_STALE, STET_SITE_ERROR_NOT_API } },
  { 413, { STET_SITE_ERROR_TOO_LARGE, STET_SITE_ERROR_TOO_LARGE, STET_SITE_ERROR_TOO_LARGE } },
  { 422, { STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_NOT_API } },
  { 428, { STET_SITE_ERROR_INVALID, STET_SITE_ERROR_INVALID, STET_SITE_ERROR_NOT_API } },
  { 429, { STET_SITE_ERROR_BUSY, STET_SITE_ERROR_BUSY, STET_SITE_ERROR_BLOCKED } },
  { 501, { STET_SITE_ERROR_UNSUPPORTED, STET_SITE_ERROR_SERVER, STET_SITE_ERROR_SERVER } },
  { 503, { STET_SITE_ERROR_BUSY, STET_SITE_ERROR_BUSY, STET_SITE_ERROR_BUSY } },
};

static gboolean
is_problem (const StetHttpReply *reply)
{
  return g_strcmp0 (reply->type, "application/problem+json") == 0;
}

gboolean
stet_reply_is_json (const StetHttpReply *reply)
{
  return !reply->encoded && reply->type != NULL &&
         (strcmp (reply->type, "application/json") == 0 || g_str_has_suffix (reply->type, "+json"));
}

static Kind
kind_of (const StetHttpReply *reply)
{
  if (stet_reply_is_json (reply))
    return KIND_JSON;
  return reply->type == NULL && g_bytes_get_size (reply->body) == 0 ? KIND_NONE : KIND_OTHER;
}

static StetSiteError
other_status (guint status, Kind kind, gboolean write)
{
  /* A gateway that lost its server does not know whether the server did it, nor does one that gave
   * up waiting for us. 520 to 527 are a content network's own. */
  if ((status == 408 || status == 502 || status == 504 || (status >= 520 && status <= 527))
      && write)
    return STET_SITE_ERROR_OUTCOME_UNKNOWN;
  if (status == 408)
    return STET_SITE_ERROR_SERVER;
  if (status >= 500)
    return STET_SITE_ERROR_SERVER;
  if (status >= 400 && kind != KIND_OTHER)
    return STET_SITE_ERROR_INVALID;
  return STET_SITE_ERROR_NOT_API;
}

static StetSiteError
decide (const StetHttpReply *reply, StetReplySource source, gboolean write)
{
  Kind kind = kind_of (reply);

  if (source == STET_REPLY_PAGE && (reply->status == 404 || reply->status == 410))
    return reply->status == 404 ? STET_SITE_ERROR_NOT_FOUND : STET_SITE_ERROR_GONE;
  if (source == STET_REPLY_HEAD && reply->status == 404 && kind == KIND_NONE)
    return STET_SITE_ERROR_NOT_FOUND;
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (decisions[i].status == reply->status)
      return decisions[i].by_kind[kind];
  return other_status (reply->status, kind, write);
}

static JsonNode *
load_json (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!stet_json_scan (data, size, STET_JSON_BYTES_MAX, STET_JSON_DEPTH_MAX, error) ||
      !json_parser_load_from_data (parser, data, (gssize) size, error))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL)
    g_set_error_literal (error, STET_JSON_ERROR, STET_JSON_ERROR_SYNTAX, "The answer is empty");
  return root != NULL ? json_node_ref (root) : NULL;
}

static JsonNode *
load_object (GBytes *body, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  g_autoptr (JsonNode) root = load_json (data, size, error);

  if (root == NULL || JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);
  g_set_error_literal (error, STET_JSON_ERROR, STET_JSON_ERROR_SYNTAX,
                       "The answer is no JSON object");
  return NULL;
}

/* WordPress prints a notice of PHP's before its JSON, when a site is set up to show them. */
static JsonNode *
load_any (GBytes *body, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  JsonNode *root = load_json (data, size, error);
  gsize skip = 0;

  if (root != NULL || data == NULL || g_str_has_prefix (data, "{") || g_str_has_prefix (data, "["))
    return root;
  while (skip < size && data[skip] != '{' && data[skip] != '[')
    skip++;
  root = skip < size ? load_json (data + skip, size - skip, NULL) : NULL;
  if (root != NULL)
    g_clear_error (error);
  return root;
}

/* Some sites put HTML where a sentence should be. */
static char *
without_tags (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean inside = FALSE;

  for (; *text != '\0'; text++)
    {
      if (*text == '<')
        inside = TRUE;
      else if (*text == '>' && inside)
        inside = FALSE;
      else if (!inside)
        g_string_append_c (out, *text);
    }
  return g_string_free (out, FALSE);
}

char *
stet_reply_line (const char *text)
{
  g_autofree char *bare = without_tags (text);
  g_autofree char *clean = stet_text_clean (bare);
  g_autofree char *line = stet_text_collapse (clean);

  return stet_text_slice (line, 0, MIN (DETAIL_CHARS_MAX, stet_text_count_chars (line)));
}

/* What the site says about its refusal, on one line: RFC 9457's detail, else its title; WordPress's
 * message.
 * Returns: (owned). */
static char *
problem_text (const StetHttpReply *reply)
{
  static const char *const names[] = { "detail", "title", "message" };
  g_autoptr (JsonNode) root = stet_reply_is_json (reply) ? load_object (reply->body, NULL) : NULL;

  for (guint i = 0; root != NULL && i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = json_object_get_member (json_node_get_object (root), names[i]);

      if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
        return stet_reply_line (json_node_get_string (node));
    }
  return g_strdup ("no reason given");
}

/* The beginning of a body, as UTF-8 without NUL. Returns: (owned). */
static char *
body_text (const StetHttpReply *reply)
{
  gsize size;
  const char *data = g_bytes_get_data (reply->body, &size);

  return g_utf8_make_valid (size > 0 ? data : "", (gssize) MIN (size, CLUE_BYTES_MAX));
}

StetReason
stet_reply_reason (const StetHttpReply *reply)
{
  g_autofree char *text = body_text (reply);
  g_autoptr (JsonNode) root = stet_reply_is_json (reply) ? load_object (reply->body, NULL) : NULL;
  JsonNode *code
      = root != NULL ? json_object_get_member (json_node_get_object (root), "code") : NULL;
  StetReasonClues clues
      = { .status = reply->status, .type = reply->type, .text = reply->encoded ? NULL : text };

  clues.server = stet_http_reply_header (reply, "Server");
  clues.marks = stet_http_reply_header (reply, "cf-mitigated");
  if (code != NULL && json_node_get_value_type (code) == G_TYPE_STRING)
    clues.code = json_node_get_string (code);
  return stet_reason_find (&clues);
}

/* A refusal of which only the beginning came: libsoup takes an end between headers, or an end
 * without a length said, for the end of the answer. What it refused, and why, is not known then. */
static gboolean
is_cut (const StetHttpReply *reply, StetReplySource source)
{
  g_autoptr (JsonNode) root = NULL;

  if (reply->status < 400 || reply->status >= 500 || reply->status == 401 || reply->status == 429
      || source == STET_REPLY_HEAD || stet_http_reply_header (reply, "Content-Length") != NULL)
    return FALSE;
  if (!stet_reply_is_json (reply))
    return kind_of (reply) == KIND_NONE
           && stet_http_reply_header (reply, "Transfer-Encoding") == NULL;
  root = load_any (reply->body, NULL);
  return root == NULL;
}

gboolean
stet_reply_check (const StetHttpReply *reply, StetReplySource source, gboolean write,
                  GError **error)
{
  g_autofree char *detail = NULL;
  g_autofree char *message = NULL;
  GError *problem;

  if (reply->status >= 200 && reply->status < 300)
    return TRUE;
  if (is_cut (reply, source))
    {
      stet_reply_unusable (STET_SITE_ERROR_OFFLINE, write, "Only the beginning of a refusal came",
                           error);
      return FALSE;
    }
  detail = problem_text (reply);
  message = g_strdup_printf ("The site answered %u: %s", reply->status, detail);
  problem = stet_site_error_new (decide (reply, source, write), reply->retry_after_s, message);
  stet_site_error_set_reason (problem, stet_reply_reason (reply));
  g_propagate_error (error, problem);
  return FALSE;
}

void
stet_reply_unusable (StetSiteError code, gboolean write, const char *message, GError **error)
{
  g_set_error_literal (error, STET_SITE_ERROR, write ? STET_SITE_ERROR_OUTCOME_UNKNOWN : code,
                       message);
}

static JsonNode *
read_json (const StetHttpReply *reply, JsonNode *(*load) (GBytes *, GError **), gboolean write,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  JsonNode *root;

  if (!stet_reply_is_json (reply) || is_problem (reply))
    {
      stet_reply_unusable (STET_SITE_ERROR_NOT_API, write, "The answer is no JSON", &local);
      stet_site_error_set_reason (local, stet_reply_reason (reply));
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  root = load (reply->body, &local);
  if (root == NULL)
    stet_reply_unusable (STET_SITE_ERROR_MISMATCH, write, local->message, error);
  return root;
}

JsonNode *
stet_reply_said (const StetHttpReply *reply)
{
  return stet_reply_is_json (reply) ? load_any (reply->body, NULL) : NULL;
}

JsonNode *
stet_reply_json (const StetHttpReply *reply, gboolean write, GError **error)
{
  return read_json (reply, load_object, write, error);
}

JsonNode *
stet_reply_json_any (const StetHttpReply *reply, gboolean write, GError **error)
{
  return read_json (reply, load_any, write, error);
}
