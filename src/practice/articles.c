/* GET and PUT of a story, and additions to its review record. Layer: practice, on the thread that
 * serves. */
#include "config.h"

#include "practice/exchange.h"

#include "article/json.h"

gboolean
stet_practice_get_article (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  g_autofree char *etag = stet_practice_record_etag (request->record);

  if (request->if_none_match != NULL && stet_practice_etag_matches (request->if_none_match, etag))
    {
      answer->status = 304;
      answer->etag = g_steal_pointer (&etag);
      return TRUE;
    }
  stet_practice_answer_record (request, answer, 200, request->record);
  return TRUE;
}

/* The story of the body, under the id of the path. NULL when `answer` says what is wrong. */
static StetArticle *
read_story (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  g_autoptr (JsonObject) object = stet_practice_request_object (request, answer);
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);

  if (object == NULL || !stet_practice_object_string (object, "id", &id, answer))
    return NULL;
  if (id != NULL && !g_str_equal (id, request->argument))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_INVALID,
                                    "The story's id is “%s”, the address says “%s”.", id,
                                    request->argument);
      return NULL;
    }
  article = stet_article_from_json (data, length, request->room->random, &error);
  if (article == NULL)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_INVALID, "%s", error->message);
      return NULL;
    }
  if (id == NULL)
    return stet_article_with_ids (article, request->argument, stet_article_fields (article)->story);
  return g_steal_pointer (&article);
}

/* 403, 428, 412, in this order. */
static gboolean
check_put (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  StetPracticeRecord *record = request->record;
  g_autofree char *etag = record != NULL ? stet_practice_record_etag (record) : NULL;
  gboolean creates = request->if_none_match != NULL && g_str_equal (request->if_none_match, "*");

  if (record != NULL && !stet_practice_account_owns (request->account, record))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_FORBIDDEN,
                                    "%s may not change a story of %s.", request->account->name,
                                    record->author);
      return FALSE;
    }
  if (!creates && request->if_match == NULL)
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_PRECONDITION,
                                    "If-None-Match: * creates a story, If-Match changes one.");
      return FALSE;
    }
  if (record == NULL || (!creates && stet_practice_etag_matches (request->if_match, etag)))
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_STALE, "The story is at version %s.", etag);
  answer->etag = g_steal_pointer (&etag);
  return FALSE;
}

static StetPracticeRecord *
new_record (StetPracticeRequest *request)
{
  StetPracticeRecord *record = g_new0 (StetPracticeRecord, 1);
  g_autoptr (StetReview) review = stet_review_new ();

  record->id = g_strdup (request->argument);
  record->author = g_strdup (request->account->id);
  record->review = stet_review_to_json (review);
  return record;
}

/* An approval is for a content: another content ends it, and with it the schedule. */
static void
take_content (StetPracticeRecord *record, StetArticle *article, char *json)
{
  g_autofree char *hash = stet_article_hash (article, NULL);

  if (g_strcmp0 (hash, record->hash) != 0
      && (record->state == STET_STATE_APPROVED || record->state == STET_STATE_SCHEDULED))
    {
      record->state = STET_STATE_SUBMITTED;
      record->scheduled_us = 0;
    }
  g_free (record->hash);
  g_free (record->article);
  g_free (record->headline);
  record->hash = g_steal_pointer (&hash);
  record->article = json;
  record->headline = g_strdup (stet_prose_text (stet_article_fields (article)->headline));
}

gboolean
stet_practice_put_article (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  g_autoptr (StetArticle) article = read_story (request, answer);
  g_autofree char *json = NULL;
  gboolean created = request->record == NULL;

  if (article == NULL || !check_put (request, answer))
    return TRUE;
  json = stet_article_to_json (article);
  if (created)
    request->record = new_record (request);
  else if (g_str_equal (json, request->record->article))
    {
      stet_practice_answer_record (request, answer, 200, request->record);
      return TRUE;
    }
  take_content (request->record, article, g_steal_pointer (&json));
  if (!stet_practice_record_save (request->room, request->record, error))
    return FALSE;
  stet_practice_answer_record (request, answer, created ? 201 : 200, request->record);
  if (created)
    answer->location = g_strdup_printf ("%s/articles/%s", request->room->api, request->record->id);
  return TRUE;
}

