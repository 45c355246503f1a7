/* stet-picture: the child process that reads one stranger's picture. Standard input is the picture,
 * standard output the answer (media/wire.h). It can open nothing, reach nobody, and dies past its
 * limits.
 * Usage: stet-picture JOB SIDE_MAX CPU_SECONDS. Layer: media. */
#include "config.h"

#include "media/decode.h"
#include "media/jail.h"
#include "media/metadata.h"
#include "media/picture.h"
#include "media/wire.h"

#include "base/limits.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CPU_SECONDS_MAX 600

/* 0 done (an error that is told counts as done); the others only say that there is no answer. */
enum
{
  EXIT_DONE,
  EXIT_USAGE,
  EXIT_JAIL,
  EXIT_INPUT,
  EXIT_OUTPUT,
};

static gboolean
parse_job (const char *name, StetPictureJob *job)
{
  for (*job = 0; *job < STET_PICTURE_N_JOBS; (*job)++)
    if (g_str_equal (name, stet_picture_job_name (*job)))
      return TRUE;
  return FALSE;
}

/* What libraries open on first use is opened now: afterwards they can't. */
static void
warm_up (void)
{
  g_autofree char *converted = g_convert ("\xe9", 1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  stet_photo_decode_warm_up ();
  stet_metadata_orientation (nothing);
}

/* A mapped file, so that a picture at the limit is not held twice. Returns: (owned), NULL when
 * there is none. */
static GBytes *
read_input (void)
{
  struct stat status;
  void *data;

  if (fstat (STDIN_FILENO, &status) != 0 || status.st_size < 0)
    return NULL;
  if (status.st_size == 0)
    return g_bytes_new_static ("", 0);
  data = mmap (NULL, (gsize) status.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  return data != MAP_FAILED ? g_bytes_new_static (data, (gsize) status.st_size) : NULL;
}

static gboolean
work (StetPictureJob job, GBytes *picture, guint side_max, StetPictureReply *reply, GError **error)
{
  if (job == STET_PICTURE_JOB_THUMBNAIL)
    {
      reply->pixels = stet_picture_thumbnail (picture, side_max, error);
      return reply->pixels != NULL;
    }
  reply->info = stet_picture_info_read (picture, error);
  if (reply->info == NULL)
    return FALSE;
  if (job == STET_PICTURE_JOB_CLEAN)
    {
      reply->clean = stet_picture_clean (picture, side_max, error);
      return reply->clean != NULL;
    }
  return job != STET_PICTURE_JOB_CHECK || stet_picture_check_clean (picture, error);
}

static gboolean
write_output (GBytes *bytes)
{
  gsize size, done = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  while (done < size)
    {
      gssize n = write (STDOUT_FILENO, data + done, size - done);

      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }
  return TRUE;
}

static int
answer (StetPictureJob job, GBytes *picture, guint side_max)
{
  g_auto (StetPictureReply) reply = { NULL };
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (work (job, picture, side_max, &reply, &failure))
    g_clear_error (&failure);
  bytes = stet_picture_reply_write (&reply, failure);
  return write_output (bytes) ? EXIT_DONE : EXIT_OUTPUT;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GBytes) picture = NULL;
  guint64 side_max, cpu_seconds;
  StetPictureJob job;

  if (argc != 4 || !parse_job (argv[1], &job) ||
      !g_ascii_string_to_unsigned (argv[2], 10, 0, G_MAXINT, &side_max, NULL) ||
      !g_ascii_string_to_unsigned (argv[3], 10, 1, CPU_SECONDS_MAX, &cpu_seconds, NULL))
    return EXIT_USAGE;
  if (!stet_jail_set_limits ((guint) cpu_seconds))
    return EXIT_JAIL;
  warm_up ();
  picture = read_input ();
  if (picture == NULL)
    return EXIT_INPUT;
  if (!stet_jail_seal ())
    return EXIT_JAIL;
  /* Without the handlers of exit: a leak check could not look around in here, and nothing is left
   * to flush. */
  _exit (answer (job, picture, (guint) side_max));
}
