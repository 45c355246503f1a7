/* The steps of an intent. A read decides everything: what the site has tells what is still to be
 * sent, so that a start after any crash, and a reply that never came, take the same way. Layer:
 * sync/engine. Pure. */
#include "config.h"

#include "sync/engine/engine.h"

#define WAIT_BASE_US (2 * G_USEC_PER_SEC)
#define STALE_TRIES_MAX 3

typedef struct
{
  StetIntent            *next;
  const StetEngineEvent *event;
  StetEngineEffect      *effect;
} Step;

gboolean
stet_engine_effect_sends (StetEngineEffectKind kind)
{
  return kind == STET_EFFECT_PUT_MEDIA || kind == STET_EFFECT_CREATE || kind == STET_EFFECT_WRITE
         || kind == STET_EFFECT_REVIEW || kind == STET_EFFECT_TRANSITION;
}

/* The step a sending effect belongs to. */
static StetStep
step_of (StetEngineEffectKind kind)
{
  switch (kind)
    {
    case STET_EFFECT_PUT_MEDIA:
      return STET_STEP_MEDIA;
    case STET_EFFECT_CREATE:
      return STET_STEP_CREATE;
    case STET_EFFECT_WRITE:
      return STET_STEP_WRITE;
    case STET_EFFECT_REVIEW:
      return STET_STEP_REVIEW;
    case STET_EFFECT_TRANSITION:
    default:
      return STET_STEP_TRANSITION;
    }
}

char *
stet_engine_key (const StetIntent *intent)
{
  if (intent->attempt == 0)
    return g_strdup_printf ("%s-%s", intent->id, stet_step_name (intent->step));
  return g_strdup_printf ("%s-%s-%u", intent->id, stet_step_name (intent->step), intent->attempt);
}

static void
emit (Step *step, StetEngineEffectKind kind)
{
  step->effect->kind = kind;
  step->effect->media = step->next->media_done;
  step->effect->to = stet_intent_target (step->next);
  step->effect->until_us = step->next->due_us;
}

static void
send (Step *step, StetEngineEffectKind kind)
{
  step->next->step = step_of (kind);
  step->next->sent = TRUE;
  step->next->hold = STET_HOLD_NONE;
  emit (step, kind);
}

static void
set_message (StetIntent *intent, const char *message)
{
  g_free (intent->message);
  intent->message = g_strdup (message);
}

static void
hold (Step *step, StetHold why, const char *message)
{
  step->next->hold = why;
  step->next->sent = FALSE;
  if (message != NULL)
    set_message (step->next, message);
  emit (step, STET_EFFECT_HOLD);
}

static void
finish (Step *step)
{
  StetIntent *next = step->next;

  next->step = STET_STEP_DONE;
  next->sent = FALSE;
  next->hold = STET_HOLD_NONE;
  next->settled = TRUE;
  next->failure = 0;
  next->error_code = 0;
  next->error_reason = 0;
  set_message (next, NULL);
  emit (step, STET_EFFECT_DONE);
}

static void
set_version (StetIntent *intent, const char *version)
{
  if (intent->version == version)
    return;
  g_free (intent->version);
  intent->version = g_strdup (version);
}

/* Doubling with jitter: half of the span is fixed, half is drawn. */
static gint64
backoff_us (guint tries, guint32 draw)
{
  gint64 span = (gint64) WAIT_BASE_US << MIN (tries, 10);

  span = MIN (span, STET_ENGINE_WAIT_MAX_US);
  return span / 2 + (gint64) draw % (span / 2 + 1);
}

static void
wait (Step *step)
{
  const StetEngineEvent *event = step->event;
  StetIntent *next = step->next;
  guint after_s = MIN (event->retry_after_s, STET_ENGINE_RETRY_AFTER_MAX_S);
  gint64 span = backoff_us (next->tries, event->random);

  next->due_by_site = after_s > 0;
  if (after_s > 0)
    span = MAX (span, (gint64) after_s * G_USEC_PER_SEC);
  next->due_us = event->now_us + span;
  next->hold = STET_HOLD_OFFLINE;
  next->tries += next->tries < 1000 ? 1 : 0;
  emit (step, STET_EFFECT_WAIT);
}

/* --- what a read means --- */

static gboolean
same_text (const StetIntent *intent, const StetEngineEvent *read)
{
  return read->hash != NULL && g_str_equal (read->hash, intent->hash);
}

static gboolean
is_live_text (const StetIntent *intent, const StetEngineEvent *read)
{
  return read->live_hash != NULL && g_str_equal (read->live_hash, intent->hash);
}

