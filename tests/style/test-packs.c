/* Packs: those that are built in prove themselves, those of others may be broken in any way and are
 * told apart by file and line. */
#include "config.h"

#include "style/checker.h"

#include "base/limits.h"
#include "style/yaml.h"
#include "support.h"

#include <string.h>

/* One file of a pack to be written: NULL-terminated lists of name and content. */
typedef struct { const char *name, *content; } File;

static char *
write_pack (const char *folder, const File *files)
{
  g_autofree char *dir = stet_test_dir ();
  g_autofree char *pack = g_build_filename (dir, folder, NULL);

  g_assert_cmpint (g_mkdir_with_parents (pack, 0700), ==, 0);
  for (gsize i = 0; files[i].name != NULL; i++)
    {
      g_autofree char *path = g_build_filename (pack, files[i].name, NULL);
      g_autofree char *parent = g_path_get_dirname (path);

      g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, files[i].content, -1, NULL));
    }
  return g_steal_pointer (&dir);
}

static StetChecker *
checker_with (const char *dir, GPtrArray **problems)
{
  const char *dirs[] = { dir, NULL };
  StetCheckerOptions options
      = { .pack_dirs = dir != NULL ? dirs : NULL, .interface_language = "en" };
  g_autoptr(GError) error = NULL;
  StetChecker *checker = stet_checker_new (&options, problems, &error);

  g_assert_no_error (error);
  return checker;
}

static GPtrArray *
check_text (StetChecker *checker, const char *text)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *findings = stet_checker_check_text (checker, text, "en", &error);

  g_assert_no_error (error);
  return findings;
}

static guint
count (GPtrArray *findings, const char *rule)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += strcmp (((StetFinding *) g_ptr_array_index (findings, i))->rule, rule) == 0;
  return n;
}

static const StetFinding *
first (GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((StetFinding *) g_ptr_array_index (findings, i))->rule, rule) == 0)
      return g_ptr_array_index (findings, i);
  return NULL;
}

static void
test_builtin_packs_load_without_problems (void)
{
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(StetChecker) checker = checker_with (NULL, &problems);
  g_autoptr(GPtrArray) rules = stet_checker_list (checker);
  guint errors = 0;

  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
      g_test_fail ();
    }
  for (guint i = 0; i < rules->len; i++)
    errors += ((StetRuleInfo *) g_ptr_array_index (rules, i))->level == STET_LEVEL_ERROR;
  g_assert_cmpuint (rules->len, >=, 60);
  g_assert_cmpuint (errors, <=, 16);
  g_assert_cmpuint (stet_checker_n_rules (checker, "en"), >=, 40);
  g_assert_cmpuint (stet_checker_n_rules (checker, "es"), >=, 40);
}

/* Every text rule's own examples once more, through the whole checker and not only through its
 * loading. */
static void
test_builtin_examples_hold_in_the_checker (void)
{
  g_autoptr(StetChecker) checker = checker_with (NULL, NULL);
  g_autoptr(GPtrArray) rules = stet_checker_list (checker);
  guint proved = 0;

  for (guint i = 0; i < rules->len; i++)
    {
      const StetRuleInfo *rule = g_ptr_array_index (rules, i);
      const char *language = g_str_has_prefix (rule->name, "es.") ? "es" : "en";
      g_autoptr(GPtrArray) bad = NULL;
      g_autoptr(GPtrArray) good = NULL;

      if (rule->bad == NULL || rule->good == NULL || rule->when != NULL
          || g_str_has_prefix (rule->name, "structure."))
        continue; /* those for another value of an option proved themselves when they were loaded */
      bad = stet_checker_check_text (checker, rule->bad, language, NULL);
      good = stet_checker_check_text (checker, rule->good, language, NULL);
      g_test_message ("%s", rule->name);
      g_assert_cmpuint (count (bad, rule->name), >, 0);
      g_assert_cmpuint (count (good, rule->name), ==, 0);
      proved++;
    }
  g_assert_cmpuint (proved, >=, 50);
}

typedef struct
{
  const char *why;
  const char *name, *content; /* one file of the pack "own" */
  const char *problem;        /* how the one problem ends, after the folder */
} Broken;

#define HEAD "format: stet-pack/1\nname: own\nlanguage: en\nrules:\n"
#define RULE "extends: existence\nmessage: m\ntokens: [xyz]\n"

