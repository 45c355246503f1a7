/* What the two files about packs share. Layer: style. */
#pragma once

#include "style/pack.h"

G_BEGIN_DECLS

typedef struct
{
  char   *path;   /* for problems */
  char   *folder;
  char   *base;
  GBytes *bytes;
} PackFile;

typedef struct
{
  const char     *folder;
  char           *name;
  const char     *version, *language, *owner; /* (nullable) */
  char          **inherits;           /* (nullable) strv */
  const char     *file;               /* (nullable): no pack.yaml */
  StetYaml       *root;               /* (nullable) */
  const StetYaml *example;            /* (nullable) */
  GHashTable     *seen;               /* names of rules read */
  guint           n_rules;            /* that were added */
} Pack;

void stet_pack_load    (StetRuleSet *set, const char *folder, const GPtrArray *files);
void stet_pack_problem (StetRuleSet *set, const char *file, guint line, const char *what);
/* Whether the rule finds its bad examples and none in its good ones. */
gboolean stet_pack_prove (StetRuleSet *set, Pack *pack, StetRule *rule, GError **error);

G_END_DECLS
