/* Commands on the stories that are kept here. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"

#include <glib/gi18n.h>

#define SHORT_ID_CHARS 8
#define HEADLINE_CHARS_MAX 200 /* in a list */

int
stet_command_import (StetCommand *command, GError **error)
{
  g_autofree char *path = stet_command_path (command, command->rest[0]);
  g_autofree char *id = stet_workspace_import (command->ws, path, command->options.language,
                                               command->options.body, error);

  if (id != NULL)
    stet_command_print (command, "%s\n", id);
  return 0;
}

int
stet_command_new (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_create (command->ws, command->options.language, error);

  if (id != NULL)
    stet_command_print (command, "%s\n", id);
  return 0;
}

/* --- lists --- */

/* What “--site” takes for it. Returns: (owned) (nullable). */
static char *
site_address (GPtrArray *accounts, const char *site_id)
{
  for (guint i = 0; site_id != NULL && accounts != NULL && i < accounts->len; i++)
    {
      const StetAccount *account = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (account->site_id, site_id) == 0)
        return g_strdup (account->url);
    }
  return g_strdup (site_id);
}

static const char *
site_zone (GPtrArray *accounts, const char *site_id)
{
  for (guint i = 0; site_id != NULL && accounts != NULL && i < accounts->len; i++)
    {
      const StetAccount *account = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (account->site_id, site_id) == 0)
        return account->zone;
    }
  return NULL;
}

static gboolean
add_counts (StetCommand *command, JsonBuilder *builder, const char *id, GError **error)
{
  g_autoptr (GPtrArray) findings = stet_workspace_check (command->ws, id, error);
  StetFindingCounts counts;

  if (findings == NULL)
    return FALSE;
  counts = stet_findings_count (findings);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_object (builder);
  stet_json_add_int (builder, "error", counts.error);
  stet_json_add_int (builder, "warning", counts.warning);
  stet_json_add_int (builder, "advice", counts.advice);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
print_rows_json (StetCommand *command, GPtrArray *rows, GPtrArray *accounts, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const StetStoryRow *row = g_ptr_array_index (rows, i);
      g_autofree char *site = site_address (accounts, row->site_id);
      g_autofree char *modified = stet_time_to_rfc3339 (row->modified_us);

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "id", row->id);
      stet_json_add_string (builder, "headline", row->headline);
      stet_json_add_string (builder, "state", stet_state_name (row->state));
      stet_json_add_string (builder, "language", row->language);
      stet_json_add_string (builder, "author", row->author);
      stet_json_add_string (builder, "site", site);
      stet_json_add_string (builder, "remote_id", row->remote_id);
      stet_json_add_string (builder, "modified", modified);
      if (!add_counts (command, builder, row->id, error))
        return FALSE;
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  stet_command_print_json (command, builder);
  return TRUE;
}

static void
print_rows (StetCommand *command, GPtrArray *rows, GPtrArray *accounts)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const StetStoryRow *row = g_ptr_array_index (rows, i);
      g_autofree char *time
          = stet_command_time (row->modified_us, site_zone (accounts, row->site_id));
      g_autofree char *headline = NULL;

      /* a row is a line, whatever a headline holds */
      headline = stet_text_shown_line (
          row->headline[0] != '\0' ? row->headline : _("(no headline)"), HEADLINE_CHARS_MAX);
      stet_command_print (command, "%.*s  %s  %s  [%s]  %s\n", SHORT_ID_CHARS, row->id, time,
                          row->language, stet_words_for_state (row->state, row->live), headline);
    }
}

static int
show_rows (StetCommand *command, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) accounts = stet_workspace_accounts (command->ws, error);

  if (accounts == NULL)
    return 0;
  if (command->options.json)
    print_rows_json (command, rows, accounts, error);
  else
    print_rows (command, rows, accounts);
  return 0;
}

int
stet_command_list (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) rows = stet_workspace_list (command->ws, command->options.binned, error);

  return rows != NULL ? show_rows (command, rows, error) : 0;
}

int
stet_command_search (StetCommand *command, GError **error)
{
  g_autofree char *words = g_strjoinv (" ", command->rest);
  g_autoptr (GPtrArray) rows = stet_workspace_search (command->ws, words, error);

  return rows != NULL ? show_rows (command, rows, error) : 0;
}

/* --- one story --- */

static StetStory *
load (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);

  return id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;
}

