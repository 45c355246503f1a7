/* The built program from outside: what it prints, what it answers, and one line for everything that
 * can go wrong. STET_PROGRAM names it. */
#include "config.h"

#include "support.h"

#include "desk.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define GOOD_STORY                                                                                 \
  "A headline of some words for the test\n\nA first paragraph of the body, which says what it is about.\n"

typedef struct
{
  char *dir;  /* its data folder */
  char *work; /* where its files are */
  GSubprocess *site; /* (nullable) a practice site */
  char *api;
  char *reporter, *editor, *reporter_password, *editor_password;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = stet_test_dir ();
  fixture->work = stet_test_dir ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->site != NULL)
    {
      g_subprocess_send_signal (fixture->site, SIGTERM);
      g_subprocess_wait (fixture->site, NULL, NULL);
      g_assert_cmpint (g_subprocess_get_exit_status (fixture->site), ==, 0);
      g_clear_object (&fixture->site);
    }
  g_free (fixture->dir);
  g_free (fixture->work);
  g_free (fixture->api);
  g_free (fixture->reporter);
  g_free (fixture->editor);
  g_free (fixture->reporter_password);
  g_free (fixture->editor_password);
}

static GSubprocessLauncher *
launcher (Fixture *fixture, GSubprocessFlags flags)
{
  GSubprocessLauncher *launch = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_cwd (launch, fixture->work);
  g_subprocess_launcher_setenv (launch, "STET_DATA_DIR", fixture->dir, TRUE);
  g_subprocess_launcher_unsetenv (launch, "DBUS_SESSION_BUS_ADDRESS");
  g_subprocess_launcher_unsetenv (launch, "DISPLAY");
  g_subprocess_launcher_unsetenv (launch, "STET_PASSWORD");
  return launch;
}

static char *
text_of (GBytes *bytes)
{
  gsize length_bytes = 0;
  const char *data = g_bytes_get_data (bytes, &length_bytes);

  return g_strndup (data != NULL ? data : "", length_bytes);
}

static TestRun
finish (GSubprocess *process, const char *input)
{
  TestRun run = { -1, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) in
      = g_bytes_new (input != NULL ? input : "", input != NULL ? strlen (input) : 0);
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;

  g_subprocess_communicate (process, in, NULL, &out, &err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run.status = g_subprocess_get_exit_status (process);
  run.output = text_of (out);
  run.errors = text_of (err);
  g_test_message ("%d: %s", run.status, run.errors);
  return run;
}

static TestRun
run_argv (Fixture *fixture, const char *password, const char *input, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launch
      = launcher (fixture, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                               | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  if (password != NULL)
    g_subprocess_launcher_setenv (launch, "STET_PASSWORD", password, TRUE);
  process = g_subprocess_launcher_spawnv (launch, argv, &error);
  g_assert_no_error (error);
  return finish (process, input);
}

#define RUN(fixture, ...)                                                                          \
  run_argv (fixture, NULL, NULL,                                                                   \
            (const char *const[]){ g_getenv ("STET_PROGRAM"), __VA_ARGS__, NULL })
#define RUN_AS(fixture, password, ...)                                                             \
  run_argv (fixture, password, NULL,                                                               \
            (const char *const[]){ g_getenv ("STET_PROGRAM"), __VA_ARGS__, NULL })

static char *
write_file (Fixture *fixture, const char *name, const char *text, gssize length)
{
  char *path = g_build_filename (fixture->work, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (json, &error);

  g_assert_no_error (error);
  return node;
}

static char *
member (const char *json, const char *name)
{
  g_autoptr (JsonNode) root = parse (json);

  return g_strdup (
      json_object_get_string_member_with_default (json_node_get_object (root), name, NULL));
}

static void
assert_one_line (const TestRun *run)
{
  g_assert_true (g_str_has_prefix (run->errors, "stet: "));
  g_assert_cmpuint (strcspn (run->errors, "\n"), ==, strlen (run->errors) - 1);
}

static char *
import_ok (Fixture *fixture, const char *name)
{
  g_auto (TestRun) run = RUN (fixture, "import", name);

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.errors, ==, "");
  g_assert_cmpuint (strlen (run.output), ==, 37); /* the id and nothing else */
  return g_strndup (run.output, 36);
}

/* --- help and usage --- */

static const char *const commands[]
    = { "new",      "import",   "check",   "fix",       "stet",   "list",   "show", "history", "restore",
        "set",      "edit",    "export",    "backup", "search", "site", "submit",  "return",
        "approve",  "publish", "unpublish", "bin",    "unbin",  "sync", "queue",   "conflicts",
        "practice", "style",   "doctor",    "verify", "recover", "language" };

static void
test_help (Fixture *fixture, gconstpointer data)
{
  g_auto (TestRun) all = RUN (fixture, "--help");
  g_auto (TestRun) version = RUN (fixture, "--version");

  g_assert_cmpint (all.status, ==, 0);
  g_assert_cmpint (version.status, ==, 0);
  g_assert_cmpstr (version.output, ==, "stet " PACKAGE_VERSION "\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (TestRun) run = RUN (fixture, commands[i], "--help");
      g_autofree char *listed = g_strdup_printf ("\n  %s ", commands[i]);
      g_autofree char *usage = g_strdup_printf ("stet %s", commands[i]);

      g_assert_cmpint (run.status, ==, 0);
      g_assert_nonnull (strstr (run.output, usage));
      g_assert_nonnull (strstr (run.output, "Example"));
      g_assert_nonnull (strstr (all.output, listed));
    }
  /* Help needs no store. */
  {
    g_autoptr (GDir) dir = g_dir_open (fixture->dir, 0, NULL);

    g_assert_null (g_dir_read_name (dir));
  }
}

typedef struct { const char *argv[6]; int status; const char *says; const char *why; } Usage;

static void
test_no_display (Fixture *fixture, gconstpointer data)
{
  g_auto (TestRun) run
      = run_argv (fixture, NULL, NULL, (const char *const[]){ g_getenv ("STET_PROGRAM"), NULL });

  g_assert_cmpint (run.status, ==, 2);
  g_assert_nonnull (strstr (run.errors, "There is no display here."));
  assert_one_line (&run);
}

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  static const Usage cases[] = {
    { { "nonsense" }, 2, "nonsense", "no such command" },
    { { "import" }, 2, "import", "an argument is missing" },
    { { "import", "a", "b" }, 2, "import", "one too many" },
    { { "list", "--nonsense" }, 2, "nonsense", "no such option" },
    { { "show", "zzzz" }, 2, "stet list", "no such story" },
    { { "check", "none.txt" }, 2, "none.txt", "no such file" },
    { { "stet", "abcd", "f" }, 2, "", "no such story" },
    { { "restore", "abcd", "x" }, 2, "number", "no number" },
    { { "export" }, 2, "--all", "neither a story nor a folder" },
    { { "site", "add", "https://x.invalid" }, 2, "--user", "nobody signs in" },
    { { "site", "nonsense" }, 2, "site add", "no such sub-command" },
    { { "style", "nonsense" }, 2, "style list", "no such sub-command" },
    { { "style", "explain", "NO-99" }, 2, "NO-99", "no such rule" },
    { { "sync" }, 2, "site add", "no site yet" },
    { { "practice", "--port", "70000" }, 2, "65535", "no port" },
    { { "import", "--language", "Klingon", "good.txt" }, 2, "Klingon", "no language" },
    { { "new", "--language", "Klingon" }, 2, "Klingon", "no language" },
    { { "new", "--language", "" }, 2, "en or es", "an empty language" },
    { { "new", "es" }, 2, "new", "one too many" },
  };
  g_autofree char *good = write_file (fixture, "good.txt", GOOD_STORY, -1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *argv[8] = { g_getenv ("STET_PROGRAM") };
      g_auto (TestRun) run = { 0 };

      for (guint k = 0; cases[i].argv[k] != NULL; k++)
        argv[k + 1] = cases[i].argv[k];
      run = run_argv (fixture, NULL, NULL, argv);
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (run.status, ==, cases[i].status);
      g_assert_nonnull (strstr (run.errors, cases[i].says));
      g_assert_cmpstr (run.output, ==, "");
      assert_one_line (&run);
    }
}

/* --- bad input --- */

static void
test_bad_input (Fixture *fixture, gconstpointer data)
{
  const struct { const char *name, *text; gssize length; const char *says, *why; } cases[] = {
    { "latin1.txt", "Titular de prueba\n\nCaf\xe9.\n", -1, "UTF-8", "not UTF-8" },
    { "story.xyz", GOOD_STORY, -1, "kind of file", "an unknown extension" },
    { "missing.txt", NULL, 0, "no such file", "a missing file" },
    { "broken.json", "{\"headline\": \"x\",", -1, "JSON", "broken JSON" },
    { "newer.json", "{\"format\": \"stet-article/9\", \"headline\": \"x\"}", -1, "newer Stet",
      "a newer format" },
    { "types.json", "{\"headline\": [1]}", -1, "headline", "a wrong type, its path named" },
    { "nul.txt", "A\0B", 3, "", "a NUL in a text" },
    { "empty.txt", "", 0, "no story", "nothing at all" },
  };
  g_autofree char *kept = write_file (fixture, "good.txt", GOOD_STORY, -1);
  g_autofree char *id = import_ok (fixture, "good.txt");
  g_auto (TestRun) list = { 0 };
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = cases[i].text != NULL ? write_file (fixture, cases[i].name,
                                                                  cases[i].text, cases[i].length)
                                                    : NULL;
      g_auto (TestRun) import = RUN (fixture, "import", cases[i].name);
      g_auto (TestRun) check = RUN (fixture, "check", "--article", "--json", cases[i].name);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (import.status, ==, 2);
      g_assert_cmpstr (import.output, ==, "");
      g_assert_nonnull (strstr (import.errors, cases[i].says));
      assert_one_line (&import);
      g_assert_cmpint (check.status, ==, 2);
      assert_one_line (&check);
    }
  list = RUN (fixture, "list", "--json");
  root = parse (list.output);
  /* nothing came, nothing went */
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 1);
}

