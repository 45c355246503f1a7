/* Opening, locking and closing the data folder. Layer: store. The thread of the store. */
#include "config.h"

#include "store/private.h"
#include "store/sql-resource.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK "open\n"

G_DEFINE_QUARK (stet-store-error-quark, stet_store_error)

gboolean
stet_store_not_found (GError **error, const char *what, const char *id)
{
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_NOT_FOUND, "no %s %s", what, id);
  return FALSE;
}

static char *
load_sql (const char *name)
{
  g_autofree char *path = g_strconcat ("/io/github/stet_newsroom/Stet/store/sql/", name, NULL);
  g_autoptr (GBytes) text = NULL;

  stet_store_sql_register_resource ();
  text = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (text != NULL);
  return g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
}

static StetStore *
store_new (const char *dir, StetClock *clock, StetRandom *random)
{
  StetStore *store = g_new0 (StetStore, 1);

  store->dir = g_canonicalize_filename (dir, NULL);
  store->photos_dir = g_build_filename (store->dir, "photos", NULL);
  store->copies_dir = g_build_filename (store->dir, "backups", NULL);
  store->lock_fd = -1;
  store->clock = clock;
  store->random = random;
  store->fault.code = SQLITE_FULL;
  store->migrations[0] = load_sql ("001-stories.sql");
  store->migrations[1] = load_sql ("002-rules.sql");
  store->migrations[2] = load_sql ("003-beside.sql");
  store->migrations[3] = load_sql ("004-remote-id.sql");
  store->archive_migrations[0] = load_sql ("archive-001-text.sql");
  store->spec = (StetDatabaseSpec){ .application_id = STET_STORE_APPLICATION_ID,
                                    .migrations = (const char *const *) store->migrations,
                                    .copies_dir = store->copies_dir,
                                    .fault = &store->fault };
  store->archive_spec
      = (StetDatabaseSpec){ .application_id = STET_ARCHIVE_APPLICATION_ID,
                            .migrations = (const char *const *) store->archive_migrations,
                            .rebuildable = TRUE,
                            .fault = &store->fault };
  return store;
}

/* A folder of ours is for its owner alone. One that already holds other things keeps its mode: its
 * files are closed to others anyhow. */
static gboolean
ensure_dir (const char *path, GError **error)
{
  g_autoptr (GDir) entries = NULL;
  gboolean ok = g_mkdir_with_parents (path, 0700) == 0;

  if (ok)
    entries = g_dir_open (path, 0, NULL);
  if (entries != NULL && g_dir_read_name (entries) == NULL)
    ok = g_chmod (path, 0700) == 0;
  if (!ok)
    stet_store_set_errno (error, errno, path);
  return ok;
}

/* The lock belongs to the open file, so that it ends with this store and with a killed program. */
static gboolean
take_lock (StetStore *store, GError **error)
{
  g_autofree char *path = g_build_filename (store->dir, "store.lock", NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  store->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (store->lock_fd >= 0 && fcntl (store->lock_fd, F_OFD_SETLK, &lock) == 0)
    return TRUE;
  if (store->lock_fd >= 0 && (errno == EAGAIN || errno == EACCES))
    g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_BUSY, "%s is held by another program",
                 path);
  else
    stet_store_set_errno (error, errno, path);
  return FALSE;
}

/* The lock's file holds a word while the store is open: who finds one there follows a program that
 * ended without closing. A disk too full even for that costs the next start its notice and nothing
 * else. */
static void
set_mark (StetStore *store)
{
  store->marked = TRUE;
  if (pwrite (store->lock_fd, MARK, strlen (MARK), 0) != (gssize) strlen (MARK) ||
      fdatasync (store->lock_fd) != 0)
    g_debug ("could not note that the store is open: %s", g_strerror (errno));
}

static void
clear_mark (StetStore *store)
{
  if (ftruncate (store->lock_fd, 0) != 0 || fdatasync (store->lock_fd) != 0)
    g_debug ("could not note that the store is closed: %s", g_strerror (errno));
}

static gint64
file_bytes (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_size : -1;
}

/* To SQLite an empty file is a new database. Beside things that are made only after the first
 * commit it is a loss, and not to be covered up. */
static gboolean
check_not_emptied (StetStore *store, const char *path, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  gint64 size_bytes = file_bytes (path);

  if (size_bytes > 0 || (file_bytes (wal) <= 0 &&
                         !(size_bytes == 0 && g_file_test (store->photos_dir, G_FILE_TEST_IS_DIR))))
    return TRUE;
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_CORRUPT, "%s has lost its content", path);
  return FALSE;
}

static gboolean
sync_dir (const char *dir, GError **error)
{
  int fd = g_open (dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    stet_store_set_errno (error, errno, dir);
  if (fd >= 0)
    close (fd);
  return ok;
}

static gboolean
open_files (StetStore *store, GError **error)
{
  g_autofree char *path = g_build_filename (store->dir, "store.db", NULL);

  if (!check_not_emptied (store, path, error))
    return FALSE;
  store->interrupted = lseek (store->lock_fd, 0, SEEK_END) > 0;
  store->spec.suspect = store->archive_spec.suspect = store->interrupted;
  store->db = stet_database_open (path, &store->spec, error);
  return store->db != NULL && ensure_dir (store->photos_dir, error)
         && stet_backup_lay_out (store, error) && sync_dir (store->dir, error);
}

StetStore *
stet_store_open (const char *dir, StetClock *clock, StetRandom *random, GError **error)
{
  g_autoptr (StetStore) store = NULL;
  g_autoptr (GError) archive_error = NULL;

  g_return_val_if_fail (dir != NULL && clock != NULL && random != NULL, NULL);
  store = store_new (dir, clock, random);
  if (!ensure_dir (store->dir, error) || !take_lock (store, error) || !open_files (store, error))
    return NULL;
  set_mark (store);
  if (!stet_archive_open (store, &archive_error))
    g_debug ("archive: %s", archive_error->message);
  return g_steal_pointer (&store);
}

void
stet_store_close (StetStore *store)
{
  if (store == NULL)
    return;
  stet_database_close (store->archive);
  stet_database_close (store->db);
  /* Where it could not be opened the mark stays as it was found. */
  if (store->marked)
    clear_mark (store);
  if (store->lock_fd >= 0)
    close (store->lock_fd);
  for (guint i = 0; store->migrations[i] != NULL; i++)
    g_free (store->migrations[i]);
  g_free (store->archive_migrations[0]);
  g_free (store->copies_dir);
  g_free (store->photos_dir);
  g_free (store->dir);
  g_free (store);
}

const char *
stet_store_dir (const StetStore *store)
{
  return store->dir;
}

gboolean
stet_store_begin (StetStore *store, GError **error)
{
  g_return_val_if_fail (store != NULL, FALSE);
  return stet_database_begin (store->db, error);
}

gboolean
stet_store_end (StetStore *store, gboolean ok, GError **error)
{
  g_return_val_if_fail (store != NULL, FALSE);
  return stet_database_end (store->db, ok, error);
}

gboolean
stet_store_was_interrupted (const StetStore *store)
{
  return store->interrupted;
}

void
stet_store_fail_after (StetStore *store, guint writes)
{
  store->fault.left = writes;
}
