/* The window's frame: the list, the open story, the status line.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/lazy-menu.h"
#include "ui/window-private.h"

#include "base/text.h"

#include <glib/gi18n.h>

#define TITLE_CHARS_MAX 200
#define IN_THE_BIN "bin" /* no note's id */

#define STATUS_AFTER_MS 150   /* after the last key */
#define STATUS_BEHIND_US_MAX G_USEC_PER_SEC

G_DEFINE_FINAL_TYPE (StetWindow, stet_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- telling --- */

void
stet_window_tell (StetWindow *self, StetTone tone, const char *text)
{
  StetStripMessage message = { .tone = tone, .text = text };

  if (tone == STET_TONE_LOOK)
    message.icon = "dialog-warning-symbolic";
  stet_strip_show (self->strip, &message);
}

void
stet_window_tell_notes (StetWindow *self)
{
  g_auto (GStrv) notes = stet_workspace_take_notes (self->workspace);
  guint n = notes ? g_strv_length (notes) : 0;
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = n > 1 ? g_strdup_printf (ngettext ("%s (and %u more)", "%s (and %u more)", n - 1),
                                  notes[0], n - 1)
               : g_strdup (notes[0]);
  stet_window_tell (self, STET_TONE_LOOK, text);
}

void
stet_window_tell_error (StetWindow *self, const GError *error)
{
  g_autofree char *text = stet_words_for_error (error);

  g_debug ("Told: %s", error->message);
  if (stet_window_ask_password (self, error))
    return;
  stet_window_tell (self, STET_TONE_LOOK, text);
}

void
stet_window_run (StetWindow *self, StetWorkerFunc func, StetJob *job, GAsyncReadyCallback callback)
{
  stet_workspace_run_async (self->workspace, func, job, stet_job_free, NULL, NULL, callback,
                            g_object_ref (self));
}

gpointer
stet_window_finish (StetWindow *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gpointer value = stet_workspace_run_finish (result, &error);

  if (!value && error)
    stet_window_tell_error (self, error);
  return value;
}

static void
take_out_cb (const char *entry, gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (data), "win.act", "s", "unbin");
}

/* Once each time a story is seen to have come there: it may be read, and written on, but nothing
 * goes out. */
static void
tell_bin (StetWindow *self)
{
  StetStripMessage message
      = { .tone = STET_TONE_LOOK,
          .icon = "user-trash-symbolic",
          .action = _("Take out of the bin"),
          .text = _("This story is in the bin. What you write is kept, but goes nowhere."),
          .func = take_out_cb,
          .data = self };

  if (g_strcmp0 (self->told_note, IN_THE_BIN) == 0)
    return;
  g_free (self->told_note);
  self->told_note = g_strdup (IN_THE_BIN);
  stet_strip_show (self->strip, &message);
}

void
stet_window_tell_note (StetWindow *self)
{
  const StetReview *review = self->story ? stet_open_story_review (self->story) : NULL;
  g_autofree char *text = NULL;
  StetNote *note;

  if (self->story && stet_open_story_is_binned (self->story))
    {
      tell_bin (self);
      return;
    }
  if (!review || review->state != STET_STATE_RETURNED || review->notes->len == 0)
    return;
  note = review->notes->pdata[review->notes->len - 1];
  if (!note->text || !note->by || g_strcmp0 (note->id, self->told_note) == 0
      || (self->account && g_str_equal (note->by, self->account->user)))
    return;
  g_free (self->told_note);
  self->told_note = g_strdup (note->id);
  text = g_strdup_printf (_("Returned by %s: %s"), note->by, note->text);
  stet_window_tell (self, STET_TONE_LOOK, text);
}

/* --- the status line and the title --- */

char *
stet_window_clock (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%H:%M");
}

