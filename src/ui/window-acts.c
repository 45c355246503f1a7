/* Submit, return, approve, publish, take down: what stops it, the question it needs, the seconds in
 * which it can be taken back, and what came of it. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

#define REASON_CHARS_MIN 3

/* --- sending --- */

static void
tell_outcome (StetWindow *self, StetIntentKind kind, const StetOutcome *outcome)
{
  if (outcome->queued)
    {
      stet_window_tell (
          self, STET_TONE_LOOK,
          _("The site can't be reached. It is kept here and goes out when the network is back."));
      return;
    }
  switch (kind)
    {
    case STET_INTENT_SUBMIT:
      stet_window_tell (self, STET_TONE_CALM, _("Sent for editing."));
      return;
    case STET_INTENT_RETURN:
      stet_window_tell (self, STET_TONE_CALM, _("Returned with your note."));
      return;
    case STET_INTENT_APPROVE:
      stet_window_tell (self, STET_TONE_CALM, _("Approved. Nothing is public yet."));
      return;
    case STET_INTENT_SCHEDULE:
      stet_window_tell (self, STET_TONE_CALM, _("Scheduled. The site publishes it by itself."));
      return;
    case STET_INTENT_PUBLISH: stet_window_tell_live (self, outcome); return;
    case STET_INTENT_UNPUBLISH:
      stet_window_tell (self, STET_TONE_CALM, _("Taken down. The page is gone from the site."));
      return;
    case STET_INTENT_BIN:
      stet_window_tell (self, STET_TONE_CALM, _("Moved to the bin. Its history is kept."));
      return;
    case STET_INTENT_RESTORE:
      stet_window_tell (self, STET_TONE_CALM, _("Taken out of the bin. It is a draft again."));
      return;
    case STET_INTENT_SAVE: break;
    }
}

static gpointer
act_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  StetAct act = { .kind = job->kind, .id = job->id, .at_us = job->at_us, .breaking = job->flag };

  if (job->account)
    {
      act.site = job->account->site_id;
      act.user = job->account->user;
    }
  if (job->kind == STET_INTENT_RETURN)
    act.note = job->text;
  else
    act.reason = job->text;
  return stet_workspace_act (job->workspace, &act, cancellable, error);
}

typedef struct { StetWindow *window; StetIntentKind kind; } Acting;

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Acting *acting = data;
  g_autoptr (StetWindow) self = acting->window;
  StetIntentKind kind = acting->kind;
  StetOutcome *outcome;

  g_free (acting);
  self->acting = FALSE;
  stet_story_page_set_editable (self->page, TRUE);
  outcome = stet_window_finish (self, result);
  if (outcome)
    {
      tell_outcome (self, kind, outcome);
      stet_outcome_free (outcome);
    }
  stet_window_reload (self);
  stet_window_show_status (self);
}

/* Takes `job` over. */
static void
send_act (StetWindow *self, StetJob *job)
{
  Acting *acting = g_new0 (Acting, 1);

  acting->window = g_object_ref (self);
  acting->kind = job->kind;
  self->acting = TRUE;
  stet_story_page_set_editable (self->page, FALSE);
  stet_window_tell (self, STET_TONE_GO,
                    job->kind == STET_INTENT_PUBLISH
                        ? _("Going live: sending, then reading the page back.")
                        : _("Telling the site."));
  stet_window_show_status (self);
  stet_workspace_run_async (self->workspace, act_thread, job, stet_job_free, NULL, NULL, acted_cb,
                            acting);
}

/* --- the seconds before it goes live --- */

static char *
count_text (StetWindow *self)
{
  return g_strdup_printf (ngettext ("Going live in %u second. Nothing is sent yet.",
                                    "Going live in %u seconds. Nothing is sent yet.",
                                    self->seconds_left),
                          self->seconds_left);
}

gboolean
stet_window_take_back (StetWindow *self)
{
  if (self->count_timer == 0)
    return FALSE;
  g_clear_handle_id (&self->count_timer, g_source_remove);
  stet_window_tell (self, STET_TONE_CALM, _("Taken back. Nothing has left this computer."));
  stet_window_show_status (self);
  return TRUE;
}

static void
take_back_cb (const char *entry, gpointer data)
{
  stet_window_take_back (data);
}

static gboolean
count_cb (gpointer data)
{
  StetJob *job = data;
  StetWindow *self = STET_WINDOW (job->owner);
  g_autofree char *text = NULL;
  StetJob *now;

  self->seconds_left--;
  if (self->seconds_left > 0)
    {
      text = count_text (self);
      stet_strip_count (self->strip, text, 1.0 - (double) self->seconds_left / self->seconds);
      return G_SOURCE_CONTINUE;
    }
  self->count_timer = 0;
  now = stet_job_new (self->workspace, NULL);
  now->id = g_strdup (job->id);
  now->kind = job->kind;
  now->account = job->account ? stet_account_copy (job->account) : NULL;
  send_act (self, now);
  return G_SOURCE_REMOVE;
}

