/* Opening, migrating and copying one database, with tables of the test's own. */
#include "config.h"

#include "store/database.h"
#include "store/fault.h"
#include "store/store.h"

#include "support.h"

#include <glib/gstdio.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define OWNER 0x54657374

static const char *const first_only[]
    = { "CREATE TABLE word (text TEXT NOT NULL UNIQUE) STRICT", NULL };
static const char *const first_two[]
    = { "CREATE TABLE word (text TEXT NOT NULL UNIQUE) STRICT",
        "ALTER TABLE word ADD COLUMN seen INTEGER NOT NULL DEFAULT 3;"
        "CREATE INDEX word_seen ON word (seen)",
        NULL };
static const char *const second_breaks[]
    = { "CREATE TABLE word (text TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE word (a INTEGER)", NULL };

static gint64
number (StetDatabase *db, const char *sql)
{
  g_autoptr (StetQuery) query = stet_query_new (db, sql);
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  if (stet_query_next (query))
    value = stet_query_int (query, 0);
  stet_query_end (query, &error);
  g_assert_no_error (error);
  return value;
}

static StetDatabase *
open_with (const char *path, const StetDatabaseSpec *spec)
{
  g_autoptr (GError) error = NULL;
  StetDatabase *db = stet_database_open (path, spec, &error);

  g_assert_no_error (error);
  g_assert_nonnull (db);
  return db;
}

static void
add_word (StetDatabase *db, const char *word)
{
  g_autoptr (GError) error = NULL;

  stet_database_run (db, &error, "INSERT INTO word (text) VALUES (?)", "s", word);
  g_assert_no_error (error);
}

static void
test_settings (void)
{
  static const struct { const char *sql; gint64 value; const char *why; } rows[] = {
    { "PRAGMA synchronous", 2, "a commit is on the disk when it returns" },
    { "PRAGMA foreign_keys", 1, "a revision belongs to a story" },
    { "PRAGMA trusted_schema", 0, "a crafted file runs nothing" },
    { "PRAGMA cell_size_check", 1, "damage is noticed" },
    { "PRAGMA application_id", OWNER, "whose file it is" },
    { "PRAGMA user_version", 1, "which version it is" },
    { "SELECT count(*) FROM pragma_locking_mode WHERE locking_mode = 'exclusive'", 1,
      "one program at a time" },
    { "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'", 1,
      "readers of the file see whole commits" },
  };
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].why);
      g_assert_cmpint (number (db, rows[i].sql), ==, rows[i].value);
    }
  stet_database_run (db, NULL, "PRAGMA writable_schema = ON", "");
  stet_database_run (db, &error, "UPDATE sqlite_schema SET sql = ''", "");
  g_assert_nonnull (error);
}

static void
test_values (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (StetQuery) query = stet_query_new (db, "SELECT ?, ?, ?, ?, ?, ?");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;

  stet_query_bind (query, "silbbs", "ñ", -1, G_MAXINT64, bytes, empty, NULL);
  g_assert_true (stet_query_next (query));
  g_assert_cmpstr (stet_query_text (query, 0), ==, "ñ");
  g_assert_cmpint (stet_query_int (query, 1), ==, -1);
  g_assert_cmpint (stet_query_int (query, 2), ==, G_MAXINT64);
  back = stet_query_bytes (query, 3);
  g_assert_true (g_bytes_equal (back, bytes));
  g_assert_false (stet_query_is_null (query, 4));
  g_assert_true (stet_query_is_null (query, 5));
  g_assert_null (stet_query_text (query, 5));
  g_assert_false (stet_query_next (query));
  g_assert_true (stet_query_end (query, &error));
}

static void
test_query_errors (void)
{
  static const struct { const char *sql; const char *why; } rows[] = {
    { "SELECT nothing FROM nowhere", "a table that is not there" },
    { "INSERT INTO word (text) VALUES ('once'), ('once')", "a value that must be the only one" },
    { "SELECT 1 +", "no SQL" },
  };
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (StetQuery) query = stet_query_new (db, rows[i].sql);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].why);
      stet_query_bind (query, "");
      g_assert_false (stet_query_next (query));
      g_assert_false (stet_query_next (query));
      g_assert_false (stet_query_end (query, &error));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IO);
    }
  g_assert_cmpint (number (db, "SELECT count(*) FROM word"), ==, 0);
}