static void
test_huge_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->work, "huge.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, NULL);
  g_auto (TestRun) run = { 0 };

  /* 100 MB that take no room on the disk. */
  g_assert_true (g_seekable_truncate (G_SEEKABLE (stream), 100 * 1000 * 1000, NULL, NULL));
  run = RUN (fixture, "import", "huge.txt");
  g_assert_cmpint (run.status, ==, 2);
  g_assert_nonnull (strstr (run.errors, "too large"));
  assert_one_line (&run);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "good.txt", GOOD_STORY, -1);
  g_autofree char *id = import_ok (fixture, "good.txt");
  g_autoptr (GSubprocessLauncher) launch = launcher (fixture, G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) err = NULL;
  g_autofree char *errors = NULL;

  g_subprocess_launcher_set_stdout_file_path (launch, "/dev/full");
  process
      = g_subprocess_launcher_spawn (launch, &error, g_getenv ("STET_PROGRAM"), "export", id, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error (error);
  errors = text_of (err);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
  g_assert_nonnull (strstr (errors, "disk is full"));
}

/* --- stories --- */

/* No tag by a slip of the pen: what the site does not know is said to be new, and a list is taken
 * whole or not at all. */
static void
test_tags (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "good.txt", GOOD_STORY, -1);
  g_autofree char *id = import_ok (fixture, "good.txt");
  g_auto (TestRun) refused = RUN (fixture, "tags", "add", id, "Night ferry; Ports");
  g_auto (TestRun) before = RUN (fixture, "show", id, "--json");
  g_auto (TestRun) added = RUN (fixture, "tags", "add", id, "--new", "Night  ferry; Ports");
  g_auto (TestRun) again
      = RUN (fixture, "tags", "add", id, "--new", "PORTS, night ferry", "--json");
  g_auto (TestRun) after = RUN (fixture, "show", id, "--json");
  g_auto (TestRun) bare = RUN (fixture, "tags", "add", id);

  g_assert_cmpint (refused.status, ==, 2);
  g_assert_nonnull (strstr (refused.errors, "no tag “Night ferry”, “Ports”"));
  g_assert_null (strstr (before.output, "Ports"));
  g_assert_cmpint (added.status, ==, 0);
  g_assert_cmpstr (added.output, ==, "Night ferry\nPorts\n");
  g_assert_cmpstr (again.output, ==, "[]\n");
  g_assert_nonnull (strstr (after.output, "\"Night ferry\""));
  g_assert_cmpint (bare.status, ==, 2);
}

