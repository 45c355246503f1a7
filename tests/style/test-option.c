/* The switches of the house style: who sets them, for which stories, and what rules do with
 * them. */
#include "config.h"

#include "style/checker.h"
#include "style/pack.h"
#include "style/profile.h"

#include "support.h"

#include <string.h>

typedef struct { const char *name, *content; } File;

static char *
write_layers (const File *files)
{
  g_autofree char *dir = stet_test_dir ();

  for (gsize i = 0; files[i].name != NULL; i++)
    {
      g_autofree char *path = g_build_filename (dir, files[i].name, NULL);
      g_autofree char *parent = g_path_get_dirname (path);

      g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, files[i].content, -1, NULL));
    }
  return g_steal_pointer (&dir);
}

static StetChecker *
checker_at (const char *root, GPtrArray **problems)
{
  StetCheckerOptions options = { .packs_root = root, .interface_language = "en" };
  g_autoptr (GError) error = NULL;
  StetChecker *checker = stet_checker_new (&options, problems, &error);

  g_assert_no_error (error);
  return checker;
}

static guint
count (StetChecker *checker, const char *text, const char *language, const char *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = stet_checker_check_text (checker, text, language, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    n += strcmp (((StetFinding *) g_ptr_array_index (findings, i))->rule, rule) == 0;
  return n;
}

static void
test_a_language_covers_its_regions (void)
{
  static const struct { const char *why, *language, *story; gboolean covers; } cases[] = {
    { "every story", NULL, "es", TRUE },
    { "every story, said", "*", NULL, TRUE },
    { "no language known", "es", NULL, FALSE },
    { "itself", "es", "es", TRUE },
    { "its region", "es", "es-CU", TRUE },
    { "its region, another way", "en-US", "en_us", TRUE },
    { "capitals", "EN-gb", "en-GB", TRUE },
    { "the region is not the whole", "es-ES", "es", FALSE },
    { "another region", "en-US", "en-GB", FALSE },
    { "another language", "es", "en", FALSE },
    { "one that begins alike", "es", "est", FALSE },
    { "Latin America: Cuba", "es-419", "es-CU", TRUE },
    { "Latin America: the United States", "es-419", "es_us", TRUE },
    { "Latin America: not Spain", "es-419", "es-ES", FALSE },
    { "Latin America: not plain Spanish", "es-419", "es", FALSE },
    { "Latin America: itself", "es-419", "es-419", TRUE },
    { "Latin America: no country", "es-419", "es-CUB", FALSE },
    { "Latin America: not English", "es-419", "en-US", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].why);
      g_assert_cmpint (stet_language_covers (cases[i].language, cases[i].story), ==,
                       cases[i].covers);
    }
}

static void
test_regions_set_the_options (void)
{
  static const struct { const char *option, *language, *value; } cases[] = {
    { "decimal", "es-ES", "comma" },
    { "decimal", "es", "point" },
    { "decimal", "es-CU", "point" },
    { "quotes", "es-ES", "angular" },
    { "quotes", "es-419", "any" },
    { "serial_comma", "en", "true" },
    { "serial_comma", "en-GB", "false" },
    { "quote_stop", "en-US", "inside" },
    { "quote_stop", "en-GB", "outside" },
    { "date_order", "en-GB", "dmy" },
    { "date_order", "en-US", "mdy" },
    { "region", "en", "us" },
    { "region", "es-MX", "americas" },
    { "serial_comma", "fr", NULL },
    { "nothing", "en", NULL },
  };
  g_autoptr (StetChecker) checker = checker_at ("/no/such/folder", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s in %s", cases[i].option, cases[i].language);
      g_assert_cmpstr (
          stet_options_value (stet_checker_options (checker), cases[i].option, cases[i].language),
          ==, cases[i].value);
    }
  g_assert_cmpuint (count (checker, "The sign read \"closed\".", "en-US", "en.QuoteCommaInside"),
                    ==, 1);
  g_assert_cmpuint (count (checker, "The sign read \"closed\".", "en-GB", "en.QuoteCommaInside"),
                    ==, 0);
}

