/* `stet COMMAND`: every command as a function over a workspace, the same in a program without a
 * display and inside the window. Layer: app. Blocks: a command's only thread, or a worker of the
 * window. */
#pragma once

#include "app/workspace.h"

G_BEGIN_DECLS

typedef struct
{
  char       **argv;       /* (borrowed) from the command's name on; NULL-terminated */
  const char  *cwd;        /* relative paths are taken from here */
  GInputStream  *input;    /* (borrowed) */
  GOutputStream *output;   /* (borrowed) */
  gboolean       output_is_terminal;
  GOutputStream *errors;   /* (borrowed) */
  char *(*ask_password) (const char *prompt, gpointer data); /* (nullable): no terminal */
  gpointer     ask_data;
  GCancellable *cancellable; /* (nullable) */
  /* (nullable): nobody looks on; `text` NULL: it is over */
  void (*show_progress) (const char *text, gpointer data);
  gpointer     progress_data;
} StetCommandCall;

/* Whether the command works on the store (and so needs the workspace, or the window that has
 * it). */
gboolean stet_command_needs_workspace (char **argv);
/* Whether it can be stopped on its way, so that nothing is lost. */
gboolean stet_command_can_stop (char **argv);
/* Whether it is to be run again and again, each run telling in JSON when the next is due. `json`
 * (out): whether a program reads it. */
gboolean stet_command_stays (char **argv, gboolean *json);
/* Runs it; `ws` is NULL for commands that need none. Returns: the exit status. */
int stet_command_run (StetWorkspace *ws, StetCommandCall *call);

G_END_DECLS
