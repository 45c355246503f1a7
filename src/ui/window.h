/* The window: which story, the story, what is asked of you. Layer: ui, main thread. */
#pragma once

#include "app/workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STET_TYPE_WINDOW (stet_window_get_type ())
G_DECLARE_FINAL_TYPE (StetWindow, stet_window, STET, WINDOW, AdwApplicationWindow)

/* Keys of all actions, once for a program. */
void           stet_window_add_accels (GtkApplication *application);
StetWindow    *stet_window_new       (GtkApplication *application);
/* Opens the data folder off the main loop and shows what was open last; `practice`: with the
 * practice newsroom, without asking. */
void           stet_window_start     (StetWindow *window, gboolean practice);
/* The pages and panels that the first frame does not show; once it is painted, or before they are
 * needed. */
void           stet_window_build_pages (StetWindow *window);
/* `done` when all that was typed is on disk. */
void stet_window_flush (StetWindow *window, void (*done) (const GError *error, gpointer data),
                        gpointer data);
/* The same of all windows. */
void stet_windows_flush (GtkApplication *application,
                         void (*done) (const GError *error, gpointer data), gpointer data);
/* (borrowed) (nullable): not open yet */
StetWorkspace *stet_windows_workspace (GtkApplication *application);
/* Keeps what is open and closes all windows once their stories are on disk. */
void           stet_windows_quit     (GtkApplication *application);
/* Whether they close to be begun anew. */
gboolean       stet_windows_again    (GtkApplication *application);
/* After the main loop: lets go of the application (its actions keep the last window's parts) and
 * waits until nothing has the store open any more, 10 s at most. */
void           stet_windows_end      (GtkApplication *application);
/* Every action a person may want. (borrowed) */
GMenuModel    *stet_window_menu      (StetWindow *window);
void           stet_window_import    (StetWindow *window, const char *path);

G_END_DECLS
