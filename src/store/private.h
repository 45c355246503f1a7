/* The store's insides, for the files that make it up. Layer: store. The thread of the store. */
#pragma once

#include "store/database.h"
#include "store/fault.h"
#include "store/store.h"

G_BEGIN_DECLS

#define STET_STORE_APPLICATION_ID 0x53746574   /* "Stet" */
#define STET_ARCHIVE_APPLICATION_ID 0x53746541 /* "SteA" */

struct _StetStore
{
  char         *dir;        /* (owned) */
  char         *photos_dir; /* (owned) */
  char         *copies_dir; /* (owned) */
  int           lock_fd;
  gboolean      marked;      /* the lock's file says that the store is open */
  gboolean      interrupted;
  guint         terms_serial; /* another number once terms were put */
  StetClock    *clock;      /* (borrowed) */
  StetRandom   *random;     /* (borrowed) */
  StetFault     fault;
  StetDatabaseSpec spec;         /* of store.db */
  StetDatabaseSpec archive_spec;
  char         *migrations[5];         /* (owned) texts, NULL-terminated */
  char         *archive_migrations[2]; /* (owned) texts, NULL-terminated */
  StetDatabase *db;         /* (owned) */
  StetDatabase *archive;    /* (owned) (nullable): could not be opened, tried again when needed */
};

/* archive.db, made again when it can't be opened as it is. */
gboolean stet_archive_open (StetStore *store, GError **error);
/* Brings the index up to what store.db holds, then the ids of the stories whose text has all of
 * `words`.
 * Returns: (owned) GHashTable of char *, a set. */
GHashTable *stet_archive_search (StetStore *store, const char *words, GError **error);

/* The text of a revision as it was saved. */
GBytes *stet_revision_read (StetStore *store, const char *id, gint64 revision, GError **error);
/* Adds revision `number`, whose text follows `before` (nullable: none). */
typedef struct
{
  gint64      number;
  StetOrigin  origin;
  const char *hash;
  const char *headline;
  GBytes     *text;
  GBytes     *before; /* (nullable) */
} StetNewRevision;
gboolean stet_revision_add (StetStore *store, const char *id, const StetNewRevision *revision,
                            GError **error);

/* (domain, code) for a failed read or write of a file beside store.db. */
void stet_store_set_file_error (GError **error, const GError *cause);

/* What a backup brought along, put beside store.db where nothing stands yet. A file that cannot be
 * written stays in store.db for the next opening. */
gboolean stet_backup_lay_out (StetStore *store, GError **error);

/* A story from stored JSON, CORRUPT when it is none. */
StetArticle *
stet_store_parse (StetStore *store, const char *data, gsize length_bytes, GError **error);

/* The ten columns that hold what is known of a story at its site, in tables remote and conflict. */
#define STET_REMOTE_COLUMNS                                                                        \
  "site_id, remote_id, version, hash, live_hash, url, author, published_us, state, base"
#define STET_REMOTE_COLUMNS_N 10
/* `base_json` (nullable): the base's text, where it is at hand. */
void        stet_remote_bind (StetQuery *query, int first, const StetRemote *remote,
                              const char *base_json);
StetRemote *stet_remote_read (StetStore *store, StetQuery *query, int first, GError **error);

StetState stet_store_state (const char *name); /* DRAFT for none */
gboolean  stet_store_not_found (GError **error, const char *what, const char *id); /* FALSE */

G_END_DECLS
