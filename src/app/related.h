/* Own stories a text may lead to. Layer: app. Blocks, like workspace.h. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

#define STET_RELATED_MAX 20

/* Stories that are live at a site, with their address there, that have these words (drafts and
 * archive are looked through); without words the newest. `not_id` (nullable) is left out. Returns:
 * (owned) GPtrArray of StetStoryRow. */
GPtrArray *
stet_workspace_related (StetWorkspace *ws, const char *words, const char *not_id, GError **error);

G_END_DECLS
