/* Texts and JSON with {variables}, of a mapping. "{name}" alone is the value itself, a text around
 * it takes it as text; "{name|converter}" converts it, "{name?}" leaves the member out where there
 * is no such value, "{{" and "}}" are braces. The converters are a closed list; there is nothing to
 * run in here. Layer: site, private. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define STET_TEMPLATE_BYTES_MAX 4096
#define STET_TEMPLATE_VARIABLES_MAX 16 /* in one text */

/* Values by name: GHashTable of char * (owned) to JsonNode * (owned). A missing one has no
 * value. */
GHashTable *stet_values_new (void);
/* (nullable): no value */
void        stet_values_text (GHashTable *values, const char *name, const char *value);
void        stet_values_int  (GHashTable *values, const char *name, gint64 value);
/* takes over */
void        stet_values_node (GHashTable *values, const char *name, JsonNode *value);

/* Whether `text` is a template over these variables (parted by spaces). `wrong` (out) (owned): what
 * is not, and what to do. */
gboolean  stet_template_check (const char *text, const char *variables, char **wrong);
/* Whether a text, or any text in a JSON value, uses the variable. */
gboolean  stet_template_uses  (JsonNode *node, const char *variable);

typedef char *(*StetTemplateEscape) (const char *text);
/* A template filled. `escape` (nullable) is put around each value. NULL: it is to be left out.
 * Returns: (owned). */
char     *stet_template_text (const char *text, GHashTable *values, StetTemplateEscape escape);
/* The same for JSON; texts that are to be left out are, as members and as elements. Returns:
 * (owned), never NULL. */
JsonNode *stet_template_json (JsonNode *node, GHashTable *values);

G_END_DECLS
