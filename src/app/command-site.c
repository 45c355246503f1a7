/* Commands about sites and accounts, and the practice site. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/probe.h"
#include "app/rehearse.h"
#include "app/words.h"
#include "base/file.h"
#include "practice/practice.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

/* More than a mapping may have, so that one that is too large is told as such. */
#define MAPPING_FILE_BYTES_MAX (16 * 1024 * 1024)

static const char *const rights[] = { "draft",     "submit", "edit_others", "approve", "publish",
                                      "unpublish", "upload", "terms",       NULL };

static char *
rights_of (const StetAccount *account)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; rights[i] != NULL; i++)
    if (stet_account_can (account, rights[i]))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", rights[i]);
  return g_string_free (text, FALSE);
}

static void
add_rows (JsonBuilder *builder, GPtrArray *rows)
{
  json_builder_set_member_name (builder, "rehearsal");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const StetRehearsalRow *row = rows->pdata[i];
      g_autofree char *why = row->error != NULL ? stet_words_for_error (row->error) : NULL;

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "step", stet_rehearsal_step_name (row->step));
      stet_json_add_string (builder, "verdict", stet_rehearsal_verdict_name (row->verdict));
      stet_json_add_string (builder, "detail", why != NULL ? why : row->detail);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* `rows` (nullable): of a rehearsal there. */
static void
add_account (JsonBuilder *builder, const StetAccount *account, GPtrArray *rows)
{
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "site", account->site_id);
  stet_json_add_string (builder, "name", account->name);
  stet_json_add_string (builder, "url", account->url);
  stet_json_add_string (builder, "api", account->api);
  stet_json_add_string (builder, "user", account->user);
  stet_json_add_string (builder, "zone", account->zone);
  stet_json_add_bool (builder, "practice", account->practice);
  stet_json_add_text (builder, "info", account->info != NULL ? account->info : "{}");
  if (rows != NULL)
    add_rows (builder, rows);
  json_builder_end_object (builder);
}

/* What the site guarantees, and what is only noticed or left to people. */
static void
print_promises (StetCommand *command, const StetAccount *account)
{
  static const struct { const char *lack, *kept, *lacking; } promises[] = {
    { "if_match",
      N_("Guaranteed: nobody’s change is overwritten; the site refuses what was made from an older version.\n"),
      N_("Only detected: the site can’t refuse a stale change. Stet looks just before it writes and reads back just after; what "
         "somebody saves in that moment is in the site’s revisions.\n") },
    { "keys", N_("Guaranteed: nothing is made twice, whatever the network does.\n"),
      N_("Only detected: the site knows no repeated request. Stet looks for the story before it makes one, and always makes a "
         "draft first.\n") },
    { "working",
      N_("Guaranteed: a live page stays as it is until the change to it is published.\n"),
      N_("Missing: a place for a changed version of a live story. A change goes live at once, by an editor.\n") },
    { "review", N_("Guaranteed: notes, approvals and what was let stand travel with the story.\n"),
      N_("Missing: a place for notes and approvals. They stay on this computer; tell each other by other means.\n") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (promises); i++)
    stet_command_print (command, "%s",
                        stet_account_lacks (account, promises[i].lack) ? _(promises[i].lacking)
                                                                       : _(promises[i].kept));
  if (account->user != NULL && !stet_account_can (account, "upload"))
    stet_command_print (
        command,
        _("Missing: this account may not send pictures. An editor adds them before approving.\n"));
  if (g_strcmp0 (account->kind, "wordpress") == 0 && stet_account_lacks (account, "working"))
    stet_command_print (
        command,
        _("The companion plugin for WordPress (“Stet”, data/wordpress in Stet’s source) gives the site "
          "what is missing.\n"));
}

static void
print_account (StetCommand *command, const StetAccount *account)
{
  g_autofree char *can = rights_of (account);

  stet_command_print (command, _("Site: %s\n"), account->name);
  stet_command_print (command, _("Address: %s\n"), account->url);
  stet_command_print (command, _("API: %s\n"), account->api);
  if (account->zone != NULL)
    stet_command_print (command, _("Time zone: %s\n"), account->zone);
  if (account->user != NULL)
    stet_command_print (command, _("User: %s\nMay: %s\n"), account->user, can);
}

static void
show_account (StetCommand *command, const StetAccount *account, GPtrArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!command->options.json)
    {
      print_account (command, account);
      return;
    }
  add_account (builder, account, rows);
  stet_command_print_json (command, builder);
}

