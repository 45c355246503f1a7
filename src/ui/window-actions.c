/* Every action of the window and its keys. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n.h>

/* --- stories --- */

static gpointer
create_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  if (job->flag)
    return stet_workspace_add_samples (job->workspace, error);
  if (job->text)
    return stet_workspace_import (job->workspace, job->text, NULL, FALSE, error);
  return stet_workspace_create (job->workspace, job->more, error);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autofree char *id = stet_window_finish (self, result);

  if (!id)
    return;
  stet_window_tell_notes (self);
  stet_window_open_story (self, id, TRUE);
}

static const char *
new_language (StetWindow *self)
{
  if (self->story)
    return stet_article_language (stet_document_article (stet_open_story_document (self->story)));
  return g_str_has_prefix (g_get_language_names ()[0], "es") ? "es" : "en";
}

/* With a parameter in that language. */
static void
new_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->workspace)
    return;
  job = stet_job_new (self->workspace, NULL);
  job->more = parameter ? g_variant_dup_string (parameter, NULL) : g_strdup (new_language (self));
  stet_window_run (self, create_thread, job, created_cb);
}

static void
sample_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetJob *job;

  if (!self->workspace)
    return;
  job = stet_job_new (self->workspace, NULL);
  job->flag = TRUE;
  stet_window_run (self, create_thread, job, created_cb);
}

void
stet_window_import (StetWindow *self, const char *path)
{
  StetJob *job;

  if (!self->workspace)
    return;
  job = stet_job_new (self->workspace, NULL);
  job->text = g_strdup (path);
  stet_window_run (self, create_thread, job, created_cb);
}

static char *
chosen_path (GtkNativeDialog *dialog, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;

  return file ? g_file_get_path (file) : NULL;
}

static void
import_response_cb (GtkNativeDialog *dialog, int response, StetWindow *self)
{
  g_autofree char *path = chosen_path (dialog, response);

  if (path)
    stet_window_import (self, path);
  g_object_unref (dialog);
}

static void
choose (StetWindow *self, const char *title, GtkFileFilter *filter, GCallback response)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), FALSE);
  g_signal_connect (dialog, "response", response, self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
import_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const suffixes[] = { "txt", "json", "html", "htm", "md" };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Stories"));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  choose (data, _("Import a story"), filter, G_CALLBACK (import_response_cb));
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_window_open_story (data, g_variant_get_string (parameter, NULL), FALSE);
}

static gpointer
newest_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  return stet_workspace_list (((StetJob *) data)->workspace, FALSE, error);
}

static void
newest_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (StetWindow) self = data;
  g_autoptr (GPtrArray) rows = stet_window_finish (self, result);
  const char *id = NULL;

  for (guint i = 0; rows && i < rows->len && !id; i++)
    {
      const char *this = ((StetStoryRow *) rows->pdata[i])->id;
      StetWindow *other = stet_window_showing (self, this);

      id = other && other != self ? NULL : this;
    }
  if (id)
    stet_window_open_story (self, id, FALSE);
  else if (rows)
    {
      stet_window_show_page (self, "empty");
      stet_window_reload (self);
    }
}

static void
open_newest_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  stet_window_run (self, newest_thread, stet_job_new (self->workspace, NULL), newest_cb);
}

static void
step_story (StetWindow *self, int by)
{
  const char *id = stet_story_list_neighbour (self->list, by);

  if (id)
    stet_window_open_story (self, id, FALSE);
}

static void
next_story_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step_story (data, 1);
}

static void
previous_story_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step_story (data, -1);
}

static void
search_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  g_free (self->search);
  self->search = g_variant_dup_string (parameter, NULL);
  stet_window_reload (self);
}

static void
filter_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  g_simple_action_set_state (action, parameter);
  stet_story_list_set_filter (self->list, g_variant_get_string (parameter, NULL));
}

static void
try_again_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  stet_window_show_page (self, "opening");
  stet_window_start (self, self->practice_wanted);
}

/* --- writing --- */

static StetProjection *
current_projection (StetWindow *self)
{
  StetProseView *view = self->story ? stet_story_page_current (self->page) : NULL;

  return view && !self->acting ? stet_prose_view_projection (view) : NULL;
}

