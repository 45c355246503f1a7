/* The system's SQLite VFS with two methods of its files replaced. Layer: store. The thread of the
 * store. */
#include "config.h"

#include "store/fault.h"

#include <errno.h>

struct _StetFaultVfs
{
  sqlite3_vfs  vfs;
  sqlite3_vfs *real; /* (borrowed) */
  StetFault   *fault; /* (borrowed) (nullable) */
  char         name[40];
};

/* What stands behind the real file in the memory SQLite gives us for one. */
typedef struct
{
  sqlite3_io_methods        methods;
  const sqlite3_io_methods *real;
  StetFaultVfs             *vfs;
} FileTail;

gboolean
stet_fault_hit (StetFault *fault)
{
  if (fault->left == 0)
    return FALSE;
  fault->left--;
  return fault->left == 0;
}

static gsize
real_file_bytes (const sqlite3_vfs *real)
{
  return ((gsize) real->szOsFile + 15) & ~(gsize) 15;
}

/* Our copied method table is a file's first member after open, and the tail begins with it. */
static FileTail *
file_tail (sqlite3_file *file)
{
  return (FileTail *) file->pMethods;
}

static int
fault_write (sqlite3_file *file, const void *data, int n_bytes, sqlite3_int64 offset_bytes)
{
  FileTail *tail = file_tail (file);
  StetFault *fault = tail->vfs->fault;
  int rc;

  if (fault != NULL && fault->code != SQLITE_IOERR_FSYNC && stet_fault_hit (fault))
    return fault->code;
  rc = tail->real->xWrite (file, data, n_bytes, offset_bytes);
  /* SQLite knows ENOSPC; a quota and a limit on file sizes are no different to who writes. */
  return (rc & 0xff) == SQLITE_IOERR && (errno == EDQUOT || errno == EFBIG) ? SQLITE_FULL : rc;
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  FileTail *tail = file_tail (file);
  StetFault *fault = tail->vfs->fault;

  if (fault != NULL && fault->code == SQLITE_IOERR_FSYNC && stet_fault_hit (fault))
    return fault->code;
  return tail->real->xSync (file, flags);
}

static int
fault_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out)
{
  StetFaultVfs *self = (StetFaultVfs *) vfs;
  FileTail *tail = (FileTail *) ((char *) file + real_file_bytes (self->real));
  int rc = self->real->xOpen (self->real, name, file, flags, flags_out);

  if (rc != SQLITE_OK || file->pMethods == NULL)
    return rc;
  tail->real = file->pMethods;
  tail->vfs = self;
  tail->methods = *file->pMethods;
  tail->methods.xWrite = fault_write;
  tail->methods.xSync = fault_sync;
  file->pMethods = &tail->methods;
  return SQLITE_OK;
}

StetFaultVfs *
stet_fault_vfs_new (StetFault *fault)
{
  StetFaultVfs *self = g_new0 (StetFaultVfs, 1);

  self->real = sqlite3_vfs_find (NULL);
  self->fault = fault;
  g_snprintf (self->name, sizeof self->name, "stet-%p", (void *) self);
  /* The other methods of the system's VFS do not look at which VFS they are called through. */
  self->vfs = *self->real;
  self->vfs.zName = self->name;
  self->vfs.pNext = NULL;
  self->vfs.szOsFile = (int) (real_file_bytes (self->real) + sizeof (FileTail));
  self->vfs.xOpen = fault_open;
  sqlite3_vfs_register (&self->vfs, 0);
  return self;
}

const char *
stet_fault_vfs_name (const StetFaultVfs *self)
{
  return self->name;
}

void
stet_fault_vfs_free (StetFaultVfs *self)
{
  if (self == NULL)
    return;
  sqlite3_vfs_unregister (&self->vfs);
  g_free (self);
}
