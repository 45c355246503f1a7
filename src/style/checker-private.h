/* What the files of the checker share. Layer: style. */
#pragma once

#include "style/checker.h"
#include "style/pack.h"

G_BEGIN_DECLS

StetStand *stet_stand_copy (const StetStand *stand); /* (owned) (nullable) */
void       stet_stand_free (StetStand *stand);

G_END_DECLS
