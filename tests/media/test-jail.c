/* The jail: what a picture that took the child over could still do. Each case runs in a forked
 * process. */
#include "config.h"

#include "media/jail.h"
#include "pictures.h"
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int (*Try) (void);

static int try_read_file (void) { return open ("/etc/passwd", O_RDONLY); }
static int try_write_file (void) { return open ("/tmp/stet-jail", O_WRONLY | O_CREAT, 0600); }
static int try_socket (void) { return socket (AF_INET, SOCK_STREAM, 0); }
static int try_local_socket (void) { return socket (AF_UNIX, SOCK_STREAM, 0); }
static int try_fork (void) { return fork (); }
static int try_exec (void) { return execl ("/bin/true", "true", NULL); }
static int try_signal (void) { return kill (getppid (), 0); }
static int try_unlink (void) { return unlink ("/tmp/stet-jail"); }

/* 0: it could not, for the reason of the jail; 1: it could; 2: the jail could not be made. */
static int
in_jail (Try try)
{
  pid_t pid = fork ();
  int status = 0;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      if (!stet_jail_set_limits (10) || !stet_jail_seal ())
        _exit (2);
      errno = 0;
      _exit (try () == -1 && errno == EACCES ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 100 + WTERMSIG (status);
}

static void
test_reach (void)
{
  static const struct { Try try; const char *why; } cases[] = {
    { try_read_file, "read a file" },
    { try_write_file, "write a file" },
    { try_socket, "reach the network" },
    { try_local_socket, "reach a service of this machine" },
    { try_fork, "start a process" },
    { try_exec, "become another program" },
    { try_signal, "signal another process" },
    { try_unlink, "delete a file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (in_jail (cases[i].try), ==, 0);
    }
}

static void
test_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the address sanitizer reserves more than any limit");
#else
  pid_t pid = fork ();
  int status = 0;

  if (pid == 0)
    {
      gpointer volatile fits = NULL, too_much = NULL;

      if (!stet_jail_set_limits (10))
        _exit (2);
      fits = malloc ((gsize) 1024 * 1024 * 1024);
      too_much = malloc ((gsize) 1024 * 1024 * 1024);
      _exit (fits != NULL && too_much == NULL ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
#endif
}

static void
test_time (void)
{
  pid_t pid = fork ();
  int status = 0;

  if (pid == 0)
    {
      if (!stet_jail_set_limits (1) || !stet_jail_seal ())
        _exit (2);
      for (volatile guint i = 0;; i++)
        ;
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGXCPU);
}

void
add_jail_tests (void)
{
  g_test_add_func ("/media/jail/reach", test_reach);
  g_test_add_func ("/media/jail/memory", test_memory);
  g_test_add_func ("/media/jail/time", test_time);
}
