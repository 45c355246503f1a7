/* Requests, answers and problems of the publishing API. Layer: practice, on the thread that serves.
 */
#include "config.h"

#include "practice/exchange.h"

#include "base/json-scan.h"
#include "base/limits.h"

#define PROBLEM_TYPE_PREFIX "urn:stet:problem:"

static const struct
{
  guint status;
  const char *name;
  const char *title;
} problems[] = {
  [STET_PROBLEM_UNAUTHORIZED] = { 401, "unauthorized", "Sign in with a user name and password." },
  [STET_PROBLEM_NOT_FOUND] = { 404, "not-found", "There is nothing at this address." },
  [STET_PROBLEM_METHOD] = { 405, "method", "This address does not know that method." },
  [STET_PROBLEM_TOO_LARGE] = { 413, "too-large", "The request is too large." },
  [STET_PROBLEM_MEDIA_TYPE] = { 415, "media-type",
                                "The request is not of a type that is taken here." },
  [STET_PROBLEM_KEY] = { 400, "idempotency-key", "The Idempotency-Key is missing or too long." },
  [STET_PROBLEM_KEY_REUSED] = { 422, "idempotency-key-reused",
                                "The Idempotency-Key was used for another request." },
  [STET_PROBLEM_BINNED] = { 410, "binned", "The story was binned." },
  [STET_PROBLEM_CURSOR] = { 410, "cursor-lost",
                            "The cursor is not known here; start from the beginning." },
  [STET_PROBLEM_SYNTAX] = { 400, "syntax", "The request is not the JSON that belongs here." },
  [STET_PROBLEM_INVALID] = { 422, "invalid", "The request cannot be accepted as it is." },
  [STET_PROBLEM_FORBIDDEN] = { 403, "forbidden", "This account may not do that." },
  [STET_PROBLEM_PRECONDITION] = { 428, "precondition-required",
                                  "The request must say which version it is about." },
  [STET_PROBLEM_STALE] = { 412, "stale-version", "The story has changed since that version." },
  [STET_PROBLEM_OTHER_HASH] = { 412, "other-hash",
                                "The story's content is not the one that was named." },
  [STET_PROBLEM_STATE] = { 409, "state", "The story's state does not allow that." },
  [STET_PROBLEM_LIVE] = { 409, "live", "A page of this story is live; take it down first." },
  [STET_PROBLEM_HOST] = { 421, "host", "This server answers only under its own name." },
  [STET_PROBLEM_INTERNAL] = { 500, "internal", "The site could not do it." },
  [STET_PROBLEM_UNAVAILABLE] = { 503, "unavailable", "The site is not available at the moment." },
};

void
stet_practice_request_clear (StetPracticeRequest *request)
{
  g_clear_pointer (&request->argument, g_free);
  g_clear_pointer (&request->record, stet_practice_record_free);
}

void
stet_practice_answer_clear (StetPracticeAnswer *answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->etag, g_free);
  g_clear_pointer (&answer->location, g_free);
  answer->allow = NULL;
}

void
stet_practice_json_key (GString *json, const char *name)
{
  if (json->len > 0 && strchr ("{[:", json->str[json->len - 1]) == NULL)
    g_string_append_c (json, ',');
  stet_json_append_string (json, name);
  g_string_append_c (json, ':');
}

void
stet_practice_json_raw (GString *json, const char *name, const char *value)
{
  stet_practice_json_key (json, name);
  g_string_append (json, value);
}

void
stet_practice_json_string (GString *json, const char *name, const char *value)
{
  stet_practice_json_key (json, name);
  if (value != NULL)
    stet_json_append_string (json, value);
  else
    g_string_append (json, "null");
}

void
stet_practice_json_time (GString *json, const char *name, gint64 time_us)
{
  g_autofree char *text = time_us != 0 ? stet_time_to_rfc3339 (time_us) : NULL;

  stet_practice_json_string (json, name, text);
}

static void
set_body (StetPracticeAnswer *answer, guint status, const char *type, GString *text)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  answer->status = status;
  answer->type = type;
  answer->body = g_string_free_to_bytes (text);
}

