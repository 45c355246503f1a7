/* The engine: each step by table, every state against every event, the row's text. */
#include "config.h"

#include "sync/engine/engine.h"

#include "support.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1000) * G_USEC_PER_SEC)

/* What a read shows, in few words: the text, the version and the state. */
typedef enum
{
  TEXT_NONE,  /* missing */
  TEXT_OURS,  /* the intent's */
  TEXT_BASE,  /* what the intent's was made from */
  TEXT_OTHER,
} Text;

typedef struct
{
  const char *why;
  StetIntentKind kind;
  StetStep    step;
  gboolean    sent;
  StetEngineEventKind event;
  Text        text;
  StetState   state;
  gboolean    same_version;
  Text        live; /* TEXT_NONE: no page */
  gboolean    review_held;
  StetEngineEffectKind effect;
  StetStep    next_step;
  StetHold    hold;
} ReadCase;

#define READ STET_EVENT_REMOTE_READ
#define SUBMITTED STET_STATE_SUBMITTED
#define PUBLISHED STET_STATE_PUBLISHED
#define APPROVED STET_STATE_APPROVED

static const ReadCase read_cases[] = {
  { "unknown at the site: created", STET_INTENT_SUBMIT, STET_STEP_CREATE, FALSE, READ, TEXT_NONE, 0,
    FALSE, TEXT_NONE, TRUE, STET_EFFECT_CREATE, STET_STEP_CREATE, STET_HOLD_NONE },
  { "a lost create that never came is sent again", STET_INTENT_SUBMIT, STET_STEP_CREATE, TRUE, READ,
    TEXT_NONE, 0, FALSE, TEXT_NONE, TRUE, STET_EFFECT_CREATE, STET_STEP_CREATE, STET_HOLD_NONE },
  { "a lost create that came is not", STET_INTENT_SUBMIT, STET_STEP_CREATE, TRUE, READ, TEXT_OURS,
    STET_STATE_DRAFT, FALSE, TEXT_NONE, TRUE, STET_EFFECT_TRANSITION, STET_STEP_TRANSITION,
    STET_HOLD_NONE },
  { "an older text of ours is overwritten", STET_INTENT_SUBMIT, STET_STEP_CREATE, FALSE, READ,
    TEXT_BASE, STET_STATE_DRAFT, FALSE, TEXT_NONE, TRUE, STET_EFFECT_WRITE, STET_STEP_WRITE,
    STET_HOLD_NONE },
  { "somebody else's text is not", STET_INTENT_SUBMIT, STET_STEP_CREATE, FALSE, READ, TEXT_OTHER,
    STET_STATE_DRAFT, FALSE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_CREATE,
    STET_HOLD_CONFLICT },
  { "a lost write seen applied goes on", STET_INTENT_APPROVE, STET_STEP_WRITE, TRUE, READ,
    TEXT_OURS, SUBMITTED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_TRANSITION, STET_STEP_TRANSITION,
    STET_HOLD_NONE },
  { "a lost write seen not applied goes again", STET_INTENT_APPROVE, STET_STEP_WRITE, TRUE, READ,
    TEXT_BASE, SUBMITTED, TRUE, TEXT_NONE, TRUE, STET_EFFECT_WRITE, STET_STEP_WRITE,
    STET_HOLD_NONE },
  { "a lost write and another's text", STET_INTENT_APPROVE, STET_STEP_WRITE, TRUE, READ, TEXT_OTHER,
    SUBMITTED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_WRITE, STET_HOLD_CONFLICT },
  { "412 on a write and our own text there: it was mine", STET_INTENT_SUBMIT, STET_STEP_WRITE,
    FALSE, READ, TEXT_OURS, STET_STATE_DRAFT, FALSE, TEXT_NONE, TRUE, STET_EFFECT_TRANSITION,
    STET_STEP_TRANSITION, STET_HOLD_NONE },
  { "the review record first", STET_INTENT_SUBMIT, STET_STEP_GUARD, FALSE, READ, TEXT_OURS,
    STET_STATE_DRAFT, FALSE, TEXT_NONE, FALSE, STET_EFFECT_REVIEW, STET_STEP_REVIEW,
    STET_HOLD_NONE },
  { "a saved draft is done once the site has it", STET_INTENT_SAVE, STET_STEP_GUARD, FALSE, READ,
    TEXT_OURS, STET_STATE_DRAFT, FALSE, TEXT_NONE, TRUE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "already submitted: done", STET_INTENT_SUBMIT, STET_STEP_CREATE, FALSE, READ, TEXT_OURS,
    SUBMITTED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_DONE, STET_STEP_DONE, STET_HOLD_NONE },
  { "publish needs the approved text", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, READ, TEXT_BASE,
    APPROVED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_GUARD, STET_HOLD_CONFLICT },
  { "publish goes with it", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, READ, TEXT_OURS, APPROVED,
    FALSE, TEXT_NONE, TRUE, STET_EFFECT_TRANSITION, STET_STEP_TRANSITION, STET_HOLD_NONE },
  { "publish of what is not there", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, READ, TEXT_NONE, 0,
    FALSE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_GUARD, STET_HOLD_REFUSED },
  { "an update of a live page goes", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, READ, TEXT_OURS,
    APPROVED, FALSE, TEXT_BASE, TRUE, STET_EFFECT_TRANSITION, STET_STEP_TRANSITION,
    STET_HOLD_NONE },
  { "a lost publish seen live: done", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE, READ,
    TEXT_OURS, PUBLISHED, FALSE, TEXT_OURS, TRUE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "a lost publish, live and being edited again: done", STET_INTENT_PUBLISH, STET_STEP_TRANSITION,
    TRUE, READ, TEXT_OTHER, SUBMITTED, FALSE, TEXT_OURS, TRUE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "a lost publish seen not applied goes again", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE,
    READ, TEXT_OURS, APPROVED, TRUE, TEXT_NONE, TRUE, STET_EFFECT_TRANSITION, STET_STEP_TRANSITION,
    STET_HOLD_NONE },
  { "a lost publish and a note added since goes again", STET_INTENT_PUBLISH, STET_STEP_TRANSITION,
    TRUE, READ, TEXT_OURS, APPROVED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_TRANSITION,
    STET_STEP_TRANSITION, STET_HOLD_NONE },
  { "a lost publish and taken back since", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE, READ,
    TEXT_OURS, STET_STATE_RETURNED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_TRANSITION,
    STET_HOLD_CONFLICT },
  { "a lost publish and other words since", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE, READ,
    TEXT_OTHER, APPROVED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_TRANSITION,
    STET_HOLD_CONFLICT },
  { "a lost submit, approved meanwhile: done", STET_INTENT_SUBMIT, STET_STEP_TRANSITION, TRUE, READ,
    TEXT_OURS, APPROVED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_DONE, STET_STEP_DONE, STET_HOLD_NONE },
  { "verified", STET_INTENT_PUBLISH, STET_STEP_VERIFY, FALSE, READ, TEXT_OURS, PUBLISHED, TRUE,
    TEXT_OURS, TRUE, STET_EFFECT_DONE, STET_STEP_DONE, STET_HOLD_NONE },
  { "confirmed, but other words are live", STET_INTENT_PUBLISH, STET_STEP_VERIFY, FALSE, READ,
    TEXT_OTHER, PUBLISHED, FALSE, TEXT_OTHER, TRUE, STET_EFFECT_HOLD, STET_STEP_VERIFY,
    STET_HOLD_CONFLICT },
  { "confirmed, but not so", STET_INTENT_SUBMIT, STET_STEP_VERIFY, FALSE, READ, TEXT_OURS,
    STET_STATE_DRAFT, TRUE, TEXT_NONE, TRUE, STET_EFFECT_HOLD, STET_STEP_VERIFY,
    STET_HOLD_CONFLICT },
  { "confirmed, and somebody went on", STET_INTENT_SUBMIT, STET_STEP_VERIFY, FALSE, READ,
    TEXT_OTHER, SUBMITTED, FALSE, TEXT_NONE, TRUE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "taking down asks for no text", STET_INTENT_UNPUBLISH, STET_STEP_GUARD, FALSE, READ, TEXT_OTHER,
    PUBLISHED, FALSE, TEXT_OTHER, FALSE, STET_EFFECT_TRANSITION, STET_STEP_TRANSITION,
    STET_HOLD_NONE },
  { "taking down a page with a working version", STET_INTENT_UNPUBLISH, STET_STEP_GUARD, FALSE,
    READ, TEXT_OTHER, SUBMITTED, FALSE, TEXT_BASE, FALSE, STET_EFFECT_TRANSITION,
    STET_STEP_TRANSITION, STET_HOLD_NONE },
  { "nothing live: taken down", STET_INTENT_UNPUBLISH, STET_STEP_GUARD, FALSE, READ, TEXT_OTHER,
    STET_STATE_UNPUBLISHED, FALSE, TEXT_NONE, FALSE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "a lost takedown, the page changed meanwhile: again", STET_INTENT_UNPUBLISH,
    STET_STEP_TRANSITION, TRUE, READ, TEXT_OTHER, PUBLISHED, FALSE, TEXT_OTHER, FALSE,
    STET_EFFECT_TRANSITION, STET_STEP_TRANSITION, STET_HOLD_NONE },
  { "the site confirmed a takedown that is none", STET_INTENT_UNPUBLISH, STET_STEP_VERIFY, FALSE,
    READ, TEXT_OURS, PUBLISHED, TRUE, TEXT_OURS, FALSE, STET_EFFECT_HOLD, STET_STEP_VERIFY,
    STET_HOLD_REFUSED },
  { "binning what somebody changed", STET_INTENT_BIN, STET_STEP_GUARD, FALSE, READ, TEXT_OTHER,
    SUBMITTED, FALSE, TEXT_NONE, FALSE, STET_EFFECT_HOLD, STET_STEP_GUARD, STET_HOLD_CONFLICT },
  { "binning what is gone", STET_INTENT_BIN, STET_STEP_GUARD, FALSE, READ, TEXT_NONE, 0, FALSE,
    TEXT_NONE, FALSE, STET_EFFECT_DONE, STET_STEP_DONE, STET_HOLD_NONE },
  { "out of the bin, where another text lies", STET_INTENT_RESTORE, STET_STEP_GUARD, FALSE, READ,
    TEXT_OTHER, STET_STATE_BINNED, FALSE, TEXT_NONE, FALSE, STET_EFFECT_TRANSITION,
    STET_STEP_TRANSITION, STET_HOLD_NONE },
  { "out of the bin: somebody was quicker", STET_INTENT_RESTORE, STET_STEP_GUARD, FALSE, READ,
    TEXT_OTHER, SUBMITTED, FALSE, TEXT_NONE, FALSE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "out of the bin, no answer, and it is out", STET_INTENT_RESTORE, STET_STEP_TRANSITION, TRUE,
    READ, TEXT_OURS, STET_STATE_DRAFT, FALSE, TEXT_NONE, FALSE, STET_EFFECT_DONE, STET_STEP_DONE,
    STET_HOLD_NONE },
  { "writing to what was binned there", STET_INTENT_SUBMIT, STET_STEP_CREATE, FALSE, READ,
    TEXT_BASE, STET_STATE_BINNED, FALSE, TEXT_NONE, FALSE, STET_EFFECT_HOLD, STET_STEP_CREATE,
    STET_HOLD_CONFLICT },
};

