/* Findings in the window: going to them, mending them, letting them stand. Layer: ui, main
 * thread. */
#include "config.h"

#include "ui/caret-popover.h"
#include "ui/stand-popover.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

static gboolean
with_advice (StetWindow *self)
{
  return stet_findings_panel_shows_advice (self->findings);
}

static gboolean
is_editor (StetWindow *self)
{
  return self->account && stet_account_can (self->account, "approve");
}

static guint
count_blocking (StetWindow *self, GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; findings && i < findings->len; i++)
    {
      StetFinding *finding = findings->pdata[i];

      n += finding->level == STET_LEVEL_ERROR && !finding->stand
           && (!finding->missing || stet_open_story_asks (self->story));
    }
  return n;
}

void
stet_window_show_findings (StetWindow *self)
{
  StetFindingsShown shown = { 0 };
  StetArticle *article;

  if (!self->story)
    return;
  article = stet_open_story_checked (self->story);
  if (!article)
    article = stet_document_article (stet_open_story_document (self->story));
  shown.findings = stet_open_story_findings (self->story);
  shown.article = article;
  shown.selected = stet_open_story_selected (self->story);
  shown.show_missing = stet_open_story_asks (self->story);
  shown.n_rules
      = self->checker ? stet_checker_n_rules (self->checker, stet_article_language (article)) : 0;
  shown.reach = is_editor (self) ? STET_REACH_DESK : STET_REACH_STORY;
  shown.checker = self->checker;
  shown.no_dictionary = !stet_open_story_can_spell (self->story);
  stet_findings_panel_show (self->findings, &shown);
  stet_story_page_show_findings (self->page, with_advice (self));
  stet_story_list_set_blocking (self->list, stet_open_story_id (self->story),
                                count_blocking (self, shown.findings));
  stet_window_show_fold (self);
}

/* In a narrow window the findings lie over the page only when asked for; their count stays in
 * sight. */
void
stet_window_show_fold (StetWindow *self)
{
  gboolean folded = adw_flap_get_folded (self->panel_flap);
  guint n = self->story ? count_blocking (self, stet_open_story_findings (self->story)) : 0;
  g_autofree char *label = n > 0 ? g_strdup_printf (ngettext ("%u blocks", "%u block", n), n)
                                 : g_strdup (_("House style"));

  if (self->page)
    stet_story_page_set_findings_button (self->page, folded ? label : NULL);
}

static void
go_to (StetWindow *self, const StetFinding *finding)
{
  g_autofree char *id = g_strdup (finding->id);

  stet_open_story_select (self->story, id);
  finding = stet_open_story_finding (self->story, id);
  if (finding)
    stet_story_page_go_to_finding (self->page, finding);
}

gboolean
stet_window_go_to_blocker (StetWindow *self, const char *id)
{
  StetFinding *finding = self->story ? stet_open_story_finding (self->story, id) : NULL;

  if (finding)
    go_to (self, finding);
  return finding != NULL;
}

static void
finding_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetFinding *finding
      = self->story ? stet_open_story_finding (self->story, g_variant_get_string (parameter, NULL))
                    : NULL;

  if (finding)
    go_to (self, finding);
}

static gboolean
is_visited (StetWindow *self, const StetFinding *finding)
{
  return !finding->stand && (!finding->missing || stet_open_story_asks (self->story))
         && (finding->level != STET_LEVEL_ADVICE || with_advice (self));
}

/* The next finding in page order after the selected one, round the end. */
static void
step (StetWindow *self, int by)
{
  GPtrArray *findings = self->story ? stet_open_story_findings (self->story) : NULL;
  const char *selected = self->story ? stet_open_story_selected (self->story) : NULL;
  int n = findings ? (int) findings->len : 0, at = by > 0 ? -1 : n;

  for (int i = 0; selected && i < n; i++)
    if (g_str_equal (((StetFinding *) findings->pdata[i])->id, selected))
      at = i;
  for (int tried = 0; tried < n; tried++)
    {
      at = (at + by + n) % n;
      if (is_visited (self, findings->pdata[at]))
        {
          go_to (self, findings->pdata[at]);
          return;
        }
    }
  if (findings)
    stet_window_tell (self, STET_TONE_CALM, _("Nothing to look at."));
}

static void
next_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, 1);
}

static void
previous_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step (data, -1);
}

/* --- mending --- */

/* For the figures of the rules: what was found before something of it is mended. */
typedef struct
{
  StetWorkspace *workspace;
  char          *id;
  GPtrArray     *findings;
} Count;

static void
count_free (gpointer data)
{
  Count *count = data;

  g_object_unref (count->workspace);
  g_free (count->id);
  g_ptr_array_unref (count->findings);
  g_free (count);
}

