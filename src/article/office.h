/* Word's .docx (ECMA-376) and LibreOffice's .odt (OASIS ODF 1.3) as an HTML document, for the same
 * cleaner that reads every other foreign text. Layer: article. Any thread. The files are foreign:
 * entries, sizes, depth and the number of elements are bounded, nothing outside the file is ever
 * read. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_OFFICE_FILE_BYTES_MAX (64 * 1024 * 1024)
#define STET_OFFICE_ENTRIES_MAX 2000
#define STET_OFFICE_PART_BYTES_MAX (32 * 1024 * 1024) /* one part, unpacked */
#define STET_OFFICE_DEPTH_MAX 100

/* By the end of its name. */
gboolean stet_office_is_document (const char *path);

/* Errors: STET_ARTICLE_ERROR_SYNTAX is no such file or a damaged one, TOO_LARGE past a limit, EMPTY
 * without text.
 * Returns: (owned). */
char *stet_office_to_html (GBytes *file, GError **error);

G_END_DECLS
