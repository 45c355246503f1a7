/* The house style over stories of the workspace: findings, fixes, what is let stand. Layer: app. */
#include "config.h"

#include "app/workspace-private.h"

#include <glib/gi18n.h>

/* Stands of scope "desk" hold for every story: they are kept once, as a review record. */
#define DESK_STANDS_KEY "desk-stands"
/* Those taken back, by their finding: records of other stories, here and at the site, may still
 * hold them. */
#define DESK_ENDED_KEY "desk-stands-ended"

typedef struct
{
  StetWorkspace *ws;
  const char    *id;
  StetArticle   *article;       /* (nullable) */
  StetOrigin     origin;
  const StetStand *stand;       /* (nullable) to add */
  const char    *finding;       /* (nullable) to take back */
  StetReview    *desk;          /* (nullable) */
} Call;

static GPtrArray *
new_findings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) stet_finding_free);
}

/* Those of stories from other desks: the record travels with the story, and holds here from then
 * on. */
static void
add_desk_stands (StetReview *desk, const StetReview *review)
{
  for (guint i = 0; i < review->stets->len; i++)
    {
      const StetStand *stand = g_ptr_array_index (review->stets, i);

      if (g_strcmp0 (stand->scope, "desk") == 0)
        stet_review_add_stand (desk, stand);
    }
}

static char **
ended_stands (StetStore *store)
{
  g_autofree char *text = stet_store_get_setting (store, DESK_ENDED_KEY);

  return g_strsplit (text != NULL ? text : "", "\n", -1);
}

static void
drop_ended (StetReview *review, StetStore *store)
{
  g_auto (GStrv) ended = ended_stands (store);

  for (guint i = review->stets->len; i-- > 0;)
    {
      const StetStand *stand = g_ptr_array_index (review->stets, i);

      if (g_strcmp0 (stand->scope, "desk") == 0
          && g_strv_contains ((const char *const *) ended, stand->finding))
        g_ptr_array_remove_index (review->stets, i);
    }
}

/* A finding that stands again is no longer among them. */
static gboolean
set_ended (StetStore *store, const char *finding, gboolean ends, GError **error)
{
  g_auto (GStrv) ended = ended_stands (store);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; ended[i] != NULL; i++)
    if (ended[i][0] != '\0' && !g_str_equal (ended[i], finding))
      g_string_append_printf (text, "%s\n", ended[i]);
  if (ends)
    g_string_append_printf (text, "%s\n", finding);
  return stet_store_set_setting (store, DESK_ENDED_KEY, text->str, error);
}

static gpointer
load_desk_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree char *json = stet_store_get_setting (call->ws->store, DESK_STANDS_KEY);
  g_autoptr (StetReview) desk
      = json != NULL ? stet_review_from_json (json, strlen (json), error) : stet_review_new ();
  g_autoptr (GPtrArray) reviews
      = desk != NULL ? stet_store_desk_reviews (call->ws->store, error) : NULL;

  for (guint i = 0; reviews != NULL && i < reviews->len; i++)
    add_desk_stands (desk, g_ptr_array_index (reviews, i));
  if (reviews == NULL)
    return NULL;
  drop_ended (desk, call->ws->store);
  return g_steal_pointer (&desk);
}

static gpointer
save_desk_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autofree char *json = stet_review_to_json (call->desk);

  if (!set_ended (call->ws->store, call->finding, call->stand == NULL, error))
    return NULL;
  return GINT_TO_POINTER (stet_store_set_setting (call->ws->store, DESK_STANDS_KEY, json, error));
}

static StetReview *
load_desk (StetWorkspace *ws, GError **error)
{
  Call call = { .ws = ws };

  return stet_worker_call (ws->store_worker, load_desk_thread, &call, NULL, error);
}

/* What holds for this story: its own record and the desk's stands. */
StetReview *
stet_workspace_review (StetWorkspace *ws, const StetStory *story, GError **error)
{
  g_autoptr (StetReview) desk = load_desk (ws, error);
  StetReview *review;

  if (desk == NULL)
    return NULL;
  review = stet_review_copy (story->review);
  for (guint i = review->stets->len; i-- > 0;)
    if (g_strcmp0 (((StetStand *) g_ptr_array_index (review->stets, i))->scope, "desk") == 0)
      g_ptr_array_remove_index (review->stets, i);
  for (guint i = 0; i < desk->stets->len; i++)
    stet_review_add_stand (review, g_ptr_array_index (desk->stets, i));
  return review;
}