static void
test_faq (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "good.txt", GOOD_STORY, -1);
  g_autofree char *id = import_ok (fixture, "good.txt");
  g_auto (TestRun) one = RUN (fixture, "set", id, "faq.items[0].question", "Who?");
  g_auto (TestRun) two = RUN (fixture, "set", id, "faq.items[1].question", "When?");
  g_auto (TestRun) tags = RUN (fixture, "set", id, "tags", "night ferry");
  g_auto (TestRun) suggested = RUN (fixture, "faq", "suggest", id);
  g_auto (TestRun) unasked = RUN (fixture, "faq", "list", id);
  g_auto (TestRun) heading = RUN (fixture, "faq", "heading", id);
  g_auto (TestRun) twice = RUN (fixture, "faq", "heading", id);
  g_auto (TestRun) moved = RUN (fixture, "faq", "move", id, "2", "1");
  g_auto (TestRun) nowhere = RUN (fixture, "faq", "move", id, "1", "3");
  g_auto (TestRun) zero = RUN (fixture, "faq", "remove", id, "0");
  g_auto (TestRun) removed = RUN (fixture, "faq", "remove", id, "1", "--json");
  g_auto (TestRun) bare = RUN (fixture, "faq", "move", id);

  g_assert_cmpint (one.status + two.status + tags.status, ==, 0);
  g_assert_cmpstr (suggested.output, ==, "Frequently Asked Questions About Night Ferry\n");
  g_assert_cmpstr (unasked.output, ==, "1. Who?\n2. When?\n");
  g_assert_cmpstr (heading.output, ==,
                   "Frequently Asked Questions About Night Ferry\n1. Who?\n2. When?\n");
  g_assert_cmpint (twice.status, ==, 2);
  g_assert_nonnull (strstr (twice.errors, "a heading already"));
  g_assert_nonnull (strstr (moved.output, "1. When?\n2. Who?\n"));
  g_assert_cmpint (nowhere.status, ==, 2);
  g_assert_nonnull (strstr (nowhere.errors, "no question 3: the story has 2"));
  g_assert_cmpint (zero.status, ==, 2);
  g_assert_nonnull (strstr (removed.output, "\"question\":\"Who?\""));
  g_assert_null (strstr (removed.output, "When?"));
  g_assert_cmpint (bare.status, ==, 2);
}

static void
test_story (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_clean_story (fixture->work, "en");
  g_autofree char *id = import_ok (fixture, "story-en.txt");
  g_autofree char *prefix = g_strndup (id, 8);
  g_auto (TestRun) set
      = RUN (fixture, "set", prefix, "headline", "Ferry to sail again on Monday in Almendro Bay");
  g_auto (TestRun) tags = RUN (fixture, "set", prefix, "tags", "Ports, Transport");
  g_auto (TestRun) show = RUN (fixture, "show", prefix, "--json");
  g_auto (TestRun) human = RUN (fixture, "show", prefix);
  g_auto (TestRun) history = RUN (fixture, "history", prefix, "--json");
  g_auto (TestRun) restore = RUN (fixture, "restore", prefix, "1");
  g_auto (TestRun) after = RUN (fixture, "export", prefix);
  g_auto (TestRun) search = RUN (fixture, "search", "almendro", "--json");
  g_autofree char *headline = NULL;
  g_autoptr (JsonNode) rows = NULL;

  g_assert_cmpint (set.status + tags.status + show.status + human.status + history.status
                       + restore.status,
                   ==, 0);
  g_assert_nonnull (strstr (show.output, "Ferry to sail again"));
  g_assert_nonnull (strstr (human.output, "headline: Ferry to sail again"));
  rows = parse (history.output);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, 3);
  headline = member (after.output, "headline");
  g_assert_true (g_str_has_prefix (headline, "Harbor ferry returns"));
  g_assert_nonnull (strstr (search.output, id));
}

static void
test_list_shape (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "id",   "headline",  "state",    "language", "author",
                                      "site", "remote_id", "modified", "findings" };
  g_autofree char *path = test_clean_story (fixture->work, "es");
  g_autofree char *id = import_ok (fixture, "story-es.txt");
  g_auto (TestRun) run = RUN (fixture, "list", "--json");
  g_autoptr (JsonNode) root = parse (run.output);
  JsonObject *row = json_array_get_object_element (json_node_get_array (root), 0);
  g_autoptr (GList) members = json_object_get_members (row);
  guint i = 0;

  g_assert_cmpuint (g_list_length (members), ==, G_N_ELEMENTS (keys));
  for (GList *l = members; l != NULL; l = l->next)
    g_assert_cmpstr (l->data, ==, keys[i++]);
  g_assert_cmpstr (json_object_get_string_member (row, "state"), ==, "draft");
  g_assert_cmpstr (json_object_get_string_member (row, "language"), ==, "es");
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (row, "findings"), "error"), >, 0);
}

static void
test_edit_and_formats (Fixture *fixture, gconstpointer data)
{
  static const char *const formats[] = { "json", "html", "text", "markdown", "ninjs" };
  g_autofree char *path = test_clean_story (fixture->work, "en");
  g_autofree char *id = import_ok (fixture, "story-en.txt");
  g_auto (TestRun) export = RUN (fixture, "export", id, "--format", "json");
  g_auto (GStrv) parts = g_strsplit (export.output, "Harbor ferry", 2);
  g_autofree char *changed = g_strjoinv ("Bay ferry", parts);
  g_auto (TestRun) edit = run_argv (
      fixture, NULL, changed, (const char *const[]){ g_getenv ("STET_PROGRAM"), "edit", id, NULL });
  g_auto (TestRun) broken = run_argv (
      fixture, NULL, "{", (const char *const[]){ g_getenv ("STET_PROGRAM"), "edit", id, NULL });
  g_auto (TestRun) unknown = RUN (fixture, "export", id, "--format", "pdf");
  g_auto (TestRun) all = RUN (fixture, "export", "--all", "out");
  g_auto (TestRun) backup = RUN (fixture, "backup", "copy.db");
  g_auto (TestRun) taken = RUN (fixture, "recover", "copy.db");

  g_assert_cmpint (edit.status, ==, 0);
  g_assert_cmpint (broken.status, ==, 2);
  assert_one_line (&broken);
  g_assert_cmpint (unknown.status, ==, 2);
  g_assert_cmpint (all.status, ==, 0);
  g_assert_cmpint (backup.status, ==, 0);
  g_assert_cmpint (taken.status, ==, 2);
  assert_one_line (&taken);
  g_assert_nonnull (strstr (taken.errors, "STET_DATA_DIR"));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_auto (TestRun) run = RUN (fixture, "export", id, "--format", formats[i]);

      g_test_message ("%s", formats[i]);
      g_assert_cmpint (run.status, ==, 0);
      g_assert_nonnull (strstr (run.output, "Bay ferry returns"));
    }
}

