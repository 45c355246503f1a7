/* `stet find`: words in one story or in all, and other words in their place. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "app/find.h"

#include <glib/gi18n.h>

#define SHORT_ID_CHARS 8

typedef struct
{
  StetCommand *command;
  StetFind    *find;
  JsonBuilder *builder; /* (nullable): for people */
  guint        n_hits;
  guint        n_stories;
  gboolean     cut;
} Search;

static void
add_hit_json (Search *search, const char *id, const StetHit *hit)
{
  g_autofree char *field = stet_field_to_string (&hit->field);

  json_builder_begin_object (search->builder);
  stet_json_add_string (search->builder, "id", id);
  stet_json_add_string (search->builder, "field", field);
  stet_json_add_int (search->builder, "start", hit->start_chars);
  stet_json_add_int (search->builder, "end", hit->end_chars);
  stet_json_add_string (search->builder, "match", hit->match);
  stet_json_add_string (search->builder, "replacement", hit->replacement);
  json_builder_end_object (search->builder);
}

static void
print_hit (Search *search, const char *id, const StetHit *hit)
{
  g_autofree char *field = stet_field_to_string (&hit->field);

  if (search->builder != NULL)
    add_hit_json (search, id, hit);
  else if (hit->replacement != NULL)
    stet_command_print (search->command, "%.*s  %s  …%s[%s → %s]%s…\n", SHORT_ID_CHARS, id, field,
                        hit->before, hit->match, hit->replacement, hit->after);
  else
    stet_command_print (search->command, "%.*s  %s  …%s[%s]%s…\n", SHORT_ID_CHARS, id, field,
                        hit->before, hit->match, hit->after);
}

static gboolean
replace_in (Search *search, const StetStory *story, StetFound *found, GError **error)
{
  g_autoptr (StetDocument) document = stet_document_new (story->article);

  return stet_find_replace (document, found->hits, error)
         && stet_workspace_save (search->command->ws, stet_document_article (document),
                                 story->revision, STET_ORIGIN_COMMAND, NULL, NULL, error);
}

static gboolean
search_story (Search *search, const char *id, GError **error)
{
  g_autoptr (StetStory) story = stet_workspace_load (search->command->ws, id, error);
  g_autoptr (StetFound) found = story != NULL ? stet_find_run (search->find, story->article,
                                                               search->command->call->cancellable)
                                              : NULL;

  if (story == NULL)
    return FALSE;
  if (found == NULL || found->hits->len == 0)
    return TRUE;
  if (search->command->options.replace != NULL
      && !replace_in (search, story, found, error))
    return FALSE;
  for (guint i = 0; i < found->hits->len; i++)
    print_hit (search, id, found->hits->pdata[i]);
  search->n_hits += found->hits->len;
  search->n_stories++;
  search->cut |= found->cut || found->gave_up;
  return TRUE;
}

static gboolean
search_all (Search *search, GError **error)
{
  g_autoptr (GPtrArray) rows = stet_workspace_list (search->command->ws, FALSE, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!search_story (search, ((StetStoryRow *) rows->pdata[i])->id, error))
      return FALSE;
  return rows != NULL;
}

static gboolean
search_one (Search *search, const char *prefix, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (search->command->ws, prefix, error);

  return id != NULL && search_story (search, id, error);
}

static void
print_end (Search *search)
{
  if (search->builder != NULL)
    {
      json_builder_end_array (search->builder);
      stet_command_print_json (search->command, search->builder);
    }
  else
    stet_command_print (search->command, ngettext ("%u place.\n", "%u places.\n", search->n_hits),
                        search->n_hits);
  if (search->cut)
    stet_command_tell (
        search->command, "%s",
        _("There may be more: looking for it was stopped. Look for something narrower."));
}

int
stet_command_find (StetCommand *command, GError **error)
{
  gboolean every = command->options.every;
  StetFindOptions options = { NULL, command->options.regex, command->options.cased,
                              command->options.accents, command->options.whole };
  Search search = { .command = command };
  g_autoptr (JsonBuilder) builder = command->options.json ? json_builder_new () : NULL;
  gboolean done;

  if (command->n_rest != (every ? 1 : 2))
    return stet_command_usage (
        error, _("Name a story and what to look for, or --all and what to look for."));
  options.text = command->rest[every ? 0 : 1];
  search.find = stet_find_new (&options, command->options.replace, error);
  if (search.find == NULL)
    return 2;
  search.builder = builder;
  if (builder != NULL)
    json_builder_begin_array (builder);
  done = every ? search_all (&search, error) : search_one (&search, command->rest[0], error);
  stet_find_free (search.find);
  if (done)
    print_end (&search);
  return 0;
}