static GPtrArray *
check_story (StetWorkspace *ws, const StetStory *story, GError **error)
{
  g_autoptr (StetChecker) checker = stet_workspace_checker (ws, error);
  g_autoptr (StetReview) review = checker != NULL ? stet_workspace_review (ws, story, error) : NULL;
  g_autoptr (StetFacts) facts = review != NULL ? stet_workspace_facts (ws, story->article) : NULL;
  StetKnown known = { review, facts };
  GPtrArray *findings = review != NULL
                            ? stet_checker_check_with (checker, story->article, &known, NULL, error)
                            : NULL;

  if (findings != NULL)
    stet_workspace_note_problems (ws, checker);
  return findings;
}

GPtrArray *
stet_workspace_check (StetWorkspace *ws, const char *id, GError **error)
{
  g_autoptr (StetStory) story = stet_workspace_load (ws, id, error);
  GPtrArray *findings;

  findings = story != NULL ? check_story (ws, story, error) : NULL;
  if (findings != NULL)
    stet_workspace_count (ws, id, findings);
  return findings;
}

GPtrArray *
stet_workspace_blockers (StetWorkspace *ws, const char *id, gboolean breaking, GError **error)
{
  g_autoptr (GPtrArray) findings = stet_workspace_check (ws, id, error);
  g_autoptr (StetChecker) checker = findings != NULL ? stet_workspace_checker (ws, error) : NULL;
  g_autoptr (GPtrArray) blocking = NULL;
  GPtrArray *blockers;

  if (checker == NULL)
    return NULL;
  blocking = stet_checker_blockers (checker, findings, breaking);
  blockers = new_findings ();
  for (guint i = 0; i < blocking->len; i++)
    g_ptr_array_add (blockers, stet_finding_copy (g_ptr_array_index (blocking, i)));
  return blockers;
}

GPtrArray *
stet_workspace_fix (StetWorkspace *ws, const char *id, const char *rule, GError **error)
{
  g_autoptr (StetStory) story = stet_workspace_load (ws, id, error);
  g_autoptr (StetChecker) checker = story != NULL ? stet_workspace_checker (ws, error) : NULL;
  g_autoptr (StetReview) review = checker != NULL ? stet_workspace_review (ws, story, error) : NULL;
  g_autoptr (StetArticle) fixed = NULL;
  g_autoptr (GPtrArray) fixes = NULL;
  g_autoptr (GPtrArray) before = NULL;

  if (review == NULL)
    return NULL;
  before = stet_checker_check (checker, story->article, review, NULL, NULL);
  if (before != NULL)
    stet_workspace_count (ws, id, before);
  fixed = stet_checker_fix (checker, story->article, review, rule, &fixes, error);
  stet_workspace_note_problems (ws, checker);
  if (fixed == NULL)
    return NULL;
  if (!stet_article_equal (fixed, story->article)
      && !stet_workspace_save (ws, fixed, story->revision, STET_ORIGIN_FIXED, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&fixes);
}

/* --- what is let stand --- */

static gpointer
change_review_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Call *call = data;
  g_autoptr (StetStory) story = stet_store_load (call->ws->store, call->id, error);

  if (story == NULL)
    return NULL;
  if (call->stand != NULL)
    stet_review_add_stand (story->review, call->stand);
  else if (!stet_review_remove_stand (story->review, call->finding))
    return GINT_TO_POINTER (TRUE);
  return GINT_TO_POINTER (stet_store_save_review (call->ws->store, call->id, story->review, error));
}

static const StetFinding *
find_finding (GPtrArray *findings, const char *id, GError **error)
{
  const StetFinding *found = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (findings, i);

      if (g_str_equal (finding->id, id))
        return finding;
      if (g_str_has_prefix (finding->id, id) && found != NULL)
        {
          g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                       _("Several findings begin with “%s”. Give more of the id."), id);
          return NULL;
        }
      if (g_str_has_prefix (finding->id, id))
        found = finding;
    }
  if (found == NULL)
    g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                 _("The story has no finding “%s”. “stet check” shows their ids."), id);
  return found;
}

