/* The pictures a story refers to. Layer: sync, private. Pure. */
#pragma once

#include "article/article.h"

G_BEGIN_DECLS

gboolean stet_media_is_hash (const char *file); /* 64 lower-case hex digits */
/* Adds the sha256 of each picture once, in the story's order. `bad_file` (nullable, out, owned):
 * the first file that is neither a sha256 nor an address: a path of this machine, which must not
 * leave it. */
void stet_media_list (const StetArticle *article, GPtrArray *hashes, char **bad_file);
/* The first place where a picture stands. (borrowed) (nullable) */
const StetPhoto *stet_media_find (const StetArticle *article, const char *hash);

G_END_DECLS
