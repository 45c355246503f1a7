/* What the files of this folder share and others must not use. Layer: article. */
#pragma once

#include "article/article.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A new reference, to the empty prose for NULL. */
StetProse *stet_prose_or_empty (StetProse *prose);
/* A new reference, to a copy without spans where there are any: for texts that are plain. */
StetProse *stet_prose_without_spans (StetProse *prose);
/* Text and spans through the gate together. Returns: (owned). */
StetProse *stet_prose_new_cleaned (const char *text, const StetSpan *spans, guint n_spans);
GPtrArray *stet_rows_copy (GPtrArray *rows);

/* About the bytes each takes in memory, with all it holds. */
gsize stet_prose_size    (const StetProse *prose);
gsize stet_photo_size    (const StetPhoto *photo);
gsize stet_block_size    (const StetBlock *block);
gsize stet_faq_item_size (const StetFaqItem *item);
gsize stet_term_size     (const StetTerm *term);

/* `old` with other fields. Shares what is the same; keeps the arrays themselves, so nobody may
 * change them afterwards. */
StetArticle *stet_article_new_changed (const StetArticle *old, const StetArticleFields *fields);

/* The string member of a canonical JSON object. Returns: (owned) (nullable). */
char *stet_custom_get (const char *custom, const char *name);
/* The object with that member set. Returns: (owned) canonical JSON. */
char *stet_custom_set (const char *custom, const char *name, const char *value);
/* The names of its string members, sorted. Returns: (owned) strv. */
char **stet_custom_names (const char *custom);

typedef enum
{
  STET_JSON_AS_IS,
  STET_JSON_CLEAN, /* texts pass the gate */
} StetJsonTexts;

/* Canonical JSON: members sorted, numbers and strings as in RFC 8785, no white space. */
void stet_json_append_node (GString *out, JsonNode *node, StetJsonTexts texts);
/* The members of `object` that `known` (NULL-terminated) does not name. Returns: (owned), NULL for
 * none. */
char *stet_json_unknown (JsonObject *object, const char *const *known);
/* Foreign JSON within the limits; STET_ARTICLE_ERROR. Returns: (owned). */
JsonNode *stet_json_parse_foreign (const char *data, gsize length_bytes, GError **error);
/* Parses an object that we wrote ourselves. Returns: (owned). */
JsonObject *stet_json_parse_own (const char *text);
/* Sorted names of an object's members. Returns: (owned) array of borrowed names. */
GPtrArray *stet_json_sorted_names (JsonObject *object);

G_END_DECLS
