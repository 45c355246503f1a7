/* One intent's way to the site, as a pure function: (state, event) -> (state', effect). No time, no
 * thread, no network, no disk in here. Layer: sync/engine (over base and article only).
 *
 * Every effect that goes out is preceded by a stored attempt (state with `sent` set) and followed
 * by a stored result; a start that finds `sent` without a result is AMBIGUOUS and may only read. */
#pragma once

#include "article/review.h"

G_BEGIN_DECLS

typedef enum
{
  STET_INTENT_SAVE = 1,  /* the draft to the site */
  STET_INTENT_SUBMIT,
  STET_INTENT_RETURN,
  STET_INTENT_APPROVE,
  STET_INTENT_SCHEDULE,
  STET_INTENT_PUBLISH,
  STET_INTENT_UNPUBLISH,
  STET_INTENT_BIN,
  STET_INTENT_RESTORE,   /* out of the bin, as a draft */
} StetIntentKind;
const char *stet_intent_kind_name (StetIntentKind kind);

typedef enum
{
  STET_STEP_MEDIA = 1, /* pictures there? send those that are not */
  STET_STEP_CREATE,
  STET_STEP_WRITE,
  STET_STEP_REVIEW,    /* notes, stets, overrides, approval */
  STET_STEP_GUARD,     /* read: is the site's text the one that was approved? */
  STET_STEP_TRANSITION,
  STET_STEP_VERIFY,    /* read back */
  STET_STEP_DONE,
} StetStep;
const char *stet_step_name (StetStep step);

typedef enum
{
  STET_HOLD_NONE = 0,
  STET_HOLD_OFFLINE,   /* tried again when due */
  STET_HOLD_CONFLICT,  /* a person decides */
  STET_HOLD_AUTH,      /* sign in again */
  STET_HOLD_REFUSED,   /* the site said no: told, ended on acknowledgement */
  STET_HOLD_EXPIRED,   /* a publish too old to go off by itself: asked again */
  STET_HOLD_CANCELLED,
  STET_HOLD_STOPPED,   /* a person stopped the sending: goes on when a person asks */
} StetHold;
const char *stet_hold_name (StetHold hold);

typedef struct
{
  char          *id;         /* UUID */
  char          *article_id;
  StetIntentKind kind;
  StetStep       step;
  /* this step's request went out and no result is stored: AMBIGUOUS at start */
  gboolean       sent;
  StetHold       hold;
  char          *hash;       /* content hash the intent is bound to */
  char          *version;    /* (nullable) the site's version the next write expects */
  char          *reason;     /* (nullable) */
  gint64         at_us;      /* schedule */
  gint64         expires_us; /* publish: not after this; 0: never */
  gint64         due_us;
  guint          tries;
  guint          media_done; /* pictures of the story known to be there */
  gboolean       settled;    /* DONE and verified */
  char          *message;    /* (nullable) the last error, for logs and `stet queue` */
  int            error_code; /* StetSiteError of the last failure, 0 */
  guint          error_reason; /* the site's StetReason for it, 0 */
  int            failure;    /* StetEngineFailure of the last failure, 0 */
  /* (nullable) what the site had when the text was made; NULL: unknown there */
  char          *base_hash;
  StetState      from;       /* TRANSITION: the state it was to start from */
  /* refused attempts known not to have been applied: part of the next key */
  guint          attempt;
  gboolean       review_done; /* the review record went out */
  gboolean       due_by_site; /* due_us comes from the site's Retry-After */
  gint64         created_us; /* when it was queued */
  char          *user;       /* (nullable) whose account sends it */
} StetIntent;

StetIntent *
stet_intent_new (StetIntentKind kind, const char *id, const char *article_id, const char *hash);
StetIntent *stet_intent_copy (const StetIntent *intent);
void        stet_intent_free (StetIntent *intent);
/* Its row's body: JSON text without json-glib (this layer has none); unknown keys are an error. */
char       *stet_intent_to_text   (const StetIntent *intent);
StetIntent *stet_intent_from_text (const char *text, GError **error);
/* Done, cancelled, or acknowledged: nothing will be sent for it any more. */
gboolean    stet_intent_is_ended  (const StetIntent *intent);
/* Whether it may change the story's text at the site. */
gboolean    stet_intent_writes    (const StetIntent *intent);
/* The state the story is to reach; SAVE has none and gives DRAFT. */
StetState   stet_intent_target    (const StetIntent *intent);

