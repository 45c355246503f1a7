/* `stet count`: how long a story is, and how long it is to be. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/counts.h"

static void
print_json (StetCommand *command, const char *id, const StetCounts *counts, guint target_words,
            guint words_per_minute)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "id", id);
  stet_json_add_int (builder, "words", counts->words);
  stet_json_add_int (builder, "characters", counts->chars);
  stet_json_add_int (builder, "minutes", stet_counts_minutes (counts->words, words_per_minute));
  stet_json_add_int (builder, "target", target_words);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static void
print_counts (StetCommand *command, const StetStory *story, guint target_words)
{
  guint words_per_minute = stet_profile_words_per_minute (stet_workspace_profile (command->ws));
  StetCounts counts = stet_counts_of_story (story->article);
  g_autofree char *text = stet_words_for_counts (&counts, target_words, words_per_minute);

  if (command->options.json)
    print_json (command, stet_article_id (story->article), &counts, target_words, words_per_minute);
  else
    stet_command_print (command, "%s\n", text);
}

int
stet_command_count (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autoptr (StetStory) story = id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;
  guint target_words = 0;

  if (story == NULL)
    return 0;
  if (command->options.target != NULL)
    {
      if (!stet_target_parse (command->options.target, &target_words, error)
          || !stet_workspace_set_target (command->ws, id, target_words, error))
        return 0;
    }
  else if (!stet_workspace_target (command->ws, id, &target_words, error))
    return 0;
  print_counts (command, story, target_words);
  return 0;
}