/* A query begins as if its text had never run before: without the values and rows of the last. */
static void
test_query_again (void)
{
  const char *text = "SELECT text, ?1 IS NULL FROM word ORDER BY text";
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  StetQuery *first, *second;

  add_word (db, "one");
  add_word (db, "two");
  for (guint turn = 0; turn < 2; turn++)
    {
      first = stet_query_new (db, text);
      second = stet_query_new (db, text);
      stet_query_bind (first, "s", "a value");
      g_assert_true (stet_query_next (first));
      g_assert_true (stet_query_next (first));
      g_assert_true (stet_query_next (second));
      g_assert_cmpstr (stet_query_text (first, 0), ==, "two");
      g_assert_cmpint (stet_query_int (first, 1), ==, 0);
      g_assert_cmpstr (stet_query_text (second, 0), ==, "one");
      g_assert_cmpint (stet_query_int (second, 1), ==, 1);
      /* The first's values were of its statement, which the second of the next turn gets. */
      stet_query_free (first);
      stet_query_free (second);
    }
  g_assert_true (
      stet_database_run (db, NULL, "ALTER TABLE word RENAME COLUMN text TO said", ""));
  first = stet_query_new (db, text);
  g_assert_false (stet_query_next (first));
  g_assert_false (stet_query_end (first, NULL));
  stet_query_free (first);
  g_assert_true (
      stet_database_run (db, NULL, "ALTER TABLE word RENAME COLUMN said TO text", ""));
  g_assert_cmpint (number (db, "SELECT count(text) FROM word"), ==, 2);
}

/* However many texts are run, little is kept of them, and nothing once the file is closed. */
static void
test_many_texts (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  gint64 before = sqlite3_memory_used (), some = 0;
  StetDatabase *db = open_with (path, &spec);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u + count(*) FROM word", i);

      g_assert_cmpint (number (db, sql), ==, i);
      if (i == 100)
        some = sqlite3_memory_used ();
    }
  g_assert_cmpint (sqlite3_memory_used (), <=, some + 64 * 1024);
  stet_database_close (db);
  g_assert_cmpint (sqlite3_memory_used (), <=, before);
}

