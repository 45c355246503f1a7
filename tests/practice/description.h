/* An OpenAPI description as a JSON tree, and answers held against its schemas. */
#pragma once

#include <json-glib/json-glib.h>

/* Reads YAML (libyaml). The test fails on a duplicate key or a broken file. Returns: (owned). */
JsonNode *description_load (const char *path);
/* The node at a pointer such as "#/components/schemas/Story"; NULL when there is none.
 * (borrowed) */
JsonNode *description_find (JsonNode *root, const char *pointer);
/* Why `value` is not what `schema` says; NULL when it is. Members that the schema does not name are
 * a reason too. Returns: (owned). */
char *description_check (JsonNode *root, JsonNode *schema, JsonNode *value);