static StetIntent *
make_intent (StetIntentKind kind, StetStep step, gboolean sent)
{
  StetIntent *intent = stet_intent_new (kind, "i1", "a1", "h-ours");

  intent->step = step;
  intent->sent = sent;
  intent->version = g_strdup ("v1");
  intent->from = STET_STATE_APPROVED;
  return intent;
}

static const char *
hash_of (Text text)
{
  static const char *const hashes[] = { NULL, "h-ours", "h-base", "h-other" };

  return hashes[text];
}

static StetEngineEvent
make_read (Text text, StetState state, gboolean same_version, Text live)
{
  return (StetEngineEvent){ .kind = STET_EVENT_REMOTE_READ,
                            .now_us = NOW,
                            .missing = text == TEXT_NONE,
                            .state = state,
                            .version = same_version ? "v1" : "v2",
                            .hash = hash_of (text),
                            .live_hash = hash_of (live),
                            .known_base = text == TEXT_BASE };
}

static void
test_reads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (read_cases); i++)
    {
      const ReadCase *c = &read_cases[i];
      g_autoptr (StetIntent) intent = make_intent (c->kind, c->step, c->sent);
      StetEngineEvent event = make_read (c->text, c->state, c->same_version, c->live);
      g_autoptr (StetIntent) next = NULL;
      StetEngineEffect effect;

      event.review_held = c->review_held;
      g_test_message ("%s", c->why);
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (effect.kind, ==, c->effect);
      g_assert_cmpint (next->step, ==, c->next_step);
      g_assert_cmpint (next->hold, ==, c->hold);
      g_assert_cmpint (next->sent, ==, stet_engine_effect_sends (c->effect));
      g_assert_cmpint (next->settled, ==, c->effect == STET_EFFECT_DONE);
      g_assert_cmpint (intent->step, ==, c->step);
    }
}

