/* Tags as a person types or pastes them, held against those a site knows. Layer: article. Any
 * thread. */
#pragma once

#include "article/edit.h"
#include "article/term-index.h"

G_BEGIN_DECLS

/* What stands between commas, semicolons, tabs and ends of lines, without the signs of a list
 * before it.
 * Returns: (owned) GPtrArray of char *. */
GPtrArray *stet_tag_list_split (const char *text);

typedef struct
{
  GPtrArray *known; /* (owned) of StetTerm, as the site spells them: those whose end was written */
  GPtrArray *fresh; /* (owned) of char *: what the site does not know, each once */
  char      *open;  /* (owned) the one that is still being written, "" for none */
  char      *before; /* (owned) what stands before that and is not known: "Night ferry, " */
  char      *rest;  /* (owned) the text without those that are known: `before` and the open one */
} StetTagList;

/* Tags of `article` (nullable) are left out. `known` (nullable): no site's. With `ended` the text
 * is whole, as what was pasted is; else its last tag is open. */
StetTagList *stet_tag_list_read (StetArticle *article, const StetTermIndex *known, const char *text,
                                 gboolean ended);
void         stet_tag_list_free (StetTagList *list);

/* Whether a story has a tag of this name, in whatever spelling. */
gboolean  stet_tag_list_has (StetArticle *article, const char *label);
/* Behind a story's tags those of `terms` that it does not have. Returns: (owned) (nullable):
 * nothing to add. */
StetEdit *stet_tag_list_add (StetArticle *article, GPtrArray *terms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetTagList, stet_tag_list_free)

G_END_DECLS
