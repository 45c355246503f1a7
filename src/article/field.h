/* The name of a place in a story, as findings, `stet set` and the window write it: "headline",
 * "body[3]", "faq.items[1].answer", "body[2].rows[0][1]", "custom.kicker". Layer: article. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STET_FIELD_LANGUAGE = 1,
  STET_FIELD_HEADLINE,
  STET_FIELD_DEK,
  STET_FIELD_SECTION,
  STET_FIELD_SLUG,
  STET_FIELD_BYLINE,
  STET_FIELD_AUTHORS,
  STET_FIELD_AUTHOR_BOX,
  STET_FIELD_TAGS,          /* index -1: all of them; else tags[N] */
  STET_FIELD_PHOTO,
  STET_FIELD_PHOTO_FILE,
  STET_FIELD_PHOTO_CAPTION,
  STET_FIELD_PHOTO_CREDIT,
  STET_FIELD_PHOTO_ALT,
  STET_FIELD_FAQ_TITLE,
  STET_FIELD_FAQ_ITEMS,     /* index -1: all; else the item as a whole */
  STET_FIELD_FAQ_QUESTION,  /* index */
  STET_FIELD_FAQ_ANSWER,    /* index */
  STET_FIELD_BODY,          /* index -1: all; else the block's text */
  STET_FIELD_BLOCK_CAPTION, /* index */
  STET_FIELD_BLOCK_CREDIT,
  STET_FIELD_BLOCK_ALT,
  STET_FIELD_BLOCK_HREF,
  STET_FIELD_BLOCK_CITE,
  STET_FIELD_BLOCK_CELL,    /* index, row, column */
  STET_FIELD_CUSTOM,        /* name */
} StetFieldKind;

typedef struct
{
  StetFieldKind kind;
  int           index;  /* -1 where there is none */
  int           row;
  int           column;
  const char   *name;   /* (nullable) custom fields; interned */
} StetField;

#define STET_FIELD_ERROR (stet_field_error_quark ())
GQuark stet_field_error_quark (void);
enum { STET_FIELD_ERROR_UNKNOWN = 1 };

gboolean stet_field_parse     (const char *text, StetField *field, GError **error);
char    *stet_field_to_string (const StetField *field);
gboolean stet_field_equal     (const StetField *a, const StetField *b);
StetField stet_field_make     (StetFieldKind kind);
StetField stet_field_at       (StetFieldKind kind, int index);

G_END_DECLS
