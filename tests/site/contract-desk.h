/* Two people at a site, and stories on their way: what the contract's tests share. */
#pragma once

#include "calls.h"
#include "contract.h"

typedef struct
{
  const Contract *contract; /* (borrowed) */
  StetSite *reporter;       /* (owned) */
  StetSite *editor;         /* (owned) */
  /* (borrowed): the reporter, or the editor where a site takes no pictures from reporters */
  StetSite *uploader;
  StetSiteLacks lacks;
} Desk;

Desk *desk_new  (const Contract *contract);
void  desk_free (Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)
/* Whether the site says that it can't do this: the test is skipped then, and says why. */
gboolean desk_skips (const Desk *desk, StetSiteLacks what, const char *why);

/* All owned. */
char        *new_key (void);
StetArticle *new_story (const char *text);
StetArticle *with_text (StetArticle *story, const char *text); /* the same story in other words */
char        *hash_of (StetArticle *story);

/* Creates it as `site`; the test fails when that does. */
StetSiteArticle *desk_create (StetSite *site, StetArticle *story);
/* One transition with a fresh key from `at`'s version; hash and time are given where the state
 * needs them. */
StetSiteArticle *desk_move (StetSite *site, const StetSiteArticle *at, StetArticle *story,
                            StetState to, GError **error);
/* The reporter's story, brought into that state the usual way. */
StetSiteArticle *desk_bring (Desk *desk, StetArticle *story, StetState state);

/* In an hour, in whole seconds. */
gint64 desk_later_us (void);
