/* Writes that fail: an SQLite VFS over the system's own that says SQLITE_FULL for every way in
 * which there is no more room, and whose Nth write, or sync, fails on purpose. Layer: store. The
 * thread of the store. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _StetFault
{
  guint left; /* writes until the one that fails; 0: none will */
  int   code; /* SQLITE_FULL, SQLITE_IOERR_WRITE; SQLITE_IOERR_FSYNC counts syncs instead */
} StetFault;

/* Counts one write: TRUE for the one that is to fail. */
gboolean stet_fault_hit (StetFault *fault);

/* A VFS of its own for one database. `fault` (nullable) is borrowed. Returns: (owned). */
typedef struct _StetFaultVfs StetFaultVfs;
StetFaultVfs *stet_fault_vfs_new  (StetFault *fault);
const char   *stet_fault_vfs_name (const StetFaultVfs *vfs);
void          stet_fault_vfs_free (StetFaultVfs *vfs); /* after every database on it is closed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetFaultVfs, stet_fault_vfs_free)

G_END_DECLS
