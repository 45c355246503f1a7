/* The words of a newsroom in Vale's form: accept.txt and reject.txt, a pattern a line. Layer:
 * style. */
#pragma once

#include "style/vale/ini.h"

G_BEGIN_DECLS

typedef struct
{
  char **accepted; /* strv, may be empty */
  char **rejected; /* strv, may be empty */
} StetValeVocabulary;

StetValeVocabulary *stet_vale_vocabulary_load (const StetValeIni *ini, GPtrArray *problems);
void                stet_vale_vocabulary_free (StetValeVocabulary *vocabulary);

/* The rule files Vale makes of it, as YAML. Returns: (owned), (nullable) where there is nothing to
 * look for. */
char *stet_vale_vocabulary_terms (const StetValeVocabulary *vocabulary);
char *stet_vale_vocabulary_avoid (const StetValeVocabulary *vocabulary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetValeVocabulary, stet_vale_vocabulary_free)

G_END_DECLS