typedef struct
{
  const char *why;
  StetIntentKind kind;
  StetStep    step;
  gboolean    sent;
  StetEngineEffectKind failed;
  StetEngineFailure    failure;
  guint       tries;
  StetEngineEffectKind effect;
  StetStep    next_step;
  gboolean    still_sent;
  StetHold    hold;
} FailCase;

static const FailCase fail_cases[] = {
  { "nothing went out: safe to wait and send", STET_INTENT_SUBMIT, STET_STEP_CREATE, TRUE,
    STET_EFFECT_CREATE, STET_FAILURE_OFFLINE, 0, STET_EFFECT_WAIT, STET_STEP_CREATE, FALSE,
    STET_HOLD_OFFLINE },
  { "no answer: looked at once", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE,
    STET_EFFECT_TRANSITION, STET_FAILURE_UNKNOWN, 0, STET_EFFECT_READ, STET_STEP_TRANSITION, TRUE,
    STET_HOLD_NONE },
  { "no answer again: later, and only to look", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE,
    STET_EFFECT_TRANSITION, STET_FAILURE_UNKNOWN, 1, STET_EFFECT_WAIT, STET_STEP_TRANSITION, TRUE,
    STET_HOLD_OFFLINE },
  { "offline while looking: as unknown as before", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE,
    STET_EFFECT_READ, STET_FAILURE_OFFLINE, 1, STET_EFFECT_WAIT, STET_STEP_TRANSITION, TRUE,
    STET_HOLD_OFFLINE },
  { "signed out while looking: as unknown as before", STET_INTENT_PUBLISH, STET_STEP_TRANSITION,
    TRUE, STET_EFFECT_READ, STET_FAILURE_AUTH, 1, STET_EFFECT_HOLD, STET_STEP_TRANSITION, TRUE,
    STET_HOLD_AUTH },
  { "a server error may have been applied", STET_INTENT_SUBMIT, STET_STEP_WRITE, TRUE,
    STET_EFFECT_WRITE, STET_FAILURE_SERVER, 0, STET_EFFECT_READ, STET_STEP_WRITE, TRUE,
    STET_HOLD_NONE },
  { "an answer that is not what was asked for", STET_INTENT_SUBMIT, STET_STEP_WRITE, TRUE,
    STET_EFFECT_WRITE, STET_FAILURE_MISMATCH, 0, STET_EFFECT_READ, STET_STEP_WRITE, TRUE,
    STET_HOLD_NONE },
  { "busy: waits at once", STET_INTENT_SUBMIT, STET_STEP_WRITE, TRUE, STET_EFFECT_WRITE,
    STET_FAILURE_BUSY, 0, STET_EFFECT_WAIT, STET_STEP_WRITE, TRUE, STET_HOLD_OFFLINE },
  { "401", STET_INTENT_SUBMIT, STET_STEP_CREATE, TRUE, STET_EFFECT_CREATE, STET_FAILURE_AUTH, 0,
    STET_EFFECT_HOLD, STET_STEP_CREATE, FALSE, STET_HOLD_AUTH },
  { "403", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE, STET_EFFECT_TRANSITION,
    STET_FAILURE_REFUSED, 0, STET_EFFECT_HOLD, STET_STEP_TRANSITION, FALSE, STET_HOLD_REFUSED },
  { "409 looks at what is there", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE,
    STET_EFFECT_TRANSITION, STET_FAILURE_STATE, 0, STET_EFFECT_READ, STET_STEP_GUARD, FALSE,
    STET_HOLD_NONE },
  { "412 looks at what is there", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE,
    STET_EFFECT_TRANSITION, STET_FAILURE_STALE, 0, STET_EFFECT_READ, STET_STEP_GUARD, FALSE,
    STET_HOLD_NONE },
  { "412 on a write too", STET_INTENT_SUBMIT, STET_STEP_WRITE, TRUE, STET_EFFECT_WRITE,
    STET_FAILURE_STALE, 0, STET_EFFECT_READ, STET_STEP_WRITE, FALSE, STET_HOLD_NONE },
  { "412 without end waits", STET_INTENT_SUBMIT, STET_STEP_WRITE, TRUE, STET_EFFECT_WRITE,
    STET_FAILURE_STALE, 3, STET_EFFECT_WAIT, STET_STEP_WRITE, FALSE, STET_HOLD_OFFLINE },
  { "gone there", STET_INTENT_SUBMIT, STET_STEP_CREATE, FALSE, STET_EFFECT_READ,
    STET_FAILURE_NOT_FOUND, 0, STET_EFFECT_HOLD, STET_STEP_CREATE, FALSE, STET_HOLD_CONFLICT },
  { "gone there is taken down", STET_INTENT_UNPUBLISH, STET_STEP_GUARD, FALSE, STET_EFFECT_READ,
    STET_FAILURE_NOT_FOUND, 0, STET_EFFECT_DONE, STET_STEP_DONE, FALSE, STET_HOLD_NONE },
  { "a failure of something else's is none: looked at", STET_INTENT_SUBMIT, STET_STEP_WRITE, TRUE,
    STET_EFFECT_TRANSITION, STET_FAILURE_REFUSED, 0, STET_EFFECT_READ, STET_STEP_WRITE, TRUE,
    STET_HOLD_NONE },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fail_cases); i++)
    {
      const FailCase *c = &fail_cases[i];
      g_autoptr (StetIntent) intent = make_intent (c->kind, c->step, c->sent);
      StetEngineEvent event = { .kind = STET_EVENT_FAILED,
                                .now_us = NOW,
                                .failed = c->failed,
                                .failure = c->failure,
                                .code = 7,
                                .message = "what the site said" };
      g_autoptr (StetIntent) next = NULL;
      StetEngineEffect effect;

      g_test_message ("%s", c->why);
      intent->tries = c->tries;
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (effect.kind, ==, c->effect);
      g_assert_cmpint (next->step, ==, c->next_step);
      g_assert_cmpint (next->sent, ==, c->still_sent);
      g_assert_cmpint (next->hold, ==, c->hold);
      if (c->effect == STET_EFFECT_WAIT)
        g_assert_cmpint (next->due_us, >, NOW);
    }
}

