/* StetStoryRow with an identity. Layer: ui, main thread. */
#include "config.h"

#include "ui/story-item.h"

struct _StetStoryItem
{
  GObject       parent_instance;
  StetStoryRow *row;
};

G_DEFINE_FINAL_TYPE (StetStoryItem, stet_story_item, G_TYPE_OBJECT)

static void
story_item_finalize (GObject *object)
{
  g_clear_pointer (&STET_STORY_ITEM (object)->row, stet_story_row_free);
  G_OBJECT_CLASS (stet_story_item_parent_class)->finalize (object);
}

static void
stet_story_item_class_init (StetStoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = story_item_finalize;
}

static void
stet_story_item_init (StetStoryItem *self)
{
}

StetStoryItem *
stet_story_item_new (StetStoryRow *row)
{
  StetStoryItem *self = g_object_new (STET_TYPE_STORY_ITEM, NULL);

  self->row = row;
  return self;
}

const StetStoryRow *
stet_story_item_row (StetStoryItem *self)
{
  return self->row;
}

gboolean
stet_story_item_same (StetStoryItem *a, StetStoryItem *b)
{
  return g_strcmp0 (a->row->id, b->row->id) == 0
         && g_strcmp0 (a->row->headline, b->row->headline) == 0 && a->row->state == b->row->state
         && a->row->live == b->row->live && a->row->modified_us == b->row->modified_us
         && g_strcmp0 (a->row->author, b->row->author) == 0;
}
