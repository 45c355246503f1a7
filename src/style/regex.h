/* The structure of a regular expression, as far as an index needs it. Layer: style. Any thread.
 * What is not understood becomes a node that stands for any text, or there is no tree at all: a
 * tree never matches less than PCRE2 does. */
#pragma once

#include "style/arena.h"

G_BEGIN_DECLS

#define STET_REGEX_DEPTH_MAX 100
#define STET_REGEX_MEMBERS_MAX 12 /* a class of more characters is not listed */

typedef enum
{
  STET_REGEX_EMPTY = 0, /* nothing, or a condition about what stands around */
  STET_REGEX_BOUNDARY,  /* \b */
  STET_REGEX_CHAR,
  STET_REGEX_CLASS,     /* one character of several */
  STET_REGEX_SEQUENCE,
  STET_REGEX_CHOICE,
  STET_REGEX_REPEAT,
  STET_REGEX_ANYTHING,  /* any text at all */
} StetRegexKind;

/* What is known of every character that a class matches. */
typedef enum
{
  STET_CHARS_ANY = 0,
  STET_CHARS_WORD,  /* \w */
  STET_CHARS_SPACE, /* \s, and no \w */
  STET_CHARS_SOLID, /* no \s */
} StetChars;

#define STET_REGEX_MANY G_MAXUINT

typedef struct _StetRegex StetRegex;
struct _StetRegex
{
  StetRegexKind kind;
  gunichar      c;         /* character */
  gboolean      caseless;  /* character, class */
  StetChars     chars;     /* class */
  gunichar     *members;   /* class: (nullable) every one of them, when they are few */
  guint         n_members;
  guint         min, max;  /* repeat; STET_REGEX_MANY: without limit */
  StetRegex    *child;     /* sequence, choice: the first; repeat */
  StetRegex    *next;      /* its neighbour in a sequence or choice */
};

/* The tree lives in `arena`. NULL: not understood, or deeper than the limit. */
StetRegex *stet_regex_parse (const char *source, StetArena *arena);

G_END_DECLS
