/* A newsroom desk on this machine: the store, the accounts, the house style and the conversation
 * with the site, behind functions that both front ends call. Layer: app.
 *
 * Functions block (they hand their work to the store's thread and wait) and may be called from any
 * thread but, in the window, never from the main one: wrap them with stet_workspace_run_async ().
 * Signal "changed" (const char *article_id or NULL) is emitted on the main context that opened it,
 * and so is "progress" (nothing), some times a second: the conversation with a site began, went on,
 * or ended. */
#pragma once

#include "app/words.h"
#include "article/format.h"
#include "article/term-index.h"
#include "base/worker.h"
#include "store/store.h"
#include "style/checker.h"
#include "sync/engine/engine.h"
#include "sync/progress.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STET_APP_ERROR (stet_app_error_quark ())
GQuark stet_app_error_quark (void);
typedef enum
{
  STET_APP_ERROR_USAGE = 1,   /* exit status 2 */
  STET_APP_ERROR_BLOCKED,     /* house-style errors stop it: 1 */
  STET_APP_ERROR_REFUSED,     /* the site or the workflow says no: 1 */
  STET_APP_ERROR_OFFLINE,     /* queued: 3 */
  STET_APP_ERROR_CONFLICT,    /* 4 */
  STET_APP_ERROR_NO_ACCOUNT,  /* no site added yet: 2 */
  STET_APP_ERROR_AUTH,        /* wrong or missing password: 1 */
} StetAppError;

#define STET_TYPE_WORKSPACE (stet_workspace_get_type ())
G_DECLARE_FINAL_TYPE (StetWorkspace, stet_workspace, STET, WORKSPACE, GObject)

typedef struct
{
  const char *dir;                /* (nullable): STET_DATA_DIR, else the XDG data folder */
  const char *interface_language; /* (nullable): from the locale */
  StetClock  *clock;              /* (nullable) */
  StetRandom *random;             /* (nullable) */
  gboolean    threaded;           /* the window: the store and the site on threads of their own */
} StetWorkspaceOptions;

char *stet_workspace_default_dir (void); /* (owned) */
StetWorkspace *stet_workspace_open (const StetWorkspaceOptions *options, GError **error);
const char  *stet_workspace_dir     (StetWorkspace *ws);
/* The loaded packs and profile; the first call loads them. (owned) */
StetChecker *stet_workspace_checker (StetWorkspace *ws, GError **error);
/* The same without a store: the built-in packs and those of a data folder (nullable: the default
 * one). `problems` as in stet_checker_new (). (owned) */
StetChecker *stet_checker_for_dir (const char *dir, const char *interface_language,
                                   GPtrArray **problems, GError **error);
/* Rules that proved too slow while checking become notes, below. */
void         stet_workspace_note_problems (StetWorkspace *ws, StetChecker *checker);
StetProfile *stet_workspace_profile (StetWorkspace *ws); /* (borrowed) */
gboolean     stet_workspace_was_interrupted (StetWorkspace *ws);

/* Sentences that the last operation has for the person (a picture that was missing …), translated;
 * asking empties them. Returns: (owned) strv, NULL for none. */
char       **stet_workspace_take_notes (StetWorkspace *ws);

/* `func` (of this file's or your own making) on a thread for such work, `callback` on the caller's
 * context. Calls may run side by side: save one story again only after its last save came back.
 * `func` gets `data`. */
