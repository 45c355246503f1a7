/* What the files of the window share. Layer: ui, main thread. */
#pragma once

#include "app/session.h"
#include "ui/composing.h"
#include "ui/connection-panel.h"
#include "ui/findings-panel.h"
#include "ui/fix-popover.h"
#include "ui/job.h"
#include "ui/queue-panel.h"
#include "ui/story-list.h"
#include "ui/story-page.h"
#include "ui/strip.h"
#include "ui/welcome.h"
#include "ui/window.h"

G_BEGIN_DECLS

typedef struct _StetWindowFind StetWindowFind; /* window-counts.c */
/* what helps with writing: those of the three files below, too */
void stet_window_add_aids  (StetWindow *self);
void stet_window_free_aids (StetWindow *self);
void stet_window_load_target (StetWindow *self); /* of the open story */
/* "Body, paragraph 3 of 8 · 320 of 600 words · …", or what is selected. (owned) */
char *stet_window_place_text (StetWindow *self);
/* window-link.c */
void stet_window_add_link_actions (StetWindow *self);
void stet_window_free_link (StetWindow *self);
/* window-tags.c */
void stet_window_connect_tags (StetWindow *self);
/* window-characters.c */
void stet_window_add_character_actions (StetWindow *self);
void stet_window_free_characters (StetWindow *self);
/* window-source.c */
void stet_window_add_source_actions (StetWindow *self);
void stet_window_free_source (StetWindow *self);
/* window-find.c */
typedef struct _StetWindowCharacters StetWindowCharacters; /* window-characters.c */
typedef struct _StetWindowSource StetWindowSource; /* window-source.c */
typedef struct _StetWindowLink StetWindowLink; /* window-link.c */

struct _StetWindow
{
  AdwApplicationWindow parent_instance;
  GSettings        *settings;   /* (nullable): no schema */
  StetWorkspace    *workspace;  /* (nullable) until it is open */
  StetChecker      *checker;    /* (nullable) until it is loaded */
  StetOpenStory    *story;      /* (nullable) */
  GPtrArray        *accounts;   /* (nullable) of StetAccount */
  StetAccount      *account;    /* (nullable) the one in use */
  char             *search;     /* (nullable) */
  char             *told_note;  /* (nullable) id of the editor's note told last */
  guint             reload_timer;
  gint64            reload_since; /* what was changed waits since then */
  gint64            edited_us;    /* when the open story was edited last, or 0 */
  guint             status_timer;
  gint64            status_since; /* what is shown is behind since then, or 0 */
  gboolean          reloading;
  gboolean          reload_again;
  gboolean          practice_wanted;
  GTask            *arrived;    /* (owned) (nullable) what was loaded before the window was seen */
  gboolean          closing;
  StetPlace        *goal;       /* (owned) (nullable) where to go once its story is there */
  GtkOverlay       *overlay;    /* over the whole window */
  GtkWidget        *palette;    /* (nullable) until it is asked for */
  GtkWidget        *focus_before; /* (nullable) weak: what had the keys before the palette */
  gboolean          quiet;      /* writing: nothing beside the page */
  gboolean          list_shown, panel_shown; /* before that */
  int               zoom;       /* percent, where there are no settings; 0: 100 */
  char             *opening;    /* (owned) (nullable) id of the story that is being loaded */
  /* (owned) (nullable) what was open in other windows, of StetPlace */
  GPtrArray        *session;
  StetWindowCharacters *characters; /* (owned) (nullable) until it is first wanted */
  StetWindowLink   *link;       /* (owned) (nullable) until it is first wanted */
  guint             target_words; /* how long the open story is to be; 0: not said */
  StetWindowSource *source;     /* (owned) (nullable) until it is first wanted */
  StetWindowFind   *find;       /* (owned) (nullable) until something was looked for */

  /* going live */
  guint             count_timer;
  guint             seconds_left;
  guint             seconds;
  gboolean          acting;     /* an act is on its way */
  char             *live_at;    /* (nullable) when the last story went live */

  /* the way to the site */
  GCancellable     *looking;    /* (nullable) the connection is being looked at */
  GCancellable     *browsing;   /* (nullable) a sign-in in the browser is waited for */
  gboolean          sync_shown; /* it has lasted long enough to be shown */
  guint             sync_timer;

  AdwWindowTitle   *title;
  GtkWidget        *primary;
  GtkMenuButton    *menu_button;
  GMenuModel       *menu;
  GtkMenuButton    *account_button;
  StetStrip        *strip;
  AdwFlap          *list_flap;
  AdwFlap          *panel_flap;
  GtkStack         *stack;
  GtkStack         *panel_stack;
  StetStoryList    *list;
  StetStoryPage    *page;       /* with queue and welcome: NULL until the first frame is painted */
  StetFindingsPanel *findings;
  StetFixPopover   *fixes;      /* (nullable) weak */
  StetQueuePanel   *queue;
  StetConnectionPanel *connection;
  StetWelcome      *welcome;
  /* no labels: their words change while one types, and the window is not to be laid */
  GtkInscription   *place;
  GtkInscription   *saved;      /* out anew for it */
  GtkWidget        *sync_box;   /* while something is sent or received: */
  GtkInscription   *sync_text;
  GtkProgressBar   *sync_bar;
  GtkLabel         *failed_label;
};