/* 409, then a read that shows no change: refused with the site's words, not tried for ever. */
static void
test_refused_state (void)
{
  g_autoptr (StetIntent) intent = make_intent (STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE);
  StetEngineEvent failed = { .kind = STET_EVENT_FAILED,
                             .now_us = NOW,
                             .failed = STET_EFFECT_TRANSITION,
                             .failure = STET_FAILURE_STATE,
                             .message = "not approved" };
  StetEngineEvent offline = { .kind = STET_EVENT_FAILED, .now_us = NOW, .failed = STET_EFFECT_READ,
                              .failure = STET_FAILURE_OFFLINE };
  StetEngineEvent read = make_read (TEXT_OURS, STET_STATE_SUBMITTED, TRUE, TEXT_NONE);
  g_autoptr (StetIntent) away = NULL;
  g_autoptr (StetIntent) waiting = NULL;
  g_autoptr (StetIntent) refused = NULL;
  StetEngineEffect effect;

  read.review_held = TRUE;
  away = stet_engine_step (intent, &failed, &effect);
  waiting = stet_engine_step (away, &offline, &effect);
  refused = stet_engine_step (waiting, &read, &effect);
  g_assert_cmpint (effect.kind, ==, STET_EFFECT_HOLD);
  g_assert_cmpint (refused->hold, ==, STET_HOLD_REFUSED);
}