/* Whether the site is where the intent wants it, with the intent's text. */
static gboolean
reached (const StetIntent *intent, const StetEngineEvent *read)
{
  StetState target = stet_intent_target (intent);

  switch (intent->kind)
    {
    case STET_INTENT_SAVE:
      return same_text (intent, read);
    case STET_INTENT_UNPUBLISH:
      return read->live_hash == NULL && read->state != STET_STATE_PUBLISHED;
    case STET_INTENT_BIN:
      return read->state == target;
    case STET_INTENT_RESTORE:
      return read->state != STET_STATE_BINNED;
    case STET_INTENT_PUBLISH:
      return read->state == target && same_text (intent, read)
             && (read->live_hash == NULL || is_live_text (intent, read));
    case STET_INTENT_SCHEDULE:
      return read->state == target && same_text (intent, read)
             && (read->scheduled_us == 0
                 || ABS (read->scheduled_us - intent->at_us) < G_USEC_PER_SEC);
    case STET_INTENT_SUBMIT:
      return same_text (intent, read)
             && (read->state == target || read->state == STET_STATE_APPROVED
                 || read->state == STET_STATE_SCHEDULED);
    case STET_INTENT_RETURN:
    case STET_INTENT_APPROVE:
    default:
      return read->state == target && same_text (intent, read);
    }
}

/* The same once our request was taken and somebody may have gone on from there. */
static gboolean
reached_and_passed (const StetIntent *intent, const StetEngineEvent *read)
{
  if (reached (intent, read))
    return TRUE;
  switch (intent->kind)
    {
    case STET_INTENT_SUBMIT:
    case STET_INTENT_APPROVE:
      return same_text (intent, read)
             && (read->state == STET_STATE_SCHEDULED || read->state == STET_STATE_PUBLISHED);
    case STET_INTENT_SCHEDULE:
      return same_text (intent, read) && read->state == STET_STATE_PUBLISHED;
    case STET_INTENT_PUBLISH:
      return is_live_text (intent, read);
    case STET_INTENT_SAVE:
    case STET_INTENT_RETURN:
    case STET_INTENT_UNPUBLISH:
    case STET_INTENT_BIN:
    case STET_INTENT_RESTORE:
    default:
      return FALSE;
    }
}

static gboolean
is_takedown (const StetIntent *intent)
{
  return intent->kind == STET_INTENT_UNPUBLISH || intent->kind == STET_INTENT_BIN;
}

static gboolean
is_expired (const StetIntent *intent, gint64 now_us)
{
  return intent->expires_us != 0 && now_us > intent->expires_us
         && intent->kind != STET_INTENT_UNPUBLISH;
}

static void
decide_missing (Step *step)
{
  StetIntent *next = step->next;

  if (is_takedown (next))
    finish (step);
  else if (next->base_hash != NULL)
    hold (step, STET_HOLD_CONFLICT, "the story is gone from the site");
  else if (!stet_intent_writes (next))
    hold (step, STET_HOLD_REFUSED, "the story is not at the site");
  else
    send (step, STET_EFFECT_CREATE);
}

/* The last request but one: only the state, bound to the version and the text just read. */
static void
decide_transition (Step *step)
{
  const StetEngineEvent *read = step->event;
  StetIntent *next = step->next;

  if (next->failure == STET_FAILURE_STATE)
    {
      hold (step, STET_HOLD_REFUSED, NULL);
      return;
    }
  if (is_expired (next, read->now_us))
    {
      hold (step, STET_HOLD_EXPIRED, "too late to go off by itself");
      return;
    }
  if (next->step == STET_STEP_TRANSITION && g_strcmp0 (next->version, read->version) != 0)
    next->attempt++;
  set_version (next, read->version);
  next->from = read->state;
  send (step, STET_EFFECT_TRANSITION);
}

static void look (Step *step);

/* A live page that can only be changed in its place: by a publication, and by nothing less. */
static void
decide_live (Step *step)
{
  StetIntent *next = step->next;

  if (next->kind != STET_INTENT_PUBLISH)
    hold (step, STET_HOLD_REFUSED,
          "the site keeps no changed version beside a live page: publish the change");
  else if (is_expired (next, step->event->now_us))
    hold (step, STET_HOLD_EXPIRED, "too late to go off by itself");
  else if (next->media_done < step->event->n_media)
    {
      next->step = STET_STEP_MEDIA;
      look (step);
    }
  else
    {
      if (next->step == STET_STEP_WRITE && g_strcmp0 (next->version, step->event->version) != 0)
        next->attempt++;
      set_version (next, step->event->version);
      send (step, STET_EFFECT_WRITE);
    }
}

