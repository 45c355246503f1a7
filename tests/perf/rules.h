/* A newsroom's worth of rules for measuring, always the same: words and phrases in English and
 * Spanish, and patterns in the shapes that newsrooms and Vale's packages use. */
#pragma once

#include <glib.h>

#define PERF_RULES 20000

/* Returns: (owned) GPtrArray of char *, patterns as a rule file's are put together, all
 * different. */
GPtrArray *perf_rules_new (guint n);