static const Broken broken[] = {
  { "not YAML", "A.yml", "extends: [existence\nmessage: m\n", "own/A.yml:" },
  { "a kind not read yet", "A.yml", "message: m\nextends: sequence\n",
    "own/A.yml:2: rules that extend “sequence”" },
  { "no such kind", "A.yml", "extends: magic\nmessage: m\n",
    "own/A.yml:1: no such kind of rule: “magic”" },
  { "no kind", "A.yml", "message: m\n", "own/A.yml:1: a rule needs extends" },
  { "an unknown key", "A.yml", "extends: existence\nmessage: m\ntokens: [a]\ncolour: red\n",
    "own/A.yml:4: “colour”" },
  { "no message", "A.yml", "extends: existence\ntokens: [a]\n",
    "own/A.yml:1: a rule needs a message" },
  { "no such level", "A.yml", "extends: existence\nmessage: m\ntokens: [a]\nlevel: fatal\n",
    "own/A.yml:4: no such level" },
  { "nothing to look for", "A.yml", "extends: existence\nmessage: m\n",
    "own/A.yml:1: an existence rule needs" },
  { "no swap", "A.yml", "extends: substitution\nmessage: m\n",
    "own/A.yml:1: a substitution rule needs swap" },
  { "a swap for no text", "A.yml", "extends: substitution\nmessage: m\nswap:\n  a: [b]\n",
    "own/A.yml:4: a replacement" },
  { "a pattern that does not compile", "A.yml",
    "extends: existence\nmessage: m\ntokens:\n  - 'a('\n",
    "own/A.yml:4: the pattern does not compile" },
  { "the same in a swap", "A.yml",
    "extends: substitution\nmessage: m\nswap:\n  ok: fine\n  'b[': c\n",
    "own/A.yml:5: the pattern does not compile" },
  { "the same in an exception", "A.yml",
    "extends: existence\nmessage: m\ntokens: [a]\nexceptions: ['c(']\n",
    "own/A.yml:4: the pattern does not compile" },
  { "an old key", "A.yml", "extends: existence\nmessage: m\ntokens: [a]\ncode: true\n",
    "own/A.yml:4: “code”" },
  { "no such action", "A.yml",
    "extends: existence\nmessage: m\ntokens: [a]\naction:\n  name: shout\n",
    "own/A.yml:5: no such action: “shout”" },
  { "an edit without its text", "A.yml",
    "extends: existence\nmessage: m\ntokens: [a]\naction:\n  name: edit\n  params: [regex, a]\n",
    "own/A.yml:5: regex takes a pattern and a text" },
  { "an alias", "A.yml", "extends: &e existence\nmessage: *e\ntokens: [a]\n",
    "own/A.yml:2: aliases" },
  { "a key twice", "A.yml", "extends: existence\nmessage: m\nmessage: n\ntokens: [a]\n",
    "own/A.yml:3: this key stands twice" },
  { "a list where a rule is wanted", "A.yml", "- a\n- b\n", "own/A.yml:1: a rule needs extends" },
  { "a pack of another format", "pack.yaml", "format: stet-pack/9\n",
    "own/pack.yaml:1: “format: stet-pack/1”" },
  { "a pack that is a list", "pack.yaml", "- a\n", "own/pack.yaml:1: a pack.yaml is a map" },
  { "an unknown key of a pack", "pack.yaml", "format: stet-pack/1\ncolour: red\n",
    "own/pack.yaml:2: “colour” is no key of a pack" },
  { "inherits from nothing", "pack.yaml", "format: stet-pack/1\ninherits: [nowhere]\n",
    "own/pack.yaml:2: the pack “nowhere”" },
  { "an entry without a file", "pack.yaml", HEAD "  B:\n    code: X\n",
    "own/pack.yaml:5: own.B has neither" },
  { "an unknown kind of check", "pack.yaml",
    HEAD "  B:\n    message: m\n    check: {kind: magic}\n",
    "own/pack.yaml:7: no such kind of check" },
  { "a check without its field", "pack.yaml",
    HEAD "  B:\n    message: m\n    check: {kind: present, field: shoe}\n",
    "own/pack.yaml:7: this check needs “field”" },
  { "a check without its limit", "pack.yaml",
    HEAD "  B:\n    message: m\n    check: {kind: length, field: dek}\n",
    "own/pack.yaml:7: this check needs “max”" },
  { "a limit that is no number", "pack.yaml",
    HEAD "  B:\n    message: m\n    check: {kind: length, field: dek, max: many}\n",
    "own/pack.yaml:7: “max”" },
  { "an unknown key of a check", "pack.yaml",
    HEAD "  B:\n    message: m\n    check: {kind: pairs, field: dek, shoe: 3}\n",
    "own/pack.yaml:7: “shoe” is no key of a check" },
  { "a pattern of a check", "pack.yaml",
    HEAD "  B:\n    message: m\n    check: {kind: pattern, field: dek, pattern: 'a('}\n",
    "own/pack.yaml:7: the pattern does not compile" },
  { "a check without a message", "pack.yaml", HEAD "  B:\n    check: {kind: pairs, field: dek}\n",
    "own/pack.yaml:5: a check needs a message" },
  { "an unknown key of an entry", "pack.yaml",
    HEAD "  B:\n    message: m\n    shoe: 3\n    check: {kind: pairs, field: dek}\n",
    "own/pack.yaml:7: “shoe” is no key of a rule" },
  { "no such fix policy", "pack.yaml",
    HEAD "  B:\n    message: m\n    fix: always\n    check: {kind: pairs, field: dek}\n",
    "own/pack.yaml:6: “fix”" },
  { "no such field", "pack.yaml",
    HEAD "  B:\n    message: m\n    fields: [shoe]\n    check: {kind: pairs, field: dek}\n",
    "own/pack.yaml:7: “fields”" },
  { "an example with an unknown field", "pack.yaml",
    "format: stet-pack/1\nname: own\nexample: {headline: x}\nrules:\n  B:\n    message: m\n    bad: {shoe: x}\n"
    "    check: {kind: present, field: headline}\n",
    "own/pack.yaml:7: “shoe” is no field" },
  { "a story example that is fine", "pack.yaml",
    "format: stet-pack/1\nname: own\nexample: {headline: x}\nrules:\n  B:\n    message: m\n    bad: {dek: y}\n"
    "    check: {kind: present, field: headline}\n",
    "own/pack.yaml:7: own.B: “bad”: nothing is found in its bad example" },
  { "a good story in which something is found", "pack.yaml",
    "format: stet-pack/1\nname: own\nexample: {dek: x}\nrules:\n  B:\n    message: m\n"
    "    check: {kind: present, field: headline}\n",
    "own/pack.yaml:5: own.B: “example”: something is found in the pack's good story" },
};

