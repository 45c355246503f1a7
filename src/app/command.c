/* Running a command: its options, its help, its output, its errors. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "base/file.h"
#include "base/text.h"

#include <glib/gi18n.h>

#define STATUS_USAGE 2
#define OPTION_COLUMN 26
#define TOLD_CHARS_MAX 2000
#define NAME_CHARS_MAX 100 /* of a site or a user, in a question on the terminal */

typedef struct
{
  const char *name;
  GOptionArg  arg;
  gsize       offset;
  const char *value;  /* (nullable) what follows it; translated */
  const char *words;  /* translated */
  /* (nullable): as the table names it, where commands mean different things by one name */
  const char *key;
} OptionRow;

#define OPTION(name, arg, field, value, words)                                                     \
  {                                                                                                \
    name, arg, G_STRUCT_OFFSET (StetCommandOptions, field), value, words, NULL                     \
  }
#define OPTION_KEY(name, key, arg, field, value, words) \
  { name, arg, G_STRUCT_OFFSET (StetCommandOptions, field), value, words, key }

static const OptionRow option_rows[] = {
  OPTION ("accents", G_OPTION_ARG_NONE, accents, NULL, N_("Accents must be the same")),
  OPTION_KEY ("all", "every", G_OPTION_ARG_NONE, every, NULL, N_("In all stories")),
  OPTION ("all", G_OPTION_ARG_FILENAME, all, N_("DIR"),
          N_("All stories, each in a file of this folder")),
  OPTION ("approve", G_OPTION_ARG_NONE, approve, NULL, N_("Approve it first")),
  OPTION ("article", G_OPTION_ARG_NONE, article, NULL, N_("The file is a story with its fields")),
  OPTION ("at", G_OPTION_ARG_STRING, at, N_("TIME"),
          N_("When, in the site's time unless an offset is given")),
  OPTION ("auth", G_OPTION_ARG_STRING, auth, N_("KIND"),
          N_("How to sign in: basic, bearer or key")),
  OPTION ("binned", G_OPTION_ARG_NONE, binned, NULL, N_("What is in the bin")),
  OPTION ("body", G_OPTION_ARG_NONE, body, NULL,
          N_("The file is an HTML fragment, the body of a new draft")),
  OPTION ("browser", G_OPTION_ARG_NONE, browser, NULL,
          N_("Sign in on the site’s own page, in the browser")),
  OPTION ("breaking", G_OPTION_ARG_NONE, breaking, NULL,
          N_("Only the few checks of breaking news may stop it")),
  OPTION ("cancel", G_OPTION_ARG_STRING, cancel, N_("ID"),
          N_("Call back one that was not sent yet")),
  OPTION ("case", G_OPTION_ARG_NONE, cased, NULL, N_("Capitals must be the same")),
  OPTION ("config", G_OPTION_ARG_FILENAME, config, N_("FILE"),
          N_("A .vale.ini: check with the rules of Vale it names")),
  OPTION ("dir", G_OPTION_ARG_FILENAME, dir, N_("DIR"), N_("Where it keeps its stories")),
  OPTION ("ended", G_OPTION_ARG_NONE, ended, NULL, N_("Those that have ended, too")),
  OPTION ("format", G_OPTION_ARG_STRING, format, N_("FORMAT"),
          N_("json, html, text, markdown or ninjs")),
  OPTION ("free", G_OPTION_ARG_NONE, free_names, NULL,
          N_("An author may be a name that is no account of the site")),
  OPTION ("header", G_OPTION_ARG_STRING, header, N_("NAME"),
          N_("The header that carries the key")),
  OPTION ("json", G_OPTION_ARG_NONE, json, NULL, N_("For programs")),
  OPTION ("language", G_OPTION_ARG_STRING, language, N_("LANG"),
          N_("The language of the text: en, es")),
  OPTION ("mapping", G_OPTION_ARG_FILENAME, mapping, N_("FILE"),
          N_("A stet-site/1 file that says what the site's own API is like")),
  OPTION ("new", G_OPTION_ARG_NONE, fresh, NULL, N_("Make those tags that the site has not yet")),
  OPTION ("note", G_OPTION_ARG_STRING, note, N_("TEXT"), N_("What the author should know")),
  OPTION ("off", G_OPTION_ARG_NONE, off, NULL, N_("The rules that are off for a while")),
  OPTION ("output", G_OPTION_ARG_STRING, output, N_("FORMAT"), N_("With --config: JSON or line")),
  OPTION ("port", G_OPTION_ARG_INT, port, N_("N"), N_("The port; without it any free one")),
  OPTION ("reason", G_OPTION_ARG_STRING, reason, N_("TEXT"), N_("Why")),
  OPTION ("regex", G_OPTION_ARG_NONE, regex, NULL, N_("It is a regular expression")),
  OPTION ("replace", G_OPTION_ARG_STRING, replace, N_("TEXT"),
          N_("What comes in its place; $1 is the first group")),
  OPTION ("rule", G_OPTION_ARG_STRING, rule, N_("RULE"),
          N_("Only this rule, by its name or code")),
  OPTION ("scope", G_OPTION_ARG_STRING, scope, N_("SCOPE"),
          N_("How far it reaches: finding, story or desk")),
  OPTION ("site", G_OPTION_ARG_STRING, site, N_("URL|NAME"),
          N_("The site; without it the one used last")),
  OPTION ("suggest", G_OPTION_ARG_NONE, suggest, NULL,
          N_("What may have been meant by unknown words; takes longer")),
  OPTION ("target", G_OPTION_ARG_STRING, target, N_("WORDS"),
          N_("How long it is to be; 0 for no such length")),
  OPTION ("undo", G_OPTION_ARG_NONE, undo, NULL, N_("Take it back")),
  OPTION ("until", G_OPTION_ARG_STRING, until, N_("TIME"),
          N_("Until when, in the site's time unless an offset is given")),
  OPTION ("user", G_OPTION_ARG_STRING, user, N_("USER"), N_("The account's user")),
  OPTION ("watch", G_OPTION_ARG_NONE, watch, NULL,
          N_("Stay, and do it again and again until stopped")),
  OPTION ("word", G_OPTION_ARG_NONE, whole, NULL, N_("Whole words only")),
};

