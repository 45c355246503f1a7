/* JSON Pointers (RFC 6901) into answers and into what is sent. Layer: site, private. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define STET_POINTER_PARTS_MAX 16
#define STET_POINTER_BYTES_MAX 512

/* "" or "/a/0/b~1c", within the limits above. */
gboolean  stet_pointer_is_valid (const char *pointer);
/* What stands there; `pointer` NULL or `root` NULL: nothing. A JSON null counts as nothing.
 * (borrowed) (nullable) */
JsonNode *stet_pointer_get (JsonNode *root, const char *pointer);
/* Puts `value` (transfer full) there and makes the objects on the way; FALSE where something else
 * stands in it. */
gboolean  stet_pointer_set (JsonNode *root, const char *pointer, JsonNode *value);
/* A text, a number or a boolean as text. Returns: (owned), NULL for anything else. */
char     *stet_pointer_text (JsonNode *root, const char *pointer);

/* One text for one value, whatever the order of members. */
void      stet_json_append_sorted (GString *out, JsonNode *node);

G_END_DECLS
