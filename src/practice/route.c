/* The routes of the publishing API and the order in which a request is judged: 401, 404 and 405,
 * 413 and 415, Idempotency-Key, 410, and then in the handlers 400 and 422, 403, 428, 412, 409.
 * Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/route.h"

#define KEY_LIFE_US (30 * G_TIME_SPAN_DAY)

static const StetPracticeRoute routes[] = {
  { "GET", "/", stet_practice_get_root, STET_ROUTE_PLAIN },
  { "GET", "/me", stet_practice_get_me, STET_ROUTE_PLAIN },
  { "GET", "/changes", stet_practice_get_changes, STET_ROUTE_PLAIN },
  { "GET", "/articles/{id}", stet_practice_get_article, STET_ROUTE_STORY },
  { "PUT", "/articles/{id}", stet_practice_put_article,
    STET_ROUTE_STORY | STET_ROUTE_MAY_CREATE | STET_ROUTE_JSON | STET_ROUTE_KEYED },
  { "POST", "/articles/{id}/transitions", stet_practice_transition,
    STET_ROUTE_STORY | STET_ROUTE_JSON | STET_ROUTE_KEYED | STET_ROUTE_NEEDS_KEY },
  { "POST", "/articles/{id}/review", stet_practice_add_review,
    STET_ROUTE_STORY | STET_ROUTE_JSON | STET_ROUTE_KEYED },
  { "HEAD", "/media/sha256-{hex}", stet_practice_get_media, STET_ROUTE_PLAIN },
  { "GET", "/media/sha256-{hex}", stet_practice_get_media, STET_ROUTE_PLAIN },
  { "PUT", "/media/sha256-{hex}", stet_practice_put_media, STET_ROUTE_PLAIN },
  { "GET", "/terms", stet_practice_get_terms, STET_ROUTE_PLAIN },
  { "POST", "/terms", stet_practice_add_term, STET_ROUTE_JSON | STET_ROUTE_KEYED },
  { "GET", "/authors", stet_practice_get_authors, STET_ROUTE_PLAIN },
};

const StetPracticeRoute *
stet_practice_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}

/* Whether `path` is what `pattern` describes; `argument` (out, owned, nullable) is what stands for
 * {…}. */
static gboolean
match (const char *pattern, const char *path, char **argument)
{
  const char *open = strchr (pattern, '{');
  const char *close = open != NULL ? strchr (open, '}') : NULL;
  gsize prefix = open != NULL ? (gsize) (open - pattern) : 0;
  const char *end;

  if (open == NULL)
    return g_str_equal (pattern, path);
  if (strncmp (pattern, path, prefix) != 0)
    return FALSE;
  end = path + prefix + strcspn (path + prefix, "/");
  if (end == path + prefix || !g_str_equal (end, close + 1))
    return FALSE;
  if (argument != NULL)
    *argument = g_strndup (path + prefix, (gsize) (end - path - prefix));
  return TRUE;
}

static const StetPracticeRoute *
find_route (const char *method, const char *path, const char **allow)
{
  static const char *const order[] = { "GET", "HEAD", "PUT", "POST" };
  gboolean known[G_N_ELEMENTS (order)] = { FALSE };
  g_autoptr (GString) methods = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (match (routes[i].pattern, path, NULL))
      {
        if (g_str_equal (routes[i].method, method))
          return &routes[i];
        for (guint j = 0; j < G_N_ELEMENTS (order); j++)
          known[j] |= g_str_equal (order[j], routes[i].method);
      }
  for (guint j = 0; j < G_N_ELEMENTS (order); j++)
    if (known[j])
      g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", order[j]);
  *allow = methods->len > 0 ? g_intern_string (methods->str) : NULL;
  return NULL;
}

gsize
stet_practice_body_bytes_max (const char *method, const char *path)
{
  const char *allow;
  const StetPracticeRoute *route = find_route (method, path, &allow);

  if (route == NULL)
    return 0;
  if (route->handler == stet_practice_put_media)
    return STET_PRACTICE_MEDIA_BYTES_MAX;
  return (route->flags & STET_ROUTE_JSON) != 0 ? STET_PRACTICE_BODY_BYTES_MAX : 0;
}

/* Loads the story of the path. FALSE when `answer` says that there is none, or with `error`. */
static gboolean
find_story (StetPracticeRequest *request, const StetPracticeRoute *route,
            StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean creates = (route->flags & STET_ROUTE_MAY_CREATE) != 0 && request->if_match == NULL;

  if ((route->flags & STET_ROUTE_STORY) == 0)
    return TRUE;
  if (stet_uuid_is_valid (request->argument))
    {
      g_autofree char *lower = g_ascii_strdown (request->argument, -1);

      if (g_str_equal (lower, request->argument))
        request->record = stet_practice_record_load (request->room, "id", request->argument,
                                                     &local);
      else
        creates = FALSE;
    }
  else
    creates = FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (request->record != NULL || creates)
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_NOT_FOUND, "There is no story “%s”.",
                                request->argument);
  return FALSE;
}

static gboolean
check_body (StetPracticeRequest *request, const StetPracticeRoute *route,
            StetPracticeAnswer *answer)
{
  gsize bytes_max = stet_practice_body_bytes_max (request->method, request->path);

  if (request->too_large || g_bytes_get_size (request->body) > bytes_max)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_TOO_LARGE,
                                    "A body of at most %" G_GSIZE_FORMAT " bytes is taken here.",
                                    bytes_max);
      return FALSE;
    }
  if ((route->flags & STET_ROUTE_JSON) == 0
      || (request->content_type != NULL
          && g_ascii_strcasecmp (request->content_type, "application/json") == 0))
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_MEDIA_TYPE,
                                "The Content-Type must be application/json.");
  return FALSE;
}

