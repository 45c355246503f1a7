/* A .vale.ini file as it was read: what is said above the sections, and the sections by their
 * globs.
 * Layer: style. Immutable once read, any thread. Format: Vale 3's, as far as it is about text,
 * Markdown and HTML. */
#pragma once

#include "style/finding.h"
#include "style/vale/glob.h"

G_BEGIN_DECLS

#define STET_VALE_INI_BYTES_MAX (1024 * 1024)
#define STET_VALE_LINES_MAX 20000

/* One rule line: "Google.We = warning". */
typedef struct
{
  char    *rule;
  gboolean on;
  gboolean has_level;
  StetLevel level;
  guint    line;
} StetValeSwitch;

typedef struct
{
  char      *name;          /* the glob; "*" is every file */
  StetGlob  *glob;
  guint      line;
  char     **styles;        /* (nullable) strv: BasedOnStyles */
  char     **block_ignores; /* (nullable) strv of patterns */
  char     **token_ignores; /* (nullable) strv of patterns */
  guint      ignores_line;
  GPtrArray *switches;      /* of StetValeSwitch */
} StetValeSection;

typedef struct
{
  char       *file;             /* as it was named, for problems */
  char       *styles_path;      /* (nullable) joined to the file's folder */
  guint       styles_line;
  StetLevel   level_min;
  char      **vocabularies;     /* strv, may be empty */
  char      **ignored_scopes;   /* (nullable) strv: inline tags whose text is starred */
  char      **skipped_scopes;   /* (nullable) strv: block tags left out */
  char      **ignored_classes;  /* strv, may be empty */
  char       *word_template;    /* (nullable) */
  GHashTable *formats;          /* of char * to char *: "mdx" to "md" */
  GPtrArray  *sections;         /* of StetValeSection, in the order of the file */
} StetValeIni;

/* Reads `path`. What is wrong in it is added to `problems` (of char *, "FILE:LINE: …") and left
 * out; it fails only where the file cannot be read at all. Returns: (owned). */
StetValeIni *stet_vale_ini_load  (const char *path, GPtrArray *problems, GError **error);
/* The same from a text. `file`: its name, for problems; its folder is where StylesPath begins. */
StetValeIni *stet_vale_ini_parse (const char *text, const char *file, GPtrArray *problems);
void         stet_vale_ini_free  (StetValeIni *ini);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetValeIni, stet_vale_ini_free)

G_END_DECLS
