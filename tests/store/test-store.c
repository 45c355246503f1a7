/* Opening, locking and closing the data folder, and what is found there afterwards. */
#include "config.h"

#include "desk.h"

#include "support.h"

#include <glib/gstdio.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static guint
mode_of (Desk *desk, const char *name)
{
  g_autofree char *path = desk_path (desk, name);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
count_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  *(guint *) data += strstr (message, "could not note that the store is open") != NULL;
}

/* The mark is written, synced, and told as failed only when it failed. */
static void
test_mark_is_written (void)
{
  guint told = 0;
  guint handler = g_log_set_handler ("Stet-store", G_LOG_LEVEL_DEBUG, count_cb, &told);
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *path = desk_path (desk, "store.lock");
  g_autofree char *mark = NULL;

  g_log_remove_handler ("Stet-store", handler);
  g_assert_cmpuint (told, ==, 0);
  g_assert_true (g_file_get_contents (path, &mark, NULL, NULL));
  g_assert_cmpstr (mark, !=, "");
}

static void
test_modes (void)
{
  static const struct { const char *name; guint mode; } rows[] = {
    { "", 0700 },         { "photos", 0700 },       { "store.lock", 0600 },
    { "store.db", 0600 }, { "store.db-wal", 0600 }, { "archive.db", 0600 },
  };
  mode_t before = umask (0);
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left at dawn.");
  g_autoptr (GBytes) picture = g_bytes_new_static ("picture", 7);
  g_autofree char *sha256 = stet_store_put_photo (desk->store, picture, NULL);
  g_autofree char *photo = g_build_filename ("photos", sha256, NULL);
  g_autofree char *backup = desk_path (desk, "kept.db");

  desk_save (desk, article);
  g_assert_true (stet_store_backup (desk->store, backup, NULL));
  umask (before);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].name);
      g_assert_cmpuint (mode_of (desk, rows[i].name), ==, rows[i].mode);
    }
  g_assert_cmpuint (mode_of (desk, photo), ==, 0600);
  g_assert_cmpuint (mode_of (desk, "kept.db"), ==, 0600);
}

/* A folder that somebody made with the usual mode is closed when it is taken over; one with other
 * things in it is not ours to change. A file that was opened up is closed again. */