#define STET_ENGINE_ERROR (stet_engine_error_quark ())
GQuark stet_engine_error_quark (void);
enum { STET_ENGINE_ERROR_TEXT = 1 }; /* an intent's row that can't be read */

/* What a failure lets one do next; the runner maps StetSiteError onto it. */
typedef enum
{
  STET_FAILURE_OFFLINE = 1, /* nothing was sent */
  STET_FAILURE_UNKNOWN,     /* sent, no usable answer */
  STET_FAILURE_AUTH,
  STET_FAILURE_REFUSED,
  STET_FAILURE_STATE,       /* 409 */
  STET_FAILURE_STALE,       /* 412 */
  STET_FAILURE_NOT_FOUND,   /* gone there for good */
  STET_FAILURE_BUSY,        /* wait as long as the site says */
  STET_FAILURE_MISMATCH,    /* 2xx, but not what was asked for */
  STET_FAILURE_SERVER,      /* 5xx */
  STET_FAILURE_STOPPED,     /* a person stopped it: sent or not, nobody knows */
} StetEngineFailure;
#define STET_FAILURES 11

typedef enum
{
  STET_EVENT_START = 1,     /* taken up, also after a restart */
  STET_EVENT_MEDIA_THERE,
  STET_EVENT_MEDIA_MISSING,
  STET_EVENT_MEDIA_SENT,
  STET_EVENT_CREATED,
  STET_EVENT_WRITTEN,
  STET_EVENT_REVIEWED,
  STET_EVENT_REMOTE_READ,
  STET_EVENT_TRANSITIONED,
  STET_EVENT_FAILED,
  STET_EVENT_ACKNOWLEDGED,  /* the person has seen why it is held: it ends */
  STET_EVENT_CANCEL,
  STET_EVENT_CONFLICT,      /* the story has an open conflict record */
} StetEngineEventKind;
#define STET_EVENTS 13

typedef enum
{
  STET_EFFECT_NONE = 0,
  STET_EFFECT_READ,
  STET_EFFECT_HEAD_MEDIA,
  STET_EFFECT_PUT_MEDIA,
  STET_EFFECT_CREATE,
  STET_EFFECT_WRITE,
  STET_EFFECT_REVIEW,
  STET_EFFECT_TRANSITION,
  STET_EFFECT_WAIT,         /* until due_us */
  STET_EFFECT_HOLD,
  STET_EFFECT_DONE,
} StetEngineEffectKind;
#define STET_EFFECTS 11
gboolean stet_engine_effect_sends (StetEngineEffectKind kind);

typedef struct
{
  StetEngineEventKind kind;
  gint64      now_us;
  guint32     random;        /* a fresh draw, for the jitter of a wait */
  guint       n_media;       /* pictures in the story as sent */
  /* REMOTE_READ, and the version of a result */
  gboolean    missing;       /* no such story at the site */
  StetState   state;
  const char *version;       /* (nullable) */
  const char *hash;          /* (nullable) */
  const char *live_hash;     /* (nullable) */
  gint64      scheduled_us;
  /* the site keeps no changed version beside a live one: a write goes live */
  gboolean    direct;
  gboolean    known_base;    /* the intent's text was made from the text the site has */
  gboolean    review_held;   /* the site has all of our review record, or cannot hold one */
  /* FAILED */
  StetEngineFailure    failure;
  StetEngineEffectKind failed; /* which effect it was */
  guint       retry_after_s;
  int         code;
  guint       reason;
  const char *message;       /* (nullable) */
} StetEngineEvent;

typedef struct
{
  StetEngineEffectKind kind;
  guint     media;     /* which picture */
  StetState to;        /* TRANSITION */
  gint64    until_us;  /* WAIT */
} StetEngineEffect;

#define STET_ENGINE_WAIT_MAX_US (G_GINT64_CONSTANT (300) * G_USEC_PER_SEC)
#define STET_ENGINE_RETRY_AFTER_MAX_S 3600

/* Returns: (owned) the next state; `effect` (out) what is to be done once that state is stored. An
 * event that does not fit the state is answered as a start would be: by reading. */
StetIntent *
stet_engine_step (const StetIntent *intent, const StetEngineEvent *event, StetEngineEffect *effect);
/* The Idempotency-Key of the request the intent is about to make. Returns: (owned). */
char       *stet_engine_key  (const StetIntent *intent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetIntent, stet_intent_free)

G_END_DECLS
