/* Runs of text and cards, kept in step with the story's blocks. Layer: ui, main thread. */
#include "config.h"

#include "ui/body-view.h"
#include "ui/prose-frame.h"
#include "ui/picture-paste.h"

#include "article/table.h"
#include "base/random.h"

#include <glib/gi18n.h>

#define NEW_TABLE_ROWS 3
#define NEW_TABLE_COLUMNS 3

typedef struct
{
  GtkWidget *widget;   /* (borrowed) a prose view or a card */
  GtkWidget *child;    /* (borrowed) the frame of the view, or the card: what stands in the box */
  gboolean   is_run;
  guint      first;
  guint      n_blocks; /* a card: 1 */
  char      *id;       /* (owned) (nullable) the card's block */
} Segment;

struct _StetBodyView
{
  GtkBox            parent_instance;
  StetDocument     *document;
  GArray           *segments;
  gboolean          locked;
  StetPhotoPathFunc photo_path;
  gpointer          photo_data;
};

G_DEFINE_FINAL_TYPE (StetBodyView, stet_body_view, GTK_TYPE_BOX)

static void
segment_clear (gpointer data)
{
  g_free (((Segment *) data)->id);
}

static GArray *
segments_new (void)
{
  GArray *segments = g_array_new (FALSE, TRUE, sizeof (Segment));

  g_array_set_clear_func (segments, segment_clear);
  return segments;
}

/* The segments the story asks for; a place to write stands at the end. */
static GArray *
wanted_segments (StetBodyView *self)
{
  StetArticle *article = stet_document_article (self->document);
  GArray *segments = segments_new ();
  guint n = stet_article_n_blocks (article);

  for (guint i = 0; i < n; i++)
    {
      StetBlock *block = stet_article_block (article, i);
      gboolean text = stet_block_type (block) <= STET_BLOCK_LIST_ITEM;
      Segment *last
          = segments->len > 0 ? &g_array_index (segments, Segment, segments->len - 1) : NULL;
      Segment next = { .is_run = text, .first = i, .n_blocks = 1 };

      if (text && last && last->is_run)
        {
          last->n_blocks++;
          continue;
        }
      next.id = text ? NULL : g_strdup (stet_block_id (block));
      g_array_append_val (segments, next);
    }
  if (segments->len == 0 || !g_array_index (segments, Segment, segments->len - 1).is_run)
    {
      Segment end = { .is_run = TRUE, .first = n };

      g_array_append_val (segments, end);
    }
  return segments;
}

static gboolean
same_segment (Segment *a, Segment *b)
{
  return a->is_run == b->is_run && g_strcmp0 (a->id, b->id) == 0;
}

/* --- from part to part --- */

static int
segment_of (StetBodyView *self, GtkWidget *widget)
{
  for (guint i = 0; i < self->segments->len; i++)
    if (g_array_index (self->segments, Segment, i).widget == widget)
      return i;
  return -1;
}

/* The caret enters a part from above or below. */
static void
enter (StetBodyView *self, guint index, gboolean at_end, int x)
{
  Segment *segment = &g_array_index (self->segments, Segment, index);

  if (segment->is_run)
    stet_prose_view_enter (STET_PROSE_VIEW (segment->widget), at_end, x);
  else
    gtk_widget_grab_focus (segment->widget);
}

/* An empty paragraph goes as the caret leaves it backwards, as it would beside another
 * paragraph. */
static void
drop_empty_line (StetBodyView *self, Segment *segment)
{
  StetProjection *projection = stet_prose_view_projection (STET_PROSE_VIEW (segment->widget));
  g_autoptr (StetEdit) edit = NULL;

  if (segment->n_blocks == 0 || stet_prose_chars (stet_projection_prose (projection, 0)) > 0
      || stet_projection_is_locked (projection))
    return;
  edit = stet_edit_blocks (segment->first, 1, NULL);
  stet_document_apply (self->document, edit, NULL);
}

