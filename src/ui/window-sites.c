/* Sites and people: the practice newsroom, connecting a site, who one is, the queue.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/lazy-menu.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

/* --- who one is --- */

static char *
account_target (const StetAccount *account)
{
  return g_strdup_printf ("%s\n%s", account->site_id, account->user);
}

static char *
account_label (const StetAccount *account)
{
  if (account->practice)
    return g_strdup_printf (_("%s, practice newsroom"), account->user);
  return g_strdup_printf ("%s, %s", account->user, account->name ? account->name : account->url);
}

void
stet_window_show_accounts (StetWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) people = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "account");
  g_autofree char *state = self->account ? account_target (self->account) : g_strdup ("");
  const char *name = self->account ? self->account->user : _("No site yet");

  for (guint i = 0; self->accounts && i < self->accounts->len; i++)
    {
      StetAccount *account = self->accounts->pdata[i];
      g_autofree char *label = account_label (account);
      g_autofree char *target = account_target (account);
      g_autoptr (GMenuItem) item
          = stet_menu_item_new (label, "win.account", g_variant_new_string (target));

      g_menu_append_item (people, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (people));
  g_menu_append (more, _("Practice newsroom"), "win.practice");
  g_menu_append (more, _("Connect a site…"), "win.welcome");
  g_menu_append (more, _("Check the connection"), "win.check-connection");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  stet_lazy_menu_set (self->account_button, G_MENU_MODEL (menu));
  /* setting it builds the button anew */
  if (g_strcmp0 (gtk_menu_button_get_label (self->account_button), name) != 0)
    gtk_menu_button_set_label (self->account_button, name);
  gtk_widget_set_visible (GTK_WIDGET (self->account_button), self->workspace != NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (state));
}

static gpointer
use_account_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return GINT_TO_POINTER (stet_workspace_use_account (job->workspace, job->account, error));
}

static void
used_account_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;

  if (stet_window_finish (self, result))
    stet_window_reload (self);
}

static void
account_flushed_cb (const GError *error, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_steal_pointer (&job->owner));

  stet_window_run (self, use_account_thread, job, used_account_cb);
}

static void
account_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  for (guint i = 0; self->accounts && i < self->accounts->len; i++)
    {
      StetAccount *account = self->accounts->pdata[i];
      g_autofree char *target = account_target (account);
      StetJob *job;

      if (!g_str_equal (target, g_variant_get_string (parameter, NULL)))
        continue;
      job = stet_job_new (self->workspace, G_OBJECT (self));
      job->account = stet_account_copy (account);
      stet_window_flush (self, account_flushed_cb, job);
      return;
    }
}

/* --- the practice newsroom --- */

static gpointer
practice_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_autoptr (StetAccount) kept = stet_workspace_account (job->workspace, NULL, NULL, NULL);
  StetAccount *account = stet_workspace_start_practice (job->workspace, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (!account)
    return NULL;
  /* Signing both in must not change who one was. */
  if (!stet_workspace_use_account (job->workspace, kept && !job->flag ? kept : account, error))
    {
      stet_account_free (account);
      return NULL;
    }
  rows = stet_workspace_list (job->workspace, FALSE, NULL);
  if (job->flag && rows && rows->len == 0)
    g_free (stet_workspace_add_samples (job->workspace, NULL));
  return account;
}

static void
practice_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) account = stet_workspace_run_finish (result, &error);

  if (!account)
    {
      g_autofree char *text = stet_words_for_error (error);

      stet_welcome_tell (self->welcome, text, FALSE);
      stet_window_tell_error (self, error);
      return;
    }
  stet_welcome_tell (self->welcome, NULL, FALSE);
  if (!self->story)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-newest", NULL);
  else
    {
      stet_window_show_page (self, "story");
      stet_window_reload (self);
    }
}

static void
start_practice (StetWindow *self, gboolean asked)
{
  StetJob *job = stet_job_new (self->workspace, NULL);

  job->flag = asked;
  stet_window_run (self, practice_thread, job, practice_cb);
}

void
stet_window_start_practice (StetWindow *self)
{
  start_practice (self, self->practice_wanted);
}

static void
practice_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (!self->workspace)
    return;
  stet_welcome_tell (self->welcome, _("Opening the practice newsroom."), TRUE);
  start_practice (self, TRUE);
}

/* --- connecting a site --- */

static gpointer
connect_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;
  g_autofree char *url = strstr (job->text, "://") ? g_strdup (job->text)
                                                   : g_strconcat ("https://", job->text, NULL);
  StetNewAccount account = { .url = url, .user = job->more, .password = job->extra };
  g_autoptr (StetAccount) added = stet_workspace_add_site (job->workspace, &account, error);

  if (!added || !stet_workspace_use_account (job->workspace, added, error))
    return NULL;
  return g_steal_pointer (&added);
}

/* What the site has already comes while one may write; the status line says how far it is. */
void
stet_window_show_connected (StetWindow *self, const StetAccount *account)
{
  g_autofree char *text = NULL;

  stet_welcome_tell (self->welcome, NULL, FALSE);
  text = g_strdup_printf (_("Connected to %s as %s."),
                          account->name ? account->name : account->url, account->user);
  stet_window_tell (self, STET_TONE_CALM, text);
  if (!self->story)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-newest", NULL);
  else
    stet_window_show_page (self, "story");
  stet_window_reload (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", NULL);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (StetAccount) account = stet_workspace_run_finish (result, &error);

  if (!account)
    {
      g_autofree char *text = stet_words_for_error (error);

      stet_welcome_tell (self->welcome, text, FALSE);
      return;
    }
  stet_window_show_connected (self, account);
}

static void
connect_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->workspace)
    return;
  job = stet_job_new (self->workspace, NULL);
  g_variant_get (parameter, "(sss)", &job->text, &job->more, &job->extra);
  stet_welcome_tell (self->welcome, _("Looking for the site and signing in."), TRUE);
  stet_window_run (self, connect_thread, job, connected_cb);
}

static void
welcome_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  stet_window_show_page (self, "welcome");
  gtk_widget_child_focus (GTK_WIDGET (self->welcome), GTK_DIR_TAB_FORWARD);
}

static void
just_write_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->story)
    stet_window_show_page (self, "story");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-story", NULL);
}

/* --- the queue --- */

static gpointer
queue_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  if (job->id && !stet_workspace_cancel (job->workspace, job->id, error))
    return NULL;
  return stet_workspace_queue (job->workspace, FALSE, error);
}

static void
queue_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GPtrArray) intents = stet_window_finish (self, result);

  if (!intents)
    return;
  stet_queue_panel_show (self->queue, intents);
  gtk_stack_set_visible_child_name (self->panel_stack, "queue");
  adw_flap_set_reveal_flap (self->panel_flap, TRUE);
}

static void
queue_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->workspace)
    return;
  job = stet_job_new (self->workspace, NULL);
  job->id = parameter ? g_variant_dup_string (parameter, NULL) : NULL;
  stet_window_run (self, queue_thread, job, queue_cb);
}

static void
show_findings_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  gtk_stack_set_visible_child_name (self->panel_stack, "findings");
}

void
stet_window_add_site_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "account", account_action, "s", "''" }, { "practice", practice_action },
    { "connect", connect_action, "(sss)" },   { "welcome", welcome_action },
    { "just-write", just_write_action },      { "show-queue", queue_action },
    { "cancel-intent", queue_action, "s" },   { "show-findings", show_findings_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
