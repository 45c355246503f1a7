/* The palette of marks and letters that a keyboard lacks. Layer: ui, main thread.
 * Signal "chosen" (const char *text): one was taken; the palette is closed by then. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_CHARACTER_POPOVER (stet_character_popover_get_type ())
G_DECLARE_FINAL_TYPE (StetCharacterPopover, stet_character_popover, STET, CHARACTER_POPOVER,
                      GtkPopover)

StetCharacterPopover *stet_character_popover_new (void);
/* What was used last, newest first (nullable strv), stands in front. */
void stet_character_popover_open (StetCharacterPopover *popover, const char *const *recent);

G_END_DECLS
