/* Takes secrets out of a text that a person may hand on. Layer: app. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Removes: each of `secrets` (nullable, NULL-terminated) as it is, without its blanks,
 * percent-encoded and in base64 behind "user:"; the values of Authorization, Cookie and key
 * headers; Basic and Bearer tokens; user names and passwords in addresses; and the values in a
 * query whose names speak of keys, tokens, passwords, signatures or sessions.
 * Returns: (owned). */
char *stet_redact (const char *text, const char *user, const char *const *secrets);

G_END_DECLS