static void
test_transaction (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_database_begin (db, &error));
  add_word (db, "gone");
  g_assert_false (stet_database_end (db, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (number (db, "SELECT count(*) FROM word"), ==, 0);
  g_assert_true (stet_database_begin (db, &error));
  add_word (db, "kept");
  g_assert_true (stet_database_end (db, TRUE, &error));
  g_assert_cmpint (number (db, "SELECT count(*) FROM word"), ==, 1);
}

static void
test_migrates (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  g_autofree char *copies = g_build_filename (dir, "copies", NULL);
  g_autofree char *copy = g_build_filename (copies, "before-2.db", NULL);
  StetDatabaseSpec one
      = { .application_id = OWNER, .migrations = first_only, .copies_dir = copies };
  StetDatabaseSpec two = { .application_id = OWNER, .migrations = first_two, .copies_dir = copies };
  g_autoptr (StetDatabase) db = open_with (path, &one);
  GStatBuf info;

  add_word (db, "old");
  g_clear_pointer (&db, stet_database_close);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  db = open_with (path, &two);
  g_assert_cmpint (number (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (number (db, "SELECT seen FROM word WHERE text = 'old'"), ==, 3);
  g_clear_pointer (&db, stet_database_close);

  g_assert_cmpint (g_stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  db = open_with (copy, &one);
  g_assert_cmpint (number (db, "SELECT count(*) FROM word WHERE text = 'old'"), ==, 1);
}

static void
test_migration_fails (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec one = { .application_id = OWNER, .migrations = first_only };
  StetDatabaseSpec broken = { .application_id = OWNER, .migrations = second_breaks };
  g_autoptr (StetDatabase) db = open_with (path, &one);
  g_autoptr (GError) error = NULL;

  add_word (db, "old");
  g_clear_pointer (&db, stet_database_close);
  g_assert_null (stet_database_open (path, &broken, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IO);
  db = open_with (path, &one);
  g_assert_cmpint (number (db, "SELECT count(*) FROM word"), ==, 1);
  g_assert_cmpint (number (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), ==, 0);
}

/* A newer program's file, its last commits still in the WAL because that program was killed. */
static void
test_newer_untouched (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *killed = g_build_filename (dir, "b.db", NULL);
  g_autofree char *killed_wal = g_strconcat (killed, "-wal", NULL);
  g_autofree char *text = NULL, *text_wal = NULL, *after = NULL, *after_wal = NULL;
  gsize n_text, n_wal, n_after, n_after_wal;
  StetDatabaseSpec one = { .application_id = OWNER, .migrations = first_only };
  StetDatabaseSpec two = { .application_id = OWNER, .migrations = first_two };
  g_autoptr (StetDatabase) db = open_with (path, &two);
  g_autoptr (GError) error = NULL;

  add_word (db, "newer");
  g_assert_true (g_file_get_contents (path, &text, &n_text, NULL));
  g_assert_true (g_file_get_contents (wal, &text_wal, &n_wal, NULL));
  g_assert_cmpuint (n_wal, >, 0);
  g_assert_true (g_file_set_contents (killed, text, (gssize) n_text, NULL));
  g_assert_true (g_file_set_contents (killed_wal, text_wal, (gssize) n_wal, NULL));

  g_assert_null (stet_database_open (killed, &one, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NEWER);
  g_assert_true (g_file_get_contents (killed, &after, &n_after, NULL));
  g_assert_true (g_file_get_contents (killed_wal, &after_wal, &n_after_wal, NULL));
  g_assert_cmpmem (text, n_text, after, n_after);
  g_assert_cmpmem (text_wal, n_wal, after_wal, n_after_wal);

  g_clear_pointer (&db, stet_database_close);
  db = open_with (killed, &two);
  g_assert_cmpint (number (db, "SELECT count(*) FROM word WHERE text = 'newer'"), ==, 1);
}

/* A large file is checked whole only when its last program did not close it. */
static void
test_suspect (void)
{
  static const struct
  {
    guint n_words;
    gboolean suspect;
    gboolean refused;
    const char *why;
  } rows[] = {
    { 100, FALSE, TRUE, "a small file is checked each time" },
    { 50000, FALSE, FALSE, "a large one that was closed in order is not" },
    { 50000, TRUE, TRUE, "a large one that was not closed is" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *dir = stet_test_dir ();
      g_autofree char *path = g_build_filename (dir, "a.db", NULL);
      StetDatabaseSpec spec
          = { .application_id = OWNER, .migrations = first_only, .suspect = rows[i].suspect };
      g_autoptr (StetDatabase) db = open_with (path, &spec);
      g_autofree char *file = NULL;
      g_autoptr (GError) error = NULL;
      gsize n_bytes;

      g_test_message ("%s", rows[i].why);
      g_assert_true (
          stet_database_run (db, &error,
                             "INSERT INTO word (text) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                             " SELECT i + 1 FROM n WHERE i < ?) SELECT printf ('%050d', i) FROM n",
                             "i", (int) rows[i].n_words));
      g_clear_pointer (&db, stet_database_close);
      g_assert_true (g_file_get_contents (path, &file, &n_bytes, NULL));
      g_assert_cmpint (n_bytes > STET_DATABASE_CHECK_BYTES_MAX, ==, rows[i].n_words == 50000);
      memset (file + n_bytes - 4096, 0xff, 4096);
      g_assert_true (g_file_set_contents (path, file, (gssize) n_bytes, NULL));
      db = stet_database_open (path, &spec, &error);
      g_assert_true ((db == NULL) == rows[i].refused);
      if (rows[i].refused)
        g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT);
    }
}

static void
test_other_owner (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec theirs = { .application_id = OWNER + 1, .migrations = first_only };
  StetDatabaseSpec ours = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &theirs);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&db, stet_database_close);
  g_assert_null (stet_database_open (path, &ours, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT);
}

static void
test_two_programs (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (GError) error = NULL;

  g_assert_null (stet_database_open (path, &spec, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_BUSY);
}

/* What a disk does, and what that means to a caller. */
static void
test_faults (void)
{
  static const struct { int code; StetStoreError expected; const char *why; } rows[] = {
    { SQLITE_FULL, STET_STORE_ERROR_FULL, "no space left" },
    { SQLITE_IOERR_WRITE, STET_STORE_ERROR_IO, "a write that fails" },
    { SQLITE_IOERR_FSYNC, STET_STORE_ERROR_IO, "a sync that fails: only a fresh handle knows" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *dir = stet_test_dir ();
      g_autofree char *path = g_build_filename (dir, "a.db", NULL);
      StetFault fault = { .code = rows[i].code };
      StetDatabaseSpec spec
          = { .application_id = OWNER, .migrations = first_only, .fault = &fault };
      g_autoptr (StetDatabase) db = open_with (path, &spec);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].why);
      add_word (db, "before");
      fault.left = 1;
      g_assert_true (stet_database_begin (db, &error));
      add_word (db, "lost");
      g_assert_false (stet_database_end (db, TRUE, &error));
      g_assert_error (error, STET_STORE_ERROR, (int) rows[i].expected);
      g_assert_cmpint (number (db, "SELECT count(*) FROM word WHERE text = 'before'"), ==, 1);
      g_clear_error (&error);
      g_assert_true (stet_database_begin (db, &error));
      add_word (db, "after");
      g_assert_true (stet_database_end (db, TRUE, &error));
      g_assert_cmpint (number (db, "SELECT count(*) FROM word WHERE text IN ('before', 'after')"),
                       ==, 2);
    }
}

/* After a failed sync the file is opened afresh; while that can't be done nothing is written. */
static void
test_reopens (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  g_autofree char *aside = g_build_filename (dir, "b.db", NULL);
  StetFault fault = { .code = SQLITE_IOERR_FSYNC };
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only, .fault = &fault };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (GError) error = NULL;

  fault.left = 1;
  g_assert_false (stet_database_run (db, &error, "INSERT INTO word (text) VALUES ('lost')", ""));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IO);
  g_clear_error (&error);
  g_assert_cmpint (g_rename (path, aside), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (
          stet_database_run (db, &error, "INSERT INTO word (text) VALUES ('lost')", ""));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_DENIED);
      g_clear_error (&error);
      g_assert_false (stet_database_begin (db, &error));
      g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_DENIED);
      g_clear_error (&error);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (g_rename (aside, path), ==, 0);
  add_word (db, "after");
  g_assert_cmpint (number (db, "SELECT count(*) FROM word WHERE text = 'after'"), ==, 1);
}

/* The system's own refusal to let a file grow, as a quota or a full disk would be. */
static void
test_file_limit (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  g_autofree char *word = g_strnfill (100000, 'x');
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (GError) error = NULL;
  struct rlimit before, limited;
  gboolean committed;

  add_word (db, "before");
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limited = before;
  limited.rlim_cur = 65536;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  g_assert_true (stet_database_begin (db, NULL));
  committed = stet_database_end (
      db, stet_database_run (db, &error, "INSERT INTO word (text) VALUES (?)", "s", word),
      error == NULL ? &error : NULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (committed);
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL);
  add_word (db, word);
  g_assert_cmpint (number (db, "SELECT count(*) FROM word"), ==, 2);
}

static void
test_copy (void)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *path = g_build_filename (dir, "a.db", NULL);
  g_autofree char *nowhere = g_build_filename (dir, "no", "such", "b.db", NULL);
  g_autofree char *target = g_build_filename (dir, "b.db", NULL);
  StetFault fault = { .code = SQLITE_FULL };
  StetDatabaseSpec spec = { .application_id = OWNER, .migrations = first_only, .fault = &fault };
  g_autoptr (StetDatabase) db = open_with (path, &spec);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) entries = NULL;
  const char *name;

  add_word (db, "one");
  g_assert_false (stet_database_copy (db, nowhere, NULL, NULL, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IO);
  g_clear_error (&error);
  fault.left = 1;
  g_assert_false (stet_database_copy (db, target, NULL, NULL, &error));
  g_assert_error (error, STET_STORE_ERROR, STET_STORE_ERROR_FULL);
  entries = g_dir_open (dir, 0, NULL);
  while ((name = g_dir_read_name (entries)) != NULL)
    g_assert_false (g_str_has_prefix (name, "b.db"));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/store/database/settings", test_settings);
  g_test_add_func ("/store/database/values", test_values);
  g_test_add_func ("/store/database/query-errors", test_query_errors);
  g_test_add_func ("/store/database/query-again", test_query_again);
  g_test_add_func ("/store/database/many-texts", test_many_texts);
  g_test_add_func ("/store/database/transaction", test_transaction);
  g_test_add_func ("/store/database/migrates", test_migrates);
  g_test_add_func ("/store/database/migration-fails", test_migration_fails);
  g_test_add_func ("/store/database/newer-untouched", test_newer_untouched);
  g_test_add_func ("/store/database/suspect", test_suspect);
  g_test_add_func ("/store/database/other-owner", test_other_owner);
  g_test_add_func ("/store/database/two-programs", test_two_programs);
  g_test_add_func ("/store/database/faults", test_faults);
  g_test_add_func ("/store/database/reopens", test_reopens);
  g_test_add_func ("/store/database/file-limit", test_file_limit);
  g_test_add_func ("/store/database/copy", test_copy);
  return g_test_run ();
}
