/* The rules a .vale.ini asks for: from its styles, its vocabularies, and the four Vale has built
 * in.
 * Layer: style. Blocks on the disk while loading. */
#pragma once

#include "style/rule.h"
#include "style/vale/ini.h"
#include "style/vale/scope.h"

G_BEGIN_DECLS

#define STET_VALE_FILES_MAX 20000 /* in all styles */
#define STET_VALE_DEPTH_MAX 16    /* of folders in a style */
#define STET_VALE_TERMS_MAX 50000 /* in all vocabularies */

typedef struct
{
  StetRule      *rule;
  StetValeScope *scope;
  char          *style; /* "Google" of "Google.We" */
} StetValeRule;

/* What is wrong is added to `problems` (of char *, "FILE:LINE: …") and left out.
 * Returns: (owned) GPtrArray of StetValeRule, each name once, sorted by name. */
GPtrArray *stet_vale_rules_load (const StetValeIni *ini, GPtrArray *problems);

G_END_DECLS
