/* What this machine knows: drafts and their history, review records, the outbox, accounts, settings
 * (store.db, precious) and copies of what the site has (archive.db, rebuildable).
 * Layer: store. Every function blocks and runs on one thread at a time: the store's own worker, or
 * the only thread of a command. Directory 0700, files 0600. */
#pragma once

#include "article/article.h"
#include "article/review.h"
#include "base/clock.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_STORE_ERROR (stet_store_error_quark ())
GQuark stet_store_error_quark (void);
typedef enum
{
  STET_STORE_ERROR_BUSY = 1,  /* another program holds the lock */
  STET_STORE_ERROR_CORRUPT,
  STET_STORE_ERROR_NEWER,     /* made by a newer Stet; left untouched */
  STET_STORE_ERROR_FULL,      /* the disk is full; the last committed state stands */
  STET_STORE_ERROR_DENIED,    /* not writable */
  STET_STORE_ERROR_NOT_FOUND,
  STET_STORE_ERROR_AMBIGUOUS, /* an id prefix that fits several stories */
  STET_STORE_ERROR_IO,
  STET_STORE_ERROR_BOUND,     /* the story belongs to another site for life */
  STET_STORE_ERROR_NOT_BACKUP, /* a file that is no copy of a store */
  STET_STORE_ERROR_IN_USE,     /* a data folder that has stories already */
} StetStoreError;

typedef struct _StetStore StetStore;

/* Opens or creates the data folder: lock, databases, migrations, check. BUSY at once when another
 * holds it. `clock` and `random` are borrowed. Returns: (owned). */
StetStore *stet_store_open  (const char *dir, StetClock *clock, StetRandom *random, GError **error);
void       stet_store_close (StetStore *store);
const char *stet_store_dir  (const StetStore *store);
/* Whether the store was not closed in order last time. */
gboolean   stet_store_was_interrupted (const StetStore *store);

/* Several of the functions below as one transaction: all of it is in store.db once
 * stet_store_end () with `ok` has returned TRUE, else nothing. A function that fails in between
 * leaves no part of itself behind; after CORRUPT, BOUND and NOT_FOUND one may go on, after any
 * other error nothing but stet_store_end () is left. Pictures are files, and stay. */
gboolean stet_store_begin (StetStore *store, GError **error);
gboolean stet_store_end   (StetStore *store, gboolean ok, GError **error);

/* --- stories --- */

typedef enum
{
  STET_ORIGIN_TYPED = 1,
  STET_ORIGIN_IMPORTED,
  STET_ORIGIN_COMMAND,
  STET_ORIGIN_FETCHED,
  STET_ORIGIN_MERGED,
  STET_ORIGIN_RESTORED,
  STET_ORIGIN_FIXED,
} StetOrigin;
const char *stet_origin_name (StetOrigin origin);

/* What is known of the story at its site. */
typedef struct
{
  char    *site_id;     /* (nullable): not bound to a site yet; bound for life */
  char    *remote_id;   /* (nullable): not created there yet */
  char    *version;     /* (nullable): strong ETag of the version below */
  char    *hash;        /* (nullable): content hash the site last gave back */
  char    *live_hash;   /* (nullable): of the page that is live */
  char    *url;         /* (nullable) */
  char    *author;      /* (nullable): the site's account name of the author */
  gint64   published_us; /* 0: never */
  StetState state;      /* the working version's state at the site */
  StetArticle *base;    /* (nullable): the article as the site last gave it back: the merge base */
} StetRemote;
StetRemote *stet_remote_new  (void);
StetRemote *stet_remote_copy (const StetRemote *remote);
void        stet_remote_free (StetRemote *remote);

typedef struct
{
  StetArticle *article;
  StetReview  *review;
  StetRemote  *remote;
  gint64       revision;    /* its newest revision's number within the story, from 1 */
  gint64       modified_us;
  gboolean     binned;      /* here: the site's bin is remote->state */
  char        *hash;        /* content hash of `article`, as given at save */
} StetStory;
void stet_story_free (StetStory *story);

/* One transaction: a new revision when the article differs from the newest. A new story is created
 * by its first save. `public_custom` as in stet_article_hash (). `revision` (nullable, out). */
gboolean stet_store_save (StetStore *store, StetArticle *article, const char *const *public_custom,
                          StetOrigin origin, gint64 *revision, GError **error);