static char *
save_text (StetOpenStory *story)
{
  g_autofree char *clock = stet_window_clock (stet_open_story_saved_us (story));

  switch (stet_open_story_save_state (story))
    {
    case STET_SAVE_SAVED: return g_strdup_printf (_("Saved %s"), clock);
    case STET_SAVE_PENDING: case STET_SAVE_RUNNING: return g_strdup (_("Saving"));
    case STET_SAVE_FAILED: break;
    }
  return g_strdup (_("NOT SAVED"));
}

static const char *
state_text (StetOpenStory *story)
{
  const StetReview *review = stet_open_story_review (story);
  const StetRemote *remote = stet_open_story_remote (story);
  StetState state = remote && remote->remote_id ? remote->state
                    : review                    ? review->state
                                                : STET_STATE_DRAFT;

  return stet_words_for_state (state, remote && remote->live_hash);
}

static const char *
site_name (StetWindow *self, const char *site_id)
{
  for (guint i = 0; self->accounts && site_id && i < self->accounts->len; i++)
    {
      StetAccount *account = self->accounts->pdata[i];

      if (g_strcmp0 (account->site_id, site_id) == 0)
        return account->practice ? _("Practice newsroom")
               : account->name   ? account->name
                                 : account->url;
    }
  return NULL;
}

/* What the desktop calls this window among the others. */
static void
name_window (StetWindow *self, const char *name)
{
  g_autofree char *title
      = name ? g_strdup_printf ("%s · %s", name, _("Stet")) : g_strdup (_("Stet"));

  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), title) != 0)
    gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_title (StetWindow *self)
{
  g_autofree char *subtitle = NULL, *title = NULL;
  const StetRemote *remote;
  const char *headline, *site;

  if (!self->story)
    {
      name_window (self, NULL);
      adw_window_title_set_title (self->title, _("Stet"));
      adw_window_title_set_subtitle (self->title, self->account ? self->account->practice
                                                                      ? _("Practice newsroom")
                                                                      : self->account->name
                                                                : "");
      return;
    }
  headline = stet_prose_text (
      stet_article_fields (stet_document_article (stet_open_story_document (self->story)))
          ->headline);
  remote = stet_open_story_remote (self->story);
  site = site_name (self, remote ? remote->site_id : NULL);
  if (remote && remote->remote_id && site)
    subtitle = g_strdup_printf ("%s · %s", state_text (self->story), site);
  else
    subtitle = g_strdup_printf ("%s · %s", state_text (self->story), _("on this computer"));
  title = stet_text_shown_line (*headline ? headline : _("No headline yet"), TITLE_CHARS_MAX);
  name_window (self, title);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
show_primary (StetWindow *self)
{
  StetIntentKind act = self->story ? stet_open_story_next_act (self->story) : 0;
  gboolean visible = act != 0 && self->count_timer == 0 && !self->acting;

  gtk_widget_set_visible (self->primary, visible);
  if (visible)
    gtk_button_set_label (GTK_BUTTON (self->primary), stet_words_for_act (act));
}

void
stet_window_show_status (StetWindow *self)
{
  g_autofree char *place = NULL, *save = NULL, *saved = NULL;
  const StetRemote *remote;

  show_title (self);
  show_primary (self);
  stet_window_enable_actions (self);
  if (!self->story)
    {
      gtk_inscription_set_text (self->place,
                                self->account && self->account->practice
                                    ? _("Practice newsroom · nobody outside this computer sees it")
                                    : "");
      gtk_inscription_set_text (self->saved, "");
      return;
    }
  place = self->acting ? g_strdup (_("Read only while it goes")) : stet_window_place_text (self);
  save = save_text (self->story);
  remote = stet_open_story_remote (self->story);
  if (remote && remote->remote_id)
    saved = g_strdup_printf ("%s · %s", save, state_text (self->story));
  else
    saved = g_strdup_printf ("%s · %s", save, _("not at a site yet"));
  gtk_inscription_set_text (self->place, place);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place), place);
  gtk_inscription_set_text (self->saved, saved);
  if (stet_open_story_save_state (self->story) == STET_SAVE_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->saved), "c-stop");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->saved), "c-stop");
}

