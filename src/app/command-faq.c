/* `stet faq`: a story's questions as the window orders, removes and heads them. Layer: app. */
#include "config.h"

#include "app/command-private.h"

#include "article/document.h"
#include "article/faq.h"
#include "base/text.h"

#include <glib/gi18n.h>

static GPtrArray *
items_of (StetStory *story)
{
  return stet_article_fields (story->article)->faq_items;
}

static gboolean
read_number (const char *text, guint n_items, guint *index, GError **error)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (text, 10, 1, MAX (n_items, 1), &number, NULL) && n_items > 0)
    {
      *index = (guint) number - 1;
      return TRUE;
    }
  g_set_error (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
               _("There is no question %s: the story has %u. See stet faq list."), text, n_items);
  return FALSE;
}

/* NULL without `error`: nothing is to be done. */
static StetEdit *
move_edit (StetCommand *command, StetStory *story, GError **error)
{
  guint n = items_of (story)->len, from, to;

  if (!read_number (command->rest[2], n, &from, error)
      || !read_number (command->rest[3], n, &to, error))
    return NULL;
  return stet_faq_move (story->article, from, to);
}

static StetEdit *
remove_edit (StetCommand *command, StetStory *story, GError **error)
{
  guint at;

  return read_number (command->rest[2], items_of (story)->len, &at, error)
             ? stet_edit_faq_items (at, 1, NULL)
             : NULL;
}

/* Returns: (owned) (nullable) */
static char *
suggested (StetStory *story, GError **error)
{
  g_autofree char *title = stet_faq_suggest_title (story->article, NULL);

  if (title == NULL)
    g_set_error_literal (error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
                         _("The house has no FAQ heading in the language of this story."));
  return g_steal_pointer (&title);
}

static StetEdit *
heading_edit (StetCommand *command, StetStory *story, GError **error)
{
  StetField field = stet_field_make (STET_FIELD_FAQ_TITLE);
  g_autofree char *title = NULL;
  g_autoptr (StetProse) prose = NULL;

  if (!stet_prose_is_blank (stet_article_fields (story->article)->faq_title))
    {
      g_set_error_literal (
          error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
          _("The questions have a heading already. Change it with stet set ID faq.title."));
      return NULL;
    }
  title = suggested (story, error);
  if (title == NULL)
    return NULL;
  prose = stet_prose_plain (title);
  return stet_edit_text (&field, prose);
}

/* --- what is printed --- */

static void
print_json (StetCommand *command, StetArticle *article)
{
  GPtrArray *items = stet_article_fields (article)->faq_items;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "title",
                        stet_prose_text (stet_article_fields (article)->faq_title));
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    {
      StetProse *answer = stet_faq_item_answer (items->pdata[i]);

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "question",
                            stet_prose_text (stet_faq_item_question (items->pdata[i])));
      stet_json_add_string (builder, "answer", stet_prose_text (answer));
      stet_json_add_int (builder, "words", stet_text_count_words (stet_prose_text (answer)));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static void
print_faq (StetCommand *command, StetArticle *article)
{
  const StetArticleFields *fields = stet_article_fields (article);

  if (command->options.json)
    {
      print_json (command, article);
      return;
    }
  if (!stet_prose_is_blank (fields->faq_title))
    stet_command_print (command, "%s\n", stet_prose_text (fields->faq_title));
  for (guint i = 0; i < fields->faq_items->len; i++)
    stet_command_print (command, "%u. %s\n", i + 1,
                        stet_prose_text (stet_faq_item_question (fields->faq_items->pdata[i])));
}

static int
print_suggested (StetCommand *command, StetStory *story, GError **error)
{
  g_autofree char *title = suggested (story, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (title == NULL)
    return 1;
  if (!command->options.json)
    {
      stet_command_print (command, "%s\n", title);
      return 0;
    }
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "title", title);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
  return 0;
}

/* --- the command --- */

typedef StetEdit *(*EditFunc) (StetCommand *command, StetStory *story, GError **error);

static const struct { const char *name; guint n_rest; EditFunc edit; } acts[] = {
  { "list", 2, NULL },
  { "suggest", 2, NULL },
  { "heading", 2, heading_edit },
  { "move", 4, move_edit },
  { "remove", 3, remove_edit },
};

static int
act_of (StetCommand *command)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (command->rest[0], acts[i].name) && command->n_rest == acts[i].n_rest)
      return (int) i;
  return -1;
}

static int
carry_out (StetCommand *command, StetStory *story, EditFunc func, GError **error)
{
  g_autoptr (StetDocument) document = stet_document_new (story->article);
  GError *problem = NULL;
  g_autoptr (StetEdit) edit = func (command, story, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return 1;
    }
  if (edit != NULL
      && (!stet_document_apply (document, edit, error)
          || !stet_workspace_save (command->ws, stet_document_article (document),
                                   story->revision, STET_ORIGIN_COMMAND, NULL, NULL, error)))
    return 1;
  print_faq (command, stet_document_article (document));
  return 0;
}

int
stet_command_faq (StetCommand *command, GError **error)
{
  int act = act_of (command);
  g_autofree char *id = NULL;
  g_autoptr (StetStory) story = NULL;

  if (act < 0)
    return stet_command_usage (
        error,
        _("Say what is wanted: list ID, suggest ID, heading ID, move ID FROM TO or remove ID N."));
  id = stet_workspace_resolve (command->ws, command->rest[1], error);
  story = id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;
  if (story == NULL)
    return 1;
  if (g_str_equal (acts[act].name, "suggest"))
    return print_suggested (command, story, error);
  if (acts[act].edit != NULL)
    return carry_out (command, story, acts[act].edit, error);
  print_faq (command, story->article);
  return 0;
}
