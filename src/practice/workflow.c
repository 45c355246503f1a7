/* A story's way through the states: transitions, going live and coming down, and the ones that go
 * live by themselves when their time has come. Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/workflow.h"

#include "article/format.h"
#include "article/json.h"
#include "practice/exchange.h"
#include "practice/json-ld.h"

#define PATH_TRIES_MAX 8
#define SHORT_ID_CHARS 8

static StetArticle *
read_article (StetPracticeNewsroom *room, const char *json, GError **error)
{
  return stet_article_from_json (json, strlen (json), room->random, error);
}

/* "/2026/11/a-headline-1a2b3c4d": dated in the site's zone, told apart by the start of the id. */
static char *
make_path (StetPracticeNewsroom *room, const StetPracticeRecord *record, StetArticle *article,
           guint id_chars)
{
  const StetArticleFields *fields = stet_article_fields (article);
  g_autofree char *time = stet_time_to_rfc3339_zone (record->published_us, room->zone);
  const char *wanted = stet_prose_is_blank (fields->slug) ? stet_prose_text (fields->headline)
                                                          : stet_prose_text (fields->slug);
  g_autofree char *slug = stet_slug_from_headline (wanted, fields->language);
  g_autofree char *digits = g_strndup (record->id, id_chars);

  return g_strdup_printf ("/%.4s/%.2s/%s%s%s", time, time + 5, slug, slug[0] != '\0' ? "-" : "",
                          digits);
}

static gboolean
decide_path (StetPracticeNewsroom *room, StetPracticeRecord *record, StetArticle *article,
             GError **error)
{
  for (guint i = 0; i < PATH_TRIES_MAX; i++)
    {
      g_autofree char *path = make_path (room, record, article, MIN (SHORT_ID_CHARS + 4 * i, 36));
      g_autoptr (GError) local = NULL;
      g_autoptr (StetPracticeRecord) other = stet_practice_record_load (room, "path", path, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (other == NULL)
        {
          record->path = g_steal_pointer (&path);
          return TRUE;
        }
    }
  g_set_error (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_SHAPE, "No free address for %s",
               record->id);
  return FALSE;
}

static gboolean
keep_picture (StetPracticeNewsroom *room, const char *id, const StetPhoto *photo, GError **error)
{
  g_autofree char *sha256 = photo != NULL ? stet_practice_picture_sha256 (stet_photo_file (photo))
                                          : NULL;

  if (sha256 == NULL)
    return TRUE;
  return stet_practice_db_run (room->db, error,
                               "INSERT OR IGNORE INTO live_media (article, sha256) VALUES (?, ?)",
                               "tt", id, sha256);
}

/* Only pictures that a live page shows can be had without signing in. */
static gboolean
keep_pictures (StetPracticeNewsroom *room, const char *id, StetArticle *article, GError **error)
{
  if (!stet_practice_db_run (room->db, error, "DELETE FROM live_media WHERE article = ?", "t", id))
    return FALSE;
  if (article == NULL)
    return TRUE;
  if (!keep_picture (room, id, stet_article_fields (article)->photo, error))
    return FALSE;
  for (guint i = 0; i < stet_article_n_blocks (article); i++)
    if (!keep_picture (room, id, stet_block_fields (stet_article_block (article, i))->photo, error))
      return FALSE;
  return TRUE;
}

gboolean
stet_practice_go_live (StetPracticeNewsroom *room, StetPracticeRecord *record, gint64 at_us,
                       GError **error)
{
  g_autoptr (StetArticle) article = read_article (room, record->article, error);
  const char *original;

  if (article == NULL)
    return FALSE;
  if (record->published_us == 0)
    record->published_us = at_us;
  record->updated_us = at_us;
  if (record->path == NULL && !decide_path (room, record, article, error))
    return FALSE;
  original = stet_article_fields (article)->translation_of_id;
  g_free (record->live_article);
  g_free (record->live_hash);
  g_free (record->live_group);
  record->live_article = g_strdup (record->article);
  record->live_hash = g_strdup (record->hash);
  record->live_group = g_strdup (original != NULL && original[0] != '\0' ? original : record->id);
  record->state = STET_STATE_PUBLISHED;
  record->scheduled_us = 0;
  return keep_pictures (room, record->id, article, error);
}

gboolean
stet_practice_take_down (StetPracticeNewsroom *room, StetPracticeRecord *record, GError **error)
{
  g_clear_pointer (&record->live_article, g_free);
  g_clear_pointer (&record->live_hash, g_free);
  g_clear_pointer (&record->live_group, g_free);
  record->state = STET_STATE_UNPUBLISHED;
  record->scheduled_us = 0;
  return keep_pictures (room, record->id, NULL, error);
}

static gboolean
promote_all (StetPracticeNewsroom *room, GPtrArray *due, GPtrArray *ids, GError **error)
{
  for (guint i = 0; i < due->len; i++)
    {
      StetPracticeRecord *record = g_ptr_array_index (due, i);

      if (!stet_practice_go_live (room, record, record->scheduled_us, error)
          || !stet_practice_record_save (room, record, error))
        return FALSE;
      g_ptr_array_add (ids, g_strdup (record->id));
    }
  return TRUE;
}

GPtrArray *
stet_practice_promote_due (StetPracticeNewsroom *room, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) due = stet_practice_record_list_due (room, error);

  if (due == NULL)
    return NULL;
  if (due->len == 0)
    return g_steal_pointer (&ids);
  if (!stet_practice_db_begin (room->db, error))
    return NULL;
  if (promote_all (room, due, ids, error) && stet_practice_db_commit (room->db, error))
    return g_steal_pointer (&ids);
  stet_practice_db_rollback (room->db);
  return NULL;
}