static gboolean
status_timer_cb (gpointer data)
{
  StetWindow *self = data;

  self->status_timer = 0;
  self->status_since = 0;
  if (self->story)
    stet_window_show_status (self);
  return G_SOURCE_REMOVE;
}

void
stet_window_show_status_soon (StetWindow *self)
{
  if (self->status_since == 0)
    self->status_since = g_get_monotonic_time ();
  g_clear_handle_id (&self->status_timer, g_source_remove);
  self->status_timer = g_timeout_add (STATUS_AFTER_MS, status_timer_cb, self);
}

/* A frame painted between two keys makes the second key's letter wait for the next one. So while
 * somebody types, the status is painted with a key's letter, or when there is a pause. */
static void
show_status_with_key (StetWindow *self)
{
  stet_window_show_status_soon (self);
  if (g_get_monotonic_time () - self->status_since < STATUS_BEHIND_US_MAX)
    return;
  g_clear_handle_id (&self->status_timer, g_source_remove);
  status_timer_cb (self);
}

static gboolean
wants_panel (StetWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "story") == 0
         && !adw_flap_get_folded (self->panel_flap) && !self->quiet
         && (!self->settings || g_settings_get_boolean (self->settings, "show-panel"));
}

/* Where there is no room beside the story the list would lie over it, so there it comes only when
 * called. */
static gboolean
wants_list (StetWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  return !self->quiet && g_strcmp0 (page, "welcome") != 0 && g_strcmp0 (page, "failed") != 0
         && !(g_strcmp0 (page, "story") == 0 && adw_flap_get_folded (self->list_flap))
         && (!self->settings || g_settings_get_boolean (self->settings, "show-list"));
}

static void
show_flaps (StetWindow *self)
{
  adw_flap_set_reveal_flap (self->panel_flap, wants_panel (self));
  adw_flap_set_reveal_flap (self->list_flap, wants_list (self));
}

static void
panel_folded_cb (StetWindow *self)
{
  adw_flap_set_reveal_flap (self->panel_flap, wants_panel (self));
  stet_window_show_fold (self);
}

static void
list_folded_cb (StetWindow *self)
{
  adw_flap_set_reveal_flap (self->list_flap, wants_list (self));
}

void
stet_window_show_page (StetWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  stet_window_enable_actions (self);
  show_flaps (self);
  stet_window_show_status (self);
}

/* --- the open story --- */

static void
saved_cb (StetWindow *self)
{
  if (stet_open_story_save_state (self->story) == STET_SAVE_FAILED)
    stet_window_tell (self, STET_TONE_LOOK, stet_open_story_save_error (self->story));
  if (stet_open_story_save_state (self->story) == STET_SAVE_RUNNING)
    /* the caret with its text */
    stet_windows_keep (gtk_window_get_application (GTK_WINDOW (self)), NULL, NULL);
  stet_window_show_status_soon (self);
}

static void
edited_cb (StetWindow *self)
{
  const StetArticleFields *fields
      = stet_article_fields (stet_document_article (stet_open_story_document (self->story)));

  stet_story_list_set_headline (self->list, fields->id, stet_prose_text (fields->headline));
  self->edited_us = g_get_monotonic_time ();
  show_status_with_key (self);
  stet_window_find_again (self);
}

static void
close_story (StetWindow *self)
{
  if (!self->story)
    return;
  stet_window_take_back (self);
  stet_open_story_close (self->story);
  g_signal_handlers_disconnect_by_data (self->story, self);
  g_signal_handlers_disconnect_by_data (stet_open_story_document (self->story), self);
  g_clear_object (&self->story);
}

