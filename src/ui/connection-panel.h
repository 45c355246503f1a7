/* What the doctor found on the way to the site. Layer: ui, main thread.
 * It activates "win.check-connection", "win.stop-check" and "win.copy-report". */
#pragma once

#include "app/doctor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_CONNECTION_PANEL (stet_connection_panel_get_type ())
G_DECLARE_FINAL_TYPE (StetConnectionPanel, stet_connection_panel, STET, CONNECTION_PANEL, GtkBox)

/* It is being looked at. */
void        stet_connection_panel_wait (StetConnectionPanel *panel);
/* `report` nullable: it was stopped. */
void        stet_connection_panel_show (StetConnectionPanel *panel, const StetDoctorReport *report);
/* The report shown, as text without secrets. (borrowed) (nullable) */
const char *stet_connection_panel_text (StetConnectionPanel *panel);

G_END_DECLS
