/* What the commands share: their options, their output, their places. Layer: app. */
#pragma once

#include "app/command.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* All options of all commands; each command takes only those its row of the table names. */
typedef struct
{
  gboolean help, json, body, article, undo, binned, approve, breaking, ended, off, suggest, every,
      regex, cased, accents, browser, whole, fresh, watch, free_names;
  char *language, *rule, *reason, *scope, *format, *all, *site, *user, *auth, *header, *note, *at,
      *dir, *cancel, *until, *config, *output, *replace, *mapping, *target;
  int   port;
} StetCommandOptions;

typedef struct
{
  StetWorkspace   *ws;      /* (borrowed) (nullable) */
  StetCommandCall *call;    /* (borrowed) */
  const char      *name;
  StetCommandOptions options;
  char           **rest;    /* what is no option */
  guint            n_rest;
  GString         *output;  /* written when the command has ended, or on stet_command_flush () */
} StetCommand;

/* The exit status; with `error` set the error's decides. */
typedef int (*StetCommandFunc) (StetCommand *command, GError **error);

typedef enum
{
  STET_NEEDS_NOTHING = 0,
  STET_NEEDS_WORKSPACE,
  STET_NEEDS_FILE_OR_WORKSPACE, /* by whether its arguments are files */
} StetCommandNeed;

typedef struct
{
  const char     *name;
  StetCommandFunc func;
  StetCommandNeed need;
  guint           n_rest_min;
  guint           n_rest_max;
  const char     *options;    /* names of the options it takes, parted by spaces */
  const char     *parameters; /* for its usage line; translated */
  const char     *summary;    /* translated */
  const char     *example;    /* command lines, never translated */
  gboolean        can_stop;   /* it obeys the call's cancellable */
} StetCommandRow;

/* command-table.c */
const StetCommandRow *stet_command_rows (guint *n_rows);

void stet_command_print (StetCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* To standard error, one line. */
void stet_command_tell (StetCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean stet_command_flush (StetCommand *command, GError **error);
/* sets STET_APP_ERROR_USAGE; returns 2 */
int  stet_command_usage (GError **error, const char *sentence);
/* Relative to the caller's folder. Returns: (owned). */
char *stet_command_path (StetCommand *command, const char *path);
/* Whether an argument names a story rather than a file. */
gboolean stet_command_is_id (const char *argument, const char *cwd);

/* One JSON value and an end of line. Takes nothing. */
void stet_command_print_json (StetCommand *command, JsonBuilder *builder);
/* NULL: null */
void stet_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void stet_json_add_int    (JsonBuilder *builder, const char *name, gint64 value);
void stet_json_add_bool   (JsonBuilder *builder, const char *name, gboolean value);
/* A value that is JSON text already. */
void stet_json_add_text   (JsonBuilder *builder, const char *name, const char *json);

/* Local time, and the site's where it is another. `zone` (nullable). Returns: (owned). */
char *stet_command_time (gint64 time_us, const char *zone);
/* Asks for the account's password on the terminal where none is known. */
void  stet_command_ask_password (StetCommand *command, const StetAccount *account);

/* What is said to a site, shown while it is, until the end: nothing with --json. */
void  stet_command_begin_progress (StetCommand *command);
void  stet_command_end_progress   (StetCommand *command);

/* The rules with which this command checks; what was left out of them is told. (owned) */
StetChecker *stet_command_checker (StetCommand *command, GError **error);
const char  *stet_command_level   (StetLevel level); /* translated */
/* Whether a sub-command of style works on the store. `what` nullable. */
gboolean     stet_command_style_needs_workspace (const char *what);

/* After publishing: what readers get, as text or as the member "page" of an open object. `builder`
 * nullable. */
void
stet_command_tell_page (StetCommand *command, const StetOutcome *outcome, JsonBuilder *builder);

int stet_command_import    (StetCommand *command, GError **error);
int stet_command_new       (StetCommand *command, GError **error);
int stet_command_language  (StetCommand *command, GError **error);
int stet_command_list      (StetCommand *command, GError **error);
int stet_command_show      (StetCommand *command, GError **error);
int stet_command_history   (StetCommand *command, GError **error);
int stet_command_restore   (StetCommand *command, GError **error);
int stet_command_set       (StetCommand *command, GError **error);
int stet_command_photo     (StetCommand *command, GError **error);
int stet_command_faq       (StetCommand *command, GError **error);
int stet_command_edit      (StetCommand *command, GError **error);
int stet_command_export    (StetCommand *command, GError **error);
int stet_command_backup    (StetCommand *command, GError **error);
int stet_command_recover   (StetCommand *command, GError **error);
int stet_command_search    (StetCommand *command, GError **error);
int stet_command_find      (StetCommand *command, GError **error);
int stet_command_check     (StetCommand *command, GError **error);
int stet_command_vale      (StetCommand *command, GError **error); /* check with --config */
int stet_command_fix       (StetCommand *command, GError **error);
int stet_command_stet      (StetCommand *command, GError **error);
int stet_command_style     (StetCommand *command, GError **error);
int stet_command_site      (StetCommand *command, GError **error);
int stet_command_doctor    (StetCommand *command, GError **error);
int stet_command_practice  (StetCommand *command, GError **error);
int stet_command_submit    (StetCommand *command, GError **error);
int stet_command_return    (StetCommand *command, GError **error);
int stet_command_approve   (StetCommand *command, GError **error);
int stet_command_related   (StetCommand *command, GError **error);
int stet_command_count     (StetCommand *command, GError **error);
int stet_command_publish   (StetCommand *command, GError **error);
int stet_command_unpublish (StetCommand *command, GError **error);
int stet_command_bin       (StetCommand *command, GError **error);
int stet_command_unbin     (StetCommand *command, GError **error);
int stet_command_tags      (StetCommand *command, GError **error);
int stet_command_authors   (StetCommand *command, GError **error);
int stet_command_verify    (StetCommand *command, GError **error);
int stet_command_sync      (StetCommand *command, GError **error);
int stet_command_queue     (StetCommand *command, GError **error);
int stet_command_conflicts (StetCommand *command, GError **error);

G_END_DECLS