void
stet_window_show_story (StetWindow *self, StetStory *story, StetIntentKind next_act,
                        gboolean at_headline)
{
  close_story (self);
  self->story = stet_open_story_new (self->workspace, story, next_act);
  g_signal_connect_swapped (self->story, "checked", G_CALLBACK (stet_window_show_findings), self);
  g_signal_connect_swapped (self->story, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->story, "story", G_CALLBACK (stet_window_show_status), self);
  g_signal_connect_swapped (stet_open_story_document (self->story), "changed",
                            G_CALLBACK (edited_cb), self);
  stet_story_page_set_story (self->page, self->story, stet_workspace_profile (self->workspace));
  stet_window_find_anew (self);
  stet_window_load_target (self);
  stet_story_list_select (self->list, stet_open_story_id (self->story));
  stet_window_show_findings (self);
  stet_window_show_page (self, "story");
  if (self->checker)
    stet_open_story_set_checker (self->story, self->checker);
  if (at_headline)
    stet_story_page_go_to_part (self->page, STET_PART_HEADLINE);
  else
    stet_story_page_focus (self->page);
  stet_window_take_place (self);
  stet_window_moved (self);
  g_clear_pointer (&self->told_note, g_free);
  stet_window_tell_note (self);
}

void
stet_window_flush (StetWindow *self, void (*done) (const GError *error, gpointer data),
                   gpointer data)
{
  if (self->story)
    stet_open_story_flush (self->story, done, data);
  else
    done (NULL, data);
}

/* --- life --- */

static void
focus_cb (StetWindow *self)
{
  stet_composing_watch (gtk_root_get_focus (GTK_ROOT (self)));
  if (self->page)
    stet_story_page_follow_focus (self->page, gtk_root_get_focus (GTK_ROOT (self)));
  if (!self->story)
    return;
  stet_window_show_status (self);
  stet_window_moved (self);
}

static void
close_flushed_cb (const GError *error, gpointer data)
{
  g_autoptr (StetWindow) self = data;

  if (error)
    {
      self->closing = FALSE;
      stet_windows_stay (gtk_window_get_application (GTK_WINDOW (self)));
      stet_window_tell_error (self, error);
      return;
    }
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
close_kept_cb (gpointer self)
{
  stet_window_flush (self, close_flushed_cb, self);
}

static void
save_looks (StetWindow *self)
{
  int width, height;

  if (!self->settings)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, "show-advice",
                          stet_findings_panel_shows_advice (self->findings));
  if (self->story && !self->quiet)
    {
      if (!adw_flap_get_folded (self->list_flap))
        g_settings_set_boolean (self->settings, "show-list",
                                adw_flap_get_reveal_flap (self->list_flap));
      if (!adw_flap_get_folded (self->panel_flap))
        g_settings_set_boolean (self->settings, "show-panel",
                                adw_flap_get_reveal_flap (self->panel_flap));
    }
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)))
    return;
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
}

static gboolean
window_close_request (GtkWindow *window)
{
  StetWindow *self = STET_WINDOW (window);

  if (self->closing)
    return TRUE; /* it does, once what was typed is on disk */
  stet_composing_finish (GTK_WIDGET (self));
  save_looks (self);
  stet_window_take_back (self);
  if (!self->story)
    return FALSE;
  self->closing = TRUE;
  stet_windows_keep (gtk_window_get_application (window), close_kept_cb, g_object_ref (self));
  return TRUE;
}

static void
window_dispose (GObject *object)
{
  StetWindow *self = STET_WINDOW (object);

  self->closing = TRUE;
  if (self->workspace)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_handle_id (&self->reload_timer, g_source_remove);
  g_clear_handle_id (&self->status_timer, g_source_remove);
  g_clear_handle_id (&self->count_timer, g_source_remove);
  if (self->story)
    close_story (self);
  stet_window_free_find (self);
  stet_window_free_aids (self);
  g_clear_object (&self->arrived);
  g_clear_pointer (&self->goal, stet_place_free);
  g_clear_pointer (&self->opening, g_free);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_pointer (&self->session, g_ptr_array_unref);
  g_clear_pointer (&self->checker, stet_checker_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  if (self->looking)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->browsing)
    g_cancellable_cancel (self->browsing);
  g_clear_object (&self->browsing);
  g_clear_handle_id (&self->sync_timer, g_source_remove);
  g_clear_pointer (&self->live_at, g_free);
  g_clear_pointer (&self->account, stet_account_free);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->told_note, g_free);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  /* They hold the flaps, and those the page with its story. */
  g_action_map_remove_action (G_ACTION_MAP (self), "sidebar");
  g_action_map_remove_action (G_ACTION_MAP (self), "findings");
  gtk_widget_dispose_template (GTK_WIDGET (object), STET_TYPE_WINDOW);
  G_OBJECT_CLASS (stet_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, StetWindow, title);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, primary);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, account_button);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, list_flap);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, panel_flap);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, panel_stack);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, list);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, findings);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, place);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, saved);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, sync_box);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, sync_text);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, sync_bar);
  gtk_widget_class_bind_template_child (widget_class, StetWindow, failed_label);
}

