/* The practice site's SQLite file: opening it and running statements. Layer: practice, on the
 * thread that serves. */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _StetPracticeDb StetPracticeDb;

/* Creates `dir` (0700) and the file in it (0600) where they are missing. */
StetPracticeDb *stet_practice_db_open  (const char *dir, GError **error);
void            stet_practice_db_close (StetPracticeDb *db);

gboolean stet_practice_db_begin    (StetPracticeDb *db, GError **error);
gboolean stet_practice_db_commit   (StetPracticeDb *db, GError **error);
void     stet_practice_db_rollback (StetPracticeDb *db);

/* As if the disk took no more writes: for tests of what then happens. */
void     stet_practice_db_refuse_writes (StetPracticeDb *db, gboolean refuse);

/* `types` has one letter for each `?`: t const char * (nullable), i gint64, b GBytes *. */
gboolean
stet_practice_db_run (StetPracticeDb *db, GError **error, const char *sql, const char *types, ...);
sqlite3_stmt *stet_practice_db_query (StetPracticeDb *db, GError **error, const char *sql,
                                      const char *types, ...);
/* FALSE after the last row, and on an error (then `error` is set). */
gboolean      stet_practice_db_step  (StetPracticeDb *db, sqlite3_stmt *rows, GError **error);
/* Returns: (owned) (nullable) a text column. */
char         *stet_practice_db_text  (sqlite3_stmt *rows, int column);
/* Returns: (owned) a blob column. */
GBytes       *stet_practice_db_blob  (sqlite3_stmt *rows, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPracticeDb, stet_practice_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
