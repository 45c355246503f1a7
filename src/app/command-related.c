/* `stet related`: own stories to lead to. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/related.h"

static void
print_json (StetCommand *command, GPtrArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      StetStoryRow *row = rows->pdata[i];

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "id", row->id);
      stet_json_add_string (builder, "headline", row->headline);
      stet_json_add_string (builder, "url", row->url);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  stet_command_print_json (command, builder);
}

int
stet_command_related (StetCommand *command, GError **error)
{
  g_autofree char *words = g_strjoinv (" ", command->rest);
  g_autoptr (GPtrArray) rows = stet_workspace_related (command->ws, words, NULL, error);

  if (rows == NULL)
    return 0;
  if (command->options.json)
    print_json (command, rows);
  for (guint i = 0; !command->options.json && i < rows->len; i++)
    {
      StetStoryRow *row = rows->pdata[i];

      stet_command_print (command, "%s\n  %s\n", row->headline, row->url);
    }
  return 0;
}
