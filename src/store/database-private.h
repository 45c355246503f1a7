/* Shared by the files that make up a database: nobody else includes it. Layer: store. */
#pragma once

#include "store/database.h"
#include "store/fault.h"
#include "store/store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* Statements kept prepared for their next use; the store has fewer texts than that in a sync. */
#define STET_DATABASE_IDLE_MAX 32

struct _StetDatabase
{
  sqlite3                *handle;
  StetFaultVfs           *vfs;      /* (owned) */
  char                   *path;     /* (owned) */
  const StetDatabaseSpec *spec;     /* (borrowed) */
  guint                   n_queries; /* alive */
  /* (owned) prepared, reset, without values; the one used last stands last */
  sqlite3_stmt           *idle[STET_DATABASE_IDLE_MAX];
  guint                   n_idle;
  guint                   depth; /* of transactions within each other; 0: none */
  /* a write or sync failed in a way that only a fresh handle can tell */
  gboolean                poisoned;
};

/* Opens the handle, checks whose file it is and sets it up; nothing is migrated. */
gboolean stet_database_connect (StetDatabase *db, GError **error);
/* Closes the handle and opens another. */
gboolean stet_database_reconnect (StetDatabase *db, GError **error);
/* What SQLite's last result on this handle means to a caller. */
void stet_database_set_error (StetDatabase *db, int rc, GError **error);
/* To be called before the handle is closed, which statements would keep open. */
void stet_database_drop_idle (StetDatabase *db);
gboolean stet_database_exec (StetDatabase *db, const char *sql, GError **error);

G_END_DECLS