static void
test_private_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "good.txt", GOOD_STORY, -1);
  g_autofree char *id = import_ok (fixture, "good.txt");
  g_autofree char *store = g_build_filename (fixture->dir, "store.db", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (store);
  g_autoptr (GFileInfo) info
      = g_file_query_info (file, G_FILE_ATTRIBUTE_UNIX_MODE, G_FILE_QUERY_INFO_NONE, NULL, NULL);

  g_assert_cmpuint (g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_MODE) & 0777, ==,
                    0600);
}

/* --- house style --- */

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_clean_story (fixture->work, "en");
  g_auto (TestRun) first = RUN (fixture, "check", "--article", "--json", "story-en.txt");
  g_auto (TestRun) second = RUN (fixture, "check", "--article", "--json", "story-en.txt");
  g_auto (TestRun) human = RUN (fixture, "check", "--article", "story-en.txt");
  g_autofree char *clean = write_file (fixture, "clean.txt", "The ferry sails on Monday.\n", -1);
  g_auto (TestRun) prose = RUN (fixture, "check", "clean.txt", "--language", "en");
  g_auto (TestRun) many
      = RUN (fixture, "check", "--json", "--language", "en", "clean.txt", "story-en.txt");
  g_autoptr (JsonNode) root = parse (many.output);
  g_autofree char *store = g_build_filename (fixture->dir, "store.db", NULL);

  g_assert_cmpint (first.status, ==, 1);
  g_assert_cmpstr (first.output, ==, second.output); /* the same bytes every time */
  g_assert_nonnull (strstr (first.output, "\"code\":\"EN-Q01\""));
  g_assert_nonnull (strstr (human.output, "EN-Q01"));
  g_assert_cmpint (prose.status, ==, 0);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (root), "files")),
      ==, 2);
  /* Neither store nor bus was needed. */
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
}

/* A rule whose pattern takes too long on a text is named, and the others are heard. */
static void
test_slow_rule (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pack = g_build_filename (fixture->dir, "packs", "Desk", NULL);
  g_autofree char *rule = g_build_filename (pack, "Slow.yml", NULL);
  g_autofree char *many = g_strnfill (600, 'a');
  g_autofree char *text = g_strconcat (many, "b went towards the gate.\n", NULL);
  g_autofree char *path = write_file (fixture, "long.txt", text, -1);
  g_auto (TestRun) run = { 0 };

  g_assert_cmpint (g_mkdir_with_parents (pack, 0700), ==, 0);
  g_assert_true (g_file_set_contents (
      rule, "extends: existence\nmessage: slow\nnonword: true\ntokens: ['(?:a|aa)+$']\n", -1,
      NULL));
  run = RUN (fixture, "check", "long.txt", "--language", "en");
  g_assert_nonnull (strstr (run.errors, "Slow.yml:1: Desk.Slow: "));
  g_assert_nonnull (strstr (run.output, "EN-W01"));
}

static void
test_fix (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "notes.txt", "The port  opened, he said.\n", -1);
  g_auto (TestRun) run = RUN (fixture, "fix", "notes.txt", "--language", "en");
  g_autofree char *text = stet_test_read (path);
  g_autofree char *story = test_clean_story (fixture->work, "en");
  g_autofree char *id = import_ok (fixture, "story-en.txt");
  g_auto (TestRun) fixed = RUN (fixture, "fix", id, "--rule", "EN-Q01", "--json");
  g_auto (TestRun) again = RUN (fixture, "fix", id, "--rule", "EN-Q01");

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (text, ==, "The port opened, he said.\n");
  g_assert_cmpint (fixed.status, ==, 0);
  g_assert_nonnull (strstr (fixed.output, "\"after\""));
  g_assert_nonnull (strstr (again.output, "nothing to change"));
}

static void
test_style (Fixture *fixture, gconstpointer data)
{
  g_auto (TestRun) list = RUN (fixture, "style", "list", "--json");
  g_auto (TestRun) explain = RUN (fixture, "style", "explain", "EN-Q01");
  g_autoptr (JsonNode) root = parse (list.output);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), >=, 60);
  g_assert_cmpint (explain.status, ==, 0);
  g_assert_nonnull (strstr (explain.output, "EN-Q01"));
}

static void
test_style_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = write_file (fixture, "the.txt", "They went the the way.\n", -1);
  g_auto (TestRun) no_time = RUN (fixture, "style", "off", "EN-P07", "--reason", "noisy");
  g_auto (TestRun) past = RUN (fixture, "style", "off", "en.DoubledWord", "--reason", "noisy",
                               "--until", "2020-01-01T00:00:00Z");
  g_auto (TestRun) no_such = RUN (fixture, "style", "off", "NO-99", "--reason", "noisy", "--until",
                                  "2099-01-01T00:00:00Z");
  g_auto (TestRun) early = RUN (fixture, "style", "on", "en.DoubledWord");
  g_auto (TestRun) before = RUN (fixture, "check", "the.txt");
  g_auto (TestRun) off = RUN (fixture, "style", "off", "en.DoubledWord", "--reason",
                              "a title with it", "--until", "2099-01-01T00:00:00Z");
  g_auto (TestRun) listed = RUN (fixture, "style", "list", "--off", "--json");
  g_auto (TestRun) explained = RUN (fixture, "style", "explain", "en.DoubledWord");
  g_auto (TestRun) after = RUN (fixture, "check", "the.txt");
  g_auto (TestRun) on = RUN (fixture, "style", "on", "en.DoubledWord");
  g_auto (TestRun) none = RUN (fixture, "style", "list", "--off");
  g_auto (TestRun) again = RUN (fixture, "check", "the.txt");

  g_assert_cmpint (no_time.status, ==, 2);
  g_assert_cmpint (past.status, ==, 2);
  g_assert_cmpint (no_such.status, ==, 2);
  g_assert_cmpint (early.status, ==, 2);
  g_assert_nonnull (strstr (before.output, "the the"));
  g_assert_cmpint (off.status, ==, 0);
  g_assert_nonnull (strstr (listed.output, "\"reason\":\"a title with it\""));
  g_assert_nonnull (strstr (listed.output, "\"owner\":\"Stet\""));
  g_assert_nonnull (strstr (explained.output, "a title with it"));
  g_assert_null (strstr (after.output, "the the"));
  g_assert_cmpint (on.status, ==, 0);
  g_assert_nonnull (strstr (none.output, "No rule is off."));
  g_assert_nonnull (strstr (again.output, "the the"));
}