static const StetCommandRow *
find_row (const char *name)
{
  guint n_rows;
  const StetCommandRow *rows = stet_command_rows (&n_rows);

  for (guint i = 0; name != NULL && i < n_rows; i++)
    if (g_str_equal (rows[i].name, name))
      return &rows[i];
  return NULL;
}

static gboolean
takes_option (const StetCommandRow *row, const OptionRow *option)
{
  g_auto (GStrv) names = g_strsplit (row->options, " ", -1);

  return g_strv_contains ((const char *const *) names,
                          option->key != NULL ? option->key : option->name);
}

static void
clear_options (StetCommandOptions *options)
{
  char **texts[] = { &options->language, &options->rule,    &options->reason,  &options->scope,
                     &options->format,   &options->all,     &options->site,    &options->user,
                     &options->auth,     &options->header,  &options->note,    &options->at,
                     &options->dir,      &options->cancel,  &options->config,  &options->output,
                     &options->until,    &options->replace, &options->mapping, &options->target };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

/* Returns: (owned) what is no option, or NULL with `error`. */
static char **
parse_options (const StetCommandRow *row, char **argv, StetCommandOptions *options, GError **error)
{
  GOptionEntry entries[G_N_ELEMENTS (option_rows) + 2] = { { 0 } };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (argv);
  guint n = 0;

  entries[n++] = (GOptionEntry) { "help", 'h', 0, G_OPTION_ARG_NONE, &options->help, NULL, NULL };
  for (guint i = 0; i < G_N_ELEMENTS (option_rows); i++)
    if (takes_option (row, &option_rows[i]))
      entries[n++] = (GOptionEntry){ option_rows[i].name,
                                     0,
                                     0,
                                     option_rows[i].arg,
                                     G_STRUCT_MEMBER_P (options, option_rows[i].offset),
                                     NULL,
                                     NULL };
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE); /* GLib's own would end the program */
  if (!g_option_context_parse_strv (context, &rest, error))
    return NULL;
  /* GLib leaves it before a dashed argument */
  if (rest[0] != NULL && rest[1] != NULL && g_str_equal (rest[1], "--"))
    {
      g_free (rest[1]);
      for (guint i = 1; rest[i] != NULL; i++)
        rest[i] = rest[i + 1];
    }
  return g_steal_pointer (&rest);
}