/* --- a rehearsal --- */

static const struct
{
  StetRehearsalStep step;
  const char *kept, *noticed, *lacking;
} step_words[] = {
  { STET_REHEARSAL_CREATE, N_("A story was made, as a draft."), NULL, NULL },
  { STET_REHEARSAL_READ_BACK, N_("It came back word for word, found by its own id."), NULL, NULL },
  { STET_REHEARSAL_STALE, N_("A change made from an older version was refused by the site."),
    N_("A change made from an older version was noticed by a look just before. What somebody saves in that moment is "
       "overwritten."),
    NULL },
  { STET_REHEARSAL_LOST,
    N_("A story whose answer was lost was found again, and the site makes no second one."),
    N_("A story whose answer was lost was found again by a look before it is sent once more."),
    NULL },
  { STET_REHEARSAL_PICTURE, N_("A picture was sent and came back byte for byte."), NULL,
    N_("No pictures: the site, its mapping or this account does not take them.") },
  { STET_REHEARSAL_PUBLISH, N_("It was submitted, approved and published."), NULL,
    N_("This account may not publish.") },
  { STET_REHEARSAL_PAGE, N_("Its page shows it."), NULL,
    N_("The site gives no address of the page.") },
  { STET_REHEARSAL_UPDATE,
    N_("A change of the live story stays beside its page until it is published."), NULL,
    N_("A change of the live story goes live at once: the site keeps no changed version beside it.") },
  { STET_REHEARSAL_UNPUBLISH, N_("It was taken down, and its page is gone."), NULL,
    N_("This account may not take down what is live.") },
  { STET_REHEARSAL_REVIEW, N_("Notes and approvals travel with the story."), NULL,
    N_("The site has no place for notes and approvals: they stay on this computer.") },
};

static const char *
verdict_word (StetRehearsalVerdict verdict)
{
  switch (verdict)
    {
    case STET_REHEARSAL_GUARANTEED:
      return C_("rehearsal", "Guaranteed");
    case STET_REHEARSAL_DETECTED:
      return C_("rehearsal", "Only detected");
    case STET_REHEARSAL_MISSING:
      return C_("rehearsal", "Missing");
    case STET_REHEARSAL_FAILED:
    default:
      return C_("rehearsal", "Failed");
    }
}

static const char *
row_words (const StetRehearsalRow *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (step_words); i++)
    if (step_words[i].step == row->step)
      return row->verdict == STET_REHEARSAL_DETECTED  ? _(step_words[i].noticed)
             : row->verdict == STET_REHEARSAL_MISSING ? _(step_words[i].lacking)
                                                      : _(step_words[i].kept);
  return "";
}

static void
print_rows (StetCommand *command, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const StetRehearsalRow *row = rows->pdata[i];
      g_autofree char *why = row->error != NULL ? stet_words_for_error (row->error) : NULL;

      stet_command_print (command, "%s: %s%s%s\n", verdict_word (row->verdict),
                          why != NULL ? why : row_words (row), row->detail != NULL ? " " : "",
                          row->detail != NULL ? row->detail : "");
    }
}

static gboolean
has_failed (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const StetRehearsalRow *) rows->pdata[i])->verdict == STET_REHEARSAL_FAILED)
      return TRUE;
  return FALSE;
}