static void
test_what_is_broken_is_told_by_file_and_line (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      const File files[]
          = { { "Fine.yml", RULE }, { broken[i].name, broken[i].content }, { NULL, NULL } };
      g_autofree char *dir = write_pack ("own", files);
      g_autoptr(GPtrArray) problems = NULL;
      g_autoptr(StetChecker) checker = checker_with (dir, &problems);
      g_autoptr(GPtrArray) findings = check_text (checker, "An xyz here.");

      g_test_message ("%s: %s", broken[i].why,
                      problems->len > 0 ? (char *) g_ptr_array_index (problems, 0) : "");
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), broken[i].problem));
      if (strcmp (broken[i].name, "pack.yaml") != 0)
        g_assert_cmpuint (count (findings, "own.Fine"), ==, 1);
    }
}

static void
test_examples_decide_whether_a_rule_may_speak (void)
{
  static const struct { const char *bad, *good; gboolean loads; } cases[] = {
    { "An xyz here.", "Nothing here.", TRUE },
    { "Nothing here.", "Nothing here.", FALSE },
    { "An xyz here.", "Another xyz.", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pack
          = g_strdup_printf (HEAD "  A:\n    bad: %s\n    good: %s\n", cases[i].bad, cases[i].good);
      const File files[] = { { "A.yml", RULE }, { "pack.yaml", pack }, { NULL, NULL } };
      g_autofree char *dir = write_pack ("own", files);
      g_autoptr(GPtrArray) problems = NULL;
      g_autoptr(StetChecker) checker = checker_with (dir, &problems);
      g_autoptr(GPtrArray) findings = check_text (checker, "An xyz here.");

      g_assert_cmpuint (count (findings, "own.A"), ==, cases[i].loads ? 1 : 0);
      g_assert_cmpuint (problems->len, ==, cases[i].loads ? 0 : 1);
      if (!cases[i].loads)
        g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "own.A"));
    }
}

typedef struct
{
  const char *why, *rule, *text;
  const char *matches[4];
  const char *replacement, *message;
} Semantics;

