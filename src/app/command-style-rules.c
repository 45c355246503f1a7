/* `stet style`: the rules, the packs, who turned what off. Layer: app. */
#include "config.h"

#include "app/command-private.h"
#include "style/pack-test.h"

#include <glib/gi18n.h>

#define STATUS_FAULTS 1

/* --- telling a rule --- */

static void
add_rule (JsonBuilder *builder, const StetRuleInfo *rule)
{
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "rule", rule->name);
  stet_json_add_string (builder, "code", rule->code);
  stet_json_add_string (builder, "pack", rule->pack);
  stet_json_add_string (builder, "level", stet_level_name (rule->level));
  stet_json_add_string (builder, "title", rule->title);
  stet_json_add_string (builder, "explanation", rule->explanation);
  stet_json_add_string (builder, "bad", rule->bad);
  stet_json_add_string (builder, "good", rule->good);
  stet_json_add_bool (builder, "may_stand", rule->may_stand);
  stet_json_add_string (builder, "owner", rule->owner);
  stet_json_add_string (builder, "layer", stet_layer_name (rule->layer));
  stet_json_add_string (builder, "language", rule->language);
  stet_json_add_string (builder, "when", rule->when);
  stet_json_add_string (builder, "house_book", rule->link);
  stet_json_add_bool (builder, "enabled", !rule->disabled);
  json_builder_end_object (builder);
}

static int
list_rules (StetCommand *command, StetChecker *checker)
{
  g_autoptr (GPtrArray) rules = stet_checker_list (checker);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rules->len; i++)
    {
      const StetRuleInfo *rule = g_ptr_array_index (rules, i);

      add_rule (builder, rule);
      if (!command->options.json)
        stet_command_print (command, "%-8s  %-8s  %-32s  %s\n",
                            rule->code != NULL ? rule->code : "", stet_command_level (rule->level),
                            rule->name, rule->title != NULL ? rule->title : "");
    }
  json_builder_end_array (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  return 0;
}

static const char *
layer_words (StetLayer layer)
{
  static const char *const words[STET_LAYERS]
      = { NC_("layer", "built in"), NC_("layer", "the newsroom's"), NC_("layer", "the desk's"),
          NC_("layer", "your own") };

  return g_dpgettext2 (NULL, "layer", words[layer]);
}

static void
print_line (StetCommand *command, const char *label, const char *text)
{
  if (text != NULL && text[0] != '\0')
    stet_command_print (command, "%s %s\n", label, text);
}

static void
print_off (StetCommand *command, StetChecker *checker, const char *rule)
{
  g_autoptr (StetOffs) offs = stet_checker_offs (checker);
  const StetOff *off = stet_offs_find (offs, rule, g_get_real_time ());
  g_autofree char *until = off != NULL ? stet_command_time (off->until_us, NULL) : NULL;

  if (off != NULL)
    stet_command_print (command, _("Off until %s, by %s: %s\n"), until, off->by, off->reason);
}

static void
print_rule (StetCommand *command, StetChecker *checker, const StetRuleInfo *rule)
{
  stet_command_print (command, "%s%s%s  %s\n", rule->name, rule->code != NULL ? "  " : "",
                      rule->code != NULL ? rule->code : "", stet_command_level (rule->level));
  print_line (command, _("What:"), rule->title);
  print_line (command, _("Why:"), rule->explanation);
  print_line (command, _("Not:"), rule->bad);
  print_line (command, _("But:"), rule->good);
  print_line (command, _("House book:"), rule->link);
  print_line (command, _("Only where:"), rule->when);
  print_line (command, _("Pack:"), rule->pack);
  print_line (command, _("Layer:"), layer_words (rule->layer));
  print_line (command, _("Owner:"), rule->owner);
  if (rule->disabled)
    stet_command_print (command, "%s\n", _("It is switched off in its pack."));
  print_off (command, checker, rule->name);
  stet_command_print (command, "%s\n",
                      rule->may_stand ? _("An author may let it stand with a reason.")
                                      : _("Only an editor may let it stand."));
}