static gboolean
leave_cb (StetProseView *view, int how, int x, StetBodyView *self)
{
  int index = segment_of (self, GTK_WIDGET (view));
  gboolean back = how == STET_LEAVE_UP || how == STET_LEAVE_LEFT || how == STET_LEAVE_BACKSPACE;
  GtkWidget *next;

  if (index < 0 || how >= STET_LEAVE_TAB
      || (back ? index == 0 : index + 1 >= (int) self->segments->len))
    return FALSE;
  next = g_array_index (self->segments, Segment, back ? index - 1 : index + 1).widget;
  if (how == STET_LEAVE_BACKSPACE)
    {
      gtk_widget_grab_focus (next);
      drop_empty_line (self, &g_array_index (self->segments, Segment, index));
      return TRUE;
    }
  enter (self, back ? index - 1 : index + 1, back, how <= STET_LEAVE_DOWN ? x : -1);
  return TRUE;
}

void
stet_body_view_select (StetBodyView *self, StetSpot from, StetSpot to)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      Segment *segment = &g_array_index (self->segments, Segment, i);
      gboolean last = i + 1 == self->segments->len;

      if (!last && from.block >= segment->first + MAX (segment->n_blocks, 1))
        continue;
      if (!segment->is_run)
        gtk_widget_grab_focus (segment->widget);
      else
        {
          GtkWidget *view = segment->widget;

          if (segment->n_blocks > 0 && to.block < segment->first + segment->n_blocks)
            stet_projection_put_selection (stet_prose_view_projection (STET_PROSE_VIEW (view)),
                                           from, to);
          gtk_widget_grab_focus (view);
        }
      return;
    }
}

static void
write_at (StetBodyView *self, guint at)
{
  g_autoptr (StetProse) empty = stet_prose_empty ();
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetEdit) edit = NULL;

  g_ptr_array_add (blocks, stet_block_paragraph (id, empty));
  edit = stet_edit_blocks (at, 0, blocks);
  if (stet_document_apply (self->document, edit, NULL))
    stet_body_view_select (self, (StetSpot) { at, 0 }, (StetSpot) { at, 0 });
}

static void
remove_at (StetBodyView *self, guint at)
{
  g_autoptr (StetEdit) edit = stet_edit_blocks (at, 1, NULL);

  if (stet_document_apply (self->document, edit, NULL))
    stet_body_view_select (self, (StetSpot) { at, 0 }, (StetSpot) { at, 0 });
}

static void
card_act_cb (StetBlockCard *card, int act, StetBodyView *self)
{
  int index = segment_of (self, GTK_WIDGET (card));
  guint at;

  if (index < 0)
    return;
  at = g_array_index (self->segments, Segment, index).first;
  if (act == STET_CARD_UP && index > 0)
    enter (self, index - 1, TRUE, -1);
  else if (act == STET_CARD_DOWN && index + 1 < (int) self->segments->len)
    enter (self, index + 1, FALSE, -1);
  else if (self->locked)
    return;
  else if (act == STET_CARD_REMOVE)
    remove_at (self, at);
  else if (act == STET_CARD_WRITE_BEFORE || act == STET_CARD_WRITE_AFTER)
    write_at (self, act == STET_CARD_WRITE_AFTER ? at + 1 : at);
}

static StetBlock *
new_table (void)
{
  g_autofree char *id = stet_uuid_new (stet_random_system ());
  g_autoptr (GPtrArray) rows = stet_table_new (NEW_TABLE_ROWS, NEW_TABLE_COLUMNS);
  StetBlockFields fields = { .type = STET_BLOCK_TABLE, .id = id, .rows = rows };

  return stet_block_new (&fields);
}

/* Where it goes: after the block at the caret, in its place where it is an empty paragraph. */
static guint
place_for_table (StetBodyView *self, StetProseView *at, guint *n_removed)
{
  StetProjection *projection = at ? stet_prose_view_projection (at) : NULL;
  guint n = stet_article_n_blocks (stet_document_article (self->document)), line;
  GtkWidget *card = at ? gtk_widget_get_ancestor (GTK_WIDGET (at), STET_TYPE_BLOCK_CARD) : NULL;

  *n_removed = 0;
  if (card && segment_of (self, card) >= 0)
    return g_array_index (self->segments, Segment, segment_of (self, card)).first + 1;
  if (!projection || stet_projection_lines (projection) != STET_LINES_BLOCKS)
    return n;
  line = stet_projection_locate (projection, stet_prose_view_caret (at), NULL);
  if (!stet_projection_block (projection, line))
    return stet_projection_first (projection);
  *n_removed = stet_prose_chars (stet_projection_prose (projection, line)) == 0;
  return stet_projection_first (projection) + line + (*n_removed ? 0 : 1);
}

