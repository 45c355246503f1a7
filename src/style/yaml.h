/* YAML as a small tree in which every node knows its line: for rule files and packs, which come
 * from others, so size, depth and number of nodes are bounded and aliases are refused. Layer:
 * style. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_YAML_DEPTH_MAX 16
#define STET_YAML_NODES_MAX 200000

typedef enum
{
  STET_YAML_SCALAR = 1,
  STET_YAML_LIST,
  STET_YAML_MAP,
} StetYamlKind;

typedef struct _StetYaml StetYaml;
struct _StetYaml
{
  StetYamlKind kind;
  guint        line;   /* from 1 */
  char        *text;   /* (owned) (nullable) scalars */
  GPtrArray   *items;  /* (owned) (nullable) of StetYaml: a list's items, a map's values */
  GPtrArray   *keys;   /* (owned) (nullable) of StetYaml: a map's keys, scalars, in file order */
};

/* The first document of `data`; an empty one is an empty map. Errors (STET_STYLE_ERROR_SYNTAX)
 * begin with "FILE:LINE: ". Returns: (owned). */
StetYaml *stet_yaml_parse (const char *data, gsize length_bytes, const char *file, GError **error);
void      stet_yaml_free  (StetYaml *node);

/* The value of a map's key, whatever its case. (borrowed) (nullable) */
const StetYaml *stet_yaml_get  (const StetYaml *map, const char *key);
/* The text of a scalar under a key, NULL when it is absent or no scalar. (borrowed) */
const char     *stet_yaml_text (const StetYaml *map, const char *key);
/* true, yes, on, 1; anything else is FALSE, an absent key gives `fallback`. */
gboolean        stet_yaml_bool (const StetYaml *map, const char *key, gboolean fallback);
/* A list of scalars, or one scalar as a list of one; NULL when absent or of another shape.
 * Returns: (owned) (nullable) strv. */
char          **stet_yaml_strv (const StetYaml *map, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetYaml, stet_yaml_free)

G_END_DECLS