static const Semantics semantics[] = {
  { "whole words",
    "extends: existence\nmessage: no %s\ntokens: [cat]\n",
    "cat concat cat's",
    { "cat", "cat" },
    NULL,
    "no cat" },
  { "Unicode words",
    "extends: existence\nmessage: m\ntokens: [ano]\n",
    "año ano",
    { "ano" },
    NULL,
    NULL },
  { "ignorecase",
    "extends: existence\nmessage: m\nignorecase: true\ntokens: [GUIÓN]\n",
    "guión",
    { "guión" },
    NULL,
    NULL },
  { "nonword",
    "extends: existence\nmessage: m\nnonword: true\ntokens: ['t']\n",
    "at",
    { "t" },
    NULL,
    NULL },
  { "raw goes in front",
    "extends: existence\nmessage: m\nraw: ['\\d+ ']\ntokens: [cats]\n",
    "12 cats, cats",
    { "12 cats" },
    NULL,
    NULL },
  { "the first token wins",
    "extends: existence\nmessage: m\ntokens: [in order, in order to]\n",
    "in order to go",
    { "in order" },
    NULL,
    NULL },
  { "weak types",
    "extends: existence\nmessage: m\nignorecase: 'true'\ntokens: cat\n",
    "CAT",
    { "CAT" },
    NULL,
    NULL },
  { "limit",
    "extends: existence\nmessage: m\nlimit: 1\ntokens: [cat]\n",
    "cat cat",
    { "cat" },
    NULL,
    NULL },
  { "exceptions inside a match",
    "extends: existence\nmessage: m\ntokens: ['\\w+ Party']\nexceptions: [Labour]\n",
    "Labour Party, Green Party",
    { "Green Party" },
    NULL,
    NULL },
  { "phrases round a match",
    "extends: existence\nmessage: m\ntokens: [mea]\nexceptions: ['mea culpa']\n",
    "mea culpa, mea",
    { "mea" },
    NULL,
    NULL },
  { "remove",
    "extends: existence\nmessage: m\ntokens: [cat]\naction: {name: remove}\n",
    "a cat",
    { "cat" },
    "",
    NULL },
  { "replace",
    "extends: existence\nmessage: '%s or %s'\ntokens: [cat]\naction: {name: replace, params: [dog, cow]}\n",
    "cat",
    { "cat" },
    "dog",
    "cat or 'dog' or 'cow'" },
  { "convert",
    "extends: existence\nmessage: m\nnonword: true\ntokens: ['fooBar-Baz!']\naction: {name: convert, params: [simple]}\n",
    "fooBar-Baz!",
    { "fooBar-Baz!" },
    "foo bar baz",
    NULL },
  { "edit by regex, everywhere",
    "extends: existence\nmessage: m\ntokens: [foo boo]\naction: {name: edit, params: [regex, 'o+', '0']}\n",
    "foo boo",
    { "foo boo" },
    "f0 b0",
    NULL },
  { "no double quotes",
    "extends: substitution\nmessage: \"Use '%s', not '%s'\"\naction: {name: replace}\nswap: {big: 'large|huge|vast'}\n",
    "big",
    { "big" },
    "large",
    "Use 'large', 'huge', or 'vast', not 'big'" },
  { "edit by regex",
    "extends: existence\nmessage: m\ntokens: ['(\\w+) \\w+ now']\naction: {name: edit, params: [regex, '^(\\w+) .*', '$1!']}\n",
    "go there now",
    { "go there now" },
    "go!",
    NULL },
  { "edit by split",
    "extends: existence\nmessage: m\ntokens: [a-b]\naction: {name: edit, params: [split, '-', '1']}\n",
    "a-b",
    { "a-b" },
    "b",
    NULL },
  { "edit by truncate",
    "extends: existence\nmessage: m\ntokens: [a-b]\naction: {name: edit, params: [truncate, '-']}\n",
    "a-b",
    { "a-b" },
    "a",
    NULL },
  { "edit by replace",
    "extends: existence\nmessage: m\ntokens: [a-b-c]\naction: {name: edit, params: [replace, '-', '+']}\n",
    "a-b-c",
    { "a-b-c" },
    "a+b+c",
    NULL },
  { "edit by trim",
    "extends: existence\nmessage: m\nnonword: true\ntokens: ['-a-']\naction: {name: edit, params: [trim, '-']}\n",
    "-a-",
    { "-a-" },
    "a",
    NULL },
  { "substitution",
    "extends: substitution\nmessage: '%s, not %s'\nswap: {utilize: use}\n",
    "utilize",
    { "utilize" },
    "use",
    "use, not utilize" },
  { "indexed arguments",
    "extends: substitution\nmessage: '%[2]s becomes %[1]s 100%%'\nswap: {utilize: use}\n",
    "utilize",
    { "utilize" },
    "use",
    "utilize becomes use 100%" },
  { "missing arguments",
    "extends: existence\nmessage: '%s%s%s%s.'\ntokens: [cat]\n",
    "cat",
    { "cat" },
    NULL,
    "cat." },
  { "the longest key first",
    "extends: substitution\nmessage: m\nswap: {in order: x, in order to: to}\n",
    "in order to",
    { "in order to" },
    "to",
    NULL },
  { "numbers as keys",
    "extends: substitution\nmessage: m\nswap: {9/11: Sept. 11}\n",
    "on 9/11 they",
    { "9/11" },
    "Sept. 11",
    NULL },
  { "groups",
    "extends: substitution\nmessage: m\nswap: {'(\\d+) (?:percent|per cent)': '$1%'}\n",
    "5 percent",
    { "5 percent" },
    "5%",
    NULL },
  { "groups of the second key",
    "extends: substitution\nmessage: m\nswap: {'(a)(b)c': x, '(\\d)(\\d)th': '$2$1'}\n",
    "12th",
    { "12th" },
    "21",
    NULL },
  { "looking around a group",
    "extends: substitution\nmessage: m\nnonword: true\nswap: {'(?<=x)(y)(?=z)': '<$1>'}\n",
    "xyz yyz",
    { "y" },
    "<y>",
    NULL },
  { "right already",
    "extends: substitution\nmessage: m\nswap: {'internet': '[Ii]nternet'}\nignorecase: true\n",
    "Internet INTERNET",
    { "INTERNET" },
    "[Ii]nternet",
    NULL },
  { "right already, plainly",
    "extends: substitution\nmessage: m\nswap: {'\\w+net': internet}\n",
    "internet Xnet",
    { "Xnet" },
    "internet",
    NULL },
  { "capitals by code point",
    "extends: substitution\nmessage: m\nignorecase: true\ncapitalize: true\nswap: {ésto: ésta}\n",
    "Ésto",
    { "Ésto" },
    "Ésta",
    NULL },
  { "a sentence's capital stays",
    "extends: substitution\nmessage: m\nignorecase: true\nswap: {ñandu: ñandú}\n",
    "No. ¿Ñandu, dijo?",
    { "Ñandu" },
    "Ñandú",
    NULL },
  { "one within it goes",
    "extends: substitution\nmessage: m\nignorecase: true\nswap: {ésto: ésta}\n",
    "y Ésto",
    { "Ésto" },
    "ésta",
    NULL },
  { "alternatives",
    "extends: substitution\nmessage: m\naction: {name: replace}\nswap: {big: 'large|huge'}\n",
    "big",
    { "big" },
    "large",
    NULL },
  { "lines",
    "extends: existence\nmessage: m\nnonword: true\ntokens: ['^b']\n",
    "a\nb",
    { "b" },
    NULL,
    NULL },
  { "a scope that is none of a text's",
    "extends: existence\nmessage: m\nscope: heading\ntokens: [cat]\n",
    "cat",
    { NULL },
    NULL,
    NULL },
  { "not that scope",
    "extends: existence\nmessage: m\nscope: '~heading'\ntokens: [cat]\n",
    "cat",
    { "cat" },
    NULL,
    NULL },
  { "both scopes",
    "extends: existence\nmessage: m\nscope: 'paragraph & heading'\ntokens: [cat]\n",
    "cat",
    { NULL },
    NULL,
    NULL },
  { "either scope",
    "extends: existence\nmessage: m\nscope: [heading, paragraph]\ntokens: [cat]\n",
    "cat",
    { "cat" },
    NULL,
    NULL },
  { "sentence by sentence",
    "extends: existence\nmessage: m\nscope: sentence\nnonword: true\ntokens: ['\\AYes']\n",
    "No. Yes, Mr. Yes. Yes",
    { "Yes", "Yes" },
    NULL,
    NULL },
  { "code and addresses are not read",
    "extends: existence\nmessage: m\nnonword: true\ntokens: [cat]\n",
    "see www.cat.org, a@cat.org, @cat, #cat: cat",
    { "cat" },
    NULL,
    NULL },
};

