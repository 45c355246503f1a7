/* The parent's side of stet-picture. Layer: media. Blocks: for a worker thread. */
#include "config.h"

#include "media/child.h"

#include "base/limits.h"

#include <gio/gunixinputstream.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#define PROGRAM "stet-picture"
#define PROGRAM_VARIABLE "STET_PICTURE_PROGRAM"
#define TIME_MS 60000
#define MS_A_SECOND 1000
/* The pixels of the largest side that is asked for, or a clean file. */
#define REPLY_BYTES_MAX (96 * 1024 * 1024)
#define CHUNK_BYTES (64 * 1024)

static char *test_program; /* (owned) (nullable) */
static guint test_time_ms;

void
stet_picture_child_set_program (const char *path)
{
  g_free (test_program);
  test_program = g_strdup (path);
}

void
stet_picture_child_set_time (guint time_ms)
{
  test_time_ms = time_ms;
}

/* Beside the program in its build folder, else where it is installed. Returns: (owned). */
static char *
find_program (void)
{
  const char *named = test_program != NULL ? test_program : g_getenv (PROGRAM_VARIABLE);
  g_autofree char *self = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *built = NULL;

  if (named != NULL)
    return g_strdup (named);
  self = g_file_read_link ("/proc/self/exe", NULL);
  folder = self != NULL ? g_path_get_dirname (self) : NULL;
  built = folder != NULL ? g_build_filename (folder, PROGRAM, NULL) : NULL;
  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_build_filename (STET_LIBEXEC_DIR, PROGRAM, NULL);
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
    }
  return TRUE;
}

/* A file in memory that nobody can change any more. Returns: a descriptor, -1 on failure. */
static int
picture_as_file (GBytes *picture, GError **error)
{
  int fd = memfd_create (PROGRAM, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  gsize size;
  const char *data = g_bytes_get_data (picture, &size);

  if (fd >= 0 && write_all (fd, data, size) &&
      fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0)
    return fd;
  g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_OTHER,
               "The picture could not be handed over: %s", g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

static GSubprocess *
start (StetPictureJob job, GBytes *picture, guint side_max, guint time_ms, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *program = find_program ();
  g_autofree char *side = g_strdup_printf ("%u", side_max);
  g_autofree char *seconds = g_strdup_printf ("%u", MAX (1, time_ms / MS_A_SECOND));
  g_autoptr (GError) local = NULL;
  GSubprocess *child;
  int fd = picture_as_file (picture, error);

  if (fd < 0)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  child = g_subprocess_launcher_spawn (launcher, &local, program, stet_picture_job_name (job), side,
                                       seconds, NULL);
  if (child == NULL)
    g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_NO_PROGRAM, "%s can't be started: %s",
                 program, local->message);
  return child;
}

/* Until the child has something to say, has ended, is over its time or no longer wanted. */
static gboolean
wait_readable (int fd, gint64 deadline, GCancellable *cancellable, GError **error)
{
  GPollFD polls[2] = { { fd, G_IO_IN | G_IO_HUP | G_IO_ERR, 0 }, { -1, 0, 0 } };
  gboolean cancel = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &polls[1]);
  gint64 left_ms = (deadline - g_get_monotonic_time ()) / 1000;
  int ready = left_ms > 0 ? g_poll (polls, cancel ? 2 : 1, (int) left_ms) : 0;
  int problem = errno;

  if (cancel)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (ready > 0 || (ready < 0 && problem == EINTR))
    return TRUE;
  g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_TOO_SLOW,
               "The picture was not read in time");
  return FALSE;
}

static GBytes *
read_reply (GSubprocess *child, gint64 deadline, GCancellable *cancellable, GError **error)
{
  int fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (child)));
  g_autoptr (GByteArray) reply = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);

  while (wait_readable (fd, deadline, cancellable, error))
    {
      gssize n = read (fd, chunk, CHUNK_BYTES);

      if (n < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (n <= 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&reply));
      if (reply->len + (gsize) n > REPLY_BYTES_MAX)
        {
          g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_CRASHED,
                       "The picture reader does not stop talking");
          return NULL;
        }
      g_byte_array_append (reply, chunk, (guint) n);
    }
  return NULL;
}

/* Its answer counts only when it ended well. Its end of the pipe is closed by now: either it is
 * ending, and its status stands, or it is up to something. */
static gboolean
judge_end (GSubprocess *child, GError **error)
{
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
  if (g_subprocess_get_if_exited (child) && g_subprocess_get_exit_status (child) == 0)
    return TRUE;
  if (g_subprocess_get_if_signaled (child) && g_subprocess_get_term_sig (child) == SIGXCPU)
    g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_TOO_SLOW,
                 "The picture took more time than it is given");
  else
    g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_CRASHED,
                 "The picture reader ended with status %d", g_subprocess_get_status (child));
  return FALSE;
}

gboolean
stet_picture_child_run (StetPictureJob job, GBytes *picture, guint side_max,
                        StetPictureReply *reply, GCancellable *cancellable, GError **error)
{
  guint time_ms = test_time_ms > 0 ? test_time_ms : TIME_MS;
  gint64 deadline = g_get_monotonic_time () + (gint64) time_ms * 1000;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (picture != NULL && reply != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (g_bytes_get_size (picture) > STET_PHOTO_BYTES_MAX)
    {
      g_set_error (error, STET_MEDIA_ERROR, STET_MEDIA_ERROR_TOO_LARGE,
                   "The picture has %" G_GSIZE_FORMAT " bytes; at most %d are read",
                   g_bytes_get_size (picture), STET_PHOTO_BYTES_MAX);
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  child = start (job, picture, side_max, time_ms, error);
  if (child == NULL)
    return FALSE;
  bytes = read_reply (child, deadline, cancellable, error);
  if (bytes == NULL)
    {
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);
      return FALSE;
    }
  return judge_end (child, error) && stet_picture_reply_read (bytes, job, reply, error);
}
