/* A mapping (stet-site/1): a JSON file that says how a site's own JSON API does what the publishing
 * API does. It is
 * data: requests with {variables}, JSON Pointers and a closed list of converters, and nothing to
 * run. What it does not map is an absent capability. Layer: site. Any thread; immutable. Format:
 * data/site-api/stet-site.schema.json. */
#pragma once

#include "site/site.h"

G_BEGIN_DECLS

#define STET_MAPPING_FORMAT "stet-site/1"
#define STET_MAPPING_BYTES_MAX (256 * 1024)
#define STET_MAPPING_DEPTH_MAX 16

#define STET_MAPPING_ERROR (stet_mapping_error_quark ())
GQuark stet_mapping_error_quark (void);

/* The message is a JSON Pointer, a colon and what to do. */
typedef enum
{
  STET_MAPPING_ERROR_SYNTAX = 1, /* no JSON */
  STET_MAPPING_ERROR_SHAPE,      /* not what belongs there */
  STET_MAPPING_ERROR_NEWER,      /* stet-site/2 or later */
  STET_MAPPING_ERROR_TOO_LARGE,  /* in bytes or depth */
} StetMappingError;

typedef struct _StetMapping StetMapping;

/* Returns: (owned), NULL with the first thing that is wrong. */
StetMapping  *stet_mapping_parse (const char *text, gsize length_bytes, GError **error);
StetMapping  *stet_mapping_ref   (StetMapping *mapping);
void          stet_mapping_unref (StetMapping *mapping);
const char   *stet_mapping_title (const StetMapping *mapping);
/* The same, in one line, to be kept. Returns: (owned). */
char         *stet_mapping_to_text (const StetMapping *mapping);
StetSiteLacks stet_mapping_lacks (const StetMapping *mapping);
/* Whether answers are held to the types they should have, or what is of another counts as
 * missing. */
gboolean      stet_mapping_is_strict (const StetMapping *mapping);
/* Whether the operation is mapped: "changes", "review", "put_media" … */
gboolean      stet_mapping_has   (const StetMapping *mapping, const char *operation);
/* Whether the site itself refuses a story that is there already. */
gboolean      stet_mapping_knows_duplicates (const StetMapping *mapping);
/* Whether a story can be taken to that state. */
gboolean      stet_mapping_reaches (const StetMapping *mapping, StetState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetMapping, stet_mapping_unref)

G_END_DECLS
