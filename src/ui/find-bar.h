/* Find and replace in the open story: a line over the page, with what would come of it below.
 * Layer: ui, main thread. It shows what it is given; whoever listens looks and replaces.
 *
 * It activates "win.find-changed" when what is looked for is another, "win.find-next",
 * "win.find-previous", "win.find-go" (u: number of the hit), "win.replace", "win.replace-all" and
 * "win.find-close". */
#pragma once

#include "app/find.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_FIND_BAR (stet_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (StetFindBar, stet_find_bar, STET, FIND_BAR, GtkBox)

StetFindBar *stet_find_bar_new (void);
/* Opens it, with `text` (nullable: what was there) to look for, and takes the focus. */
void stet_find_bar_open     (StetFindBar *bar, gboolean replacing, const char *text);
gboolean stet_find_bar_has_focus (StetFindBar *bar);
/* What is looked for; the strings are borrowed until it changes. */
StetFindOptions stet_find_bar_options (StetFindBar *bar);
/* What comes in its place; NULL while nothing is replaced. (borrowed) */
const char *stet_find_bar_replacement (StetFindBar *bar);
/* `found` (nullable): nothing is looked for; `at`: which one is current, -1 for none. */
void stet_find_bar_show     (StetFindBar *bar, StetFound *found, int at);
/* Why nothing can be found, in words. */
void stet_find_bar_refuse   (StetFindBar *bar, const char *why);

G_END_DECLS
