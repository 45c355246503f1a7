/* The context menu of a text: what may be done about the finding under it. Its suggestions are
 * looked up only when it opens, and come in while it is open. Layer: ui, main thread. */
#include "config.h"

#include "ui/word-menu.h"

#include "ui/lazy-menu.h"

#include <glib/gi18n.h>

GMenu *
stet_word_menu_new (GMenu **suggestions)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) words = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append (section, _("Use the first mend"), "win.fix-selected");
  g_menu_append (section, _("Mend all of this rule"), "win.fix-all-selected");
  g_menu_append (section, _("Add to my words"), "win.add-word");
  g_menu_append (section, _("Let it stand…"), "win.stand-selected");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (words));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  *suggestions = g_steal_pointer (&words);
  return menu;
}

void
stet_word_menu_fill (GMenu *suggestions, const char *finding, const char *const *words)
{
  g_menu_remove_all (suggestions);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autoptr (GMenuItem) item = stet_menu_item_new (
          words[i], "win.use-word", g_variant_new ("(ss)", finding, words[i]));

      g_menu_append_item (suggestions, item);
    }
}
