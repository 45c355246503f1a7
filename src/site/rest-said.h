/* Values of an answer, by the pointers of a mapping. Layer: site, private. Any thread. */
#pragma once

#include "site/rest-mapping.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define STET_SAID_ITEMS_MAX 10000 /* of one list of words */

/* A site that keeps to a description (strict) is taken at its word: a value of another type than
 * it should be is noted, and the caller looks once, at the end. Many write false, [] or "" for
 * nothing: elsewhere such a value counts as missing. Pointers are (nullable): nothing is mapped. */
typedef struct
{
  JsonNode *node;     /* (borrowed) (nullable) */
  gboolean strict;
  const char *bad;    /* (borrowed) (nullable) the first pointer that led to a wrong type */
} StetSaid;
StetSaid stet_said_begin (const StetMapping *mapping, JsonNode *node);

char    *stet_said_text    (StetSaid *said, const char *pointer); /* (owned) (nullable) */
/* "Ana", or {"label": "Ana"}, or {"name": "Ana"}. Returns: (owned) (nullable). */
char    *stet_said_label   (StetSaid *said, const char *pointer);
char   **stet_said_texts   (StetSaid *said, const char *pointer); /* (owned), never NULL */
guint64  stet_said_number  (StetSaid *said, const char *pointer); /* 0: missing */
gboolean stet_said_truth   (StetSaid *said, const char *pointer);
gint64   stet_said_time_us (StetSaid *said, const char *pointer); /* 0: missing */
/* FALSE with MISMATCH: something was of a wrong type. */
gboolean stet_said_check   (const StetSaid *said, GError **error);

G_END_DECLS
