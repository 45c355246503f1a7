/* Which intents an act needs from where a story stands. Pure. Layer: app. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

#define STET_PLAN_INTENTS_MAX 3

typedef struct
{
  StetIntentKind kinds[STET_PLAN_INTENTS_MAX]; /* in order */
  guint          n_kinds;                      /* 0: it is so already */
} StetPlan;

typedef struct
{
  StetState state;   /* of the working version, queued intents counted as done */
  gboolean  changed; /* the text here differs from the site's */
  gboolean  live;
  gboolean  created; /* the site has it */
  gboolean  direct;  /* the site keeps no changed version beside a live page */
} StetStanding;

StetStanding stet_standing_of (const StetStory *story);
/* Where it will stand when the intent has gone through. */
void         stet_standing_after (StetStanding *standing, StetIntentKind kind);
/* FALSE with STET_APP_ERROR_REFUSED: the workflow does not allow it now, and what to do first. */
gboolean stet_plan_act (const StetStanding *standing, StetIntentKind kind, gboolean approve_first,
                        StetPlan *plan, GError **error);
/* The name of the right it takes, as a site's `can` has it. */
const char  *stet_right_for (StetIntentKind kind);

G_END_DECLS
