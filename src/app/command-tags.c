/* `stet tags`: the site's tags as the window completes, suggests and adds them. Layer: app. */
#include "config.h"

#include "app/command-private.h"

#include "article/document.h"
#include "article/tag-list.h"

#include <glib/gi18n.h>

#define TAGS_TOLD_MAX 20

static StetStory *
load (StetCommand *command, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[1], error);

  return id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;
}

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
  g_autoptr (StetStory) story = load (command, error);

  return story != NULL
             ? stet_workspace_suggest_tags (command->ws, story->article, TAGS_TOLD_MAX, error)
             : NULL;
}

/* All of them or none: what the site does not know is a slip of the pen unless it is said to be
 * new. */
static gboolean
take_fresh (StetCommand *command, StetTagList *list, GError **error)
{
  g_autofree char *names = NULL;

  if (list->fresh->len > 0 && !command->options.fresh)
    {
      g_ptr_array_add (list->fresh, NULL);
      names = g_strjoinv ("”, “", (char **) list->fresh->pdata);
      g_set_error (
          error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
          _("The site has no tag “%s”. Look for it with stet tags complete, or add --new to make it."),
          names);
      return FALSE;
    }
  for (guint i = 0; i < list->fresh->len; i++)
    g_ptr_array_add (list->known, stet_term_new (g_ptr_array_index (list->fresh, i), NULL));
  return TRUE;
}

/* Returns: (owned) what was added, in the site's spelling. */
static GPtrArray *
add (StetCommand *command, GError **error)
{
  g_autofree char *text = g_strjoinv (" ", command->rest + 2);
  g_autoptr (StetStory) story = load (command, error);
  g_autoptr (StetTermIndex) index
      = story != NULL ? stet_workspace_term_index (command->ws, "tag", error) : NULL;
  g_autoptr (StetTagList) list
      = index != NULL ? stet_tag_list_read (story->article, index, text, TRUE) : NULL;
  g_autoptr (StetDocument) document = NULL;
  g_autoptr (StetEdit) edit = NULL;

  if (list == NULL || !take_fresh (command, list, error))
    return NULL;
  edit = stet_tag_list_add (story->article, list->known);
  if (edit != NULL)
    {
      document = stet_document_new (story->article);
      if (!stet_document_apply (document, edit, error)
          || !stet_workspace_save (command->ws, stet_document_article (document),
                                   story->revision, STET_ORIGIN_COMMAND, NULL, NULL, error))
        return NULL;
    }
  return g_ptr_array_ref (list->known);
}

int
stet_command_tags (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) terms = NULL;
  g_autofree char *typed = NULL;

  if (g_str_equal (command->rest[0], "suggest") && command->n_rest == 2)
    terms = suggest (command, error);
  else if (g_str_equal (command->rest[0], "add") && command->n_rest > 2)
    terms = add (command, error);
  else if (g_str_equal (command->rest[0], "complete"))
    {
      typed = g_strjoinv (" ", command->rest + 1);
      terms = stet_workspace_find_terms (command->ws, "tag", typed, TAGS_TOLD_MAX, error);
    }
  else
    return stet_command_usage (
        error, _("Say what is wanted: complete TYPED, suggest ID or add ID TAGS."));
  if (terms == NULL)
    return 1;
  print_terms (command, terms);
  return 0;
}
