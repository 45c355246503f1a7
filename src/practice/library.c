/* What the site says of itself and its people, the changes feed, terms and pictures.
 * Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/exchange.h"

#include "base/file.h"
#include "base/json-scan.h"
#include "base/text.h"
#include "practice/picture.h"

#define CHANGES_MAX 1000 /* in one answer */
#define STORIES_MAX 100  /* in one answer that brings the stories along, */
#define STORIES_BYTES_MAX (2 * 1024 * 1024) /* which ends with the story that goes beyond this */
#define TERMS_MAX 2000   /* in one answer */
#define LABEL_CHARS_MAX 200

static const char *const reporter_can[] = { "draft", "submit", "upload", NULL };
static const char *const editor_can[] = { "draft",   "submit",  "edit_others",
                                          "approve", "publish", "unpublish",
                                          "upload",  "terms",   NULL };

static const char *const *
rights (const StetPracticeAccount *account)
{
  return account->editor ? editor_can : reporter_can;
}

gboolean
stet_practice_account_can (const StetPracticeAccount *account, const char *can)
{
  return g_strv_contains (rights (account), can);
}

gboolean
stet_practice_account_owns (const StetPracticeAccount *account, const StetPracticeRecord *record)
{
  return g_str_equal (account->id, record->author)
         || stet_practice_account_can (account, "edit_others");
}

static void
add_strings (GString *json, const char *name, const char *const *values)
{
  stet_practice_json_raw (json, name, "[");
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      stet_json_append_string (json, values[i]);
    }
  g_string_append_c (json, ']');
}

gboolean
stet_practice_get_root (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  static const char *const languages[] = { "en", "es", NULL };
  GString *json = g_string_new ("{");
  g_autofree char *limits = g_strdup_printf (
    "{\"media_bytes_max\":%d,\"media_side_max\":%d,\"body_bytes_max\":%d}",
    STET_PRACTICE_MEDIA_BYTES_MAX, STET_PRACTICE_MEDIA_SIDE_MAX, STET_PRACTICE_BODY_BYTES_MAX);

  stet_practice_json_string (json, "api", "stet-publishing/1");
  stet_practice_json_string (json, "name", "Practice newsroom");
  stet_practice_json_string (json, "site", request->room->site_id);
  stet_practice_json_string (json, "zone", request->room->zone);
  stet_practice_json_raw (json, "practice", "true");
  add_strings (json, "languages", languages);
  add_strings (json, "sections", stet_practice_sections);
  stet_practice_json_raw (json, "limits", limits);
  stet_practice_json_raw (json, "holds", "{\"review\":true,\"media\":true,\"terms\":true}");
  g_string_append_c (json, '}');
  stet_practice_answer_json (answer, 200, json);
  return TRUE;
}

gboolean
stet_practice_get_me (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  GString *json = g_string_new ("{");

  stet_practice_json_string (json, "id", request->account->id);
  stet_practice_json_string (json, "name", request->account->name);
  stet_practice_json_raw (json, "roles",
                          request->account->editor ? "[\"editor\"]" : "[\"reporter\"]");
  add_strings (json, "can", rights (request->account));
  g_string_append_c (json, '}');
  stet_practice_answer_json (answer, 200, json);
  return TRUE;
}

/* --- changes --- */

/* A cursor is the site's id and a place in the feed, in base64 so that nobody reads a meaning into
 * it. */
static char *
make_cursor (StetPracticeNewsroom *room, gint64 seq)
{
  g_autofree char *text = g_strdup_printf ("%s:%" G_GINT64_FORMAT, room->site_id, seq);
  char *cursor = g_base64_encode ((const guchar *) text, strlen (text));

  g_strdelimit (cursor, "+", '-');
  g_strdelimit (cursor, "/", '_');
  cursor[strcspn (cursor, "=")] = '\0';
  return cursor;
}

