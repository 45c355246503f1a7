/* One SQLite file of ours: opened with care, migrated, queried with little ceremony.
 * Layer: store. Blocks; one thread at a time. Errors are STET_STORE_ERROR. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _StetFault StetFault;
typedef struct _StetDatabase StetDatabase;
typedef struct _StetQuery StetQuery;

/* Files up to this size are checked whole when they are opened; `suspect` ones up to the second. */
#define STET_DATABASE_CHECK_BYTES_MAX (4 * 1024 * 1024)
#define STET_DATABASE_SUSPECT_BYTES_MAX (256 * 1024 * 1024)

typedef struct
{
  guint32            application_id; /* SQLite's mark of the file's owner; another one is CORRUPT */
  /* NULL-terminated SQL texts; the Nth makes version N of N - 1 */
  const char *const *migrations;
  /* (nullable) where a copy is kept before an old file is migrated */
  const char        *copies_dir;
  gboolean           rebuildable;    /* a power cut may cost the newest commits, never the file */
  gboolean           suspect;        /* it was not closed in order last time */
  StetFault         *fault;          /* (nullable) (borrowed) makes writes fail on purpose */
} StetDatabaseSpec;

/* Opens or creates `path` (mode 0600) for this program alone: BUSY when another has it. A file that
 * is NEWER or CORRUPT is left as it was, byte for byte. The spec and what it points to must outlive
 * the database. Returns: (owned). */
StetDatabase *stet_database_open  (const char *path, const StetDatabaseSpec *spec, GError **error);
void          stet_database_close (StetDatabase *db);

/* BEGIN IMMEDIATE; then stet_database_end () commits when `ok`, else (or when that fails) rolls
 * back. Within a transaction both do the same to a part of it, which counts once the whole is
 * committed.
 * Returns: whether it was committed; `error` is set only when it was `ok` and could not be. */
gboolean stet_database_begin (StetDatabase *db, GError **error);
gboolean stet_database_end   (StetDatabase *db, gboolean ok, GError **error);
/* One statement that returns nothing, its parameters as in stet_query_bind (). */
gboolean
stet_database_run (StetDatabase *db, GError **error, const char *sql, const char *types, ...);
/* Rows changed by the statement run last. */
int      stet_database_changes (StetDatabase *db);

/* A query never fails at once: what goes wrong is kept and told by stet_query_end (). */
StetQuery *stet_query_new  (StetDatabase *db, const char *sql);
void       stet_query_free (StetQuery *query);
/* Binds one value per letter: s const char * (nullable), i int, l gint64, b GBytes * (nullable).
 * Copied. Also makes the query ready to run again. */
void       stet_query_bind (StetQuery *query, const char *types, ...);
/* The same from parameter `first` on (from 1), leaving those before. */
void       stet_query_bind_from (StetQuery *query, int first, const char *types, ...);
gboolean   stet_query_next (StetQuery *query); /* TRUE: a row */
/* Whether all went well so far. */
gboolean   stet_query_end  (StetQuery *query, GError **error);
/* Runs a bound query that returns nothing. */
gboolean   stet_query_run  (StetQuery *query, GError **error);

/* Columns of the row, from 0. */
/* (borrowed) (nullable), until the next row */
const char *stet_query_text   (StetQuery *query, int column);
char       *stet_query_dup    (StetQuery *query, int column); /* (owned) (nullable) */
GBytes     *stet_query_bytes  (StetQuery *query, int column); /* (owned), empty for NULL */
gint64      stet_query_int    (StetQuery *query, int column);
gboolean    stet_query_is_null (StetQuery *query, int column);

/* Adds to a copy while nobody else knows of it. */
typedef gboolean (*StetDatabaseAddFunc) (StetDatabase *copy, gpointer data, GError **error);
/* A copy of the whole file as it stands: made beside `path`, given to `add` (nullable), checked,
 * synced, renamed over it. Mode 0600. */
gboolean stet_database_copy (StetDatabase *db, const char *path, StetDatabaseAddFunc add,
                             gpointer data, GError **error);

/* (domain, code) for an errno; the message is `what` and the system's words. */
void stet_store_set_errno (GError **error, int code, const char *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetDatabase, stet_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetQuery, stet_query_free)

G_END_DECLS
