/* In place of stet-picture: does what STET_TEST_FAULT says, as a program that a picture took over
 * or broke. */
#include "config.h"

#include "media/wire.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
say (const char *data, gsize size)
{
  if (write (STDOUT_FILENO, data, size) < 0)
    _exit (3);
}

static void
sleep_for_ever (void)
{
  for (;;)
    pause ();
}

/* A well-formed answer whose shape is larger than its bytes. */
static void
lie (void)
{
  StetPixels pixels = { 1000, 1000, 3000, FALSE, NULL };
  StetPictureReply reply = { .pixels = &pixels };
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *data;

  pixels.data = g_bytes_new_static ("few", 3);
  bytes = stet_picture_reply_write (&reply, NULL);
  data = g_bytes_get_data (bytes, &size);
  say (data, size);
  g_bytes_unref (pixels.data);
}

int
main (void)
{
  const char *fault = getenv ("STET_TEST_FAULT");
  static const char zeros[64 * 1024];

  if (strcmp (fault, "hang") == 0)
    sleep_for_ever ();
  if (strcmp (fault, "crash") == 0)
    raise (SIGSEGV);
  if (strcmp (fault, "killed") == 0)
    raise (SIGKILL);
  if (strcmp (fault, "abort") == 0)
    abort ();
  if (strcmp (fault, "status") == 0)
    _exit (7);
  if (strcmp (fault, "nonsense") == 0)
    say ("this is no answer", 17);
  if (strcmp (fault, "lie") == 0)
    lie ();
  if (strcmp (fault, "half") == 0)
    {
      say ("\1\2\3", 3);
      raise (SIGKILL);
    }
  if (strcmp (fault, "close-and-hang") == 0)
    {
      close (STDOUT_FILENO);
      sleep_for_ever ();
    }
  while (strcmp (fault, "endless") == 0)
    say (zeros, sizeof zeros);
  _exit (0);
}