/* Takes `job` over. */
static void
count_down (StetWindow *self, StetJob *job)
{
  guint seconds = stet_profile_take_back_s (stet_workspace_profile (self->workspace));
  g_autofree char *text = NULL;
  StetStripMessage message = { .tone = STET_TONE_GO,
                               .icon = "document-send-symbolic",
                               .action = _("Take back"),
                               .func = take_back_cb,
                               .data = self,
                               .progress = 0.001,
                               .stays = TRUE };

  if (seconds == 0)
    {
      send_act (self, job);
      return;
    }
  self->seconds = self->seconds_left = seconds;
  text = count_text (self);
  message.text = text;
  stet_strip_show (self->strip, &message);
  job->owner = G_OBJECT (g_object_ref (self));
  self->count_timer
      = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, 1, count_cb, job, stet_job_free);
  stet_window_show_status (self);
}

/* --- what stops it --- */

static gpointer
blockers_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return stet_workspace_blockers (job->workspace, job->id, job->flag, error);
}

static gboolean
needs_clean_text (StetIntentKind kind)
{
  return kind == STET_INTENT_SUBMIT || kind == STET_INTENT_APPROVE || kind == STET_INTENT_PUBLISH
         || kind == STET_INTENT_SCHEDULE;
}

static void
tell_blocked (StetWindow *self, StetIntentKind kind, GPtrArray *blockers)
{
  StetFinding *first = blockers->pdata[0];
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u thing blocks it. Press %s to go to it.",
                "%u things block it. Press %s to go to the first.", blockers->len),
      blockers->len, stet_words_for_act (kind));

  stet_open_story_set_asks (self->story);
  stet_window_go_to_blocker (self, first->id);
  stet_window_tell (self, STET_TONE_LOOK, text);
}

static void
blockers_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_steal_pointer (&job->owner));
  g_autoptr (GPtrArray) blockers = stet_window_finish (self, result);

  self->acting = FALSE;
  stet_window_show_status (self);
  if (!blockers || !self->story || !g_str_equal (job->id, stet_open_story_id (self->story)))
    {
      stet_job_free (job);
      return;
    }
  if (blockers->len > 0)
    {
      tell_blocked (self, job->kind, blockers);
      stet_job_free (job);
      return;
    }
  if (job->kind == STET_INTENT_PUBLISH && !job->flag)
    count_down (self, job);
  else
    send_act (self, job);
}

static void
flushed_cb (const GError *error, gpointer data)
{
  StetJob *job = data;
  StetWindow *self = STET_WINDOW (job->owner);

  if (error)
    {
      self->acting = FALSE;
      stet_window_show_status (self);
      stet_window_tell_error (self, error);
      stet_job_free (job);
      return;
    }
  if (needs_clean_text (job->kind))
    {
      stet_workspace_run_async (self->workspace, blockers_thread, job, NULL, NULL, NULL,
                                blockers_cb, job);
      return;
    }
  {
    g_autoptr (StetWindow) window = STET_WINDOW (g_steal_pointer (&job->owner));

    send_act (window, job);
  }
}

static StetJob *
act_job (StetWindow *self, StetIntentKind kind, const char *text)
{
  StetJob *job = stet_job_new (self->workspace, G_OBJECT (self));

  job->id = g_strdup (stet_open_story_id (self->story));
  job->kind = kind;
  job->text = g_strdup (text);
  job->account = self->account ? stet_account_copy (self->account) : NULL;
  return job;
}

static void
start_act (StetWindow *self, StetJob *job)
{
  if (self->acting || self->count_timer)
    {
      stet_job_free (job);
      return;
    }
  stet_composing_finish (GTK_WIDGET (self));
  self->acting = TRUE;
  stet_window_flush (self, flushed_cb, job);
}

/* --- questions --- */

static void
return_cb (const char *entry, gpointer data)
{
  start_act (data, act_job (data, STET_INTENT_RETURN, entry));
}

static void
unpublish_cb (const char *entry, gpointer data)
{
  start_act (data, act_job (data, STET_INTENT_UNPUBLISH, entry));
}

static void
breaking_cb (const char *entry, gpointer data)
{
  StetJob *job = act_job (data, STET_INTENT_PUBLISH, entry);

  job->flag = TRUE;
  start_act (data, job);
}

