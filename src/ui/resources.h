/* The compiled-in pages and style of the window; a static library drops them unless they are asked
 * for.
 * Layer: ui. */
#pragma once

#include <gio/gio.h>

GResource *stet_ui_get_resource (void);
