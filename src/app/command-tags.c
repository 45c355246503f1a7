/* `stet tags`: the site's tags as the window completes and suggests them. Layer: app. */
#include "config.h"

#include "app/command-private.h"

#include <glib/gi18n.h>

#define TAGS_TOLD_MAX 20

static void
print_terms (StetCommand *command, GPtrArray *terms)
{
  g_autoptr (JsonBuilder) builder = command->options.json ? json_builder_new () : NULL;

  if (builder != NULL)
    json_builder_begin_array (builder);
  for (guint i = 0; i < terms->len; i++)
    {
      const char *label = stet_term_label (g_ptr_array_index (terms, i));

      if (builder != NULL)
        json_builder_add_string_value (builder, label);
      else
        stet_command_print (command, "%s\n", label);
    }
  if (builder == NULL)
    return;
  json_builder_end_array (builder);
  stet_command_print_json (command, builder);
}

static GPtrArray *
suggest (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[1], error);
  g_autoptr (StetStory) story = id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;

  return story != NULL ? stet_workspace_suggest_tags (command->ws, story->article, TAGS_TOLD_MAX, error) : NULL;
}

int
stet_command_tags (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) terms = NULL;
  g_autofree char *typed = NULL;

  if (g_str_equal (command->rest[0], "suggest") && command->n_rest == 2)
    terms = suggest (command, error);
  else if (g_str_equal (command->rest[0], "complete"))
    {
      typed = g_strjoinv (" ", command->rest + 1);
      terms = stet_workspace_find_terms (command->ws, "tag", typed, TAGS_TOLD_MAX, error);
    }
  else
    return stet_command_usage (error, _("Say what is wanted: complete TYPED or suggest ID."));
  if (terms == NULL)
    return 1;
  print_terms (command, terms);
  return 0;
}