static void
test_style_offs_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *offs = g_build_filename (fixture->dir, "rules-off.json", NULL);
  g_autofree char *text = write_file (fixture, "the.txt", "They went the the way.\n", -1);
  g_auto (TestRun) check = { 0 };
  g_auto (TestRun) off = { 0 };

  g_assert_true (g_file_set_contents (offs, "{\"off\": 3}", -1, NULL));
  check = RUN (fixture, "check", "the.txt");
  off = RUN (fixture, "style", "off", "en.DoubledWord", "--reason", "why", "--until",
             "2099-01-01T00:00:00Z");
  g_assert_nonnull (strstr (check.errors, "rules-off.json"));
  g_assert_nonnull (strstr (check.output, "the the"));
  g_assert_cmpint (off.status, ==, 2);
  g_assert_nonnull (strstr (off.errors, "rules-off.json"));
}

static void
test_style_try_and_report (Fixture *fixture, gconstpointer data)
{
  g_autofree char *story = write_file (
      fixture, "s.txt", "A headline of some words for the test\n\nThey went the the way.\n", -1);
  g_autofree char *rule
      = write_file (fixture, "Way.yml", "extends: existence\nmessage: m\ntokens: [way]\n", -1);
  g_autofree char *bad
      = write_file (fixture, "Bad.yml", "extends: existence\nmessage: m\ntokens: ['(']\n", -1);
  g_autofree char *id = import_ok (fixture, "s.txt");
  g_auto (TestRun) by_name = RUN (fixture, "style", "try", "en.DoubledWord", "--json");
  g_auto (TestRun) by_file = RUN (fixture, "style", "try", "Way.yml");
  g_auto (TestRun) broken = RUN (fixture, "style", "try", "Bad.yml");
  g_auto (TestRun) unknown = RUN (fixture, "style", "try", "NO-99");
  g_auto (TestRun) empty = RUN (fixture, "style", "report");
  g_auto (TestRun) check = RUN (fixture, "check", id);
  g_auto (TestRun) report = RUN (fixture, "style", "report", "--json");

  g_assert_nonnull (strstr (by_name.output, "\"stories\":1"));
  g_assert_nonnull (strstr (by_name.output, "\"times\":1"));
  g_assert_nonnull (strstr (by_file.output, "flagged: 1"));
  g_assert_cmpint (broken.status, ==, 2);
  g_assert_nonnull (strstr (broken.errors, "Bad.yml:3"));
  g_assert_cmpint (unknown.status, ==, 2);
  g_assert_nonnull (strstr (empty.output, "Nothing was counted yet."));
  g_assert_nonnull (strstr (
      report.output, "{\"rule\":\"en.DoubledWord\",\"hits\":1,\"overruled\":0,\"proposal\":null}"));
}

static void
test_style_test (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pack = stet_test_file ("style/data/newsroom/casa");
  g_auto (TestRun) faulty = RUN (fixture, "style", "test", pack);
  g_auto (TestRun) json = RUN (fixture, "style", "test", pack, "--json");
  g_auto (TestRun) builtin = RUN (fixture, "style", "test", "es");
  g_auto (TestRun) absent = RUN (fixture, "style", "test", "nowhere");

  g_assert_cmpint (faulty.status, ==, 1);
  g_assert_nonnull (strstr (faulty.output, "BadPattern.yml:4: "));
  g_assert_nonnull (strstr (json.output, "\"line\":29,\"message\":\"“colour”"));
  g_assert_cmpint (builtin.status, ==, 0);
  g_assert_nonnull (strstr (builtin.output, "faults: 0"));
  g_assert_cmpint (absent.status, ==, 2);
}

static void
test_style_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = write_file (fixture, "w.txt", "The harborr opened.\n", -1);
  g_auto (TestRun) before = RUN (fixture, "check", "--suggest", "w.txt");
  g_auto (TestRun) add = RUN (fixture, "style", "words", "add", "harborr", "otra");
  g_auto (TestRun) list = RUN (fixture, "style", "words", "--json");
  g_auto (TestRun) after = RUN (fixture, "check", "w.txt");
  g_auto (TestRun) remove = RUN (fixture, "style", "words", "remove", "harborr");
  g_auto (TestRun) left = RUN (fixture, "style", "words");
  g_auto (TestRun) comment = RUN (fixture, "style", "words", "add", "a#b");
  g_auto (TestRun) how = RUN (fixture, "style", "words", "lose", "x");
  g_auto (TestRun) notice = RUN (fixture, "check", "--language", "tlh", "w.txt");

  if (strstr (before.errors, "no dictionary") != NULL)
    {
      g_test_skip ("hunspell-en-us is not installed");
      return;
    }
  g_assert_nonnull (strstr (before.output, "“harborr” → “harbor”"));
  g_assert_cmpint (add.status, ==, 0);
  g_assert_cmpstr (list.output, ==, "[\"harborr\",\"otra\"]\n");
  g_assert_null (strstr (after.output, "harborr"));
  g_assert_cmpint (remove.status, ==, 0);
  g_assert_cmpstr (left.output, ==, "otra\n");
  g_assert_cmpint (comment.status, ==, 2);
  g_assert_cmpint (how.status, ==, 2);
  g_assert_nonnull (strstr (notice.errors, "no dictionary for “tlh”"));
}

static char *
finding_of (Fixture *fixture, const char *id, const char *code)
{
  g_auto (TestRun) run = RUN (fixture, "check", id, "--json");
  g_autoptr (JsonNode) root = parse (run.output);
  JsonArray *findings = json_object_get_array_member (json_node_get_object (root), "findings");

  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);

      if (g_strcmp0 (json_object_get_string_member_with_default (finding, "code", NULL), code) == 0)
        return g_strdup (json_object_get_string_member (finding, "id"));
    }
  return NULL;
}