/* The site has another text than the intent's. */
static void
decide_other_text (Step *step)
{
  const StetEngineEvent *read = step->event;
  StetIntent *next = step->next;

  if (!read->known_base || read->state == STET_STATE_BINNED)
    hold (step, STET_HOLD_CONFLICT, "the site has another text than the one this was made from");
  else if (next->kind == STET_INTENT_BIN)
    decide_transition (step);
  else if (read->direct && read->live_hash != NULL)
    decide_live (step);
  else if (!stet_intent_writes (next))
    hold (step, STET_HOLD_CONFLICT, "the site has another text than the approved one");
  else
    {
      if ((next->step == STET_STEP_WRITE || next->step == STET_STEP_REVIEW)
          && g_strcmp0 (next->version, read->version) != 0)
        next->attempt++;
      set_version (next, read->version);
      send (step, STET_EFFECT_WRITE);
    }
}

/* Once the site has the intent's text, that is what anything else there was made from. */
static void
note_base (StetIntent *next, const StetEngineEvent *read)
{
  if (read->missing || !same_text (next, read) || g_strcmp0 (next->base_hash, next->hash) == 0)
    return;
  g_free (next->base_hash);
  next->base_hash = g_strdup (next->hash);
}

/* From what the site has to the next thing to send. */
static void
decide (Step *step)
{
  const StetEngineEvent *read = step->event;
  StetIntent *next = step->next;

  note_base (next, read);
  if (read->missing)
    decide_missing (step);
  else if ((is_takedown (next) || next->kind == STET_INTENT_RESTORE) && reached (next, read))
    finish (step);
  else if (next->kind == STET_INTENT_UNPUBLISH || next->kind == STET_INTENT_RESTORE)
    decide_transition (step);
  else if (!same_text (next, read))
    decide_other_text (step);
  else if (!next->review_done && !read->review_held && next->kind != STET_INTENT_BIN)
    send (step, STET_EFFECT_REVIEW);
  else if (reached (next, read))
    finish (step);
  else
    decide_transition (step);
}

/* A transition went out and no answer came: was it taken? */
static void
settle_transition (Step *step)
{
  const StetEngineEvent *read = step->event;
  StetIntent *next = step->next;
  gboolean untouched = !read->missing && g_strcmp0 (read->version, next->version) == 0;

  if (!untouched && !read->missing && reached_and_passed (next, read))
    {
      finish (step);
      return;
    }
  next->sent = FALSE;
  if (untouched || read->missing || next->kind == STET_INTENT_UNPUBLISH)
    decide (step);
  else if (read->state == next->from && next->from != STET_STATE_RETURNED)
    decide (step);
  else
    hold (step, STET_HOLD_CONFLICT, "the site went on in another way while the answer was lost");
}

/* The transition was answered; is it so? */
static void
verify (Step *step)
{
  const StetEngineEvent *read = step->event;
  StetIntent *next = step->next;
  gboolean moved_on = !read->missing && g_strcmp0 (read->version, next->version) != 0;

  if (read->missing)
    {
      if (is_takedown (next))
        finish (step);
      else
        hold (step, STET_HOLD_CONFLICT, "the story is gone from the site");
    }
  else if (reached_and_passed (next, read))
    finish (step);
  else if (moved_on && next->kind != STET_INTENT_PUBLISH)
    finish (step);
  else if (next->kind == STET_INTENT_UNPUBLISH)
    hold (step, STET_HOLD_REFUSED, "the site said it was taken down, but the page is still live");
  else
    hold (step, STET_HOLD_CONFLICT, "the site does not show what it confirmed");
}

static void
on_read (Step *step)
{
  StetIntent *next = step->next;

  if (next->step == STET_STEP_TRANSITION && next->sent)
    settle_transition (step);
  else if (next->step == STET_STEP_VERIFY)
    verify (step);
  else
    {
      next->sent = FALSE;
      decide (step);
    }
}

/* --- the other events --- */

static gboolean
is_stopped (const StetIntent *intent)
{
  return intent->hold == STET_HOLD_CONFLICT || intent->hold == STET_HOLD_REFUSED
         || intent->hold == STET_HOLD_EXPIRED || intent->hold == STET_HOLD_CANCELLED;
}

