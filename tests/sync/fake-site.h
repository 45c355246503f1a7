/* A site in this process for the runner's tests: the publishing API's rules without HTTP, with
 * faults on request. The server outlives the StetSite objects, as a real one outlives a killed
 * client. */
#pragma once

#include "base/clock.h"
#include "site/site.h"

typedef enum
{
  FAKE_FAULT_NONE = 0,
  FAKE_FAULT_OFFLINE,     /* nothing was sent */
  FAKE_FAULT_DROP_BEFORE, /* sent, not done, no answer */
  FAKE_FAULT_DROP_AFTER,  /* done, no answer */
  FAKE_FAULT_BUSY,        /* 503 */
  FAKE_FAULT_SERVER,      /* 500, not done */
  FAKE_FAULT_SERVER_AFTER, /* 500, done */
  FAKE_FAULT_HTML_AFTER,  /* done, then something that is not the API's */
  FAKE_FAULT_STALE,       /* 412 though nothing changed */
} FakeFault;
#define FAKE_FAULTS 9

typedef struct
{
  StetArticle *article;
  StetReview  *review;
  StetState    state;
  guint64      version;
  guint64      seq;
  char        *hash, *live_hash, *author;
  gint64       published_us, scheduled_us;
  gboolean     deleted;
  /* how often it was done, not asked */
  guint        n_created, n_published, n_unpublished, n_writes;
} FakeArticle;

typedef struct
{
  StetClock  *clock;
  GHashTable *articles; /* id -> FakeArticle */
  GHashTable *media;    /* sha256 -> GBytes */
  GHashTable *keys;     /* Idempotency-Key -> FakeAnswer */
  guint64     seq;
  guint       n_requests;
  guint       n_media_sent;
  gboolean    lose_cursors;  /* the next list_changes with a cursor gets 410 */
  gboolean    signed_out;    /* 401 for all */
  guint       retry_after_s; /* of BUSY */
  gboolean    no_review;     /* cannot hold a review record */
  guint       page_rows;     /* of the list of changes; 0: all at once */
  gboolean    with_stories;  /* the list brings the stories along */
  /* (nullable) What goes wrong with this request. */
  FakeFault (*fault) (const char *what, gpointer data);
  gpointer    fault_data;
} FakeServer;

FakeServer  *fake_server_new  (StetClock *clock);
void         fake_server_free (FakeServer *server);
FakeArticle *fake_server_get  (FakeServer *server, const char *id); /* (nullable) */
/* A colleague's change on the site itself. */
void         fake_server_write (FakeServer *server, const char *id, StetArticle *article);
void         fake_server_set_state (FakeServer *server, const char *id, StetState state);
void         fake_server_delete (FakeServer *server, const char *id);

StetSite    *fake_site_new (FakeServer *server, const char *user, gboolean editor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)
