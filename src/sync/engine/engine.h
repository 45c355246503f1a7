/* One intent's way to the site, as a pure function: (state, event) -> (state', effect). No time, no
 * thread, no network, no disk in here. Layer: sync/engine (over base and article only).
 *
 * Every effect that goes out is preceded by a stored attempt (state with `sent` set) and followed by a
 * stored result; a start that finds `sent` without a result is AMBIGUOUS and may only read. */
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
} StetHold;
const char *stet_hold_name (StetHold hold);

typedef struct
{
  char          *id;         /* UUID */
  char          *article_id;
  StetIntentKind kind;
  StetStep       step;
  gboolean       sent;       /* this step's request went out and no result is stored: AMBIGUOUS at start */
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
} StetIntent;

StetIntent *stet_intent_new  (StetIntentKind kind, const char *id, const char *article_id, const char *hash);
StetIntent *stet_intent_copy (const StetIntent *intent);
void        stet_intent_free (StetIntent *intent);
/* Its row's body: JSON text without json-glib (this layer has none); unknown keys are an error. */
char       *stet_intent_to_text   (const StetIntent *intent);
StetIntent *stet_intent_from_text (const char *text, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetIntent, stet_intent_free)

G_END_DECLS
