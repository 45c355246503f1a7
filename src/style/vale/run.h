/* A .vale.ini run: its rules over files, and the alerts Vale would give. Layer: style. Loading
 * blocks on the disk; a run belongs to one thread. */
#pragma once

#include "style/finding.h"

G_BEGIN_DECLS

#define STET_VALE_ALERTS_MAX 50000 /* in one file */

typedef struct
{
  char     *rule;    /* "Google.We" */
  StetLevel level;
  guint     line;    /* from 1 */
  guint     first, last; /* columns in code points from 1, both included */
  char     *message;
  char     *match;
  char     *link;    /* (nullable) */
  const char *action; /* (nullable) static: "replace" */
  char    **params;  /* (nullable) strv */
} StetValeAlert;
void stet_vale_alert_free (StetValeAlert *alert);

typedef struct _StetVale StetVale;

/* Reads the configuration and the rules it asks for. What is wrong with a rule or a line is added
 * to `problems` (of char *, "FILE:LINE: …"), and only that is left out. Errors: the configuration
 * can't be read at all (STET_FILE_ERROR). Returns: (owned). */
StetVale *stet_vale_new  (const char *config_path, GPtrArray *problems, GError **error);
void      stet_vale_free (StetVale *vale);

/* Checks a text that is in the file `path`, by which its sections and its format are chosen. A rule
 * that takes too long on it is left out from then on and told in `problems`. Errors: HTML past its
 * limits (STET_ARTICLE_ERROR).
 * Returns: (owned) GPtrArray of StetValeAlert, by line and column. */
GPtrArray *stet_vale_check (StetVale *vale, const char *path, const char *text, GPtrArray *problems,
                            GError **error);

/* --- vale/output.c --- */

/* One file's alerts after the other, then as Vale prints them all. */
typedef struct _StetValeOutput StetValeOutput;
StetValeOutput *stet_vale_output_new  (void);
void stet_vale_output_add (StetValeOutput *output, const char *path, const GPtrArray *alerts);
char           *stet_vale_output_json (StetValeOutput *output); /* (owned) */
void            stet_vale_output_free (StetValeOutput *output);
/* "PATH:LINE:COLUMN:RULE:MESSAGE", a line each. Returns: (owned). */
char           *stet_vale_lines (const char *path, const GPtrArray *alerts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetVale, stet_vale_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StetValeOutput, stet_vale_output_free)

G_END_DECLS
