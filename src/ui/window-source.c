/* Who said it: the source of the quotation with the caret, written in place. Layer: ui, main
 * thread. */
#include "config.h"

#include "ui/caret-place.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

struct _StetWindowSource
{
  GtkPopover    *popover; /* (borrowed): a child of the page's column */
  StetProseView *text;    /* (borrowed) */
  StetDocument  *document; /* (owned) (nullable) while it is open */
  StetCaretPlace place;
};

static gboolean
leave_cb (StetWindow *self, int how, int x)
{
  if (how == STET_LEAVE_RETURN || how == STET_LEAVE_TAB || how == STET_LEAVE_TAB_BACK
      || how == STET_LEAVE_UP)
    gtk_popover_popdown (self->source->popover);
  return TRUE; /* nothing leads out of it but its end */
}

static void
changed_cb (StetWindow *self)
{
  stet_prose_view_sync (self->source->text);
}

static void
closed_cb (StetWindow *self)
{
  if (self->source->document)
    g_signal_handlers_disconnect_by_func (self->source->document, changed_cb, self);
  g_clear_object (&self->source->document);
  if (!stet_caret_place_go_back (&self->source->place) && self->story)
    stet_story_page_focus (self->page);
}

static StetWindowSource *
make_source (StetWindow *self)
{
  StetWindowSource *made = g_new0 (StetWindowSource, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = gtk_label_new (_("Who said it"));

  made->popover = GTK_POPOVER (gtk_popover_new ());
  made->text = stet_prose_view_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "field-label");
  gtk_widget_add_css_class (GTK_WIDGET (made->text), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (made->text), "well");
  gtk_widget_set_size_request (GTK_WIDGET (made->text), 320, -1);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (made->text), 8);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (made->text), 6);
  stet_prose_view_set_placeholder (made->text, _("Name and post"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (made->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Source of the quotation"), -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (made->text));
  gtk_popover_set_child (made->popover, box);
  gtk_popover_set_position (made->popover, GTK_POS_BOTTOM);
  gtk_widget_set_parent (GTK_WIDGET (made->popover),
                         gtk_widget_get_parent (GTK_WIDGET (self->stack)));
  g_signal_connect_swapped (made->text, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (made->popover, "closed", G_CALLBACK (closed_cb), self);
  return made;
}

/* The quotation the caret is in. FALSE: it is in none. */
static gboolean
quotation_at_caret (StetWindow *self, StetProseView *view, guint *index)
{
  StetProjection *projection = view ? stet_prose_view_projection (view) : NULL;
  StetBlock *block;
  guint line;

  if (!projection || stet_projection_lines (projection) != STET_LINES_BLOCKS)
    return FALSE;
  line = stet_projection_locate (projection, stet_prose_view_caret (view), NULL);
  block = stet_projection_block (projection, line);
  *index = stet_projection_first (projection) + line;
  return block && stet_block_type (block) == STET_BLOCK_QUOTE;
}

static void
open_source (StetWindow *self, StetProseView *view, guint index)
{
  StetField field = stet_field_at (STET_FIELD_BLOCK_CITE, index);
  StetWindowSource *source = self->source;
  graphene_rect_t rect;
  GtkTextIter end;

  stet_caret_place_keep (&source->place, GTK_ROOT (self));
  source->document = g_object_ref (stet_open_story_document (self->story));
  g_signal_connect_swapped (source->document, "changed", G_CALLBACK (changed_cb), self);
  stet_prose_view_show_field (source->text, source->document, &field);
  stet_projection_set_locked (stet_prose_view_projection (source->text), self->acting);
  stet_prose_view_caret_rect (view, gtk_widget_get_parent (GTK_WIDGET (source->popover)), &rect);
  gtk_popover_set_pointing_to (source->popover, &(GdkRectangle){ rect.origin.x, rect.origin.y, 1,
                                                                 MAX (rect.size.height, 1) });
  gtk_popover_popup (source->popover);
  gtk_text_buffer_get_end_iter (gtk_text_view_get_buffer (GTK_TEXT_VIEW (source->text)), &end);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (source->text)), &end);
  gtk_widget_grab_focus (GTK_WIDGET (source->text));
}

static void
source_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetProseView *view = self->story ? stet_story_page_current (self->page) : NULL;
  guint index;

  if (self->source && gtk_widget_get_visible (GTK_WIDGET (self->source->popover)))
    return;
  if (!quotation_at_caret (self, view, &index))
    {
      stet_window_tell (self, STET_TONE_CALM,
                        _("Place the caret in a quotation. Ctrl+Shift+Q makes one."));
      return;
    }
  if (!self->source)
    self->source = make_source (self);
  open_source (self, view, index);
}

void
stet_window_free_source (StetWindow *self)
{
  if (!self->source)
    return;
  g_signal_handlers_disconnect_by_data (self->source->popover, self);
  if (self->source->document)
    g_signal_handlers_disconnect_by_func (self->source->document, changed_cb, self);
  g_clear_object (&self->source->document);
  stet_caret_place_clear (&self->source->place);
  gtk_widget_unparent (GTK_WIDGET (self->source->popover));
  g_clear_pointer (&self->source, g_free);
}

void
stet_window_add_source_actions (StetWindow *self)
{
  static const GActionEntry entries[] = { { "quote-source", source_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
