/* Which story: the left column. Layer: ui, main thread.
 * It activates "win.open" and "win.open-beside" (s: id), "win.filter" (s) and "win.search" (s). */
#pragma once

#include "store/store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STET_TYPE_STORY_LIST (stet_story_list_get_type ())
G_DECLARE_FINAL_TYPE (StetStoryList, stet_story_list, STET, STORY_LIST, GtkBox)

/* Of StetStoryRow, which stay as they are from here on; `now_us` for "41 min". */
void stet_story_list_show   (StetStoryList *list, GPtrArray *stories, gint64 now_us);
void stet_story_list_select (StetStoryList *list, const char *id);
/* How many findings block the open story. */
void stet_story_list_set_blocking (StetStoryList *list, const char *id, guint n_blocking);
/* The open story's headline follows the keys, before it is saved. */
void stet_story_list_set_headline (StetStoryList *list, const char *id, const char *headline);
/* The story before (-1) or after (1) the selected one, (nullable). */
const char *stet_story_list_neighbour (StetStoryList *list, int by);
void stet_story_list_focus_search (StetStoryList *list);
void stet_story_list_focus (StetStoryList *list);
/* Of StetStoryRow, whatever the filter. (borrowed) */
GPtrArray *stet_story_list_stories (StetStoryList *list);
/* The story of the row that has the focus. (borrowed) (nullable) */
const char *stet_story_list_focused (StetStoryList *list);
/* "all", "submitted", "approved", "scheduled", "published", "returned", "draft". */
void stet_story_list_set_filter (StetStoryList *list, const char *filter);

G_END_DECLS