static void
print_story_json (StetCommand *command, const StetStory *story, const char *site)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *article = stet_article_to_json (story->article);
  g_autofree char *review = stet_review_to_json (story->review);
  g_autofree char *modified = stet_time_to_rfc3339 (story->modified_us);
  const StetRemote *remote = story->remote;

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "id", stet_article_id (story->article));
  stet_json_add_string (builder, "state", stet_state_name (remote->state));
  stet_json_add_string (builder, "site", site);
  stet_json_add_string (builder, "remote_id", remote->remote_id);
  stet_json_add_string (builder, "url", remote->url);
  stet_json_add_string (builder, "hash", story->hash);
  stet_json_add_string (builder, "live_hash", remote->live_hash);
  stet_json_add_int (builder, "revision", story->revision);
  stet_json_add_string (builder, "modified", modified);
  stet_json_add_text (builder, "article", article);
  stet_json_add_text (builder, "review", review);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static void
print_fields (StetCommand *command, StetArticle *article)
{
  g_autoptr (GArray) fields = stet_article_text_fields (article);

  for (guint i = 0; i < fields->len; i++)
    {
      const StetField *field = &g_array_index (fields, StetField, i);
      g_autofree char *name = stet_field_to_string (field);
      g_autoptr (StetProse) prose = stet_article_text_at (article, field);

      if (prose != NULL && !stet_prose_is_blank (prose))
        stet_command_print (command, "%s: %s\n", name, stet_prose_text (prose));
    }
}

static void
print_notes (StetCommand *command, const StetReview *review)
{
  for (guint i = 0; i < review->notes->len; i++)
    {
      const StetNote *note = g_ptr_array_index (review->notes, i);

      stet_command_print (command, _("Note of %s, %s: %s\n"), note->by, note->at, note->text);
    }
}

static void
print_story (StetCommand *command, const StetStory *story, const char *site, const char *zone)
{
  const StetRemote *remote = story->remote;
  g_autofree char *modified = stet_command_time (story->modified_us, zone);
  gboolean live = remote->live_hash != NULL && remote->live_hash[0] != '\0';

  stet_command_print (command, _("Story %s, version %d, %s\n"), stet_article_id (story->article),
                      (int) story->revision, modified);
  stet_command_print (command, _("State: %s\n"), stet_words_for_state (remote->state, live));
  if (site != NULL)
    stet_command_print (command, _("Site: %s\n"), site);
  if (remote->url != NULL)
    stet_command_print (command, _("Page: %s\n"), remote->url);
  print_notes (command, story->review);
  stet_command_print (command, "\n");
  print_fields (command, story->article);
}

int
stet_command_show (StetCommand *command, GError **error)
{
  g_autoptr (StetStory) story = load (command, error);
  g_autoptr (GPtrArray) accounts
      = story != NULL ? stet_workspace_accounts (command->ws, error) : NULL;
  g_autofree char *site = NULL;

  if (accounts == NULL)
    return 0;
  site = site_address (accounts, story->remote->site_id);
  if (command->options.json)
    print_story_json (command, story, site);
  else
    print_story (command, story, site, site_zone (accounts, story->remote->site_id));
  return 0;
}

/* --- history --- */

static void
print_history_json (StetCommand *command, GPtrArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const StetRevisionRow *row = g_ptr_array_index (rows, i);
      g_autofree char *saved = stet_time_to_rfc3339 (row->saved_us);

      json_builder_begin_object (builder);
      stet_json_add_int (builder, "revision", row->revision);
      stet_json_add_string (builder, "saved", saved);
      stet_json_add_string (builder, "origin", stet_origin_name (row->origin));
      stet_json_add_string (builder, "hash", row->hash);
      stet_json_add_string (builder, "headline", row->headline);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  stet_command_print_json (command, builder);
}

static const char *
words_for_origin (StetOrigin origin)
{
  switch (origin)
    {
    case STET_ORIGIN_TYPED:
      return C_("version", "typed");
    case STET_ORIGIN_IMPORTED:
      return C_("version", "imported");
    case STET_ORIGIN_COMMAND:
      return C_("version", "by a command");
    case STET_ORIGIN_FETCHED:
      return C_("version", "from the site");
    case STET_ORIGIN_MERGED:
      return C_("version", "merged");
    case STET_ORIGIN_RESTORED:
      return C_("version", "restored");
    case STET_ORIGIN_FIXED:
      return C_("version", "fixed");
    default:
      return "";
    }
}

int
stet_command_history (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autoptr (GPtrArray) rows = id != NULL ? stet_workspace_history (command->ws, id, error) : NULL;

  if (rows == NULL)
    return 0;
  if (command->options.json)
    {
      print_history_json (command, rows);
      return 0;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const StetRevisionRow *row = g_ptr_array_index (rows, i);
      g_autofree char *time = stet_command_time (row->saved_us, NULL);

      stet_command_print (command, "%4" G_GINT64_FORMAT "  %s  %s  %s\n", row->revision, time,
                          words_for_origin (row->origin), row->headline);
    }
  return 0;
}

