/* Shared by the files that make up a database: nobody else includes it. Layer: store. */
#pragma once

#include "store/database.h"
#include "store/fault.h"
#include "store/store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _StetDatabase
{
  sqlite3                *handle;
  StetFaultVfs           *vfs;      /* (owned) */
  char                   *path;     /* (owned) */
  const StetDatabaseSpec *spec;     /* (borrowed) */
  guint                   n_queries; /* alive */
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
gboolean stet_database_exec (StetDatabase *db, const char *sql, GError **error);

G_END_DECLS
