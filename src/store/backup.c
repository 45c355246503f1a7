/* A copy of store.db for its owner to keep. Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of SQLite's file header (sqlite.org/fileformat2.html, 1.3). */
#define HEADER_BYTES 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_APPLICATION_ID_OFFSET 68

/* Whether an open file is a copy of a store, by its header. */
static gboolean
is_store_copy (int fd)
{
  guint8 header[HEADER_BYTES];
  guint32 id;

  if (pread (fd, header, sizeof header, 0) != (gssize) sizeof header)
    return FALSE;
  memcpy (&id, header + HEADER_APPLICATION_ID_OFFSET, sizeof id);
  return memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) == 0 && GUINT32_FROM_BE (id) == STET_STORE_APPLICATION_ID;
}

/* By name: closing any descriptor of the open database would drop SQLite's locks on it. */
static gboolean
is_own_database (StetStore *store, const char *file)
{
  g_autofree char *path = g_build_filename (store->dir, "store.db", NULL);
  struct stat own, other;

  return stat (path, &own) == 0 && stat (file, &other) == 0 && own.st_dev == other.st_dev &&
         own.st_ino == other.st_ino;
}

static gboolean
refuse (const char *file, GError **error)
{
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_DENIED, "%s is there and is no backup", file);
  return FALSE;
}

/* Whether a backup may take the place of what is at `file`. */
static gboolean
check_target (StetStore *store, const char *file, GError **error)
{
  gboolean ok;
  int fd;

  if (is_own_database (store, file))
    return refuse (file, error);
  fd = g_open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0)
    {
      stet_store_set_errno (error, errno, file);
      return FALSE;
    }
  ok = is_store_copy (fd);
  close (fd);
  return ok || refuse (file, error);
}

gboolean
stet_store_backup (StetStore *store, const char *file, GError **error)
{
  g_return_val_if_fail (store != NULL && file != NULL, FALSE);
  return check_target (store, file, error) && stet_database_copy (store->db, file, error);
}