/* --- POST /articles/{id}/review --- */

static void
fill (char **field, const char *value)
{
  if (*field != NULL && (*field)[0] != '\0')
    return;
  g_free (*field);
  *field = g_strdup (value);
}

static void
claim (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Who approves or overrides is who is signed in; other additions name somebody or are the sender's.
 */
static void
sign (StetPracticeRequest *request, StetReview *review)
{
  const char *by = request->account->id;
  g_autofree char *at = stet_time_to_rfc3339 (stet_clock_now_us (request->room->clock));

  for (guint i = 0; i < review->notes->len; i++)
    {
      StetNote *note = g_ptr_array_index (review->notes, i);

      fill (&note->by, by);
      fill (&note->at, at);
    }
  for (guint i = 0; i < review->approvals->len; i++)
    {
      StetApproval *approval = g_ptr_array_index (review->approvals, i);

      claim (&approval->by, by);
      fill (&approval->at, at);
    }
  for (guint i = 0; i < review->stets->len; i++)
    {
      StetStand *stand = g_ptr_array_index (review->stets, i);

      fill (&stand->by, by);
      fill (&stand->at, at);
    }
  for (guint i = 0; i < review->overrides->len; i++)
    {
      StetOverride *override = g_ptr_array_index (review->overrides, i);

      claim (&override->by, by);
      fill (&override->at, at);
    }
}

static gboolean
needs_editor (const StetReview *review)
{
  if (review->approvals->len > 0)
    return TRUE;
  for (guint i = 0; i < review->stets->len; i++)
    if (g_strcmp0 (((StetStand *) g_ptr_array_index (review->stets, i))->scope, "desk") == 0)
      return TRUE;
  return FALSE;
}

/* 403, 412, in this order; a version need not be named, since additions do not undo anything. */
static gboolean
check_review (StetPracticeRequest *request, const StetReview *additions, StetPracticeAnswer *answer)
{
  g_autofree char *etag = stet_practice_record_etag (request->record);

  if (!stet_practice_account_owns (request->account, request->record)
      || (needs_editor (additions) && !stet_practice_account_can (request->account, "approve")))
    {
      stet_practice_answer_problem (answer, STET_PROBLEM_FORBIDDEN,
                                    "%s may not add that to this story's review.",
                                    request->account->name);
      return FALSE;
    }
  if (request->if_match == NULL || stet_practice_etag_matches (request->if_match, etag))
    return TRUE;
  stet_practice_answer_problem (answer, STET_PROBLEM_STALE, "The story is at version %s.", etag);
  answer->etag = g_steal_pointer (&etag);
  return FALSE;
}

static StetReview *
read_additions (StetPracticeRequest *request, StetPracticeAnswer *answer)
{
  g_autoptr (JsonObject) object = stet_practice_request_object (request, answer);
  g_autoptr (GError) error = NULL;
  StetReview *additions;
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);

  if (object == NULL)
    return NULL;
  additions = stet_review_from_json (data, length, &error);
  if (additions == NULL)
    stet_practice_answer_problem (answer, STET_PROBLEM_INVALID, "%s", error->message);
  return additions;
}

gboolean
stet_practice_add_review (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error)
{
  StetPracticeRecord *record = request->record;
  g_autoptr (StetReview) additions = read_additions (request, answer);
  g_autoptr (StetReview) review = NULL;
  g_autofree char *json = NULL;

  if (additions == NULL || !check_review (request, additions, answer))
    return TRUE;
  review = stet_review_from_json (record->review, strlen (record->review), error);
  if (review == NULL)
    return FALSE;
  sign (request, additions);
  additions->state = review->state;
  stet_review_merge (review, additions);
  json = stet_review_to_json (review);
  if (!g_str_equal (json, record->review))
    {
      g_free (record->review);
      record->review = g_steal_pointer (&json);
      if (!stet_practice_record_save (request->room, record, error))
        return FALSE;
    }
  stet_practice_answer_record (request, answer, 200, record);
  return TRUE;
}
