/* The language Stet itself speaks, where a person chose one: kept with the stories, for the window
 * and for commands. Layer: app. Main thread, before other threads run; keeping one: any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_LANGUAGE_OF_DESKTOP "system" /* none is chosen */

/* "system", "en" or "es". */
gboolean    stet_interface_language_is_known (const char *name);
/* What is kept in a data folder; "system" where nothing is, or nothing that can be read. */
const char *stet_interface_language_kept     (const char *dir);
/* Keeps it for the next starts. Errors: STET_APP_ERROR_USAGE, STET_FILE_ERROR. */
gboolean    stet_interface_language_keep     (const char *dir, const char *name, GError **error);
/* Sets the locale with the language that is kept, in place of setlocale (LC_ALL, ""). */
void        stet_interface_language_take_up  (void);
/* What was taken up at the start. */
const char *stet_interface_language_now      (void);
/* The environment as it was before, for a program that is begun in our place. */
void        stet_interface_language_let_go   (void);

G_END_DECLS