static int
explain_rule (StetCommand *command, StetChecker *checker, GError **error)
{
  g_autoptr (StetRuleInfo) rule = stet_checker_explain (checker, command->rest[1]);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (rule == NULL)
    g_set_error_literal (error, STET_STYLE_ERROR, STET_STYLE_ERROR_NOT_FOUND, command->rest[1]);
  else if (command->options.json)
    {
      add_rule (builder, rule);
      stet_command_print_json (command, builder);
    }
  else
    print_rule (command, checker, rule);
  return 0;
}

/* --- off --- */

static void
add_off (JsonBuilder *builder, const StetOff *off, const char *owner)
{
  g_autofree char *at = stet_time_to_rfc3339 (off->at_us);
  g_autofree char *until = stet_time_to_rfc3339 (off->until_us);

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "rule", off->rule);
  stet_json_add_string (builder, "owner", owner);
  stet_json_add_string (builder, "by", off->by);
  stet_json_add_string (builder, "at", at);
  stet_json_add_string (builder, "until", until);
  stet_json_add_string (builder, "reason", off->reason);
  json_builder_end_object (builder);
}

static int
list_off (StetCommand *command, StetChecker *checker)
{
  g_autoptr (StetOffs) offs = stet_checker_offs (checker);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gint64 now_us = g_get_real_time ();
  guint n = 0;

  json_builder_begin_array (builder);
  for (guint i = 0; offs != NULL && i < stet_offs_n (offs); i++)
    {
      const StetOff *off = stet_offs_get (offs, i);
      g_autoptr (StetRuleInfo) rule = stet_checker_explain (checker, off->rule);
      const char *owner = rule != NULL ? rule->owner : NULL;
      g_autofree char *until = stet_command_time (off->until_us, NULL);

      if (off->until_us <= now_us)
        continue;
      n++;
      add_off (builder, off, owner);
      if (!command->options.json)
        stet_command_print (command, _("%s  until %s  by %s  owner %s  %s\n"), off->rule, until,
                            off->by, owner != NULL ? owner : "–", off->reason);
    }
  json_builder_end_array (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  else if (n == 0)
    stet_command_print (command, _("No rule is off.\n"));
  return 0;
}

static int
turn_off (StetCommand *command, GError **error)
{
  const StetCommandOptions *options = &command->options;
  g_autoptr (StetAccount) account = stet_workspace_account (command->ws, NULL, NULL, NULL);
  gint64 until_us;

  if (options->until == NULL || options->reason == NULL
      || options->reason[strspn (options->reason, " \t\n")] == '\0')
    return stet_command_usage (
        error,
        _("A rule is turned off until a time and for a reason. Give both, --until and --reason."));
  if (!stet_time_parse (options->until, account != NULL ? account->zone : NULL, &until_us))
    {
      g_set_error (
          error, STET_APP_ERROR, STET_APP_ERROR_USAGE,
          _("“%s” is no time. Give one like 2026-03-01T18:00:00 or 2026-03-01T18:00:00-05:00."),
          options->until);
      return 2;
    }
  if (stet_workspace_rule_off (command->ws, command->rest[1], until_us, options->reason, error))
    {
      g_autofree char *until = stet_command_time (until_us, account != NULL ? account->zone : NULL);

      stet_command_print (command, _("The rule is off until %s.\n"), until);
    }
  return 0;
}

static int
turn_on (StetCommand *command, GError **error)
{
  if (stet_workspace_rule_on (command->ws, command->rest[1], error))
    stet_command_print (command, _("The rule speaks again.\n"));
  return 0;
}

/* --- test --- */

static void
print_test (StetCommand *command, const StetPackTest *test)
{
  for (guint i = 0; i < test->faults->len; i++)
    {
      const StetPackFault *fault = g_ptr_array_index (test->faults, i);

      stet_command_print (command, "%s:%u: %s\n", fault->file != NULL ? fault->file : "",
                          fault->line, fault->what);
    }
  stet_command_print (command, _("%s: rules: %u, examples that hold: %u, faults: %u\n"),
                      test->name, test->n_rules, test->n_examples, test->faults->len);
}

static void
print_test_json (StetCommand *command, const StetPackTest *test)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  stet_json_add_string (builder, "pack", test->name);
  stet_json_add_int (builder, "rules", test->n_rules);
  stet_json_add_int (builder, "examples", test->n_examples);
  json_builder_set_member_name (builder, "faults");
  json_builder_begin_array (builder);
  for (guint i = 0; i < test->faults->len; i++)
    {
      const StetPackFault *fault = g_ptr_array_index (test->faults, i);

      json_builder_begin_object (builder);
      stet_json_add_string (builder, "file", fault->file);
      stet_json_add_int (builder, "line", fault->line);
      stet_json_add_string (builder, "message", fault->what);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  stet_command_print_json (command, builder);
}

static int
test_pack (StetCommand *command, GError **error)
{
  g_autofree char *dir = stet_workspace_default_dir ();
  g_autofree char *root = g_build_filename (dir, "packs", NULL);
  g_autofree char *path = stet_command_path (command, command->rest[1]);
  gboolean is_dir = g_file_test (path, G_FILE_TEST_IS_DIR);
  g_autoptr (StetPackTest) test = stet_pack_test (is_dir ? path : command->rest[1], root, error);

  if (test == NULL)
    return 0;
  if (command->options.json)
    print_test_json (command, test);
  else
    print_test (command, test);
  return test->faults->len > 0 ? STATUS_FAULTS : 0;
}

/* --- try --- */

static void
add_tried (JsonBuilder *builder, const StetTried *tried)
{
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "id", tried->id);
  stet_json_add_string (builder, "headline", tried->headline);
  stet_json_add_int (builder, "times", tried->n);
  stet_json_add_string (builder, "match", tried->match);
  json_builder_end_object (builder);
}