static void
span_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const struct { const char *name; StetSpanType type; } spans[] = {
    { "bold", STET_SPAN_BOLD },           { "italic", STET_SPAN_ITALIC },
    { "underline", STET_SPAN_UNDERLINE }, { "strike", STET_SPAN_STRIKE },
    { "code", STET_SPAN_CODE },
  };
  StetProjection *projection = current_projection (data);

  for (guint i = 0; projection && i < G_N_ELEMENTS (spans); i++)
    if (g_str_equal (g_action_get_name (G_ACTION (action)), spans[i].name))
      stet_projection_toggle_span (projection, spans[i].type);
}

static void
kind_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const struct
  {
    const char *name;
    StetBlockType type;
    guint level;
    gboolean ordered;
  } kinds[] = {
    { "paragraph", STET_BLOCK_PARAGRAPH },
    { "heading2", STET_BLOCK_HEADING, 2 },
    { "heading3", STET_BLOCK_HEADING, 3 },
    { "heading4", STET_BLOCK_HEADING, 4 },
    { "quote", STET_BLOCK_QUOTE },
    { "bullets", STET_BLOCK_LIST_ITEM },
    { "numbers", STET_BLOCK_LIST_ITEM, 0, TRUE },
  };
  StetWindow *self = data;
  StetProjection *projection = current_projection (self);

  for (guint i = 0; projection && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), kinds[i].name))
      stet_projection_set_kind (projection, kinds[i].type, kinds[i].level, kinds[i].ordered);
  stet_story_page_follow_caret (self->page);
  stet_story_page_focus (self->page);
}

static void
indent_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetProjection *projection = current_projection (data);

  if (projection)
    stet_projection_indent (projection,
                            g_str_equal (g_action_get_name (G_ACTION (action)), "indent") ? 1 : -1);
}

static void
select_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetProseView *view = self->story ? stet_story_page_current (self->page) : NULL;

  if (view)
    stet_prose_view_select_around (
        view, g_str_has_suffix (g_action_get_name (G_ACTION (action)), "paragraph"));
}

static void
undo_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_story_page_undo (((StetWindow *) data)->page,
                        g_str_equal (g_action_get_name (G_ACTION (action)), "redo"));
}

static void
saved_now_cb (const GError *error, gpointer data)
{
  if (error)
    stet_window_tell_error (data, error);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_window_flush (data, saved_now_cb, data);
}

static void
part_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  int part = g_variant_get_int32 (parameter);

  if (self->story && part >= 0 && part < STET_PARTS)
    stet_story_page_go_to_part (self->page, part);
}

static void
caret_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  stet_story_page_follow_caret (self->page);
  if (!self->story)
    return;
  stet_window_moved (self);
  stet_window_show_status_soon (self);
}

static void
focus_page_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->story)
    stet_story_page_focus (self->page);
}

static void
next_column_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "welcome") == 0)
    return; /* it has one column */
  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page))
      && adw_flap_get_reveal_flap (self->panel_flap))
    gtk_widget_child_focus (GTK_WIDGET (self->panel_stack), GTK_DIR_TAB_FORWARD);
  else if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    stet_story_page_focus (self->page);
  else if (focus && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->strip))
           && stet_strip_focus_entry (self->strip))
    return; /* what asks stands between the last column and the first */
  else if (adw_flap_get_reveal_flap (self->list_flap))
    stet_story_list_focus (self->list);
  else
    stet_story_page_focus (self->page);
}

static void
question_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (!self->story)
    return;
  if (g_str_equal (name, "add-question"))
    stet_story_page_add_question (self->page);
  else if (g_str_equal (name, "suggest-faq-title"))
    stet_story_page_suggest_faq_title (self->page);
  else
    stet_story_page_move_question (self->page, g_str_has_suffix (name, "up") ? -1 : 1);
}

static void
move_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->story)
    stet_story_page_move (self->page,
                          g_str_has_suffix (g_action_get_name (G_ACTION (action)), "up") ? -1 : 1);
}

static void
insert_table_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  if (self->story)
    stet_story_page_insert_table (self->page);
}

static void
table_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const struct { const char *name; StetTableChange change; } changes[] = {
    { "row-above", STET_TABLE_ROW_ABOVE }, { "row-below", STET_TABLE_ROW_BELOW },
    { "column-before", STET_TABLE_COLUMN_BEFORE }, { "column-after", STET_TABLE_COLUMN_AFTER },
    { "remove-row", STET_TABLE_ROW_REMOVE }, { "remove-column", STET_TABLE_COLUMN_REMOVE },
  };
  StetWindow *self = data;

  for (guint i = 0; self->story && i < G_N_ELEMENTS (changes); i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), changes[i].name))
      stet_story_page_change_table (self->page, changes[i].change);
}