static char *
fingerprint (StetPracticeRequest *request)
{
  g_autoptr (GChecksum) sha256 = g_checksum_new (G_CHECKSUM_SHA256);
  const char *kind = request->query != NULL ? g_hash_table_lookup (request->query, "kind") : NULL;
  g_autofree char *line = g_strdup_printf ("%s %s %s\n", request->method, request->path,
                                           kind != NULL ? kind : "");
  gsize length;
  const guchar *data = g_bytes_get_data (request->body, &length);

  g_checksum_update (sha256, (const guchar *) line, (gssize) strlen (line));
  g_checksum_update (sha256, data, (gssize) length);
  return g_strdup (g_checksum_get_string (sha256));
}

static gboolean
check_key_form (StetPracticeRequest *request, const StetPracticeRoute *route,
                StetPracticeAnswer *answer)
{
  if (request->key == NULL && (route->flags & STET_ROUTE_NEEDS_KEY) == 0)
    return TRUE;
  if (request->key != NULL && request->key[0] != '\0'
      && strlen (request->key) <= STET_PRACTICE_KEY_CHARS_MAX && g_str_is_ascii (request->key))
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_KEY,
                                "Idempotency-Key must have 1 to %d ASCII characters.",
                                STET_PRACTICE_KEY_CHARS_MAX);
  return FALSE;
}

/* TRUE when the request is new. FALSE when `answer` is the one that was given before, or says that
 * the key belongs to another request, or with `error`. */
static gboolean
is_new (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *print = fingerprint (request);
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    request->room->db, error,
    "SELECT fingerprint, status, etag, location, body FROM answer"
    " WHERE account = ? AND key = ? AND at_us > ?",
    "tti", request->account->id, request->key,
    stet_clock_now_us (request->room->clock) - KEY_LIFE_US);

  if (rows == NULL)
    return FALSE;
  if (!stet_practice_db_step (request->room->db, rows, &local))
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!g_str_equal (print, (const char *) sqlite3_column_text (rows, 0)))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_KEY_REUSED,
                                    "The key “%s” was used for another request.", request->key);
      return FALSE;
    }
  answer->status = (guint) sqlite3_column_int (rows, 1);
  answer->type = "application/json";
  answer->etag = stet_practice_db_text (rows, 2);
  answer->location = stet_practice_db_text (rows, 3);
  answer->body = stet_practice_db_blob (rows, 4);
  return FALSE;
}

static gboolean
keep_answer (StetPracticeRequest *request, const StetPracticeAnswer *answer, GError **error)
{
  g_autofree char *print = fingerprint (request);
  gint64 now_us = stet_clock_now_us (request->room->clock);

  return stet_practice_db_run (request->room->db, error, "DELETE FROM answer WHERE at_us <= ?", "i",
                               now_us - KEY_LIFE_US)
         && stet_practice_db_run (
           request->room->db, error,
           "INSERT INTO answer (account, key, fingerprint, status, etag, location, body, at_us)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
           "tttittbi", request->account->id, request->key, print, (gint64) answer->status,
           answer->etag, answer->location, answer->body, now_us);
}

static gboolean
judge (StetPracticeRequest *request, const StetPracticeRoute *route, StetPracticeAnswer *answer,
       GError **error)
{
  gboolean keyed = (route->flags & STET_ROUTE_KEYED) != 0;

  match (route->pattern, request->path, &request->argument);
  if (!find_story (request, route, answer, error) || !check_body (request, route, answer))
    return answer->status != 0;
  if (keyed && !check_key_form (request, route, answer))
    return TRUE;
  if (keyed && request->key != NULL && !is_new (request, answer, error))
    return answer->status != 0;
  /* The way out of the bin is a transition, which looks itself. */
  if (request->record != NULL && request->record->state == STET_STATE_BINNED
      && route->handler != stet_practice_transition)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_BINNED, "The story “%s” was binned.",
                                    request->record->id);
      return TRUE;
    }
  if (!route->handler (request, answer, error))
    return FALSE;
  return !keyed || request->key == NULL || answer->status >= 300
         || keep_answer (request, answer, error);
}

static void
carry_out (StetPracticeRequest *request, const StetPracticeRoute *route, StetPracticeAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  gboolean done = stet_practice_db_begin (request->room->db, &error);

  if (done)
    {
      done = judge (request, route, answer, &error);
      if (!done || answer->status >= 400)
        stet_practice_db_rollback (request->room->db);
      else
        done = stet_practice_db_commit (request->room->db, &error);
    }
  if (done)
    return;
  stet_practice_answer_clear (answer);
  stet_practice_answer_problem (answer, STET_PROBLEM_INTERNAL, "%s",
                                error != NULL ? error->message : "Unknown.");
}

void
stet_practice_dispatch (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  const StetPracticeRoute *route;

  request->account = stet_practice_newsroom_authorize (request->room, request->authorization);
  if (request->account == NULL)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_UNAUTHORIZED,
                                    request->authorization == NULL
                                      ? "The request carries no credential."
                                      : "The user name or password is not right.");
      return;
    }
  route = find_route (request->method, request->path, &answer->allow);
  if (route != NULL)
    carry_out (request, route, answer);
  else if (answer->allow != NULL)
    stet_practice_answer_problem (answer, STET_PROBLEM_METHOD, "%s is not taken here, but %s.",
                                  request->method, answer->allow);
  else
    stet_practice_answer_problem (answer, STET_PROBLEM_NOT_FOUND, "There is no “%s” in this API.",
                                  request->path);
}