/* "18:00" is today's or, once past, tomorrow's; "2026-11-24 18:00" is that day's. */
static gboolean
parse_when (const char *text, const char *zone, gint64 *at_us)
{
  gint64 now = g_get_real_time ();
  g_autofree char *today = stet_time_to_rfc3339_zone (now, zone ? zone : "UTC");
  g_autofree char *whole = NULL;

  if (strlen (text) == 5 && text[2] == ':')
    whole = g_strdup_printf ("%.10sT%s:00", today, text);
  else
    {
      whole = g_strdelimit (g_strdup (text), " ", 'T');
      if (strlen (whole) == 16)
        {
          char *with_seconds = g_strconcat (whole, ":00", NULL);

          g_free (whole);
          whole = with_seconds;
        }
    }
  if (!stet_time_parse (whole, zone, at_us))
    return FALSE;
  if (strlen (text) == 5 && *at_us <= now)
    *at_us += 24 * G_TIME_SPAN_HOUR;
  return TRUE;
}

static void
ask (StetWindow *self, const char *text, const char *entry, const char *action, StetStripFunc func)
{
  StetStripMessage message = { .tone = STET_TONE_CALM,
                               .icon = "document-edit-symbolic",
                               .text = text,
                               .entry = entry,
                               .action = action,
                               .func = func,
                               .data = self,
                               .entry_chars_min = REASON_CHARS_MIN,
                               .entry_hint = _("A few words are needed here.") };

  stet_strip_show (self->strip, &message);
}

static void schedule_cb (const char *entry, gpointer data);

static void
ask_time (StetWindow *self, const char *text)
{
  ask (self, text, _("18:00 or 2026-11-24 18:00"), _("Schedule"), schedule_cb);
}

static void
schedule_cb (const char *entry, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;
  gint64 at_us;

  if (!parse_when (entry, self->account ? self->account->zone : NULL, &at_us))
    {
      ask_time (self, _("That is no time. Write it as 18:00 or 2026-11-24 18:00."));
      return;
    }
  if (at_us <= g_get_real_time ())
    {
      ask_time (self, _("That time is past. Choose a later one, or publish now."));
      return;
    }
  job = act_job (self, STET_INTENT_SCHEDULE, NULL);
  job->at_us = at_us;
  start_act (self, job);
}

static void
begin_act (StetWindow *self, const char *name)
{
  g_autofree char *zone = NULL;

  if (g_str_equal (name, "return"))
    ask (self, _("What should change?"), _("Note for the author"), _("Return with a note"),
         return_cb);
  else if (g_str_equal (name, "unpublish"))
    ask (self, _("Why does it come down?"), _("Reason, kept with your name"), _("Take down"),
         unpublish_cb);
  else if (g_str_equal (name, "breaking"))
    ask (self, _("Breaking news goes out at once, with fewer checks."),
         _("Reason, kept with your name"), _("Publish now"), breaking_cb);
  else if (g_str_equal (name, "schedule"))
    {
      zone = g_strdup_printf (_("When? Time in %s"),
                              self->account && self->account->zone ? self->account->zone : "UTC");
      ask_time (self, zone);
    }
  else if (g_str_equal (name, "submit"))
    start_act (self, act_job (self, STET_INTENT_SUBMIT, NULL));
  else if (g_str_equal (name, "approve"))
    start_act (self, act_job (self, STET_INTENT_APPROVE, NULL));
  else if (g_str_equal (name, "publish"))
    start_act (self, act_job (self, STET_INTENT_PUBLISH, NULL));
  else if (g_str_equal (name, "bin"))
    start_act (self, act_job (self, STET_INTENT_BIN, NULL));
  else if (g_str_equal (name, "unbin"))
    start_act (self, act_job (self, STET_INTENT_RESTORE, NULL));
}

static void
act_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *name = g_variant_get_string (parameter, NULL);

  if (!self->story)
    return;
  /* The bin needs no site while none has seen the story. */
  if (!self->account && !g_str_has_suffix (name, "bin"))
    {
      stet_welcome_tell (self->welcome, _("Choose first where your stories go."), FALSE);
      stet_window_show_page (self, "welcome");
      return;
    }
  begin_act (self, name);
}

static void
primary_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetIntentKind next = self->story ? stet_open_story_next_act (self->story) : 0;
  const char *name = next == STET_INTENT_SUBMIT      ? "submit"
                     : next == STET_INTENT_APPROVE   ? "approve"
                     : next == STET_INTENT_SCHEDULE  ? "schedule"
                     : next == STET_INTENT_PUBLISH   ? "publish"
                     : next == STET_INTENT_UNPUBLISH ? "unpublish"
                     : next == STET_INTENT_RESTORE   ? "unbin"
                                                     : NULL;

  if (name)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.act", "s", name);
  else if (self->story)
    stet_window_tell (self, STET_TONE_CALM,
                      _("Nothing comes next for you here. Whoever edits has it now."));
}

static void
open_page_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const StetRemote *remote = self->story ? stet_open_story_remote (self->story) : NULL;

  if (remote && remote->url)
    gtk_show_uri (GTK_WINDOW (self), remote->url, GDK_CURRENT_TIME);
}

void
stet_window_add_acts (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "act", act_action, "s" }, { "primary", primary_action }, { "open-page", open_page_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