/* --- help --- */

static void
print_options (StetCommand *command, const StetCommandRow *row)
{
  stet_command_print (command, "\n%s\n", _("Options:"));
  for (guint i = 0; i < G_N_ELEMENTS (option_rows); i++)
    {
      const OptionRow *option = &option_rows[i];
      g_autofree char *left = NULL;

      if (!takes_option (row, option))
        continue;
      left = option->value != NULL ? g_strdup_printf ("--%s=%s", option->name, _(option->value))
                                   : g_strdup_printf ("--%s", option->name);
      stet_command_print (command, "  %-*s%s\n", OPTION_COLUMN, left, _(option->words));
    }
  stet_command_print (command, "  %-*s%s\n", OPTION_COLUMN, "--help", _("This help"));
}

static void
print_help (StetCommand *command, const StetCommandRow *row)
{
  g_auto (GStrv) examples = g_strsplit (row->example, "\n", -1);

  stet_command_print (command, "%s stet %s %s%s%s\n\n%s\n", _("Usage:"), row->name,
                      _("[OPTION…]"), row->parameters[0] != '\0' ? " " : "",
                      row->parameters[0] != '\0' ? _(row->parameters) : "", _(row->summary));
  print_options (command, row);
  stet_command_print (command, "\n%s\n",
                      g_strv_length (examples) == 1 ? _("Example:") : _("Examples:"));
  for (guint i = 0; examples[i] != NULL; i++)
    stet_command_print (command, "  %s\n", examples[i]);
}

static void
print_all_help (StetCommand *command)
{
  guint n_rows;
  const StetCommandRow *rows = stet_command_rows (&n_rows);

  stet_command_print (
      command, "%s stet [COMMAND]\n\n%s\n\n%s\n", _("Usage:"),
      _("Write, check and publish news stories. Without a command the window opens."),
      _("Commands:"));
  for (guint i = 0; i < n_rows; i++)
    stet_command_print (command, "  %-12s%s\n", rows[i].name, _(rows[i].summary));
  stet_command_print (
      command, "\n%s\n",
      _("“stet COMMAND --help” tells more of one. --version prints the version, --debug logs "
        "what the program does (never a story's text)."));
}

/* --- output --- */

void
stet_command_print (StetCommand *command, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (command->output, format, arguments);
  va_end (arguments);
}

void
stet_command_tell (StetCommand *command, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  shown = stet_text_shown_line (text, TOLD_CHARS_MAX);
  line = g_strdup_printf ("stet: %s\n", shown);
  /* Nobody is left to tell when this fails. */
  g_output_stream_write_all (command->call->errors, line, strlen (line), NULL, NULL, NULL);
}

/* Some of it is others' text: none of it steers the terminal it may end in. */
gboolean
stet_command_flush (StetCommand *command, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *shown = stet_text_shown (
      command->output->str,
      command->call->output_is_terminal ? STET_SHOWN_TO_EYES : STET_SHOWN_TO_PROGRAM);
  gboolean written = g_output_stream_write_all (command->call->output, shown, strlen (shown), NULL,
                                                NULL, &problem)
                     && g_output_stream_flush (command->call->output, NULL, &problem);

  g_string_truncate (command->output, 0);
  if (written || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return TRUE;
  g_set_error_literal (error, STET_FILE_ERROR,
                       g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
                           ? STET_FILE_ERROR_FULL
                           : STET_FILE_ERROR_OTHER,
                       _("standard output"));
  return FALSE;
}

int
stet_command_usage (GError **error, const char *sentence)
{
  g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE, sentence);
  return STATUS_USAGE;
}

char *
stet_command_path (StetCommand *command, const char *path)
{
  return g_canonicalize_filename (path, command->call->cwd);
}

