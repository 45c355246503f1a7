/* The palette of marks at the caret of any text. Layer: ui, main thread. */
#include "config.h"

#include "ui/caret-place.h"
#include "ui/character-popover.h"
#include "ui/window-private.h"

#include "app/characters.h"

struct _StetWindowCharacters
{
  StetCharacterPopover *popover; /* (borrowed): a child of the page's column */
  StetCaretPlace        place;
  char                **recent;  /* (nullable) */
};

/* Where the palette points: the caret, or the entry it is in. */
static void
aim (StetWindow *self, GtkWidget *focus, GtkWidget *parent)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, 1, 1);
  GdkRectangle at;

  if (STET_IS_PROSE_VIEW (focus))
    stet_prose_view_caret_rect (STET_PROSE_VIEW (focus), parent, &rect);
  else if (!gtk_widget_compute_bounds (focus, parent, &rect))
    rect.origin.x = gtk_widget_get_width (parent) / 2.f;
  at = (GdkRectangle){ rect.origin.x, rect.origin.y, MAX (rect.size.width, 1),
                       MAX (rect.size.height, 1) };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->characters->popover), &at);
}

/* One step for undo, apart from what is typed before and after. */
static void
insert_in_view (StetWindow *self, GtkTextView *view, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  StetDocument *document = stet_open_story_document (self->story);

  stet_document_break (document);
  stet_document_begin_group (document);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  stet_document_end_group (document);
  stet_document_break (document);
}

static void
insert_in_entry (GtkEditable *editable, const char *text)
{
  int position;

  gtk_editable_delete_selection (editable);
  position = gtk_editable_get_position (editable);
  gtk_editable_insert_text (editable, text, -1, &position);
  gtk_editable_set_position (editable, position);
}

static void
remember (StetWindow *self, const char *text)
{
  char **used = stet_characters_used ((const char *const *) self->characters->recent, text);

  g_strfreev (self->characters->recent);
  self->characters->recent = used;
  if (self->settings)
    g_settings_set_strv (self->settings, "recent-characters", (const char *const *) used);
}

static void
chosen_cb (StetWindow *self, const char *text)
{
  g_autofree char *copy = g_strdup (text);
  GtkWidget *widget = self->characters->place.widget;

  if (!stet_caret_place_go_back (&self->characters->place))
    return;
  if (GTK_IS_TEXT_VIEW (widget) && self->story)
    insert_in_view (self, GTK_TEXT_VIEW (widget), copy);
  else if (GTK_IS_EDITABLE (widget))
    insert_in_entry (GTK_EDITABLE (widget), copy);
  remember (self, copy);
}

/* "chosen" comes after it, and goes back once more to what is forgotten by then only when nothing
 * was chosen. */
static void
closed_cb (StetWindow *self)
{
  GtkWidget *widget = self->characters->place.widget;

  if (STET_IS_PROSE_VIEW (widget))
    {
      stet_caret_place_select (&self->characters->place);
      gtk_widget_grab_focus (widget);
    }
  else if (GTK_IS_TEXT (widget))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (widget));
}

static StetWindowCharacters *
make_characters (StetWindow *self)
{
  StetWindowCharacters *made = g_new0 (StetWindowCharacters, 1);

  made->popover = stet_character_popover_new ();
  gtk_widget_set_parent (GTK_WIDGET (made->popover),
                         gtk_widget_get_parent (GTK_WIDGET (self->stack)));
  g_signal_connect_swapped (made->popover, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (made->popover, "closed", G_CALLBACK (closed_cb), self);
  made->recent = self->settings ? g_settings_get_strv (self->settings, "recent-characters") : NULL;
  return made;
}

static void
characters_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (!GTK_IS_TEXT (focus) && !GTK_IS_TEXT_VIEW (focus))
    {
      if (!self->story)
        return;
      stet_story_page_focus (self->page);
      focus = gtk_root_get_focus (GTK_ROOT (self));
    }
  if (!focus)
    return;
  if (!self->characters)
    self->characters = make_characters (self);
  stet_caret_place_keep (&self->characters->place, GTK_ROOT (self));
  aim (self, focus, gtk_widget_get_parent (GTK_WIDGET (self->characters->popover)));
  stet_character_popover_open (self->characters->popover,
                               (const char *const *) self->characters->recent);
}

void
stet_window_free_characters (StetWindow *self)
{
  if (!self->characters)
    return;
  g_signal_handlers_disconnect_by_data (self->characters->popover, self);
  stet_caret_place_clear (&self->characters->place);
  gtk_widget_unparent (GTK_WIDGET (self->characters->popover));
  g_strfreev (self->characters->recent);
  g_clear_pointer (&self->characters, g_free);
}

void
stet_window_add_character_actions (StetWindow *self)
{
  static const GActionEntry entries[] = { { "characters", characters_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