/* The story is written for another edition: one undo step, and the checks follow. */
static void
language_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetDocument *document = self->story ? stet_open_story_document (self->story) : NULL;
  const char *language = g_variant_get_string (parameter, NULL);
  g_autoptr (StetEdit) edit = stet_edit_language (language);

  if (document && !self->acting
      && !g_str_equal (stet_article_language (stet_document_article (document)), language))
    stet_document_apply (document, edit, NULL);
}

/* --- the photo --- */

static void
take_photo_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  stet_window_take_photo (data, g_variant_get_string (parameter, NULL));
}

static void
photo_response_cb (GtkNativeDialog *dialog, int response, StetWindow *self)
{
  g_autofree char *path = chosen_path (dialog, response);

  if (path)
    stet_window_take_photo (self, path);
  g_object_unref (dialog);
}

static void
choose_photo_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (!self->story)
    return;
  gtk_file_filter_set_name (filter, _("Pictures"));
  gtk_file_filter_add_mime_type (filter, "image/*");
  choose (self, _("Choose a photo"), filter, G_CALLBACK (photo_response_cb));
}

/* The picture goes; what was written about it stays. */
static void
remove_photo_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetPhoto *old
      = self->story
            ? stet_article_fields (stet_document_article (stet_open_story_document (self->story)))
                  ->photo
            : NULL;
  g_autoptr (StetPhoto) photo = NULL;
  g_autoptr (StetEdit) edit = NULL;

  if (!old || *stet_photo_file (old) == '\0')
    return;
  photo = stet_photo_new (stet_photo_id (old), "", stet_photo_caption (old),
                          stet_photo_credit (old), stet_photo_alt (old), stet_photo_extra (old));
  edit = stet_edit_photo (photo);
  stet_document_apply (stet_open_story_document (self->story), edit, NULL);
}

/* --- help, looks --- */

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *language = g_str_has_prefix (g_get_language_names ()[0], "es") ? "es" : "en";
  g_autofree char *exe = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = exe ? g_path_get_dirname (exe) : g_strdup (".");
  g_autofree char *name = g_strdup_printf ("help-%s.html", language);
  g_autofree char *built = g_build_filename (bin, "..", "data", name, NULL);
  g_autofree char *installed
      = g_build_filename (STET_DATA_DIR_INSTALLED, "help", language, "index.html", NULL);
  g_autofree char *uri = NULL;

  /* GTK would tell in a dialog of its own that there is none. */
  if (!g_file_test (built, G_FILE_TEST_EXISTS) && !g_file_test (installed, G_FILE_TEST_EXISTS))
    {
      stet_window_tell (
          data, STET_TONE_LOOK,
          _("The help pages are not on this computer. Keys are under Ctrl+?, commands in “stet --help”."));
      return;
    }
  uri = g_filename_to_uri (g_file_test (built, G_FILE_TEST_EXISTS) ? built : installed, NULL, NULL);
  if (uri)
    gtk_show_uri (GTK_WINDOW (data), uri, GDK_CURRENT_TIME);
}

/* Built when it is asked for: GtkApplication would build it before the first frame. */
static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/stet_newsroom/Stet/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (data));
  gtk_window_present (shortcuts);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (GTK_WINDOW (data), "application-name", _("Stet"), "application-icon",
                         STET_APP_ID, "version", PACKAGE_VERSION, "license-type",
                         GTK_LICENSE_GPL_3_0, "comments", _("Write, check and publish stories."),
                         NULL);
}

static void
set_scheme (const char *scheme)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager,
                                      g_str_equal (scheme, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                      : g_str_equal (scheme, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                     : ADW_COLOR_SCHEME_DEFAULT);
}

static void
scheme_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  g_simple_action_set_state (action, parameter);
  set_scheme (g_variant_get_string (parameter, NULL));
  if (self->settings)
    g_settings_set_string (self->settings, "color-scheme", g_variant_get_string (parameter, NULL));
}

/* --- all of them --- */