static void
test_rules_mean_what_they_mean_in_vale (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (semantics); i++)
    {
      const Semantics *one = &semantics[i];
      const File files[] = { { "A.yml", one->rule }, { NULL, NULL } };
      g_autofree char *dir = write_pack ("own", files);
      g_autoptr(GPtrArray) problems = NULL;
      g_autoptr(StetChecker) checker = checker_with (dir, &problems);
      g_autoptr(GPtrArray) findings = check_text (checker, one->text);
      guint n = 0;

      g_test_message ("%s%s", one->why,
                      problems->len > 0 ? (char *) g_ptr_array_index (problems, 0) : "");
      g_assert_cmpuint (problems->len, ==, 0);
      for (guint k = 0; k < findings->len; k++)
        {
          const StetFinding *finding = g_ptr_array_index (findings, k);

          if (strcmp (finding->rule, "own.A") != 0)
            continue;
          g_assert_cmpstr (finding->match, ==, one->matches[n++]);
          g_assert_cmpstr (finding->pack, ==, "own");
          g_assert_cmpstr (finding->replacements[0], ==, one->replacement);
          if (one->message != NULL)
            g_assert_cmpstr (finding->message, ==, one->message);
        }
      g_assert_null (one->matches[n]);
    }
}

static void
test_later_layers_win (void)
{
  const File newsroom[] = {
    { "pack.yaml", "format: stet-pack/1\nname: en\nlanguage: en\nversion: '2.0'\nrules:\n"
                   "  Towards: {enabled: false}\n  DoubledWord: {level: error}\n" },
    { "CourtesyTitle.yml", "extends: existence\nmessage: own\ntokens: [xyz]\n" }, { NULL, NULL } };
  g_autofree char *dir = write_pack ("en", newsroom);
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(StetChecker) checker = checker_with (dir, &problems);
  g_autoptr(StetChecker) plain = checker_with (NULL, NULL);
  g_autoptr(GPtrArray) findings = check_text (checker, "Mr. Prado went towards the the xyz.");

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (count (findings, "en.Towards"), ==, 0);
  g_assert_cmpstr (first (findings, "en.CourtesyTitle")->match, ==, "xyz");
  g_assert_cmpstr (first (findings, "en.CourtesyTitle")->pack, ==, "en 2.0");
  g_assert_cmpint (first (findings, "en.DoubledWord")->level, ==, STET_LEVEL_ERROR);
  g_assert_cmpuint (stet_checker_n_rules (checker, "en"), ==,
                    stet_checker_n_rules (plain, "en") - 1);
}

