/* One request to the publishing API and its answer, without the server around them: what handlers
 * work on. Layer: practice, on the thread that serves. Formats: RFC 9110 (preconditions), RFC 9457
 * (problems). */
#pragma once

#include "practice/newsroom.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* of a JSON request; a story is far smaller */
#define STET_PRACTICE_BODY_BYTES_MAX (4 * 1024 * 1024)
#define STET_PRACTICE_MEDIA_BYTES_MAX (40 * 1024 * 1024)
#define STET_PRACTICE_MEDIA_SIDE_MAX 10000
#define STET_PRACTICE_KEY_CHARS_MAX 255
#define STET_PRACTICE_REASON_BYTES_MAX (16 * 1024)

typedef struct
{
  StetPracticeNewsroom *room;
  const char *method;
  const char *path;          /* below the API, "/articles/…" */
  GHashTable *query;         /* (nullable) of decoded strings */
  const char *authorization; /* (nullable) these are the headers of their names */
  const char *if_match;      /* (nullable) */
  const char *if_none_match; /* (nullable) */
  const char *key;           /* (nullable) Idempotency-Key */
  const char *content_type;  /* (nullable) without parameters */
  GBytes     *body;
  gboolean    too_large;     /* the body was longer than what is kept */

  /* Found out on the way to the handler. */
  const StetPracticeAccount *account;
  char               *argument; /* (owned) (nullable) what stands in the path for {id} or {hex} */
  StetPracticeRecord *record;   /* (owned) (nullable) the story of that id */
} StetPracticeRequest;

typedef struct
{
  guint       status;
  const char *type;     /* media type, static */
  GBytes     *body;     /* (owned) (nullable) */
  char       *etag;     /* (owned) (nullable) */
  char       *location; /* (owned) (nullable) */
  const char *allow;    /* (nullable) static */
} StetPracticeAnswer;

void stet_practice_request_clear (StetPracticeRequest *request);
void stet_practice_answer_clear  (StetPracticeAnswer *answer);

/* What can go wrong, with the status and the title that stand for it. */
typedef enum
{
  STET_PROBLEM_UNAUTHORIZED,
  STET_PROBLEM_NOT_FOUND,
  STET_PROBLEM_METHOD,
  STET_PROBLEM_TOO_LARGE,
  STET_PROBLEM_MEDIA_TYPE,
  STET_PROBLEM_KEY,
  STET_PROBLEM_KEY_REUSED,
  STET_PROBLEM_BINNED,
  STET_PROBLEM_CURSOR,
  STET_PROBLEM_SYNTAX,
  STET_PROBLEM_INVALID,
  STET_PROBLEM_FORBIDDEN,
  STET_PROBLEM_PRECONDITION,
  STET_PROBLEM_STALE,
  STET_PROBLEM_OTHER_HASH,
  STET_PROBLEM_STATE,
  STET_PROBLEM_LIVE,
  STET_PROBLEM_HOST,
  STET_PROBLEM_INTERNAL,
  STET_PROBLEM_UNAVAILABLE,
} StetPracticeProblem;

/* Makes `answer` that problem; `detail` says it for this request. */
void stet_practice_answer_problem (StetPracticeAnswer *answer, StetPracticeProblem problem,
                                   const char *detail, ...) G_GNUC_PRINTF (3, 4);
/* Takes over `json`. */
void stet_practice_answer_json    (StetPracticeAnswer *answer, guint status, GString *json);
/* The one shape in which a story is answered, also in the list of changes. */
void stet_practice_json_record (GString *json, const StetPracticeNewsroom *room,
                                const StetPracticeRecord *record);
/* With its ETag. */
void stet_practice_answer_record (StetPracticeRequest *request, StetPracticeAnswer *answer,
                                  guint status, const StetPracticeRecord *record);

/* Whether a list of entity tags names `etag`, compared strongly; "*" names any. */
gboolean stet_practice_etag_matches (const char *header, const char *etag);

/* The request's body as a JSON object; NULL when it is none, then `answer` says so. Returns:
 * (owned). */
JsonObject *stet_practice_request_object (StetPracticeRequest *request, StetPracticeAnswer *answer);
/* A string member; missing and null give NULL. FALSE when it is of another type, then `answer` says
 * so. */
gboolean stet_practice_object_string (JsonObject *object, const char *name, const char **value,
                                      StetPracticeAnswer *answer);

/* JSON by hand, in the order of the description. A member after others brings its comma. */
void stet_practice_json_key    (GString *json, const char *name);
/* NULL: null */
void stet_practice_json_string (GString *json, const char *name, const char *value);
void stet_practice_json_raw    (GString *json, const char *name, const char *value);
void stet_practice_json_time   (GString *json, const char *name, gint64 time_us);    /* 0: null */

/* Handlers fill `answer`; FALSE with `error` is a failure of the database and becomes 500. What
 * they wrote is kept only when the answer's status is below 400. */
typedef gboolean (*StetPracticeHandler) (StetPracticeRequest *request, StetPracticeAnswer *answer,
                                         GError **error);

gboolean
stet_practice_get_root (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean
stet_practice_get_me (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean stet_practice_get_changes (StetPracticeRequest *request, StetPracticeAnswer *answer,
                                    GError **error);
gboolean stet_practice_get_article (StetPracticeRequest *request, StetPracticeAnswer *answer,
                                    GError **error);
gboolean stet_practice_put_article (StetPracticeRequest *request, StetPracticeAnswer *answer,
                                    GError **error);
gboolean
stet_practice_transition (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean
stet_practice_add_review (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean
stet_practice_get_media (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean
stet_practice_put_media (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean
stet_practice_get_terms (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean
stet_practice_add_term (StetPracticeRequest *request, StetPracticeAnswer *answer, GError **error);
gboolean stet_practice_get_authors (StetPracticeRequest *request, StetPracticeAnswer *answer,
                                    GError **error);

/* Whether an account may do what `can` names ("draft", "submit" … of GET /me). */
gboolean stet_practice_account_can (const StetPracticeAccount *account, const char *can);
/* Whether it may touch this story at all: its own, or anybody's for an editor. */
gboolean
stet_practice_account_owns (const StetPracticeAccount *account, const StetPracticeRecord *record);

G_END_DECLS
