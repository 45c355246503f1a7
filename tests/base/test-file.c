/* Whole files: limits, faults, and that a replacement is all or nothing. */
#include "config.h"

#include "base/file.h"
#include "support.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char *
in_fresh_dir (const char *name)
{
  g_autofree char *dir = stet_test_dir ();

  return g_build_filename (dir, name, NULL);
}

static void
test_round_trip (void)
{
  g_autofree char *path = in_fresh_dir ("story.txt");
  g_autoptr (GBytes) first = g_bytes_new_static ("one", 3);
  g_autoptr (GBytes) second = g_bytes_new_static ("second", 6);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  struct stat status;

  g_assert_true (stet_file_replace (path, first, 0600, &error));
  g_assert_true (stet_file_replace (path, second, 0600, &error));
  text = stet_file_read_text (path, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "second");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_reading_faults (void)
{
  g_autofree char *missing = in_fresh_dir ("missing.txt");
  g_autofree char *path = in_fresh_dir ("story.txt");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (stet_file_read (missing, 10, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (stet_file_read (folder, 10, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_OTHER);
  g_clear_error (&error);
  g_file_set_contents (path, "1234567", 7, NULL);
  g_assert_null (stet_file_read (path, 6, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_file_set_contents (path, "abc\xff", 4, NULL);
  g_assert_null (stet_file_read_text (path, 10, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_NOT_UTF8);
  g_assert_nonnull (strstr (error->message, "byte 4"));
  g_clear_error (&error);
  /* An endless file stops at the limit, too. */
  g_assert_null (stet_file_read ("/dev/zero", 100000, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_TOO_LARGE);
}

static void
test_byte_order_mark (void)
{
  g_autofree char *path = in_fresh_dir ("story.txt");
  g_autofree char *text = NULL;

  g_file_set_contents (path, "\xef\xbb\xbfHola", 7, NULL);
  text = stet_file_read_text (path, 10, NULL);
  g_assert_cmpstr (text, ==, "Hola");
}

static void
test_replace_faults (void)
{
  g_autofree char *path = in_fresh_dir ("story.txt");
  g_autofree char *nowhere = g_build_filename (path, "below", NULL);
  g_autoptr (GBytes) content = g_bytes_new_static ("new content", 11);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  struct rlimit before, small;

  g_assert_false (stet_file_replace (nowhere, content, 0600, &error));
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A write that finds no room: the old content stands, and nothing is left beside it. */
  g_file_set_contents (path, "old", 3, NULL);
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 4;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (stet_file_replace (path, content, 0600, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_error (error, STET_FILE_ERROR, STET_FILE_ERROR_FULL);
  text = stet_test_read (path);
  g_assert_cmpstr (text, ==, "old");
  {
    g_autofree char *folder = g_path_get_dirname (path);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

    g_assert_cmpstr (g_dir_read_name (dir), ==, "story.txt");
    g_assert_null (g_dir_read_name (dir));
  }
}

static void
test_sha256 (void)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("abc", 3);
  g_autofree char *hash = stet_file_sha256 (content);

  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_safe_name (void)
{
  const struct { const char *wanted; gboolean same; const char *why; } cases[] = {
    { "6f2c1b1e-0d9a-4f3e-9a55-0123456789ab", TRUE, "an id as Stet makes them" },
    { "ferry-returns_2", TRUE, "a slug" },
    { "console", TRUE, "only begins as a device does" },
    { "com12", TRUE, "no device" },
    { "1234567890123456789012345678901234567890123456789012345678901234", TRUE, "at the limit" },
    { "12345678901234567890123456789012345678901234567890123456789012345", FALSE, "one past it" },
    { "", FALSE, "nothing" },
    { ".", FALSE, "the folder" },
    { "..", FALSE, "the folder above" },
    { "../../evil", FALSE, "out of the folder" },
    { "/etc/passwd", FALSE, "elsewhere" },
    { "..\\..\\evil", FALSE, "out of it on another system" },
    { "C:evil", FALSE, "a drive or a stream" },
    { ".bashrc", FALSE, "hidden" },
    { "a.b", FALSE, "an extension of its own" },
    { "-rf", FALSE, "an option" },
    { "CON", FALSE, "a device" },
    { "nul", FALSE, "a device" },
    { "Aux", FALSE, "a device" },
    { "lpt1", FALSE, "a device" },
    { "COM9", FALSE, "a device" },
    { "a b", FALSE, "a space" },
    { "a\nb", FALSE, "a line's end" },
    { "a\x1b[2J", FALSE, "a control" },
    { "a%00b", FALSE, "a sign" },
    { "año", FALSE, "not ASCII" },
    { "\xe2\x80\xae" "gpj", FALSE, "read from the other side" },
    { "\xff\xfe", FALSE, "no UTF-8" },
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = stet_file_safe_name (cases[i].wanted, "story");
      g_autofree char *again = stet_file_safe_name (cases[i].wanted, "story");

      g_test_message ("%s: %s", cases[i].wanted, cases[i].why);
      g_assert_cmpint (strcmp (name, cases[i].wanted) == 0, ==, cases[i].same);
      g_assert_true (cases[i].same || g_str_has_prefix (name, "story-"));
      g_assert_cmpuint (strspn (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_"), ==,
                        strlen (name));
      g_assert_cmpstr (name, ==, again);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&name)));
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/base/file/round-trip", test_round_trip);
  g_test_add_func ("/base/file/reading-faults", test_reading_faults);
  g_test_add_func ("/base/file/byte-order-mark", test_byte_order_mark);
  g_test_add_func ("/base/file/replace-faults", test_replace_faults);
  g_test_add_func ("/base/file/sha256", test_sha256);
  g_test_add_func ("/base/file/safe-name", test_safe_name);
  return g_test_run ();
}