static gboolean
is_editor (StetWorkspace *ws)
{
  g_autoptr (StetAccount) account = stet_workspace_account (ws, NULL, NULL, NULL);

  return account != NULL && stet_account_can (account, "approve");
}

static gboolean
may_stand (StetWorkspace *ws, const StetFinding *finding, const char *scope, GError **error)
{
  if (!g_str_equal (scope, "finding") && !g_str_equal (scope, "story")
      && !g_str_equal (scope, "desk"))
    {
      g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                   _("“%s” is no scope. Use finding, story or desk."), scope);
      return FALSE;
    }
  if (is_editor (ws) || (finding->may_stand && !g_str_equal (scope, "desk")))
    return TRUE;
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
               _("Only an editor may let “%s” stand like that. Mend it, or ask an editor."),
               finding->rule);
  return FALSE;
}

static gboolean
add_desk_stand (StetWorkspace *ws, const StetStand *stand, GError **error)
{
  g_autoptr (StetReview) desk = load_desk (ws, error);
  Call call = { .ws = ws, .desk = desk, .stand = stand, .finding = stand->finding };

  if (desk == NULL)
    return FALSE;
  stet_review_add_stand (desk, stand);
  return stet_worker_call (ws->store_worker, save_desk_thread, &call, NULL, error) != NULL;
}

gboolean
stet_workspace_stet (StetWorkspace *ws, const char *id, const char *finding, const char *reason,
                     const char *scope, GError **error)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *by = NULL;
  g_autofree char *at = NULL;
  g_autofree char *rule = NULL;
  const StetFinding *found;
  StetStand stand;
  Call call = { .ws = ws, .id = id, .stand = &stand };

  g_return_val_if_fail (STET_IS_WORKSPACE (ws) && id != NULL && finding != NULL && scope != NULL,
                        FALSE);
  if (reason == NULL || reason[strspn (reason, " \t\n")] == '\0')
    {
      g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                           _("A finding stands only with a reason. Give one with --reason."));
      return FALSE;
    }
  findings = stet_workspace_check (ws, id, error);
  found = findings != NULL ? find_finding (findings, finding, error) : NULL;
  if (found == NULL || !may_stand (ws, found, scope, error))
    return FALSE;
  by = stet_workspace_person (ws);
  at = stet_workspace_now (ws);
  rule = stet_finding_stand_rule (found, scope);
  stand = (StetStand) { found->id, rule, (char *) reason, by, at, (char *) scope };
  if (g_str_equal (scope, "desk") && !add_desk_stand (ws, &stand, error))
    return FALSE;
  if (stet_worker_call (ws->store_worker, change_review_thread, &call, NULL, error) == NULL)
    return FALSE;
  stet_workspace_emit_changed (ws, id);
  return TRUE;
}

static gboolean
remove_desk_stand (StetWorkspace *ws, const char *finding, GError **error)
{
  g_autoptr (StetReview) desk = load_desk (ws, error);
  Call call = { .ws = ws, .desk = desk, .finding = finding };

  if (desk == NULL)
    return FALSE;
  return !stet_review_remove_stand (desk, finding)
         || stet_worker_call (ws->store_worker, save_desk_thread, &call, NULL, error) != NULL;
}

gboolean
stet_workspace_unstet (StetWorkspace *ws, const char *id, const char *finding, GError **error)
{
  g_autoptr (GPtrArray) findings = stet_workspace_check (ws, id, error);
  const StetFinding *found = findings != NULL ? find_finding (findings, finding, error) : NULL;
  Call call = { .ws = ws, .id = id };

  if (found == NULL)
    return FALSE;
  if (found->stand == NULL)
    {
      g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                           _("This finding was not let stand, so there is nothing to take back."));
      return FALSE;
    }
  call.finding = found->stand->finding;
  if (g_str_equal (found->stand->scope, "desk") && !is_editor (ws))
    {
      g_set_error_literal (
          error, STET_APP_ERROR, STET_APP_ERROR_REFUSED,
          _("What stands for the whole desk is an editor's to take back. Ask an editor."));
      return FALSE;
    }
  if (g_str_equal (found->stand->scope, "desk") && !remove_desk_stand (ws, call.finding, error))
    return FALSE;
  if (stet_worker_call (ws->store_worker, change_review_thread, &call, NULL, error) == NULL)
    return FALSE;
  stet_workspace_emit_changed (ws, id);
  return TRUE;
}
