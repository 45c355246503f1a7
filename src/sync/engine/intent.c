/* An intent as a value: names, copies, what its kind means. Layer: sync/engine. Pure. */
#include "config.h"

#include "sync/engine/engine.h"

G_DEFINE_QUARK (stet-engine-error-quark, stet_engine_error)

static const char *const kind_names[] = { NULL,       "save",    "submit",    "return", "approve",
                                          "schedule", "publish", "unpublish", "bin",    "unbin" };
static const char *const step_names[]
    = { NULL, "media", "create", "write", "review", "guard", "transition", "verify", "done" };
static const char *const hold_names[]
    = { "none", "offline", "conflict", "auth", "refused", "expired", "cancelled", "stopped" };

static const char *
name_at (const char *const *names, guint n_names, guint index)
{
  return index < n_names && names[index] != NULL ? names[index] : "unknown";
}

const char *
stet_intent_kind_name (StetIntentKind kind)
{
  return name_at (kind_names, G_N_ELEMENTS (kind_names), kind);
}

const char *
stet_step_name (StetStep step)
{
  return name_at (step_names, G_N_ELEMENTS (step_names), step);
}

const char *
stet_hold_name (StetHold hold)
{
  return name_at (hold_names, G_N_ELEMENTS (hold_names), hold);
}

gboolean
stet_intent_writes (const StetIntent *intent)
{
  switch (intent->kind)
    {
    case STET_INTENT_SAVE:
    case STET_INTENT_SUBMIT:
    case STET_INTENT_RETURN:
    case STET_INTENT_APPROVE:
      return TRUE;
    case STET_INTENT_SCHEDULE:
    case STET_INTENT_PUBLISH:
    case STET_INTENT_UNPUBLISH:
    case STET_INTENT_BIN:
    case STET_INTENT_RESTORE:
    default:
      return FALSE;
    }
}

StetState
stet_intent_target (const StetIntent *intent)
{
  switch (intent->kind)
    {
    case STET_INTENT_SUBMIT:
      return STET_STATE_SUBMITTED;
    case STET_INTENT_RETURN:
      return STET_STATE_RETURNED;
    case STET_INTENT_APPROVE:
      return STET_STATE_APPROVED;
    case STET_INTENT_SCHEDULE:
      return STET_STATE_SCHEDULED;
    case STET_INTENT_PUBLISH:
      return STET_STATE_PUBLISHED;
    case STET_INTENT_UNPUBLISH:
      return STET_STATE_UNPUBLISHED;
    case STET_INTENT_BIN:
      return STET_STATE_BINNED;
    case STET_INTENT_SAVE:
    case STET_INTENT_RESTORE:
    default:
      return STET_STATE_DRAFT;
    }
}

gboolean
stet_intent_is_ended (const StetIntent *intent)
{
  return intent->step == STET_STEP_DONE || intent->hold == STET_HOLD_CANCELLED;
}

StetIntent *
stet_intent_new (StetIntentKind kind, const char *id, const char *article_id, const char *hash)
{
  StetIntent *intent = g_new0 (StetIntent, 1);

  intent->id = g_strdup (id);
  intent->article_id = g_strdup (article_id);
  intent->kind = kind;
  intent->hash = g_strdup (hash);
  intent->step = stet_intent_writes (intent) ? STET_STEP_MEDIA : STET_STEP_GUARD;
  return intent;
}

StetIntent *
stet_intent_copy (const StetIntent *intent)
{
  StetIntent *copy = g_memdup2 (intent, sizeof *intent);

  copy->id = g_strdup (intent->id);
  copy->article_id = g_strdup (intent->article_id);
  copy->hash = g_strdup (intent->hash);
  copy->version = g_strdup (intent->version);
  copy->reason = g_strdup (intent->reason);
  copy->message = g_strdup (intent->message);
  copy->base_hash = g_strdup (intent->base_hash);
  copy->user = g_strdup (intent->user);
  return copy;
}

void
stet_intent_free (StetIntent *intent)
{
  if (intent == NULL)
    return;
  g_free (intent->id);
  g_free (intent->article_id);
  g_free (intent->hash);
  g_free (intent->version);
  g_free (intent->reason);
  g_free (intent->message);
  g_free (intent->base_hash);
  g_free (intent->user);
  g_free (intent);
}