static void
test_media (void)
{
  g_autoptr (StetIntent) intent = stet_intent_new (STET_INTENT_SAVE, "i1", "a1", "h-ours");
  const struct
  {
    const char *why;
    StetEngineEventKind event;
    StetEngineEffectKind effect;
    guint media;
    guint done;
  } steps[] = {
    { "looked for before it is sent", STET_EVENT_START, STET_EFFECT_HEAD_MEDIA, 0, 0 },
    { "there: the next one", STET_EVENT_MEDIA_THERE, STET_EFFECT_HEAD_MEDIA, 1, 1 },
    { "missing: sent", STET_EVENT_MEDIA_MISSING, STET_EFFECT_PUT_MEDIA, 1, 1 },
    { "killed here: looked for again", STET_EVENT_START, STET_EFFECT_HEAD_MEDIA, 1, 1 },
    { "it never came: sent again", STET_EVENT_MEDIA_MISSING, STET_EFFECT_PUT_MEDIA, 1, 1 },
    { "sent: then the story", STET_EVENT_MEDIA_SENT, STET_EFFECT_READ, 2, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      StetEngineEvent event = { .kind = steps[i].event, .now_us = NOW, .n_media = 2 };
      StetEngineEffect effect;
      StetIntent *next = stet_engine_step (intent, &event, &effect);

      g_test_message ("%s", steps[i].why);
      g_assert_cmpint (effect.kind, ==, steps[i].effect);
      g_assert_cmpint (effect.media, ==, steps[i].media);
      g_assert_cmpint (next->media_done, ==, steps[i].done);
      stet_intent_free (intent);
      intent = next;
    }
  g_assert_cmpint (intent->step, ==, STET_STEP_CREATE);
}

static void
test_media_sent_unasked (void)
{
  g_autoptr (StetIntent) intent = stet_intent_new (STET_INTENT_SAVE, "i1", "a1", "h-ours");
  StetEngineEvent event = { .kind = STET_EVENT_MEDIA_SENT, .now_us = NOW, .n_media = 2 };
  StetEngineEffect effect;
  g_autoptr (StetIntent) next = stet_engine_step (intent, &event, &effect);

  g_assert_cmpint (next->media_done, ==, 0);
  g_assert_cmpint (effect.kind, ==, STET_EFFECT_HEAD_MEDIA);
}

static void
test_expiry (void)
{
  const struct
  {
    const char *why;
    gint64 expires;
    gboolean sent;
    StetEngineEventKind event;
    StetHold hold;
  } cases[] = {
    { "still in time at the last microsecond", NOW, FALSE, STET_EVENT_START, STET_HOLD_NONE },
    { "a microsecond late", NOW - 1, FALSE, STET_EVENT_START, STET_HOLD_EXPIRED },
    { "late between the read and the request", NOW - 1, FALSE, STET_EVENT_REMOTE_READ,
      STET_HOLD_EXPIRED },
    { "late, but sent in time: looked at", NOW - 1, TRUE, STET_EVENT_START, STET_HOLD_NONE },
    { "late, sent, and seen not applied: not again", NOW - 1, TRUE, STET_EVENT_REMOTE_READ,
      STET_HOLD_EXPIRED },
    { "never", 0, FALSE, STET_EVENT_REMOTE_READ, STET_HOLD_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetIntent) intent
          = make_intent (STET_INTENT_PUBLISH, STET_STEP_TRANSITION, cases[i].sent);
      StetEngineEvent event = make_read (TEXT_OURS, STET_STATE_APPROVED, TRUE, TEXT_NONE);
      g_autoptr (StetIntent) next = NULL;
      StetEngineEffect effect;

      g_test_message ("%s", cases[i].why);
      intent->expires_us = cases[i].expires;
      event.kind = cases[i].event;
      event.review_held = TRUE;
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (next->hold, ==, cases[i].hold);
      g_assert_cmpint (effect.kind == STET_EFFECT_HOLD, ==, cases[i].hold == STET_HOLD_EXPIRED);
    }
}

static void
test_person (void)
{
  const struct { const char *why; StetIntentKind kind; StetStep step; gboolean sent; StetHold hold;
                 StetEngineEventKind event; StetHold then; gboolean ended;
  } cases[] = {
    { "cancelled while waiting", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, STET_HOLD_OFFLINE,
      STET_EVENT_CANCEL, STET_HOLD_CANCELLED, TRUE },
    { "too late to cancel", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE, STET_HOLD_OFFLINE,
      STET_EVENT_CANCEL, STET_HOLD_OFFLINE, FALSE },
    { "too late to cancel a save", STET_INTENT_SAVE, STET_STEP_WRITE, TRUE, STET_HOLD_NONE,
      STET_EVENT_CANCEL, STET_HOLD_NONE, FALSE },
    { "a submit whose text is on its way may be cancelled", STET_INTENT_SUBMIT, STET_STEP_WRITE,
      TRUE, STET_HOLD_NONE, STET_EVENT_CANCEL, STET_HOLD_CANCELLED, TRUE },
    { "a refusal that was seen", STET_INTENT_PUBLISH, STET_STEP_TRANSITION, FALSE,
      STET_HOLD_REFUSED, STET_EVENT_ACKNOWLEDGED, STET_HOLD_REFUSED, TRUE },
    { "nothing to acknowledge", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, STET_HOLD_OFFLINE,
      STET_EVENT_ACKNOWLEDGED, STET_HOLD_OFFLINE, FALSE },
    { "a conflict stops a writer", STET_INTENT_SUBMIT, STET_STEP_GUARD, FALSE, STET_HOLD_NONE,
      STET_EVENT_CONFLICT, STET_HOLD_CONFLICT, FALSE },
    { "a conflict stops publishing", STET_INTENT_PUBLISH, STET_STEP_GUARD, FALSE, STET_HOLD_NONE,
      STET_EVENT_CONFLICT, STET_HOLD_CONFLICT, FALSE },
    { "but never a takedown", STET_INTENT_UNPUBLISH, STET_STEP_GUARD, FALSE, STET_HOLD_NONE,
      STET_EVENT_CONFLICT, STET_HOLD_NONE, FALSE },
    { "a stopped intent does not start", STET_INTENT_SUBMIT, STET_STEP_GUARD, FALSE,
      STET_HOLD_CONFLICT, STET_EVENT_START, STET_HOLD_CONFLICT, FALSE },
    { "after signing in again it does", STET_INTENT_SUBMIT, STET_STEP_GUARD, FALSE, STET_HOLD_AUTH,
      STET_EVENT_START, STET_HOLD_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetIntent) intent = make_intent (cases[i].kind, cases[i].step, cases[i].sent);
      StetEngineEvent event = { .kind = cases[i].event, .now_us = NOW };
      g_autoptr (StetIntent) next = NULL;
      StetEngineEffect effect;

      g_test_message ("%s", cases[i].why);
      intent->hold = cases[i].hold;
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (next->hold, ==, cases[i].then);
      g_assert_cmpint (stet_intent_is_ended (next), ==, cases[i].ended);
      g_assert_false (stet_engine_effect_sends (effect.kind));
    }
}

/* What it created itself and finds gone later is not created a second time. */
static void
test_gone_since (void)
{
  g_autoptr (StetIntent) intent = make_intent (STET_INTENT_SUBMIT, STET_STEP_GUARD, FALSE);
  StetEngineEvent there = make_read (TEXT_OURS, STET_STATE_DRAFT, FALSE, TEXT_NONE);
  StetEngineEvent gone = make_read (TEXT_NONE, STET_STATE_DRAFT, FALSE, TEXT_NONE);
  g_autoptr (StetIntent) sent = NULL;
  g_autoptr (StetIntent) after = NULL;
  StetEngineEffect effect;

  there.review_held = TRUE;
  sent = stet_engine_step (intent, &there, &effect);
  g_assert_cmpint (effect.kind, ==, STET_EFFECT_TRANSITION);
  after = stet_engine_step (sent, &gone, &effect);
  g_assert_cmpint (effect.kind, ==, STET_EFFECT_HOLD);
  g_assert_cmpint (after->hold, ==, STET_HOLD_CONFLICT);
}

static void
test_waits (void)
{
  g_autoptr (StetIntent) intent = make_intent (STET_INTENT_SAVE, STET_STEP_GUARD, FALSE);
  StetEngineEvent event = { .kind = STET_EVENT_FAILED, .now_us = NOW, .failed = STET_EFFECT_READ,
                            .failure = STET_FAILURE_OFFLINE };
  StetEngineEffect effect;

  for (guint i = 0; i < 1200; i++)
    {
      StetIntent *next;

      event.random = i * 2654435761u;
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (effect.until_us, ==, next->due_us);
      g_assert_cmpint (next->due_us - NOW, >=, G_USEC_PER_SEC);
      g_assert_cmpint (next->due_us - NOW, <=, STET_ENGINE_WAIT_MAX_US);
      if (i > 10)
        g_assert_cmpint (next->due_us - NOW, >=, STET_ENGINE_WAIT_MAX_US / 2);
      stet_intent_free (intent);
      intent = next;
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (StetIntent) next = NULL;

      event.failure = STET_FAILURE_BUSY;
      event.retry_after_s = i == 0 ? 1200 : 1000000;
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (next->due_us - NOW, ==,
                       (i == 0 ? 1200 : STET_ENGINE_RETRY_AFTER_MAX_S) * (gint64) G_USEC_PER_SEC);
      g_assert_true (next->due_by_site);
    }
}

/* A firewall's "not now" is obeyed as the site's own is: without it one would look at once. */
static void
test_wait_asked (void)
{
  static const struct
  {
    StetEngineFailure failure;
    guint retry_after_s;
    StetEngineEffectKind effect;
  } cases[] = {
    { STET_FAILURE_UNKNOWN, 0, STET_EFFECT_READ },
    { STET_FAILURE_UNKNOWN, 120, STET_EFFECT_WAIT },
    { STET_FAILURE_SERVER, 120, STET_EFFECT_WAIT },
    { STET_FAILURE_BUSY, 120, STET_EFFECT_WAIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetIntent) intent = stet_intent_new (STET_INTENT_SUBMIT, "i", "a", "h");
      StetEngineEvent event = { .kind = STET_EVENT_FAILED,
                                .failed = STET_EFFECT_WRITE,
                                .failure = cases[i].failure,
                                .retry_after_s = cases[i].retry_after_s,
                                .now_us = G_USEC_PER_SEC };
      StetEngineEffect effect;
      g_autoptr (StetIntent) next = NULL;

      intent->step = STET_STEP_WRITE;
      intent->sent = TRUE;
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (effect.kind, ==, cases[i].effect);
      g_assert_true (next->sent);
      g_assert_cmpint (next->due_by_site, ==, cases[i].retry_after_s > 0);
      if (cases[i].retry_after_s > 0)
        g_assert_cmpint (next->due_us, >=, 121 * G_USEC_PER_SEC);
    }
}

static void
test_keys (void)
{
  g_autoptr (StetIntent) intent = make_intent (STET_INTENT_PUBLISH, STET_STEP_TRANSITION, TRUE);
  StetEngineEvent untouched = make_read (TEXT_OURS, STET_STATE_APPROVED, TRUE, TEXT_NONE);
  StetEngineEvent stale = { .kind = STET_EVENT_FAILED,
                            .now_us = NOW,
                            .failed = STET_EFFECT_TRANSITION,
                            .failure = STET_FAILURE_STALE };
  g_autoptr (StetIntent) again = NULL;
  g_autoptr (StetIntent) away = NULL;
  g_autoptr (StetIntent) anew = NULL;
  g_autofree char *first = stet_engine_key (intent);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  StetEngineEffect effect;

  untouched.review_held = TRUE;
  again = stet_engine_step (intent, &untouched, &effect);
  second = stet_engine_key (again);
  g_assert_cmpstr (first, ==, "i1-transition");
  g_assert_cmpstr (second, ==, first);
  away = stet_engine_step (again, &stale, &effect);
  anew = stet_engine_step (away, &untouched, &effect);
  third = stet_engine_key (anew);
  g_assert_cmpint (effect.kind, ==, STET_EFFECT_TRANSITION);
  g_assert_cmpstr (third, !=, first);
}

/* --- every state against every event --- */

typedef struct
{
  guint64 steps;
  guint64 by_effect[STET_EFFECTS];
} Walk;

static void
check_step (Walk *walk, const StetIntent *intent, const StetEngineEvent *event)
{
  StetEngineEffect effect;
  g_autoptr (StetIntent) next = stet_engine_step (intent, event, &effect);
  gboolean sends = stet_engine_effect_sends (effect.kind);
  gboolean looked
      = event->kind == STET_EVENT_REMOTE_READ || event->kind == STET_EVENT_MEDIA_MISSING;

  walk->steps++;
  walk->by_effect[effect.kind]++;
  g_assert_true (!sends || looked);
  g_assert_true (!sends
                 || (next->sent && next->hold == STET_HOLD_NONE && !stet_intent_is_ended (intent)));
  g_assert_true (effect.kind != STET_EFFECT_DONE || next->step == STET_STEP_DONE);
  g_assert_true (effect.kind != STET_EFFECT_HOLD || next->hold != STET_HOLD_NONE
                 || next->step == STET_STEP_DONE);
  g_assert_true (effect.kind != STET_EFFECT_WAIT
                 || (next->hold == STET_HOLD_OFFLINE && next->due_us > NOW));
  if (effect.kind == STET_EFFECT_CREATE)
    g_assert_true (event->missing && intent->base_hash == NULL);
  if (effect.kind == STET_EFFECT_WRITE)
    g_assert_true (event->known_base && stet_intent_writes (intent));
  if (effect.kind == STET_EFFECT_TRANSITION)
    {
      g_assert_true (next->kind == STET_INTENT_UNPUBLISH || next->kind == STET_INTENT_BIN
                     || next->kind == STET_INTENT_RESTORE
                     || g_strcmp0 (event->hash, next->hash) == 0);
      g_assert_true (next->kind == STET_INTENT_UNPUBLISH || next->expires_us == 0
                     || next->expires_us >= NOW);
      g_assert_cmpstr (next->version, ==, event->version);
    }
  if (intent->sent && !looked && event->kind == STET_EVENT_START && !stet_intent_is_ended (intent))
    g_assert_true (effect.kind == STET_EFFECT_READ || effect.kind == STET_EFFECT_HEAD_MEDIA
                   || effect.kind == STET_EFFECT_HOLD);
}

static void
walk_reads (Walk *walk, const StetIntent *intent)
{
  for (guint text = TEXT_NONE; text <= TEXT_OTHER; text++)
    for (guint state = 0; state < STET_STATES; state++)
      for (guint bits = 0; bits < 16; bits++)
        {
          StetEngineEvent event = make_read (text, state, bits & 1, bits >> 2);

          event.review_held = (bits & 2) != 0;
          event.n_media = 1;
          check_step (walk, intent, &event);
        }
}

static void
walk_failures (Walk *walk, const StetIntent *intent)
{
  for (guint failure = 1; failure <= STET_FAILURES; failure++)
    for (guint failed = 0; failed < STET_EFFECTS; failed++)
      {
        StetEngineEvent event = { .kind = STET_EVENT_FAILED,
                                  .now_us = NOW,
                                  .failure = failure,
                                  .failed = failed,
                                  .n_media = 1 };

        check_step (walk, intent, &event);
      }
}

static void
walk_state (Walk *walk, const StetIntent *intent)
{
  for (guint kind = 1; kind <= STET_EVENTS; kind++)
    {
      StetEngineEvent event = { .kind = kind, .now_us = NOW, .version = "v3", .n_media = 1 };

      if (kind == STET_EVENT_REMOTE_READ && intent->hold <= STET_HOLD_OFFLINE)
        walk_reads (walk, intent);
      else if (kind == STET_EVENT_FAILED)
        walk_failures (walk, intent);
      else
        check_step (walk, intent, &event);
    }
}

static void
test_walk (void)
{
  Walk walk = { 0 };

  for (guint kind = STET_INTENT_SAVE; kind <= STET_INTENT_RESTORE; kind++)
    for (guint step = STET_STEP_MEDIA; step <= STET_STEP_DONE; step++)
      for (guint hold = STET_HOLD_NONE; hold <= STET_HOLD_STOPPED; hold++)
        for (guint bits = 0; bits < 16; bits++)
          {
            g_autoptr (StetIntent) intent = make_intent (kind, step, bits & 1);

            intent->hold = hold;
            intent->failure = bits & 2 ? STET_FAILURE_STATE : 0;
            intent->expires_us = bits & 4 ? NOW - 1 : 0;
            intent->base_hash = bits & 8 ? g_strdup ("h-base") : NULL;
            walk_state (&walk, intent);
          }
  g_test_message ("%" G_GUINT64_FORMAT " steps", walk.steps);
  for (guint i = 0; i < STET_EFFECTS; i++)
    g_assert_cmpuint (walk.by_effect[i], >, 0);
}

/* --- the row's text --- */

static StetIntent *
make_full (void)
{
  StetIntent *intent = make_intent (STET_INTENT_SCHEDULE, STET_STEP_TRANSITION, TRUE);

  intent->hold = STET_HOLD_OFFLINE;
  intent->reason = g_strdup ("a \"quoted\"\n\\reason\t\x01 with ñ and \xf0\x9f\x93\xb0");
  intent->message = g_strdup ("");
  intent->base_hash = g_strdup ("h-base");
  intent->user = g_strdup ("reporter");
  intent->at_us = G_GINT64_CONSTANT (1900000000000000);
  intent->expires_us = -5;
  intent->due_us = 77;
  intent->created_us = 78;
  intent->tries = 3;
  intent->attempt = 2;
  intent->media_done = 4;
  intent->review_done = TRUE;
  intent->due_by_site = TRUE;
  intent->failure = STET_FAILURE_BUSY;
  intent->error_code = 13;
  intent->error_reason = 16;
  intent->settled = TRUE;
  return intent;
}

static void
test_text (void)
{
  g_autoptr (StetIntent) intent = make_full ();
  g_autofree char *text = stet_intent_to_text (intent);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetIntent) back = stet_intent_from_text (text, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = stet_intent_to_text (back);
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpstr (back->reason, ==, intent->reason);
  g_assert_cmpint (back->at_us, ==, intent->at_us);
  g_assert_cmpint (back->expires_us, ==, -5);
  g_assert_cmpint (back->kind, ==, STET_INTENT_SCHEDULE);
  g_assert_cmpint (back->from, ==, STET_STATE_APPROVED);
  g_assert_cmpint (back->media_done, ==, 4);
  g_assert_cmpstr (back->user, ==, "reporter");
  g_assert_true (back->settled);
}

#define HEAD                                                                                       \
  "{\"id\":\"i\",\"article\":\"a\",\"kind\":\"save\",\"step\":\"media\",\"sent\":false,\"hold\":\"none\",\"hash\":"

static void
test_text_bad (void)
{
  const struct { const char *why, *text; } cases[] = {
    { "nothing", "" },
    { "not an object", "[]" },
    { "empty", "{}" },
    { "key missing", "{\"id\":\"i\"}" },
    { "unknown key", HEAD "\"h\",\"more\":1}" },
    { "key twice", HEAD "\"h\",\"hash\":\"h\"}" },
    { "null where a text must be", HEAD "null}" },
    { "number where a text must be", HEAD "1}" },
    { "not closed", HEAD "\"h\"" },
    { "text not closed", HEAD "\"h" },
    { "trailing comma", HEAD "\"h\",}" },
    { "something after it", HEAD "\"h\"} x" },
    { "unknown name", HEAD "\"h\",\"from\":\"nowhere\"}" },
    { "a kind that is none", "{\"id\":\"i\",\"article\":\"a\",\"kind\":\"unknown\"}" },
    { "negative count", HEAD "\"h\",\"tries\":-1}" },
    { "leading zero", HEAD "\"h\",\"tries\":01}" },
    { "fraction", HEAD "\"h\",\"tries\":1.5}" },
    { "past what a count holds", HEAD "\"h\",\"tries\":4294967296}" },
    { "past what JSON holds", HEAD "\"h\",\"due_us\":9007199254740993}" },
    { "no number", HEAD "\"h\",\"due_us\":-}" },
    { "boolean as a number", HEAD "\"h\",\"settled\":1}" },
    { "half a pair", HEAD "\"\\ud83d\"}" },
    { "the wrong half", HEAD "\"\\udcf0\"}" },
    { "a pair that is none", HEAD "\"\\ud83dA\"}" },
    { "null character", HEAD "\"\\u0000\"}" },
    { "unknown escape", HEAD "\"\\x\"}" },
    { "escape at the end", HEAD "\"\\" },
    { "hex digits missing", HEAD "\"\\u12\"}" },
    { "control in a text", HEAD "\"\n\"}" },
    { "no colon", "{\"id\" \"i\"}" },
    { "not UTF-8", HEAD "\"\xff\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (stet_intent_from_text (cases[i].text, &error));
      g_assert_error (error, STET_ENGINE_ERROR, STET_ENGINE_ERROR_TEXT);
    }
}

static void
test_text_escapes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StetIntent) intent = stet_intent_from_text (
      " { "
      "\"id\" : \"\\u00f1\\ud83d\\udcf0\\/\\b\",\"article\":\"a\",\"kind\":\"bin\","
      "\"step\":\"done\",\"sent\":true,\"hold\":\"auth\",\"hash\":\"h\" } \n",
      &error);

  g_assert_no_error (error);
  g_assert_cmpstr (intent->id, ==, "ñ\xf0\x9f\x93\xb0/\b");
  g_assert_cmpint (intent->kind, ==, STET_INTENT_BIN);
  g_assert_cmpint (intent->step, ==, STET_STEP_DONE);
  g_assert_cmpint (intent->hold, ==, STET_HOLD_AUTH);
  g_assert_true (intent->sent);
}

