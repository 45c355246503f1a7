/* What only the style layer asks of a profile. Layer: style. */
#pragma once

#include "style/profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Names (or codes) of the rules that still block a breaking story. (borrowed) strv */
const char *const *stet_profile_breaking_blocks (const StetProfile *profile);
/* The place of a field in the form; behind all of them for one that is not in it. */
guint stet_profile_rank (const StetProfile *profile, const char *field);

#define STET_PACKS_PATH "/io/github/stet_newsroom/Stet/packs"
/* The built-in packs and profiles, below /io/github/stet_newsroom/Stet. (borrowed) */
GResource *stet_style_packs (void);

G_END_DECLS
