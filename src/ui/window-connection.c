/* The way to the site in the window: looked at step by step, the published page read back, a
 * password that is no longer accepted asked for once, beside the typing. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include "app/verify.h"
#include "site/site.h"
#include "sync/runner.h"

#include <glib/gi18n.h>

/* --- checking the connection --- */

static gpointer
doctor_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return stet_workspace_doctor (job->workspace, job->account->site_id, job->account->user,
                                cancellable, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetDoctorReport) report = stet_workspace_run_finish (result, &error);

  g_clear_object (&self->looking);
  stet_connection_panel_show (self->connection, report);
  if (!report && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    stet_window_tell_error (self, error);
}

static void
check_connection_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->workspace || !self->connection)
    return;
  if (!self->account)
    {
      stet_window_tell (self, STET_TONE_CALM, _("There is no site yet. Connect one first."));
      return;
    }
  gtk_stack_set_visible_child_name (self->panel_stack, "connection");
  adw_flap_set_reveal_flap (self->panel_flap, TRUE);
  if (self->looking)
    return;
  self->looking = g_cancellable_new ();
  stet_connection_panel_wait (self->connection);
  job = stet_job_new (self->workspace, NULL);
  job->account = stet_account_copy (self->account);
  stet_workspace_run_async (self->workspace, doctor_thread, job, stet_job_free,
                            (GDestroyNotify) stet_doctor_report_free, self->looking, looked_cb,
                            g_object_ref (self));
}

static void
stop_check_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->looking)
    g_cancellable_cancel (self->looking);
}

static void
copy_report_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *text = self->connection ? stet_connection_panel_text (self->connection) : NULL;

  if (!text)
    {
      stet_window_tell (self, STET_TONE_CALM,
                        _("There is no report yet. Check the connection first."));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  stet_window_tell (self, STET_TONE_CALM, _("Copied. The report holds no passwords."));
}

/* --- the page that went live --- */

static void
open_page_cb (const char *entry, gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (data), "win.open-page", NULL);
}

static void
show_live (StetWindow *self, StetTone tone, const char *text)
{
  StetStripMessage message
      = { .tone = tone,
          .text = text,
          .action = _("Open page"),
          .func = open_page_cb,
          .data = self,
          .icon = tone == STET_TONE_LOOK ? "dialog-warning-symbolic" : "object-select-symbolic" };

  stet_strip_show (self->strip, &message);
}

static gpointer
verify_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return stet_workspace_verify (((StetJob *) data)->workspace, ((StetJob *) data)->id, cancellable,
                                error);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetVerification) seen = stet_workspace_run_finish (result, &error);
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  if (!seen)
    words = stet_words_for_error (error);
  else if (seen->differences->len > 0)
    words = stet_words_for_difference (seen->differences->pdata[0]);
  if (!seen)
    text = g_strdup_printf (_("Live %s. The page could not be read back: %s"), self->live_at,
                            words);
  else if (seen->differences->len > 1)
    text = g_strdup_printf (ngettext ("Live %s. %s (and %u thing more)",
                                      "Live %s. %s (and %u things more)",
                                      seen->differences->len - 1),
                            self->live_at, words, seen->differences->len - 1);
  else if (seen->differences->len == 1)
    text = g_strdup_printf (_("Live %s. %s"), self->live_at, words);
  else
    text = g_strdup_printf (_("Live %s. The page is as approved."), self->live_at);
  show_live (self, seen && seen->differences->len == 0 ? STET_TONE_GO : STET_TONE_LOOK, text);
}

void
stet_window_tell_live (StetWindow *self, const StetOutcome *outcome)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = NULL;
  StetJob *job;

  g_free (self->live_at);
  self->live_at = g_date_time_format (now, "%H:%M");
  text = g_strdup_printf (_("Live %s"), self->live_at);
  if (!outcome->url || !*outcome->url)
    {
      stet_window_tell (self, STET_TONE_GO, text);
      return;
    }
  show_live (self, STET_TONE_GO, text);
  job = stet_job_new (self->workspace, NULL);
  job->id = g_strdup (outcome->id);
  stet_workspace_run_async (self->workspace, verify_thread, job, stet_job_free,
                            (GDestroyNotify) stet_verification_free, NULL, verified_cb,
                            g_object_ref (self));
}

/* --- signing in again --- */

static gpointer
sign_in_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  StetAccount *account
      = stet_workspace_sign_in_again (job->workspace, job->account, job->text, error);

  stet_password_forget (g_steal_pointer (&job->text));
  return account;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) account = stet_workspace_run_finish (result, &error);

  if (!account)
    {
      stet_window_tell_error (self, error);
      return;
    }
  stet_window_tell (self, STET_TONE_CALM, _("Signed in again. What waited goes out now."));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", NULL);
}

static void
password_cb (const char *entry, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->account)
    return;
  job = stet_job_new (self->workspace, NULL);
  job->account = stet_account_copy (self->account);
  job->text = g_strdup (entry);
  stet_window_tell (self, STET_TONE_GO, _("Signing in."));
  stet_workspace_run_async (self->workspace, sign_in_thread, job, stet_job_free,
                            (GDestroyNotify) stet_account_free, NULL, signed_in_cb,
                            g_object_ref (self));
}

static gboolean
is_about_sign_in (const GError *error)
{
  StetReason reason = stet_sync_error_reason (error);

  if (g_error_matches (error, STET_APP_ERROR, STET_APP_ERROR_AUTH))
    return TRUE;
  /* Where the site switched passwords off, another one is of no help. */
  return (g_error_matches (error, STET_SYNC_ERROR, STET_SYNC_ERROR_AUTH)
          || g_error_matches (error, STET_SITE_ERROR, STET_SITE_ERROR_AUTH))
         && (reason == STET_REASON_PASSWORD || reason == STET_REASON_NONE);
}

gboolean
stet_window_ask_password (StetWindow *self, const GError *error)
{
  g_autofree char *text = NULL;
  g_autofree char *entry = NULL;
  StetStripMessage message = { .tone = STET_TONE_LOOK,
                               .icon = "dialog-password-symbolic",
                               .action = _("Sign in"),
                               .func = password_cb,
                               .data = self,
                               .entry_chars_min = 1,
                               .entry_secret = TRUE };

  if (!is_about_sign_in (error) || !self->account || self->account->practice)
    return FALSE;
  if (stet_strip_asks_secret (self->strip))
    return TRUE; /* once is enough */
  message.text = text = stet_words_for_error (error);
  message.entry = entry = g_strdup_printf (_("Password of %s"), self->account->user);
  stet_strip_show (self->strip, &message);
  return TRUE;
}

void
stet_window_add_connection_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "check-connection", check_connection_action },
    { "stop-check", stop_check_action },
    { "copy-report", copy_report_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
