/* Commands about the house style: of stories, of files, of the rules. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"

#include <glib/gi18n.h>
#include <sys/stat.h>

#define STATUS_FINDINGS 1

static void
tell_problems (StetCommand *command, const GPtrArray *problems)
{
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    stet_command_tell (command, _("A rule of the house style was left out: %s"),
                       (char *) g_ptr_array_index (problems, i));
}

/* Rules that proved too slow on a text. */
static void
tell_slow_rules (StetCommand *command, StetChecker *checker)
{
  g_autoptr (GPtrArray) problems = stet_checker_take_problems (checker);

  tell_problems (command, problems);
}

StetChecker *
stet_command_checker (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) problems = NULL;
  StetChecker *checker;

  if (command->ws != NULL)
    return stet_workspace_checker (command->ws, error);
  checker = stet_checker_for_dir (NULL, NULL, &problems, error);
  tell_problems (command, problems);
  return checker;
}

/* --- check --- */

const char *
stet_command_level (StetLevel level)
{
  switch (level)
    {
    case STET_LEVEL_ERROR:
      return C_("finding", "error");
    case STET_LEVEL_WARNING:
      return C_("finding", "warning");
    default:
      return C_("finding", "advice");
    }
}

static void
print_finding (StetCommand *command, const StetFinding *finding)
{
  g_autofree char *field = stet_field_to_string (&finding->field);
  const char *name = finding->code != NULL ? finding->code : finding->rule;

  stet_command_print (command, "%s  %s", stet_command_level (finding->level), field);
  if (finding->has_range)
    stet_command_print (command, " %u–%u", finding->start_chars, finding->end_chars);
  stet_command_print (command, "  %s", finding->message);
  if (finding->match != NULL && finding->replacements != NULL && finding->replacements[0] != NULL)
    stet_command_print (command, "  “%s” → “%s”", finding->match, finding->replacements[0]);
  stet_command_print (command, "  (%s, %s)", name, finding->id);
  if (finding->stand != NULL)
    stet_command_print (command, _("  stet by %s: %s"), finding->stand->by, finding->stand->reason);
  stet_command_print (command, "\n");
}

static void
print_findings (StetCommand *command, GPtrArray *findings)
{
  StetFindingCounts counts = stet_findings_count (findings);

  for (guint i = 0; i < findings->len; i++)
    print_finding (command, g_ptr_array_index (findings, i));
  if (findings->len == 0)
    stet_command_print (command, _("The house style has nothing to say.\n"));
  else
    stet_command_print (command, _("Errors: %u, warnings: %u, advice: %u\n"), counts.error,
                        counts.warning, counts.advice);
}

/* Says once a story that its spelling could not be checked; the rest was. */
static void
tell_dictionary (StetCommand *command, StetChecker *checker, const char *language)
{
  if (!stet_checker_can_spell (checker, language))
    stet_command_tell (
        command,
        _("There is no dictionary for “%s” on this computer, so the spelling was not checked. Install "
          "one (hunspell-en-us, hunspell-es …)."),
        language);
}

static GPtrArray *
finish_check (StetCommand *command, StetChecker *checker, GPtrArray *findings, const char *language)
{
  if (findings == NULL)
    return NULL;
  tell_slow_rules (command, checker);
  tell_dictionary (command, checker, language);
  if (command->options.suggest)
    stet_checker_suggest (checker, findings, language);
  return findings;
}

static GPtrArray *
check_article_file (StetCommand *command, StetChecker *checker, const char *path, GError **error)
{
  StetFormat format;
  g_autofree char *text = NULL;
  g_autoptr (StetArticle) article = NULL;

  if (!stet_format_for_file (path, &format) || format == STET_FORMAT_NINJS)
    {
      g_set_error_literal (error, STET_ARTICLE_ERROR, STET_ARTICLE_ERROR_FORMAT, path);
      return NULL;
    }
  text = stet_file_read_text (path, STET_IMPORT_BYTES_MAX, error);
  article = text != NULL ? stet_article_read (format, text, command->options.language,
                                              stet_random_system (), error)
                         : NULL;
  if (article == NULL)
    return NULL;
  return finish_check (command, checker, stet_checker_check (checker, article, NULL, NULL, error),
                       stet_article_language (article));
}

