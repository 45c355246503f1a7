/* Pictures are read in a child process: what it gives is what the same code gives here, and
 * whatever becomes of it, the caller gets an error in words and goes on. */
#include "config.h"

#include "base/limits.h"
#include "media/child.h"
#include "media/picture.h"
#include "pictures.h"
#include "support.h"

#include <sys/resource.h>

#define SHORT_MS 500

static char *
bad_program (void)
{
  return g_test_build_filename (G_TEST_BUILT, "media", "bad-picture", NULL);
}

static void
set_fault (const char *fault, guint time_ms)
{
  g_autofree char *program = bad_program ();

  g_setenv ("STET_TEST_FAULT", fault, TRUE);
  stet_picture_child_set_program (program);
  stet_picture_child_set_time (time_ms);
}

static void
clear_fault (void)
{
  stet_picture_child_set_program (NULL);
  stet_picture_child_set_time (0);
}

static void
test_same (void)
{
  static const char *const tags[]
      = { "Iptc.Application2.Caption=A boat", "Xmp.photoshop.Credit=Photo desk",
          "Exif.Image.Orientation=6", NULL };
  g_autoptr (GBytes) plain = picture_new ("jpeg", 64, 32, "RGB ");
  g_autoptr (GBytes) picture = picture_with_tags (plain, tags);
  g_autoptr (GError) error = NULL;
  g_autoptr (StetPhotoInfo) info = NULL;
  g_autoptr (StetPhotoInfo) checked = NULL;
  g_autoptr (GBytes) clean = stet_photo_clean (picture, 0, &info, NULL, &error);
  g_autoptr (GBytes) here = stet_picture_clean (picture, 0, NULL);
  g_autoptr (StetPixels) pixels = NULL;
  g_autofree char *seen = NULL;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (clean, here));
  g_assert_cmpstr (info->caption, ==, "A boat");
  g_assert_cmpstr (info->credit, ==, "Photo desk");
  g_assert_null (info->alt);
  g_assert_cmpuint (info->width, ==, 32);
  g_assert_cmpuint (info->height, ==, 64);
  g_assert_true (stet_photo_check_clean (clean, &checked, NULL, &error));
  g_assert_cmpstr (checked->mime, ==, "image/jpeg");
  pixels = stet_photo_thumbnail (picture, 16, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pixels->height, ==, 16);
  seen = pixels_quarters (pixels);
  g_assert_cmpstr (seen, ==, "BRWG");
}

/* What it is told of a bad picture comes back with its code. */
static void
test_told (void)
{
  g_autoptr (GBytes) plain = picture_new ("png", 16, 16, NULL);
  g_autoptr (GBytes) bomb = picture_with_size (plain, 65535, 65535);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (plain, 0, g_bytes_get_size (plain) / 2);
  g_autoptr (GBytes) text = g_bytes_new_static ("just words", 10);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) dirty = picture_with_part (plain, "tEXt", "Author\0CANARY", 13);
  struct { GBytes *picture; StetMediaError code; const char *why; } cases[] = {
    { bomb, STET_MEDIA_ERROR_TOO_LARGE, "a header that asks for 17 gigabytes" },
    { cut, STET_MEDIA_ERROR_NOT_A_PICTURE, "cut short" },
    { text, STET_MEDIA_ERROR_NOT_A_PICTURE, "text" },
    { nothing, STET_MEDIA_ERROR_NOT_A_PICTURE, "an empty file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].why);
      g_assert_null (stet_photo_clean (cases[i].picture, 0, NULL, NULL, &error));
      g_assert_error (error, STET_MEDIA_ERROR, (int) cases[i].code);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (stet_photo_check_clean (dirty, NULL, NULL, &error));
    g_assert_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_UNCLEAN);
    g_assert_nonnull (strstr (error->message, "tEXt"));
  }
}