/* The number of its newest revision; 0: no such story, -1 with an error. */
gint64     stet_store_revision (StetStore *store, const char *id, GError **error);
StetStory *stet_store_load   (StetStore *store, const char *id, GError **error);
gboolean
stet_store_save_review (StetStore *store, const char *id, const StetReview *review, GError **error);
gboolean
stet_store_save_remote (StetStore *store, const char *id, const StetRemote *remote, GError **error);
/* Article, review and remote of one story in one transaction: what a pull or a push brings in. NULL
 * parts of review and remote stay. A remote with another site_id than the story's: BOUND, nothing
 * is saved. Where remote->base is `article` itself, remote->hash (nullable) is the hash of both,
 * made with `public_custom`, and not made again. */
gboolean stet_store_save_all (StetStore *store, StetArticle *article,
                              const char *const *public_custom, StetOrigin origin,
                              const StetReview *review, const StetRemote *remote, GError **error);
/* The story that a site knows by that id. Returns: (owned), NULL without an error when there is
 * none. */
char *stet_store_find_remote (StetStore *store, const char *site_id, const char *remote_id,
                              GError **error);
/* The full id for a unique prefix of at least 4 characters, or of a whole id. Returns: (owned). */
char      *stet_store_resolve (StetStore *store, const char *prefix, GError **error);

typedef struct
{
  /* (nullable) all but id, headline, language */
  char     *id, *headline, *language, *author, *site_id, *remote_id, *url, *section;
  StetState state;        /* BINNED; else the site's once it is there; else the review record's */
  gboolean  live;         /* a page is live */
  gboolean  changed;      /* differs from what the site has; FALSE while the site has nothing */
  gint64    modified_us;
  gint64    revision;
} StetStoryRow;
void stet_story_row_free (StetStoryRow *row);
/* Newest first; binned ones only with `binned`. Returns: (owned) GPtrArray of StetStoryRow. */
GPtrArray *stet_store_list (StetStore *store, gboolean binned, GError **error);
/* Drafts and archive, accent-blind, every word a prefix, all of them in one text, newest first;
 * none that are binned. Words without a letter or digit find nothing. */
GPtrArray *stet_store_search (StetStore *store, const char *words, guint limit, GError **error);

typedef struct
{
  gint64 revision;
  gint64 saved_us;
  StetOrigin origin;
  char *hash;
  char *headline;
} StetRevisionRow;
void         stet_revision_row_free (StetRevisionRow *row);
/* newest first */
GPtrArray   *stet_store_history (StetStore *store, const char *id, GError **error);
StetArticle *
stet_store_load_revision (StetStore *store, const char *id, gint64 revision, GError **error);
/* A story that never went to a site, or was binned there: kept, listed only as binned. */
gboolean stet_store_set_binned (StetStore *store, const char *id, gboolean binned, GError **error);

/* --- pictures, by content --- */

/* Keeps the bytes under their sha256 (hex). Returns: (owned) the hash. */
char   *stet_store_put_photo  (StetStore *store, GBytes *picture, GError **error);
GBytes *stet_store_get_photo  (StetStore *store, const char *sha256, GError **error);
/* Whether or not it exists. Returns: (owned), NULL when `sha256` is not 64 lower-case hex
 * digits. */
char   *stet_store_photo_path (StetStore *store, const char *sha256);
/* Which clean copy stands for an original at a site. (nullable) */
gboolean stet_store_set_clean_photo (StetStore *store, const char *original, const char *clean,
                                     GError **error);
/* (owned) (nullable) */
char    *stet_store_get_clean_photo (StetStore *store, const char *original);

/* --- outbox: intents with their engine state, one row each; the meaning is sync's --- */

typedef struct
{
  char    *id;        /* UUID, root of its idempotency keys */
  char    *article_id;
  char    *site_id;
  char    *state;     /* "queued", … : sync/engine's names */
  char    *body;      /* the engine's whole state, JSON */
  gint64   created_us;
  gint64   due_us;    /* when it is to be tried next */
  gboolean ended;
} StetOutboxRow;
StetOutboxRow *stet_outbox_row_copy (const StetOutboxRow *row);
void           stet_outbox_row_free (StetOutboxRow *row);
/* Inserts, or replaces the row of the same id; durable when it returns. */
gboolean   stet_store_put_outbox  (StetStore *store, const StetOutboxRow *row, GError **error);
/* One by its id. Returns: (owned); NULL without an error: there is none. */
StetOutboxRow *stet_store_get_outbox (StetStore *store, const char *id, GError **error);
/* Oldest first; `ended` ones too on request. */
GPtrArray *stet_store_list_outbox (StetStore *store, gboolean with_ended, GError **error);

/* --- conflicts: a record of three versions, never markers in text --- */

