/* What of our review record a site does not have yet. Layer: sync, private. Pure. */
#include "config.h"

#include "sync/review-additions.h"

static gboolean
has_note (const StetReview *review, const StetNote *note)
{
  for (guint i = 0; i < review->notes->len; i++)
    if (g_strcmp0 (((StetNote *) review->notes->pdata[i])->id, note->id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_stand (const StetReview *review, const StetStand *stand)
{
  for (guint i = 0; i < review->stets->len; i++)
    {
      const StetStand *theirs = review->stets->pdata[i];

      if (g_strcmp0 (theirs->finding, stand->finding) == 0
          && g_strcmp0 (theirs->reason, stand->reason) == 0
          && g_strcmp0 (theirs->scope, stand->scope) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whoever it is said to be by: the site puts its own name for us there. */
static gboolean
has_override (const StetReview *review, const StetOverride *override_)
{
  for (guint i = 0; i < review->overrides->len; i++)
    {
      const StetOverride *theirs = review->overrides->pdata[i];

      if (g_strcmp0 (theirs->finding, override_->finding) == 0
          && g_strcmp0 (theirs->reason, override_->reason) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
drop_known (StetReview *additions, const StetReview *theirs)
{
  for (guint i = additions->notes->len; i-- > 0;)
    if (has_note (theirs, additions->notes->pdata[i]))
      g_ptr_array_remove_index (additions->notes, i);
  for (guint i = additions->stets->len; i-- > 0;)
    if (has_stand (theirs, additions->stets->pdata[i]))
      g_ptr_array_remove_index (additions->stets, i);
  for (guint i = additions->overrides->len; i-- > 0;)
    if (has_override (theirs, additions->overrides->pdata[i]))
      g_ptr_array_remove_index (additions->overrides, i);
}

StetReview *
stet_review_additions (const StetReview *ours, const StetReview *theirs)
{
  g_autoptr (StetReview) additions = stet_review_copy (ours);
  g_autoptr (StetReview) both = stet_review_copy (theirs);
  g_autofree char *before = stet_review_to_json (theirs);
  g_autofree char *after = NULL;

  g_ptr_array_set_size (additions->approvals, 0);
  drop_known (additions, theirs);
  stet_review_merge (both, additions);
  both->state = theirs->state;
  after = stet_review_to_json (both);
  return g_str_equal (before, after) ? NULL : g_steal_pointer (&additions);
}
