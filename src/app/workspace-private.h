/* What the parts of the workspace share. Layer: app. */
#pragma once

#include "app/workspace.h"
#include "media/photo.h"
#include "sync/runner.h"

G_BEGIN_DECLS

typedef struct _StetPracticeHost StetPracticeHost;
typedef struct _StetWorkspaceRun StetWorkspaceRun; /* workspace-progress.c */

struct _StetWorkspace
{
  GObject parent_instance;

  char        *dir;                /* (owned) */
  char        *interface_language; /* (owned) */
  StetClock   *clock;              /* (borrowed) */
  StetRandom  *random;             /* (borrowed) */
  StetStore   *store;              /* (owned): only on the store's thread */
  StetWorker  *store_worker;       /* (owned) (nullable): a command has none */
  StetWorker  *site_worker;        /* (owned) (nullable): one conversation with a site at a time */
  StetRunner  *runner;             /* (owned): only on the site's thread */
  StetProfile *profile;            /* (owned) */
  GMainContext *context;           /* (owned): where "changed" is emitted */

  StetPracticeHost *practice;      /* (owned) (nullable): only on the site's thread */

  GMutex       checker_lock;       /* held while the house style is loaded */
  StetChecker *checker;            /* (owned) (nullable) under checker_lock */

  GMutex       lock;               /* over what follows; never held for long */
  StetWorkspaceRun *run;           /* (owned): what is being said to a site */
  GHashTable  *passwords;          /* (owned): site id and user to password, of this run only */
  GPtrArray   *notes;              /* (owned) of char * */
  char        *seen_photo;         /* (owned) (nullable): the picture that was read last, */
  /* (owned) (nullable): tags and sections of a site, as they were read, */
  StetTermIndex *terms[2];
  char        *terms_of[2];        /* (owned) (nullable) its id, */
  guint        terms_serial[2];    /* and when */
  StetPhotoInfo *seen_info;        /* (owned) (nullable) and what it says */
};

const char *const *stet_workspace_public_custom (StetWorkspace *ws);
void stet_workspace_emit_changed (StetWorkspace *ws, const char *id);
/* A sentence for stet_workspace_take_notes (). Takes `note`. */
void stet_workspace_add_note (StetWorkspace *ws, char *note);
/* Who works here: the account used last, else the name at this machine. Returns: (owned). */
char *stet_workspace_person (StetWorkspace *ws);
char *stet_workspace_now (StetWorkspace *ws); /* (owned) RFC 3339 */

/* workspace-rules.c: what a data folder says of the rules that are off and of words. `problems`
 * (nullable) as in stet_checker_new (). */
void stet_checker_take_dir (StetChecker *checker, const char *dir, GPtrArray *problems);

/* workspace-progress.c */
StetWorkspaceRun *stet_workspace_run_new (void);
void stet_workspace_run_free    (StetWorkspaceRun *run);
void stet_workspace_progress_cb (const StetSyncProgress *progress, gpointer ws); /* the runner's */
/* Around each run, on the site's thread. Returns: (owned) what stops it: `outer` (nullable) and
 * stet_workspace_stop (). */
GCancellable *stet_workspace_begin_run (StetWorkspace *ws, GCancellable *outer);
void stet_workspace_end_run     (StetWorkspace *ws);

/* workspace-sites.c */
/* This run's, the Secret Service's, the environment's. Returns: (owned) (nullable), to be
 * forgotten. */
char     *stet_workspace_find_password (StetWorkspace *ws, const StetAccount *account);
/* Where the site lets a program sign in, in a browser. Returns: (owned); NULL: why not, in
 * words. */
char *stet_workspace_find_sign_in_page (StetWorkspace *ws, const char *url,
                                        GCancellable *cancellable, GError **error);
StetSite *stet_workspace_open_site (const StetAccount *account, gpointer ws, GError **error);

/* practice-host.c: the practice site on a thread of its own. */
StetPracticeHost *stet_practice_host_start (const char *dir, guint port, GError **error);
void        stet_practice_host_stop (StetPracticeHost *host);
const char *stet_practice_host_url  (StetPracticeHost *host);
guint       stet_practice_host_port (StetPracticeHost *host);
/* User and password of the reporter or the editor. (borrowed) */
void stet_practice_host_person (StetPracticeHost *host, gboolean editor, const char **user,
                                const char **password);

G_END_DECLS
