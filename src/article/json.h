/* stet-article/1: reading and writing a story as JSON, its canonical form and its content hash.
 * Layer: article. Any thread. Format: the contracts; strings as in RFC 8785. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

typedef struct _JsonNode JsonNode; /* json-glib's */

#define STET_ARTICLE_FORMAT "stet-article/1"

#define STET_ARTICLE_ERROR (stet_article_error_quark ())
GQuark stet_article_error_quark (void);

typedef enum
{
  STET_ARTICLE_ERROR_SYNTAX = 1, /* not JSON, not UTF-8, too deep: the message says where */
  /* a wrong type, a duplicate id, a span out of range: names the JSON path */
  STET_ARTICLE_ERROR_SHAPE,
  STET_ARTICLE_ERROR_NEWER,      /* stet-article/2 or later */
  STET_ARTICLE_ERROR_TOO_LARGE,
  STET_ARTICLE_ERROR_FORMAT,     /* no known kind of file */
  STET_ARTICLE_ERROR_EMPTY,      /* no story in it */
} StetArticleError;

/* A story from JSON: texts pass the gate (NFC, LF) and spans with them; missing ids are made with
 * `random`. Returns: (owned), NULL on error and then nothing was read. */
StetArticle *
stet_article_from_json (const char *data, gsize length_bytes, StetRandom *random, GError **error);

/* The same of a part of a document that passed stet_json_scan () whole. */
StetArticle *stet_article_from_node (JsonNode *node, StetRandom *random, GError **error);

/* The canonical form, one line without an end of line. All known keys are written, empty or not (a
 * story that is no translation has "translation_of": null), those directly in `attrs` sorted.
 * Returns: (owned). */
char *stet_article_to_json (const StetArticle *article);

/* The content hash in lower-case hex. `public_custom` (nullable, NULL-terminated) names the custom
 * fields that readers see. Pictures count as `file` names them: give paths their sha256 first
 * (stet_article_map_files ()). Returns: (owned). */
char *stet_article_hash (const StetArticle *article, const char *const *public_custom);
/* The text that the hash is made of. Returns: (owned). */
char *stet_article_hashed_text (const StetArticle *article, const char *const *public_custom);

G_END_DECLS
