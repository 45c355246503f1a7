/* What can be done about the finding at the caret, by key: the mends, all of them, one's own words,
 * Stet.
 * Layer: ui, main thread.
 *
 * It activates "win.fix", "win.fix-all" and "win.use-word" as the card and the menu do,
 * "win.add-word", and "win.stand-ask" (s: finding) for Stet. It is closed before it does. */
#pragma once

#include "style/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_FIX_POPOVER (stet_fix_popover_get_type ())
G_DECLARE_FINAL_TYPE (StetFixPopover, stet_fix_popover, STET, FIX_POPOVER, GtkPopover)

typedef struct
{
  const StetFinding *finding;
  guint    n_same;    /* findings of its rule */
  gboolean spelling;  /* words that may have been meant are still looked for */
  gboolean may_stand; /* by whoever sits here */
} StetFixes;

GtkWidget  *stet_fix_popover_new     (const StetFixes *fixes);
const char *stet_fix_popover_finding (StetFixPopover *popover); /* id */
/* The words that were looked for: Return pressed meanwhile takes the first. */
void        stet_fix_popover_suggest (StetFixPopover *popover, const char *const *words);

G_END_DECLS