gint64
stet_practice_next_due_us (StetPracticeNewsroom *room)
{
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (
    room->db, NULL, "SELECT MIN (scheduled_us) FROM article WHERE scheduled_us > 0", "");

  return rows != NULL && stet_practice_db_step (room->db, rows, NULL)
           ? sqlite3_column_int64 (rows, 0)
           : 0;
}

/* --- POST /articles/{id}/transitions --- */

typedef struct
{
  StetState to;
  const char *hash;   /* (nullable) */
  const char *reason; /* (nullable) */
  gint64 at_us;       /* 0: none */
} Transition;

static gboolean
read_time (StetPracticeRequest *request, const char *at, Transition *wanted,
           StetPracticeAnswer *answer)
{
  if (at == NULL && wanted->to != STET_STATE_SCHEDULED)
    return TRUE;
  if (at == NULL || !stet_time_parse (at, request->room->zone, &wanted->at_us))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                    "“at” must be a time such as 2026-11-24T18:00:00Z.");
      return FALSE;
    }
  if (wanted->to != STET_STATE_SCHEDULED
      || wanted->at_us > stet_clock_now_us (request->room->clock))
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_INVALID, "“at” lies in the past: %s.", at);
  return FALSE;
}

static gboolean
read_transition (StetPracticeRequest *request, JsonObject *object, Transition *wanted,
                 StetPracticeAnswer *answer)
{
  const char *to, *at;

  if (!stet_practice_object_string (object, "to", &to, answer)
      || !stet_practice_object_string (object, "hash", &wanted->hash, answer)
      || !stet_practice_object_string (object, "at", &at, answer)
      || !stet_practice_object_string (object, "reason", &wanted->reason, answer))
    return FALSE;
  if (to == NULL || !stet_state_parse (to, &wanted->to))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                    "“to” must name a state that a story can be taken to.");
      return FALSE;
    }
  if (wanted->hash == NULL
      && (wanted->to == STET_STATE_APPROVED || wanted->to == STET_STATE_SCHEDULED
          || wanted->to == STET_STATE_PUBLISHED))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                    "“hash” must name the content that is %s.", to);
      return FALSE;
    }
  if (wanted->reason != NULL && strlen (wanted->reason) > STET_PRACTICE_REASON_BYTES_MAX)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                    "“reason” is longer than %d bytes.",
                                    STET_PRACTICE_REASON_BYTES_MAX);
      return FALSE;
    }
  return read_time (request, at, wanted, answer);
}

static const char *
needed_right (StetState to)
{
  switch (to)
    {
    case STET_STATE_SUBMITTED:
      return "submit";
    case STET_STATE_RETURNED:
    case STET_STATE_APPROVED:
      return "approve";
    case STET_STATE_SCHEDULED:
    case STET_STATE_PUBLISHED:
      return "publish";
    case STET_STATE_UNPUBLISHED:
      return "unpublish";
    default:
      return "edit_others";
    }
}

/* The table, and two things about a live page: it can be taken down whatever the working version's
 * state is, and a story is not binned under it. */
