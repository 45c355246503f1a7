/* Many strings looked for at once, case folded: Aho and Corasick, "Efficient String Matching: An
 * Aid to Bibliographic Search" (1975), with every transition worked out. Layer: style. Immutable
 * once built: then any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_AHO_CHARS_MAX 12 /* of a string; what is longer is cut: it is found, and some more */
#define STET_AHO_BYTES_MAX (128 * 1024) /* of all strings; those added later are cut shorter */

typedef struct _StetAho StetAho;

StetAho *stet_aho_new   (void);
void     stet_aho_free  (StetAho *aho);

/* The number of a string; the same string has the same number, from 0 on. Only before it is built.
 * `cut` (out): its end was left off. */
guint    stet_aho_add   (StetAho *aho, const char *text, gsize length_bytes, gboolean *cut);
void     stet_aho_build (StetAho *aho);

/* Called for every place of every string, by their ends. */
typedef void (*StetAhoFunc) (guint string, gsize start_bytes, gsize end_bytes, gpointer data);
void stet_aho_scan (const StetAho *aho, const char *text, gsize length_bytes, StetAhoFunc func,
                    gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetAho, stet_aho_free)

G_END_DECLS