static GPtrArray *
check_story (StetCommand *command, StetChecker *checker, const char *argument, GError **error)
{
  g_autofree char *id = stet_workspace_resolve (command->ws, argument, error);
  g_autoptr (StetStory) story = id != NULL ? stet_workspace_load (command->ws, id, error) : NULL;

  if (story == NULL)
    return NULL;
  return finish_check (command, checker, stet_workspace_check (command->ws, id, error),
                       stet_article_language (story->article));
}

static GPtrArray *
check_plain (StetCommand *command, StetChecker *checker, const char *path, GError **error)
{
  g_autofree char *text = stet_file_read_text (path, STET_IMPORT_BYTES_MAX, error);
  const char *language = command->options.language;

  if (text == NULL)
    return NULL;
  if (language == NULL)
    language = stet_text_guess_language (text);
  return finish_check (command, checker, stet_checker_check_text (checker, text, language, error),
                       language);
}

static GPtrArray *
check_one (StetCommand *command, const char *argument, GError **error)
{
  g_autoptr (StetChecker) checker = stet_command_checker (command, error);
  g_autofree char *path = stet_command_path (command, argument);

  if (checker == NULL)
    return NULL;
  if (command->ws != NULL && !command->options.article
      && stet_command_is_id (argument, command->call->cwd))
    return check_story (command, checker, argument, error);
  return command->options.article ? check_article_file (command, checker, path, error)
                                  : check_plain (command, checker, path, error);
}

static void
print_one (StetCommand *command, const char *argument, GPtrArray *findings)
{
  if (command->n_rest > 1)
    stet_command_print (command, "%s:\n", argument);
  print_findings (command, findings);
}

/* Several files: {"files": [{"file", "findings"}]}. */
static void
add_json (JsonBuilder *builder, const char *argument, GPtrArray *findings)
{
  g_autofree char *json = stet_findings_to_json (findings);
  g_autoptr (JsonNode) root = json_from_string (json, NULL);

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "file", argument);
  json_builder_set_member_name (builder, "findings");
  json_builder_add_value (
      builder, json_node_copy (json_object_get_member (json_node_get_object (root), "findings")));
  json_builder_end_object (builder);
}

static int
check_many_json (StetCommand *command, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n_errors = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < command->n_rest; i++)
    {
      g_autoptr (GPtrArray) findings = check_one (command, command->rest[i], error);

      if (findings == NULL)
        return 0;
      n_errors += stet_findings_count (findings).error;
      add_json (builder, command->rest[i], findings);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
  return n_errors > 0 ? STATUS_FINDINGS : 0;
}

int
stet_command_check (StetCommand *command, GError **error)
{
  guint n_errors = 0;

  if (command->options.config != NULL)
    return stet_command_vale (command, error);
  if (command->options.json && command->n_rest > 1)
    return check_many_json (command, error);
  for (guint i = 0; i < command->n_rest; i++)
    {
      g_autoptr (GPtrArray) findings = check_one (command, command->rest[i], error);
      g_autofree char *json = NULL;

      if (findings == NULL)
        return 0;
      n_errors += stet_findings_count (findings).error;
      json = command->options.json ? stet_findings_to_json (findings) : NULL;
      if (json != NULL)
        stet_command_print (command, "%s\n", json);
      else
        print_one (command, command->rest[i], findings);
    }
  return n_errors > 0 ? STATUS_FINDINGS : 0;
}

/* --- fix --- */

static void
print_fixes (StetCommand *command, GPtrArray *fixes)
{
  for (guint i = 0; i < fixes->len; i++)
    {
      const StetFix *fix = g_ptr_array_index (fixes, i);

      stet_command_print (command, "%s  “%s” → “%s”  (%s)\n", fix->field, fix->before, fix->after,
                          fix->rule);
    }
  if (fixes->len == 0)
    stet_command_print (command, _("There was nothing to change.\n"));
}