static void
test_stet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *story = test_clean_story (fixture->work, "en");
  g_autofree char *id = import_ok (fixture, "story-en.txt");
  g_autofree char *finding = finding_of (fixture, id, "ST-15");
  g_auto (TestRun) no_reason = RUN (fixture, "stet", id, finding);
  g_auto (TestRun) done = RUN (fixture, "stet", id, finding, "--reason", "the picture comes later");
  g_auto (TestRun) check = RUN (fixture, "check", id, "--json");
  g_auto (TestRun) undone = RUN (fixture, "stet", id, finding, "--undo");

  g_assert_cmpint (no_reason.status, ==, 2);
  assert_one_line (&no_reason);
  g_assert_cmpint (done.status, ==, 0);
  g_assert_nonnull (strstr (check.output, "the picture comes later"));
  g_assert_cmpint (undone.status, ==, 0);
}

/* --- sites --- */

static char *
before_colon (const char *text)
{
  return g_strndup (text, strcspn (text, ":"));
}

static void
start_practice (Fixture *fixture)
{
  g_autoptr (GSubprocessLauncher) launch = launcher (fixture, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autofree char *reporter = NULL;
  g_autofree char *editor = NULL;

  fixture->site = g_subprocess_launcher_spawn (launch, &error, g_getenv ("STET_PROGRAM"),
                                               "practice", "--dir", "site", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->site));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->api = member (line, "api");
  reporter = member (line, "reporter");
  editor = member (line, "editor");
  fixture->reporter = before_colon (reporter);
  fixture->editor = before_colon (editor);
  fixture->reporter_password = g_strdup (strchr (reporter, ':') + 1);
  fixture->editor_password = g_strdup (strchr (editor, ':') + 1);
}

static void
make_ready (Fixture *fixture, const char *id)
{
  g_auto (TestRun) alt
      = RUN (fixture, "set", id, "photo.alt", "People walk up the gangway of a white ferry.");
  g_auto (TestRun) fix = RUN (fixture, "fix", id);
  g_auto (TestRun) check = { 0 };
  g_autoptr (JsonNode) root = NULL;
  JsonArray *findings;

  check = RUN (fixture, "check", id, "--json");
  root = parse (check.output);
  findings = json_object_get_array_member (json_node_get_object (root), "findings");
  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);
      g_auto (TestRun) stand = { 0 };

      if (g_strcmp0 (json_object_get_string_member (finding, "level"), "error") != 0)
        continue;
      stand = RUN (fixture, "stet", id, json_object_get_string_member (finding, "id"), "--reason",
                   "looked at");
      g_assert_cmpint (stand.status, ==, 0);
    }
}

/* The reporter's and the editor's folder, the site between them. */
static void
test_whole_path (Fixture *fixture, gconstpointer data)
{
  Fixture editor = { .work = fixture->work };
  g_autofree char *editor_dir = stet_test_dir ();
  g_autofree char *story = test_clean_story (fixture->work, "en");
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;
  g_autofree char *state = NULL;

  editor.dir = editor_dir;
  start_practice (fixture);
  {
    g_auto (TestRun) add = RUN_AS (fixture, fixture->reporter_password, "site", "add", fixture->api,
                                   "--user", fixture->reporter);
    g_auto (TestRun) add_editor = RUN_AS (&editor, fixture->editor_password, "site", "add",
                                          fixture->api, "--user", fixture->editor, "--json");
    g_auto (TestRun) list = RUN (fixture, "site", "list", "--json");

    g_assert_cmpint (add.status, ==, 0);
    g_assert_cmpint (add_editor.status, ==, 0);
    g_assert_nonnull (strstr (list.output, fixture->reporter));
    g_assert_null (strstr (list.output, fixture->reporter_password));
  }
  id = import_ok (fixture, "story-en.txt");
  {
    g_auto (TestRun) blocked = RUN_AS (fixture, fixture->reporter_password, "submit", id);

    g_assert_cmpint (blocked.status, ==, 1); /* the house style */
    assert_one_line (&blocked);
  }
  make_ready (fixture, id);
  {
    g_auto (TestRun) no_password = RUN (fixture, "submit", id);
    g_auto (TestRun) wrong = RUN_AS (fixture, "wrong", "submit", id);
    g_auto (TestRun) submit = RUN_AS (fixture, fixture->reporter_password, "submit", id, "--json");
    g_auto (TestRun) approve = RUN_AS (fixture, fixture->reporter_password, "approve", id);
    g_auto (TestRun) sync = RUN_AS (&editor, fixture->editor_password, "sync", "--json");
    g_auto (TestRun) approved = RUN_AS (&editor, fixture->editor_password, "approve", id, "--json");
    g_auto (TestRun) published
        = RUN_AS (&editor, fixture->editor_password, "publish", id, "--json");

    g_assert_cmpint (no_password.status, ==, 1);
    assert_one_line (&no_password);
    g_assert_cmpint (wrong.status, ==, 1);
    assert_one_line (&wrong);
    g_assert_cmpint (submit.status, ==, 0);
    g_assert_nonnull (strstr (submit.output, "\"state\":\"submitted\""));
    g_assert_nonnull (strstr (submit.output, "\"queued\":false"));
    g_assert_cmpint (approve.status, ==, 1); /* a reporter may not */
    g_assert_cmpint (sync.status, ==, 0);
    g_assert_cmpint (approved.status, ==, 0);
    g_assert_cmpint (published.status, ==, 0);
    url = member (published.output, "url");
    state = member (published.output, "state");
    g_assert_cmpstr (state, ==, "published");
    g_assert_nonnull (url);
  }
  {
    g_auto (TestRun) queue = RUN (&editor, "queue", "--json");
    g_auto (TestRun) conflicts = RUN (&editor, "conflicts", "--json");
    g_auto (TestRun) unpublish
        = RUN_AS (&editor, fixture->editor_password, "unpublish", id, "--reason", "a test");
    g_auto (TestRun) bin = RUN_AS (&editor, fixture->editor_password, "bin", id, "--json");

    g_assert_cmpstr (queue.output, ==, "[]\n");
    g_assert_cmpstr (conflicts.output, ==, "[]\n");
    g_assert_cmpint (unpublish.status, ==, 0);
    g_assert_cmpint (bin.status, ==, 0);
  }
}