gboolean
stet_command_is_id (const char *argument, const char *cwd)
{
  g_autofree char *path = g_canonicalize_filename (argument, cwd);
  gsize length = strlen (argument);

  return length <= 36 && length == strspn (argument, "0123456789abcdefABCDEF-")
         && !g_file_test (path, G_FILE_TEST_EXISTS);
}

/* JSON has a form for what must not stand in a terminal as it is, and nothing is lost by it. All of
 * that is in the Basic Multilingual Plane. Returns: (owned). */
static char *
escape_json (const char *json)
{
  GString *out = g_string_sized_new (strlen (json));

  for (const char *p = json; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (stet_text_steers (c, STET_SHOWN_TO_EYES))
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
  return g_string_free (out, FALSE);
}

void
stet_command_print_json (StetCommand *command, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, FALSE);
  g_autofree char *escaped = escape_json (json);

  stet_command_print (command, "%s\n", escaped);
}

void
stet_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
stet_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
stet_json_add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
stet_json_add_text (JsonBuilder *builder, const char *name, const char *json)
{
  JsonNode *node = json_from_string (json, NULL);

  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, node != NULL ? node : json_node_new (JSON_NODE_NULL));
}

char *
stet_command_time (gint64 time_us, const char *zone)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *local_zone = g_time_zone_get_identifier (local);
  g_autofree char *here = stet_time_to_rfc3339_zone (time_us, local_zone);
  g_autofree char *there = zone != NULL ? stet_time_to_rfc3339_zone (time_us, zone) : NULL;

  if (there == NULL || g_strcmp0 (zone, local_zone) == 0)
    return g_steal_pointer (&here);
  return g_strdup_printf (_("%s (at the site %s)"), here, there);
}

void
stet_command_ask_password (StetCommand *command, const StetAccount *account)
{
  g_autofree char *prompt = NULL;
  g_autofree char *user = NULL;
  g_autofree char *name = NULL;
  char *password;

  if (account->practice || command->call->ask_password == NULL
      || stet_workspace_has_password (command->ws, account))
    return;
  user = stet_text_shown_line (account->user, NAME_CHARS_MAX);
  name = stet_text_shown_line (account->name != NULL ? account->name : account->url,
                               NAME_CHARS_MAX);
  prompt = g_strdup_printf (_("Password of %s at %s: "), user, name);
  password = command->call->ask_password (prompt, command->call->ask_data);
  if (password == NULL)
    return;
  stet_workspace_remember_password (command->ws, account, password);
  memset (password, 0, strlen (password));
  g_free (password);
}

/* --- how far it is --- */

static void
progress_cb (StetCommand *command)
{
  StetSyncProgress progress;
  g_autofree char *text = NULL;

  if (stet_workspace_get_progress (command->ws, &progress))
    text = stet_words_for_progress (&progress);
  command->call->show_progress (text, command->call->progress_data);
}

void
stet_command_begin_progress (StetCommand *command)
{
  if (command->call->show_progress != NULL && !command->options.json)
    g_signal_connect_swapped (command->ws, "progress", G_CALLBACK (progress_cb), command);
}

void
stet_command_end_progress (StetCommand *command)
{
  if (g_signal_handlers_disconnect_by_func (command->ws, progress_cb, command) > 0)
    command->call->show_progress (NULL, command->call->progress_data);
}

/* --- running --- */

/* Commands that work on files need no store. */
static gboolean
has_id (const StetCommandRow *row, char **argv, const char *cwd)
{
  StetCommandOptions options = { 0 };
  g_auto (GStrv) rest = parse_options (row, argv, &options, NULL);
  gboolean found = FALSE;

  for (guint i = 1; rest != NULL && rest[0] != NULL && rest[i] != NULL; i++)
    found = found || stet_command_is_id (rest[i], cwd);
  found = found && !options.article && !options.help && options.config == NULL;
  clear_options (&options);
  return found;
}

