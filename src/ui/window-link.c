/* Links at the caret of the text: asked for in place, own stories looked up on the store's thread.
 * Layer: ui, main thread. */
#include "config.h"

#include "ui/caret-place.h"
#include "ui/link-popover.h"
#include "ui/window-private.h"

#include "app/related.h"

#include <glib/gi18n.h>

struct _StetWindowLink
{
  StetLinkPopover *popover; /* (borrowed): a child of the page's column */
  StetCaretPlace   place;
};

/* --- own stories --- */

static gpointer
related_thread (gpointer data, GCancellable *cancellable, GError **error)
{
  StetJob *job = data;

  return stet_workspace_related (job->workspace, job->text, job->id, error);
}

static void
related_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  StetJob *job = data;
  g_autoptr (StetWindow) self = STET_WINDOW (g_steal_pointer (&job->owner));
  g_autoptr (GPtrArray) rows = stet_window_finish (self, result);

  if (rows && self->link)
    stet_link_popover_suggest (self->link->popover, job->text, rows);
  stet_job_free (job);
}

static void
wanted_cb (StetWindow *self, const char *words)
{
  StetJob *job;

  if (!self->story)
    return;
  job = stet_job_new (self->workspace, G_OBJECT (self));
  job->text = g_strdup (words);
  job->id = g_strdup (stet_open_story_id (self->story));
  stet_workspace_run_async (self->workspace, related_thread, job, NULL, NULL, NULL, related_cb,
                            job);
}

/* --- the text --- */

/* Nothing is selected and no link is there: its own words come in with it. */
static void
insert_link (StetProjection *projection, const char *address, const char *title)
{
  const char *bare = strstr (address, "://");
  const char *text = title && *title ? title : bare ? bare + strlen ("://") : address;
  StetSpan span = { STET_SPAN_LINK, 0, g_utf8_strlen (text, -1), address, NULL };
  g_autoptr (StetProse) prose = stet_prose_new (text, &span, 1);
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);

  g_ptr_array_add (blocks, stet_block_paragraph (id, prose));
  stet_projection_insert_blocks (projection, blocks);
}

static void
chosen_cb (StetWindow *self, const char *address, const char *title)
{
  GtkWidget *widget = self->link->place.widget;
  StetProjection *projection;
  g_autofree char *old = NULL;

  if (!stet_caret_place_go_back (&self->link->place) || !STET_IS_PROSE_VIEW (widget))
    return;
  projection = stet_prose_view_projection (STET_PROSE_VIEW (widget));
  old = stet_projection_link (projection);
  if (!address || old
      || gtk_text_buffer_get_has_selection (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget))))
    stet_projection_set_link (projection, address);
  else
    insert_link (projection, address, title);
  stet_window_show_status (self);
}

/* Comes before "chosen", too: the place is kept for that. */
static void
closed_cb (StetWindow *self)
{
  stet_caret_place_select (&self->link->place);
  if (self->link->place.widget)
    gtk_widget_grab_focus (self->link->place.widget);
}

static StetWindowLink *
make_link (StetWindow *self)
{
  StetWindowLink *made = g_new0 (StetWindowLink, 1);

  made->popover = stet_link_popover_new ();
  gtk_widget_set_parent (GTK_WIDGET (made->popover),
                         gtk_widget_get_parent (GTK_WIDGET (self->stack)));
  g_signal_connect_swapped (made->popover, "wanted", G_CALLBACK (wanted_cb), self);
  g_signal_connect_swapped (made->popover, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (made->popover, "closed", G_CALLBACK (closed_cb), self);
  return made;
}

static void
link_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StetWindow *self = data;
  StetProseView *view = self->story && !self->acting ? stet_story_page_current (self->page) : NULL;
  g_autofree char *href = NULL;
  graphene_rect_t rect;
  gboolean formatting = FALSE;

  if (!view)
    return;
  g_object_get (view, "formatting", &formatting, NULL);
  if (!formatting)
    {
      stet_window_tell (self, STET_TONE_CALM, _("There are no links in this text."));
      return;
    }
  if (!self->link)
    self->link = make_link (self);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  stet_caret_place_keep (&self->link->place, GTK_ROOT (self));
  href = stet_projection_link (stet_prose_view_projection (view));
  stet_prose_view_caret_rect (view, gtk_widget_get_parent (GTK_WIDGET (self->link->popover)),
                              &rect);
  gtk_popover_set_pointing_to (
      GTK_POPOVER (self->link->popover),
      &(GdkRectangle){ rect.origin.x, rect.origin.y, 1, MAX (rect.size.height, 1) });
  stet_link_popover_open (self->link->popover, href);
}

void
stet_window_free_link (StetWindow *self)
{
  if (!self->link)
    return;
  g_signal_handlers_disconnect_by_data (self->link->popover, self);
  stet_caret_place_clear (&self->link->place);
  gtk_widget_unparent (GTK_WIDGET (self->link->popover));
  g_clear_pointer (&self->link, g_free);
}

void
stet_window_add_link_actions (StetWindow *self)
{
  static const GActionEntry entries[] = { { "link", link_action } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
