/* Opening a database of ours: looked at before anything is written, set up, migrated; and copying
 * it.
 * Layer: store. The thread of the store. */
#include "config.h"

#include "store/database-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* SQLite would make the file by the umask; its side files take their mode from it. */
static gboolean
ensure_file (const char *path, GError **error)
{
  struct stat info;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  gboolean ok = fd >= 0 && fstat (fd, &info) == 0;

  if (ok && (info.st_mode & 077) != 0)
    ok = fchmod (fd, 0600) == 0;
  if (!ok)
    stet_store_set_errno (error, errno, path);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* One number from a PRAGMA or a SELECT. */
static gboolean
read_number (StetDatabase *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (db, sql);

  if (stet_query_next (query))
    *number = stet_query_int (query, 0);
  return stet_query_end (query, error);
}

static guint
latest_version (const StetDatabaseSpec *spec)
{
  guint n = 0;

  while (spec->migrations[n] != NULL)
    n++;
  return n;
}

static gboolean
refuse (StetDatabase *db, StetStoreError code, const char *why, GError **error)
{
  g_set_error (error, STET_STORE_ERROR, code, "%s: %s", db->path, why);
  return FALSE;
}

static gboolean
check_owner (StetDatabase *db, GError **error)
{
  gint64 id = 0, version = 0, n_tables = 0;

  if (!read_number (db, "PRAGMA application_id", &id, error) ||
      !read_number (db, "PRAGMA user_version", &version, error) ||
      !read_number (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (id == 0 && version == 0 && n_tables == 0)
    return TRUE;
  if ((guint32) id != db->spec->application_id)
    return refuse (db, STET_STORE_ERROR_CORRUPT, "not a database of this program", error);
  if (version > latest_version (db->spec))
    return refuse (db, STET_STORE_ERROR_NEWER, "made by a newer version", error);
  if (version < 1)
    return refuse (db, STET_STORE_ERROR_CORRUPT, "tables without a version", error);
  return TRUE;
}

static gboolean
check_whole (StetDatabase *db, GError **error)
{
  g_autoptr (StetQuery) query = stet_query_new (db, "PRAGMA quick_check(1)");

  if (stet_query_next (query) && g_strcmp0 (stet_query_text (query, 0), "ok") != 0)
    return refuse (db, STET_STORE_ERROR_CORRUPT, stet_query_text (query, 0), error);
  return stet_query_end (query, error);
}

static gboolean
check_when_small (StetDatabase *db, GError **error)
{
  gint64 bytes_max
      = db->spec->suspect ? STET_DATABASE_SUSPECT_BYTES_MAX : STET_DATABASE_CHECK_BYTES_MAX;
  gint64 n_pages = 0, page_bytes = 0;

  if (!read_number (db, "PRAGMA page_count", &n_pages, error) ||
      !read_number (db, "PRAGMA page_size", &page_bytes, error))
    return FALSE;
  return n_pages * page_bytes > bytes_max || check_whole (db, error);
}

/* Until the file is known to be ours and whole, nothing may be written, not even by closing it. */
static gboolean
set_up_reading (StetDatabase *db, GError **error)
{
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  return stet_database_exec (db,
                             "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON;"
                             "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF",
                             error);
}

static gboolean
set_up_writing (StetDatabase *db, GError **error)
{
  const char *durability
      = db->spec->rebuildable ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL";

  /* Where WAL can't be had SQLite keeps its rollback journal, which is as safe. */
  if (!stet_database_exec (db, "PRAGMA journal_mode = WAL", error)
      || !stet_database_exec (db, durability, error))
    return FALSE;
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

gboolean
stet_database_connect (StetDatabase *db, GError **error)
{
  const char *vfs = stet_fault_vfs_name (db->vfs);
  int rc;

  if (!ensure_file (db->path, error))
    return FALSE;
  rc = sqlite3_open_v2 (db->path, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, vfs);
  if (rc != SQLITE_OK)
    {
      stet_database_set_error (db, rc, error);
      return FALSE;
    }
  return set_up_reading (db, error) && check_owner (db, error) && check_when_small (db, error) &&
         set_up_writing (db, error);
}

gboolean
stet_database_reconnect (StetDatabase *db, GError **error)
{
  stet_database_drop_idle (db);
  sqlite3_close (db->handle);
  db->handle = NULL;
  db->poisoned = FALSE;
  if (stet_database_connect (db, error))
    return TRUE;
  stet_database_drop_idle (db);
  sqlite3_close (db->handle);
  db->handle = NULL;
  db->poisoned = TRUE;
  return FALSE;
}

/* --- migrations --- */

static gboolean
run_migration (StetDatabase *db, guint version, GError **error)
{
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u",
                                            (int) db->spec->application_id, version);
  gboolean ok;

  if (!stet_database_begin (db, error))
    return FALSE;
  ok = stet_database_exec (db, db->spec->migrations[version - 1], error)
       && stet_database_exec (db, marks, error);
  return stet_database_end (db, ok, error);
}

static gboolean
keep_copy (StetDatabase *db, guint version, GError **error)
{
  g_autofree char *name = g_strdup_printf ("before-%u.db", version);
  g_autofree char *path = NULL;

  if (db->spec->copies_dir == NULL)
    return TRUE;
  if (g_mkdir_with_parents (db->spec->copies_dir, 0700) != 0)
    {
      stet_store_set_errno (error, errno, db->spec->copies_dir);
      return FALSE;
    }
  path = g_build_filename (db->spec->copies_dir, name, NULL);
  return stet_database_copy (db, path, NULL, NULL, error);
}

static gboolean
migrate (StetDatabase *db, GError **error)
{
  guint latest = latest_version (db->spec);
  gint64 version = 0;

  if (!read_number (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > 0 && version < latest && !keep_copy (db, (guint) version + 1, error))
    return FALSE;
  for (guint next = (guint) version + 1; next <= latest; next++)
    if (!run_migration (db, next, error))
      return FALSE;
  return TRUE;
}

StetDatabase *
stet_database_open (const char *path, const StetDatabaseSpec *spec, GError **error)
{
  g_autoptr (StetDatabase) db = g_new0 (StetDatabase, 1);

  g_return_val_if_fail (path != NULL && spec != NULL && spec->migrations != NULL, NULL);
  db->path = g_strdup (path);
  db->spec = spec;
  db->vfs = stet_fault_vfs_new (spec->fault);
  if (!stet_database_connect (db, error) || !migrate (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

void
stet_database_close (StetDatabase *db)
{
  if (db == NULL)
    return;
  g_warn_if_fail (db->n_queries == 0);
  stet_database_drop_idle (db);
  sqlite3_close (db->handle);
  stet_fault_vfs_free (db->vfs);
  g_free (db->path);
  g_free (db);
}

/* --- copies --- */

static gboolean
sync_path (const char *path, int flags, GError **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    stet_store_set_errno (error, errno, path);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* The copy through a handle of its own: added to where there is something to add, then looked
 * through. */
static gboolean
finish_copy (const char *path, StetDatabaseAddFunc add, gpointer data, GError **error)
{
  StetDatabase copy = { .path = (char *) path };
  int flags = add != NULL ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  int rc = sqlite3_open_v2 (path, &copy.handle, flags, NULL);
  gboolean ok = rc == SQLITE_OK;

  if (!ok)
    stet_database_set_error (&copy, rc, error);
  if (ok && add != NULL)
    ok = stet_database_begin (&copy, error)
         && stet_database_end (&copy, add (&copy, data, error), error);
  ok = ok && check_whole (&copy, error);
  stet_database_drop_idle (&copy);
  sqlite3_close (copy.handle);
  return ok;
}

gboolean
stet_database_copy (StetDatabase *db, const char *path, StetDatabaseAddFunc add, gpointer data,
                    GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      stet_store_set_errno (error, errno, path);
      return FALSE;
    }
  close (fd);
  if (!stet_database_run (db, error, "VACUUM INTO ?1", "s", temporary)
      || !finish_copy (temporary, add, data, error) || !sync_path (temporary, O_RDWR, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, path) == 0)
    return sync_path (dir, O_RDONLY | O_DIRECTORY, error);
  stet_store_set_errno (error, errno, path);
  g_unlink (temporary);
  return FALSE;
}
