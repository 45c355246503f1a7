/* What the selected words lead to: an address, or a story of one's own found by words. It asks for
 * stories and says what was chosen; it searches nothing itself. Layer: ui, main thread.
 *
 * Signals: "wanted" (const char *words): stories that fit, answered by stet_link_popover_suggest
 * (); "chosen" (const char *address, const char *title), both nullable: no address takes the link
 * away; it is closed by then. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_LINK_POPOVER (stet_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (StetLinkPopover, stet_link_popover, STET, LINK_POPOVER, GtkPopover)

StetLinkPopover *stet_link_popover_new     (void);
/* `href` (nullable) is the link that is there. */
void             stet_link_popover_open    (StetLinkPopover *popover, const char *href);
/* Of StetStoryRow, for those words; passed over when the entry has moved on. */
void stet_link_popover_suggest (StetLinkPopover *popover, const char *words, GPtrArray *rows);

G_END_DECLS