/* Looks before it does anything: at the picture that is next, or at the story. */
static void
look (Step *step)
{
  StetIntent *next = step->next;

  next->hold = STET_HOLD_NONE;
  if (next->step == STET_STEP_MEDIA && next->media_done < step->event->n_media)
    emit (step, STET_EFFECT_HEAD_MEDIA);
  else
    {
      if (next->step == STET_STEP_MEDIA)
        {
          next->step = STET_STEP_CREATE;
          next->sent = FALSE;
        }
      emit (step, STET_EFFECT_READ);
    }
}

static void
on_start (Step *step)
{
  StetIntent *next = step->next;

  if (next->step == STET_STEP_DONE)
    emit (step, STET_EFFECT_DONE);
  else if (is_stopped (next))
    emit (step, STET_EFFECT_HOLD);
  else if (!next->sent && next->step != STET_STEP_VERIFY && is_expired (next, step->event->now_us))
    hold (step, STET_HOLD_EXPIRED, "too late to go off by itself");
  else
    look (step);
}

static void
on_media (Step *step)
{
  StetIntent *next = step->next;
  gboolean fits = next->step == STET_STEP_MEDIA && next->media_done < step->event->n_media;

  if (fits && step->event->kind == STET_EVENT_MEDIA_MISSING)
    {
      send (step, STET_EFFECT_PUT_MEDIA);
      return;
    }
  if (fits && (next->sent || step->event->kind == STET_EVENT_MEDIA_THERE))
    {
      next->media_done++;
      next->sent = FALSE;
      next->tries = 0;
    }
  look (step);
}

/* The answer to what was sent: noted, and looked at again. */
static void
on_result (Step *step, StetStep of)
{
  StetIntent *next = step->next;

  if (next->sent && next->step == of)
    {
      next->sent = FALSE;
      next->tries = 0;
      next->failure = 0;
      next->error_code = 0;
      next->error_reason = 0;
      next->review_done = next->review_done || of == STET_STEP_REVIEW;
      set_message (next, NULL);
      set_version (next, step->event->version);
      next->step = of == STET_STEP_TRANSITION ? STET_STEP_VERIFY : STET_STEP_GUARD;
    }
  look (step);
}

static void
note_failure (Step *step)
{
  StetIntent *next = step->next;

  next->failure = step->event->failure;
  next->error_code = step->event->code;
  next->error_reason = step->event->reason;
  set_message (next, step->event->message);
}

/* What is under way stays as open as it is; the next start looks first. */
static void
on_stopped (Step *step)
{
  gboolean sent = step->next->sent;

  hold (step, STET_HOLD_STOPPED, NULL);
  step->next->sent = sent;
}

/* A request that only looks failed: what was sent before stays as unknown as it was. */
static void
on_look_failed (Step *step)
{
  StetIntent *next = step->next;
  gboolean sent = next->sent;
  int failure = next->failure;

  note_failure (step);
  switch (step->event->failure)
    {
    case STET_FAILURE_AUTH:
      hold (step, STET_HOLD_AUTH, NULL);
      next->sent = sent;
      break;
    case STET_FAILURE_REFUSED:
      hold (step, STET_HOLD_REFUSED, NULL);
      break;
    case STET_FAILURE_STOPPED:
      on_stopped (step);
      break;
    case STET_FAILURE_NOT_FOUND:
      if (is_takedown (next))
        finish (step);
      else
        hold (step, STET_HOLD_CONFLICT, "the story is gone from the site");
      break;
    case STET_FAILURE_OFFLINE:
    case STET_FAILURE_UNKNOWN:
    case STET_FAILURE_STATE:
    case STET_FAILURE_STALE:
    case STET_FAILURE_BUSY:
    case STET_FAILURE_MISMATCH:
    case STET_FAILURE_SERVER:
    default:
      /* A refused transition that is still to be looked at keeps its reason. */
      if (failure == STET_FAILURE_STATE)
        next->failure = failure;
      wait (step);
      break;
    }
}

/* 409 and 412: not taken. What the site has now decides, under a new key. */
static void
on_turned_away (Step *step)
{
  StetIntent *next = step->next;

  next->sent = FALSE;
  next->attempt++;
  if (next->step == STET_STEP_TRANSITION)
    next->step = STET_STEP_GUARD;
  if (next->tries >= STALE_TRIES_MAX)
    wait (step);
  else
    {
      next->tries++;
      look (step);
    }
}

/* Sent, and no telling whether it was taken: look at once the first time, unless asked to wait;
 * later after a wait. */
static void
on_lost (Step *step)
{
  StetIntent *next = step->next;
  gboolean at_once = next->tries == 0 && step->event->failure != STET_FAILURE_BUSY
                     && step->event->retry_after_s == 0;

  if (!at_once)
    wait (step);
  else
    {
      next->tries++;
      look (step);
    }
}

