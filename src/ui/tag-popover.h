/* Tags that go on with what is typed, and, last and never chosen by itself, the new one it would
 * make. The keys stay in the entry, which hands on those for the list. Layer: ui, main thread.
 *
 * Signal: "chosen" (StetTerm *term): nullable, what is new is to be made; it is still open. */
#pragma once

#include "article/article.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_TAG_POPOVER (stet_tag_popover_get_type ())
G_DECLARE_FINAL_TYPE (StetTagPopover, stet_tag_popover, STET, TAG_POPOVER, GtkPopover)

StetTagPopover *stet_tag_popover_new   (void);
/* `terms` of StetTerm, `fresh` of char *; both may be empty. `note` (nullable) is said in their
 * place. Opens, or closes where there is nothing to say. */
void stet_tag_popover_offer (StetTagPopover *popover, GPtrArray *terms, GPtrArray *fresh,
                             const char *note);
/* FALSE: not a key of the list, or it is closed. */
gboolean        stet_tag_popover_key   (StetTagPopover *popover, guint keyval);

G_END_DECLS