int
stet_command_restore (StetCommand *command, GError **error)
{
  g_autofree char *id = NULL;
  guint64 revision = 0;

  if (!g_ascii_string_to_unsigned (command->rest[1], 10, 1, G_MAXINT, &revision, NULL))
    return stet_command_usage (error,
                               _("The version must be a number. “stet history” shows them."));
  id = stet_workspace_resolve (command->ws, command->rest[0], error);
  if (id != NULL && stet_workspace_restore (command->ws, id, (gint64) revision, error))
    stet_command_print (command, _("Version %d is the newest again.\n"), (int) revision);
  return 0;
}

/* --- changing --- */

int
stet_command_set (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  const char *value = command->rest[2];
  g_autofree char *path = g_str_equal (command->rest[1], "photo.file") && value[0] != '\0'
                              ? stet_command_path (command, value)
                              : NULL;

  if (id != NULL && g_str_equal (command->rest[1], "authors"))
    stet_workspace_set_authors (command->ws, id, value,
                                command->options.free_names ? STET_AUTHORS_OR_NAMES
                                                            : STET_AUTHORS_OF_SITE,
                                error);
  else if (id != NULL)
    stet_workspace_set (command->ws, id, command->rest[1], path != NULL ? path : value, error);
  return 0;
}

/* All of standard input, within the limit for a story. Returns: (owned). */
static char *
read_input (StetCommand *command, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autofree char *block = g_malloc (65536);
  gssize n_bytes;
  gsize total_bytes = 0;
  g_autofree char *text = NULL;

  while ((n_bytes = g_input_stream_read (command->call->input, block, 65536, NULL, NULL)) > 0)
    {
      total_bytes += (gsize) n_bytes;
      if (total_bytes > STET_IMPORT_BYTES_MAX)
        {
          g_set_error_literal (error, STET_FILE_ERROR, STET_FILE_ERROR_TOO_LARGE,
                               _("standard input"));
          return NULL;
        }
      g_output_stream_write_all (memory, block, (gsize) n_bytes, NULL, NULL, NULL);
    }
  text = g_strndup (
      total_bytes > 0 ? g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)) : "",
      total_bytes);
  if (n_bytes < 0 || strlen (text) != total_bytes || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, STET_FILE_ERROR,
                           n_bytes < 0 ? STET_FILE_ERROR_OTHER : STET_FILE_ERROR_NOT_UTF8,
                           _("standard input"));
      return NULL;
    }
  return g_steal_pointer (&text);
}

int
stet_command_edit (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autofree char *json = id != NULL ? read_input (command, error) : NULL;

  if (json != NULL)
    stet_workspace_edit (command->ws, id, json, error);
  return 0;
}

/* --- giving out --- */

static int
export_all (StetCommand *command, GError **error)
{
  g_autofree char *dir = stet_command_path (command, command->options.all);
  guint n_stories = 0;

  if (command->n_rest != 0)
    return stet_command_usage (error, _("With --all no story is named. Leave out the id."));
  if (stet_workspace_export_all (command->ws, dir, &n_stories, error))
    stet_command_print (command,
                        ngettext ("%u story is in %s.\n", "%u stories are in %s.\n", n_stories),
                        n_stories, dir);
  return 0;
}

int
stet_command_export (StetCommand *command, GError **error)
{
  StetFormat format = STET_FORMAT_JSON;
  g_autoptr (StetStory) story = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lost = NULL;

  if (command->options.all != NULL)
    return export_all (command, error);
  if (command->n_rest != 1)
    return stet_command_usage (error, _("Name a story, or use --all DIR."));
  if (command->options.format != NULL && !stet_format_parse (command->options.format, &format))
    return stet_command_usage (
        error, _("There is no such format. Use json, html, text, markdown or ninjs."));
  story = load (command, error);
  if (story == NULL)
    return 0;
  text = stet_article_write (story->article, format, &lost);
  stet_command_print (command, "%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
  for (guint i = 0; lost != NULL && lost[i] != NULL; i++)
    stet_command_tell (command, _("This format cannot hold it: %s. JSON holds everything."),
                       lost[i]);
  return 0;
}

int
stet_command_backup (StetCommand *command, GError **error)
{
  g_autofree char *path = stet_command_path (command, command->rest[0]);

  if (stet_workspace_backup (command->ws, path, error))
    stet_command_print (command, _("Everything that can't be had again is in %s.\n"), path);
  return 0;
}

int
stet_command_recover (StetCommand *command, GError **error)
{
  g_autofree char *path = stet_command_path (command, command->rest[0]);
  g_autofree char *dir = stet_workspace_default_dir ();

  if (stet_store_restore_backup (dir, path, error))
    stet_command_print (
        command,
        _("The stories of %s are kept in %s from now on. Sign in to your site once more.\n"), path,
        dir);
  return 0;
}
