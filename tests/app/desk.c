/* Shared by the tests of app/ and cli/. */
#include "config.h"

#include "desk.h"

#include "support.h"

StetWorkspace *
test_desk_open (const char *dir, gboolean threaded)
{
  g_autoptr (GError) error = NULL;
  StetWorkspaceOptions options = { .dir = dir, .interface_language = "en", .threaded = threaded };
  StetWorkspace *ws = stet_workspace_open (&options, &error);

  g_assert_no_error (error);
  return ws;
}

void
test_run_clear (TestRun *run)
{
  g_clear_pointer (&run->output, g_free);
  g_clear_pointer (&run->errors, g_free);
}

static char *
take (GOutputStream *stream)
{
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (stream);
  gsize length = g_memory_output_stream_get_data_size (memory);

  return g_strndup (length > 0 ? g_memory_output_stream_get_data (memory) : "", length);
}

TestRun
test_command (StetWorkspace *ws, const char *input, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GInputStream) in
      = g_memory_input_stream_new_from_data (input != NULL ? input : "", -1, NULL);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) err = g_memory_output_stream_new_resizable ();
  g_autofree char *cwd = g_get_current_dir ();
  StetCommandCall call = { .cwd = cwd, .input = in, .output = out, .errors = err };
  TestRun run = { 0 };
  va_list more;

  va_start (more, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (more, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (more);
  g_ptr_array_add (argv, NULL);
  call.argv = (char **) argv->pdata;
  run.status = stet_command_run (ws, &call);
  run.output = take (out);
  run.errors = take (err);
  g_test_message ("stet %s: %d %s", first, run.status, run.errors);
  return run;
}

char *
test_clean_story (const char *dir, const char *language)
{
  g_autofree char *name = g_strdup_printf ("story-%s.txt", language);
  char *path = g_build_filename (dir, name, NULL);
  g_autofree char *text = stet_sample_story (language);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

/* Every blocking finding left to stand, as an editor would after a look. */
static void
let_stand (StetWorkspace *ws, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blockers = stet_workspace_blockers (ws, id, FALSE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < blockers->len; i++)
    {
      const StetFinding *finding = g_ptr_array_index (blockers, i);

      if (!stet_workspace_stet (ws, id, finding->id, "looked at", "finding", &error))
        g_test_message ("%s does not stand", finding->rule);
      g_assert_no_error (error);
    }
}

char *
test_import_clean (StetWorkspace *ws, const char *dir)
{
  g_autofree char *path = test_clean_story (dir, "en");
  g_autoptr (GError) error = NULL;
  char *id = stet_workspace_import (ws, path, NULL, FALSE, &error);
  g_autoptr (GPtrArray) safe = NULL;

  g_assert_no_error (error);
  safe = stet_workspace_fix (ws, id, NULL, &error);
  g_assert_no_error (error);
  stet_workspace_set (ws, id, "photo.alt", "Passengers walk up the gangway of a white ferry.",
                      &error);
  g_assert_no_error (error);
  let_stand (ws, id);
  return id;
}
