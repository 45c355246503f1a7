/* Reading whole files within a limit and replacing them atomically. Layer: base. Blocks: not for
 * the main loop. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STET_FILE_ERROR (stet_file_error_quark ())
GQuark stet_file_error_quark (void);

typedef enum
{
  STET_FILE_ERROR_NOT_FOUND = 1,
  STET_FILE_ERROR_DENIED,
  STET_FILE_ERROR_TOO_LARGE,
  STET_FILE_ERROR_NOT_UTF8,
  STET_FILE_ERROR_FULL,   /* no space left, or a quota */
  STET_FILE_ERROR_OTHER,
} StetFileError;

/* The whole of `path`, at most `bytes_max`. Returns: (owned), NULL on error (STET_FILE_ERROR). */
GBytes *stet_file_read (const char *path, gsize bytes_max, GError **error);
/* The same as text: NOT_UTF8 names the offset of the first bad byte. A UTF-8 byte order mark is
 * dropped. */
char *stet_file_read_text (const char *path, gsize bytes_max, GError **error);
/* Written beside `path`, synced, renamed over it: after a crash it holds the old or the new
 * whole. */
gboolean stet_file_replace (const char *path, GBytes *content, guint mode, GError **error);
/* SHA-256 in lower-case hex. Returns: (owned). */
char *stet_file_sha256 (GBytes *content);
/* Whether `text` (nullable) is such a name. */
gboolean stet_file_is_sha256 (const char *text);
/* A file's name, without its extension, from what others wrote: `wanted` itself where it is at most
 * 64 ASCII letters, figures, "-" and "_" and no system keeps it for a device, else `kind`-HEX by
 * its hash, the same each time. Returns: (owned). */
char *stet_file_safe_name (const char *wanted, const char *kind);

G_END_DECLS
