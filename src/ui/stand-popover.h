/* Why a finding may stand: the popover behind Stet. Layer: ui, main thread.
 * It activates "win.stand" ((sss): finding, reason, scope). */
#pragma once

#include "style/finding.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_REASON_CHARS_MIN 10

#define STET_TYPE_STAND_POPOVER (stet_stand_popover_get_type ())
G_DECLARE_FINAL_TYPE (StetStandPopover, stet_stand_popover, STET, STAND_POPOVER, GtkPopover)

/* How far a stet may reach that is given here; the whole desk is an editor's. */
typedef enum { STET_REACH_STORY = 0, STET_REACH_DESK } StetReach;

GtkWidget *stet_stand_popover_new (const StetFinding *finding, StetReach reach);

G_END_DECLS
