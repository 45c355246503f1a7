/* Rules that are turned off for a while: by whom, until when, why. The list is a small JSON file in
 * the data folder; an entry ends by itself at its time. Layer: style. Immutable once read, any
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define STET_OFFS_MAX 500

typedef struct
{
  char  *rule; /* its full name */
  char  *by, *reason;
  gint64 at_us, until_us;
} StetOff;
void stet_off_free (StetOff *off);

typedef struct _StetOffs StetOffs;

/* {"off": [{"rule", "by", "reason", "at", "until"}]}, times in RFC 3339. Errors:
 * STET_STYLE_ERROR_SYNTAX naming `file`.
 * Returns: (owned). */
StetOffs *stet_offs_new   (void);
StetOffs *stet_offs_read  (const char *json, gsize length_bytes, const char *file, GError **error);
char     *stet_offs_write (const StetOffs *offs); /* (owned) */
StetOffs *stet_offs_ref   (StetOffs *offs);
void      stet_offs_unref (StetOffs *offs);

/* A copy with one more (in the place of the rule's earlier one), or without the rule's; entries
 * that have ended by `now_us` are left out. Returns: (owned); NULL when there are STET_OFFS_MAX
 * already. */
StetOffs *stet_offs_with    (const StetOffs *offs, const StetOff *off, gint64 now_us);
StetOffs *stet_offs_without (const StetOffs *offs, const char *rule, gint64 now_us);

/* (borrowed) (nullable): it is not off at `now_us`. */
const StetOff *stet_offs_find (const StetOffs *offs, const char *rule, gint64 now_us);
guint          stet_offs_n    (const StetOffs *offs);
const StetOff *stet_offs_get  (const StetOffs *offs, guint i); /* (borrowed) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetOffs, stet_offs_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetOff, stet_off_free)

G_END_DECLS