static void
test_site_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *story = test_clean_story (fixture->work, "en");
  g_autofree char *id = import_ok (fixture, "story-en.txt");

  start_practice (fixture);
  {
    g_auto (TestRun) add = RUN_AS (fixture, fixture->reporter_password, "site", "add", fixture->api,
                                   "--user", fixture->reporter);

    g_assert_cmpint (add.status, ==, 0);
  }
  make_ready (fixture, id);
  g_subprocess_send_signal (fixture->site, SIGTERM);
  g_subprocess_wait (fixture->site, NULL, NULL);
  g_clear_object (&fixture->site);
  {
    g_auto (TestRun) submit = RUN_AS (fixture, fixture->reporter_password, "submit", id, "--json");
    g_auto (TestRun) sync = RUN_AS (fixture, fixture->reporter_password, "sync");
    g_auto (TestRun) queue = RUN (fixture, "queue", "--json");
    g_auto (TestRun) show = RUN (fixture, "show", id);

    g_assert_cmpint (submit.status, ==, 3);
    g_assert_nonnull (strstr (submit.output, "\"queued\":true"));
    assert_one_line (&submit);
    g_assert_cmpint (sync.status, ==, 3);
    assert_one_line (&sync);
    g_assert_nonnull (strstr (queue.output, "\"kind\":\"submit\""));
    g_assert_nonnull (strstr (show.output, "Harbor ferry returns")); /* nothing is lost */
  }
}

static gboolean
answer_html_cb (GSocketService *service, GSocketConnection *connection, GObject *source,
                gpointer data)
{
  static const char reply[]
      = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\nConnection: close\r\n\r\n"
        "<p>Hello.</p>";
  char request[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request,
                       sizeof request, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), reply,
                             sizeof reply - 1, NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static void
test_site_answers_html (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (4);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr (GSubprocessLauncher) launch
      = launcher (fixture, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                               | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *errors = NULL;

  g_assert_no_error (error);
  g_signal_connect (service, "run", G_CALLBACK (answer_html_cb), NULL);
  g_socket_service_start (service);
  g_subprocess_launcher_setenv (launch, "STET_PASSWORD", "secret-word", TRUE);
  process = g_subprocess_launcher_spawn (launch, &error, g_getenv ("STET_PROGRAM"), "site", "add",
                                         url, "--user", "ana", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, stet_test_result_cb, &result);
  stet_test_wait_result (&result);
  g_subprocess_communicate_utf8_finish (process, result, NULL, &errors, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 3);
  g_assert_nonnull (strstr (errors, "web page"));
  g_assert_null (strstr (errors, "secret-word"));
  g_assert_cmpuint (strcspn (errors, "\n"), ==, strlen (errors) - 1);
  g_socket_service_stop (service);
}

/* Another program has the store and is no window: ten seconds, then “busy”. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StetWorkspace) ws = test_desk_open (fixture->dir, FALSE);
  g_auto (TestRun) run = RUN (fixture, "list");

  g_assert_cmpint (run.status, ==, 5);
  assert_one_line (&run);
}

/* The log says what is done and never what is written. */
static void
test_debug (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_file (
      fixture, "good.txt", "Unmistakable headline of a story\n\nA secret body text.\n", -1);
  g_auto (TestRun) run = RUN (fixture, "--debug", "import", "good.txt");

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpuint (strlen (run.output), ==, 37);
  g_assert_null (strstr (run.errors, "Unmistakable"));
  g_assert_null (strstr (run.errors, "secret body"));
}

/* The interface's language decides the words and nothing else. */
static void
test_spanish (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_clean_story (fixture->work, "es");
  g_auto (TestRun) english = RUN (fixture, "check", "--article", "--json", "story-es.txt");
  g_auto (TestRun) spanish = { 0 };
  g_auto (TestRun) usage = { 0 };

  g_setenv ("LANGUAGE", "es", TRUE);
  spanish = RUN (fixture, "check", "--article", "--json", "story-es.txt");
  usage = RUN (fixture, "nonsense");
  g_unsetenv ("LANGUAGE");
  g_assert_cmpint (english.status, ==, spanish.status);
  g_assert_cmpstr (english.output, !=, spanish.output);
  g_assert_nonnull (strstr (spanish.output, "\"code\":\"ES-Q01\""));
  g_assert_nonnull (strstr (english.output, "\"code\":\"ES-Q01\""));
  g_assert_cmpint (usage.status, ==, 2);
  assert_one_line (&usage);
}

static char *
language_of (Fixture *fixture, const char *id)
{
  g_auto (TestRun) run = RUN (fixture, "export", id, "--format", "json");

  return member (run.output, "language");
}

static gboolean
comma_is_found (Fixture *fixture, const char *id)
{
  g_auto (TestRun) run = RUN (fixture, "check", id, "--json");

  return strstr (run.output, "\"code\":\"EN-Q01\"") != NULL;
}

/* A story's language: at its beginning, changed, taken back; the checks are the other pack's. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  g_auto (TestRun) plain = RUN (fixture, "new");
  g_auto (TestRun) made = RUN (fixture, "new", "--language", "es");
  g_autofree char *unnamed = g_strndup (plain.output, strcspn (plain.output, "\n"));
  g_autofree char *id = g_strndup (made.output, strcspn (made.output, "\n"));
  g_auto (TestRun) body = RUN (fixture, "set", id, "body", "Dijo: \"Hola\", y se fue.");
  gboolean in_spanish = comma_is_found (fixture, id);
  g_auto (TestRun) wrong = RUN (fixture, "set", id, "language", "Spanish");
  g_auto (TestRun) english = RUN (fixture, "set", id, "language", "en");
  gboolean in_english = comma_is_found (fixture, id);
  g_autofree char *now = language_of (fixture, id);
  g_auto (TestRun) undo = RUN (fixture, "restore", id, "2");
  g_autofree char *back = language_of (fixture, id);
  g_autofree char *other = language_of (fixture, unnamed);

  g_assert_cmpuint (strlen (made.output), ==, 37); /* the id and nothing else */
  g_assert_cmpint (body.status + english.status + undo.status, ==, 0);
  g_assert_cmpint (wrong.status, ==, 2);
  assert_one_line (&wrong);
  g_assert_nonnull (strstr (wrong.errors, "“Spanish” is not a language. Use a tag like en or es."));
  g_assert_false (in_spanish);
  g_assert_true (in_english);
  g_assert_cmpstr (now, ==, "en");
  g_assert_cmpstr (back, ==, "es");
  g_assert_cmpstr (other, ==, "en");
}

/* The language of the messages, kept against what the desktop speaks. */
static void
test_interface_language (Fixture *fixture, gconstpointer data)
{
  g_auto (TestRun) none = RUN (fixture, "language");
  g_auto (TestRun) set = RUN (fixture, "language", "es");
  g_auto (TestRun) kept = RUN (fixture, "language");
  g_auto (TestRun) spanish = RUN (fixture, "nonsense");
  g_auto (TestRun) wrong = RUN (fixture, "language", "fr");
  g_auto (TestRun) still = RUN (fixture, "language");
  g_auto (TestRun) back = RUN (fixture, "language", "system");
  g_auto (TestRun) english = RUN (fixture, "nonsense");
  g_autofree char *file = g_build_filename (fixture->dir, "language", NULL);
  g_auto (TestRun) broken = { 0 };
  g_auto (TestRun) denied = { 0 };

  g_assert_cmpstr (none.output, ==, "system\n");
  g_assert_cmpint (set.status + kept.status + still.status + back.status, ==, 0);
  g_assert_cmpstr (kept.output, ==, "es\n");
  g_assert_nonnull (strstr (spanish.errors, "no es un comando"));
  g_assert_cmpint (wrong.status, ==, 2);
  assert_one_line (&wrong);
  g_assert_nonnull (strstr (wrong.errors, "fr"));
  g_assert_cmpstr (still.output, ==, "es\n");
  g_assert_nonnull (strstr (english.errors, "is no command"));
  g_assert_true (g_file_set_contents (file, "Klingon\xff", -1, NULL));
  broken = RUN (fixture, "language");
  g_assert_cmpstr (broken.output, ==, "system\n");
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_mkdir (file, 0700), ==, 0);
  denied = RUN (fixture, "language", "en");
  g_assert_cmpint (denied.status, !=, 0);
  assert_one_line (&denied);
  g_assert_cmpint (g_rmdir (file), ==, 0);
}