static void
test_a_pack_that_inherits_replaces_by_name (void)
{
  const File desk[]
      = { { "pack.yaml", "format: stet-pack/1\nname: desk\nlanguage: en\ninherits: en\n" },
          { "Towards.yml", "extends: existence\nmessage: own\ntokens: [xyz]\n" },
          { NULL, NULL } };
  g_autofree char *dir = write_pack ("desk", desk);
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(StetChecker) checker = checker_with (dir, &problems);
  g_autoptr(GPtrArray) findings = check_text (checker, "They went towards the the xyz.");

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (count (findings, "en.Towards"), ==, 0);
  g_assert_cmpuint (count (findings, "desk.Towards"), ==, 1);
  g_assert_cmpuint (count (findings, "en.DoubledWord"), ==, 1);
}

static void
test_a_folder_below_names_its_rules (void)
{
  const File files[]
      = { { "Sub/A.yml", RULE }, { "A.yml", RULE }, { "Sub/deep/A.yml", RULE }, { NULL, NULL } };
  g_autofree char *dir = write_pack ("own", files);
  g_autoptr(StetChecker) checker = checker_with (dir, NULL);
  g_autoptr(GPtrArray) findings = check_text (checker, "xyz");

  g_assert_cmpuint (count (findings, "own.A"), ==, 1);
  g_assert_cmpuint (count (findings, "Sub.A"), ==, 1);
  g_assert_cmpuint (count (findings, "deep.A"), ==, 1);
}

static void
test_a_folder_that_is_a_pack_itself_is_one (void)
{
  const File files[] = { { "A.yml", RULE }, { NULL, NULL } };
  g_autofree char *dir = write_pack ("own", files);
  g_autofree char *pack = g_build_filename (dir, "own", NULL);
  g_autoptr(StetChecker) checker = checker_with (pack, NULL);
  g_autoptr(GPtrArray) findings = check_text (checker, "xyz");

  g_assert_cmpuint (count (findings, "own.A"), ==, 1);
}

