/* A story of the list as an object, so that a list model can hold it. Layer: ui, main thread. */
#pragma once

#include "store/store.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STET_TYPE_STORY_ITEM (stet_story_item_get_type ())
G_DECLARE_FINAL_TYPE (StetStoryItem, stet_story_item, STET, STORY_ITEM, GObject)

/* Takes `row` over. */
StetStoryItem      *stet_story_item_new (StetStoryRow *row);
const StetStoryRow *stet_story_item_row (StetStoryItem *item);
/* Whether both would look the same in the list. */
gboolean            stet_story_item_same (StetStoryItem *a, StetStoryItem *b);

G_END_DECLS
