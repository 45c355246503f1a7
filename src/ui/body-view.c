/* Runs of text and cards, kept in step with the story's blocks. Layer: ui, main thread. */
#include "config.h"

#include "ui/body-view.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *widget;   /* (borrowed) a prose view or a card */
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
      Segment *last = segments->len > 0 ? &g_array_index (segments, Segment, segments->len - 1) : NULL;
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

static void
make_widget (StetBodyView *self, Segment *segment)
{
  StetProseView *view;

  if (!segment->is_run)
    {
      segment->widget = GTK_WIDGET (stet_block_card_new (self->document, segment->first, self->photo_path,
                                                         self->photo_data));
      return;
    }
  view = stet_prose_view_new ();
  g_object_set (view, "line-em", 1.5, "formatting", TRUE, "pixels-below-lines", 15, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (view), "body");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Body"), -1);
  segment->widget = GTK_WIDGET (view);
}

static void
show_segment (StetBodyView *self, Segment *segment)
{
  if (segment->is_run)
    stet_prose_view_show_run (STET_PROSE_VIEW (segment->widget), self->document, segment->first, segment->n_blocks);
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
        stet_prose_view_set_placeholder (STET_PROSE_VIEW (segment->widget), alone ? _("Body") : NULL);
    }
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
         && same_segment (&g_array_index (old, Segment, before), &g_array_index (now, Segment, before)))
    before++;
  while (after < old->len - before && after < now->len - before
         && same_segment (&g_array_index (old, Segment, old->len - 1 - after),
                          &g_array_index (now, Segment, now->len - 1 - after)))
    after++;
  for (guint i = 0; i < before; i++)
    g_array_index (now, Segment, i).widget = g_array_index (old, Segment, i).widget;
  for (guint i = 0; i < after; i++)
    g_array_index (now, Segment, now->len - 1 - i).widget = g_array_index (old, Segment, old->len - 1 - i).widget;
  for (guint i = before; i < old->len - after; i++)
    gtk_box_remove (GTK_BOX (self), g_array_index (old, Segment, i).widget);
  sibling = before > 0 ? g_array_index (now, Segment, before - 1).widget : NULL;
  for (guint i = before; i < now->len - after; i++)
    {
      Segment *segment = &g_array_index (now, Segment, i);

      make_widget (self, segment);
      gtk_box_insert_child_after (GTK_BOX (self), segment->widget, sibling);
      sibling = segment->widget;
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
    gtk_box_remove (GTK_BOX (self), g_array_index (self->segments, Segment, i).widget);
  g_array_set_size (self->segments, 0);
  g_set_object (&self->document, document);
  stet_body_view_update (self);
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
  self->segments = segments_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}