static gpointer
count_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;

  stet_workspace_count (count->workspace, count->id, count->findings);
  return NULL;
}

static void
count_found (StetWindow *self)
{
  GPtrArray *findings = stet_open_story_findings (self->story);
  Count *count;

  if (!findings)
    return;
  count = g_new0 (Count, 1);
  count->workspace = g_object_ref (self->workspace);
  count->id = g_strdup (stet_open_story_id (self->story));
  count->findings = g_ptr_array_ref (findings);
  stet_workspace_run_async (self->workspace, count_thread, count, count_free, NULL, NULL, NULL,
                            NULL);
}

static gboolean
mend (StetWindow *self, const StetFinding *finding, guint index)
{
  StetDocument *document = stet_open_story_document (self->story);
  g_autoptr (StetEdit) edit = stet_finding_edit (finding, index, stet_document_article (document));

  return edit && stet_document_apply (document, edit, NULL);
}

void
stet_window_mend (StetWindow *self, const StetFinding *finding, guint index)
{
  if (!finding->replacements || g_strv_length (finding->replacements) <= index)
    return;
  count_found (self);
  if (!mend (self, finding, index))
    stet_window_tell (self, STET_TONE_LOOK,
                      _("The text there has changed meanwhile. Look at it again."));
  stet_open_story_check (self->story);
  stet_story_page_focus (self->page);
}

static void
fix_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *id;
  guint index;
  StetFinding *finding;

  g_variant_get (parameter, "(&su)", &id, &index);
  finding = self->story ? stet_open_story_finding (self->story, id) : NULL;
  if (finding)
    stet_window_mend (self, finding, index);
}

/* About the whole of the text that the caret is in. (nullable) */
static StetFinding *
of_whole_text (StetWindow *self, StetProseView *view)
{
  StetProjection *projection = stet_prose_view_projection (view);
  StetField here = stet_projection_field_at (
      projection, stet_projection_locate (projection, stet_prose_view_caret (view), NULL));
  GPtrArray *findings = stet_open_story_findings (self->story);

  for (guint i = 0; findings && i < findings->len; i++)
    {
      StetFinding *finding = findings->pdata[i];

      if (!finding->has_range && is_visited (self, finding)
          && stet_field_equal (&finding->field, &here))
        return finding;
    }
  return NULL;
}

/* The caret tells more than what was chosen before; where there is no caret, what was chosen. */
StetFinding *
stet_window_finding_here (StetWindow *self)
{
  const char *id = self->story ? stet_open_story_selected (self->story) : NULL;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  const char *at_caret;

  if (!self->story)
    return NULL;
  if (!focus || !STET_IS_PROSE_VIEW (focus))
    return stet_open_story_finding (self->story, id);
  at_caret = stet_prose_view_finding_at_caret (STET_PROSE_VIEW (focus));
  return at_caret ? stet_open_story_finding (self->story, at_caret)
                  : of_whole_text (self, STET_PROSE_VIEW (focus));
}

static void
fix_selected_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetFinding *finding = stet_window_finding_here (data);

  if (finding)
    stet_window_mend (data, finding, 0);
}

/* From the end, so that a mend does not move the places of those before it. One step for undo. */
static void
mend_all (StetWindow *self, const StetFinding *first)
{
  GPtrArray *findings = stet_open_story_findings (self->story);

  count_found (self);
  stet_document_begin_group (stet_open_story_document (self->story));
  for (guint i = findings->len; i-- > 0;)
    {
      StetFinding *finding = findings->pdata[i];

      if (!finding->stand && g_strcmp0 (finding->rule, first->rule) == 0 && finding->replacements
          && finding->replacements[0])
        mend (self, finding, 0);
    }
  stet_document_end_group (stet_open_story_document (self->story));
  stet_open_story_check (self->story);
  stet_story_page_focus (self->page);
}

static void
fix_all_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetFinding *first
      = self->story ? stet_open_story_finding (self->story, g_variant_get_string (parameter, NULL))
                    : NULL;

  if (first)
    mend_all (self, first);
}

static void
fix_all_selected_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetFinding *first = stet_window_finding_here (data);

  if (first)
    mend_all (data, first);
}

static gpointer
fix_safe_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_autoptr (GPtrArray) fixes = stet_workspace_fix (job->workspace, job->id, NULL, error);

  return fixes ? GUINT_TO_POINTER (fixes->len + 1) : NULL;
}

static void
fixed_safe_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  guint n = GPOINTER_TO_UINT (stet_window_finish (self, result));
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("%u place mended. Undo takes it back.",
                                    "%u places mended. Undo takes them back.", n - 1),
                          n - 1);
  stet_window_tell (self, STET_TONE_CALM,
                    n > 1 ? text : _("Nothing can be mended without asking."));
  stet_window_reload (self);
}

