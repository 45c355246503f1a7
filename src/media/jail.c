/* Limits by setrlimit, the rest by a filter on system calls. Layer: media. Only in the child
 * process.
 * Source: setrlimit(2), prctl(2), seccomp(2). */
#include "config.h"

#include "media/jail.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The largest picture we take (100 million pixels) in four bytes each, its coefficients as a
 * progressive JPEG keeps them, and a copy while it is turned. */
#define MEMORY_BYTES_MAX ((rlim_t) 1536 * 1024 * 1024)
#define FILES_MAX 32

static gboolean
limit (__rlimit_resource_t resource, rlim_t most)
{
  /* The second more tells SIGXCPU, which means the time, from SIGKILL, which may mean anything. */
  struct rlimit value = { most, resource == RLIMIT_CPU ? most + 1 : most };

  return setrlimit (resource, &value) == 0;
}

/* The address sanitizer reserves terabytes: there the memory has no limit. */
static gboolean
limit_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  return TRUE;
#else
  return limit (RLIMIT_AS, MEMORY_BYTES_MAX);
#endif
}

gboolean
stet_jail_set_limits (guint cpu_seconds)
{
  return prctl (PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid () != 1 && limit_memory () &&
         limit (RLIMIT_CPU, cpu_seconds) && limit (RLIMIT_FSIZE, 0) && limit (RLIMIT_CORE, 0) &&
         limit (RLIMIT_NOFILE, FILES_MAX);
}

/* Whatever is not here answers "permission denied", and the libraries carry on without it. */
static const int allowed[] = {
  SCMP_SYS (read),
  SCMP_SYS (write),
  SCMP_SYS (writev),
  SCMP_SYS (close),
  SCMP_SYS (lseek),
  SCMP_SYS (_llseek),
  SCMP_SYS (mmap),
  SCMP_SYS (mmap2),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (mprotect),
  SCMP_SYS (madvise),
  SCMP_SYS (brk),
  SCMP_SYS (futex),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (getrandom),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (time),
  SCMP_SYS (getpid),
  SCMP_SYS (gettid),
  SCMP_SYS (sched_yield),
  SCMP_SYS (getrusage),
  SCMP_SYS (restart_syscall),
};

gboolean
stet_jail_seal (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EACCES));
  gboolean sealed = filter != NULL;

  for (guint i = 0; sealed && i < G_N_ELEMENTS (allowed); i++)
    sealed = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
  /* abort(3) signals its own thread; nobody else may be signalled. */
  sealed = sealed && seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                                       SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ())) == 0;
  sealed = sealed && seccomp_load (filter) == 0;
  if (filter != NULL)
    seccomp_release (filter);
  return sealed;
}