/* A cursor is read by making the one that it must be: what differs in any way is not ours. */
static gboolean
read_cursor (StetPracticeNewsroom *room, const char *cursor, gint64 newest, gint64 *seq)
{
  g_autofree char *base64 = g_strconcat (cursor, "====", NULL);
  g_autofree char *again = NULL;
  g_autofree char *text = NULL;
  const char *colon;
  gsize length;

  base64[(strlen (cursor) + 3) / 4 * 4] = '\0';
  g_strdelimit (base64, "-", '+');
  g_strdelimit (base64, "_", '/');
  text = (char *) g_base64_decode (base64, &length);
  colon = text != NULL && length > 0 ? strchr (text, ':') : NULL;
  if (colon == NULL)
    return FALSE;
  *seq = g_ascii_strtoll (colon + 1, NULL, 10);
  again = make_cursor (room, *seq);
  return g_str_equal (again, cursor) && *seq >= 0 && *seq <= newest;
}

/* `whole`: with the story, as its own address would answer it. */
static void
add_change (GString *json, const StetPracticeNewsroom *room, const StetPracticeRecord *record,
            gboolean whole)
{
  gboolean deleted = record->state == STET_STATE_BINNED;
  g_autofree char *etag = stet_practice_record_etag (record);

  g_string_append (json, json->str[json->len - 1] == '[' ? "{" : ",{");
  stet_practice_json_string (json, "id", record->id);
  stet_practice_json_string (json, "state", stet_state_name (record->state));
  stet_practice_json_string (json, "version", etag);
  stet_practice_json_string (json, "hash", record->hash);
  stet_practice_json_time (json, "modified", record->modified_us);
  stet_practice_json_string (json, "author", record->author);
  stet_practice_json_string (json, "headline", record->headline);
  stet_practice_json_raw (json, "deleted", deleted ? "true" : "false");
  if (whole && !deleted)
    {
      stet_practice_json_key (json, "story");
      stet_practice_json_record (json, room, record);
    }
  g_string_append_c (json, '}');
}

/* The newest place in the feed, and how many stories stand behind `since`. */
static gboolean
measure_feed (StetPracticeNewsroom *room, gint64 since, gint64 *newest, gint64 *behind,
              GError **error)
{
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
      room->db, error,
      "SELECT COALESCE (MAX (seq), 0), COUNT (*) FILTER (WHERE seq > ?) FROM article", "i", since);

  if (rows == NULL || !stet_practice_db_step (room->db, rows, error))
    return FALSE;
  *newest = sqlite3_column_int64 (rows, 0);
  *behind = sqlite3_column_int64 (rows, 1);
  return TRUE;
}

static gboolean
answer_changes (StetPracticeRequest *request, StetPracticeAnswer *answer, gint64 since,
                GError **error)
{
  gboolean whole = request->query != NULL
                   && g_strcmp0 (g_hash_table_lookup (request->query, "with"), "stories") == 0;
  g_autoptr (GString) json = g_string_new ("{\"changes\":[");
  g_autofree char *cursor = NULL;
  gint64 newest, behind;
  g_autoptr (GPtrArray) records = stet_practice_record_list_since (
    request->room, since, whole ? STORIES_MAX : CHANGES_MAX, error);

  if (records == NULL || !measure_feed (request->room, since, &newest, &behind, error))
    return FALSE;
  for (guint i = 0; i < records->len && (!whole || json->len < STORIES_BYTES_MAX); i++)
    {
      const StetPracticeRecord *record = g_ptr_array_index (records, i);

      since = record->seq;
      add_change (json, request->room, record, whole);
    }
  cursor = make_cursor (request->room, since);
  g_string_append_c (json, ']');
  stet_practice_json_string (json, "cursor", cursor);
  stet_practice_json_key (json, "total");
  g_string_append_printf (json, "%" G_GINT64_FORMAT "}", behind);
  stet_practice_answer_json (answer, 200, g_steal_pointer (&json));
  return TRUE;
}

gboolean
stet_practice_get_changes (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  const char *cursor = request->query != NULL ? g_hash_table_lookup (request->query, "since")
                                              : NULL;
  gint64 since = 0, newest, behind;

  if (!measure_feed (request->room, 0, &newest, &behind, error))
    return FALSE;
  if (cursor != NULL && cursor[0] != '\0' && !read_cursor (request->room, cursor, newest, &since))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_CURSOR,
                                    "The cursor was not given out by this site.");
      return TRUE;
    }
  return answer_changes (request, answer, since, error);
}