static void
test_a_folder_that_is_not_there_is_told (void)
{
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(StetChecker) checker = checker_with ("/no/such/folder", &problems);

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (problems, 0), "/no/such/folder:1: "));
}

static void
test_bytes_that_are_no_text_are_told (void)
{
  const File files[]
      = { { "A.yml", "extends: existence\nmessage: caf\xe9\ntokens: [a]\n" }, { NULL, NULL } };
  g_autofree char *dir = write_pack ("own", files);
  g_autoptr(GPtrArray) problems = NULL;
  g_autoptr(StetChecker) checker = checker_with (dir, &problems);

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "own/A.yml:1: "));
}

/* A pattern made to explode costs no more than its limit, and the other rules still speak. */
static void
test_a_catastrophic_pattern_is_bounded (void)
{
  const File files[] = {
    { "A.yml",
      "extends: existence\nmessage: m\nnonword: true\ntokens: ['(?:a+)+(?:a+)+$', '(x+x+)+y']\n" },
    { "B.yml", RULE },
    { NULL, NULL }
  };
  g_autofree char *dir = write_pack ("own", files);
  g_autoptr(StetChecker) checker = checker_with (dir, NULL);
  g_autoptr(GString) text = g_string_new ("xyz ");
  g_autoptr(GPtrArray) findings = NULL;
  gint64 start = g_get_monotonic_time ();

  for (int i = 0; i < 2000; i++)
    g_string_append (text, "xa");
  for (int i = 0; i < 5000; i++)
    g_string_append_c (text, 'x');
  for (int i = 0; i < 5000; i++)
    g_string_append_c (text, 'a');
  g_string_append_c (text, '!');
  findings = check_text (checker, text->str);
  g_assert_cmpuint (count (findings, "own.B"), ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
}

static void
test_findings_are_capped_and_errors_come_first (void)
{
  g_autoptr(StetChecker) checker = checker_with (NULL, NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) findings = NULL;

  for (int i = 0; i < 3000; i++)
    g_string_append (text, "so  on ");
  g_string_append (text, "TK");
  findings = check_text (checker, text->str);
  g_assert_cmpuint (findings->len, ==, STET_FINDINGS_MAX);
  g_assert_cmpuint (count (findings, "structure.Placeholder"), ==, 1);
}

/* What stands in the source's folder is what is compiled in. */
static void
test_every_pack_file_is_compiled_in (void)
{
  static const char *const packs[] = { "en", "es", "structure" };
  g_autofree char *root = stet_test_file ("../data/packs");
  g_autoptr(StetChecker) checker = checker_with (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (packs); i++)
    {
      g_autofree char *path = g_build_filename (root, packs[i], NULL);
      g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *base = g_strndup (name, strcspn (name, "."));
          g_autofree char *rule = g_strdup_printf ("%s.%s", packs[i], base);
          g_autoptr(StetRuleInfo) info = stet_checker_explain (checker, rule);

          if (!g_str_has_suffix (name, ".yml"))
            continue;
          g_test_message ("%s", rule);
          g_assert_nonnull (info);
          g_assert_nonnull (info->title);
          g_assert_nonnull (info->bad);
        }
    }
}

/* --- what every rule of a built-in pack must have --- */

static gboolean
has_both_languages (const StetYaml *entry, const char *key)
{
  const StetYaml *texts = stet_yaml_get (entry, key);

  return stet_yaml_text (texts, "en") != NULL && stet_yaml_text (texts, "es") != NULL;
}

/* The message in the language of the pack, English in one for all, may stand in the rule file
 * instead. */
static gboolean
has_messages (const StetYaml *entry, const StetYaml *pack)
{
  const StetYaml *texts = stet_yaml_get (entry, "message");

  if (stet_yaml_get (entry, "check") != NULL)
    return has_both_languages (entry, "message");
  return stet_yaml_text (texts,
                         g_strcmp0 (stet_yaml_text (pack, "language"), "es") == 0 ? "en" : "es")
         != NULL;
}

/* A structural rule finds nothing in the pack's own example, which is a good one. */
static gboolean
has_good (const StetYaml *entry, const StetYaml *pack)
{
  return stet_yaml_get (entry, "good") != NULL
         || (stet_yaml_get (entry, "check") != NULL && stet_yaml_get (pack, "example") != NULL);
}

