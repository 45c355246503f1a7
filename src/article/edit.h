/* Edit operations: the only way a story changes. An edit replaces one part of the story by another,
 * so its inverse swaps the two. Never stored. Layer: article. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef enum
{
  STET_EDIT_TEXT = 1, /* the prose at a field */
  STET_EDIT_BLOCKS,   /* n_removed blocks at `at` replaced by others */
  STET_EDIT_FAQ_ITEMS,
  STET_EDIT_TAGS,
  STET_EDIT_AUTHORS,
  STET_EDIT_SECTION,
  STET_EDIT_PHOTO,
  STET_EDIT_LANGUAGE,
  STET_EDIT_CUSTOM,      /* the whole custom object */
  STET_EDIT_TRANSLATION, /* translation_of */
} StetEditKind;

typedef struct _StetEdit StetEdit; /* immutable, reference-counted */

#define STET_EDIT_ERROR (stet_edit_error_quark ())
GQuark stet_edit_error_quark (void);
enum
{
  STET_EDIT_ERROR_NO_PLACE = 1, /* the field or position is not in this story */
  STET_EDIT_ERROR_LIMIT,        /* a limit of base/limits.h would be passed */
  STET_EDIT_ERROR_DUPLICATE, /* a block or FAQ item with that id is there already */
};

/* Arrays are GPtrArrays of the parts to put in (nullable: none), reffed and not changed. */
StetEdit *stet_edit_text        (const StetField *field, StetProse *prose);
StetEdit *stet_edit_blocks      (guint at, guint n_removed, GPtrArray *blocks);
StetEdit *stet_edit_faq_items   (guint at, guint n_removed, GPtrArray *items);
StetEdit *stet_edit_tags        (guint at, guint n_removed, GPtrArray *terms);
StetEdit *stet_edit_authors     (guint at, guint n_removed, GPtrArray *terms);
StetEdit *stet_edit_section     (StetTerm *term); /* (nullable) */
StetEdit *stet_edit_photo       (StetPhoto *photo);
StetEdit *stet_edit_language    (const char *language);
StetEdit *stet_edit_custom      (const char *canonical_json);
StetEdit *stet_edit_translation (const char *id, const char *hash);
StetEdit *stet_edit_ref   (StetEdit *edit);
void      stet_edit_unref (StetEdit *edit);

StetEditKind     stet_edit_kind  (const StetEdit *edit);
const StetField *stet_edit_field (const StetEdit *edit); /* TEXT only */
/* Splices: where, how many went and how many came. */
void stet_edit_splice (const StetEdit *edit, guint *at, guint *n_removed, guint *n_inserted);
/* About the bytes it takes in memory; parts it shares with a story are counted in full. */
gsize stet_edit_size (const StetEdit *edit);

/* The story after the edit; `inverse` (nullable, out, owned) takes it back. NULL on error: nothing
 * changed. */
StetArticle *
stet_edit_apply (StetEdit *edit, StetArticle *article, StetEdit **inverse, GError **error);

/* The edits that turn one story into another (ids and unknown keys of the story itself aside):
 * texts that differ, blocks matched by id. Returns: (owned) GPtrArray of StetEdit, to be applied in
 * order. */
GPtrArray *stet_edit_difference (StetArticle *from, StetArticle *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetEdit, stet_edit_unref)

G_END_DECLS
