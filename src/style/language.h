/* What a language's texts are told apart by: abbreviations, days, months, numerals, common words.
 * Data in the packs (packs/LANGUAGE/language.yaml, stet-language/1), read on first use. Layer:
 * style. Immutable, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STET_ABBREVIATION_NONE = 0,
  STET_ABBREVIATION_NEVER,   /* ends no sentence */
  STET_ABBREVIATION_NUMBER,  /* ends none before a figure */
  STET_ABBREVIATION_MAYBE,   /* ends one before an opener */
  STET_ABBREVIATION_NAMED,   /* the same, written with a capital; else a word */
  STET_ABBREVIATION_CAPITAL, /* ends one before a capital that is no day, month or zone */
} StetAbbreviation;

typedef struct _StetLanguage StetLanguage;

/* "es", "es-419" and "es_CU" are Spanish. Returns: (borrowed) NULL for a language without data. */
const StetLanguage *stet_language_builtin (const char *code);
/* All that are built in, NULL-terminated. (borrowed) */
const StetLanguage *const *stet_languages_builtin (void);
const char *stet_language_code (const StetLanguage *language);

/* Words are given in small letters, with their accents. */
StetAbbreviation stet_language_abbreviation (const StetLanguage *language, const char *word);
typedef enum
{
  STET_WORDS_OPENERS = 0, /* sentences begin with them */
  STET_WORDS_MARKS,       /* names that end in a mark: "yahoo!" */
  STET_WORDS_AFTER_TIME,  /* zones: they follow "p.m." */
  STET_WORDS_DATE_GLUE,
  STET_WORDS_DATE_LEAD,
  STET_WORDS_ONES,
  STET_WORDS_NUMERAL_GLUE,
  STET_WORDS_ABOUT,       /* what rounds a number */
  STET_WORDS_PARTICLES,   /* small words within names */
  STET_WORDS_COMMON,
  STET_WORDS_LISTS,
} StetWordList;
/* `language` NULL: in any of them. */
gboolean stet_language_has     (const StetLanguage *language, StetWordList list, const char *word);
/* 1 Monday … 7 Sunday, 0 none; 1 January … 12. */
guint    stet_language_weekday (const StetLanguage *language, const char *word);
guint    stet_language_month   (const StetLanguage *language, const char *word);
/* (borrowed) */
const char *stet_language_weekday_name (const StetLanguage *language, guint weekday);
/* FALSE: no numeral, no scale; nothing is one in no language (NULL). */
gboolean stet_language_numeral (const StetLanguage *language, const char *word, double *value);
gboolean stet_language_scale   (const StetLanguage *language, const char *word, double *value);
/* Endings by which one name is made from another: "Cuba", "Cuban". (borrowed) strv */
const char *const *stet_language_name_endings (const StetLanguage *language);

G_END_DECLS