/* Returns: (nullable) what the entry lacks. */
static const char *
lack_of (const StetYaml *entry, const StetYaml *pack)
{
  if (stet_yaml_text (entry, "category") == NULL)
    return "category";
  if (stet_yaml_get (entry, "bad") == NULL)
    return "bad";
  if (!has_good (entry, pack))
    return "good";
  if (!has_both_languages (entry, "title"))
    return "title in English and Spanish";
  if (!has_both_languages (entry, "explanation"))
    return "explanation in English and Spanish";
  return has_messages (entry, pack) ? NULL : "message in English and Spanish";
}

static void
assert_entries_are_complete (const char *name)
{
  g_autofree char *relative = g_strdup_printf ("../data/packs/%s/pack.yaml", name);
  g_autofree char *path = stet_test_file (relative);
  g_autofree char *text = stet_test_read (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(StetYaml) pack = stet_yaml_parse (text, strlen (text), path, &error);
  const StetYaml *rules;

  g_assert_no_error (error);
  rules = stet_yaml_get (pack, "rules");
  g_assert_cmpuint (rules->items->len, >, 40);
  for (guint i = 0; i < rules->items->len; i++)
    {
      const StetYaml *key = g_ptr_array_index (rules->keys, i);
      const char *lack = lack_of (g_ptr_array_index (rules->items, i), pack);

      if (lack == NULL)
        continue;
      g_test_message ("%s:%u: %s has no %s", relative, key->line, key->text, lack);
      g_test_fail ();
    }
}

static void
test_every_builtin_rule_is_complete (void)
{
  static const char *const packs[] = { "en", "es", "structure" };

  for (gsize i = 0; i < G_N_ELEMENTS (packs); i++)
    assert_entries_are_complete (packs[i]);
}

/* The newsroom's own lists; skipped where they are absent. */
static void
test_every_house_rule_is_held (void)
{
  static const struct
  {
    const char *file;
    guint n;
  } lists[] = { { "en", 109 }, { "es", 109 }, { "structure", 52 } };
  g_autoptr(StetChecker) checker = checker_with (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *relative = g_strdup_printf ("data/house-rules/%s.txt", lists[i].file);
      g_autofree char *path = stet_test_shared_file (relative);
      g_autofree char *text = path != NULL ? stet_test_read (path) : NULL;
      g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
      guint n = 0;

      if (path == NULL)
        {
          g_test_skip ("the house's lists are not there");
          return;
        }
      for (gsize k = 0; lines[k] != NULL && *lines[k] != '\0'; k++, n++)
        {
          /* up to the first "‖" */
          g_autofree char *code = g_strndup (lines[k], strcspn (lines[k], "\xE2"));
          g_autoptr(StetRuleInfo) info = stet_checker_explain (checker, code);

          if (info != NULL)
            continue;
          g_test_message ("%s is in no pack", code);
          g_test_fail ();
        }
      g_assert_cmpuint (n, ==, lists[i].n);
    }
}

int
main (int argc, char **argv)
{
  stet_test_init (&argc, &argv);
  g_test_add_func ("/style/packs/load", test_builtin_packs_load_without_problems);
  g_test_add_func ("/style/packs/examples", test_builtin_examples_hold_in_the_checker);
  g_test_add_func ("/style/packs/compiled-in", test_every_pack_file_is_compiled_in);
  g_test_add_func ("/style/packs/complete", test_every_builtin_rule_is_complete);
  g_test_add_func ("/style/packs/house", test_every_house_rule_is_held);
  g_test_add_func ("/style/packs/broken", test_what_is_broken_is_told_by_file_and_line);
  g_test_add_func ("/style/packs/may-speak", test_examples_decide_whether_a_rule_may_speak);
  g_test_add_func ("/style/packs/semantics", test_rules_mean_what_they_mean_in_vale);
  g_test_add_func ("/style/packs/layers", test_later_layers_win);
  g_test_add_func ("/style/packs/inherits", test_a_pack_that_inherits_replaces_by_name);
  g_test_add_func ("/style/packs/below", test_a_folder_below_names_its_rules);
  g_test_add_func ("/style/packs/itself", test_a_folder_that_is_a_pack_itself_is_one);
  g_test_add_func ("/style/packs/absent", test_a_folder_that_is_not_there_is_told);
  g_test_add_func ("/style/packs/not-utf8", test_bytes_that_are_no_text_are_told);
  g_test_add_func ("/style/packs/catastrophe", test_a_catastrophic_pattern_is_bounded);
  g_test_add_func ("/style/packs/cap", test_findings_are_capped_and_errors_come_first);
  return g_test_run ();
}
