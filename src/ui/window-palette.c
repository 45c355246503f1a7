/* Find or do: what the palette shows, and what is done with what was chosen. Layer: ui, main
 * thread. */
#include "config.h"

#include "ui/palette.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

/* --- actions: whatever is in the menu --- */

static const char *
why_not (StetWindow *self, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  GActionMap *map = G_ACTION_MAP (self);
  GAction *action;

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    return NULL;
  if (g_str_has_prefix (name, "app."))
    map = G_ACTION_MAP (gtk_window_get_application (GTK_WINDOW (self)));
  action = g_action_map_lookup_action (map, strchr (name, '.') + 1);
  /* A window's own action, as "window.close", is not in a map and always there. */
  if (!action || g_action_get_enabled (action))
    return NULL;
  return self->acting  ? _("Not while it goes to the site")
         : self->story ? _("Not at this place")
                       : _("Open a story first");
}

static void
add_action (StetWindow *self, StetPalette *palette, GMenuModel *menu, int at, const char *where)
{
  g_autoptr (GVariant) target
      = g_menu_model_get_item_attribute_value (menu, at, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_autofree char *label = NULL, *name = NULL, *detailed = NULL, *keys = NULL;
  g_auto (GStrv) accels = NULL;
  StetPaletteEntry entry = { .section = STET_SECTION_DO, .detail = where };
  GdkModifierType mods;
  guint key;

  if (!g_menu_model_get_item_attribute (menu, at, G_MENU_ATTRIBUTE_LABEL, "s", &label)
      || !g_menu_model_get_item_attribute (menu, at, G_MENU_ATTRIBUTE_ACTION, "s", &name))
    return;
  detailed = g_action_print_detailed_name (name, target);
  accels = gtk_application_get_accels_for_action (gtk_window_get_application (GTK_WINDOW (self)),
                                                  detailed);
  if (accels[0] && gtk_accelerator_parse (accels[0], &key, &mods))
    keys = gtk_accelerator_get_label (key, mods);
  entry.title = label;
  entry.keys = keys;
  entry.id = detailed;
  entry.why_not = why_not (self, detailed);
  stet_palette_add (palette, &entry);
}

static void
add_menu (StetWindow *self, StetPalette *palette, GMenuModel *menu, const char *where)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *label = NULL;

      if (section)
        add_menu (self, palette, section, where);
      else if (submenu
               && g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        add_menu (self, palette, submenu, label);
      else
        add_action (self, palette, menu, i, where);
    }
}

GMenuModel *
stet_window_menu (StetWindow *self)
{
  return self->menu;
}

/* --- stories, rules --- */

/* Only `author`'s, where one is named. */
static void
add_stories (StetWindow *self, StetPalette *palette, const char *author)
{
  GPtrArray *stories = stet_story_list_stories (self->list);

  for (guint i = 0; i < stories->len; i++)
    {
      const StetStoryRow *row = stories->pdata[i];
      StetPaletteEntry entry
          = { .section = STET_SECTION_STORIES, .title = row->headline, .id = row->id };

      if (row->state == STET_STATE_BINNED || (author && g_strcmp0 (row->author, author) != 0))
        continue;
      entry.detail = stet_words_for_state (row->state, row->live);
      if (!row->headline || *row->headline == '\0')
        entry.title = _("No headline yet");
      stet_palette_add (palette, &entry);
    }
}

/* Those at the site whose stories are here, each with how many they are. */
static void
add_people (StetWindow *self, StetPalette *palette)
{
  GPtrArray *stories = stet_story_list_stories (self->list);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) names = NULL;

  for (guint i = 0; i < stories->len; i++)
    {
      const StetStoryRow *row = stories->pdata[i];
      guint n;

      if (!row->author || *row->author == '\0' || row->state == STET_STATE_BINNED)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, row->author));
      g_hash_table_insert (counts, g_strdup (row->author), GUINT_TO_POINTER (n + 1));
    }
  names = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) g_utf8_collate);
  for (GList *l = names; l; l = l->next)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, l->data));
      g_autofree char *detail = g_strdup_printf (ngettext ("%u story", "%u stories", n), n);
      StetPaletteEntry entry = {
        .section = STET_SECTION_PEOPLE, .title = l->data, .detail = detail, .id = l->data
      };

      stet_palette_add (palette, &entry);
    }
}