static void
stet_window_class_init (StetWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = window_close_request;
  g_type_ensure (STET_TYPE_STRIP);
  g_type_ensure (STET_TYPE_STORY_LIST);
  g_type_ensure (STET_TYPE_FINDINGS_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/stet_newsroom/Stet/window.ui");
  bind_children (widget_class);
}

/* Every key the window asks for: GSettings ends the program over one that its schema lacks. */
static const char *const settings_keys[] = {
  "window-width", "window-height", "window-maximized", "show-list", "show-panel", "show-advice",
  "recent-characters", "page-zoom", "page-width", "color-scheme",
};

static gboolean
has_every_key (GSettingsSchema *schema)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings_keys); i++)
    if (!g_settings_schema_has_key (schema, settings_keys[i]))
      {
        g_message ("the installed settings schema has no “%s”, so looks are not kept",
                   settings_keys[i]);
        return FALSE;
      }
  return TRUE;
}

/* Without an installed schema, or with one of an older Stet, the window works all the same; it only
 * forgets its looks. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) beside = NULL;
  g_autofree char *exe = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = exe ? g_path_get_dirname (exe) : NULL;
  g_autofree char *data = bin ? g_build_filename (bin, "..", "data", NULL) : NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (data)
    beside = g_settings_schema_source_new_from_directory (data, source, FALSE, NULL);
  if (beside)
    source = beside;
  schema = source ? g_settings_schema_source_lookup (source, STET_APP_ID, TRUE) : NULL;
  return schema && has_every_key (schema) ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
restore_looks (StetWindow *self)
{
  self->settings = open_settings ();
  if (!self->settings)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
escape_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
           StetWindow *self)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  if (stet_window_take_back (self) || stet_strip_dismiss (self->strip)
      || stet_window_close_find (self))
    return TRUE;
  if (!self->story)
    return FALSE;
  /* Never leaves the keys in a page that is out of sight. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "story") != 0)
    stet_window_show_page (self, "story");
  stet_open_story_select (self->story, NULL);
  stet_story_page_focus (self->page);
  return TRUE;
}

static void
stet_window_init (StetWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  stet_lazy_menu_set (self->menu_button, self->menu);
  restore_looks (self);
  stet_window_add_actions (self);
  stet_window_add_window_actions (self);
  stet_window_add_view_actions (self);
  stet_window_add_palette_actions (self);
  stet_window_add_style_actions (self);
  stet_window_add_acts (self);
  stet_window_add_site_actions (self);
  stet_window_add_sync_actions (self);
  stet_window_add_browser_actions (self);
  stet_window_add_find_actions (self);
  stet_window_add_connection_actions (self);
  stet_window_add_language_actions (self);
  stet_window_add_aids (self);
  stet_window_add_picture_actions (self);
  g_signal_connect_swapped (self->panel_flap, "notify::folded", G_CALLBACK (panel_folded_cb), self);
  g_signal_connect_swapped (self->list_flap, "notify::folded", G_CALLBACK (list_folded_cb), self);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_cb), NULL);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (escape_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  stet_composing_guard (GTK_WINDOW (self));
  stet_window_show_page (self, "opening");
}

StetWindow *
stet_window_new (GtkApplication *application)
{
  return g_object_new (STET_TYPE_WINDOW, "application", application, NULL);
}