static const GActionEntry entries[] = {
  { "new-story", new_action },
  { "new-story-in", new_action, "s" },
  { "import", import_action },
  { "sample", sample_action },
  { "open", open_action, "s" },
  { "open-newest", open_newest_action },
  { "next-story", next_story_action },
  { "previous-story", previous_story_action },
  { "search", search_action, "s" },
  { "filter", filter_action, "s", "'all'" },
  { "try-again", try_again_action },
  { "bold", span_action },
  { "italic", span_action },
  { "underline", span_action },
  { "strike", span_action },
  { "code", span_action },
  { "kind", kind_action, "s" },
  { "select-word", select_action },
  { "select-paragraph", select_action },
  { "indent", indent_action },
  { "outdent", indent_action },
  { "undo", undo_action },
  { "redo", undo_action },
  { "save", save_action },
  { "part", part_action, "i" },
  { "caret", caret_action },
  { "focus-page", focus_page_action },
  { "next-column", next_column_action },
  { "add-question", question_action },
  { "suggest-faq-title", question_action },
  { "move-question-up", question_action },
  { "move-question-down", question_action },
  { "move-up", move_action },
  { "move-down", move_action },
  { "insert-table", insert_table_action },
  { "table", table_action, "s" },
  { "language", language_action, "s" },
  { "choose-photo", choose_photo_action },
  { "take-photo", take_photo_action, "s" },
  { "remove-photo", remove_photo_action },
  { "help", help_action },
  { "shortcuts", shortcuts_action },
  { "about", about_action },
  { "scheme", scheme_action, "s", "'system'" },
};

/* Those that make no sense without a story. */
static const char *const story_actions[] = {
  "bold",
  "italic",
  "underline",
  "strike",
  "code",
  "link",
  "kind",
  "indent",
  "outdent",
  "undo",
  "redo",
  "save",
  "part",
  "add-question",
  "suggest-faq-title",
  "move-question-up",
  "move-question-down",
  "choose-photo",
  "remove-photo",
  "next-finding",
  "move-up",
  "move-down",
  "insert-table",
  "table",
  "language",
  "previous-finding",
  "fixes",
  "fix-selected",
  "fix-all-selected",
  "fix-safe",
  "stand-selected",
  "add-word",
  "act",
  "primary",
  "open-page",
  "target-length",
  "characters",
  "quote-source",
  "select-word",
  "select-paragraph",
  "paste-plain",
  "find-text",
  "replace-text",
  "find-next",
  "find-previous",
};