static void
add_rules (StetWindow *self, StetPalette *palette)
{
  g_autoptr (GPtrArray) rules = self->checker ? stet_checker_list (self->checker) : NULL;

  for (guint i = 0; rules && i < rules->len; i++)
    {
      const StetRuleInfo *rule = rules->pdata[i];
      StetPaletteEntry entry = { .section = STET_SECTION_RULES,
                                 .title = rule->title ? rule->title : rule->name,
                                 .detail = rule->code,
                                 .id = rule->name };

      stet_palette_add (palette, &entry);
    }
}

/* --- opening, choosing --- */

static void
close_palette (StetWindow *self, gboolean back)
{
  GtkWidget *focus = self->focus_before;

  if (!self->palette || !gtk_widget_get_visible (self->palette))
    return;
  gtk_widget_set_visible (self->palette, FALSE);
  stet_palette_clear (STET_PALETTE (self->palette));
  if (back && focus && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  else if (back && self->story)
    stet_story_page_focus (self->page);
  g_clear_weak_pointer (&self->focus_before);
}

static void
closed_cb (StetWindow *self)
{
  close_palette (self, TRUE);
}

static void
explain (StetWindow *self, const char *name)
{
  g_autoptr (StetRuleInfo) rule = self->checker ? stet_checker_explain (self->checker, name) : NULL;
  g_autofree char *text = NULL;

  if (!rule)
    return;
  text = g_strjoin (" ", rule->title ? rule->title : rule->name, "·",
                    rule->explanation ? rule->explanation : rule->name, NULL);
  stet_window_tell (self, STET_TONE_GO, text);
}

static void
do_action (StetWindow *self, const char *detailed)
{
  g_autofree char *name = NULL, *text = NULL;
  g_autoptr (GVariant) target = NULL;
  const char *reason = why_not (self, detailed);

  if (reason)
    {
      text = g_strconcat (reason, ".", NULL);
      stet_window_tell (self, STET_TONE_CALM, text);
    }
  else if (g_action_parse_detailed_name (detailed, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

/* A person's stories take the place of all there was. */
static void
show_stories_of (StetWindow *self, const char *author)
{
  StetPalette *palette = STET_PALETTE (self->palette);

  stet_palette_clear (palette);
  add_stories (self, palette, author);
  stet_palette_open (palette, STET_SECTION_STORIES);
}

static void
chosen_cb (StetWindow *self, int section, const char *chosen)
{
  g_autofree char *id = g_strdup (chosen);

  if (section == STET_SECTION_PEOPLE)
    {
      show_stories_of (self, id);
      return;
    }
  close_palette (self, TRUE);
  if (section == STET_SECTION_STORIES)
    stet_window_open_story (self, id, FALSE);
  else if (section == STET_SECTION_RULES)
    explain (self, id);
  else
    do_action (self, id);
}

static void
leave_cb (GtkEventControllerFocus *controller, StetWindow *self)
{
  if (gtk_root_get_focus (GTK_ROOT (self)))
    close_palette (self, FALSE);
}

static void
make_palette (StetWindow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->palette = g_object_new (STET_TYPE_PALETTE, "visible", FALSE, NULL);
  g_signal_connect_swapped (self->palette, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->palette, "closed", G_CALLBACK (closed_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (self->palette, focus);
  gtk_overlay_add_overlay (self->overlay, self->palette);
}

static void
open_palette (StetWindow *self, StetSection section)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  StetPalette *palette;

  if (!self->page)
    return;
  if (!self->palette)
    make_palette (self);
  palette = STET_PALETTE (self->palette);
  if (!gtk_widget_get_visible (self->palette))
    g_set_weak_pointer (&self->focus_before, focus);
  stet_palette_clear (palette);
  add_menu (self, palette, self->menu, NULL);
  add_stories (self, palette, NULL);
  add_rules (self, palette);
  add_people (self, palette);
  gtk_widget_set_visible (self->palette, TRUE);
  stet_palette_open (palette, section);
}

static void
palette_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_palette (data, STET_SECTION_ALL);
}

/* The list looks through the whole text of stories; the palette knows headlines. */
static void
find_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;

  adw_flap_set_reveal_flap (self->list_flap, TRUE);
  stet_story_list_focus_search (self->list);
}

void
stet_window_add_palette_actions (StetWindow *self)
{
  static const GActionEntry entries[] = { { "palette", palette_action }, { "find", find_action } };
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_object_ref (content);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), NULL);
  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  gtk_overlay_set_child (self->overlay, content);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->overlay));
  g_object_unref (content);
}
