/* What members a JSON document may have, said in tables; the first wrong one is named by its JSON
 * Pointer, with what to do. Layer: site, private. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define STET_SHAPE_MEMBERS_MAX 100 /* of one object, of one list */

typedef enum
{
  STET_SHAPE_TEXT = 1, /* not empty */
  STET_SHAPE_POINTER,
  STET_SHAPE_TEMPLATE, /* over `words` */
  STET_SHAPE_BODY,     /* any JSON whose texts are templates over `words` */
  STET_SHAPE_WORD,     /* one of `words` */
  STET_SHAPE_WORDS,    /* a list of them; any texts where `words` is NULL */
  STET_SHAPE_HEADER,   /* a header's name */
  STET_SHAPE_BOOLEAN,
  STET_SHAPE_NUMBER,   /* 0 to `max` */
  STET_SHAPE_SCALAR,   /* a text, a whole number or a boolean */
  STET_SHAPE_OBJECT,   /* of `shape` */
  STET_SHAPE_LIST,     /* of objects of `shape` */
  STET_SHAPE_TEMPLATES, /* an object of templates by any name */
  STET_SHAPE_HEADERS,   /* the same by names of headers */
  STET_SHAPE_WORD_LISTS, /* an object of STET_SHAPE_WORDS by any name */
  STET_SHAPE_TEXTS,     /* an object of texts by any name */
} StetShapeKind;

typedef struct _StetShape StetShape;
struct _StetShape
{
  const char   *name;      /* NULL ends a table; "custom." stands for all names that begin so */
  StetShapeKind kind;
  gboolean      required;
  const char   *words;     /* (nullable) parted by spaces */
  const StetShape *shape;  /* (nullable) */
  guint         max;
};

/* Of this table, with `what` as its place ("/auth"). NULL: as it should be; else (owned) the
 * pointer, a colon and a sentence. */
char *stet_shape_check (JsonNode *node, const StetShape *shape, const char *place);

/* Whether a header of this name may be set by a mapping. */
gboolean stet_shape_is_header (const char *name);

G_END_DECLS