static void
test_text_limit (void)
{
  g_autofree char *filler = g_strnfill (64 * 1024, 'x');
  g_autofree char *text = g_strdup_printf (HEAD "\"%s\"}", filler);
  g_autofree char *fits = g_strdup_printf (HEAD "\"%s\"}", filler + strlen (HEAD) + 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetIntent) intent = stet_intent_from_text (fits, &error);

  g_assert_no_error (error);
  g_assert_nonnull (intent);
  g_assert_cmpuint (strlen (fits), ==, 64 * 1024);
  g_assert_null (stet_intent_from_text (text, &error));
  g_assert_error (error, STET_ENGINE_ERROR, STET_ENGINE_ERROR_TEXT);
}

/* A site without a place for a changed version beside a live page: only a publication writes,
 * pictures first. */
static void
test_direct (void)
{
  static const struct
  {
    StetIntentKind kind;
    Text text, live;
    guint n_media;
    StetEngineEffectKind effect;
    StetHold hold;
  } cases[] = {
    { STET_INTENT_PUBLISH, TEXT_BASE, TEXT_BASE, 0, STET_EFFECT_WRITE, STET_HOLD_NONE },
    { STET_INTENT_PUBLISH, TEXT_BASE, TEXT_BASE, 1, STET_EFFECT_HEAD_MEDIA, STET_HOLD_NONE },
    { STET_INTENT_PUBLISH, TEXT_OTHER, TEXT_OTHER, 0, STET_EFFECT_HOLD, STET_HOLD_CONFLICT },
    { STET_INTENT_PUBLISH, TEXT_OURS, TEXT_OURS, 0, STET_EFFECT_DONE, STET_HOLD_NONE },
    { STET_INTENT_SUBMIT, TEXT_BASE, TEXT_BASE, 0, STET_EFFECT_HOLD, STET_HOLD_REFUSED },
    { STET_INTENT_SAVE, TEXT_BASE, TEXT_BASE, 0, STET_EFFECT_HOLD, STET_HOLD_REFUSED },
    { STET_INTENT_SUBMIT, TEXT_BASE, TEXT_NONE, 0, STET_EFFECT_WRITE, STET_HOLD_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StetIntent) intent = make_intent (cases[i].kind, STET_STEP_GUARD, FALSE);
      StetEngineEvent event
          = make_read (cases[i].text, cases[i].live == TEXT_NONE ? STET_STATE_DRAFT : PUBLISHED,
                       FALSE, cases[i].live);
      g_autoptr (StetIntent) next = NULL;
      StetEngineEffect effect;

      event.direct = TRUE;
      event.review_held = TRUE;
      event.n_media = cases[i].n_media;
      g_test_message ("%u", i);
      next = stet_engine_step (intent, &event, &effect);
      g_assert_cmpint (effect.kind, ==, cases[i].effect);
      g_assert_cmpint (next->hold, ==, cases[i].hold);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/engine/reads", test_reads);
  g_test_add_func ("/engine/failures", test_failures);
  g_test_add_func ("/engine/refused-state", test_refused_state);
  g_test_add_func ("/engine/media", test_media);
  g_test_add_func ("/engine/media-sent-unasked", test_media_sent_unasked);
  g_test_add_func ("/engine/expiry", test_expiry);
  g_test_add_func ("/engine/person", test_person);
  g_test_add_func ("/engine/gone-since", test_gone_since);
  g_test_add_func ("/engine/waits", test_waits);
  g_test_add_func ("/engine/wait-asked", test_wait_asked);
  g_test_add_func ("/engine/keys", test_keys);
  g_test_add_func ("/engine/direct", test_direct);
  g_test_add_func ("/engine/walk", test_walk);
  g_test_add_func ("/engine/text", test_text);
  g_test_add_func ("/engine/text-bad", test_text_bad);
  g_test_add_func ("/engine/text-escapes", test_text_escapes);
  g_test_add_func ("/engine/text-limit", test_text_limit);
  return g_test_run ();
}