typedef struct
{
  char *article_id;
  StetArticle *base, *ours, *theirs;
  StetRemote *theirs_remote;
  gint64 at_us;
} StetConflict;
void          stet_conflict_free (StetConflict *conflict);
gboolean stet_store_put_conflict (StetStore *store, const StetConflict *conflict, GError **error);
/* (nullable) no error: none */
StetConflict *stet_store_get_conflict (StetStore *store, const char *article_id, GError **error);
gboolean      stet_store_end_conflict (StetStore *store, const char *article_id, GError **error);
/* (owned) of char * ids */
GPtrArray    *stet_store_list_conflicts (StetStore *store, GError **error);

/* --- sites and accounts --- */

typedef struct
{
  char *site_id;   /* the id the site gives itself, else its address */
  char *name;
  char *url;       /* front page */
  char *api;       /* the API's address, no trailing slash */
  char *kind;      /* "publishing", later "wordpress", "mapping" */
  char *user;
  char *auth;      /* "basic", "bearer", "key" */
  char *zone;      /* IANA time zone, (nullable) */
  char *cursor;    /* (nullable) of the changes feed, for this account */
  char *info;      /* (nullable) JSON: roles, can, languages, sections, limits */
  gint64 used_us;  /* last used */
  gboolean practice;
} StetAccount;
StetAccount *stet_account_new  (void);
StetAccount *stet_account_copy (const StetAccount *account);
void         stet_account_free (StetAccount *account);
/* Keyed by (site_id, user). */
gboolean   stet_store_put_account   (StetStore *store, const StetAccount *account, GError **error);
GPtrArray *stet_store_list_accounts (StetStore *store, GError **error); /* used last first */
gboolean stet_store_set_cursor (StetStore *store, const char *site_id, const char *user,
                                const char *cursor, GError **error);

/* --- settings of the store, terms of the site for completion, archive --- */

char    *stet_store_get_setting (StetStore *store, const char *key); /* (owned) (nullable) */
gboolean
stet_store_set_setting (StetStore *store, const char *key, const char *value, GError **error);
/* Replaces the known terms of a kind ("tag", "section", "author"). `terms`: GPtrArray of
 * StetTerm. */
gboolean stet_store_put_terms (StetStore *store, const char *site_id, const char *kind,
                               GPtrArray *terms, GError **error);
/* Accent- and case-blind prefix of any word. Returns: (owned) GPtrArray of StetTerm. */
GPtrArray *stet_store_find_terms (StetStore *store, const char *site_id, const char *kind,
                                  const char *typed, guint limit, GError **error);
/* All of them in the site's order, those used most first where it counts. Returns: (owned)
 * GPtrArray of StetTerm. */
GPtrArray *
stet_store_list_terms (StetStore *store, const char *site_id, const char *kind, GError **error);
guint      stet_store_terms_serial (StetStore *store); /* another number once terms were put */

/* --- figures of the rules of the house style: per rule, never per person --- */

typedef struct { const char *finding, *rule; gboolean overruled; } StetRuleHit;
/* What was found in a story; a finding known already is not counted again, only whether it is
 * overruled. */
gboolean stet_store_count_hits (StetStore *store, const char *id, const StetRuleHit *hits,
                                guint n_hits, GError **error);
typedef struct { char *rule; guint hits, overruled; } StetRuleCount;
void       stet_rule_count_free   (StetRuleCount *count);
/* By rule. Returns: (owned) GPtrArray of StetRuleCount. */
GPtrArray *stet_store_rule_counts (StetStore *store, GError **error);
/* Review records of the stories in which something stands for the whole desk. (owned) GPtrArray of
 * StetReview. */
GPtrArray *stet_store_desk_reviews (StetStore *store, GError **error);

/* All that can't be had again in one file, whole and checked, in the place of `file` at once or not
 * at all: store.db as it stands and in it the photographs, the own rules and words of the data
 * folder. A file already there is replaced only when it is such a copy: DENIED otherwise. */
gboolean stet_store_backup (StetStore *store, const char *file, GError **error);
/* Makes `dir` a data folder again from a backup, to be opened as ever. Only where no stories are:
 * IN_USE otherwise. NOT_BACKUP when `file` is none; it is only read. */
gboolean stet_store_restore_backup (const char *dir, const char *file, GError **error);

/* Fails the Nth write from now, and only that, as a full disk would (0: never), for tests of what
 * then happens. */
void stet_store_fail_after (StetStore *store, guint writes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetStore, stet_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRemote, stet_remote_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetStory, stet_story_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetStoryRow, stet_story_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRevisionRow, stet_revision_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetOutboxRow, stet_outbox_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetConflict, stet_conflict_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetAccount, stet_account_free)

G_END_DECLS
