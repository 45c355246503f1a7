/* `stet authors`: who may stand in a byline at a site. Layer: app. */
#include "config.h"

#include "app/command-private.h"

#include <glib/gi18n.h>

static void
print_json (StetCommand *command, GPtrArray *authors)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < authors->len; i++)
    {
      json_builder_begin_object (builder);
      stet_json_add_string (builder, "id", stet_term_id (authors->pdata[i]));
      stet_json_add_string (builder, "name", stet_term_label (authors->pdata[i]));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  stet_command_print_json (command, builder);
}

int
stet_command_authors (StetCommand *command, GError **error)
{
  const char *site = command->n_rest > 0 ? command->rest[0] : command->options.site;
  g_autoptr (GPtrArray) authors = stet_workspace_authors (command->ws, site, error);

  if (authors == NULL)
    return 0;
  if (command->options.json)
    {
      print_json (command, authors);
      return 0;
    }
  if (authors->len == 0)
    stet_command_print (command, "%s\n",
                        _("The site has named no authors yet. “stet sync” asks for them."));
  for (guint i = 0; i < authors->len; i++)
    {
      const char *id = stet_term_id (authors->pdata[i]);

      stet_command_print (command, "%s%s%s\n", stet_term_label (authors->pdata[i]),
                          id != NULL ? "  #" : "", id != NULL ? id : "");
    }
  return 0;
}
