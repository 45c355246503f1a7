/* Transactions and queries on one SQLite file. Layer: store. The thread of the store. */
#include "config.h"

#include "store/database-private.h"

#include <errno.h>
#include <string.h>

struct _StetQuery
{
  StetDatabase *db;   /* (borrowed) */
  sqlite3_stmt *stmt; /* (nullable): `rc` says why not */
  int           rc;   /* the first thing that went wrong, else SQLITE_OK */
  GError       *error; /* (owned) (nullable) made at that moment */
};

static StetStoreError
code_of_errno (int code)
{
  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return STET_STORE_ERROR_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
      return STET_STORE_ERROR_DENIED;
    default:
      return STET_STORE_ERROR_IO;
    }
}

void
stet_store_set_errno (GError **error, int code, const char *what)
{
  g_set_error (error, STET_STORE_ERROR, code_of_errno (code), "%s: %s", what, g_strerror (code));
}

static StetStoreError
code_of_result (StetDatabase *db, int rc)
{
  int system_code = db->handle != NULL ? sqlite3_system_errno (db->handle) : 0;

  switch (rc & 0xff)
    {
    case SQLITE_FULL:
      return STET_STORE_ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return STET_STORE_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return STET_STORE_ERROR_CORRUPT;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return STET_STORE_ERROR_DENIED;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      return code_of_errno (system_code);
    default:
      return STET_STORE_ERROR_IO;
    }
}

void
stet_database_set_error (StetDatabase *db, int rc, GError **error)
{
  StetStoreError code = code_of_result (db, rc);

  if ((rc & 0xff) == SQLITE_IOERR && code != STET_STORE_ERROR_FULL)
    db->poisoned = TRUE;
  g_set_error (error, STET_STORE_ERROR, code, "%s: %s (%d)", db->path,
               db->handle != NULL ? sqlite3_errmsg (db->handle) : sqlite3_errstr (rc), rc);
}

gboolean
stet_database_exec (StetDatabase *db, const char *sql, GError **error)
{
  int rc = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  stet_database_set_error (db, rc, error);
  return FALSE;
}

/* --- transactions --- */

/* After a failed write or sync nobody knows what is on the disk but a handle that reads it
 * afresh. */
static gboolean
ensure_sound (StetDatabase *db, GError **error)
{
  return !db->poisoned || db->depth > 0 || db->n_queries > 0
         || stet_database_reconnect (db, error);
}

/* SQLite may have ended the transaction around (a full disk does): nothing is begun anew then. */
static gboolean
begin_inner (StetDatabase *db, GError **error)
{
  if (!sqlite3_get_autocommit (db->handle))
    return stet_database_exec (db, "SAVEPOINT part", error);
  g_set_error (error, STET_STORE_ERROR, STET_STORE_ERROR_IO, "%s: the transaction has ended",
               db->path);
  return FALSE;
}

static gboolean
end_inner (StetDatabase *db, gboolean ok, GError **error)
{
  if (ok && stet_database_exec (db, "RELEASE part", error))
    return TRUE;
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
  return FALSE;
}

gboolean
stet_database_begin (StetDatabase *db, GError **error)
{
  gboolean begun = db->depth > 0 ? begin_inner (db, error)
                                 : ensure_sound (db, error)
                                       && stet_database_exec (db, "BEGIN IMMEDIATE", error);

  db->depth += begun ? 1 : 0;
  return begun;
}

gboolean
stet_database_end (StetDatabase *db, gboolean ok, GError **error)
{
  db->depth--;
  if (db->depth > 0)
    return end_inner (db, ok, error);
  if (ok && stet_database_exec (db, "COMMIT", error))
    return TRUE;
  /* A full disk may have ended the transaction already. */
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

int
stet_database_changes (StetDatabase *db)
{
  return sqlite3_changes (db->handle);
}

/* --- statements kept --- */

/* An idle statement of that text, no longer among the idle: in use twice at once, a text has two.
 * SQLite itself prepares one anew where the tables have changed. (owned) (nullable) */
static sqlite3_stmt *
take_idle (StetDatabase *db, const char *sql)
{
  for (guint i = db->n_idle; i-- > 0;)
    {
      sqlite3_stmt *stmt = db->idle[i];

      if (strcmp (sqlite3_sql (stmt), sql) != 0)
        continue;
      db->n_idle--;
      memmove (&db->idle[i], &db->idle[i + 1], (db->n_idle - i) * sizeof db->idle[0]);
      return stmt;
    }
  return NULL;
}

/* Takes `stmt`; the one that was idle longest makes room for it. */
static void
put_idle (StetDatabase *db, sqlite3_stmt *stmt)
{
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  if (db->n_idle == STET_DATABASE_IDLE_MAX)
    {
      db->n_idle--;
      sqlite3_finalize (db->idle[0]);
      memmove (&db->idle[0], &db->idle[1], db->n_idle * sizeof db->idle[0]);
    }
  db->idle[db->n_idle++] = stmt;
}

void
stet_database_drop_idle (StetDatabase *db)
{
  while (db->n_idle > 0)
    sqlite3_finalize (db->idle[--db->n_idle]);
}

/* --- queries --- */

static void
query_note (StetQuery *query, int rc)
{
  if (rc == SQLITE_OK || query->rc != SQLITE_OK)
    return;
  query->rc = rc;
  stet_database_set_error (query->db, rc, &query->error);
}

StetQuery *
stet_query_new (StetDatabase *db, const char *sql)
{
  StetQuery *query = g_new0 (StetQuery, 1);

  query->db = db;
  if (!ensure_sound (db, &query->error))
    query->rc = SQLITE_IOERR;
  else
    query->stmt = take_idle (db, sql);
  if (query->rc == SQLITE_OK && query->stmt == NULL)
    query_note (query, sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                           &query->stmt, NULL));
  db->n_queries++;
  return query;
}