static gboolean
check_state (const StetPracticeRecord *record, StetState to, StetPracticeAnswer *answer)
{
  if (to == STET_STATE_BINNED && record->live_hash != NULL)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_LIVE, "The page %s is live.",
                                    record->path);
      return FALSE;
    }
  if (stet_state_may_follow (record->state, to)
      || (to == STET_STATE_UNPUBLISHED && record->live_hash != NULL))
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_STATE, "A story that is %s cannot become %s.",
                                stet_state_name (record->state), stet_state_name (to));
  return FALSE;
}

/* Out of the bin there is one way. */
static gboolean
check_bin (const StetPracticeRecord *record, StetState to, StetPracticeAnswer *answer)
{
  if (record->state != STET_STATE_BINNED || to == STET_STATE_DRAFT)
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_BINNED, "The story “%s” was binned.",
                                record->id);
  return FALSE;
}

/* 403, 428, 412, 409, in this order. */
static gboolean
check_transition (StetPracticeRequest *request, const Transition *wanted,
                  StetPracticeAnswer *answer)
{
  StetPracticeRecord *record = request->record;
  g_autofree char *etag = stet_practice_record_etag (record);

  if (!stet_practice_account_can (request->account, needed_right (wanted->to))
      || !stet_practice_account_owns (request->account, record))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_FORBIDDEN,
                                    "%s may not make this story %s.", request->account->name,
                                    stet_state_name (wanted->to));
      return FALSE;
    }
  if (request->if_match == NULL)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_PRECONDITION,
                                    "If-Match must name the story's version.");
      return FALSE;
    }
  if (!stet_practice_etag_matches (request->if_match, etag))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_STALE, "The story is at version %s.",
                                    etag);
      answer->etag = g_steal_pointer (&etag);
      return FALSE;
    }
  if (wanted->hash != NULL && !g_str_equal (wanted->hash, record->hash))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_OTHER_HASH, "The story's content is %s.",
                                    record->hash);
      answer->etag = g_steal_pointer (&etag);
      return FALSE;
    }
  return check_state (record, wanted->to, answer);
}

static gboolean
has_note (const StetReview *review, const char *by, const char *text)
{
  for (guint i = 0; i < review->notes->len; i++)
    {
      const StetNote *note = g_ptr_array_index (review->notes, i);

      if (g_strcmp0 (note->by, by) == 0 && g_strcmp0 (note->text, text) == 0)
        return TRUE;
    }
  return FALSE;
}

/* An approval and a reason become part of the review record, under the name of who gave them. */
static gboolean
note_transition (StetPracticeRequest *request, const Transition *wanted, GError **error)
{
  StetPracticeRecord *record = request->record;
  const char *by = request->account->id;
  g_autoptr (StetReview) review = stet_review_from_json (record->review, strlen (record->review),
                                                         error);
  g_autofree char *at = stet_time_to_rfc3339 (stet_clock_now_us (request->room->clock));

  if (review == NULL)
    return FALSE;
  if (wanted->to == STET_STATE_APPROVED)
    stet_review_add_approval (review, record->hash, by, at);
  if (wanted->reason != NULL && wanted->reason[0] != '\0' && !has_note (review, by, wanted->reason))
    {
      g_autofree char *id = stet_uuid_new (request->room->random);

      stet_review_add_note (review, id, by, at, wanted->reason, NULL);
    }
  g_free (record->review);
  record->review = stet_review_to_json (review);
  return TRUE;
}

static gboolean
change_state (StetPracticeRequest *request, const Transition *wanted, GError **error)
{
  StetPracticeRecord *record = request->record;

  if (wanted->to == STET_STATE_PUBLISHED)
    return stet_practice_go_live (request->room, record, stet_clock_now_us (request->room->clock),
                                  error);
  if (wanted->to == STET_STATE_UNPUBLISHED)
    return stet_practice_take_down (request->room, record, error);
  record->state = wanted->to;
  record->scheduled_us = wanted->to == STET_STATE_SCHEDULED ? wanted->at_us : 0;
  return TRUE;
}

gboolean
stet_practice_transition (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (JsonObject) object = stet_practice_request_object (request, answer);
  Transition wanted = { 0 };

  if (object == NULL || !read_transition (request, object, &wanted, answer)
      || !check_bin (request->record, wanted.to, answer)
      || !check_transition (request, &wanted, answer))
    return TRUE;
  if (!note_transition (request, &wanted, error) || !change_state (request, &wanted, error)
      || !stet_practice_record_save (request->room, request->record, error))
    return FALSE;
  stet_practice_answer_record (request, answer, 200, request->record);
  return TRUE;
}