#define HEAD "format: stet-pack/1\n"
#define OPTION "options:\n  tea: {values: [hot, cold, none], default: hot}\n"
#define CAT "extends: existence\nmessage: m\ntokens: [cat]\n"

static void
test_higher_layers_win (void)
{
  const File files[] = {
    { "own/pack.yaml", HEAD "name: own\nlanguage: en\n" OPTION
                            "rules:\n  A: {when: {tea: cold}, bad: a cat, good: a dog}\n"
                            "  B: {when: {tea: [hot, none]}}\n" },
    { "own/A.yml", CAT },
    { "own/B.yml", CAT },
    { "gb/pack.yaml", HEAD "name: gb\nlanguage: en-GB\ninherits: own\nset: {tea: cold}\n" },
    { "desk/sports/pack.yaml",
      HEAD "name: sports\nlanguage: en-US\ninherits: own\nset: {tea: none}\n" },
    { "person/pack.yaml", HEAD "name: mine\nlanguage: en-IE\ninherits: own\nset: {tea: cold}\n" },
    { NULL, NULL },
  };
  static const struct { const char *language, *value; guint a, b; } cases[] = {
    { "en", "hot", 0, 1 },
    { "en-GB", "cold", 1, 0 },
    { "en-US", "none", 0, 1 },
    { "en-IE", "cold", 1, 0 },
  };
  g_autofree char *dir = write_layers (files);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = checker_at (dir, &problems);

  /* "gb" is read after "own", its parent, though its name comes first. */
  g_assert_cmpuint (problems->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].language);
      g_assert_cmpstr (
          stet_options_value (stet_checker_options (checker), "tea", cases[i].language), ==,
          cases[i].value);
      g_assert_cmpuint (count (checker, "A cat.", cases[i].language, "own.A"), ==, cases[i].a);
      g_assert_cmpuint (count (checker, "A cat.", cases[i].language, "own.B"), ==, cases[i].b);
    }
  g_assert_cmpstr (stet_options_setter (stet_checker_options (checker), "tea", "en-US"), ==,
                   "sports");
}

/* A newsroom's pack changes what a built-in region set, for every story of its language. */
static void
test_a_newsroom_outranks_a_region (void)
{
  const File files[] = {
    { "newsroom/casa/pack.yaml",
      HEAD "name: casa\nlanguage: es\ninherits: es\nset: {decimal: comma, serial_comma: yes}\n" },
    { "person/pack.yaml", HEAD "name: mine\nlanguage: '*'\nset: {serial_comma: no}\n" },
    { NULL, NULL },
  };
  g_autofree char *dir = write_layers (files);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = checker_at (dir, &problems);
  const StetOptions *options = stet_checker_options (checker);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpstr (stet_options_value (options, "decimal", "es-419"), ==, "comma");
  g_assert_cmpstr (stet_options_value (options, "decimal", "en"), ==, "point");
  g_assert_cmpstr (stet_options_value (options, "serial_comma", "en-US"), ==, "false");
}

static void
test_a_region_replaces_a_rule_only_for_itself (void)
{
  const File files[] = {
    { "a/pack.yaml",
      HEAD "name: a\nlanguage: en\nrules:\n  Cat: {title: Cats}\n  Dog: {level: advice}\n" },
    { "a/Cat.yml", CAT },
    { "a/Dog.yml", "extends: existence\nmessage: m\ntokens: [dog]\n" },
    { "b/pack.yaml",
      HEAD "name: b\nlanguage: en-GB\ninherits: a\nrules:\n  Dog: {enabled: false}\n" },
    { "b/Cat.yml", "extends: existence\nmessage: m\ntokens: [moggy]\n" },
    { "c/pack.yaml", HEAD
      "name: c\nlanguage: en\ninherits: a\nrules:\n  a.Cat: {level: error, title: No cats}\n" },
    { NULL, NULL },
  };
  g_autofree char *dir = write_layers (files);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = checker_at (dir, &problems);
  g_autoptr (StetRuleInfo) info = stet_checker_explain (checker, "a.Cat");

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (count (checker, "A cat, a dog.", "en", "a.Cat"), ==, 1);
  g_assert_cmpuint (count (checker, "A cat, a moggy.", "en-GB", "a.Cat"), ==, 0);
  g_assert_cmpuint (count (checker, "A cat, a moggy.", "en-GB", "b.Cat"), ==, 1);
  g_assert_cmpuint (count (checker, "A moggy, a dog.", "en", "b.Cat"), ==, 0);
  g_assert_cmpuint (count (checker, "A dog.", "en", "a.Dog"), ==, 1);
  g_assert_cmpuint (count (checker, "A dog.", "en-GB", "a.Dog"), ==, 0);
  g_assert_cmpint (info->level, ==, STET_LEVEL_ERROR);
  g_assert_cmpstr (info->title, ==, "No cats");
  g_assert_cmpint (info->layer, ==, STET_LAYER_NEWSROOM);
}