static void
fix_safe_flushed_cb (const GError *error, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (error || !self->story)
    return;
  job = stet_job_new (self->workspace, NULL);
  job->id = g_strdup (stet_open_story_id (self->story));
  stet_window_run (self, fix_safe_thread, job, fixed_safe_cb);
}

static void
fix_safe_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_window_flush (data, fix_safe_flushed_cb, data);
}

/* --- Stet --- */

static gpointer
stand_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  if (job->flag)
    return GINT_TO_POINTER (stet_workspace_unstet (job->workspace, job->id, job->text, error));
  return GINT_TO_POINTER (
      stet_workspace_stet (job->workspace, job->id, job->text, job->more, job->extra, error));
}

static void
stood_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;

  if (stet_window_finish (self, result))
    stet_window_reload (self);
}

/* The store checks the finding's id against its own text: it has to have ours first. */
static void
stand_flushed_cb (const GError *error, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_steal_pointer (&job->owner));

  if (error)
    {
      stet_window_tell_error (self, error);
      stet_job_free (job);
      return;
    }
  stet_window_run (self, stand_thread, job, stood_cb);
}

static void
stand_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->story)
    return;
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->id = g_strdup (stet_open_story_id (self->story));
  g_variant_get (parameter, "(sss)", &job->text, &job->more, &job->extra);
  stet_window_flush (self, stand_flushed_cb, job);
}

static void
unstand_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->story)
    return;
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->id = g_strdup (stet_open_story_id (self->story));
  job->text = g_variant_dup_string (parameter, NULL);
  job->flag = TRUE;
  stet_window_flush (self, stand_flushed_cb, job);
}

static gboolean
may_stand (StetWindow *self, const StetFinding *finding)
{
  return finding->may_stand || (finding->editor_may_stand && is_editor (self));
}

static void
tell_none_here (StetWindow *self)
{
  stet_window_tell (self, STET_TONE_CALM,
                    _("The house style has nothing to say here. F8 goes to the next place."));
}

static void
ask_reason (StetWindow *self, StetFinding *finding)
{
  if (!finding)
    tell_none_here (self);
  else if (!may_stand (self, finding))
    stet_window_tell (self, STET_TONE_LOOK,
                      _("This can't be left to stand here. Mend it, or ask an editor."));
  else
    {
      stet_open_story_select (self->story, finding->id);
      stet_caret_popup (
          self->page,
          stet_stand_popover_new (finding, is_editor (self) ? STET_REACH_DESK : STET_REACH_STORY));
    }
}

static void
stand_ask_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->story)
    ask_reason (self,
                stet_open_story_finding (self->story, g_variant_get_string (parameter, NULL)));
}

static void
stand_selected_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->story)
    ask_reason (self, stet_window_finding_here (self));
}

/* --- the mends at the caret --- */

static guint
count_same (StetWindow *self, const StetFinding *finding)
{
  GPtrArray *findings = stet_open_story_findings (self->story);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      StetFinding *other = findings->pdata[i];

      n += !other->stand && g_strcmp0 (other->rule, finding->rule) == 0;
    }
  return n;
}

static void
fixes_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetFinding *finding = stet_window_finding_here (self);
  StetFixes fixes = { finding };
  g_autofree char *id = NULL;

  if (!finding)
    {
      tell_none_here (self);
      return;
    }
  id = g_strdup (finding->id);
  fixes.n_same = count_same (self, finding);
  fixes.spelling = stet_window_is_of_spelling (finding);
  fixes.may_stand = may_stand (self, finding);
  g_set_weak_pointer (&self->fixes, STET_FIX_POPOVER (stet_fix_popover_new (&fixes)));
  stet_caret_popup (self->page, GTK_WIDGET (self->fixes));
  stet_window_look_up (self, id);
}

static void
advice_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_window_show_findings (data);
}

void
stet_window_add_style_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "finding", finding_action, "s" },
    { "next-finding", next_action },
    { "previous-finding", previous_action },
    { "fix", fix_action, "(su)" },
    { "fix-all", fix_all_action, "s" },
    { "fix-all-selected", fix_all_selected_action },
    { "fix-selected", fix_selected_action },
    { "fix-safe", fix_safe_action },
    { "stand", stand_action, "(sss)" },
    { "unstand", unstand_action, "s" },
    { "stand-selected", stand_selected_action },
    { "stand-ask", stand_ask_action, "s" },
    { "fixes", fixes_action },
    { "advice-toggled", advice_action },
  };

  g_autoptr (GAction) advice = stet_findings_panel_advice_action (self->findings);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), advice);
  stet_window_add_word_actions (self);
  if (self->settings && g_settings_get_boolean (self->settings, "show-advice"))
    g_action_activate (advice, NULL);
}