void
stet_query_free (StetQuery *query)
{
  if (query == NULL)
    return;
  if (query->stmt != NULL && query->rc == SQLITE_OK)
    put_idle (query->db, query->stmt);
  else
    sqlite3_finalize (query->stmt);
  query->db->n_queries--;
  g_clear_error (&query->error);
  g_free (query);
}

static void
bind_bytes (StetQuery *query, int index, GBytes *bytes)
{
  gsize length_bytes = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &length_bytes) : NULL;

  if (bytes == NULL)
    query_note (query, sqlite3_bind_null (query->stmt, index));
  else /* an empty one is not NULL */
    query_note (query, sqlite3_bind_blob64 (query->stmt, index, data != NULL ? data : "",
                                            length_bytes, SQLITE_TRANSIENT));
}

static void
bind_values (StetQuery *query, int first, const char *types, va_list values)
{
  if (query->stmt == NULL)
    return;
  sqlite3_reset (query->stmt);
  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 's':
        query_note (query, sqlite3_bind_text (query->stmt, first + i, va_arg (values, const char *),
                                              -1, SQLITE_TRANSIENT));
        break;
      case 'i':
        query_note (query, sqlite3_bind_int (query->stmt, first + i, va_arg (values, int)));
        break;
      case 'l':
        query_note (query, sqlite3_bind_int64 (query->stmt, first + i, va_arg (values, gint64)));
        break;
      case 'b':
        bind_bytes (query, first + i, va_arg (values, GBytes *));
        break;
      default:
        g_assert_not_reached ();
      }
}

void
stet_query_bind (StetQuery *query, const char *types, ...)
{
  va_list values;

  va_start (values, types);
  bind_values (query, 1, types, values);
  va_end (values);
}

void
stet_query_bind_from (StetQuery *query, int first, const char *types, ...)
{
  va_list values;

  va_start (values, types);
  bind_values (query, first, types, values);
  va_end (values);
}

gboolean
stet_query_next (StetQuery *query)
{
  int rc;

  if (query->rc != SQLITE_OK)
    return FALSE;
  rc = sqlite3_step (query->stmt);
  if (rc == SQLITE_ROW)
    return TRUE;
  query_note (query, rc == SQLITE_DONE ? SQLITE_OK : rc);
  return FALSE;
}

gboolean
stet_query_end (StetQuery *query, GError **error)
{
  if (query->stmt != NULL)
    sqlite3_reset (query->stmt);
  if (query->error == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (query->error);
  return FALSE;
}

gboolean
stet_query_run (StetQuery *query, GError **error)
{
  while (stet_query_next (query))
    continue;
  return stet_query_end (query, error);
}

gboolean
stet_database_run (StetDatabase *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (StetQuery) query = stet_query_new (db, sql);
  va_list values;

  va_start (values, types);
  bind_values (query, 1, types, values);
  va_end (values);
  return stet_query_run (query, error);
}

/* --- columns --- */

const char *
stet_query_text (StetQuery *query, int column)
{
  return (const char *) sqlite3_column_text (query->stmt, column);
}

char *
stet_query_dup (StetQuery *query, int column)
{
  return g_strdup (stet_query_text (query, column));
}

GBytes *
stet_query_bytes (StetQuery *query, int column)
{
  const void *data = sqlite3_column_blob (query->stmt, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (query->stmt, column));
}

gint64
stet_query_int (StetQuery *query, int column)
{
  return sqlite3_column_int64 (query->stmt, column);
}

gboolean
stet_query_is_null (StetQuery *query, int column)
{
  return sqlite3_column_type (query->stmt, column) == SQLITE_NULL;
}