static void
test_modes_of_others (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *db = desk_path (desk, "store.db");
  g_autofree char *empty = stet_test_dir ();
  g_autofree char *used = stet_test_dir ();
  g_autofree char *other = g_build_filename (used, "letter.txt", NULL);
  const char *const dirs[] = { empty, used };
  const guint modes[] = { 0700, 0755 };

  desk_close (desk);
  g_assert_cmpint (g_chmod (db, 0644), ==, 0);
  desk_reopen (desk);
  g_assert_cmpuint (mode_of (desk, "store.db"), ==, 0600);

  g_assert_true (g_file_set_contents (other, "Dear", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (dirs); i++)
    {
      GStatBuf info;

      g_assert_cmpint (g_chmod (dirs[i], 0755), ==, 0);
      desk_move (desk, dirs[i]);
      desk_reopen (desk);
      g_assert_cmpint (g_stat (dirs[i], &info), ==, 0);
      g_assert_cmpuint (info.st_mode & 0777, ==, modes[i]);
    }
}

static void
test_lock (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_assert_refused (desk, STET_STORE_ERROR_BUSY);
  desk_reopen (desk);
  g_assert_cmpstr (stet_store_dir (desk->store), ==, desk->dir);
}

static void
test_interrupted (void)
{
  g_autoptr (Desk) desk = desk_new ();
  pid_t child;

  g_assert_false (stet_store_was_interrupted (desk->store));
  desk_reopen (desk);
  g_assert_false (stet_store_was_interrupted (desk->store));
  desk_close (desk);
  child = fork ();
  if (child == 0)
    {
      desk_reopen (desk);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  desk_reopen (desk);
  g_assert_true (stet_store_was_interrupted (desk->store));
  desk_reopen (desk);
  g_assert_false (stet_store_was_interrupted (desk->store));
}

/* --- damaged files --- */

typedef enum
{
  DAMAGE_GARBAGE,
  DAMAGE_ZEROES,
  DAMAGE_CUT,
  DAMAGE_EMPTIED,
  DAMAGE_PAGE,
  DAMAGE_NEWER,
} Damage;

static void
do_damage (Damage damage, GByteArray *file)
{
  switch (damage)
    {
    case DAMAGE_GARBAGE:
      for (guint i = 0; i < file->len; i++)
        file->data[i] = (guint8) (i * 7 + 13);
      break;
    case DAMAGE_ZEROES:
      memset (file->data, 0, file->len);
      break;
    case DAMAGE_CUT:
      g_byte_array_set_size (file, file->len / 2 + 100);
      break;
    case DAMAGE_EMPTIED:
      g_byte_array_set_size (file, 0);
      break;
    case DAMAGE_PAGE:
      memset (file->data + 4096, 0xff, 4096);
      break;
    case DAMAGE_NEWER:
      file->data[63] = 99; /* user_version, the last byte of it */
      break;
    default:
      g_assert_not_reached ();
    }
}

static GByteArray *
read_bytes (const char *path)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *text = NULL;
  gsize n = 0;

  g_assert_true (g_file_get_contents (path, &text, &n, NULL));
  g_byte_array_append (bytes, (const guint8 *) text, (guint) n);
  return bytes;
}

static void
test_damaged (void)
{
  static const struct { Damage damage; StetStoreError code; const char *why; } rows[] = {
    { DAMAGE_GARBAGE, STET_STORE_ERROR_CORRUPT, "another kind of file" },
    { DAMAGE_ZEROES, STET_STORE_ERROR_CORRUPT, "blocks a file system lost" },
    { DAMAGE_CUT, STET_STORE_ERROR_CORRUPT, "the end is missing" },
    { DAMAGE_EMPTIED, STET_STORE_ERROR_CORRUPT, "SQLite would take it for a new one" },
    { DAMAGE_PAGE, STET_STORE_ERROR_CORRUPT, "one page overwritten" },
    { DAMAGE_NEWER, STET_STORE_ERROR_NEWER, "a newer program's" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autoptr (StetArticle) article
          = desk_article (desk, "Harbour reopens", "Boats left at dawn.");
      g_autofree char *path = desk_path (desk, "store.db");
      g_autofree char *wal = desk_path (desk, "store.db-wal");
      g_autoptr (GByteArray) file = NULL, after = NULL;
      GStatBuf info;

      g_test_message ("%s", rows[i].why);
      desk_save (desk, article);
      desk_close (desk);
      file = read_bytes (path);
      do_damage (rows[i].damage, file);
      g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
      desk_assert_refused (desk, rows[i].code);
      after = read_bytes (path);
      g_assert_cmpmem (after->data, after->len, file->data, file->len);
      g_assert_true (g_stat (wal, &info) != 0 || info.st_size == 0);
    }
}

/* Without its database a WAL with commits in it would be dropped as belonging to nothing. */
static void
test_wal_left_alone (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *path = desk_path (desk, "store.db");
  g_autofree char *wal = desk_path (desk, "store.db-wal");
  g_autoptr (GByteArray) after = NULL;

  desk_close (desk);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (wal, "commits", -1, NULL));
  desk_assert_refused (desk, STET_STORE_ERROR_CORRUPT);
  after = read_bytes (wal);
  g_assert_cmpmem (after->data, after->len, "commits", 7);
}

/* A refused opening leaves the mark of an interruption for the next. */
static void
test_mark_stays (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *path = desk_path (desk, "store.db");
  g_autofree char *lock = desk_path (desk, "store.lock");
  g_autofree char *good = NULL, *mark = NULL;
  gsize n;

  desk_close (desk);
  g_assert_true (g_file_get_contents (path, &good, &n, NULL));
  g_assert_true (g_file_set_contents (lock, "open\n", -1, NULL));
  g_assert_true (g_file_set_contents (path, "garbage garbage garbage", -1, NULL));
  desk_assert_refused (desk, STET_STORE_ERROR_CORRUPT);
  g_assert_true (g_file_get_contents (lock, &mark, NULL, NULL));
  g_assert_cmpstr (mark, ==, "open\n");
  g_assert_true (g_file_set_contents (path, good, (gssize) n, NULL));
  desk_reopen (desk);
  g_assert_true (stet_store_was_interrupted (desk->store));
}

/* --- places that can't be written --- */

static void
test_no_folder (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = desk_path (desk, "letter.txt");
  g_autofree char *below = g_build_filename (file, "desk", NULL);

  desk_close (desk);
  g_assert_true (g_file_set_contents (file, "Dear", -1, NULL));
  desk_move (desk, file);
  desk_assert_refused (desk, STET_STORE_ERROR_DENIED);
  desk_move (desk, below);
  desk_assert_refused (desk, STET_STORE_ERROR_DENIED);
}

/* As somebody who may not write there: root may everywhere, so a child that is nobody tries. */
static void
test_denied (void)
{
  g_autoptr (Desk) desk = desk_new ();
  int status = 0;
  pid_t child;

  desk_close (desk);
  g_assert_cmpint (g_chmod (desk->dir, 0500), ==, 0);
  child = fork ();
  if (child == 0)
    {
      if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
        _exit (2);
      desk_assert_refused (desk, STET_STORE_ERROR_DENIED);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_chmod (desk->dir, 0700), ==, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* A link in the lock's place could make us write elsewhere. */
static void
test_lock_is_link (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *lock = desk_path (desk, "store.lock");

  desk_close (desk);
  g_assert_cmpint (g_unlink (lock), ==, 0);
  g_assert_cmpint (symlink ("elsewhere", lock), ==, 0);
  desk_assert_refused (desk, STET_STORE_ERROR_DENIED);
}

/* --- backups --- */

static void
test_backup (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Desk) other = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left at dawn.");
  g_autoptr (StetArticle) later = desk_retitle (article, "Harbour closes");
  const char *id = desk_save (desk, article);
  g_autofree char *kept = desk_path (desk, "kept.db");
  g_autofree char *restored = desk_path (other, "store.db");
  g_autoptr (StetStory) story = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (stet_store_backup (desk->store, kept, &error));
  desk_save (desk, later);
  g_assert_true (stet_store_backup (desk->store, kept, &error));
  desk_close (other);
  g_assert_cmpint (g_rename (kept, restored), ==, 0);
  desk_reopen (other);
  g_assert_false (stet_store_was_interrupted (other->store));
  story = stet_store_load (other->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (desk_headline (story->article), ==, "Harbour closes");
  g_assert_cmpint (story->revision, ==, 2);
}

static void
put_file (Desk *desk, const char *name, const char *text)
{
  g_autofree char *path = desk_path (desk, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_file (Desk *desk, const char *name, const char *text)
{
  g_autofree char *path = desk_path (desk, name);
  g_autofree char *found = NULL;

  g_test_message ("%s", name);
  g_assert_cmpint (g_file_get_contents (path, &found, NULL, NULL), ==, text != NULL);
  g_assert_cmpstr (found, ==, text);
}

/* A backup carries what stands beside the database; what is there already is not put back over
 * it. */
static void
test_recover (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Desk) other = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left at dawn.");
  g_autoptr (GBytes) picture = g_bytes_new_static ("picture", 7);
  g_autoptr (GBytes) back = NULL;
  g_autofree char *sha256 = stet_store_put_photo (desk->store, picture, NULL);
  g_autofree char *kept = desk_path (desk, "kept.db");
  g_autofree char *empty = stet_test_dir ();
  g_autofree char *linked = desk_path (desk, "packs/link.yml");
  g_autoptr (GError) error = NULL;

  desk_save (desk, article);
  put_file (desk, "words.txt", "Caimanera\n");
  put_file (desk, "rules-off.json", "{}");
  put_file (desk, "packs/desk/es/own.yml", "extends: existence\n");
  put_file (desk, "session.json", "of this machine");
  g_assert_cmpint (symlink ("/etc/passwd", linked), ==, 0);
  g_assert_true (stet_store_backup (desk->store, kept, &error));
  g_assert_no_error (error);
  desk_close (other);
  desk_move (other, empty);
  put_file (other, "words.txt", "newer\n");
  g_assert_true (stet_store_restore_backup (other->dir, kept, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (other, "store.db"), ==, 0600);
  desk_reopen (other);
  back = stet_store_get_photo (other->store, sha256, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (back, picture));
  assert_file (other, "words.txt", "newer\n");
  assert_file (other, "rules-off.json", "{}");
  assert_file (other, "packs/desk/es/own.yml", "extends: existence\n");
  assert_file (other, "packs/link.yml", NULL);
  assert_file (other, "session.json", NULL);
  g_assert_cmpuint (mode_of (other, "packs/desk/es/own.yml"), ==, 0600);
  put_file (other, "rules-off.json", "{ }");
  desk_reopen (other); /* only the first opening lays anything out */
  assert_file (other, "rules-off.json", "{ }");
}

/* A backup that somebody wrote on purpose gets nowhere but to the kept places. */
static void
test_recover_hostile (void)
{
  static const char rows[]
      = "INSERT INTO beside (path, bytes) SELECT value, CAST ('x' AS BLOB) FROM json_each ("
        "'[\"../out.txt\", \"/tmp/stet-hostile\", \"packs/../../out.txt\", \"packs//x.yml\", \"store.db-wal\", \"session.json\","
        " \"\", \"words.txt/../store.lock\", \".\", \"words.txt\"]')";
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *out = desk_path (desk, "../out.txt");

  desk_damage (desk, rows);
  assert_file (desk, "words.txt", "x");
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/tmp/stet-hostile", G_FILE_TEST_EXISTS));
  assert_file (desk, "session.json", NULL);
  assert_file (desk, "packs/x.yml", NULL);
}

static void
test_recover_refused (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *letter = desk_path (desk, "letter.txt");
  g_autofree char *archive = desk_path (desk, "archive.db");
  g_autofree char *none = desk_path (desk, "none.db");
  g_autofree char *kept = desk_path (desk, "kept.db");
  g_autofree char *empty = stet_test_dir ();
  g_autofree char *below_file = g_build_filename (letter, "data", NULL);
  const struct { const char *dir, *file; StetStoreError code; const char *why; } rows[] = {
    { empty, letter, STET_STORE_ERROR_NOT_BACKUP, "somebody's letter" },
    { empty, archive, STET_STORE_ERROR_NOT_BACKUP, "the store's other file" },
    { empty, desk->dir, STET_STORE_ERROR_NOT_BACKUP, "a folder" },
    { empty, none, STET_STORE_ERROR_IO, "no file" },
    { desk->dir, kept, STET_STORE_ERROR_IN_USE, "stories are there" },
    { below_file, kept, STET_STORE_ERROR_DENIED, "a folder that cannot be" },
  };

  put_file (desk, "letter.txt", "Dear");
  g_assert_true (stet_store_backup (desk->store, kept, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GDir) left = NULL;

      g_test_message ("%s", rows[i].why);
      g_assert_false (stet_store_restore_backup (rows[i].dir, rows[i].file, &error));
      g_assert_error (error, STET_STORE_ERROR, (int) rows[i].code);
      left = g_dir_open (empty, 0, NULL);
      g_assert_null (g_dir_read_name (left));
    }
}

static void
test_backup_refused (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (StetArticle) article = desk_article (desk, "Harbour reopens", "Boats left at dawn.");
  g_autofree char *letter = desk_path (desk, "letter.txt");
  g_autofree char *own = desk_path (desk, "store.db");
  g_autofree char *archive = desk_path (desk, "archive.db");
  g_autofree char *nowhere = desk_path (desk, "no/such/file.db");
  const struct { const char *path; StetStoreError code; const char *why; } rows[] = {
    { letter, STET_STORE_ERROR_DENIED, "somebody's file" },
    { own, STET_STORE_ERROR_DENIED, "the store itself" },
    { archive, STET_STORE_ERROR_DENIED, "the store's other file" },
    { desk->dir, STET_STORE_ERROR_DENIED, "a folder" },
    { nowhere, STET_STORE_ERROR_IO, "a folder that is not there" },
  };
  g_autofree char *text = NULL;

  desk_reopen (desk); /* so that its own file looks like a backup */
  g_assert_true (g_file_set_contents (letter, "Dear", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].why);
      g_assert_false (stet_store_backup (desk->store, rows[i].path, &error));
      g_assert_error (error, STET_STORE_ERROR, (int) rows[i].code);
    }
  g_assert_true (g_file_get_contents (letter, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "Dear");
  desk_save (desk, article);
  desk_assert_refused (desk, STET_STORE_ERROR_BUSY);
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/store/modes", test_modes);
  g_test_add_func ("/store/modes-of-others", test_modes_of_others);
  g_test_add_func ("/store/lock", test_lock);
  g_test_add_func ("/store/interrupted", test_interrupted);
  g_test_add_func ("/store/damaged", test_damaged);
  g_test_add_func ("/store/wal-left-alone", test_wal_left_alone);
  g_test_add_func ("/store/mark-written", test_mark_is_written);
  g_test_add_func ("/store/mark-stays", test_mark_stays);
  g_test_add_func ("/store/no-folder", test_no_folder);
  g_test_add_func ("/store/denied", test_denied);
  g_test_add_func ("/store/lock-is-link", test_lock_is_link);
  g_test_add_func ("/store/backup", test_backup);
  g_test_add_func ("/store/backup-refused", test_backup_refused);
  g_test_add_func ("/store/recover", test_recover);
  g_test_add_func ("/store/recover-hostile", test_recover_hostile);
  g_test_add_func ("/store/recover-refused", test_recover_refused);
  return g_test_run ();
}