static void
test_faults (void)
{
  static const struct
  {
    const char *fault;
    guint time_ms;
    StetMediaError code;
    const char *why;
  } cases[] = {
    { "hang", SHORT_MS, STET_MEDIA_ERROR_TOO_SLOW, "it says nothing for ever" },
    { "close-and-hang", 60000, STET_MEDIA_ERROR_CRASHED, "it says nothing and stays" },
    { "crash", 60000, STET_MEDIA_ERROR_CRASHED, "it reads where it must not" },
    { "killed", 60000, STET_MEDIA_ERROR_CRASHED, "the machine has no memory left" },
    { "abort", 60000, STET_MEDIA_ERROR_CRASHED, "a library gives up" },
    { "status", 60000, STET_MEDIA_ERROR_CRASHED, "it ends badly" },
    { "silent", 60000, STET_MEDIA_ERROR_CRASHED, "it ends well and has said nothing" },
    { "nonsense", 60000, STET_MEDIA_ERROR_CRASHED, "it says what is no answer" },
    { "lie", 60000, STET_MEDIA_ERROR_CRASHED, "a million pixels in three bytes" },
    { "half", 60000, STET_MEDIA_ERROR_CRASHED, "it dies while it speaks" },
    { "endless", 60000, STET_MEDIA_ERROR_CRASHED, "it speaks for ever" },
  };
  g_autoptr (GBytes) picture = picture_new ("jpeg", 16, 16, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %s", cases[i].fault, cases[i].why);
      set_fault (cases[i].fault, cases[i].time_ms);
      g_assert_null (stet_photo_thumbnail (picture, 16, NULL, &error));
      g_assert_error (error, STET_MEDIA_ERROR, (int) cases[i].code);
    }
  clear_fault ();
}

static void
test_no_program (void)
{
  g_autoptr (GBytes) picture = picture_new ("jpeg", 16, 16, NULL);
  g_autoptr (GError) error = NULL;

  stet_picture_child_set_program ("/nonexistent/stet-picture");
  g_assert_null (stet_photo_info_read (picture, NULL, &error));
  g_assert_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NO_PROGRAM);
  clear_fault ();
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

/* Cancelled before, and while the child hangs: it would hang for ten minutes. */
static void
test_cancel (void)
{
  g_autoptr (GBytes) picture = picture_new ("jpeg", 16, 16, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, again = NULL;
  GThread *thread;

  set_fault ("hang", 600 * 1000);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_null (stet_photo_info_read (picture, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (stet_photo_info_read (picture, cancellable, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear_fault ();
}

/* Five hundred passes over sixteen million pixels, in a file of a few hundred kilobytes. */
static void
test_slow_bomb (void)
{
  g_autoptr (GBytes) picture = picture_with_scans (4096, 500);
  g_autoptr (GBytes) small = picture_with_scans (64, 3);
  g_autoptr (StetPixels) pixels = NULL;
  g_autoptr (GError) error = NULL, small_error = NULL;

  /* of the same making, and harmless */
  pixels = stet_photo_thumbnail (small, 16, NULL, &small_error);
  g_assert_no_error (small_error);
  g_assert_cmpuint (g_bytes_get_size (picture), <, 200 * 1024);
  stet_picture_child_set_time (2000);
  g_assert_null (stet_photo_clean (picture, 0, NULL, NULL, &error));
  g_assert_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_TOO_SLOW);
  clear_fault ();
}

/* What a good camera makes, and a good phone: taken, within the memory that a small machine has. */
static void
test_large (void)
{
  g_autoptr (GBytes) picture = picture_new ("jpeg", 7744, 5168, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) clean = stet_photo_clean (picture, 2560, NULL, NULL, &error);
  g_autoptr (StetPhotoInfo) info = NULL;
  struct rusage usage;

  g_assert_no_error (error);
  info = stet_photo_info_read (clean, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (info->width, ==, 2560);
  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);
  g_test_message ("the largest child had %ld MiB", usage.ru_maxrss / 1024);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (usage.ru_maxrss / 1024, <, 700);
#endif
}

void
add_child_tests (void)
{
  g_test_add_func ("/media/child/same", test_same);
  g_test_add_func ("/media/child/told", test_told);
  g_test_add_func ("/media/child/faults", test_faults);
  g_test_add_func ("/media/child/no-program", test_no_program);
  g_test_add_func ("/media/child/cancel", test_cancel);
  g_test_add_func ("/media/child/slow-bomb", test_slow_bomb);
  g_test_add_func ("/media/child/large", test_large);
}
