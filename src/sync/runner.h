/* Drives the outbox and the pull for one account against its site: takes what is due, performs one
 * effect at a time, stores before and after. Layer: sync. Blocks, on a thread of its own (or a
 * command's only thread): the network runs in a private main context inside. One runner at a time
 * per store; queueing, cancelling and acknowledging may happen beside it when all go through one
 * store worker.
 *
 * Pictures: `photo.file` of a story in the store is the sha256 of the clean copy (media/photo.h)
 * from the moment the picture is taken in; the original stands beside it
 * (stet_store_set_clean_photo). So the hash of a story is the same here, at the site and on every
 * desk, and the runner only sends files by their hash. It refuses one that carries metadata or is
 * not in the store.
 *
 * An intent is bound to a text by its content hash and sends the newest revision of that hash, not
 * what has been typed since. */
#pragma once

#include "base/worker.h"
#include "site/site.h"
#include "store/store.h"
#include "sync/engine/engine.h"
#include "sync/progress.h"

G_BEGIN_DECLS

#define STET_SYNC_ERROR (stet_sync_error_quark ())
GQuark stet_sync_error_quark (void);
/* Why the site said no, of an error of this domain or of the site's. */
StetReason stet_sync_error_reason (const GError *error);
/* (code, what the site said, why). Returns: (owned). */
GError    *stet_sync_error_new (int code, const char *message, StetReason reason);
typedef enum
{
  STET_SYNC_ERROR_OFFLINE = 1, /* the site can't be reached; all stays queued */
  STET_SYNC_ERROR_CONFLICT,    /* a story waits for a person */
  STET_SYNC_ERROR_AUTH,
  STET_SYNC_ERROR_REFUSED,
  STET_SYNC_ERROR_EXPIRED,
  STET_SYNC_ERROR_ENDED,       /* a person ended the intent meanwhile */
  /* the site's list of changes, or a story or picture in it, can't be had */
  STET_SYNC_ERROR_FEED,
  STET_SYNC_ERROR_WAIT, /* the site wants its list left alone until the time in the message */
} StetSyncError;

typedef struct
{
  StetStore   *store;        /* (borrowed) */
  StetWorker  *store_worker; /* (borrowed) (nullable): where store functions run */
  StetClock   *clock;
  StetRandom  *random;
  const char *const *public_custom; /* (nullable) */
  /* Makes the site of an account on the runner's thread; NULL with error (AUTH when no password is
   * known). */
  StetSite *(*open_site) (const StetAccount *account, gpointer data, GError **error);
  gpointer     site_data;
  /* (nullable) A story, the queue or the connection changed; called on the runner's thread. */
  void       (*changed) (const char *article_id, gpointer data);
  gpointer     changed_data;
  /* (nullable) Something went on: on the runner's thread, as often as it happens. */
  void       (*progress) (const StetSyncProgress *progress, gpointer data);
  gpointer     progress_data;
  /* (nullable) For tests: called before each store write and each request; FALSE stops the runner
   * there, as kill -9 would. */
  gboolean   (*gate) (const char *what, gpointer data);
  gpointer     gate_data;
  /* TRUE for a watching loop: an intent waits out its backoff. FALSE: a person asked, so all but
   * the site's own Retry-After is due now. */
  gboolean     paced;
} StetRunnerOptions;

typedef struct _StetRunner StetRunner;
StetRunner *stet_runner_new  (const StetRunnerOptions *options);
void        stet_runner_free (StetRunner *runner);

/* Stores the intent (and ends older unsent ones of the same story that it replaces: those of its
 * kind, held ones, and for a takedown all). Binds the story to the account's site; REFUSED when it
 * belongs to another. The intent carries the account's user and what the site had when its text was
 * made. Durable when it returns; nothing is sent. */
gboolean stet_runner_queue (StetRunner *runner, const StetAccount *account,
                            const StetIntent *intent, GError **error);
/* All that is due, then the pull of changes, until nothing more is to be done now. `pushed`,
 * `pulled` (nullable, out). Errors of single stories are in their intents; an error here is one of
 * the account. `cancellable` stops it between two pages of the list (two stories, where they are
 * fetched one by one), or in a request: what has come stays and is not asked for again, what was
 * being sent is held as STET_HOLD_STOPPED, and the next run goes on from there. */
gboolean stet_runner_run (StetRunner *runner, const StetAccount *account, guint *pushed,
                          guint *pulled, GCancellable *cancellable, GError **error);
/* Only this intent, to its end or hold. Returns: (owned) its state afterwards. */
StetIntent *
stet_runner_run_intent (StetRunner *runner, const StetAccount *account, const char *intent_id,
                        GCancellable *cancellable, GError **error);
/* Before its deciding request has started; FALSE after, without an error. */
gboolean stet_runner_cancel (StetRunner *runner, const char *intent_id, GError **error);
/* The person has seen why the intent is held (conflict, refused, expired): it ends. FALSE without
 * an error when it is not held. */
gboolean stet_runner_acknowledge (StetRunner *runner, const char *intent_id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetRunner, stet_runner_free)

G_END_DECLS