void stet_workspace_run_async (StetWorkspace *ws, StetWorkerFunc func, gpointer data,
                               GDestroyNotify data_free, GDestroyNotify result_free,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gpointer stet_workspace_run_finish (GAsyncResult *result, GError **error);

/* --- stories --- */
/* From a file in any format, its pictures taken along. Returns: (owned) the new story's id. */
char *stet_workspace_import (StetWorkspace *ws, const char *path, const char *language,
                             gboolean as_body, GError **error);
/* `language` (nullable): the interface's. Returns: (owned) the id. */
char *stet_workspace_create (StetWorkspace *ws, const char *language, GError **error);
/* The program's own sample stories, for a first start: one in English, one in Spanish; the
 * interface's language is the newest. Returns: (owned) the id of that one. */
char *stet_workspace_add_samples (StetWorkspace *ws, GError **error);
/* The text of one, as `stet import` would read it ("en", "es"). Returns: (owned). */
char *stet_sample_story (const char *language);
char *stet_workspace_resolve (StetWorkspace *ws, const char *prefix, GError **error);
StetStory *stet_workspace_load (StetWorkspace *ws, const char *id, GError **error);
/* Saves `article`, which was made from the story's revision `made_from` (0: from nothing). Where
 * another (a command, the site) saved a newer one meanwhile, both sides' changes go in; of a part
 * that both changed, that of `article` stands, the other is in the history, and if it came from the
 * site a person is asked, as after any fetch. `saved` (nullable, out, owned): what the store has
 * now; `revision` (nullable, out): its number. */
gboolean stet_workspace_save (StetWorkspace *ws, StetArticle *article, gint64 made_from,
                              StetOrigin origin, StetArticle **saved, gint64 *revision,
                              GError **error);
/* of StetStoryRow */
GPtrArray *stet_workspace_list (StetWorkspace *ws, gboolean binned, GError **error);
GPtrArray *stet_workspace_search (StetWorkspace *ws, const char *words, GError **error);
/* of StetRevisionRow */
GPtrArray *stet_workspace_history (StetWorkspace *ws, const char *id, GError **error);
gboolean
stet_workspace_restore (StetWorkspace *ws, const char *id, gint64 revision, GError **error);
/* One field by its name; "tags" takes a comma list, "photo.file" a path. For "authors" there is
 * stet_workspace_set_authors (). */
gboolean stet_workspace_set (StetWorkspace *ws, const char *id, const char *field,
                             const char *value, GError **error);
/* A whole story in JSON, applied as the difference. */
gboolean stet_workspace_edit (StetWorkspace *ws, const char *id, const char *json, GError **error);
/* Takes a picture into the store: the original, and the clean copy that stands in stories. This may
 * take seconds.
 * Returns: (owned) the clean copy under a fresh id, with what the picture says of itself. */
StetPhoto *stet_workspace_take_photo (StetWorkspace *ws, const char *path,
                                      GCancellable *cancellable, GError **error);
StetPhoto *stet_workspace_take_picture (StetWorkspace *ws, GBytes *picture,
                                        GCancellable *cancellable, GError **error);
/* A story's photo with the picture that was taken. Caption, credit and alt text from the picture
 * fill only what is empty `now`, not what was when the taking began; the credit gets the label of
 * the article's `language`.
 * Returns: (owned). */
StetPhoto *stet_photo_with_picture (StetPhoto *now, StetPhoto *taken, const char *language);
/* The edit that puts a taken picture into a story: as the lead photo (`after` NULL), or as an image
 * behind the block with that id, in its place where it is an empty paragraph, at the end where it
 * is gone. Returns: (owned). */
StetEdit  *stet_photo_taken_edit (StetArticle *article, StetPhoto *taken, const char *after);
/* The same in a story as it is stored, for one that was left meanwhile. */
gboolean stet_workspace_put_photo (StetWorkspace *ws, const char *id, StetPhoto *taken,
                                   const char *after, GError **error);
char      *stet_workspace_photo_path (StetWorkspace *ws, const char *sha256); /* (owned) */
gboolean
stet_workspace_export_all (StetWorkspace *ws, const char *dir, guint *n_stories, GError **error);
gboolean   stet_workspace_backup (StetWorkspace *ws, const char *file, GError **error);

/* --- house style --- */
/* What the checks may use besides the text: the picture's size, the original of a translation.
 * Returns: (owned). */
StetFacts *stet_workspace_facts (StetWorkspace *ws, StetArticle *article);
/* of StetFinding */
GPtrArray *stet_workspace_check (StetWorkspace *ws, const char *id, GError **error);
/* of StetFix */
GPtrArray *stet_workspace_fix (StetWorkspace *ws, const char *id, const char *rule, GError **error);
gboolean stet_workspace_stet (StetWorkspace *ws, const char *id, const char *finding,
                              const char *reason, const char *scope, GError **error);
gboolean
stet_workspace_unstet (StetWorkspace *ws, const char *id, const char *finding, GError **error);

/* What is let stand in a story, by its own record and by the desk: that of `story` with the desk's.
 * (owned) */
StetReview *stet_workspace_review (StetWorkspace *ws, const StetStory *story, GError **error);

/* --- its rules --- */
/* Off until a time, for a reason; an editor's where somebody is signed in. Kept in the data folder;
 * ends by itself. */
gboolean stet_workspace_rule_off (StetWorkspace *ws, const char *rule, gint64 until_us,
                                  const char *reason, GError **error);
gboolean   stet_workspace_rule_on  (StetWorkspace *ws, const char *rule, GError **error);
typedef struct
{
  char *id, *headline;
  guint n;
  char *match; /* (nullable) the first one */
} StetTried;
void       stet_tried_free (StetTried *tried);
/* Which of the stories here a rule (its name, its code, or a rule file) flags. (owned) GPtrArray of
 * StetTried. */
GPtrArray *
stet_workspace_try_rule (StetWorkspace *ws, const char *rule, guint *n_stories, GError **error);
/* Takes what was found in a story into the figures of the rules; a failure only costs the
 * figures. */
void       stet_workspace_count (StetWorkspace *ws, const char *id, GPtrArray *findings);
/* (owned) of StetRuleCount */
GPtrArray *stet_workspace_rule_counts (StetWorkspace *ws, GError **error);
/* A rule overruled in more than this share of so many hits is proposed for advice. */
#define STET_REPORT_HITS_MIN 20
#define STET_REPORT_SHARE_PERCENT 30
gboolean   stet_rule_count_proposes_advice (const StetRuleCount *count);
/* What may have been meant by a word of a story; slow. (owned) strv */
char **
stet_workspace_suggest (StetWorkspace *ws, const char *word, const char *language, GError **error);
/* The person's own words, right in every story. (owned) strv */
char     **stet_workspace_words (StetWorkspace *ws, GError **error);
gboolean stet_workspace_change_words (StetWorkspace *ws, const char *const *words, gboolean add,
                                      GError **error);

/* --- sites and people --- */
/* `mapping` (nullable): the text of a stet-site/1 file; then `url` is the API's own address. */
typedef struct { const char *url, *user, *password, *auth, *header, *mapping; } StetNewAccount;
/* Finds the API, signs in, stores the account; the password goes to the Secret Service. */
StetAccount *
stet_workspace_add_site (StetWorkspace *ws, const StetNewAccount *account, GError **error);
/* The same by the site's own page in the browser, which `open` shows: the page leads back to a
 * listener on this computer where the site lets it (a local one); elsewhere the error says that the
 * person carries the password over. */
typedef struct
{
  const char *url;
  void (*open) (const char *page, gpointer data); /* may be called on another thread */
  gpointer    data;
  guint       timeout_s; /* 0: five minutes */
} StetBrowser;
StetAccount *stet_workspace_sign_in (StetWorkspace *ws, const StetBrowser *browser,
                                     GCancellable *cancellable, GError **error);
/* The same account with another password, met as it was before. */
StetAccount *stet_workspace_sign_in_again (StetWorkspace *ws, const StetAccount *account,
                                           const char *password, GError **error);
/* of StetAccount */
GPtrArray   *stet_workspace_accounts (StetWorkspace *ws, GError **error);
/* The account for `site` (url or name, nullable) and `user` (nullable): else the one used last. */
StetAccount *
stet_workspace_account (StetWorkspace *ws, const char *site, const char *user, GError **error);
gboolean stet_workspace_use_account (StetWorkspace *ws, const StetAccount *account, GError **error);
/* The account that an act on this story goes through: of its own site for life, else as above. */
StetAccount *stet_workspace_account_for (StetWorkspace *ws, const StetStory *story,
                                         const char *site, const char *user, GError **error);
/* Whether a password is known without asking: of this run, of the Secret Service, of
 * STET_PASSWORD. */
gboolean     stet_workspace_has_password (StetWorkspace *ws, const StetAccount *account);
/* "submit", "approve" … */
gboolean     stet_account_can (const StetAccount *account, const char *what);
/* What the site can't do: "working", "if_match", "keys", "review", "uploads". */
gboolean     stet_account_lacks (const StetAccount *account, const char *what);
/* Overwrites it, then frees it. `password` nullable. */
void         stet_password_forget (char *password);
/* A password for this run only, where no Secret Service is. */
void stet_workspace_remember_password (StetWorkspace *ws, const StetAccount *account,
                                       const char *password);
/* Starts the embedded practice site (a thread of its own) and signs both of its people in; again:
 * nothing.
 * Returns: the reporter's account. */
StetAccount *stet_workspace_start_practice (StetWorkspace *ws, GError **error);
/* Signs in and reads what the site can do, stores nothing. Returns: (owned), its info as in the
 * account. */
StetAccount *
stet_workspace_test_site (StetWorkspace *ws, const StetNewAccount *account, GError **error);

/* --- workflow: each stores an intent, tries it, and tells the outcome --- */
typedef struct
{
  char *id, *site, *remote_id, *url, *hash; /* (nullable) all but id */
  StetState state;
  gboolean  queued;      /* the site can't be reached; it goes out later */
  char     *intent_id;
} StetOutcome;
void stet_outcome_free (StetOutcome *outcome);

typedef struct
{
  StetIntentKind kind;
  const char *id;
  const char *site, *user;   /* (nullable): the story's own site, the account used last */
  const char *note;          /* (nullable) return: required */
  const char *reason;        /* (nullable) unpublish, breaking: required */
  gint64      at_us;         /* schedule */
  gboolean    approve_first; /* publish --approve */
  gboolean    breaking;
} StetAct;
/* What would stop it, before anything is sent: house-style errors for submit, approve, publish.
 * Returns: (owned) GPtrArray of StetFinding, empty when nothing does. */
GPtrArray *
stet_workspace_blockers (StetWorkspace *ws, const char *id, gboolean breaking, GError **error);
StetOutcome *stet_workspace_act (StetWorkspace *ws, const StetAct *act, GCancellable *cancellable,
                                 GError **error);
gboolean stet_workspace_sync (StetWorkspace *ws, const char *site, const char *user, guint *pushed,
                              guint *pulled, GCancellable *cancellable, GError **error);
/* How far a sync or an act is; FALSE: there is none. */
gboolean     stet_workspace_get_progress (StetWorkspace *ws, StetSyncProgress *progress);
/* Stops it, whoever began it: between two stories, or in a request. It ends with
 * G_IO_ERROR_CANCELLED; what has come is kept, and the next sync goes on from there. */
void         stet_workspace_stop (StetWorkspace *ws);
/* of StetIntent */
GPtrArray   *stet_workspace_queue (StetWorkspace *ws, gboolean with_ended, GError **error);
/* of char *: ids of stories */
GPtrArray   *stet_workspace_conflicts (StetWorkspace *ws, GError **error);
gboolean     stet_workspace_cancel (StetWorkspace *ws, const char *intent_id, GError **error);
/* What comes next for this story and this account: SUBMIT, APPROVE, PUBLISH …, 0 for nothing. */
StetIntentKind
stet_workspace_next_act (StetWorkspace *ws, const StetStory *story, const StetAccount *account);
/* Tags ("tag") or sections known of the site in use, ready to look into; kept until others come.
 * Returns: (owned). */
StetTermIndex *stet_workspace_term_index (StetWorkspace *ws, const char *kind, GError **error);
/* Those that go on with what was typed, those used most first. Returns: (owned) GPtrArray of
 * StetTerm. */
GPtrArray *stet_workspace_find_terms (StetWorkspace *ws, const char *kind, const char *typed,
                                      guint limit, GError **error);
/* Tags whose names stand in a story and that it does not have yet. Returns: (owned) GPtrArray of
 * StetTerm. */
GPtrArray *
stet_workspace_suggest_tags (StetWorkspace *ws, StetArticle *article, guint limit, GError **error);
/* Who may stand in a byline at a site, as it said last. `site` (nullable): the one used last.
 * Returns: (owned) GPtrArray of StetTerm. */
GPtrArray *stet_workspace_authors (StetWorkspace *ws, const char *site, GError **error);
typedef enum { STET_AUTHORS_OF_SITE, STET_AUTHORS_OR_NAMES } StetAuthorsMode;
/* The authors of a story by a comma list of names, or "#ID": accounts of its site in the site's
 * spelling; with STET_AUTHORS_OR_NAMES others stay names. Where the site has said nobody, all are
 * names. */
gboolean stet_workspace_set_authors (StetWorkspace *ws, const char *id, const char *list,
                                     StetAuthorsMode mode, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetOutcome, stet_outcome_free)

G_END_DECLS
