/* What the two readers of word processors' files share. Layer: article. */
#pragma once

#include "article/office.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

/* The parts of an opened file that are read: name to GBytes. */
typedef GHashTable StetOfficeParts;

/* A part as a tree; NULL without error when there is no such part. Returns: (owned). */
xmlDoc *stet_office_parse (StetOfficeParts *parts, const char *name, GError **error);

/* --- asking the tree, without regard to namespaces' prefixes --- */

gboolean   stet_office_is        (const xmlNode *node, const char *name);
/* (borrowed) (nullable) */
xmlNode   *stet_office_child     (const xmlNode *node, const char *name);
/* (owned) (nullable) */
char      *stet_office_attribute (const xmlNode *node, const char *name);

/* --- writing --- */

typedef enum
{
  STET_OFFICE_BOLD      = 1 << 0,
  STET_OFFICE_ITALIC    = 1 << 1,
  STET_OFFICE_UNDERLINE = 1 << 2,
  STET_OFFICE_STRIKE    = 1 << 3,
} StetOfficeMarks;

void stet_office_write_text (GString *html, const char *text, StetOfficeMarks marks);

typedef struct
{
  GString *html;
  guint    list_depth;   /* open lists */
  GString *list_tags;    /* 'o' or 'u', one for each */
  gboolean has_title;
} StetOfficeWriter;

/* Lists opened and closed until `depth` of them are open, the innermost ordered or not; 0 closes
 * all. */
void stet_office_set_list  (StetOfficeWriter *writer, guint depth, gboolean ordered);
/* "p", "h1" … or "blockquote" round what `content` holds; (transfer none). */
void stet_office_add_block (StetOfficeWriter *writer, const char *tag, const char *content);

gboolean stet_docx_write (StetOfficeParts *parts, StetOfficeWriter *writer, GError **error);
gboolean stet_odt_write  (StetOfficeParts *parts, StetOfficeWriter *writer, GError **error);

G_END_DECLS
