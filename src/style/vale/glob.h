/* Patterns over file paths, as the sections of .vale.ini have them: * ? [a-z] {a,b} ** and a
 * leading ! that turns it round; a star also crosses slashes. Layer: style. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_GLOB_BYTES_MAX 4096

typedef struct _StetGlob StetGlob;

/* Errors: STET_STYLE_ERROR_PATTERN, without file or line. Returns: (owned). */
StetGlob *stet_glob_new     (const char *source, GError **error);
void      stet_glob_free    (StetGlob *glob);
/* A leading "./" of the path does not count. */
gboolean  stet_glob_matches (const StetGlob *glob, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetGlob, stet_glob_free)

G_END_DECLS