/* The mapping's text; NULL without an error: none was given. */
static char *
read_mapping (StetCommand *command, GError **error)
{
  g_autofree char *path = command->options.mapping != NULL
                              ? stet_command_path (command, command->options.mapping)
                              : NULL;

  return path != NULL ? stet_file_read_text (path, MAPPING_FILE_BYTES_MAX, error) : NULL;
}

/* A password given anew: the environment's, else the person's at the terminal; NULL: one known
 * before. */
static char *
new_password (StetCommand *command)
{
  const char *given = g_getenv ("STET_PASSWORD");
  g_autofree char *prompt = NULL;

  if (given != NULL && given[0] != '\0')
    return g_strdup (given);
  if (command->call->ask_password == NULL || command->options.user == NULL)
    return NULL;
  prompt = g_strdup_printf (_("Password of %s at %s: "), command->options.user, command->rest[1]);
  return command->call->ask_password (prompt, command->call->ask_data);
}

/* Whether the site itself says how one comes to a name and a password there. */
static gboolean
shows_sign_in (StetCommand *command)
{
  const StetNewAccount nobody = { .url = command->rest[1] };
  g_autoptr (StetAccount) account = stet_workspace_test_site (command->ws, &nobody, NULL);
  g_autofree char *page = account != NULL ? stet_account_text (account, "sign_in_page") : NULL;

  return page != NULL;
}

/* Shown as text, too: where there is no desktop, or it opens another browser than one likes. */
static void
open_cb (const char *page, gpointer data)
{
  StetCommand *command = data;

  stet_command_tell (command, _("Sign in at %s"), page);
  if (g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL)
    g_app_info_launch_default_for_uri (page, NULL, NULL);
}

static int
site_add_by_browser (StetCommand *command, GError **error)
{
  const char *seconds = g_getenv ("STET_SIGN_IN_SECONDS"); /* for tests */
  StetBrowser browser = { command->rest[1], open_cb, command, 0 };
  g_autoptr (StetAccount) account = NULL;

  if (seconds != NULL)
    browser.timeout_s = (guint) g_ascii_strtoull (seconds, NULL, 10);
  account = stet_workspace_sign_in (command->ws, &browser, command->call->cancellable, error);
  if (account != NULL)
    show_account (command, account, NULL);
  return 0;
}

static int
site_add (StetCommand *command, GError **error)
{
  char *password = NULL;
  StetNewAccount new_account = { .url = command->rest[1],
                                 .user = command->options.user,
                                 .auth = command->options.auth,
                                 .header = command->options.header };
  g_autofree char *mapping = read_mapping (command, error);
  g_autoptr (StetAccount) account = NULL;

  if (command->options.mapping != NULL && mapping == NULL)
    return 0;
  if (command->options.browser)
    return site_add_by_browser (command, error);
  new_account.mapping = mapping;
  if (command->options.user == NULL && (mapping != NULL || !shows_sign_in (command)))
    return stet_command_usage (error, _("Say who signs in with --user."));
  new_account.password = password = command->options.user != NULL ? new_password (command) : NULL;
  account = stet_workspace_add_site (command->ws, &new_account, error);
  stet_password_forget (password);
  if (account != NULL)
    show_account (command, account, NULL);
  return 0;
}

/* A mapping is not believed: what it promises is tried, with a story of its own. */
static int
site_rehearse (StetCommand *command, const char *mapping, GError **error)
{
  StetNewAccount new_account = { .url = command->rest[1],
                                 .user = command->options.user,
                                 .auth = command->options.auth,
                                 .header = command->options.header,
                                 .mapping = mapping };
  char *password = new_password (command);
  g_autoptr (StetAccount) account = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (command->options.user == NULL || password == NULL || *password == '\0')
    {
      stet_password_forget (password);
      return stet_command_usage (
          error,
          _("Say who signs in with --user, and set STET_PASSWORD or run it at a terminal."));
    }
  new_account.password = password;
  account = stet_workspace_test_site (command->ws, &new_account, error);
  rows = account != NULL ? stet_workspace_rehearse (command->ws, account, password, error) : NULL;
  stet_password_forget (password);
  if (rows == NULL)
    return 0;
  show_account (command, account, rows);
  if (!command->options.json)
    print_rows (command, rows);
  return has_failed (rows) ? 1 : 0;
}