/* --- terms and authors --- */

static const char *
read_kind (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  const char *kind = request->query != NULL ? g_hash_table_lookup (request->query, "kind") : NULL;

  if (g_strcmp0 (kind, "tag") == 0 || g_strcmp0 (kind, "section") == 0)
    return kind;
  stet_practice_answer_problem (answer, STET_PROBLEM_INVALID, "“kind” must be tag or section.");
  return NULL;
}

/* Of the query, and in order; "" where it is missing or no text. */
static const char *
query_text (StetPracticeRequest *request, const char *name)
{
  const char *text = request->query != NULL ? g_hash_table_lookup (request->query, name) : NULL;

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : "";
}

static void
add_term (GString *json, const char *label, const char *id)
{
  g_string_append (json, json->len == 0 || json->str[json->len - 1] == '[' ? "{" : ",{");
  stet_practice_json_string (json, "label", label);
  stet_practice_json_string (json, "id", id);
  g_string_append_c (json, '}');
}

/* Where the list goes on, from the API's address. */
static void
add_next (GString *json, const char *kind, const char *search, const char *last)
{
  g_autofree char *wanted = g_uri_escape_string (search, NULL, FALSE);
  g_autofree char *after = g_uri_escape_string (last, NULL, FALSE);
  g_autofree char *next
      = g_strdup_printf ("terms?kind=%s&search=%s&after=%s", kind, wanted, after);

  stet_practice_json_string (json, "next", next);
}

gboolean
stet_practice_get_terms (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  const char *kind = read_kind (request, answer);
  const char *search = query_text (request, "search");
  g_autofree char *folded = stet_text_fold (search);
  g_autofree char *last = NULL;
  g_autoptr (sqlite3_stmt) rows = NULL;
  g_autoptr (GString) json = g_string_new ("{\"terms\":[");
  g_autoptr (GError) local = NULL;
  gboolean more = FALSE;
  guint n = 0;

  if (kind == NULL)
    return TRUE;
  rows = stet_practice_db_query (
    request->room->db, error,
    "SELECT label, id, folded FROM term WHERE kind = ? AND folded > ? AND instr (folded, ?) > 0"
    " ORDER BY folded LIMIT ?",
    "ttti", kind, query_text (request, "after"), folded, (gint64) TERMS_MAX + 1);
  if (rows == NULL)
    return FALSE;
  while (stet_practice_db_step (request->room->db, rows, &local))
    {
      if (n == TERMS_MAX)
        more = TRUE;
      else
        {
          add_term (json, (const char *) sqlite3_column_text (rows, 0),
                    (const char *) sqlite3_column_text (rows, 1));
          g_free (last);
          last = g_strdup ((const char *) sqlite3_column_text (rows, 2));
          n++;
        }
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_string_append_c (json, ']');
  if (more)
    add_next (json, kind, search, last);
  g_string_append_c (json, '}');
  stet_practice_answer_json (answer, 200, g_steal_pointer (&json));
  return TRUE;
}

/* The label of the body, one line. Returns: (owned), NULL when `answer` says what is wrong. */
static char *
read_label (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  g_autoptr (JsonObject) object = stet_practice_request_object (request, answer);
  g_autofree char *clean = NULL;
  g_autofree char *label = NULL;
  const char *given;

  if (object == NULL || !stet_practice_object_string (object, "label", &given, answer))
    return NULL;
  clean = stet_text_clean (given != NULL ? given : "");
  label = stet_text_collapse (clean);
  if (label[0] != '\0' && g_utf8_strlen (label, -1) <= LABEL_CHARS_MAX)
    return g_steal_pointer (&label);
  stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                "“label” must have 1 to %d characters.", LABEL_CHARS_MAX);
  return NULL;
}