static gboolean
style_needs_workspace (const StetCommandRow *row, char **argv)
{
  StetCommandOptions options = { 0 };
  g_auto (GStrv) rest = parse_options (row, argv, &options, NULL);
  gboolean needs = rest != NULL && rest[0] != NULL && stet_command_style_needs_workspace (rest[1]);

  clear_options (&options);
  return needs;
}

gboolean
stet_command_needs_workspace (char **argv)
{
  const StetCommandRow *row = find_row (argv != NULL ? argv[0] : NULL);
  g_autofree char *cwd = g_get_current_dir ();

  if (row == NULL || row->need == STET_NEEDS_NOTHING)
    return FALSE;
  if (g_strv_contains ((const char *const *) argv, "--help")
      || g_strv_contains ((const char *const *) argv, "-h"))
    return FALSE;
  if (row->func == stet_command_style)
    return style_needs_workspace (row, argv);
  return row->need == STET_NEEDS_WORKSPACE || has_id (row, argv, cwd);
}

gboolean
stet_command_can_stop (char **argv)
{
  const StetCommandRow *row = find_row (argv != NULL ? argv[0] : NULL);

  return row != NULL && row->can_stop;
}

gboolean
stet_command_stays (char **argv, gboolean *json)
{
  const StetCommandRow *row = find_row (argv != NULL ? argv[0] : NULL);
  StetCommandOptions options = { 0 };
  g_auto (GStrv) rest = row != NULL ? parse_options (row, argv, &options, NULL) : NULL;
  gboolean stays = rest != NULL && rest[1] == NULL && options.watch && !options.help;

  *json = options.json;
  clear_options (&options);
  return stays;
}

static int
check_arguments (StetCommand *command, const StetCommandRow *row, GError **error)
{
  if (command->n_rest >= row->n_rest_min && command->n_rest <= row->n_rest_max)
    return 0;
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("Use it as: stet %s %s. “stet %s --help” tells more."), row->name,
               row->parameters[0] != '\0' ? _(row->parameters) : "", row->name);
  return STATUS_USAGE;
}

static int
run_row (StetCommand *command, const StetCommandRow *row, GError **error)
{
  g_auto (GStrv) all = parse_options (row, command->call->argv, &command->options, error);
  int status;

  if (all == NULL)
    return STATUS_USAGE;
  if (command->options.help)
    {
      print_help (command, row);
      return 0;
    }
  command->name = row->name;
  command->rest = all + 1;
  command->n_rest = g_strv_length (all) - 1;
  status = check_arguments (command, row, error);
  if (status == 0 && row->need == STET_NEEDS_WORKSPACE && command->ws == NULL)
    return stet_command_usage (error, "");
  return status == 0 ? row->func (command, error) : status;
}

static int
dispatch (StetCommand *command, GError **error)
{
  const char *name = command->call->argv[0];
  const StetCommandRow *row = find_row (name);

  if (name == NULL || g_str_equal (name, "help") || g_str_equal (name, "--help")
      || g_str_equal (name, "-h"))
    {
      print_all_help (command);
      return 0;
    }
  if (row != NULL)
    return run_row (command, row, error);
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("“%s” is no command. “stet --help” lists them."), name);
  return STATUS_USAGE;
}

static void
tell_notes (StetCommand *command)
{
  g_auto (GStrv) notes = command->ws != NULL ? stet_workspace_take_notes (command->ws) : NULL;

  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    stet_command_tell (command, "%s", notes[i]);
}

int
stet_command_run (StetWorkspace *ws, StetCommandCall *call)
{
  StetCommand command = { .ws = ws, .call = call, .output = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;
  int status;

  g_return_val_if_fail (call != NULL && call->argv != NULL, STATUS_USAGE);
  status = dispatch (&command, &error);
  stet_command_flush (&command, error == NULL ? &error : NULL);
  tell_notes (&command);
  if (error != NULL)
    {
      g_autofree char *words = stet_words_for_command (error);

      stet_command_tell (&command, "%s", words);
      g_debug ("%s, code %d", g_quark_to_string (error->domain), error->code);
      status = stet_exit_status_for_error (error);
    }
  clear_options (&command.options);
  g_string_free (command.output, TRUE);
  return status;
}