#define ADD(name, func) g_test_add ("/cli/" name, Fixture, NULL, set_up, func, tear_down)

/* Vale's rules over files: what is printed, what is told apart, and how it ends. */
static void
test_check_config (Fixture *fixture, gconstpointer data)
{
  g_autofree char *styles = g_build_filename (fixture->work, "styles", "S", NULL);
  g_autofree char *ini
      = write_file (fixture, ".vale.ini", "StylesPath = styles\n[*.md]\nBasedOnStyles = S\n", -1);
  g_autofree char *text = write_file (fixture, "a.md", "One **foo**.\n", -1);
  g_autofree char *none = write_file (fixture, "b.md", "Nothing.\n", -1);

  g_assert_cmpint (g_mkdir_with_parents (styles, 0700), ==, 0);
  g_free (write_file (
      fixture, "styles/S/Foo.yml",
      "extends: substitution\nmessage: \"Use '%s', not '%s'\"\nlevel: error\naction: {name: replace}\n"
      "swap: {foo: bar}\n",
      -1));
  g_free (write_file (fixture, "styles/S/Seq.yml", "extends: sequence\nmessage: m\n", -1));
  {
    g_auto (TestRun) lines = RUN (fixture, "check", "--config=.vale.ini", "a.md", "b.md");
    g_auto (TestRun) json
        = RUN (fixture, "check", "--config=.vale.ini", "--output=JSON", "a.md", "b.md");
    g_auto (TestRun) quiet = RUN (fixture, "check", "--config=.vale.ini", "--output=JSON", "b.md");
    g_auto (TestRun) output = RUN (fixture, "check", "--config=.vale.ini", "--output=XML", "a.md");
    g_auto (TestRun) config = RUN (fixture, "check", "--config=none.ini", "a.md");
    g_auto (TestRun) file = RUN (fixture, "check", "--config=.vale.ini", "none.md");

    g_assert_cmpint (lines.status, ==, 1);
    g_assert_cmpstr (lines.output, ==, "a.md:1:7:S.Foo:Use 'bar', not 'foo'\n");
    assert_one_line (&lines);
    g_assert_nonnull (strstr (
        lines.errors, "styles/S/Seq.yml:1: rules that extend “sequence” are not supported"));
    g_assert_cmpint (json.status, ==, 1);
    g_assert_cmpstr (
        json.output, ==,
        "{\n  \"a.md\" : [\n    {\n      \"Check\" : \"S.Foo\",\n      \"Line\" : 1,\n"
        "      \"Span\" : [\n        7,\n        9\n      ],\n      \"Message\" : \"Use 'bar', not 'foo'\",\n"
        "      \"Severity\" : \"error\",\n      \"Match\" : \"foo\",\n      \"Link\" : \"\",\n"
        "      \"Action\" : {\n        \"Name\" : \"replace\",\n        \"Params\" : [\n          \"bar\"\n"
        "        ]\n      }\n    }\n  ]\n}\n");
    g_assert_cmpint (quiet.status, ==, 0);
    g_assert_cmpstr (quiet.output, ==, "{}\n");
    g_assert_cmpint (output.status, ==, 2);
    assert_one_line (&output);
    g_assert_cmpint (config.status, ==, 2);
    assert_one_line (&config);
    g_assert_cmpint (file.status, ==, 2);
  }
}

int
main (int argc, char *argv[])
{
  stet_test_init (&argc, &argv);
  ADD ("help", test_help);
  ADD ("no-display", test_no_display);
  ADD ("usage", test_usage);
  ADD ("bad-input", test_bad_input);
  ADD ("huge-file", test_huge_file);
  ADD ("full-disk", test_full_disk);
  ADD ("story", test_story);
  ADD ("tags", test_tags);
  ADD ("faq", test_faq);
  ADD ("list-shape", test_list_shape);
  ADD ("edit-and-formats", test_edit_and_formats);
  ADD ("private-files", test_private_files);
  ADD ("check", test_check);
  ADD ("check-config", test_check_config);
  ADD ("slow-rule", test_slow_rule);
  ADD ("fix", test_fix);
  ADD ("style", test_style);
  ADD ("style-off", test_style_off);
  ADD ("style-offs-broken", test_style_offs_broken);
  ADD ("style-try-and-report", test_style_try_and_report);
  ADD ("style-test", test_style_test);
  ADD ("style-words", test_style_words);
  ADD ("stet", test_stet);
  ADD ("whole-path", test_whole_path);
  ADD ("site-down", test_site_down);
  ADD ("site-answers-html", test_site_answers_html);
  ADD ("busy", test_busy);
  ADD ("debug", test_debug);
  ADD ("spanish", test_spanish);
  ADD ("language", test_language);
  ADD ("interface-language", test_interface_language);
  return g_test_run ();
}