/* A term that is there already, whatever its case and accents, is the answer to adding it again. */
gboolean
stet_practice_add_term (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  const char *kind = read_kind (request, answer);
  g_autofree char *label = kind != NULL ? read_label (request, answer) : NULL;
  g_autofree char *folded = label != NULL ? stet_text_fold (label) : NULL;
  g_autofree char *id = stet_uuid_new (request->room->random);
  g_autoptr (sqlite3_stmt) rows = NULL;
  GString *json;
  gboolean known;

  if (label == NULL)
    return TRUE;
  if (!stet_practice_account_can (request->account, "terms"))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_FORBIDDEN, "%s may not add terms.",
                                    request->account->name);
      return TRUE;
    }
  if (!stet_practice_db_run (
        request->room->db, error,
        "INSERT OR IGNORE INTO term (kind, folded, id, label) VALUES (?, ?, ?, ?)", "tttt", kind,
        folded, id, label))
    return FALSE;
  rows = stet_practice_db_query (request->room->db, error,
                                 "SELECT label, id FROM term WHERE kind = ? AND folded = ?", "tt",
                                 kind, folded);
  if (rows == NULL || !stet_practice_db_step (request->room->db, rows, error))
    return FALSE;
  known = g_strcmp0 (id, (const char *) sqlite3_column_text (rows, 1)) != 0;
  json = g_string_new (NULL);
  add_term (json, (const char *) sqlite3_column_text (rows, 0),
            (const char *) sqlite3_column_text (rows, 1));
  stet_practice_answer_json (answer, known ? 200 : 201, json);
  return TRUE;
}

gboolean
stet_practice_get_authors (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  GString *json = g_string_new ("{\"authors\":[");

  add_term (json, request->room->editor.name, request->room->editor.id);
  add_term (json, request->room->reporter.name, request->room->reporter.id);
  g_string_append (json, "]}");
  stet_practice_answer_json (answer, 200, json);
  return TRUE;
}

/* --- pictures --- */

gboolean
stet_practice_get_media (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    request->room->db, error, "SELECT type, bytes FROM media WHERE sha256 = ?", "t",
    request->argument);

  if (rows == NULL)
    return FALSE;
  if (stet_practice_db_step (request->room->db, rows, &local))
    {
      answer->status = 200;
      answer->type = g_intern_string ((const char *) sqlite3_column_text (rows, 0));
      answer->body = stet_practice_db_blob (rows, 1);
      answer->etag = g_strdup_printf ("\"%s\"", request->argument);
      return TRUE;
    }
  if (local == NULL)
    stet_practice_answer_problem (answer, STET_PROBLEM_NOT_FOUND, "There is no picture %s.",
                                  request->argument);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return answer->status != 0;
}

/* The type of a picture that may be kept; NULL when `answer` says why not. */
static const char *
check_picture (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->body);
  guint width, height;
  const char *type = stet_practice_picture_type (request->body, &width, &height);

  if (!g_str_equal (sha256, request->argument))
    stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                  "The content's SHA-256 is %s, the address says %s.", sha256,
                                  request->argument);
  else if (type == NULL)
    stet_practice_answer_problem (answer, STET_PROBLEM_MEDIA_TYPE,
                                  "A JPEG, PNG, GIF, WebP or AVIF picture is taken here.");
  else if (width > STET_PRACTICE_MEDIA_SIDE_MAX || height > STET_PRACTICE_MEDIA_SIDE_MAX)
    stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                  "The picture has %u by %u pixels, at most %d a side.", width,
                                  height, STET_PRACTICE_MEDIA_SIDE_MAX);
  else
    return type;
  return NULL;
}

gboolean
stet_practice_put_media (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  const char *type;
  GString *json;

  if (!stet_file_is_sha256 (request->argument))
    {
      stet_practice_answer_problem (
        answer, STET_PROBLEM_NOT_FOUND,
        "A picture stands at the SHA-256 of its content, in lower-case hex.");
      return TRUE;
    }
  type = check_picture (request, answer);
  if (type == NULL)
    return TRUE;
  if (!stet_practice_db_run (request->room->db, error,
                             "INSERT OR IGNORE INTO media (sha256, type, bytes) VALUES (?, ?, ?)",
                             "ttb", request->argument, type, request->body))
    return FALSE;
  json = g_string_new ("{");
  stet_practice_json_string (json, "id", request->argument);
  stet_practice_json_string (json, "type", type);
  g_string_append_c (json, '}');
  stet_practice_answer_json (answer, 201, json);
  answer->location = g_strdup_printf ("%s/media/sha256-%s", request->room->api, request->argument);
  return TRUE;
}
