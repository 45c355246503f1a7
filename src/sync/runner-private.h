/* What the runner's files share. Layer: sync, private. */
#pragma once

#include "sync/runner.h"

G_BEGIN_DECLS

struct _StetRunner
{
  StetRunnerOptions  options;
  gboolean           stopped;     /* the gate said no: nothing more is stored or sent */
  /* Within one run: */
  const StetAccount *account;     /* (borrowed) */
  StetSite          *site;        /* (owned) */
  GMainContext      *context;     /* (owned), the thread's default meanwhile */
  GCancellable      *cancellable; /* (borrowed) (nullable) */
  StetSyncProgress   progress;
};

static inline void
stet_set_text (char **to, const char *from)
{
  char *old = *to;

  *to = g_strdup (from);
  g_free (old);
}

/* FALSE with G_IO_ERROR_CANCELLED once the gate said no. */
gboolean stet_runner_gate (StetRunner *runner, const char *what, GError **error);
void     stet_runner_changed (StetRunner *runner, const char *article_id);
void     stet_runner_tell (StetRunner *runner); /* runner->progress, to whoever wants to know */
/* Waits for a site's answer in the private context; then its *_finish is called with the result.
 * Returns: (owned). */
void     stet_runner_result_cb (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *stet_runner_wait (StetRunner *runner, GAsyncResult **result);
/* Whether an error means that nothing else can be done at this site now; `error` becomes one of
 * STET_SYNC_ERROR. */
gboolean stet_runner_is_account_error (const GError *site_error, GError **error);

/* --- ledger.c, ledger-pull.c: what is done on the store's thread --- */

/* Hashes of our own texts in `history` (newest first) from the row `first` back to the site's text
 * last taken in: all of them were made from that. Returns: (owned) a set. */
GHashTable *stet_ledger_lineage (GPtrArray *history, guint first, const char *base_hash);

/* A story as an intent needs it. */
typedef struct
{
  StetStory   *story;    /* (owned) */
  /* (owned) (nullable): the text the intent is bound to; NULL: no longer in the store */
  StetArticle *bound;
  GPtrArray   *media;    /* (owned) of char *: sha256 of each picture in it */
  char        *bad_file; /* (owned) (nullable): a picture that is no sha256 and no address */
  /* (owned) set of hashes: texts of our own between the base and the bound one */
  GHashTable  *lineage;
  /* (owned) (nullable): what the review record at the site lacks, by the last read */
  StetReview  *additions;
  gboolean     open_conflict;
} StetLedgerStory;
void stet_ledger_story_free (StetLedgerStory *loaded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetLedgerStory, stet_ledger_story_free)

StetLedgerStory *stet_ledger_load (StetRunner *runner, const StetIntent *intent, GError **error);
/* All that have not ended, oldest first; `site_id` (nullable) of one site. Returns: (owned)
 * GPtrArray of StetIntent. */
GPtrArray *stet_ledger_list (StetRunner *runner, const char *site_id, GError **error);
/* also ended ones */
StetIntent *stet_ledger_get (StetRunner *runner, const char *intent_id, GError **error);
/* Stores the intent's state. FALSE with STET_SYNC_ERROR_ENDED when its row has been ended by a
 * person meanwhile. */
gboolean   stet_ledger_put (StetRunner *runner, const StetIntent *intent, GError **error);
/* One event for an intent as it is stored, for what a person asks. `after` (out, owned): its state
 * then. */
gboolean stet_ledger_step (StetRunner *runner, const char *intent_id, StetEngineEventKind event,
                           StetIntent **after, GError **error);
gboolean stet_ledger_queue (StetRunner *runner, const StetAccount *account,
                            const StetIntent *intent, GError **error);
/* After an answer about a story: `site` as the site gave it, `hash` (nullable) of its text, `ours`
 * whether that text is one of ours or the one known. */
typedef struct
{
  const char            *article_id;
  const StetSiteArticle *site;
  const char            *hash;
  gboolean               ours;
} StetLedgerNote;
gboolean   stet_ledger_note (StetRunner *runner, const StetLedgerNote *note, GError **error);

typedef enum
{
  STET_TAKE_NOTHING = 1, /* known already */
  STET_TAKE_SAVED,       /* the story is another now */
  STET_TAKE_NOTED,       /* only what is known of the site changed */
  STET_TAKE_CONFLICT,
} StetTake;
/* One change of the list, taken in. */
typedef struct
{
  StetTake   take;
  char      *id;      /* (owned) the story's, here */
  GPtrArray *missing; /* (owned) of char *: its pictures that are not in the store */
} StetLedgerTaken;
typedef struct
{
  GPtrArray  *changes;  /* (borrowed) of StetSiteChange */
  guint       first, n; /* of these */
  const char *cursor;   /* (nullable) (borrowed) where the list goes on after them */
} StetLedgerPart;
/* Which changes without their story are known already, so that nothing need be asked for. Returns:
 * (owned) an answer for each. */
gboolean *stet_ledger_find_known (StetRunner *runner, GPtrArray *changes, GError **error);
/* Takes in changes, each with its story where that is needed and can be had: one transaction, with
 * the list's next place when no picture is missing (`moved`, out). `bad` (out, owned): what is
 * wrong with one of the stories; the others have come, and the list's place stays. Returns: (owned)
 * GPtrArray of StetLedgerTaken, NULL on error: then nothing was taken. */
GPtrArray *stet_ledger_take_part (StetRunner *runner, const StetLedgerPart *part, gboolean *moved,
                                  GError **bad, GError **error);
/* (owned) (nullable) without an error */
char      *stet_ledger_cursor (StetRunner *runner, GError **error);
gboolean   stet_ledger_set_cursor (StetRunner *runner, const char *cursor, GError **error);
/* Until when the site wants this account to leave its list alone; 0 where it said nothing. */
gint64     stet_ledger_closed_us (StetRunner *runner);
gboolean   stet_ledger_set_closed (StetRunner *runner, gint64 until_us, GError **error);
gboolean
stet_ledger_put_terms (StetRunner *runner, const char *kind, GPtrArray *terms, GError **error);
GBytes    *stet_ledger_get_photo (StetRunner *runner, const char *sha256, GError **error);
gboolean   stet_ledger_put_photo (StetRunner *runner, GBytes *picture, GError **error);

/* --- perform.c: one effect of the engine against the site --- */

typedef struct
{
  StetEngineEvent  event;
  StetSiteArticle *article; /* (owned) (nullable) */
  char            *hash;    /* (owned) (nullable) of the article's text */
  char            *message; /* (owned) (nullable) */
  GError          *account; /* (owned) (nullable): the rest of the run is pointless */
} StetReply;
void stet_reply_clear (StetReply *reply);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StetReply, stet_reply_clear)

/* FALSE only when the gate or the store stops it; what the site says is in the reply's event. */
gboolean stet_runner_perform (StetRunner *runner, const StetIntent *intent, StetLedgerStory *loaded,
                              const StetEngineEffect *effect, StetReply *reply, GError **error);

/* --- pull.c --- */
gboolean stet_runner_pull (StetRunner *runner, guint *pulled, GError **error);

G_END_DECLS
