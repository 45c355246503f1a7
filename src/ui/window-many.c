/* More than one window: each its own story over the same workspace. Layer: ui, main thread. */
#include "config.h"

#include "ui/window-private.h"

StetWindow *
stet_window_showing (StetWindow *self, const char *id)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = application ? gtk_application_get_windows (application) : NULL; l; l = l->next)
    {
      StetWindow *window = STET_IS_WINDOW (l->data) ? l->data : NULL;

      if (window && ((window->story && g_str_equal (stet_open_story_id (window->story), id))
                     || g_strcmp0 (window->opening, id) == 0))
        return window;
    }
  return NULL;
}

void
stet_windows_set_checker (GtkApplication *application, StetChecker *checker)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    {
      StetWindow *window = STET_IS_WINDOW (l->data) ? l->data : NULL;

      if (!window || window->checker)
        continue;
      window->checker = stet_checker_ref (checker);
      if (window->story)
        stet_open_story_set_checker (window->story, checker);
    }
}

void
stet_window_open_beside (StetWindow *self, const StetPlace *place)
{
  StetWindow *beside = place ? stet_window_showing (self, place->story) : NULL;

  if (!self->workspace)
    return;
  if (beside)
    {
      gtk_window_present (GTK_WINDOW (beside));
      return;
    }
  beside = stet_window_new (gtk_window_get_application (GTK_WINDOW (self)));
  stet_window_build_pages (beside);
  stet_window_set_workspace (beside, self->workspace);
  if (self->checker)
    beside->checker = stet_checker_ref (self->checker);
  gtk_window_present (GTK_WINDOW (beside));
  if (place)
    {
      beside->goal = stet_place_copy (place);
      stet_window_open_story (beside, place->story, FALSE);
      return;
    }
  stet_window_show_page (beside, "empty");
  stet_window_reload (beside);
}

/* --- actions --- */

static void
open_beside_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (StetPlace) place = stet_place_new (g_variant_get_string (parameter, NULL));

  stet_window_open_beside (data, place);
}

/* The story chosen in the list, or none yet: a story that is open here stays here. */
static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  const char *id = stet_story_list_focused (self->list);
  g_autoptr (StetPlace) place
      = id && stet_window_showing (self, id) != self ? stet_place_new (id) : NULL;

  stet_window_open_beside (self, place);
}

void
stet_window_add_window_actions (StetWindow *self)
{
  static const GActionEntry entries[] = {
    { "new-window", new_window_action }, { "open-beside", open_beside_action, "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