static void
on_send_failed (Step *step)
{
  StetIntent *next = step->next;

  note_failure (step);
  switch (step->event->failure)
    {
    case STET_FAILURE_OFFLINE:
      next->sent = FALSE;
      wait (step);
      break;
    case STET_FAILURE_AUTH:
      hold (step, STET_HOLD_AUTH, NULL);
      break;
    case STET_FAILURE_REFUSED:
      hold (step, STET_HOLD_REFUSED, NULL);
      break;
    case STET_FAILURE_STOPPED:
      on_stopped (step);
      break;
    case STET_FAILURE_NOT_FOUND:
      next->sent = FALSE;
      on_look_failed (step);
      break;
    case STET_FAILURE_STATE:
    case STET_FAILURE_STALE:
      on_turned_away (step);
      break;
    case STET_FAILURE_UNKNOWN:
    case STET_FAILURE_BUSY:
    case STET_FAILURE_MISMATCH:
    case STET_FAILURE_SERVER:
    default:
      on_lost (step);
      break;
    }
}

static void
on_failed (Step *step)
{
  StetIntent *next = step->next;

  if (stet_engine_effect_sends (step->event->failed) && next->sent
      && next->step == step_of (step->event->failed))
    on_send_failed (step);
  else if (!stet_engine_effect_sends (step->event->failed))
    on_look_failed (step);
  else
    look (step);
}

/* Up to the moment the deciding request goes out. */
static gboolean
may_cancel (const StetIntent *intent)
{
  if (intent->step == STET_STEP_DONE || intent->step == STET_STEP_VERIFY)
    return FALSE;
  if (intent->kind == STET_INTENT_SAVE)
    return !(intent->sent && intent->step != STET_STEP_MEDIA);
  return !(intent->sent && intent->step == STET_STEP_TRANSITION);
}

/* What a person asks; these come at any time and send nothing. */
static void
on_person (Step *step)
{
  StetIntent *next = step->next;

  if (step->event->kind == STET_EVENT_CANCEL && may_cancel (next))
    hold (step, STET_HOLD_CANCELLED, NULL);
  else if (step->event->kind == STET_EVENT_ACKNOWLEDGED && is_stopped (next))
    {
      next->step = STET_STEP_DONE;
      emit (step, STET_EFFECT_HOLD);
    }
  else if (step->event->kind == STET_EVENT_CONFLICT && !is_stopped (next)
           && next->step != STET_STEP_DONE && next->kind != STET_INTENT_UNPUBLISH)
    {
      gboolean sent = next->sent;

      hold (step, STET_HOLD_CONFLICT, "the story has a conflict that waits for a person");
      next->sent = sent;
    }
  else
    emit (step, STET_EFFECT_NONE);
}

/* A stopped or ended intent hears only a person. */
static void
dispatch (Step *step)
{
  switch (step->event->kind)
    {
    case STET_EVENT_MEDIA_THERE:
    case STET_EVENT_MEDIA_MISSING:
    case STET_EVENT_MEDIA_SENT:
      on_media (step);
      break;
    case STET_EVENT_CREATED:
      on_result (step, STET_STEP_CREATE);
      break;
    case STET_EVENT_WRITTEN:
      on_result (step, STET_STEP_WRITE);
      break;
    case STET_EVENT_REVIEWED:
      on_result (step, STET_STEP_REVIEW);
      break;
    case STET_EVENT_TRANSITIONED:
      on_result (step, STET_STEP_TRANSITION);
      break;
    case STET_EVENT_REMOTE_READ:
      if (step->next->step == STET_STEP_MEDIA)
        look (step);
      else
        on_read (step);
      break;
    case STET_EVENT_FAILED:
      on_failed (step);
      break;
    case STET_EVENT_START:
    case STET_EVENT_ACKNOWLEDGED:
    case STET_EVENT_CANCEL:
    case STET_EVENT_CONFLICT:
    default:
      on_start (step);
      break;
    }
}

StetIntent *
stet_engine_step (const StetIntent *intent, const StetEngineEvent *event, StetEngineEffect *effect)
{
  Step step = { stet_intent_copy (intent), event, effect };
  gboolean from_person = event->kind == STET_EVENT_ACKNOWLEDGED || event->kind == STET_EVENT_CANCEL
                         || event->kind == STET_EVENT_CONFLICT;

  *effect = (StetEngineEffect) { 0 };
  if (from_person)
    on_person (&step);
  else if (stet_intent_is_ended (intent) || is_stopped (intent))
    on_start (&step);
  else
    dispatch (&step);
  return step.next;
}
