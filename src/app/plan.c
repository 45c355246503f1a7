/* The workflow of the contracts as steps to take: what is asked for, from where the story stands.
 * Layer: app. Any thread. */
#include "config.h"

#include "app/plan.h"

#include <glib/gi18n.h>

StetStanding
stet_standing_of (const StetStory *story)
{
  const StetRemote *remote = story->remote;
  StetStanding standing
      = { .state = story->binned ? STET_STATE_BINNED : STET_STATE_DRAFT, .changed = TRUE };

  if (remote == NULL || remote->remote_id == NULL)
    return standing;
  standing.created = TRUE;
  standing.state = remote->state;
  standing.live = remote->live_hash != NULL && remote->live_hash[0] != '\0';
  standing.changed = g_strcmp0 (story->hash, remote->hash) != 0;
  if (standing.changed
      && (standing.state == STET_STATE_APPROVED || standing.state == STET_STATE_SCHEDULED))
    standing.state = STET_STATE_SUBMITTED; /* so will the site, once it gets the new text */
  return standing;
}

void
stet_standing_after (StetStanding *standing, StetIntentKind kind)
{
  switch (kind)
    {
    case STET_INTENT_SAVE:
      break;
    case STET_INTENT_SUBMIT:
      standing->state = STET_STATE_SUBMITTED;
      break;
    case STET_INTENT_RETURN:
      standing->state = STET_STATE_RETURNED;
      break;
    case STET_INTENT_APPROVE:
      standing->state = STET_STATE_APPROVED;
      break;
    case STET_INTENT_SCHEDULE:
      standing->state = STET_STATE_SCHEDULED;
      break;
    case STET_INTENT_PUBLISH:
      standing->state = STET_STATE_PUBLISHED;
      standing->live = TRUE;
      break;
    case STET_INTENT_UNPUBLISH:
      standing->state = STET_STATE_UNPUBLISHED;
      standing->live = FALSE;
      break;
    case STET_INTENT_BIN:
      standing->state = STET_STATE_BINNED;
      break;
    case STET_INTENT_RESTORE:
      standing->state = STET_STATE_DRAFT;
      break;
    default:
      g_return_if_reached ();
    }
  standing->created = TRUE;
  standing->changed = FALSE;
}

const char *
stet_right_for (StetIntentKind kind)
{
  switch (kind)
    {
    case STET_INTENT_SUBMIT:
      return "submit";
    case STET_INTENT_RETURN:
    case STET_INTENT_APPROVE:
      return "approve";
    case STET_INTENT_SCHEDULE:
    case STET_INTENT_PUBLISH:
      return "publish";
    case STET_INTENT_UNPUBLISH:
      return "unpublish";
    case STET_INTENT_RESTORE:
      return "edit_others";
    default:
      return "draft";
    }
}

static void
add (StetPlan *plan, StetIntentKind kind)
{
  g_assert (plan->n_kinds < STET_PLAN_INTENTS_MAX);
  plan->kinds[plan->n_kinds++] = kind;
}

static gboolean
refuse (const StetStanding *standing, GError **error, const char *next)
{
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED, _("The story's state is “%s”. %s"),
               stet_words_for_state (standing->state, standing->live), next);
  return FALSE;
}

static gboolean
plan_submit (const StetStanding *standing, StetPlan *plan, GError **error)
{
  switch (standing->state)
    {
    case STET_STATE_SUBMITTED:
      if (standing->changed)
        add (plan, STET_INTENT_SAVE);
      return TRUE;
    case STET_STATE_APPROVED:
    case STET_STATE_SCHEDULED:
      return refuse (standing, error, _("It need not be submitted again. Publish it."));
    case STET_STATE_PUBLISHED:
      if (!standing->changed)
        return refuse (standing, error,
                       _("Nothing was changed since, so there is nothing to submit."));
      if (standing->direct)
        return refuse (
            standing, error,
            _("This site keeps no changed version beside a live page. An editor can publish the "
              "change at once with “stet publish --approve”."));
      break;
    case STET_STATE_BINNED:
      return refuse (standing, error, _("Take it out of the bin first."));
    default:
      break;
    }
  add (plan, STET_INTENT_SUBMIT);
  return TRUE;
}

static gboolean
plan_approve (const StetStanding *standing, StetPlan *plan, GError **error)
{
  if (standing->state == STET_STATE_APPROVED)
    return TRUE;
  if (standing->state != STET_STATE_SUBMITTED && standing->state != STET_STATE_SCHEDULED)
    return refuse (standing, error, _("Submit it first."));
  add (plan, STET_INTENT_APPROVE);
  return TRUE;
}

static gboolean
plan_publish (const StetStanding *standing, StetIntentKind kind, gboolean approve_first,
              StetPlan *plan, GError **error)
{
  if (standing->state == STET_STATE_BINNED)
    return refuse (standing, error, _("Take it out of the bin first."));
  if (standing->state == STET_STATE_PUBLISHED && !standing->changed)
    return TRUE;
  if (standing->state != STET_STATE_APPROVED && standing->state != STET_STATE_SCHEDULED)
    {
      if (!approve_first)
        return refuse (standing, error, _("Approve it first, or use --approve."));
      if (standing->live && standing->direct)
        {
          if (kind == STET_INTENT_SCHEDULE)
            return refuse (standing, error,
                           _("This site changes a live page only at once, not at a time."));
          add (plan, kind);
          return TRUE;
        }
      if (standing->state != STET_STATE_SUBMITTED)
        add (plan, STET_INTENT_SUBMIT);
      add (plan, STET_INTENT_APPROVE);
    }
  else if (standing->state == STET_STATE_SCHEDULED && kind == STET_INTENT_SCHEDULE)
    add (plan, STET_INTENT_APPROVE); /* off the schedule, to be put on it anew */
  add (plan, kind);
  return TRUE;
}

gboolean
stet_plan_act (const StetStanding *standing, StetIntentKind kind, gboolean approve_first,
               StetPlan *plan, GError **error)
{
  plan->n_kinds = 0;
  switch ((int) kind)
    {
    case STET_INTENT_SUBMIT:
      return plan_submit (standing, plan, error);
    case STET_INTENT_APPROVE:
      return plan_approve (standing, plan, error);
    case STET_INTENT_PUBLISH:
    case STET_INTENT_SCHEDULE:
      return plan_publish (standing, kind, approve_first, plan, error);
    case STET_INTENT_RETURN:
      if (standing->state != STET_STATE_SUBMITTED && standing->state != STET_STATE_APPROVED)
        return refuse (standing, error, _("Only what was submitted can be returned."));
      break;
    case STET_INTENT_UNPUBLISH:
      if (!standing->live && standing->state != STET_STATE_PUBLISHED)
        return refuse (standing, error, _("It is not live, so there is nothing to take down."));
      break;
    case STET_INTENT_BIN:
      if (standing->state == STET_STATE_BINNED)
        return TRUE;
      if (standing->live || standing->state == STET_STATE_PUBLISHED)
        return refuse (standing, error, _("Take it down first."));
      break;
    case STET_INTENT_RESTORE:
      if (standing->state != STET_STATE_BINNED)
        return refuse (standing, error, _("It is not in the bin."));
      break;
    default:
      break;
    }
  add (plan, kind);
  return TRUE;
}