static int
try_rule (StetCommand *command, GError **error)
{
  g_autofree char *path = stet_command_path (command, command->rest[1]);
  gboolean is_file = g_file_test (path, G_FILE_TEST_IS_REGULAR);
  guint n_stories = 0, n = 0;
  g_autoptr (GPtrArray) all
      = stet_workspace_try_rule (command->ws, is_file ? path : command->rest[1], &n_stories, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (all == NULL)
    return 0;
  json_builder_begin_object (builder);
  stet_json_add_int (builder, "stories", n_stories);
  json_builder_set_member_name (builder, "flagged");
  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    {
      const StetTried *tried = g_ptr_array_index (all, i);

      n += tried->n;
      add_tried (builder, tried);
      if (!command->options.json)
        stet_command_print (command, "%.8s  %4u  %s%s%s%s\n", tried->id, tried->n, tried->headline,
                            tried->match != NULL ? "  “" : "",
                            tried->match != NULL ? tried->match : "",
                            tried->match != NULL ? "”" : "");
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  else
    stet_command_print (command, _("Stories: %u, flagged: %u, places: %u\n"), n_stories, all->len,
                        n);
  return 0;
}

/* --- report --- */

static void
add_count (JsonBuilder *builder, const StetRuleCount *count)
{
  json_builder_begin_object (builder);
  stet_json_add_string (builder, "rule", count->rule);
  stet_json_add_int (builder, "hits", count->hits);
  stet_json_add_int (builder, "overruled", count->overruled);
  stet_json_add_string (builder, "proposal",
                        stet_rule_count_proposes_advice (count) ? "advice" : NULL);
  json_builder_end_object (builder);
}

static int
report (StetCommand *command, GError **error)
{
  g_autoptr (GPtrArray) counts = stet_workspace_rule_counts (command->ws, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (counts == NULL)
    return 0;
  json_builder_begin_array (builder);
  for (guint i = 0; i < counts->len; i++)
    {
      const StetRuleCount *count = g_ptr_array_index (counts, i);

      add_count (builder, count);
      if (!command->options.json)
        stet_command_print (command, _("%-32s  found %4u  overruled %4u%s\n"), count->rule,
                            count->hits, count->overruled,
                            stet_rule_count_proposes_advice (count)
                                ? _("  often overruled: make it advice?")
                                : "");
    }
  json_builder_end_array (builder);
  if (command->options.json)
    stet_command_print_json (command, builder);
  else if (counts->len == 0)
    stet_command_print (command, _("Nothing was counted yet.\n"));
  return 0;
}

/* --- words --- */

static int
list_words (StetCommand *command, GError **error)
{
  g_auto (GStrv) words = stet_workspace_words (command->ws, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      json_builder_add_string_value (builder, words[i]);
      if (!command->options.json)
        stet_command_print (command, "%s\n", words[i]);
    }
  json_builder_end_array (builder);
  if (words != NULL && command->options.json)
    stet_command_print_json (command, builder);
  return 0;
}

static int
change_words (StetCommand *command, GError **error)
{
  const char *how = command->n_rest > 1 ? command->rest[1] : "list";
  gboolean add = g_str_equal (how, "add");

  if (g_str_equal (how, "list") && command->n_rest <= 2)
    return list_words (command, error);
  if ((!add && !g_str_equal (how, "remove")) || command->n_rest < 3)
    return stet_command_usage (
        error, _("Use it as: stet style words, stet style words add WORD…, or remove WORD…."));
  if (stet_workspace_change_words (command->ws, (const char *const *) command->rest + 2, add,
                                   error))
    stet_command_print (command, "%s\n",
                        add ? _("These words count as right.")
                            : _("These words are no longer in your list."));
  return 0;
}

/* --- which of them --- */

static const struct { const char *name; guint n_min, n_max; gboolean on_workspace; } kinds[] = {
  { "list", 1, 1, FALSE },  { "explain", 2, 2, FALSE },  { "test", 2, 2, FALSE },
  { "try", 2, 2, TRUE },    { "off", 2, 2, TRUE },       { "on", 2, 2, TRUE },
  { "report", 1, 1, TRUE }, { "words", 1, 10000, TRUE },
};

gboolean
stet_command_style_needs_workspace (const char *what)
{
  for (gsize i = 0; what != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, what))
      return kinds[i].on_workspace;
  return FALSE;
}

static gboolean
is_known (const StetCommand *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, command->rest[0]))
      return command->n_rest >= kinds[i].n_min && command->n_rest <= kinds[i].n_max;
  return FALSE;
}

static int
with_workspace (StetCommand *command, GError **error)
{
  const char *what = command->rest[0];

  if (command->ws == NULL)
    return stet_command_usage (error, "");
  if (g_str_equal (what, "try"))
    return try_rule (command, error);
  if (g_str_equal (what, "off"))
    return turn_off (command, error);
  if (g_str_equal (what, "on"))
    return turn_on (command, error);
  return g_str_equal (what, "report") ? report (command, error) : change_words (command, error);
}

int
stet_command_style (StetCommand *command, GError **error)
{
  const char *what = command->rest[0];
  g_autoptr (StetChecker) checker = NULL;

  if (!is_known (command))
    return stet_command_usage (
        error,
        _("Use it as: stet style list|test PACK|explain RULE|try RULE|off RULE|on RULE|report|words. "
          "“stet style --help” tells more."));
  if (stet_command_style_needs_workspace (what))
    return with_workspace (command, error);
  if (g_str_equal (what, "test"))
    return test_pack (command, error);
  checker = stet_command_checker (command, error);
  if (checker == NULL)
    return 0;
  if (g_str_equal (what, "explain"))
    return explain_rule (command, checker, error);
  return command->options.off ? list_off (command, checker) : list_rules (command, checker);
}