void
stet_body_view_insert_table (StetBodyView *self, StetProseView *at)
{
  guint n_removed, index;
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) stet_block_unref);
  g_autoptr (StetEdit) edit = NULL;

  if (!self->document || self->locked)
    return;
  index = place_for_table (self, at, &n_removed);
  g_ptr_array_add (blocks, new_table ());
  edit = stet_edit_blocks (index, n_removed, blocks);
  if (!stet_document_apply (self->document, edit, NULL))
    return;
  for (guint i = 0; i < self->segments->len; i++)
    if (g_array_index (self->segments, Segment, i).first == index
        && !g_array_index (self->segments, Segment, i).is_run)
      stet_block_card_focus_text (
          STET_BLOCK_CARD (g_array_index (self->segments, Segment, i).widget));
}

gboolean
stet_body_view_move_card (StetBodyView *self, GtkWidget *card, int by)
{
  int index = segment_of (self, card);
  guint at, n = self->document ? stet_article_n_blocks (stet_document_article (self->document)) : 0,
            low;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (StetEdit) edit = NULL;

  if (index < 0 || self->locked)
    return FALSE;
  at = g_array_index (self->segments, Segment, index).first;
  if (by < 0 ? at == 0 : at + 1 >= n)
    return FALSE;
  low = by < 0 ? at - 1 : at;
  blocks = g_ptr_array_new ();
  g_ptr_array_add (blocks, stet_article_block (stet_document_article (self->document), low + 1));
  g_ptr_array_add (blocks, stet_article_block (stet_document_article (self->document), low));
  edit = stet_edit_blocks (low, 2, blocks);
  if (stet_document_apply (self->document, edit, NULL))
    stet_body_view_select (self, (StetSpot) { at + by, 0 }, (StetSpot) { at + by, 0 });
  return TRUE;
}

/* Files of a file manager: the caret goes where they were dropped, and they behind its block. */
static gboolean
drop_files_cb (GtkDropTarget *target, const GValue *value, double x, double y, StetBodyView *self)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *view = under && STET_IS_PROSE_VIEW (under) ? under
                    : under ? gtk_widget_get_ancestor (under, STET_TYPE_PROSE_VIEW) : NULL;
  GtkTextIter iter;
  double view_x, view_y;
  int in_x, in_y;

  if (!view || self->locked)
    return FALSE;
  gtk_widget_translate_coordinates (GTK_WIDGET (self), view, x, y, &view_x, &view_y);
  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (view), GTK_TEXT_WINDOW_WIDGET, (int) view_x,
                                         (int) view_y, &in_x, &in_y);
  gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (view), &iter, in_x, in_y);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), &iter);
  gtk_widget_grab_focus (view);
  return stet_files_take (view, FALSE, value);
}

static void
place_cb (StetSpot from, StetSpot to, gpointer data)
{
  stet_body_view_select (data, from, to);
}

static void
make_widget (StetBodyView *self, Segment *segment)
{
  StetProseView *view;

  if (!segment->is_run)
    {
      segment->widget = GTK_WIDGET (
          stet_block_card_new (self->document, segment->first, self->photo_path, self->photo_data));
      segment->child = segment->widget;
      g_signal_connect_object (segment->widget, "act", G_CALLBACK (card_act_cb), self, 0);
      return;
    }
  view = stet_prose_view_new ();
  g_object_set (view, "line-em", 1.5, "formatting", TRUE, "pixels-below-lines", 15, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (view), "body");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Body"),
                                  -1);
  g_signal_connect_object (view, "leave", G_CALLBACK (leave_cb), self, 0);
  stet_projection_set_locked (stet_prose_view_projection (view), self->locked);
  stet_projection_set_place_func (stet_prose_view_projection (view), place_cb, self);
  segment->widget = GTK_WIDGET (view);
  segment->child = GTK_WIDGET (stet_prose_frame_new (view));
}