void
stet_practice_answer_json (StetPracticeAnswer *answer, guint status, GString *json)
{
  set_body (answer, status, "application/json", json);
}

void
stet_practice_answer_problem (StetPracticeAnswer *answer, StetPracticeProblem problem,
                              const char *detail, ...)
{
  GString *json = g_string_new ("{");
  g_autofree char *type = g_strconcat (PROBLEM_TYPE_PREFIX, problems[problem].name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  va_list values;

  va_start (values, detail);
  text = g_strdup_vprintf (detail, values);
  va_end (values);
  valid = g_utf8_make_valid (text, -1);
  stet_practice_json_string (json, "type", type);
  stet_practice_json_string (json, "title", problems[problem].title);
  stet_practice_json_key (json, "status");
  g_string_append_printf (json, "%u", problems[problem].status);
  stet_practice_json_string (json, "detail", valid);
  g_string_append_c (json, '}');
  set_body (answer, problems[problem].status, "application/problem+json", json);
}

/* The review record, with the state that the site's own column holds. */
static char *
review_json (const StetPracticeRecord *record)
{
  g_autoptr (StetReview) review = stet_review_from_json (record->review, strlen (record->review),
                                                         NULL);

  if (review == NULL)
    return g_strdup (record->review);
  review->state = record->state;
  return stet_review_to_json (review);
}

void
stet_practice_answer_record (StetPracticeRequest *request, StetPracticeAnswer *answer, guint status,
                             const StetPracticeRecord *record)
{
  GString *json = g_string_new (NULL);

  stet_practice_json_record (json, request->room, record);
  stet_practice_answer_json (answer, status, json);
  g_free (answer->etag);
  answer->etag = stet_practice_record_etag (record);
}

void
stet_practice_json_record (GString *json, const StetPracticeNewsroom *room,
                           const StetPracticeRecord *record)
{
  g_autofree char *etag = stet_practice_record_etag (record);
  g_autofree char *review = review_json (record);
  g_autofree char *url = record->path != NULL ? g_strconcat (room->url, record->path, NULL) : NULL;

  g_string_append_c (json, '{');
  stet_practice_json_raw (json, "article", record->article);
  stet_practice_json_string (json, "state", stet_state_name (record->state));
  stet_practice_json_string (json, "version", etag);
  stet_practice_json_string (json, "hash", record->hash);
  stet_practice_json_string (json, "url", url);
  stet_practice_json_string (json, "live_hash", record->live_hash);
  stet_practice_json_time (json, "published", record->published_us);
  stet_practice_json_time (json, "scheduled", record->scheduled_us);
  stet_practice_json_time (json, "modified", record->modified_us);
  stet_practice_json_string (json, "author", record->author);
  stet_practice_json_raw (json, "review", review);
  g_string_append_c (json, '}');
}

gboolean
stet_practice_etag_matches (const char *header, const char *etag)
{
  g_auto (GStrv) tags = g_strsplit (header, ",", -1);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (g_str_equal (tag, "*") || g_str_equal (tag, etag))
        return TRUE;
    }
  return FALSE;
}

JsonObject *
stet_practice_request_object (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *root;
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);

  if (length == 0
      || !stet_json_scan (data, length, STET_PRACTICE_BODY_BYTES_MAX, STET_JSON_DEPTH_MAX, &error)
      || !json_parser_load_from_data (parser, data, (gssize) length, &error))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_SYNTAX, "%s",
                                    error != NULL ? error->message : "The body is empty.");
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_SYNTAX, "The body must be a JSON object.");
      return NULL;
    }
  return json_object_ref (json_node_get_object (root));
}

gboolean
stet_practice_object_string (JsonObject *object, const char *name, const char **value,
                             StetPracticeAnswer *answer)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      *value = json_node_get_string (node);
      return TRUE;
    }
  stet_practice_answer_problem (answer, STET_PROBLEM_INVALID, "“%s” must be a string.", name);
  return FALSE;
}
