/* The practice site's SQLite file: one exclusive connection, WAL, a transaction per request.
 * Layer: practice, on the thread that serves. */
#include "config.h"

#include "practice/database.h"

#include "practice/practice.h"
#include "practice/practice-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <unistd.h>

#define SCHEMA_VERSION 1
#define SCHEMA_RESOURCE "/io/github/stet_newsroom/Stet/practice/schema.sql"

struct _StetPracticeDb
{
  sqlite3 *sqlite; /* (owned) */
};

static int
error_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return STET_PRACTICE_ERROR_BUSY;
    case SQLITE_FULL:
      return STET_PRACTICE_ERROR_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return STET_PRACTICE_ERROR_CORRUPT;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return STET_PRACTICE_ERROR_DENIED;
    default:
      return STET_PRACTICE_ERROR_IO;
    }
}

static gboolean
fail (StetPracticeDb *db, int code, GError **error)
{
  g_set_error (error, STET_PRACTICE_ERROR, error_code (code), "The practice database: %s",
               sqlite3_errmsg (db->sqlite));
  return FALSE;
}

static gboolean
execute (StetPracticeDb *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (db->sqlite, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || fail (db, code, error);
}

static gboolean
bind_all (sqlite3_stmt *rows, const char *types, va_list values)
{
  int code = SQLITE_OK;

  for (int i = 0; types[i] != '\0' && code == SQLITE_OK; i++)
    switch (types[i])
      {
      case 't':
        code = sqlite3_bind_text (rows, i + 1, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
        break;
      case 'i':
        code = sqlite3_bind_int64 (rows, i + 1, va_arg (values, gint64));
        break;
      case 'b':
        {
          gsize length;
          gconstpointer data = g_bytes_get_data (va_arg (values, GBytes *), &length);

          code = sqlite3_bind_blob64 (rows, i + 1, data != NULL ? data : "", length,
                                      SQLITE_TRANSIENT);
          break;
        }
      default:
        g_assert_not_reached ();
      }
  return code == SQLITE_OK;
}

static sqlite3_stmt *
prepare (StetPracticeDb *db, GError **error, const char *sql, const char *types, va_list values)
{
  g_autoptr (sqlite3_stmt) rows = NULL;
  int code = sqlite3_prepare_v2 (db->sqlite, sql, -1, &rows, NULL);

  if (code != SQLITE_OK || !bind_all (rows, types, values))
    {
      fail (db, sqlite3_errcode (db->sqlite), error);
      return NULL;
    }
  return g_steal_pointer (&rows);
}

sqlite3_stmt *
stet_practice_db_query (StetPracticeDb *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *rows;
  va_list values;

  va_start (values, types);
  rows = prepare (db, error, sql, types, values);
  va_end (values);
  return rows;
}

gboolean
stet_practice_db_run (StetPracticeDb *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (sqlite3_stmt) rows = NULL;
  g_autoptr (GError) local = NULL;
  va_list values;

  va_start (values, types);
  rows = prepare (db, error, sql, types, values);
  va_end (values);
  if (rows == NULL)
    return FALSE;
  stet_practice_db_step (db, rows, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
stet_practice_db_step (StetPracticeDb *db, sqlite3_stmt *rows, GError **error)
{
  int code = sqlite3_step (rows);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    fail (db, code, error);
  return FALSE;
}

char *
stet_practice_db_text (sqlite3_stmt *rows, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (rows, column));
}

GBytes *
stet_practice_db_blob (sqlite3_stmt *rows, int column)
{
  gconstpointer data = sqlite3_column_blob (rows, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (rows, column));
}

gboolean
stet_practice_db_begin (StetPracticeDb *db, GError **error)
{
  return execute (db, "BEGIN", error); /* nobody else is at the file */
}

gboolean
stet_practice_db_commit (StetPracticeDb *db, GError **error)
{
  if (execute (db, "COMMIT", error))
    return TRUE;
  stet_practice_db_rollback (db);
  return FALSE;
}

void
stet_practice_db_rollback (StetPracticeDb *db)
{
  if (!sqlite3_get_autocommit (db->sqlite))
    sqlite3_exec (db->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

void
stet_practice_db_refuse_writes (StetPracticeDb *db, gboolean refuse)
{
  sqlite3_exec (db->sqlite, refuse ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF", NULL,
                NULL, NULL);
}

static gboolean
create_schema (StetPracticeDb *db, GError **error)
{
  g_autoptr (GBytes) sql = g_resource_lookup_data (stet_practice_get_resource (), SCHEMA_RESOURCE,
                                                   0, error);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", SCHEMA_VERSION);
  g_autofree char *text = NULL;

  if (sql == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (sql, NULL), g_bytes_get_size (sql));
  if (!stet_practice_db_begin (db, error))
    return FALSE;
  if (execute (db, text, error) && execute (db, version, error))
    return stet_practice_db_commit (db, error);
  stet_practice_db_rollback (db);
  return FALSE;
}

static gboolean
check_version (StetPracticeDb *db, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = stet_practice_db_query (db, error, "PRAGMA user_version", "");
  int version;

  if (rows == NULL || !stet_practice_db_step (db, rows, error))
    return FALSE;
  version = sqlite3_column_int (rows, 0);
  g_clear_pointer (&rows, sqlite3_finalize);
  if (version == 0)
    return create_schema (db, error);
  if (version == SCHEMA_VERSION)
    return TRUE;
  g_set_error (error, STET_PRACTICE_ERROR, STET_PRACTICE_ERROR_NEWER,
               "The practice database is of version %d, this program knows %d", version,
               SCHEMA_VERSION);
  return FALSE;
}

/* Made before SQLite sees it, since SQLite would make it readable for others; the WAL takes its
 * mode. */
static gboolean
create_file (const char *dir, const char *path, GError **error)
{
  int fd = g_mkdir_with_parents (dir, 0700) == 0 ? g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)
                                                 : -1;

  if (fd < 0)
    {
      g_set_error (error, STET_PRACTICE_ERROR,
                   errno == ENOSPC ? STET_PRACTICE_ERROR_FULL : STET_PRACTICE_ERROR_DENIED,
                   "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  fchmod (fd, 0600);
  close (fd);
  return TRUE;
}

StetPracticeDb *
stet_practice_db_open (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "practice.db", NULL);
  g_autoptr (StetPracticeDb) db = g_new0 (StetPracticeDb, 1);
  int code;

  if (!create_file (dir, path, error))
    return NULL;
  code = sqlite3_open_v2 (path, &db->sqlite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    {
      fail (db, code, error);
      return NULL;
    }
  if (!execute (db, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF;", error)
      || !check_version (db, error)
      || !execute (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", error))
    return NULL;
  return g_steal_pointer (&db);
}

void
stet_practice_db_close (StetPracticeDb *db)
{
  if (db == NULL)
    return;
  sqlite3_close (db->sqlite);
  g_free (db);
}
