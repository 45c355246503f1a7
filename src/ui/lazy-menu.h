/* A menu button whose menu is built when it is first opened: a popover is dozens of widgets, and
 * none of them is needed for the first frame. And the items of menus that others' words name.
 * Layer: ui. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives the button another menu; what was built of the one before goes. `menu` is reffed. */
void stet_lazy_menu_set (GtkMenuButton *button, GMenuModel *menu);

/* An item of a menu named by others' words: shown as they are (an underscore marks no key), on one
 * line, cut. Returns: (owned). */
GMenuItem *stet_menu_item_new (const char *label, const char *action, GVariant *target);

G_END_DECLS