/* window.c */
void stet_window_tell        (StetWindow *self, StetTone tone, const char *text);
void stet_window_tell_error  (StetWindow *self, const GError *error);
void stet_window_tell_notes  (StetWindow *self); /* what the last operation had to say */
/* Takes `story` over. */
void stet_window_show_story (StetWindow *self, StetStory *story, StetIntentKind next_act,
                             gboolean at_headline);
char *stet_window_clock      (gint64 time_us); /* (owned) "14:32", local */
void stet_window_show_status (StetWindow *self);
/* In the next pause: each key asks for it, and the words of a long story are not counted with each
 * key. */
void stet_window_show_status_soon (StetWindow *self);
/* What whoever edits wrote when returning the open story, once, to everyone but who wrote it. */
void stet_window_tell_note   (StetWindow *self);
void stet_window_show_page   (StetWindow *self, const char *name);
void
stet_window_run (StetWindow *self, StetWorkerFunc func, StetJob *job, GAsyncReadyCallback callback);
/* The result of such a run; an error is told in the strip. */
gpointer stet_window_finish  (StetWindow *self, GAsyncResult *result);

/* window-load.c */
void stet_window_set_workspace (StetWindow *self, StetWorkspace *workspace);
void stet_window_reload      (StetWindow *self);
void stet_window_open_story  (StetWindow *self, const char *id, gboolean at_headline);

/* window-session.c */
StetPlace *stet_window_place (StetWindow *self); /* (owned) (nullable): no story */
/* To `self->goal`, once. */
void stet_window_take_place  (StetWindow *self);
/* The caret or what is open changed: it is kept soon. */
void stet_window_moved       (StetWindow *self);
/* What is open in all windows, at once; `done` (nullable) also where that failed. */
void stet_windows_keep (GtkApplication *application, void (*done) (gpointer data), gpointer data);
/* What the windows have open together. */
void stet_windows_share      (GtkApplication *application, StetWorkspace *workspace);
/* One of them was not closed after all. */
void stet_windows_stay       (GtkApplication *application);
/* Whether the program is begun anew once its windows have closed. */
void stet_windows_set_again  (GtkApplication *application, gboolean again);

/* window-view.c */
void stet_window_add_view_actions (StetWindow *self);
void stet_window_show_view   (StetWindow *self); /* zoom and width, as they are set */

/* window-palette.c */
void stet_window_add_palette_actions (StetWindow *self);

/* window-many.c */
void stet_window_add_window_actions (StetWindow *self);
/* The window that has this story, or is about to. (borrowed) (nullable) */
StetWindow *stet_window_showing (StetWindow *self, const char *id);
/* A window of its own for a story, or the one that has it to the front; NULL: a window without a
 * story. */
void stet_window_open_beside (StetWindow *self, const StetPlace *place);
void stet_windows_set_checker (GtkApplication *application, StetChecker *checker);

/* window-actions.c */
void stet_window_add_actions (StetWindow *self);
void stet_window_enable_actions (StetWindow *self);

/* window-acts.c */
void stet_window_add_acts    (StetWindow *self);
gboolean stet_window_take_back (StetWindow *self);

/* window-style.c */
void stet_window_add_style_actions (StetWindow *self);
/* One replacement of a finding, as one step; tells where the text is no longer what was found. */
void stet_window_mend (StetWindow *self, const StetFinding *finding, guint index);
/* (borrowed) (nullable): at the caret, or chosen */
StetFinding *stet_window_finding_here (StetWindow *self);
/* window-find.c */
void stet_window_add_find_actions (StetWindow *self);
void stet_window_find_anew   (StetWindow *self); /* another story is open */
void stet_window_find_again  (StetWindow *self); /* its text changed */
gboolean stet_window_close_find (StetWindow *self); /* FALSE: it was not open */
void stet_window_free_find   (StetWindow *self);

/* window-pictures.c */
void stet_window_add_picture_actions (StetWindow *self);
void stet_window_take_photo  (StetWindow *self, const char *path); /* as the lead photo */

/* window-words.c */
void stet_window_add_word_actions (StetWindow *self);
gboolean stet_window_is_of_spelling (const StetFinding *finding);
/* Chooses a finding; the words that may have been meant, if it is about one, come to the menu or
 * popover that is open. */
void stet_window_look_up     (StetWindow *self, const char *finding);
void stet_window_show_findings (StetWindow *self);
void stet_window_show_fold   (StetWindow *self);
gboolean stet_window_go_to_blocker (StetWindow *self, const char *id);

/* window-connection.c */
void stet_window_add_connection_actions (StetWindow *self);
void stet_window_add_language_actions (StetWindow *self);
/* What went live, then what readers get of it. */
void stet_window_tell_live   (StetWindow *self, const StetOutcome *outcome);
/* FALSE: it is not about a password. */
gboolean stet_window_ask_password (StetWindow *self, const GError *error);

/* window-sync.c */
void stet_window_add_sync_actions (StetWindow *self);
void stet_window_show_progress (StetWindow *self);

/* window-browser.c */
void stet_window_add_browser_actions (StetWindow *self);

/* window-sites.c */
/* The account that was added, in use. */
void stet_window_show_connected (StetWindow *self, const StetAccount *account);
void stet_window_add_site_actions (StetWindow *self);
void stet_window_show_accounts (StetWindow *self);
void stet_window_start_practice (StetWindow *self);

G_END_DECLS