void
stet_window_enable_actions (StetWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);
  /* A story behind the page that connects a site is not to be changed unseen. */
  gboolean story = self->story != NULL && g_strcmp0 (page, "welcome") != 0;

  for (guint i = 0; i < G_N_ELEMENTS (story_actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), story_actions[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), story);
    }
  /* Its findings can be called beside that page: to be read there, not to be used. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->findings), story || !self->story);
}

static void
add_flap_action (StetWindow *self, const char *name, AdwFlap *flap)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, flap, "reveal-flap");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

static void
restore_scheme (StetWindow *self)
{
  g_autofree char *scheme = self->settings ? g_settings_get_string (self->settings, "color-scheme")
                                           : g_strdup ("system");
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "scheme");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (scheme));
  set_scheme (scheme);
}

void
stet_window_add_actions (StetWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_flap_action (self, "sidebar", self->list_flap);
  add_flap_action (self, "findings", self->panel_flap);
  restore_scheme (self);
}

static const struct { const char *action; const char *keys[4]; } accels[] = {
  { "win.new-story", { "<Ctrl>n" } },
  { "win.new-story-in::en", { "<Ctrl><Alt>e" } },
  { "win.new-story-in::es", { "<Ctrl><Alt>s" } },
  { "win.import", { "<Ctrl>o" } },
  { "win.palette", { "<Ctrl>k" } },
  { "win.find", { "<Ctrl><Alt>k" } },
  { "win.characters", { "<Ctrl>period" } },
  { "win.target-length", { "<Ctrl><Alt>l" } },
  { "win.quote-source", { "<Ctrl><Alt>q" } },
  { "win.select-word", { "<Ctrl>d" } },
  { "win.select-paragraph", { "<Ctrl><Shift>d" } },
  { "win.find-text", { "<Ctrl>f" } },
  { "win.replace-text", { "<Ctrl>h" } },
  { "win.find-next", { "F3", "<Ctrl>g" } },
  { "win.find-previous", { "<Shift>F3", "<Ctrl><Shift>g" } },
  { "win.zoom-in", { "<Ctrl>plus", "<Ctrl>equal", "<Ctrl>KP_Add" } },
  { "win.zoom-out", { "<Ctrl>minus", "<Ctrl>KP_Subtract" } },
  { "win.zoom-reset", { "<Ctrl>0", "<Ctrl>KP_0" } },
  { "win.full-screen", { "F11" } },
  { "win.quiet", { "<Shift>F11" } },
  { "win.new-window", { "<Ctrl><Shift>n" } },
  { "win.next-story", { "<Ctrl>Page_Down" } },
  { "win.previous-story", { "<Ctrl>Page_Up" } },
  { "win.bold", { "<Ctrl>b" } },
  { "win.italic", { "<Ctrl>i" } },
  { "win.underline", { "<Ctrl>u" } },
  { "win.link", { "<Ctrl>l" } },
  { "win.kind::paragraph", { "<Ctrl><Alt>0" } },
  { "win.kind::heading2", { "<Ctrl><Alt>2", "<Ctrl><Alt>1" } },
  { "win.kind::heading3", { "<Ctrl><Alt>3" } },
  { "win.kind::heading4", { "<Ctrl><Alt>4" } },
  { "win.kind::quote", { "<Ctrl><Shift>q" } },
  { "win.kind::bullets", { "<Ctrl><Shift>l" } },
  { "win.kind::numbers", { "<Ctrl><Shift>o" } },
  { "win.indent", { "<Ctrl>bracketright" } },
  { "win.outdent", { "<Ctrl>bracketleft" } },
  { "win.paste-plain", { "<Ctrl><Alt>v" } },
  { "win.undo", { "<Ctrl>z" } },
  { "win.redo", { "<Ctrl><Shift>z", "<Ctrl>y" } },
  { "win.save", { "<Ctrl>s" } },
  { "win.part(0)", { "<Alt>1" } },
  { "win.part(1)", { "<Alt>2" } },
  { "win.part(2)", { "<Alt>3" } },
  { "win.part(3)", { "<Alt>4" } },
  { "win.part(4)", { "<Alt>5" } },
  { "win.part(5)", { "<Alt>6" } },
  { "win.next-column", { "F6" } },
  { "win.sidebar", { "F9" } },
  { "win.findings", { "<Ctrl><Shift>f" } },
  { "win.add-question", { "<Ctrl><Shift>a" } },
  { "win.suggest-faq-title", { "<Ctrl><Alt>a" } },
  { "win.move-up", { "<Alt>Up" } },
  { "win.move-down", { "<Alt>Down" } },
  { "win.insert-table", { "<Ctrl><Shift>t" } },
  { "win.table::row-above", { "<Shift><Alt>Up" } },
  { "win.table::row-below", { "<Shift><Alt>Down" } },
  { "win.table::column-before", { "<Shift><Alt>Left" } },
  { "win.table::column-after", { "<Shift><Alt>Right" } },
  { "win.table::remove-row", { "<Shift><Alt>Delete" } },
  { "win.table::remove-column", { "<Shift><Alt>BackSpace" } },
  { "win.choose-photo", { "<Ctrl><Shift>p" } },
  { "win.next-finding", { "F8" } },
  { "win.previous-finding", { "<Shift>F8" } },
  { "win.fixes", { "<Alt>Return", "<Alt>KP_Enter" } },
  { "win.fix-selected", { "<Ctrl>F8" } },
  { "win.fix-all-selected", { "<Ctrl><Alt>Return" } },
  { "win.fix-safe", { "<Ctrl><Shift><Alt>Return" } },
  { "win.add-word", { "<Ctrl><Alt>w" } },
  { "win.stand-selected", { "<Shift><Alt>Return" } },
  { "win.primary", { "<Ctrl><Shift>Return" } },
  { "win.sync", { "F5" } },
  { "win.stop-sync", { "<Shift><Alt>F5" } },
  { "win.show-queue", { "<Ctrl><Shift>k" } },
  { "win.check-connection", { "<Shift>F5" } },
  { "win.copy-report", { "<Ctrl><Shift>F5" } },
  { "win.help", { "F1" } },
  { "win.shortcuts", { "<Ctrl>question" } },
  { "window.close", { "<Ctrl>w" } },
  { "app.quit", { "<Ctrl>q" } },
};

void
stet_window_add_accels (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].keys);
}
