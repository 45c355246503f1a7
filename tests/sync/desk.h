/* A desk for the runner's tests: a store of its own, an account, a runner that can be killed. */
#pragma once

#include "fake-site.h"

#include "sync/runner.h"

typedef struct
{
  FakeServer  *server; /* (borrowed) (nullable): the site of this process */
  StetClock   *clock;  /* (borrowed) */
  StetRandom  *random; /* (owned) */
  StetStore   *store;
  StetAccount *account;
  StetRunner  *runner;
  gboolean     editor;
  guint        gates_left; /* the runner is killed at the last of these; 0: never */
  guint        gates_seen;
  gboolean     killed;
  gboolean     paced;      /* as a watching loop runs it, from the next restart */
  guint        n_ids;
  const char  *name;
  /* (nullable) Instead of the fake site. */
  StetSite  *(*open_site) (const StetAccount *account, gpointer data, GError **error);
  gpointer     open_data;
  GPtrArray   *changed; /* (owned) of char *: what the callback was told */
  /* (nullable) What is told of how far a run is, and what stops one. */
  void       (*progress) (const StetSyncProgress *progress, gpointer data);
  gpointer     progress_data;
  GCancellable *cancellable;
} Desk;

void
desk_open (Desk *desk, FakeServer *server, StetClock *clock, const char *name, gboolean editor);
void desk_close (Desk *desk);
/* A new runner over the same store, as after a kill; not to be killed but after `gates` (0:
 * never). */
void desk_restart (Desk *desk, guint gates);

/* A story in the store. Returns: (owned) its id. */
char *desk_write (Desk *desk, const char *headline, const char *photo);
/* Its headline, or the text of its paragraph, changed. */
void  desk_edit (Desk *desk, const char *id, const char *headline);
void  desk_edit_body (Desk *desk, const char *id, guint block, const char *text);
char *desk_hash (Desk *desk, const char *id); /* (owned) */
/* Queues an intent bound to the story as it stands. FALSE: killed meanwhile. Returns: (owned) its
 * id. */
char *desk_queue (Desk *desk, const char *id, StetIntentKind kind);
gboolean desk_run (Desk *desk, GError **error);
/* Queued and run; fails the test unless it ends settled. */
void  desk_do (Desk *desk, const char *id, StetIntentKind kind);
/* The newest intent of a kind. Returns: (owned) (nullable). */
StetIntent *desk_find (Desk *desk, const char *id, StetIntentKind kind);