static void
print_fixes_json (StetCommand *command, GPtrArray *fixes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "fixes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fixes->len; i++)
    {
      const StetFix *fix = g_ptr_array_index (fixes, i);

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "rule", fix->rule);
      stet_json_add_string (builder, "field", fix->field);
      stet_json_add_string (builder, "before", fix->before);
      stet_json_add_string (builder, "after", fix->after);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

/* Of a story in JSON the fields, of any other text the text. Returns: (owned), NULL with
 * `error`. */
static char *
fix_content (StetCommand *command, StetFormat format, const char *text, GPtrArray **fixes,
             GError **error)
{
  g_autoptr (StetChecker) checker = stet_command_checker (command, error);
  g_autoptr (StetArticle) article = NULL;
  g_autoptr (StetArticle) fixed = NULL;
  g_autofree char *json = NULL;

  if (checker == NULL)
    return NULL;
  if (format != STET_FORMAT_JSON)
    return stet_checker_fix_text (checker, text, command->options.language, command->options.rule,
                                  fixes, error);
  article = stet_article_from_json (text, strlen (text), stet_random_system (), error);
  fixed = article != NULL
              ? stet_checker_fix (checker, article, NULL, command->options.rule, fixes, error)
              : NULL;
  if (fixed == NULL)
    return NULL;
  if (stet_article_equal (article, fixed))
    return g_strdup (text);
  json = stet_article_to_json (fixed);
  return g_strconcat (json, "\n", NULL);
}

static guint
mode_of (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 ? info.st_mode & 07777 : 0600;
}

static GPtrArray *
fix_file (StetCommand *command, const char *argument, GError **error)
{
  g_autofree char *path = stet_command_path (command, argument);
  StetFormat format = STET_FORMAT_TEXT;
  g_autofree char *text = NULL;
  g_autofree char *fixed = NULL;
  g_autoptr (GPtrArray) fixes = NULL;
  g_autoptr (GBytes) bytes = NULL;

  stet_format_for_file (path, &format);
  if (format == STET_FORMAT_HTML || format == STET_FORMAT_NINJS)
    {
      stet_command_usage (
          error,
          _("Only text, Markdown and JSON files are mended in place. Import the others first."));
      return NULL;
    }
  text = stet_file_read_text (path, STET_IMPORT_BYTES_MAX, error);
  fixed = text != NULL ? fix_content (command, format, text, &fixes, error) : NULL;
  if (fixed == NULL)
    return NULL;
  bytes = g_bytes_new (fixed, strlen (fixed));
  if (!g_str_equal (fixed, text) && !stet_file_replace (path, bytes, mode_of (path), error))
    return NULL;
  return g_steal_pointer (&fixes);
}

int
stet_command_fix (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) fixes = NULL;
  g_autofree char *id = NULL;

  if (command->ws != NULL && stet_command_is_id (command->rest[0], command->call->cwd))
    {
      id = stet_workspace_resolve (command->ws, command->rest[0], error);
      fixes
          = id != NULL ? stet_workspace_fix (command->ws, id, command->options.rule, error) : NULL;
    }
  else
    fixes = fix_file (command, command->rest[0], error);
  if (fixes == NULL)
    return 0;
  if (command->options.json)
    print_fixes_json (command, fixes);
  else
    print_fixes (command, fixes);
  return 0;
}

/* --- stet --- */

int
stet_command_stet (StetCommand *command, GError **error)
{
  const StetCommandOptions *options = &command->options;
  g_autofree char *id = stet_workspace_resolve (command->ws, command->rest[0], error);
  const char *scope = options->scope != NULL ? options->scope : "finding";

  if (id == NULL)
    return 0;
  if (options->undo && stet_workspace_unstet (command->ws, id, command->rest[1], error))
    stet_command_print (command, _("The finding counts again.\n"));
  if (!options->undo
      && stet_workspace_stet (command->ws, id, command->rest[1], options->reason, scope, error))
    stet_command_print (command, _("The finding stands.\n"));
  return 0;
}