static int
site_test (StetCommand *command, GError **error)
{
  StetNewAccount new_account = { .url = command->rest[1],
                                 .user = command->options.user,
                                 .auth = command->options.auth,
                                 .header = command->options.header };
  g_autofree char *mapping = read_mapping (command, error);
  g_autoptr (StetAccount) account = NULL;

  if (command->options.mapping != NULL)
    return mapping != NULL ? site_rehearse (command, mapping, error) : 0;
  account = stet_workspace_test_site (command->ws, &new_account, error);
  if (account != NULL)
    show_account (command, account, NULL);
  if (account != NULL && !command->options.json)
    print_promises (command, account);
  return 0;
}

static int
site_list (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) accounts = stet_workspace_accounts (command->ws, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (accounts == NULL)
    return 0;
  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++)
    {
      const StetAccount *account = g_ptr_array_index (accounts, i);

      add_account (builder, account, NULL);
      if (!command->options.json)
        stet_command_print (command, "%s  %s  %s%s\n", account->name, account->url, account->user,
                            account->practice ? _("  (practice)") : "");
    }
  json_builder_end_array (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  return 0;
}

int
stet_command_site (StetCommand *command, GError **error)
{
  const char *what = command->rest[0];

  if (g_str_equal (what, "list") && command->n_rest == 1)
    return site_list (command, error);
  if (g_str_equal (what, "add") && command->n_rest == 2)
    return site_add (command, error);
  if (g_str_equal (what, "test") && command->n_rest == 2)
    return site_test (command, error);
  return stet_command_usage (
      error,
      _("Use it as: stet site add URL --user USER, stet site list, or stet site test URL. --mapping FILE goes with add and test."));
}

/* --- practice --- */

static char *
sign_in_line (const char *user, const char *password)
{
  return g_strdup_printf ("%s:%s", user, password);
}

static void
print_practice (StetCommand *command, StetPractice *practice)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *reporter = sign_in_line (stet_practice_reporter_user (practice),
                                            stet_practice_reporter_password (practice));
  g_autofree char *editor = sign_in_line (stet_practice_editor_user (practice),
                                          stet_practice_editor_password (practice));

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "url", stet_practice_url (practice));
  stet_json_add_string (builder, "api", stet_practice_api (practice));
  stet_json_add_string (builder, "reporter", reporter);
  stet_json_add_string (builder, "editor", editor);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static void
serve (StetPractice *practice)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint interrupted = g_unix_signal_add (SIGINT, stop_cb, loop);
  guint terminated = g_unix_signal_add (SIGTERM, stop_cb, loop);

  g_main_loop_run (loop);
  g_source_remove (interrupted);
  g_source_remove (terminated);
  stet_practice_stop (practice);
}

int
stet_command_practice (StetCommand *command, GError **error)
{
  g_autofree char *data_dir = stet_workspace_default_dir ();
  g_autofree char *dir = command->options.dir != NULL
                             ? stet_command_path (command, command->options.dir)
                             : g_build_filename (data_dir, "practice", NULL);
  g_autoptr (StetPractice) practice = NULL;
  StetPracticeOptions options = { .dir = dir };

  if (command->options.port < 0 || command->options.port > G_MAXUINT16)
    return stet_command_usage (error, _("A port is a number from 1 to 65535."));
  options.port = (guint) command->options.port;
  practice = stet_practice_new (&options, error);
  if (practice == NULL)
    return 0;
  print_practice (command, practice);
  if (stet_command_flush (command, error))
    serve (practice);
  return 0;
}
