/* Which blocks a rule is for: "heading & ~heading.h1". Layer: style. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StetValeScope StetValeScope;

/* `scopes` (nullable): a strv, one of which must fit; without any it is "text". */
StetValeScope *stet_vale_scope_new  (char **scopes);
void           stet_vale_scope_free (StetValeScope *scope);

/* `parts`: of a block's scope, "text", "heading", "h2", "md". */
gboolean stet_vale_scope_fits  (const StetValeScope *scope, const char *const *parts);
/* Whether it speaks of a part at all: "sentence". */
gboolean stet_vale_scope_names (const StetValeScope *scope, const char *part);
/* (nullable): a scope that Vale took for one once, and takes no more. */
const char *stet_vale_scope_gone (char **scopes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetValeScope, stet_vale_scope_free)

G_END_DECLS
