/* Menus built when they are opened. Layer: ui. Main thread. */
#include "config.h"

#include "ui/lazy-menu.h"

static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  if (!gtk_menu_button_get_popover (button))
    gtk_menu_button_set_menu_model (button, data);
}

void
stet_lazy_menu_set (GtkMenuButton *button, GMenuModel *menu)
{
  gtk_menu_button_set_popover (button, NULL);
  gtk_menu_button_set_create_popup_func (button, create_menu_cb, g_object_ref (menu),
                                         g_object_unref);
}
