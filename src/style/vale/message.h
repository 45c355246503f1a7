/* What an alert says, word for word as Vale does, its oddities included: newsrooms compare the two.
 * Layer: style. */
#pragma once

#include "style/rule.h"

G_BEGIN_DECLS

/* Returns: (owned). */
char *stet_vale_message (const StetRule *rule, const StetHit *hit);

G_END_DECLS