static void
test_a_rule_that_is_off_can_be_turned_on (void)
{
  const File files[] = {
    { "a/pack.yaml", HEAD
      "name: a\nlanguage: en\nrules:\n  Cat: {enabled: false, code: C-1}\n  Dog: {code: C-2}\n" },
    { "a/Cat.yml", CAT },
    { "a/Dog.yml", "extends: existence\nmessage: m\ntokens: [dog]\n" },
    { "desk/pack.yaml", HEAD
      "name: sports\nlanguage: en\nrules:\n  C-1: {enabled: true}\n  C-2: {enabled: false}\n" },
    { NULL, NULL },
  };
  g_autofree char *dir = write_layers (files);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = checker_at (dir, &problems);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (count (checker, "A cat, a dog.", "en", "a.Cat"), ==, 1);
  g_assert_cmpuint (count (checker, "A cat, a dog.", "en", "a.Dog"), ==, 0);
}

static void
test_packs_that_inherit_in_a_circle_load (void)
{
  const File files[] = {
    { "a/pack.yaml", HEAD "name: a\ninherits: b\n" },
    { "a/Cat.yml", CAT },
    { "b/pack.yaml", HEAD "name: b\ninherits: a\n" },
    { "b/Dog.yml", "extends: existence\nmessage: m\ntokens: [dog]\n" },
    { NULL, NULL },
  };
  g_autofree char *dir = write_layers (files);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = checker_at (dir, &problems);

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "a/pack.yaml:3: the pack “b”"));
  g_assert_cmpuint (count (checker, "A cat, a dog.", "en", "a.Cat"), ==, 1);
  g_assert_cmpuint (count (checker, "A cat, a dog.", "en", "b.Dog"), ==, 1);
}

static void
test_what_is_wrong_with_options_is_told (void)
{
  static const struct { const char *why, *pack, *problem; } cases[] = {
    { "options that are a list", "options: [a]\n", "pack.yaml:4: “options” is a map" },
    { "an option that is no map", "options: {tea: hot}\n",
      "pack.yaml:4: “options”: “tea” is no map" },
    { "an unknown key", "options:\n  tea: {colour: red}\n",
      "pack.yaml:5: “colour” is no key of an option" },
    { "no values", "options:\n  tea: {values: []}\n", "pack.yaml:5: “values” of the option “tea”" },
    { "a default that is no value", "options:\n  tea: {values: [a], default: b}\n",
      "pack.yaml:5: “default”: “b” is none" },
    { "set that is a list", "set: [a]\n", "pack.yaml:4: “set” is a map" },
    { "no such option", "set: {tea: hot}\n", "pack.yaml:4: “set”: there is no option “tea”" },
    { "no such value", "set: {decimal: dot}\n",
      "pack.yaml:4: “set”: “dot” is none of the values of “decimal”: point, comma" },
    { "a value that is a list", "set: {decimal: [point]}\n", "pack.yaml:4: “set”: “” is none" },
    { "when that is a list", "rules:\n  A: {when: [a]}\n", "pack.yaml:5: “when” is a map" },
    { "when of no option", "rules:\n  A:\n    when: {tea: hot}\n",
      "pack.yaml:6: “when”: there is no option “tea”" },
    { "when with no such value", "rules:\n  A:\n    when: {decimal: [point, dot]}\n",
      "pack.yaml:6: “when”: “dot” is none" },
    { "an example that fails", "rules:\n  A:\n    bad: [cat, dog]\n",
      "pack.yaml:6: own.A: “bad”: nothing is found" },
    { "a good one that fails", "rules:\n  A:\n    good:\n      - dog\n      - cat\n",
      "pack.yaml:8: own.A: “good”: something" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pack = g_strconcat (HEAD "name: own\nlanguage: en\n", cases[i].pack, NULL);
      const File files[] = {
        { "own/pack.yaml", pack }, { "own/A.yml", CAT }, { "own/B.yml", CAT }, { NULL, NULL }
      };
      g_autofree char *dir = write_layers (files);
      g_autoptr (GPtrArray) problems = NULL;
      g_autoptr (StetChecker) checker = checker_at (dir, &problems);

      g_test_message ("%s: %s", cases[i].why,
                      problems->len > 0 ? (char *) g_ptr_array_index (problems, 0) : "");
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), cases[i].problem));
      g_assert_cmpuint (count (checker, "A cat.", "en", "own.B"), ==, 1);
    }
}

