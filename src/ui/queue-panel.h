/* What goes to the site and how far it is. Layer: ui, main thread.
 * It activates "win.cancel-intent" (s: id). */
#pragma once

#include "sync/engine/engine.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_QUEUE_PANEL (stet_queue_panel_get_type ())
G_DECLARE_FINAL_TYPE (StetQueuePanel, stet_queue_panel, STET, QUEUE_PANEL, GtkBox)

/* Of StetIntent. */
void stet_queue_panel_show (StetQueuePanel *panel, GPtrArray *intents);

G_END_DECLS
