/* The first question: where will the stories go? Layer: ui, main thread.
 * It activates "win.practice", "win.connect" ((sss): address, user, password),
 * "win.connect-browser" (s: address) and "win.just-write". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_WELCOME (stet_welcome_get_type ())
G_DECLARE_FINAL_TYPE (StetWelcome, stet_welcome, STET, WELCOME, GtkBox)

/* The same while a sign-in in the browser is waited for: with a button that stops it. */
void stet_welcome_wait (StetWelcome *welcome, const char *text);
/* A sentence about what is being done or went wrong; NULL: nothing. `busy`: the buttons wait. */
void stet_welcome_tell (StetWelcome *welcome, const char *text, gboolean busy);

G_END_DECLS
