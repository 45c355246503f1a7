/* The terminal as a place to ask: opened anew, since the standard streams may be files. Layer:
 * cli. */
#include "config.h"

#include "cli/terminal.h"

#include "base/text.h"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_BYTES_MAX 1024

gboolean
stet_terminal_is_there (void)
{
  int fd = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  close (fd);
  /* A program nobody sits before (a test, a timer) may still have a terminal somewhere above it. */
  return isatty (STDIN_FILENO) || isatty (STDERR_FILENO);
}

static char *
read_line (int fd)
{
  char line[PASSWORD_BYTES_MAX];
  gsize n_bytes = 0;
  char *password;

  while (n_bytes < sizeof line - 1 && read (fd, &line[n_bytes], 1) == 1 && line[n_bytes] != '\n')
    n_bytes++;
  line[n_bytes] = '\0';
  password = n_bytes > 0 ? g_strdup (line) : NULL;
  explicit_bzero (line, sizeof line);
  return password;
}

char *
stet_terminal_ask_password (const char *prompt, gpointer unused)
{
  int fd = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios before, quiet;
  char *password;

  if (fd < 0)
    return NULL;
  if (tcgetattr (fd, &before) != 0 || write (fd, prompt, strlen (prompt)) < 0)
    {
      close (fd);
      return NULL;
    }
  quiet = before;
  quiet.c_lflag &= (tcflag_t) ~ECHO;
  tcsetattr (fd, TCSAFLUSH, &quiet);
  password = read_line (fd);
  tcsetattr (fd, TCSAFLUSH, &before);
  if (write (fd, "\n", 1) < 0) /* only looks */
    g_debug ("The terminal is gone");
  close (fd);
  return password;
}

/* --- how far it is --- */

#define SHOW_EVERY_US (G_USEC_PER_SEC / 10)
#define LINE_AWAY "\r\033[K"
#define PROGRESS_CHARS_MAX 79

gboolean
stet_terminal_shows_errors (void)
{
  return isatty (STDERR_FILENO) == 1;
}

void
stet_terminal_show_progress (const char *text, gpointer unused)
{
  static gint64 shown_us; /* the command's only thread */
  gint64 now_us = g_get_monotonic_time ();

  if (text == NULL && shown_us != 0)
    g_printerr (LINE_AWAY);
  else if (text != NULL && now_us - shown_us >= SHOW_EVERY_US)
    {
      g_autofree char *line = stet_text_shown_line (text, PROGRESS_CHARS_MAX);

      g_printerr (LINE_AWAY "%s", line);
    }
  else
    return;
  shown_us = text != NULL ? now_us : 0;
}
