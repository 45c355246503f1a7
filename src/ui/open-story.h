/* The story that is open: its document, saved behind the keyboard, checked after a pause, with its
 * review record and what is known of it at its site. Layer: ui, main thread; saving and checking
 * run on threads of app and style.
 *
 * Signals: "checked" (new findings or another selection), "saved" (the save state changed), "story"
 * (review record, site or next act changed). */
#pragma once

#include "app/workspace.h"
#include "article/document.h"

G_BEGIN_DECLS

typedef enum
{
  STET_SAVE_SAVED = 1,
  STET_SAVE_PENDING, /* typed, not yet on its way */
  STET_SAVE_RUNNING,
  STET_SAVE_FAILED,
} StetSaveState;

#define STET_TYPE_OPEN_STORY (stet_open_story_get_type ())
G_DECLARE_FINAL_TYPE (StetOpenStory, stet_open_story, STET, OPEN_STORY, GObject)

/* Takes `story` over. */
StetOpenStory *
stet_open_story_new (StetWorkspace *workspace, StetStory *story, StetIntentKind next_act);
const char       *stet_open_story_id       (StetOpenStory *open);
StetDocument     *stet_open_story_document (StetOpenStory *open); /* (borrowed) */
const StetReview *stet_open_story_review   (StetOpenStory *open);
const StetRemote *stet_open_story_remote   (StetOpenStory *open); /* (nullable) */
gboolean          stet_open_story_is_binned (StetOpenStory *open);
StetIntentKind    stet_open_story_next_act (StetOpenStory *open); /* 0: nothing */

/* The same story as the store has it now, taken over: what another wrote enters the document. */
void stet_open_story_reload (StetOpenStory *open, StetStory *story, StetIntentKind next_act);

StetSaveState stet_open_story_save_state (StetOpenStory *open);
gint64        stet_open_story_saved_us   (StetOpenStory *open); /* 0: not in this run */
const char   *stet_open_story_save_error (StetOpenStory *open); /* (nullable) */
/* `done` once all that was typed is on disk, or could not be written (the error, borrowed). */
typedef void (*StetFlushFunc) (const GError *error, gpointer data);
void          stet_open_story_flush      (StetOpenStory *open, StetFlushFunc done, gpointer data);
/* Stops timers; nothing is saved any more. */
void          stet_open_story_close      (StetOpenStory *open);

void          stet_open_story_set_checker (StetOpenStory *open, StetChecker *checker);
void          stet_open_story_check       (StetOpenStory *open);
GPtrArray    *stet_open_story_findings    (StetOpenStory *open); /* (borrowed) (nullable) */
/* (borrowed) (nullable): what they are about */
StetArticle  *stet_open_story_checked     (StetOpenStory *open);
/* (borrowed) (nullable) */
StetFinding  *stet_open_story_finding     (StetOpenStory *open, const char *id);
const char   *stet_open_story_selected    (StetOpenStory *open);
void          stet_open_story_select      (StetOpenStory *open, const char *id);
/* Whether there is a dictionary for its language; TRUE until it was checked. */
gboolean      stet_open_story_can_spell   (StetOpenStory *open);
/* Whether what is merely missing is told like any finding: after the first submit, or an attempt at
 * it. */
gboolean      stet_open_story_asks        (StetOpenStory *open);
void          stet_open_story_set_asks    (StetOpenStory *open);

G_END_DECLS
