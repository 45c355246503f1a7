/* What the parts of the practice site share: its database, clock, addresses, accounts and stories.
 * Layer: practice, on the thread that serves. */
#pragma once

#include "article/review.h"
#include "base/clock.h"
#include "base/random.h"
#include "practice/database.h"

G_BEGIN_DECLS

typedef struct
{
  char    *id;       /* also the user name */
  char    *name;
  char    *password;
  gboolean editor;
} StetPracticeAccount;

typedef struct
{
  StetPracticeDb *db;         /* (owned) */
  StetClock      *clock;      /* (borrowed) */
  StetRandom     *random;     /* (borrowed) */
  char           *site_id;
  char           *zone;       /* IANA name */
  char           *url;        /* "http://127.0.0.1:PORT", without a slash */
  char           *api;
  guint           port;       /* of the last start, 0: none yet */
  StetPracticeAccount reporter;
  StetPracticeAccount editor;
} StetPracticeNewsroom;

/* Opens the database; the first time makes site id, accounts and terms. Addresses are still
 * unset. */
StetPracticeNewsroom *
stet_practice_newsroom_open (const char *dir, StetClock *clock, StetRandom *random, GError **error);
void     stet_practice_newsroom_free     (StetPracticeNewsroom *room);
gboolean stet_practice_newsroom_set_port (StetPracticeNewsroom *room, guint port, GError **error);
/* The account of an Authorization header; NULL when it is none of ours. Compares in constant
 * time. */
const StetPracticeAccount *
stet_practice_newsroom_authorize (StetPracticeNewsroom *room, const char *header);

/* The sections that the practice site has, NULL-terminated. */
extern const char *const stet_practice_sections[];

/* One story as the site holds it: the working version and, while a page is live, what readers
 * see. */
typedef struct
{
  char     *id;
  gint64    seq;           /* place in the changes feed */
  gint64    number;        /* version */
  StetState state;
  char     *author;
  char     *headline;
  char     *hash;
  char     *article;       /* canonical JSON */
  char     *review;        /* JSON */
  gint64    modified_us;
  gint64    scheduled_us;  /* 0: not */
  gint64    published_us;  /* 0: never */
  gint64    updated_us;
  char     *path;          /* (nullable) of its page, "/2026/11/…" */
  char     *live_article;  /* (nullable) */
  char     *live_hash;     /* (nullable) */
  char     *live_group;    /* (nullable) */
} StetPracticeRecord;

void stet_practice_record_free (StetPracticeRecord *record);
/* Returns: (owned) (nullable): no such story, or `error` set. `column` is "id" or "path". */
StetPracticeRecord *stet_practice_record_load (StetPracticeNewsroom *room, const char *column,
                                               const char *value, GError **error);
/* Stories for a front page or an edition list: live ones, newest first; `group` nullable. */
GPtrArray *stet_practice_record_list_live (StetPracticeNewsroom *room, const char *group,
                                           guint limit, GError **error);
/* Stories behind a place in the feed, in its order. */
GPtrArray *stet_practice_record_list_since (StetPracticeNewsroom *room, gint64 since, guint limit,
                                            GError **error);
/* Stories whose time has come. */
GPtrArray *stet_practice_record_list_due (StetPracticeNewsroom *room, GError **error);
/* Writes it as a new version, newest in the feed. */
gboolean
stet_practice_record_save (StetPracticeNewsroom *room, StetPracticeRecord *record, GError **error);
/* A strong entity tag, quotes included. Returns: (owned). */
char *stet_practice_record_etag (const StetPracticeRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPracticeNewsroom, stet_practice_newsroom_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetPracticeRecord, stet_practice_record_free)

G_END_DECLS