/* What a newsroom changes in a built-in rule is proved too; where it fails the rule stays as it
 * was. */
static void
test_a_change_that_fails_leaves_the_rule (void)
{
  static const struct { const char *why, *entry, *problem; } cases[] = {
    { "an example nothing is found in", "{level: error, bad: Nothing here}",
      "“bad”: nothing is found" },
    { "an example something is found in", "{level: error, good: They went the the way}",
      "“good”: something is found" },
    { "a story for a text rule", "{level: error, bad: {dek: x}}",
      "“bad”: its example must be a text" },
    { "an unknown level", "{level: fatal}", "“level” has no such value" },
    { "an unknown key", "{shoe: error}", "“shoe” is no key of a rule" },
    { "no map at all", "error", "“rules” has no such value" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pack = g_strdup_printf (
          HEAD "name: own\nlanguage: en\ninherits: en\nrules:\n  DoubledWord: %s\n",
          cases[i].entry);
      const File files[] = { { "own/pack.yaml", pack }, { NULL, NULL } };
      g_autofree char *dir = write_layers (files);
      g_autoptr (GPtrArray) problems = NULL;
      g_autoptr (StetChecker) checker = checker_at (dir, &problems);
      g_autoptr (StetRuleInfo) info = stet_checker_explain (checker, "en.DoubledWord");

      g_test_message ("%s: %s", cases[i].why,
                      problems->len > 0 ? (char *) g_ptr_array_index (problems, 0) : "");
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), cases[i].problem));
      g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "own/pack.yaml:6: "));
      g_assert_cmpint (info->level, !=, STET_LEVEL_ERROR);
      g_assert_cmpint (info->layer, ==, STET_LAYER_BUILT_IN);
      g_assert_cmpuint (count (checker, "They went the the way.", "en", "en.DoubledWord"), ==, 1);
    }
}

static void
test_a_region_cannot_change_a_rule_for_all (void)
{
  const File files[] = {
    { "own/pack.yaml",
      HEAD "name: own\nlanguage: en-GB\ninherits: en\nrules:\n  DoubledWord: {level: error}\n" },
    { NULL, NULL },
  };
  g_autofree char *dir = write_layers (files);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (StetChecker) checker = checker_at (dir, &problems);

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0),
                            "own/pack.yaml:6: en.DoubledWord is for more than “en-GB”"));
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/option/covers", test_a_language_covers_its_regions);
  g_test_add_func ("/option/regions", test_regions_set_the_options);
  g_test_add_func ("/option/layers", test_higher_layers_win);
  g_test_add_func ("/option/newsroom", test_a_newsroom_outranks_a_region);
  g_test_add_func ("/option/region-rules", test_a_region_replaces_a_rule_only_for_itself);
  g_test_add_func ("/option/enabled", test_a_rule_that_is_off_can_be_turned_on);
  g_test_add_func ("/option/circle", test_packs_that_inherit_in_a_circle_load);
  g_test_add_func ("/option/problems", test_what_is_wrong_with_options_is_told);
  g_test_add_func ("/option/changes", test_a_change_that_fails_leaves_the_rule);
  g_test_add_func ("/option/region-changes", test_a_region_cannot_change_a_rule_for_all);
  return g_test_run ();
}
