/* What the store's tests share: a store in a fresh folder, and stories to put into it. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef struct
{
  char       *dir;    /* (owned) */
  StetClock  *clock;  /* (owned) */
  StetRandom *random; /* (owned) */
  StetStore  *store;  /* (owned) */
} Desk;

/* A fixed clock, seeded randomness, an open store. */
Desk *desk_new    (void);
void  desk_reopen (Desk *desk);
void  desk_close  (Desk *desk);
/* An open that is to fail, with its error. */
void  desk_assert_refused (Desk *desk, StetStoreError code);
void  desk_free   (Desk *desk);
/* Takes another folder for the next open. */
void  desk_move   (Desk *desk, const char *dir);
char *desk_path   (Desk *desk, const char *name); /* (owned) */

/* One number from store.db or archive.db, read with the store closed, which is opened again. */
gint64 desk_count (Desk *desk, const char *name, const char *sql);
/* One statement run on store.db in the same way. */
void   desk_damage (Desk *desk, const char *sql);

/* A story with a headline and one paragraph. */
StetArticle *desk_article (Desk *desk, const char *headline, const char *text);
/* The same story under another headline. */
StetArticle *desk_retitle (StetArticle *article, const char *headline);
/* The same story with another paragraph instead. */
StetArticle *desk_rewrite (StetArticle *article, const char *text);
/* Saved; the test fails when it can't be. Returns: its id (borrowed). */
const char *desk_save (Desk *desk, StetArticle *article);
const char *desk_headline (StetArticle *article); /* (borrowed) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

G_END_DECLS
