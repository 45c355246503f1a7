/* Menus built when they are opened. Layer: ui. Main thread. */
#include "config.h"

#include "ui/lazy-menu.h"

#include "base/text.h"

#define LABEL_CHARS_MAX 60

GMenuItem *
stet_menu_item_new (const char *label, const char *action, GVariant *target)
{
  g_autofree char *line = stet_text_shown_line (label, LABEL_CHARS_MAX);
  g_auto (GStrv) parts = g_strsplit (line, "_", -1);
  g_autofree char *literal = g_strjoinv ("__", parts);
  GMenuItem *item = g_menu_item_new (literal, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  return item;
}

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
