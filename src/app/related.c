/* Own stories a text may lead to. Layer: app. See related.h. */
#include "config.h"

#include "app/related.h"

static gboolean
has_page (const StetStoryRow *row, const char *not_id)
{
  return row->live && row->url != NULL && row->url[0] != '\0' && g_strcmp0 (row->id, not_id) != 0;
}

GPtrArray *
stet_workspace_related (StetWorkspace *ws, const char *words, const char *not_id, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (words != NULL ? words : ""));
  g_autoptr (GPtrArray) rows = *bare != '\0' ? stet_workspace_search (ws, bare, error)
                                             : stet_workspace_list (ws, FALSE, error);

  if (rows == NULL)
    return NULL;
  for (guint i = rows->len; i-- > 0;)
    if (!has_page (rows->pdata[i], not_id))
      g_ptr_array_remove_index (rows, i);
  if (rows->len > STET_RELATED_MAX)
    g_ptr_array_set_size (rows, STET_RELATED_MAX);
  return g_steal_pointer (&rows);
}
