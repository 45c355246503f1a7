/* `stet check --config=.vale.ini`: Vale's rules over files, and Vale's output. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "base/file.h"
#include "base/limits.h"
#include "style/vale/run.h"

#include <glib/gi18n.h>

#define STATUS_FINDINGS 1

typedef enum { OUTPUT_LINE = 0, OUTPUT_JSON } Output;

static gboolean
read_output (StetCommand *command, Output *output, GError **error)
{
  const char *name = command->options.output;

  *output = command->options.json || (name != NULL && g_ascii_strcasecmp (name, "JSON") == 0)
                ? OUTPUT_JSON
                : OUTPUT_LINE;
  if (name == NULL || *output == OUTPUT_JSON || g_ascii_strcasecmp (name, "line") == 0)
    return TRUE;
  stet_command_usage (error, _("The output is JSON or line."));
  return FALSE;
}

static void
tell_problems (StetCommand *command, GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    stet_command_tell (command, _("Left out: %s"), (const char *) g_ptr_array_index (problems, i));
  g_ptr_array_set_size (problems, 0);
}

static gboolean
has_error (const GPtrArray *alerts)
{
  for (guint i = 0; i < alerts->len; i++)
    if (((const StetValeAlert *) g_ptr_array_index (alerts, i))->level == STET_LEVEL_ERROR)
      return TRUE;
  return FALSE;
}

static GPtrArray *
check_file (StetCommand *command, StetVale *vale, const char *name, GError **error)
{
  g_autofree char *path = stet_command_path (command, name);
  g_autofree char *text = stet_file_read_text (path, STET_IMPORT_BYTES_MAX, error);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *alerts = text != NULL ? stet_vale_check (vale, name, text, problems, error) : NULL;

  tell_problems (command, problems);
  return alerts;
}

static int
check_files (StetCommand *command, StetVale *vale, Output output, GError **error)
{
  g_autoptr (StetValeOutput) json = stet_vale_output_new ();
  g_autofree char *all = NULL;
  gboolean any_error = FALSE;

  for (guint i = 0; i < command->n_rest; i++)
    {
      g_autoptr (GPtrArray) alerts = check_file (command, vale, command->rest[i], error);
      g_autofree char *lines = NULL;

      if (alerts == NULL)
        return 0;
      any_error = any_error || has_error (alerts);
      stet_vale_output_add (json, command->rest[i], alerts);
      lines = output == OUTPUT_LINE ? stet_vale_lines (command->rest[i], alerts) : NULL;
      if (lines != NULL)
        stet_command_print (command, "%s", lines);
    }
  all = stet_vale_output_json (json);
  if (output == OUTPUT_JSON)
    stet_command_print (command, "%s\n", all);
  return any_error ? STATUS_FINDINGS : 0;
}

int
stet_command_vale (StetCommand *command, GError **error)
{
  g_autofree char *config = stet_command_path (command, command->options.config);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StetVale) vale = NULL;
  Output output;

  if (!read_output (command, &output, error))
    return 0;
  vale = stet_vale_new (config, problems, error);
  if (vale == NULL)
    return 0;
  tell_problems (command, problems);
  return check_files (command, vale, output, error);
}
