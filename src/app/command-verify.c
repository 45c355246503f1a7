/* `stet verify`, and what publish tells of the page. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/verify.h"

#include <glib/gi18n.h>

#define STATUS_DIFFERENT 1

static void
add_difference (JsonBuilder *builder, const StetPageDifference *difference)
{
  g_autofree char *text = stet_words_for_difference (difference);

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "part", stet_page_part_name (difference->part));
  stet_json_add_string (builder, "wanted", difference->wanted);
  stet_json_add_string (builder, "seen", difference->seen);
  stet_json_add_string (builder, "text", text);
  json_builder_end_object (builder);
}

static void
add_verification (JsonBuilder *builder, const StetVerification *verification)
{
  stet_json_add_string (builder, "url", verification->url);
  json_builder_set_member_name (builder, "differences");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verification->differences->len; i++)
    add_difference (builder, g_ptr_array_index (verification->differences, i));
  json_builder_end_array (builder);
}

static void
print_verification (StetCommand *command, const StetVerification *verification)
{
  guint n = verification->differences->len;

  if (n == 0)
    stet_command_print (command, _("The page was read as readers get it, and is as approved.\n"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text
          = stet_words_for_difference (g_ptr_array_index (verification->differences, i));

      stet_command_print (command, "%s\n", text);
    }
  if (n > 0)
    stet_command_print (
        command,
        _("If it was changed just now, a cache may still hold the page before: look again with “stet verify”.\n"));
}

void
stet_command_tell_page (StetCommand *command, const StetOutcome *outcome, JsonBuilder *builder)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (StetVerification) verification = NULL;
  g_autofree char *words = NULL;

  if (outcome->state != STET_STATE_PUBLISHED || outcome->queued || outcome->url == NULL)
    return;
  verification
      = stet_workspace_verify (command->ws, outcome->id, command->call->cancellable, &problem);
  if (verification == NULL)
    words = stet_words_for_error (problem);
  if (builder != NULL)
    {
      json_builder_set_member_name (builder, "page");
      json_builder_begin_object (builder);
      if (verification != NULL)
        add_verification (builder, verification);
      else
        stet_json_add_string (builder, "problem", words);
      json_builder_end_object (builder);
    }
  else if (verification != NULL)
    print_verification (command, verification);
  else
    stet_command_print (command, _("The page could not be read back: %s\n"), words);
}

int
stet_command_verify (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  g_autoptr (StetVerification) verification = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (id != NULL)
    verification = stet_workspace_verify (command->ws, id, command->call->cancellable, error);
  if (verification == NULL)
    return 0;
  json_builder_begin_object (builder);
  add_verification (builder, verification);
  json_builder_end_object (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  else
    print_verification (command, verification);
  if (verification->working && !command->options.json)
    stet_command_print (
        command,
        _("It was compared with the story as it is now: the version that went live is not kept here.\n"));
  return verification->differences->len > 0 ? STATUS_DIFFERENT : 0;
}
