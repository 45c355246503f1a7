/* A story's review record: state, notes, approvals, what was left to stand and why. It stands
 * beside the article and never counts in its hash. Mutable, one owner at a time. Layer: article. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef struct _JsonNode JsonNode; /* json-glib's */

typedef enum
{
  STET_STATE_DRAFT = 0,
  STET_STATE_SUBMITTED,
  STET_STATE_RETURNED,
  STET_STATE_APPROVED,
  STET_STATE_SCHEDULED,
  STET_STATE_PUBLISHED,
  STET_STATE_UNPUBLISHED,
  STET_STATE_BINNED,
} StetState;
#define STET_STATES 8

const char *stet_state_name  (StetState state); /* "draft" … */
gboolean    stet_state_parse (const char *name, StetState *state);
/* The table of the contracts: whether `to` may follow `from`. */
gboolean    stet_state_may_follow (StetState from, StetState to);

typedef struct { char *id; char *by; char *at; char *text; char *field; /* (nullable) */ } StetNote;
typedef struct { char *hash; char *by; char *at; } StetApproval;
/* `scope`: "finding", "story" or "desk". `finding` is the finding's id; for a story scope it names
 * the rule too, so `rule` is kept beside it. */
typedef struct
{
  char *finding;
  char *rule;
  char *reason;
  char *by;
  char *at;
  char *scope;
} StetStand;
/* A blocking finding overruled by who may, at submit or publish. */
typedef struct { char *finding; char *reason; char *by; char *at; } StetOverride;

typedef struct
{
  StetState  state;
  GPtrArray *notes;     /* (owned) of StetNote */
  GPtrArray *approvals; /* (owned) of StetApproval */
  GPtrArray *stets;     /* (owned) of StetStand */
  GPtrArray *overrides; /* (owned) of StetOverride */
  char      *flags;     /* (owned) canonical JSON object: {"breaking": true} */
} StetReview;

StetReview *stet_review_new  (void);
StetReview *stet_review_copy (const StetReview *review);
void        stet_review_free (StetReview *review);

StetReview *stet_review_from_json (const char *data, gsize length_bytes, GError **error);
/* The same of a part of a document that passed stet_json_scan () whole. */
StetReview *stet_review_from_node (JsonNode *node, GError **error);
char       *stet_review_to_json   (const StetReview *review); /* (owned), canonical */

void stet_review_add_note (StetReview *review, const char *id, const char *by, const char *at,
                           const char *text, const char *field);
void
stet_review_add_approval (StetReview *review, const char *hash, const char *by, const char *at);
/* copied; replaces the one of the same finding */
void stet_review_add_stand    (StetReview *review, const StetStand *stand);
gboolean stet_review_remove_stand (StetReview *review, const char *finding);
void stet_review_add_override (StetReview *review, const StetOverride *override_);
/* Adds what `other` has and `review` has not (notes by id, approvals by hash and who, stets by
 * finding). */
void stet_review_merge        (StetReview *review, const StetReview *other);
gboolean stet_review_is_approved (const StetReview *review, const char *hash);
gboolean stet_review_flag     (const StetReview *review, const char *name);
void stet_review_set_flag     (StetReview *review, const char *name, gboolean value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetReview, stet_review_free)

G_END_DECLS