static void
show_segment (StetBodyView *self, Segment *segment)
{
  if (segment->is_run)
    stet_prose_view_show_run (STET_PROSE_VIEW (segment->widget), self->document, segment->first,
                              segment->n_blocks);
  else
    stet_block_card_update (STET_BLOCK_CARD (segment->widget), segment->first);
}

static void
show_placeholder (StetBodyView *self)
{
  gboolean alone = self->segments->len == 1;

  for (guint i = 0; i < self->segments->len; i++)
    {
      Segment *segment = &g_array_index (self->segments, Segment, i);

      if (segment->is_run)
        stet_prose_view_set_placeholder (STET_PROSE_VIEW (segment->widget),
                                         alone ? _("Body") : NULL);
    }
}

static void
keep_widget (Segment *now, const Segment *old)
{
  now->widget = old->widget;
  now->child = old->child;
}

void
stet_body_view_update (StetBodyView *self)
{
  GArray *old = self->segments, *now;
  guint before = 0, after = 0;
  GtkWidget *sibling;

  if (!self->document)
    return;
  now = wanted_segments (self);
  while (before < old->len && before < now->len
         && same_segment (&g_array_index (old, Segment, before),
                          &g_array_index (now, Segment, before)))
    before++;
  while (after < old->len - before && after < now->len - before
         && same_segment (&g_array_index (old, Segment, old->len - 1 - after),
                          &g_array_index (now, Segment, now->len - 1 - after)))
    after++;
  for (guint i = 0; i < before; i++)
    keep_widget (&g_array_index (now, Segment, i), &g_array_index (old, Segment, i));
  for (guint i = 0; i < after; i++)
    keep_widget (&g_array_index (now, Segment, now->len - 1 - i),
                 &g_array_index (old, Segment, old->len - 1 - i));
  for (guint i = before; i < old->len - after; i++)
    gtk_box_remove (GTK_BOX (self), g_array_index (old, Segment, i).child);
  sibling = before > 0 ? g_array_index (now, Segment, before - 1).child : NULL;
  for (guint i = before; i < now->len - after; i++)
    {
      Segment *segment = &g_array_index (now, Segment, i);

      make_widget (self, segment);
      gtk_box_insert_child_after (GTK_BOX (self), segment->child, sibling);
      sibling = segment->child;
    }
  self->segments = now;
  g_array_unref (old);
  for (guint i = 0; i < now->len; i++)
    show_segment (self, &g_array_index (now, Segment, i));
  show_placeholder (self);
}

void
stet_body_view_set_document (StetBodyView *self, StetDocument *document)
{
  for (guint i = 0; i < self->segments->len; i++)
    gtk_box_remove (GTK_BOX (self), g_array_index (self->segments, Segment, i).child);
  g_array_set_size (self->segments, 0);
  g_set_object (&self->document, document);
  stet_body_view_update (self);
}

void
stet_body_view_set_locked (StetBodyView *self, gboolean locked)
{
  self->locked = locked;
}

void
stet_body_view_set_photo_path (StetBodyView *self, StetPhotoPathFunc photo_path, gpointer data)
{
  self->photo_path = photo_path;
  self->photo_data = data;
}

StetProseView *
stet_body_view_first (StetBodyView *self)
{
  for (guint i = 0; i < self->segments->len; i++)
    if (g_array_index (self->segments, Segment, i).is_run)
      return STET_PROSE_VIEW (g_array_index (self->segments, Segment, i).widget);
  return NULL;
}

static void
body_view_finalize (GObject *object)
{
  StetBodyView *self = STET_BODY_VIEW (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->segments, g_array_unref);
  G_OBJECT_CLASS (stet_body_view_parent_class)->finalize (object);
}

static void
stet_body_view_class_init (StetBodyViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = body_view_finalize;
}

static void
stet_body_view_init (StetBodyView *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->segments = segments_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  /* Before the texts' own target, which would take the files' names. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_files_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
