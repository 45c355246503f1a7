/* The context menu of a text in which a finding is signed. Layer: ui, main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (owned); `suggestions` (out, owned) its part that stet_word_menu_fill () fills. */
GMenu *stet_word_menu_new  (GMenu **suggestions);
/* One entry a word, which activates "win.use-word" ((ss): finding, word). */
void   stet_word_menu_fill (GMenu *suggestions, const char *finding, const char *const *words);

G_END_DECLS
